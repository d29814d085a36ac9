"""What orders and lines ask beyond their goods, as columns, as a workbook and as JSON."""

from __future__ import annotations

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
from app.shops.files import BadRow, ColumnMap, read_orders

TITLES = "number,name,phone,province,city,street,sku,barcode,title,quantity"
GOOD = "A1,示例甲,13800001111,浙江省,杭州市,示例路1号,SKU-1,2000000000015,搪瓷杯,2"
LAST_MS = 999

Write = Callable[..., Path]
Read = Callable[[Path], tuple[list[OrderDraft], list[BadRow]]]


@pytest.fixture
def one(write: Write, read: Read) -> Callable[..., OrderDraft]:
    """`one(due_at="…", …)`: the order of one line whose file has these columns besides the usual ones."""

    def make(**cells: str) -> OrderDraft:
        (order,), bad = read(write(f"{GOOD},{quoted(cells)}\n", titles=f"{TITLES},{','.join(cells)}"))
        assert not bad
        return order

    return make


def quoted(cells: dict[str, str]) -> str:
    return ",".join('"' + text.replace('"', '""') + '"' for text in cells.values())


def moment(*parts: int, ms: int = 0) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1000 + ms  # type: ignore[misc]


def test_file_without_these_columns_asks_nothing(one: Callable[..., OrderDraft]) -> None:
    order = one(remark="")
    asked = (order.due_at_ms, order.sequence, order.instructions, order.tote, order.flag)
    assert asked == (None, Sequence.ANY, (), "", "")
    assert order.lines == (OrderLine(1, "SKU-1", "2000000000015", "搪瓷杯", 2),)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026-02-21", moment(2026, 2, 21, 23, 59, 59, ms=LAST_MS)),
        ("2026/2/21", moment(2026, 2, 21, 23, 59, 59, ms=LAST_MS)),
        ("2026.2.21", moment(2026, 2, 21, 23, 59, 59, ms=LAST_MS)),
        ("2026年2月21日", moment(2026, 2, 21, 23, 59, 59, ms=LAST_MS)),
        ("46074", moment(2026, 2, 21, 23, 59, 59, ms=LAST_MS)),
        ("46074.5", moment(2026, 2, 21, 12)),
        ("2026-02-21 17:00", moment(2026, 2, 21, 17)),
        ("2026-02-21T17:00:00+08:00", moment(2026, 2, 21, 9)),
        ("2026-02-21T00:00:00Z", moment(2026, 2, 21)),
    ],
)
def test_order_is_due_at_its_time_or_at_the_end_of_its_day(one: Callable[..., OrderDraft], text: str, due: int) -> None:
    assert one(due_at=text).due_at_ms == due


def test_day_of_a_chinese_platform_ends_in_beijing_and_its_flag_has_a_number(write: Write, read: Read) -> None:
    titles = "订单编号,收件人,联系手机,收货地址,宝贝标题,宝贝数量,最晚发货时间,卖家备注旗帜"
    row = "T1,示例甲,13800001111,浙江省杭州市余杭区示例路1号,搪瓷杯,2,2026-02-21,5\n"
    (order,), bad = read(write(row, titles=titles))
    assert not bad
    assert order.due_at_ms == moment(2026, 2, 21, 15, 59, 59, ms=LAST_MS)
    assert order.flag == "purple"


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("sequence", "forced", Sequence.FORCED),
        ("打包顺序", "按套", Sequence.KIT),
        ("sequence", "Heavy", Sequence.HEAVY),
        ("sequence", "", Sequence.ANY),
        ("tote", "T-17", "T-17"),
        ("周转箱号", "００17", "００17"),
        ("flag", "RED", "red"),
        ("旗帜", "黄旗", "yellow"),
        ("旗帜", "绿色", "green"),
        ("flag", "4", "blue"),
        ("flag", "0", ""),
    ],
)
def test_sequence_tote_and_flag_in_both_languages(
    one: Callable[..., OrderDraft], column: str, text: str, value: str
) -> None:
    order = one(**{column: text})
    assert value in (order.sequence, order.tote, order.flag)


