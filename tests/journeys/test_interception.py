"""News at every step of a parcel's life: nothing is bought, printed or handed over after it, and what was is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from app.carriers.sandbox import Sandbox, SandboxFault
from app.domain.actor import Actor, Role
from app.domain.incident import Decision, IncidentKind
from app.domain.interception import Reach, StopKind
from app.domain.order import Order, OrderState
from app.domain.printing import Delivery, PrintOutcome, PrintState
from app.domain.shipment import Waybill, WaybillRequest, WaybillState
from app.interception import Interception
from app.station import Station
from app.store import journal, orders, stops
from app.store.database import Transaction
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
            patch.setattr("app.work.spooler.prove", lambda *_: shop.tell())
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


def afterwards(shop: Shop) -> list[str]:
    """Everything that people and time can try after the news; what the bench answered."""
    answers = shop.scan("PB.MANIFEST", "PB.CANCEL", "1001", "A", "A", "1001", "PB.LABEL", "PB.REPRINT.DAMAGED")
    for _ in range(3):
        shop.work()
        shop.clock.pass_s(400)
    for parcel in shop.station.recent_parcels():
        answers.append(str(shop.station.bench.request_label(parcel.parcel_id).code))
    shop.restart()
    shop.work()
    answers += shop.scan("1001", "PB.REPRINT.DAMAGED", "PB.ASIDE")
    shop.work()
    number = shop.tracking_number()
    return answers + (shop.scan(number, "PB.HANDOVER", number, "PB.MANIFEST", "PB.CANCEL") if number else [])


def check(folder: Path, kind: StopKind, step: str, *, is_offline: bool = False) -> Shop:
    """One life with the news at one step, held against the carrier's, the printer's and the courier's own books."""
    shop = Shop(folder, kind)
    live(shop, step, is_offline=is_offline)
    answers = afterwards(shop)
    assert shop.reach is not None
    assert len(shop.carrier.orders) <= 1, "bought twice"
    if kind is StopKind.ADDRESS and step not in BOUGHT_BEFORE:
        assert set(shop.carrier.streets) == {"人民路99号"}, "bought for the old address"
        assert shop.is_handed_over()
        return shop
    assert shop.reach is Reach.STOPPED
    assert shop.carrier.after == [], "bought after the news"
    assert shop.printer.after == [], "printed after the news"
    assert not shop.is_handed_over(), "handed over after the news"
    assert not {"label.queued", "reprint.queued", "handover.taken"} & set(answers), "promised after the news"
    assert f"stopped.{kind}" in answers, "no alarm at the next scan"
    assert len(shop.carrier.orders) == (step in BOUGHT_BEFORE)
    assert len(shop.printer.documents) == (step in ON_PAPER_BEFORE)
    assert (IncidentKind.LABEL_STOPPED in shop.incidents()) == (step in BOUGHT_BEFORE), "not named"
    return shop


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", STEPS)
def test_news_at_any_step_stops_what_has_not_begun_and_names_what_has(
    tmp_path: Path, kind: StopKind, step: str
) -> None:
    check(tmp_path, kind, step).station.stop()


@pytest.mark.parametrize("step", ["before opening", "on the table", "queued", "print queued"])
def test_what_waits_for_a_way_that_is_not_free_is_not_done_once_it_is(tmp_path: Path, step: str) -> None:
    check(tmp_path, StopKind.CANCEL, step, is_offline=True).station.stop()


def check_all(folder: Path) -> None:
    for step in STEPS:
        (folder / step).mkdir()
        check(folder / step, StopKind.CANCEL, step).station.stop()


def unstopped(_connection: object, _id: str) -> None:
    """What a gate sees that was taken out."""


@pytest.mark.parametrize(
    ("gate", "sees"),
    [
        ("app.work.courier.stops", {"kind_of": unstopped}),
        ("app.work.spooler.stops", {"kind_of_parcel": unstopped}),
        ("app.labeling.stops", {"kind_of": unstopped}),
    ],
)
def test_a_gate_that_is_taken_out_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: str, sees: dict[str, Callable[..., None]]
) -> None:
    monkeypatch.setattr(gate, SimpleNamespace(**{**vars(stops), **sees}))
    with pytest.raises(AssertionError):
        check_all(tmp_path)


