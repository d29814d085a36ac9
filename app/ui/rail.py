"""The rail at the window's left: where one can go, by which key, and where one is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from app.domain.barcode import Command
from app.ui.icons import paint_icon
from app.ui.messages import Tone
from app.ui.messages_command import HOTKEYS
from app.ui.theme import Look

WIDTH, HEIGHT, ICON, WORD, KEY = 112, 92, 32, 17, 14


@dataclass(frozen=True, slots=True)
class Place:
    """One place to go to: `command` leads there; None is the desk itself, which every other place leads back to."""

    name: str
    icon: str
    command: Command | None


PLACES = (
    Place("pack", "package-open", None),
    Place("handover", "truck", Command.HANDOVER),
    Place("incidents", "triangle-alert", Command.INCIDENTS),
    Place("orders", "clipboard-list", Command.ORDERS),
    Place("parcels", "package", Command.PARCELS),
    Place("devices", "monitor-cog", Command.DEVICES),
    Place("setup", "settings", Command.SETUP),
    Place("help", "circle-help", Command.HELP),
)


class PlaceButton(QAbstractButton):
    """One place: its icon, its word, its key; how many things wait there."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self._look: Look | None = None
        self.waiting = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(WIDTH), self._look.px(HEIGHT)) if self._look else QSize(80, 60)

    @property
    def key(self) -> str:
        return HOTKEYS[self.place.command] if self.place.command else "Esc"

    def dress(self, look: Look) -> None:
        self._look = look
        self._say()
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """Nothing: the window lights the place that it really went to."""

    def show_waiting(self, count: int) -> None:
        if count != self.waiting:
            self.waiting = count
            self._say()
            self.update()

    def _say(self) -> None:
        if self._look is None:
            return
        word = self._look.word(f"rail.{self.place.name}")
        said = self._look.word("rail.waiting", place=word, count=self.waiting) if self.waiting else word
        self.setAccessibleName(said)
        self.setToolTip(self._look.word("rail.hint", place=said, hotkey=self.key))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        p, painter = look.palette, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(look.px(6), look.px(3), -look.px(6), -look.px(3))
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.selected if self.isChecked() else p.raised))
            painter.drawRoundedRect(room, look.px(10), look.px(10))
        if self.hasFocus():
            painter.setPen(QColor(p.accent.fill))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, look.px(10), look.px(10))
        ink = QColor(p.marks[Tone.COMPLETE] if self.isChecked() else p.text)
        side = look.px(ICON)
        icon = QRectF((self.width() - side) / 2, room.top() + look.px(7), side, side)
        paint_icon(painter, self.place.icon, icon, ink)
        painter.setFont(look.font(WORD, bold=self.isChecked()))
        painter.setPen(ink)
        word = QRectF(0, icon.bottom() + look.px(1), self.width(), look.px(WORD + 8))
        painter.drawText(word, Qt.AlignmentFlag.AlignCenter, look.word(f"rail.{self.place.name}"))
        painter.setFont(look.font(KEY))
        painter.setPen(QColor(p.muted))
        key = QRectF(0, word.bottom() - look.px(3), self.width(), look.px(KEY + 6))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self.key)
        if self.waiting:
            self._paint_count(painter, look, icon)

    def _paint_count(self, painter: QPainter, look: Look, icon: QRectF) -> None:
        paint, text = look.palette.tones[Tone.WRONG], str(min(self.waiting, 99))
        painter.setFont(look.font(KEY + 2, bold=True))
        high = look.px(KEY + 9)
        wide = max(high, painter.fontMetrics().horizontalAdvance(text) + look.px(12))
        box = QRectF(icon.right() - look.px(8), icon.top() - look.px(7), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(paint.fill))
        painter.drawRoundedRect(box, high / 2, high / 2)
        painter.setPen(QColor(paint.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QWidget):
    """`asked` carries the place that was clicked. It never takes the keyboard from a scan."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons = {place.name: PlaceButton(place) for place in PLACES}
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        for name, made in self.buttons.items():
            if name == "setup":
                self._column.addStretch(1)
            self._column.addWidget(made)
            made.clicked.connect(partial(self._on_clicked, made.place))

    def dress(self, look: Look) -> None:
        self.setFixedWidth(look.px(WIDTH))
        self._column.setContentsMargins(0, look.px(8), 0, look.px(8))
        for made in self.buttons.values():
            made.dress(look)

    def show_place(self, name: str) -> None:
        """Where one is now; a screen without a place of its own lights none."""
        for each, made in self.buttons.items():
            made.setChecked(each == name)

    def show_incidents(self, waiting: int) -> None:
        """How many things wait for the lead."""
        self.buttons["incidents"].show_waiting(waiting)

    def _on_clicked(self, place: Place, *_checked: bool) -> None:
        self.asked.emit(place)
