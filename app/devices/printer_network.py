"""The cable to a raw TCP port (9100), and a printer at its end. Says how far a document came and never more than that.

The port has no answer that means "received". The only proof there is: we close our direction and the printer, having
read to that end, closes its own. Everything between the first byte and that proof is `unknown`.
"""

from __future__ import annotations

import selectors
import socket
import struct
import sys
import time
from collections.abc import Callable

from app.devices.printer import LinkBroken
from app.devices.printer_words import SILENT, Profile
from app.devices.stream_printer import StreamPrinter
from app.domain.printing import Language

if sys.platform == "linux":
    import fcntl
    import termios

_PIECE = 64 * 1024
_CLOSED = 4
"""Beside the selector's two events: the printer closed its direction."""


class NetworkPrinter(StreamPrinter):
    """One printer at `host`:`port`. Timers in seconds: for the connect, for no progress at all, for the last EOF.

    Without a profile it is asked nothing.
    """

    def __init__(
        self,
        name: str,
        host: str,
        port: int = 9100,
        *,
        language: Language = Language.ZPL,
        profile: Profile = SILENT,
        identity: str = "",
        connect_timeout_s: float = 3.0,
        stall_timeout_s: float = 8.0,
        drain_timeout_s: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(
            name,
            TcpWire(host, port, connect_timeout_s=connect_timeout_s, clock=clock),
            language=language,
            profile=profile,
            identity=identity,
            stall_timeout_s=stall_timeout_s,
            drain_timeout_s=drain_timeout_s,
            clock=clock,
        )


class TcpWire:
    """The way to `host`:`port`, one connection for one document."""

    def __init__(
        self,
        host: str,
        port: int = 9100,
        *,
        connect_timeout_s: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = (host, port)
        self._connect_timeout_s = connect_timeout_s
        self._clock = clock

    def open(self) -> TcpLink:
        try:
            connection = socket.create_connection(self._address, self._connect_timeout_s)
        except ConnectionRefusedError as refused:
            raise LinkBroken("printer.refused") from refused
        except (OSError, UnicodeError) as failed:  # the second where no host can have that name
            raise LinkBroken("printer.unreachable") from failed
        return TcpLink(connection, self._clock)


class TcpLink:
    """One connection. A reset at any moment is `printer.reset`, an end before ours `printer.closed_early`."""

    def __init__(self, connection: socket.socket, clock: Callable[[], float] = time.monotonic) -> None:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a question must not wait for an answer
        self._connection = connection
        self._clock = clock
        self._selector = selectors.DefaultSelector()
        self._selector.register(connection, selectors.EVENT_READ)

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        try:
            events, said = self._wait(timeout_s, wants_room=len(out) > 0)
            if events & _CLOSED:
                raise LinkBroken("printer.closed_early")
            return self._connection.send(out[:_PIECE]) if events & selectors.EVENT_WRITE else 0, said
        except OSError as failed:
            raise LinkBroken("printer.reset") from failed

    def finish(self, timeout_s: float) -> str:
        """Close our direction and wait for the printer to close its own. The time runs on while it talks."""
        try:
            if self._wait(0.0)[0] & _CLOSED:  # its end came before ours: no proof that it read to ours
                return "printer.closed_early"
            self._connection.shutdown(socket.SHUT_WR)
            deadline = self._clock() + timeout_s
            while not self._wait(deadline - self._clock())[0] & _CLOSED:
                if self._clock() >= deadline:
                    return "printer.no_end"
            if self._connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):  # closed with our bytes unread
                return "printer.reset"
            return "printer.closed_early" if _bytes_on_the_way(self._connection) else ""
        except OSError:
            return "printer.reset"

    def close(self, *, is_aborted: bool) -> None:
        """Aborted by a reset instead of a polite end: it must not take half a document for a whole one much later."""
        self._selector.close()
        if is_aborted:
            # Two ints; Windows reads two shorts from the same bytes, which say the same.
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def _wait(self, timeout_s: float, *, wants_room: bool = False) -> tuple[int, bytes]:
        """What became possible in time, or that the printer closed; and what it said."""
        self._selector.modify(self._connection, selectors.EVENT_READ | (selectors.EVENT_WRITE if wants_room else 0))
        events = 0
        for _, mask in self._selector.select(max(0.0, timeout_s)):
            events |= mask
        said = self._connection.recv(_PIECE) if events & selectors.EVENT_READ else b""
        return (events, said) if said or not events & selectors.EVENT_READ else (events | _CLOSED, b"")


if sys.platform == "linux":

    def _bytes_on_the_way(connection: socket.socket) -> int:
        """What the printer has not acknowledged (SIOCOUTQ, tcp(7)): with any left, its end is no answer to ours."""
        count: int = struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(4)))[0]
        return count

else:

    def _bytes_on_the_way(_: socket.socket) -> int:
        """Other systems do not tell: there a printer that ends early and reads on cannot be told apart."""
        return 0
