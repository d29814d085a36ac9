"""What the window's screen of scanners says, and the camera beside the order. Both languages side by side."""

from __future__ import annotations

from app.domain.camera_view import Fate
from app.domain.gs1 import Gs1Flaw
from app.domain.scanner import ScannerKind, ScannerState
from app.ui.messages_text import Text

KINDS: dict[str, Text] = {
    ScannerKind.WEDGE: Text("types like a keyboard", "键盘输入"),
    ScannerKind.KEYBOARD: Text("keyboard of its own", "独立键盘设备"),
    ScannerKind.SERIAL: Text("serial", "串口"),
    ScannerKind.HID: Text("USB (HID)", "USB（HID）"),
    ScannerKind.CAMERA: Text("camera", "摄像头"),
}

STATES: dict[str, Text] = {
    ScannerState.OPENING: Text("being opened", "正在打开"),
    ScannerState.READY: Text("ready", "就绪"),
    ScannerState.BUSY: Text("another program has it", "被其他程序占用"),
    ScannerState.FORBIDDEN: Text("the system does not allow it", "系统不允许访问"),
    ScannerState.GONE: Text("not connected", "未连接"),
    ScannerState.SILENT: Text("no picture", "没有画面"),
    ScannerState.UNREADY: Text("set up wrong", "设置有误"),
}

FATES: dict[str, Text] = {
    Fate.TAKEN: Text("Read", "已读取"),
    Fate.HELD: Text("Read. Take it away before the next one.", "已读取，请先移开再扫下一件。"),
    Fate.WAITING: Text("Seen. Waiting for the one that is expected.", "已看到，正在等待应扫的条码。"),
    Fate.DOUBTED: Text("Not sure yet: hold it still, closer.", "尚未确认：请靠近并保持不动。"),
    Fate.SEVERAL: Text("One code only: take the others away.", "请只留一个条码，移开其他条码。"),
}
"""Below the picture of a camera; of several codes in view the last of these that there is counts."""

FLAWS: dict[str, Text] = {
    Gs1Flaw.LOST_SEPARATOR: Text("a separator may be lost: teach the scanner", "可能缺少分隔符：请校准扫描枪"),
    Gs1Flaw.CHECK_DIGIT: Text("wrong check digit", "校验位错误"),
    Gs1Flaw.UNKNOWN_AI: Text("a field that GS1 does not know", "含未知的 GS1 字段"),
    Gs1Flaw.BAD_DATE: Text("a date that does not exist", "日期无效"),
    Gs1Flaw.BAD_FORMAT: Text("a field of a wrong form", "字段格式错误"),
    Gs1Flaw.TOO_LONG: Text("a field too long", "字段过长"),
    Gs1Flaw.INCOMPLETE: Text("not complete", "内容不完整"),
    Gs1Flaw.CONTRADICTION: Text("it contradicts itself", "内容自相矛盾"),
}

AIS: dict[str, Text] = {
    "00": Text("SSCC", "SSCC"),
    "01": Text("GTIN", "GTIN"),
    "02": Text("holds GTIN", "内含 GTIN"),
    "10": Text("lot", "批号"),
    "11": Text("made", "生产日期"),
    "15": Text("best before", "保质期"),
    "16": Text("sell by", "销售期至"),
    "17": Text("expires", "有效期"),
    "21": Text("serial", "序列号"),
    "30": Text("count", "数量"),
    "37": Text("count", "数量"),
    "240": Text("item no.", "附加编号"),
    "241": Text("customer's no.", "客户编号"),
    "310": Text("net weight", "净重"),
    "400": Text("order no.", "订单号"),
    "401": Text("consignment", "托运号"),
    "410": Text("ship to", "收货方"),
    "414": Text("place", "地点"),
    "420": Text("postcode", "邮编"),
    "8005": Text("price", "单价"),
}
"""The application identifiers that stand on goods and parcels; any other by its number alone."""

