"""The Windows spooler, raw and by driver, over the fake one in winspool.py: what it says, and what became of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageChops

from app.devices.printer import LinkBroken, Printer
from app.devices.printer_windows import WindowsPrinter
from app.devices.windows_driver import WindowsDriverPrinter
from app.devices.windows_queue import FoundQueue, QueueIdentity, queues
from app.devices.windows_spooler import this_windows
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, PrintOutcome
from app.errors import Misconfigured
from app.labels.sheet import CommandCard, CommandGroup, command_sheet
from tests.devices.winspool import (
    BLOCKED,
    ERROR,
    OFFLINE,
    PAPER_OUT,
    PAUSED,
    PRINTED,
    USER_INTERVENTION,
    DevMode,
    FakeSpooler,
    Queue,
    SpoolError,
)

NAME = "标签, Zebra (1)"  # names hold commas and whatever people write
LABEL = QueueIdentity(NAME, "USB001", "ZDesigner ZD421")
OFFICE = QueueIdentity("Office", "10.0.0.9", "HP Universal Printing PCL 6")
ZPL = b"^XA^PW16^LL2^FO0,0^GFA,4,4,2,80010180^FS^XZ"
LARGE = b"^XA^FX" + bytes(range(256)) * 800 + b"^XZ"  # several pieces
QUICK = {"job_timeout_s": 0.02, "poll_s": 0.001}
PATIENT = {"job_timeout_s": 10.0, "poll_s": 0.001}


@pytest.fixture
def spooler() -> Iterator[FakeSpooler]:
    fake = FakeSpooler()
    fake.queues = {
        "Default": Queue(port="PORTPROMPT:", driver="Microsoft Print To PDF"),
        NAME: Queue(),
        "Office": Queue("10.0.0.9", OFFICE.driver, sheet=(1240, 1748), margins=(50, 50), dpi=(300, 300)),
    }
    fake.default = "Default"
    yield fake
    assert not fake.handles
    assert not fake.contexts
    assert fake.queues["Default"].names == []


Make = Callable[[FakeSpooler], Printer]


def a_raw_printer(spooler: FakeSpooler) -> WindowsPrinter:
    return WindowsPrinter("label", LABEL, spooler.windows(), **PATIENT)


def check_handed_over_is_identical(make: Make, spooler: FakeSpooler) -> None:
    outcomes = [make(spooler).send(document) for document in (ZPL, LARGE)]
    assert spooler.queues[NAME].paper == [ZPL, LARGE]
    assert outcomes == [
        PrintOutcome(Delivery.HANDED_OVER, bytes_sent=len(ZPL), job_id="17"),
        PrintOutcome(Delivery.HANDED_OVER, bytes_sent=len(LARGE), job_id="18"),
    ]
    assert spooler.queues[NAME].jobs == {}


def check_a_short_count_is_unknown_and_taken_back(make: Make, spooler: FakeSpooler) -> None:
    spooler.queues[NAME].short_at = 70_000
    outcome = make(spooler).send(LARGE)
    assert outcome == PrintOutcome(Delivery.UNKNOWN, "printer.short_write", 70_000, "17")
    assert (spooler.queues[NAME].paper, spooler.queues[NAME].jobs) == ([], {})


def check_an_error_half_way_is_unknown_and_taken_back(make: Make, spooler: FakeSpooler) -> None:
    queue = spooler.queues[NAME]
    for number, code in (
        (1722, "printer.spooler_stopped"),
        (63, "printer.job_deleted"),
        (112, "printer.spooler_refused"),
    ):
        queue.fail_at, queue.fail_with = 100_000, number
        outcome = make(spooler).send(LARGE)
        assert (outcome.delivery, outcome.code, outcome.bytes_sent) == (Delivery.UNKNOWN, code, 65_536)
        assert (queue.paper, queue.jobs) == ([], {})


def check_a_job_that_vanishes_is_unknown(make: Make, spooler: FakeSpooler) -> None:
    spooler.queues[NAME].loses = True
    assert make(spooler).send(ZPL) == PrintOutcome(Delivery.UNKNOWN, "printer.job_vanished", len(ZPL), "17")


def check_a_job_that_somebody_deletes_is_unknown(make: Make, spooler: FakeSpooler) -> None:
    spooler.queues[NAME].deletes = True
    assert make(spooler).send(ZPL) == PrintOutcome(Delivery.UNKNOWN, "printer.job_deleted", len(ZPL), "17")


def check_a_job_that_waits_comes_out_once(make: Make, spooler: FakeSpooler) -> None:
    queue = spooler.queues[NAME]
    for words, code in (
        (PAPER_OUT, "printer.paper_out"),
        (OFFLINE, "printer.offline"),
        (PAUSED, "printer.paused"),
        (ERROR, "printer.fault"),
        (BLOCKED, "printer.fault"),
        (USER_INTERVENTION | ERROR | PAPER_OUT, "printer.paper_out"),
    ):
        queue.words = words
        outcome = make(spooler).send(ZPL)
        assert (outcome.delivery, outcome.code) == (Delivery.HANDED_OVER, code)
        assert queue.paper == []
        queue.words = 0
        let_everything_print(spooler)
        assert queue.paper == [ZPL]
        queue.paper.clear()


def let_everything_print(spooler: FakeSpooler) -> None:
    for queue in spooler.queues.values():
        for job_id, job in list(queue.jobs.items()):
            while job_id in queue.jobs and not job.status & PRINTED:
                queue.advance(job_id)


def check_nothing_there_is_not_sent(make: Make, spooler: FakeSpooler) -> None:
    good = spooler.queues[NAME]
    for code, queue in {
        "printer.unknown_queue": None,
        "printer.other_device": replace(good, port="USB002"),
        "printer.access_denied": replace(good, is_denied=True),
        "printer.direct_queue": replace(good, attributes=0x2),
        "printer.cancelled": replace(good, start_error=1223),
        "printer.raw_refused": replace(good, start_error=1804),
        "printer.spooler_refused": replace(good, start_error=1797),
        "printer.spooler_stopped": replace(good, page_error_at=1),
    }.items():
        spooler.queues.pop(NAME, None)
        if queue:
            spooler.queues[NAME] = queue
        outcome = make(spooler).send(ZPL)
        assert (outcome.delivery, outcome.code, outcome.bytes_sent) == (Delivery.NOT_SENT, code, 0)
        assert queue is None or (queue.jobs, queue.paper) == ({}, [])
    spooler.service_runs = False
    assert make(spooler).send(ZPL) == PrintOutcome(Delivery.NOT_SENT, "printer.spooler_stopped")


CHECKS = [check for name, check in list(globals().items()) if name.startswith("check_")]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_the_raw_queue_keeps_the_contract(check: Callable[[Make, FakeSpooler], None], spooler: FakeSpooler) -> None:
    check(a_raw_printer, spooler)


class NaivePrinter:
    """Broken on purpose, as most code on the net does it: no count, no abort, no look at the job, any port."""

    name = "naive"

    def __init__(self, spooler: FakeSpooler) -> None:
        self._spooler = spooler

    def look(self) -> PrinterStatus:
        return PrinterStatus(frozenset({Condition.READY}))

    def send(self, document: bytes) -> PrintOutcome:
        handle = self._spooler.OpenPrinter(NAME)
        try:
            job_id = self._spooler.StartDocPrinter(handle, 1, ("label", None, "RAW"))
            self._spooler.StartPagePrinter(handle)
            for start in range(0, len(document), 65536):
                self._spooler.WritePrinter(handle, document[start : start + 65536])
            self._spooler.EndPagePrinter(handle)
            self._spooler.EndDocPrinter(handle)
        finally:
            self._spooler.ClosePrinter(handle)
        return PrintOutcome(Delivery.HANDED_OVER, bytes_sent=len(document), job_id=str(job_id))


class Wrapped:
    """A good printer behind somebody who passes on its outcome with one mistake."""

    name = "wrapped"

    def __init__(self, spooler: FakeSpooler) -> None:
        self._printer = a_raw_printer(spooler)

    def look(self) -> PrinterStatus:
        return self._printer.look()


class TakesGoneForDone(Wrapped):
    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        is_gone = outcome.code in {"printer.job_vanished", "printer.job_deleted"}
        return replace(outcome, delivery=Delivery.HANDED_OVER, code="") if is_gone else outcome


class SendsAgain(Wrapped):
    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        return self._printer.send(document) if outcome.code else outcome


class BlamesTheSpooler(Wrapped):
    """Takes whatever went wrong for "nothing happened"."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        return replace(outcome, delivery=Delivery.NOT_SENT) if outcome.delivery is Delivery.UNKNOWN else outcome


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (NaivePrinter, check_a_short_count_is_unknown_and_taken_back),
        (NaivePrinter, check_an_error_half_way_is_unknown_and_taken_back),
        (NaivePrinter, check_a_job_that_vanishes_is_unknown),
        (NaivePrinter, check_nothing_there_is_not_sent),
        (NaivePrinter, check_handed_over_is_identical),
        (TakesGoneForDone, check_a_job_that_vanishes_is_unknown),
        (TakesGoneForDone, check_a_job_that_somebody_deletes_is_unknown),
        (SendsAgain, check_a_job_that_waits_comes_out_once),
        (BlamesTheSpooler, check_a_short_count_is_unknown_and_taken_back),
        (BlamesTheSpooler, check_an_error_half_way_is_unknown_and_taken_back),
    ],
)
def test_a_queue_that_claims_too_much_is_caught(
    broken: Make, check: Callable[[Make, FakeSpooler], None], spooler: FakeSpooler
) -> None:
    with pytest.raises((AssertionError, SpoolError)):
        check(broken, spooler)


