"""The film that virtual cameras show: believable goods, and the truth about each picture."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import cv2
import numpy as np
import pytest

from app.devices.reading.image_work import View
from app.devices.reading.zxing import read_with_zxing
from app.devices.virtual_camera.film import FPS, HEIGHT, WIDTH, Film, Shot, play
from app.devices.virtual_camera.goods import draw_item
from app.devices.virtual_camera.level import EASY, HARD, MID, Level
from app.devices.virtual_camera.motion import BRING_S, lay, plan, project
from app.devices.virtual_camera.symbol import print_code
from app.domain.sighting import BENCH_CODES, Symbol

_GS1 = "(01)09506000134352(17)261231(10)AB12"
_CODES = (
    ("4006381333931", Symbol.EAN_13),
    ("96385074", Symbol.EAN_8),
    ("JT1234567890123", Symbol.CODE_128),
    ("BIN-0042", Symbol.CODE_39),
    ("09506000134352", Symbol.ITF),
    (_GS1, Symbol.CODE_128),
    (_GS1, Symbol.DATA_MATRIX),
    ("https://a.example/p/0042", Symbol.QR),
    ("快递鸟 0042", Symbol.QR),
    ("0042 hello", Symbol.AZTEC),
    ("0042 hello", Symbol.PDF417),
)


@pytest.fixture(scope="module")
def bench() -> Film:
    """One bench for all codes: laying it takes longer than looking at it."""
    return Film(3, EASY)


@pytest.fixture
def film(bench: Film) -> Film:
    """With dice of its own, whatever was played on the bench before."""
    bench._dice = random.Random(7)
    return bench


def _gray(shot: Shot) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)


def _held(film: Film, text: str, symbol: Symbol) -> Iterator[Shot]:
    """Pictures from when the hand has come to rest."""
    film.bring(text, symbol)
    film.skip(round(BRING_S * FPS))
    while True:
        yield film.shoot()


@pytest.mark.parametrize(("text", "symbol"), _CODES)
def test_a_code_held_before_the_easy_camera_can_be_read_and_says_what_the_film_says(
    film: Film, text: str, symbol: Symbol
) -> None:
    for shot in islice(_held(film, text, symbol), FPS):
        seen = {each.text for each in read_with_zxing(View("frame", _gray(shot)), {symbol}, thorough=True)}
        assert all(text in shot.text for text in seen)  # an ITF may be cut short
        if shot.text in seen:
            return
    pytest.fail("not one picture of thirty was read")


@pytest.mark.parametrize("level", [EASY, MID, HARD], ids=lambda level: level.name)
def test_while_held_the_whole_code_is_in_the_picture_however_it_is_turned(level: Level) -> None:
    dice = random.Random(0)
    for text, symbol in (_CODES[0], _CODES[5], _CODES[6]) * 8:
        item = draw_item(print_code(text, symbol), level.module_px[1], dice)
        way = plan(item, level, (WIDTH, HEIGHT), 0, dice)
        for at_s in (BRING_S, BRING_S + 0.3, BRING_S + 1):
            pose = way.pose(at_s, None)
            assert pose is not None
            code = project(item.code, lay(item, pose))
            assert np.all(code > 1)
            assert np.all(code < np.array([WIDTH, HEIGHT]) - 1)
        start, end = way.pose(0, None), way.pose(3, 2)
        assert start is not None
        assert end is None
        box = project(item.corners, lay(item, start))
        assert np.any(box.max(axis=0) < 0) or np.any(box.min(axis=0) > np.array([WIDTH, HEIGHT]))


def test_a_code_is_told_only_once_all_its_corners_are_in_the_picture(film: Film) -> None:
    outside = inside = 0
    for shot in play(film, [("4006381333931", Symbol.EAN_13)], hold_s=1.2, gap_s=0.1):
        if shot.outline is None:
            assert not shot.text
            continue
        is_in = all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in shot.outline)
        assert is_in or not shot.text
        outside, inside = outside + (not shot.text), inside + bool(shot.text)
    assert outside > 3
    assert inside > 20


def test_the_hand_moves_fast_on_its_way_and_hardly_while_it_holds(film: Film) -> None:
    shots = list(play(film, [("https://a.example/p/0042", Symbol.QR)], hold_s=1.5, gap_s=0.1))
    assert max(shot.smear for shot in shots[:20]) > 2
    assert max(shot.smear for shot in shots[28:45]) < 0.3


def test_a_seed_makes_the_same_film_and_another_seed_another() -> None:
    def play_a_third(seed: int) -> list[bytes]:
        film = Film(seed, width=640, height=360)
        film.bring("SF0042", Symbol.CODE_128)
        film.skip(20)
        return [film.shoot().jpeg for _ in range(2)]

    assert play_a_third(1) == play_a_third(1)
    assert play_a_third(1) != play_a_third(2)


def test_the_bench_is_empty_again_after_the_item_was_taken_away_and_nothing_is_read_of_it(film: Film) -> None:
    film.bring("4006381333931", Symbol.EAN_13)
    film.skip(FPS)
    film.take_away()
    while not film.is_empty:
        film.shoot()
    shot = film.shoot()
    assert (shot.text, shot.outline) == ("", None)
    assert read_with_zxing(View("frame", _gray(shot)), BENCH_CODES, thorough=True, inverted=True) == []


@pytest.mark.parametrize(
    ("text", "symbol"), [("no digits", Symbol.EAN_13), ("4006381333930", Symbol.EAN_13), ("A" * 200, Symbol.CODE_128)]
)
def test_a_text_that_the_symbol_cannot_say_is_refused_and_the_bench_stays_as_it_was(text: str, symbol: Symbol) -> None:
    film = Film(width=320, height=240)
    with pytest.raises(ValueError, match=r".+"):
        film.bring(text, symbol)
    assert film.is_empty


def test_gs1_is_said_as_gs1(film: Film) -> None:
    held = _held(film, _GS1, Symbol.CODE_128)
    looks = (
        read_with_zxing(View("frame", _gray(shot)), {Symbol.CODE_128}, thorough=True) for shot in islice(held, FPS)
    )
    found = {(each.text, each.identifier) for look in looks for each in look}
    assert found == {("01095060001343521726123110AB12", "]C1")}


@pytest.mark.parametrize("symbol", sorted(set(Symbol) - {Symbol.UPC_E, Symbol.DATABAR_LIMITED}))
def test_every_symbol_can_be_printed(symbol: Symbol) -> None:
    """What it says was read back from the print by `print_code` itself."""
    text = {Symbol.CODABAR: "A1234B", Symbol.EAN_8: "96385074", Symbol.EAN_13: "4006381333931"}.get(symbol, "1234")
    text = {Symbol.DATABAR: "09506000134352", Symbol.DATABAR_EXPANDED: "(01)09506000134352"}.get(symbol, text)
    printed = print_code(text, symbol)
    assert set(printed.text) <= set("AB") | set("0123456789")
    assert printed.pixels.shape[0] >= printed.height