IDENTIFIERS: dict[str, Text] = {
    "A": Text("Code 39", "Code 39"),
    "C": Text("Code 128", "Code 128"),
    "E": Text("EAN/UPC", "EAN/UPC"),
    "F": Text("Codabar", "Codabar"),
    "G": Text("Code 93", "Code 93"),
    "I": Text("ITF", "ITF"),
    "J": Text("DotCode", "DotCode"),
    "L": Text("PDF417", "PDF417"),
    "Q": Text("QR", "QR"),
    "U": Text("MaxiCode", "MaxiCode"),
    "d": Text("DataMatrix", "DataMatrix"),
    "e": Text("DataBar", "DataBar"),
    "z": Text("Aztec", "Aztec"),
}
"""The letter of an AIM symbology identifier (ISO/IEC 15424)."""

SCANNER_WORDS: dict[str, Text] = {
    "scanners.title": Text("Scanners", "扫描设备"),
    "scanners.keys": Text(
        "Up, Down or a number choose · T teach · P print the sheet · F find · Escape or Alt+N goes back",
        "上下键或数字选择 · T 校准 · P 打印校准页 · F 查找 · Esc 或 Alt+N 返回",
    ),
    "scanners.wedge": Text("Scanner that types", "键盘式扫描枪"),
    "scanners.says": Text("{name}: {what}", "{name}：{what}"),
    "scanners.today": Text("{count} today", "今日 {count} 次"),
    "scanners.last": Text("last code {age}", "上次扫描：{age}"),
    "scanners.never": Text("no code yet", "尚未扫描"),
    "scanners.just_now": Text("just now", "刚刚"),
    "scanners.testing": Text(
        "Scans made here are tried out and count for nothing. The table waits: {step}.",
        "在此页扫描仅作测试，不计入订单。台面：{step}。",
    ),
    "scanners.tried": Text("{name}: {symbology}, {means}", "{name}：{symbology}，{means}"),
    "scanners.tried.do": Text("Tried out, nothing was counted.", "仅作测试，未计入。"),
    "scanners.empty": Text("Scan anything: it appears here as it arrived.", "扫描任意条码，此处显示收到的内容。"),
    "scanners.codes": Text("What arrived", "收到的内容"),
    "scanners.ready.do.wedge": Text(
        "It types into this window. Scan something to see what arrives; T teaches it by a sheet.",
        "扫描枪以键盘方式输入。扫一下看看收到什么；按 T 用校准页校准。",
    ),
    "scanners.ready.do": Text("Scan something to see what arrives.", "扫一下看看收到什么。"),
    "scanners.ready.do.camera": Text("Hold a code into the bright field.", "请将条码放入明亮区域。"),
    "scanners.opening.do": Text("A moment: some cameras take 20 seconds.", "请稍候，部分摄像头需要 20 秒。"),
    "scanners.retried": Text("It is tried again by itself.", "系统会自动重试。"),
    "scanners.no_picture": Text("The first picture is on its way…", "正在等待第一帧画面…"),
    "scanners.idle": Text("resting: nothing moves", "休眠：画面静止"),
    "scanners.rate": Text("{rate} pictures/s", "{rate} 帧/秒"),
    "scanners.teach": Text("Teach by a sheet", "用校准页校准"),
    "scanners.teach.do": Text("Layout, ending, separator", "键盘布局、结束符、分隔符"),
    "scanners.print": Text("Print the sheet", "打印校准页"),
    "scanners.print.do": Text("On printer {printer}", "由 {printer} 打印"),
    "scanners.print.none": Text("No printer is set up", "未设置打印机"),
    "scanners.print.sent": Text(
        "The sheet is on its way to {printer}. With it in hand, T begins.",
        "校准页已发往 {printer}，取到后按 T 开始。",
    ),
    "scanners.teach.title": Text("Teach the scanner by its sheet", "用校准页校准扫描枪"),
    "scanners.teach.sheet": Text("No sheet in hand? Escape, then P prints it.", "没有校准页？按 Esc，再按 P 打印。"),
    "scanners.teach.kept": Text("Learned and kept.", "已校准并保存。"),
    "scanners.teach.kept.plain": Text("It types as it should: nothing has to be mended.", "输入正常，无需纠正。"),
    "scanners.teach.partly": Text("Kept, but some codes cannot be read yet.", "已保存，但部分条码尚无法读取。"),
    "scanners.teach.failed": Text("It cannot be used like this.", "目前无法使用。"),
    "scanners.teach.untyped": Text(
        "This scanner does not type: nothing has to be kept.", "此扫描枪不以键盘方式输入，无需保存。"
    ),
    "scanners.teach.needed": Text("Change this, then press T:", "请修改以下设置，然后按 T："),
    "scanners.teach.better": Text("Better still:", "建议："),
    "scanners.teach.again": Text("T begins again · Escape goes back", "按 T 重新开始 · Esc 返回"),
    "scanners.teach.leave": Text("Escape leaves without keeping anything.", "按 Esc 退出，不保存。"),
    "scanners.note.caps": Text(
        "Caps Lock is on: letters arrive in the wrong case.", "大写锁定已打开：字母大小写会出错。"
    ),
    "scanners.note.layout": Text(
        "The scanner types for another keyboard: Alt+N, then T teaches it.",
        "扫描枪的键盘国家不同：按 Alt+N，再按 T 校准。",
    ),
    "scanners.find": Text("Find scanners", "查找扫描设备"),
    "scanners.find.do": Text("On cables, cameras too", "线缆上的设备，含摄像头"),
    "scanners.searching": Text("Looking on cables…", "正在查找…"),
    "scanners.found.title": Text("Scanners and cameras that were found", "找到的扫描设备和摄像头"),
    "scanners.found.none": Text("Nothing was found.", "未找到设备。"),
    "scanners.found.none.do": Text(
        "Is its cable in? A scanner that types needs no setting. F looks again.",
        "请检查连接线。键盘式扫描枪无需设置。按 F 再次查找。",
    ),
    "scanners.found.do": Text("For station.toml:", "写入 station.toml："),
    "scanners.found.again": Text("F looks again · Escape goes back", "按 F 再次查找 · Esc 返回"),
    "scanners.found.row": Text("{title}, {kind}, {address}", "{title}，{kind}，{address}"),
    "scanners.means.command": Text("command: {name}", "指令：{name}"),
    "scanners.means.gtin": Text("trade item, check digit right", "商品条码，校验位正确"),
    "scanners.means.flaw": Text("GS1, not to be trusted: {why}", "GS1 内容不可信：{why}"),
    "scanners.means.carrier": Text("waybill of {carrier}", "{carrier} 单号"),
    "scanners.means.text": Text("text of {count:character|characters}", "文本，{count} 个字符"),
    "scanners.means.unreadable": Text("no code: {why}", "无法作为条码：{why}"),
    "scanners.flaw.empty": Text("nothing in it", "内容为空"),
    "scanners.flaw.too_long": Text("too long", "过长"),
    "scanners.flaw.control_characters": Text("control characters", "含控制字符"),
    "scanners.no_identifier": Text("no identifier", "无标识符"),
    "camera.title": Text("Camera", "摄像头"),
}
"""Of the window's screen of scanners."""


def identifier_name(identifier: str, language: str) -> str:
    """`]C1` → `Code 128`; empty for one that nobody knows, or none."""
    known = IDENTIFIERS.get(identifier[1:2])
    return known.say(language) if known else ""


def field_word(ai: str, language: str) -> str:
    """The name of an application identifier, with its number; `310n` by its first three digits."""
    known = AIS.get(ai) or AIS.get(ai[:3] if ai.startswith("310") else "")
    return f"({ai}) {known.say(language)}" if known else f"({ai})"