def test_a_job_is_named_after_its_document_and_tells_nothing_of_it(spooler: FakeSpooler) -> None:
    printer = a_raw_printer(spooler)
    for document in (b"^XA^FDJane Doe^FS^XZ", b"^XA^FDJohn Doe^FS^XZ", b"^XA^FDJane Doe^FS^XZ"):
        printer.send(document)
    first, second, third = spooler.queues[NAME].names
    assert first.startswith("Packbench label ")
    assert first == third != second
    assert "Doe" not in first


def test_no_queue_is_not_the_default_queue(spooler: FakeSpooler) -> None:
    spooler.queues["Default"].port = "USB001"
    for name in ("", "Default,Job 7"):
        printer = WindowsPrinter("label", QueueIdentity(name, "USB001"), spooler.windows(), **QUICK)
        assert printer.send(ZPL) == PrintOutcome(Delivery.NOT_SENT, "printer.unknown_queue")


def test_another_driver_is_another_device_where_one_is_named(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].driver = "Generic / Text Only"
    outcome = a_raw_printer(spooler).send(ZPL)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.other_device")
    unnamed = WindowsPrinter("label", replace(LABEL, driver=""), spooler.windows(), **PATIENT)
    assert unnamed.send(ZPL).delivery is Delivery.HANDED_OVER


