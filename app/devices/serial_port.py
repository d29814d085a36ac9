"""Serial ports (pyserial): which are plugged in, opening one or saying why not, and reading what has arrived."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from errno import EACCES, EAGAIN, EBUSY, EINVAL, ENOTTY, EPERM
from typing import Any

import serial
from serial.tools import list_ports

if sys.platform == "win32":
    PORT_ERRORS: tuple[type[Exception], ...] = (OSError, ValueError)
else:
    import termios

    PORT_ERRORS = (OSError, ValueError, termios.error)  # which pyserial lets through where a port refuses its speed


class Refusal(StrEnum):
    """Why a port cannot be opened."""

    BUSY = "busy"  # another program has it
    FORBIDDEN = "forbidden"
    GONE = "gone"
    SETTINGS = "settings"  # it is no port, or none that takes these


class PortRefused(OSError):
    """The port was not opened."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class PluggedPort:
    """A port of this machine. Where no USB cable leads to it the numbers are 0; `title` is what its maker calls it."""

    address: str
    vendor_id: int = 0
    product_id: int = 0
    serial_number: str = ""
    title: str = ""


def plugged_ports() -> tuple[PluggedPort, ...]:
    """The ports there are now; none while one of them is just being pulled out, so that the next look tells."""
    try:
        found = list_ports.comports()
    except (OSError, TypeError, ValueError):  # pyserial reads one number after the other of a device that may go
        return ()
    ports = (
        PluggedPort(
            port.device, port.vid or 0, port.pid or 0, port.serial_number or "", port.product or port.description or ""
        )
        for port in found
    )
    return tuple(sorted(ports, key=lambda port: port.address))


def open_port(address: str, **settings: Any) -> serial.Serial:
    """As pyserial opens it. Raises PortRefused."""
    try:
        return serial.Serial(address, **settings)
    except PORT_ERRORS as error:
        raise PortRefused(_refusal(error)) from error


def _refusal(error: Exception) -> Refusal:
    """On POSIX pyserial keeps the system's number, of what failed after the opening only in the error before its own;
    on Windows only the name of the error, in its text.
    """
    text = str(error)
    number = getattr(error, "errno", None) or _number(error) or _number(error.__context__)
    if number in {EAGAIN, EBUSY} or (number is None and "PermissionError" in text):
        return Refusal.BUSY  # on Windows a port that another program has is "access denied"
    if number in {EACCES, EPERM}:
        return Refusal.FORBIDDEN
    if number in {ENOTTY, EINVAL} or (number is None and "FileNotFoundError" not in text):
        return Refusal.SETTINGS
    return Refusal.GONE


def _number(error: BaseException | None) -> int | None:
    """The number in a `termios.error`, which has no name for it."""
    is_told = isinstance(error, PORT_ERRORS) and not isinstance(error, ValueError) and error.args
    return error.args[0] if is_told and error and isinstance(error.args[0], int) else None


class SerialLine:
    """An open port, in the pieces that arrive. Every method raises OSError when it is gone.

    The port's own timer, `timeout`, is how much later than asked `receive` may return.
    """

    def __init__(self, port: serial.Serial) -> None:
        self._port = port

    def receive(self, timeout_s: float) -> bytes:
        """What has arrived; empty when nothing came. With no time to wait, what is there already."""
        waiting = self._port.in_waiting
        if not waiting and timeout_s <= 0:
            return b""
        first: bytes = self._port.read(1)
        return first + self._port.read(self._port.in_waiting) if first else b""

    def send(self, request: bytes) -> None:
        self._port.write(request)

    def close(self) -> None:
        self._port.close()
