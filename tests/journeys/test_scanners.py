"""Codes that no keyboard brings: from the cable of a scanner to the desk, in order and none lost."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue

import pytest
from sqlalchemy import text

from app.devices.virtual_scanner import VirtualScanner
from app.domain.facts import CodeScanned, Fact
from app.domain.job import printer_lane
from app.domain.outcome import OutcomeCode
from app.domain.scanner import WEDGE, ScannerKind, ScannerReport, ScannerState
from app.domain.wedge_profile import Country, WedgeProfile
from app.settings import ScannerSettings
from app.station import Station
from app.store import orders
from tests.builders import SwitchedPrinter, a_draft, lines_of, some_settings

if sys.platform == "win32":
    pytest.skip("a pseudo terminal is a scanner's cable here", allow_module_level=True)

from app.devices.virtual_scanner.terminal import TerminalCable

pytestmark = pytest.mark.skipif(not Path("/dev/ptmx").exists(), reason="no pseudo terminals here")


@dataclass
class Counter:
    """A station with a scanner on a serial cable, which lies in the folder as a link; `heard` is what is announced."""

    station: Station
    cable: TerminalCable
    scanner: VirtualScanner
    heard: SimpleQueue[Fact]

    def answers(self, count: int) -> list[OutcomeCode]:
        """What the bench says to the next codes that arrive."""
        given = []
        while len(given) < count:
            fact = self.heard.get(timeout=20)
            if isinstance(fact, CodeScanned):
                given.append(self.station.bench.scan(fact.text, device=fact.scanner).code)
        return given


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    cable = TerminalCable(tmp_path / "ttyScanner")
    scanner = VirtualScanner(cable)
    scanner.unplug()
    scanners = (ScannerSettings("counter", f"serial:{tmp_path / 'ttyScanner'}"), ScannerSettings("bad", "serial:?"))
    settings = replace(some_settings(tmp_path / "station"), scanners=scanners)
    station = Station(settings, printer=SwitchedPrinter())
    with station.database.transaction() as tx:
        orders.add(tx, station.database, [a_draft("1001", lines_of(A=2))])
    yield Counter(station, cable, scanner, SimpleQueue())
    station.stop()
    if cable.is_plugged:
        scanner.unplug()


def test_an_order_is_packed_by_a_scanner_that_does_not_type(counter: Counter) -> None:
    counter.station.listen(counter.heard.put)
    counter.scanner.plug()
    counter.station.start()
    _wait_until_ready(counter)
    for code in ("1001", "A", "A"):
        counter.scanner.scan(code)
    opened, packed, complete = OutcomeCode.ORDER_OPENED, OutcomeCode.ITEM_PACKED, OutcomeCode.ORDER_COMPLETE
    assert counter.answers(3) == [opened, packed, complete]
    with counter.station.database.reading() as connection:
        rows = connection.execute(text("SELECT detail FROM journal WHERE event LIKE 'scan.%'")).scalars().all()
    assert len(rows) == 3
    assert all('"counter"' in row for row in rows)


def test_what_is_scanned_before_anybody_listens_waits(counter: Counter) -> None:
    counter.scanner.plug()
    counter.station.start()
    watch = counter.station.scanners.watches["counter"]
    _wait_until(lambda: watch.state is ScannerState.READY)
    for code in ("1001", "A", "A"):
        counter.scanner.scan(code)
    _wait_until(lambda: watch.codes_read == 3)
    counter.station.listen(counter.heard.put)
    assert counter.answers(3)[-1] is OutcomeCode.ORDER_COMPLETE


def test_a_pulled_cable_is_told_and_scanning_goes_on_when_it_is_back(counter: Counter) -> None:
    counter.station.listen(counter.heard.put)
    counter.scanner.plug()
    counter.station.start()
    _wait_until_ready(counter)
    counter.scanner.unplug()
    _wait_until(lambda: _report(counter).state is ScannerState.GONE)
    assert _report(counter).code == "scanner.gone"
    counter.scanner.plug()
    _wait_until(lambda: _report(counter).state is ScannerState.READY)
    counter.scanner.scan("1001")
    assert counter.answers(1) == [OutcomeCode.ORDER_OPENED]


def test_every_scanner_is_reported_and_one_that_is_set_up_wrong_says_why(counter: Counter) -> None:
    watches = counter.station.scanners.watches
    watches["counter"].step()
    watches["bad"].step()
    told = [(each.name, each.kind, each.state, each.code) for each in counter.station.scanners.reports()]
    assert told == [
        (WEDGE, ScannerKind.WEDGE, ScannerState.READY, ""),
        ("counter", ScannerKind.SERIAL, ScannerState.GONE, "scanner.gone"),
        ("bad", ScannerKind.SERIAL, ScannerState.UNREADY, "scanner.address"),
    ]


def test_what_a_scanner_was_taught_is_remembered_and_a_spoiled_file_is_as_good_as_none(counter: Counter) -> None:
    desk = counter.station.scanners
    assert desk.profile() is None
    taught = WedgeProfile(country=Country.DE, translation=(("z", "y"),), prefix="~", gap_ms=90)
    desk.keep_profile(taught)
    assert desk.profile() == taught
    file = counter.station.settings.folder / "scanner.json"
    file.write_text(file.read_text("utf-8")[:-9], "utf-8")
    assert desk.profile() is None
    desk.forget_profile()
    assert not file.exists()


def _report(counter: Counter) -> ScannerReport:
    return next(each for each in counter.station.scanners.reports() if each.name == "counter")


def _wait_until_ready(counter: Counter) -> None:
    _wait_until(lambda: _report(counter).state is ScannerState.READY)


def _wait_until(is_so: Callable[[], bool]) -> None:
    end, pause = time.monotonic() + 20, threading.Event()
    while not is_so():
        assert time.monotonic() < end
        pause.wait(0.01)


def test_the_sheet_that_teaches_a_scanner_comes_out_of_a_printer_by_the_ledger(counter: Counter) -> None:
    station = counter.station
    for _ in range(2):
        station.scanners.print_sheet("label")
        station.work[printer_lane("label")].step()
    assert station.scanners.sheet().startswith(b"\x89PNG")
    with station.database.reading() as connection:
        rows = connection.execute(text("SELECT document, subject_id, copy, state FROM prints ORDER BY copy")).all()
    assert [tuple(row) for row in rows] == [("command_sheet", "scanner", copy, "sent") for copy in (1, 2)]
