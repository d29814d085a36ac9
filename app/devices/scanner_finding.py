"""Scanners and cameras that are plugged in, each with the address that the settings may name it by.

Nothing that reads is opened to find it. On Windows cameras are not found: none is listed there without opening it.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from app.devices.hidapi import HidNumbers, known_as, load_hidapi
from app.devices.scanner_hid import USAGE_PAGE
from app.devices.serial_port import PluggedPort, plugged_ports
from app.domain.scanner import FoundScanner, ScannerKind
from app.errors import Misconfigured

MAKERS = {  # numbers that the USB Implementers Forum gave to makers of scanners
    0x0536: "Honeywell (Hand Held Products)",
    0x05E0: "Zebra (Symbol)",
    0x05F9: "Datalogic (PSC)",
    0x065A: "Opticon",
    0x067E: "Honeywell (Intermec)",
    0x080C: "Datalogic",
    0x0C2E: "Honeywell (Metrologic)",
    0x1EAB: "Newland",
    0x1FBB: "Cino",
    0x23D0: "Honeywell",
    0x2745: "Unitech",
}


def find_scanners(
    *,
    ports: Callable[[], tuple[PluggedPort, ...]] = plugged_ports,
    hid_scanners: Callable[[], tuple[HidNumbers, ...]] | None = None,
    video: Path = Path("/sys/class/video4linux"),
    nodes: Path = Path("/dev"),
) -> tuple[FoundScanner, ...]:
    """Serial ports of the makers of scanners first, then HID-POS, cameras, and last other USB serial ports, which may
    be a scanner's cable or a scale's.
    """
    plugged = [port for port in ports() if port.vendor_id]
    known = [_serial(port) for port in plugged if port.vendor_id in MAKERS]
    others = [_serial(port) for port in plugged if port.vendor_id not in MAKERS]
    return (*known, *map(_hid, (hid_scanners or _hid_scanners)()), *_cameras(video, nodes), *others)


def _serial(port: PluggedPort) -> FoundScanner:
    """By its numbers, which stay when the system gives its port another name."""
    serial = f":{port.serial_number}" if port.serial_number else ""
    maker = MAKERS.get(port.vendor_id, "")
    title = ", ".join(part for part in (maker, port.title, port.address) if part)
    return FoundScanner(f"usb:{port.vendor_id:04x}:{port.product_id:04x}{serial}", ScannerKind.SERIAL, title)


def _hid(device: HidNumbers) -> FoundScanner:
    title = ", ".join(part for part in (MAKERS.get(device.vendor_id, ""), device.title) if part)
    return FoundScanner(f"hid:{device.vendor_id:04x}:{device.product_id:04x}", ScannerKind.HID, title)


def _hid_scanners() -> tuple[HidNumbers, ...]:
    """By hidapi where it tells the usage page, by Linux where it does not."""
    try:
        told = load_hidapi("scanner.no_hidapi").enumerate(0, 0)
    except (Misconfigured, OSError):
        told = []
    found = {
        (device["vendor_id"], device["product_id"]): device["product_string"] or ""
        for device in told
        if device["usage_page"] == USAGE_PAGE
    }
    found.update({(each.vendor_id, each.product_id): each.title for each in known_as(USAGE_PAGE)})
    return tuple(HidNumbers(*numbers, title) for numbers, title in sorted(found.items()))


def _cameras(video: Path, nodes: Path) -> Iterator[FoundScanner]:
    """Of the several nodes of one camera only the first gives pictures; the others give what describes them."""
    for node in sorted(video.glob("video*"), key=lambda path: (len(path.name), path.name)):
        try:
            title = (node / "name").read_text("utf-8", "replace").strip()
            index = (node / "index").read_text("ascii").strip()
        except OSError:
            continue  # pulled out just now
        if index == "0" and _gives_pictures(nodes / node.name):
            yield FoundScanner(f"camera:{nodes / node.name}", ScannerKind.CAMERA, title)


if sys.platform == "win32":

    def _gives_pictures(_node: Path) -> bool:
        return False

else:
    import fcntl

    _QUERY = 0x80685600  # VIDIOC_QUERYCAP of linux/videodev2.h
    _CAPABILITIES = struct.Struct("=16s32s32sIII12x")
    _HAS_OWN = 0x8000_0000  # what this node can, not only what its device can
    _CAPTURES = 0x0000_0001 | 0x0000_1000  # video, in one plane or in several

    def _gives_pictures(node: Path) -> bool:
        """Whether the driver says so; converters and the like have nodes too. It may where nobody lets us ask."""
        told = bytearray(_CAPABILITIES.size)
        try:
            with node.open("rb", buffering=0) as opened:
                fcntl.ioctl(opened, _QUERY, told)
        except OSError:
            return True
        *_, device, own = _CAPABILITIES.unpack(told)
        return bool((own if device & _HAS_OWN else device) & _CAPTURES)
