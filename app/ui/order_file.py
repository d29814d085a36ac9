"""An order file on its way in: chosen in a dialog, or dropped on the window. Packing goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from app.domain.glance import ImportReport
from app.ui.screens.packing.file_choice import file_dialog
from app.ui.screens.packing.order_import import OrderImport
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.station import Station


class OrderFile:
    """`refuses` says whether nobody may bring any in just now, and tells the person so."""

    def __init__(self, window: QWidget, order_import: OrderImport, refuses: Callable[[], bool]) -> None:
        self._window, self._order_import, self._refuses = window, order_import, refuses
        self._station: Station | None = None

    def attach(self, station: Station) -> None:
        self._station = station

    def choose(self, look: Look) -> None:
        """Let a person choose the file."""
        if self._station is None or self._order_import.is_running or self._refuses():
            return
        dialog = file_dialog(self._window, look)
        dialog.fileSelected.connect(lambda path: self.bring_in(Path(path)))
        dialog.show()

    def drop(self, dropped: QMimeData) -> None:
        for url in dropped.urls()[:1]:
            self.bring_in(Path(url.toLocalFile()))

    def bring_in(self, path: Path) -> None:
        station = self._station
        if station is None or self._refuses():
            return

        def import_orders(
            path: Path, progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]
        ) -> ImportReport:
            return station.import_orders(path, progress=progress, is_cancelled=is_cancelled)

        self._order_import.start(import_orders, path)

    def leave(self) -> None:
        """What the last file came to was read."""
        if not self._order_import.is_running:
            self._order_import.hide()
