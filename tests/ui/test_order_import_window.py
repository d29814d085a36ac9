"""Order files come in while packing goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCompleter, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.desk import Packing
from app.domain.glance import ImportReport
from app.ui.main_window import MainWindow
from app.ui.screens.packing.file_choice import file_dialog
from app.ui.theme import look_for
from tests.builders import Rig, a_draft, lines_of

GOOD = """order_number,name,phone,province,city,district,street,sku,title,quantity
SO-1,李小龙,13912345678,北京,北京市,海淀区,中关村大街27号,A,Tea,2
SO-2,李小龙,,北京,北京市,海淀区,中关村大街27号,A,Tea,2
"""


def settled(window: MainWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: window.packing.order_import.stop_button.text() == "Close", timeout=10_000)
    return window.packing.order_import.text


def test_a_file_comes_in_and_bad_rows_are_named(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(GOOD, "utf-8")
    window.order_file.bring_in(path)
    said = settled(window, qtbot)
    assert "1 order came in." in said
    assert "1 row did not come in" in said
    (row,) = window.packing.order_import.rows.rows
    assert window.packing.order_import.rows.model().index(0, 0).data() == "Row 3: The phone number is missing. (phone)"
    assert row.row == 3
    qtbot.waitUntil(lambda: len(window.packing.orders.list.rows) == 1)


def test_a_file_that_is_none_says_so(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.order_file.bring_in(tmp_path / "nothing.csv")
    assert "The file is not there." in settled(window, qtbot)


def test_packing_goes_on_while_a_file_comes_in_and_stop_stops_it(
    window: MainWindow, rig: Rig, keys: Callable[..., None], qtbot: QtBot
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    begun = threading.Event()

    def slow(_path: Path, progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> ImportReport:
        progress(10, 100)
        begun.set()
        for _ in range(1_000_000):
            if is_cancelled():
                break
            threading.Event().wait(0.001)
        return ImportReport("own", 10, 0, 0, (), was_cancelled=True)

    card = window.packing.order_import
    card.start(slow, Path("orders.csv"))
    assert begun.wait(5)
    qtbot.waitUntil(lambda: card._bar.value() == 100)
    keys(window, "1001", "A")
    assert isinstance(rig.station.bench.state, Packing)
    qtbot.mouseClick(card.stop_button, Qt.MouseButton.LeftButton)
    assert "Stopped. What came in stays: 10 orders." in settled(window, qtbot)
    qtbot.mouseClick(card.stop_button, Qt.MouseButton.LeftButton)
    assert not card.isVisible()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_import_that_ends_by_a_mistake_of_ours_says_so(window: MainWindow, qtbot: QtBot) -> None:
    def wrong(_path: Path, _progress: Callable[[int, int], None], _is_cancelled: Callable[[], bool]) -> ImportReport:
        raise ZeroDivisionError

    window.packing.order_import.start(wrong, Path("orders.csv"))
    assert "mistake of its own" in settled(window, qtbot)


def test_a_scan_over_the_file_dialog_counts(
    window: MainWindow, rig: Rig, keys: Callable[..., None], qtbot: QtBot
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    window.visits.importing.press("0")
    (dialog,) = window.findChildren(QFileDialog)
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setFocus()
    qtbot.waitUntil(name.hasFocus)
    keys(dialog.windowHandle(), "1001")
    assert isinstance(rig.station.bench.state, Packing)
    assert name.text() == ""
    assert dialog.isVisible()
    dialog.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_list_of_file_names_has_the_colors_of_the_window(bare_window: MainWindow, theme: str) -> None:
    look = look_for(theme, "en", 1366, 768)
    dialog = file_dialog(bare_window, look)
    (completer,) = dialog.findChildren(QCompleter)
    popup = completer.popup()
    popup.resize(100, 100)
    assert popup.grab().toImage().pixelColor(50, 50) == QColor(look.palette.surface)
    dialog.close()
