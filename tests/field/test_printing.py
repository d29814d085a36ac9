"""Printing: labels that came out twice, elsewhere, unreadable or not at all, and were called printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.devices.printer import Printer
from app.devices.printer_network import NetworkPrinter
from app.devices.virtual_printer import Fault, VirtualPrinter
from app.domain.glance import LaneState
from app.domain.incident import IncidentKind
from app.domain.job import Job, JobState
from app.domain.label import LabelContent, Stock
from app.domain.printing import Delivery, PaperProof, PrintOutcome, PrintState
from app.labels.layout import render_label
from app.labels.proof import Proof
from app.labels.raster import Bitmap
from app.settings import PrinterSettings
from app.station import Station
from app.store import prints
from app.store.database import Database, Transaction
from app.work.drawing import Drawing
from app.work.spooler import Spooler
from tests.builders import Rig, a_draft, lines_of
from tests.field.cases import at_once, caught, claims_without_marking, labeled, packed, says, the_parcel

Patch = pytest.MonkeyPatch
NOT_SENT = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
DELIVERED = PrintOutcome(Delivery.DELIVERED)


class WiredRig(Rig):
    """A bench whose label printer stands on a TCP port; `stock` is what its settings say of the paper."""

    def __init__(self, folder: Path, stock: PrinterSettings | None = None) -> None:
        self.stock = stock or PrinterSettings()
        self.paper = VirtualPrinter("127.0.0.1", 0, folder / "labels")
        self.paper.start()
        super().__init__(folder)

    def _open(self) -> Station:
        self.printer: Printer = NetworkPrinter(  # type: ignore[assignment]  # a real one instead of the switched one
            "label", "127.0.0.1", self.paper.port, connect_timeout_s=1, stall_timeout_s=0.2, drain_timeout_s=2
        )
        self._settings = replace(self._settings, printer=self.stock)
        return super()._open()

    def came_out(self) -> list[str]:
        return [says(label.document) for label in self.paper.labels]


@pytest.fixture
def wired(tmp_path: Path) -> Iterator[WiredRig]:
    rig = WiredRig(tmp_path)
    yield rig
    rig.station.stop()
    rig.paper.stop()


def unseen(rig: Rig) -> list[int]:
    """The numbers of the labels that somebody has to look for."""
    kinds = (IncidentKind.LABEL_UNSEEN, IncidentKind.PRINT_UNKNOWN, IncidentKind.PRINT_FAILED)
    return sorted(each.position for each in rig.station.lead.incidents() if each.kind in kinds)


def check_lie(wired: WiredRig) -> None:
    wired.paper.misbehave(Fault.LIE)
    labeled(wired, "1001")
    assert the_parcel(wired).print_state is PrintState.SENT, "called printed"
    wired.clock.pass_s(121)
    assert unseen(wired) == [1]
    wired.paper.recover()
    assert wired.scan("1001", "PB.REPRINT.MISSING")[1:] == ["reprint.queued"]
    wired.work()
    (number,) = wired.came_out()
    assert wired.scan(number) == ["label.confirmed"]
    assert (unseen(wired), the_parcel(wired).print_state) == ([], PrintState.CONFIRMED)


def test_a_printer_that_says_done_and_prints_nothing_is_not_believed(wired: WiredRig) -> None:
    """google/cloud-print-connector #284: an offline printer's job is paused, and reported done"""
    check_lie(wired)


def believe_what_was_sent(monkeypatch: Patch) -> None:
    """Broken on purpose: a printer's "done" is taken for its counter."""
    mark_sent = prints.mark_sent

    def believe(tx: Transaction, database: Database, print_id: str, code: str = "", **_said: object) -> None:
        mark_sent(tx, database, print_id, code, proof=PaperProof.COUNTER, is_settled=True)

    monkeypatch.setattr(prints, "mark_sent", believe)


def test_calling_what_was_sent_printed_is_caught(wired: WiredRig, monkeypatch: Patch) -> None:
    believe_what_was_sent(monkeypatch)
    with pytest.raises(AssertionError, match="called printed"):
        check_lie(wired)


