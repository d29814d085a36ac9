"""The parts of a desk by the settings: what the bench works with, the lanes, the rounds, what listens to the scale."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from app.bench import Services
from app.carriers.carrier import Carrier
from app.devices.printer import Printer
from app.domain.actor import Actor
from app.domain.closing import ConfirmPolicy
from app.domain.desk import PackingRules
from app.domain.document import DocumentKind
from app.domain.facts import Fact, ManifestUnwritten, NewsLookedFor
from app.domain.job import carrier_lane, printer_lane
from app.domain.money import read_money
from app.domain.order import Address, Shipper
from app.domain.printing import Language, PrintReason
from app.domain.tracking_forms import CARRIERS, LARGEST_FILE, NUMBERS, read_forms
from app.domain.tracking_number import TrackingForms
from app.domain.weighing import WeightRule
from app.equipment import build_scale
from app.errors import Misconfigured
from app.handing_over import Handover
from app.interception import Interception
from app.labeling import Labeling, stock_of
from app.labels.layouts import Brand, load_layouts, load_logo, shipped_layouts
from app.lead import Lead
from app.login import Login
from app.resources import resource
from app.settings import PaperSettings, Settings, ShipperSettings
from app.store.database import Database, Transaction
from app.work.courier import Courier
from app.work.drawing import Drawing, PaperInPrinter, PaperLook
from app.work.evidence import Evidence
from app.work.fallback import Fallback
from app.work.guard import Guard
from app.work.lane import Lane, Work
from app.work.manifest_paper import ManifestPaper
from app.work.news import NewsDrop
from app.work.paper_content import PaperContent
from app.work.rounds import Rounds
from app.work.scale_watch import ScaleWatch
from app.work.spooler import Spooler

_log = logging.getLogger(__name__)
_GUARD_EVERY_S = 60.0
_LIST_EVERY_MS = 86_400_000
_NEWS_EVERY_S = 3.0
_PAPER_EVERY_S = 60.0
_EVIDENCE_EVERY_S = 1.0
PAPERS = "papers"
EVIDENCE = "evidence"


def build_services(
    settings: Settings, labeling: Labeling, handover: Handover, steady_ms: Callable[[], int]
) -> Services:
    """What the desk works with, by the settings."""
    packing, database = settings.packing, labeling.database

    def rules() -> PackingRules:
        return PackingRules(
            carton_required=packing.carton_required,
            weighs=packing.weight_required,
            remark_stops=packing.remark_stops,
            flag_stops=packing.flag_stops,
            today=_local(database.now_ms()).date().isoformat(),
        )

    return Services(
        database,
        labeling,
        handover,
        Interception(labeling),
        Login(database, Actor(settings.station.name)),
        handover.policy,
        rules,
        WeightRule(packing.tolerance_g, int(packing.tolerance_percent)),
        int(packing.lock_after_s * 1000),
        steady_ms,
        load_forms(settings.folder),
    )


def load_forms(folder: Path) -> TrackingForms:
    """How the world's carriers write their numbers, by the station's own files where they can be used, else by the
    shipped ones: the log says why, and so does the doctor.
    """
    try:
        return own_forms(folder)
    except Misconfigured as error:
        _log.warning("%s", error)
        return own_forms(None)


def own_forms(folder: Path | None) -> TrackingForms:
    """The forms in `carriers` in the station's folder, each file that is not there by the shipped one. Raises
    Misconfigured (`carriers.bad`).
    """
    shipped = resource("carriers")
    own = shipped if folder is None else folder / "carriers"
    carriers, numbers = (
        _text_of(own / name if (own / name).exists() else shipped / name) for name in (CARRIERS, NUMBERS)
    )
    return read_forms(carriers, numbers)


def _text_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured("carriers.bad", f"{path.name}: cannot be read ({type(error).__name__})") from error


def build_handover(settings: Settings, database: Database) -> Handover:
    policy = ConfirmPolicy(settings.printer.confirm)
    return Handover(database, policy, lambda at_ms: _local(at_ms).strftime("%Y%m%d"))


def build_lead(
    settings: Settings, labeling: Labeling, handover: Handover, actor: Callable[[], Actor], wake: Callable[[], None]
) -> Lead:
    """Who decides: `actor` says who is at the desk."""
    is_off = handover.policy is ConfirmPolicy.OFF
    unseen_after_ms = None if is_off else int(settings.printer.confirm_within_s * 1000)
    return Lead(labeling.database, actor, labeling, unseen_after_ms=unseen_after_ms, wake=wake)


def build_lanes(
    settings: Settings,
    interception: Interception,
    carriers: Mapping[str, Carrier],
    printers: Mapping[str, Printer],
    *,
    announce: Callable[[Fact], None],
    wake: Callable[[str], None],
    monotonic_ms: Callable[[], int],
) -> dict[str, Lane]:
    """The lanes by name: one for each carrier's account, one for each printer."""
    database = interception.labeling.database
    background = Actor(settings.station.name)
    named: dict[str, Work] = {}
    for name, account in settings.carriers:
        named[carrier_lane(name)] = Courier(
            database,
            carriers[name],
            shipper=shipper_of(settings.shipper),
            actor=background,
            interception=interception,
            price=read_money(account.price, account.currency),
            papers=tuple(DocumentKind(paper) for paper in settings.papers.with_label),
        )
    drawings = build_drawings(settings, database, carriers)
    for name, printer in printers.items():
        named[printer_lane(name)] = Spooler(
            database,
            printer,
            drawings[name],
            actor=background,
            interception=interception,
            asks_for_scans=ConfirmPolicy(settings.printer.confirm) is not ConfirmPolicy.OFF,
        )
    return {
        name: Lane(
            name,
            database,
            work,
            announce=announce,
            wake=wake,
            random=random.random,
            monotonic_ms=monotonic_ms,
        )
        for name, work in named.items()
    }


