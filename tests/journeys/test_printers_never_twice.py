"""Whatever is asked, tried, redirected and interrupted: no print is sent twice by itself, and none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from app.domain.printing import Delivery, PrintOutcome, PrintReason
from app.station import Station
from app.store.database import Database
from app.store.prints import PrintRow
from app.work.drawing import Drawn
from tests.journeys.print_room import PrintRoom
from tests.journeys.whole_day import difference

OK, OFF = PrintOutcome(Delivery.DELIVERED), PrintOutcome(Delivery.NOT_SENT, "printer.refused")
TORN = PrintOutcome(Delivery.UNKNOWN, "printer.reset", 7)
NAMES = ("label", "spare")
TWO = """
[printer]
address = "file:a"
confirm = "off"
fallback = "spare"
[[other_printers]]
name = "spare"
address = "file:b"
fallback = "label"
"""


class CrashError(BaseException):
    """The process ends here."""


class Told:
    """A printer that does what it was told next; `meanwhile` happens while it has the document."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.next: list[PrintOutcome | None] = []
        self.sent: list[tuple[str, int]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def send(self, document: bytes) -> PrintOutcome:
        outcome = self.next.pop(0) if self.next else OK
        if outcome is None or outcome.delivery is not Delivery.NOT_SENT:
            print_id, _, position = document.decode().partition(" ")
            self.sent.append((print_id, int(position)))
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        if outcome is None:
            raise CrashError
        return outcome


def drawn(row: PrintRow) -> Drawn:
    return Drawn(f"{row.id} {row.position}".encode())


class ToldRoom(PrintRoom):
    """Two printers that take over from each other."""

    def __init__(self, folder: Path) -> None:
        self.told = {name: Told(name) for name in NAMES}
        super().__init__(folder, TWO)

    def _open(self) -> Station:
        station = super()._open()
        for name, told in self.told.items():
            spooler: Any = station.work[f"printer:{name}"]._work
            spooler._printer = told
            spooler._drawing = type("Drawn", (), {"draw": staticmethod(drawn)})
        return station

    def step_printer(self, name: str) -> None:
        try:
            self.station.work[f"printer:{name}"].step()
        except CrashError:
            self.restart()

    def rest(self) -> None:
        for told in self.told.values():
            told.next.clear()
        for _ in range(4):
            self.later(700)

    def check(self, asked: int) -> None:
        sent = [print_id for told in self.told.values() for print_id, _ in told.sent]
        assert [count for count in Counter(sent).values() if count > 1] == []
        assert len(sent) == asked
        assert {state for _, state in self.ledger("id, state")} <= {"sent", "unknown"}
        for told in self.told.values():
            positions = [position for _, position in told.sent]
            assert positions == sorted(set(positions))
        rows = self.ledger("printer, position")
        assert len(set(rows)) == len(rows)
        assert difference(self) is None


WEIGHTS = {"ask": 3, "step": 8, "redirect": 2, "redirect meanwhile": 2, "told": 5, "restart": 1, "fall back": 2}
NEXT = (OFF, OFF, TORN, None)


def ask(room: ToldRoom) -> int:
    """One more copy of every label that is not on its way; how many."""
    room.clock.pass_s(1)
    before = len(room.ledger())
    for parcel in room.station.recent_parcels(100):
        room.station.bench.reprint(parcel.parcel_id, PrintReason.DAMAGED)
    return len(room.ledger()) - before


def act(room: ToldRoom, what: str, dice: Random) -> None:
    name, other = dice.sample(NAMES, 2)
    match what:
        case "step":
            room.clock.pass_s(30)
            room.step_printer(name)
        case "redirect":
            room.station.printers.redirect(name, other)
        case "redirect meanwhile":
            room.told[name].meanwhile = lambda: room.station.printers.redirect(name, other)
            room.step_printer(name)
        case "told":
            room.told[name].next.append(dice.choice(NEXT))
        case "restart":
            room.restart()
        case "fall back":
            room.clock.pass_s(61)
            room.fall_back()


@pytest.fixture(scope="module")
def told_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToldRoom]:
    """One file for all histories: each leaves it at rest for the next one."""
    room = ToldRoom(tmp_path_factory.mktemp("room"))
    room.buy("1", "2", "3")
    room.rest()
    yield room
    room.station.stop()


@pytest.mark.parametrize("seed", range(8))
def test_no_print_is_ever_sent_twice_by_itself(seed: int, told_room: ToldRoom) -> None:
    dice, asked = Random(seed), len(told_room.ledger())
    for what in ("ask", *dice.choices(list(WEIGHTS), list(WEIGHTS.values()), k=50)):
        if what == "ask":
            asked += ask(told_room)
        else:
            act(told_room, what, dice)
    told_room.rest()
    told_room.check(asked)
    for what in ("print.redirected", "print.unknown", "print.waiting"):
        assert told_room.events(what) > 0


def test_a_crash_at_any_statement_of_a_redirection_leaves_all_of_it_or_nothing(tmp_path: Path) -> None:
    struck = 0
    for at in range(1, 60):
        room = ToldRoom(tmp_path / str(at))
        room.told["label"].next = [OFF]
        room.buy("1", "2")
        left = [at]

        def strike(*_args: object, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise CrashError

        database: Database = room.station.database
        event.listen(database._writer, "before_cursor_execute", strike)
        try:
            assert room.station.printers.redirect("label", "spare") == 2
        except CrashError:
            struck += 1
        event.remove(database._writer, "before_cursor_execute", strike)
        room.restart()
        where = room.ledger("printer, position, state")
        assert where in (
            [("label", 1, "queued"), ("label", 2, "queued")],
            [("spare", 1, "queued"), ("spare", 2, "queued")],
        )
        room.rest()
        room.check(2)
        room.station.stop()
        if left[0] > 0:
            break
    assert struck >= 8


def test_a_printer_that_sends_again_what_is_unknown_would_be_caught(tmp_path: Path) -> None:
    room = ToldRoom(tmp_path)
    room.buy("1")
    room.told["label"].next = [TORN]
    room.step_printer("label")
    (print_id, position) = room.told["label"].sent[0]
    room.told["spare"].send(f"{print_id} {position}".encode())
    with pytest.raises(AssertionError):
        room.check(1)
    room.station.stop()
