"""Scanners on a serial port, or on a USB cable that is one (USB-CDC): found anew by its numbers at every opening."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qsl

from app.devices.scanner_framing import StreamFraming
from app.devices.scanner_line import RETRY_S, LineScanner, ScannerLine
from app.devices.serial_port import PluggedPort, PortRefused, Refusal, SerialLine, open_port, plugged_ports
from app.devices.steady_clock import steady_ms
from app.domain.scanner import ScannerKind
from app.errors import Misconfigured, Unavailable

_WAIT_S = 0.03
_USB = re.compile(r"(?P<vendor>[0-9a-fA-F]{4}):(?P<product>[0-9a-fA-F]{4})(:(?P<serial>.+))?")
_SETTINGS = {
    "speed": re.compile(r"[1-9][0-9]{1,6}"),
    "parity": re.compile(r"[NEOMS]"),
    "bits": re.compile(r"[78]"),
    "stop": re.compile(r"[12]"),
}


@dataclass(frozen=True, slots=True)
class ScannerPort:
    """`address` is `COM5` or `/dev/ttyACM0`, empty where vendor, product and, if there, serial number find the port.
    A cable that only looks like a serial port (USB-CDC) does not mind speed and the rest.
    """

    address: str = ""
    vendor_id: int = 0
    product_id: int = 0
    serial_number: str = ""
    speed: int = 9600
    parity: str = "N"
    data_bits: int = 8
    stop_bits: int = 1


def serial_scanner(
    name: str,
    address: str,
    *,
    clock: Callable[[], int] = steady_ms,
    ports: Callable[[], tuple[PluggedPort, ...]] = plugged_ports,
) -> LineScanner:
    """The scanner at `serial:PORT` or `usb:VENDOR:PRODUCT[:SERIAL]` (hexadecimal), with
    `?speed=9600&parity=N|E|O|M|S&bits=7|8&stop=1|2` where its port wants them. Nothing is opened before the first
    read. Raises Misconfigured (`scanner.address`).
    """
    return LineScanner(
        name, ScannerKind.SERIAL, partial(_open, parse_address(address), ports), StreamFraming(), clock=clock
    )


def parse_address(address: str) -> ScannerPort:
    """Raises Misconfigured (`scanner.address`)."""
    kind, _, rest = address.partition(":")
    place, _, query = rest.partition("?")
    asked = dict(parse_qsl(query, keep_blank_values=True))
    usb = _USB.fullmatch(place)
    is_place = bool(place) if kind == "serial" else kind == "usb" and usb is not None
    if not is_place or not all(key in _SETTINGS and _SETTINGS[key].fullmatch(asked[key]) for key in asked):
        raise Misconfigured("scanner.address", address)
    return ScannerPort(
        place if kind == "serial" else "",
        int(usb["vendor"], 16) if usb and kind == "usb" else 0,
        int(usb["product"], 16) if usb and kind == "usb" else 0,
        (usb["serial"] or "") if usb and kind == "usb" else "",
        int(asked.get("speed", "9600")),
        asked.get("parity", "N"),
        int(asked.get("bits", "8")),
        int(asked.get("stop", "1")),
    )


def _open(where: ScannerPort, ports: Callable[[], tuple[PluggedPort, ...]]) -> ScannerLine:
    try:
        port = open_port(
            where.address or _find(where, ports()),
            baudrate=where.speed,
            parity=where.parity,
            bytesize=where.data_bits,
            stopbits=where.stop_bits,
            timeout=_WAIT_S,
            exclusive=True,
        )
    except PortRefused as refused:
        match refused.refusal:
            case Refusal.BUSY:
                raise Unavailable("scanner.busy", retry_after_s=RETRY_S) from refused
            case Refusal.FORBIDDEN:
                raise Misconfigured("scanner.forbidden") from refused
            case Refusal.SETTINGS:
                raise Misconfigured("scanner.address") from refused
            case _:
                raise
    return SerialLine(port)


def _find(where: ScannerPort, plugged: tuple[PluggedPort, ...]) -> str:
    """Under whatever name the system gave it this time. Some systems write serial numbers in capitals."""
    for port in plugged:
        is_meant = where.serial_number.upper() in ("", port.serial_number.upper())
        if is_meant and (port.vendor_id, port.product_id) == (where.vendor_id, where.product_id):
            return port.address
    raise OSError(errno.ENODEV, "no such scanner")
