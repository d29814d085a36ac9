"""What a virtual printer is plugged into; here a network port, one connection at a time as real ones have it."""

from __future__ import annotations

import socket
import struct
from typing import Protocol


class Plug(Protocol):
    """The printer's end of its cable. Only the printer's thread touches it."""

    @property
    def is_open(self) -> bool:
        """Whether anybody can reach the printer."""

    def open(self) -> None:
        """Be reachable. Raises OSError when the place is taken."""

    def close(self) -> None:
        """Not reachable any more; a connection that is open stays so."""

    def ears(self, *, wants: bool) -> list[int]:
        """File numbers to wait on; without `wants` none of them brings bytes."""

    def greet(self) -> bool:
        """Take a caller when there is none and one waits."""

    @property
    def has_caller(self) -> bool:
        """Whether somebody is connected."""

    def hear(self, most: int) -> bytes | None:
        """What was said, empty when nothing was, None when the caller has gone."""

    def say(self, answer: bytes) -> None:
        """Lost when nobody listens, or does not read."""

    def hold(self, *, is_full: bool) -> None:
        """The buffer has become full, or has room again: where the cable has words for it, say so."""

    def hang_up(self, *, is_reset: bool) -> None:
        """End the connection: politely, or so that the caller feels it."""


class TcpPlug:
    """A raw port (0: any free one, known after `open`). TCP itself holds whoever sends when nobody reads."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self.port = port
        self._listener: socket.socket | None = None
        self._caller: socket.socket | None = None

    @property
    def is_open(self) -> bool:
        return self._listener is not None

    @property
    def has_caller(self) -> bool:
        return self._caller is not None

    def open(self) -> None:
        self._listener = socket.create_server((self._host, self.port), backlog=8)
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]

    def close(self) -> None:
        if self._listener:
            self._listener.close()
        self._listener = None

    def ears(self, *, wants: bool) -> list[int]:
        if self._caller:
            return [self._caller.fileno()] if wants else []
        return [self._listener.fileno()] if self._listener else []

    def greet(self) -> bool:
        if self._caller or not self._listener:
            return False
        try:
            caller, _ = self._listener.accept()
        except OSError:  # nobody, or the caller hung up before we answered
            return False
        caller.setblocking(False)
        self._caller = caller
        return True

    def hear(self, most: int) -> bytes | None:
        try:
            return (self._caller.recv(most) or None) if self._caller else b""
        except BlockingIOError:
            return b""
        except OSError:
            return None

    def say(self, answer: bytes) -> None:
        try:
            if self._caller:
                self._caller.send(answer)
        except OSError:
            pass  # nobody listens any more: the next reading will say so

    def hold(self, *, is_full: bool) -> None:
        pass

    def hang_up(self, *, is_reset: bool) -> None:
        if self._caller:
            if is_reset:
                self._caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._caller.close()
        self._caller = None
