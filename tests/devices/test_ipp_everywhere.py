"""Real IPP Everywhere printers: pages arrive as PDF or as PWG raster in true size, or not at all on other paper."""

from __future__ import annotations

import ctypes
import itertools
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from app.devices.ipp.address import parse_address
from app.devices.ipp.message import Attribute, Group, Resolution, Tag
from app.devices.ipp.pwg_raster import RasterKind, UndrawablePage, choose_kind, encode_pwg, page_sizes
from app.devices.ipp.transport import IppTrouble, certificate_of
from app.devices.pdfium import PDFIUM
from app.devices.printer_ipp import IppPrinter
from app.domain.label import Stock
from app.domain.printer_status import Condition
from app.domain.printing import Delivery, Language, PaperProof, PrintOutcome
from app.labels.page import Area, Page
from app.labels.pdf import encode_pdf
from app.labels.symbol import code128
from tests.devices.cups import (
    NO_CUPSD,
    NO_IPP_PRINTER,
    IppEverywhere,
    a_page,
    missing_filter,
    running_cups,
    running_ipp_printer,
)

needs_printer = pytest.mark.skipif(bool(NO_IPP_PRINTER), reason=NO_IPP_PRINTER)
BOX_MM = (10.0, 20.0, 30.0, 40.0)
LABEL_STOCK = Stock(100, 150, 203)
PAGE = a_page(100, 150, box_mm=BOX_MM)
ATTRIBUTES = """
ATTR mimeMediaType document-format-supported application/octet-stream,{formats}
ATTR keyword media-supported om_small_100x150mm,iso_a4_210x297mm
ATTR collection media-size-supported {{
  MEMBER integer x-dimension 10000
  MEMBER integer y-dimension 15000
}}
ATTR keyword media-default om_small_100x150mm
ATTR keyword media-ready om_small_100x150mm
ATTR collection media-col-ready {{
  MEMBER collection media-size {{
    MEMBER integer x-dimension 10000
    MEMBER integer y-dimension 15000
  }}
}}
ATTR keyword print-scaling-supported none,fit
ATTR resolution pwg-raster-document-resolution-supported 203dpi,300dpi
ATTR keyword pwg-raster-document-type-supported {kinds}
ATTR text printer-device-id "MFG:Bench;MDL:Page 1;CMD:PDF,PWG;SN:B0815;"
ATTR text printer-make-and-model "Bench Page 1"
"""
COMMAND = """#!/bin/sh
case "$(cat {folder}/order)" in
fail) exit 1 ;;
dry) echo "STATE: +media-empty-error" >&2; while [ ! -e {folder}/go ]; do sleep 0.02; done ;;
esac
"""


