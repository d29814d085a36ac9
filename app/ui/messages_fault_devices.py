"""How the things around the bench are, and what happened to them. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_remedy import NOTHING, Fault
from app.ui.messages_text import Text

_OTHER_PROGRAM = Text(
    "While both are on, labels may come out of another printer or wait. Close it, unless the shop needs it.",
    "两者同时运行时，面单可能走错打印机或排队。若店铺不需要，请关闭它。",
)

DEVICES: dict[str, Fault] = {
    "device.unasked": Fault(Text("It was not asked yet.", "尚未查询。"), NOTHING),
    "device.no_answer": Fault(
        Text("It does not answer.", "没有响应。"),
        Text("Check its power and cable. It is asked again by itself.", "请检查电源和连接线，系统会自动重试。"),
    ),
    "device.printer_mute": Fault(
        Text("The printer is reached. It does not say how it is.", "打印机已连通，但不报告状态。"), NOTHING
    ),
    "device.wedge": Fault(
        Text("It types like a keyboard.", "以键盘方式输入。"),
        Text("Only a scan shows that it works: press T and scan.", "是否正常须扫一下才知道：请按 T 后试扫。"),
    ),
    "device.sent": Fault(Text("A paper was sent.", "已送出一张单据。"), NOTHING),
    "device.called": Fault(Text("The carrier answered.", "快递已应答。"), NOTHING),
    "device.code_read": Fault(Text("A code was read.", "读取了一个条码。"), NOTHING),
    "printer.paper_low": Fault(
        Text("The paper is running low.", "纸张将尽。"), Text("Have the next roll at hand.", "请备好下一卷纸。")
    ),
    "network.there": Fault(Text("The network is connected.", "网络已连接。"), NOTHING),
    "network.unneeded": Fault(
        Text("There is no network, and nothing here needs one.", "没有网络，目前也不需要。"), NOTHING
    ),
    "network.none": Fault(
        Text("This computer has no network.", "本机没有网络。"),
        Text(
            "Check the network cable or Wi-Fi. Packing goes on; labels follow.",
            "请检查网线或无线网络。可继续打包，面单稍后送出。",
        ),
    ),
    "component.none": Fault(Text("No other print program is on.", "没有其他打印组件在运行。"), NOTHING),
    "component.cainiao": Fault(Text("Cainiao's print program is on.", "菜鸟打印组件正在运行。"), _OTHER_PROGRAM),
    "component.pinduoduo": Fault(
        Text(
            "Something listens at port 5000, where Pinduoduo's print program does.",
            "5000 端口已被占用，可能是拼多多打印组件。",
        ),
        _OTHER_PROGRAM,
    ),
    "component.kuaishou": Fault(Text("Kuaishou's print program is on.", "快手打印组件正在运行。"), _OTHER_PROGRAM),
}
