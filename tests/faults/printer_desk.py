"""The table of the printer layer: what stands on it, one fault played through, and what is then read off the paper."""

from __future__ import annotations

import hashlib
import logging
import socket
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import zxingcpp

from app.carriers.sandbox import Sandbox
from app.devices.printer import Printer
from app.devices.virtual_printer import Fault, PrintedLabel, VirtualPrinter
from app.domain.printer_status import PrinterStatus
from app.domain.printing import BY_PRINTER, Delivery, Language, PrintOutcome, PrintReason
from app.labels.raster import Bitmap
from app.logs import open_log
from app.settings import PrinterSettings
from app.station import Station
from app.store import orders
from tests.builders import MUTE, Clock, a_consignee, a_draft, some_settings
from tests.faults.invariants import Purchase, examine
from tests.faults.report import Found

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
_PATIENT = {"connect_timeout_s": 20.0, "stall_timeout_s": 20.0, "drain_timeout_s": 20.0}
_QUICK = {"connect_timeout_s": 1.0, "stall_timeout_s": 0.1, "drain_timeout_s": 0.1}  # where a timer must run out
_PAPER = PrinterSettings(width_mm=76.0, height_mm=130.0, confirm="ask", head_dots=608)
_ROUNDS = 3000
_PERSON = a_consignee("欧阳小燕", "13912345678", "桃花源路三号楼")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the printer on the table speaks. `model`: what it answers and is asked, empty for one that is asked nothing;
    `foreign`: another computer's label; `buffer_bytes`: about one label and a half of ours.
    """

    language: Language
    model: str
    foreign: bytes
    buffer_bytes: int

    def is_ours(self, document: bytes) -> bool:
        """And whole: half a receipt comes out without its cut."""
        is_whole = self.language is not Language.ESCPOS or document.endswith(_CUT)
        return is_whole and document != self.foreign

    def sha256(self, document: bytes) -> str:
        """Of the document as it was handed over: of ZPL the printer keeps what stands between its marks, without the
        last line end.
        """
        return hashlib.sha256(document + (b"\n" if self.language is Language.ZPL else b"")).hexdigest()


_CUT = b"\x1dVB\0"
_DOT = b"^XA^PW8^LL1^FO0,0^GFA,1,1,1,80^FS^XZ"
UNASKED = Spoken(Language.ZPL, "", _DOT, 16 * 1024)
ASKED = (
    Spoken(Language.ZPL, "zebra-link-os", _DOT, 16 * 1024),
    Spoken(Language.TSPL, "tsc", b"SIZE 1 mm,1 mm\r\nCLS\r\nBITMAP 0,0,1,1,0,\x7f\r\nPRINT 1,1\r\n", 120 * 1024),
    Spoken(Language.ESCPOS, "epson", b"\x1b@\x1dv0\0\1\0\1\0\x80" + _CUT, 120 * 1024),
)


class Transport(Protocol):
    """How a printer of the product is made."""

    def __call__(
        self,
        name: str,
        host: str,
        port: int,
        *,
        connect_timeout_s: float,
        stall_timeout_s: float,
        drain_timeout_s: float,
    ) -> Printer: ...


class Neighbor(StrEnum):
    """What a second computer does that got hold of the printer's only connection before us."""

    PRINTS = "prints"
    LEAVES_HALF = "leaves_half"
    HOLDS_ON = "holds_on"  # for longer than we wait


@dataclass(frozen=True, slots=True)
class Case:
    """One fault: it strikes the first of `parcels` jobs after `share` of its bytes, or all of them (`is_lasting`),
    and `then` another one after the first job.
    """

    name: str
    fault: Fault | None = None
    share: float = 0.0
    is_lasting: bool = False
    then: Fault | None = None
    neighbor: Neighbor | None = None
    is_restarted: bool = False
    parcels: int = 2


