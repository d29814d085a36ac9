"""Words of the screen `parcels`. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

PARCELS_WORDS: dict[str, Text] = {
    "parcels.search": Text(
        "Tracking number, order number, name, phone or its last four, tote, SKU",
        "快递单号、订单号、姓名、手机号或尾号后四位、周转箱、商品编码",
    ),
    "parcels.list": Text("Parcels", "包裹"),
    "parcels.filter.all": Text("All", "全部"),
    "parcels.filter.today": Text("Today", "今天"),
    "parcels.filter.here": Text("Still here", "未交接"),
    "parcels.filter.handed_over": Text("Handed over", "已交接"),
    "parcels.filter.trouble": Text("In trouble", "有问题"),
    "parcels.unlabeled": Text("no waybill yet", "尚无单号"),
    "parcels.tracking": Text("Tracking number", "快递单号"),
    "parcels.state": Text("Label", "面单"),
    "parcels.order": Text("Order", "订单号"),
    "parcels.consignee": Text("Consignee", "收件人"),
    "parcels.service": Text("Carrier", "快递"),
    "parcels.where": Text("Where it is", "所在"),
    "parcels.sealed": Text("Sealed", "封箱"),
    "parcels.here": Text("here", "在仓"),
    "parcels.gone": Text("handed over {time}", "{time} 已交接"),
    "parcels.box": Text("{order}, box {box}", "{order}，第 {box} 箱"),
    "parcels.weight": Text("Weight", "重量"),
    "parcels.grams": Text("{grams:,} g", "{grams:,} 克"),
    "parcels.print": Text("Print", "打印"),
    "parcels.manifest": Text("Manifest", "交接单"),
    "parcels.inside": Text("In the box: {count:unit|units}", "箱内：{count} 件"),
    "parcels.to_order": Text("O   Its order", "O   查看订单"),
    "parcels.none": Text("No parcel was sealed yet.", "还没有包裹。"),
    "parcels.none.do": Text("Pack an order: its parcel appears here.", "打包完成后，包裹显示在这里。"),
    "parcels.unfound": Text("No parcel fits “{words}”.", "没有符合“{words}”的包裹。"),
    "parcels.unfound.do": Text(
        "Numbers are found by how they begin; names and SKUs only whole. Esc clears the search.",
        "单号可只输开头；姓名和商品编码须输入完整。按 Esc 清空搜索。",
    ),
    "parcels.unfiltered": Text("No parcel is in “{filter}”.", "“{filter}”中没有包裹。"),
    "parcels.unfiltered.do": Text("Press 1, or the first chip, to see all.", "按 1 或点“全部”查看所有包裹。"),
    "parcels.keys": Text(
        "Type or scan to search  ·  ↓ to the list  ·  Enter opens  ·  1–5 or ← → filter"
        "  ·  S sort, R reverse, F search  ·  Esc back",
        "输入或扫描即可查找  ·  ↓ 进入列表  ·  回车 打开  ·  1–5 或 ← → 筛选  ·  S 排序，R 倒序，F 搜索  ·  Esc 返回",
    ),
    "parcels.keys.record": Text(
        "↑ ↓ what happened  ·  ← → next parcel  ·  O its order  ·  F8 F9 F10 label  ·  Esc back to the list",
        "↑ ↓ 操作记录  ·  ← → 上一个、下一个  ·  O 查看订单  ·  F8 F9 F10 面单操作  ·  Esc 返回列表",
    ),
}
