"""Looks the station over: what is set up, what is missing, and what to do about it. Changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.desk_parts import build_handover, own_forms
from app.devices.surroundings import free_at
from app.domain.actor import Right, Role, may
from app.domain.device import Verdict, of_disk, of_news, of_printer, of_scale, of_scanner
from app.domain.expecting import Expectation
from app.domain.glance import Finding, LaneGlance, LaneState, Light
from app.domain.job import printer_lane
from app.domain.scanner import ScannerKind, ScannerState
from app.domain.tracking_forms import check_examples
from app.domain.weighing import Reading
from app.equipment import build_scale
from app.errors import Misconfigured, PackbenchError, Unavailable
from app.keys import Secrets
from app.labels.layouts import load_layouts, load_logo
from app.printer_rack import build_printer
from app.resources import resource
from app.scanner_rack import build_scanner, keyboard_report, kind_of
from app.settings import PrinterSettings, ScannerSettings, Settings, file_of
from app.station import open_database
from app.store import people
from app.store.database import Database, system_monotonic_ms
from app.store.pictures import check_room, lying

_SCALE_S = 3.0
_SCANNER_MS = 15_000
_LOOK_S = 0.5


def examine(settings: Settings) -> tuple[Finding, ...]:
    """One finding for each part of the station, the broken ones with the code of the sentence that says the remedy, and
    the file that the setting comes from where it comes from one.
    """
    parts: tuple[tuple[str, Callable[[Settings], Finding]], ...] = (
        ("", _disk),
        ("", _keys),
        ("", _database),
        ("carrier", _carrier),
        ("shipper", _shipper),
        *(("" if paper.name else "printer", partial(_printer, name, paper)) for name, paper in settings.printers),
        ("", _papers),
        ("", _numbers),
        ("scale", _scale),
        *(("", partial(_scanner, scanner)) for scanner in settings.scanners),
        ("", _evidence),
        ("", _people),
        ("", _news),
        ("", _files),
    )
    return tuple(_looked_at(section, part, settings) for section, part in parts)


def _looked_at(section: str, part: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        found = part(settings)
    except PackbenchError as error:
        found = Finding(Light.RED, error.code, error.detail)
    file = file_of(settings.folder, section) if section and found.light is not Light.GREEN else ""
    return replace(found, detail=f"{found.detail} ({file})".strip()) if file else found


def _disk(settings: Settings) -> Finding:
    free = free_at(settings.folder)
    return _told(of_disk(free), f"{settings.folder}, {free // 1_000_000} MB")


def _keys(settings: Settings) -> Finding:
    secrets = Secrets(settings.folder, settings.station.key_storage)
    secrets.read("kdniao.api_key")
    if settings.station.key_storage == "file":
        return Finding(Light.AMBER, "doctor.keys_in_file", secrets.place)
    return _fine("doctor.keys", secrets.place)


def _database(settings: Settings) -> Finding:
    if not settings.database.exists():
        return Finding(Light.AMBER, "doctor.database_new", str(settings.database))
    with _opened(settings) as database:
        found, version = database.check(), database.sqlite_version
    if found != "ok":
        return Finding(Light.RED, "store.broken", found)
    return _fine("doctor.database", f"SQLite {version}")


def _carrier(settings: Settings) -> Finding:
    carrier = settings.carrier
    if carrier.kind == "sandbox":
        return Finding(Light.AMBER, "doctor.carrier_sandbox")
    api_key = Secrets(settings.folder, settings.station.key_storage).read(f"{carrier.kind}.api_key")
    if not carrier.business_id or not api_key:
        return Finding(Light.RED, f"{carrier.kind}.no_account")
    return _fine("doctor.carrier", f"{carrier.kind}, {carrier.service}")


def _shipper(settings: Settings) -> Finding:
    """A carrier refuses a waybill without these."""
    shipper = settings.shipper
    needed = {"name": shipper.name, "phone": shipper.phone, "province": shipper.province, "city": shipper.city}
    missing = [name for name, value in {**needed, "street": shipper.street}.items() if not value]
    if missing:
        return Finding(Light.RED, "doctor.shipper_missing", "[shipper] " + ", ".join(missing))
    return _fine("doctor.shipper", shipper.city)


def _printer(name: str, paper: PrinterSettings, _settings: Settings) -> Finding:
    """Asked as the station asks it: a bad word of its own counts, silence does not."""
    place = f"{name}: {paper.address}, {paper.width_mm:g}×{paper.height_mm:g} mm, {paper.dpi} dpi, {paper.language}"
    printer = build_printer(name, paper)
    if paper.address.startswith("file:"):
        return Finding(Light.AMBER, "doctor.printer_file", f"{name}: {paper.address}")
    return _told(of_printer(printer.look(), LaneGlance(printer_lane(name), LaneState.IDLE, 0, 0)), place)


def _papers(settings: Settings) -> Finding:
    """The station's own layouts and its logo, and whether what is printed with every label has somewhere to go."""
    papers = settings.papers
    if papers.logo:
        load_logo(Path(papers.logo))
    own = Path(papers.layouts) if papers.layouts else None
    problems = load_layouts(resource("layouts"), own=own).problems
    if problems:
        return Finding(Light.AMBER, "layout.bad", f"{problems[0].file}: {problems[0].reason}")
    routed = {route.document for route in settings.routes}
    lost = [paper for paper in papers.with_label if not routed & {paper, ""}]
    if lost:
        return Finding(Light.AMBER, "paper.no_route", ", ".join(lost))
    return _fine("doctor.papers", str(own) if own else "")


