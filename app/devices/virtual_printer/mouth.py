"""What a virtual printer says and when: asked, unasked, late, garbled, or not at all."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace

from app.devices.virtual_printer.answers import NOISE, answers_of
from app.devices.virtual_printer.faults import Fault
from app.devices.virtual_printer.mechanism import Dials, Mechanism
from app.devices.virtual_printer.models import Model
from app.devices.virtual_printer.plug import Plug
from app.domain.printer_status import Condition

_PROCESS_ID = b"\x1d(H"
_PULSE = b"\x1bp"


class Mouth:
    """Speaks for one model through one plug; `is_full` is the receive buffer's word."""

    def __init__(self, model: Model, plug: Plug, mechanism: Mechanism, *, delay_s: float, identity: str) -> None:
        self.is_full = False
        self._model = model
        self._plug = plug
        self._mechanism = mechanism
        self._delay_s = delay_s
        self._identity = identity
        self._answers = answers_of(model)
        self._told: frozenset[Condition] | None = None
        self._late: deque[tuple[float, bytes]] = deque()

    def forget(self) -> None:
        """Without power nothing is remembered."""
        self._answers = answers_of(self._model)
        self._told = None

    def hush(self) -> None:
        """Nobody is there any more whom a late answer could reach."""
        self._late.clear()

    def answer(self, word: bytes) -> None:
        """One question, in whose place a cash drawer's pulse may stand."""
        if word.startswith(_PULSE):
            self._mechanism.drawer_pulses += 1
            return
        fault = self._mechanism.fault
        is_proof_of_nothing = fault is Fault.LIE and word.startswith(_PROCESS_ID)
        answer = b"" if is_proof_of_nothing else self._answers.answer(word, self._dials())
        if not answer or fault is Fault.SILENT:
            return
        self.chatter()
        if fault is Fault.SLOW_ANSWER:
            self._late.append((time.monotonic() + self._delay_s, answer))
        else:
            self._plug.say(NOISE if fault is Fault.GARBLED else answer)
        self.chatter()

    def chatter(self) -> None:
        """A printer that talks by itself does so at every occasion."""
        if self._mechanism.fault is Fault.CHATTER:
            self._plug.say(self._answers.unasked(self._dials()))

    def pass_time(self, now_s: float) -> float | None:
        """Say what is due and what has changed; in how many seconds something will be due, None when nothing will."""
        self._tell_changes()
        while self._late and self._late[0][0] <= now_s:
            self._plug.say(self._late.popleft()[1])
        return self._late[0][0] - now_s if self._late else None

    def _tell_changes(self) -> None:
        """Automatic status back, where it was asked for."""
        if not self._answers.is_change_told():
            return
        dials = self._dials()
        is_news = self._told is not None and self._told != dials.conditions
        if is_news and self._mechanism.fault is not Fault.SILENT:
            self._plug.say(self._answers.unasked(dials))
        self._told = dials.conditions

    def _dials(self) -> Dials:
        dials = self._mechanism.dials(identity=self._identity)
        full = {Condition.BUFFER_FULL} if self.is_full else set()
        return replace(dials, conditions=dials.conditions | full)