def a_command(folder: Path, word: str) -> Path:
    """What the printer does with its jobs, by the word in the file `order`."""
    (folder / "command").write_text(COMMAND.format(folder=folder))
    (folder / "command").chmod(0o755)
    (folder / "order").write_text(word)
    return folder / "command"


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the printer is to do with the next job: a word in this file."""
    folder = tmp_path_factory.mktemp("order")
    a_command(folder, "print")
    return folder / "order"


@pytest.fixture(scope="module")
def takes_pdf(order: Path) -> Iterator[IppEverywhere]:
    attributes = ATTRIBUTES.format(formats="application/pdf,image/pwg-raster", kinds="black_1,sgray_8")
    with running_ipp_printer(attributes=attributes, options=("-c", str(order.parent / "command"))) as printer:
        yield printer


@pytest.fixture(scope="module", params=["black_1", "sgray_8"])
def takes_pwg(request: pytest.FixtureRequest, order: Path) -> Iterator[IppEverywhere]:
    attributes = ATTRIBUTES.format(formats="image/pwg-raster", kinds=request.param)
    with running_ipp_printer(attributes=attributes, options=("-c", str(order.parent / "command"))) as printer:
        yield printer


def a_printer(
    uri: str, *, stock: Stock = LABEL_STOCK, identity: str = "", fingerprint: str = "", job_timeout_s: float = 10.0
) -> IppPrinter:
    return IppPrinter(
        "slip",
        parse_address(uri, fingerprint=fingerprint),
        language=Language.PAGE,
        station="bench-1",
        stock=stock,
        identity=identity,
        job_timeout_s=job_timeout_s,
    )


def the_file(printer: IppEverywhere, outcome: PrintOutcome, ending: str) -> Path:
    return next(path for path in printer.documents(ending) if path.name.startswith(f"{outcome.job_id}-"))


@needs_printer
def test_a_page_reaches_a_printer_that_takes_pdf_unchanged(takes_pdf: IppEverywhere) -> None:
    outcome = a_printer(takes_pdf.uri).send(PAGE)
    assert (outcome.delivery, outcome.code, outcome.bytes_sent) == (Delivery.DELIVERED, "", len(PAGE))
    assert outcome.proof is PaperProof.NONE
    assert the_file(takes_pdf, outcome, "pdf").read_bytes() == PAGE


@needs_printer
def test_a_page_reaches_a_printer_without_pdf_as_raster_in_true_size(takes_pwg: IppEverywhere) -> None:
    outcome = a_printer(takes_pwg.uri).send(PAGE)
    assert (outcome.delivery, outcome.code) == (Delivery.DELIVERED, "")
    dpi, picture = read_raster(the_file(takes_pwg, outcome, "pwg"))
    assert (dpi, picture.size) == (203, (799, 1199))
    assert_box(picture, dpi, BOX_MM)


@needs_printer
@pytest.mark.parametrize(
    ("stock", "page"),
    [
        (Stock(210, 297, 203), a_page(210, 297)),  # it can be fed this, but it is not what lies in it
        (LABEL_STOCK, a_page(210, 297)),
        (Stock(76, 130, 203), a_page(76, 130)),
    ],
)
def test_a_wrong_paper_stops_before_anything_is_sent(stock: Stock, page: bytes, takes_pdf: IppEverywhere) -> None:
    before = len(takes_pdf.documents("pdf"))
    outcome = a_printer(takes_pdf.uri, stock=stock).send(page)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.wrong_paper")
    assert len(takes_pdf.documents("pdf")) == before


@needs_printer
def test_what_is_no_page_is_not_sent(takes_pdf: IppEverywhere) -> None:
    for junk in (b"", b"^XA^XZ", b"%PDF-1.7\n" + b"\xff" * 500):
        assert a_printer(takes_pdf.uri).send(junk) == PrintOutcome(Delivery.NOT_SENT, "printer.not_a_page")


@needs_printer
def test_a_job_that_the_printer_gives_up_is_unknown(takes_pdf: IppEverywhere, order: Path) -> None:
    order.write_text("fail")
    try:
        outcome = a_printer(takes_pdf.uri).send(PAGE)
    finally:
        order.write_text("print")
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.job_aborted")


@needs_printer
def test_a_printer_that_runs_out_of_paper_has_it_and_says_why(tmp_path: Path) -> None:
    command = a_command(tmp_path, "dry")
    attributes = ATTRIBUTES.format(formats="application/pdf", kinds="black_1")
    with running_ipp_printer(attributes=attributes, options=("-c", str(command))) as printer:
        outcome = a_printer(printer.uri, job_timeout_s=0.3).send(PAGE)
        assert (outcome.delivery, outcome.code) == (Delivery.HANDED_OVER, "printer.paper_out")
        assert a_printer(printer.uri).look().stop is Condition.PAPER_OUT
        assert a_printer(printer.uri).send(PAGE) == PrintOutcome(Delivery.NOT_SENT, "printer.busy")
        (tmp_path / "go").touch()


@needs_printer
def test_a_printer_is_known_by_its_serial_number_and_its_uuid(takes_pdf: IppEverywhere) -> None:
    status = a_printer(takes_pdf.uri).look()
    assert (status.identity, status.model) == ("B0815", "Bench Page 1")
    assert status.labels_printed is None
    assert a_printer(takes_pdf.uri, identity="b0815").send(PAGE).delivery is Delivery.DELIVERED
    stranger = a_printer(takes_pdf.uri, identity="B0816").send(PAGE)
    assert stranger == PrintOutcome(Delivery.NOT_SENT, "printer.other_device")


@needs_printer
def test_a_certificate_is_trusted_by_its_fingerprint_only(takes_pdf: IppEverywhere) -> None:
    uri = takes_pdf.uri.replace("ipp:", "ipps:")
    fingerprint = certificate_of(parse_address(uri))
    assert a_printer(uri, fingerprint=fingerprint).send(PAGE).delivery is Delivery.DELIVERED
    assert a_printer(uri).send(PAGE) == PrintOutcome(Delivery.NOT_SENT, "printer.untrusted")
    other = a_printer(uri, fingerprint="00" * 32).send(PAGE)
    assert other == PrintOutcome(Delivery.NOT_SENT, "printer.other_certificate")


def test_where_no_tls_is_spoken_there_is_no_certificate() -> None:
    with pytest.raises(IppTrouble):
        certificate_of(parse_address("ipps://127.0.0.1:1/"), timeout_s=1)


@needs_printer
@pytest.mark.skipif(bool(NO_CUPSD), reason=NO_CUPSD)
@pytest.mark.skipif(bool(missing_filter("pdftopdf")), reason=missing_filter("pdftopdf"))
@pytest.mark.skipif(bool(missing_filter("gstoraster")), reason=missing_filter("gstoraster"))
def test_cups_own_filters_draw_our_page_where_we_draw_it(order: Path) -> None:
    """An independent look: the same page through CUPS' filters and through our encoder: one box, one place."""
    attributes = ATTRIBUTES.format(formats="image/pwg-raster", kinds="sgray_8")
    options = ("-c", str(order.parent / "command"))
    with running_ipp_printer(attributes=attributes, options=options) as printer, running_cups() as cups:
        ours = a_printer(printer.uri).send(PAGE)
        cups.add_driverless_queue("slip", printer.uri)
        theirs = a_printer(cups.uri("slip")).send(PAGE)
        assert (ours.delivery, ours.code) == (Delivery.DELIVERED, "")
        assert (theirs.delivery, theirs.code) == (Delivery.HANDED_OVER, "")
        for path in printer.documents("pwg"):
            dpi, picture = read_raster(path)
            assert_box(picture, dpi, BOX_MM, dots=2)  # Ghostscript blackens every dot that a shape touches
        assert len(printer.documents("pwg")) == 2