def test_instructions_have_their_scope_and_none_is_passed_over(write: Write, read: Read) -> None:
    titles = f"{TITLES},instruction,instruction_shipment,每箱说明"
    first = f'{GOOD},"Call first\nThen pack",With the invoice,封箱贴易碎\n'
    second = f"{GOOD.replace('SKU-1', 'SKU-2')},Ask the lead,With the invoice,\n"
    (order,), bad = read(write(first + second, titles=titles))
    assert not bad
    assert order.instructions == (
        Instruction(Scope.ORDER, "Call first"),
        Instruction(Scope.ORDER, "Then pack"),
        Instruction(Scope.ORDER, "Ask the lead"),
        Instruction(Scope.SHIPMENT, "With the invoice"),
        Instruction(Scope.PACKAGE, "封箱贴易碎"),
    )


def test_rows_of_an_order_that_contradict_each_other_are_a_conflict(write: Write, read: Read) -> None:
    titles = f"{TITLES},tote,due_at"
    rows = f"{GOOD},T-1,2026-02-21\n{GOOD.replace('SKU-1', 'SKU-2')},,2026-02-22\n"
    orders, bad = read(write(rows, titles=titles))
    assert not orders
    assert bad == [BadRow(2, "import.conflict", "due_at"), BadRow(3, "import.order_incomplete")]
    (order,), bad = read(write(rows.replace("-22", "-21"), titles=titles))
    assert not bad
    assert order.tote == "T-1"


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("serial", UnitPolicy(serial=True)),
        ("lot, expiry", UnitPolicy(lot=True, expiry=True)),
        ("序列号+批次+有效期", UnitPolicy(serial=True, lot=True, expiry=True)),
        ("批号、效期", UnitPolicy(lot=True, expiry=True)),
        ("none", UnitPolicy()),
    ],
)
def test_what_is_recorded_of_each_unit(one: Callable[..., OrderDraft], text: str, policy: UnitPolicy) -> None:
    assert one(tracking=text).lines[0].policy == policy


def test_shelf_days_ask_for_the_expiry_date(one: Callable[..., OrderDraft]) -> None:
    assert one(shelf_days="90").lines[0].policy == UnitPolicy(expiry=True, shelf_days=90)


def test_marks_weight_and_kind_of_a_line(one: Callable[..., OrderDraft]) -> None:
    (line,) = one(marks="锂电池, fragile；LQ、易燃", weight_g="180.0", kind="赠品").lines
    assert line.marks == (Mark.FLAMMABLE, Mark.FRAGILE, Mark.LIMITED_QUANTITY, Mark.LITHIUM_BATTERY)
    assert (line.weight_g, line.kind) == (180, LineKind.INSERT)
    assert one(weight_g="", kind="goods", marks="无").lines[0] == OrderLine(1, "SKU-1", "2000000000015", "搪瓷杯", 2)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("4006381333931", (ItemCode("4006381333931"),)),
        ("6901234567892*12 4006381333931", (ItemCode("6901234567892", 12), ItemCode("4006381333931"))),
        ("6901234567892×12；16901234567899＊２４", (ItemCode("6901234567892", 12), ItemCode("16901234567899", 24))),
        ("6901234567892 × 12", (ItemCode("6901234567892", 12),)),
        ("BOX-12,A/1", (ItemCode("BOX-12"), ItemCode("A/1"))),
        ("2000000000015 4006381333931 4006381333931", (ItemCode("4006381333931"),)),
    ],
)
def test_further_barcodes_and_packs(one: Callable[..., OrderDraft], text: str, codes: tuple[ItemCode, ...]) -> None:
    assert one(barcodes=text).lines[0].codes == codes


KIT_TITLES = f"{TITLES},kit,kit_barcode,per_kit"
MUG = f"{GOOD.replace(',2', ',4', 1)}"


def kit_rows(*rows: str) -> str:
    head = "A1,示例甲,13800001111,浙江省,杭州市,示例路1号"
    return "".join(f"{head},{row}\n" for row in rows)


