"""Words of the screen `setup`. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

SETUP_WORDS: dict[str, Text] = {}
