"""What an answer of the bench is made of: its tone and its two sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.ui.messages_text import Text


class Tone(StrEnum):
    """How an answer sounds and looks: one sound, one color and one shape each.

    OK: it counted. COMPLETE: a box, an order or a list is closed. WRONG: it did not count. STOP: something must not
    leave the house. SYSTEM: nothing was counted, the bench asks or tells.
    """

    OK = "ok"
    COMPLETE = "complete"
    WRONG = "wrong"
    STOP = "stop"
    SYSTEM = "system"


_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """How one outcome is told: its tone, what happened, and what to do now (empty: the next step says it)."""

    tone: Tone
    what: Text
    do: Text = _NOTHING
