"""The queues of this machine's print server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from app.devices.finding.found import Found, Source
from app.devices.ipp.address import cups_queue, cups_server
from app.devices.ipp.device_id import clean, guess_language, parse_device_id
from app.devices.ipp.message import Group, GroupTag
from app.devices.ipp.operations import IppPort, Status
from app.devices.ipp.printer_facts import ASKED, PrinterFacts, read_facts
from app.devices.ipp.transport import IppTrouble
from app.domain.printing import Language
from app.errors import Misconfigured

_MOST = 500


def queues(socket: Path, *, timeout_s: float = 3.0) -> tuple[Found, ...]:
    """Empty where there is no print server: most benches on Windows, and many others, have none."""
    port = IppPort(
        cups_server(cups_socket=socket), user="packbench", connect_timeout_s=timeout_s, answer_timeout_s=timeout_s
    )
    try:
        answer = port.cups_get_printers([*ASKED, "printer-info"])
    except IppTrouble:
        return ()
    if answer.code >= Status.FIRST_FAILURE:
        return ()
    groups = list(answer.all(GroupTag.PRINTER))[:_MOST]
    return tuple(found for group in groups if (found := _found(group, read_facts(group))))


def _found(group: Group, facts: PrinterFacts) -> Found | None:
    """None for a group of queues, which is no printer, and for a name that cannot be written into the settings."""
    name = group.text("printer-name")
    try:
        cups_queue(name)
    except Misconfigured:
        return None
    if facts.is_class:
        return None
    device = parse_device_id(group.text("printer-device-id"))
    has_driver = bool(group.texts("media-default"))
    model = facts.model if has_driver else clean(group.text("printer-info"))  # all else calls itself a raw printer
    return Found(
        name=clean(name),
        address=f"cups:{name}",
        sources=frozenset({Source.CUPS}),
        identity=facts.identity,
        model=model,
        language=Language.PAGE if has_driver else guess_language(device.commands, model),
        serial=device.serial or facts.serial,
        uuid=facts.uuid,
        host=_host(facts.device_uri),
    )


def _host(device_uri: str) -> str:
    """Where the queue leads, when that is an address on the network."""
    try:
        parts = urlsplit(device_uri)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"socket", "ipp", "ipps", "lpd", "http", "https"} else ""
