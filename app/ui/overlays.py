"""What lies over the window for a moment: a paper enlarged. Scanning goes on beneath."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from app.ui.screens.packing.paper import PaperView
from app.ui.theme import Look


class Overlays:
    """Escape takes it away."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.paper = PaperView(window)

    def cover(self, room: QRect) -> None:
        """The window has this size now."""
        self.paper.setGeometry(room)

    def enlarge(self, pixmap: QPixmap, look: Look) -> None:
        """Show a paper as large as the window."""
        self.paper.open(pixmap, look, self._window.rect())

    def take_away(self) -> bool:
        """Hide it; whether there was any."""
        is_seen = self.paper.isVisible()
        self.paper.hide()
        return is_seen

    def hide(self) -> None:
        self.paper.hide()
