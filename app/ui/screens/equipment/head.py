"""The head of a page about one thing: its light, large; what is said of it; what to do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.plain import label
from app.ui.theme import Look


class Mark(QWidget):
    """A tone's shape, as large as the widget."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None
        self.tone = Tone.SYSTEM

    def show_tone(self, tone: Tone) -> None:
        if tone is not self.tone:
            self.tone = tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is not None:
            surface = QColor(self.look.palette.surface)
            paint_tone(QPainter(self), self.tone, QRectF(self.rect()), shape=self.look.color(self.tone), mark=surface)


class Head(QWidget):
    """The mark at the left, two texts beside it; a text that is empty takes no room. `size` is the larger one's."""

    def __init__(self, *, size: int = 38) -> None:
        super().__init__()
        self._size = size
        self.mark, self.says, self.do = Mark(), label(wraps=True), label(wraps=True)
        self._row, words = QHBoxLayout(self), QVBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)
        for text in (self.says, self.do):
            words.addWidget(text)

    def dress(self, look: Look) -> None:
        self._row.setSpacing(look.px(22))
        self.mark.look = look
        side = look.px(self._size * 2.2)
        self.mark.setFixedSize(side, side)
        self.says.setStyleSheet(f"font-size: {look.hero_font(self._size).pixelSize()}px; font-weight: bold;")
        self.do.setStyleSheet(f"font-size: {look.hero_font(self._size * 0.63).pixelSize()}px;")

    def show_words(self, tone: Tone, says: str, do: str) -> None:
        self.mark.show_tone(tone)
        for text, said in ((self.says, says), (self.do, do)):
            text.setText(said)
            text.setVisible(bool(said))
