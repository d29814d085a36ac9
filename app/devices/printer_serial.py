"""The serial cable to a printer (pyserial): nothing blocks for ever, and what is still in the queue is not handed over.

A serial cable knows no end of a document and no proof of having been read: all it can say is that every byte left.
The way for Windows (`PieceLink`) is tested over pseudo terminals, not yet on Windows.
"""

from __future__ import annotations

import re
import sys
import time
from abc import ABC, abstractmethod
from enum import StrEnum

import serial

from app.devices import descriptor
from app.devices.printer import Link, LinkBroken
from app.devices.serial_port import PORT_ERRORS, PortRefused, Refusal, open_port
from app.domain.printing import Language
from app.errors import Misconfigured

_LISTEN_S = 0.02
_BITS_A_BYTE = 11
_CODES = {
    Refusal.BUSY: "printer.busy",
    Refusal.FORBIDDEN: "printer.access_denied",
    Refusal.GONE: "printer.unplugged",
    Refusal.SETTINGS: "printer.port",
}
_XON_XOFF = re.compile(rb"[\x11\x13]")


class Flow(StrEnum):
    """How the printer says "wait". Must be as in the printer's own set-up, or what it has no room for is lost."""

    RTSCTS = "rtscts"
    DSRDTR = "dsrdtr"  # Windows only: Linux has no such flow control
    XONXOFF = "xonxoff"  # only for languages that are text: see SerialWire
    NONE = "none"  # only for printers whose buffer takes a whole document


class SerialWire:
    """A printer at `port` (`COM3`, `/dev/ttyUSB0`, better `/dev/serial/by-id/…`), `speed` in bauds.

    XON/XOFF gives two byte values a meaning of their own, so it cannot carry pictures in bytes: with it only ZPL is
    taken, whose pictures are hex or base64, and a document that holds one of the two all the same is not sent
    (`printer.flow_binary`). `write_timeout_s` is for one piece, where the system does not tell how much of it left.
    Raises Misconfigured: `printer.flow_binary`, `printer.flow_unsupported`, `printer.address` for a speed below 1.
    """

    def __init__(
        self,
        port: str,
        *,
        speed: int = 9600,
        flow: Flow = Flow.RTSCTS,
        language: Language = Language.ZPL,
        parity: str = "N",
        write_timeout_s: float = 8.0,
        is_exact: bool = sys.platform != "win32",
    ) -> None:
        if flow is Flow.XONXOFF and language is not Language.ZPL:
            raise Misconfigured("printer.flow_binary", language)
        if flow is Flow.DSRDTR and sys.platform != "win32":
            raise Misconfigured("printer.flow_unsupported", flow)
        if speed < 1:  # 0 hangs up
            raise Misconfigured("printer.address", f"{speed} bauds")
        self._address = port
        self._speed = speed
        self._flow = flow
        self._parity = parity
        self._write_timeout_s = write_timeout_s
        self._is_exact = is_exact

    def open(self) -> Link:
        """Raises LinkBroken: `printer.unplugged` (no such port), `printer.busy` (another program has it),
        `printer.access_denied`, `printer.port` (it refuses these settings).
        """
        try:
            port = open_port(
                self._address,
                baudrate=self._speed,
                parity=self._parity,
                rtscts=self._flow is Flow.RTSCTS,
                dsrdtr=self._flow is Flow.DSRDTR,
                xonxoff=self._flow is Flow.XONXOFF,
                timeout=_LISTEN_S,
                write_timeout=self._write_timeout_s,
                exclusive=True,
            )
        except PortRefused as refused:
            raise LinkBroken(_CODES[refused.refusal]) from refused
        kind = DescriptorLink if self._is_exact else PieceLink
        return kind(port, is_text_only=self._flow is Flow.XONXOFF)


class SerialLink(ABC):
    """What both ways share: the wait until the queue is empty, and letting go of it."""

    def __init__(self, port: serial.Serial, *, is_text_only: bool) -> None:
        self._port = port
        self._is_text_only = is_text_only

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        """As `Link.exchange`; `printer.flow_binary` before anything of such a document is written."""
        if self._is_text_only and _XON_XOFF.search(out):
            raise LinkBroken("printer.flow_binary")
        try:
            return self._exchange(out, timeout_s)
        except OSError as error:
            raise LinkBroken("printer.unplugged") from error

    def finish(self, timeout_s: float) -> str:
        """Wait until the system's queue is empty: at most `timeout_s` longer than the line needs for what is in it.

        `printer.stalled`: the printer holds the line and some of the document is still here.
        """
        try:
            deadline = time.monotonic() + timeout_s + self._port.out_waiting * _BITS_A_BYTE / self._port.baudrate
            while self._port.out_waiting:
                if time.monotonic() >= deadline:
                    return "printer.stalled"
                self._exchange(memoryview(b""), _LISTEN_S)
        except LinkBroken as broken:
            return broken.code
        except OSError:
            return "printer.unplugged"
        return "printer.handed_over"

    def close(self, *, is_aborted: bool) -> None:
        """What has not left by now shall not dribble out later; closing a port that is held would also block long."""
        try:
            if is_aborted or self._port.out_waiting:
                self._port.reset_output_buffer()
        except PORT_ERRORS:
            pass  # it is gone already, and its queue with it
        self._port.close()

    @abstractmethod
    def _exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]: ...


class DescriptorLink(SerialLink):
    """Where a port is a file descriptor: the system says how many bytes it took."""

    def _exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        return descriptor.exchange(self._port.fileno(), out, timeout_s)


class PieceLink(SerialLink):
    """Where a write whose time ran out does not tell how much of it left: small pieces, and none is ever repeated."""

    def __init__(self, port: serial.Serial, *, is_text_only: bool) -> None:
        super().__init__(port, is_text_only=is_text_only)
        self._lost = ""
        self._piece = max(16, port.baudrate // 200)  # a twentieth of a second on the line

    def _exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        """May take the port's own write time-out instead of `timeout_s`. Reads first: once it has written nothing may
        fail any more, and what is heard beside a question is no answer to it.
        """
        if self._lost:
            raise LinkBroken(self._lost)
        said = self._port.read(self._port.in_waiting)
        if out:
            return self._write(bytes(out[: self._piece])), said
        deadline = time.monotonic() + timeout_s
        while not said and time.monotonic() < deadline:
            said = self._port.read(1)
        return 0, said

    def _write(self, piece: bytes) -> int:
        """After a failure at least one byte is said to have left: what is unknown must never look like nothing."""
        try:
            return self._port.write(piece) or 0
        except serial.SerialTimeoutException:
            self._lost = "printer.stalled"
        except OSError:
            self._lost = "printer.unplugged"
        return 1
