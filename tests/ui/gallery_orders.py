"""Draws the packing screen with whole orders: python -m tests.ui.gallery_orders FOLDER [language theme WxH [scene]]."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.actor import Role
from app.domain.facts import ScaleRead
from app.domain.order import Sequence
from app.domain.weighing import Reading
from app.ui.main_window import MainWindow
from tests.builders import a_consignee, a_draft, a_line
from tests.ui.gallery_drawing import Scene, run
from tests.ui.people import BADGES, enroll
from tests.ui.whole_orders import CARTON, OrdersRig, a_kit_order, a_noted_order, a_rich_order, many_lines, titled

Scan = Callable[..., None]


def a_rig(folder: Path) -> OrdersRig:
    rig = OrdersRig(folder)
    twins = [a_draft(f"SO-20241124-04{number:02d}", (a_line("A", 2),), shop="茶舍旗舰店") for number in range(3)]
    both = [a_draft("7700", (a_line("Z", 1),), shop="North"), a_draft("7700", (a_line("Z", 2),), shop="South")]
    rig.orders(
        a_rich_order(),
        a_kit_order(),
        a_kit_order("SO-20241124-0201", 3, Sequence.FORCED),
        a_noted_order(),
        *twins,
        *both,
        a_draft(
            "SO-20241124-0500",
            tuple(
                titled(f"青瓷茶杯 {at} 号 · celadon cup of the season", a_line(f"T{at}", 3, position=at))
                for at in range(1, 24)
            ),
        ),
        a_draft("ELSE", (a_line("OTHER", 1), a_line("7700", 1, position=2)), consignee=a_consignee("欧阳娜娜")),
        many_lines("SO-20241124-0900", 40),
    )
    return rig


def lines(scan: Scan) -> Iterator[str]:
    scan("SO-20241124-0100")
    yield "50-rich"
    scan("CUP", "CUP", "KETTLE")
    yield "51-serial"
    scan("KT-2024-000417", "DRINK")
    scan("S-1")
    yield "52-lot"
    scan("L-77")
    yield "53-expiry"
    scan("2029-05-31")
    scan("PB.SHORT", "PB.1", "PB.CLOSE")
    yield "54-second-box"
    scan("PB.OK", "PB.OK", "PB.OK", "KETTLE", "KT-2024-000418")
    yield "55-box-two"
    for command, name in (("PB.UNPACK", "unpack"), ("PB.DAMAGE", "damage"), ("PB.MERGE", "merge")):
        scan(command)
        yield f"56-{name}"
        scan("PB.CANCEL")
    scan("PB.LEARN", "PB.5")
    yield "56-learn"
    scan("PB.CANCEL", "PB.SWAP", "PB.3")
    yield "56-swap"
    scan("OTHER")
    yield "57-asking-lead"
    scan("PB.CANCEL", "PB.FINISH")
    yield "58-asking"
    scan("PB.CANCEL", "PB.ASIDE")


def kits_and_choices(scan: Scan, rig: OrdersRig) -> Iterator[str]:
    scan("SO-20241124-0200", *["A", "B", "B", "C"] * 2, "A")
    yield "60-kit"
    scan("A")
    yield "61-kit-wrong"
    scan("PB.ASIDE", "SO-20241124-0201", "B")
    yield "62-forced"
    scan("PB.ASIDE", "SO-20241124-0500", "T1", "PB.SHORT")
    yield "63-choose-line"
    scan("PB.MORE", "PB.MORE")
    yield "64-choose-last-page"
    scan("PB.CANCEL", "PB.ASIDE", "7700")
    yield "65-choose-meaning"
    scan("PB.CANCEL", "PB.MODE.ITEM")
    yield "66-item-first"
    scan("PB.MODE.ORDER", "SO-20241124-0400", "A", "A", "PB.CLONE")
    yield "67-clone"
    scan("PB.CANCEL", "SO-20241124-0900", "SKU0020")
    yield "68-many"
    rig.stop("SO-20241124-0900")
    scan("SKU0021")
    yield "69-stopped"
    scan("PB.RETURNED")
    rig.stop("SO-20241124-0401", "hold")
    scan("SO-20241124-0401")
    yield "6a-stopped-before"


def dues(window: MainWindow, scan: Scan, rig: OrdersRig) -> Iterator[str]:
    scan("SO-20241124-0300")
    yield "70-note"
    scan("A")
    yield "71-note-first"
    scan("PB.OK", "B", "A")
    yield "72-note-shipment"
    scan("PB.OK", "PB.OK")
    yield "73-mark"
    scan("PB.OK")
    yield "74-carton"
    scan(CARTON)
    yield "75-weight"
    for grams, is_stable in ((0, True), (0, True), (562, False)):
        rig.clock.pass_s(0.2)
        window._on_fact(ScaleRead(Reading(grams, is_stable, rig.clock.steady())))
    yield "76-weighing"
    for _ in range(2):
        rig.clock.pass_s(0.2)
        window._on_fact(ScaleRead(Reading(740, True, rig.clock.steady())))
    yield "77-too-heavy"
    scan("PB.WEIGHT")
    yield "78-accept"


def states(window: MainWindow, rig: OrdersRig) -> Iterator[str]:
    """Bring the window into one state after the other."""

    def scan(*codes: str) -> None:
        for code in codes:
            window.wedge.scanned.emit(code)

    enroll(rig, "wu", Role.PACKER, language="")
    window.attach(rig.station)
    scan(BADGES["wu"])
    yield from lines(scan)
    yield from kits_and_choices(scan, rig)
    language = rig.station.settings.station.language
    rig.asks(carton_required=True, weight_required=True, remark_stops=True)
    rig.station.remember(language=language, theme="light")
    window.attach(rig.station)
    scan(BADGES["wu"])
    yield from dues(window, scan, rig)


SCENES = (Scene(a_rig, states),)

if __name__ == "__main__":
    run(SCENES)
