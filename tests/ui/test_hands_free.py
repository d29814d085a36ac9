"""A whole day at the desk by scanner alone: no mouse, no key but a scanner's, and the screen says each step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app.domain.actor import Role
from app.domain.desk import Locked
from app.store import journal
from app.ui.main_window import MainWindow
from tests.builders import Rig, a_draft, lines_of
from tests.sealed import news
from tests.ui.conftest import RecordingPlayer
from tests.ui.people import BADGES, enroll


class _Hands(QObject):
    """Counts what only a hand does."""

    ONLY_A_HAND = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's own name
        self.count += event.type() in self.ONLY_A_HAND
        return False


class Desk:
    """The scanner, and what the screen in view says of each scan."""

    def __init__(self, window: MainWindow, rig: Rig, keys: Callable[..., None]) -> None:
        self.window, self.rig, self._keys = window, rig, keys

    def __call__(self, code: str) -> tuple[str, str, str]:
        """The screen, the next step on it and the sentence of the banner after this scan."""
        self._keys(self.window, code)
        self.window.packing._read_stale()
        for name, screen in (("packing", self.window.packing), ("hand-over", self.window.handover)):
            if screen.isVisible():
                return name, screen.step.step, screen.banner.sentence
        locked = self.window.locked
        assert locked.isVisible()
        return "locked", locked.step.text(), locked.banner.sentence

    def labels(self) -> list[str]:
        """Let carrier and printer do their work; the numbers that came out, newest first."""
        self.rig.work()
        return [parcel.tracking_number for parcel in self.rig.station.recent_parcels()]


@pytest.fixture
def desk(bare_window: MainWindow, rig: Rig, keys: Callable[..., None]) -> Desk:
    enroll(rig, "wu", Role.PACKER)
    enroll(rig, "li", Role.LEAD)
    rig.orders(a_draft("1001", lines_of(A=3, B=2)))
    with rig.station.database.transaction() as tx:
        news(tx, "shop", rig.clock())
    bare_window.attach(rig.station)
    return Desk(bare_window, rig, keys)


def test_a_day_by_scanner_alone(desk: Desk, player: RecordingPlayer) -> None:
    hands, application = _Hands(), QApplication.instance()
    assert application is not None
    application.installEventFilter(hands)
    _log_in_and_pack(desk)
    _void_and_reprint(desk)
    _hand_over(desk)
    assert desk("PB.LOCK") == ("locked", "Scan your badge", "Logged out: wu.")
    application.removeEventFilter(hands)
    assert hands.count == 0
    assert isinstance(desk.rig.station.bench.state, Locked)
    assert {"ok", "complete", "wrong", "system"} <= set(player.tones)
    with desk.rig.station.database.reading() as connection:
        assert journal.verify(connection) is None


def _log_in_and_pack(desk: Desk) -> None:
    """Two parcels of one order, the second one short of a unit."""
    assert desk("1001") == ("locked", "Scan your badge", "That was not counted: nobody is logged in.")
    assert desk(BADGES["wu"]) == ("packing", "Scan an order", "Logged in: wu.")
    assert desk("1001") == ("packing", "Scan the next item", "Order 1001 is on the table.")
    assert desk("A") == ("packing", "Scan the next item", "Goods A: 1 of 3.")
    desk("A")
    assert desk("PB.CLOSE") == ("packing", "Scan the next item", "Box 1 of order 1001 is closed.")
    desk("A")
    desk("B")
    assert desk("PB.SHORT")[2] == "Order 1001 ships with 4 of 5."
    second, first = desk.labels()
    assert desk(first)[2] == "The label of order 1001 is on its box."
    assert desk(second)[2] == "The label of order 1001 is on its box."


def _void_and_reprint(desk: Desk) -> None:
    """A packer asks, a lead's badge agrees; the new label is printed, and once more."""
    voided = desk.labels()[0]
    assert desk("PB.VOID")[1:] == ("Shift lead: scan your badge", "That needs the shift lead.")
    assert desk(BADGES["wu"])[1:] == ("Shift lead: scan your badge", "wu may not agree to that.")
    assert desk(BADGES["li"])[2] == "The waybill of order 1001 is being voided."
    assert desk.window.header.person.text() == "wu · packer"
    desk.labels()
    assert desk("PB.LABEL")[2] == "A label for order 1001 is asked for."
    desk.labels()
    assert desk("PB.REPRINT.DAMAGED")[2] == "The label of order 1001 goes to the printer again."
    label = desk.labels()[0]
    assert label != voided
    assert len(desk.rig.printer.documents) == 4
    assert desk(label)[2] == "The label of order 1001 is on its box."
    assert desk(voided)[2].startswith("Stop")


def _hand_over(desk: Desk) -> None:
    """Both parcels onto the pile, each once; the list, and a day with nothing open."""
    second, first = desk.labels()
    assert desk("PB.HANDOVER")[:2] == ("hand-over", "Scan the first parcel")
    assert desk(first) == ("hand-over", "Scan the next parcel", f"{first}: number 1 on the pile.")
    assert desk(first)[2] == f"Scanned before: {first}, order 1001."
    assert desk(second)[2] == f"{second}: number 2 on the pile."
    closed = desk("PB.MANIFEST")
    assert closed[0] == "hand-over"
    assert closed[2].endswith("is closed: 2 parcels.")
    assert desk.window.handover.closed.counts.text() == "2 parcels · 4 units"
    assert desk("PB.DAYEND")[2] == "The day is done. Nothing is left open."
    assert desk.window.handover.day_end.nothing.isVisible()
