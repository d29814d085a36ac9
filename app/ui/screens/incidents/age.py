"""Moments as a person reads them: the clock's time, and how long ago or how long still."""

from __future__ import annotations

from datetime import UTC, datetime

from app.ui.theme import Look

_MINUTE_MS, _HOUR_MS, _DAY_MS = 60_000, 3_600_000, 86_400_000


def moment(at_ms: int, now_ms: int) -> str:
    """`14:05` today, `06-11 14:05` on another day; UTC epoch milliseconds in, local time out."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()
    is_today = at.date() == datetime.fromtimestamp(now_ms / 1000, UTC).astimezone().date()
    return at.strftime("%H:%M" if is_today else "%m-%d %H:%M")


def age(since_ms: int, now_ms: int, look: Look) -> str:
    """How long ago: `12 min ago`."""
    past_ms = now_ms - since_ms
    if past_ms < _MINUTE_MS:
        return look.word("age.now")
    for unit, unit_ms, most_ms in (("minutes", _MINUTE_MS, _HOUR_MS), ("hours", _HOUR_MS, 2 * _DAY_MS)):
        if past_ms < most_ms:
            return look.word(f"age.{unit}", count=past_ms // unit_ms)
    return look.word("age.days", count=past_ms // _DAY_MS)


def left(until_ms: int, now_ms: int, look: Look) -> str:
    """How long still: `45 min left`."""
    ahead_ms = until_ms - now_ms
    if ahead_ms < _MINUTE_MS:
        return look.word("left.over")
    unit, unit_ms = ("minutes", _MINUTE_MS) if ahead_ms < 2 * _HOUR_MS else ("hours", _HOUR_MS)
    return look.word(f"left.{unit}", count=ahead_ms // unit_ms)
