"""Codes are read from pictures as a bench sees them: any symbol, any angle, small, in numbers; nothing is invented."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from app.devices.reading import zbar
from app.devices.reading.blurred import read_blurred
from app.devices.reading.cascade import read_frame
from app.devices.reading.image_work import View
from app.domain.barcode import GROUP_SEPARATOR
from app.domain.sighting import ALL_CODES, BENCH_CODES, ITEM_CODES, WAYBILL_CODES, Judgment, Symbol, judge
from tests.bench.reading_photos import drawn, modules, rolled
from tests.bench.reading_pictures import draw, pictures
from tests.bench.reading_texts import printed

F = zxingcpp.BarcodeFormat
AGES = 3600.0
"""Seconds no test machine is slow enough to spend."""


def scene(code: np.ndarray, *, degrees: float = 0, noise: float = 4, seed: int = 1, scale: float = 1.0) -> np.ndarray:
    """A code on gray cardboard, turned, with a sensor's noise; 800x600."""
    code = cv2.resize(code, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    canvas = np.full((600, 800), 200, np.uint8)
    top, left = (600 - code.shape[0]) // 2, (800 - code.shape[1]) // 2
    canvas[top : top + code.shape[0], left : left + code.shape[1]] = code
    turn = cv2.getRotationMatrix2D((400, 300), degrees, 1.0)
    canvas = cv2.warpAffine(canvas, turn, (800, 600), borderValue=200)
    grain = np.random.default_rng(seed).normal(0, noise, canvas.shape)
    return np.clip(cv2.GaussianBlur(canvas, (0, 0), 0.6) + grain, 0, 255).astype(np.uint8)


def read(frame: np.ndarray, wanted: frozenset[Symbol] = BENCH_CODES, **more: object) -> Judgment:
    expected = more.get("expected", ())
    return judge(read_frame(frame, wanted, budget_s=AGES, **more), expected)


def texts(judgment: Judgment) -> list[tuple[str, str]]:
    return [(found.code.symbology, found.code.text) for found in judgment.read]


@pytest.mark.parametrize(
    ("kind", "text", "identifier"),
    [
        (F.EAN13, "4006381333931", "]E0"),
        (F.EAN8, "96385074", "]E4"),
        (F.Code128, "SF1234567890123", "]C0"),
        (F.ITF, "11395444913013", "]I1"),
        (F.Code39, "BIN-7", "]A0"),
        (F.QRCode, "JD0012345678901-1-1-", "]Q1"),
        (F.DataMatrix, "case-042", "]d1"),
        (F.PDF417, "FEDEX 0201", "]L2"),
        (F.Aztec, "TICKET 7", "]z0"),
        (F.DataBarOmni, "0104412345678909", "]e0"),
    ],
    ids=str,
)
def test_each_symbol_is_read_with_its_identifier(kind: F, text: str, identifier: str) -> None:
    scale = 0.5
    given = text[2:] if kind is F.DataBarOmni else text
    assert texts(read(scene(draw(kind, given), scale=scale), ALL_CODES)) == [(identifier, text)]


@pytest.mark.parametrize("degrees", [0, 15, 33, 45, 60, 90, 120, 180, 225, 300])
def test_bars_are_read_at_any_angle(degrees: float) -> None:
    code = draw(F.EAN13, "4006381333931", bar_height=160)
    assert texts(read(scene(code, degrees=degrees))) == [("]E0", "4006381333931")]


def test_a_gs1_code_keeps_its_separators_and_its_identifier() -> None:
    said = "(01)04006381333931(10)LOT7(21)42"
    plain = f"010400638133393110LOT7{GROUP_SEPARATOR}2142"
    for kind, identifier in ((F.Code128, "]C1"), (F.DataMatrix, "]d2"), (F.QRCode, "]Q3")):
        code = np.array(zxingcpp.create_barcode(said, kind, gs1=True).to_image(scale=2))
        assert texts(read(scene(code))) == [(identifier, plain)]


def test_every_text_comes_out_as_it_was_put_in_however_it_is_encoded() -> None:
    made = printed()
    assert len(made) >= 60
    for each in made:
        ((identifier, text),) = texts(read(each.pixels))
        assert text == each.text, each.way
        assert identifier.startswith(each.identifier), each.way


def test_light_on_dark_is_read() -> None:
    assert texts(read(scene(255 - draw(F.QRCode, "INVERTED"), scale=0.6))) == [("]Q1", "INVERTED")]


def test_a_sheet_of_small_squares_is_read_beyond_the_first() -> None:
    (sheet,) = pictures(3, 1, "sheet")
    found = {text for _, text in texts(read(sheet.pixels))}
    assert len(found) >= 15
    assert found <= set(sheet.expected)


def test_bars_that_fan_out_are_read() -> None:
    fan = np.array([[250, 240], [550, 240], [620, 370], [180, 370]], np.float32)
    code = draw(F.EAN13, "4006381333931", bar_height=160)
    high, wide = code.shape
    flat = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    frame = np.full((600, 800), 200, np.uint8)
    warp = cv2.getPerspectiveTransform(flat, fan)
    cv2.warpPerspective(code, warp, (800, 600), frame, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    assert texts(read(cv2.GaussianBlur(frame, (0, 0), 1.2))) == [("]E0", "4006381333931")]


def test_a_square_around_a_bottle_is_read() -> None:
    flat = drawn(modules(F.QRCode, "https://w.example/4711"), module_px=8)
    (frame,) = [scene(rolled(flat, 0.8, bow=0.12), scale=1.2)]
    assert zxingcpp.read_barcodes(frame) == []
    assert texts(read(frame)) == [("]Q1", "https://w.example/4711")]


@pytest.mark.parametrize("text", ["4006381333931", "96385074"])
def test_a_retail_code_blurred_beyond_its_edges_is_read_by_likeness_alone(text: str) -> None:
    row = modules(F.EAN13 if len(text) == 13 else F.EAN8, text)
    clear = drawn(row, module_px=7, height=24, quiet=9)[14:38]
    strip = View("strip", cv2.GaussianBlur(clear, (0, 0), 6.5, sigmaY=0.01))
    assert zxingcpp.read_barcodes(strip.pixels) == []
    for view in (strip, View("strip", strip.pixels[:, ::-1].copy())):
        assert [seen.text for seen in read_blurred(view, BENCH_CODES)] == [text]


def test_likeness_finds_no_number_in_stripes_that_are_none() -> None:
    dice = np.random.default_rng(3)
    for _ in range(12):
        row = np.repeat(dice.integers(0, 2, 95) * 220, 7).astype(np.uint8)
        stripes = cv2.GaussianBlur(np.tile(np.pad(row, 60, constant_values=255), (24, 1)), (0, 0), 4, sigmaY=0.01)
        assert read_blurred(View("strip", stripes), BENCH_CODES) == []


def test_a_sheet_is_read_from_all_the_pixels_there_are() -> None:
    (tray,) = pictures(9, 1, "tray")
    large = cv2.resize(tray.pixels, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    for frame in (tray.pixels, large):
        assert len({text for _, text in texts(read(frame))} & set(tray.expected)) >= 16


def test_of_several_codes_side_by_side_all_that_can_be_are_read() -> None:
    made = pictures(2, 3, "several")
    found = [{text for _, text in texts(read(picture.pixels))} for picture in made]
    assert (
        sum(len(one & set(picture.expected)) for one, picture in zip(found, made, strict=True)) >= 14
    )  # the second moved while it was taken
    assert all(one <= set(picture.expected) for one, picture in zip(found, made, strict=True))


def test_the_one_expected_ends_the_search() -> None:
    (made,) = pictures(2, 1, "several")
    square = next(text for text in made.expected if not text.isdigit())
    judgment = read(made.pixels, expected=frozenset({square}))
    assert square in {text for _, text in texts(judgment)}
    assert len(judgment.read) <= len(read(made.pixels).read)


def test_bars_that_neither_engine_reads_alone_are_read() -> None:
    tilted = pictures(1, 8, "tilted")
    right = sum([text for _, text in texts(read(made.pixels))] == list(made.expected) for made in tilted)
    alone = sum(any(found.text == made.expected[0] for found in zxingcpp.read_barcodes(made.pixels)) for made in tilted)
    assert right >= 7
    assert right > alone


def test_nothing_is_read_where_nothing_is() -> None:
    assert [texts(read(made.pixels)) for made in pictures(5, 4, "negative")] == [[]] * 4


def test_only_what_the_bench_expects_is_looked_for() -> None:
    pdf, ean = scene(draw(F.PDF417, "LABEL"), scale=0.5), scene(draw(F.EAN13, "4006381333931"), scale=0.5)
    assert read(pdf, ITEM_CODES).read == ()
    assert read(ean, WAYBILL_CODES).read == ()
    assert Symbol.UPC_E not in BENCH_CODES


def test_an_expected_code_is_believed_when_one_engine_sees_it_and_there_is_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zbar, "zbar", lambda: None)
    frame = scene(draw(F.Code39, "BIN-7"), scale=0.5)
    assert read(frame).read == ()
    assert texts(read(frame, expected=frozenset({"BIN-7"}))) == [("]A0", "BIN-7")]


def test_the_bench_reads_without_the_second_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zbar, "zbar", lambda: None)
    frame = scene(draw(F.EAN13, "4006381333931", bar_height=160), degrees=40)
    assert texts(read(frame)) == [("]E0", "4006381333931")]


def test_frames_of_a_camera_are_witnesses_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zbar, "zbar", lambda: None)
    frame = scene(draw(F.Code39, "BIN-7"), scale=0.5)
    earlier = read_frame(frame)
    again = [type(one)(one.symbol, one.text, one.identifier, one.outline, one.engine, one.rows, 1) for one in earlier]
    seen = read_frame(frame, earlier=again, budget_s=0)
    assert [found.code.text for found in judge([*again, *seen]).read] == ["BIN-7"]


