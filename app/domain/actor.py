"""Who did it: the station, the person at it, and by which device. Background work has no person; its device says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is at the bench; each may all that the one before may."""

    PACKER = "packer"
    LEAD = "lead"
    ADMIN = "admin"


class Right(StrEnum):
    """What not everybody may do."""

    VOID = "void"
    SWAP = "swap"
    LEARN = "learn"
    ACCEPT_WEIGHT = "accept_weight"
    COUNT_BY_HAND = "count_by_hand"
    RELEASE_STOP = "release_stop"
    DECIDE = "decide"
    APPROVE_CODE = "approve_code"
    ENROLL = "enroll"
    UNMASK = "unmask"


NOBODY = "-"
"""In a person's place where somebody stands of whom nobody knows who it is; no handle can be this."""
_RANK = {Role.PACKER: 0, Role.LEAD: 1, Role.ADMIN: 2}
_LEAST = dict.fromkeys(Right, Role.LEAD) | {Right.ENROLL: Role.ADMIN}


@dataclass(frozen=True, slots=True)
class Actor:
    """`packer` is the person's handle, never their name. A station where nobody is enrolled is run by its owner."""

    station: str
    packer: str = ""
    role: Role = Role.PACKER
    device: str = ""

    def may(self, right: Right) -> bool:
        """Whether this person's role is enough for it."""
        return may(self.role, right)


def may(role: Role, right: Right) -> bool:
    """Whether a role is enough for something; the one place where that stands."""
    return _RANK[role] >= _RANK[_LEAST[right]]
