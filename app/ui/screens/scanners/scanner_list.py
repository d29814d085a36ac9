"""The scanners, one row each: number and light, name, how it is, its kind and address, what it read today."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.domain.scanner import ScannerKind, ScannerReport, ScannerState
from app.ui.glyphs import paint_tone
from app.ui.plain import Card, label
from app.ui.screens.camera.light import (
    kind_of_scanner,
    name_of_scanner,
    pace_of_camera,
    tone_of_scanner,
    words_of_scanner,
)
from app.ui.screens.incidents.age import age
from app.ui.screens.scanners.hearing import Hearing
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, FIGURE, PAD, SMALL, Look

ROW = 128
NUMBERED = 9  # keys


class ScannerList(Card):
    """Up, Down or a number choose; `chosen_changed` says that another one is chosen."""

    chosen_changed = Signal()

    def __init__(self, hearing: Hearing) -> None:
        super().__init__()
        self._look: Look | None = None
        self._hearing = hearing
        self._now_ms = 0
        self._title = label("title")
        self.list = RowList(self._paint, key=lambda row: row.name, spoken=self.spoken)
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
        self._title.setText(look.word("scanners.title"))
        self.list.setAccessibleName(look.word("scanners.title"))
        self.list.dress(look, height=ROW)

    def show_scanners(self, reports: tuple[ScannerReport, ...], now_ms: int) -> None:
        self._now_ms = now_ms
        self.list.show_rows(reports)
        self.list.viewport().update()
        if reports and self.list.chosen() is None:
            self.choose(0)

    def choose(self, place: int) -> bool:
        """Choose the row at this place; whether there is one."""
        if not 0 <= place < len(self.list.rows):
            return False
        self.list.setCurrentIndex(self.list.model().index(place, 0))
        return True

    def choose_named(self, name: str) -> None:
        self.choose(next((at for at, row in enumerate(self.list.rows) if row.name == name), -1))

    def chosen(self) -> ScannerReport | None:
        return self.list.chosen()

    def spoken(self, report: ScannerReport) -> str:
        """The row as a screen reader says it."""
        look = self._look
        if look is None:
            return report.name
        return " · ".join(
            part
            for part in (
                name_of_scanner(report, look),
                _how(report, look),
                self._last(report, look),
                self._today(report, look),
                kind_of_scanner(report, look),
                report.address,
            )
            if part
        )

    def _today(self, report: ScannerReport, look: Look) -> str:
        return look.word("scanners.today", count=self._hearing.of(report.name, self._now_ms).today)

    def _last(self, report: ScannerReport, look: Look) -> str:
        heard = self._hearing.of(report.name, self._now_ms)
        if not heard.last_at_ms:
            return look.word("scanners.never")
        return look.word("scanners.last", age=age(heard.last_at_ms, self._now_ms, look))

    def _paint(self, painter: QPainter, box: QRectF, report: ScannerReport, look: Look) -> None:
        tone, p, px = tone_of_scanner(report), look.palette, look.px
        side = px(44)
        mark = QRectF(box.left() + px(12), box.center().y() - side / 2, side, side)
        paint_tone(painter, tone, mark, shape=look.color(tone), mark=QColor(p.surface))
        text = box.adjusted(mark.right() - box.left() + px(18), px(10), -px(12), -px(10))
        top = QRectF(text.left(), text.top(), text.width(), text.height() * 0.4)
        said = QRectF(text.left(), top.bottom(), text.width(), text.height() * 0.32)
        low = QRectF(text.left(), said.bottom(), text.width(), text.height() * 0.28)
        painter.setFont(look.font(SMALL + 1, bold=True))
        painter.setPen(QColor(p.muted))
        place = self.list.rows.index(report) + 1 if report in self.list.rows else 0
        spare = _right(painter, top, str(place) if 0 < place <= NUMBERED else "")
        painter.setFont(look.hero_font(FIGURE - 4))
        painter.setPen(QColor(p.text))
        _left(painter, top, name_of_scanner(report, look), spare)
        painter.setFont(look.font(SMALL + 1, bold=True))
        painter.setPen(QColor(p.muted))
        spare = _right(painter, said, self._today(report, look))
        painter.setFont(look.font(BODY, bold=True))
        painter.setPen(look.color(tone))
        _left(painter, said, _how(report, look), spare)
        painter.setFont(look.font(SMALL))
        painter.setPen(QColor(p.muted))
        spare = _right(painter, low, self._last(report, look))
        where = "  ·  ".join(part for part in (kind_of_scanner(report, look), report.address) if part)
        _left(painter, low, where, spare)


def _how(report: ScannerReport, look: Look) -> str:
    """How it is; of a camera at work, how many pictures come."""
    said = words_of_scanner(report, look)
    if report.state is ScannerState.READY and report.kind is ScannerKind.CAMERA:
        return f"{said} · {pace_of_camera(report, look)}"
    return said


def _left(painter: QPainter, box: QRectF, text: str, spare: float) -> None:
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(box, flags, elided(painter, text, box.width() - spare))


def _right(painter: QPainter, box: QRectF, text: str) -> float:
    """Draw at the right; how much room that took."""
    if not text:
        return 0
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    return painter.fontMetrics().horizontalAdvance(text) + 16