class Witness:
    """Stands between the spooler and the transport: lets the fault strike, and remembers what the transport said."""

    name = "label"

    def __init__(self, virtual: VirtualPrinter, transport: Transport, spoken: Spoken) -> None:
        self.case: Case | None = None
        self.faults = 0
        self.faulted: set[str] = set()
        self.outcomes: list[tuple[str, PrintOutcome, int]] = []
        self._virtual = virtual
        self._spoken = spoken
        self._quick = transport("label", "127.0.0.1", virtual.port, **_QUICK)
        self._patient = transport("label", "127.0.0.1", virtual.port, **_PATIENT)
        self._neighbor: socket.socket | None = None

    def look(self) -> PrinterStatus:
        return MUTE

    def send(self, document: bytes) -> PrintOutcome:
        case, sha256 = self.case, hashlib.sha256(document).hexdigest()
        if case is not None:
            self.faulted.add(sha256)
            self._begin(case, document)
        taken = self._virtual.bytes_taken
        outcome = (self._patient if case is None else self._quick).send(document)
        are_others = bool(self._spoken.model or (case and case.neighbor))  # questions, another's label
        self.outcomes.append((sha256, outcome, 0 if are_others else self._virtual.bytes_taken - taken))
        if case is not None and not case.is_lasting:
            self.end()
        if case is not None and case.then is not None:
            self._virtual.misbehave(case.then)
            self.faults += 1
        return outcome

    def end(self) -> None:
        """The fault is over, and what it held back goes on."""
        self.case = None
        if self._neighbor is not None:
            self._neighbor.close()
            self._neighbor = None
        self._virtual.recover()

    def _begin(self, case: Case, document: bytes) -> None:
        if case.neighbor is not None and self._neighbor is None:
            self._come_between(case.neighbor)
        if case.fault is not None:
            self._virtual.misbehave(case.fault, after_bytes=round(case.share * len(document)))
            self.faults += 1

    def _come_between(self, neighbor: Neighbor) -> None:
        self.faults += 1
        with suppress(OSError):  # the fault before this one left the printer dark, or resetting
            connection = socket.create_connection(("127.0.0.1", self._virtual.port), timeout=5)
            foreign = self._spoken.foreign
            connection.sendall(foreign if neighbor is Neighbor.PRINTS else foreign[:20])
            if neighbor is Neighbor.HOLDS_ON:
                self._neighbor = connection
            else:
                connection.close()


