"""Every printer language, made from one bitmap of one bit a dot. No document writes into a printer's flash memory."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.label import Stock
from app.domain.printing import Language
from app.labels.languages.cpcl import encode_cpcl
from app.labels.languages.epl import encode_epl
from app.labels.languages.escpos import encode_escpos
from app.labels.languages.page import encode_page
from app.labels.languages.tspl import encode_tspl
from app.labels.languages.zpl import encode_zpl
from app.labels.raster import Bitmap

MOST_COPIES = 999

_ENCODERS: dict[Language, Callable[[Bitmap, Stock, int], bytes]] = {
    Language.ZPL: lambda bitmap, _, copies: encode_zpl(bitmap, copies=copies),
    Language.TSPL: lambda bitmap, stock, copies: encode_tspl(bitmap, stock, copies=copies),
    Language.EPL: lambda bitmap, stock, copies: encode_epl(bitmap, stock, copies=copies),
    Language.CPCL: lambda bitmap, stock, copies: encode_cpcl(bitmap, stock, copies=copies),
    Language.ESCPOS: lambda bitmap, _, copies: encode_escpos(bitmap, copies=copies),
    Language.PAGE: lambda bitmap, stock, copies: encode_page(bitmap, stock, copies=copies),
}


def encode(bitmap: Bitmap, language: Language, stock: Stock, *, copies: int = 1) -> bytes:
    """One document that prints the bitmap dot by dot on the stock: the same bytes each time.

    Raises ValueError for a bitmap without dots, for less than one copy or more than `MOST_COPIES`.
    """
    if not bitmap.rows:
        raise ValueError("a bitmap without dots")
    if not 1 <= copies <= MOST_COPIES:
        raise ValueError(f"{copies} copies")
    return _ENCODERS[language](bitmap, stock, copies)
