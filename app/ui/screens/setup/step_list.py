"""The steps at the left of the set-up: which there are, how each stands, and where one is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from app.settings.set_up import Step, StepState
from app.ui.icons import paint_icon
from app.ui.messages import Tone
from app.ui.plain import label
from app.ui.theme import BODY, SMALL, Look

END = "end"
PLACES: tuple[str, ...] = (*(step.value for step in Step), END)
ICONS = {
    Step.LANGUAGE: "languages",
    Step.NAME: "store",
    Step.USE: "circle-play",
    Step.PRINTER: "printer",
    Step.SCANNER: "scan-barcode",
    Step.SCALE: "scale",
    Step.CARRIER: "truck",
    END: "flag",
}
_SIGNS = {StepState.DONE: "check", StepState.FIXED: "lock", StepState.SKIPPED: "chevron-right"}
WIDTH, HEIGHT = 330, 76


class StepButton(QAbstractButton):
    """One step: its icon, its word, how it stands."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place
        self.state: StepState | None = None
        self._look: Look | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(WIDTH), self._look.px(HEIGHT)) if self._look else QSize(200, 50)

    def nextCheckState(self) -> None:
        """Nothing: the screen marks the step that it really went to."""

    def show_state(self, state: StepState | None, look: Look) -> None:
        self.state, self._look = state, look
        self.setAccessibleName(f"{self._word}, {self._how}" if state else self._word)
        self.updateGeometry()
        self.update()

    @property
    def _word(self) -> str:
        return self._look.word(f"setup.step.{self.place}") if self._look else ""

    @property
    def _how(self) -> str:
        return self._look.word(f"setup.state.{self.state}") if self._look and self.state else ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        p, painter, px = look.palette, QPainter(self), look.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(px(12), px(3), -px(12), -px(3))
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.selected if self.isChecked() else p.raised))
            painter.drawRoundedRect(room, px(10), px(10))
        if self.hasFocus():
            painter.setPen(QColor(p.accent.fill))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, px(10), px(10))
        ink = QColor(p.marks[Tone.COMPLETE] if self.isChecked() else p.text)
        side = px(30)
        paint_icon(
            painter, ICONS[self.place], QRectF(room.left() + px(14), room.center().y() - side / 2, side, side), ink
        )
        self._paint_words(painter, look, room.adjusted(px(60), px(8), -px(14), -px(8)), ink)

    def _paint_words(self, painter: QPainter, look: Look, room: QRectF, ink: QColor) -> None:
        left, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
        top = room if self.state is None else QRectF(room.left(), room.top(), room.width(), room.height() / 2)
        painter.setPen(ink)
        painter.setFont(look.font(BODY, bold=self.isChecked()))
        painter.drawText(top, left | middle, self._word)
        if self.state is None:
            return
        low = QRectF(top.left(), top.bottom(), room.width(), room.height() / 2)
        mark = look.color({StepState.DONE: Tone.OK, StepState.OPEN: Tone.WRONG}.get(self.state, Tone.SYSTEM))
        sign = _SIGNS.get(self.state)
        shift = 0
        if sign:
            side = look.px(18)
            paint_icon(painter, sign, QRectF(low.left(), low.center().y() - side / 2, side, side), mark)
            shift = side + look.px(6)
        painter.setPen(mark)
        painter.setFont(look.font(SMALL - 1))
        painter.drawText(low.adjusted(shift, 0, 0, 0), left | middle, self._how)


class StepList(QWidget):
    """`asked` carries the place of the step that was touched."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("title")
        self.buttons = {place: StepButton(place) for place in PLACES}
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        for place, made in self.buttons.items():
            made.clicked.connect(partial(self.asked.emit, place))
            self._column.addWidget(made)
        self._column.addStretch(1)

    def show_steps(self, states: Mapping[Step, StepState], place: str, look: Look) -> None:
        self._column.setContentsMargins(0, look.px(20), 0, look.px(12))
        self._column.setSpacing(look.px(2))
        self.title.setText(look.word("setup.title"))
        self.title.setContentsMargins(look.px(26), 0, 0, look.px(8))
        for name, made in self.buttons.items():
            made.setChecked(name == place)
            made.show_state(states[Step(name)] if name != END else None, look)
