"""What stands between a full box and its seal, one thing after the other: notes, marks, the carton, the weight.

Keys of what was met are kept with the box; those with the box's number in them (`package:2`) are asked for each box.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.desk import PackingRules
from app.domain.order import Box, Instruction, Order, Scope

_CARTON = "carton:"


class Due(StrEnum):
    """Kinds of what may be due."""

    NOTE = "note"
    MARK = "mark"
    CARTON = "carton"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class DueNow:
    """One thing due: `key` under which it is noted when it was met, `word` what a sentence names (a scope, a mark)."""

    kind: Due
    key: str
    word: str


def notes(order: Order, rules: PackingRules, scope: Scope) -> tuple[Instruction, ...]:
    """What must be read for this scope. A buyer's remark and the shop's flag stop only where the station says so."""
    found = tuple(each for each in order.instructions if each.scope is scope)
    if scope is Scope.ORDER and rules.remark_stops and order.remark:
        found += (Instruction(Scope.ORDER, order.remark),)
    if scope is Scope.ORDER and rules.flag_stops and order.flag:
        found += (Instruction(Scope.ORDER, order.flag),)
    return found


def first_note(order: Order, rules: PackingRules) -> str | None:
    """The key of what must be read before anything is packed, None when it was."""
    is_due = notes(order, rules, Scope.ORDER) and "order" not in order.box.acknowledged
    return "order" if is_due else None


def first_due(order: Order, rules: PackingRules) -> DueNow | None:
    """What is due next before this box may be closed, None when nothing is."""
    box, number = order.box, order.box.sequence
    wanted = [(Scope.ORDER, "order"), (Scope.SHIPMENT, "shipment"), (Scope.PACKAGE, f"package:{number}")]
    for scope, key in wanted:
        if notes(order, rules, scope) and key not in box.acknowledged:
            return DueNow(Due.NOTE, key, scope)
    for mark in sorted({mark for line in order.lines if line.in_box for mark in line.marks}):
        if (key := f"mark:{number}:{mark}") not in box.acknowledged:
            return DueNow(Due.MARK, key, mark)
    if rules.carton_required and f"{_CARTON}{number}" not in box.acknowledged:
        return DueNow(Due.CARTON, f"{_CARTON}{number}", "carton")
    if rules.weighs and box.weight_g is None:
        return DueNow(Due.WEIGHT, "", "weight")
    return None


def expected_g(order: Order, tares: Mapping[str, int]) -> int:
    """What the open box should weigh with its cartons and consumables; 0 when the weight of one thing is not known."""
    total = 0
    for line in order.lines:
        if line.in_box and not line.weight_g:
            return 0
        total += line.in_box * line.weight_g
    return total + sum(tares.get(code, 0) * units for code, units in order.box.materials)


def met(box: Box, key: str) -> Box:
    """The box with one due met."""
    return replace(box, acknowledged=box.acknowledged | {key})


def meets(box: Box, code: str, *, is_carton: bool) -> Box:
    """The box with one more carton or consumable; a carton scanned instead of another one replaces it."""
    used = dict(box.materials)
    if is_carton:
        before = next((key for key in box.acknowledged if key.startswith("is_carton:")), "")
        used.pop(before.removeprefix("is_carton:"), None)
        kept = box.acknowledged - {before} | {f"{_CARTON}{box.sequence}", f"is_carton:{code}"}
        used[code] = 1
        return replace(box, acknowledged=kept, materials=tuple(sorted(used.items())))
    used[code] = used.get(code, 0) + 1
    return replace(box, materials=tuple(sorted(used.items())))
