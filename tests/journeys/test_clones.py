"""Batch clones: one order is verified by scanning, the identical rest is finished with it; what is stopped or tracked
is left for the bench.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.order import Mark
from tests.builders import a_draft, a_line, lines_of
from tests.journeys.table import CHEN, WU, Table, noted, tracked


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.station.stop()


def labels(table: Table) -> int:
    table.work()
    return len(table.carrier.orders)


def test_of_100_orders_3_cancelled_and_2_with_serial_numbers_95_get_their_label(table: Table) -> None:
    table.orders(*(a_draft(str(n), (tracked("A"),) if n in (50, 60) else lines_of(A=1)) for n in range(1, 101)))
    for number in ("10", "20", "30"):
        table.stop(number)
    table.scan("1", "A")
    asked = table.station.bench.scan("PB.CLONE")
    assert (asked.code, asked.units_packed, asked.reason) == ("clone.asked", 94, "5")
    done = table.station.bench.scan("PB.OK")
    assert (done.code, done.units_packed, done.reason) == ("cloned", 94, "0")
    assert labels(table) == 95
    assert table.unbalanced() == []
    assert table.scan("PB.CLONE", "50", "A", "S1", "10") == [
        "clone.none", "order.opened", "serial.next", "order.complete", "stopped.cancel",
    ]  # fmt: skip


def test_an_order_stopped_between_question_and_answer_is_left_out_and_the_answer_says_so(table: Table) -> None:
    table.orders(*(a_draft(str(n)) for n in range(1, 6)))
    table.scan("1", "A", "PB.CLONE")
    table.stop("3")
    table.stop("4", "hold")
    done = table.station.bench.scan("PB.OK")
    assert (done.units_packed, done.reason) == (2, "2")
    assert labels(table) == 3


def test_what_must_be_read_is_packed_by_hand(tmp_path: Path) -> None:
    table = Table(tmp_path, remark_stops=True)
    table.orders(a_draft("1"), noted(a_draft("2"), package="P"), replace(a_draft("3"), remark="R"), a_draft("4"))
    assert table.scan("1", "A", "PB.CLONE", "PB.OK") == ["order.opened", "order.complete", "clone.asked", "cloned"]
    assert table.ask("SELECT number FROM orders WHERE state = 'packed' ORDER BY number") == [("1",), ("4",)]
    table.station.stop()


@pytest.mark.parametrize("way", [["PB.SHORT", "PB.1"], ["A", "PB.CLOSE"]])
def test_only_an_order_in_one_full_box_is_a_model(table: Table, way: list[str]) -> None:
    table.orders(a_draft("1", lines_of(A=2, B=1)), a_draft("2", lines_of(A=2, B=1)))
    table.scan("1", "B", *way, "A")
    assert table.scan("PB.CLONE") == ["clone.none"]


def test_the_same_goods_on_other_lines_are_the_same_goods(table: Table) -> None:
    twice = (a_line("A", 1), a_line("A", 1, position=2))
    table.orders(a_draft("1", lines_of(A=2)), a_draft("2", twice), a_draft("3", lines_of(A=3)))
    table.scan("1", "A", "A", "PB.CLONE", "PB.OK")
    assert table.ask("SELECT number FROM orders WHERE state = 'packed' ORDER BY number") == [("1",), ("2",)]


def test_each_clone_goes_into_a_carton_of_its_own(tmp_path: Path) -> None:
    table = Table(tmp_path, carton_required=True)
    table.do("INSERT INTO materials (code, kind, title, stock) VALUES ('BOX', 'carton', 'Box', 10)")
    table.orders(*(a_draft(str(n)) for n in range(1, 5)))
    assert table.scan("1", "A", "BOX", "PB.CLONE", "PB.OK")[-1] == "cloned"
    assert table.ask("SELECT stock FROM materials") == [(6,)]
    assert table.unbalanced() == []
    table.station.stop()


def test_nothing_is_cloned_before_somebody_agrees(table: Table) -> None:
    table.orders(a_draft("1"), a_draft("2"))
    assert table.scan("1", "A", "PB.CLONE", "A", "PB.CANCEL", "PB.OK")[2:] == [
        "clone.asked", "question.open", "question.left", "due.nothing",
    ]  # fmt: skip
    assert labels(table) == 1


def test_more_than_fit_into_one_go_are_asked_for_again(table: Table) -> None:
    table.orders(*(a_draft(str(n)) for n in range(1, 222)))
    table.scan("1", "A")
    counts = [table.station.bench.scan(code).units_packed for code in ("PB.CLONE", "PB.OK", "PB.CLONE", "PB.OK")]
    assert counts == [200, 200, 20, 20]


def test_the_marks_of_a_clone_are_those_of_the_model(table: Table) -> None:
    fragile = (replace(a_line("A"), marks=(Mark.FRAGILE,)),)
    table.orders(a_draft("1", fragile), a_draft("2", fragile), a_draft("3"))
    assert table.scan("1", "A", "PB.OK", "PB.CLONE", "PB.OK")[-1] == "cloned"


def test_who_cloned_is_in_the_journal(table: Table) -> None:
    table.enroll()
    table.orders(a_draft("1"), a_draft("2"))
    table.scan(WU, "1", "A", "PB.CLONE", "PB.OK")
    assert table.ask("SELECT packer FROM journal WHERE event = 'order.cloned'") == [("wu",)]
    assert not any(badge in str(table.ask("SELECT * FROM journal")) for badge in (WU, CHEN))
