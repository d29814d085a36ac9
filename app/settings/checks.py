"""The settings are checked as a whole: a choice that is none, a name that leads nowhere, is found at the start."""

from __future__ import annotations

import re

from app.errors import Misconfigured
from app.settings.sections import ScannerSettings, Settings

_CARRIERS = {"kdniao": ("own",), "sandbox": ("own", "zpl", "epl", "pdf", "png", "gif", "html")}
"""In what each kind may be told here to send labels that it drew itself."""
_LANGUAGES = ("zpl", "tspl", "epl", "cpcl", "escpos", "page")
_PARCEL_PAPERS = ("packing_slip", "carton_label", "license_plate")
_PAPERS = ("label", *_PARCEL_PAPERS, "manifest")
MOST_PER_HOUR = 10_000
_SSCC_PREFIX = re.compile(r"(\d{8,12})?")  # five digits at least are left for the serial number
_SIZE = re.compile(r"\d+(\.\d+)?[x×]\d+(\.\d+)?")
_SCANNER = re.compile(
    r"serial:[^?]+(\?.*)?|(usb|keyboard):[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(:[^?]+)?(\?.*)?|hid(:[0-9a-fA-F]{4}:[0-9a-fA-F]{4})?"
    r"|camera:.+|(rtsps?|https?)://.+|file:.+"
)


def check(settings: Settings) -> None:
    """Raises Misconfigured with the section and key at fault."""
    _check_carriers(settings)
    _check_printers(settings)
    _check_scanners(settings)
    _check_choice("[station] language", settings.station.language, ("zh_CN", "en"))
    _check_choice("[station] theme", settings.station.theme, ("light", "dark"))
    _check_choice("[station] key_storage", settings.station.key_storage, ("keyring", "file"))
    if not 100 <= settings.station.type_percent <= 200:
        raise _wrong("[station] type_percent: 100 to 200 expected")
    if not 0 <= settings.station.parcels_per_hour <= MOST_PER_HOUR:
        raise _wrong(f"[station] parcels_per_hour: 0 to {MOST_PER_HOUR} expected")
    _check_choice("[printer] confirm", settings.printer.confirm, ("off", "ask", "required"))


def _check_scanners(settings: Settings) -> None:
    names = ["wedge", *(scanner.name for scanner in settings.scanners)]
    for scanner in settings.scanners:
        if not scanner.name or names.count(scanner.name) > 1:
            raise _wrong(f"[[scanners]] name: {scanner.name!r} is none of its own")
        if not _SCANNER.fullmatch(scanner.address):
            shown = scanner.address.rpartition("@")[2].partition("?")[0]  # passwords are mistyped along with the rest
            raise _wrong(f"scanner {scanner.name}: address: {shown!r} leads to no scanner")
        _check_choice(f"scanner {scanner.name}: reads", scanner.reads, ("items", "waybills", "both"))
        _check_camera(scanner)
    if not 5 <= settings.wedge.gap_ms <= 500:
        raise _wrong("[wedge] gap_ms: 5 to 500 expected")
    if settings.evidence.keep_days < 1 or settings.evidence.quota_mb < 1:
        raise _wrong("[evidence]: at least a day and a megabyte expected")


def _check_camera(scanner: ScannerSettings) -> None:
    place = f"scanner {scanner.name}"
    parts = scanner.region.split(",")
    if len(parts) != 4 or not all(part.strip().isdecimal() for part in parts):
        raise _wrong(f"{place}: region: left,top,width,height in percent expected")
    left, top, width, height = map(int, parts)
    if width < 5 or height < 5 or left + width > 100 or top + height > 100:
        raise _wrong(f"{place}: region: it does not lie in the picture")
    if not (160 <= scanner.width <= 7680 and 120 <= scanner.height <= 4320 and 1 <= scanner.fps <= 120):
        raise _wrong(f"{place}: width, height or fps: no camera has these")
    if not 200 <= scanner.leave_ms <= 60_000:
        raise _wrong(f"{place}: leave_ms: 200 to 60000 expected")


def _check_carriers(settings: Settings) -> None:
    names = [name for name, _ in settings.carriers]
    for name, account in settings.carriers:
        _check_choice(f"carrier {name}: kind", account.kind, tuple(_CARRIERS))
        _check_choice(f"carrier {name}: label", account.label, _CARRIERS[account.kind])
        if names.count(name) > 1:
            raise _wrong(f"two carriers named {name}")


def _check_printers(settings: Settings) -> None:
    """Every printer that a route or a fall-back names must be there: a print that leads nowhere is found now."""
    _check_choice("[printer] name", settings.printer.name, ("",))
    names = [name for name, _ in settings.printers]
    for name, printer in settings.printers:
        _check_choice(f"printer {name}: dpi", str(printer.dpi), ("203", "300", "600"))
        _check_choice(f"printer {name}: language", printer.language, _LANGUAGES)
        others = tuple(other for other in names if other != name)
        _check_choice(f"printer {name}: fallback", printer.fallback, ("", *others))
        _check_choice(
            f"printer {name}: native", str(printer.native), ("False", "True")[: 1 + (printer.language == "zpl")]
        )
        if not name or names.count(name) > 1:
            raise _wrong(f"[[other_printers]] name: {name!r} is none of its own")
    for route in settings.routes:
        _check_choice("[[routes]] printer", route.printer, tuple(names))
        _check_choice("[[routes]] document", route.document, ("", *_PAPERS))
        if route.size and not _SIZE.fullmatch(route.size):
            raise _wrong(f"[[routes]] size: {route.size!r} is no size like 100x150")
    for document in settings.papers.with_label:
        _check_choice("[papers] with_label", document, _PARCEL_PAPERS)
    if not _SSCC_PREFIX.fullmatch(settings.papers.sscc_prefix):
        raise _wrong("[papers] sscc_prefix: 8 to 12 digits expected")


def _check_choice(place: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise _wrong(f"{place}: {value!r} is none of {', '.join(choices)}")


def _wrong(detail: str) -> Misconfigured:
    return Misconfigured("settings.wrong_value", detail)