@pytest.mark.parametrize("step", STEPS)
def test_released_it_goes_on_by_itself_and_nothing_is_done_twice(tmp_path: Path, step: str) -> None:
    shop = Shop(tmp_path, StopKind.HOLD)
    live(shop, step)
    shop.settle()
    assert shop.release() == "decided"
    assert shop.release() == "decision.late"
    shop.scan("PB.CANCEL", "1001", "A", "A")
    shop.work()
    (parcel,) = shop.station.recent_parcels()
    assert parcel.waybill_state is WaybillState.ISSUED
    assert parcel.copies == 1
    assert len(shop.carrier.orders) == len(shop.printer.documents) == 1
    assert shop.scan("PB.HANDOVER", parcel.tracking_number)[1] in ("handover.taken", "handover.duplicate")
    shop.scan("PB.MANIFEST")
    assert shop.is_handed_over()
    shop.station.stop()


@pytest.mark.parametrize("lane", ["carrier:sandbox", "printer:label"])
def test_a_release_between_the_refusal_and_its_mark_is_not_lost(tmp_path: Path, lane: str) -> None:
    shop = Shop(tmp_path, StopKind.HOLD)
    shop.scan("1001", "A", "A")
    if lane == "printer:label":
        shop.carrier_step()
    shop.tell()
    with during(shop.station.work[lane], "_settle_failure", shop.release):
        shop.station.work[lane].step()
    shop.settle()
    assert (len(shop.carrier.orders), len(shop.printer.documents)) == (1, 1)
    assert shop.incidents() == []
    shop.station.stop()


def decide(shop: Shop, decision: Decision) -> str:
    (incident,) = [each for each in shop.station.lead.incidents() if each.kind is IncidentKind.LABEL_STOPPED]
    return str(shop.station.lead.decide(incident, decision, why="asked the shop").code)


@pytest.mark.parametrize("step", ["in flight", "uncertain", "printed", "on the pile"])
def test_given_back_a_label_with_the_old_address_is_followed_by_one_with_the_new(tmp_path: Path, step: str) -> None:
    shop = Shop(tmp_path, StopKind.ADDRESS)
    live(shop, step)
    shop.settle()
    assert shop.order().consignee != MOVED
    old = shop.tracking_number()
    assert decide(shop, Decision.VOID) == "void.queued"
    shop.work()
    assert shop.order().consignee == MOVED
    assert shop.carrier.streets[-1] == "人民路99号"
    assert [sold.is_cancelled for sold in shop.carrier.orders.values()] == [True, False]
    assert shop.tracking_number() != old
    assert shop.station.recent_parcels()[0].print_state is PrintState.SENT
    assert shop.incidents() == []
    shop.station.stop()


def test_the_lead_lets_a_parcel_go_to_the_old_address(tmp_path: Path) -> None:
    shop = Shop(tmp_path, StopKind.ADDRESS)
    live(shop, "print queued")
    shop.work()
    assert decide(shop, Decision.RELEASE) == "decided"
    shop.work()
    assert shop.order().consignee != MOVED
    assert (len(shop.carrier.orders), len(shop.printer.documents)) == (1, 1)
    shop.station.stop()


def test_kept_held_it_is_not_shown_again_and_does_not_go_out(tmp_path: Path) -> None:
    shop = Shop(tmp_path, StopKind.HOLD)
    live(shop, "printed")
    assert decide(shop, Decision.KEEP) == "decided"
    assert shop.incidents() == []
    assert shop.scan("PB.HANDOVER", shop.tracking_number())[1] == "handover.stopped"
    shop.station.stop()


def test_a_label_given_back_during_a_hold_is_bought_anew_after_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path, StopKind.HOLD)
    live(shop, "printed")
    shop.clock.pass_s(5)
    assert decide(shop, Decision.VOID) == "void.queued"
    assert shop.release() == "decided"  # before the carrier has said that it takes it back
    shop.clock.pass_s(5)
    shop.work()
    assert [sold.is_cancelled for sold in shop.carrier.orders.values()] == [True, False]
    assert len(shop.printer.documents) == 2
    shop.station.stop()


def test_an_order_on_hold_without_a_label_is_the_leads_to_release(tmp_path: Path) -> None:
    shop = Shop(tmp_path, StopKind.HOLD)
    live(shop, "queued")
    shop.work()
    (incident,) = shop.station.lead.incidents()
    assert (incident.kind, incident.code) == (IncidentKind.ORDER_ON_HOLD, "order.stopped.hold")
    assert shop.station.lead.decide(incident, Decision.RELEASE, why="paid").code == "decided"
    shop.work()
    assert (len(shop.carrier.orders), len(shop.printer.documents)) == (1, 1)
    shop.station.stop()


