"""What to do now, in the largest type of the window, with a sign of what the desk is at."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fitting import paint_fitted
from app.ui.screens.packing.mode import Mode
from app.ui.screens.packing.mode_paint import paint_mode
from app.ui.tables.row_list import elided
from app.ui.theme import HERO, PAD, RADIUS, TITLE, Look

HEIGHT = 156
LEAST_SHARE = 0.55  # of the height, where large type meets a small screen


class NextStep(QWidget):
    """Shows one step, with a sign on its left where the next scan does something else than count in."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.step = ""
        self.then = ""
        self.mode: Mode | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies behind need not be painted at every scan
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(40, self._look.px(HEIGHT) if self._look else 100)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, round(self.sizeHint().height() * LEAST_SHARE))

    def dress(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        self.update()

    def show_step(self, step: str, then: str, *, mode: Mode | None = None) -> None:
        """Show the step and what comes then."""
        shown = (step, then, mode)
        if shown == (self.step, self.then, self.mode):
            return
        self.step, self.then, self.mode = shown
        named = f"{mode.word}. " if mode else ""
        self.setAccessibleName(f"{named}{step}. {then}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(look.palette.window))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(look.palette.line))
        painter.setBrush(QColor(look.palette.surface))
        painter.drawRoundedRect(frame, look.px(RADIUS), look.px(RADIUS))
        edge = look.px(PAD + 4)
        words = frame.adjusted(edge, look.px(14), -edge, -look.px(16))
        if self.mode is not None:
            words.setLeft(paint_mode(painter, frame, self.mode, look))
        self._paint_words(painter, words, look)

    def _paint_words(self, painter: QPainter, words: QRectF, look: Look) -> None:
        share = 0.62 if self.then else 1.0
        top = QRectF(words.left(), words.top(), words.width(), words.height() * share)
        low = QRectF(words.left(), top.bottom(), words.width(), words.height() - top.height())
        paint_fitted(painter, self.step, top, look.hero_font(HERO), QColor(look.palette.text))
        painter.setFont(look.font(TITLE))
        painter.setPen(QColor(look.palette.muted))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(low, flags, elided(painter, self.then, low.width()))
