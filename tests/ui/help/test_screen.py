"""The help at the window: from everywhere by one key, at the right page, by keys alone; scans and commands go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.carriers.sandbox import SandboxFault
from app.devices.surroundings import Surroundings
from app.domain.actor import Role
from app.domain.barcode import Command
from app.domain.desk import Locked, Packing
from app.domain.incident import IncidentKind
from app.ui import messages
from app.ui.main_window import MainWindow
from app.ui.screens.help.contents import FIRST, ICONS, NOTHING_FOUND
from app.ui.screens.help.handbook import Group
from app.ui.screens.help.screen import HelpScreen
from tests.builders import a_draft, lines_of
from tests.ui.people import BADGES, enroll
from tests.ui.troubles import MAKE, TroubledRig, refresh

Keys = Callable[..., None]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[TroubledRig]:
    rig = TroubledRig(tmp_path)
    rig.station.devices.surroundings = Surroundings({}, lambda: True, lambda _folder: 250_000_000_000)
    yield rig
    rig.station.stop()


@pytest.fixture
def screen(window: MainWindow) -> HelpScreen:
    return window.visits.help


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window.windowHandle(), key)
    QApplication.processEvents()


def type_in(window: MainWindow, text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)
    QApplication.processEvents()


def text_of(screen: HelpScreen) -> str:
    return screen.view.toPlainText()


def listed(screen: HelpScreen) -> list[str]:
    return [row.name for row in screen.contents.list.rows if row.name]


# There and back.


def test_the_key_leads_to_the_page_of_the_screen_and_back(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1)
    assert screen.isVisible()
    assert screen.name == "packing"
    assert "Packing" in text_of(screen)
    assert screen.field.hasFocus()
    press(window, Qt.Key.Key_F1)
    assert window.packing.isVisible()


def test_from_every_screen_it_begins_with_that_screens_page(window: MainWindow, screen: HelpScreen) -> None:
    ways = (Command.PRINTERS, Command.SCANNERS, Command.INCIDENTS, Command.ORDERS, Command.PARCELS, Command.DEVICES)
    for command in (*ways, Command.SETUP):
        window._on_command(command)
        topic = window.visits.seen.topic if window.visits.seen else ""
        window._on_command(Command.HELP)
        assert screen.name == topic
        assert topic in ICONS
        window._on_command(Command.HELP)


def test_from_the_hand_over_it_begins_with_the_hand_over(window: MainWindow, screen: HelpScreen, keys: Keys) -> None:
    keys(window, "PB.HANDOVER", "PB.HELP")
    assert screen.name == "handover"
    press(window, Qt.Key.Key_Escape)
    assert window.handover.isVisible()


def test_it_is_there_before_there_is_a_station(bare_window: MainWindow) -> None:
    press(bare_window, Qt.Key.Key_F1)
    assert bare_window.visits.help.isVisible()
    type_in(bare_window, "105")
    assert "code:kdniao.105" in listed(bare_window.visits.help)
    press(bare_window, Qt.Key.Key_F1)
    assert bare_window.packing.isVisible()


def test_a_station_that_did_not_open_leads_to_its_own_error(bare_window: MainWindow) -> None:
    bare_window.show_failure("store.newer", "0007 > 0003")
    press(bare_window, Qt.Key.Key_F1)
    screen = bare_window.visits.help
    assert screen.name == "code:store.newer"
    assert "newest version" in text_of(screen)
    press(bare_window, Qt.Key.Key_Escape)
    assert bare_window.failure.isVisible()


def test_a_locked_desk_has_help_and_a_badge_still_logs_in(
    bare_window: MainWindow, rig: TroubledRig, keys: Keys
) -> None:
    enroll(rig, "wu", Role.PACKER)
    bare_window.attach(rig.station)
    press(bare_window, Qt.Key.Key_F1)
    screen = bare_window.visits.help
    assert screen.name == "locked"
    keys(bare_window, BADGES["wu"])
    assert not isinstance(rig.station.bench.state, Locked)
    assert screen.field.text() == ""


# From an error to its remedy.


def test_the_refused_parcel_on_the_table_leads_to_why(
    window: MainWindow, rig: TroubledRig, screen: HelpScreen, keys: Keys, qtbot: QtBot
) -> None:
    rig.orders(a_draft("1001", lines_of(A=1)))
    rig.carrier.fault = SandboxFault.REFUSED
    keys(window, "1001", "A")
    rig.work()
    window.packing.reread()
    qtbot.waitUntil(lambda: bool(window.packing.parcels.list.rows))
    press(window, Qt.Key.Key_F1)
    assert screen.name == "code:sandbox.refused"
    assert "Correct it in the shop" in text_of(screen)
    assert screen.contents.chosen == "group:carrier"


def test_the_chosen_incident_leads_to_why(
    window: MainWindow, rig: TroubledRig, screen: HelpScreen, qtbot: QtBot
) -> None:
    MAKE[IncidentKind.PRINT_FAILED](rig, "1001")
    press(window, Qt.Key.Key_F7)
    refresh(window)
    code = window.incidents.code_in_view
    assert code
    press(window, Qt.Key.Key_F1)
    assert screen.name == f"code:{code}"


def test_what_needs_nobody_to_do_anything_leads_to_the_screens_own_page(screen: HelpScreen) -> None:
    for topic, code, name in (
        ("devices", "device.unasked", "devices"),
        ("devices", "printer.paper_out", "code:printer.paper_out"),
        ("packing", "kdniao.105.never_heard", "code:kdniao.105.never_heard"),
        ("packing", "nobody.knows", "code:nobody.knows"),
        ("nowhere", "", FIRST),
    ):
        screen.about(topic, code)
        assert screen.name == name


def test_a_wrong_scan_is_no_error_and_leads_to_the_page_about_packing(
    window: MainWindow, screen: HelpScreen, keys: Keys
) -> None:
    keys(window, "NOBODY-KNOWS")
    press(window, Qt.Key.Key_F1)
    assert screen.name == "packing"


# By keys alone.


def test_typing_searches_at_once_and_escape_takes_it_back(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1)
    type_in(window, "105")
    assert listed(screen)[0] == "code:kdniao.105"
    assert screen.name == "code:kdniao.105"
    assert "kdniao.105" in text_of(screen)
    press(window, Qt.Key.Key_Escape)
    assert screen.field.text() == ""
    assert set(ICONS) <= set(listed(screen))
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()


def test_what_is_nowhere_is_said_with_what_to_try(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1)
    type_in(window, "qwertz")
    assert listed(screen) == []
    assert screen.name == NOTHING_FOUND
    assert "fewer words" in text_of(screen)
    press(window, Qt.Key.Key_Escape)
    assert screen.name == FIRST
    assert "fewer words" not in text_of(screen)


def test_a_word_finds_pages_called_so_then_errors_then_pages_that_mention_it(
    window: MainWindow, screen: HelpScreen
) -> None:
    press(window, Qt.Key.Key_F1)
    type_in(window, "scale")
    names = listed(screen)
    assert names[0] == "scale"
    assert names.index("code:scale.gone") < names.index("setup")


def test_up_and_down_go_from_page_to_page_over_the_headings(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1)
    press(window, Qt.Key.Key_Down)
    assert screen.name == "handover"
    press(window, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert screen.name == "help"
    for _ in range(100):
        press(window, Qt.Key.Key_Up)
    assert screen.name == FIRST
    seen = [screen.name]
    for _ in range(100):
        press(window, Qt.Key.Key_Down)
        if seen[-1] != screen.name:
            seen.append(screen.name)
    assert seen == [*ICONS, *(f"group:{group}" for group in Group)]


def test_page_keys_scroll_while_the_search_has_the_keyboard(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1)
    bar = screen.view.verticalScrollBar()
    assert bar.maximum() > 0
    press(window, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(window, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_enter_goes_into_the_page_tab_along_its_links_and_escape_back(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1)
    type_in(window, "kdniao.105.balance")
    press(window, Qt.Key.Key_Return)
    assert screen.view.links[:2] == ["money", "group:carrier"]
    assert screen.view.lit == "money"
    press(window, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert screen.name == "group:carrier"
    press(window, Qt.Key.Key_Escape)
    assert screen.view.lit == ""
    press(window, Qt.Key.Key_Escape)
    assert screen.name == "code:kdniao.105.balance"
    assert screen.field.text() == "kdniao.105.balance"


def test_arrows_scroll_within_the_page(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Down)
    assert screen.name == "packing"
    assert screen.view.verticalScrollBar().value() > 0
    press(window, Qt.Key.Key_Up, Qt.Key.Key_Escape, Qt.Key.Key_Down)
    assert screen.name == "handover"


def test_a_link_that_is_not_seen_is_scrolled_to(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    assert screen.view.lit == "keys"
    assert screen.view.verticalScrollBar().value() > 0


def test_past_the_last_link_the_keyboard_goes_on_to_the_next_control(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1)
    for _ in screen.view.links:
        press(window, Qt.Key.Key_Tab)
        assert screen.field.hasFocus()
    press(window, Qt.Key.Key_Tab)
    assert not screen.field.hasFocus()
    assert screen.view.lit == ""


def test_typing_within_a_page_searches_at_once(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1, Qt.Key.Key_Return)
    type_in(window, "jam")
    assert screen.field.text() == "jam"
    assert screen.view.lit == ""


def test_a_letter_typed_where_a_button_has_the_keyboard_goes_on_in_the_search(
    window: MainWindow, screen: HelpScreen, qtbot: QtBot
) -> None:
    press(window, Qt.Key.Key_F1)
    window.rail.buttons["orders"].setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_J)
    qtbot.waitUntil(lambda: screen.field.text() == "j")
    assert screen.field.hasFocus()


def test_a_click_chooses_a_page_and_a_heading_is_none(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1)
    rows = screen.contents.list
    for place, chosen in ((1, FIRST), (0, FIRST)):
        index = rows.model().index(place, 0)
        rows.scrollTo(index)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(index).center())
        assert screen.name == chosen
    assert screen.contents.chosen == ""


# Scans and commands.


def test_a_scan_in_the_search_counts_brings_packing_back_and_leaves_the_search_as_it_was(
    window: MainWindow, rig: TroubledRig, screen: HelpScreen, keys: Keys
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    press(window, Qt.Key.Key_F1)
    type_in(window, "ja")
    keys(window, "1001")
    assert screen.field.text() == "ja"
    assert isinstance(rig.station.bench.state, Packing)
    assert window.packing.isVisible()


def test_a_command_code_acts_and_is_not_looked_up(window: MainWindow, screen: HelpScreen, keys: Keys) -> None:
    press(window, Qt.Key.Key_F1)
    keys(window, "PB.PRINTERS")
    assert window.printers.isVisible()
    keys(window, "PB.HELP")
    assert screen.name == "printers"


# How it looks.


@pytest.mark.parametrize(("size", "zoom"), [((1366, 768), 0), ((1366, 768), 2), ((1920, 1080), 2)])
def test_every_page_fits_in_every_size_and_can_be_scrolled_to_its_end(
    window: MainWindow, screen: HelpScreen, size: tuple[int, int], zoom: int
) -> None:
    window.resize(*size)
    window.appearance.zoom = zoom
    press(window, Qt.Key.Key_F1)
    for window.appearance.language in messages.LANGUAGES:
        window._dress()
        for name in (*ICONS, "group:carrier"):
            screen._on_picked(name)
            assert screen.view.document().size().width() <= screen.view.viewport().width() + 1, name
        QApplication.processEvents()
        assert (window.width(), window.height()) == size


def test_language_and_colors_change_while_a_page_is_read(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1, Qt.Key.Key_PageDown)
    place = screen.view.verticalScrollBar().value()
    window._on_theme_asked()
    assert screen.view.verticalScrollBar().value() == place
    window._on_language_asked()
    assert "一张订单的步骤" in text_of(screen)
    assert screen.name == "packing"


def test_what_a_screen_reader_says(window: MainWindow, screen: HelpScreen) -> None:
    press(window, Qt.Key.Key_F1)
    assert screen.field.accessibleName()
    assert screen.view.accessibleName() == "Packing"
    assert screen.contents.list.accessibleName()
