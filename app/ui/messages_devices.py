"""Words of the screen `devices`. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

DEVICES_WORDS: dict[str, Text] = {}
