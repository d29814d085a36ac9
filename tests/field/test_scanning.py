"""Scanning: scans dropped, doubled, misread, or gone to whatever had the focus."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.bench import Bench
from app.domain.barcode import Code
from app.domain.desk import Idle, Packing
from app.domain.gs1 import Gs1, Gs1Flaw
from app.domain.order import UnitPolicy
from app.domain.outcome import Outcome
from app.store import journal
from app.ui.main_window import MainWindow
from app.ui.messages import Tone, tone_of
from app.ui.wedge import Wedge
from tests.builders import Rig, a_draft, a_line, lines_of
from tests.field.cases import labeled

Keys = Callable[..., None]
Patch = pytest.MonkeyPatch
GTIN, GTIN_14 = "4006381333931", "04006381333931"


def units(rig: Rig) -> int:
    """What lies in the open box."""
    state = rig.station.bench.state
    return state.order.units_packed if isinstance(state, Packing) else 0


def scans_kept(rig: Rig) -> list[str]:
    """Every scan as the journal keeps it."""
    with rig.station.database.reading() as connection:
        return [text for _, text in journal.scans(connection, rig.station.database)]


def check_ten_scans(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=11)))
    rig.scan("1001")
    for _ in range(10):
        rig.scan("A")
        rig.clock.pass_s(0.2)
    assert units(rig) == 10, "scans dropped"


def test_ten_scans_in_two_seconds_all_count(rig: Rig) -> None:
    """odoo/odoo #3564: scans dropped unless they are two seconds apart"""
    check_ten_scans(rig)


def test_taking_quick_scans_for_one_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    scan, last = Bench.scan, ("", 0)

    def debounced(self: Bench, raw: str, *, device: str = "wedge") -> Outcome:
        nonlocal last
        is_again = raw == last[0] and rig.clock.now_ms - last[1] < 2000
        last = (raw, rig.clock.now_ms)
        return scan(self, "" if is_again else raw, device=device)

    monkeypatch.setattr(Bench, "scan", debounced)
    with pytest.raises(AssertionError, match="scans dropped"):
        check_ten_scans(rig)


def test_scans_count_while_others_write_too(rig: Rig) -> None:
    """odoo/odoo PR 4637: simultaneous updates of the database drop scans"""
    rig.orders(a_draft("1001", lines_of(A=41)))
    rig.scan("1001")
    is_over = threading.Event()

    def write() -> None:
        number = 0
        while not is_over.is_set():
            rig.orders(a_draft(f"other-{threading.get_ident()}-{(number := number + 1)}"))

    others = [threading.Thread(target=write) for _ in range(2)]
    for other in others:
        other.start()
    answers = rig.scan(*["A"] * 40)
    is_over.set()
    for other in others:
        other.join()
    assert answers == ["item.packed"] * 40
    assert units(rig) == 40


def check_focus(window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot) -> None:
    rig.orders(a_draft("1001", lines_of(A=3)))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    window.visits.importing.press("0")
    (dialog,) = window.findChildren(QFileDialog)
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "orders", delay=60)  # searched for by a hand
    dialog.close()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is not dialog.windowHandle())
    window.activateWindow()
    window.rail.buttons["incidents"].setFocus()  # and nobody clicks into the field again
    keys(window, "1001", "A", "A")
    assert units(rig) == 2, "scans ignored"
    assert window.packing.banner.sentence == "Goods A: 2 of 3."


def test_scans_count_after_a_search_field_had_the_focus(window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot) -> None:
    """snipe-it #6476; plum #1186; anysearch #2; woocommerce-android PR 14223 (after a search all scans are ignored)"""
    check_focus(window, rig, keys, qtbot)


