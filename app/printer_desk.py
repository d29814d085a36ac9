"""What a person does with printers: see how they are, have a test card or a paper printed, send what waits to another,
set one by its card, look at a layout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.carriers.carrier import Carrier
from app.desk_parts import build_drawings, build_fallback
from app.devices.printer import Printer
from app.domain.actor import Actor, Right
from app.domain.document import DocumentKind
from app.domain.facts import Fact
from app.domain.glance import FoundPrinter, LaneGlance, LaneState, PrinterReport
from app.domain.job import printer_lane
from app.domain.label import Calibration
from app.domain.outcome import OutcomeCode
from app.domain.printer_status import PrinterStatus
from app.domain.printing import Language, PrintReason
from app.equipment import build_carriers
from app.errors import Rejected
from app.labeling import Labeling, labeling_for, stock_of
from app.printer_rack import UnreadyPrinter, build_printers, find_printers
from app.settings import Settings
from app.store import calibrations, jobs, parcels, prints
from app.store.database import Database
from app.work.drawing import Drawing
from app.work.fallback import Fallback
from app.work.printer_watch import PrinterWatch
from app.work.rounds import Rounds

_FALLBACK_EVERY_S = 5.0
_LOOK_EVERY_S = 5.0
_FIND_S = 3.0


class PrinterDesk:
    """For whoever `actor` says is at the desk: all may look and print, only who may decide changes anything.

    `rounds` is what goes on beside: fall-backs are used when it is time, printers are asked how they are.
    """

    def __init__(
        self,
        settings: Settings,
        labeling: Labeling,
        watch: PrinterWatch,
        fallback: Fallback,
        drawings: Mapping[str, Drawing],
        *,
        unready: Mapping[str, str],
        actor: Callable[[], Actor],
        wake: Callable[[str], None],
    ) -> None:
        """`unready` holds why a printer is not set up, by its name."""
        self._settings = settings
        self._labeling = labeling
        self._database = labeling.database
        self._watch = watch
        self._fallback = fallback
        self._drawings = drawings
        self._unready = unready
        self._who = actor
        self._wake = wake
        self.rounds = {
            "fallback": Rounds(lambda: fallback.step(watch.is_in_trouble), _FALLBACK_EVERY_S, waits_first=True),
            "printers": Rounds(watch.step, _LOOK_EVERY_S),
        }

    def reports(self) -> tuple[PrinterReport, ...]:
        """Every printer as it is known now, in the order of the settings; nothing is asked."""
        names = tuple(name for name, _ in self._settings.printers)
        with self._database.reading() as connection:
            glances = prints.by_printer(connection, names)
            lanes = jobs.glances(connection, tuple(printer_lane(name) for name in names))
            found = [calibrations.latest(connection, name) for name in names]
        return tuple(
            PrinterReport(
                paper.address,
                Language(paper.language),
                stock_of(paper),
                glance,
                self._or_unready(lane, name),
                self._watch.seen(name),
                paper.fallback,
                calibration,
            )
            for (name, paper), glance, lane, calibration in zip(
                self._settings.printers, glances, lanes, found, strict=True
            )
        )

    def _or_unready(self, lane: LaneGlance, name: str) -> LaneGlance:
        """A lane finds out that its printer is not set up only when something is to be printed."""
        if lane.code or name not in self._unready:
            return lane
        return replace(lane, state=LaneState.STOPPED, code=self._unready[name])

    def look(self, name: str) -> PrinterStatus | None:
        """Ask a printer now; takes as long as it takes. None where it is not set up."""
        return self._watch.look(name)

    def find(self, ask: Sequence[str] = ()) -> tuple[FoundPrinter, ...]:
        """Look for printers in queues, on cables and on the network; takes seconds. `ask` as for `find_printers`."""
        return tuple(
            FoundPrinter(
                each.address, each.identity, each.model or each.name, each.language, tuple(sorted(each.sources))
            )
            for each in find_printers(ask=ask, timeout_s=_FIND_S)
        )

    def with_troubles(self, lanes: tuple[LaneGlance, ...]) -> tuple[LaneGlance, ...]:
        """The lanes, with what a printer says of itself where its lane knows of no trouble: nothing waited for it."""
        return tuple(self._with_trouble(lane) for lane in lanes)

    def _with_trouble(self, lane: LaneGlance) -> LaneGlance:
        name = lane.lane.removeprefix(printer_lane(""))
        status = self._watch.seen(name) if lane.lane == printer_lane(name) else None
        if lane.code or status is None or status.stop is None:
            return lane
        return replace(lane, state=LaneState.WAITING, code=f"printer.{status.stop}")

    def is_in_trouble(self, name: str) -> bool:
        """Whether it keeps from printing: by what it said last, and by its lane where it never said anything."""
        status = self._watch.seen(name)
        if status is not None:
            return status.stop is not None
        with self._database.reading() as connection:
            (lane,) = jobs.glances(connection, (printer_lane(name),))
        return lane.state in (LaneState.WAITING, LaneState.STOPPED)

    def print_card(self, name: str) -> None:
        """A test card, through the ledger and the lane like every paper."""
        with self._database.transaction() as tx:
            lane = self._labeling.ask_paper(tx, self._who(), DocumentKind.TEST_CARD, name, PrintReason.FIRST)
        self._wake(lane)

    def print_paper(self, document: DocumentKind, parcel_id: str) -> str:
        """One more paper of a parcel; the printer that it comes out of. Raises Rejected `paper.no_route`."""
        with self._database.transaction() as tx:
            lane = self._labeling.ask_paper(tx, self._who(), document, parcel_id, PrintReason.OTHER)
            if not lane:
                raise Rejected("paper.no_route", document)
        self._wake(lane)
        return lane.removeprefix(printer_lane(""))

    def print_paper_of_order(self, document: DocumentKind, order_number: str) -> str:
        """As `print_paper`, of an order's latest parcel. Raises Rejected `paper.no_parcel` too."""
        with self._database.reading() as connection:
            parcel_id = parcels.latest_of_number(connection, order_number)
        if parcel_id is None:
            raise Rejected("paper.no_parcel", order_number[:40])
        return self.print_paper(document, parcel_id)

    def preview(self, document: DocumentKind, name: str) -> bytes:
        """A paper as PNG, as this printer would print it, with the data of the parcel that was labelled last.

        Raises Rejected `paper.no_parcel`, or as Drawing.
        """
        with self._database.reading() as connection:
            latest = parcels.last_labelled(connection)
        if latest is None and document is not DocumentKind.TEST_CARD:
            raise Rejected("paper.no_parcel")
        return self._drawings[name].picture(document, latest or "").to_png()

    def redirect(self, name: str, other: str) -> int:
        """Send what waits for one printer to another; how many prints. Raises Rejected `lead.needed`."""
        self._demand_lead()
        return self._fallback.redirect(self._who(), name, other)

    def calibrate(self, name: str, found: Calibration) -> None:
        """Keep what a test card said. Raises Rejected `lead.needed`, `calibration.out_of_range`."""
        self._demand_lead()
        with self._database.transaction() as tx:
            calibrations.add(tx, self._database, self._who(), name, found)

    @property
    def may_decide(self) -> bool:
        return self._who().may(Right.DECIDE)

    def _demand_lead(self) -> None:
        if not self.may_decide:
            raise Rejected(OutcomeCode.LEAD_NEEDED)


