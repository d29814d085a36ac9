"""Who works at the bench, and the rules of badge and PIN: what is refused at enrolment, how long a guesser waits.

A person is known by a handle, which the journal shows, and by a number, which is typed; no real name is kept.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from enum import StrEnum

from app.domain.actor import Actor, Role
from app.domain.barcode import Command, Flaw, read_code

HIGHEST_NUMBER = 9999
TRIES = 5
LOUDEST = 100
BADGE_BYTES = 10
"""80 bits: nobody meets a fresh badge by trying."""
_FRESH = "PB.BADGE."
_BLOCKS_MS = (60_000, 300_000, 900_000)
_LOGIN = re.compile(r"([0-9]{1,4})(?:\*([0-9]{1,12})| +([0-9]{4,8}))")
_HANDLE = re.compile(r"\w[\w.-]{0,19}")
_RUNS = ("01234567890", "09876543210")


@dataclass(frozen=True, slots=True)
class Person:
    """`volume` is percent, `language` empty for the station's own."""

    id: str
    handle: str
    number: int
    role: Role
    volume: int = 80
    language: str = ""

    def acting(self, at: Actor) -> Actor:
        """The person as who does something, at that station and device."""
        return Actor(at.station, self.handle, self.role, at.device)


class CredentialFlaw(StrEnum):
    """Why a PIN, a badge or a handle is refused at enrolment."""

    PIN_SHAPE = "people.pin_shape"
    PIN_OBVIOUS = "people.pin_obvious"
    BADGE_SHAPE = "people.badge_shape"
    HANDLE_SHAPE = "people.handle_shape"
    NUMBER_RANGE = "people.number_range"


def read_login(text: str) -> tuple[int, str] | None:
    """Number and PIN of `7*4711` or `7 4711`; None for what is meant to be something else, a badge perhaps.

    After a star any count of digits is taken for a PIN: a slip of the finger is a wrong PIN, not an unknown code.
    """
    code = read_code(text)
    typed = None if isinstance(code, Flaw) else _LOGIN.fullmatch(code.text)
    return (int(typed[1]), typed[2] or typed[3]) if typed else None


def badge_text(text: str) -> str:
    """A badge as it is compared: without symbology identifier, in one case; empty for what cannot be a code."""
    code = read_code(text)
    return "" if isinstance(code, Flaw) else code.text.casefold()


def is_badge_like(text: str) -> bool:
    """Whether a text gives away a badge of ours or a PIN, whole or in parts: it is kept out of every record.

    A scanner may lose the first signs and glue two reads together, so `BADGE.` anywhere is enough.
    """
    return any("badge." in plain for plain in (text.casefold(), badge_text(text))) or read_login(text) is not None


def fresh_badge(random: bytes) -> str:
    """`PB.BADGE.` and 16 base32 characters made of BADGE_BYTES random bytes."""
    return _FRESH + base64.b32encode(random).decode("ascii")


def badge_flaw(text: str) -> CredentialFlaw | None:
    """What cannot be a badge: shorter than 6 characters, a command, or what reads as number and PIN."""
    plain = badge_text(text)
    is_command = plain.upper() in set(Command)
    return CredentialFlaw.BADGE_SHAPE if len(plain) < 6 or is_command or read_login(text) else None


def pin_flaw(pin: str, number: int) -> CredentialFlaw | None:
    """4 to 8 digits; no run (1234, 4321), nothing that repeats itself (0000, 1212), not the person's own number."""
    if not re.fullmatch(r"[0-9]{4,8}", pin):
        return CredentialFlaw.PIN_SHAPE
    is_repeated = any(pin == (pin[:size] * 8)[: len(pin)] for size in range(1, len(pin) // 2 + 1))
    is_number = int(pin) == number or pin == (str(number) * 8)[: len(pin)]
    is_run = any(pin in run for run in _RUNS)
    return CredentialFlaw.PIN_OBVIOUS if is_repeated or is_number or is_run else None


def name_flaw(handle: str, number: int) -> CredentialFlaw | None:
    """A handle is one word of at most 20 letters, digits and `_ . -`; numbers go from 1 to HIGHEST_NUMBER."""
    if not _HANDLE.fullmatch(handle):
        return CredentialFlaw.HANDLE_SHAPE
    return None if 1 <= number <= HIGHEST_NUMBER else CredentialFlaw.NUMBER_RANGE


def block_ms(failures: int) -> int:
    """How long so many wrong PINs in a row block a person's number: the fifth a minute, the next 5, then 15 each."""
    return 0 if failures < TRIES else _BLOCKS_MS[min(failures - TRIES, len(_BLOCKS_MS) - 1)]


def blocked_until_ms(failures: int, until_ms: int, now_ms: int) -> int:
    """Until when the number stays blocked, 0 when it is not.

    A clock set back makes the stored time look further away than any block lasts; the block then begins anew at the
    time the clock now shows. So setting it back never opens early, and never blocks for longer than one block.
    """
    return min(until_ms, now_ms + block_ms(failures)) if until_ms > now_ms else 0