class Desk:
    """A station without threads, its clock moved by hand; the transport's timers are real and short."""

    def __init__(self, folder: Path, transport: Transport, spoken: Spoken = UNASKED) -> None:
        self.found = Found()
        self._spoken = spoken
        self._folder = folder
        open_log(folder)
        self._clock = Clock()
        self._carrier = Sandbox(folder / "sandbox.jsonl")
        self._paper: list[PrintedLabel] = []
        self._numbers: list[str] = []
        self._virtual = VirtualPrinter(
            "127.0.0.1",
            0,
            folder / "paper",
            language=spoken.language,
            model=spoken.model,
            buffer_bytes=spoken.buffer_bytes,
            on_label=self._came_out,
        )
        self._virtual.start()
        self._witness = Witness(self._virtual, transport, spoken)
        self._acknowledged: list[tuple[str, str]] = []
        self._packed: list[str] = []
        self._station = self._open()

    @property
    def faults(self) -> int:
        return self._witness.faults

    def stop(self) -> None:
        self._station.stop()
        self._virtual.stop()
        for handler in logging.getLogger("app").handlers:
            handler.close()
        logging.getLogger("app").handlers.clear()

    def play(self, case: Case) -> None:
        """Pack, print under the fault, let it pass, look, reprint what is missing, look again."""
        mine = [self._pack() for _ in range(case.parcels)]
        self._witness.case = case
        self._work(12 if case.is_lasting else _ROUNDS)
        if case.is_restarted:
            self._station.stop()
            self._station = self._open()
        self._witness.end()
        self._rest()
        rows = self._judge(mine)
        if len(mine) > 1:
            self._mix_up(mine[0], rows[mine[1]])
        for number in mine:
            self._react(number, rows[number])
        for number, confirmed in self._judge(mine).items():
            if not confirmed or confirmed[-1].state != "confirmed":
                self.found.other.append(f"order {number}: its label was scanned and is not confirmed")
        self._judge_purchases()

    def examine(self) -> Found:
        """The promises of every layer, at the end."""
        purchases = [
            Purchase(ref, sold.tracking_number, sold.is_cancelled) for ref, sold in self._carrier.orders.items()
        ]
        taken = [*(label.document for label in self._paper), *self._virtual.lost]
        return examine(
            self._station.database,
            acknowledged=self._acknowledged,
            purchases=purchases,
            documents=[self._spoken.sha256(document) for document in taken if self._spoken.is_ours(document)],
            log_folder=self._folder / "logs",
            personal=(_PERSON.name, _PERSON.phone, _PERSON.address.street),
        )

    def _open(self) -> Station:
        paper = replace(_PAPER, language=self._spoken.language.value)
        settings = replace(some_settings(self._folder), printer=paper)
        station = Station(settings, carrier=self._carrier, printer=self._witness, now_ms=self._clock)
        for lane in station.work.values():
            lane.recover()
        return station

    def _came_out(self, label: PrintedLabel) -> None:
        self._paper.append(label)

    def _pack(self) -> str:
        number = f"N{len(self._packed) + 1:04d}"
        self._packed.append(number)
        with self._station.database.transaction() as tx:
            orders.add(tx, self._station.database, [a_draft(number, consignee=_PERSON)])
        for code in (number, "A"):
            self._scan(code)
        return number

    def _scan(self, code: str) -> str:
        outcome = self._station.bench.scan(code)
        self._acknowledged.append((str(outcome.code), code))
        return str(outcome.code)

    def _work(self, rounds: int) -> bool:
        """Let the lanes work; whether they came to rest within so many rounds."""
        for _ in range(rounds):
            if not sum(lane.step() for lane in self._station.work.values()):
                if not any(lane.waiting for lane in self._station.lanes()):
                    return True
                self._clock.pass_s(1)
            self._clock.pass_s(0.02)
        return False

    def _rest(self) -> None:
        """Until the lanes have nothing to do and the printer has read whatever stood in its queue before our last."""
        if not self._work(_ROUNDS):
            self.found.other.append("the lanes never came to rest")
        with socket.create_connection(("127.0.0.1", self._virtual.port), timeout=5) as connection:
            connection.sendall(self._spoken.foreign)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1024):
                pass

    def _mix_up(self, number: str, other: Sequence[Any]) -> None:
        """The label of another parcel is scanned: an alarm, and no proof of anything."""
        self._scan(number)
        if (code := self._scan(other[0].tracking_number)) != "label.of_another":
            self.found.lies.append(f"order {number}: the label of another parcel was answered {code}")

    def _react(self, number: str, rows: Sequence[Any]) -> None:
        """The packer asks again for the label that did not come out, and scans the one that did."""
        if not self._copies_on_paper(rows[0].tracking_number):
            parcel = next(p for p in self._station.recent_parcels(10) if p.order_number == number)
            self._station.bench.reprint(parcel.parcel_id, PrintReason.MISSING)
            self._rest()
        if not self._copies_on_paper(rows[0].tracking_number):
            self.found.other.append(f"order {number}: the reprint did not come out")
            return
        self._scan(number)
        if (code := self._scan(rows[0].tracking_number)) != "label.confirmed":
            self.found.other.append(f"order {number}: its own label was answered {code}")

    def _judge(self, numbers: Sequence[str]) -> dict[str, list[Any]]:
        """The ledger's rows of these orders, held against the paper and the transport's words."""
        ledger = {number: self._ledger_of(number) for number in numbers}
        out = Counter(self._spoken.sha256(label.document) for label in self._paper)
        read = out + Counter(map(self._spoken.sha256, self._virtual.lost))
        for number, rows in ledger.items():
            if not rows:
                self.found.other.append(f"order {number}: no label was ever asked for")
            for row in rows:
                self._judge_print(f"order {number}, copy {row.copy}", row, out[row.sha256], read[row.sha256])
            if len({row.tracking_number for row in rows}) > 1:
                self.found.doubled.append(f"order {number}: a reprint has another tracking number")
            if rows and (copies := self._copies_on_paper(rows[0].tracking_number)) > len(rows):
                self.found.doubled.append(f"order {number}: {copies} labels on paper, {len(rows)} asked for")
        firsts = {rows[0].sha256: at for at, rows in enumerate(ledger.values()) if rows}
        order = [firsts[sha] for label in self._paper if (sha := self._spoken.sha256(label.document)) in firsts]
        if order != sorted(order):
            self.found.other.append(f"labels came out in the order {order}")
        return ledger

    def _judge_print(self, name: str, row: Any, out: int, read: int) -> None:
        said = [(outcome, taken) for sha256, outcome, taken in self._witness.outcomes if sha256 == row.sha256]
        if out > 1:
            self.found.doubled.append(f"{name} came out {out} times")
        if row.state in ("sent", "confirmed") and not read:
            self.found.lies.append(f"{name} is {row.state}, and the printer did not read it to the end")
        self._judge_proof(name, row, out)
        if row.state == "confirmed" and not self._copies_on_paper(row.tracking_number):
            self.found.lies.append(f"{name} is confirmed, and no such label is on paper")
        if row.state not in ("sent", "confirmed", "unknown"):
            self.found.other.append(f"{name} is left {row.state}")
        if any(outcome.delivery is Delivery.NOT_SENT and taken for outcome, taken in said):
            self.found.lies.append(f"{name} was called not sent after bytes had left")
        if sum(outcome.delivery is not Delivery.NOT_SENT for outcome, _ in said) > 1:
            self.found.doubled.append(f"{name} was sent twice")
        if row.state == "unknown" and not (said and said[-1][0].bytes_sent):
            self.found.lies.append(f"{name} is unknown, and no byte of it left")
        if row.state == "unknown" and row.sha256 not in self._witness.faulted:
            self.found.other.append(f"{name} is unknown without a fault")

    def _judge_proof(self, name: str, row: Any, out: int) -> None:
        if row.proof in BY_PRINTER and not out:
            self.found.lies.append(f"{name} has the proof {row.proof}, and is not on paper")
        if row.state == "confirmed" and not row.proof:
            self.found.lies.append(f"{name} is confirmed, and nothing proves it")

    def _judge_purchases(self) -> None:
        if len(self._carrier.orders) != len(self._packed):
            self.found.doubled.append(f"{len(self._carrier.orders)} labels bought for {len(self._packed)} parcels")

    def _copies_on_paper(self, tracking_number: str) -> int:
        """By what a scanner reads on the paper, not by what we believe to have sent."""
        for label in self._paper[len(self._numbers) :]:
            self._numbers.append("" if label.document == self._spoken.foreign else _scanned(label))
        return self._numbers.count(tracking_number)

    def _ledger_of(self, number: str) -> list[Any]:
        with self._station.database.reading() as connection:
            return list(
                connection.exec_driver_sql(
                    "SELECT p.copy, p.state, p.proof, p.sha256, w.tracking_number FROM prints p"
                    " JOIN waybills w ON w.id = p.waybill_id JOIN parcels c ON c.id = w.parcel_id"
                    " JOIN orders o ON o.id = c.order_id WHERE o.number = ? ORDER BY p.copy",
                    (number,),
                )
            )


def _scanned(label: PrintedLabel) -> str:
    texts = {symbol.text for symbol in zxingcpp.read_barcodes(Bitmap(label.width, label.height, label.rows).to_ink())}
    return texts.pop() if len(texts) == 1 else f"unreadable label {label.number}"
