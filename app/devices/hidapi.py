"""USB devices that speak HID, through hidapi: loading it where it is, and reading reports of an opened device."""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import Misconfigured

_REPORT_BYTES = 64
_NUMBERS = re.compile(r"^HID_ID=[0-9A-F]+:([0-9A-F]{8}):([0-9A-F]{8})$", re.MULTILINE)
_TITLE = re.compile(r"^HID_NAME=(.+)$", re.MULTILINE)


def load_hidapi(code: str) -> Any:
    """Here and not above: a station without a USB device must start where the library is missing.

    Raises Misconfigured with this code.
    """
    try:
        import hid  # type: ignore[import-not-found]  # noqa: PLC0415
    except ImportError as error:
        raise Misconfigured(code, str(error.name)) from error
    return hid


@dataclass(frozen=True, slots=True)
class HidNumbers:
    """A device by its maker's and its own number; `title` is what its maker calls it."""

    vendor_id: int
    product_id: int
    title: str = ""


def known_as(usage_page: int, hidraw: Path = Path("/sys/class/hidraw")) -> tuple[HidNumbers, ...]:
    """The devices whose descriptor begins with this page (below 0x100), by what Linux says of them: hidapi does not
    tell the page there. Empty on other systems.
    """
    heads = (bytes((0x05, usage_page)), bytes((0x06, usage_page, 0)))  # a usage page of one byte, or of two
    found = []
    for device in sorted(hidraw.glob("*/device")):
        try:
            descriptor = (device / "report_descriptor").read_bytes()
            told = (device / "uevent").read_text("utf-8", "replace")
        except OSError:
            continue  # pulled out just now
        numbers = _NUMBERS.search(told)
        if descriptor.startswith(heads) and numbers:
            title = _TITLE.search(told)
            found.append(HidNumbers(int(numbers[1], 16), int(numbers[2], 16), title[1].strip() if title else ""))
    return tuple(found)


class HidLine:
    """A device of hidapi, which numbers what it opens by path. Every method raises OSError when it is gone."""

    def __init__(self, hid: Any, path: bytes) -> None:
        self._device = hid.device()
        self._device.open_path(path)
        self._device.set_nonblocking(1)

    def receive(self, timeout_s: float) -> bytes:
        """One report; empty when none came in that time."""
        try:
            return bytes(self._device.read(_REPORT_BYTES, round(timeout_s * 1000)))
        except ValueError as error:  # hidapi's word for a closed device
            raise OSError(errno.ENODEV, "closed") from error

    def send(self, request: bytes) -> None:
        self._device.write(request)

    def claim(self, feature: bytes) -> None:
        """Send a feature report; a device that knows no such report is left as it is."""
        self._device.send_feature_report(feature)

    def close(self) -> None:
        self._device.close()
