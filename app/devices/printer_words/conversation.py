"""Questions and answers over one open link, each within its time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.devices.printer import Link
from app.devices.printer_words.words import Ask, Words
from app.domain.printer_status import STOPPING, Condition, PrinterStatus

_QUIET_S = 0.02
"""So long nothing may follow an answer without a frame."""
_CONSEQUENCES = {Condition.PAUSED, Condition.OFFLINE, Condition.FAULT}
"""A printer that has run out of paper is paused, off line and in error by that: the cause is what helps."""


class Conversation:
    """Raises LinkBroken when the link does. `answer_timeout_s`: for a question to be taken, then for its answer."""

    def __init__(self, link: Link, words: Words, *, answer_timeout_s: float, clock: Callable[[], float]) -> None:
        self._link = link
        self._words = words
        self._answer_timeout_s = answer_timeout_s
        self._clock = clock
        self.is_stuck = False  # half a question lies in the cable: whatever came behind it would be read as its rest

    @property
    def is_framed(self) -> bool:
        """Whether a single answer can be believed: its frame tells it from talk."""
        return not self._words.waits_for_quiet

    def ask(self, *asks: Ask) -> PrinterStatus | None:
        """All questions in one breath; what the answers say together, None when none came. Does not wait for the rest
        once a reason to stop has been said.
        """
        question = b"".join(self._words.question(ask) for ask in asks)
        if not question or not self._put(question, self._answer_timeout_s):
            return None
        self._words.expect(asks)
        deadline = self._clock() + self._answer_timeout_s
        answers: Sequence[PrinterStatus] = ()
        while (left := deadline - self._clock()) > 0:
            is_done = len(answers) == len(asks) or any(answer.stop for answer in answers)
            if is_done and self.is_framed:
                break
            _, said = self._link.exchange(memoryview(b""), min(left, _QUIET_S) if is_done else left)
            if is_done and not said:
                break
            self._words.feed(said)
            answers = [answer for ask in asks if (answer := self._words.answer(ask)) is not None]
        return together(answers) if answers else None

    def tell(self, ask: Ask, token: bytes, timeout_s: float) -> None:
        """Only put a question; whoever wants its answer looks for it with `has_heard`."""
        self._put(self._words.question(ask, token), timeout_s)

    def _put(self, question: bytes, timeout_s: float) -> bool:
        """Whether all of it was taken. What is said in the same moment is older than it."""
        out = memoryview(b"" if self.is_stuck else question)
        deadline = self._clock() + timeout_s
        while out and (left := deadline - self._clock()) > 0:
            taken, said = self._link.exchange(out, left)
            self._words.feed(said)
            out = out[taken:]
        self.is_stuck = self.is_stuck or len(out) > 0
        return not self.is_stuck

    def listen(self, seconds: float) -> None:
        """Let time pass. What is said meanwhile still answers what was asked last."""
        deadline = self._clock() + seconds
        while (left := deadline - self._clock()) > 0:
            _, said = self._link.exchange(memoryview(b""), left)
            self._words.feed(said)

    def has_heard(self, ask: Ask) -> bool:
        """Whether an answer to this is there."""
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
