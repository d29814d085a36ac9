"""How quickly the long list of orders answers a hand: search as you type, Page Down, the scroll bar dragged.

    QT_QPA_PLATFORM=offscreen python -m tests.bench.tables [ORDERS]

From the key to the painted answer, as a person waits for it, and of that what each event costs the window's own thread
(its processor time: while that runs nothing else is heard). The ratio is to the same over a list of no rows.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.screens.orders.screen import OrdersScreen
from app.ui.theme import load_fonts, look_for
from tests.bench.table import percentile
from tests.builders import Rig
from tests.ui.records.archive import fill

ROUNDS = 15
WORDS = "Y-012345"
HEAD = f"{'':34} {'p50':>7} {'p99':>7} {'max':>7}  {'own p50':>7} {'p99':>7} {'max':>7} {'ratio':>6}   ms"


class Watched(QApplication):
    """What each event costs the window's thread of its own time."""

    def __init__(self) -> None:
        super().__init__([])
        self.costs_s: list[float] = []
        self._depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._depth:  # an event within another is part of it
            return super().notify(receiver, event)
        self._depth += 1
        began = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            self.costs_s.append(time.thread_time() - began)


class Measured:
    """The waits of one kind of deed, and what the events behind them cost."""

    def __init__(self) -> None:
        self.waits_s: list[float] = []
        self.costs_s: list[float] = []


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    application = Watched()
    load_fonts()
    with _listed(application, 0) as empty:
        bare = _measure(application, empty)
    with _listed(application, count) as full:
        found = _measure(application, full)
        kept = full.table.pages.rows_kept
    print(f"{count:,} orders, {ROUNDS} rounds each; {kept} rows are at hand afterwards")
    print(HEAD)
    for name, measured in found.items():
        base = percentile(bare[name].waits_s, 0.5)
        waits, costs = (_figures(values) for values in (measured.waits_s, measured.costs_s))
        print(f"{name:34} {waits}  {costs} {percentile(measured.waits_s, 0.5) / base:6.2f}")


@contextmanager
def _listed(application: Watched, count: int) -> Iterator[OrdersScreen]:
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder))
        if count:
            fill(rig.station.database, count)
        screen = OrdersScreen()
        screen.attach(rig.station)
        screen.dress(look_for("light", "en", 1920, 1080))
        screen.resize(1800, 980)
        screen.show()
        screen.open("")
        _await(application, screen)
        yield screen
        screen.finish()
        screen.close()
        rig.station.stop()


def _measure(application: Watched, screen: OrdersScreen) -> dict[str, Measured]:
    found = {name: Measured() for name in ("a sign of the search", "the search taken back", "Page Down", "scroll bar")}
    field, bar = screen.bar.field, screen.table.verticalScrollBar()
    for turn in range(ROUNDS):
        for sign in WORDS:
            _time(application, screen, found["a sign of the search"], lambda sign=sign: QTest.keyClick(field, sign))
        _time(application, screen, found["the search taken back"], field.clear)
        screen.table.choose(turn * 500)
        _await(application, screen)
        for _ in range(8):
            _time(application, screen, found["Page Down"], lambda: QTest.keyClick(screen.table, Qt.Key.Key_PageDown))
        for step in range(8):
            there = bar.maximum() * ((turn * 8 + step) * 37 % 120) // 120
            _time(application, screen, found["scroll bar"], lambda there=there: bar.setValue(there))
    return found


def _time(application: Watched, screen: OrdersScreen, measured: Measured, act: Callable[[], object]) -> None:
    application.costs_s.clear()
    began = time.perf_counter()
    own = time.thread_time()
    act()
    measured.costs_s.append(time.thread_time() - own)
    _await(application, screen)
    measured.waits_s.append(time.perf_counter() - began)
    measured.costs_s += application.costs_s


def _await(application: Watched, screen: OrdersScreen) -> None:
    """Until all that is in view was read, and is painted."""
    table = screen.table
    while not table.pages.is_answered or _is_missing(screen):
        application.processEvents()
        time.sleep(0.0005)  # the reading thread may have the interpreter
    screen.repaint()
    table.viewport().repaint()
    application.processEvents()


def _is_missing(screen: OrdersScreen) -> bool:
    table = screen.table
    count = table.pages.count
    first, last = max(table.rowAt(0), 0), table.rowAt(table.viewport().height() - 1)
    return any(table.pages.row(place) is None for place in range(first, (last + 1) if last >= 0 else count))


def _figures(values_s: list[float]) -> str:
    figures = (percentile(values_s, 0.5), percentile(values_s, 0.99), max(values_s))
    return " ".join(f"{value * 1000:7.2f}" for value in figures)


if __name__ == "__main__":
    main()
