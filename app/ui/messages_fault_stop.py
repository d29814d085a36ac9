"""What keeps an order from going out, and what can be wrong with a file of news. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_remedy import TELL_LEAD, Fault
from app.ui.messages_text import Text

STOPS: dict[str, Fault] = {
    "order.stopped": Fault(
        Text("The order must not go out.", "订单已被拦截，不能发出。"),
        Text("Put the parcel aside. The lead decides.", "请将包裹放到一边，由班组长处理。"),
    ),
    "order.stopped.cancel": Fault(
        Text("The order was cancelled.", "订单已取消。"),
        Text("Put its goods back on the shelf, then scan PB.RETURNED.", "请将商品放回货架，然后扫描 PB.RETURNED。"),
    ),
    "order.stopped.hold": Fault(Text("The order is on hold.", "订单已暂停。"), TELL_LEAD),
    "order.stopped.address": Fault(
        Text("The address has changed since the label was bought.", "购买面单后收件地址已更改。"),
        Text(
            "The lead gives the old label back; the new one follows by itself.",
            "由班组长作废旧面单，新面单会自动打印。",
        ),
    ),
    "news": Fault(
        Text("The news of the shops cannot be taken in.", "无法读取店铺通知。"),
        Text("Look into the folder bad beside the file.", "请查看文件旁的 bad 文件夹。"),
    ),
    "news.unreadable": Fault(
        Text("The folder for news cannot be read.", "无法读取通知文件夹。"),
        Text("Check its name in station.toml and its permissions.", "请检查 station.toml 中的路径及文件夹权限。"),
    ),
    "news.no_columns": Fault(
        Text("The file lacks the column number or action.", "文件缺少订单号列或操作列。"),
        Text("Its first line names the columns: number, shop, action, reason.", "首行应为：订单号、店铺、操作、原因。"),
    ),
    "news.broken": Fault(
        Text("The file is neither a table nor JSON.", "文件既不是表格也不是 JSON。"),
        Text("Export it once more.", "请重新导出。"),
    ),
    "news.unknown_order": Fault(
        Text("No order bears this number here.", "本工位没有此订单号。"),
        Text("Check number and shop; another station may have it.", "请核对订单号和店铺；订单可能在其他工位。"),
    ),
    "news.ambiguous": Fault(
        Text("Several shops have an order of this number.", "多个店铺有相同的订单号。"),
        Text("Name the shop too.", "请同时写明店铺。"),
    ),
    "news.unknown_action": Fault(
        Text("This action is not known.", "无法识别此操作。"),
        Text("Known are cancel, hold, release and address.", "可用操作：取消、暂停、放行、改地址。"),
    ),
    "news.cells": Fault(
        Text("A value cannot be used, or the new address is not complete.", "某个值无法使用，或新地址不完整。"),
        Text("Name, phone, province, city, district and street are wanted.", "需要姓名、电话、省、市、区和街道。"),
    ),
    "news.nothing_to_release": Fault(
        Text("Nothing stops this order.", "此订单没有被拦截。"), Text("Nothing to do.", "无需操作。")
    ),
}
