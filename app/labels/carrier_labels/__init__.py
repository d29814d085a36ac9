"""Labels that carriers drew themselves: told apart by their content, drawn in true size at the printer's dots, or sent
on unchanged where the printer speaks their language. What does not fit is refused with what is and what is wanted.
"""

from __future__ import annotations

import atexit
import functools
import importlib.util

from PIL import Image

from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import Stock
from app.domain.printing import Language
from app.errors import Misconfigured, Rejected
from app.labels.carrier_labels.commands import check_drawn
from app.labels.carrier_labels.epl_commands import read_epl
from app.labels.carrier_labels.page_process import PageProcess
from app.labels.carrier_labels.picture import draw_picture
from app.labels.carrier_labels.placing import Frame, frame_of, paper_dots
from app.labels.carrier_labels.refitting import refit_sheet
from app.labels.carrier_labels.sniffing import sniff
from app.labels.carrier_labels.whole_dots import places, redraw
from app.labels.carrier_labels.zpl_commands import read_zpl
from app.labels.proof import prove_codes
from app.labels.proof.reader import Seen, read, read_either_way
from app.labels.proof.rows import TALL_MM, WIDE_MM, Rows
from app.labels.raster import Bitmap, dots_per_mm

MOST_BYTES = 8 << 20
_FINE_DPI = 600
"""Modules of 0.19 mm are 1.5 dots at 203 dpi: they are read in a finer picture, then drawn anew."""
_MOST_PAGES = 4


@functools.cache
def process_of(program: str) -> PageProcess:
    """The child that draws `pdf` or `html` pages; it ends with this process."""
    process = PageProcess(program)
    atexit.register(process.close)
    return process


def page_of(label: CarrierLabel, stock: Stock, *, numbers: tuple[str, ...]) -> Bitmap:
    """The carrier's label on this paper: cropped to the label, in true size, codes in whole dots where possible.

    `numbers`: the tracking number, then what else its codes may say. It is drawn, not proven: that is `prove_codes`.
    Raises Rejected `label.wrong_paper`, `label.blank`, `label.broken`, `label.too_large`, `label.encrypted`,
    `label.several_pages`, `label.cannot_be_drawn`, `label.animated`, `label.unknown_size`, `label.language_mismatch`;
    Misconfigured `label.no_html_renderer`.
    """
    page, number = _printed_page(label, stock)
    frame = frame_of(page, stock, numbers)
    sheet = frame.laid(page, paper_dots(stock))
    drawn = Bitmap.from_grey(sheet)
    seen = _symbols(sheet, drawn, stock)
    redrawn = _in_whole_dots(drawn, drawn, seen, 1, stock)
    if _passes(redrawn, seen, stock, numbers):
        return redrawn
    fine = _fine_sheet(label, frame, number, stock)
    fine_seen = [symbol for symbol in read(fine) if symbol.barcode.valid]
    again = _in_whole_dots(drawn, Bitmap.from_grey(fine), fine_seen, _finer(stock), stock)
    if _passes(again, fine_seen, stock, numbers):
        return again
    return drawn if _passes(drawn, seen, stock, numbers) else redrawn


def refit(source: Bitmap | CarrierLabel, was: Stock, to: Stock, *, numbers: tuple[str, ...]) -> Bitmap:
    """A label bought for one paper on another, without buying again; already proven.

    Raises as `page_of`, Rejected `label.does_not_fit` with why, and `label.proof_failed`.
    """
    if isinstance(source, Bitmap):
        return refit_sheet(source.to_grey(), 1, was, to, numbers)
    page, number = _printed_page(source, was)
    frame = frame_of(page, was, numbers)
    return refit_sheet(_fine_sheet(source, frame, number, was), _finer(was), was, to, numbers)


def pass_through(label: CarrierLabel, language: Language, stock: Stock, *, numbers: tuple[str, ...]) -> bytes:
    """The carrier's own printer commands, unchanged, for a printer that speaks them.

    Raises Rejected `label.language_mismatch`, `label.wrong_dpi`, `label.wrong_paper`, `label.unsafe_command`,
    `label.proof_failed` when no code of it says the tracking number.
    """
    if label.format.value != language.value:
        raise Rejected("label.language_mismatch", f"{label.format}, printer {language}")
    _check_size(label)
    drawn = read_zpl(label.content) if label.format is LabelFormat.ZPL else read_epl(label.content)
    check_drawn(drawn, label, stock, numbers)
    return label.content


