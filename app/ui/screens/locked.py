"""Nobody is logged in: a lock, what to do, and what lies on the table by its number only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.desk import (
    Asking,
    ChoosingLine,
    ChoosingMeaning,
    HandingOver,
    Idle,
    Locked,
    Packing,
    Showing,
    State,
)
from app.domain.outcome import Outcome
from app.ui.messages import do_now, next_step, sentence, then, tone_of
from app.ui.plain import Card, label
from app.ui.screens.packing.banner import Banner
from app.ui.theme import GAP, PAD, Look

if TYPE_CHECKING:
    from app.station import Station

_NOBODY = Locked(Idle())


class _Lock(QWidget):
    """A padlock."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is None:
            return
        p = self.look.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        painter.translate((self.width() - side) / 2, (self.height() - side) / 2)
        painter.scale(side / 100, side / 100)
        painter.setPen(QPen(QColor(p.accent.fill), 10, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        shackle = QPainterPath()
        shackle.moveTo(29, 50)
        shackle.lineTo(29, 34)
        shackle.arcTo(QRectF(29, 11, 42, 46), 180, -180)
        shackle.lineTo(71, 50)
        painter.drawPath(shackle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.accent.fill))
        painter.drawRoundedRect(QRectF(15, 45, 70, 50), 9, 9)
        painter.setBrush(QColor(p.surface))
        painter.drawEllipse(QRectF(43, 58, 14, 14))
        painter.drawRoundedRect(QRectF(47, 66, 6, 16), 3, 3)


class LockedScreen(QWidget):
    """Shows no name, no address and no item: whoever passes by may look at it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._station: Station | None = None
        self._look: Look | None = None
        self._last: Outcome | None = None
        self._lock, self._card = _Lock(), Card()
        self.step, self._then = label(is_centered=True), label("muted", is_centered=True, wraps=True)
        self._title, self.table = label("title", is_centered=True), label("heading", is_centered=True)
        self._stays = label("muted", is_centered=True)
        self.banner = Banner()
        self.field = QLineEdit(readOnly=True)
        self.field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._build()

    def _build(self) -> None:
        self._middle = QVBoxLayout(self._card)
        self._middle.addStretch(1)
        self._middle.addWidget(self._lock, 30)  # gives way where type is large
        for widget in (self.step, self._then):
            self._middle.addWidget(widget)
        typed = QHBoxLayout()
        typed.addStretch(1)
        typed.addWidget(self.field)
        typed.addStretch(1)
        self._middle.addLayout(typed)
        self._middle.addStretch(1)
        for widget in (self._title, self.table, self._stays):
            self._middle.addWidget(widget)
        self._middle.addStretch(1)
        self._rows = QVBoxLayout(self)
        self._rows.addWidget(self.banner)
        self._rows.addWidget(self._card, 1)

    def attach(self, station: Station) -> None:
        self._station = station

    def dress(self, look: Look) -> None:
        self._look = self._lock.look = look
        gap = look.px(GAP)
        self._rows.setContentsMargins(gap, gap, gap, gap)
        self._rows.setSpacing(gap)
        self._middle.setContentsMargins(look.px(PAD), look.px(PAD), look.px(PAD), look.px(PAD))
        self._middle.setSpacing(look.px(14))
        self._lock.setMinimumHeight(look.px(60))
        self._lock.setMaximumHeight(look.px(190))
        self._lock.setAccessibleName(look.word("lock.title"))
        self.field.setFixedWidth(look.px(640))
        self.field.setPlaceholderText(look.word("lock.field"))
        self.field.setAccessibleName(look.word("lock.field"))
        size = look.hero_font(56).pixelSize()
        self.step.setStyleSheet(f"font-size: {size}px; font-weight: bold;")
        self.banner.dress(look)
        self._show(anew=False)

    def show_outcome(self, outcome: Outcome) -> None:
        self._last = outcome
        self._show(anew=True)

    def show_text(self, text: str) -> None:
        """A badge and a PIN are secrets: each sign is a dot."""
        self.field.setText(dots(text))

    def _show(self, *, anew: bool) -> None:
        look = self._look
        if look is None:
            return
        language = look.language
        self.step.setText(next_step(_NOBODY, language))
        self._then.setText(then(_NOBODY, language))
        state = self._station.bench.state if self._station else _NOBODY
        on_table = _on_table(state.back, look) if isinstance(state, Locked) else ""
        self._title.setText(look.word("lock.table") if on_table else "")
        self.table.setText(on_table or look.word("lock.free"))
        self._stays.setText(look.word("lock.stays") if on_table else "")
        if self._last is None:
            self.banner.rest(look.word("lock.title"), "")
        else:
            said, do = sentence(self._last, language), do_now(self._last, language)
            self.banner.show_answer(tone_of(self._last.code), said, do, anew=anew)


def dots(text: str) -> str:
    """As many dots as there are signs."""
    return "•" * min(len(text), 40)


def _on_table(state: State, look: Look) -> str:
    match state:
        case Packing(order):
            return look.word("lock.order", order=order.number, packed=order.units_packed, units=order.units)
        case Showing(order):
            return look.word("lock.packed", order=order.number)
        case HandingOver(carrier, parcels) if carrier:
            return look.word("lock.pile", carrier=carrier, parcels=parcels)
        case Asking(back) | ChoosingLine(back) | ChoosingMeaning(back):
            return _on_table(back, look)
        case HandingOver():
            return look.word("lock.pile.any")
        case _:
            return ""
