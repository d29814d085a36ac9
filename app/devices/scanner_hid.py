"""Scanners on USB that speak HID-POS (usage page 0x8C of the USB POS usage tables 1.02), through hidapi.

One report: its number, how many bytes of data, three of AIM identifier, 56 of data, the maker's own symbology, one
reserved, and a last byte whose lowest bit says that the code goes on in the next report (Access-IS LSR118 manual, B.1;
Honeywell's and Zebra's are alike). Newland's have the data where others have the identifier (NLS-FM420 manual).
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.devices.hidapi import HidLine, HidNumbers, known_as, load_hidapi
from app.devices.scanner_framing import BROKEN_MS, CodeBytes
from app.devices.scanner_line import RETRY_S, LineScanner, ScannerLine
from app.domain.scanner import ScannerKind
from app.errors import Misconfigured, Unavailable

USAGE_PAGE = 0x8C
_ADDRESS = re.compile(r"hid(:(?P<vendor>[0-9a-fA-F]{4}):(?P<product>[0-9a-fA-F]{4}))?")
_SCANNED = 2  # the number that makers give the report
_DATA_BYTES = 56
_BODY_BYTES = 63  # a report without its number
_IDENTIFIER = re.compile(rb"\][A-Za-z][0-9A-Za-z]")
_NO_IDENTIFIER = b"\x00\x00\x00"
_HONEYWELL = 0x0C2E
_CLAIM = b"\xfe\x01"  # Honeywell's send nothing before a host has claimed them by this feature report


def hid_scanner(name: str, address: str, *, open_line: Callable[[], ScannerLine] | None = None) -> LineScanner:
    """The scanner at `hid` (the first there is) or `hid:VENDOR:PRODUCT` (hexadecimal); `open_line` opens another source
    of its reports. Nothing is opened before the first read. Raises Misconfigured (`scanner.address`).
    """
    wanted = _ADDRESS.fullmatch(address)
    if wanted is None:
        raise Misconfigured("scanner.address", address)
    numbers = (int(wanted["vendor"], 16), int(wanted["product"], 16)) if wanted["vendor"] else (0, 0)
    return LineScanner(name, ScannerKind.HID, open_line or partial(_open, *numbers), ReportFraming())


class ReportFraming:
    """Codes in reports. A code of several reports that is not finished is handed out as one that the bench refuses."""

    def __init__(self) -> None:
        self._code = CodeBytes()
        self._identifier = b""
        self._heard_ms = 0

    def forget(self) -> None:
        self._code.clear()
        self._identifier = b""

    def feed(self, piece: bytes, at_ms: int) -> list[str]:
        """As `Framing.feed`."""
        if not piece:
            return self._code.give_up() if at_ms - self._heard_ms >= BROKEN_MS else []
        told = _parts(piece)
        if told is None:
            return []
        identifier, said, goes_on = told
        self._heard_ms = at_ms
        is_another = bool(identifier) and identifier != self._identifier
        codes = self._code.give_up() if is_another else []
        if not self._code:
            self._identifier = identifier
            codes += self._code.add(identifier) if said else []
        codes += self._code.add(said)
        return codes if goes_on else codes + self._code.end()


def _parts(report: bytes) -> tuple[bytes, bytes, bool] | None:
    """Identifier (empty when none is sent), data, and whether the code goes on; None for a report of anything else."""
    body = report[1:] if _is_numbered(report) else report
    if len(body) < _BODY_BYTES:
        return None
    count, goes_on = body[0], bool(body[_BODY_BYTES - 1] & 1)
    if not 0 < count <= _DATA_BYTES:
        return None
    identifier = body[1:4]
    has_identifier = _IDENTIFIER.fullmatch(identifier) is not None
    if has_identifier and (count <= 3 or any(body[1 + count : 4 + count])):
        return identifier, body[4 : 4 + count], goes_on
    if identifier == _NO_IDENTIFIER:
        return b"", body[4 : 4 + count], goes_on
    # the identifier, if any, is the head of the data, and counted
    is_scan = has_identifier or body is report or report[0] == _SCANNED
    return (b"", body[1 : 1 + count], goes_on) if is_scan else None


def _is_numbered(report: bytes) -> bool:
    """Some scanners leave the number out, or the system does."""
    if len(report) <= _BODY_BYTES:
        return False
    return not _IDENTIFIER.fullmatch(report[1:4]) or _IDENTIFIER.fullmatch(report[2:5]) is not None


def _open(vendor_id: int, product_id: int) -> ScannerLine:
    hid = load_hidapi("scanner.no_hidapi")
    device = _find(hid.enumerate(vendor_id, product_id), known_as(USAGE_PAGE), is_named=bool(vendor_id))
    try:
        line = HidLine(hid, device["path"])
    except OSError as error:  # it is there; hidapi does not say why it cannot be had
        if _is_forbidden(os.fsdecode(device["path"])):
            raise Misconfigured("scanner.forbidden") from error
        raise Unavailable("scanner.busy", retry_after_s=RETRY_S) from error
    if device["vendor_id"] == _HONEYWELL:
        line.claim(_CLAIM)
    return line


def _find(devices: list[dict[str, Any]], known: tuple[HidNumbers, ...], *, is_named: bool) -> dict[str, Any]:
    """By its usage page. Where hidapi does not tell that, by what else is known, or because it was named."""
    numbers = {(each.vendor_id, each.product_id) for each in known}
    for device in devices:
        if device["usage_page"] == USAGE_PAGE:
            return device
    for device in devices:
        if not device["usage_page"] and (is_named or (device["vendor_id"], device["product_id"]) in numbers):
            return device
    raise OSError(errno.ENODEV, "no such scanner")


def _is_forbidden(path: str, sysfs: Path = Path("/sys/bus/usb/devices"), nodes: Path = Path("/dev")) -> bool:
    """Whether the rights of its device file keep us from it. On Linux hidapi names a device by its place on the bus,
    as `1-2:1.0`, or by its file.
    """
    if sys.platform == "win32":
        return False
    node = Path(path)
    if not node.is_absolute():
        usb = sysfs / path.partition(":")[0]
        try:
            bus, number = (int((usb / part).read_text("ascii")) for part in ("busnum", "devnum"))
        except (OSError, ValueError):
            return False
        node = nodes / "bus" / "usb" / f"{bus:03d}" / f"{number:03d}"
    return node.exists() and not os.access(node, os.R_OK | os.W_OK)