@pytest.mark.parametrize("port", ["FILE:", "PORTPROMPT:"])
def test_a_port_that_would_ask_for_a_file_name_is_not_printed_to(spooler: FakeSpooler, port: str) -> None:
    spooler.queues[NAME].port = port
    printer = WindowsPrinter("label", QueueIdentity(NAME, port), spooler.windows(), **QUICK)
    assert printer.send(ZPL) == PrintOutcome(Delivery.NOT_SENT, "printer.file_port")


def test_a_job_still_under_way_when_the_time_is_up_is_handed_over_and_prints(spooler: FakeSpooler) -> None:
    queue = spooler.queues[NAME]
    queue.is_slow = True
    outcome = WindowsPrinter("label", LABEL, spooler.windows(), **QUICK).send(ZPL)
    assert (outcome.delivery, outcome.code) == (Delivery.HANDED_OVER, "printer.still_queued")
    queue.is_slow = False
    let_everything_print(spooler)
    assert queue.paper == [ZPL]


def test_jobs_that_printed_later_do_not_stay_in_the_queue(spooler: FakeSpooler) -> None:
    queue, printer = spooler.queues[NAME], a_raw_printer(spooler)
    queue.words = PAPER_OUT
    for document in (ZPL, LARGE):
        printer.send(document)
    printer.send(ZPL)
    assert len(queue.jobs) == 3
    queue.words = 0
    let_everything_print(spooler)
    assert printer.send(b"^XA^XZ").code == ""
    assert queue.jobs == {}
    assert queue.paper == [ZPL, LARGE, ZPL, b"^XA^XZ"]


