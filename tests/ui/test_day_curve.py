"""The day's curve: parcels per hour against the plan, and an hour that turns without anybody packing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.errors import Misconfigured
from app.settings import load_settings
from app.ui.main_window import MainWindow
from app.ui.screens.packing.day_curve import HOURS, DayCurve
from app.ui.theme import look_for
from tests.builders import Rig, a_draft, lines_of

Keys = Callable[..., None]
HOUR_S = 3600


def a_curve(qtbot: QtBot, by_hour: tuple[int, ...], planned: int = 0, language: str = "en") -> DayCurve:
    curve = DayCurve()
    qtbot.addWidget(curve)
    curve.dress(look_for("light", language, 1920, 1080))
    curve.show_day(by_hour, planned)
    curve.resize(curve.sizeHint())
    return curve


def bars(curve: DayCurve) -> list[int]:
    """How high each hour's bar stands, from the left."""
    image: QImage = curve.grab().toImage()
    ground, found = image.height() - 5, []
    for at in range(HOURS):
        x, paper = at * 14 + 8, image.pixelColor(image.width() - 1, 0)
        found.append(sum(image.pixelColor(x, y) != paper for y in range(ground)))
    return found


@pytest.mark.parametrize(
    ("language", "planned", "said"),
    [
        ("en", 60, "42 this hour, plan 60"),
        ("en", 0, "42 this hour"),
        ("zh_CN", 60, "42 本小时，计划 60"),
    ],
)
def test_the_hour_is_told_in_words_against_its_plan(qtbot: QtBot, language: str, planned: int, said: str) -> None:
    curve = a_curve(qtbot, (0, 30, 42), planned, language)
    assert (curve.words, curve.accessibleName()) == (said, said)


def test_bars_are_as_high_as_their_hours_and_the_latest_stands_at_the_right(qtbot: QtBot) -> None:
    seen = bars(a_curve(qtbot, (10, 0, 40, 20)))
    assert seen[:6] == [0] * 6
    assert seen[8] > seen[9] > seen[6] > 0
    assert seen[7] == 0


def test_of_a_long_day_the_last_hours_are_shown(qtbot: QtBot) -> None:
    assert all(bars(a_curve(qtbot, (5,) * 24)))


def test_the_plan_is_a_line_across_the_bars(qtbot: QtBot) -> None:
    without, with_plan = (a_curve(qtbot, (0, 10), planned).grab().toImage() for planned in (0, 40))
    assert without.copy(0, 0, 90, without.height()) != with_plan.copy(0, 0, 90, with_plan.height())


def test_a_day_before_the_first_hour_is_known_is_drawn_too(qtbot: QtBot) -> None:
    curve = a_curve(qtbot, ())
    assert (curve.hour, curve.grab().isNull()) == (0, False)


def test_a_parcel_raises_the_hour_and_the_next_hour_begins_at_nothing(
    window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot
) -> None:
    station = rig.station
    station.settings = replace(station.settings, station=replace(station.settings.station, parcels_per_hour=60))
    rig.orders(a_draft("1001", lines_of(A=1)))
    keys(window, "1001", "A")
    qtbot.waitUntil(lambda: window.header.curve.words == "1 this hour, plan 60")
    rig.clock.pass_s(HOUR_S)
    window.unprompted.look()
    assert window.header.curve.words == "0 this hour, plan 60"


@pytest.mark.parametrize("wrong", ["-1", "10001", '"many"', "1.5"])
def test_a_plan_that_is_none_is_found_at_the_start(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "station.toml").write_text(f"[station]\nparcels_per_hour = {wrong}\n", "utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_settings(tmp_path)
    assert "parcels_per_hour" in caught.value.detail


def test_plan_and_pictures_are_read_and_pictures_lie_in_the_folder_unless_told_otherwise(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("[station]\nparcels_per_hour = 60\n", "utf-8")
    settings = load_settings(tmp_path)
    assert (settings.station.parcels_per_hour, settings.pictures) == (60, tmp_path / "pictures")
    (tmp_path / "station.toml").write_text('[packing]\npictures = "/srv/pictures"\n', "utf-8")
    assert load_settings(tmp_path).pictures == Path("/srv/pictures")
