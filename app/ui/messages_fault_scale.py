"""Why a parcel has no weight yet. Both languages side by side."""

from __future__ import annotations

from app.domain.weighing import NotYet, ScaleTrouble
from app.ui.messages_remedy import MEND_FILE, NOTHING, Fault
from app.ui.messages_text import Text

_CHECK_SCALE = Text("Check its power and cable.", "请检查电源和连接线。")
_CHECK_SETTINGS = Text(
    "Tell the shift lead: its settings and ours must be the same.", "请告知班组长：电子秤与本机的设置须一致。"
)

SCALE: dict[str, Fault] = {
    ScaleTrouble.OVERLOAD: Fault(
        Text("Too much is on the scale.", "电子秤超载。"), Text("Take something off.", "请减轻重量。")
    ),
    ScaleTrouble.UNDERLOAD: Fault(
        Text("The scale shows less than nothing.", "电子秤显示欠载。"),
        Text("Take everything off and zero it.", "请清空秤台并归零。"),
    ),
    ScaleTrouble.NOT_READY: Fault(
        Text("The scale is not ready.", "电子秤尚未就绪。"),
        Text("Take everything off and zero it.", "请清空秤台并归零。"),
    ),
    ScaleTrouble.WRONG_UNIT: Fault(
        Text("The scale shows no weight (pieces or percent).", "电子秤显示的不是重量（件数或百分比）。"),
        Text("Switch it to g or kg.", "请切换到克或千克。"),
    ),
    ScaleTrouble.GARBLED: Fault(
        Text("The scale talks, and cannot be understood.", "无法识别电子秤发送的内容。"), _CHECK_SETTINGS
    ),
    ScaleTrouble.SILENT: Fault(Text("The scale says nothing.", "电子秤没有响应。"), _CHECK_SCALE),
    "scale.gone": Fault(Text("The scale is not connected.", "电子秤未连接。"), _CHECK_SCALE),
    "scale.port": Fault(Text("The scale's port cannot be opened.", "无法打开电子秤端口。"), MEND_FILE),
    "scale.dialect": Fault(Text("The settings name an unknown kind of scale.", "设置中的电子秤类型未知。"), MEND_FILE),
    "scale.no_hidapi": Fault(
        Text("USB scales cannot be read on this machine.", "本机无法读取 USB 电子秤。"),
        Text("The lead runs the set-up again.", "请班组长重新运行安装程序。"),
    ),
    NotYet.NOBODY_ASKS: Fault(Text("No parcel asks for its weight.", "当前没有包裹需要称重。"), NOTHING),
    NotYet.NOT_EMPTIED: Fault(
        Text("The scale was not empty since the last parcel.", "上一件包裹之后秤台未清空。"),
        Text("Take everything off once, then put the box on.", "请先清空秤台，再放上箱子。"),
    ),
    NotYet.TOO_OLD: Fault(
        Text("What the scale shows is not of now.", "电子秤读数已过时。"),
        Text("Lift the box and put it on again.", "请拿起箱子重新放上。"),
    ),
    NotYet.UNSTABLE: Fault(
        Text("The scale does not stand still yet.", "电子秤尚未稳定。"), Text("Let go and wait.", "请松手稍候。")
    ),
    NotYet.EMPTY: Fault(Text("The scale is empty.", "秤台是空的。"), Text("Put the box on.", "请放上箱子。")),
    NotYet.BELOW_ZERO: Fault(
        Text("The scale shows less than zero.", "电子秤读数小于零。"),
        Text("Take everything off and zero it.", "请清空秤台并归零。"),
    ),
}
