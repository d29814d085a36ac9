"""Whatever the columns of kits, marks, barcodes and instructions hold: an answer, and what was written comes back."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.order import (
    Instruction,
    ItemCode,
    LineKind,
    Mark,
    OrderDraft,
    OrderLine,
    OrderNews,
    Scope,
    Sequence,
    UnitPolicy,
)
from app.shops.files import BadRow, OrderFile, read_orders

ORDER_COLUMNS = ["due_at", "sequence", "tote", "flag", "instruction", "instruction_shipment", "instruction_package"]
LINE_COLUMNS = [
    "kit", "kit_barcode", "per_kit", "tracking", "shelf_days", "marks", "weight_g", "barcodes", "kind",
]  # fmt: skip
PLAIN = ["number", "name", "phone", "address", "sku", "barcode", "quantity"]
WHO = ["示例甲", "13800001111", "浙江省杭州市余杭区示例路1号"]
DUE_MS = 1_771_641_000_000
QUICK = settings(max_examples=100, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])

words = [
    "serial",
    "lot+expiry",
    "锂电池",
    "690*12",
    "690*",
    "×",
    "*",
    ";",
    "1",
    "-1",
    "1E+9",
    "forced",
    "red",
    "'",
    '="x"',
]
cell = st.one_of(
    st.just(""),
    st.sampled_from(words),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=12),
)
row = st.lists(cell, min_size=len(ORDER_COLUMNS + LINE_COLUMNS), max_size=len(ORDER_COLUMNS + LINE_COLUMNS))


def checked(path: Path) -> None:
    """Orders, bad rows and news only; an order's kits are whole and no code of a line counts two ways."""
    for entry in read_orders(path):
        assert isinstance(entry, OrderDraft | BadRow | OrderNews)
        if isinstance(entry, OrderDraft):
            made: dict[str, set[tuple[int, int]]] = {}
            for line in entry.lines:
                made.setdefault(line.kit, set()).add(divmod(line.quantity, line.per_kit))
                assert len({(code.code, code.sku) for code in line.codes}) == len(line.codes)
            assert all(len(counts) == 1 and not counts.pop()[1] for kit, counts in made.items() if kit)


@QUICK
@given(rows=st.lists(row, min_size=1, max_size=4), number=st.sampled_from(["A1", "A1", "A2", ""]))
def test_any_text_in_the_new_columns_gets_an_answer(tmp_path: Path, rows: list[list[str]], number: str) -> None:
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([*PLAIN, *ORDER_COLUMNS, *LINE_COLUMNS])
        for place, cells in enumerate(rows):
            table.writerow([number or f"B{place}", *WHO, f"S{place}", "2000000000015", "2", *cells])
    checked(path)


@QUICK
@given(
    junk=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["scope", "text", "code", "units", "serial", "shelf_days"]), inner, max_size=3
        ),
        max_leaves=6,
    ),
    name=st.sampled_from([*ORDER_COLUMNS, *LINE_COLUMNS, "instructions", "policy", "codes", "status"]),
)  # fmt: skip
def test_any_json_value_in_the_new_places_gets_an_answer(tmp_path: Path, junk: object, name: str) -> None:
    path = tmp_path / "orders.json"
    consignee = dict(zip(["name", "phone", "address"], WHO, strict=True))
    line = {"sku": "S", "quantity": 2, name: junk}
    path.write_text(json.dumps([{"number": "J1", "consignee": consignee, name: junk, "lines": [line]}]))
    checked(path)


texts = st.text("abcXYZ 0129示例，。*×;,", min_size=1, max_size=12).map(lambda text: " ".join(text.split()) or "x")
codes = st.from_regex(r"\A[A-D0-9][A-Z0-9./-]{3,15}\Z").filter(lambda code: code != "2000000000015")
policies = st.builds(
    lambda serial, lot, days: UnitPolicy(serial, lot, days > 0, days), st.booleans(), st.booleans(), st.integers(0, 99)
)
instructions = st.lists(st.builds(Instruction, st.sampled_from(Scope), texts), max_size=4, unique=True).map(
    lambda listed: tuple(sorted(listed, key=lambda each: list(Scope).index(each.scope)))
)


