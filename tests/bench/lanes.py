"""How many jobs a second the lanes do with a carrier that takes its time, against the bound of latency and rate limit.

    python -m tests.bench.lanes [PARCELS]

One lane does one job after the other: at most 1 / latency, and at most what the carrier allows (Kdniao: 20/s). The
printer's lane draws, proves and sends meanwhile; at the end it works alone, off a queue.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from app.carriers.kdniao import CALLS_PER_S
from app.domain.facts import Fact, LabelSent
from app.keys import Secrets
from app.settings import PrinterSettings, Settings
from app.station import Station
from app.store import orders
from tests.bench.street import ACCOUNT, a_carrier, a_printer
from tests.builders import a_draft, lines_of, some_settings

_LATENCIES_S = (0.1, 0.2, 0.02, 0.0)
_HEAD = f"{'carrier takes':>14} {'jobs':>6} {'jobs/s':>8} {'bound':>8} {'ratio':>7} {'labels/s':>9}"


def main() -> None:
    parcels = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(_HEAD)
    for latency_s in _LATENCIES_S:
        with tempfile.TemporaryDirectory() as folder:
            bought, sent = _worked_off(Path(folder), latency_s, parcels)
        bound = min(1 / latency_s if latency_s else CALLS_PER_S, CALLS_PER_S)
        name = f"{latency_s * 1000:.0f} ms"
        print(f"{name:>14} {parcels:6d} {bought:8.2f} {bound:8.2f} {bought / bound:7.3f} {sent:9.2f}")
    with tempfile.TemporaryDirectory() as folder:
        print(f"printer's lane alone, its jobs waiting: {_printed_alone(Path(folder), parcels):.1f} labels/s")


def _worked_off(folder: Path, latency_s: float, parcels: int) -> tuple[float, float]:
    """Waybills and labels a second."""
    with ExitStack() as stack:
        url = stack.enter_context(a_carrier(latency_s))
        port = stack.enter_context(a_printer(folder / "paper"))
        station = Station(settings_of(folder, url, port))
        pack(station, parcels)
        _await_labels(station, parcels)
        rates = _per_s(station, "carrier:kdniao"), _per_s(station, "printer:label")
        station.stop()
    return rates


def _printed_alone(folder: Path, parcels: int) -> float:
    """Everything is bought before the printer's lane begins."""
    with ExitStack() as stack:
        url = stack.enter_context(a_carrier(0.0))
        port = stack.enter_context(a_printer(folder / "paper"))
        station = Station(settings_of(folder, url, port))
        pack(station, parcels)
        courier = station.work["carrier:kdniao"]
        while any(lane.waiting for lane in station.lanes() if lane.lane == courier.name):
            courier.step()
        _await_labels(station, parcels)
        rate = _per_s(station, "printer:label")
        station.stop()
    return rate


def settings_of(folder: Path, url: str, port: int) -> Settings:
    Secrets(folder, "file").write("kdniao.api_key", ACCOUNT["api_key"])
    settings = some_settings(folder, kind="kdniao", url=url, business_id=ACCOUNT["business_id"], settle_s=1.0)
    return replace(settings, printer=PrinterSettings(address=f"127.0.0.1:{port}"))


def pack(station: Station, parcels: int) -> None:
    with station.database.transaction() as tx:
        orders.add(tx, station.database, [a_draft(f"P{at:05d}", lines_of(A=1, B=2)) for at in range(parcels)])
    for at in range(parcels):
        for code in (f"P{at:05d}", "A", "B", "B"):
            station.bench.scan(code)


def _await_labels(station: Station, parcels: int) -> None:
    """Start the lanes and wait until every label is with the printer."""
    left = threading.Semaphore(0)

    def heard(fact: Fact) -> None:
        if isinstance(fact, LabelSent):
            left.release()

    station.listen(heard)
    station.start()
    for _ in range(parcels):
        left.acquire()


def _per_s(station: Station, lane: str) -> float:
    """From the first job that ended to the last: starting up is not counted."""
    with station.database.reading() as connection:
        first, last, count = connection.exec_driver_sql(
            "SELECT min(finished_at), max(finished_at), count(*) FROM jobs WHERE lane = ? AND state = 'done'", (lane,)
        ).one()
    return (count - 1) * 1000 / (last - first)


if __name__ == "__main__":
    main()
