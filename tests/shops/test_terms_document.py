"""What orders and lines ask beyond their goods, as JSON: nested where it is natural, or under the columns' names."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.order import (
    Instruction,
    ItemCode,
    LineKind,
    Mark,
    OrderDraft,
    OrderLine,
    Scope,
    Sequence,
    UnitPolicy,
)
from app.shops.files import BadRow

END_OF_DAY_MS = int(datetime(2026, 2, 22, tzinfo=UTC).timestamp()) * 1000 - 1

Write = Callable[..., Path]
Read = Callable[[Path], tuple[list[OrderDraft], list[BadRow]]]


def a_document(**changes: object) -> str:
    line = {"sku": "SKU-1", "barcode": "2000000000015", "quantity": 4, "kit": "SET", "kit_barcode": "690", "per_kit": 2}
    line |= {"policy": {"serial": True, "shelf_days": 30}, "marks": ["fragile", "锂电池"], "weight_g": 180}
    line |= {"codes": [{"code": "700", "units": 12}, {"code": "701"}], "kind": "insert"}
    order = {
        "number": "J1",
        "consignee": {"name": "示例甲", "phone": 13800001111, "address": "浙江省杭州市余杭区示例路1号"},
        "due_at": "2026-02-21",
        "sequence": "kit",
        "tote": "T-1",
        "flag": 1,
        "instructions": [
            {"scope": "package", "text": "One, two"},
            {"text": "First"},
            {"scope": "order", "text": "Then"},
        ],
        "lines": [line | changes],
    }
    return json.dumps([order | {name: value for name, value in changes.items() if name in order}])


def test_json_says_it_nested(write: Write, read: Read) -> None:
    (order,), bad = read(write(a_document(), name="orders.json", titles=""))
    assert not bad
    assert (order.sequence, order.tote, order.flag) == (Sequence.KIT, "T-1", "red")
    assert order.due_at_ms == END_OF_DAY_MS
    assert order.instructions == (
        Instruction(Scope.ORDER, "First"),
        Instruction(Scope.ORDER, "Then"),
        Instruction(Scope.PACKAGE, "One, two"),
    )
    assert order.lines == (
        OrderLine(
            1, "SKU-1", "2000000000015", "", 4,
            kind=LineKind.INSERT,
            kit="SET",
            per_kit=2,
            policy=UnitPolicy(serial=True, expiry=True, shelf_days=30),
            marks=(Mark.FRAGILE, Mark.LITHIUM_BATTERY),
            weight_g=180,
            codes=(ItemCode("700", 12), ItemCode("701"), ItemCode("690", 1, "SET")),
        ),
    )  # fmt: skip


def test_json_also_takes_the_names_of_the_columns(write: Write, read: Read) -> None:
    flat = {"policy": None, "codes": None, "tracking": "serial, lot", "barcodes": "700*12", "marks": "易碎"}
    (order,), bad = read(write(a_document(**flat), name="orders.json", titles=""))
    assert not bad
    (line,) = order.lines
    assert (line.policy, line.marks) == (UnitPolicy(serial=True, lot=True), (Mark.FRAGILE,))
    assert line.codes[0] == ItemCode("700", 12)


@pytest.mark.parametrize(
    "change",
    [
        {"instructions": "text"},
        {"instructions": [{"scope": "box", "text": "x"}]},
        {"instructions": [{"scope": [], "text": "x"}]},
        {"instructions": [{"text": {}}]},
        {"instructions": ["text"]},
        {"policy": [1]},
        {"policy": {"serial": "yes"}},
        {"policy": {"shelf_days": True}},
        {"codes": {"code": "1"}},
        {"codes": ["700"]},
        {"codes": [{"units": 2}]},
        {"codes": [{"code": "70 0"}]},
        {"codes": [{"code": "700;701"}]},
        {"marks": [{}]},
        {"tote": []},
    ],
)
def test_json_of_another_shape_is_malformed(write: Write, read: Read, change: dict[str, object]) -> None:
    orders, bad = read(write(a_document(**change), name="orders.json", titles=""))
    assert not orders
    assert bad == [BadRow(1, "import.malformed")]
