"""Bringing in an order file: how far it is, what did not come in, and putting that right."""

from __future__ import annotations

from app.ui.visit import Visit


class ImportScreen(Visit):
    """In work."""

    topic = "importing"
