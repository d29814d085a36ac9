"""Single units whose serial number, lot or expiry date is asked: what is still missing of one, and what is refused."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.desk import Capture
from app.domain.order import OrderLine, TrackedUnit, UnitPolicy
from app.domain.outcome import OutcomeCode

LONGEST_SERIAL = 60


@dataclass(frozen=True, slots=True)
class ItemScan:
    """An item code as it was scanned, with what a GS1 element string said of the unit beside it. `expiry` is ISO."""

    code: str
    serial: str = ""
    lot: str = ""
    expiry: str = ""


def begin(line: OrderLine, item: ItemScan, *, units: int = 1, is_out: bool = False) -> Capture:
    """A capture with what the item's code told already; what the line does not ask for is left out."""
    policy = line.policy
    return Capture(
        line.position,
        serial=item.serial if policy.serial else "",
        lot=item.lot if policy.lot else "",
        expiry=item.expiry if policy.expiry else "",
        units=units,
        is_out=is_out,
    )


_ASKED = (
    ("serial", OutcomeCode.SERIAL_NEXT),
    ("lot", OutcomeCode.LOT_NEXT),
    ("expiry", OutcomeCode.EXPIRY_NEXT),
)


def asks(capture: Capture, policy: UnitPolicy) -> OutcomeCode | None:
    """What has to be scanned next of a unit that goes in; None when all is there."""
    return next((code for name, code in _ASKED if getattr(policy, name) and not getattr(capture, name)), None)


def asks_out(capture: Capture, units: Iterable[TrackedUnit]) -> OutcomeCode | None:
    """What has to be scanned next of a unit that comes out: only what tells it from the others in the box."""
    left = [unit for unit in units if _fits(unit, capture)]
    for name, code in _ASKED:
        if not getattr(capture, name) and len({getattr(unit, name) for unit in left}) > 1:
            return code
    return None


def fill(
    capture: Capture, policy: UnitPolicy, text: str, units: Iterable[TrackedUnit] = (), said: ItemScan | None = None
) -> Capture | OutcomeCode:
    """The capture with the next answer, or why that text is none. `said`: what an element string tells of the unit, all
    of which is taken; `units`: those in the box, of which one may be coming out.
    """
    if said is not None:
        filled = _told(capture, policy, said)
        return OutcomeCode.UNIT_UNKNOWN if filled == capture else filled
    wanted = asks_out(capture, units) if capture.is_out else asks(capture, policy)
    if wanted is OutcomeCode.EXPIRY_NEXT:
        expiry = read_date(text)
        return OutcomeCode.EXPIRY_UNREADABLE if expiry is None else replace(capture, expiry=expiry)
    if len(text) > LONGEST_SERIAL or not text.isprintable():
        return OutcomeCode.UNIT_UNKNOWN
    return replace(capture, serial=text) if wanted is OutcomeCode.SERIAL_NEXT else replace(capture, lot=text)


def _told(capture: Capture, policy: UnitPolicy, said: ItemScan) -> Capture:
    return replace(
        capture,
        serial=capture.serial or (said.serial if policy.serial else ""),
        lot=capture.lot or (said.lot if policy.lot else ""),
        expiry=capture.expiry or (said.expiry if policy.expiry else ""),
    )


def refused(
    capture: Capture, line: OrderLine, *, is_used: bool, today: str, units: Iterable[TrackedUnit]
) -> OutcomeCode | None:
    """Why this unit must not go into the box: its serial was packed before, or it will not keep long enough."""
    if capture.is_out:
        return None
    packed = any(unit.serial == capture.serial for unit in units if capture.serial and unit.position == line.position)
    if capture.serial and (is_used or packed):
        return OutcomeCode.SERIAL_TAKEN
    if capture.expiry and today:
        if capture.expiry < today:
            return OutcomeCode.EXPIRY_PAST
        keeps_until = datetime.date.fromisoformat(today) + datetime.timedelta(days=line.policy.shelf_days)
        if datetime.date.fromisoformat(capture.expiry) < keeps_until:
            return OutcomeCode.EXPIRY_TOO_SOON
    return None


def read_date(text: str) -> str | None:
    """An expiry date as ISO: `YYMMDD` as GS1 has it (day 00 is the month's last), `YYYYMMDD`, or `YYYY-MM-DD` with any
    of `- / .` between; None when it is no date.
    """
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 1 and text.isascii() and text.isdigit() and len(text) in (6, 8):
        year = text[:-4] if len(text) == 8 else f"20{text[:2]}"
        parts = [year, text[-4:-2], text[-2:]]
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    year_number, month, day = map(int, parts)
    try:
        if day == 0:
            first_of_next = datetime.date(year_number + month // 12, month % 12 + 1, 1)
            return (first_of_next - datetime.timedelta(days=1)).isoformat()
        return datetime.date(year_number, month, day).isoformat()
    except ValueError:
        return None


def with_unit(units: tuple[TrackedUnit, ...], unit: TrackedUnit) -> tuple[TrackedUnit, ...]:
    """The box's units with one more, line by line; units of one lot without serial numbers are counted together."""
    for at, known in enumerate(units):
        if not unit.serial and replace(known, units=0) == replace(unit, units=0):
            return (*units[:at], replace(known, units=known.units + unit.units), *units[at + 1 :])
    return tuple(sorted((*units, unit), key=lambda each: each.position))


def without_unit(
    units: tuple[TrackedUnit, ...], capture: Capture
) -> tuple[tuple[TrackedUnit, ...], TrackedUnit] | None:
    """The box's units less those that were named, and those; None when so many such are not in the box."""
    for at, known in enumerate(units):
        if _fits(known, capture) and known.units >= capture.units:
            left = known.units - capture.units
            rest = (replace(known, units=left),) if left else ()
            return (*units[:at], *rest, *units[at + 1 :]), replace(known, units=capture.units)
    return None


def _fits(unit: TrackedUnit, capture: Capture) -> bool:
    """Whether everything that is known of the unit in hand holds for this one in the box."""
    is_same = (getattr(capture, name) in ("", getattr(unit, name)) for name, _ in _ASKED)
    return unit.position == capture.position and all(is_same)
