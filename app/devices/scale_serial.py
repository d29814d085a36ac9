"""Scales on a serial port (pyserial), or on the TCP port of a serial server, as `host:port`: one reader for both."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.devices.scale import LineScale, ScaleLine
from app.devices.scale_dialects import DIALECTS, DialectParser
from app.devices.serial_port import PortRefused, Refusal, SerialLine, open_port
from app.devices.steady_clock import steady_ms
from app.domain.weighing import Unit
from app.errors import Misconfigured

_WAIT_S = 0.05
"""A serial port's own timer: it cannot be told another one at every read."""
_SEND_TIMEOUT_S = 1.0
_CONNECT_TIMEOUT_S = 2.0
_PIECE = 4096
_TCP = re.compile(r"\[?(?P<host>[^/\[\]]+)\]?:(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class ScalePort:
    """Where a scale is and how it talks. `address` is `COM3`, `/dev/ttyUSB0` or `host:port`; `dialect` one of DIALECTS;
    `unit` only where the scale's word for it is missing or wrong; `still_ms` as DialectParser has it; speed in bauds.
    """

    name: str
    address: str
    dialect: str
    unit: Unit | None = None
    still_ms: int = 500
    speed: int = 9600
    data_bits: int = 8
    parity: str = "N"
    stop_bits: int = 1


def serial_scale(port: ScalePort, *, pace_s: float = 0.1, clock: Callable[[], int] = steady_ms) -> LineScale:
    """The scale at that port; nothing is opened before the first read. Raises Misconfigured (`scale.dialect`)."""
    dialect = DIALECTS.get(port.dialect)
    if dialect is None:
        raise Misconfigured("scale.dialect", port.dialect)
    parser = DialectParser(dialect, port.unit, still_ms=port.still_ms)
    tcp = _TCP.fullmatch(port.address)
    opener: Callable[[], ScaleLine]
    opener = partial(_SocketLine, tcp["host"], int(tcp["port"])) if tcp else partial(_open, port)
    return LineScale(port.name, opener, parser, pace_s=pace_s, clock=clock)


def _open(port: ScalePort) -> ScaleLine:
    try:
        opened = open_port(
            port.address,
            baudrate=port.speed,
            bytesize=port.data_bits,
            parity=port.parity,
            stopbits=port.stop_bits,
            timeout=_WAIT_S,
            write_timeout=_SEND_TIMEOUT_S,
        )
    except PortRefused as refused:
        if refused.refusal is Refusal.SETTINGS:
            raise Misconfigured("scale.port", port.address) from refused
        raise
    return SerialLine(opened)


class _SocketLine:
    def __init__(self, host: str, port: int) -> None:
        self._connection = socket.create_connection((host, port), _CONNECT_TIMEOUT_S)

    def receive(self, timeout_s: float) -> bytes:
        self._connection.settimeout(timeout_s)
        try:
            piece = self._connection.recv(_PIECE)
        except (BlockingIOError, TimeoutError):
            return b""
        if not piece:
            raise ConnectionResetError("the other end closed")
        return piece

    def send(self, request: bytes) -> None:
        self._connection.settimeout(_SEND_TIMEOUT_S)
        self._connection.sendall(request)

    def close(self) -> None:
        self._connection.close()
