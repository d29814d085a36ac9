"""An order file on its way in: chosen at the screen or in a dialog, or dropped on the window. Packing goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from app.domain.glance import ImportReport
from app.ui.screens.importing.screen import ImportScreen
from app.ui.screens.packing.file_choice import file_dialog
from app.ui.screens.packing.order_import import OrderImport
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.station import Station


class OrderFile:
    """`note` has the thread and says at the table how far it is. `refuses` says whether nobody may bring any in just
    now, and tells the person so.
    """

    def __init__(self, window: QWidget, screen: ImportScreen, note: OrderImport, refuses: Callable[[], bool]) -> None:
        self._window, self._screen, self._note, self._refuses = window, screen, note, refuses
        self._station: Station | None = None
        self._stopped = threading.Event()
        screen.file_chosen.connect(self.bring_in)
        screen.elsewhere_asked.connect(self._on_elsewhere)
        screen.stop_asked.connect(self._stopped.set)
        screen.changed.connect(note.show_news)
        screen.closed.connect(self.leave)

    def attach(self, station: Station) -> None:
        self._station = station

    def _on_elsewhere(self, look: Look) -> None:
        """Let a person choose the file among all."""
        if self._station is None or self._refuses():
            return
        dialog = file_dialog(self._window, look)
        dialog.fileSelected.connect(lambda path: self.bring_in(Path(path)))
        dialog.show()

    def drop(self, dropped: QMimeData) -> bool:
        """Bring in the first file of what was dropped; whether one is on its way in now."""
        for url in dropped.urls()[:1]:
            self.bring_in(Path(url.toLocalFile()))
        return self._note.is_running

    def bring_in(self, path: Path) -> None:
        station = self._station
        if station is None or self._refuses():
            return
        if self._note.is_running:
            self._screen.refuse_second()
            return
        self._stopped.clear()

        def import_orders(
            path: Path, progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]
        ) -> ImportReport:
            return station.import_orders(
                path, progress=progress, is_cancelled=lambda: self._stopped.is_set() or is_cancelled()
            )

        self._screen.begin(path)
        self._note.start(import_orders, path)

    def leave(self) -> None:
        """What the last file came to was read."""
        if not self._note.is_running:
            self._note.hide()
