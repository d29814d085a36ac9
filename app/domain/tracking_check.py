"""The check digits of carriers' tracking numbers, by name. Each takes a whole number, and false for what is none."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.barcode import has_check_digit

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_FEDEX_WEIGHTS = (1, 3, 7)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _upu_s10(number: str) -> bool:
    """UPU S10: two letters, eight digits weighted 8 6 4 2 3 5 9 7, the check digit modulo 11, the country."""
    digits = number[2:11]
    if len(number) != 13 or not _digits(digits):
        return False
    rest = 11 - sum(int(d) * weight for d, weight in zip(digits, _S10_WEIGHTS, strict=False)) % 11
    return int(digits[8]) == {10: 0, 11: 5}.get(rest, rest)


def _by_twos(text: str) -> bool:
    """UPS: every second character doubled, letters counted 2 to 9 and again from 0; the last is the check digit."""
    if not _digits(text[-1:]):
        return False
    total = sum(_ups_value(c) * (2 if i % 2 else 1) for i, c in enumerate(text[:-1]))
    return int(text[-1]) == -total % 10


def _ups_value(character: str) -> int:
    return int(character) if character.isdigit() else (ord(character) - 3) % 10


def _ups(number: str) -> bool:
    return number.startswith("1Z") and _by_twos(number[2:])


def _fedex(number: str) -> bool:
    """FedEx Express: weights 1 3 7 from the right, modulo 11, and 10 counts as 0."""
    if len(number) < 2 or not _digits(number):
        return False
    total = sum(int(d) * _FEDEX_WEIGHTS[i % 3] for i, d in enumerate(reversed(number[:-1])))
    return int(number[-1]) == total % 11 % 10


def _modulo_7(number: str) -> bool:
    """DHL Express: the number before its last digit, modulo 7."""
    return len(number) > 1 and _digits(number) and int(number[:-1]) % 7 == int(number[-1])


def _modulo_37_36(number: str) -> bool:
    """DPD: ISO/IEC 7064 modulo 37,36, with digits and letters."""
    if not number or any(c not in _ALPHABET for c in number):
        return False
    rest = 36
    for character in number[:-1]:
        rest = (rest + _ALPHABET.index(character)) % 36 or 36
        rest = rest * 2 % 37
    return (rest + _ALPHABET.index(number[-1])) % 36 == 1


def _luhn(number: str) -> bool:
    """Luhn (ISO/IEC 7812-1): every second digit from the right doubled, its digits added."""
    if not _digits(number):
        return False
    doubled = (sum(divmod(int(d) * 2, 10)) if i % 2 else int(d) for i, d in enumerate(reversed(number)))
    return sum(doubled) % 10 == 0


CHECKS: dict[str, Callable[[str], bool]] = {
    "gs1": has_check_digit,
    "gs1_after_91": lambda number: has_check_digit("91" + number),  # USPS numbers printed without their 91
    "s10": _upu_s10,
    "ups": _ups,
    "ups_waybill": lambda number: _by_twos(number[1:]),
    "ontrac": _by_twos,
    "fedex": _fedex,
    "mod7": _modulo_7,
    "mod37_36": _modulo_37_36,
    "luhn": _luhn,
}
"""Every rule is tried against the numbers that its carriers publish."""
