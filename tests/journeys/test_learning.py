"""A barcode learnt at the bench means its item in that order only, until a lead approves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bench.learning import Approval, approve_code
from app.domain.actor import Actor, Role
from app.domain.barcode import with_check_digit
from app.errors import Rejected
from tests.builders import Rig, a_draft, lines_of
from tests.journeys.table import CHEN, WU, Table

LEAD = Actor("Bench 7", "chen", Role.LEAD)
GTIN = with_check_digit("0950110153000")


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    made.enroll()
    made.orders(a_draft("1001", lines_of(A=2, B=1)), a_draft("1002", lines_of(A=2)))
    made.scan(WU)
    yield made
    made.station.stop()


def approve(table: Table, code: str, sku: str = "", actor: Actor = LEAD) -> Approval:
    with table.station.database.transaction() as tx:
        return approve_code(tx, table.station.database, actor, code, sku)


def learn(table: Table, number: str, code: str, line: str = "PB.1") -> list[str]:
    return table.scan(number, "PB.LEARN", line, code, CHEN)


def test_a_learnt_code_counts_in_its_order_and_nowhere_else_until_it_is_approved(table: Table) -> None:
    assert learn(table, "1001", "NEW")[1:] == ["line.choose", "learn.next", "learn.asked", "learned"]
    assert table.scan("NEW", "PB.ASIDE", "1002", "NEW") == [
        "item.packed",
        "order.put_aside",
        "order.opened",
        "code.unknown",
    ]
    table.restart()
    assert table.scan("PB.ASIDE", "1001", "NEW") == ["order.put_aside", "order.resumed", "item.line_complete"]
    assert approve(table, "NEW") is Approval.APPROVED
    assert table.scan("PB.ASIDE", "1002", "NEW", "NEW") == [
        "order.put_aside", "order.resumed", "item.packed", "order.complete",
    ]  # fmt: skip
    assert approve(table, "NEW") is Approval.NOT_PENDING


def test_only_a_lead_agrees_and_the_journal_names_who(table: Table) -> None:
    table.scan("1001", "PB.LEARN", "PB.1", "NEW")
    assert table.scan("PB.OK", WU) == ["question.open", "lead.refused"]
    assert table.scan(CHEN) == ["learned"]
    rows = table.ask(
        "SELECT packer, detail ->> 'approver' FROM journal WHERE event IN ('scan.lead.refused', 'scan.learned')"
    )
    assert rows == [("wu", None), ("wu", "chen")]
    assert table.ask("SELECT learned_by FROM item_codes WHERE learned_in <> ''") == [("wu",)]


def test_a_packer_approves_nothing(table: Table) -> None:
    learn(table, "1001", "NEW")
    with pytest.raises(Rejected, match=r"people\.not_allowed"):
        approve(table, "NEW", actor=Actor("Bench 7", "wu", Role.PACKER))


def test_what_was_learnt_for_two_items_is_named_by_the_lead(table: Table) -> None:
    learn(table, "1001", "NEW", "PB.2")
    table.scan("PB.ASIDE", "1002", "PB.LEARN", "NEW", CHEN)
    assert approve(table, "NEW") is Approval.SEVERAL
    assert approve(table, "NEW", "A") is Approval.APPROVED
    assert approve(table, "NEW", "B") is Approval.TAKEN


def test_learnt_again_in_another_order_it_holds_there_also_after_a_restart(table: Table) -> None:
    learn(table, "1001", "NEW")
    table.scan("PB.ASIDE")
    table.scan("1002", "PB.LEARN", "NEW", CHEN)
    table.restart()
    assert table.scan("NEW") == ["item.packed"]


@pytest.mark.parametrize("code", ["A", "1002", "B"])
def test_a_code_that_means_something_is_not_learnt(table: Table, code: str) -> None:
    assert table.scan("1001", "PB.LEARN", "PB.1", code)[-1] == "code.taken"


def test_of_an_element_string_the_item_is_learnt_and_not_the_unit(table: Table) -> None:
    assert learn(table, "1001", f"]C101{GTIN}21S1")[-1] == "learned"
    assert table.scan(f"]C101{GTIN}21S2", GTIN) == ["item.packed", "item.line_complete"]


def test_where_nobody_is_enrolled_the_owner_agrees_with_ok(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.orders(a_draft("1001", lines_of(A=2)), a_draft("1002", lines_of(X=1)))
    assert rig.scan("1001", "PB.LEARN", "NEW", "PB.OK", "NEW") == [
        "order.opened", "learn.next", "learn.asked", "learned", "item.packed",
    ]  # fmt: skip
    assert rig.scan("PB.SWAP", "X", "PB.OK") == ["swap.next", "swap.asked", "order.complete"]
    rig.station.stop()
