"""Which reader a printer of a language has."""

from __future__ import annotations

from collections.abc import Callable

from app.devices.virtual_printer.cpcl_reader import CpclReader
from app.devices.virtual_printer.epl_reader import EplReader
from app.devices.virtual_printer.escpos_reader import EscposReader
from app.devices.virtual_printer.reader import Reader
from app.devices.virtual_printer.tspl_reader import TsplReader
from app.devices.virtual_printer.zpl_reader import ZplReader
from app.domain.printing import Language

READERS: dict[Language, Callable[[], Reader]] = {
    Language.ZPL: ZplReader,
    Language.TSPL: TsplReader,
    Language.EPL: EplReader,
    Language.CPCL: CpclReader,
    Language.ESCPOS: EscposReader,
}
