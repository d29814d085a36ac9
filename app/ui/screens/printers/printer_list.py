"""The printers, one row each: name and light, what it says, where it is, its paper, what waits, its fall-back."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.glance import PrinterReport
from app.ui.messages import Tone
from app.ui.screens.equipment.row_card import RowCard, RowWords
from app.ui.screens.incidents.age import moment
from app.ui.screens.printers.light import paper_words, tone_of_printer, words_of_printer
from app.ui.theme import Look


class PrinterList(RowCard[PrinterReport]):
    """`others` names what takes over for whom just now."""

    def __init__(self) -> None:
        super().__init__("printers.title")
        self.others: Mapping[str, str] = {}

    @staticmethod
    def name_of(row: PrinterReport) -> str:
        return row.name

    def spoken(self, row: PrinterReport) -> str:
        look = self._look
        if look is None:
            return row.name
        words = self.words(row, look)
        parts = (row.name, words.how, words.aside, row.address, paper_words(row, look), words.where_aside)
        return " · ".join(part for part in parts if part)

    def words(self, row: PrinterReport, look: Look) -> RowWords:
        other, ledger = self.others.get(row.name, ""), row.ledger
        since = moment(ledger.waiting_since_ms, self._now_ms)
        size = f"{row.stock.width_mm:g}×{row.stock.height_mm:g}"
        return RowWords(
            tone_of_printer(row, other),
            row.name,
            words_of_printer(row, other, look),
            "  ·  ".join(part for part in (size, row.address) if part),
            aside=look.word("printers.waits", count=ledger.waiting, since=since) if ledger.waiting else "",
            where_aside=look.word("printers.stands_by", other=row.fallback) if row.fallback else "",
            aside_tone=Tone.WRONG,
        )