def test_kit_comes_in_as_its_components_with_the_barcode_of_the_kit(write: Write, read: Read) -> None:
    rows = kit_rows("MUG,20,Mug,4,SET,690,2", "TOWEL,21,Towel,2,SET,,", "CARD,22,Card,1,,,")
    (order,), bad = read(write(rows, titles=KIT_TITLES))
    assert not bad
    assert [(line.sku, line.quantity, line.kit, line.per_kit, line.codes) for line in order.lines] == [
        ("MUG", 4, "SET", 2, (ItemCode("690", 1, "SET"),)),
        ("TOWEL", 2, "SET", 1, ()),
        ("CARD", 1, "", 1, ()),
    ]


def test_row_of_the_kit_itself_is_no_unit_to_pack_but_lends_its_barcodes_and_marks(write: Write, read: Read) -> None:
    rows = kit_rows(
        "SET,690,Set,2,,,,690*1 700*5,fragile", "MUG,20,Mug,4,SET,,2,,", "TOWEL,21,Towel,2,SET,,1,,lithium_battery"
    )
    (order,), bad = read(write(rows, titles=f"{KIT_TITLES},barcodes,marks"))
    assert not bad
    assert [(line.position, line.sku, line.quantity) for line in order.lines] == [(1, "MUG", 4), (2, "TOWEL", 2)]
    assert order.lines[0].codes == (ItemCode("690", 1, "SET"), ItemCode("700", 5, "SET"))
    assert [line.marks for line in order.lines] == [(Mark.FRAGILE,), (Mark.LITHIUM_BATTERY,)]


@pytest.mark.parametrize(
    "rows",
    [
        ("MUG,20,Mug,3,SET,,2",),  # one and a half
        ("MUG,20,Mug,4,SET,,2", "TOWEL,21,Towel,3,SET,,1"),  # two and three
        ("MUG,20,Mug,4,SET,,2", "SET,690,Set,3,,,"),  # two, and three were sold
    ],
)
def test_components_that_do_not_make_whole_kits_keep_the_order_out(write: Write, read: Read, rows: tuple[str]) -> None:
    orders, bad = read(write(kit_rows(*rows), titles=KIT_TITLES))
    assert not orders
    assert (bad[0].row, bad[0].reason) == (2, "import.kit_uneven")


def test_kit_sold_to_two_people_is_counted_order_by_order(write: Write, read: Read) -> None:
    rows = kit_rows("MUG,20,Mug,2,SET,,2") + kit_rows("MUG,20,Mug,4,SET,,2").replace("A1", "A2")
    orders, bad = read(write(rows, titles=KIT_TITLES))
    assert not bad
    assert [order.lines[0].quantity for order in orders] == [2, 4]


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("due_at", "soon", "due_at"),
        ("due_at", "2026-02-30", "due_at"),
        ("sequence", "upwards", "sequence"),
        ("flag", "pink", "flag"),
        ("flag", "6", "flag"),
        ("tote", "x" * 65, "too_long"),
        ("tote", "1.23E+17", "number_spoiled"),
        ("instruction", "x" * 1001, "too_long"),
        ("instruction_package", "x\x07", "control_character"),
        ("tracking", "colour", "tracking"),
        ("shelf_days", "some", "shelf_days"),
        ("shelf_days", "-1", "shelf_days"),
        ("marks", "explosive", "marks"),
        ("marks", "fragile, explosive", "marks"),
        ("weight_g", "0.5kg", "weight_g"),
        ("weight_g", "12.5", "weight_g"),
        ("weight_g", "1000001", "weight_g"),
        ("barcodes", "6901234567892*", "barcodes"),
        ("barcodes", "6901234567892*0", "barcodes"),
        ("barcodes", "*12", "barcodes"),
        ("barcodes", "6901234567892*2*3", "barcodes"),
        ("barcodes", "6901234567892*12 6901234567892*6", "barcodes"),
        ("barcodes", "2000000000015*12", "barcodes"),  # the item's own barcode, which counts one
        ("barcodes", "6.9E+12", "number_spoiled"),
        ("barcodes", "x" * 101, "too_long"),
        ("barcodes", " ".join(map(str, range(1000, 1051))), "too_long"),
        ("kind", "service", "kind"),
        ("kit", "x" * 101, "too_long"),
        ("per_kit", "2", "missing_kit"),
        ("kit_barcode", "690", "missing_kit"),
    ],
)
def test_wrong_value_keeps_its_order_out_and_names_the_column(
    write: Write, read: Read, column: str, text: str, reason: str
) -> None:
    rest = "".join(f"{GOOD.replace('A1', f'B{count}')},\n" for count in range(20))
    orders, bad = read(write(f'{GOOD},"{text}"\n{rest}', titles=f"{TITLES},{column}"))
    field = "kit" if reason == "missing_kit" else column
    assert bad == [BadRow(2, f"import.{reason}", field)]
    assert len(orders) == 20


