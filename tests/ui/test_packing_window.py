"""A packer at the window: keys in, sentence, sound and color out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.carriers.sandbox import SandboxFault
from app.domain.desk import Idle, Packing, Showing
from app.domain.facts import LabelSent
from app.domain.printing import Delivery, PrintOutcome
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from tests.builders import Rig, a_draft, a_line, lines_of
from tests.ui.conftest import RecordingPlayer

Keys = Callable[..., None]


def press(window: MainWindow, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, mods)


def refresh(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the window has read what changed."""
    qtbot.waitUntil(lambda: not window.packing._stale)


def packed(window: MainWindow, rig: Rig, keys: Keys, number: str = "1001") -> None:
    rig.orders(a_draft(number, lines_of(A=1)))
    keys(window, number, "A")


def test_a_parcel_from_scan_to_label(
    window: MainWindow, rig: Rig, keys: Keys, player: RecordingPlayer, qtbot: QtBot
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2, B=1)))
    assert window.packing.step.step == "Scan an order"
    keys(window, "1001", "A")
    assert window.packing.step.step == "Scan the next item"
    assert window.packing.step.then == "Missing: Goods A × 1, Goods B × 1"
    assert window.packing.banner.sentence == "Goods A: 1 of 2."
    assert [line.packed for line in window.packing.lines.rows] == [1, 0]
    keys(window, "B", "A")
    assert window.packing.banner.tone is Tone.COMPLETE
    assert player.tones == ["ok", "ok", "ok", "complete"]
    rig.work()
    window.packing.hear(LabelSent("whichever"))
    refresh(window, qtbot)
    assert window.packing.step.step == "Stick the label on the box and scan it"
    assert "sent to the printer" in window.packing.parcels.list.model().index(0, 0).data()


@pytest.mark.parametrize(
    ("scan", "said", "tone"),
    [
        ("B", "Wrong item: B is not in order 1001.", Tone.WRONG),
        ("NOPE", "Nobody here knows NOPE.", Tone.WRONG),
        ("1002", "1002 is another order. Order 1001 is still on the table.", Tone.WRONG),
        ("PB.LABEL", "That needs a packed order.", Tone.WRONG),
    ],
)
def test_what_does_not_belong_is_told_and_counts_nothing(
    window: MainWindow, rig: Rig, keys: Keys, scan: str, said: str, tone: Tone
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)), a_draft("1002", lines_of(B=1)))
    keys(window, "1001")
    window._on_scanned(scan)
    assert (window.packing.banner.sentence, window.packing.banner.tone) == (said, tone)
    assert [line.packed for line in window.packing.lines.rows] == [0]


def test_scans_count_whatever_has_the_focus(window: MainWindow, rig: Rig, keys: Keys) -> None:
    packed(window, rig, keys, "0999")
    rig.orders(a_draft("1001", lines_of(A=200)))
    keys(window, "1001")
    window.packing._read_stale()
    focusable = [w for w in window.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    assert len(focusable) >= 8
    for widget in focusable:
        widget.setFocus()
        keys(window, "A")
    assert window.packing.lines.rows[0].packed == len(focusable)
    assert not any(dialog.isVisible() for dialog in window.findChildren(QFileDialog))


def test_hands_free_from_first_scan_to_void(window: MainWindow, rig: Rig, keys: Keys, player: RecordingPlayer) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)), a_draft("1002", lines_of(B=1)))
    keys(window, "1001", "A")
    for command in ("PB.UNPACK", "A", "PB.ASIDE", "1002", "B"):
        window.wedge.scanned.emit(command)
    rig.work()
    for command in ("PB.REPRINT.MISSING", "PB.VOID", "PB.VOID"):
        window.wedge.scanned.emit(command)
    rig.work()
    assert window.packing.banner.sentence == "The waybill of order 1002 is being voided."
    assert len(rig.printer.documents) >= 1
    assert all(order.is_cancelled for order in rig.carrier.orders.values())


