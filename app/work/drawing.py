"""A print of the ledger as the bytes that its printer takes: drawn for the paper, proven, in the printer's language.

A carrier's own label is printed as the carrier drew it; where there is none, we draw one.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.calibrating import CARD_CODES
from app.domain.document import CarrierLabel, DocumentKind, LabelFormat
from app.domain.label import Calibration, LabelContent, Stock
from app.domain.printing import Language
from app.domain.routing import is_same_paper
from app.domain.shipment import Goods, Waybill
from app.errors import Rejected
from app.labels.carrier_labels import page_of, pass_through, refit
from app.labels.languages import encode
from app.labels.languages.slip import encode_slip
from app.labels.languages.zpl_native import encode_zpl_native
from app.labels.layout import lay_out, render_label, unprintable_fields
from app.labels.layouts import Brand, Layouts, render
from app.labels.manifest import lay_out_manifest
from app.labels.page import Page
from app.labels.pdf import encode_pdf
from app.labels.placing import shifted, within_head
from app.labels.proof import prove, prove_codes
from app.labels.raster import Bitmap
from app.labels.scanner_sheet import scanner_sheet
from app.labels.test_card import test_card
from app.store import calibrations, label_documents, manifests, orders, parcels, waybills
from app.store.database import Database
from app.store.prints import PrintRow
from app.work.paper_content import PaperContent

_NATIVE = (LabelFormat.ZPL, LabelFormat.EPL)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What goes to the printer. `code` names what a person should know of it all the same, e.g. `label.unprintable`."""

    content: bytes
    code: str = ""


@dataclass(frozen=True, slots=True)
class PaperInPrinter:
    """What a printer speaks and the paper that lies in it. `refits`: labels of other sizes are drawn anew for it;
    `is_native`: a ZPL printer on a slow cable draws plain text and bars of our labels itself.
    """

    stock: Stock
    language: Language
    refits: bool = False
    is_native: bool = False


@dataclass(frozen=True, slots=True)
class PaperLook:
    """What a station's papers look like; `language` is that of their static words, as `zh_CN`."""

    layouts: Layouts
    brand: Brand
    language: str