class LetsGoTooEarly(Wrapped):
    """Releases every job once it has looked at it: what Windows does then is not written down anywhere."""

    def __init__(self, spooler: FakeSpooler) -> None:
        super().__init__(spooler)
        self._spooler = spooler

    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        handle = self._spooler.OpenPrinter(NAME)
        self._spooler.SetJob(handle, int(outcome.job_id), 0, None, 9)
        self._spooler.ClosePrinter(handle)
        return outcome


def test_letting_go_of_a_waiting_job_is_caught(spooler: FakeSpooler) -> None:
    with pytest.raises(AssertionError):
        check_a_job_that_waits_comes_out_once(LetsGoTooEarly, spooler)


def test_an_offline_queue_says_so_even_when_its_job_does_not(spooler: FakeSpooler) -> None:
    queue = spooler.queues[NAME]
    queue.is_slow, queue.attributes = True, 0x400
    outcome = a_raw_printer(spooler).send(ZPL)
    assert (outcome.delivery, outcome.code) == (Delivery.HANDED_OVER, "printer.offline")


def test_where_jobs_cannot_be_kept_their_end_is_not_seen_and_not_made_up(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].may_keep_jobs = False
    outcome = a_raw_printer(spooler).send(ZPL)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.job_vanished")
    assert spooler.queues[NAME].paper == [ZPL]


def test_a_spooler_that_stops_after_it_took_the_document_is_unknown(spooler: FakeSpooler) -> None:
    def stop_soon() -> None:
        spooler.queues[NAME].advance = stop  # type: ignore[method-assign]

    def stop(job_id: int) -> None:
        spooler.service_runs = False

    spooler.queues[NAME].on_write = stop_soon
    outcome = a_raw_printer(spooler).send(ZPL)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.spooler_stopped")


def test_a_first_write_that_fails_may_have_left_something(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].fail_at = 10
    outcome = a_raw_printer(spooler).send(ZPL)
    assert (outcome.delivery, outcome.bytes_sent) == (Delivery.UNKNOWN, 0)


@pytest.mark.parametrize(
    ("status", "attributes", "conditions"),
    [
        (0, 0, {Condition.SILENT}),  # its good word is worth nothing
        (0x400, 0, {Condition.SILENT}),  # printing
        (0x10, 0, {Condition.PAPER_OUT}),
        (0x80, 0, {Condition.OFFLINE}),
        (0, 0x400, {Condition.OFFLINE}),
        (0x1 | 0x8, 0, {Condition.PAUSED, Condition.PAPER_JAM}),
        (0x400000, 0, {Condition.HEAD_OPEN}),
        (0x40000, 0, {Condition.RIBBON_OUT}),
        (0x100000, 0, {Condition.FAULT}),
    ],
)
def test_a_queue_is_believed_only_when_it_complains(
    spooler: FakeSpooler, status: int, attributes: int, conditions: set[Condition]
) -> None:
    spooler.queues[NAME].status, spooler.queues[NAME].attributes = status, attributes
    assert a_raw_printer(spooler).look() == PrinterStatus(frozenset(conditions))


