"""The words of the item and material lists in the terminal. Both languages side by side."""

from __future__ import annotations

from app.domain.parcel import MaterialFlaw
from app.ui.messages_text import Text

ITEM_WORDS: dict[str, Text] = {
    "items.who": Text("A lead's badge or number*PIN: ", "班组长工牌或 编号*PIN："),
    "items.row": Text("{code}  {sku}  order {order}, {person}", "{code}  {sku}  订单 {order}，{person}"),
    "items.none": Text("No barcode waits for approval.", "没有待批准的条码。"),
    "items.approved": Text("{code} now holds in every order.", "{code} 已对所有订单生效。"),
    "items.not_pending": Text("{code} does not wait for approval.", "{code} 不在待批准之列。"),
    "items.several": Text(
        "{code} was learnt for several items. Say which: --sku SKU", "{code} 登记给了多个商品，请用 --sku 指明。"
    ),
    "items.taken": Text("{code} means another item already.", "{code} 已是其他商品的条码。"),
    "materials.row": Text(
        "{code}  {kind}  {title}  {tare} g  {cost}  left: {stock}",
        "{code}  {kind}  {title}  {tare} 克  {cost}  剩余 {stock}",
    ),
    "materials.none": Text("No cartons or consumables yet.", "尚无箱型或耗材。"),
    "materials.imported": Text("{count} taken in, {bad} left out.", "已导入 {count} 条，{bad} 条未导入。"),
    "materials.bad": Text("Line {line}: {column}.", "第 {line} 行：{column}。"),
    "materials.unreadable": Text("The file cannot be read.", "无法读取该文件。"),
    "materials.no_columns": Text(
        "The first line has to name the columns code and kind.", "首行须有列名 code 和 kind。"
    ),
    "material.carton": Text("carton", "箱型"),
    "material.consumable": Text("consumable", "耗材"),
}
COLUMN_FLAWS: dict[MaterialFlaw, Text] = {
    MaterialFlaw.CODE: Text("code is missing or too long", "code 缺失或过长"),
    MaterialFlaw.KIND: Text("kind is carton or consumable", "kind 只能是 carton 或 consumable"),
    MaterialFlaw.TARE: Text("tare_g is a whole number of grams", "tare_g 须为整数克"),
    MaterialFlaw.COST: Text("cost is an amount with its currency", "cost 须为带币种的金额"),
    MaterialFlaw.STOCK: Text("stock is a whole number", "stock 须为整数"),
}