def build_drawings(settings: Settings, database: Database, carriers: Mapping[str, Carrier]) -> dict[str, Drawing]:
    """What draws for each printer, by its name."""
    papers = settings.papers
    content = PaperContent(
        database,
        shipper_of(settings.shipper),
        lambda service: carriers[settings.carrier_of(service)].title(service),
        local_time,
        masks_consignee=settings.printer.masks_consignee,
        sscc_prefix=papers.sscc_prefix,
    )
    look = PaperLook(
        shipped_layouts() if not papers.layouts else load_layouts(resource("layouts"), own=Path(papers.layouts)),
        brand_of(papers),
        settings.station.language,
    )
    return {
        name: Drawing(
            database,
            PaperInPrinter(stock_of(paper), Language(paper.language), refits=paper.refits, is_native=paper.native),
            printer=name,
            papers=content,
            look=look,
        )
        for name, paper in settings.printers
    }


def brand_of(papers: PaperSettings) -> Brand:
    """The shop's mark; a logo that cannot be read is left out, and the doctor says so."""
    try:
        logo = load_logo(Path(papers.logo)) if papers.logo else None
    except Misconfigured:
        logo = None
    return Brand(papers.brand, logo, papers.brand_text)


def build_rounds(
    settings: Settings,
    interception: Interception,
    guard: Guard,
    *,
    announce: Callable[[Fact], None],
    wake: Callable[[], None],
    monotonic_ms: Callable[[], int],
) -> dict[str, Rounds]:
    """What is done again and again, by name: the money is guarded, manifests are put on paper, and where a folder for
    it is set, the shops' news is taken in.
    """
    database = interception.labeling.database
    background = Actor(settings.station.name, device="lane")

    def ask_print(tx: Transaction, number: str) -> None:
        interception.labeling.ask_paper(tx, background, DocumentKind.MANIFEST, number, PrintReason.FIRST)

    paper = ManifestPaper(database, settings.folder, announce, local_time, ask_print)

    def unwritten(code: str) -> None:
        if code:
            announce(ManifestUnwritten(code))

    rounds = {
        "guard": Rounds(_guarding(guard, monotonic_ms), _GUARD_EVERY_S, waits_first=True),
        PAPERS: Rounds(paper.step, _PAPER_EVERY_S, told=unwritten),
    }
    if settings.packing.news_folder:
        folder = Path(settings.packing.news_folder)
        drop = NewsDrop(interception, Actor(settings.station.name), folder, wake=wake, monotonic_ms=monotonic_ms)
        rounds["news"] = Rounds(drop.step, _NEWS_EVERY_S, told=lambda code: announce(NewsLookedFor(code)))
    return rounds


def build_evidence(settings: Settings, database: Database, camera: tuple[str, Callable[[], bytes]] | None) -> Rounds:
    """A picture of every sealed parcel by `camera`, its name and what takes it; woken by every scan."""
    name, picture = camera or ("camera", None)
    actor = Actor(settings.station.name, device=name)
    evidence = Evidence(database, settings.folder, settings.evidence, actor, camera_picture=picture)
    return Rounds(evidence.step, _EVIDENCE_EVERY_S)


def build_fallback(
    settings: Settings, database: Database, *, announce: Callable[[Fact], None], wake: Callable[[str], None]
) -> Fallback:
    chosen = {
        name: (paper.fallback, int(paper.fallback_after_s * 1000))
        for name, paper in settings.printers
        if paper.fallback
    }
    return Fallback(database, Actor(settings.station.name), chosen, announce=announce, wake=wake)


def build_scale_watch(
    settings: Settings, announce: Callable[[Fact], None], monotonic_ms: Callable[[], int]
) -> ScaleWatch | None:
    """None where no scale is set."""
    scale = build_scale(settings.scale, monotonic_ms)
    return ScaleWatch(scale, announce, monotonic_ms) if scale else None


def _guarding(guard: Guard, monotonic_ms: Callable[[], int]) -> Callable[[], None]:
    """The rules at every round, the carriers' lists once a day."""
    next_list_ms = 0

    def step() -> None:
        nonlocal next_list_ms
        guard.step()
        if monotonic_ms() >= next_list_ms:
            guard.reconcile()
            next_list_ms = monotonic_ms() + _LIST_EVERY_MS

    return step


def build_guard(settings: Settings, database: Database, carriers: Mapping[str, Carrier], labeling: Labeling) -> Guard:
    rules = {name: int(account.void_unused_before_h * 3_600_000) for name, account in settings.carriers}
    background = Actor(settings.station.name)
    return Guard(
        database, carriers, labeling, background, void_before_ms={name: ms for name, ms in rules.items() if ms}
    )


def shipper_of(settings: ShipperSettings) -> Shipper:
    place = Address(settings.province, settings.city, settings.district, settings.street, settings.postcode)
    return Shipper(settings.name, settings.phone, place, settings.company)


def local_time(at_ms: int) -> str:
    return _local(at_ms).strftime("%Y-%m-%d %H:%M")


def _local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()
