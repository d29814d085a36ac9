"""The words around piles, manifests and the day's open ends: window, terminal, paper. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_remedy import Fault
from app.ui.messages_text import Text

HANDOVER_WORDS: dict[str, Text] = {
    "manifest.row": Text(
        "{number:28} {closed_at}  {parcels:parcel|parcels}, {units:unit|units}  {state}",
        "{number:28} {closed_at}  {parcels} 个包裹，{units} 件  {state}",
    ),
    "manifest.intact": Text("unchanged", "未改动"),
    "manifest.forged": Text("CHANGED SINCE IT WAS CLOSED", "关闭后被改动"),
    "manifest.none": Text("No manifest was closed yet.", "还没有交接单。"),
    "manifest.written": Text(
        "{file}: {parcels:parcel|parcels}, {units:unit|units}.", "{file}：{parcels} 个包裹，{units} 件。"
    ),
    "ends.title": Text("Open today", "今日未结清"),
    "ends.none": Text("Nothing is left open.", "没有遗留。"),
    "ends.row": Text("{what}: {count}", "{what}：{count}"),
    "ends.more": Text("and {count} more", "另有 {count} 项"),
    "pile.title": Text("Pile for {carrier}", "{carrier} 交接"),
    "pile.any": Text("Pile for the courier", "快递交接"),
    "pile.parcels": Text("parcels on the pile", "件包裹已扫"),
    "pile.units": Text("{units:unit|units} in all", "共 {units} 件商品"),
    "pile.latest": Text("Scanned last", "最近扫描"),
    "pile.empty": Text("Nothing scanned yet", "尚未扫描"),
    "pile.line": Text("order {order} · {units:unit|units}", "订单 {order} · {units} 件"),
    "come.title": Text("Still to come", "尚未扫描的包裹"),
    "come.none": Text("Every labeled parcel is on the pile.", "已出面单的包裹均已扫描。"),
    "come.none.any": Text("No labeled parcel waits for a courier.", "没有等待交接的包裹。"),
    "news.title": Text("News of the shops", "店铺消息"),
    "closed.title": Text("Manifest {number}", "交接单 {number}"),
    "closed.counts": Text("{parcels:parcel|parcels} · {units:unit|units}", "{parcels} 个包裹 · {units} 件商品"),
    "closed.writing": Text("Its PDF is being written…", "正在生成 PDF…"),
    "closed.written": Text("To be printed and signed by the courier: {file}", "请打印，并由快递员签字：{file}"),
    "closed.failed": Text(
        "Its PDF cannot be written; it is tried again. The manifest is closed and safe.",
        "PDF 未能写入，稍后自动重试；交接单本身已保存。",
    ),
    "closed.next": Text("Hand over (Alt+H) begins the next pile.", "扫描“交接”(Alt+H) 开始下一堆。"),
    "ends.close": Text("Escape, or the next order, closes this list.", "按 Esc 或扫描下一张订单即可关闭。"),
    "ends.news_never": Text("No shop has sent news yet.", "尚未收到任何店铺消息。"),
    "ends.news": Text("Last news of the shops: {minutes:minute|minutes} ago.", "店铺消息更新于 {minutes} 分钟前。"),
    "ends.news_old": Text(
        "Last news of the shops: {hours:hour|hours} ago. A cancellation may be missing.",
        "店铺消息已是 {hours} 小时前，可能缺少取消通知。",
    ),
}


def news_said(age_s: int | None, language: str, *, is_old: bool) -> str:
    """How old the shops' news is, with a warning where a cancellation may be missing."""
    if age_s is None:
        return HANDOVER_WORDS["ends.news_never"].say(language)
    key = "ends.news_old" if is_old else "ends.news"
    return HANDOVER_WORDS[key].fill(language, hours=age_s // 3600, minutes=age_s // 60)


HANDOVER: dict[str, Fault] = {
    "news.never": Fault(
        Text("No shop has sent news yet.", "尚未收到任何店铺消息。"),
        Text("Import the shop's orders.", "请导入店铺订单。"),
    ),
    "news.old": Fault(
        Text("The shops' news is old: a cancellation may be missing.", "店铺消息已过时，可能缺少取消通知。"),
        Text("Import the shop's latest orders or news.", "请导入店铺最新的订单或通知。"),
    ),
    "manifest.unknown": Fault(
        Text("There is no closed manifest with this number.", "没有此编号的交接单。"),
        Text("`packbench manifest list` shows them.", "`packbench manifest list` 可查看。"),
    ),
    "manifest.forged": Fault(
        Text("This manifest was changed after it was closed.", "此交接单在关闭后被改动。"),
        Text("Do not use it. Tell the admin.", "请勿使用，并告知管理员。"),
    ),
    "manifest.unwritable": Fault(
        Text("The file cannot be written.", "无法写入文件。"),
        Text("Choose another folder.", "请换一个文件夹。"),
    ),
}