@st.composite
def lines(draw: st.DrawFn) -> tuple[OrderLine, ...]:
    kits = draw(st.integers(1, 5))
    built = []
    for position in range(1, draw(st.integers(1, 4)) + 1):
        kit, per_kit = draw(st.sampled_from([("", 1), ("SET-1", 1), ("SET-1", 3)]))
        own = [ItemCode(code, draw(st.integers(1, 99))) for code in draw(st.lists(codes, max_size=3, unique=True))]
        of_kit = [ItemCode(draw(codes), 1, kit)] if kit and draw(st.booleans()) else []
        built.append(
            OrderLine(
                position, f"SKU-{position}", "2000000000015", "", kits * per_kit,
                kind=draw(st.sampled_from(LineKind)),
                kit=kit,
                per_kit=per_kit,
                policy=draw(policies),
                marks=tuple(sorted(draw(st.sets(st.sampled_from(Mark))))),
                weight_g=draw(st.integers(0, 9999)),
                codes=(*own, *of_kit),
            )
        )  # fmt: skip
    return tuple(built)


wanted = st.tuples(
    st.none() | st.just(DUE_MS), st.sampled_from(Sequence), instructions, st.sampled_from(["", "T-1"]),
    st.sampled_from(["", "red", "yellow", "green", "blue", "purple"]), lines(),
)  # fmt: skip


def came_back(file: OrderFile) -> tuple[object, ...]:
    (order,) = file
    assert isinstance(order, OrderDraft), order
    return order.due_at_ms, order.sequence, order.instructions, order.tote, order.flag, order.lines


def line_cells(line: OrderLine) -> list[str]:
    tracked = [name for name in ("serial", "lot", "expiry") if getattr(line.policy, name)]
    own = " ".join(f"{code.code}*{code.units}" for code in line.codes if not code.sku)
    kit_barcode = next((code.code for code in line.codes if code.sku), "")
    of_kit = [line.kit, kit_barcode, str(line.per_kit)]
    return [
        *of_kit,
        "+".join(tracked),
        str(line.policy.shelf_days),
        ";".join(line.marks),
        str(line.weight_g),
        own,
        line.kind,
    ]


@QUICK
@given(order=wanted)
def test_terms_written_as_columns_come_back_equal(tmp_path: Path, order: tuple[object, ...]) -> None:
    path = tmp_path / "orders.csv"
    due, sequence, told, tote, flag, items = order
    assert isinstance(told, tuple)
    assert isinstance(items, tuple)
    scoped = ["\n".join(each.text for each in told if each.scope is scope) for scope in Scope]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([*PLAIN, *ORDER_COLUMNS, *LINE_COLUMNS])
        for line in items:
            head = ["A1", *WHO, line.sku, line.barcode, str(line.quantity)]
            head += ["2026-02-21T02:30:00Z" if due else "", str(sequence), str(tote), str(flag), *scoped]
            table.writerow([*head, *line_cells(line)])
    assert came_back(read_orders(path)) == order


@QUICK
@given(order=wanted)
def test_terms_written_as_json_come_back_equal(tmp_path: Path, order: tuple[object, ...]) -> None:
    path = tmp_path / "orders.json"
    due, sequence, told, tote, flag, items = order
    assert isinstance(told, tuple)
    assert isinstance(items, tuple)
    content = {
        "number": "A1",
        "consignee": dict(zip(["name", "phone", "address"], WHO, strict=True)),
        "due_at": "2026-02-21T02:30:00Z" if due else None,
        "sequence": sequence,
        "tote": tote,
        "flag": flag,
        "instructions": [{"scope": each.scope, "text": each.text} for each in told],
        "lines": [
            {
                "sku": line.sku,
                "barcode": line.barcode,
                "quantity": line.quantity,
                "kind": line.kind,
                "kit": line.kit,
                "kit_barcode": next((code.code for code in line.codes if code.sku), None),
                "per_kit": line.per_kit,
                "policy": {name: getattr(line.policy, name) for name in ("serial", "lot", "expiry", "shelf_days")},
                "marks": line.marks,
                "weight_g": line.weight_g,
                "codes": [{"code": code.code, "units": code.units} for code in line.codes if not code.sku],
            }
            for line in items
        ],
    }
    path.write_text(json.dumps([content]))
    assert came_back(read_orders(path)) == order


def test_thousand_rows_of_kits_and_their_components_end_in_bounded_time(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([*PLAIN, "kit"])
        for place in range(500):
            table.writerow(["A1", *WHO, f"KIT-{place}", "", "1", ""])
            table.writerow(["A1", *WHO, f"SKU-{place}", "", "1", f"KIT-{place}"])
    started = time.perf_counter()
    (order,) = read_orders(path)
    assert isinstance(order, OrderDraft)
    assert len(order.lines) == 500
    assert time.perf_counter() - started < 1
