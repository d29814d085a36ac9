"""The unit that is being captured: its serial number, lot and expiry date, one large field each, the next one lit."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.counting import line_at
from app.domain.desk import Packing
from app.ui.fitting import paint_fitted
from app.ui.pictograms import paint_pictogram
from app.ui.screens.packing.mode import field_of
from app.ui.theme import FIGURE, SMALL, Look

HEIGHT = 112


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what was captured of it, and whether it is scanned next."""

    name: str
    value: str
    is_now: bool


def fields_of(state: Packing) -> tuple[Field, ...]:
    """The fields of the unit in hand; none while no unit is captured."""
    capture = state.capture
    if capture is None:
        return ()
    policy, now = line_at(state.order, capture.position).policy, field_of(state.order, capture)
    asked = (("serial", policy.serial), ("lot", policy.lot), ("expiry", policy.expiry))
    values = {"serial": capture.serial, "lot": capture.lot, "expiry": capture.expiry}
    return tuple(Field(name, values[name], name == now) for name, is_asked in asked if is_asked)


class UnitFields(QWidget):
    """Hidden while no unit is captured."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.fields: tuple[Field, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def dress(self, look: Look) -> None:
        self._look = look
        self.setFixedHeight(look.px(HEIGHT))
        self.update()

    def show_fields(self, fields: tuple[Field, ...]) -> None:
        self.fields = fields
        self.setVisible(bool(fields))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None or not self.fields:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = look.px(12)
        width = (self.width() - gap * (len(self.fields) - 1)) / len(self.fields)
        for place, field in enumerate(self.fields):
            box = QRectF(place * (width + gap), 0, width, self.height() - look.px(6)).adjusted(2, 2, -2, -2)
            _paint_field(painter, box, field, look)


def _paint_field(painter: QPainter, box: QRectF, field: Field, look: Look) -> None:
    p = look.palette
    ground, ink = (p.accent.fill, p.accent.ink) if field.is_now else (p.raised, p.text)
    painter.setPen(QPen(QColor(p.accent.fill if field.is_now else p.line), look.px(2)))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, look.px(10), look.px(10))
    side = box.height() * 0.5
    sign = QRectF(box.left() + look.px(18), box.center().y() - side / 2, side, side)
    paint_pictogram(painter, field.name, sign, QColor(ink))
    words = box.adjusted(side + look.px(36), look.px(8), -look.px(12), -look.px(8))
    top = QRectF(words.left(), words.top(), words.width(), words.height() * 0.36)
    painter.setFont(look.font(SMALL, bold=True))
    painter.setPen(QColor(ink if field.is_now else p.muted))
    painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, look.word(f"unit.{field.name}"))
    said = field.value or look.word("unit.now" if field.is_now else "unit.later")
    low = QRectF(words.left(), top.bottom(), words.width(), words.height() - top.height())
    quiet = p.muted if not field.value and not field.is_now else ink
    paint_fitted(painter, said, low, look.hero_font(FIGURE), QColor(quiet))
