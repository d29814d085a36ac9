"""What is done about printers at the window: cards, setting, fall-backs, pictures of papers, errands that take long."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.devices.virtual_printer import Fault, PrintedLabel
from app.domain.actor import Role
from app.domain.facts import PrintsRedirected
from app.domain.glance import FoundPrinter
from app.domain.printer_status import PrinterStatus
from app.domain.printing import Language
from app.errors import Rejected
from app.ui import messages
from app.ui.errands import Errands
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.screens.printers.elsewhere import Elsewhere
from app.ui.screens.printers.errands import ErrandFailed, Looked, PrinterNews
from app.ui.screens.printers.found import Found
from app.ui.screens.printers.preview import SHOWN
from app.ui.theme import look_for
from tests.ui.conftest import RecordingPlayer
from tests.ui.people import BADGES, enroll
from tests.ui.printers.bench import PrinterBench
from tests.ui.printers.seen import Hand, Keys, alt_p, press, row, settle, spoken


def left_edge(label: PrintedLabel) -> int:
    """The first column of dots that has any ink."""
    stride = (label.width + 7) // 8
    rows = (label.rows[at : at + stride] for at in range(0, len(label.rows), stride))
    return min(x for line in rows for x in range(label.width) if line[x // 8] & (0x80 >> x % 8))


def test_the_test_card_comes_out_of_the_chosen_printer(window: MainWindow, rig: PrinterBench, hand: Hand) -> None:
    alt_p(window)
    press(window, Qt.Key.Key_Down)
    hand("1")
    assert "spare" in window.printers.banner.sentence
    rig.work()
    assert (len(rig.main.labels), len(rig.spare.labels)) == (0, 1)


def test_numbers_of_the_command_sheet_do_what_the_keys_do(window: MainWindow, rig: PrinterBench, keys: Keys) -> None:
    keys(window, "PB.PRINTERS", "PB.1")
    rig.work()
    assert len(rig.main.labels) == 1
    assert window.printers.isVisible()
    keys(window, "PB.4")
    assert window.printers.setting.isVisible()
    keys(window, "PB.CANCEL")
    assert window.printers.detail.isVisible()


def test_a_card_that_was_read_moves_the_next_label(
    window: MainWindow, rig: PrinterBench, keys: Keys, hand: Hand
) -> None:
    rig.pack("1001")
    keys(window, "PB.PRINTERS", "PB.CARD.4", "PB.CARD.3", "PB.CARD.QR")
    setting = window.printers.setting
    assert setting.isVisible()
    assert "Finest bars read: 3 dots" in setting.bars.text()
    assert "2 dots cannot be read" in setting.bars.text()
    hand("c", "b", "a", "a", end=True)
    assert setting.says.text() == "The picture moves: 1 mm right, 0.5 mm down."
    assert row(window).calibration is None
    hand(end=True)
    assert window.printers.banner.sentence == "Kept for label: 1 mm right, 0.5 mm down."
    found = row(window).calibration
    assert found is not None
    assert (found.shift_x_mm, found.shift_y_mm, found.darkness) == (1.0, 0.5, 1)
    rig.pack("1002")
    before, after = rig.main.labels
    assert left_edge(after) - left_edge(before) == 8


@pytest.mark.parametrize("letters", ["cb", "cbaz", "12345"])
def test_letters_that_are_none_are_refused_in_place(window: MainWindow, hand: Hand, letters: str) -> None:
    alt_p(window)
    hand("4")
    hand(*letters, end=True)
    assert window.printers.setting.bad.isVisible()
    assert window.printers.setting.found is None
    assert window.printers.setting.field.hasFocus()


def test_escape_goes_back_from_the_meaning_to_the_letters_and_out(window: MainWindow, hand: Hand) -> None:
    alt_p(window)
    hand("4")
    hand("a", "a", "c", "a", end=True)
    setting = window.printers.setting
    assert setting.says.text().startswith("The picture moves: 1 mm left.")
    assert "No bars were scanned" in setting.says.text()
    press(window, Qt.Key.Key_Escape)
    assert setting.found is None
    assert setting.field.hasFocus()
    press(window, Qt.Key.Key_Escape)
    assert window.printers.detail.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()


def test_only_a_lead_keeps_what_the_card_said_and_others_are_told_why_not(
    bare_window: MainWindow, rig: PrinterBench, keys: Keys
) -> None:
    window = bare_window
    enroll(rig, "wu", Role.PACKER)
    enroll(rig, "li.lead", Role.LEAD)
    window.attach(rig.station)
    keys(window, BADGES["wu"], "PB.PRINTERS", "PB.CARD.2", "BAAA")
    assert window.printers.setting.lead.isVisible()
    keys(window, "PB.OK")
    assert window.printers.banner.tone is Tone.STOP
    assert window.printers.banner.sentence == messages.what("lead.needed", "en")
    assert row(window).calibration is None
    keys(window, BADGES["li.lead"])
    assert window.printers.setting.isVisible(), "a badge leaves the card on the screen"
    assert not window.printers.setting.lead.isVisible()
    keys(window, "PB.OK")
    assert row(window).calibration is not None


def test_only_a_lead_sends_what_waits_elsewhere(bare_window: MainWindow, rig: PrinterBench, keys: Keys) -> None:
    enroll(rig, "wu", Role.PACKER)
    bare_window.attach(rig.station)
    rig.main.misbehave(Fault.PAPER_OUT)
    keys(bare_window, BADGES["wu"], "1001", "A")
    rig.work()
    keys(bare_window, "PB.PRINTERS", "PB.3")
    assert bare_window.printers.banner.sentence == messages.what("lead.needed", "en")
    assert not bare_window.printers.sure.isVisible()


def test_what_waits_comes_out_of_the_fall_back_and_the_packer_is_told_across_the_window(
    window: MainWindow, rig: PrinterBench, keys: Keys, hand: Hand, player: RecordingPlayer
) -> None:
    rig.look()
    rig.main.misbehave(Fault.PAPER_OUT)
    keys(window, "1001", "A")
    rig.work()
    rig.look()
    alt_p(window)
    hand("3")
    assert window.printers.sure.isVisible()
    assert "spare: reached" in window.printers.sure._is.text()
    hand("2")
    assert row(window).ledger.waiting == 1
    hand("3")
    hand("1")
    rig.work()
    assert (len(rig.main.labels), len(rig.spare.labels)) == (0, 1)
    settle(window)
    assert "label" in window.printers.banner.sentence
    assert window.elsewhere.isVisible()
    assert window.elsewhere.text() == "What waited for label comes out of spare now: 1."
    assert player.tones[-1] == "system"
    assert "labels come out of spare" in spoken(window)
    keys(window, "1002")
    assert window.packing.isVisible()
    assert window.elsewhere.isVisible(), "it stands above whatever is seen"


def test_a_fall_back_that_is_taken_by_itself_is_told_while_packing(
    window: MainWindow, rig: PrinterBench, keys: Keys
) -> None:
    rig.main.misbehave(Fault.PAPER_OUT)
    keys(window, "1001", "A")
    rig.work()
    rig.look()
    rig.clock.pass_s(61)
    rig.station.printers._fallback.step()
    settle(window)
    assert window.elsewhere.isVisible()
    assert "spare" in window.elsewhere.text()
    assert window.packing.isVisible()


def test_the_note_stands_until_the_printer_is_well_again(qtbot: QtBot) -> None:
    troubled = {"label"}
    note = Elsewhere(at_least_s=0.0)
    qtbot.addWidget(note)
    note.attach(lambda name: name in troubled)
    note.dress(look_for("light", "en", 1366, 768))
    note.hear(PrintsRedirected("label", "spare", 2))
    note.hear(PrintsRedirected("label", "spare", 1))
    note.look()
    assert note.isVisible()
    assert note.text() == "What waited for label comes out of spare now: 3."
    assert note.others == {"label": "spare"}
    note.hear(PrintsRedirected("spare", "label", 1))
    assert note.others == {"spare": "label"}, "what was sent back does not stand in both places"
    troubled.clear()
    note.look()
    assert not note.isVisible()
    assert note.others == {}


def test_the_note_stands_a_while_even_when_the_printer_was_never_away(qtbot: QtBot) -> None:
    note = Elsewhere()
    qtbot.addWidget(note)
    note.attach(lambda _name: False)
    note.hear(PrintsRedirected("label", "spare", 2))
    note.look()
    assert note.isVisible()


def test_every_paper_is_seen_as_a_picture_with_the_latest_parcels_data(
    window: MainWindow, rig: PrinterBench, hand: Hand, qtbot: QtBot
) -> None:
    rig.pack("1001")
    alt_p(window)
    hand("5")
    preview = window.printers.preview
    seen = []
    for number, document in enumerate(SHOWN, 1):
        hand(str(number))
        qtbot.waitUntil(lambda: not preview.sheet.pixmap.isNull() or bool(preview.says.text()), timeout=10_000)
        assert preview._document is document
        seen.append(preview.says.text() or preview.sheet.pixmap.cacheKey())
    assert len(set(seen)) == len(SHOWN)
    assert preview.title.text() == "Test card, as “label” prints it"


def test_without_a_parcel_the_label_cannot_be_seen_and_the_screen_says_why(
    window: MainWindow, hand: Hand, qtbot: QtBot
) -> None:
    alt_p(window)
    hand("5")
    says = window.printers.preview.says
    qtbot.waitUntil(lambda: bool(says.text()))
    assert says.text() == messages.explain("paper.no_parcel", "en")
    hand("5")
    qtbot.waitUntil(lambda: not window.printers.preview.sheet.pixmap.isNull(), timeout=10_000)
    assert not says.text()


def test_a_printer_that_was_found_is_shown_with_the_lines_for_the_settings(qtbot: QtBot) -> None:
    page = Found()
    qtbot.addWidget(page)
    page.dress(look_for("light", "en", 1366, 768))
    page.show()
    with qtbot.waitSignal(page.searched):
        page.begin()
    assert "Looking" in page.says.text()
    page.show_found((FoundPrinter('usb:A"1', "A1", "Gprinter GP-1324D", Language.TSPL, ("usb",)),))
    assert page.lines.text() == 'address = "usb:A\\"1"\nidentity = "A1"\nlanguage = "tspl"'
    assert "Gprinter GP-1324D" in page._spoken(page.list.rows[0])
    assert not page.says.isVisible()
    with qtbot.waitSignal(page.searched):
        page.press("6")
    page.show_found(())
    assert "No printer was found" in page.says.text()
    assert not page.lines.isVisible()


# Nothing waits for what takes seconds.


def test_an_errand_that_takes_long_holds_up_no_other_and_the_last_wish_counts() -> None:
    told: list[PrinterNews] = []
    may_go, was_begun, was_told = threading.Event(), threading.Event(), threading.Event()

    def tell(news: PrinterNews) -> None:
        told.append(news)
        if news == Looked("last", None):
            was_told.set()

    def slow() -> PrinterNews:
        was_begun.set()
        assert may_go.wait(10)
        return Looked("slow", None)

    errands: Errands[PrinterNews] = Errands("printers", tell, ErrandFailed)
    errands.ask("look", slow)
    assert was_begun.wait(10)
    errands.ask("look", lambda: Looked("never", None))
    errands.ask("look", lambda: Looked("last", None))
    errands.ask("find", lambda: _refused("finding.too_many"))
    while not told:
        assert not may_go.is_set()
    assert told == [ErrandFailed("find", "finding.too_many")]
    may_go.set()
    assert was_told.wait(10)
    errands.finish()
    assert told[1:] == [Looked("slow", None), Looked("last", None)]
    errands.ask("look", lambda: Looked("after the end", None))
    errands.finish()
    assert len(told) == 3


def _refused(code: str) -> PrinterNews:
    raise Rejected(code)


def test_packing_goes_on_while_a_printer_is_asked(
    window: MainWindow, rig: PrinterBench, keys: Keys, hand: Hand, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk, may_go, was_asked = rig.station.printers, threading.Event(), threading.Event()
    look = desk.look

    def slow(name: str) -> PrinterStatus | None:
        was_asked.set()
        assert may_go.wait(10)
        return look(name)

    monkeypatch.setattr(desk, "look", slow)
    alt_p(window)
    hand("2")
    assert was_asked.wait(10)
    assert window.printers.banner.sentence == "Asking label…"
    keys(window, "1001", "A")
    assert window.packing.isVisible()
    assert "1001" in window.packing.banner.sentence
    may_go.set()
    qtbot.waitUntil(lambda: window.printers.banner.sentence.startswith("label:"))
