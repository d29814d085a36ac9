"""A carrier that never leaves the station, for training and demonstrations: its numbers begin with PB and are not real.

It keeps the same contract as a real one, remembers what it sold, and fails on command.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from app.carriers.carrier import Capability, Repetition
from app.carriers.sandbox.labels import draw_label
from app.domain.document import LabelFormat
from app.domain.money import Money
from app.domain.shipment import Cancellation, Purchase, Waybill, WaybillRequest
from app.errors import Rejected, Unavailable, Uncertain


class SandboxFault(StrEnum):
    """What the next call meets."""

    LOST_ANSWER = "lost_answer"  # bought, but the answer does not arrive
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SandboxOrder:
    """What was sold under a reference."""

    tracking_number: str
    is_cancelled: bool = False


_PRICE = Money("CNY", 250)


class Sandbox:
    """The carrier. `online`, `fault` and `label` are switches; with `ledger_file` it remembers across restarts.

    `label`: in what it sends labels that it drew itself, None for none.
    """

    def __init__(self, ledger_file: Path | None = None, *, label: LabelFormat | None = None) -> None:
        self.online = True
        self.fault: SandboxFault | None = None
        self.label = label
        self._lock = threading.Lock()
        self._ledger_file = ledger_file
        self._orders: dict[str, SandboxOrder] = {}
        if ledger_file is not None and ledger_file.exists():
            self._reread(ledger_file)

    @property
    def name(self) -> str:
        return "sandbox"

    @property
    def capability(self) -> Capability:
        return Capability(
            Repetition.NATIVE_KEY,
            settle_s=0.0,  # it sells in no time, under a lock
            calls_per_s=50.0,
            void_window_s=86_400.0,
            can_list=True,
        )

    @property
    def orders(self) -> dict[str, SandboxOrder]:
        """What was sold, by reference."""
        with self._lock:
            return dict(self._orders)

    def title(self, service: str) -> str:
        return f"SANDBOX {service}"

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        """Sell, or give the same waybill again. Refuses masked consignees as real carriers do."""
        fault = self._answer_or_fail()
        if fault is SandboxFault.REFUSED:
            raise Rejected("sandbox.refused")
        consignee = request.consignee
        if any("*" in text for text in (consignee.name, consignee.phone, consignee.address.street)):
            raise Rejected("sandbox.masked")
        number = _number(request.reference)
        with self._lock:
            sold = self._orders.get(request.reference)
            if sold is not None and sold.is_cancelled:
                raise Rejected("sandbox.burnt")
            if sold is None:
                self._keep(request.reference, SandboxOrder(number))
        if fault is SandboxFault.LOST_ANSWER:
            raise Uncertain("sandbox.lost_answer")
        waybill = _waybill(request, number, was_adopted=sold is not None)
        return replace(waybill, label=draw_label(self.label, waybill, consignee)) if self.label else waybill

    def recover_waybill(self, request: WaybillRequest) -> Waybill:
        return self.issue_waybill(request)

    def cancel_waybill(self, cancellation: Cancellation) -> None:
        self._answer_or_fail()
        with self._lock:
            sold = self._orders.get(cancellation.reference)
            if sold is None or sold.tracking_number != cancellation.tracking_number:
                raise Rejected("sandbox.unknown_order")
            self._keep(cancellation.reference, SandboxOrder(sold.tracking_number, is_cancelled=True))

    def list_purchases(self, since_ms: int) -> tuple[Purchase, ...]:  # noqa: ARG002  # it remembers no times
        self._answer_or_fail()
        return tuple(
            Purchase(reference, order.tracking_number, is_cancelled=order.is_cancelled, price=_PRICE)
            for reference, order in self.orders.items()
        )

    def check_account(self) -> None:
        if not self.online:
            raise Unavailable("sandbox.offline")

    def close(self) -> None:
        """Nothing is open."""

    def _answer_or_fail(self) -> SandboxFault | None:
        if not self.online:
            raise Unavailable("sandbox.offline")
        fault, self.fault = self.fault, None
        return fault

    def _keep(self, reference: str, order: SandboxOrder) -> None:
        if self._ledger_file is not None:
            line = json.dumps([reference, order.tracking_number, order.is_cancelled])
            _append(self._ledger_file, f"{line}\n".encode())
        self._orders[reference] = order

    def _reread(self, path: Path) -> None:
        content = path.read_text("utf-8")
        whole = content[: content.rfind("\n") + 1]
        if whole != content:  # killed while writing: that sale was never answered
            path.write_text(whole, "utf-8")
        for line in whole.splitlines():
            reference, tracking_number, is_cancelled = json.loads(line)
            self._orders[reference] = SandboxOrder(tracking_number, is_cancelled=is_cancelled)


def _append(path: Path, line: bytes) -> None:
    """The whole line or none of it: with half of one the next sale's line could never be read again."""
    try:
        with path.open("ab", buffering=0) as file:
            whole = file.tell()
            if file.write(line) < len(line):
                file.truncate(whole)
                raise Unavailable("store.full")
    except OSError as error:
        raise Unavailable("store.full", type(error).__name__) from error


def _number(reference: str) -> str:
    digits = int.from_bytes(hashlib.sha256(reference.encode()).digest()[:8], "big") % 10**13
    return f"PB{digits:013d}"


def _waybill(request: WaybillRequest, number: str, *, was_adopted: bool) -> Waybill:
    place, digits = request.consignee.address, number.removeprefix("PB")
    return Waybill(
        tracking_number=number,
        reference=request.reference,
        service=request.service,
        sorting_code=f"{digits[:3]}-{digits[3:5]}-{digits[5:8]}",
        origin=request.shipper.address.city,
        destination=place.city,
        bagging_code=digits[:4],
        bagging_place=f"{place.city.removesuffix('市')}集散包",
        child_tracking_numbers=tuple(f"{number}{index:03d}" for index in range(1, request.packages)),
        was_adopted=was_adopted,
        price=_PRICE,
    )
