"""Words of the rail: where one can go."""

from __future__ import annotations

from app.ui.messages_text import Text

RAIL_WORDS: dict[str, Text] = {
    "rail.pack": Text("Pack", "打包"),
    "rail.handover": Text("Hand over", "交接"),
    "rail.incidents": Text("Exceptions", "异常"),
    "rail.orders": Text("Orders", "订单"),
    "rail.parcels": Text("Parcels", "包裹"),
    "rail.devices": Text("Devices", "设备"),
    "rail.setup": Text("Set up", "设置"),
    "rail.help": Text("Help", "帮助"),
    "rail.waiting": Text("{place}: {count} waiting", "{place}：{count} 项待处理"),
    "rail.hint": Text("{place}  {hotkey}", "{place}  {hotkey}"),
}
