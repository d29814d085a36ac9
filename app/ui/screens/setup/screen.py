"""Setting up: one step after the other, each of which can be skipped and come back to."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.ui.visit import Visit


class SetupScreen(Visit):
    """In work. `reopen_asked`: what was set holds once the station is opened anew."""

    topic = "setup"
    reopen_asked = Signal()
