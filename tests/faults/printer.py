"""Printer faults: a real station, a real transport, a printer on a TCP port that fails at every point of a job.

The paper is the judge. What came out is read back by its bar code and held against the print ledger: never a copy that
nobody asked for, nothing called sent that the printer did not read to its end, nothing proven or confirmed that is not
on paper. One printer is asked nothing; others are asked what their models answer, and prove what they can.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import app.desk_parts
from app.devices.printer_network import NetworkPrinter, TcpWire
from app.devices.printer_words import profile_of
from app.devices.stream_printer import StreamPrinter
from app.devices.virtual_printer import Fault
from app.domain.printing import Delivery, PaperProof, PrintOutcome
from app.errors import Unavailable
from app.store import prints
from app.store.database import Transaction
from app.store.prints import PrintRow
from app.work.lane import Done
from app.work.spooler import Spooler
from tests.faults.printer_desk import ASKED, MEMORY, UNASKED, Case, Desk, Neighbor, Spoken, Transport
from tests.faults.report import Found, Row

TENTHS = tuple(tenth / 10 for tenth in range(11))
_LONG_SCHEDULES = 5
_LONG_PARCELS = 200
_SHORT_PARCELS = 12
_CUTS = (Fault.RESET, Fault.HALF_READ, Fault.STALL, Fault.POWER_CUT)
_WHOLE = (Fault.PAPER_OUT, Fault.HEAD_OPEN, Fault.LIE, Fault.REFUSE)
_WORDS = (Fault.LIE, Fault.STUCK_MECHANISM, Fault.BLANK)


def run(*, is_long: bool, seed: int) -> Row:
    """The catalog of faults one by one, then random schedules of them, then the broken variants."""
    began = time.monotonic()
    found = Found()
    faults = _played(found, catalog(TENTHS if is_long else TENTHS[::2]), "catalog")
    for at, spoken in enumerate(ASKED):
        cases = asked_catalog(TENTHS[1::2], at=at, is_long=is_long)
        faults += _played(found, cases, f"catalog of {spoken.model}", asking(spoken), spoken)
    for schedule in range(_LONG_SCHEDULES if is_long else 1):
        name = f"printer --seed {seed}, schedule {schedule}"
        cases = a_schedule(random.Random(f"{seed} {schedule}"), _LONG_PARCELS if is_long else _SHORT_PARCELS)
        faults += _played(found, cases, name)
    escaped = [variant for variant, is_caught in variants().items() if not is_caught]
    for variant in escaped:
        sys.stderr.write(f"printer: not caught: {variant}\n")
    variant = "unknown prints tried again; bytes, good words taken for proof; sent taken for seen"
    return Row("printer", faults, "faults", found, variant, not escaped, time.monotonic() - began)


def catalog(shares: Sequence[float] = TENTHS) -> list[Case]:
    """Every fault at every such share of a job, and what surrounds a job."""
    cases = [Case(f"{fault} at {share:.0%}", fault, share) for fault in _CUTS for share in shares]
    cases += [
        Case(f"{fault} at {share:.0%}, for all", fault, share, is_lasting=True)
        for fault in _CUTS
        for share in (0.0, 0.5)
    ]
    cases += [Case(f"{fault}", fault, is_lasting=True) for fault in _WHOLE]
    cases += [Case(f"{fault} for one", fault) for fault in _WHOLE]
    cases += [Case(f"{fault}, then the power", fault, is_lasting=True, then=Fault.POWER_CUT) for fault in _WHOLE[:2]]
    cases += [Case(f"a neighbor who {neighbor}", neighbor=neighbor) for neighbor in Neighbor]
    cases += [
        Case(f"a neighbor who {neighbor}, and no paper", Fault.PAPER_OUT, neighbor=neighbor) for neighbor in Neighbor
    ]
    cases += [Case("the power goes after the label", None, then=Fault.POWER_CUT)]
    cases += [
        Case(f"{fault}, restarted", fault, 0.5, is_lasting=True, is_restarted=True) for fault in (*_CUTS, *_WHOLE)
    ]
    return cases


def asked_catalog(shares: Sequence[float], *, at: int, is_long: bool) -> list[Case]:
    """For a printer that is asked: its part of the shares, and what only its answers can be wrong about."""
    cuts = [Case(f"{fault} at {share:.0%}", fault, share) for fault in _CUTS for share in shares]
    cases = [Case(f"{fault} for one", fault) for fault in _WORDS]
    cases += [
        Case("no paper, then the power", Fault.PAPER_OUT, is_lasting=True, then=Fault.POWER_CUT),
        Case("a neighbor who prints, and no paper", Fault.PAPER_OUT, neighbor=Neighbor.PRINTS),
    ]
    return [*cases, *(cuts if is_long else cuts[at :: 3 * len(ASKED)])]


def asking(spoken: Spoken) -> Transport:
    """A printer that is asked what its model answers, before and after."""

    def made(name: str, host: str, port: int, **timers: float) -> StreamPrinter:
        wire = TcpWire(host, port, connect_timeout_s=timers.pop("connect_timeout_s"))
        profile = profile_of(spoken.language, spoken.model)
        return StreamPrinter(
            name,
            wire,
            language=spoken.language,
            profile=profile,
            answer_timeout_s=max(0.1, timers["stall_timeout_s"]),
            proof_timeout_s=timers["drain_timeout_s"],
            **timers,
        )

    return made


def a_schedule(dice: random.Random, parcels: int) -> list[Case]:
    """Faults at random points, of one to four parcels each, alone and one after the other."""
    cases: list[Case] = []
    left = parcels
    while left > 0:
        count = min(left, dice.choice((1, 1, 2, 3, 4)))
        fault = dice.choice((*_CUTS, *_CUTS, *_WHOLE, None))
        neighbor = dice.choice(list(Neighbor)) if dice.random() < 0.15 else None
        then = Fault.POWER_CUT if dice.random() < 0.1 else None
        cases.append(
            Case(
                f"{fault} with {neighbor}, then {then}",
                fault,
                dice.choice((0.0, 1.0, dice.random())),
                is_lasting=dice.random() < 0.3,
                then=then,
                neighbor=neighbor,
                is_restarted=dice.random() < 0.2,
                parcels=count,
            )
        )
        left -= count
    return cases


def _played(
    found: Found,
    cases: Sequence[Case],
    name: str,
    transport: Transport = NetworkPrinter,
    spoken: Spoken = UNASKED,
) -> int:
    """Play the cases on one station, look at it as a whole at the end; how many faults struck."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        desk = Desk(Path(folder), transport, spoken)
        try:
            for at, case in enumerate(cases):
                desk.play(case)
                for kind in ("lost", "doubled", "lies", "other"):
                    sentences = getattr(desk.found, kind)
                    getattr(found, kind).extend(f"{name}, case {at} ({case.name}): {text}" for text in sentences)
                    sentences.clear()
            whole = desk.examine()
            for kind in ("lost", "doubled", "lies", "other"):
                getattr(found, kind).extend(f"{name}, at the end: {text}" for text in getattr(whole, kind))
        finally:
            desk.stop()
        return desk.faults