def build_printer_desk(
    settings: Settings,
    labeling: Labeling,
    printers: Mapping[str, Printer],
    carriers: Mapping[str, Carrier],
    *,
    actor: Callable[[], Actor],
    announce: Callable[[Fact], None],
    wake: Callable[[str], None],
    mended: Callable[[str], None],
) -> PrinterDesk:
    """`mended` is told the name of a printer that is well again."""
    fallback = build_fallback(settings, labeling.database, announce=announce, wake=wake)

    def well_again(name: str) -> None:
        fallback.well_again(name)
        mended(name)

    watch = PrinterWatch(printers, announce=announce, mended=well_again)
    drawings = build_drawings(settings, labeling.database, carriers)
    unready = {name: each.code for name, each in printers.items() if isinstance(each, UnreadyPrinter)}
    return PrinterDesk(settings, labeling, watch, fallback, drawings, unready=unready, actor=actor, wake=wake)


def open_printer_desk(settings: Settings, database: Database, actor: Callable[[], Actor]) -> PrinterDesk:
    """Beside a running station: what is asked for here, its lanes do."""
    return build_printer_desk(
        settings,
        labeling_for(settings, database),
        build_printers(settings),
        build_carriers(settings),
        actor=actor,
        announce=_unheard,
        wake=_unheard,
        mended=_unheard,
    )


def _unheard(_news: object) -> None:
    """The station's own lanes look for work by themselves."""
