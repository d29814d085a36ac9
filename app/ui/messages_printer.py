"""What is said of printers: their own words about themselves, papers, what the terminal and the screen of them say."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.document import DocumentKind
from app.domain.printer_status import STOPPING, Condition
from app.domain.printing import Language
from app.ui.messages_text import CHINESE, Text

CONDITIONS: dict[str, Text] = {
    Condition.READY: Text("ready, it says", "打印机自报就绪"),
    Condition.BUSY: Text("printing", "正在打印"),
    Condition.PAUSED: Text("paused", "已暂停"),
    Condition.PAPER_OUT: Text("out of paper", "缺纸"),
    Condition.PAPER_LOW: Text("paper is running low", "纸张将尽"),
    Condition.RIBBON_OUT: Text("out of ribbon", "碳带用尽"),
    Condition.HEAD_OPEN: Text("open", "打印头或机盖打开"),
    Condition.PAPER_JAM: Text("paper jam", "卡纸"),
    Condition.CUTTER: Text("cutter fault", "切刀故障"),
    Condition.TOO_HOT: Text("too hot", "温度过高"),
    Condition.BUFFER_FULL: Text("its memory is full", "缓存已满"),
    Condition.LABEL_WAITING: Text("a label waits to be taken off", "有面单待取走"),
    Condition.FAULT: Text("fault", "故障"),
    Condition.OFFLINE: Text("switched off line", "脱机"),
    Condition.SILENT: Text("reached; it does not say how it is", "已连通，打印机不报告状态"),
    Condition.AWAY: Text("not reached", "无法连接"),
}

PAPERS: dict[str, Text] = {
    DocumentKind.LABEL: Text("label", "面单"),
    DocumentKind.PACKING_SLIP: Text("packing slip", "装箱单"),
    DocumentKind.CUSTOMS_FORM: Text("customs form", "报关单"),
    DocumentKind.CARTON_LABEL: Text("carton label", "箱唛"),
    DocumentKind.LICENSE_PLATE: Text("box number", "箱号单"),
    DocumentKind.MANIFEST: Text("hand-over list", "交接单"),
    DocumentKind.COMMAND_SHEET: Text("command sheet", "指令条码表"),
    DocumentKind.TEST_CARD: Text("test card", "测试卡"),
}

LANGUAGES: dict[str, Text] = {
    Language.ZPL: Text("ZPL", "ZPL"),
    Language.TSPL: Text("TSPL", "TSPL"),
    Language.EPL: Text("EPL", "EPL"),
    Language.CPCL: Text("CPCL", "CPCL"),
    Language.ESCPOS: Text("ESC/POS", "ESC/POS"),
    Language.PAGE: Text("pages (PDF)", "页面（PDF）"),
}

PRINTER_WORDS: dict[str, Text] = {
    "printers.not_asked": Text("not asked yet", "尚未查询"),
    "printers.unset": Text("not set up", "尚未设置"),
    "printers.row": Text(
        "{name}: {address}, {spoken}, {paper}, {status}; {waiting} waiting",
        "{name}：{address}，{spoken}，{paper}，{status}；待打印 {waiting}",
    ),
    "printers.counted": Text("{count} labels since it was made", "累计打印 {count} 张"),
    "printers.shifted": Text("moved {x} mm right, {y} mm down", "右移 {x} 毫米，下移 {y} 毫米"),
    "printers.found": Text(
        "{address}  {model}  {identity}  {spoken}  (found: {where})",
        "{address}  {model}  {identity}  {spoken}  （来源：{where}）",
    ),
    "printers.found_none": Text("No printer was found.", "未找到打印机。"),
    "printers.card_asked": Text(
        "The test card is on its way to {name}. Scan its bars, and type how far its picture must move.",
        "测试卡已发往 {name}。请扫描其条码，并输入图像需要移动的距离。",
    ),
    "printers.moved": Text("{count} prints go from {name} to {other}.", "{count} 张打印任务已由 {name} 转到 {other}。"),
    "printers.moved_none": Text("Nothing waits for {name}.", "{name} 没有待打印任务。"),
    "printers.calibrated": Text(
        "Kept for {name}: {x} mm right, {y} mm down.", "已保存 {name}：右移 {x} 毫米，下移 {y} 毫米。"
    ),
    "printers.darker": Text(
        "Bars of {dots} dots cannot be read: print darker or clean the head, then print the card again.",
        "{dots} 点宽的条码无法识读：请在打印机上调高浓度或清洁打印头，然后重新打印测试卡。",
    ),
    "printers.fine": Text("The finest bars can be read: the darkness is right.", "最细的条码也可识读，浓度合适。"),
    "printers.previewed": Text("Written to {file}.", "已写入 {file}。"),
    "printers.paper_asked": Text("The {paper} of {order} comes out of {name}.", "{order} 的{paper}将由 {name} 打印。"),
    "printers.no_parcel": Text("No parcel of {order} is packed yet.", "{order} 还没有已打包的包裹。"),
    "printers.redirected": Text(
        "{name} is away: {count} labels come out of {other}.", "{name} 无法使用：{count} 张面单改由 {other} 打印。"
    ),
}


def condition_words(conditions: Iterable[Condition], language: str) -> str:
    """What a printer says of itself, the worst first."""
    ordered = sorted(conditions, key=lambda each: (each not in STOPPING, list(Condition).index(each)))
    return ("、" if language == CHINESE else ", ").join(CONDITIONS[each].say(language) for each in ordered)