class RetryingSpooler(Spooler):
    """Broken on purpose: a print whose end is unknown is tried again."""

    def _settled(self, row: PrintRow, outcome: PrintOutcome, *, code: str) -> Done:
        if outcome.delivery is Delivery.UNKNOWN:
            raise Unavailable(outcome.code)
        return super()._settled(row, outcome, code=code)


class TrustingSpooler(Spooler):
    """Broken on purpose: what was sent is called seen."""

    def _settled(self, row: PrintRow, outcome: PrintOutcome, *, code: str) -> Done:
        done = super()._settled(row, outcome, code=code)
        if outcome.delivery is not Delivery.DELIVERED:
            return done

        def write(tx: Transaction) -> None:
            done.write(tx)
            prints.mark_sent(tx, self._database, row.id, proof=PaperProof.COUNTER, is_settled=True)

        return Done(write, done.fact)


class HopefulPrinter(NetworkPrinter):
    """Broken on purpose: a connection that was reset counts as nothing sent."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = super().send(document)
        return PrintOutcome(Delivery.NOT_SENT, outcome.code) if outcome.code == "printer.reset" else outcome


class ClaimingPrinter(NetworkPrinter):
    """Broken on purpose: every byte handed over counts as read."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = super().send(document)
        is_out = outcome.bytes_sent == len(document)
        return PrintOutcome(Delivery.DELIVERED, bytes_sent=outcome.bytes_sent) if is_out else outcome


class ReadyPrinter(NetworkPrinter):
    """Broken on purpose: what it took to the end counts as proven by the printer."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = super().send(document)
        is_read = outcome.delivery is Delivery.DELIVERED
        return replace(outcome, proof=PaperProof.COUNTER) if is_read else outcome


def variants() -> dict[str, bool]:
    """Each broken product, and whether the same checks found it out."""
    cases = [Case("reset at the end", Fault.RESET, 1.0), Case("reset", Fault.RESET, 0.5), Case("a lie", Fault.LIE)]

    def is_caught(kind: str, transport: Transport = NetworkPrinter) -> bool:
        found = Found()
        _played(found, cases, "broken variant", transport)
        return bool(getattr(found, kind))

    caught = {
        "a reset taken for nothing sent": is_caught("doubled", HopefulPrinter),
        "a good word taken for proof": is_caught("lies", ReadyPrinter),
        "bytes taken for proof": is_caught("lies", ClaimingPrinter),
    }
    with _spooler(RetryingSpooler):
        caught["unknown prints tried again"] = is_caught("doubled")
    with _spooler(TrustingSpooler):
        caught["sent taken for seen"] = is_caught("lies")
    return caught


@contextmanager
def _spooler(broken: type[Spooler]) -> Iterator[None]:
    """Stations that are built meanwhile print with this one."""
    right = vars(app.desk_parts)["Spooler"]
    vars(app.desk_parts)["Spooler"] = broken
    try:
        yield
    finally:
        vars(app.desk_parts)["Spooler"] = right
