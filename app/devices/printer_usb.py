"""The USB cable to a printer on Linux (usblp, the printer class), found by who it is, not by which number it got today.

`/dev/usb/lp0` and `lp1` swap when a printer is plugged in again. A printer's identity is `vendor:product:serial`, or
`vendor:product:@socket` where it has no serial number of its own (or shares it with its twin: many clones do).
"""

from __future__ import annotations

import errno
import os
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.devices import descriptor
from app.devices.ipp.device_id import parse_device_id
from app.devices.printer import Link, LinkBroken

if sys.platform == "linux":
    import fcntl

_LPGETSTATUS = 0x060B
_PAPER_OUT = 0x20
_LISTEN_S = 0.05
_ATTRIBUTE_BYTES = 4096
_CODES = {
    errno.EBUSY: "printer.busy",
    errno.EACCES: "printer.access_denied",  # no udev rule, or not in the group `lp`
    errno.EPERM: "printer.access_denied",
    errno.ENOENT: "printer.unplugged",
    errno.ENODEV: "printer.unplugged",
    errno.ENXIO: "printer.unplugged",
}


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """One that is plugged in. `command_sets` as it says itself (`ZPL`, `EPL`, `ESC/POS`), often wrong or empty."""

    path: Path
    identity: str
    socket_identity: str
    maker: str = ""
    model: str = ""
    command_sets: tuple[str, ...] = ()


def usb_printers(root: Path = Path("/")) -> tuple[UsbPrinter, ...]:
    """All that are plugged in now, each with an identity that no other of them has."""
    found = _plugged_in(root)
    times = Counter(printer.identity for printer in found)
    return tuple(
        replace(printer, identity=printer.socket_identity) if times[printer.identity] > 1 else printer
        for printer in found
    )


def _plugged_in(root: Path) -> list[UsbPrinter]:
    return [_describe(root, node) for node in sorted(root.glob("sys/class/usbmisc/lp*"))]


def _describe(root: Path, node: Path) -> UsbPrinter:
    interface = (node / "device").resolve()
    device = interface.parent
    said = parse_device_id(_attribute(interface / "ieee1284_id"))
    kind = f"{_attribute(device / 'idVendor')}:{_attribute(device / 'idProduct')}"
    serial = _attribute(device / "serial") or said.serial
    socket_identity = f"{kind}:@{device.name}"
    return UsbPrinter(
        root / "dev/usb" / node.name,
        f"{kind}:{serial}" if serial else socket_identity,
        socket_identity,
        said.maker or _attribute(device / "manufacturer"),
        said.model or _attribute(device / "product"),
        tuple(word.strip() for word in said.commands.split(",") if word.strip()),
    )


def _attribute(path: Path) -> str:
    """Empty where it is missing: what a printer does not say of itself, nobody needs."""
    try:
        with path.open("rb") as file:
            return file.read(_ATTRIBUTE_BYTES).decode("utf-8", "replace").strip("\0 \r\n\t")
    except OSError:
        return ""


def _open_device(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)


def _port_status(device: int) -> int | None:
    """The printer class's own status byte (GET_PORT_STATUS), None where there is none."""
    if sys.platform != "linux":
        return None
    try:
        status: int = struct.unpack("i", fcntl.ioctl(device, _LPGETSTATUS, bytes(4)))[0]
    except OSError:
        return None
    return status


class UsbWire:
    """The printer of that identity wherever it is plugged in, or whatever is at a path (`/dev/usb/lp0`) now."""

    def __init__(
        self,
        identity: str,
        *,
        root: Path = Path("/"),
        open_device: Callable[[Path], int] = _open_device,
        port_status: Callable[[int], int | None] = _port_status,
    ) -> None:
        self._identity = identity
        self._root = root
        self._open_device = open_device
        self._port_status = port_status

    def open(self) -> Link:
        """Raises LinkBroken: `printer.unplugged`, `printer.ambiguous` (two answer to that identity), `printer.busy`,
        `printer.access_denied`, `printer.unreachable`.
        """
        path = self._path()
        try:
            device = self._open_device(path)
        except OSError as error:
            raise LinkBroken(_CODES.get(error.errno or 0, "printer.unreachable")) from error
        try:
            if self._path() != path:  # plugged in anew between the look and the opening: this may be another printer
                raise LinkBroken("printer.unplugged")
        except LinkBroken:
            os.close(device)
            raise
        return UsbLink(device, self._port_status)

    def _path(self) -> Path:
        if self._identity.startswith("/"):
            return self._root / self._identity.lstrip("/")
        found = [p.path for p in _plugged_in(self._root) if self._identity in {p.identity, p.socket_identity}]
        if len(found) != 1:
            raise LinkBroken("printer.ambiguous" if found else "printer.unplugged")
        return found[0]


class UsbLink:
    """One open printer. The kernel hands pieces over in turn; it tells no one whose write does not block when the bus
    failed on one of them, and closing takes back the piece that the printer has not taken. Where it does tell, as EIO,
    some of that piece may have left: then at least one byte did.
    """

    def __init__(self, device: int, port_status: Callable[[int], int | None]) -> None:
        self._device = device
        self._port_status = port_status
        self._lost = ""

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        if self._lost:
            raise LinkBroken(self._lost)
        try:
            return descriptor.exchange(self._device, out, timeout_s)
        except LinkBroken as broken:
            if not out or getattr(broken.__cause__, "errno", None) != errno.EIO:
                raise
            self._lost = broken.code
            return 1, b""

    def finish(self, timeout_s: float) -> str:
        """Wait until the printer took the last piece. `printer.stalled` when it did not, and `printer.paper_out` where
        it says so itself: a bad word is believed, a good one proves nothing.
        """
        if self._lost:
            return self._lost
        deadline = time.monotonic() + timeout_s
        can_write = False
        try:
            while not can_write and time.monotonic() < deadline:
                can_read, can_write = descriptor.wait(self._device, _LISTEN_S, is_writing=True)
                if can_read:
                    descriptor.exchange(self._device, memoryview(b""), 0)
        except LinkBroken as broken:
            return broken.code
        status = self._port_status(self._device)
        if status is not None and status & _PAPER_OUT:
            return "printer.paper_out"
        return "printer.handed_over" if can_write else "printer.stalled"

    def close(self, *, is_aborted: bool) -> None:  # noqa: ARG002 - closing takes back what can be taken back
        os.close(self._device)
