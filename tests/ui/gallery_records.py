"""Draws the screens of orders and parcels: python -m tests.ui.gallery_records FOLDER [language theme WxH [scene]]."""

from __future__ import annotations

from collections.abc import Iterator

from app.ui.main_window import MainWindow
from tests.builders import Rig
from tests.ui.gallery_drawing import Scene, run, settle
from tests.ui.records.archive import CANCELLED, GONE, SHORT, TROUBLED, VOIDED, Archive, fill


def orders(window: MainWindow, rig: Archive) -> Iterator[str]:
    fill(rig.station.database, 2_000)
    window.attach(rig.station)
    screen = window.visits.orders
    window.wedge.scanned.emit("PB.ORDERS")
    settle(window)
    yield "a0-orders"
    screen.bar.field.setText("SO-0001")
    settle(window)
    screen._go_to_rows()
    yield "a1-orders-searched"
    for number, name in ((GONE, "packed"), (VOIDED, "voided"), (CANCELLED, "stopped"), (SHORT, "aside")):
        window.wedge.scanned.emit(number)
        settle(window)
        yield f"a2-order-{name}"
    screen.back()
    screen.bar.field.setText("nobody")
    settle(window)
    yield "a3-orders-unfound"
    screen.bar.field.clear()
    screen.table.setFocus()
    screen.press("6")
    settle(window)
    yield "a4-orders-unfiltered"


def parcels(window: MainWindow, rig: Archive) -> Iterator[str]:
    window.attach(rig.station)
    window.wedge.scanned.emit("PB.PARCELS")
    settle(window)
    window.visits.parcels._go_to_rows()
    yield "a5-parcels"
    window.wedge.scanned.emit(rig.tracking_of(TROUBLED))
    settle(window)
    yield "a6-parcel-troubled"
    window.wedge.scanned.emit(rig.tracking_of(GONE))
    settle(window)
    yield "a7-parcel"
    window.wedge.scanned.emit("PB.VOID")
    settle(window)
    yield "a8-parcel-void-asked"


def nothing(window: MainWindow, rig: Rig) -> Iterator[str]:
    window.attach(rig.station)
    for command, name in (("PB.ORDERS", "orders"), ("PB.PARCELS", "parcels")):
        window.wedge.scanned.emit(command)
        settle(window)
        yield f"a9-no-{name}"


SCENES = (Scene(Archive, orders), Scene(Archive, parcels), Scene(Rig, nothing))

if __name__ == "__main__":
    run(SCENES)
