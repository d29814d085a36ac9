"""The printers, one row each: name and light, what it says, where it is, its paper, what waits, its fall-back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.domain.glance import PrinterReport
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.plain import Card, label
from app.ui.screens.incidents.age import moment
from app.ui.screens.printers.light import paper_words, tone_of_printer, words_of_printer
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, FIGURE, PAD, SMALL, Look

ROW = 128


class PrinterList(Card):
    """Up and Down choose; `chosen_changed` says that another one is chosen."""

    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._now_ms = 0
        self._others: Mapping[str, str] = {}
        self._title = label("title")
        self.list = RowList(self._paint, key=lambda row: row.name, spoken=self._spoken)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen_changed.emit())
        layout = QVBoxLayout(self)
        layout.addWidget(self._title)
        layout.addWidget(self.list, 1)

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.px(PAD), look.px(16), look.px(PAD), look.px(PAD))
        layout.setSpacing(look.px(10))
        self._title.setText(look.word("printers.title"))
        self.list.setAccessibleName(look.word("printers.title"))
        self.list.dress(look, height=ROW)

    def show_printers(self, reports: tuple[PrinterReport, ...], others: Mapping[str, str], now_ms: int) -> None:
        """Show these; `others` names what takes over for whom just now."""
        self._now_ms, self._others = now_ms, others
        self.list.show_rows(reports)
        self.list.viewport().update()
        if reports and self.list.chosen() is None:
            self.list.setCurrentIndex(self.list.model().index(0, 0))

    def chosen(self) -> PrinterReport | None:
        return self.list.chosen()

    def _spoken(self, report: PrinterReport) -> str:
        look = self._look
        if look is None:
            return report.name
        said = words_of_printer(report, self._others.get(report.name, ""), look)
        parts = (report.name, said, self._waits(report, look), report.address, paper_words(report, look))
        return " · ".join(part for part in (*parts, self._stands_by(report, look)) if part)

    def _waits(self, report: PrinterReport, look: Look) -> str:
        ledger = report.ledger
        if not ledger.waiting:
            return ""
        return look.word("printers.waits", count=ledger.waiting, since=moment(ledger.waiting_since_ms, self._now_ms))

    def _stands_by(self, report: PrinterReport, look: Look) -> str:
        return look.word("printers.stands_by", other=report.fallback) if report.fallback else ""

    def _paint(self, painter: QPainter, box: QRectF, report: PrinterReport, look: Look) -> None:
        other = self._others.get(report.name, "")
        tone, p, px = tone_of_printer(report, other), look.palette, look.px
        side = px(44)
        mark = QRectF(box.left() + px(12), box.center().y() - side / 2, side, side)
        paint_tone(painter, tone, mark, shape=look.color(tone), mark=QColor(p.surface))
        text = box.adjusted(mark.right() - box.left() + px(18), px(10), -px(12), -px(10))
        top = QRectF(text.left(), text.top(), text.width(), text.height() * 0.4)
        said = QRectF(text.left(), top.bottom(), text.width(), text.height() * 0.32)
        low = QRectF(text.left(), said.bottom(), text.width(), text.height() * 0.28)
        waits = self._waits(report, look)
        painter.setFont(look.font(SMALL + 1, bold=True))
        painter.setPen(look.color(Tone.WRONG))
        spare = _right(painter, top, waits)
        painter.setFont(look.hero_font(FIGURE - 4))
        painter.setPen(QColor(p.text))
        _left(painter, top, report.name, spare)
        painter.setFont(look.font(BODY, bold=True))
        painter.setPen(look.color(tone))
        _left(painter, said, words_of_printer(report, other, look), 0)
        painter.setFont(look.font(SMALL))
        painter.setPen(QColor(p.muted))
        spare = _right(painter, low, self._stands_by(report, look))
        size = f"{report.stock.width_mm:g}×{report.stock.height_mm:g}"
        where = "  ·  ".join(part for part in (size, report.address) if part)
        _left(painter, low, where, spare)


def _left(painter: QPainter, box: QRectF, text: str, spare: float) -> None:
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box, flags, elided(painter, text, box.width() - spare))


def _right(painter: QPainter, box: QRectF, text: str) -> float:
    """Draw at the right; how much room that took."""
    if not text:
        return 0
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    return painter.fontMetrics().horizontalAdvance(text) + 16