def test_a_queue_that_is_gone_or_another_is_away(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].port = "USB003"
    assert a_raw_printer(spooler).look().stop is Condition.AWAY
    spooler.service_runs = False
    assert a_raw_printer(spooler).look().stop is Condition.AWAY


def test_a_look_waits_for_a_document_that_is_under_way(spooler: FakeSpooler) -> None:
    printer = a_raw_printer(spooler)
    has_looked = threading.Event()
    looker = threading.Thread(target=lambda: (printer.look(), has_looked.set()))
    looked_meanwhile: list[bool] = []

    def look_meanwhile() -> None:
        looker.start()
        looked_meanwhile.append(has_looked.wait(0.05))

    spooler.queues[NAME].on_write = look_meanwhile
    printer.send(ZPL)
    looker.join()
    assert looked_meanwhile == [False]
    assert has_looked.is_set()


def test_queues_are_listed_with_what_binds_them(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].attributes = 0x400
    default, label, office = queues(spooler.windows())
    assert default == FoundQueue(QueueIdentity("Default", "PORTPROMPT:", "Microsoft Print To PDF"), True, False, False)
    assert label == FoundQueue(LABEL, is_default=False, is_offline=True, is_direct=False)
    assert office.identity == OFFICE
    spooler.default = ""
    assert not any(queue.is_default for queue in queues(spooler.windows()))
    spooler.service_runs = False
    with pytest.raises(LinkBroken, match=r"printer\.spooler_stopped"):
        queues(spooler.windows())


def test_there_is_no_spooler_but_on_windows() -> None:
    with pytest.raises(Misconfigured, match=r"printer\.windows_only"):
        this_windows()


def a_pdf(*pages: tuple[float, float], boxes_mm: tuple[tuple[float, float, float, float], ...] = ()) -> bytes:
    """Pages of these sizes in mm with black boxes (left, top, width, height) on each."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()]
    for number, (width, height) in enumerate(pages):
        drawing = "".join(
            f"{left * K:.4f} {(height - top - tall) * K:.4f} {wide * K:.4f} {tall * K:.4f} re f\n"
            for left, top, wide, tall in boxes_mm
        )
        size = f"[0 0 {width * K:.4f} {height * K:.4f}]"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox{size}/Resources<<>>/Contents {4 + 2 * number} 0 R>>".encode()
        )
        objects.append(f"<</Length {len(drawing)}>>stream\n{drawing}endstream".encode())
    body = b"%PDF-1.4\n"
    starts = []
    for number, text in enumerate(objects, 1):
        starts.append(len(body))
        body += b"%d 0 obj" % number + text + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % count
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(body))
    )


K = 72 / 25.4
A6 = (105.0, 148.0)
BOXES = ((10.0, 20.0, 30.0, 0.5), (60.0, 100.0, 0.25, 40.0), (20.0, 60.0, 50.0, 12.0))


def an_office_printer(spooler: FakeSpooler) -> WindowsDriverPrinter:
    return WindowsDriverPrinter("office", OFFICE, spooler.windows(), **PATIENT)


def the_sheet(spooler: FakeSpooler) -> Image.Image:
    (sheet,) = spooler.queues["Office"].printed
    return sheet


def black_boxes_mm(sheet: Image.Image, queue: Queue) -> list[tuple[float, float, float, float]]:
    """Where ink is, in mm from the paper's corner, top to bottom."""
    ink = ImageChops.invert(sheet).point(lambda gray: 255 if gray > 127 else 0)
    per_mm = [dpi / 25.4 for dpi in queue.dpi]
    found = []
    for left, top, width, height in sorted(BOXES, key=lambda box: box[1]):
        around = (left - 2, top - 2, left + width + 2, top + height + 2)
        crop = tuple(round(length * per_mm[at % 2]) for at, length in enumerate(around))
        box = ink.crop(crop).getbbox()
        assert box
        x0, y0, x1, y1 = (box[at] + crop[at % 2] for at in range(4))
        found.append((x0 / per_mm[0], y0 / per_mm[1], (x1 - x0) / per_mm[0], (y1 - y0) / per_mm[1]))
    return found


