"""Item first: an item opens the order that is due first, always the same one; the mode stays until it is changed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.order import ItemCode
from tests.builders import Rig, a_draft, a_line, lines_of
from tests.journeys.table import Table, noted


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.station.stop()


def opened(rig: Rig, code: str) -> str:
    return rig.station.bench.scan(code).order_number


def test_the_mode_holds_for_the_desk_whatever_lay_on_it_in_between(rig: Rig) -> None:
    rig.orders(a_draft("1001"), a_draft("1002"), a_draft("1003", lines_of(A=2)), a_draft("1004"))
    assert rig.scan("PB.MODE.ITEM", "A", "A", "A", "PB.ASIDE", "A", "PB.MODE.ORDER", "A") == [
        "mode.item", "order.complete", "order.complete", "order.complete", "command.needs_order", "item.packed",
        "command.needs_free_table", "order.complete",
    ]  # fmt: skip
    assert rig.scan("PB.MODE.ORDER", "A") == ["mode.order", "item.before_order"]


def test_the_mode_survives_a_restart_with_an_order_on_the_table(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)), a_draft("1002"))
    rig.orders(a_draft("1003"))
    rig.scan("PB.MODE.ITEM", "A", "1001", "A")
    rig.restart()
    assert rig.scan("1001", "PB.ASIDE") == ["order.already_open", "order.put_aside"]
    assert rig.scan("A") == ["order.complete"]


def test_the_order_due_first_comes_first_and_the_older_one_of_two_due_together(rig: Rig) -> None:
    due = {"1001": 300, "1002": 100, "1003": 100, "1004": 200}
    rig.orders(*(replace(a_draft(number), due_at_ms=at) for number, at in due.items()))
    rig.scan("PB.MODE.ITEM")
    assert [opened(rig, "A") for _ in due] == ["1002", "1003", "1004", "1001"]


def test_an_order_of_this_item_alone_comes_before_one_of_several_items(rig: Rig) -> None:
    rig.orders(replace(a_draft("1001", lines_of(A=1, B=1)), due_at_ms=1), replace(a_draft("1002"), due_at_ms=2))
    rig.scan("PB.MODE.ITEM")
    assert [opened(rig, "A"), opened(rig, "A")] == ["1002", "1001"]


def test_a_pack_opens_an_order_of_so_many(rig: Rig) -> None:
    pack = (replace(a_line("A", 6), codes=(ItemCode("PACK", 6),)),)
    rig.orders(replace(a_draft("1001"), due_at_ms=1), replace(a_draft("1002", pack), due_at_ms=2))
    assert rig.scan("PB.MODE.ITEM", "PACK", "A") == ["mode.item", "order.complete", "order.complete"]


def test_stopped_cancelled_and_merged_orders_are_passed_over(table: Table) -> None:
    table.orders(*(replace(a_draft(str(number)), due_at_ms=number) for number in range(1, 6)))
    table.stop("1", "hold")
    table.stop("2", "cancel")
    table.scan("3", "PB.MERGE", "4", "PB.ASIDE", "PB.MODE.ITEM")
    assert opened(table, "A") == "5"


def test_a_note_is_read_before_the_item_counts(rig: Rig) -> None:
    rig.orders(noted(a_draft("1001"), order="Read me"))
    assert rig.scan("PB.MODE.ITEM", "A", "PB.OK", "A") == [
        "mode.item", "due.note", "note.acknowledged", "order.complete",
    ]  # fmt: skip


def test_no_item_opens_an_order_while_a_label_must_be_seen(tmp_path: Path) -> None:
    rig = Rig(tmp_path, confirm="required")
    rig.orders(a_draft("1001"), a_draft("1002"))
    rig.scan("PB.MODE.ITEM", "A")
    rig.work()
    label = rig.station.recent_parcels()[0].tracking_number
    assert rig.scan("A", label, "A") == ["label.awaited", "label.confirmed", "order.complete"]
    rig.station.stop()


def test_a_wave_of_500_orders_goes_by_due_and_age_whatever_order_its_items_are_scanned_in(rig: Rig) -> None:
    dice = random.Random(4)
    drafts = [
        replace(a_draft(str(number), lines_of(**{dice.choice("ABCD"): 1})), due_at_ms=dice.randint(1, 40))
        for number in range(500)
    ]
    rig.orders(*drafts)
    items = [draft.lines[0].sku for draft in drafts]
    dice.shuffle(items)
    rig.scan("PB.MODE.ITEM")
    packed: dict[str, list[str]] = {sku: [] for sku in "ABCD"}
    for sku in items:
        packed[sku].append(opened(rig, sku))
    by_due = sorted(drafts, key=lambda draft: draft.due_at_ms or 0)  # stable: the older one of two comes first
    assert packed == {sku: [draft.number for draft in by_due if draft.lines[0].sku == sku] for sku in "ABCD"}
