"""Questions and answers over one open link, each within its time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.devices.printer import Link
from app.devices.printer_words.words import Ask, Words
from app.domain.printer_status import STOPPING, Condition, PrinterStatus

_QUIET_S = 0.02
"""So long nothing may follow an answer without a frame before it is believed."""
_CONSEQUENCES = {Condition.PAUSED, Condition.OFFLINE, Condition.FAULT}
"""A printer that has run out of paper is paused, off line and in error by that: the cause is what helps."""


class Conversation:
    """Raises LinkBroken when the link does. Never waits longer than `answer_timeout_s` for one question."""

    def __init__(self, link: Link, words: Words, *, answer_timeout_s: float, clock: Callable[[], float]) -> None:
        self._link = link
        self._words = words
        self._answer_timeout_s = answer_timeout_s
        self._clock = clock

    def ask(self, *asks: Ask, token: bytes = b"", timeout_s: float | None = None) -> PrinterStatus | None:
        """All questions in one breath; what the answers say together, None when none came. Does not wait for the rest
        once a reason to stop has been said.
        """
        out = memoryview(b"".join(self._words.ask(ask, token) for ask in asks))
        if not out:
            return None
        deadline = self._clock() + (self._answer_timeout_s if timeout_s is None else timeout_s)
        answers: Sequence[PrinterStatus] = ()
        while (left := deadline - self._clock()) > 0:
            is_done = len(answers) == len(asks) or any(answer.stop for answer in answers)
            if is_done and not self._words.waits_for_quiet:
                break
            taken, said = self._link.exchange(out, min(left, _QUIET_S) if is_done else left)
            out = out[taken:]
            if is_done and not said:
                break
            self._words.feed(said)
            answers = [answer for ask in asks if (answer := self._words.answer(ask)) is not None]
        return together(answers) if answers else None

    def listen(self, seconds: float) -> None:
        """Let time pass. What is said meanwhile still answers what was asked last."""
        deadline = self._clock() + seconds
        while (left := deadline - self._clock()) > 0:
            _, said = self._link.exchange(memoryview(b""), left)
            self._words.feed(said)

    def has_heard(self, ask: Ask) -> bool:
        """Whether an answer to this came since anything was asked last."""
        return self._words.answer(ask) is not None


def together(answers: Sequence[PrinterStatus]) -> PrinterStatus:
    """Several answers as one: a bad word outweighs a good one, and a named cause its consequences."""
    conditions = frozenset[Condition]().union(*(answer.conditions for answer in answers))
    if conditions & STOPPING - _CONSEQUENCES:
        conditions -= _CONSEQUENCES
    if len(conditions) > 1 and conditions != {Condition.READY, Condition.PAPER_LOW}:
        conditions -= {Condition.READY}
    return PrinterStatus(
        conditions,
        labels_printed=next((a.labels_printed for a in answers if a.labels_printed is not None), None),
        formats_waiting=next((a.formats_waiting for a in answers if a.formats_waiting is not None), None),
        identity=next((a.identity for a in answers if a.identity), ""),
        model=next((a.model for a in answers if a.model), ""),
    )
