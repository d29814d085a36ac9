"""What the values of GS1 elements must be beyond their characters: days, times, places, numbers with their own checks.

Each is asked only for a text of the right length and characters. Codes of countries and currencies are not looked up:
lists of them change, and a parcel does not wait for that.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_PERCENT = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+")
_SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_SET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)


def place_day(digits: str, today: date) -> date | None:
    """The day of YYMMDD, the last day of its month where the day is 00; None when the calendar has none such. The
    year lies 49 back to 50 ahead of today's (General Specifications 7.12).
    """
    years_ahead = int(digits[:2]) - today.year % 100
    century = today.year // 100 - (years_ahead >= 51) + (years_ahead <= -50)
    year, month, day = century * 100 + int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:
        return None
    return date(year, month, day or monthrange(year, month)[1])


def is_day(digits: str) -> bool:
    """YYYYMMDD."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def is_clock_time(digits: str) -> bool:
    """HHMM; 9999 stands for no time (4324, 4325)."""
    return digits == "9999" or (int(digits[:2]) <= 23 and int(digits[2:]) <= 59)


def is_piece_of_total(digits: str) -> bool:
    """Piece and total of an item in several pieces: 1 to the total."""
    return 1 <= int(digits[:2]) <= int(digits[2:])


def is_place_in_sequence(text: str) -> bool:
    """`2/3`: the second of three."""
    return text[1] == "/" and text[::2].isdigit() and 1 <= int(text[0]) <= int(text[2])


def is_roll(digits: str) -> bool:
    """Slit width, length, core, direction of winding and splices of a roll: none of the sizes is 0."""
    return all(map(int, (digits[:4], digits[4:9], digits[9:12]))) and digits[12] in "019"


def is_sex(digit: str) -> bool:
    """ISO 5218."""
    return digit in "0129"


def is_media_type(digits: str) -> bool:
    """What an AIDC symbol of a person in care is on: 01 to 10, or a number of the house's own."""
    return 1 <= int(digits) <= 10 or int(digits) >= 80


def is_latitude(digits: str) -> bool:
    return int(digits) <= 1_800_000_000


def is_longitude(digits: str) -> bool:
    return int(digits) <= 3_600_000_000


def is_percent_encoded(text: str) -> bool:
    """A text of another alphabet in percent signs and pairs of hexadecimal digits (RFC 3986)."""
    return _PERCENT.fullmatch(text) is not None


def is_iban(text: str) -> bool:
    """An account with true check digits (ISO 13616): 1 modulo 97, its head moved to the end and letters as 10 to 35."""
    if _IBAN.fullmatch(text) is None:
        return False
    return int("".join(str(int(character, 36)) for character in text[4:] + text[:4])) % 97 == 1


def is_global_model_number(text: str) -> bool:
    """A GMN with its true pair of check characters (General Specifications 7.9.5): weighted with primes from the right,
    modulo 1021, as two of 32 characters.
    """
    body, pair = text[:-2], text[-2:]
    if not body or len(body) > len(_PRIMES):
        return False
    total = sum(_SET_82.index(c) * prime for c, prime in zip(reversed(body), _PRIMES, strict=False)) % 1021
    return pair == _SET_32[total >> 5] + _SET_32[total & 31]
