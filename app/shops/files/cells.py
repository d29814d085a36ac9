"""From the text of a cell to a value: what spreadsheets and shops wrap around it goes, what they spoiled is refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

from app.shops.files.fault import Fault

MAX_QUANTITY = 99_999
_DAY_MS = 86_400_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FORMULA_TEXT = re.compile(r'="(.*)"\Z', re.DOTALL)
_GUARDED = re.compile(r"'[0-9=+\-@'\"＝＋－＠]")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_SPOILED = re.compile(r"\d(?:\.\d+)?E\+\d\d+\Z", re.IGNORECASE)
_WHOLE = re.compile(r"\d+(?:\.0+)?\Z")
_FIVE_DIGITS = re.compile(r"(?:\d\D*){5}")
_SLASHED = re.compile(r"(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\Z")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?\Z")
_BARE_DATE = re.compile(r"[\d/年月日W-]+\Z|\d+\.\d{1,2}\.\d{1,2}\Z|\d{5}\.0+\Z")
_SPACED_OFFSET = re.compile(r" (?=[+-]\d\d:?\d\d\Z)| UTC\Z")


def clean(text: str, field: str = "") -> str:
    """The cell without `="…"`, the spreadsheet's apostrophe, outer blanks and invisible format characters.

    Line breaks inside become one blank. Any other control character is a `Fault`, for it would reach a label.
    """
    text = text.strip()
    wrapped = _FORMULA_TEXT.match(text)
    if wrapped:
        text = wrapped[1].replace('""', '"').strip()
    elif _GUARDED.match(text):
        text = text[1:]
    if text.isprintable():
        return text
    text = _SPACES.sub(" ", text)
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cc", "Cs"}:
            raise Fault("import.control_character", field)
        if category != "Cf":  # copied phone numbers carry direction marks, which nobody sees
            kept.append(character)
    return "".join(kept).strip()


def narrow(text: str) -> str:
    """Full-width digits and letters as plain ones: `１３８` → `138`."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def number_of(raw: str) -> str:
    """An order's number as it is written on any of its rows; as it stands where it cannot be cleaned: that is reported
    when the order is put together.
    """
    try:
        return narrow(clean(raw))
    except Fault:
        return raw


def check_length(text: str, limit: int, field: str) -> str:
    if len(text) > limit:
        raise Fault("import.too_long", field)
    return text


def check_digits(text: str, field: str) -> str:
    """Refuse `1.23E+17`: a spreadsheet has thrown the last digits away."""
    if "+" in text and _SPOILED.match(text):
        raise Fault("import.number_spoiled", field)
    return text


def check_present(text: str, reason: str, field: str) -> str:
    """A value that is there and not hidden behind stars (`张**`, `138****0000`)."""
    if not text:
        raise Fault(reason, field)
    if "*" in text or "＊" in text:
        raise Fault("import.masked", field)
    return text


def check_phone(text: str) -> str:
    check_digits(check_present(text, "import.missing_phone", "phone"), "phone")
    if not _FIVE_DIGITS.search(text):
        raise Fault("import.phone", "phone")
    return check_length(text, 40, "phone")


def parse_quantity(text: str) -> int:
    """A whole number from 1 to `MAX_QUANTITY`; spreadsheets write `2` as `2.0`, Chinese ones as `２`."""
    if len(text) < 6 and text.isascii() and text.isdecimal() and (quantity := int(text)):
        return quantity  # as nearly all are written: up to `MAX_QUANTITY`
    return parse_whole(text, "import.quantity" if text else "import.missing_quantity", "quantity", most=MAX_QUANTITY)


def parse_whole(text: str, reason: str, field: str, *, least: int = 1, most: int) -> int:
    """A whole number within its bounds, both included; anything else is a `Fault` with this reason."""
    text = narrow(text)
    if not (text.isdecimal() or _WHOLE.match(text)) or len(text) > 12:
        raise Fault(reason, field)
    number = int(text.partition(".")[0])
    if not least <= number <= most:
        raise Fault(reason, field)
    return number


def parse_deadline(text: str, utc_offset_h: int) -> int:
    """Epoch milliseconds until when an order must be gone; a bare date lasts until its day's last millisecond.

    Unlike the date of ordering it decides what is packed first, so what cannot be read is a `Fault` (`import.due_at`).
    """
    moment = parse_moment(text, utc_offset_h)
    if moment is None:
        raise Fault("import.due_at", "due_at")
    return moment + _DAY_MS - 1 if _BARE_DATE.match(text) else moment


def parse_moment(text: str, utc_offset_h: int) -> int | None:
    """Epoch milliseconds of a date as shops and spreadsheets write it; None when it cannot be told.

    Without an offset the time is taken as `utc_offset_h` hours ahead of UTC. Also reads Excel's day number.
    """
    zone = timezone(timedelta(hours=utc_offset_h))
    try:
        if _SERIAL.match(text):
            moment = datetime(1899, 12, 30, tzinfo=zone) + timedelta(days=float(text))
        elif slashed := _SLASHED.match(text):
            year, month, day, hour, minute, second = (int(part or 0) for part in slashed.groups())
            moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        else:
            moment = datetime.fromisoformat(_SPACED_OFFSET.sub("", text) + ("Z" if text.endswith(" UTC") else ""))
    except (ValueError, OverflowError):
        return None  # the day of ordering is a comfort; an odd way to write it must not keep an order out
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return (moment - _EPOCH) // timedelta(milliseconds=1)
