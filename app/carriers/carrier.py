"""The contract that every carrier keeps, checked over all of them by `tests/carriers/test_carrier_contract.py`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.shipment import Cancellation, Purchase, Waybill, WaybillRequest

CHECK_S = 8.0
"""A person waits for it."""


class Repetition(StrEnum):
    """How a carrier treats the same reference a second time, which decides what to do after a lost answer."""

    NATIVE_KEY = "native_key"  # repeats the first answer: simply ask again
    UNIQUE_REF = "unique_ref"  # refuses a second purchase: asking again cannot buy twice
    LOOKUP_BY_REF = "lookup_by_ref"  # can be asked what it knows of a reference, once it has settled
    TWO_STEP = "two_step"  # makes a draft first, and buying one draft twice is refused
    NONE = "none"  # nothing of the kind: a person must look


@dataclass(frozen=True, slots=True)
class Capability:
    """What a carrier can do. `settle_s`: how long it may still be working after we stopped waiting. `void_window_s`:
    how long after buying it takes a label back, None when it does not say. `can_list`: whether it shows what it sold.
    """

    repetition: Repetition
    settle_s: float
    calls_per_s: float
    void_window_s: float | None = None
    can_list: bool = False


class Carrier(Protocol):
    """A carrier account. Every method may raise the four errors of `app.errors`, and nothing else.

    After `Uncertain` the purchase may or may not exist; `recover_waybill` with the same request settles it.
    """

    @property
    def name(self) -> str:
        """The carrier's name in settings and lanes, e.g. `kdniao`."""

    @property
    def capability(self) -> Capability: ...

    def title(self, service: str) -> str:
        """The product's name as printed on the label, e.g. `中通快递` for `ZTO`; the code itself if unknown."""

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        """Buy a waybill. The same reference never buys twice."""

    def recover_waybill(self, request: WaybillRequest) -> Waybill:
        """After `Uncertain`: the waybill of this reference, buying it if (and only if) it was never bought."""

    def cancel_waybill(self, cancellation: Cancellation) -> None:
        """Give a waybill back. `Rejected` when the carrier refuses (picked up, unknown)."""

    def list_purchases(self, since_ms: int) -> tuple[Purchase, ...]:
        """What the carrier's own books say of this account since then (epoch ms), to be held against ours. Only where
        the capability says `can_list`; others raise `Misconfigured`.
        """

    def check_account(self) -> None:
        """Ask something that buys and changes nothing: it returns where the network leads there and the account is let
        in. Takes as long as a call, at most `CHECK_S`; never `Uncertain`, for nothing can have happened.
        """

    def close(self) -> None: ...