def test_every_command_is_also_a_key(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    keys(window, "1001", "A")
    press(window, Qt.Key.Key_F6)
    assert window.packing.step.step == "Scan the item you take out"
    keys(window, "A")
    press(window, Qt.Key.Key_F4)
    assert window.packing.banner.sentence == "Order 1001 is set aside with 0 of 2 in the box."
    keys(window, "1001", "A", "A")
    rig.work()
    press(window, Qt.Key.Key_F8)
    assert window.packing.banner.sentence == "The label of order 1001 goes to the printer again."
    rig.work()
    press(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    rig.work()
    assert len(rig.printer.documents) == 3
    press(window, Qt.Key.Key_F9)
    assert window.packing.step.step == "Void the label? F9 again"
    press(window, Qt.Key.Key_F9)
    rig.work()
    press(window, Qt.Key.Key_F10)
    assert window.packing.banner.sentence == "A label for order 1001 is asked for."


def test_the_chosen_parcel_is_reprinted_and_voided_and_a_scan_ends_the_choice(
    window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot
) -> None:
    packed(window, rig, keys, "1001")
    rig.work()
    packed(window, rig, keys, "1002")
    rig.work()
    window.packing._read_stale()
    press(window, Qt.Key.Key_F3)
    press(window, Qt.Key.Key_End)
    chosen = window.packing.parcels.chosen()
    assert chosen is not None
    assert chosen.order_number == "1001"
    assert all(made.isVisible() for made in window.packing.parcels.buttons.values())
    press(window, Qt.Key.Key_F8)
    assert window.packing.banner.sentence == "The label of order 1001 goes to the printer again."
    rig.work()
    press(window, Qt.Key.Key_F9)
    press(window, Qt.Key.Key_F9)
    assert window.packing.banner.sentence == "The waybill of order 1001 is being voided."
    keys(window, "1002")
    assert window.packing.parcels.chosen() is None


def test_one_number_of_two_shops_is_put_to_the_packer(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=1), shop="North"), a_draft("1001", lines_of(B=1), shop="South"))
    keys(window, "1001")
    shown = [made.title.text() for made in window.packing.choice.buttons if made.isVisible()]
    assert sorted(shown) == ["North", "South"]
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    state = rig.station.bench.state
    assert isinstance(state, Packing)
    assert state.order.shop == shown[1]


def test_enter_on_a_waiting_order_opens_it(window: MainWindow, rig: Rig, qtbot: QtBot) -> None:
    rig.orders(a_draft("1001"), a_draft("1002"))
    window.packing.reread()
    refresh(window, qtbot)
    press(window, Qt.Key.Key_F2)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    state = rig.station.bench.state
    assert isinstance(state, Packing)
    assert state.order.number == "1002"


def test_a_refused_waybill_says_why_and_what_to_do(window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot) -> None:
    rig.carrier.fault = SandboxFault.REFUSED
    packed(window, rig, keys)
    rig.work()
    window.packing.reread()
    refresh(window, qtbot)
    assert window.packing.step.step == "No label. Set the box apart"
    assert "refused the address" in window.packing.step.then


def test_a_printer_that_is_away_lights_up_and_can_be_tried_again(
    window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot
) -> None:
    rig.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    packed(window, rig, keys)
    rig.work()
    window.packing.reread()
    refresh(window, qtbot)
    assert window.header.lights["printer"].tone is Tone.WRONG
    assert window.header.lights["carrier"].tone is Tone.OK
    assert window.header.status.reason.text.startswith("The printer does not answer.")
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)
    qtbot.mouseClick(window.header.status.retry, Qt.MouseButton.LeftButton)
    rig.work()
    assert len(rig.printer.documents) == 1


