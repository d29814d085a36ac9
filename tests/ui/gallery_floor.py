"""Draws the hand-over, the locked desk, people and scale, for eyes: python -m tests.ui.gallery_floor FOLDER."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.actor import Role
from app.domain.barcode import Command
from app.domain.facts import ManifestUnwritten, ScaleLost, ScaleRead
from app.domain.weighing import Reading, ScaleTrouble
from app.store import stops
from app.ui.main_window import MainWindow
from tests.builders import Rig, a_draft, lines_of
from tests.sealed import a_sealed_parcel, a_stop, news
from tests.ui.gallery_drawing import Scene, run
from tests.ui.people import BADGES, enroll

Scenes = Callable[[MainWindow, Rig], Iterator[str]]
NUMBERS = [f"SO-20241124-{number:04d}" for number in range(1, 19)]


def a_floor(folder: Path) -> Rig:
    """A shift's end: people, parcels of two carriers, a stopped one, news of two hours ago."""
    rig = Rig(folder)
    rig.orders(a_draft("SO-20241124-0042", lines_of(A=3, B=2)))
    with rig.station.database.transaction() as tx:
        for at, number in enumerate(NUMBERS):
            carrier = "顺丰速运" if at % 4 == 3 else "ZTO"
            a_sealed_parcel(tx, rig.station.database, number, units=at % 3 + 1, carrier=carrier, weight_g=400 + at * 31)
        stops.heard(tx, rig.station.database, "shop")
    enroll(rig, "wang.fang", Role.PACKER, language="")
    enroll(rig, "li.lead", Role.LEAD, language="")
    rig.clock.pass_s(7_300)
    return rig


def states(window: MainWindow, rig: Rig) -> Iterator[str]:
    """Bring the window into one state after the other."""
    scan = window.wedge.scanned.emit
    window.attach(rig.station)
    yield "40-locked"
    for sign in "7*4711":
        window.wedge._set(window.wedge._text + sign)
    yield "41-typing"
    window.wedge.clear()
    scan("T" + NUMBERS[0])
    yield "42-refused"
    scan(BADGES["wang.fang"])
    scan("SO-20241124-0042")
    scan("A")
    window._on_fact(ScaleRead(Reading(1234, True, 0)))
    yield "43-logged-in"
    window._on_fact(ScaleLost("scale.gone"))
    window.scale_note.show_why(ScaleTrouble.OVERLOAD)
    yield "44-scale"
    window.scale_note.show_why(None)
    window._on_fact(ScaleRead(Reading(0, True, 0)))
    scan("PB.LOCK")
    yield "45-locked-with-an-order"
    scan(BADGES["wang.fang"])
    scan("PB.ASIDE")
    window._on_command(Command.INCIDENTS)
    yield "46-lead-needed"
    window._on_command(Command.INCIDENTS)
    yield from _pile(window, rig)


def _pile(window: MainWindow, rig: Rig) -> Iterator[str]:
    """From the first parcel to the day's end."""
    scan = window.wedge.scanned.emit
    scan("PB.HANDOVER")
    yield "50-begun"
    for number in NUMBERS[:3]:
        scan("T" + number)
    yield "51-taken"
    scan("T" + NUMBERS[3])
    yield "52-wrong-pile"
    with rig.station.database.transaction() as tx:
        a_stop(tx, rig.station.database, NUMBERS[4])
    scan("T" + NUMBERS[4])
    yield "53-stopped"
    scan("T" + NUMBERS[0])
    yield "54-again"
    with rig.station.database.transaction() as tx:
        news(tx, "shop", rig.clock() - 6 * 3_600_000)
    window.unprompted.look()
    for number in NUMBERS[5:]:
        scan("T" + number)
    yield "55-many-on-old-news"
    scan("PB.UNPACK")
    yield "56-take-off"
    scan("PB.UNPACK")
    scan("PB.MANIFEST")
    yield "57-closed"
    window._on_fact(ManifestUnwritten("manifest.unwritable"))
    yield "58-unwritten"
    rig.station._rounds["papers"].go_round()
    window.handover.closed.show_file(rig.station.floor.manifest_file(window.handover.closed._outcome.reason))
    yield "59-written"
    scan("PB.DAYEND")
    yield "60-open-ends"


def _nothing_open(window: MainWindow, rig: Rig) -> Iterator[str]:
    """A day on which everything went out."""
    window.attach(rig.station)
    window.wedge.scanned.emit("PB.DAYEND")
    yield "61-nothing-open"


SCENES = (
    Scene(a_floor, states),
    Scene(Rig, _nothing_open),
)

if __name__ == "__main__":
    run(SCENES)