@pytest.mark.parametrize("per_kit", ["0", "half", "1.5"])
def test_wrong_count_per_kit_is_refused(write: Write, read: Read, per_kit: str) -> None:
    orders, bad = read(write(kit_rows(f"MUG,20,Mug,2,SET,,{per_kit}"), titles=KIT_TITLES))
    assert not orders
    assert bad == [BadRow(2, "import.per_kit", "per_kit")]


def test_workbook_with_chinese_titles_brings_the_same(write_workbook: Write, read: Read) -> None:
    titles = [*TITLES.split(","), "套装", "每套数量", "追溯方式", "最短效期天数", "包装标识", "单重（克）", "更多条码"]
    row = [*GOOD.split(",")[:-1], 2, "SET", 2, "批次", 30, "易碎品", 180, "690*12"]
    (order,), bad = read(write_workbook([titles, row]))
    assert not bad
    (line,) = order.lines
    assert (line.kit, line.per_kit, line.policy) == ("SET", 2, UnitPolicy(lot=True, expiry=True, shelf_days=30))
    assert (line.marks, line.weight_g, line.codes) == ((Mark.FRAGILE,), 180, (ItemCode("690", 12),))


def test_articles_side_by_side_have_terms_of_their_own(write: Write, read: Read) -> None:
    head = "number,name,phone,address,sku #1,quantity #1,marks #1,weight_g #1,sku #2,quantity #2,marks #2,weight_g #2"
    row = "A1,示例甲,13800001111,浙江省杭州市余杭区示例路1号,MUG,1,fragile,180,LAMP,2,锂电池,90\n"
    (order,), bad = read(write(row, titles=head))
    assert not bad
    assert [(line.sku, line.quantity, line.marks, line.weight_g) for line in order.lines] == [
        ("MUG", 1, (Mark.FRAGILE,), 180),
        ("LAMP", 2, (Mark.LITHIUM_BATTERY,), 90),
    ]


def test_bundle_that_a_woocommerce_column_names_is_a_kit(write: Write, read: Read) -> None:
    titles = (
        "Order Number,First Name (Shipping),Phone (Billing),Address 1&2 (Shipping),City (Shipping),"
        "Country Code (Shipping),SKU,Item Name,Quantity,Bundle SKU,Quantity per Bundle"
    )
    head = "31,Ada,5550100100,1 Sample Road,London,GB"
    rows = f"{head},SET,Set,2,,\n{head},MUG,Mug,4,SET,2\n{head},TOWEL,Towel,2,SET,1\n"
    (order,), bad = read(write(rows, titles=titles))
    assert not bad
    assert [(line.sku, line.kit, line.per_kit) for line in order.lines] == [("MUG", "SET", 2), ("TOWEL", "SET", 1)]


def test_serial_asked_of_a_kit_as_a_whole_is_refused_and_not_forgotten(write: Write, read: Read) -> None:
    rows = kit_rows("MUG,20,Mug,2,SET,,1,", "SET,690,Set,2,,,,serial")
    orders, bad = read(write(rows, titles=f"{KIT_TITLES},tracking"))
    assert not orders
    assert bad[0] == BadRow(2, "import.tracking", "tracking")


def test_column_of_ones_own_name_is_mapped_by_hand(write: Write) -> None:
    path = write(f"{GOOD},T-9\n", titles=f"{TITLES},crate")
    (order,) = read_orders(path, columns=ColumnMap(columns={"tote": "crate"}))
    assert isinstance(order, OrderDraft)
    assert order.tote == "T-9"
