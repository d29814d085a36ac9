"""What a fault is made of, and the remedies that many faults share."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.messages_text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """What happened, and the remedy (empty where nothing is to be done)."""

    what: Text
    do: Text


NOTHING = Text("", "")
RETRIES = Text("Nothing to do: it is tried again by itself.", "无需操作，系统会自动重试。")
TELL_LEAD = Text("Tell the shift lead.", "请告知班组长。")
MEND_FILE = Text("Mend station.toml, then start again.", "请修改 station.toml 后重新启动。")
MEND_ORDER = Text(
    "Correct it in the shop, import its file again, then press F10.", "请在店铺后台更正，重新导入订单文件，再按 F10。"
)
CHECK_PRINTER = Text(
    "Check its power and cable. Labels follow by themselves.", "请检查电源和网线，恢复后面单会自动送出。"
)
LOOK_FIRST = Text("Look whether the label came out. If not, F8.", "请查看面单是否已出；没有则按 F8 补打。")
