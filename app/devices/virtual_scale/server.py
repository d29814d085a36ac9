"""A virtual scale's thread: it speaks by itself or when asked, through whatever it is plugged into."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from app.devices.scale_dialects import DIALECTS
from app.devices.virtual_scale.plate import Plate, ScaleFault
from app.devices.virtual_scale.words import NOISE, SAY
from app.domain.weighing import Unit

_PIECE = 4096


class Plug(Protocol):
    """What the scale is plugged into. Only the scale's thread calls it, apart from the first `open`."""

    def open(self) -> None:
        """Be there. Raises OSError when the place is taken."""

    def close(self) -> None:
        """Be gone, with whoever is connected cut off."""

    def ears(self) -> list[int]:
        """File numbers to wait on."""

    def hear(self) -> bytes:
        """What was said since, without waiting; takes new callers too."""

    def say(self, report: bytes) -> None:
        """To whoever listens; lost when nobody does, or does not read."""


class TcpPlug:
    """A serial server: one caller at a time on a TCP port (0: any free one, known after `open`)."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self.port = port
        self._listener: socket.socket | None = None
        self._caller: socket.socket | None = None

    def open(self) -> None:
        self._listener = socket.create_server((self._host, self.port))
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]

    def close(self) -> None:
        for part in (self._caller, self._listener):
            if part:
                part.close()
        self._caller = self._listener = None

    def ears(self) -> list[int]:
        return [part.fileno() for part in (self._listener, self._caller) if part]

    def hear(self) -> bytes:
        if self._listener:
            try:
                caller, _ = self._listener.accept()
            except OSError:  # nobody new
                pass
            else:
                caller.setblocking(False)
                if self._caller:
                    self._caller.close()
                self._caller = caller
        try:
            piece = self._caller.recv(_PIECE) if self._caller else b""
        except BlockingIOError:
            return b""
        except OSError:
            piece = b""
        if self._caller and not piece:
            self._caller.close()
            self._caller = None
        return piece

    def say(self, report: bytes) -> None:
        try:
            if self._caller:
                self._caller.send(report)
        except OSError:
            pass  # nobody reads, or has just gone; as on a real line the report is lost


class VirtualScale:
    """One scale of a dialect, which speaks every `interval_s` unless it is one that is asked.

    Plugged in by `start`, pulled out by `obey("unplug")` and back in by `obey("ok")`.
    """

    def __init__(self, dialect: str, plug: Plug, plate: Plate | None = None, *, interval_s: float = 0.1) -> None:
        self.plate = plate or Plate()
        self._plug = plug
        self._say = SAY[dialect]
        self._request = DIALECTS[dialect].request
        self._interval_s = interval_s
        self._asked = b""
        self._orders: deque[tuple[Callable[[], None], threading.Event]] = deque()
        self._bell, self._ear = socket.socketpair()
        self._is_running = False
        self._thread = threading.Thread(target=self._run, name="virtual scale", daemon=True)

    def start(self) -> None:
        """Be there. Raises OSError when the place is taken."""
        self._plug.open()
        self._is_running = True
        self._thread.start()

    def stop(self) -> None:
        """Pull the plug and wait for the thread."""
        if self._is_running:
            self._order(self._leave)
            self._thread.join()
        self._bell.close()
        self._ear.close()

    def obey(self, line: str) -> None:
        """`250` puts so many grams on it, `250 drifting` lets it move, `unit lb`, `ok`, or a fault's word.

        Returns when it is so. Raises ValueError for any other word.
        """
        words = line.split()
        match words:
            case ["ok"]:
                self.misbehave(None)
            case ["unit", name]:
                self.plate.show_in(Unit(name))
            case [grams, "drifting"]:
                self.plate.put(int(grams), drift_g=1)
            case [grams] if grams.lstrip("-").isdecimal():
                self.plate.put(int(grams))
            case _:
                self.misbehave(ScaleFault(line.strip()))

    def misbehave(self, fault: ScaleFault | None) -> None:
        """Fail like this from now on, None: no more; returns when it is so."""
        self._order(lambda: self._turn(fault))

    def _turn(self, fault: ScaleFault | None) -> None:
        was_gone = self.plate.fault is ScaleFault.UNPLUG
        self.plate.misbehave(fault)
        if fault is ScaleFault.UNPLUG and not was_gone:
            self._plug.close()
        if fault is not ScaleFault.UNPLUG and was_gone:
            self._plug.open()

    def _order(self, order: Callable[[], None]) -> None:
        """Only the scale's thread touches its plug: others leave an order, ring, and wait until it is done."""
        done = threading.Event()
        self._orders.append((order, done))
        self._bell.send(b"!")
        done.wait()

    def _run(self) -> None:
        next_s = time.monotonic()
        while self._is_running:
            wait_s = self._interval_s if self._request else max(0.0, next_s - time.monotonic())
            ready, _, _ = select.select([self._ear.fileno(), *self._plug.ears()], [], [], wait_s)
            if self._ear.fileno() in ready:
                self._ear.recv(1)
                order, done = self._orders.popleft()
                order()
                done.set()
                continue
            heard = self._plug.hear() if ready else b""
            if self._request:
                self._answer(heard)
            elif time.monotonic() >= next_s:
                next_s = time.monotonic() + self._interval_s
                self._speak()

    def _answer(self, heard: bytes) -> None:
        """One answer for each whole question."""
        *questions, self._asked = (self._asked + heard)[-_PIECE:].split(b"\n")
        for question in questions:
            if question + b"\n" == self._request:
                self._speak()

    def _speak(self) -> None:
        match self.plate.fault:
            case ScaleFault.UNPLUG | ScaleFault.SILENT:
                return
            case ScaleFault.GARBAGE:
                self._plug.say(NOISE)
            case _:
                self._plug.say(self._say(self.plate.look()))

    def _leave(self) -> None:
        self._is_running = False
        if self.plate.fault is not ScaleFault.UNPLUG:
            self._plug.close()
