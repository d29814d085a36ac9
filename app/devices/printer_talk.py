"""What a printer is asked around one document, and what its answers are worth.

A bad word keeps a document here; silence, nonsense and a good word change nothing. Proof is the counter that rose by
exactly what was asked, read before and after, or the document's own number given back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.devices.printer import LinkBroken
from app.devices.printer_words import Ask, Conversation, together
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import PaperProof

_BETWEEN_LOOKS_S = 0.05


@dataclass(slots=True)
class Known:
    """What one talk leaves for the next. `answered` and `mute`: questions that it answered at least once, and that it
    never did. `is_settled`: no earlier document of ours can still raise the counter, and no answer about it can come.
    """

    answered: set[Ask] = field(default_factory=set)
    mute: set[Ask] = field(default_factory=set)
    is_settled: bool = True


class Talk:
    """One document's questions. `trouble` is the code of a reason to stop that was named behind it, `proof` what says
    that paper came out, `was_read` that an answer came which only a printer gives that has read the document to its
    end: its number, or a counter asked for behind it (both are answered in line; a state is answered at once).
    """

    def __init__(
        self, conversation: Conversation, asks: frozenset[Ask], known: Known, clock: Callable[[], float]
    ) -> None:
        self.trouble = ""
        self.proof = PaperProof.NONE
        self.was_read = False
        self._conversation = conversation
        self._asks = asks
        self._state = tuple(ask for ask in (Ask.ALERTS, Ask.STATE) if ask in asks)
        self._known = known
        self._clock = clock
        self._was_settled = known.is_settled
        self._counted: int | None = None
        self._asked = 0

    def describe(self) -> PrinterStatus:
        """Everything that it tells, `silent` where that is nothing."""
        told: list[PrinterStatus] = []
        self._known.mute.clear()
        try:
            told += [answer] if (answer := self._ask_state()) else []
            for ask in (Ask.COUNTER, Ask.IDENTITY, Ask.MODEL):
                told += [answer] if (answer := self._ask(ask)) else []
        except LinkBroken:
            pass  # it was reached, and there is no more to be had
        silent = PrinterStatus(frozenset({Condition.SILENT}))
        status = together(told or [silent])
        return status if status.conditions else replace(status, conditions=silent.conditions)

    def reason_to_wait(self, identity: str, *, asked: int | None) -> str:
        """A code when the document must stay here. `asked` labels are counted from now on, None counts nothing.

        What it never answered is not waited for: a mute printer is asked again behind the document. Raises LinkBroken.
        """
        if self._state and self._known.mute.issuperset(self._state):
            return ""
        state = self._ask_state()
        if state and state.stop:
            return f"printer.{state.stop}"
        if identity:
            said = self._ask(Ask.IDENTITY)
            if said and said.identity and said.identity.strip().casefold() != identity.strip().casefold():
                return "printer.other_device"
        if asked and _is_idle(state) and Ask.COUNTER not in self._known.mute:
            self._asked, self._counted = asked, self._count()
        if self._conversation.is_stuck:
            raise LinkBroken("printer.stalled")
        return ""

    def begin(self) -> None:
        """From here on bytes of the document leave."""
        self._known.is_settled = False

    def ask_after(self, timeout_s: float, process_id: bytes) -> None:
        """Wait for proof where the model gives any, at most so long and no longer than until it names a trouble.

        Raises LinkBroken: what is known by then stays known.
        """
        is_proven: Callable[[], bool] | None = None
        if Ask.PROCESS_ID in self._asks:
            self._conversation.tell(Ask.PROCESS_ID, process_id, timeout_s)
            is_proven = self._has_come_back
        elif self._counted is not None:
            is_proven = self._has_risen
        deadline = self._clock() + timeout_s
        is_over = False
        while not (is_proven and is_proven()) and not is_over:
            self._look_for_trouble()
            is_mute = bool(self._state) and self._known.mute.issuperset(self._state)
            is_over = is_proven is None or is_mute or self.trouble != "" or self._clock() >= deadline
            if not is_over:
                self._conversation.listen(_BETWEEN_LOOKS_S)

    def _has_come_back(self) -> bool:
        if not self._conversation.has_heard(Ask.PROCESS_ID):
            return False
        self.proof, self.was_read = PaperProof.PROCESS_ID, True
        return True

    def _has_risen(self) -> bool:
        """Whether the count has come to an end: by what was asked, then it is proof, or by more, then by nothing."""
        assert self._counted is not None
        now = self._count()
        if now is None:
            return False
        self.was_read = self._was_settled  # else it may be the late answer to an earlier question
        if now - self._counted != self._asked:
            return now - self._counted > self._asked
        if not _is_idle(self._ask(*self._speaking())):
            return False  # something waits in there: it may be ours, and what came out another's
        self._known.is_settled = True
        if self._was_settled:
            self.proof = PaperProof.COUNTER
        return True

    def _look_for_trouble(self) -> None:
        state = self._ask_state()
        if state and state.stop and state.stop is not Condition.LABEL_WAITING:  # which is how a label ends
            self.trouble = f"printer.{state.stop}"

    def _count(self) -> int | None:
        """Two readings that agree: one alone may be late, or have lost a bit on a cable without checks."""
        first = self._ask(Ask.COUNTER)
        second = self._ask(Ask.COUNTER) if first else None
        return first.labels_printed if first and first == second else None

    def _ask_state(self) -> PrinterStatus | None:
        """A bad word that any talker could have said is believed when it is said twice."""
        state = self._ask(*self._speaking())
        if state is None or state.stop is None or self._conversation.is_framed:
            return state
        again = self._ask(*self._speaking())
        return again if again and again.stop is state.stop else None

    def _speaking(self) -> tuple[Ask, ...]:
        """What it is asked of its state: all, once, and then what it answers."""
        return tuple(ask for ask in self._state if ask not in self._known.mute) or self._state

    def _ask(self, *asks: Ask) -> PrinterStatus | None:
        if not self._asks.issuperset(asks) or not asks:
            return None
        answer = self._conversation.ask(*asks)
        for ask in asks:
            if self._conversation.has_heard(ask):
                self._known.answered.add(ask)
            elif not (answer and answer.stop):  # with that said, the rest was not waited for
                self._known.mute.add(ask)
        self._known.mute -= self._known.answered
        if answer is None and Ask.COUNTER in asks:
            self._known.is_settled = False
        return answer


def _is_idle(state: PrinterStatus | None) -> bool:
    """Says of itself that nothing waits in its buffer."""
    return state is not None and Condition.READY in state.conditions and state.formats_waiting == 0
