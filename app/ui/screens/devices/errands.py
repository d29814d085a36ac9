"""The news of errands about devices: one was asked, a carrier was called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeviceAsked:
    """It was asked how it is; the glances say what it answered."""

    key: str


@dataclass(frozen=True, slots=True)
class CarrierTried:
    """The account answered: network and account work."""

    name: str


@dataclass(frozen=True, slots=True)
class DeviceErrandFailed:
    """It came to nothing; `code` names the sentence, `errand` which it was."""

    errand: str
    code: str


DeviceNews = DeviceAsked | CarrierTried | DeviceErrandFailed
