"""The virtual printer's thread: it hears through its plug, reads its language, answers, and lets the mechanism work."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypedDict, Unpack

from app.devices.virtual_printer.faults import CUTS, Fault
from app.devices.virtual_printer.mechanism import Mechanism, PrintedLabel
from app.devices.virtual_printer.models import model_of
from app.devices.virtual_printer.mouth import Mouth
from app.devices.virtual_printer.plug import Plug, TcpPlug
from app.devices.virtual_printer.reader import StatusQuestion
from app.devices.virtual_printer.readers import READERS
from app.domain.printing import Language

_PIECE = 64 * 1024
_BUFFER_BYTES = 1024 * 1024
"""What a printer without paper still takes."""


class Making(TypedDict, total=False):
    """How a virtual printer is made. `model`: one of MODELS, empty for the first of its language. `paper`: labels on
    its roll, None for no end. `dpi` of its head. `answer_delay_s`: what the fault `slow_answer` waits. `identity`: its
    serial number. `on_label` is called for each label, in the printer's own thread.
    """

    language: Language
    model: str
    dpi: int
    paper: int | None
    buffer_bytes: int
    seconds_per_label: float
    answer_delay_s: float
    identity: str
    on_label: Callable[[PrintedLabel], None] | None


class PluggedPrinter:
    """Prints into a folder what comes through its plug: `label-000001.png`, and the document with its language's name.

    `labels` holds the last hundred, `lost` the last hundred documents that were read to their end and never come out,
    `bytes_taken` counts what it read. Raises ValueError for a model that does not speak the language.
    """

    def __init__(self, plug: Plug, folder: Path, **making: Unpack[Making]) -> None:
        language = making.get("language", Language.ZPL)
        model = model_of(language, making.get("model", ""))
        dpi = making.get("dpi", 203)
        self._new_reader = READERS[language]
        self._reader = self._new_reader()
        self._mechanism = Mechanism(
            folder,
            language.value,
            lambda document: self._new_reader().draw(document, dpi),
            paper=making.get("paper"),
            seconds_per_label=making.get("seconds_per_label", 0.0),
            on_label=making.get("on_label"),
        )
        self._plug = plug
        self._mouth = Mouth(
            model,
            plug,
            self._mechanism,
            delay_s=making.get("answer_delay_s", 2.0),
            identity=making.get("identity", "VIRTUAL000001"),
        )
        self._buffer_bytes = making.get("buffer_bytes", _BUFFER_BYTES)
        self.bytes_taken = 0
        self._taken = 0
        self._after_bytes = 0
        self._orders: deque[tuple[Callable[[], None], threading.Event]] = deque()
        self._bell, self._ear = socket.socketpair()
        self._is_running = False
        self._thread = threading.Thread(target=self._run, name="virtual printer", daemon=True)

    @property
    def labels(self) -> deque[PrintedLabel]:
        return self._mechanism.labels

    @property
    def lost(self) -> deque[bytes]:
        return self._mechanism.lost

    @property
    def counter(self) -> int:
        """The odometer: the number of the last label that came out."""
        return self._mechanism.counter

    @property
    def drawer_pulses(self) -> int:
        """How often the cash drawer was opened."""
        return self._mechanism.drawer_pulses

    def start(self) -> None:
        """Listen. Raises OSError when the place is taken."""
        self._mechanism.load()
        self._ear.setblocking(False)
        self._plug.open()
        self._is_running = True
        self._thread.start()

    def stop(self) -> None:
        """Close the port and whatever connection there is, and wait for the thread."""
        if self._is_running:
            self._order(self._leave)
            self._thread.join()
        for part in (self._bell, self._ear):
            part.close()

    def misbehave(self, fault: Fault, *, after_bytes: int = 0) -> None:
        """Fail like this from now on, also on the connection that is open; returns when the printer has begun to."""
        self._order(lambda: self._set_fault(fault, after_bytes))

    def recover(self) -> None:
        """Be a good printer again, with a new roll: listen, read, and print what waited for it."""
        self._order(lambda: self._set_fault(None, 0))

    def _order(self, order: Callable[[], None]) -> None:
        """Only the printer's thread touches its plug: others leave an order, ring, and wait until it is done."""
        if not self._thread.is_alive():
            raise RuntimeError("the virtual printer is not running")
        done = threading.Event()
        self._orders.append((order, done))
        self._bell.send(b"!")
        while not done.wait(1) and self._thread.is_alive():
            pass

    def _run(self) -> None:
        wait_s: float | None = None
        while self._is_running:
            ears = self._plug.ears(wants=self._wants())
            with selectors.DefaultSelector() as selector:  # anew each time: a file number may be another's by now
                for ear in (self._ear.fileno(), *ears):
                    selector.register(ear, selectors.EVENT_READ)
                ready = {key.fd for key, _ in selector.select(wait_s)}
            if self._ear.fileno() in ready:
                self._obey()
            elif ready:
                self._listen()
            wait_s = self._pass_time()

    def _obey(self) -> None:
        self._ear.recv(_PIECE)
        while self._orders:
            order, done = self._orders.popleft()
            order()
            done.set()

    def _leave(self) -> None:
        self._is_running = False
        self._hang_up(is_reset=False)
        self._plug.close()

    def _listen(self) -> None:
        if self._plug.greet():
            self._taken = 0
            self._mouth.chatter()
            self._strike()
        elif self._plug.has_caller:
            self._read()

    def _pass_time(self) -> float | None:
        """Let the mechanism work and late answers go; how long nothing will happen by itself."""
        now_s = time.monotonic()
        due_s = (self._mechanism.work(now_s), self._mouth.pass_time(now_s))
        return min((next_s for next_s in due_s if next_s is not None), default=None)

    def _set_fault(self, fault: Fault | None, after_bytes: int) -> None:
        self._mechanism.fault, self._after_bytes = fault, after_bytes
        if fault is None:
            self._mechanism.change_paper()
        if fault is Fault.REFUSE or (fault is Fault.POWER_CUT and after_bytes == 0):
            self._go_dark()
        elif not self._plug.is_open:
            self._plug.open()
        self._mechanism.work(time.monotonic())
        self._taken = 0
        self._strike()

    def _go_dark(self) -> None:
        self._plug.close()  # first: who feels the reset must not find the port open any more
        if self._mechanism.fault is Fault.POWER_CUT:
            self._mechanism.forget()
            self._reader = self._new_reader()
            self._mouth.forget()
        self._hang_up(is_reset=True)

    def _hang_up(self, *, is_reset: bool) -> None:
        self._take(self._reader.finish())
        self._reader = self._new_reader()
        self._mouth.hush()
        self._plug.hang_up(is_reset=is_reset)

    def _strike(self) -> None:
        """Hang up, if the fault has it so at this point of the connection."""
        fault = self._mechanism.fault
        if fault in CUTS and self._taken >= self._after_bytes and self._plug.has_caller:
            if fault is Fault.POWER_CUT:
                self._go_dark()
            else:
                self._hang_up(is_reset=fault is Fault.RESET)

    def _wants(self) -> bool:
        """Whether it reads on: not when stalled, nor when its buffer is full."""
        is_full = self._mechanism.is_busy and self._reader.held + self._mechanism.buffered_bytes >= self._buffer_bytes
        if is_full is not self._mouth.is_full:
            self._mouth.is_full = is_full
            self._plug.hold(is_full=is_full)
        is_stalled = self._mechanism.fault is Fault.STALL and self._taken >= self._after_bytes
        return not (is_full or is_stalled)

    @property
    def _buffer_room(self) -> int:
        return self._buffer_bytes - self._reader.held - self._mechanism.buffered_bytes

    def _read(self) -> None:
        room = min(_PIECE, self._buffer_room) if self._mechanism.is_busy else _PIECE
        if self._mechanism.fault in (*CUTS, Fault.STALL):
            room = min(room, self._after_bytes - self._taken)
        piece = self._plug.hear(room)
        if piece is None:
            self._hang_up(is_reset=False)
            return
        self._taken += len(piece)
        self.bytes_taken += len(piece)
        self._take(self._reader.feed(piece))
        self._strike()

    def _take(self, found: list[bytes | StatusQuestion]) -> None:
        for one in found:
            if isinstance(one, bytes):
                self._mechanism.take(one)
                self._mechanism.work(time.monotonic())
                self._mouth.chatter()
            elif one.is_immediate:
                self._mouth.answer(one.word)
            else:
                self._mechanism.when_printed(partial(self._mouth.answer, one.word), len(one.word))
                self._mechanism.work(time.monotonic())


class VirtualPrinter(PluggedPrinter):
    """On `host`:`port` (0: any free port, known after `start`)."""

    def __init__(self, host: str, port: int, folder: Path, **making: Unpack[Making]) -> None:
        self._tcp = TcpPlug(host, port)
        super().__init__(self._tcp, folder, **making)

    @property
    def port(self) -> int:
        return self._tcp.port