class OneFieldWedge(Wedge):
    """Broken: only what is typed into the field for scans counts."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # as Qt calls it
        focus = QApplication.focusWidget()
        return focus is not None and focus.objectName() == "scan" and super().eventFilter(watched, event)


@pytest.fixture
def one_field(monkeypatch: Patch) -> None:
    monkeypatch.setattr("app.ui.main_window.Wedge", OneFieldWedge)


def test_listening_to_one_field_only_is_caught(
    one_field: None,  # before there is a window
    window: MainWindow,
    rig: Rig,
    keys: Keys,
    qtbot: QtBot,
) -> None:
    window.packing.scan_line.field.setObjectName("scan")
    with pytest.raises(AssertionError, match="scans ignored"):
        check_focus(window, rig, keys, qtbot)


def test_a_value_that_two_channels_deliver_counts_nothing_and_names_the_fault(rig: Rig) -> None:
    """openboxes-mobile PR 437: 4354210 arrives as 43542104354210"""
    rig.orders(a_draft("1001", (a_line("TEA", 3, barcode="4354210"),)))
    said = [rig.station.bench.scan(code) for code in ("1001", "43542104354210", "4354210")]
    assert [each.code for each in said] == ["order.opened", "code.doubled", "item.packed"]
    assert said[1].scanned == "4354210"
    assert units(rig) == 1


def test_a_doubled_order_number_opens_nothing(rig: Rig) -> None:
    """openboxes-mobile PR 437"""
    rig.orders(a_draft("SO-1001"))
    assert rig.scan("SO-1001SO-1001", "12341234", "SO-1001") == ["code.doubled", "code.unknown", "order.opened"]


def check_doubled_everywhere(rig: Rig) -> None:
    line = replace(a_line("TEA", 2, barcode="4354210"), policy=UnitPolicy(serial=True))
    rig.orders(a_draft("1001", (line,)), a_draft("1002", lines_of(A=1)))
    doubled = "43542104354210"
    assert rig.scan("1001", "4354210", doubled)[1:] == ["serial.next", "code.doubled"], "taken for a serial number"
    assert rig.scan("SN-1", "PB.UNPACK", doubled, "4354210") == [
        "item.packed",
        "unpack.next",
        "code.doubled",
        "item.unpacked",
    ]
    assert rig.scan("PB.ASIDEPB.ASIDE", "PB.ASIDE") == ["code.doubled", "order.put_aside"]
    (number,) = labeled(rig, "1003")
    assert rig.scan(number, "PB.HANDOVER", number * 2, number)[2:] == ["code.doubled", "handover.taken"]


def test_a_doubled_value_is_known_at_every_step(rig: Rig) -> None:
    """openboxes-mobile PR 437: also where any text may be a serial number, and what was armed stays armed"""
    check_doubled_everywhere(rig)


def test_a_bench_that_takes_a_doubled_value_as_it_comes_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    monkeypatch.setattr("app.bench.scanning.said_twice", lambda _: "")
    with pytest.raises(AssertionError, match="taken for a serial number"):
        check_doubled_everywhere(rig)


def test_a_code_that_repeats_itself_and_is_known_as_it_stands_counts(rig: Rig) -> None:
    """openboxes-mobile PR 437: not every repetition is a fault"""
    rig.orders(a_draft("1001", (a_line("TEA", 2, barcode="12341234"), a_line("CUP", 1, position=2, barcode="1234"))))
    assert rig.scan("1001", "12341234", "1234") == ["order.opened", "item.packed", "item.line_complete"]


def test_one_key_press_that_window_and_field_both_see_is_one_scan(window: MainWindow, rig: Rig, keys: Keys) -> None:
    """openboxes-mobile PR 437: one channel only"""
    rig.orders(a_draft("1001", (a_line("TEA", 3, barcode="4354210"),)))
    keys(window, "1001", "4354210")
    assert units(rig) == 1
    assert scans_kept(rig) == ["1001", "4354210"]


def test_two_quick_scans_of_the_same_item_count_two(window: MainWindow, rig: Rig, keys: Keys) -> None:
    """groly #13, barcodebuddy-android #19: that a code counts once while it is in view is for cameras alone"""
    rig.orders(a_draft("1001", lines_of(A=3)))
    keys(window, "1001", "A", "A")
    assert units(rig) == 2
    assert window.packing.banner.sentence == "Goods A: 2 of 3."


@pytest.mark.parametrize("code", [f"]E0{GTIN}", f"]C1{GTIN}", f" {GTIN}\r\n", f"{GTIN}\t", f"0{GTIN}", f"]E0{GTIN}\n"])
def test_prefixes_and_line_ends_are_no_part_of_the_code(rig: Rig, code: str) -> None:
    """openpos #2108, PR 2109: control and prefix characters reach the search"""
    rig.orders(a_draft("1001", (a_line("TEA", 2, barcode=GTIN),)))
    assert rig.scan("1001", code) == ["order.opened", "item.packed"]


def test_a_control_character_in_front_is_told_and_never_searched_for(rig: Rig) -> None:
    """openpos #2108"""
    rig.orders(a_draft("1001", (a_line("TEA", 2, barcode=GTIN),)))
    assert rig.scan("1001", f"\x02{GTIN}")[1] == "code.control_characters"
    assert units(rig) == 0


def test_control_keys_around_a_code_do_nothing_and_the_code_counts(window: MainWindow, rig: Rig) -> None:
    """openpos PR 2109: a scanner that frames its codes in STX and ETX types Ctrl+B and Ctrl+C"""
    rig.orders(a_draft("1001", lines_of(A=3)))
    handle, ctrl = window.windowHandle(), Qt.KeyboardModifier.ControlModifier
    for code in ("1001", "A"):
        QTest.keyClick(handle, Qt.Key.Key_B, ctrl)
        for character in code:
            QTest.keyClick(handle, character)
        QTest.keyClick(handle, Qt.Key.Key_C, ctrl)
        QTest.keyClick(handle, Qt.Key.Key_Return)
    assert scans_kept(rig) == ["1001", "A"]


FRENCH = str.maketrans("1234567890aqzw", "&é\"'(-è_çàqawz")


def test_another_keyboard_layout_is_a_code_nobody_knows_and_never_another_item(rig: Rig) -> None:
    """Odoo device_troubleshooting.rst: the scanner types for another keyboard than the system reads"""
    rig.orders(a_draft("1001", (a_line("qz1", 1, barcode=GTIN), a_line("aw1", 1, position=2))))
    answers = rig.scan("1001".translate(FRENCH), "1001", GTIN.translate(FRENCH), "qz1".translate(FRENCH))
    assert answers == ["code.unknown", "order.opened", "code.unknown", "code.unknown"]
    assert units(rig) == 0
    assert tone_of(rig.station.bench.scan("&&").code) is Tone.WRONG


