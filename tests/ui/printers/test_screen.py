"""The printers at the window, by scanner and keys: there and back, how they are, and for everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.devices.virtual_printer import Fault
from app.domain.actor import Role
from app.domain.desk import Packing
from app.domain.document import DocumentKind
from app.domain.glance import LaneGlance, LaneState, PrinterGlance, PrinterReport
from app.domain.label import Stock
from app.domain.printer_status import STOPPING, Condition, PrinterStatus
from app.domain.printing import Language
from app.ui import messages
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.screens.printers.errands import ErrandFailed
from app.ui.screens.printers.light import tone_of_printer
from tests.ui.people import BADGES, enroll
from tests.ui.printers.bench import PrinterBench
from tests.ui.printers.seen import Hand, Keys, alt_p, lane_said, press, settle, spoken

OTHER_LANGUAGE = {"en": "zh_CN", "zh_CN": "en"}


def codes_asked(window: MainWindow) -> list[str]:
    return [made.key.text() for made in window.printers.detail.ways.values()]


# There and back.


def test_the_key_leads_there_and_back_and_the_table_stays(window: MainWindow, rig: PrinterBench, keys: Keys) -> None:
    keys(window, "1001")
    before = rig.station.bench.state
    alt_p(window)
    assert window.printers.isVisible()
    assert "1001" not in spoken(window)
    alt_p(window)
    assert window.packing.isVisible()
    assert rig.station.bench.state == before


def test_the_code_leads_there_and_escape_back(window: MainWindow, keys: Keys) -> None:
    keys(window, "PB.PRINTERS")
    assert window.printers.isVisible()
    assert window.printers.printers.list.hasFocus()
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()
    keys(window, "pb.printers", "PB.PRINTERS")
    assert window.packing.isVisible()


def test_an_order_scanned_there_is_on_the_table_and_packing_goes_on(
    window: MainWindow, rig: PrinterBench, keys: Keys
) -> None:
    keys(window, "PB.PRINTERS", "1002")
    assert window.packing.isVisible()
    assert isinstance(rig.station.bench.state, Packing)
    assert "1002" in window.packing.banner.sentence
    keys(window, "A")
    assert not isinstance(rig.station.bench.state, Packing)


def test_from_the_printers_the_lead_goes_straight_to_the_incidents(window: MainWindow) -> None:
    alt_p(window)
    press(window, Qt.Key.Key_F7)
    assert window.incidents.isVisible()
    alt_p(window)
    assert window.printers.isVisible()


def test_a_locked_desk_shows_no_printers(bare_window: MainWindow, rig: PrinterBench, keys: Keys) -> None:
    enroll(rig, "wu", Role.PACKER)
    bare_window.attach(rig.station)
    keys(bare_window, "PB.PRINTERS")
    assert bare_window.locked.isVisible()
    keys(bare_window, BADGES["wu"], "PB.PRINTERS")
    assert bare_window.printers.isVisible()
    keys(bare_window, "PB.LOCK")
    assert bare_window.locked.isVisible()


# How they are.


def test_what_each_printer_says_is_seen_with_where_it_is_and_its_paper(window: MainWindow, rig: PrinterBench) -> None:
    rig.look()
    alt_p(window)
    assert "ready, it says" in spoken(window)
    assert f"127.0.0.1:{rig.main.port}" in spoken(window)
    assert "100×150 mm, 203 dpi" in spoken(window)
    assert "fall-back spare" in spoken(window)
    assert "it does not say how it is" in spoken(window, "spare")
    assert "No printer is set up" in spoken(window, "office")
    detail = window.printers.detail
    assert detail.says.text() == "label: ready, it says"
    values = {name: cells[1].text() for name, cells in detail.cells.items()}
    assert (values["identity"], values["model"]) == ("52J173104425", "ZD421-203dpi")
    assert values["language"] == "ZPL"
    press(window, Qt.Key.Key_Down)
    assert detail.says.text().startswith("spare: reached")
    assert detail.head.mark.tone is Tone.OK
    press(window, Qt.Key.Key_Down)
    assert detail.head.mark.tone is Tone.STOP
    assert "station.toml" in detail.do.text()


def test_a_printer_without_paper_is_red_with_words_and_what_to_do(
    window: MainWindow, rig: PrinterBench, hand: Hand, qtbot: QtBot
) -> None:
    alt_p(window)
    rig.main.misbehave(Fault.PAPER_OUT)
    hand("2")
    detail = window.printers.detail
    qtbot.waitUntil(lambda: window.printers.banner.sentence == "label: out of paper.")
    assert detail.says.text() == "label: out of paper"
    assert detail.head.mark.tone is Tone.STOP
    assert "Put paper in" in detail.do.text()
    rig.main.recover()
    hand("2")
    qtbot.waitUntil(lambda: window.printers.banner.sentence == "label: ready, it says.")
    assert detail.head.mark.tone is Tone.OK


@pytest.mark.parametrize("condition", list(Condition))
def test_the_light_is_red_exactly_for_what_a_person_must_mend(condition: Condition) -> None:
    ledger, lane = PrinterGlance("label"), LaneGlance("printer:label", LaneState.IDLE, 0, 0)
    paper, status = Stock(100.0, 150.0, 203), PrinterStatus(frozenset({condition}))
    report = PrinterReport("10.0.0.9:9100", Language.ZPL, paper, ledger, lane, status)
    soon = Condition.PAPER_LOW
    expected = Tone.STOP if condition in STOPPING else Tone.WRONG if condition is soon else Tone.OK
    assert tone_of_printer(report, "") is expected
    assert tone_of_printer(report, "spare") is (Tone.STOP if condition in STOPPING else Tone.WRONG)
    assert tone_of_printer(replace(report, status=None), "") is Tone.SYSTEM


def test_what_waits_is_counted_and_follows_once_there_is_paper(
    window: MainWindow, rig: PrinterBench, keys: Keys
) -> None:
    rig.look()
    rig.main.misbehave(Fault.PAPER_OUT)
    rig.look()
    keys(window, "1001", "A")
    rig.work()
    alt_p(window)
    assert "1 waiting since" in spoken(window)
    assert not rig.main.labels
    rig.main.recover()
    rig.look()  # hurries what waited
    rig.work()
    assert len(rig.main.labels) == 1
    window.printers.read()
    assert "waiting" not in spoken(window)


def test_a_printer_without_paper_is_seen_beside_the_lanes_before_anything_waits(
    window: MainWindow, rig: PrinterBench
) -> None:
    rig.look()
    settle(window)
    assert "ready" in lane_said(window)
    assert window.header.lights["printer"].tone is Tone.OK
    rig.main.misbehave(Fault.PAPER_OUT)
    rig.look()
    settle(window)
    assert "out of paper" in lane_said(window)
    assert window.header.lights["printer"].tone is Tone.WRONG
    assert "out of paper" in window.header.lights["printer"].toolTip()
    rig.main.recover()
    rig.look()
    settle(window)
    assert window.header.lights["printer"].tone is Tone.OK


def test_a_lane_that_waits_for_paper_says_so_beside_the_lanes(
    window: MainWindow, rig: PrinterBench, keys: Keys
) -> None:
    rig.main.misbehave(Fault.PAPER_OUT)
    keys(window, "1001", "A")
    rig.work()
    settle(window)
    assert "1 in line" in lane_said(window)
    assert "Put paper in" in lane_said(window)


def test_a_label_that_its_printer_counted_is_called_so_and_not_seen(
    window: MainWindow, rig: PrinterBench, keys: Keys
) -> None:
    keys(window, "1001", "A")
    rig.work()
    settle(window)
    assert "printed, its printer says" in window.packing.parcels._spoken(window.packing.parcels.list.rows[0])


# For everybody.


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_on_the_screen_has_a_name_in_both_languages(
    window: MainWindow, rig: PrinterBench, hand: Hand, language: str
) -> None:
    rig.look()
    window.appearance.language = language
    window._dress()
    alt_p(window)
    screen = window.printers
    assert codes_asked(window) == ["1", "2", "3", "4", "5", "6"]
    for way in ("", "4", "5"):
        if way:
            hand(way)
        for made in screen.findChildren(QPushButton):
            assert not made.isVisible() or made.accessibleName() or made.text()
        for field in screen.findChildren(QLineEdit):
            assert not field.isVisible() or field.accessibleName()
        if way:
            press(window, Qt.Key.Key_Escape)
    assert screen.printers.list.accessibleName() == messages.word("printers.title", language)
    said = spoken(window)
    window.appearance.language = OTHER_LANGUAGE[language]
    window._dress()
    assert spoken(window) != said
    assert screen.detail.says.text() == messages.word(
        "printers.says",
        window.appearance.language,
        name="label",
        what={"en": "ready, it says", "zh_CN": "打印机自报就绪"}[window.appearance.language],
    )


@pytest.mark.parametrize("zoom", [0, 2])
def test_the_screen_fits_the_smallest_window(window: MainWindow, rig: PrinterBench, hand: Hand, zoom: int) -> None:
    rig.look()
    window.appearance.zoom = zoom
    window._dress()
    alt_p(window)
    for way in ("4", "5"):
        hand(way)
        press(window, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1366, 768)
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768


def test_a_paper_that_no_printer_here_has_is_no_way_to_a_crash(window: MainWindow) -> None:
    window._on_fact(ErrandFailed("draw", "paper.no_content"))
    window._on_fact(ErrandFailed("look", "bug"))
    assert window.printers.banner.sentence == messages.what("bug", "en")
    window.printers.preview.show_paper("other", DocumentKind.LABEL, b"no picture")
    assert window.printers.preview.sheet.pixmap.isNull()
