"""Cartons and consumables: asked for where the station says so, and posted once whatever is done to the label."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.parcel import Material, MaterialFlaw, StockedMaterial, read_material
from app.store import materials
from tests.builders import a_draft, lines_of
from tests.journeys.table import Table


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path, carton_required=True)
    with made.station.database.transaction() as tx:
        for code, is_carton, cost in (("S", True, 80), ("L", True, 120), ("FOAM", False, 5)):
            materials.keep(tx, StockedMaterial(Material(code, is_carton, code, 100), cost, "CNY", 50))
    yield made
    made.station.stop()


def left(table: Table) -> dict[str, int]:
    with table.station.database.reading() as connection:
        return {each.material.code: each.stock or 0 for each in materials.every(connection)}


def test_no_box_is_closed_without_its_carton_and_each_is_posted_once(table: Table) -> None:
    table.orders(a_draft("1001"))
    assert table.scan("1001", "A", "PB.OK", "FOAM", "FOAM", "S") == [
        "order.opened", "due.carton", "due.carton", "due.carton", "due.carton", "order.complete",
    ]  # fmt: skip
    assert left(table) == {"S": 49, "L": 50, "FOAM": 48}
    uses = table.ask("SELECT code, units, cost_minor, currency FROM material_uses ORDER BY code")
    assert uses == [("FOAM", 2, 10, "CNY"), ("S", 1, 80, "CNY")]


def test_neither_reprint_nor_void_nor_a_new_label_posts_twice(table: Table) -> None:
    table.orders(a_draft("1001"))
    table.scan("1001", "A", "S")
    table.work()
    told = table.scan("PB.REPRINT.DAMAGED", "PB.VOID", "PB.VOID")
    table.work()
    told += table.scan("PB.LABEL")
    table.work()
    table.restart()
    assert told == ["reprint.queued", "void.confirm", "void.queued", "label.queued"]
    assert left(table)["S"] == 49
    assert len(table.ask("SELECT * FROM material_uses")) == 1


def test_a_carton_scanned_instead_of_another_replaces_it(table: Table) -> None:
    table.orders(a_draft("1001", lines_of(A=2)))
    table.scan("1001", "S", "A", "L", "A")
    assert left(table) == {"S": 50, "L": 49, "FOAM": 50}


def test_each_box_has_a_carton_of_its_own_and_its_own_consumables(table: Table) -> None:
    table.orders(a_draft("1001", lines_of(A=2)))
    assert table.scan("1001", "A", "S", "FOAM", "PB.CLOSE", "A", "L") == [
        "order.opened", "item.packed", "material.used", "material.used", "box.closed", "due.carton", "order.complete",
    ]  # fmt: skip
    assert left(table) == {"S": 49, "L": 49, "FOAM": 49}


def test_what_was_used_for_a_box_is_kept_when_it_is_put_aside(table: Table) -> None:
    table.orders(a_draft("1001", lines_of(A=2)))
    table.scan("1001", "S", "FOAM", "A", "PB.ASIDE")
    table.restart()
    assert table.scan("1001", "A") == ["order.resumed", "order.complete"]
    assert left(table) == {"S": 49, "L": 50, "FOAM": 49}


def test_materials_of_a_box_that_was_never_closed_are_not_posted(table: Table) -> None:
    table.orders(a_draft("1001", lines_of(A=2)))
    table.scan("1001", "S", "A")
    table.stop("1001")
    assert table.scan("A", "PB.RETURNED") == ["stopped.cancel", "goods.returned"]
    assert left(table)["S"] == 50


def test_packaging_without_an_order_uses_nothing_up(table: Table) -> None:
    assert table.scan("S") == ["material.before_order"]


def test_a_list_without_a_count_leaves_the_stock(table: Table) -> None:
    with table.station.database.transaction() as tx:
        materials.keep(tx, StockedMaterial(Material("S", True, "Small"), 90, "CNY"))
    assert left(table)["S"] == 50


@pytest.mark.parametrize(
    ("cells", "flaw"),
    [
        ({"code": ""}, "code"), ({"code": "x" * 61}, "code"), ({"kind": "box"}, "kind"), ({"tare_g": "-1"}, "tare_g"),
        ({"tare_g": "1.5"}, "tare_g"), ({"cost": "1.234"}, "cost"), ({"cost": "1", "currency": ""}, "cost"),
        ({"stock": "many"}, "stock"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_names_its_column(cells: dict[str, str], flaw: str) -> None:
    row = {"code": "S", "kind": "carton", "title": "T", "tare_g": "5", "cost": "1.2", "currency": "CNY", "stock": "3"}
    assert read_material(row) == StockedMaterial(Material("S", True, "T", 5), 120, "CNY", 3)
    assert read_material(row | cells) is MaterialFlaw(flaw)
