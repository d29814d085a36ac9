"""The orders: every one that ever came, found by what a person knows of it, and what happened to it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.ui.visit import Visit


class OrdersScreen(Visit):
    """In work. `import_asked`: an order file is to be brought in; `parcel_asked` carries a parcel's id."""

    topic = "orders"
    import_asked = Signal()
    parcel_asked = Signal(str)

    def show_record(self, order_id: str) -> None:
        """Show this one, whatever the list shows."""
