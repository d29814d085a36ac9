"""Packs the shift: what to scan next, decided like a person who looks at the screen, the table and the printer.

Nothing is planned scan by scan, so that stops, jams and a crash are lived through as they come.
"""

from __future__ import annotations

from typing import Protocol

from app.demo.ears import Answer, hear
from app.demo.hands import next_at_order
from app.demo.memory import OVER, PACKED, STOPPED, Memory
from app.demo.script import LEAD, PACKERS, Cue, Event, Kind, Moment, PrinterFails, Quirk, Shift, Sight, Task
from app.domain.barcode import Command
from app.domain.desk import Asking, Choosing, ChoosingLine, HandingOver, Locked, Packing, Showing, State
from app.domain.order import Order
from app.domain.outcome import Outcome, OutcomeCode

_BEGINS = {Kind.CHANGE: Command.LOCK, Kind.DAY_END: Command.DAY_END, Kind.COURIER: Command.HANDOVER}

_NEEDS_NEWS = (Kind.SETTLE, Kind.COURIER)


class Eyes(Protocol):
    """What can be seen from where the packer stands."""

    @property
    def state(self) -> State:
        """The screen."""

    def papers(self) -> tuple[str, ...]:
        """The tracking numbers on the labels that came out of the printer, in their order."""

    def is_quiet(self) -> bool:
        """Whether the screen shows that nothing is on its way any more."""

    def sees(self, sight: Sight) -> bool: ...


