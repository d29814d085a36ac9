"""The virtual printer's port: one thread, one connection at a time as many real printers have it."""

from __future__ import annotations

import io
import selectors
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from app.devices.numbered import next_number, write_numbered
from app.devices.virtual_printer.faults import Fault
from app.devices.virtual_printer.zpl_reader import StatusQuestion, ZplReader, draw

_PIECE = 64 * 1024
_BUFFER_BYTES = 1024 * 1024
"""What a printer without paper still takes."""
_REMEMBERED = 100
_CANNOT_PRINT = (Fault.PAPER_OUT, Fault.HEAD_OPEN)
_CUTS = (Fault.RESET, Fault.HALF_READ, Fault.POWER_CUT)
_READY = b"\x02030,0,0,1218,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """One label that came out: its dots (`rows` as in a bitmap, 1 is black), the bytes that made it, its picture."""

    number: int
    width: int
    height: int
    rows: bytes
    copies: int
    document: bytes
    problems: tuple[str, ...]
    picture: Path


class VirtualPrinter:
    """Listens on `host`:`port` (0: any free port) and leaves `label-000001.png` and `.zpl` in the folder.

    `labels` holds the last hundred, `lost` the last hundred documents that were read to their end and never come out,
    `bytes_taken` counts what it read. `on_label` is called for each label in the printer's own thread.
    """

    def __init__(
        self,
        host: str,
        port: int,
        folder: Path,
        *,
        buffer_bytes: int = _BUFFER_BYTES,
        on_label: Callable[[PrintedLabel], None] | None = None,
    ) -> None:
        self._host = host
        self.port = port
        self._folder = folder
        self._buffer_bytes = buffer_bytes
        self._on_label = on_label
        self.labels: deque[PrintedLabel] = deque(maxlen=_REMEMBERED)
        self.lost: deque[bytes] = deque(maxlen=_REMEMBERED)
        self.bytes_taken = 0
        self._orders: deque[tuple[Callable[[], None], threading.Event]] = deque()
        self._bell, self._ear = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._listener: socket.socket | None = None
        self._connection: _Connection | None = None
        self._fault: Fault | None = None
        self._after_bytes = 0
        self._waiting = deque[bytes]()
        self._next = 1
        self._is_running = False
        self._thread = threading.Thread(target=self._run, name="virtual printer", daemon=True)

    def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._next = next_number(self._folder, "label")
        self._ear.setblocking(False)
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._listen()
        self._is_running = True
        self._thread.start()

    def stop(self) -> None:
        """Close the port and whatever connection there is, and wait for the thread."""
        if self._is_running:
            self._order(self._leave)
            self._thread.join()
        for part in (self._bell, self._ear, self._selector):
            part.close()

    def misbehave(self, fault: Fault, *, after_bytes: int = 0) -> None:
        """Fail like this from now on, also on the connection that is open; returns when the printer has begun to."""
        self._order(lambda: self._set_fault(fault, after_bytes))

    def recover(self) -> None:
        """Be a good printer again: listen, read, and print what waited for paper."""
        self._order(lambda: self._set_fault(None, 0))

    def _order(self, order: Callable[[], None]) -> None:
        """Only the printer's thread touches its sockets: others leave an order, ring, and wait until it is done."""
        if not self._thread.is_alive():
            raise RuntimeError("the virtual printer is not running")
        done = threading.Event()
        self._orders.append((order, done))
        self._bell.send(b"!")
        while not done.wait(1) and self._thread.is_alive():
            pass

    def _run(self) -> None:
        while self._is_running:
            for key, _ in self._selector.select():
                if key.fileobj is self._ear:
                    self._obey()
                elif key.fileobj is self._listener:
                    self._accept()
                elif self._connection is not None and key.fileobj is self._connection.socket:
                    self._read(self._connection)

    def _obey(self) -> None:
        self._ear.recv(_PIECE)
        while self._orders:
            order, done = self._orders.popleft()
            order()
            done.set()

    def _leave(self) -> None:
        self._is_running = False
        self._hang_up(is_reset=False)
        self._close_port()

    def _set_fault(self, fault: Fault | None, after_bytes: int) -> None:
        self._fault, self._after_bytes = fault, after_bytes
        if fault is Fault.REFUSE or (fault is Fault.POWER_CUT and after_bytes == 0):
            self._go_dark()
        elif self._listener is None:
            self._listen()
        if fault is None:
            while self._waiting:
                self._print(self._waiting.popleft())
        if self._connection is not None:
            self._connection.taken = 0
            self._look(self._connection)

    def _go_dark(self) -> None:
        self._close_port()  # first: who feels the reset must not find the port open any more
        self._hang_up(is_reset=True)
        if self._fault is Fault.POWER_CUT:
            self.lost += self._waiting
            self._waiting.clear()

    def _listen(self) -> None:
        self._listener = socket.create_server((self._host, self.port), backlog=8)
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]
        if self._connection is None:
            self._selector.register(self._listener, selectors.EVENT_READ)

    def _close_port(self) -> None:
        if self._listener is not None:
            if self._connection is None:
                self._selector.unregister(self._listener)
            self._listener.close()
            self._listener = None

    def _accept(self) -> None:
        assert self._listener is not None
        try:
            accepted, _ = self._listener.accept()
        except OSError:  # the caller hung up before we answered
            return
        accepted.setblocking(False)
        self._selector.unregister(self._listener)
        self._connection = _Connection(accepted, ZplReader())
        self._selector.register(accepted, selectors.EVENT_READ)
        self._look(self._connection)

    def _hang_up(self, *, is_reset: bool) -> None:
        connection = self._connection
        if connection is None:
            return
        self._connection = None
        if connection.is_watched:
            self._selector.unregister(connection.socket)
        if is_reset:
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.socket.close()
        if self._listener is not None:
            self._selector.register(self._listener, selectors.EVENT_READ)

    def _look(self, connection: _Connection) -> None:
        """Read on, stop reading or hang up, as the fault has it at this point of the connection."""
        is_due = connection.taken >= self._after_bytes
        if self._fault in _CUTS and is_due:
            if self._fault is Fault.POWER_CUT:
                self._go_dark()
            else:
                self._hang_up(is_reset=self._fault is Fault.RESET)
            return
        is_full = self._fault in _CANNOT_PRINT and self._buffered(connection) >= self._buffer_bytes
        wants = not (is_full or (self._fault is Fault.STALL and is_due))
        if wants and not connection.is_watched:
            self._selector.register(connection.socket, selectors.EVENT_READ)
        elif connection.is_watched and not wants:
            self._selector.unregister(connection.socket)
        connection.is_watched = wants

    def _buffered(self, connection: _Connection) -> int:
        return connection.reader.held + sum(len(document) for document in self._waiting)

    def _read(self, connection: _Connection) -> None:
        room = _PIECE
        if self._fault in (*_CUTS, Fault.STALL):
            room = min(room, self._after_bytes - connection.taken)
        try:
            piece = connection.socket.recv(room)
        except OSError:
            piece = b""
        if not piece:
            self._hang_up(is_reset=False)
            return
        connection.taken += len(piece)
        self.bytes_taken += len(piece)
        for found in connection.reader.feed(piece):
            if isinstance(found, StatusQuestion):
                self._answer(connection)
            elif self._fault in _CANNOT_PRINT:
                self._waiting.append(found)
            elif self._fault is Fault.LIE:
                self.lost.append(found)
            else:
                self._print(found)
        self._look(connection)

    def _answer(self, connection: _Connection) -> None:
        """Zebra's printers say nothing at all without paper or with the head open; silence is not absence."""
        if self._fault not in (*_CANNOT_PRINT, Fault.LIE):
            try:
                connection.socket.send(_READY)
            except OSError:
                pass  # nobody listens any more: the next read will say so

    def _print(self, document: bytes) -> None:
        drawn = draw(document)
        ink = Image.frombytes("1", (drawn.width, drawn.height), drawn.rows)
        png = io.BytesIO()
        ImageOps.invert(ink).save(png, "PNG")
        number, self._next = self._next, self._next + 1
        write_numbered(self._folder, "label", number, "zpl", document)
        picture = write_numbered(self._folder, "label", number, "png", png.getvalue())
        label = PrintedLabel(
            number, drawn.width, drawn.height, drawn.rows, drawn.copies, document, drawn.problems, picture
        )
        self.labels.append(label)
        if self._on_label is not None:
            self._on_label(label)


@dataclass(slots=True)
class _Connection:
    socket: socket.socket
    reader: ZplReader
    taken: int = 0
    is_watched: bool = True
