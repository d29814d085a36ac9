"""A screen that a person goes to by a key or a command and leaves by Escape or the same; the desk stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.facts import Fact
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.station import Station


class Visit(QWidget):
    """What every such screen answers to; one that has no use for a thing leaves it as it is here. `topic` is its name
    in the help and on the rail.
    """

    topic = ""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")

    def attach(self, station: Station) -> None:
        """Show this station from now on."""

    def dress(self, look: Look) -> None:
        """Take over colors, sizes and language."""

    def open(self, step: str) -> None:
        """Come into view, with the keyboard where it belongs; `step` is what the table waits for."""

    def hear(self, fact: Fact) -> None:
        """Something changed in the background: read it again where it is seen, not from the fact."""

    def press(self, key: str) -> None:
        """A single key of a person, where no field has the keyboard."""

    def take_scan(self, text: str, scanner: str) -> bool:  # noqa: ARG002 - a screen without codes of its own
        """Whether a scan was meant for this screen; all others are the bench's."""
        return False

    @property
    def code_in_view(self) -> str:
        """The code of the error that this screen tells just now; the help begins with its entry."""
        return ""

    def back(self) -> bool:
        """One step back; False when the screen itself is to be left."""
        return False

    def finish(self) -> None:
        """The window closes: what goes on beside ends."""
