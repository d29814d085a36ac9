"""Words of the screen `orders`, and those that every long list shares. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

_RECORD: dict[str, Text] = {
    "record.found": Text("{count:,} found", "共 {count:,} 条"),
    "record.found.more": Text("{count:,} or more found", "至少 {count:,} 条"),
    "record.searching": Text("Searching…", "正在查找…"),
    "record.back": Text("‹  Esc", "‹  Esc"),
    "record.back.name": Text("Back to the list", "返回列表"),
    "record.about": Text("About it", "详情"),
    "story.title": Text("What happened", "操作记录"),
    "story.none": Text("Nothing yet: it only came in.", "暂无操作：仅已导入。"),
    "story.today": Text("Today", "今天"),
    "story.yesterday": Text("Yesterday", "昨天"),
    "story.itself": Text("automatic", "自动"),
}

ORDERS_WORDS: dict[str, Text] = _RECORD | {
    "orders.search": Text(
        "Order number, tracking number, name, phone or its last four, tote, SKU",
        "订单号、快递单号、姓名、手机号或尾号后四位、周转箱、商品编码",
    ),
    "orders.list": Text("Orders", "订单"),
    "orders.import": Text("Ctrl+O   Import orders", "Ctrl+O   导入订单"),
    "orders.filter.all": Text("All", "全部"),
    "orders.filter.open": Text("Waiting", "待打包"),
    "orders.filter.packing": Text("On a table", "打包中"),
    "orders.filter.aside": Text("Set aside", "搁置"),
    "orders.filter.packed": Text("Packed", "已打包"),
    "orders.filter.cancelled": Text("Cancelled", "已取消"),
    "orders.filter.stopped": Text("Stopped", "已拦截"),
    "orders.state.open": Text("waiting", "待打包"),
    "orders.state.packing": Text("on a table", "打包中"),
    "orders.state.aside": Text("set aside", "搁置"),
    "orders.state.packed": Text("packed", "已打包"),
    "orders.state.cancelled": Text("cancelled", "已取消"),
    "orders.stop.cancel": Text("shop cancelled", "店铺已取消"),
    "orders.stop.hold": Text("held back", "暂停发货"),
    "orders.stop.address": Text("address changed", "地址已变更"),
    "orders.stop.cancel.long": Text("Do not ship: it is cancelled.", "请勿发货：订单已取消。"),
    "orders.stop.hold.long": Text("Do not ship yet: it is held back.", "暂勿发货：订单已暂停。"),
    "orders.stop.address.long": Text("Do not ship yet: its address has changed.", "暂勿发货：收件地址已变更。"),
    "orders.number": Text("Order", "订单号"),
    "orders.state": Text("State", "状态"),
    "orders.consignee": Text("Consignee", "收件人"),
    "orders.units": Text("Units", "件数"),
    "orders.shop": Text("Shop", "店铺"),
    "orders.service": Text("Carrier", "快递"),
    "orders.due": Text("Due", "截止"),
    "orders.came": Text("Came in", "导入时间"),
    "orders.tote": Text("Tote", "周转箱"),
    "orders.merged": Text("Travels with", "并入订单"),
    "orders.items": Text("Items: {packed} of {units} in boxes", "商品：已装 {packed}/{units} 件"),
    "orders.items.short": Text(", {short} short", "，缺 {short} 件"),
    "orders.short": Text("{count} short", "缺 {count}"),
    "orders.parcels": Text("Parcels: {count}", "包裹：{count} 个"),
    "orders.none": Text("No orders came in yet.", "还没有订单。"),
    "orders.none.do": Text(
        "Bring some in with Ctrl+O, or drop a file onto the window.", "按 Ctrl+O 导入订单，或把文件拖到窗口里。"
    ),
    "orders.unfound": Text("No order fits “{words}”.", "没有符合“{words}”的订单。"),
    "orders.unfound.do": Text(
        "Numbers are found by how they begin; names and SKUs only whole. Esc clears the search.",
        "单号可只输开头；姓名和商品编码须输入完整。按 Esc 清空搜索。",
    ),
    "orders.unfiltered": Text("No order is in “{filter}”.", "“{filter}”中没有订单。"),
    "orders.unfiltered.do": Text("Press 1, or the first chip, to see all.", "按 1 或点“全部”查看所有订单。"),
    "orders.keys": Text(
        "Type or scan to search  ·  ↓ to the list  ·  Enter opens  ·  1–7 or ← → filter"
        "  ·  S sort, R reverse, F search  ·  Esc back",
        "输入或扫描即可查找  ·  ↓ 进入列表  ·  回车 打开  ·  1–7 或 ← → 筛选  ·  S 排序，R 倒序，F 搜索  ·  Esc 返回",
    ),
    "orders.keys.record": Text(
        "↑ ↓ what happened  ·  ← → next order  ·  1–9 its parcels  ·  Scan another  ·  Esc back to the list",
        "↑ ↓ 操作记录  ·  ← → 上一单、下一单  ·  1–9 查看包裹  ·  可直接扫描下一单  ·  Esc 返回列表",
    ),
}