# --- The raster, read back by CUPS' own library -----------------------------------------------------------------------


def read_raster(path: Path) -> tuple[int, Image.Image]:
    """Resolution and the one page, black on white, through libcups."""
    library = ctypes.CDLL("libcups.so.2")
    library.cupsRasterOpen.restype = ctypes.c_void_p
    library.cupsRasterClose.argtypes = [ctypes.c_void_p]
    header = ctypes.create_string_buffer(1796)
    with path.open("rb") as file:
        raster = ctypes.c_void_p(library.cupsRasterOpen(file.fileno(), 0))
        assert library.cupsRasterReadHeader2(raster, header) == 1
        dpi, wide, high, bits, row, space = (numbers_at(header, at)[0] for at in (276, 372, 376, 388, 392, 400))
        pixels = ctypes.create_string_buffer(row * high)
        for line in range(high):
            place = ctypes.byref(pixels, line * row)
            assert library.cupsRasterReadPixels(raster, place, row) == row
        assert library.cupsRasterReadHeader2(raster, header) == 0
        library.cupsRasterClose(raster)
    assert (bits, space) in {(1, 3), (8, 18)}
    picture = Image.frombytes("1" if bits == 1 else "L", (wide, high), pixels.raw).convert("L")
    return dpi, ImageOps.invert(picture) if bits == 1 else picture


def numbers_at(header: ctypes.Array[ctypes.c_char], at: int) -> tuple[int, ...]:
    return struct.unpack_from("=I", header, at)


