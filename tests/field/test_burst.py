"""Fifty scans a second through the real window, lanes at work, whatever is on the screen: none lost, none twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.carriers.sandbox import Sandbox
from app.domain.desk import Packing
from app.domain.facts import Fact, LabelSent
from app.station import Station
from app.store import journal, orders
from app.ui.main_window import MainWindow
from app.ui.sounds import Sounds
from app.ui.wedge import Wedge
from tests.builders import Rig, SwitchedPrinter, a_draft, lines_of, some_settings
from tests.field.cases import labeled, tell
from tests.field.trigger import Trigger
from tests.ui.conftest import RecordingPlayer

Keys = Callable[..., None]
SCANS = ("", "TEA1", "CUP2", "TEA1")  # of one order: its number and its units


def code_of(at: int) -> str:
    return SCANS[at % 4] or f"B{at // 4:04d}"


class LiveBench:
    """A station with its threads at work, and the window over it."""

    def __init__(self, folder: Path, qtbot: QtBot, order_count: int) -> None:
        self.carrier, self.printer = Sandbox(), SwitchedPrinter()
        self.station = Station(some_settings(folder), carrier=self.carrier, printer=self.printer)
        with self.station.database.transaction() as tx:
            drafts = [a_draft(f"B{at:04d}", lines_of(TEA1=2, CUP2=1)) for at in range(order_count)]
            orders.add(tx, self.station.database, drafts)
        self.labels = threading.Semaphore(0)
        self.station.listen(self._on_fact)
        self.station.start()
        self.window = MainWindow(language="en", sounds=Sounds(RecordingPlayer()))
        qtbot.addWidget(self.window)
        self.window.attach(self.station)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is self.window.windowHandle())

    def _on_fact(self, fact: Fact) -> None:
        if isinstance(fact, LabelSent):
            self.labels.release()

    def scanned(self) -> list[str]:
        with self.station.database.reading() as connection:
            assert journal.verify(connection) is None
            return [text for _, text in journal.scans(connection, self.station.database)]

    def sums(self) -> tuple[int, ...]:
        """Units packed, units sold, parcels sealed, units in them."""
        ask = (
            "SELECT (SELECT sum(packed) FROM order_lines), (SELECT sum(quantity) FROM order_lines),"
            " (SELECT count(*) FROM parcels), (SELECT sum(units) FROM parcels)"
        )
        with self.station.database.reading() as connection:
            return tuple(connection.exec_driver_sql(ask).one())


def press(window: MainWindow, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, mods)


def open_dialog(window: MainWindow) -> QFileDialog:
    """The file dialog with its field in focus."""
    press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    window.visits.importing.press("0")
    (dialog,) = (each for each in window.findChildren(QFileDialog) if each.isVisible())
    dialog.activateWindow()
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    return dialog


def meanwhile(window: MainWindow, count: int) -> Callable[[int], None]:
    """What comes up during the burst: the help, the lead's screen, the file dialog, other colors."""
    opened: list[QFileDialog] = []

    def close_dialog() -> None:
        opened.pop().close()
        window.activateWindow()

    steps: dict[int, Callable[[], object]] = {
        1: lambda: press(window, Qt.Key.Key_F1),
        2: lambda: press(window, Qt.Key.Key_Escape),
        3: lambda: press(window, Qt.Key.Key_F7),
        4: lambda: press(window, Qt.Key.Key_F7),
        5: lambda: opened.append(open_dialog(window)),
        7: close_dialog,
        8: lambda: press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
    }

    def before(at: int) -> None:
        if at % (count // 10) == 0:
            steps.get(at // (count // 10), lambda: None)()

    return before


def check_burst(folder: Path, qtbot: QtBot, count: int, *, per_s: float) -> None:
    bench = LiveBench(folder, qtbot, count // 4)
    try:
        trigger = Trigger(code_of, count, per_s=per_s, before=meanwhile(bench.window, count))
        trigger.pull()
        qtbot.waitUntil(lambda: trigger.is_done, timeout=60_000)
        sent, came = [code_of(at) for at in range(count)], bench.scanned()
        first = next((at for at, code in enumerate(sent) if came[at : at + 1] != [code]), -1)
        assert len(came) >= len(sent), f"scans lost, the first is number {first}"
        assert len(came) <= len(sent), f"scans doubled, the first is number {first}"
        assert came == sent, "order lost"
        parcels = count // 4
        assert bench.sums() == (parcels * 3, parcels * 3, parcels, parcels * 3)
        assert all(bench.labels.acquire(timeout=30) for _ in range(parcels))
        assert len(bench.carrier.orders) == parcels
        assert len(set(bench.printer.documents)) == len(bench.printer.documents) == parcels
    finally:
        bench.window.close()
        bench.station.stop()


def test_fifty_scans_a_second_for_ten_seconds_all_count_whatever_is_on_the_screen(tmp_path: Path, qtbot: QtBot) -> None:
    """M6; odoo/odoo #3564, woocommerce-android PR 14223"""
    check_burst(tmp_path, qtbot, 500, per_s=50)


class DeafWedge(Wedge):
    """Broken: what is typed while a field has the focus goes nowhere."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # as Qt calls it
        field = QApplication.focusWidget()
        is_deaf = isinstance(event, QKeyEvent) and isinstance(field, QLineEdit) and not field.isReadOnly()
        return is_deaf or super().eventFilter(watched, event)


class HastyWedge(Wedge):
    """Broken: two channels deliver."""

    def _finish(self, code: str) -> None:
        super()._finish(code)
        self.scanned.emit(code)


@pytest.mark.parametrize(("wedge", "why"), [(DeafWedge, "scans lost"), (HastyWedge, "scans doubled")])
def test_a_wedge_that_loses_or_doubles_scans_is_caught(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, wedge: type[Wedge], why: str
) -> None:
    monkeypatch.setattr("app.ui.main_window.Wedge", wedge)
    with pytest.raises(AssertionError, match=why):
        check_burst(tmp_path, qtbot, 40, per_s=200)


Cover = Callable[[MainWindow, Rig], QWidget | None]


def help_page(window: MainWindow, _rig: Rig) -> None:
    """Its search has the keyboard; the first scan brings packing back."""
    press(window, Qt.Key.Key_F1)
    assert window.visits.help.field.hasFocus()


def lead_screen(window: MainWindow, _rig: Rig) -> QWidget:
    press(window, Qt.Key.Key_F7)
    return window.incidents


def jam_field(window: MainWindow, _rig: Rig) -> QWidget | None:
    press(window, Qt.Key.Key_F7)
    window.incidents.press("r")
    return window.incidents.jam


def dialog(window: MainWindow, _rig: Rig) -> QWidget:
    return open_dialog(window)


def other_colors(window: MainWindow, _rig: Rig) -> None:
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("cover", [help_page, lead_screen, jam_field, dialog, other_colors])
def test_scans_count_beneath_everything_that_can_cover_the_bench(
    window: MainWindow, rig: Rig, qtbot: QtBot, cover: Cover
) -> None:
    """M6"""
    rig.orders(a_draft("1001", lines_of(A1=60)))
    over = cover(window, rig)
    if over is not None:
        qtbot.waitUntil(over.isVisible)
    if isinstance(over, QFileDialog):
        qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is over.windowHandle())
    scanner = Trigger(lambda at: "A1" if at else "1001", 51, per_s=1)
    for at in range(51):
        scanner.type_code("A1" if at else "1001", 1000 + at * 0.02)
    state = rig.station.bench.state
    assert isinstance(state, Packing)
    assert state.order.units_packed == 50
    assert window.packing.banner.sentence == "Goods A1: 50 of 60."
    if over is not None:
        assert over.isVisible()
        over.close()


def test_labels_scanned_at_the_hand_over_as_fast_as_they_come_lie_on_the_pile_once(
    window: MainWindow, rig: Rig, keys: Keys
) -> None:
    """M6, M21"""
    numbers = labeled(rig, *(str(number) for number in range(1001, 1021)))
    keys(window, "PB.HANDOVER", *numbers)
    with rig.station.database.reading() as connection:
        scans = journal.scans(connection, rig.station.database)
    assert [code for event, code in scans if event == "scan.handover.taken"] == numbers
    tell(rig, "1020")
    keys(window, numbers[0], "PB.MANIFEST")
    with rig.station.database.reading() as connection:
        answers = [event for event, _ in journal.scans(connection, rig.station.database)][-2:]
    assert answers == ["scan.handover.duplicate", "scan.handover.stopped"]


def test_where_no_scan_can_count_the_window_says_so(bare_window: MainWindow, keys: Keys) -> None:
    """M6: or says loudly that it did not"""
    bare_window.show_failure("store.newer")
    keys(bare_window, "1001", "A")
    assert bare_window.failure.isVisible()
    assert not bare_window.packing.isVisible()
    assert bare_window._early == []


def test_scans_that_go_to_another_program_are_told(window: MainWindow) -> None:
    """M6: or says loudly that it did not"""
    window.away._on_state(Qt.ApplicationState.ApplicationInactive)
    assert window.away.isVisible()
    window.away._on_state(Qt.ApplicationState.ApplicationActive)
    assert not window.away.isVisible()


@pytest.fixture(autouse=True)
def _quiet_threads() -> Iterator[None]:
    """Threads of a station do not outlive their test."""
    before = threading.active_count()
    yield
    assert threading.active_count() <= before
