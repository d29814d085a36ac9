"""What to do now, in the largest type of the window, with a sign of what the desk is at or the units missing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fitting import paint_fitted
from app.ui.screens.packing.mode import Mode
from app.ui.screens.packing.mode_paint import paint_mode
from app.ui.tables.row_list import elided
from app.ui.theme import HERO, PAD, RADIUS, SMALL, TITLE, Look

HEIGHT = 156
FIGURE_SIZE = 76


class NextStep(QWidget):
    """Shows one step. With an order on the table also the units missing and a bar of those packed; in their place a
    sign on the left where the next scan does something else than count in.
    """

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.step = ""
        self.then = ""
        self.units = 0
        self.units_missing = 0
        self.mode: Mode | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def dress(self, look: Look) -> None:
        self._look = look
        self.setFixedHeight(look.px(HEIGHT))
        self.update()

    def show_step(
        self, step: str, then: str, *, units_missing: int = 0, units: int = 0, mode: Mode | None = None
    ) -> None:
        """Show the step; `units` 0 when no order lies on the table."""
        shown = (step, then, units_missing, units, mode)
        if shown == (self.step, self.then, self.units_missing, self.units, self.mode):
            return
        self.step, self.then, self.units_missing, self.units, self.mode = shown
        named = f"{mode.word}. " if mode else ""
        self.setAccessibleName(f"{named}{step}. {then}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(look.palette.line))
        painter.setBrush(QColor(look.palette.surface))
        painter.drawRoundedRect(frame, look.px(RADIUS), look.px(RADIUS))
        edge = look.px(PAD + 4)
        words = frame.adjusted(edge, look.px(14), -edge, -look.px(16))
        if self.mode is not None:
            words.setLeft(paint_mode(painter, frame, self.mode, look))
        elif self.units:
            words.setRight(words.right() - look.px(250))
            self._paint_missing(painter, frame, look)
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

    def _paint_missing(self, painter: QPainter, frame: QRectF, look: Look) -> None:
        missing = self.units_missing
        box = QRectF(frame.right() - look.px(250), frame.top(), look.px(226), frame.height())
        painter.setPen(QColor(look.palette.line))
        x = int(box.left() - look.px(6))
        painter.drawLine(x, int(frame.top() + look.px(24)), x, int(frame.bottom() - look.px(24)))
        right = Qt.AlignmentFlag.AlignRight
        painter.setFont(look.font(SMALL + 2))
        painter.setPen(QColor(look.palette.muted))
        label = look.word("step.left") if missing else look.word("step.in_box")
        painter.drawText(box.adjusted(0, look.px(16), 0, 0), right | Qt.AlignmentFlag.AlignTop, label)
        painter.setFont(look.hero_font(FIGURE_SIZE * 0.86))
        painter.setPen(QColor(look.palette.accent.fill if missing else look.palette.text))
        number = str(missing) if missing else str(self.units)
        painter.drawText(box.adjusted(0, look.px(14), 0, -look.px(6)), right | Qt.AlignmentFlag.AlignVCenter, number)
        self._paint_bar(painter, box, look)

    def _paint_bar(self, painter: QPainter, box: QRectF, look: Look) -> None:
        bar = QRectF(box.left() + look.px(12), box.bottom() - look.px(22), box.width() - look.px(12), look.px(8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.palette.line))
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        if self.units > self.units_missing:
            bar.setWidth(bar.width() * (self.units - self.units_missing) / self.units)
            painter.setBrush(QColor(look.palette.accent.fill))
            painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
