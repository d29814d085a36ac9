"""A cable without sockets, a clock that moves only by waiting, and the machines at its end."""

from __future__ import annotations

from collections.abc import Callable

from app.devices.printer import LinkBroken
from app.devices.printer_words import MODELS
from app.devices.stream_printer import StreamPrinter
from app.domain.printing import Language, PrintOutcome
from tests.devices.test_printer_words import hqes, hs

LABEL = b"^XA^FO0,0^GFA,1,1,1,80^FS^PQ1^XZ\n"
RECEIPT = b"\x1b@\x1dv0\x00\x01\x00\x01\x00\x80\x1dVB\x00"
COUNT = b'! U1 getvar "odometer.total_label_count"\r\n'
SERIAL = b'! U1 getvar "device.unique_id"\r\n'
PAPER_OUT, HEAD_OPEN, FULL = hqes(1), hqes(4), hs("030,0,0,1218,000,1,0,0,000,0,0,0")
Said = bytes | LinkBroken


class Cable:
    """A wire, its one link and the machine at its end. `says` answers what it hears; time passes only by waiting."""

    def __init__(self, says: Callable[[bytes], Said], *, end: str = "", chatters: bytes = b"") -> None:
        self.now = 0.0
        self.heard = bytearray()
        self.taken: list[bytes] = []
        self.opened = 0
        self.closed: list[bool] = []
        self.refuses = ""
        self.end = end
        self.breaks_after: int | None = None
        self._says = says
        self._chatters = chatters
        self._pending = b""

    def open(self) -> Cable:
        if self.refuses:
            raise LinkBroken(self.refuses)
        assert self.opened == len(self.closed), "a second connection beside the first"
        self.opened += 1
        self._pending = b""
        return self

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        taken = bytes(out)
        if taken:
            self.taken.append(taken)
            self.heard += taken
            if self.breaks_after is not None and len(self.heard) > self.breaks_after:
                raise LinkBroken("printer.reset")
            said = self._says(taken)
            if isinstance(said, LinkBroken):
                raise said
            self._pending += said
            return len(taken), b""
        said, self._pending = self._pending + self._chatters, b""
        self.now += timeout_s if not said else 0.001
        return 0, said

    def finish(self, timeout_s: float) -> str:
        return self.end

    def close(self, *, is_aborted: bool) -> None:
        self.closed.append(is_aborted)


class Zebra:
    """Answers like a Link-OS printer. `prints`: how many labels come out of each that is asked for."""

    def __init__(self, *, counted: int = 100, prints: int = 1, delay: int = 0) -> None:
        self.counted = counted
        self.prints = prints
        self.alerts = hqes()
        self.states = [hs()]
        self.serial = b'"ZT41012345"'
        self.delay = delay
        self.mutes_counter = False
        self._coming: list[int] = []

    def __call__(self, heard: bytes) -> bytes:
        if heard == LABEL:
            self._coming += [self.delay] * self.prints
        if b"getvar" in heard:
            self._coming = [wait - 1 for wait in self._coming]
            self.counted += sum(wait < 0 for wait in self._coming)
            self._coming = [wait for wait in self._coming if wait >= 0]
        said = b""
        if b"~HQES" in heard:
            said += self.alerts
        if b"~HS" in heard:
            said += self.states.pop(0) if len(self.states) > 1 else self.states[0]
        if heard == COUNT and not self.mutes_counter:
            said += b'"%d"' % self.counted
        if heard == SERIAL:
            said += self.serial
        return said


def a_printer(cable: Cable, model: str = "zebra-link-os", *, identity: str = "") -> StreamPrinter:
    profile = MODELS[model]
    return StreamPrinter(
        "label",
        cable,
        language=profile.language or Language.ZPL,
        profile=profile,
        identity=identity,
        clock=lambda: cable.now,
        process_id=lambda: b"0042",
    )


def sent(cable: Cable, model: str = "zebra-link-os", *, identity: str = "", document: bytes = LABEL) -> PrintOutcome:
    return a_printer(cable, model, identity=identity).send(document)


def silence(_heard: bytes) -> bytes:
    return b""


def epson(heard: bytes, *, echo: bytes = b"\x37\x220042\x00", paper: bytes = b"\x12") -> bytes:
    if heard.startswith(b"\x1d(H"):
        return echo
    return b"\x12\x12\x12" + paper if heard.startswith(b"\x10\x04") else b""


class Narrow(Cable):
    """Takes `whole` pieces, then one byte of the next question and no more, until it is opened anew."""

    def __init__(self, whole: int) -> None:
        super().__init__(epson)
        self._whole = whole

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        if out and bytes(out) != RECEIPT and len(self.taken) >= self._whole:
            self.now += timeout_s
            return int(bytes(out) == out.obj), b""
        return super().exchange(out, timeout_s)
