"""The box as a picture: a mark a unit, a level for many, closed boxes beside it, and the number that is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.screens.packing.box_picture import BoxPicture
from app.ui.screens.packing.box_shows import MOST_MARKS, BoxShows, BoxState, Mark
from app.ui.theme import look_for
from tests.builders import Rig, a_draft, lines_of
from tests.ui.whole_orders import OrdersRig

Keys = Callable[..., None]


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's own name
        self.count += event.type() == QEvent.Type.Paint
        return False


def marks(window: MainWindow) -> str:
    """From the bottom of the box: # in it, @ in it and of the current line, O missing of it, . missing."""
    signs = {Mark.IN: "#", Mark.IN_NOW: "@", Mark.MISSING_NOW: "O", Mark.MISSING: "."}
    return "".join(signs[mark] for mark in window.packing.box.shows.marks)


def drawn(shows: BoxShows, qtbot: QtBot) -> QImage:
    box = BoxPicture()
    qtbot.addWidget(box)
    box.resize(370, 226)
    box.dress(look_for("light", "en", 1366, 768))
    box.show_box(shows)
    return box.grab().toImage()


def test_an_empty_table_has_an_empty_box_and_no_number(window: MainWindow) -> None:
    box = window.packing.box
    assert (box.shows.state, box.figure) == (BoxState.NONE, ("", ""))
    assert box.accessibleName() == "The table is empty."


def test_every_scan_puts_one_mark_more_into_the_box(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=2, B=3)))
    seen = []
    for code in ("1001", "A", "B", "B", "A"):
        keys(window, code)
        seen.append((marks(window), window.packing.box.figure[0]))
    assert seen == [("OO...", "5"), ("@O...", "4"), ("#@OO.", "3"), ("#@@O.", "2"), ("##@@.", "1")]
    assert window.packing.box.accessibleName() == "Box 1: 4 in it, 1 missing"
    keys(window, "B")
    assert (window.packing.box.shows.state, window.packing.box.figure) == (BoxState.CLOSED, ("5", "in the box"))
    assert window.packing.box.accessibleName() == "5 units in 1 closed box"


def test_a_wrong_scan_leaves_the_box_as_it_is_and_paints_it_no_more(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    keys(window, "1001", "A")
    QApplication.processEvents()
    before, paints = window.packing.box.shows, Paints(window.packing.box)
    keys(window, "NOPE")
    QApplication.processEvents()
    assert (window.packing.box.shows, paints.count) == (before, 0)
    keys(window, "A")
    QApplication.processEvents()
    assert paints.count > 0


def test_of_too_many_units_the_box_shows_a_level(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=MOST_MARKS, B=1)))
    keys(window, "1001", *["A"] * 10)
    shows = window.packing.box.shows
    assert (shows.marks, shows.inside, shows.units) == ((), 10, MOST_MARKS + 1)


def test_what_will_not_come_is_not_missing(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=3, B=2)))
    keys(window, "1001", "A", "PB.SHORT", "A")
    assert (sorted(marks(window)), window.packing.box.figure[0]) == (sorted("@.."), "2")


def test_closed_boxes_stand_beside_the_open_one_and_all_of_them_at_the_end(
    window: MainWindow, rig: Rig, keys: Keys
) -> None:
    rig.orders(a_draft("1001", lines_of(A=3, B=2)))
    keys(window, "1001", "A", "A", "PB.CLOSE")
    box = window.packing.box
    assert (box.shows.number, box.shows.closed, box.shows.inside) == (2, (2,), 0)
    keys(window, "B", "PB.CLOSE")
    assert box.shows.closed == (2, 1)
    keys(window, "A", "B")
    assert (box.shows.closed, box.figure) == ((2, 1, 2), ("5", "in 3 boxes"))


def test_a_question_leaves_the_box_in_view(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=3)))
    keys(window, "1001", "A")
    before = window.packing.box.shows
    keys(window, "PB.FINISH")
    assert window.packing.body.currentWidget() is window.packing.body.panel
    assert window.packing.box.shows == before
    keys(window, "PB.CANCEL", "PB.ASIDE")
    assert window.packing.box.shows.state is BoxState.NONE


def test_a_stopped_order_says_so_in_the_picture_too(bare_window: MainWindow, tmp_path: Path, keys: Keys) -> None:
    rig = OrdersRig(tmp_path)
    rig.orders(a_draft("1001", lines_of(A=3)))
    bare_window.attach(rig.station)
    keys(bare_window, "1001", "A")
    rig.stop("1001")
    keys(bare_window, "A")
    box = bare_window.packing.box
    shown = (box.shows.state, box.accessibleName().partition(".")[0], box.figure)
    rig.station.stop()
    assert shown == (BoxState.STOPPED, "Stop", ("1", "in the box"))  # so many have to come out again


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BoxShows(BoxState.OPEN, inside=1, missing=1), BoxShows(BoxState.OPEN, inside=0, missing=2)),
        (BoxShows(BoxState.OPEN, inside=30, missing=30), BoxShows(BoxState.OPEN, inside=45, missing=15)),
        (BoxShows(BoxState.OPEN, missing=2), BoxShows(BoxState.OPEN, missing=2, closed=(1,))),
        (BoxShows(BoxState.OPEN, missing=2), BoxShows(BoxState.STOPPED, missing=2)),
        (BoxShows(BoxState.CLOSED, closed=(2,)), BoxShows(BoxState.OPEN, inside=2)),
    ],
)
def test_what_differs_looks_different_also_without_color(one: BoxShows, other: BoxShows, qtbot: QtBot) -> None:
    gray = QImage.Format.Format_Grayscale8
    assert drawn(one, qtbot).convertToFormat(gray) != drawn(other, qtbot).convertToFormat(gray)


@pytest.mark.parametrize("closed", [(), (1,), (1, 2, 3), (9,) * 40])
@pytest.mark.parametrize("units", [0, 1, 24, 25, 99_999])
def test_any_number_of_units_and_boxes_is_drawn(closed: tuple[int, ...], units: int, qtbot: QtBot) -> None:
    for state in BoxState:
        shows = BoxShows(state, inside=units // 2, missing=units - units // 2, closed=closed)
        assert not drawn(shows, qtbot).isNull()