def _symbols(sheet: Image.Image, drawn: Bitmap, stock: Stock) -> list[Seen]:
    per_mm = dots_per_mm(stock.dpi)
    has_stripes = Rows(drawn).has_stripes(round(TALL_MM * per_mm), round(WIDE_MM * per_mm))
    return [symbol for symbol in read_either_way(sheet, has_stripes=has_stripes) if symbol.barcode.valid]


def _in_whole_dots(drawn: Bitmap, sheet: Bitmap, seen: list[Seen], finer: int, stock: Stock) -> Bitmap:
    """The same label with every code drawn anew that was `seen` in `sheet`, a picture of it `finer` times as large."""
    ink = drawn.to_ink()
    for place in places(sheet, seen):
        redraw(ink, place.scaled(1 / finer), dots_per_mm(stock.dpi))
    return Bitmap.from_ink(ink)


def _passes(bitmap: Bitmap, seen: list[Seen], stock: Stock, numbers: tuple[str, ...]) -> bool:
    """Whether it can be proven, and none of the codes was lost."""
    try:
        proof = prove_codes(bitmap, numbers, stock=stock)
    except Rejected:
        return False
    return {(symbol.kind, symbol.text) for symbol in seen} <= {(r.kind, r.text) for r in proof.readings}


def _fine_sheet(label: CarrierLabel, frame: Frame, number: int, stock: Stock) -> Image.Image:
    page, _ = _page(label, stock, dots_per_mm(stock.dpi) * _finer(stock), number)
    return frame.laid(page, paper_dots(stock), finer=_finer(stock))


def _finer(stock: Stock) -> int:
    return max(1, round(_FINE_DPI / stock.dpi))


def _printed_page(label: CarrierLabel, stock: Stock) -> tuple[Image.Image, int]:
    """The one page with ink, and its number: a label never comes with papers that would be lost."""
    _check_size(label)
    per_mm = dots_per_mm(stock.dpi)
    first, pages = _page(label, stock, per_mm, 0)
    if pages > _MOST_PAGES:
        raise Rejected("label.several_pages", f"{pages} pages")
    drawn = [first, *(_page(label, stock, per_mm, number)[0] for number in range(1, pages))]
    inked = [number for number, page in enumerate(drawn) if any(page.histogram()[:128])]
    if len(inked) > 1:
        raise Rejected("label.several_pages", f"{len(inked)} pages")
    number = inked[0] if inked else 0
    return drawn[number], number


def _page(label: CarrierLabel, stock: Stock, per_mm: float, number: int) -> tuple[Image.Image, int]:
    """A page as grey at `per_mm` dots a millimetre, and how many pages there are."""
    if label.format in {LabelFormat.PNG, LabelFormat.GIF}:
        return draw_picture(label, per_mm, stock), 1
    if label.format not in {LabelFormat.PDF, LabelFormat.HTML}:
        raise Rejected("label.language_mismatch", f"{label.format} cannot be drawn here")
    if label.format is LabelFormat.HTML and importlib.util.find_spec("plutoprint") is None:
        raise Misconfigured("label.no_html_renderer")
    request = {"page": number, "per_mm": per_mm, "width_mm": label.width_mm or stock.width_mm}
    answer, dots = process_of(label.format.value).draw(request, label.content)
    return Image.frombytes("L", (answer["width"], answer["height"]), dots), answer["pages"]


def _check_size(label: CarrierLabel) -> None:
    if len(label.content) > MOST_BYTES:
        raise Rejected("label.too_large", f"{len(label.content) >> 20} MB")
    found = sniff(label.content)
    if found is not label.format:
        raise Rejected("label.unknown_format", f"{found} instead of {label.format}")


__all__ = ["MOST_BYTES", "page_of", "pass_through", "process_of", "refit", "sniff"]
