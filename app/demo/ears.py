"""What a packer of the shift makes of the bench's answers: which box has its label, what goes apart, what is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.demo.memory import OVER, PACKED, STOPPED, Memory
from app.demo.script import PACKERS, Kind, Task
from app.domain.outcome import Outcome, OutcomeCode

_C = OutcomeCode
_ALARMS = {
    _C.STOPPED_CANCEL: "cancel",
    _C.STOPPED_HOLD: "hold",
    _C.STOPPED_ADDRESS: "address",
    _C.HANDOVER_STOPPED: "",  # says itself why
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bench said to one scan of the task in hand."""

    memory: Memory
    task: Task
    text: str
    outcome: Outcome

    @property
    def number(self) -> str:
        return self.outcome.order_number

    @property
    def is_for_order(self) -> bool:
        """Whether the task's order itself was scanned, and not a label."""
        first = self.task.orders[0] if self.task.orders else None
        return first is not None and self.text in (first.number, first.tote)


def hear(answer: Answer) -> None:
    """Remember what the answer means."""
    answer.memory.take_up_again()
    code = answer.outcome.code
    if code in _ALARMS:
        answer.memory.heard.setdefault(answer.number, []).append(code)
        _set_apart(answer, _ALARMS[code] or answer.outcome.reason)
    elif code in _HEARD:
        _HEARD[code](answer)


def _set_apart(answer: Answer, why: str) -> None:
    """An alarm: the box goes apart, or the order's goods go back."""
    memory, label = answer.memory, answer.outcome.tracking_number
    if label:
        if label in memory.piled:
            memory.to_take_off = label
        if memory.stuck.pop(label, None) is None and label not in memory.apart:
            memory.label(answer.number)
        memory.apart[label] = (why, answer.number)
    elif answer.is_for_order:
        memory.mark(OVER)
    elif answer.number in [each.number for each in answer.task.orders]:
        memory.mark(STOPPED)
        memory.mark(f"{STOPPED}:{why}")


def _packed(answer: Answer) -> None:
    memory, kind = answer.memory, answer.task.kind
    memory.seal(answer.number)
    memory.pieces += 1
    if kind is Kind.CLONES:
        memory.mark(PACKED)
    elif kind in (Kind.PACK, Kind.MERGE):
        memory.mark(OVER)


def _sealed(answer: Answer) -> None:
    answer.memory.seal(answer.number)


def _cloned(answer: Answer) -> None:
    for each in answer.task.orders[1:]:
        answer.memory.seal(each.number)
    answer.memory.mark(OVER)


def _labeled(answer: Answer) -> None:
    if answer.text not in answer.memory.stuck:
        answer.memory.stuck[answer.text] = answer.number
        answer.memory.label(answer.number)


def _no_news(answer: Answer) -> None:
    """A label that was seen before, or an order that was packed before the program ended."""
    if answer.is_for_order:
        answer.memory.mark(PACKED if answer.task.kind is Kind.CLONES else OVER)
    elif answer.text != answer.number:
        _labeled(answer)


def _thrown_away(answer: Answer) -> None:
    answer.memory.papers += 1


def _put_off(answer: Answer) -> None:
    answer.memory.put_off(answer.text)


def _over(answer: Answer) -> None:
    answer.memory.mark(OVER)


def _returned(answer: Answer) -> None:
    memory = answer.memory
    memory.waiting.pop(answer.number, None)
    memory.apart = {label: (why, of) for label, (why, of) in memory.apart.items() if of != answer.number}
    if memory.has(STOPPED):
        memory.mark(OVER)


def _voided(answer: Answer) -> None:
    answer.memory.apart.pop(answer.outcome.tracking_number, None)
    answer.memory.seal(answer.number)


def _changed(answer: Answer) -> None:
    answer.memory.on_duty = (answer.memory.on_duty + 1) % len(PACKERS)
    answer.memory.mark(OVER)


def _piled(answer: Answer) -> None:
    answer.memory.piled.append(answer.text)


def _taken_off(answer: Answer) -> None:
    answer.memory.piled.remove(answer.text)
    answer.memory.to_take_off = ""


def _closed(answer: Answer) -> None:
    memory = answer.memory
    memory.stuck = {label: number for label, number in memory.stuck.items() if label not in memory.piled}
    memory.gone += memory.piled
    memory.piled = []
    memory.mark(OVER)


def _noted(answer: Answer) -> None:
    """What is done once of an order: damage, a unit out and in again, a barcode learnt."""
    answer.memory.mark(answer.outcome.code)


_HEARD: dict[OutcomeCode, Callable[[Answer], None]] = {
    _C.ORDER_COMPLETE: _packed,
    _C.ORDER_PART_PACKED: _packed,
    _C.BOX_CLOSED: _sealed,
    _C.CLONED: _cloned,
    _C.LABEL_CONFIRMED: _labeled,
    _C.LABEL_VOIDED: _thrown_away,
    _C.LABEL_OF_ANOTHER: _put_off,
    _C.ORDER_ALREADY_PACKED: _no_news,
    _C.ORDER_PUT_ASIDE: _over,
    _C.GOODS_RETURNED: _returned,
    _C.VOID_QUEUED: _voided,
    _C.LOGGED_OUT: _changed,
    _C.MODE_ITEM: _noted,
    _C.MODE_ORDER: _over,
    _C.HANDOVER_TAKEN: _piled,
    _C.HANDOVER_TAKEN_OFF: _taken_off,
    _C.MANIFEST_CLOSED: _closed,
    _C.DAY_ENDED: _over,
    _C.DAY_OPEN_ENDS: _over,
    _C.DAMAGE_NOTED: _noted,
    _C.ITEM_UNPACKED: _noted,
    _C.LEARNED: _noted,
}