def test_only_a_lead_lets_an_order_go(tmp_path: Path) -> None:
    shop = Shop(tmp_path, StopKind.HOLD)
    live(shop, "queued")
    with shop.station.database.transaction() as tx:
        (order_id,) = stops.orders_numbered(tx, "1001")
        assert shop.interception.release(tx, Actor("Bench 7", "wu"), order_id).code == "lead.needed"
        assert stops.kind_of(tx, order_id) is StopKind.HOLD
    shop.station.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_news_that_comes_after_the_courier_is_named_and_noted(tmp_path: Path, kind: StopKind) -> None:
    shop = Shop(tmp_path, kind)
    shop.scan("1001", "A", "A")
    shop.work()
    number = shop.tracking_number()
    shop.scan(number, "PB.HANDOVER", number, "PB.MANIFEST", "PB.CANCEL")
    shop.tell()
    assert shop.reach is Reach.TOO_LATE
    (incident,) = shop.station.lead.incidents()
    assert (incident.kind, incident.tracking_number) == (IncidentKind.NEWS_TOO_LATE, number)
    assert shop.station.lead.decide(incident, Decision.KEEP, why="called the carrier").code == "decided"
    assert shop.station.lead.incidents() == ()
    assert shop.order().stop == ""
    shop.station.stop()


@pytest.mark.parametrize("step", ["on the table", "queued", "uncertain", "printed"])
def test_the_goods_of_a_cancelled_order_go_back_to_the_shelf(tmp_path: Path, step: str) -> None:
    shop = Shop(tmp_path, StopKind.CANCEL)
    live(shop, step)
    shop.settle()
    database = shop.station.database
    with database.transaction() as tx:
        (order_id,) = stops.orders_numbered(tx, "1001")
        add_serials(tx, order_id)
        assert sum(units for _, units in stops.returns_of(tx, order_id)) == (1 if step == "on the table" else 2)
        assert shop.interception.returned(tx, LEAD, order_id).code == "goods.returned"
        assert shop.interception.returned(tx, LEAD, order_id).code == "goods.returned_nothing"
        assert tx.execute(text("SELECT count(*) FROM tracked_units")).scalar_one() == 0
        assert shop.interception.release(tx, LEAD, order_id).code == "decision.late"
    shop.work()
    order = shop.order()
    assert (order.state, order.units_in_box) == (OrderState.CANCELLED, 0)
    assert all(sold.is_cancelled for sold in shop.carrier.orders.values())
    assert shop.incidents() == []
    assert len(shop.printer.documents) == (step == "printed")
    with database.reading() as connection:
        assert journal.verify(connection) is None
    shop.station.stop()


def add_serials(tx: Transaction, order_id: str) -> None:
    tx.execute(
        text(
            "INSERT INTO tracked_units (order_id, position, sku, serial, lot, expiry, units, packed_at, parcel_id)"
            " SELECT :order, 1, 'A', 'SN-1', '', '', 1, 0, (SELECT id FROM parcels WHERE order_id = :order)"
        ),
        {"order": order_id},
    )


def test_said_twice_nothing_happens_twice(tmp_path: Path) -> None:
    shop = Shop(tmp_path, StopKind.CANCEL)
    live(shop, "printed")
    shop.reach = None
    shop.tell()
    assert shop.reach is Reach.NO_NEWS
    with shop.station.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM stock_returns")).scalar_one() == 1
        assert connection.execute(text("SELECT count(*) FROM stops")).scalar_one() == 1
    shop.station.stop()


def test_nothing_goes_on_while_something_else_still_stops_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path, StopKind.HOLD)
    live(shop, "queued")
    shop.reach, shop.kind = None, StopKind.CANCEL
    shop.tell()
    with shop.station.database.transaction() as tx:
        (order_id,) = stops.orders_numbered(tx, "1001")
        shop.interception.release(tx, LEAD, order_id, StopKind.HOLD)
    shop.work()
    assert shop.carrier.orders == {}
    assert shop.release() == "decided"
    shop.work()
    assert len(shop.printer.documents) == 1
    with shop.station.database.reading() as connection:
        assert stops.returns_of(connection, order_id) == ()
    shop.station.stop()
