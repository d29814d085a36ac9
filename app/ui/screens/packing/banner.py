"""What just happened: color, shape and sentence of the last outcome, large enough for two metres."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.fitting import paint_fitted
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.screens.packing.next_step import LEAST_SHARE
from app.ui.theme import BANNER, RADIUS, TITLE, Look

HEIGHT = 132
PULSE_MS = 240
FILLING = 2.2  # times the usual height


class Banner(QWidget):
    """Shows one answer; the same answer twice in a row still lights up, so that a repeated scan is seen."""

    def __init__(self, *, height: int = HEIGHT, size: int = BANNER) -> None:
        """`height` and the type's `size` at 1920 x 1080."""
        super().__init__()
        self._height, self._size = height, size
        self._look: Look | None = None
        self._is_quiet = True
        self._fills = False
        self.tone = Tone.SYSTEM
        self.sentence = ""
        self.do_now = ""
        self._light = 0.0
        self._pulse = QVariantAnimation(self)
        self._pulse.setDuration(PULSE_MS)
        self._pulse.setStartValue(0.45)
        self._pulse.setEndValue(0.0)
        self._pulse.valueChanged.connect(self._on_pulse)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies behind need not be painted at every scan
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(40, self._look.px(self._height * (FILLING if self._fills else 1)) if self._look else 90)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, round(self.sizeHint().height() * LEAST_SHARE))

    def dress(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        self.update()

    def fill(self, *, fills: bool) -> None:
        """Take the room of an alarm that stands until something is done about it."""
        if fills != self._fills:
            self._fills = fills
            self.updateGeometry()

    def rest(self, sentence: str, do_now: str) -> None:
        """Nothing happened yet: say so without color."""
        self._is_quiet = True
        self._say(Tone.SYSTEM, sentence, do_now)

    def show_answer(self, tone: Tone, sentence: str, do_now: str, *, anew: bool = True) -> None:
        """Show an outcome; `anew` is false when only its language changed."""
        self._is_quiet = False
        self._say(tone, sentence, do_now)
        if anew:
            self._pulse.stop()
            self._pulse.start()

    def _say(self, tone: Tone, sentence: str, do_now: str) -> None:
        self.tone, self.sentence, self.do_now = tone, sentence, do_now
        self.setAccessibleName(f"{sentence} {do_now}".strip())
        self.update()

    def _on_pulse(self, light: float) -> None:
        self._light = light
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        paint = look.palette.tones[self.tone]
        fill, ink = QColor(paint.fill), QColor(paint.ink)
        if self._is_quiet:
            fill, ink = QColor(look.palette.raised), QColor(look.palette.muted)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(look.palette.window))
        painter.setPen(Qt.PenStyle.NoPen if not self._is_quiet else QColor(look.palette.line))
        painter.setBrush(fill)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, look.px(RADIUS), look.px(RADIUS))
        if self._light > 0:
            painter.setBrush(QColor.fromRgbF(1, 1, 1, self._light))
            painter.drawRoundedRect(frame, look.px(RADIUS), look.px(RADIUS))
        self._paint_words(painter, frame, look, fill, ink)

    def _paint_words(self, painter: QPainter, frame: QRectF, look: Look, fill: QColor, ink: QColor) -> None:
        edge = look.px(24)
        side = min(look.px(self._height * 0.58 * (FILLING * 0.75 if self._fills else 1)), round(frame.height() * 0.72))
        left = edge
        if not self._is_quiet:
            box = QRectF(edge, (frame.height() - side) / 2, side, side)
            paint_tone(painter, self.tone, box, shape=ink, mark=fill)
            left = edge + side + look.px(24)
        words = QRectF(left, look.px(8), frame.width() - left - edge, frame.height() - look.px(16))
        if self.do_now:
            words.setHeight(words.height() * (0.64 if self._height >= HEIGHT else 0.52))
            low = QRectF(words.left(), words.bottom(), words.width(), frame.height() - words.bottom() - look.px(8))
            small = look.hero_font(TITLE * 1.5) if self._fills else look.font(TITLE)
            paint_fitted(painter, self.do_now, low, small, ink)
        size = self._size * (1.5 if self._fills else 1)
        paint_fitted(painter, self.sentence, words, look.hero_font(size), ink)
