"""Pages through a queue's own driver, over the fake spooler in winspool.py: true size, the right paper, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageChops

from app.devices.windows_driver import WindowsDriverPrinter
from app.devices.windows_queue import QueueIdentity
from app.domain.printer_status import Condition
from app.domain.printing import Delivery, PrintOutcome
from app.labels.sheet import CommandCard, CommandGroup, command_sheet
from tests.devices.winspool import PAPER_OUT, DevMode, FakeSpooler, Queue

OFFICE = QueueIdentity("Office", "10.0.0.9", "HP Universal Printing PCL 6")
PATIENT = {"job_timeout_s": 10.0, "poll_s": 0.001}


@pytest.fixture
def spooler() -> Iterator[FakeSpooler]:
    fake = FakeSpooler()
    fake.queues["Office"] = Queue("10.0.0.9", OFFICE.driver, sheet=(1240, 1748), margins=(50, 50), dpi=(300, 300))
    yield fake
    assert not fake.handles
    assert not fake.contexts


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
