"""One line of what came of a trial: a mark, what happened, what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.messages import Tone, remedy, what
from app.ui.plain import label
from app.ui.screens.printers.light import Mark
from app.ui.theme import TITLE, Look

SIDE = 44


class Note(QWidget):
    """Hidden while there is nothing to say; `shown`: it says something, wherever one has scrolled to."""

    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mark, self.says, self.do = Mark(), label(wraps=True), label("muted", wraps=True)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.says)
        words.addWidget(self.do)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.mark)
        self._row.addLayout(words, 1)
        self.hide()

    @property
    def tone(self) -> Tone:
        return self.mark.tone

    @property
    def text(self) -> str:
        """All that it says, empty while it is hidden."""
        return "" if self.isHidden() else f"{self.says.text()} {self.do.text()}".strip()

    def dress(self, look: Look) -> None:
        self.mark.look = look
        self.mark.setFixedSize(look.px(SIDE), look.px(SIDE))
        self._row.setSpacing(look.px(16))
        self.says.setStyleSheet(f"font-size: {look.hero_font(TITLE).pixelSize()}px; font-weight: bold;")

    def show_note(self, tone: Tone, says: str, do: str = "") -> None:
        self.mark.tone = tone
        self.mark.update()
        self.says.setText(says)
        self.do.setText(do)
        self.do.setVisible(bool(do))
        self.show()
        self.shown.emit()

    def show_fault(self, code: str, language: str, *, tone: Tone = Tone.STOP) -> None:
        self.show_note(tone, what(code, language), remedy(code, language))
