"""Why a scanner or camera cannot read. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_remedy import MEND_FILE, NOTHING, Fault
from app.ui.messages_text import Text

_PLUG = Text("Check its cable or charge it.", "请检查连接线或电量。")

SCANNER: dict[str, Fault] = {
    "scanner.opening": Fault(Text("The scanner is being opened.", "正在打开扫描设备。"), NOTHING),
    "scanner.gone": Fault(Text("The scanner is not connected.", "扫描设备未连接。"), _PLUG),
    "scanner.busy": Fault(
        Text("Another program uses the scanner.", "扫描设备被其他程序占用。"),
        Text("Close the other program.", "请关闭占用它的程序。"),
    ),
    "scanner.silent": Fault(
        Text("The camera is there and sends no picture.", "摄像头已连接，但没有画面。"),
        Text("Unplug it and plug it in again.", "请重新插拔摄像头。"),
    ),
    "scanner.forbidden": Fault(
        Text("The system keeps us from the scanner.", "系统不允许访问扫描设备。"),
        Text("The lead allows it in the system's settings.", "请班组长在系统设置中授权。"),
    ),
    "scanner.address": Fault(Text("The settings lead to no scanner.", "设置中的扫描设备地址无效。"), MEND_FILE),
    "scanner.unknown": Fault(Text("The settings name no such scanner.", "设置中没有该扫描设备。"), MEND_FILE),
    "scanner.none": Fault(
        Text("The settings name no scanner beside the one that types.", "除键盘式扫描枪外，设置中没有扫描设备。"),
        MEND_FILE,
    ),
    "scanner.no_hidapi": Fault(
        Text("USB scanners cannot be read on this machine.", "本机无法读取 USB 扫描设备。"),
        Text("The lead runs the set-up again.", "请班组长重新运行安装程序。"),
    ),
    "scanner.windows_only": Fault(
        Text("Keyboards are told apart on Windows only.", "仅 Windows 支持按设备区分键盘扫描枪。"), MEND_FILE
    ),
    "doctor.scanner": Fault(Text("The scanner or camera answers.", "扫描设备或摄像头正常。"), NOTHING),
    "camera.no_picture": Fault(
        Text("No picture could be taken.", "未能拍摄照片。"), Text("Look at the camera.", "请检查摄像头。")
    ),
}
