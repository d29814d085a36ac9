"""Words of the screen `help`. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

HELP_WORDS: dict[str, Text] = {}
