"""Help: what the screen before was for, the keys, and the handbook of errors."""

from __future__ import annotations

from app.ui.visit import Visit


class HelpScreen(Visit):
    """In work."""

    topic = "help"

    def about(self, topic: str) -> None:
        """Begin with the page about that screen."""
