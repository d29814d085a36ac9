"""The rail at the window's left: where one can go, by which key, and where one is.

Large type leaves no room for the words: icon and key stay, and the word is told by the tool tip and to a screen reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.barcode import Command
from app.ui.icons import paint_icon
from app.ui.messages import Tone
from app.ui.messages_command import HOTKEYS
from app.ui.theme import CORNER, RING, TOUCH, Look

# At 1920 x 1080, with the place's word and without it.
WIDTH, HEIGHT, TERSE_WIDTH, TERSE_HEIGHT = 112, 92, 76, 58
ICON, WORD, KEY = 32, 17, 14
EDGE = 8


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


def is_terse(look: Look) -> bool:
    """Whether the window is too low, or the type too large, for the words of all places."""
    return look.room[1] < len(PLACES) * HEIGHT + 2 * EDGE


class PlaceButton(QAbstractButton):
    """One place: its icon, its word, its key; how many things wait there."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self._look: Look | None = None
        self.waiting = 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        look = self._look
        if look is None:
            return QSize(80, 60)
        width, height = (TERSE_WIDTH, TERSE_HEIGHT) if is_terse(look) else (WIDTH, HEIGHT)
        return QSize(look.px(width), max(look.touch, look.px(height)))

    def minimumSizeHint(self) -> QSize:
        return QSize(TOUCH, TOUCH)  # in a low window the places draw together

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
        self.setAccessibleDescription(self.key)
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
        room = QRectF(self.rect()).adjusted(look.px(6), look.px(2), -look.px(6), -look.px(2))
        self._paint_ground(painter, look, room)
        side = look.px(ICON)
        lines = [(WORD, look.word(f"rail.{self.place.name}"))] if not is_terse(look) else []
        high = side + sum(look.px(size + 6) for size, _ in (*lines, (KEY, "")))
        icon = QRectF((self.width() - side) / 2, room.center().y() - high / 2, side, side)
        ink = QColor(p.marks[Tone.COMPLETE] if self.isChecked() else p.text)
        paint_icon(painter, self.place.icon, icon, ink)
        top = icon.bottom()
        for size, words in (*lines, (KEY, self.key)):
            painter.setFont(look.font(size, bold=self.isChecked() and size == WORD))
            painter.setPen(ink if size == WORD else QColor(p.muted))
            box = QRectF(0, top, self.width(), look.px(size + 6))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            top = box.bottom()
        if self.waiting:
            self._paint_count(painter, look, icon)

    def _paint_ground(self, painter: QPainter, look: Look, room: QRectF) -> None:
        p, corner = look.palette, look.px(CORNER)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(p.selected if self.isChecked() else p.raised))
            painter.drawRoundedRect(room, corner, corner)
        if self.hasFocus():
            painter.setPen(QPen(QColor(p.accent.fill), RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), corner, corner)

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
        self.setFixedWidth(max(look.touch, look.px(TERSE_WIDTH if is_terse(look) else WIDTH)))
        self._column.setContentsMargins(0, look.px(EDGE), 0, look.px(EDGE))
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
