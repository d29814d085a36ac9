"""Everything around the bench, one row each under the heading of its group: light, name, how it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.domain.device import DeviceGlance
from app.ui.glyphs import paint_tone
from app.ui.lights import TONES
from app.ui.messages import what
from app.ui.screens.devices.words import GROUPS, light_word, name_of_device
from app.ui.screens.equipment.row_card import RowCard, RowWords
from app.ui.tables.row_list import elided
from app.ui.theme import SMALL, TITLE, Look

ROW, HEADING = 70, 44
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DeviceList(RowCard[DeviceGlance]):
    """The first row of each group bears the group's heading above it."""

    def __init__(self) -> None:
        super().__init__("devices.title")
        self._starts: frozenset[str] = frozenset()
        self.row_height = self._height_of
        self._title.hide()  # the line above says more

    def show_things(self, rows: tuple[DeviceGlance, ...], now_ms: int) -> None:
        before = ("", *(GROUPS[row.kind] for row in rows))
        starts = frozenset(row.key for row, group in zip(rows, before, strict=False) if GROUPS[row.kind] != group)
        if starts != self._starts:
            self._starts = starts
            self.list.scheduleDelayedItemsLayout()
        super().show_things(rows, now_ms)

    @staticmethod
    def name_of(row: DeviceGlance) -> str:
        return row.key

    def spoken(self, row: DeviceGlance) -> str:
        look = self._look
        if look is None:
            return row.key
        group = look.word(f"devices.group.{GROUPS[row.kind]}")
        words = self.words(row, look)
        return " · ".join((words.name, light_word(row.light, look), words.how, group))

    def words(self, row: DeviceGlance, look: Look) -> RowWords:
        return RowWords(TONES[row.light], name_of_device(row, look), what(row.code, look.language), "")

    def _height_of(self, row: DeviceGlance) -> float:
        return ROW + (HEADING if row.key in self._starts else 0)

    def _paint(self, painter: QPainter, box: QRectF, row: DeviceGlance, look: Look) -> None:
        if row.key in self._starts:
            box = self._paint_heading(painter, box, row, look)
        words, p, px = self.words(row, look), look.palette, look.px
        side = px(34)
        mark = QRectF(box.left() + px(14), box.center().y() - side / 2, side, side)
        paint_tone(painter, words.tone, mark, shape=look.color(words.tone), mark=QColor(p.surface))
        text = box.adjusted(mark.right() - box.left() + px(16), px(9), -px(14), -px(9))
        top = QRectF(text.left(), text.top(), text.width(), text.height() * 0.54)
        low = QRectF(text.left(), top.bottom(), text.width(), text.height() * 0.46)
        painter.setFont(look.font(SMALL, bold=True))
        painter.setPen(look.color(words.tone))
        light = light_word(row.light, look)
        painter.drawText(top, _RIGHT, light)
        spare = painter.fontMetrics().horizontalAdvance(light) + px(16)
        painter.setFont(look.font(TITLE, bold=True))
        painter.setPen(QColor(p.text))
        painter.drawText(top, _LEFT, elided(painter, words.name, top.width() - spare))
        painter.setFont(look.font(SMALL + 1))
        painter.setPen(QColor(p.muted))
        painter.drawText(low, _LEFT, elided(painter, words.how, low.width()))

    def _paint_heading(self, painter: QPainter, box: QRectF, row: DeviceGlance, look: Look) -> QRectF:
        """Draw it over what the list drew there for a chosen row; what is left for the row itself."""
        p, px = look.palette, look.px
        heading = QRectF(box.left(), box.top(), box.width(), px(HEADING))
        rest = QRectF(box.left(), heading.bottom(), box.width(), box.height() - heading.height())
        painter.fillRect(heading.adjusted(0, 0, 0, px(14)), QColor(p.surface))
        if row == self.chosen():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.selected))
            painter.drawRoundedRect(rest.adjusted(0, 1, 0, -1), px(8), px(8))
        painter.setFont(look.font(SMALL, bold=True))
        painter.setPen(QColor(p.muted))
        words = heading.adjusted(px(14), px(10), 0, 0)
        painter.drawText(words, _LEFT, look.word(f"devices.group.{GROUPS[row.kind]}"))
        return rest
