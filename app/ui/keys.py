"""The window's keys: those of the commands, each of which sends what a scan of its code would, and the window's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.barcode import Command
from app.ui.messages_command import HOTKEYS


def bind_keys(
    window: QWidget, own: Mapping[str, Callable[[], object]], command: Callable[[Command], object]
) -> tuple[QShortcut, ...]:
    """Give the window its keys: `own` by their names, and for each key of a command `command` with it."""
    keys: dict[str, Callable[[], object]] = {key: partial(command, which) for which, key in HOTKEYS.items()}
    return tuple(_bind(window, key, act) for key, act in (keys | dict(own)).items())


def _bind(window: QWidget, key: str, act: Callable[[], object]) -> QShortcut:
    """A held key acts once: nobody means to void twenty times."""
    shortcut = QShortcut(QKeySequence(key), window)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)
    return shortcut
