"""The printers that the settings name, each by its address. One that is not set up says so when it is used."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qsl

from app.devices.finding import Found, Source, find
from app.devices.ipp.address import CUPS_SOCKET, IppAddress, cups_queue, parse_address
from app.devices.ipp.device_id import guess_language
from app.devices.printer import LinkBroken, Printer, Wire
from app.devices.printer_file import FilePrinter
from app.devices.printer_ipp import IppPrinter
from app.devices.printer_network import TcpWire
from app.devices.printer_serial import Flow, SerialWire
from app.devices.printer_usb import UsbWire, usb_printers
from app.devices.printer_windows import WindowsPrinter
from app.devices.printer_words import profile_of
from app.devices.stream_printer import StreamPrinter
from app.devices.windows_driver import WindowsDriverPrinter
from app.devices.windows_queue import QueueIdentity, queues
from app.devices.windows_spooler import Windows, this_windows
from app.domain.printer_status import PrinterStatus
from app.domain.printing import Language, PrintOutcome
from app.errors import Misconfigured
from app.labeling import stock_of
from app.settings import PrinterSettings, Settings

_STATION = "packbench"
_PORT = re.compile(r"[0-9]{1,5}")


def build_printers(settings: Settings, *, main: Printer | None = None) -> dict[str, Printer]:
    """By name, in the order of the settings; `main` stands in for the main one."""
    printers: dict[str, Printer] = {}
    for name, paper in settings.printers:
        try:
            printers[name] = build_printer(name, paper)
        except Misconfigured as error:
            printers[name] = UnreadyPrinter(name, error)
    if main is not None:
        printers[settings.printers[0][0]] = main
    return printers


def build_printer(name: str, paper: PrinterSettings) -> Printer:
    """Raises Misconfigured: `printer.none`, `printer.address`, `printer.model`, `printer.page_only`,
    `printer.raw_only`, `printer.flow_binary`, `printer.flow_unsupported`, `printer.windows_only`,
    `printer.unknown_queue`.
    """
    if not paper.address:
        raise Misconfigured("printer.none")
    kind, colon, rest = paper.address.partition(":")
    build = _BUILDERS.get(kind) if colon else None
    if build is None:
        build, rest = _network, paper.address
    if kind == "driver" and paper.language != Language.PAGE:
        raise Misconfigured("printer.page_only", paper.address)
    if build in (_network, _serial, _usb, _windows) and paper.language == Language.PAGE:
        raise Misconfigured("printer.raw_only", paper.address)
    return build(name, rest, paper)


def _file(name: str, folder: str, paper: PrinterSettings) -> Printer:
    if not folder:
        raise Misconfigured("printer.address", paper.address)
    return FilePrinter(name, Path(folder), "pdf" if paper.language == Language.PAGE else "prn")


def _network(name: str, address: str, paper: PrinterSettings) -> Printer:
    host, _, port = address.rpartition(":")
    if not host or not _PORT.fullmatch(port) or not 0 < int(port) <= 65535:
        raise Misconfigured("printer.address", address)
    return _stream(name, TcpWire(host.strip("[]"), int(port)), paper)


def _serial(name: str, address: str, paper: PrinterSettings) -> Printer:
    port, _, query = address.partition("?")
    asked = dict(parse_qsl(query))
    try:
        speed, flow = int(asked.pop("speed", "9600")), Flow(asked.pop("flow", "rtscts"))
    except ValueError as error:
        raise Misconfigured("printer.address", address) from error
    if not port or asked or speed <= 0:
        raise Misconfigured("printer.address", address)
    return _stream(name, SerialWire(port, speed=speed, flow=flow, language=Language(paper.language)), paper)


def _usb(name: str, identity: str, paper: PrinterSettings) -> Printer:
    if not identity:
        raise Misconfigured("printer.address", paper.address)
    return _stream(name, UsbWire(identity), paper)


def _stream(name: str, wire: Wire, paper: PrinterSettings) -> Printer:
    language = Language(paper.language)
    profile = profile_of(language, paper.model)
    return StreamPrinter(name, wire, language=language, profile=profile, identity=paper.identity)


def _windows(name: str, queue: str, paper: PrinterSettings) -> Printer:
    windows = this_windows()
    return WindowsPrinter(name, _bound(queue, paper.identity, windows), windows)


def _driver(name: str, queue: str, paper: PrinterSettings) -> Printer:
    windows = this_windows()
    return WindowsDriverPrinter(name, _bound(queue, paper.identity, windows), windows)


def _bound(queue: str, port: str, windows: Windows) -> QueueIdentity:
    """A queue is bound to the port that the settings name, or to the one that it has when the station starts."""
    if port:
        return QueueIdentity(queue, port)
    try:
        found = [each.identity for each in queues(windows) if each.identity.queue == queue]
    except LinkBroken as error:
        raise Misconfigured(error.code, queue) from error
    if not found:
        raise Misconfigured("printer.unknown_queue", queue)
    return QueueIdentity(queue, found[0].port)


def _cups(name: str, queue: str, paper: PrinterSettings) -> Printer:
    return _ipp_at(name, cups_queue(queue), paper)


def _ipp(name: str, rest: str, paper: PrinterSettings) -> Printer:
    scheme = paper.address.partition(":")[0]
    address, _, fingerprint = rest.partition("#")
    return _ipp_at(name, parse_address(f"{scheme}:{address}", fingerprint=fingerprint), paper)


def _ipp_at(name: str, address: IppAddress, paper: PrinterSettings) -> Printer:
    stock = stock_of(paper)
    language = Language(paper.language)
    return IppPrinter(name, address, language=language, station=_STATION, stock=stock, identity=paper.identity)


_BUILDERS: dict[str, Callable[[str, str, PrinterSettings], Printer]] = {
    "file": _file,
    "serial": _serial,
    "usb": _usb,
    "windows": _windows,
    "driver": _driver,
    "cups": _cups,
    "ipp": _ipp,
    "ipps": _ipp,
}


def find_printers(*, ask: Sequence[str] = (), timeout_s: float = 3.0) -> tuple[Found, ...]:
    """In this machine's queues, on its cables, and what announces itself on the network; `ask` names addresses and
    networks (`10.0.7.0/24`) to be asked besides. Raises Rejected `finding.address`, `finding.too_many`.
    """
    subnets = tuple(each for each in ask if "/" in each)
    hosts = tuple(each for each in ask if "/" not in each)
    return find(
        timeout_s=timeout_s,
        hosts=hosts,
        subnets=subnets,
        cups_socket=CUPS_SOCKET if sys.platform != "win32" else None,
        windows_queues=_windows_queues if sys.platform == "win32" else None,
        usb_printers=_usb_printers,
    )


def _windows_queues() -> Iterator[Found]:
    try:
        found = queues(this_windows())
    except LinkBroken:  # the print service is not running: its queues are not there
        return
    for each in found:
        queue = each.identity
        yield Found(queue.queue, f"windows:{queue.queue}", frozenset({Source.WINDOWS}), queue.port, queue.driver)


def _usb_printers() -> Iterator[Found]:
    for each in usb_printers():
        language = guess_language(",".join(each.command_sets), each.model)
        model = f"{each.maker} {each.model}".strip()
        yield Found(
            model or each.identity, f"usb:{each.identity}", frozenset({Source.USB}), each.identity, model, language
        )


class UnreadyPrinter:
    """Stands where a printer is not set up: whoever uses it is told why."""

    def __init__(self, name: str, error: Misconfigured) -> None:
        self.name, self.code = name, error.code
        self._error = error

    def send(self, _document: bytes) -> PrintOutcome:
        raise self._error

    def look(self) -> PrinterStatus:
        raise self._error
