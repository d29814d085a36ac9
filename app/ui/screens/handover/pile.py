"""The pile for the courier: whose it is, how many parcels in very large type, and the latest of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from app.domain.handover import HandoverGlance, ManifestLine
from app.ui.plain import Card, label
from app.ui.screens.packing.status_line import clock
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, FIGURE, PAD, SMALL, TITLE, Look

COUNT_SIZE = 150
LOW_ROOM = 760  # pixels of height at 1920 x 1080


@dataclass(frozen=True, slots=True)
class _Row:
    """A parcel as shown; `place` is its number on the pile, `is_latest` the one scanned last."""

    place: int
    line: ManifestLine
    is_latest: bool


class Pile(Card):
    """Shows one pile."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._glance: HandoverGlance | None = None
        self.carrier, self.count = label("heading", wraps=True), label()
        self._parcels, self._units = label("muted"), label("muted")
        self.bar, self.to_come = QProgressBar(textVisible=False), label("figure")
        self._latest = label("title")
        self.list = RowList(_paint_line, key=lambda row: row.line.parcel_id, spoken=self._spoken)
        self._build()

    def _build(self) -> None:
        self._left, right = QVBoxLayout(), QVBoxLayout()
        for widget in (self.carrier, self.count, self._parcels, self._units, self.bar, self.to_come):
            self._left.addWidget(widget)
        self._left.addStretch(1)
        right.addWidget(self._latest)
        right.addWidget(self.list, 1)
        self._row = QHBoxLayout(self)
        self._row.addLayout(self._left, 2)
        self._row.addLayout(right, 3)

    def dress(self, look: Look) -> None:
        self._look = look
        self._row.setContentsMargins(look.px(PAD + 8), look.px(18), look.px(PAD), look.px(12))
        self._row.setSpacing(look.px(28))
        self._left.setSpacing(look.px(6))
        is_low = look.room[1] < LOW_ROOM
        for words in (self._parcels, self._units):
            words.setVisible(not is_low)
        size = look.hero_font(FIGURE if is_low else COUNT_SIZE).pixelSize()
        self.count.setStyleSheet(f"font-size: {size}px; font-weight: bold; color: {look.palette.accent.fill};")
        self._latest.setText(look.word("pile.latest"))
        self._parcels.setText(look.word("pile.parcels"))
        self.list.setAccessibleName(look.word("pile.latest"))
        self.list.dress(look, height=74)
        if self._glance is not None:
            self.show_pile(self._glance)

    def show_pile(self, glance: HandoverGlance) -> None:
        self._glance = glance
        look = self._look
        if look is None:
            return
        named = look.word("pile.title", carrier=glance.carrier) if glance.carrier else look.word("pile.any")
        self.carrier.setText(named)
        self.count.setText(f"{glance.parcels:,}")
        self._units.setText(look.word("pile.units", units=glance.units) if glance.parcels else look.word("pile.empty"))
        self._show_to_come(glance, look)
        rows = (_Row(glance.parcels - at, line, at == 0) for at, line in enumerate(glance.latest))
        self.list.show_rows(tuple(rows))

    def _show_to_come(self, glance: HandoverGlance, look: Look) -> None:
        """How far the pile is, once it is known whose it is and where there is room."""
        left = sum(end.count for end in glance.to_come if end.carrier == glance.carrier)
        said = look.word("pile.to_come", count=left) if left else look.word("pile.all")
        for part in (self.bar, self.to_come):
            part.setVisible(bool(glance.carrier and glance.parcels) and look.room[1] >= LOW_ROOM)
            part.setAccessibleName(said)
        self.bar.setMaximum(glance.parcels + left or 1)
        self.bar.setValue(glance.parcels)
        self.to_come.setText(said)

    def _spoken(self, row: _Row) -> str:
        return f"{row.line.tracking_number} · {_about(row.line, self._look)}" if self._look else ""


def _about(line: ManifestLine, look: Look) -> str:
    return look.word("pile.line", order=line.order_number, units=line.units)


def _paint_line(painter: QPainter, box: QRectF, row: _Row, look: Look) -> None:
    p, line = look.palette, row.line
    if row.is_latest:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.selected))
        painter.drawRoundedRect(box.adjusted(0, 1, 0, -2), look.px(8), look.px(8))
    middle = Qt.AlignmentFlag.AlignVCenter
    inner = box.adjusted(look.px(12), look.px(4), -look.px(12), -look.px(4))
    place = QRectF(inner.left(), inner.top(), look.px(70), inner.height())
    painter.setFont(look.font(BODY))
    painter.setPen(QColor(p.muted))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | middle, f"{row.place}")
    painter.setFont(look.font(SMALL))
    painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, clock(line.scanned_at_ms))
    words = inner.adjusted(look.px(70), 0, -look.px(70), 0)
    top = QRectF(words.left(), words.top(), words.width(), words.height() * 0.54)
    low = QRectF(words.left(), top.bottom(), words.width(), words.height() - top.height())
    painter.drawText(low, Qt.AlignmentFlag.AlignLeft | middle, elided(painter, _about(line, look), low.width()))
    painter.setFont(look.font(TITLE, bold=True))
    painter.setPen(QColor(p.text))
    painter.drawText(top, Qt.AlignmentFlag.AlignLeft | middle, elided(painter, line.tracking_number, top.width()))
