"""A station whose shop changes its mind about an order, at any step of its parcel's life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.carriers.sandbox import Sandbox, SandboxFault
from app.domain.actor import Actor, Role
from app.domain.incident import IncidentKind
from app.domain.interception import Reach, StopKind
from app.domain.order import Order
from app.domain.printing import Delivery, PrintOutcome
from app.domain.shipment import Waybill, WaybillRequest
from app.interception import Interception
from app.station import Station
from app.store import orders, stops
from app.work.courier import Courier
from tests.builders import Rig, SwitchedPrinter, a_consignee, a_draft, lines_of

LEAD = Actor("Bench 7", "chen", Role.LEAD)
MOVED = a_consignee("王秀英", "13700001111", "人民路99号")
KINDS = list(StopKind)
STEPS = (
    "before opening", "on the table", "queued", "claimed", "in flight", "uncertain", "print queued", "drawn",
    "sending", "printed", "confirmed", "on the pile",
)  # fmt: skip
BOUGHT_BEFORE = STEPS[STEPS.index("in flight") :]
ON_PAPER_BEFORE = STEPS[STEPS.index("sending") :]


class WatchedCarrier(Sandbox):
    """Knows where the parcels of its purchases go, and which of them were begun after the news."""

    def __init__(self, ledger: Path) -> None:
        super().__init__(ledger)
        self.is_told = False
        self.streets: list[str] = []
        self.after: list[str] = []
        self.during: Callable[[], None] = lambda: None

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        street = request.consignee.address.street
        self.streets.append(street)
        self.after += [street] if self.is_told else []
        self.during()
        return super().issue_waybill(request)

    def recover_waybill(self, request: WaybillRequest) -> Waybill:
        return super().issue_waybill(request)  # begun before: only settled


class WatchedPrinter(SwitchedPrinter):
    """Knows where the parcels of its labels go, and which of them were sent after the news."""

    def __init__(self, carrier: WatchedCarrier) -> None:
        super().__init__()
        self.carrier = carrier
        self.after: list[str] = []
        self.during: Callable[[], None] = lambda: None

    def send(self, document: bytes) -> PrintOutcome:
        self.after += self.carrier.streets[-1:] if self.carrier.is_told else []
        self.during()
        return super().send(document)


class Shop(Rig):
    """A station whose shop changes its mind about order 1001, of which two units are packed."""

    carrier: WatchedCarrier
    printer: WatchedPrinter

    def __init__(self, folder: Path, kind: StopKind) -> None:
        super().__init__(folder, carrier=WatchedCarrier(folder / "sandbox.jsonl"))
        self.kind = kind
        self.reach: Reach | None = None
        self.orders(a_draft("1001", lines_of(A=2)))

    def _open(self) -> Station:
        if not isinstance(self.printer, WatchedPrinter):
            self.printer = WatchedPrinter(self.carrier)
        return super()._open()

    @property
    def interception(self) -> Interception:
        return self.station._interception

    def tell(self) -> None:
        """The news, once."""
        if self.reach is not None:
            return
        with self.station.database.transaction() as tx:
            (order_id,) = stops.orders_numbered(tx, "1001")
            consignee = MOVED if self.kind is StopKind.ADDRESS else None
            actor = Actor("Bench 7")
            self.reach = self.interception.stop(
                tx, actor, order_id, self.kind, source="drop", reason="wanted so", consignee=consignee
            )
        self.carrier.is_told = self.reach is Reach.STOPPED

    def order(self) -> Order:
        with self.station.database.reading() as connection:
            (order,) = orders.find_by_number(connection, self.station.database, "1001")
        return order

    def is_handed_over(self) -> bool:
        with self.station.database.reading() as connection:
            return bool(connection.execute(text("SELECT count(handed_over_at) FROM parcels")).scalar_one())

    def carrier_step(self) -> None:
        self.station.work["carrier:sandbox"].step()
        self.clock.pass_s(0.05)

    def settle(self) -> None:
        """Let the lanes work, whatever they wait for."""
        for _ in range(3):
            self.clock.pass_s(5)
            self.work()

    def tracking_number(self) -> str:
        return next((parcel.tracking_number for parcel in self.station.recent_parcels()), "")

    def incidents(self) -> list[IncidentKind]:
        return [incident.kind for incident in self.station.lead.incidents()]

    def release(self) -> str:
        with self.station.database.transaction() as tx:
            (order_id,) = stops.orders_numbered(tx, "1001")
            return str(self.interception.release(tx, LEAD, order_id).code)


@contextmanager
def during(owner: Any, name: str, act: Callable[[], object]) -> Iterator[None]:
    """Something happens right before the function is called."""
    original = getattr(owner, name)

    def called(*arguments: Any, **named: Any) -> Any:
        act()
        return original(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, called)
        yield


def live(shop: Shop, step: str, *, is_offline: bool = False) -> None:
    """The parcel's life up to `step`, where the news comes; with `is_offline` what follows is away meanwhile."""
    if step == "before opening":
        shop.tell()
    shop.scan("1001", "A")
    if step == "on the table":
        shop.tell()
    shop.carrier.online = not (is_offline and step in ("before opening", "on the table", "queued"))
    shop.scan("A")
    if step in ("before opening", "on the table", "queued"):
        if is_offline:
            shop.work()
        shop.tell()
        shop.carrier.online = True
    elif step == "claimed":
        with during(Courier, "do", shop.tell):
            shop.carrier_step()
    elif step == "in flight":
        shop.carrier.during = shop.tell
        shop.carrier_step()
    elif step == "uncertain":
        shop.carrier.fault = SandboxFault.LOST_ANSWER
        shop.carrier_step()
        shop.tell()
    else:
        live_on_paper(shop, step, is_offline=is_offline)


def live_on_paper(shop: Shop, step: str, *, is_offline: bool) -> None:
    shop.carrier_step()
    if step == "print queued":
        if is_offline:
            shop.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
            shop.work()
        shop.tell()
        shop.printer.answers = PrintOutcome(Delivery.DELIVERED)
    elif step == "drawn":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("app.work.drawing.prove", lambda *_: shop.tell())
            shop.work()
    elif step == "sending":
        shop.printer.during = shop.tell
        shop.work()
    else:
        shop.work()
        if step != "printed":
            shop.scan(shop.tracking_number())
        if step == "on the pile":
            shop.scan("PB.HANDOVER", shop.tracking_number())
        shop.tell()
