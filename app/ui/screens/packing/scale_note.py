"""Why the box on the scale has no weight yet, across the whole window: nobody should stand there and wait."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from app.domain.weighing import NotYet
from app.ui.messages import Tone, explain
from app.ui.theme import TITLE, Look

# The step says it already, or it passes by itself within a moment.
_QUIET = (NotYet.EMPTY, NotYet.UNSTABLE, NotYet.TOO_OLD, NotYet.NOBODY_ASKS)


class ScaleNote(QLabel):
    """Hidden while the scale does what it should."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self._look: Look | None = None
        self._why = ""
        self.hide()

    def dress(self, look: Look) -> None:
        self._look = look
        paint = look.palette.tones[Tone.WRONG]
        self.setStyleSheet(
            f"background: {paint.fill}; color: {paint.ink}; padding: {look.px(12)}px {look.px(24)}px;"
            f" font-size: {look.px(TITLE)}px; font-weight: bold;"
        )
        self._say()

    def show_why(self, why: str | None) -> None:
        """The code of the reason; None when no box waits for its weight."""
        code = "" if why is None or why in _QUIET else str(why)
        if code != self._why:
            self._why = code
            self._say()

    def _say(self) -> None:
        self.setVisible(bool(self._why))
        if self._look is not None and self._why:
            self.setText(explain(self._why, self._look.language))