def test_without_paper_no_label_is_called_printed_and_each_comes_out_once(wired: WiredRig) -> None:
    """apple/cups #5441, #1122; m0wfo/cups #3: no paper on port 9100, and the job is dropped as completed"""
    wired.paper.misbehave(Fault.PAPER_OUT)
    packed(wired, "1", "2")
    wired.work()
    wired.clock.pass_s(121)
    states = {parcel.print_state for parcel in wired.station.recent_parcels()}
    assert states <= {PrintState.SENT, PrintState.UNKNOWN}
    assert unseen(wired) == [1, 2]
    wired.paper.recover()
    wired.clock.pass_s(600)
    wired.work()
    assert wired.scan(*wired.came_out())[0] in ("label.confirmed", "label.of_another")
    assert len(wired.came_out()) == 2
    assert len(wired.carrier.orders) == 2


def test_a_fault_shows_though_no_further_label_is_printed(rig: Rig) -> None:
    """qzind/tray #42: a fault is learned only when the next job queues behind it"""
    labeled(rig, "1001")  # the last one of the day
    rig.clock.pass_s(121)
    assert unseen(rig) == [1]


def check_restart(rig: Rig, patch: Patch) -> None:
    packed(rig, "1", "2")
    with patch.context() as power:
        power.setattr(rig.printer, "send", _power_cut(rig))
        with pytest.raises(KeyboardInterrupt):
            rig.work()
    for _ in range(6):  # the printer is mended, the program started again and again
        rig.restart()
        rig.clock.pass_s(600)
        rig.work()
    numbers = [says(document) for document in rig.printer.documents]
    assert len(numbers) == len(set(numbers)) == 2, "printed again by itself"
    asked = [each.order_number for each in rig.station.lead.incidents() if each.kind is IncidentKind.PRINT_UNKNOWN]
    assert asked == ["1"]
    assert rig.scan("1", "PB.REPRINT.MISSING")[1:] == ["reprint.queued"]
    rig.work()
    assert len(rig.printer.documents) == 3


def _power_cut(rig: Rig) -> Callable[[bytes], PrintOutcome]:
    def send(document: bytes) -> PrintOutcome:
        rig.printer.documents.append(document)
        raise KeyboardInterrupt

    return send


def test_a_restart_after_a_jam_prints_nothing_by_itself(rig: Rig, monkeypatch: Patch) -> None:
    """apple/cups #3810, #4073, #816; dymo-connect #76 (six copies); newOcean/printer #1"""
    check_restart(rig, monkeypatch)


def test_printing_again_after_a_restart_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    def again(_self: Spooler, tx: Transaction, job: Job) -> JobState:
        prints.mark(tx, job.subject_id, PrintState.QUEUED)
        return JobState.QUEUED

    monkeypatch.setattr(Spooler, "interrupted", again)
    caught(lambda rig: check_restart(rig, monkeypatch), rig, "printed again by itself")


def check_one_claim(rig: Rig) -> None:
    packed(rig, "1001")
    rig.station.work["carrier:sandbox"].step()
    at_once(rig.station.work["printer:label"].step, 3)
    assert len(rig.printer.documents) == 1, "printed twice"
    assert rig.scan("PB.REPRINT.MISSING", "PB.REPRINT.MISSING") == ["reprint.queued", "reprint.under_way"]


def test_a_second_order_to_print_that_comes_before_the_mark_prints_nothing(rig: Rig) -> None:
    """kb.cloudfflos.com auto-print-how-it-triggers (a second webhook); alma-print-daemon #23 (polls before it marks)"""
    check_one_claim(rig)


def test_marking_after_printing_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    claims_without_marking(monkeypatch)
    monkeypatch.setattr(prints, "mark_sending", lambda *_: True)
    caught(check_one_claim, rig, "printed twice")


def check_one_and_two(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=2, B=1)))
    rig.scan("1001", "A", "PB.CLOSE", "A", "B")
    rig.work()
    second, first = (parcel.tracking_number for parcel in rig.station.recent_parcels())
    assert [says(document) for document in rig.printer.documents] == [first, second], "the last one twice"
    assert rig.scan(first, second) == ["label.confirmed", "label.confirmed"]


def test_label_one_and_two_of_two_are_not_the_last_one_twice(rig: Rig) -> None:
    """odoo/odoo #164252"""
    check_one_and_two(rig)


