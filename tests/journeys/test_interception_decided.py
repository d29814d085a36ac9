"""What becomes of stopped orders: let go, given back, sent anew to another address, put back on the shelf."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.actor import Actor
from app.domain.incident import Decision, IncidentKind
from app.domain.interception import Reach, StopKind
from app.domain.order import OrderState
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState
from app.store import journal, stops
from app.store.database import Transaction
from tests.journeys.shop import KINDS, LEAD, MOVED, STEPS, Shop, during, live


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