class Packer:
    """`next` says what to do, `heard` and `happened` what came of it. With no next step one waits, or all is done."""

    def __init__(self, shift: Shift, memory: Memory) -> None:
        self.shift = shift
        self.memory = memory

    @property
    def is_done(self) -> bool:
        return self.memory.at >= len(self.shift.tasks)

    @property
    def task(self) -> Task:
        return self.shift.tasks[self.memory.at]

    def next(self, eyes: Eyes) -> str | Event | None:
        """A code to scan, an event that is due, or nothing yet."""
        if not self.is_done and self._cue() is None and self.memory.has(OVER):
            self.memory.turn_to_next()
        if self.is_done or (self.task.kind in _NEEDS_NEWS and eyes.sees(Sight.NEWS_LYING)):
            return None
        cue = self._cue()
        if cue is not None and self._is_due(cue, eyes):
            return cue.event
        return self._answer(eyes.state) or self._scan(eyes)

    def heard(self, text: str, outcome: Outcome) -> None:
        """The bench's answer to a scan."""
        hear(Answer(self.memory, self.task, text, outcome))

    def happened(self, event: Event) -> None:
        at = next(at for at, cue in enumerate(self.task.cues) if cue.event is event)
        self.memory.mark(f"cue:{at}")

    def _cue(self) -> Cue | None:
        """The task's next event, None when all of them were."""
        return next((cue for at, cue in enumerate(self.task.cues) if not self.memory.has(f"cue:{at}")), None)

    def _is_due(self, cue: Cue, eyes: Eyes) -> bool:
        state, memory = eyes.state, self.memory
        match cue.moment:
            case Moment.START:
                is_calm = not isinstance(cue.event, PrinterFails) or (eyes.is_quiet() and not self._loose(eyes))
                return is_calm and not isinstance(state, Packing | Locked)
            case Moment.ON_TABLE:
                return isinstance(state, Packing) and self._is_ours(state.order) and state.order.units_packed > 0
            case Moment.PACKED:
                return memory.has(OVER) and (cue.sight is None or eyes.sees(cue.sight))
            case Moment.LABELED:
                return self.task.orders[0].number in memory.stuck.values()
            case Moment.ON_PILE:
                return isinstance(state, HandingOver) and bool(memory.piled) and not self._to_pile()

    def _is_ours(self, order: Order) -> bool:
        return any((order.number, order.shop) == (each.number, each.shop) for each in self.task.orders)

    def _loose(self, eyes: Eyes) -> str:
        """The next label in the printer's tray that is on no box yet; a copy of one that is goes into the bin."""
        papers, memory = eyes.papers(), self.memory
        while memory.papers < len(papers):
            number = papers[memory.papers]
            if number not in memory.stuck and number not in memory.apart and number not in memory.gone:
                return number
            memory.papers += 1
        return ""

    def _answer(self, state: State) -> str:
        """The answer to what the screen asks; empty when it asks nothing."""
        match state:
            case Locked():
                return self.shift.badges[PACKERS[self.memory.on_duty]]
            case Asking(right=None):
                return Command.OK
            case Asking():
                return self.shift.badges[LEAD]
            case Choosing(candidates):
                ours = (at for at, each in enumerate(candidates, start=1) if self._is_ours(each))
                return f"PB.{next(ours, 1)}"
            case ChoosingLine():
                return Command.CHOOSE_1
            case HandingOver() if self.task.kind is not Kind.COURIER:
                return Command.CANCEL
        return ""

    def _scan(self, eyes: Eyes) -> str | None:
        match eyes.state:
            case Packing() as state:
                return self._at_order(state, eyes)
            case HandingOver() as state:
                return self._at_pile(state)
        return self._at_free_table(eyes)

    def _at_order(self, state: Packing, eyes: Eyes) -> str:
        if self.memory.has(STOPPED):
            return Command.RETURNED if self.memory.has(f"{STOPPED}:cancel") else Command.ASIDE
        is_free = state.arm is None and state.capture is None and not state.is_closing
        if is_free and (label := self._loose(eyes)):
            return label
        return next_at_order(self.task, state, self.memory) if self._is_ours(state.order) else Command.ASIDE

    def _at_free_table(self, eyes: Eyes) -> str | None:
        task, memory, state = self.task, self.memory, eyes.state
        if task.kind is Kind.CLONES and memory.has(PACKED) and not memory.has(OVER):
            is_shown = isinstance(state, Showing) and self._is_ours(state.order)
            return Command.CLONE if is_shown else task.orders[0].number
        label = self._loose(eyes)
        if label and not memory.is_put_off(label):
            return label
        cue = self._cue()
        if memory.has(OVER) or (cue is not None and cue.moment is Moment.START):
            return None  # something is to be seen first
        if task.kind is Kind.SETTLE:
            return self._settle(state, eyes)
        return _BEGINS.get(task.kind) or self._take_up()

    def _take_up(self) -> str:
        """The next order, or the next piece."""
        task, memory = self.task, self.memory
        first = task.orders[0]
        if task.kind is not Kind.ITEM_FIRST:
            return first.tote if task.quirk is Quirk.TOTE else first.number
        if not memory.has(OutcomeCode.MODE_ITEM):
            return Command.MODE_ITEM
        return first.lines[0].barcode if memory.pieces < len(task.orders) else Command.MODE_ORDER

    def _settle(self, state: State, eyes: Eyes) -> str | None:
        """Before the courier comes: labels that did not come out, boxes that must not go out."""
        memory = self.memory
        if not eyes.is_quiet():
            return None
        shown = state.order.number if isinstance(state, Showing) else ""
        for number in memory.waiting:
            if shown != number:
                return number
            is_cancelled = OutcomeCode.STOPPED_CANCEL in memory.heard.get(number, ())
            return Command.RETURNED if is_cancelled else Command.REPRINT_MISSING
        for label, (why, number) in memory.apart.items():
            if why != "hold":
                if shown != number:
                    return label
                return Command.RETURNED if why == "cancel" else Command.VOID
        memory.mark(OVER)
        return None

    def _at_pile(self, state: HandingOver) -> str:
        refused = self.memory.to_take_off
        if refused:
            return refused if state.is_taking_off else Command.UNPACK
        return next(iter(self._to_pile()), Command.MANIFEST)

    def _to_pile(self) -> list[str]:
        return [number for number in self.memory.stuck if number not in self.memory.piled]