def assert_box(picture: Image.Image, dpi: int, box_mm: tuple[float, float, float, float], *, dots: int = 1) -> None:
    """Every edge of the black box within so many dots of where it belongs, and nothing else on the page."""
    box = picture.point([255 if grey < 128 else 0 for grey in range(256)]).getbbox()
    left, top, wide, high = box_mm
    expected = (left, top, left + wide, top + high)
    assert box is not None
    assert all(abs(edge - mm * dpi / 25.4) <= dots for edge, mm in zip(box, expected, strict=True)), box


# --- The encoder alone ------------------------------------------------------------------------------------------------


def has_libcups() -> bool:
    try:
        ctypes.CDLL("libcups.so.2")
    except OSError:
        return False
    return True


needs_libcups = pytest.mark.skipif(not has_libcups(), reason="libcups is missing: apt-get install cups")


@needs_libcups
@pytest.mark.parametrize(("kind", "dpi"), list(itertools.product(["black_1", "sgray_8"], [203, 300, 600])))
def test_a_page_is_drawn_in_true_size_at_every_resolution(kind: str, dpi: int, tmp_path: Path) -> None:
    (tmp_path / "page.pwg").write_bytes(encode_pwg(PAGE, RasterKind(kind, dpi), (10_000, 15_000)))
    read_dpi, picture = read_raster(tmp_path / "page.pwg")
    assert read_dpi == dpi
    assert_box(picture, dpi, BOX_MM)


@needs_libcups
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_a_page_of_ours_comes_back_dot_for_dot_as_it_was_laid_out(dpi: int, tmp_path: Path) -> None:
    page = Page(Stock(100, 150, dpi))
    page.linear(code128("SF1234567890123"), Area(5, 10, 90, 20))
    page.write("true size", Area(5, 40, 90, 20), 8.0)
    pdf = encode_pdf([page], dpi=dpi, title="page", language="en")
    (tmp_path / "page.pwg").write_bytes(encode_pwg(pdf, RasterKind("black_1", dpi), (10_000, 15_000)))
    _, picture = read_raster(tmp_path / "page.pwg")
    laid_out = Image.new("L", picture.size, 255)  # 8 dots a millimeter are a dot more than 203 dpi have
    laid_out.paste(ImageOps.invert(page.paint().convert("L")), (0, 0))
    assert picture.tobytes() == laid_out.tobytes()


def test_pages_are_measured_and_strangers_refused() -> None:
    assert page_sizes(a_page(210, 297)) == [(21_000, 29_700)]
    with pytest.raises(UndrawablePage):
        page_sizes(b"no PDF")
    with pytest.raises(UndrawablePage):
        encode_pwg(PAGE, RasterKind("black_1", 600), (1_000_000, 1_000_000))


def test_no_page_is_drawn_while_another_thread_draws_one() -> None:
    """pdfium bears one caller at a time; two printers' lanes draw in two threads."""
    drawn: list[bytes] = []
    drawing = threading.Thread(
        target=lambda: drawn.append(encode_pwg(PAGE, RasterKind("black_1", 203), (10_000, 15_000)))
    )
    with PDFIUM:
        drawing.start()
        drawing.join(0.2)
        assert not drawn
    drawing.join(10)
    assert drawn


def test_the_kind_of_raster_is_the_sharpest_that_the_printer_takes() -> None:
    def says(kinds: tuple[str, ...], *resolutions: Resolution) -> Group:
        return Group(
            4,
            (
                Attribute("pwg-raster-document-type-supported", Tag.KEYWORD, kinds),
                Attribute("pwg-raster-document-resolution-supported", Tag.RESOLUTION, resolutions),
            ),
        )

    low, high, odd = Resolution(300, 300), Resolution(600, 600), Resolution(300, 1200)
    assert choose_kind(says(("sgray_8", "black_1"), low, high), 300) == RasterKind("black_1", 300)
    assert choose_kind(says(("sgray_8",), low, high, odd), 203) == RasterKind("sgray_8", 600)
    assert choose_kind(says(("srgb_8",), low), 300) is None
    assert choose_kind(says(("black_1",), odd), 300) is None
