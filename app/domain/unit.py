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


def asks(capture: Capture, policy: UnitPolicy) -> OutcomeCode | None:
    """What has to be scanned next for this unit; None when all is there. A unit taken out is named by one of them."""
    if capture.is_out and (capture.serial or capture.lot):
        return None
    if policy.serial and not capture.serial:
        return OutcomeCode.SERIAL_NEXT
    if policy.lot and not capture.lot:
        return OutcomeCode.LOT_NEXT
    if policy.expiry and not capture.expiry:
        return None if capture.is_out else OutcomeCode.EXPIRY_NEXT
    return None


def fill(capture: Capture, policy: UnitPolicy, text: str) -> Capture | OutcomeCode:
    """The capture with the next answer, or why that text is none."""
    wanted = asks(capture, policy)
    if wanted is OutcomeCode.EXPIRY_NEXT:
        expiry = read_date(text)
        return OutcomeCode.EXPIRY_UNREADABLE if expiry is None else replace(capture, expiry=expiry)
    if len(text) > LONGEST_SERIAL or not text.isprintable():
        return OutcomeCode.UNIT_UNKNOWN
    return replace(capture, serial=text) if wanted is OutcomeCode.SERIAL_NEXT else replace(capture, lot=text)


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
    """The box's units with one more; units of one lot without serial numbers are counted together."""
    for at, known in enumerate(units):
        if not unit.serial and replace(known, units=0) == replace(unit, units=0):
            return (*units[:at], replace(known, units=known.units + unit.units), *units[at + 1 :])
    return (*units, unit)


def without_unit(
    units: tuple[TrackedUnit, ...], capture: Capture
) -> tuple[tuple[TrackedUnit, ...], TrackedUnit] | None:
    """The box's units less the one that was named, and that one; None when none such is in the box."""
    for at, known in enumerate(units):
        if known.position != capture.position:
            continue
        is_it = known.serial == capture.serial if capture.serial else known.lot == capture.lot
        if is_it:
            rest = (replace(known, units=known.units - 1),) if known.units > 1 else ()
            return (*units[:at], *rest, *units[at + 1 :]), replace(known, units=1)
    return None
