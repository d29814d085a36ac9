"""The station did not open: one clear sentence, what to do, and the code for whoever helps."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.glyphs import paint_tone
from app.ui.messages import Tone, remedy, what
from app.ui.plain import button, label
from app.ui.theme import HERO, TITLE, Look


class _Sign(QWidget):
    """The stop sign."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(120), self.look.px(120)) if self.look else QSize(90, 90)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is not None:
            side = self.look.px(112)
            mark = QColor(self.look.palette.window)
            paint_tone(QPainter(self), Tone.STOP, QRectF(0, 4, side, side), shape=self.look.color(Tone.STOP), mark=mark)


class Failure(QWidget):
    """Fills the window; `quit_asked` closes it."""

    quit_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._code = self._detail = ""
        self._sign = _Sign()
        self._title, self._what, self._do = label("title"), label(wraps=True), label(wraps=True)
        self._about = label("muted", wraps=True)
        self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._quit = button("primary")
        self._quit.setAutoDefault(True)  # Enter presses it
        self._quit.clicked.connect(self.quit_asked)
        column = QVBoxLayout()
        column.addStretch(2)
        for widget in (self._title, self._what, self._do, self._about):
            column.addWidget(widget)
        column.addWidget(self._quit, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(3)
        self._column = column
        side = QVBoxLayout()
        side.addStretch(2)
        side.addWidget(self._sign)
        side.addStretch(3)
        self._row = QHBoxLayout(self)
        self._row.addLayout(side)
        self._row.addLayout(column, 1)

    @property
    def text(self) -> str:
        """What the screen says."""
        return f"{self._what.text()} {self._do.text()}"

    @property
    def code_in_view(self) -> str:
        """Why there is no station; the help begins with it."""
        return self._code

    def dress(self, look: Look) -> None:
        self._look = look
        self._sign.look = look
        self._sign.setFixedSize(self._sign.sizeHint())
        self._row.setContentsMargins(look.px(160), 0, look.px(160), 0)
        self._row.setSpacing(look.px(48))
        self._column.setSpacing(look.px(20))
        big = look.hero_font(HERO)
        self._what.setStyleSheet(f"font-size: {big.pixelSize()}px; font-weight: bold;")
        self._do.setStyleSheet(f"font-size: {look.px(TITLE + 6)}px;")
        self._title.setText(look.word("failure.title"))
        self._quit.setText(look.word("failure.quit"))
        self._say()

    def show_failure(self, code: str, detail: str) -> None:
        """Say what the code means; `detail` is shown as it is and holds nothing personal."""
        self._code, self._detail = code, detail
        self._say()

    def _say(self) -> None:
        if self._look is None or not self._code:
            return
        language = self._look.language
        self._what.setText(what(self._code, language))
        self._do.setText(remedy(self._code, language))
        about = self._look.word("failure.code", code=self._code)
        self._about.setText(f"{about}  ·  {self._detail}" if self._detail else about)
