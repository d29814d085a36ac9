"""The answers to a question, one key each: as large as a finger, with the one that holds marked."""

from __future__ import annotations

from collections.abc import Sequence

from app.ui.screens.incidents.options import Options
from app.ui.theme import Look

MOST = 9
WIDEST = 1180  # an eye goes back to the line it came from


class Ways(Options):
    """Up to nine, no wider than an eye follows; away where there are none."""

    def __init__(self) -> None:
        super().__init__(MOST)

    def show_ways(self, ways: Sequence[tuple[str, str]], look: Look) -> None:
        """Show these (word, what it does); what it does may be empty."""
        self.setMaximumWidth(look.px(WIDEST))
        self.show_options(ways, look)
        self.setVisible(bool(ways))
