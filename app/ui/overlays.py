"""What lies over the window for a moment: the list of keys, a paper enlarged. Scanning goes on beneath."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from app.ui.screens.packing.key_help import KeyHelp
from app.ui.screens.packing.paper import PaperView
from app.ui.theme import Look


class Overlays:
    """At most one is of use at a time; Escape takes the upper one away."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.help, self.paper = KeyHelp(window), PaperView(window)

    def dress(self, look: Look) -> None:
        self.help.dress(look)

    def cover(self, room: QRect) -> None:
        """The window has this size now."""
        for overlay in (self.help, self.paper):
            overlay.setGeometry(room)

    def toggle_help(self) -> None:
        if self.help.isVisible():
            self.help.hide()
        else:
            self.help.open(self._window.rect())

    def enlarge(self, pixmap: QPixmap, look: Look) -> None:
        """Show a paper as large as the window."""
        self.paper.open(pixmap, look, self._window.rect())

    def take_away(self) -> bool:
        """Hide the upper one; whether there was any."""
        seen = next((overlay for overlay in (self.help, self.paper) if overlay.isVisible()), None)
        if seen is not None:
            seen.hide()
        return seen is not None

    def hide(self) -> None:
        for overlay in (self.help, self.paper):
            overlay.hide()
