"""The scale at the desk: which reading counts for the box on the table, and who may accept one that is off."""

from __future__ import annotations

from dataclasses import replace

from app.bench.services import Services
from app.domain import packing
from app.domain.actor import Actor, Right
from app.domain.counting import about
from app.domain.desk import Asking, Packing, State, Step
from app.domain.dues import Due, expected_g, first_due
from app.domain.order import Order
from app.domain.outcome import OutcomeCode
from app.domain.weighing import (
    NotYet,
    Reading,
    ScaleTrouble,
    Weighed,
    Weighing,
    WeightVerdict,
    ask_weight,
    judge_reading,
    judge_weight,
    stop_asking,
)
from app.store import materials, order_reading

_OFF = {WeightVerdict.TOO_LIGHT: OutcomeCode.WEIGHT_LIGHT, WeightVerdict.TOO_HEAVY: OutcomeCode.WEIGHT_HEAVY}


class BoxScale:
    """Hears every reading and speaks up once a box: a good weight, or one that is off. `waits_for` says why the box on
    the table has no weight yet, None when no box wants one.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._weighing = Weighing()
        self._off: tuple[str, int, int] | None = None  # the box, its grams, and the units that were in it then
        self.waits_for: NotYet | ScaleTrouble | None = None

    def hear(self, state: State, heard: Reading | ScaleTrouble) -> Step | None:
        """The step of a weight that counts; None for any other reading."""
        asks = self._box(state)
        now_ms = self._services.steady_ms()
        if asks != self._weighing.parcel_id:
            self._weighing = ask_weight(self._weighing, asks, now_ms) if asks else stop_asking(self._weighing)
        was_emptied = self._weighing.emptied
        self._weighing, judged = judge_reading(self._weighing, heard, now_ms)
        if not isinstance(judged, Weighed) or not isinstance(state, Packing):
            self.waits_for = judged if asks and not isinstance(judged, Weighed) else None
            return None
        self.waits_for = None
        with self._services.database.reading() as connection:
            stop = order_reading.stop_of(connection, state.order.id)
            tares = materials.tares(connection, state.order.box.materials)
        verdict = judge_weight(judged.grams, expected_g(state.order, tares), self._services.weight_rule)
        if stop or verdict in _OFF:
            off = (asks, judged.grams, state.order.units_in_box)
            is_known = self._off == off and not was_emptied
            self._off = off
            stopped = replace(state, order=replace(state.order, stop=stop))
            code = packing.STOPPED[stop] if stop else _OFF[verdict]
            return None if is_known else Step(stopped, about(code, state.order, reason=str(judged.grams)))
        return packing.take_weight(state, judged.grams, OutcomeCode.WEIGHED, self._services.rules())

    def bounds(self, order: Order) -> tuple[int, int]:
        """What the open box should weigh with all it is made of, and how far it may be off; zeros when not known."""
        with self._services.database.reading() as connection:
            tares = materials.tares(connection, order.box.materials)
        expected = expected_g(order, tares)
        return (expected, self._services.weight_rule.allowed_g(expected)) if expected else (0, 0)

    def accept(self, state: Packing, actor: Actor) -> Step:
        """Take the weight that is off all the same: a lead's decision."""
        if self._off is None or (self._off[0], self._off[2]) != (self._box(state), state.order.units_in_box):
            return packing.refuse(state, OutcomeCode.DUE_NOTHING, "")
        step = packing.take_weight(state, self._off[1], OutcomeCode.WEIGHT_ACCEPTED, self._services.rules())
        if actor.may(Right.ACCEPT_WEIGHT):
            return step
        asked = about(OutcomeCode.WEIGHT_ASKED, state.order, reason=str(self._off[1]))
        return Step(Asking(state, step, asked, Right.ACCEPT_WEIGHT), asked)

    def _box(self, state: State) -> str:
        """The box that wants its weight now, empty for none."""
        if not isinstance(state, Packing) or not state.is_closing or state.arm or state.capture:
            return ""
        due = first_due(state.order, self._services.rules())
        if due is None or due.kind is not Due.WEIGHT:
            return ""
        return f"{state.order.id}:{state.order.box.sequence}"