def test_caps_lock_is_read_as_it_was_meant(rig: Rig) -> None:
    """Odoo device_troubleshooting.rst: keyboard settings of the machine change what a scanner types"""
    rig.orders(a_draft("So-1001", (a_line("Cup-Bl", 2),)))
    assert rig.scan("sO-1001", "cUP-bL", "pb.aside") == ["order.opened", "item.packed", "order.put_aside"]


def check_lost_separator(rig: Rig) -> None:
    line = replace(a_line("TEA", 2, barcode=GTIN), policy=UnitPolicy(serial=True, lot=True))
    rig.orders(a_draft("1001", (line,)))
    rig.scan("1001")
    lost = rig.station.bench.scan(f"]C101{GTIN_14}10LOT721SER9")
    state = rig.station.bench.state
    assert isinstance(state, Packing)
    assert state.order.box.units == (), "guessed"
    assert (lost.code, lost.reason) == ("gs1.refused", Gs1Flaw.LOST_SEPARATOR)
    assert state.order.units_packed == 0
    assert rig.scan(f"]C101{GTIN_14}10LOT7\x1d21SER9") == ["item.packed"]
    state = rig.station.bench.state
    assert isinstance(state, Packing)
    assert [(unit.lot, unit.serial) for unit in state.order.box.units] == [("LOT7", "SER9")]


def test_a_lot_whose_separator_was_lost_is_refused_and_never_cut_by_guess(rig: Rig) -> None:
    """biip #137; BarcodeScanner.Mobile #114; pylibdmtx #92; bwip-js #363: FNC1 is lost, the lot cannot be split"""
    check_lost_separator(rig)


def test_cutting_the_lot_by_guess_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    def guess(code: Code, *, today: date, separators_kept: bool) -> Gs1:
        lot, _, serial = code.text[18:].replace("\x1d", "").partition("21")
        return Gs1(gtin=GTIN_14, lot=lot, serial=serial)

    monkeypatch.setattr("app.domain.meaning.read_gs1", guess)
    with pytest.raises(AssertionError, match="guessed"):
        check_lost_separator(rig)


def test_full_width_digits_of_an_input_method_are_digits(window: MainWindow, rig: Rig) -> None:
    """cnblogs goodcitizen; 39.103.169.235/p/9c33d455f6b1: an input method takes the scanner's keys"""
    rig.orders(a_draft("1001", lines_of(A=3)))
    field = window.rail.buttons["incidents"]
    field.setFocus()
    assert not field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    for text in ("１００１", "Ａ"):
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(field, event)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert units(rig) == 1


def test_chinese_text_in_a_code_arrives_whole(window: MainWindow, rig: Rig) -> None:
    """cnblogs goodcitizen: Chinese content of a code comes garbled"""
    rig.orders(a_draft("订单一", (a_line("茶叶", 2),)))
    for text in ("订单一", "茶叶"):
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(window.packing.scan_line.field, event)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert units(rig) == 1


@pytest.mark.parametrize(
    ("codes", "command", "once", "then"),
    [
        (("1001", "A"), "PB.CLOSE", "box.closed", {"box.empty"}),
        (("1001", "A"), "PB.ASIDE", "order.put_aside", {"command.needs_order"}),
        (("1001", "A", "B"), "PB.LABEL", "label.exists", {"label.exists"}),
        (("PB.HANDOVER",), "PB.MANIFEST", "handover.pile_empty", {"handover.pile_empty"}),
    ],
)
def test_a_command_that_is_hammered_does_its_work_once(
    rig: Rig, codes: tuple[str, ...], command: str, once: str, then: set[str]
) -> None:
    """odoo/odoo PR 204790: the validate button, pressed again and again"""
    rig.orders(a_draft("1001", lines_of(A=1, B=1)))
    rig.scan(*codes)
    first, *others = rig.scan(*[command] * 8)
    assert first == once
    assert set(others) == then
    rig.work()
    assert len(rig.carrier.orders) <= 1


def test_a_pile_that_is_closed_ten_times_is_one_list(rig: Rig) -> None:
    """odoo/odoo PR 204790"""
    (number,) = labeled(rig, "1001")
    assert rig.scan(number, "PB.HANDOVER", number)[-1] == "handover.taken"
    answers = rig.scan(*["PB.MANIFEST"] * 10)
    assert answers.count("manifest.closed") == 1
    assert rig.station.bench.state == Idle()


def test_nonsense_in_a_row_is_answered_each_time_and_queues_nothing(rig: Rig) -> None:
    """inventree-app #625: several codes at once become a queue of errors"""
    rig.orders(a_draft("1001", lines_of(A=2)))
    answers = rig.scan("1001", *["nonsense"] * 20, "A")
    assert answers == ["order.opened", *["code.unknown"] * 20, "item.packed"]
