"""News from the background, in the past tense. They say that something changed; screens re-read the store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaybillIssued:
    parcel_id: str


@dataclass(frozen=True, slots=True)
class WaybillRefused:
    """The carrier said no, or the set-up did: a person must act. `code` names the sentence."""

    parcel_id: str
    code: str


@dataclass(frozen=True, slots=True)
class WaybillVoided:
    parcel_id: str


@dataclass(frozen=True, slots=True)
class LabelSent:
    """The printer took the label to its end. Whether paper came out is for the packer to see."""

    parcel_id: str


@dataclass(frozen=True, slots=True)
class PrintUnclear:
    """Some of the label reached the printer and no proof came back: look before reprinting."""

    parcel_id: str
    code: str


@dataclass(frozen=True, slots=True)
class PrintRefused:
    """The label was not printed and will not be until a person acts (proof failed, set-up wrong)."""

    parcel_id: str
    code: str


@dataclass(frozen=True, slots=True)
class LaneChanged:
    """A lane stopped, waits for its way to be free again, or moves again."""

    lane: str


@dataclass(frozen=True, slots=True)
class OrdersImported:
    added: int


Fact = (
    WaybillIssued
    | WaybillRefused
    | WaybillVoided
    | LabelSent
    | PrintUnclear
    | PrintRefused
    | LaneChanged
    | OrdersImported
)