def _numbers(settings: Settings) -> Finding:
    """The carriers' forms, the station's own among them; the shipped ones stay where those cannot be used."""
    try:
        forms = own_forms(settings.folder)
        check_examples(forms)
    except Misconfigured as error:
        return Finding(Light.AMBER, error.code, error.detail)
    return _fine("doctor.numbers", str(len(forms.forms)))


def _scale(settings: Settings) -> Finding:
    """Looked at for some seconds: a serial server may take one to answer."""
    scale = build_scale(settings.scale, system_monotonic_ms)
    if scale is None:
        is_needed = settings.packing.weight_required
        return Finding(Light.RED, "doctor.scale_missing") if is_needed else _fine("doctor.scale_none")
    try:
        heard = scale.read(_SCALE_S)
    finally:
        scale.close()
    shown = f", {heard.grams} g" if isinstance(heard, Reading) else ""
    return _told(of_scale(heard), f"{settings.scale.address}, {settings.scale.protocol}{shown}")


def _scanner(own: ScannerSettings, _settings: Settings) -> Finding:
    """Whether it can be opened; a camera may take its time. One that a running station has is busy."""
    place = f"{own.name}: {own.address_shown}"
    if kind_of(own.address) is ScannerKind.KEYBOARD:
        report = keyboard_report(own)
        return _told(of_scanner(report.state, report.code), place)
    scanner = build_scanner(own, Expectation, system_monotonic_ms)
    until_ms = system_monotonic_ms() + _SCANNER_MS
    try:
        while True:
            try:
                scanner.read(_LOOK_S)
            except Unavailable as error:
                if error.code != "scanner.opening" or system_monotonic_ms() > until_ms:
                    return Finding(Light.AMBER, error.code, place)
            else:
                return _told(of_scanner(ScannerState.READY, ""), place)
    finally:
        scanner.close()


def _evidence(settings: Settings) -> Finding:
    """The pictures of sealed parcels: how many, how much, since when; whether the next one has room."""
    if not any(scanner.evidence for scanner in settings.scanners):
        return _fine("doctor.evidence_off")
    pictures = lying(settings.folder)
    size = sum(each.bytes for each in pictures) // 1_000_000
    oldest = pictures[0].key.partition("/")[0] if pictures else "–"
    detail = f"{len(pictures)}, {size} MB / {settings.evidence.quota_mb} MB, {oldest}"
    try:
        check_room(settings.folder)
    except Unavailable as error:
        return Finding(Light.RED, error.code, detail)
    return _fine("doctor.evidence", detail)


def _people(settings: Settings) -> Finding:
    if not settings.database.exists():
        return Finding(Light.AMBER, "doctor.people_none")
    with _opened(settings) as database, database.reading() as connection:
        everybody = people.active(connection)
    if not everybody:
        return Finding(Light.AMBER, "doctor.people_none")
    roles = Counter(person.role for person in everybody)
    counts = ", ".join(f"{role} {roles[role]}" for role in Role if roles[role])
    if not any(may(person.role, Right.DECIDE) for person in everybody):
        return Finding(Light.AMBER, "doctor.people_no_lead", counts)
    return _fine("doctor.people", counts)


def _news(settings: Settings) -> Finding:
    """How old the shops' last word is; where a folder for it is set, whether it is there."""
    folder = settings.packing.news_folder
    if folder and not Path(folder).is_dir():
        return Finding(Light.RED, "news.unreadable", folder)
    if not settings.database.exists():
        return Finding(Light.AMBER, "news.never")
    with _opened(settings) as database, database.reading() as connection:
        age = build_handover(settings, database).news(connection)
    return _told(of_news(age), "" if age.age_s is None else f"{age.age_s // 60} min")


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = open_database(settings)
    try:
        yield database
    finally:
        database.close()


def _files(_settings: Settings) -> Finding:
    needed = ("fonts/NotoSansCJKsc-Regular.otf", "sounds/ok.wav", "sounds/stop.wav")
    missing = [name for name in needed if not resource(name).exists()]
    return Finding(Light.RED, "doctor.files_missing", ", ".join(missing)) if missing else _fine("doctor.files")


def _told(verdict: Verdict, detail: str) -> Finding:
    return Finding(verdict.light, verdict.code, detail)


def _fine(code: str, detail: str = "") -> Finding:
    return Finding(Light.GREEN, code, detail)
