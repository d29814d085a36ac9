"""A printer on a raw TCP port (9100). Says how far a document came and never more than that.

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

from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, PrintOutcome

if sys.platform == "linux":
    import fcntl
    import termios

_PIECE = 64 * 1024
_CLOSED = 4
"""Beside the selector's two events: the printer closed its direction."""


class NetworkPrinter:
    """One printer at `host`:`port`. Timers in seconds: for the connect, for no progress at all, for the last EOF."""

    def __init__(
        self,
        name: str,
        host: str,
        port: int = 9100,
        *,
        connect_timeout_s: float = 3.0,
        stall_timeout_s: float = 8.0,
        drain_timeout_s: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._address = (host, port)
        self._connect_timeout_s = connect_timeout_s
        self._stall_timeout_s = stall_timeout_s
        self._drain_timeout_s = drain_timeout_s
        self._clock = clock

    @property
    def name(self) -> str:
        return self._name

    def send(self, document: bytes) -> PrintOutcome:
        """One connection for one document.

        Codes: `printer.refused`, `printer.unreachable` (nothing sent), `printer.stalled` (took no more bytes in time),
        `printer.reset`, `printer.closed_early` (closed before we had sent all), `printer.no_end` (took every byte but
        did not close within the last timer).
        """
        try:
            connection = socket.create_connection(self._address, self._connect_timeout_s)
        except ConnectionRefusedError:
            return PrintOutcome(Delivery.NOT_SENT, "printer.refused")
        except OSError:
            return PrintOutcome(Delivery.NOT_SENT, "printer.unreachable")
        with connection:
            transfer = _Transfer(connection, document, self._clock)
            code = transfer.run(self._stall_timeout_s, self._drain_timeout_s)
        if not code:
            return PrintOutcome(Delivery.DELIVERED, bytes_sent=transfer.sent)
        delivery = Delivery.UNKNOWN if transfer.sent else Delivery.NOT_SENT
        return PrintOutcome(delivery, code, transfer.sent)

    def look(self) -> PrinterStatus:
        """Reached or not: the port itself says no more."""
        try:
            socket.create_connection(self._address, self._connect_timeout_s).close()
        except OSError:
            return PrinterStatus(frozenset({Condition.AWAY}))
        return PrinterStatus(frozenset({Condition.SILENT}))


class _Transfer:
    """One document on its way through one connection."""

    def __init__(self, connection: socket.socket, document: bytes, clock: Callable[[], float]) -> None:
        self.sent = 0
        self._connection = connection
        self._document = memoryview(document)
        self._clock = clock

    def run(self, stall_timeout_s: float, drain_timeout_s: float) -> str:
        """Empty when the printer read to the end, else the code that says why not."""
        self._connection.setblocking(False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._connection, selectors.EVENT_READ)
            try:
                code = self._push(selector, stall_timeout_s) or self._finish(selector, drain_timeout_s)
            except OSError:
                code = "printer.reset"
        if self.sent < len(self._document):
            self._abort()
        return code

    def _push(self, selector: selectors.BaseSelector, stall_timeout_s: float) -> str:
        """Write everything, reading meanwhile: a printer that talks must not block on us, nor be cut off by us."""
        selector.modify(self._connection, selectors.EVENT_READ | selectors.EVENT_WRITE)
        deadline = self._clock() + stall_timeout_s
        while self.sent < len(self._document):
            events = self._wait(selector, deadline)
            if events & _CLOSED:
                return "printer.closed_early"
            if events & selectors.EVENT_WRITE:
                self.sent += self._connection.send(self._document[self.sent : self.sent + _PIECE])
                deadline = self._clock() + stall_timeout_s
            elif self._clock() >= deadline:
                return "printer.stalled"
        return ""

    def _finish(self, selector: selectors.BaseSelector, drain_timeout_s: float) -> str:
        """Close our direction and wait for the printer to close its own; what it says until then is read away."""
        selector.modify(self._connection, selectors.EVENT_READ)
        if self._wait(selector, self._clock()) & _CLOSED:  # its end came before ours: no proof that it read to ours
            return "printer.closed_early"
        self._connection.shutdown(socket.SHUT_WR)
        deadline = self._clock() + drain_timeout_s
        while not self._wait(selector, deadline) & _CLOSED:
            if self._clock() >= deadline:
                return "printer.no_end"
        if self._connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):  # closed with our bytes unread
            return "printer.reset"
        return "printer.closed_early" if _bytes_on_the_way(self._connection) else ""

    def _wait(self, selector: selectors.BaseSelector, deadline: float) -> int:
        """What became possible before the deadline, and whether the printer closed; its words are read away."""
        events = 0
        for _, mask in selector.select(max(0.0, deadline - self._clock())):
            events |= mask
        if events & selectors.EVENT_READ and not self._connection.recv(_PIECE):
            events |= _CLOSED
        return events

    def _abort(self) -> None:
        """Reset instead of a polite end: the printer must not take half a document for a whole one much later."""
        # Two ints; Windows reads two shorts from the same bytes, which say the same.
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


if sys.platform == "linux":

    def _bytes_on_the_way(connection: socket.socket) -> int:
        """What the printer has not acknowledged (SIOCOUTQ, tcp(7)): with any left, its end is no answer to ours."""
        count: int = struct.unpack("i", fcntl.ioctl(connection, termios.TIOCOUTQ, bytes(4)))[0]
        return count

else:

    def _bytes_on_the_way(_: socket.socket) -> int:
        """Other systems do not tell: there a printer that ends early and reads on cannot be told apart."""
        return 0
