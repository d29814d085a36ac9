"""What is held before the demo's camera: always what the bench waits for next, as a calm packer would."""

from __future__ import annotations

from collections.abc import Sequence

from app.devices.virtual_camera import VirtualCamera
from app.domain.barcode import has_gtin_check_digit
from app.domain.desk import Idle, Packing, Showing
from app.domain.expecting import expected_items
from app.domain.sighting import Symbol
from app.station import Station
from app.store import waybills


def next_codes(station: Station) -> tuple[tuple[str, Symbol], ...]:
    """The items that the open order wants; else labels that came out; else the order that is due first."""
    state = station.bench.state
    items = sorted(expected_items(state)) if isinstance(state, Packing) else []
    retail = tuple((code[1:], Symbol.EAN_13) for code in items if len(code) == 14 and has_gtin_check_digit(code))
    if retail or not isinstance(state, Idle | Showing):
        return retail
    with station.database.reading() as connection:
        labels = sorted(waybills.waiting_labels(connection))
    if labels:
        return tuple((number, Symbol.CODE_128) for number in labels)
    return tuple((order.number, Symbol.QR) for order in station.next_orders(1))


def serve_wanted(desk: Sequence[Station]) -> VirtualCamera:
    """A running camera, half as fast as a real one: it shares the machine with the demo. `desk` is empty until there is
    a station.
    """
    camera = VirtualCamera(lambda: next_codes(desk[0]) if desk else (), fps=15)
    camera.start()
    return camera
