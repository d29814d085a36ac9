"""What the terminal says of scanners. Both languages side by side; the names of kinds and states are the screen's."""

from __future__ import annotations

from app.ui.messages_text import Text

TERMINAL: dict[str, Text] = {
    "list.row": Text("{name}: {kind}, {address}, {state}", "{name}：{kind}，{address}，{state}"),
    "list.none": Text("No scanner is set up beside the one that types.", "除键盘式扫描枪外，未设置其他扫描设备。"),
    "list.found": Text("{title} ({kind})", "{title}（{kind}）"),
    "list.known": Text("set up as {name}", "已设置为 {name}"),
    "list.found_none": Text("No other scanner or camera was found.", "未找到其他扫描设备或摄像头。"),
    "listen.begin": Text("Scan now. Ctrl+C ends it.", "请扫描。按 Ctrl+C 结束。"),
    "listen.state": Text("{name}: {state}", "{name}：{state}"),
    "listen.types": Text(
        "{name} types: only the window can tell its keys apart.", "{name} 为键盘式设备，只有软件窗口能识别。"
    ),
    "listen.code": Text("{name}: {text}  ({symbology})", "{name}：{text}（{symbology}）"),
    "listen.carrier": Text("may be a waybill of {carrier}", "可能是 {carrier} 的单号"),
    "listen.none": Text("No code came.", "未收到条码。"),
}