def test_printing_the_last_label_of_the_order_twice_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    content = Drawing._content

    def last(self: Drawing, *about: Any, **which: Any) -> LabelContent:
        newest = rig.station.recent_parcels()[0].tracking_number
        drawn = content(self, *about, **which)
        return replace(drawn, waybill=replace(drawn.waybill, tracking_number=newest))

    rig.carrier.online = False
    monkeypatch.setattr(Drawing, "_content", last)
    monkeypatch.setattr(rig, "work", lambda: _all_bought_first(rig))
    caught(check_one_and_two, rig, "the last one twice")


def _all_bought_first(rig: Rig) -> None:
    rig.carrier.online = True
    for lane in ("carrier:sandbox", "carrier:sandbox", "printer:label", "printer:label"):
        rig.clock.pass_s(0.05)
        rig.station.work[lane].step()


STOCKS = [(100.0, 150.0, 203), (100.0, 150.0, 300), (100.0, 150.0, 600), (76.0, 130.0, 203)]


def check_true_size(wired: WiredRig) -> None:
    (number,) = labeled(wired, "1001")
    (label,) = wired.paper.labels
    stock = wired.stock
    size = (stock.width_mm * stock.dpi / 25.4, stock.height_mm * stock.dpi / 25.4)
    assert (label.width, label.height) == pytest.approx(size, abs=stock.dpi / 25.4), "another size"
    commands = re.findall(rb"\^(PW|LL|LH|FO)(\d+(?:,\d+)?)", label.document)
    where = [(b"PW", b"%d" % label.width), (b"LL", b"%d" % label.height), (b"LH", b"0,0"), (b"FO", b"0,0")]
    assert commands == where, "where it stands is left to others"
    assert says(label.document) == number


@pytest.mark.parametrize("stock", STOCKS, ids=str)
def test_a_label_is_as_large_as_its_paper_at_any_resolution(tmp_path: Path, stock: tuple[float, float, int]) -> None:
    """woocommerce-services #2256 → #2505: made sharper, and too big; sumatrapdf #183: the default printer's paper used;
    myparcelnl/woocommerce #1009, woocommerce-ios #13958: the size that was set is ignored
    """
    wide, high, dpi = stock
    wired = WiredRig(tmp_path, PrinterSettings(width_mm=wide, height_mm=high, dpi=dpi))
    check_true_size(wired)
    wired.station.stop()
    wired.paper.stop()


def test_a_label_is_not_shifted_by_what_others_left_in_the_printer(wired: WiredRig) -> None:
    """tresf/jzebra #71; apple/cups #4898; OpenPrinting/cups #515: a quarter of it prints, shifted, by each program"""
    check_true_size(wired)


def test_one_resolution_for_all_printers_is_caught(tmp_path: Path, monkeypatch: Patch) -> None:
    wired = WiredRig(tmp_path, PrinterSettings(dpi=300))
    at_203 = Stock(100, 150, 203)
    monkeypatch.setattr("app.work.drawing.render_label", lambda content, _, **__: render_label(content, at_203))
    with pytest.raises(AssertionError, match="another size"):
        check_true_size(wired)
    wired.station.stop()
    wired.paper.stop()


