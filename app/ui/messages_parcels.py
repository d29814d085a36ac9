"""Words of the screen `parcels`. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

PARCELS_WORDS: dict[str, Text] = {}
