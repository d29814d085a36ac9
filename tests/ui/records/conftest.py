"""The screens of orders and parcels over real stores: one with stories, one with a year's 100,000 orders."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.record import Question
from app.station import Station
from app.ui.main_window import MainWindow
from app.ui.screens.orders.screen import OrdersScreen
from app.ui.sounds import Silence, Sounds
from app.ui.theme import look_for
from tests.builders import Rig
from tests.ui.records.archive import Archive, fill
from tests.ui.records.seen import FINGERS, settle

YEAR = 100_000


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Orders and parcels with stories. Only read."""
    archive = Archive(tmp_path_factory.mktemp("library"))
    yield archive
    archive.station.stop()


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """100,000 orders and as many parcels. Only read."""
    rig = Rig(tmp_path_factory.mktemp("year"))
    fill(rig.station.database, YEAR)
    yield rig
    rig.station.stop()


@pytest.fixture(scope="module")
def desk(qapp: QApplication, library: Archive) -> Iterator[MainWindow]:
    """The window over the library, once for a module's tests that only look: to build it takes longer than to look. It
    is gone before other tests have a window.
    """
    window = MainWindow(language="en", sounds=Sounds(Silence()))
    window.show()
    window.attach(library.station)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture
def at_screen(desk: MainWindow, qtbot: QtBot) -> Callable[[str], MainWindow]:
    """The window over the library at the screen that a command leads to, as if nobody had been there before."""

    def go(command: str) -> MainWindow:
        desk.activateWindow()
        qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is desk.windowHandle())
        desk.wedge.clear()
        desk._show_screen(desk._stack.fitting())
        for screen in (desk.visits.orders, desk.visits.parcels):
            screen._question = Question(filter=screen._filters[0])
            screen.bar.field.clear()
            screen._ask()
            screen.table.verticalScrollBar().setValue(0)
        settle()
        desk.wedge.scanned.emit(command)
        settle()
        return desk

    return go


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[[Station, str], MainWindow]]:
    """The window over a station, at the screen that a command leads to."""
    windows: list[MainWindow] = []

    def build(station: Station, command: str) -> MainWindow:
        window = MainWindow(language="en", sounds=Sounds(Silence()))
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())
        window.attach(station)
        window.wedge.scanned.emit(command)
        settle()
        return window

    yield build
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def browse(qtbot: QtBot) -> Callable[[Station], OrdersScreen]:
    """The orders' screen by itself, as it is seen at 1366 x 768."""

    def build(station: Station) -> OrdersScreen:
        screen = OrdersScreen()
        qtbot.addWidget(screen, before_close_func=lambda made: made.finish())
        screen.attach(station)
        screen.dress(look_for("light", "en", 1366, 768))
        screen.resize(1280, 680)
        screen.show()
        screen.open("")
        settle()
        return screen

    return build


@pytest.fixture
def hand(qtbot: QtBot) -> Callable[[MainWindow, str], None]:
    """Type as a person does: a key, and nothing for a while."""

    def press(window: MainWindow, text: str) -> None:
        for sign in text:
            FINGERS.click(window, Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign.upper())), sign)
            qtbot.waitUntil(lambda: not window.wedge._text)
        settle()

    return press


@pytest.fixture
def keys() -> Callable[..., None]:
    """Type codes as a scanner does."""

    def scan(window: MainWindow, *codes: str) -> None:
        for code in codes:
            FINGERS.scan(window, code)

    return scan
