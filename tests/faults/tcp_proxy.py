"""A TCP proxy that breaks connections as a script says: for everything that talks over a network.

    proxy = TcpProxy(("127.0.0.1", 0), ("127.0.0.1", port_of_the_real_thing))
    proxy.start()
    proxy.script(Fault(Kind.RESET_AFTER), Fault(Kind.PASS), Fault(Kind.DELAY_ANSWER, seconds=0.5))
    ...                       # the first three connections meet these faults, all later ones nothing
    proxy.is_online = False   # connections are refused
    proxy.stop()

It knows nothing of what it carries: a request has reached its target when the target begins to answer.
"""

from __future__ import annotations

import random
import select
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

_PIECE = 64 * 1024
_LONGEST_WAIT_S = 0.02
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Kind(StrEnum):
    """What a connection meets. "Before" means that nothing of it reached the target, "after" that all of it did."""

    PASS = "pass"
    DELAY_REQUEST = "delay_request"  # on its way for `seconds`: arrives even when the caller has gone meanwhile
    DELAY_ANSWER = "delay_answer"
    RESET_AT_ONCE = "reset_at_once"  # before: accepted and reset, nothing read
    RESET_BEFORE = "reset_before"  # before: reset after the first piece was read
    RESET_AFTER = "reset_after"  # after: the first byte of the answer is there, and is not passed on
    HALF_OPEN = "half_open"  # before: accepted, read, never answered; stays open until the caller leaves
    DRIP = "drip"  # one byte every `seconds`, in both directions
    TRUNCATE = "truncate"  # after: the answer ends politely after `after_bytes`
    GARBAGE = "garbage"  # after: noise in place of the answer from `after_bytes` on


