"""Words of the screen `importing`. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

IMPORTING_WORDS: dict[str, Text] = {}
