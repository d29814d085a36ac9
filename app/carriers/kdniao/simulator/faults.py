"""How the simulator misbehaves on command: faults, each good for a number of calls, first come first served."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum


class Fault(StrEnum):
    """What can go wrong. "After" means that the order was made and billed, "before" that nothing happened."""

    DELAY = "delay"  # order made, answer after `seconds`
    DRIP = "drip"  # order made, then one byte of the answer every `seconds`
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    ERROR_500_BEFORE = "error_500_before"
    ERROR_500_AFTER = "error_500_after"
    BUSY_503 = "busy_503"  # before, with Retry-After: `seconds`
    HTML_PAGE = "html_page"  # after
    TRUNCATED = "truncated"  # after
    DRIFTING_TYPES = "drifting_types"  # Success as text, ResultCode as number
    EMPTY_ORDER = "empty_order"  # after: success without an order
    POOL_EMPTY = "pool_empty"
    EXISTS_105 = "exists_105"  # a repetition gets the old 105 in place of 106
    CARRIER_105 = "carrier_105"  # the carrier's own server failed, wrapped in 105
    RATE_LIMIT = "rate_limit"
    OFFLINE = "offline"  # connections refused for `seconds`
    # After, of an order that asked for a template:
    TEMPLATE_MISSING = "template_missing"
    TEMPLATE_CUT = "template_cut"  # broken off within the large bar code
    TEMPLATE_SCRIPT = "template_script"
    TEMPLATE_REMOTE = "template_remote"  # its bar codes are to be fetched from elsewhere
    TEMPLATE_WRONG_NUMBER = "template_wrong_number"  # its bar codes say another parcel's number


TEMPLATE_FAULTS = (
    Fault.TEMPLATE_MISSING,
    Fault.TEMPLATE_CUT,
    Fault.TEMPLATE_SCRIPT,
    Fault.TEMPLATE_REMOTE,
    Fault.TEMPLATE_WRONG_NUMBER,
)


@dataclass(frozen=True, slots=True)
class ActiveFault:
    """A fault that will meet the next `times` calls it fits."""

    fault: Fault
    times: int
    seconds: float


class Faults:
    """The faults in force. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._active: list[ActiveFault] = []

    def add(self, fault: Fault, times: int, seconds: float) -> None:
        with self._lock:
            self._active.append(ActiveFault(fault, times, seconds))

    def clear(self) -> None:
        with self._lock:
            self._active.clear()

    def active(self) -> tuple[ActiveFault, ...]:
        with self._lock:
            return tuple(self._active)

    def take(self, fitting: Collection[Fault]) -> ActiveFault | None:
        """The first of the fitting faults, used up once."""
        with self._lock:
            for at, active in enumerate(self._active):
                if active.fault in fitting:
                    rest = replace(active, times=active.times - 1)
                    self._active[at : at + 1] = [rest] if rest.times > 0 else []
                    return active
        return None
