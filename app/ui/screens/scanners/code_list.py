"""The last codes of a scanner that is tried out: each as it arrived, and what the bench would understand of it."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.messages import Tone
from app.ui.plain import label
from app.ui.screens.scanners.hearing import local_day
from app.ui.screens.scanners.understood import Arrived, meaning_words, shown_whole, symbology_words
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, SMALL, TITLE, Look

_NAMES = {"␂": "STX", "␃": "ETX", "␄": "EOT", "␉": "TAB", "␊": "LF", "␍": "CR", "␜": "FS", "␝": "GS", "␞": "RS"}
_PARTS = re.compile("[\u2400-\u241f]|[^\u2400-\u241f]+")
MOST = 8
ROW = 82


class CodeList(QWidget):
    """Newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._today = date(2000, 1, 1)
        self._title, self.empty = label("title"), label("muted", wraps=True)
        self.list = RowList(self._paint, key=lambda row: str(row.number), spoken=self.spoken)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(self._title)
        for part in (self.empty, self.list):
            self._column.addWidget(part, 1)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setSpacing(look.px(6))
        self._title.setText(look.word("scanners.codes"))
        self.empty.setText(look.word("scanners.empty"))
        self.empty.setStyleSheet(f"font-size: {look.px(TITLE)}px;")
        self.list.setAccessibleName(look.word("scanners.codes"))
        self.list.dress(look, height=ROW)

    def show_codes(self, codes: tuple[Arrived, ...], now_ms: int) -> None:
        self._today = local_day(now_ms)
        self.list.show_rows(codes[:MOST])
        self.empty.setVisible(not codes)
        self.list.setVisible(bool(codes))
        self.list.scrollToTop()

    def spoken(self, code: Arrived) -> str:
        """The row as a screen reader says it."""
        language = self._look.language if self._look is not None else "en"
        means = meaning_words(code.text, self._today, language)[1]
        return " · ".join((shown_whole(code.text), symbology_words(code.text, language), means))

    def _paint(self, painter: QPainter, box: QRectF, code: Arrived, look: Look) -> None:
        p, px = look.palette, look.px
        is_right, means = meaning_words(code.text, self._today, look.language)
        text = box.adjusted(px(6), px(8), -px(6), -px(8))
        top = QRectF(text.left(), text.top(), text.width(), text.height() * 0.55)
        low = QRectF(text.left(), top.bottom(), text.width(), text.height() * 0.45)
        paint_code(painter, top, shown_whole(code.text), look)
        painter.setFont(look.font(SMALL, bold=True))
        painter.setPen(QColor(p.muted))
        symbology = symbology_words(code.text, look.language)
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, elided(painter, symbology, low.width()))
        spare = painter.fontMetrics().horizontalAdvance(symbology) + px(18)
        painter.setFont(look.font(BODY))
        painter.setPen(QColor(p.text) if is_right else look.color(Tone.WRONG))
        rest = low.adjusted(spare, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, elided(painter, means, rest.width()))


def paint_code(painter: QPainter, box: QRectF, text: str, look: Look) -> None:
    """The text; no font has the signs of control characters, so each is drawn as a chip with its name."""
    left, font, small = box.left(), look.font(TITLE + 2, bold=True), look.font(SMALL - 3, bold=True)
    wide = QFontMetricsF(small).horizontalAdvance("STX") + look.px(10)
    for part in _PARTS.findall(text):
        painter.setFont(font)
        room = box.right() - left
        if "\u2400" <= part <= "\u241f" and room >= wide:
            chip = QRectF(left + look.px(2), box.center().y() - look.px(13), wide, look.px(26))
            painter.setPen(QColor(look.palette.accent.fill))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(chip, look.px(5), look.px(5))
            painter.setFont(small)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, _NAMES.get(part, "?"))
            left = chip.right() + look.px(3)
            continue
        painter.setPen(QColor(look.palette.text))
        shown = elided(painter, part, room)
        painter.drawText(QRectF(left, box.top(), room, box.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        left += painter.fontMetrics().horizontalAdvance(shown)
        if shown != part:
            return
