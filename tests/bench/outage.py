"""After eight hours without the carrier: how fast the lanes catch up, in which order, and what the packer feels of it.

    python -m tests.bench.outage [PARCELS] [SCANS]

The outage is real (nothing listens at the carrier's port), its eight hours are the station's clock moved on. Carrier
and printer are processes of their own. The scans are the same in every row (one unit of an order on the table), one
every 50 ms, with the disk; idle is measured before and after, so that the machine's own mood shows.
"""

from __future__ import annotations

import hashlib
import itertools
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from app.carriers.kdniao import CALLS_PER_S
from app.domain.glance import LaneState
from app.station import Station
from app.store import orders
from app.store.database import system_now_ms
from tests.bench.lanes import pack, settings_of
from tests.bench.street import a_carrier, a_printer
from tests.bench.table import HEAD, percentile, row
from tests.builders import a_draft, lines_of

_HOURS = 8
_EVERY_S = 0.05
_LANE = "carrier:kdniao"


class MovedClock:
    """The system's time and what was added to it."""

    def __init__(self) -> None:
        self.added_ms = 0

    def __call__(self) -> int:
        return system_now_ms() + self.added_ms


def main() -> None:
    parcels = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    scans = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        paper, port, clock = Path(folder) / "paper", _a_free_port(), MovedClock()
        printer_port = stack.enter_context(a_printer(paper))
        station = Station(
            settings_of(Path(folder), f"http://127.0.0.1:{port}/api/EOrderService", printer_port), now_ms=clock
        )
        stack.callback(station.stop)
        station.start()
        _put_on_table(station)
        before = _scanned(station, lambda done: done < scans // 2)
        _leave_table(station)
        pack(station, parcels)
        _pass_hours(station, clock)
        carrier = stack.enter_context(a_carrier(0.0, port=port))
        assert urlsplit(carrier).port == port
        waits_s = _until_it_tries_by_itself(station, clock)
        _put_on_table(station)
        began = time.monotonic()
        during = _scanned(station, lambda _done: _sent(station) < parcels)
        took_s = time.monotonic() - began
        after = _scanned(station, lambda done: done < scans // 2)
        _tell_lanes(station, paper, parcels, took_s=took_s, waits_s=waits_s)
    _tell_scans(before, during, after)


def _tell_lanes(station: Station, paper: Path, parcels: int, *, took_s: float, waits_s: float) -> None:
    bound_s = (parcels - 1) / CALLS_PER_S
    arrived = _arrived(station, paper)
    print(
        f"{parcels} parcels waited {_HOURS} h; with the carrier back, the lane tried by itself within {waits_s:.0f} s"
    )
    print(f"caught up in {took_s:.1f} s, bound by the rate limit {bound_s:.1f} s, ratio {took_s / bound_s:.3f}")
    in_order = sum(one < other for one, other in itertools.pairwise(arrived)) + 1
    print(f"labels at the printer {len(arrived)}, in the order packed {in_order}")
    print(f"most calls within any second {_most_calls(station)}, limit {CALLS_PER_S:.0f}")


def _tell_scans(before: Sequence[float], during: Sequence[float], after: Sequence[float]) -> None:
    idle = [*before, *after]
    print(HEAD)
    print(row(f"scan, idle before ({len(before)})", before, baseline_s=idle))
    print(row(f"scan, idle after ({len(after)})", after, baseline_s=idle))
    print(row(f"scan during the catch-up ({len(during)})", during, baseline_s=idle))
    for share in (0.5, 0.95, 0.99):
        print(f"ratio at p{share * 100:.0f}: {percentile(during, share) / percentile(idle, share):.2f}")


def _scanned(station: Station, is_wanted: Callable[[int], bool]) -> list[float]:
    """Seconds of one scan after the other."""
    seconds: list[float] = []
    while is_wanted(len(seconds)):
        began = time.perf_counter()
        outcome = station.bench.scan("A")
        seconds.append(time.perf_counter() - began)
        assert outcome.code == "item.packed"
        time.sleep(max(0.0, _EVERY_S - seconds[-1]))
    return seconds


def _put_on_table(station: Station) -> None:
    """An order of so many units that it is never complete."""
    number = f"TABLE-{station.database.now_ms()}"
    with station.database.transaction() as tx:
        orders.add(tx, station.database, [a_draft(number, lines_of(A=100_000))])
    assert station.bench.scan(number).code == "order.opened"


def _leave_table(station: Station) -> None:
    assert station.bench.scan("PB.ASIDE").code == "order.put_aside"


def _pass_hours(station: Station, clock: MovedClock) -> None:
    """The lane tries and fails as often as eight hours let it, at the longest interval of its backoff."""
    end = clock.added_ms + _HOURS * 3600 * 1000
    while clock.added_ms < end:
        _until_it_tries_by_itself(station, clock)
        _await(lambda: station.lanes()[0].next_try_at_ms > clock())


def _until_it_tries_by_itself(station: Station, clock: MovedClock) -> float:
    """Move on to the lane's next try; the seconds until then."""
    _await(lambda: station.lanes()[0].state is LaneState.WAITING)
    lane = station.lanes()[0]
    assert lane.lane == _LANE
    wait_ms = max(lane.next_try_at_ms - clock(), 0)
    clock.added_ms += wait_ms + 1
    station.work[_LANE].wake()
    return wait_ms / 1000


def _await(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.005)


def _sent(station: Station) -> int:
    with station.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM prints WHERE state = 'sent'").scalar_one())


def _arrived(station: Station, paper: Path) -> list[str]:
    """The order numbers of the labels in the order in which the printer has them."""
    with station.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT p.sha256, o.number FROM prints p JOIN waybills w ON w.id = p.waybill_id"
            " JOIN parcels c ON c.id = w.parcel_id JOIN orders o ON o.id = c.order_id"
        )
        numbers = {row.sha256: row.number for row in rows}
    return [numbers[hashlib.sha256(path.read_bytes()).hexdigest()] for path in sorted(paper.glob("*.zpl"))]


def _most_calls(station: Station) -> int:
    with station.database.reading() as connection:
        starts = list(
            connection.exec_driver_sql(
                "SELECT started_at FROM jobs WHERE lane = ? AND state = 'done' ORDER BY started_at", (_LANE,)
            ).scalars()
        )
    return max(sum(start <= other < start + 1000 for other in starts[at : at + 100]) for at, start in enumerate(starts))


def _a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


if __name__ == "__main__":
    main()
