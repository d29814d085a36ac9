"""The line of lights: quiet while all is well; in trouble the reason in words, on a line that never comes or goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.glance import LaneGlance, LaneState
from app.domain.handover import NewsAge
from app.domain.weighing import Reading, ScaleTrouble
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.screens.packing.status_line import clock

Keys = Callable[..., None]
CARRIER = LaneGlance("carrier:kdniao", LaneState.IDLE, 0, 0)
PRINTER = LaneGlance("printer:label", LaneState.IDLE, 0, 0)
NO_NET = replace(CARRIER, state=LaneState.WAITING, waiting=4, code="http.connect", next_try_at_ms=1_790_000_000_000)
AWAY = replace(PRINTER, state=LaneState.WAITING, waiting=2, code="printer.refused", since_ms=1_790_000_000_000)
CLOSED = replace(CARRIER, state=LaneState.STOPPED, waiting=3, code="kdniao.104")


def said(window: MainWindow, *lanes: LaneGlance) -> str:
    window.header.show_lanes(lanes)
    return window.header.status.reason.text


def tones(window: MainWindow) -> dict[str, Tone]:
    return {name: light.tone for name, light in window.header.lights.items() if light.isVisible()}


def test_all_is_well_and_nothing_is_said(window: MainWindow) -> None:
    assert said(window, CARRIER, PRINTER) == ""
    assert tones(window) == dict.fromkeys(("printer", "carrier", "network"), Tone.OK)
    assert not window.header.status.retry.isVisible()


def test_a_printer_that_is_away_says_why_what_to_do_and_what_waits(window: MainWindow) -> None:
    text = said(window, CARRIER, AWAY)
    assert text.startswith("The printer does not answer. Check its power and cable.")
    assert "2 in line" in text
    assert clock(AWAY.since_ms) in text
    assert (window.header.status.reason.accessibleName(), tones(window)["printer"]) == (text, Tone.WRONG)


def test_without_a_network_the_network_is_named_and_not_the_carrier_again(window: MainWindow) -> None:
    text = said(window, NO_NET, PRINTER)
    assert (tones(window)["network"], tones(window)["carrier"]) == (Tone.WRONG, Tone.WRONG)
    assert "more" not in text
    assert clock(NO_NET.next_try_at_ms) in text


def test_of_several_troubles_the_gravest_is_told_and_the_others_counted(window: MainWindow) -> None:
    text = said(window, CLOSED, AWAY)
    assert text.startswith("Kdniao does not accept this account.")
    assert text.endswith("1 more")
    assert window.header.status.reason.tone is Tone.STOP


def test_of_two_printers_the_one_in_trouble_is_named(window: MainWindow) -> None:
    assert said(window, CARRIER, PRINTER, replace(AWAY, lane="printer:spare")).startswith("Printer · spare: ")


def test_a_held_job_is_told_without_a_code(window: MainWindow) -> None:
    assert "1 need" in said(window, CARRIER, replace(PRINTER, held=1))


def test_scale_and_news_have_a_light_once_they_are_used(window: MainWindow) -> None:
    header = window.header
    assert not header.lights["scale"].isVisible()
    assert not header.lights["news"].isVisible()
    header.show_scale(Reading(1234, True, 0))
    header.show_news(NewsAge(240, is_old=False))
    assert (header.lights["scale"].words, header.lights["news"].words) == ("1,234 g", "Shops 4 min")
    assert header.status.reason.text == ""
    header.show_scale(ScaleTrouble.SILENT)
    assert header.status.reason.text
    header.show_news(NewsAge(60, is_old=False), "settings.unreadable")
    assert header.status.reason.text.endswith("1 more")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_trouble_comes_and_goes_and_nothing_moves(window: MainWindow, language: str) -> None:
    window.appearance.language = language
    window._dress()
    places = set()
    for lanes in ((CARRIER, PRINTER), (CARRIER, AWAY), (CLOSED, AWAY), (NO_NET, PRINTER), (CARRIER, PRINTER)):
        window.header.show_lanes(lanes)
        QApplication.processEvents()
        regions = (window.header, window.packing.step, window.packing.banner, window.packing.box, window.packing.body)
        places.add(tuple(region.mapTo(window, region.rect().topLeft()).toTuple() for region in regions))
    assert len(places) == 1


def test_f5_and_enter_try_again_what_waits(window: MainWindow) -> None:
    asked: list[str] = []
    window.header.status.retried.connect(asked.append)
    window.header.show_lanes((replace(NO_NET, lane="carrier:sandbox"), AWAY))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F5)
    assert QApplication.focusWidget() is window.header.status.retry
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    assert asked == ["carrier:sandbox", "printer:label"]
