"""What one answer to Get-Printer-Attributes says of a printer, in the house's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from app.devices.ipp.device_id import clean, guess_language, parse_device_id
from app.devices.ipp.message import Group
from app.domain.printer_status import STOPPING, Condition
from app.domain.printing import Language

ASKED = (
    "printer-name",
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-uuid",
    "printer-device-id",
    "printer-make-and-model",
    "printer-info",
    "printer-type",
    "device-uri",
    "smi2699-device-uri",
    "smi55357-device-uri",
    "operations-supported",
    "document-format-supported",
    "media-col-ready",
    "media-ready",
    "media-col-default",
    "media-default",
    "media-supported",
    "media-size-supported",
    "print-scaling-supported",
    "pwg-raster-document-resolution-supported",
    "pwg-raster-document-type-supported",
)
"""Nothing more is asked: whole databases of media make long answers."""
_CLASS = 0x0001  # of printer-type: a group of queues, any of which prints
_IDLE, _PROCESSING, _STOPPED = 3, 4, 5
_CUPS_OPERATIONS = range(0x4001, 0x4100)
_SPOOLER_MARKS = ("device-uri", "smi2699-device-uri", "smi55357-device-uri")  # CUPS, and printer applications
_REASONS = (  # RFC 8011 section 5.4.12 and PWG 5100.9, without the severity at their end; the first that fits
    (re.compile(r"media-(empty|needed)|input-tray-missing"), Condition.PAPER_OUT),
    (re.compile(r"media-low"), Condition.PAPER_LOW),
    (re.compile(r"media-jam|media-path"), Condition.PAPER_JAM),
    (re.compile(r"(cover|door|interlock)-open"), Condition.HEAD_OPEN),
    (re.compile(r"(marker-supply|toner|developer)-empty"), Condition.RIBBON_OUT),
    (re.compile(r"cutter|trimmer"), Condition.CUTTER),
    (re.compile(r"over-temp"), Condition.TOO_HOT),
    (re.compile(r"paused"), Condition.PAUSED),
    (re.compile(r"spool-area-full"), Condition.BUFFER_FULL),
    (re.compile(r"offline|shutdown|timed-out|connecting-to-device|hold-new-jobs"), Condition.OFFLINE),
    (re.compile(r"output-area-full|output-tray-missing|failure|fault|other-error|missing"), Condition.FAULT),
)


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """`identity`: the device's serial number, else its UUID, else where a queue sends what it is given; never the
    queue's own number, which stays when somebody points the queue at another device.
    `serial` and `uuid` are the device's, empty where nobody tells.
    `is_spooler`: what answers stands before the printer and ends a job when it has given it away.
    """

    name: str
    model: str
    identity: str
    names: frozenset[str]
    serial: str
    uuid: str
    device_uri: str
    language: Language | None
    conditions: frozenset[Condition]
    is_stopped: bool
    is_accepting: bool
    is_spooler: bool
    is_cups: bool
    is_class: bool
    formats: frozenset[str]

    @property
    def stop_code(self) -> str:
        """What keeps it from printing, as a code; empty when nothing that it says does."""
        return next((f"printer.{one}" for one in Condition if one in self.conditions & STOPPING), "")

    def is_called(self, identity: str) -> bool:
        """Whether this is the device of that serial number, UUID or device address."""
        return _plain(identity) in self.names


def read_facts(printer: Group) -> PrinterFacts:
    """Shapes that are not as the standard has them count as not told."""
    device = parse_device_id(printer.text("printer-device-id"))
    told_uri = next((uri for mark in _SPOOLER_MARKS if (uri := printer.text(mark))), "")
    device_uri = device_address(told_uri)
    operations = printer.values("operations-supported")
    is_cups = any(one in _CUPS_OPERATIONS for one in operations if isinstance(one, int))
    is_spooler = is_cups or bool(told_uri)
    own = "" if is_spooler else printer.text("printer-uuid")
    serial = clean(device.serial or _in_uri(told_uri, "serial"))
    unique = clean(own or _in_uri(told_uri, "uuid")).lower().removeprefix("urn:uuid:")
    told = (serial, unique, device_uri)
    model = clean(printer.text("printer-make-and-model")) or device.title
    formats = frozenset(printer.texts("document-format-supported"))
    state = printer.number("printer-state")
    return PrinterFacts(
        name=clean(printer.text("printer-name")),
        model=model,
        identity=next((clean(name) for name in told if name), ""),
        names=frozenset(_plain(name) for name in told if name),
        serial=serial,
        uuid=unique,
        device_uri=device_uri,
        language=guess_language(device.commands, model) or (None if is_cups else guess_language(" ".join(formats), "")),
        conditions=_conditions(state, printer.texts("printer-state-reasons")),
        is_stopped=state == _STOPPED,
        is_accepting=printer.flag("printer-is-accepting-jobs") is not False,
        is_spooler=is_spooler,
        is_cups=is_cups,
        is_class=bool((printer.number("printer-type") or 0) & _CLASS),
        formats=formats,
    )


def _conditions(state: int | None, reasons: tuple[str, ...]) -> frozenset[Condition]:
    """Every reason counts whatever its severity: CUPS reports an open door as no more than `-report`."""
    found = {condition for reason in reasons if (condition := _condition(reason))}
    if state == _PROCESSING:
        found.add(Condition.BUSY)
    elif state == _IDLE and not found - {Condition.PAPER_LOW}:
        found.add(Condition.READY)
    elif state == _STOPPED and not found - {Condition.PAPER_LOW}:
        found.add(Condition.OFFLINE)
    return frozenset(found or {Condition.SILENT})


def _condition(reason: str) -> Condition | None:
    return next((condition for pattern, condition in _REASONS if pattern.search(reason)), None)


def device_address(device_uri: str) -> str:
    """Without options and without anybody's name and password."""
    try:
        parts = urlsplit(device_uri)
    except ValueError:
        return ""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl().rstrip("/")


def _in_uri(device_uri: str, key: str) -> str:
    """The serial number or UUID that CUPS writes behind the addresses of USB, IPP and mDNS devices."""
    try:
        return parse_qs(urlsplit(device_uri).query, max_num_fields=16).get(key, [""])[0]
    except ValueError:
        return ""


def _plain(identity: str) -> str:
    return identity.removeprefix("urn:uuid:").strip().lower()
