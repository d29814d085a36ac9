"""What can be asked of a printer, whatever its language."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from app.domain.printer_status import PrinterStatus

HEARD_LIMIT = 2048
"""No answer is longer. Of what a printer says without end, only the last of it is kept."""


class Ask(StrEnum):
    """A question. Which of them a model answers is its `Profile`."""

    ALERTS = "alerts"  # what is wrong, bit by bit
    STATE = "state"
    COUNTER = "counter"  # its odometer
    IDENTITY = "identity"
    MODEL = "model"
    PROCESS_ID = "process_id"  # give this number back when all before it is done


class Words(Protocol):
    """One language. `waits_for_quiet`: its answers have no frame, so they are believed only when nothing else was said
    around them; a conversation lets a moment pass before it looks.
    """

    waits_for_quiet: bool

    def question(self, ask: Ask, token: bytes = b"") -> bytes:
        """Its bytes, empty where the language has none. `token`: four printable characters to be given back."""

    def expect(self, asks: tuple[Ask, ...]) -> None:
        """These were asked in one breath. What was heard before answers nothing, save a token given back."""

    def feed(self, said: bytes) -> None:
        """Whatever came from the printer, in any pieces."""

    def answer(self, ask: Ask) -> PrinterStatus | None:
        """What the printer said to this since it was expected; None until a whole, valid answer is there."""


class MuteWords:
    """A language without questions."""

    waits_for_quiet = False

    def question(self, ask: Ask, token: bytes = b"") -> bytes:  # noqa: ARG002  # nothing to say
        return b""

    def expect(self, asks: tuple[Ask, ...]) -> None:
        """Nothing will come."""

    def feed(self, said: bytes) -> None:
        """Nobody was asked: nothing is an answer."""

    def answer(self, ask: Ask) -> PrinterStatus | None:  # noqa: ARG002  # nothing to hear
        return None
