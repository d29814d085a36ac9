"""Something about the keyboard makes a scanner's codes arrive wrong: said across the window, quietly."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from app.ui.messages import Tone
from app.ui.theme import BODY, Look


class WedgeNote(QLabel):
    """Hidden while nothing is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self._look: Look | None = None
        self._notes: tuple[str, ...] = ()
        self.hide()

    def dress(self, look: Look) -> None:
        self._look = look
        paint = look.palette.tones[Tone.SYSTEM]
        self.setStyleSheet(
            f"background: {paint.fill}; color: {paint.ink}; padding: {look.px(6)}px {look.px(24)}px;"
            f" font-size: {look.px(BODY)}px; font-weight: bold;"
        )
        self._say()

    def show_notes(self, *, has_caps_lock: bool, has_wrong_layout: bool) -> None:
        notes = {"caps": has_caps_lock, "layout": has_wrong_layout}
        self._notes = tuple(note for note, is_so in notes.items() if is_so)
        self._say()

    def _say(self) -> None:
        self.setVisible(bool(self._notes))
        if self._look is not None:
            self.setText("   ".join(self._look.word(f"scanners.note.{note}") for note in self._notes))
