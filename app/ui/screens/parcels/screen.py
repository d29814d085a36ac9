"""The parcels: every one that was sealed, found by what a person knows of it, and what happened to it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.ui.visit import Visit


class ParcelsScreen(Visit):
    """In work. `order_asked` carries an order's id."""

    topic = "parcels"
    order_asked = Signal(str)

    def show_record(self, parcel_id: str) -> None:
        """Show this one, whatever the list shows."""