def blurred(bitmap: Bitmap) -> Bitmap:
    """Through a picture of another resolution and back, as on the way over a PDF."""
    small = bitmap.to_ink().convert("L").resize((bitmap.width * 3 // 5, bitmap.height * 3 // 5), Image.Resampling.BOX)
    large = small.resize((bitmap.width, bitmap.height), Image.Resampling.BILINEAR)
    return Bitmap.from_ink(large.point(lambda ink: 255 if ink > 127 else 0, mode="1"))


def blank(bitmap: Bitmap) -> Bitmap:
    return Bitmap(bitmap.width, bitmap.height, bytes(len(bitmap.rows)))


def check_unreadable(rig: Rig, patch: Patch, spoil: Callable[[Bitmap], Bitmap]) -> None:
    patch.setattr("app.work.drawing.render_label", lambda content, stock, **_: spoil(render_label(content, stock)))
    labeled(rig, "1001")
    assert rig.printer.documents == [], "unreadable, and on paper"
    assert the_parcel(rig).print_state is PrintState.FAILED
    assert [each.kind for each in rig.station.lead.incidents()] == [IncidentKind.PRINT_FAILED]


def test_bars_that_were_scaled_are_found_before_they_are_on_paper(rig: Rig, monkeypatch: Patch) -> None:
    """apple/cups #4820; lprint #91: fuzzy bars, by PDF and raster at 203 dpi"""
    check_unreadable(rig, monkeypatch, blurred)


def test_a_blank_label_is_never_sent(rig: Rig, monkeypatch: Patch) -> None:
    """woocommerce-services #2272: a blank label out of the browser"""
    check_unreadable(rig, monkeypatch, blank)


def test_sending_without_reading_it_first_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    monkeypatch.setattr("app.work.drawing.prove", lambda *_: Proof("", (), ""))
    caught(lambda rig: check_unreadable(rig, monkeypatch, blank), rig, "unreadable, and on paper")


def check_no_stand_in(wired: WiredRig, other: VirtualPrinter) -> None:
    wired.paper.misbehave(Fault.REFUSE)
    labeled(wired, "1001")
    assert list(other.labels) == [], "printed elsewhere"
    lane = next(lane for lane in wired.station.lanes() if lane.lane == "printer:label")
    assert (lane.state, lane.waiting, lane.code) == (LaneState.WAITING, 1, "printer.refused")
    wired.paper.recover()
    wired.clock.pass_s(600)
    wired.work()
    assert len(wired.came_out()) == 1


@pytest.fixture
def other(tmp_path: Path) -> Iterator[VirtualPrinter]:
    """Another printer on the same machine."""
    printer = VirtualPrinter("127.0.0.1", 0, tmp_path / "other")
    printer.start()
    yield printer
    printer.stop()


def test_a_printer_that_is_gone_gets_no_stand_in(wired: WiredRig, other: VirtualPrinter) -> None:
    """DHLabel #3, #4; ONLYOFFICE #1422; dotnet/docs #11624: printed on the default printer, whatever was chosen"""
    check_no_stand_in(wired, other)


def test_a_silent_way_to_another_printer_is_caught(wired: WiredRig, other: VirtualPrinter, monkeypatch: Patch) -> None:
    send = NetworkPrinter.send

    def send_somewhere(self: NetworkPrinter, document: bytes) -> PrintOutcome:
        said = send(self, document)
        default = NetworkPrinter("label", "127.0.0.1", other.port)
        return send(default, document) if said.delivery is Delivery.NOT_SENT else said

    monkeypatch.setattr(NetworkPrinter, "send", send_somewhere)
    with pytest.raises(AssertionError, match="printed elsewhere"):
        check_no_stand_in(wired, other)


def test_a_bench_that_slept_all_night_prints_on(rig: Rig) -> None:
    """qzind/tray #1353, #1323, #1257, #746: after a sleep the print bridge's signature has expired"""
    rig.printer.answers = NOT_SENT
    labeled(rig, "1", "2", "3")
    rig.clock.pass_s(12 * 3600)
    rig.printer.answers = DELIVERED
    rig.work()
    assert [says(document) for document in rig.printer.documents] == [
        parcel.tracking_number for parcel in reversed(rig.station.recent_parcels())
    ]


def check_gap(rig: Rig, patch: Patch) -> None:
    send, swallowed = rig.printer.send, list[bytes]()

    def swallow(document: bytes) -> PrintOutcome:
        swallowed.append(document)
        return DELIVERED

    for number in ("1", "2", "3", "4", "5"):
        patch.setattr(rig.printer, "send", swallow if number == "3" else send)
        labeled(rig, number)
        if number != "3":
            rig.scan(says(rig.printer.documents[-1]))
    rig.clock.pass_s(121)
    assert unseen(rig) == [3], "nobody misses it"
    assert rig.station.lead.reprint_positions(3, 3) == 1
    rig.work()
    assert says(rig.printer.documents[-1]) == says(swallowed[0])
    assert (len(rig.printer.documents), len(rig.carrier.orders)) == (5, 5)


def test_one_sheet_fewer_than_was_sent_shows_as_a_gap(rig: Rig, monkeypatch: Patch) -> None:
    """云冷 row 50: fewer sheets come out than were submitted"""
    check_gap(rig, monkeypatch)


def test_believing_the_printers_count_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    believe_what_was_sent(monkeypatch)
    caught(lambda rig: check_gap(rig, monkeypatch), rig, "nobody misses it")


def test_a_printer_that_answers_no_question_prints_all_the_same(wired: WiredRig) -> None:
    """odoo/odoo PR 223525: a status that cannot be asked is no reason to refuse"""
    labeled(wired, "1001")
    assert the_parcel(wired).print_state is PrintState.SENT
    (label,) = wired.paper.labels
    assert b"~" not in label.document
