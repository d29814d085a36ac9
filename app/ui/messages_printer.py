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
    "printers.counted": Text("{count:label|labels} since it was made", "累计打印 {count} 张"),
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
    "printers.moved": Text(
        "Prints that go from {name} to {other}: {count}.", "{count} 张打印任务已由 {name} 转到 {other}。"
    ),
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
        "What waited for {name} comes out of {other} now: {count}.",
        "{name} 的待打印内容改由 {other} 打印：{count} 张。",
    ),
}

SCREEN_WORDS: dict[str, Text] = {
    "printers.title": Text("Printers", "打印机"),
    "printers.keys": Text(
        "1 to 6 act · Up and Down choose · Escape or Alt+P goes back · scanning goes on packing",
        "1 至 6 操作 · 上下键选择 · Esc 或 Alt+P 返回 · 扫描订单即回到打包",
    ),
    "printers.waits": Text("{count} waiting since {since}", "{count} 张待打印，{since} 起"),
    "printers.takes_over": Text("its labels come out of {other}", "面单改由 {other} 打印"),
    "printers.stands_by": Text("fall-back {other}", "备用 {other}"),
    "printers.paper": Text("{width}×{height} mm, {dpi} dpi", "{width}×{height} 毫米，{dpi} dpi"),
    "printers.says": Text("{name}: {what}", "{name}：{what}"),
    "printers.well": Text("It says that nothing keeps it from printing.", "打印机报告可以打印。"),
    "printers.silent.do": Text(
        "It is reached. Whether paper comes out, only you can see.", "打印机已连通；是否出纸，请看打印机。"
    ),
    "printers.known.address": Text("Where", "位置"),
    "printers.known.paper": Text("Paper", "纸张"),
    "printers.known.language": Text("Spoken to in", "指令语言"),
    "printers.known.model": Text("Model", "型号"),
    "printers.known.identity": Text("Identity", "标识"),
    "printers.known.odometer": Text("Labels since it was made", "累计张数"),
    "printers.known.waiting": Text("Waits", "待打印"),
    "printers.known.sent": Text("Last sent", "最近送出"),
    "printers.known.fallback": Text("Fall-back", "备用打印机"),
    "printers.known.shift": Text("Set by its card", "按测试卡校准"),
    "printers.none": Text("none", "无"),
    "printers.untold": Text("it does not say", "未报告"),
    "printers.not_yet": Text("not yet", "尚未"),
    "printers.moves.right": Text("{mm} mm right", "右移 {mm} 毫米"),
    "printers.moves.left": Text("{mm} mm left", "左移 {mm} 毫米"),
    "printers.moves.down": Text("{mm} mm down", "下移 {mm} 毫米"),
    "printers.moves.up": Text("{mm} mm up", "上移 {mm} 毫米"),
    "printers.moves.not": Text("nowhere: it stands right", "无需移动"),
    "printers.and": Text(", ", "，"),
    "printers.last": Text("Last trouble: {why}", "最近的问题：{why}"),
    "printers.card": Text("Test card", "测试卡"),
    "printers.card.sent": Text(
        "The test card is on its way to {name}. With it in hand, 4 sets the printer.",
        "测试卡已发往 {name}，取到后按 4 校准。",
    ),
    "printers.card.do": Text("Prints one, to set it by", "打印一张，用于校准"),
    "printers.look": Text("Look now", "立即查询"),
    "printers.look.do": Text("Asks it how it is", "询问打印机状态"),
    "printers.send": Text("Send what waits", "转出待打印"),
    "printers.send.do": Text("To {other}; the lead does", "转到 {other}，须班组长"),
    "printers.send.none": Text("No fall-back is chosen", "未设置备用打印机"),
    "printers.set": Text("Set by its card", "按测试卡校准"),
    "printers.set.do": Text("Scan and type; the lead keeps it", "扫描并输入，由班组长保存"),
    "printers.preview": Text("See its papers", "预览单据"),
    "printers.preview.do": Text("With the latest parcel's data", "使用最近包裹的数据"),
    "printers.find": Text("Find printers", "查找打印机"),
    "printers.find.do": Text("In queues, on cables, on the network", "队列、线缆与网络"),
    "printers.back": Text("Back", "返回"),
    "printers.looking": Text("Asking {name}…", "正在询问 {name}…"),
    "printers.looked": Text("{name}: {said}.", "{name}：{said}。"),
    "printers.send.sure": Text(
        "Send what waits for {name} to {other}? Prints: {count}", "把 {name} 的 {count} 张待打印内容转到 {other}？"
    ),
    "printers.send.sure.do": Text(
        "Only what has not left yet moves. Whoever packs is told where it comes out.",
        "只转移尚未送出的内容，并会提示打包员到哪台打印机取。",
    ),
    "printers.send.yes": Text("Send it there", "转过去"),
    "printers.send.no": Text("Leave it", "不转"),
    "printers.no_fallback": Text("{name} has no fall-back.", "{name} 没有备用打印机。"),
    "printers.no_fallback.do": Text(
        "The lead names one as fallback in station.toml.", "请班组长在 station.toml 中设置 fallback。"
    ),
    "printers.set.title": Text("Set {name} by its test card", "按测试卡校准 {name}"),
    "printers.set.scan": Text(
        "Scan the finest bars of the card that can be read: 2, 3 or 4 dots.",
        "请扫描测试卡上能识读的最细条码：2、3 或 4 点。",
    ),
    "printers.set.finest": Text("Finest bars read: {dots} dots.", "最细可识读条码：{dots} 点。"),
    "printers.set.read": Text("Read: {code}.", "已识读：{code}。"),
    "printers.set.type": Text(
        "Type the letters of the first whole ticks – left, top, right, bottom – then Enter.",
        "依次输入左、上、右、下四边第一条完整刻度的字母，然后按回车。",
    ),
    "printers.set.field": Text("Four letters, for example CBAA", "四个字母，例如 CBAA"),
    "printers.set.sure": Text("The picture moves: {moved}.", "图像位置：{moved}。"),
    "printers.set.untried": Text(
        "No bars were scanned: nothing is said of the darkness.", "未扫描条码，无法判断浓度。"
    ),
    "printers.set.yes": Text("Keep it (Enter)", "保存（回车）"),
    "printers.set.yes.do": Text("The next label is moved so", "下一张面单按此移动"),
    "printers.set.no": Text("Type again", "重新输入"),
    "printers.kept": Text("Kept for {name}: {moved}.", "已保存 {name}：{moved}。"),
    "printers.lead": Text(
        "Only the lead keeps this. You may try it; the lead's badge is scanned before keeping.",
        "须由班组长保存。您可以先操作；保存前请扫描班组长工牌。",
    ),
    "printers.drawing": Text("Drawing the {paper}…", "正在绘制{paper}…"),
    "printers.as_printed": Text("{paper}, as “{name}” prints it", "“{name}”打印的{paper}"),
    "printers.searching": Text("Looking in queues, on cables and on the network…", "正在查找队列、线缆和网络…"),
    "printers.found.title": Text("Printers that were found", "找到的打印机"),
    "printers.found.none": Text("No printer was found.", "未找到打印机。"),
    "printers.found.none.do": Text(
        "Is it switched on, and in the same network? 6 looks again.", "请检查电源和网络，按 6 再次查找。"
    ),
    "printers.found.do": Text("For station.toml:", "写入 station.toml："),
    "printers.found.again": Text("6 looks again · Escape goes back", "按 6 再次查找 · Esc 返回"),
    "printers.found.row": Text("{model}, {address}, {identity}, {spoken}", "{model}，{address}，{identity}，{spoken}"),
}
"""Of the window's screen of printers."""


def condition_words(conditions: Iterable[Condition], language: str) -> str:
    """What a printer says of itself, the worst first."""
    ordered = sorted(conditions, key=lambda each: (each not in STOPPING, list(Condition).index(each)))
    return ("、" if language == CHINESE else ", ").join(CONDITIONS[each].say(language) for each in ordered)
