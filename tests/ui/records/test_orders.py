"""The orders at the window, by keys and scanner: found by what a person knows, shown whole, with all that happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.domain.record import OrderFilter, Sort
from app.station import Station
from app.ui.main_window import MainWindow
from app.ui.screens.orders.screen import OrdersScreen
from tests.builders import Rig
from tests.ui.records.archive import CANCELLED, GONE, NAMES, SHORT, VOIDED, Archive
from tests.ui.records.seen import everything_said, press, rows_seen, settle, told

Opened = Callable[[Station, str], MainWindow]
Hand = Callable[[MainWindow, str], None]
Keys = Callable[..., None]


@pytest.fixture
def window(at_screen: Callable[[str], MainWindow]) -> MainWindow:
    return at_screen("PB.ORDERS")


@pytest.fixture
def screen(window: MainWindow) -> OrdersScreen:
    return window.visits.orders


def shown(screen: OrdersScreen) -> str:
    """The number of the order that is shown whole."""
    return screen.order.heading.text() if screen.is_detailed else ""


# There and back.


def test_the_key_leads_there_and_back(window: MainWindow, screen: OrdersScreen) -> None:
    assert screen.isVisible()
    assert screen.bar.field.hasFocus()
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert window.packing.isVisible()
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert screen.isVisible()


def test_the_latest_orders_stand_on_top(screen: OrdersScreen) -> None:
    assert rows_seen(screen.table)[:2] == ["SO-000060", "SO-000059"]
    assert screen.bar.found.text() == "80 found"


# Searching.


def test_what_is_typed_is_searched_sign_by_sign(window: MainWindow, screen: OrdersScreen, hand: Hand) -> None:
    hand(window, "SO-00000")
    assert screen.bar.found.text() == "9 found"
    hand(window, "7")
    assert rows_seen(screen.table) == ["SO-000007"]


def test_a_name_is_found_as_an_input_method_writes_it(screen: OrdersScreen) -> None:
    writing = QInputMethodEvent("ou'yang", [])
    QApplication.sendEvent(screen.bar.field, writing)
    settle()
    assert screen.bar.found.text() == "80 found", "what is still being written is no search"
    written = QInputMethodEvent()
    written.setCommitString("欧阳娜娜")
    QApplication.sendEvent(screen.bar.field, written)
    settle()
    assert screen.bar.found.text() == "16 found"


@pytest.mark.parametrize(
    ("words", "number"), [("0107", "SO-000107"), ("13912340107", "SO-000107"), ("so-000107", "SO-000107")]
)
def test_an_order_is_found_by_its_phone_and_its_number(
    window: MainWindow, screen: OrdersScreen, hand: Hand, words: str, number: str
) -> None:
    hand(window, words)
    assert rows_seen(screen.table) == [number]


def test_enter_shows_what_was_typed_at_once(window: MainWindow, screen: OrdersScreen, hand: Hand) -> None:
    hand(window, "SO-000042\r")
    assert shown(screen) == "SO-000042"


def test_where_nothing_fits_it_says_what_to_do(window: MainWindow, screen: OrdersScreen, hand: Hand) -> None:
    hand(window, "nobody")
    assert screen._card.what.text() == "No order fits “nobody”."
    assert "Esc" in screen._card.do.text()
    press(window, Qt.Key.Key_Escape)
    assert screen.bar.found.text() == "80 found"
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()


# Scanning.


def test_a_scanned_number_shows_its_order(window: MainWindow, screen: OrdersScreen, keys: Keys) -> None:
    keys(window, GONE)
    settle()
    assert shown(screen) == GONE
    assert rows_seen(screen.table) == [GONE]
    assert screen.bar.field.text() == GONE, "and the search says what was scanned"


def test_a_scanned_label_shows_its_order(
    window: MainWindow, screen: OrdersScreen, keys: Keys, library: Archive
) -> None:
    keys(window, library.tracking_of(GONE))
    settle()
    assert shown(screen) == GONE


def test_a_code_of_several_orders_lists_them(window: MainWindow, screen: OrdersScreen, keys: Keys) -> None:
    keys(window, "TEA-OOL")
    settle()
    assert shown(screen) == ""
    assert screen.bar.field.text() == "TEA-OOL"
    assert screen.bar.found.text() == "27 found"


def test_one_scan_after_the_other_is_shown(window: MainWindow, screen: OrdersScreen, keys: Keys) -> None:
    keys(window, GONE, VOIDED, SHORT)
    settle()
    assert shown(screen) == SHORT


@pytest.mark.parametrize("code", ["PB.ASIDE", "pb.ok", "PB.BADGE.ABCDEFGHIJKLMNOP", "7*4711", ""])
def test_commands_and_badges_are_the_desks(screen: OrdersScreen, code: str) -> None:
    assert not screen.take_scan(code, "wedge")


# Filters, sort, rows.


def test_a_digit_takes_a_filter_and_arrows_step(window: MainWindow, screen: OrdersScreen, hand: Hand) -> None:
    press(window, Qt.Key.Key_Down)
    assert screen.table.hasFocus()
    hand(window, "5")
    assert screen.bar.chips[OrderFilter.PACKED].isChecked()
    assert GONE in rows_seen(screen.table)
    press(window, Qt.Key.Key_Right)
    assert screen.bar.chips[OrderFilter.CANCELLED].isChecked()
    assert screen._card.what.text() == "No order is in “Cancelled”."
    press(window, Qt.Key.Key_Right)
    assert rows_seen(screen.table) == [CANCELLED]


def test_the_chips_say_how_many_there_are(screen: OrdersScreen) -> None:
    assert screen.bar.chips[OrderFilter.ALL].accessibleName() == "All 80"
    assert screen.bar.chips[OrderFilter.STOPPED].accessibleName() == "Stopped 1"


def test_s_sorts_by_the_next_column_and_r_turns_it_round(window: MainWindow, screen: OrdersScreen, hand: Hand) -> None:
    press(window, Qt.Key.Key_Down)
    hand(window, "s")
    assert screen._question.sort is Sort.NUMBER
    assert rows_seen(screen.table)[0] == "SO-000120"
    hand(window, "r")
    assert rows_seen(screen.table)[0] == "SO-000001"


def test_a_click_on_a_title_sorts_and_a_second_turns_it_round(screen: OrdersScreen) -> None:
    due = next(at for at, column in enumerate(screen.table.columns) if column.sort is Sort.DUE)
    screen.table.head.sectionClicked.emit(due)
    settle()
    assert (screen._question.sort, screen._question.is_descending) == (Sort.DUE, False)
    screen.table.head.sectionClicked.emit(due)
    settle()
    assert screen._question.is_descending


# One order whole.


def test_enter_shows_it_arrows_lead_on_and_escape_back_step_by_step(
    window: MainWindow, screen: OrdersScreen, hand: Hand
) -> None:
    hand(window, "SO-00005")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(window, key)
    assert shown(screen) == "SO-000059"
    press(window, Qt.Key.Key_Right)
    assert shown(screen) == "SO-000058"
    press(window, Qt.Key.Key_Left)
    assert shown(screen) == "SO-000059"
    press(window, Qt.Key.Key_Escape)
    assert not screen.is_detailed
    assert screen.bar.field.text() == "SO-00005"
    press(window, Qt.Key.Key_Escape)
    assert (screen.bar.field.text(), screen.isVisible()) == ("", True)
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()


def test_it_says_what_is_in_the_boxes_and_to_whom_they_go(window: MainWindow, screen: OrdersScreen, keys: Keys) -> None:
    keys(window, SHORT)
    settle()
    said = everything_said(screen)
    for words in ("山野集", "set aside", "Items: 1 of 4 in boxes", "搪瓷马克杯 红色 350 ml: 1 / 1", "139****0113"):
        assert words in said


def test_a_stopped_order_says_so_before_anything_else(window: MainWindow, screen: OrdersScreen, keys: Keys) -> None:
    keys(window, CANCELLED)
    settle()
    assert screen.order._stop.isVisible()
    assert screen.order._stop.text() == "Do not ship: it is cancelled."
    keys(window, GONE)
    settle()
    assert not screen.order._stop.isVisible()


def test_everything_that_happened_stands_there_by_days(window: MainWindow, screen: OrdersScreen, keys: Keys) -> None:
    keys(window, GONE)
    settle()
    story = told(screen)
    assert story[0].startswith("Yesterday")
    assert f"Order {GONE} is on the table." in story[1]
    assert any("3 units were put into the box" in row and "Wu" in row for row in story)
    assert any(row.startswith("Today") for row in story)
    assert "Handed over to the courier · 4 units · manifest sandbox-" in story[-1]
    assert "Bench 7" in story[-1]


def test_an_order_with_which_nothing_happened_says_so(window: MainWindow, screen: OrdersScreen, keys: Keys) -> None:
    keys(window, "SO-000042")
    settle()
    assert told(screen) == ["Nothing yet: it only came in."]


def test_a_digit_leads_to_its_parcel_and_o_back(
    window: MainWindow, screen: OrdersScreen, keys: Keys, hand: Hand, library: Archive
) -> None:
    keys(window, GONE)
    settle()
    hand(window, "1")
    parcels = window.visits.parcels
    assert parcels.isVisible()
    assert parcels.parcel.heading.text() == library.tracking_of(GONE)
    hand(window, "o")
    assert screen.isVisible()
    assert shown(screen) == GONE


def test_another_language_is_told_at_once(window: MainWindow, screen: OrdersScreen, keys: Keys) -> None:
    keys(window, GONE)
    settle()
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert any("装入 3 件商品" in row for row in told(screen))
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_nothing_personal_is_shown_unmasked(window: MainWindow, screen: OrdersScreen, keys: Keys) -> None:
    keys(window, GONE)
    settle()
    said = everything_said(screen)
    assert "王*" in said
    assert not [name for name in NAMES if name in said]
    assert "13912340101" not in said
    assert "1101室" not in said


# An empty store, and importing.


@pytest.fixture
def empty(opened: Opened, tmp_path: Path) -> Iterator[MainWindow]:
    rig = Rig(tmp_path)
    yield opened(rig.station, "PB.ORDERS")
    rig.station.stop()


def test_an_empty_store_says_how_orders_come_in(empty: MainWindow) -> None:
    card = empty.visits.orders._card
    assert card.what.text() == "No orders came in yet."
    assert "Ctrl+O" in card.do.text()


def test_orders_are_brought_in_from_here(screen: OrdersScreen) -> None:
    asked: list[bool] = []
    screen.import_asked.disconnect()
    screen.import_asked.connect(lambda: asked.append(True))
    assert "Ctrl+O" in screen.bar.action.text()
    screen.bar.action.click()
    assert asked == [True]
