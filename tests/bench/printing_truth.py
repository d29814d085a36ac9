"""What is told of a document against what became of it: every language, model and fault, over TCP.

`python -m tests.bench.printing_truth` prints the table. The judge is the virtual printer: what lies on paper, what
waits in its buffer until it is helped, what is lost. A claim that is more than that is a lie.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.devices.printer import Link, Printer
from app.devices.printer_network import TcpLink, TcpWire
from app.devices.printer_words import MODELS as PROFILES
from app.devices.stream_printer import StreamPrinter
from app.devices.virtual_printer import Fault, VirtualPrinter
from app.domain.label import Stock
from app.domain.printing import Delivery, Language, PaperProof, PrintOutcome
from app.labels.languages import encode
from app.labels.raster import Bitmap

STOCK = Stock(10, 4, 203)
PICTURE = Bitmap(80, 32, bytes(range(10)) * 32)
SEATS: tuple[tuple[Language, str, str], ...] = (
    (Language.ZPL, "zebra-link-os", "zebra-link-os"),
    (Language.ZPL, "zebra-old", "zebra-old"),
    (Language.ZPL, "zebra-old", "zebra-link-os"),  # set up as what it is not
    (Language.ZPL, "zpl-emulation", "zpl-clone"),
    (Language.ZPL, "zpl-clone", "zpl-clone"),
    (Language.TSPL, "tsc", "tsc"),
    (Language.TSPL, "gprinter", "tspl-clone"),
    (Language.TSPL, "tspl-clone", "tspl-clone"),
    (Language.EPL, "zebra-epl", "zebra-epl"),
    (Language.EPL, "epl-clone", "silent"),
    (Language.CPCL, "zebra-mobile", "zebra-mobile"),
    (Language.CPCL, "cpcl-clone", "silent"),
    (Language.ESCPOS, "epson", "epson"),
    (Language.ESCPOS, "escpos-clone", "escpos-clone"),
    (Language.ESCPOS, "escpos-silent", "epson"),  # set up as what it is not
)
"""What stands there, and as what it is set up."""
CUTS = (Fault.RESET, Fault.HALF_READ, Fault.STALL, Fault.POWER_CUT)
WORDS = (Fault.SILENT, Fault.CHATTER, Fault.GARBLED, Fault.SLOW_ANSWER)
"""It prints; only its words are bad."""
HOLDS = (
    Fault.PAPER_OUT,
    Fault.RIBBON_OUT,
    Fault.HEAD_OPEN,
    Fault.PAPER_JAM,
    Fault.PAUSED,
    Fault.TOO_HOT,
    Fault.LABEL_WAITING,
    Fault.BUFFER_FULL,
    Fault.STUCK_MECHANISM,
)
OPEN = (None, *WORDS, Fault.LIE, Fault.BLANK)
"""No reason to keep a document back: it prints, or says so."""
HASTY_S = 0.15
"""So long is everything waited for. Time that runs out makes outcomes weaker, never untrue."""
_AT_ONCE = 48
Make = Callable[..., Printer]


@dataclass(frozen=True, slots=True)
class Case:
    """One fault of one printer. `at`: before it is asked, behind the questions and before the document, or a share of
    all the bytes that a good conversation takes.
    """

    language: Language
    model: str
    profile: str
    fault: Fault | None = None
    at: float | str = "before"

    def __str__(self) -> str:
        seat = self.model if self.model == self.profile else f"{self.model} as {self.profile}"
        where = f"{self.at:.0%}" if isinstance(self.at, float) else self.at
        return f"{self.language:<7}{seat:<29}{self.fault or 'none':<17}{where:<9}"


@dataclass(frozen=True, slots=True)
class Played:
    """`truth` in words, `lies` what was claimed beyond it."""

    case: Case
    told: PrintOutcome
    truth: str
    lies: tuple[str, ...]

    def __str__(self) -> str:
        proof = f", {self.told.proof}" if self.told.proof else ""
        told = f"{self.told.delivery}{proof} {self.told.code}"
        return f"{self.case}{told:<42}{self.truth:<22}{'; '.join(self.lies)}"


class Witness:
    """Stands between the printer and its wire: lets the fault strike when the document comes, counts what left."""

    def __init__(self, wire: TcpWire, document: bytes, strike: Callable[[], None] | None) -> None:
        self.document_bytes = 0
        self.all_bytes = 0
        self._wire = wire
        self._document = document
        self._strike = strike

    def open(self) -> Link:
        return _Watched(self._wire.open(), self)

    def sees(self, out: memoryview) -> bool:
        """Whether this is a piece of the document; the fault strikes at the first."""
        is_document = len(out) > 0 and out.obj is not None and bytes(out.obj) == self._document
        if is_document and self._strike:
            self._strike()
            self._strike = None
        return is_document


class _Watched:
    def __init__(self, link: TcpLink, witness: Witness) -> None:
        self._link = link
        self._witness = witness
        self.finish = link.finish
        self.close = link.close

    def exchange(self, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
        is_document = self._witness.sees(out)
        taken, said = self._link.exchange(out, timeout_s)
        self._witness.document_bytes += taken * is_document
        self._witness.all_bytes += taken
        return taken, said


SHARES = (0.0, 0.02, 0.3, 0.6, 0.97, 1.0)


def cases(shares: Sequence[float] = SHARES) -> Iterator[Case]:
    """`shares`: where in a conversation it is cut off."""
    for seat in SEATS:
        for fault in (*OPEN, Fault.REFUSE):
            yield Case(*seat, fault)
        for fault in HOLDS:
            yield Case(*seat, fault)
            yield Case(*seat, fault, "behind")
        for fault in CUTS:
            for share in shares:
                yield Case(*seat, fault, share)


def play(case: Case, folder: Path, make: Make = StreamPrinter, timeout_s: float = HASTY_S) -> Played:
    """One document, told and true; then the printer is helped, and what was not sent is sent again, as a lane does."""
    virtual = VirtualPrinter("127.0.0.1", 0, folder, language=case.language, model=case.model)
    virtual.start()
    try:
        bench = Bench(case, virtual, make, timeout_s)
        all_bytes = bench.count() if isinstance(case.at, float) else 0
        return bench.judged(all_bytes)
    finally:
        virtual.stop()


class Bench:
    """One printer of the product in front of a virtual one."""

    def __init__(self, case: Case, virtual: VirtualPrinter, make: Make, timeout_s: float) -> None:
        self._case = case
        self._virtual = virtual
        self._make = make
        self._timeout_s = timeout_s
        self._document = encode(PICTURE, case.language, STOCK)

    def count(self) -> int:
        """All bytes of a good conversation, its questions with it."""
        printer, witness = self._printer(None)
        printer.send(self._document)
        return witness.all_bytes

    def judged(self, all_bytes: int) -> Played:
        case, virtual = self._case, self._virtual
        before = len(virtual.labels)
        if case.fault and case.at != "behind":
            virtual.misbehave(case.fault, after_bytes=round(all_bytes * case.at) if isinstance(case.at, float) else 0)
        printer, witness = self._printer(case.fault if case.at == "behind" else None)
        told = printer.send(self._document)
        left, on_paper = witness.document_bytes, list(virtual.labels)[before:]
        virtual.recover()
        late, lost = len(virtual.labels) - before - len(on_paper), len(virtual.lost)
        if told.delivery is Delivery.NOT_SENT:
            printer.send(self._document)
        whole = Whole(left, len(on_paper), late, lost, len(virtual.labels) - before)
        is_blank = bool(on_paper) and not any(on_paper[0].rows)
        return Played(case, told, "blank paper" if is_blank else whole.truth, tuple(whole.lies(case, told)))

    def _printer(self, fault: Fault | None) -> tuple[Printer, Witness]:
        wire = TcpWire("127.0.0.1", self._virtual.port, connect_timeout_s=5)
        witness = Witness(wire, self._document, (lambda: self._virtual.misbehave(fault)) if fault else None)
        timers = dict.fromkeys(("answer_timeout_s", "stall_timeout_s", "drain_timeout_s"), self._timeout_s)
        profile = PROFILES[self._case.profile]
        printer = self._make(
            "label",
            witness,
            language=self._case.language,
            profile=profile,
            proof_timeout_s=2 * self._timeout_s,
            **timers,
        )
        return printer, witness


@dataclass(frozen=True, slots=True)
class Whole:
    """What became of one document: bytes that left, labels at once, labels when it was helped, documents lost in the
    printer, and labels in all after what was not sent was sent again.
    """

    left: int
    on_paper: int
    late: int
    lost: int
    out: int

    @property
    def truth(self) -> str:
        if self.on_paper > 1:
            return f"{self.on_paper} on paper"
        if self.on_paper:
            return "on paper"
        return "came out when helped" if self.late else "lost in it" if self.lost else "never read whole"

    def lies(self, case: Case, told: PrintOutcome) -> Iterator[str]:
        was_read = self.on_paper + self.late + self.lost > 0
        if told.delivery is Delivery.NOT_SENT:
            if was_read or self.left:
                yield "called not sent, and some of it was"
            if case.fault in OPEN:
                yield "kept back without a reason"
            if self.out != 1:
                yield "lost by waiting"
        if told.delivery is Delivery.DELIVERED and not was_read:
            yield "called delivered, and was not read to its end"
        if told.proof is not PaperProof.NONE and self.on_paper != 1:
            yield "called printed, and is not on paper"
        if self.out > 1:
            yield f"{self.out} labels of one"
        if told.code and told.delivery is Delivery.DELIVERED and not _is_named(case.fault, told.code):
            yield "a trouble that it does not have"


def _is_named(fault: Fault | None, code: str) -> bool:
    """The trouble is the fault, or the vague word that a language has for it."""
    vague = {"printer.offline", "printer.fault", "printer.cutter", "printer.paused"}
    return fault in HOLDS and (code == f"printer.{fault}" or code in vague or fault is Fault.RIBBON_OUT)


def play_all(chosen: Sequence[Case], make: Make = StreamPrinter, timeout_s: float = HASTY_S) -> list[Played]:
    """Many at once: most of each is waiting."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
        folders = [Path(folder, str(number)) for number in range(len(chosen))]
        return list(pool.map(lambda case, own: play(case, own, make, timeout_s), chosen, folders))


def main() -> int:
    played = play_all(list(cases()), timeout_s=1.0)
    print(f"{'language':<7}{' model':<29}{'fault':<17}{'at':<9}{'told':<42}{'truth':<22}lies")
    for row in played:
        print(row)
    lies = sum(bool(row.lies) for row in played)
    proven = sum(row.told.proof is not PaperProof.NONE for row in played)
    blank = sum(row.told.proof is not PaperProof.NONE and row.truth == "blank paper" for row in played)
    print(f"{len(played)} documents, {proven} with proof of paper ({blank} blank: only a scan finds that), {lies} lies")
    return bool(lies)


if __name__ == "__main__":
    sys.exit(main())
