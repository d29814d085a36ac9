"""The words around manifests and the day's open ends in the terminal and on paper. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_remedy import Fault
from app.ui.messages_text import Text

HANDOVER_WORDS: dict[str, Text] = {
    "manifest.row": Text(
        "{number:28} {closed_at}  {parcels} parcels, {units} units  {state}",
        "{number:28} {closed_at}  {parcels} 个包裹，{units} 件  {state}",
    ),
    "manifest.intact": Text("unchanged", "未改动"),
    "manifest.forged": Text("CHANGED SINCE IT WAS CLOSED", "关闭后被改动"),
    "manifest.none": Text("No manifest was closed yet.", "还没有交接单。"),
    "manifest.written": Text("{file}: {parcels} parcels, {units} units.", "{file}：{parcels} 个包裹，{units} 件。"),
    "ends.title": Text("Open today", "今日未结清"),
    "ends.none": Text("Nothing is left open.", "没有遗留。"),
    "ends.row": Text("{what}: {count}", "{what}：{count}"),
    "ends.more": Text("and {count} more", "另有 {count} 项"),
    "ends.news_never": Text("No shop has sent news yet.", "尚未收到任何店铺消息。"),
    "ends.news": Text("Last news of the shops: {minutes} minutes ago.", "店铺消息更新于 {minutes} 分钟前。"),
    "ends.news_old": Text(
        "Last news of the shops: {hours} hours ago. A cancellation may be missing.",
        "店铺消息已是 {hours} 小时前，可能缺少取消通知。",
    ),
}

HANDOVER: dict[str, Fault] = {
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