class Drawing:
    """Draws for one printer."""

    def __init__(
        self,
        database: Database,
        paper: PaperInPrinter,
        *,
        printer: str,
        papers: PaperContent,
        look: PaperLook,
    ) -> None:
        self._database = database
        self._paper = paper
        self._printer = printer
        self._papers = papers
        self._look = look

    def draw(self, row: PrintRow) -> Drawn:
        """Raises Rejected when it cannot be drawn or fails its proof, Misconfigured when the paper or a layout is
        wrong.
        """
        match row.document:
            case DocumentKind.LABEL:
                return self._label(row)
            case DocumentKind.TEST_CARD:
                return self._pages((self._card(),), is_moved=False)  # it shows where the printer puts things
            case DocumentKind.COMMAND_SHEET:
                return self._pages((scanner_sheet(self._paper.stock),))
            case DocumentKind.MANIFEST:
                return self._pages(self._list_pages(row.subject_id))
            case _:
                return self._pages(self._paper_pages(row.document, row.parcel_id))

    def picture(self, document: DocumentKind, parcel_id: str) -> Bitmap:
        """The first page of a paper as it would be printed now, for the screen: of a parcel that has a waybill."""
        match document:
            case DocumentKind.LABEL:
                with self._database.reading() as connection:
                    live = waybills.live_of_parcel(connection, parcel_id)
                    carriers = label_documents.get(connection, self._database, live.id) if live else None
                if live is None or live.waybill is None:
                    raise Rejected("label.no_waybill")
                if carriers and carriers.format not in _NATIVE:
                    return self._carriers_bitmap(carriers, live.waybill)
                return self._own_bitmap(self._content(parcel_id, live.waybill))
            case DocumentKind.TEST_CARD:
                return Bitmap.from_ink(self._card().paint())
            case _:
                return Bitmap.from_ink(self._paper_pages(document, parcel_id)[0].paint())

    def _label(self, row: PrintRow) -> Drawn:
        with self._database.reading() as connection:
            waybill = waybills.get(connection, row.waybill_id).waybill
            carriers = label_documents.get(connection, self._database, row.waybill_id)
        if waybill is None:
            raise Rejected("label.no_waybill")
        return self._carriers(carriers, waybill) if carriers else self._own(row, waybill)

    def _carriers(self, label: CarrierLabel, waybill: Waybill) -> Drawn:
        if label.format in _NATIVE:
            numbers = _numbers(waybill)
            return Drawn(pass_through(label, self._paper.language, self._paper.stock, numbers=numbers))
        return self._bitmaps((self._carriers_bitmap(label, waybill),))

    def _carriers_bitmap(self, label: CarrierLabel, waybill: Waybill) -> Bitmap:
        """In true size; on other paper drawn anew, where the settings allow it. Proven either way."""
        stock, numbers = self._paper.stock, _numbers(waybill)
        is_other = label.width_mm and label.height_mm and not is_same_paper(label.width_mm, label.height_mm, stock)
        if self._paper.refits and is_other:
            was = Stock(label.width_mm, label.height_mm, stock.dpi)
            return refit(label, was, stock, numbers=numbers)
        bitmap = page_of(label, stock, numbers=numbers)
        prove_codes(bitmap, numbers, stock=stock)
        return bitmap

    def _own(self, row: PrintRow, waybill: Waybill) -> Drawn:
        content = self._content(row.parcel_id, waybill, copy=row.copy, position=row.position)
        bitmap = self._own_bitmap(content)
        prove(bitmap, waybill.tracking_number)
        code = "label.unprintable" if unprintable_fields(content) else ""
        if self._paper.is_native and self._calibration() is None:  # a picture can be moved, a printer's own text not
            page = lay_out(content, self._paper.stock, layouts=self._look.layouts, brand=self._look.brand)
            return Drawn(encode_zpl_native(page), code)
        return self._bitmaps((bitmap,), code=code)

    def _own_bitmap(self, content: LabelContent) -> Bitmap:
        return render_label(content, self._paper.stock, layouts=self._look.layouts, brand=self._look.brand)

    def _content(self, parcel_id: str, waybill: Waybill, *, copy: int = 1, position: int = 0) -> LabelContent:
        papers = self._papers
        with self._database.reading() as connection:
            order = orders.get(connection, self._database, parcels.order_of(connection, parcel_id))
            inside = parcels.contents(connection, parcel_id)
        return LabelContent(
            waybill=waybill,
            carrier_title=papers.carrier_title(waybill.service),
            consignee=papers.masked(order.consignee),
            shipper=papers.shipper,
            goods=tuple(Goods(line.title or line.sku, line.units, line.sku) for line in inside),
            order_number=order.number,
            printed_at=papers.local_time(self._database.now_ms()),
            remark=order.remark,
            copy=copy,
            position=position,
        )

    def _paper_pages(self, document: DocumentKind, parcel_id: str) -> tuple[Page, ...]:
        content = self._papers.of(document, parcel_id)
        look = self._look
        return render(
            document, content, self._paper.stock, layouts=look.layouts, brand=look.brand, language=look.language
        )

    def _list_pages(self, number: str) -> tuple[Page, ...]:
        """The closed list, on a label's paper the slip to sign; never one that is no longer what was closed."""
        with self._database.reading() as connection:
            manifest = manifests.get(connection, number)
            if manifest is None or not manifests.verify(connection, number):
                raise Rejected("manifest.forged", number)
        at = self._papers.local_time(manifest.closed_at_ms)
        return lay_out_manifest(manifest, closed_at=at, stock=self._paper.stock, layouts=self._look.layouts)

    def _card(self) -> Page:
        return test_card(self._paper.stock, CARD_CODES)

    def _pages(self, pages: tuple[Page, ...], *, is_moved: bool = True) -> Drawn:
        if self._paper.language is Language.PAGE:
            tag = self._look.language.replace("_", "-")
            return Drawn(encode_pdf(pages, dpi=self._paper.stock.dpi, title="", language=tag))
        bitmaps = tuple(Bitmap.from_ink(page.paint()) for page in pages)
        if self._paper.language is Language.ESCPOS:
            return Drawn(encode_slip(self._placed(bitmaps, is_moved=is_moved), width=self._paper.stock.head_dots))
        return self._bitmaps(bitmaps, is_moved=is_moved)

    def _bitmaps(self, bitmaps: tuple[Bitmap, ...], *, code: str = "", is_moved: bool = True) -> Drawn:
        """In the printer's language, one after the other."""
        paper, placed = self._paper, self._placed(bitmaps, is_moved=is_moved)
        return Drawn(b"".join(encode(each, paper.language, paper.stock) for each in placed), code)

    def _placed(self, bitmaps: tuple[Bitmap, ...], *, is_moved: bool) -> tuple[Bitmap, ...]:
        """Moved by what the printer's test card said, and no wider than its head."""
        stock, found = self._paper.stock, self._calibration()
        if is_moved and found is not None:
            bitmaps = tuple(shifted(bitmap, stock, found) for bitmap in bitmaps)
        return tuple(within_head(bitmap, stock) for bitmap in bitmaps)

    def _calibration(self) -> Calibration | None:
        with self._database.reading() as connection:
            return calibrations.latest(connection, self._printer)


def _numbers(waybill: Waybill) -> tuple[str, ...]:
    return waybill.tracking_number, *waybill.child_tracking_numbers
