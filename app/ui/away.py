"""The strip that says that another program has the keyboard: what is scanned goes there. A click brings it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from app.ui.theme import Look


class Away(QPushButton):
    """Not seen while the window has the keyboard, and before it has a station."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.setObjectName("away")
        self.setAutoDefault(False)
        self._has_station = False
        self.clicked.connect(lambda: self.window().activateWindow())
        application.applicationStateChanged.connect(self._on_state)
        self.hide()

    def attach(self) -> None:
        """There is a station that wants to hear the scans."""
        self._has_station = True

    def dress(self, look: Look) -> None:
        self.setText(look.word("away"))

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if self._has_station:
            self.setVisible(state == Qt.ApplicationState.ApplicationInactive)
