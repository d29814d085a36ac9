"""One look: what moved, what is read, where, and how often to look again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.devices.camera import gaze as gaze_module
from app.devices.camera.gaze import Gaze, box_of
from app.devices.camera.motion import Motion
from app.devices.camera.slot import Frame, Slot
from app.domain.camera_view import Region
from app.domain.latch import ALL_MOVED, COLUMNS, ROWS, cells
from app.domain.sighting import BENCH_CODES
from tests.devices.camera.stream import bars, scene, square

Pixels = Any
WHOLE = Region()


class Film:
    """Pictures shown to a gaze, one after another, at thirty a second."""

    def __init__(self, gaze: Gaze) -> None:
        self.gaze = gaze
        self.number = 0
        self.at_ms = 0

    def show(self, picture: Pixels, count: int = 1, *, every_ms: int = 33) -> list[str]:
        """What was read, of all of them."""
        read = []
        for _ in range(count):
            self.number += 1
            self.at_ms += every_ms
            seen = self.gaze.look(Frame(picture, self.number, self.at_ms), ())
            read += [each.text for each in seen.glance.seen]
        return read


@pytest.fixture
def film() -> Film:
    return Film(Gaze(WHOLE, BENCH_CODES))


def noisy(picture: Pixels, sigma: float, seed: int) -> Pixels:
    noise = np.random.default_rng(seed).normal(0, sigma, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def test_it_idles_when_nothing_moves_and_wakes_when_something_does(film: Film) -> None:
    film.show(scene(), 20)
    assert not film.gaze.is_idle
    film.show(scene(), 6, every_ms=200)
    assert film.gaze.is_idle
    assert film.show(scene(square("woken")), every_ms=200) == ["woken"]
    assert not film.gaze.is_idle


def test_a_code_that_lies_still_is_read_while_idle(film: Film) -> None:
    film.show(scene(square("still")), 12, every_ms=200)
    assert film.gaze.is_idle
    assert film.show(scene(square("still")), every_ms=200) == ["still"]


def test_a_code_under_a_hand_that_moves_elsewhere_is_still_seen(film: Film) -> None:
    """Only the part that moves is looked at, but the whole now and then."""
    read: list[str] = []
    for step in range(20):
        picture = scene(square("lies"))
        picture[500:700, 800 + 20 * step : 900 + 20 * step] = 10
        read += film.show(picture)
    assert read.count("lies") >= 2


def test_what_moves_outside_the_region_wakes_nobody() -> None:
    film = Film(Gaze(Region(0.0, 0.0, 0.5, 1.0), BENCH_CODES))
    for step in range(12):
        picture = scene()
        picture[100:600, 700 + 40 * step : 800 + 40 * step] = 250
        film.show(picture, every_ms=200)
    assert film.gaze.is_idle


def test_looking_costs_what_it_may_on_the_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hard pictures get more than the quick look only as long as there is something saved."""
    budgets: list[float] = []
    now_s = 0.0

    def slow_read(*_: object, budget_s: float, **__: object) -> list[object]:
        nonlocal now_s
        budgets.append(budget_s)
        now_s += 0.004 + max(budget_s, 0)
        return []

    monkeypatch.setattr(gaze_module, "read_frame", slow_read)
    film = Film(Gaze(WHOLE, BENCH_CODES, clock=lambda: now_s))
    film.show(scene(square("never")), 600)
    assert max(budgets) == 0.03
    assert now_s + 600 * 0.003 <= 600 * 0.0095 + 0.6


def test_cells_say_where_something_moved() -> None:
    motion = Motion()
    assert motion.changed(scene()[..., 0]) == ALL_MOVED, "of the first picture nothing is known"
    assert motion.changed(scene()[..., 0]) == 0
    picture = scene()[..., 0].copy()
    picture[0:80, 0:80] = 255  # the first cell
    picture[640:720, 1200:1280] = 0  # the last
    assert motion.changed(picture) == 1 | 1 << COLUMNS * ROWS - 1


def test_noise_is_no_motion_and_a_label_amid_noise_is() -> None:
    motion = Motion()
    for seed in range(25):
        moved = motion.changed(noisy(scene(), 12, seed)[..., 0])
    assert moved == 0
    assert motion.changed(noisy(scene(bars("4006381333931")), 12, 99)[..., 0])


def test_the_slowest_move_is_seen_in_the_end() -> None:
    motion = Motion()
    picture = np.full((720, 1280), 120, np.uint8)
    motion.changed(picture)
    moved = []
    for step in range(1, 41):  # a shadow edge that creeps a third of a pixel of the thumbnail at a time
        picture = picture.copy()
        picture[:, : 2 * step] = 90
        moved.append(motion.changed(picture))
    assert any(moved)
    assert not all(moved)


@pytest.mark.parametrize(
    ("region", "box"),
    [
        (WHOLE, (0, 0, 1280, 720)),
        (Region(0.25, 0.5, 0.5, 0.25), (320, 360, 960, 540)),
        (Region(0.999, 0.999, 0.001, 0.001), (1279, 719, 1280, 720)),
        (Region(0.5, 0.5, 0.9, 0.9), (640, 360, 1280, 720)),
    ],
)
def test_a_region_is_never_empty_and_never_outside(region: Region, box: tuple[int, ...]) -> None:
    assert box_of(region, 1280, 720) == box
    left, top, right, bottom = box_of(region, 1, 1)
    assert (left, top, right, bottom) == (0, 0, 1, 1)


def test_cells_of_a_part_are_those_it_touches() -> None:
    assert cells(0, 0, 1, 1) == ALL_MOVED
    assert cells(-3, -3, 0.01, 0.01) == 1
    assert cells(0.99, 0.99, 5, 5) == 1 << COLUMNS * ROWS - 1


def test_a_picture_nobody_took_is_overwritten() -> None:
    slot = Slot()
    assert slot.newer(0, 0) is None
    for shade in (1, 2, 3):
        slot.put(np.full((2, 2, 3), shade, np.uint8))
    frame = slot.newer(0, 0)
    assert frame is not None
    assert (frame.number, int(frame.pixels[0, 0, 0])) == (3, 3)
    assert slot.newer(3, 0) is None