_BEFORE = (Kind.RESET_AT_ONCE, Kind.RESET_BEFORE, Kind.HALF_OPEN)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault for one connection."""

    kind: Kind
    seconds: float = 0.0
    after_bytes: int = 0


_NOTHING = Fault(Kind.PASS)


class TcpProxy:
    """Listens on `listen` (port 0: a free one) and passes on to `target`. Each connection has a thread of its own.

    `met` lists the kinds that connections have met, in the order in which they came.
    """

    def __init__(self, listen: tuple[str, int], target: tuple[str, int], *, seed: int = 0) -> None:
        self.met: list[Kind] = []
        self._listen = listen
        self._target = target
        self._noise = random.Random(seed)
        self._script: deque[Fault] = deque()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._listener: socket.socket | None = None
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        return self._listen[1]

    def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self.is_online = True

    def stop(self) -> None:
        """Close the port, cut every connection, wait for every thread."""
        self._stopping.set()
        self.is_online = False
        for thread in self._threads:
            thread.join()

    def script(self, *faults: Fault) -> None:
        """What the next connections meet, one fault each, after those that were scripted before."""
        self._script.extend(faults)

    @property
    def is_online(self) -> bool:
        return self._listener is not None

    @is_online.setter
    def is_online(self, is_wanted: bool) -> None:
        """Offline, connections are refused and those that are open go on; online again, it is the same port."""
        with self._lock:
            if is_wanted and self._listener is None:
                self._listener = socket.create_server(self._listen, backlog=64)
                self._listen = (self._listen[0], self._listener.getsockname()[1])
                self._begin(self._accept, self._listener)
            elif not is_wanted and self._listener is not None:
                with suppress(OSError):  # wakes the thread that is accepting; not every system calls this connected
                    self._listener.shutdown(socket.SHUT_RDWR)
                self._listener.close()
                self._listener = None

    def _begin(self, act: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=act, args=arguments, name="tcp proxy")
        thread.start()
        self._threads.append(thread)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:  # closed
                return
            fault = self._script.popleft() if self._script else _NOTHING
            self.met.append(fault.kind)
            self._begin(self._serve, caller, fault)

    def _serve(self, caller: socket.socket, fault: Fault) -> None:
        with caller:
            if fault.kind in _BEFORE:
                self._fail_before(caller, fault)
                return
            try:
                target = socket.create_connection(self._target, timeout=5)
            except OSError:
                _will_reset(caller)
                return
            with target:
                self._pass_on(caller, target, fault)

    def _fail_before(self, caller: socket.socket, fault: Fault) -> None:
        if fault.kind is not Kind.RESET_AT_ONCE:
            self._read(caller)
        while fault.kind is Kind.HALF_OPEN and self._read(caller):
            pass
        if fault.kind is not Kind.HALF_OPEN:
            _will_reset(caller)

    def _read(self, source: socket.socket) -> bytes:
        """One piece; nothing at the end of the connection and when the proxy stops."""
        while not self._stopping.is_set():
            if select.select([source], [], [], _LONGEST_WAIT_S)[0]:
                with suppress(OSError):
                    return source.recv(_PIECE)
                return b""
        return b""

    def _pass_on(self, caller: socket.socket, target: socket.socket, fault: Fault) -> None:
        request, answer = _Flow(caller, target), _Flow(target, caller)
        match fault.kind:
            case Kind.DELAY_REQUEST:
                request.delay_s = fault.seconds
            case Kind.DELAY_ANSWER:
                answer.delay_s = fault.seconds
            case Kind.DRIP:
                request.drip_s = answer.drip_s = fault.seconds
            case Kind.TRUNCATE:
                answer.ends_after = fault.after_bytes
            case Kind.GARBAGE:
                answer.spoil = self._spoiler(fault.after_bytes)
        while not (request.is_over and answer.is_over) and not self._stopping.is_set():
            self._wait_for(request, answer)
            if answer.taken and fault.kind is Kind.RESET_AFTER:
                _will_reset(caller)
                return
            request.give()
            answer.give()

    def _wait_for(self, *flows: _Flow) -> None:
        """Until something can be read, which then is, or something is due."""
        until_due = min((flow.next_due for flow in flows), default=_LONGEST_WAIT_S) - time.monotonic()
        wait_s = min(max(until_due, 0.0), _LONGEST_WAIT_S)
        sources = {flow.source: flow for flow in flows if not flow.is_ended}
        if not sources:
            self._stopping.wait(wait_s)
            return
        for source in select.select(list(sources), [], [], wait_s)[0]:
            sources[source].take()

    def _spoiler(self, after_bytes: int) -> Callable[[bytes, int], bytes]:
        def spoil(piece: bytes, before: int) -> bytes:
            kept = piece[: max(0, after_bytes - before)]
            return kept + self._noise.randbytes(len(piece) - len(kept))

        return spoil


class _Flow:
    """One direction of one connection: what was read, and when it is due on the other side."""

    def __init__(self, source: socket.socket, sink: socket.socket) -> None:
        self.source = source
        self.delay_s = 0.0
        self.drip_s = 0.0
        self.ends_after: int | None = None
        self.spoil: Callable[[bytes, int], bytes] = lambda piece, _before: piece
        self.taken = 0
        self.is_ended = False
        self.is_over = False
        self._sink = sink
        self._pending: deque[tuple[float, bytes]] = deque()
        self._last_due = 0.0

    @property
    def next_due(self) -> float:
        return self._pending[0][0] if self._pending else float("inf")

    def take(self) -> None:
        """Read one piece; its end, also one by reset, is passed on after all that came before it."""
        try:
            piece = self.source.recv(_PIECE)
        except OSError:
            piece = b""
        self.is_ended = not piece
        if self.ends_after is not None and self.taken + len(piece) >= self.ends_after:
            piece, self.is_ended = piece[: self.ends_after - self.taken], True
        piece = self.spoil(piece, self.taken)
        self.taken += len(piece)
        for part in self._parts(piece):
            self._last_due = max(time.monotonic() + self.delay_s, self._last_due + self.drip_s)
            self._pending.append((self._last_due, part))

    def give(self) -> None:
        """Pass on what is due."""
        now = time.monotonic()
        while self._pending and self._pending[0][0] <= now:
            _, piece = self._pending.popleft()
            try:
                if piece:
                    self._sink.sendall(piece)
                else:
                    self._sink.shutdown(socket.SHUT_WR)
            except OSError:  # whoever should have it is gone
                piece = b""
            if not piece:
                self.is_ended = self.is_over = True
                self._pending.clear()

    def _parts(self, piece: bytes) -> Iterator[bytes]:
        if self.drip_s:
            yield from (bytes([byte]) for byte in piece)
        elif piece:
            yield piece
        if self.is_ended:
            yield b""


def _will_reset(connection: socket.socket) -> None:
    """Closing it will be a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
