"""What the window asks, by scanner alone: notes, choices, questions, dues, armed modes, stops; and the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.actor import Role
from app.domain.barcode import Command
from app.domain.desk import Asking, ChoosingLine, ChoosingMeaning, Packing
from app.domain.facts import ScaleRead
from app.domain.weighing import Reading, ScaleTrouble
from app.ui import messages
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.messages_command import HOTKEYS
from app.ui.screens.help.page import Kind
from app.ui.screens.packing.mode import Mood
from app.ui.screens.packing.panel_card import SIGN, fit_text
from tests.builders import Rig, a_draft, a_line, lines_of
from tests.ui.conftest import RecordingPlayer
from tests.ui.people import BADGES, enroll
from tests.ui.whole_orders import (
    CARTON,
    OrdersRig,
    a_noted_order,
    a_rich_order,
    many_lines,
    row_of,
    shown_page,
)

Keys = Callable[..., None]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[OrdersRig]:
    rig = OrdersRig(tmp_path)
    yield rig
    rig.station.stop()


@pytest.fixture
def asking(rig: OrdersRig, bare_window: MainWindow) -> MainWindow:
    """The window over a bench that wants a carton and a weight for every box."""
    rig.asks(carton_required=True, weight_required=True)
    bare_window.attach(rig.station)
    return bare_window


def weigh(window: MainWindow, rig: Rig, *grams: int, is_stable: bool = True) -> None:
    """The scale shows these, one after the other."""
    for each in grams:
        rig.clock.pass_s(0.2)
        window._on_fact(ScaleRead(Reading(each, is_stable, rig.clock.steady())))


# Notes.


def test_a_note_stands_large_until_it_is_read_for_order_shipment_and_box(
    window: MainWindow, rig: OrdersRig, keys: Keys
) -> None:
    rig.orders(a_noted_order("1001"))
    keys(window, "1001")
    panel = window.packing.body.panel
    assert shown_page(window) is panel
    assert panel.panel is not None
    assert "礼品订单" in panel.panel.text
    assert panel.title.text() == "For the whole order 1001"
    assert [key.way.text() for key in panel.keys if key.isVisible()] == ["F12  ·  PB.OK"]
    keys(window, "A")
    assert window.packing.banner.sentence == "A was not counted: first comes the note."
    keys(window, "PB.OK")
    assert shown_page(window) is window.packing.lines
    keys(window, "A", "B")
    assert panel.title.text() == "For the whole shipment of order 1001"
    keys(window, "PB.OK")
    assert panel.title.text() == "For box 1 of order 1001"
    keys(window, "PB.OK")
    assert window.packing.step.step == "Stick on: lithium battery. Then OK (F12)"
    keys(window, "PB.OK")
    assert window.packing.banner.tone is Tone.COMPLETE
    assert panel.panel is None, "a note is not kept when it is no longer shown"


def test_a_long_note_is_shown_to_its_last_word(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    note = "请逐条核对：" + "外箱四角加护角，内件气泡膜两层，" * 40 + "最后贴封条。"
    draft = a_noted_order("1001")
    rig.orders(replace(draft, instructions=(replace(draft.instructions[0], text=note),)))
    keys(window, "1001")
    QApplication.processEvents()
    text, look = window.packing.body.panel._text, window._look
    assert look is not None
    room = text.rect().toRectF().adjusted(look.px(SIGN), 0, 0, 0)
    font, wrap = fit_text(note, room, look)
    used = QFontMetricsF(font).boundingRect(room, wrap, note)
    assert used.height() <= room.height()
    assert used.width() <= room.width()


def test_a_buyers_remark_is_quiet_unless_the_bench_says_it_stops(
    window: MainWindow, rig: OrdersRig, keys: Keys
) -> None:
    rig.orders(replace(a_draft("1001", lines_of(A=2)), remark="No invoice please"))
    keys(window, "1001")
    assert shown_page(window) is window.packing.lines
    assert window.packing.lines._remark.text() == "Note from the buyer: No invoice please"
    keys(window, "PB.ASIDE")
    rig.asks(remark_stops=True)
    window.attach(rig.station)
    keys(window, "1001")
    panel = window.packing.body.panel
    assert shown_page(window) is panel
    assert panel.panel is not None
    assert panel.panel.text == "No invoice please"
    assert "No invoice" not in repr(panel.panel)


def test_a_flag_that_stops_is_said_as_its_color(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    rig.asks(flag_stops=True)
    window.attach(rig.station)
    rig.orders(a_rich_order("1001"))
    keys(window, "1001")
    panel = window.packing.body.panel.panel
    assert panel is not None
    assert panel.text == "Red flag"


# Choices and questions.


def test_lines_are_chosen_by_number_nine_a_page(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    rig.orders(many_lines("1001", 23))
    keys(window, "1001", "SKU0001", "PB.SHORT")
    choice = window.packing.choice
    assert [made.number.text() for made in choice.buttons if made.isVisible()] == [*"123456789", "…"]
    assert choice.options[0].about == "2 missing"
    assert choice.options[8].title == "Goods SKU0009"
    assert [made.key.text() for made in choice.buttons][-2:] == ["Ctrl+9", "Ctrl+0"]
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    keys(window, "PB.MORE")
    assert [made.title.text() for made in choice.buttons if made.isVisible()][:1] == ["Goods SKU0019"]
    assert isinstance(rig.station.bench.state, ChoosingLine)
    keys(window, "2")
    assert window.packing.banner.sentence == "Short: Goods SKU0020, 0 of 3 come."
    assert row_of(window, "SKU0020").line.short == 3


def test_a_code_of_several_meanings_is_put_to_the_packer_with_what_tells_them_apart(
    window: MainWindow, rig: OrdersRig, keys: Keys
) -> None:
    item = a_draft("ELSE", (a_line("7700", 1),))
    rig.orders(a_draft("7700", lines_of(A=1), shop="North"), a_draft("7700", lines_of(A=1), shop="South"), item)
    keys(window, "7700")
    assert isinstance(rig.station.bench.state, ChoosingMeaning)
    said = [(option.title, option.about) for option in window.packing.choice.options]
    assert said == [("an order", "7700 · North"), ("an order", "7700 · South"), ("an item of another order", "7700")]
    keys(window, "PB.2")
    state = rig.station.bench.state
    assert isinstance(state, Packing)
    assert state.order.shop == "South"


def test_a_question_says_what_will_happen_who_may_agree_and_how_to_leave(
    window: MainWindow, rig: OrdersRig, keys: Keys
) -> None:
    rig.orders(a_draft("1001", lines_of(A=1)), a_draft("1002", lines_of(A=1)))
    keys(window, "1001", "A", "PB.CLONE")
    panel = window.packing.body.panel
    assert panel.title.text() == "Whoever packs may say so."
    assert panel.panel is not None
    assert panel.panel.text.startswith("Finish 1 more orders like 1001?")
    keys(window, "A")
    assert shown_page(window) is panel
    assert window.packing.banner.sentence == "That was not counted: a question is open."
    keys(window, "PB.CANCEL")
    assert shown_page(window) is window.packing.lines


def test_what_a_lead_must_agree_to_shows_a_badge_and_no_ok(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    enroll(rig, "wu", Role.PACKER)
    enroll(rig, "li.lead", Role.LEAD)
    window.attach(rig.station)
    rig.orders(a_draft("1001", lines_of(A=1, B=1)), a_draft("1002", lines_of(Z=1)))
    keys(window, BADGES["wu"], "1001", "A", "PB.SWAP")
    assert window.packing.step.step == "Scan what goes in instead"
    keys(window, "Z")
    panel = window.packing.body.panel
    assert isinstance(rig.station.bench.state, Asking)
    assert window.packing.step.step == "Shift lead: scan your badge"
    assert [key.name.text() for key in panel.keys if key.isVisible()] == ["Shift lead's badge", "Cancel"]
    keys(window, BADGES["li.lead"])
    assert window.packing.banner.tone is Tone.COMPLETE


# Dues.


def test_carton_mark_and_weight_are_asked_one_after_the_other(asking: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    window = asking
    rig.orders(a_draft("1001", (replace(a_line("A", 2), weight_g=300),)))
    keys(window, "1001", "A", "A")
    assert window.packing.step.step == "Scan the carton"
    assert shown_page(window) is window.packing.body.panel
    keys(window, CARTON)
    card = window.packing.body.weight
    assert shown_page(window) is card
    assert card.words()[1] == "Should be 680 g, 20 g more or less"
    weigh(window, rig, 0, 0)
    weigh(window, rig, 655, is_stable=False)
    assert card.words()[0] == "655 g"
    assert card.words()[2], "why it does not count yet"
    assert card.shows.is_off
    weigh(window, rig, 676, 676)
    assert window.packing.banner.tone is Tone.COMPLETE
    assert shown_page(window) is window.packing.lines


def test_a_weight_that_is_off_stops_and_stays_in_view(
    asking: MainWindow, rig: OrdersRig, keys: Keys, player: RecordingPlayer
) -> None:
    window = asking
    rig.orders(a_draft("1001", (replace(a_line("A", 2), weight_g=300),)))
    keys(window, "1001", "A", "A", CARTON)
    weigh(window, rig, 0, 0, 380, 380)
    assert window.packing.banner.sentence == "Stop: box 1 is too light, 380 g."
    assert window.packing.step.step == "Check the box, then weigh again"
    assert player.tones[-1] == "stop"
    assert window.packing.body.weight.words()[0] == "380 g"
    window._on_fact(ScaleRead(ScaleTrouble.OVERLOAD))
    assert window.packing.body.weight.words()[0] == "—"


# Modes.


@pytest.mark.parametrize(
    ("codes", "pictogram"),
    [
        (("PB.UNPACK",), "unpack"),
        (("PB.DAMAGE",), "damage"),
        (("PB.MERGE",), "merge"),
        (("PB.SWAP", "PB.1"), "swap"),
        (("PB.LEARN", "PB.1"), "learn"),
    ],
)
def test_what_is_armed_has_a_sign_of_its_own_until_it_is_done_or_left(
    window: MainWindow, rig: OrdersRig, keys: Keys, codes: tuple[str, ...], pictogram: str
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2, B=2)))
    keys(window, "1001", "A", *codes)
    mode = window.packing.step.mode
    assert mode is not None
    assert (mode.mood, mode.pictogram) == (Mood.ARMED, pictogram)
    assert mode.word in window.packing.step.accessibleName()
    keys(window, "PB.CANCEL")
    assert window.packing.step.mode is None


def test_items_first_looks_different_from_orders_first(
    window: MainWindow, rig: OrdersRig, keys: Keys, qtbot: QtBot
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    window.packing.reread()
    qtbot.waitUntil(lambda: len(window.packing.orders.list.rows) == 1)
    plain = window.packing.step.grab().toImage()
    title = window.packing.orders._title.text()
    keys(window, "PB.MODE.ITEM")
    mode = window.packing.step.mode
    assert mode is not None
    assert (mode.mood, mode.word) == (Mood.CALM, "Item first")
    assert window.packing.step.grab().toImage() != plain
    assert window.packing.orders._title.text() != title
    keys(window, "A")
    assert isinstance(rig.station.bench.state, Packing)
    qtbot.waitUntil(lambda: window.packing.orders.list.rows == ())
    keys(window, "PB.ASIDE", "PB.MODE.ORDER")
    assert window.packing.step.mode is None


# Stops.


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("cancel", "Stop. Put the goods back"),
        ("hold", "Stop. Set the box apart"),
        ("address", "Stop. Not with this label"),
    ],
)
def test_a_stop_fills_the_window_dims_the_lines_and_says_what_to_do(
    window: MainWindow, rig: OrdersRig, keys: Keys, player: RecordingPlayer, kind: str, step: str
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    keys(window, "1001", "A")
    usual = window.packing.banner.height()
    rig.stop("1001", kind)
    keys(window, "A")
    QApplication.processEvents()  # the room is dealt out anew before the next frame
    assert window.packing.banner.height() > 2 * usual
    assert window.packing.banner.tone is Tone.STOP
    assert window.packing.lines.list._delegate.opacity < 0.5
    assert window.packing.step.step == step
    mode = window.packing.step.mode
    assert mode is not None
    assert mode.mood is Mood.STOP
    assert player.tones[-1] == "stop"
    assert row_of(window, "A").line.packed == 1
    keys(window, "PB.ASIDE")
    QApplication.processEvents()
    assert window.packing.banner.height() == usual


# Keys.


_C = Command
GOES = {_C.PRINTERS, _C.SCANNERS, _C.INCIDENTS, _C.ORDERS, _C.PARCELS, _C.DEVICES, _C.SETUP, _C.HELP}


def test_the_key_of_a_command_sends_its_code(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(window, "_on_scanned", sent.append)
    for command in Command:
        QTest.keySequence(window, HOTKEYS[command])
    assert sent == [command for command in Command if command not in GOES], "those lead to a screen at once"


def test_the_help_lists_every_key_and_fits_the_smallest_screen(window: MainWindow, qtbot: QtBot) -> None:
    for language in messages.LANGUAGES:
        window.appearance.language = language
        window._dress()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_F1)
        QApplication.processEvents()
        help_screen = window.visits.help
        help_screen.contents.picked.emit("keys")
        said = " ".join(span.text for span in help_screen._book.page("keys").spans() if span.kind is Kind.KEY)
        assert {key for command, key in HOTKEYS.items() if not command.value[3:].isdigit()} <= set(said.split())
        assert help_screen.minimumSizeHint().height() <= 768
        assert help_screen.minimumSizeHint().width() <= 1366
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_F1)
    assert (window.width(), window.height()) == (1366, 768)