def test_language_and_colors_change_while_packing_and_are_remembered(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    keys(window, "1001", "A")
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.packing.step.step == "请扫描下一件商品"
    assert window.packing.banner.sentence == "Goods A：1/2 件。"
    assert (rig.station.settings.station.language, rig.station.settings.station.theme) == ("zh_CN", "dark")
    keys(window, "A")
    assert isinstance(rig.station.bench.state, Showing)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_button_is_cut_and_nothing_pushes_the_window_wider(
    window: MainWindow, rig: Rig, keys: Keys, size: tuple[int, int], language: str
) -> None:
    window.appearance.language = language
    packed(window, rig, keys)
    window.resize(*size)
    window.packing._read_stale()
    window.packing.parcels.list.setCurrentIndex(window.packing.parcels.list.model().index(0, 0))
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    cut = [
        made.text()
        for made in window.findChildren(QPushButton)
        if made.isVisible() and made.width() < made.sizeHint().width()
    ]
    assert cut == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_largest_type_still_fits_the_smallest_screen(
    window: MainWindow, rig: Rig, keys: Keys, language: str
) -> None:
    window.appearance.language = language
    rig.orders(replace(a_draft("1001", lines_of(A=2, B=3)), remark="No invoice please"))
    window.header.show_station("Bench 7, the one beside the long packing street of the northern hall")
    keys(window, "1001")
    sizes = []
    for _ in range(4):
        press(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()
        sizes.append(window.packing.step.height())
    assert sizes[1] > sizes[0]
    assert (window.width(), window.height()) == (1366, 768)


def test_consignees_are_masked_and_notes_are_shown(window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot) -> None:
    rig.orders(replace(a_draft("1001", lines_of(A=2)), remark="No invoice please"))
    keys(window, "1001")
    window.packing.reread()
    refresh(window, qtbot)
    texts = [label.text() for label in window.packing.lines.findChildren(QLabel)]
    assert any("No invoice please" in text for text in texts)
    assert not any("李小龙" in text or "13912345678" in text or "中关村大街27号" in text for text in texts)


def test_the_help_is_one_key_away_and_scanning_goes_on(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001"))
    press(window, Qt.Key.Key_F1)
    assert window.visits.help.isVisible()
    keys(window, "1001")
    assert isinstance(rig.station.bench.state, Packing)
    assert window.packing.isVisible()
    press(window, Qt.Key.Key_F1)
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()


def test_the_papers_of_the_demo_printer_are_shown_and_enlarged(
    window: MainWindow, rig: Rig, qtbot: QtBot, tmp_path: Path
) -> None:
    assert not window.packing.paper.isVisible()
    (tmp_path / "paper").mkdir()
    image = QImage(80, 120, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.save(str(tmp_path / "paper" / "label-000001.png"))
    window.packing.hear(LabelSent("p"))
    refresh(window, qtbot)
    assert window.packing.paper.isVisible()
    qtbot.mouseClick(window.packing.paper, Qt.MouseButton.LeftButton)
    assert window.overlays.paper.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert not window.overlays.paper.isVisible()


def test_a_burst_of_scans_is_counted_to_the_last_one(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=120, B=1)))
    keys(window, "1001", *["A"] * 120)
    assert window.packing.lines.rows[0].packed == 120


def test_showing_an_answer_takes_few_milliseconds(window: MainWindow, rig: Rig, keys: Keys) -> None:
    lines = tuple(a_line(f"SKU{i}", 50, position=i) for i in range(1, 41))
    rig.orders(a_draft("1001", lines))
    keys(window, "1001")
    spent = []
    for i in range(60):
        outcome = rig.station.bench.scan(f"SKU{i % 40 + 1}")
        before = time.process_time()
        window.packing.show_outcome(outcome)
        window.packing.step.repaint()
        window.packing.banner.repaint()
        window.packing.lines.list.viewport().repaint()
        spent.append(time.process_time() - before)
    assert sorted(spent)[len(spent) // 2] <= 0.008


def test_an_empty_table_says_how_orders_come_in(window: MainWindow) -> None:
    assert window.packing.orders._empty.text() == "No orders are waiting."
    assert isinstance(window._station.bench.state if window._station else None, Idle)