def test_a_camera_asks_for_rarer_symbols_in_turn() -> None:
    frame = scene(draw(F.PDF417, "FEDEX 0201"), scale=0.5)
    by_turn = [bool(read_frame(frame, budget_s=0, turn=turn)) for turn in range(1, 9)]
    assert by_turn.count(True) == 2
    common = scene(draw(F.QRCode, "EVERY FRAME"), scale=0.6, noise=8)
    assert all(read_frame(common, budget_s=0, turn=turn) for turn in range(1, 9))


def test_what_a_camera_saw_once_is_asked_for_in_the_next_frame() -> None:
    frame = scene(draw(F.Code39, "BIN-7"), scale=0.5)
    turn = next(turn for turn in range(1, 9) if read_frame(frame, budget_s=0, turn=turn))
    earlier = read_frame(frame, budget_s=0, turn=turn)
    assert read_frame(frame, budget_s=0, turn=turn + 1) == []
    assert read_frame(frame, earlier=earlier, budget_s=0, turn=turn + 1) != []


def test_no_step_begins_that_would_pass_the_budget() -> None:
    times = iter(range(1000))  # every look at the clock is a second later
    blank = np.full((720, 1280), 128, np.uint8)
    read_frame(blank, budget_s=0.5, clock=lambda: float(next(times)))
    assert next(times) <= 12  # begun, the first step's end, and one look at the clock for each step not begun


def test_outlines_are_in_pixels_of_the_picture_that_was_given() -> None:
    frame = scene(draw(F.QRCode, "WHERE"), scale=0.8)
    large = cv2.resize(frame, None, fx=3, fy=3)
    (found,) = read(large).read
    middle = np.mean(found.outline, axis=0)
    assert np.allclose(middle, (1200, 900), atol=15)
