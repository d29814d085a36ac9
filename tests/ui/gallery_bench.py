"""Draws the packing screen's box, lights, day and item pictures, for eyes: python -m tests.ui.gallery_bench FOLDER."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from app.domain.facts import ScaleLost, ScaleRead
from app.domain.glance import LaneGlance, LaneState
from app.domain.printing import Delivery, PrintOutcome
from app.domain.weighing import Reading
from app.resources import resource
from app.ui.main_window import MainWindow
from tests.builders import Rig, a_consignee, a_draft, a_line
from tests.sealed import a_sealed_parcel
from tests.ui.gallery_drawing import Scene, run

GOODS = {
    "CUP-BL": "搪瓷杯 蓝色",
    "CANDLE": "Soy candle, fig and cedar",
    "TEA-LJ50": "龙井茶 50克",
    "FAN-01": "Folding fan, ink on paper",
    "SOAP-JG": "桂花香皂",
    "NONE-1": "Gift wrap, nobody took a picture of it",
}
LONG = (
    "青瓷茶杯 300ml 礼盒装 二十四节气限定款 (Celadon cup in a gift box, the twenty-four solar terms, limited edition)"
)
PER_HOUR = (0, 0, 0, 0, 0, 0, 0, 14, 46, 61, 58, 63, 22, 55)
HOUR_MS = 3_600_000


def an_order(number: str, **units: int) -> object:
    lines = tuple(
        replace(a_line(sku.replace("_", "-"), count, position=at), title=GOODS[sku.replace("_", "-")])
        for at, (sku, count) in enumerate(units.items(), 1)
    )
    return a_draft(number, lines, shop="茶舍旗舰店", consignee=a_consignee("欧阳娜娜"))


def a_rig(folder: Path) -> Rig:
    """A shop with pictures of all it sells but one, half a day's parcels, and orders that are due."""
    shutil.copytree(resource("demo/pictures"), folder / "pictures")
    rig = Rig(folder)
    rig.clock.now_ms += 5 * HOUR_MS  # in the afternoon, wherever this is drawn
    drafts = [
        an_order("SO-0001", CUP_BL=2, CANDLE=1, TEA_LJ50=3, FAN_01=1, NONE_1=1),
        an_order("SO-0002", CUP_BL=180, CANDLE=120),
        an_order("SO-0003", TEA_LJ50=4, SOAP_JG=4),
        a_draft("SO-0004", tuple(replace(a_line(f"L{at}", 2, position=at), title=LONG) for at in range(1, 4))),
        an_order("SO-0005", FAN_01=1),
    ]
    now = rig.clock()
    due = (now + 2 * HOUR_MS, now - HOUR_MS, now + 30 * HOUR_MS, None, now + HOUR_MS)
    rig.orders(*(replace(draft, due_at_ms=at) for draft, at in zip(drafts, due, strict=True)))  # type: ignore[type-var]
    with rig.station.database.transaction() as tx:
        for back, count in enumerate(reversed(PER_HOUR)):
            for number in range(count):
                parcel = a_sealed_parcel(tx, rig.station.database, f"D{back}-{number}")
                values = {"at": now - back * HOUR_MS, "id": parcel}
                tx.execute(text("UPDATE parcels SET sealed_at = :at WHERE id = :id"), values)
    return rig


def states(window: MainWindow, rig: Rig) -> Iterator[str]:
    """From an empty table to several boxes, and what the line of lights says."""
    scan = window.wedge.scanned.emit
    station = rig.station
    station.settings = replace(
        station.settings, station=replace(station.settings.station, name="Bench 7", parcels_per_hour=60)
    )
    window.attach(station)
    yield "80-idle"
    scan("SO-0001")
    yield "81-opened"
    scan("CANDLE")
    scan("TEA-LJ50")
    yield "82-packing"
    scan("FAN-01")
    scan("NONE-1")
    yield "83-no-picture"
    for code in ("CUP-BL", "CUP-BL", "TEA-LJ50", "TEA-LJ50"):
        scan(code)
    rig.work()
    yield "84-done"
    scan("SO-0002")
    for _ in range(70):
        scan("CUP-BL")
    yield "85-many-units"
    scan("PB.ASIDE")
    scan("SO-0003")
    for code in ("TEA-LJ50", "TEA-LJ50", "SOAP-JG", "PB.CLOSE", "TEA-LJ50", "PB.CLOSE", "SOAP-JG"):
        scan(code)
    yield "86-several-boxes"
    for code in ("TEA-LJ50", "SOAP-JG", "SOAP-JG"):
        scan(code)
    rig.work()
    yield "87-several-done"
    scan("SO-0004")
    scan("L1")
    yield "88-long-titles"
    scan("PB.UNPACK")
    yield "89-armed"
    scan("PB.CANCEL")
    yield from _lights(window, rig)


def _lights(window: MainWindow, rig: Rig) -> Iterator[str]:
    """One thing after the other goes wrong."""
    scan = window.wedge.scanned.emit
    scan("PB.ASIDE")
    window._on_fact(ScaleRead(Reading(1234, True, 0)))
    yield "8a-scale"
    rig.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    scan("SO-0005")
    scan("FAN-01")
    rig.work()
    yield "8b-printer-away"
    window._on_fact(ScaleLost("scale.gone"))
    yield "8c-two-troubles"
    window._on_fact(ScaleRead(Reading(0, True, 0)))
    stopped = LaneGlance("carrier:kdniao", LaneState.STOPPED, 4, 0, "kdniao.104", rig.clock())
    rig.station.lanes = lambda: (stopped,)  # type: ignore[method-assign]  # an account that its carrier closed
    yield "8d-a-person-must-act"


SCENES = (Scene(a_rig, states),)

if __name__ == "__main__":
    run(SCENES)
