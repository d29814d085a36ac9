"""Orders in the store: once each, sealed, found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.order import OrderState
from app.errors import Misconfigured
from app.store import desk, orders
from app.store.database import Database
from app.store.sealing import Sealer
from tests.builders import Clock, a_consignee, a_draft, lines_of

PERSONAL = ("李小龙", "13912345678", "中关村大街27号1101室")


def add(database: Database, *drafts: object) -> int:
    with database.transaction() as tx:
        return orders.add(tx, database, drafts)  # type: ignore[arg-type]


def test_a_second_import_changes_nothing(database: Database) -> None:
    assert add(database, a_draft("1"), a_draft("2")) == 2
    assert add(database, a_draft("1", lines_of(Z=9)), a_draft("2"), a_draft("3")) == 1
    with database.reading() as connection:
        (order,) = orders.find_by_number(connection, database, "1")
    assert [line.sku for line in order.lines] == ["A"]


def test_one_number_of_two_shops_is_two_orders(database: Database) -> None:
    assert add(database, a_draft("1", shop="a"), a_draft("1", shop="b"), a_draft("1", shop="a")) == 2
    with database.reading() as connection:
        assert [order.shop for order in orders.find_by_number(connection, database, "1")] == ["a", "b"]


def test_an_order_comes_out_as_it_went_in(database: Database) -> None:
    add(database, a_draft("1", lines_of(A=2, B=1), service="SF"))
    with database.reading() as connection:
        (order,) = orders.find_by_number(connection, database, "1")
    assert (order.consignee.name, order.consignee.phone, order.consignee.address.street) == PERSONAL
    assert (order.state, order.service, order.lines) == (OrderState.OPEN, "SF", lines_of(A=2, B=1))


def test_no_byte_of_the_file_shows_a_person(database: Database) -> None:
    add(database, a_draft())
    database.close()
    content = b"".join(path.read_bytes() for path in database.path.parent.iterdir() if path.is_file())
    assert b"1001" in content  # so the order is there
    assert not [secret for secret in PERSONAL if secret.encode() in content]


@pytest.mark.parametrize("words", ["李小龙", "李 小龙", "13912345678", "+86 139-1234-5678", "5678"])
def test_a_person_is_found_without_being_readable(database: Database, words: str) -> None:
    add(database, a_draft("1"), a_draft("2", consignee=a_consignee("王五", "13800001111")))
    with database.reading() as connection:
        found = orders.find_by_person(connection, database, words)
    assert [(glance.number, glance.consignee) for glance in found] == [("1", "李**")]


def test_another_key_opens_nothing_and_says_so(database: Database) -> None:
    add(database, a_draft())
    stranger = Database(database.path, Sealer(bytes(32)), now_ms=Clock())
    with pytest.raises(Misconfigured, match=r"keys\.wrong_key"), stranger.reading() as connection:
        orders.find_by_number(connection, stranger, "1001")
    stranger.close()


def test_a_sealed_field_opens_only_in_its_own_place(database: Database) -> None:
    add(database, a_draft("1"), a_draft("2", consignee=a_consignee("王五")))
    with database.transaction() as tx:
        tx.execute(
            text(
                "UPDATE orders SET name_sealed = (SELECT name_sealed FROM orders WHERE number = '2') WHERE number = '1'"
            )
        )
    with pytest.raises(Misconfigured, match=r"keys\.wrong_key"), database.reading() as connection:
        orders.find_by_number(connection, database, "1")


def test_orders_put_aside_come_before_new_ones(database: Database) -> None:
    add(database, *(a_draft(number) for number in "123"))
    with database.transaction() as tx:
        (second,) = orders.find_by_number(tx, database, "2")
        desk.put_on_table(tx, second.id)
        desk.leave_table(tx, second.id, OrderState.ASIDE)
    with database.reading() as connection:
        assert [glance.number for glance in orders.next_to_pack(connection, database, 10)] == ["2", "1", "3"]
        assert orders.count_to_pack(connection) == {OrderState.OPEN: 2, OrderState.ASIDE: 1}


def test_the_list_of_orders_to_pack_is_read_from_its_index(database: Database) -> None:
    """At 100,000 orders a sort of them all would show at every scan."""
    with database.reading() as connection:
        query = orders.GLANCE.where(orders._in_state(OrderState.OPEN)).order_by(text("orders.id")).limit(20)
        sql = str(query.compile(database._reader, compile_kwargs={"literal_binds": True}))
        plan = " / ".join(row[3] for row in connection.execute(text("EXPLAIN QUERY PLAN " + sql)))
    assert "orders_to_pack" in plan
    assert "TEMP B-TREE" not in plan


def test_a_count_that_differs_on_disk_is_not_overwritten(database: Database, tmp_path: Path) -> None:
    add(database, a_draft("1", lines_of(A=3)))
    with database.transaction() as tx:
        (order,) = orders.find_by_number(tx, database, "1")
        desk.count_units(tx, order.id, 1, before=0, after=1)
        with pytest.raises(Misconfigured, match="a count on disk differs"):
            desk.count_units(tx, order.id, 1, before=0, after=2)
        assert orders.get(tx, database, order.id).units_packed == 1
