"""Words of the screen `orders`. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

ORDERS_WORDS: dict[str, Text] = {}