@pytest.mark.parametrize("dpi", [(300, 300), (600, 600), (600, 1200), (203, 203)])
def test_a_page_is_drawn_in_true_size_from_the_papers_edge(spooler: FakeSpooler, dpi: tuple[int, int]) -> None:
    queue = spooler.queues["Office"]
    queue.dpi = dpi
    queue.sheet = (round(A6[0] / 25.4 * dpi[0]), round(A6[1] / 25.4 * dpi[1]))
    queue.margins = (dpi[0] // 6, dpi[1] // 6)
    pdf = a_pdf(A6, boxes_mm=BOXES)
    assert an_office_printer(spooler).send(pdf) == PrintOutcome(
        Delivery.HANDED_OVER, bytes_sent=len(pdf), job_id=str(18)
    )
    dot = 25.4 / min(dpi)
    for drawn, wanted in zip(
        black_boxes_mm(the_sheet(spooler), queue), sorted(BOXES, key=lambda box: box[1]), strict=True
    ):
        assert drawn == pytest.approx(wanted, abs=1.0 * dot)


@pytest.mark.parametrize("dots", [2, 3, 6])
def test_a_bar_of_whole_dots_keeps_its_width(spooler: FakeSpooler, dots: int) -> None:
    """pdfium's own way makes three dots of two, at any place."""
    queue = spooler.queues["Office"]
    queue.dpi, queue.sheet = (203, 203), (839, 1183)
    dot = 25.4 / 203
    bars = tuple((dot * (100 + at * (2 * dots)), 20.0, dot * dots, 60.0) for at in range(40))
    an_office_printer(spooler).send(a_pdf(A6, boxes_mm=bars))
    row = the_sheet(spooler).crop((100, 400, 100 + 80 * dots, 401)).tobytes()
    assert row == (b"\x00" * dots + b"\xff" * dots) * 40


@pytest.mark.parametrize("dpi", [600, 300])
def test_the_codes_of_a_real_sheet_read_back_from_the_paper(spooler: FakeSpooler, dpi: int) -> None:
    queue = spooler.queues["Office"]
    queue.dpi, queue.sheet, queue.margins = (dpi, dpi), (210 * dpi * 10 // 254, 297 * dpi * 10 // 254), (dpi // 6,) * 2
    cards = tuple(CommandCard(f"PB-{number:02d}-DONE", f"Command {number}", "does it", "F2") for number in range(12))
    pdf = command_sheet([CommandGroup("Packing", cards)], title="Commands", hint="Hang it up.", language="en")
    assert an_office_printer(spooler).send(pdf).delivery is Delivery.HANDED_OVER
    found = zxingcpp.read_barcodes(the_sheet(spooler), formats=zxingcpp.BarcodeFormat.Code128)
    assert sorted(code.text for code in found) == sorted(card.code for card in cards)


def test_what_somebody_left_in_the_queues_settings_neither_copies_nor_scales(spooler: FakeSpooler) -> None:
    queue = spooler.queues["Office"]
    queue.settings = DevMode(Copies=2, Scale=50)
    an_office_printer(spooler).send(a_pdf(A6, boxes_mm=BOXES))
    assert black_boxes_mm(the_sheet(spooler), queue)[0] == pytest.approx(BOXES[0], abs=0.1)


def test_a_queue_without_settings_of_its_own_prints(spooler: FakeSpooler) -> None:
    spooler.queues["Office"].settings = None
    assert an_office_printer(spooler).send(a_pdf(A6)).delivery is Delivery.HANDED_OVER


def test_a_page_lying_across_is_turned_not_shrunk(spooler: FakeSpooler) -> None:
    """Turned clockwise: what was at the left edge is at the top."""
    an_office_printer(spooler).send(a_pdf(A6[::-1], boxes_mm=((0.0, 0.0, 10.0, 105.0),)))
    ink = ImageChops.invert(the_sheet(spooler)).getbbox()
    assert ink
    assert ink[1] < 60
    assert ink[3] == pytest.approx(10 / 25.4 * 300, abs=1)


@pytest.mark.parametrize(
    ("size", "is_right"),
    [((105, 148), True), ((107.5, 146), True), ((100, 148), False), ((105, 152), False), ((210, 297), False)],
)
def test_only_the_paper_in_the_queue_is_printed_on(
    spooler: FakeSpooler, size: tuple[float, float], is_right: bool
) -> None:
    outcome = an_office_printer(spooler).send(a_pdf(A6, size))
    if is_right:
        assert outcome.delivery is Delivery.HANDED_OVER
        assert len(spooler.queues["Office"].printed) == 2
    else:
        assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.wrong_paper")
        assert spooler.queues["Office"].names == []


def test_a_device_without_sheets_is_wrong_paper(spooler: FakeSpooler) -> None:
    spooler.queues["Office"].sheet = (0, 0)
    assert an_office_printer(spooler).send(a_pdf(A6)).code == "printer.wrong_paper"


@pytest.mark.parametrize("document", [b"", b"^XA^XZ", b"%PDF-1.4\n%%EOF", a_pdf(), a_pdf(*[A6] * 201)])
def test_what_is_no_printable_pdf_is_not_sent(spooler: FakeSpooler, document: bytes) -> None:
    outcome = an_office_printer(spooler).send(document)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.not_a_page")


def test_pages_that_break_off_are_unknown_and_taken_back(spooler: FakeSpooler) -> None:
    queue = spooler.queues["Office"]
    queue.page_error_at = 2
    outcome = an_office_printer(spooler).send(a_pdf(A6, A6, A6))
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.spooler_stopped")
    assert (queue.jobs, queue.printed) == ({}, [])


def test_a_driver_whose_dialog_is_cancelled_sent_nothing(spooler: FakeSpooler) -> None:
    spooler.queues["Office"].start_error = 1223
    assert an_office_printer(spooler).send(a_pdf(A6)) == PrintOutcome(Delivery.NOT_SENT, "printer.cancelled")


def test_driven_pages_wait_vanish_and_look_like_raw_ones(spooler: FakeSpooler) -> None:
    queue, printer = spooler.queues["Office"], an_office_printer(spooler)
    queue.words = PAPER_OUT
    assert (printer.send(a_pdf(A6)).delivery, printer.send(a_pdf(A6)).code) == (
        Delivery.HANDED_OVER,
        "printer.paper_out",
    )
    queue.words, queue.loses = 0, True
    assert printer.send(a_pdf(A6)).code == "printer.job_vanished"
    assert printer.look().conditions == {Condition.SILENT}
    queue.port = "10.0.0.10"
    assert printer.send(a_pdf(A6)) == PrintOutcome(Delivery.NOT_SENT, "printer.other_device")


def test_a_finer_head_than_memory_allows_gets_each_dot_as_a_square(spooler: FakeSpooler) -> None:
    queue = spooler.queues["Office"]
    queue.dpi, queue.sheet, queue.margins = (2400, 2400), (9921, 13984), (100, 100)
    sizes: list[tuple[int, int]] = []
    windows = replace(spooler.windows(), draw=lambda hdc, picture, box: sizes.append((*picture.size, *box)))
    outcome = WindowsDriverPrinter("office", OFFICE, windows, **PATIENT).send(a_pdf(A6))
    assert outcome.delivery is Delivery.HANDED_OVER
    assert sizes == [(4961, 6993, -100, -100, 9822, 13886)]
