"""The devices: how each is, what happened to it last, a test by one key, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.ui.visit import Visit


class DevicesScreen(Visit):
    """In work. `led_asked` carries the command of the screen that sets such a device up."""

    topic = "devices"
    led_asked = Signal(object)
