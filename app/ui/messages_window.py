"""The window's own words: states, buttons, lists. Both languages side by side."""

from __future__ import annotations

from app.domain.glance import LaneState
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState
from app.ui.messages_devices import DEVICES_WORDS
from app.ui.messages_handover import HANDOVER_WORDS
from app.ui.messages_help import HELP_WORDS
from app.ui.messages_importing import IMPORTING_WORDS
from app.ui.messages_lead import LEAD_WORDS
from app.ui.messages_orders import ORDERS_WORDS
from app.ui.messages_packing import PACKING_WORDS
from app.ui.messages_parcels import PARCELS_WORDS
from app.ui.messages_people import PEOPLE_WORDS
from app.ui.messages_printer import PRINTER_WORDS, SCREEN_WORDS
from app.ui.messages_rail import RAIL_WORDS
from app.ui.messages_scanners_screen import SCANNER_WORDS
from app.ui.messages_setup import SETUP_WORDS
from app.ui.messages_text import Text

WAYBILL_STATES: dict[WaybillState | None, Text] = {
    None: Text("no waybill yet", "尚无单号"),
    WaybillState.REQUESTED: Text("waiting for the carrier", "等待快递单号"),
    WaybillState.UNCERTAIN: Text("asking the carrier again", "正在向快递核实"),
    WaybillState.REJECTED: Text("refused by the carrier", "快递拒绝"),
    WaybillState.ISSUED: Text("waybill bought", "已取得单号"),
    WaybillState.CANCELLING: Text("being voided", "正在作废"),
    WaybillState.CANCELLED: Text("voided", "已作废"),
}

PRINT_STATES: dict[PrintState, Text] = {
    PrintState.QUEUED: Text("waiting for the printer", "等待打印机"),
    PrintState.SENDING: Text("going to the printer", "正在发送到打印机"),
    PrintState.SENT: Text("sent to the printer", "已发送到打印机"),
    PrintState.CONFIRMED: Text("seen on the box", "已确认"),
    PrintState.UNKNOWN: Text("look if it came out", "请查看是否出纸"),
    PrintState.FAILED: Text("not sent", "未能发送"),
    PrintState.CANCELLED: Text("print cancelled", "打印已取消"),
}

PRINTED = Text("printed, its printer says", "打印机已确认出纸")
"""A counter or a number given back: paper came out, and nobody has seen it yet."""

LANE_STATES: dict[LaneState, Text] = {
    LaneState.IDLE: Text("ready", "正常"),
    LaneState.WORKING: Text("working", "处理中"),
    LaneState.WAITING: Text("waiting", "等待恢复"),
    LaneState.STOPPED: Text("stopped", "已停止"),
}

LANES: dict[str, Text] = {
    "carrier": Text("Carrier", "快递"),
    "printer": Text("Printer", "打印机"),
}

FIELDS: dict[str, Text] = {
    "number": Text("order number", "订单号"),
    "name": Text("name", "收件人"),
    "phone": Text("phone", "电话"),
    "company": Text("company", "公司"),
    "address": Text("address", "地址"),
    "street": Text("street", "详细地址"),
    "province": Text("province", "省"),
    "city": Text("city", "市"),
    "district": Text("district", "区"),
    "postcode": Text("postcode", "邮编"),
    "country": Text("country", "国家"),
    "goods": Text("goods", "品名"),
    "title": Text("goods", "品名"),
    "sku": Text("SKU", "商品编码"),
    "barcode": Text("barcode", "条码"),
    "quantity": Text("quantity", "数量"),
    "remark": Text("note", "备注"),
    "shop": Text("shop", "店铺"),
    "service": Text("carrier", "快递"),
}

_WINDOW: dict[str, Text] = {
    "app.title": Text("Packbench", "打包台"),
    "day.open": Text("to pack", "待打包"),
    "day.aside": Text("set aside", "搁置"),
    "day.today": Text("packed today", "今日已打包"),
    "header.help": Text("Help", "帮助"),
    "header.language.hint": Text("切换到中文 (Ctrl+L)", "Switch to English (Ctrl+L)"),
    "header.dark": Text("Dark (Ctrl+D)", "深色 (Ctrl+D)"),
    "header.light": Text("Light (Ctrl+D)", "浅色 (Ctrl+D)"),
    "header.sound": Text("Sound off (Ctrl+S)", "关闭声音 (Ctrl+S)"),
    "header.mute": Text("Sound on (Ctrl+S)", "打开声音 (Ctrl+S)"),
    "away": Text(
        "Packbench is not in front: scans do not arrive. Click here.", "打包台窗口不在最前，收不到扫描。请点击此处。"
    ),
    "step.missing": Text("Missing: {names}", "还差：{names}"),
    "step.missing_box": Text("Box {parcel}. Missing: {names}", "第 {parcel} 箱，还差：{names}"),
    "step.more_lines": Text("Scan it, or its number. Ctrl+0 shows more.", "扫描商品或序号；按 Ctrl+0 显示更多。"),
    "step.opening": Text("Opening the station…", "正在打开工位…"),
    "step.opening.then": Text("You may scan already. Nothing is lost.", "可以开始扫描，内容不会丢失。"),
    "step.left": Text("still missing", "还差"),
    "step.in_box": Text("in the box", "已装箱"),
    "banner.ready": Text("Ready.", "就绪。"),
    "banner.ready.do": Text("The table is empty.", "台面已清空。"),
    "banner.opening": Text("One moment.", "请稍候。"),
    "banner.tone.ok": Text("Right", "正确"),
    "banner.tone.complete": Text("Complete", "完成"),
    "banner.tone.wrong": Text("Wrong", "有误"),
    "banner.tone.stop": Text("Stop", "停止"),
    "banner.tone.system": Text("Note", "提示"),
    "lines.title": Text("Order {number}", "订单 {number}"),
    "lines.remark": Text("Note from the buyer: {remark}", "买家备注：{remark}"),
    "lines.name": Text("What belongs in the box", "应装商品"),
    "lines.missing": Text("{count} missing", "差 {count} 件"),
    "lines.complete": Text("complete", "已齐"),
    "lines.spoken": Text(
        "{title}: {packed} of {quantity}, {missing} missing", "{title}：已装 {packed}/{quantity}，差 {missing}"
    ),
    "orders.title": Text("Waiting orders", "待打包订单"),
    "orders.empty": Text("No orders are waiting.", "没有待打包的订单。"),
    "orders.empty.do": Text(
        "Bring some in with Ctrl+O, or drop a file here.", "按 Ctrl+O 导入订单，或把文件拖到这里。"
    ),
    "waiting.units": Text("{units:unit|units}", "{units} 件"),
    "orders.aside": Text("set aside · {packed} of {units}", "搁置 · {packed}/{units}"),
    "orders.packing": Text("on a table · {packed} of {units}", "打包中 · {packed}/{units}"),
    "choose.line": Text("{units:unit|units} · {consignee}", "{units} 件 · {consignee}"),
    "parcels.title": Text("Recent parcels", "最近包裹"),
    "parcels.empty": Text("Packed parcels appear here.", "打包完成的包裹显示在这里。"),
    "parcels.copies": Text("copy {copies}", "第 {copies} 张"),
    "parcel.changed": Text(
        "The carrier does not take some signs; changed in: {fields}.", "快递不接受部分字符，已替换：{fields}。"
    ),
    "parcels.missing": Text("Print again: none came out", "补打：未出纸"),
    "parcels.damaged": Text("Print again: damaged", "补打：已损坏"),
    "parcels.void": Text("Void", "作废"),
    "parcels.label": Text("Ask for label", "申请面单"),
    "lane.waiting_jobs": Text(" · {count} in line", " · {count} 个排队"),
    "lane.held_jobs": Text(" · {count:needs|need} you", " · {count} 个待处理"),
    "lane.since": Text("since {since}", "{since} 起"),
    "lane.next": Text("tries again at {time}", "{time} 重试"),
    "lane.retry": Text("Try now", "立即重试"),
    "light.carrier": Text("Carrier", "快递"),
    "light.printer": Text("Printer", "打印机"),
    "light.network": Text("Network", "网络"),
    "light.scale": Text("Scale", "电子秤"),
    "light.scale.grams": Text("{grams:,} g", "{grams:,} 克"),
    "light.news": Text("Shops", "店铺"),
    "light.news.minutes": Text("Shops {count} min", "店铺 {count} 分钟"),
    "light.news.hours": Text("Shops {count} h", "店铺 {count} 小时"),
    "light.good": Text("ready", "正常"),
    "light.waiting": Text("waiting", "等待"),
    "light.stopped": Text("stopped", "停止"),
    "light.unknown": Text("not known yet", "未知"),
    "paper.title": Text("Last paper out of the demo printer", "演示打印机最新出纸"),
    "paper.hint": Text("Click to enlarge. Escape closes.", "点击放大，Esc 关闭。"),
    "import.choose": Text("Choose an order file", "选择订单文件"),
    "import.files": Text(
        "Order files (*.csv *.xlsx *.json *.txt);;All files (*)", "订单文件 (*.csv *.xlsx *.json *.txt);;所有文件 (*)"
    ),
    "import.dialog.lookin": Text("Folder", "文件夹"),
    "import.dialog.filename": Text("File", "文件名"),
    "import.dialog.filetype": Text("Kind", "类型"),
    "import.dialog.accept": Text("Import", "导入"),
    "import.dialog.reject": Text("Cancel", "取消"),
    "import.running": Text("Bringing in orders…", "正在导入订单…"),
    "import.progress": Text("{done} of {total}", "{done} / {total}"),
    "import.cancel": Text("Stop", "停止导入"),
    "import.close": Text("Close", "关闭"),
    "import.done": Text("{added:order|orders} came in.", "已导入 {added} 张订单。"),
    "import.stopped": Text(
        "Stopped. What came in stays: {added:order|orders}.", "已停止，已导入的 {added} 张订单保留。"
    ),
    "import.known": Text("{count:was|were} here already", "{count} 张已存在"),
    "import.bad": Text("{count:row|rows} did not come in. Ctrl+O mends them.", "{count} 行未导入，按 Ctrl+O 更正"),
    "import.no_bad": Text("every row was good", "所有行均有效"),
    "import.row": Text("Row {row}", "第 {row} 行"),
    "import.more": Text("Only the first {count} are listed.", "仅列出前 {count} 行。"),
    "import.failed": Text("The file did not come in.", "文件未能导入。"),
    "scan.label": Text("Scan", "扫描"),
    "scan.hint": Text("Scan, or type a code and press Enter", "扫描，或输入条码后按回车"),
    "keys.reprint": Text("Print again", "补打"),
    "status.day": Text(
        "{open} to pack, {aside} set aside, {done} packed today", "待打包 {open}，搁置 {aside}，今日已打包 {done}"
    ),
    "import.report": Text(
        "Orders that came in: {added}. Here already: {known}. Rows that did not come in: {bad}.",
        "导入 {added} 张订单，{known} 张已存在，{bad} 行未导入。",
    ),
    "audit.exported": Text("{count:row|rows} written to {file}.", "已将 {count} 行写入 {file}。"),
    "money.bought": Text("bought", "已购买"),
    "money.voided": Text("given back", "已退回"),
    "money.printed": Text("sent to paper", "已送印"),
    "money.unused": Text("not on paper", "未送印"),
    "money.compared": Text(
        "{account}: {count:difference|differences} to the carrier's list", "{account}：与快递清单有 {count} 处不符"
    ),
    "reprint.asked": Text("Labels asked for again: {count}.", "已申请补打：{count} 张。"),
    "audit.ok": Text("The journal is whole.", "日志完整。"),
    "audit.broken": Text("The journal was changed at row {row}.", "日志在第 {row} 行被改动。"),
    "failure.title": Text("The station did not open", "工位未能打开"),
    "failure.code": Text("Code {code}", "代码 {code}"),
    "failure.quit": Text("Close Packbench", "关闭打包台"),
}

WORDS: dict[str, Text] = (
    _WINDOW
    | LEAD_WORDS
    | PEOPLE_WORDS
    | PACKING_WORDS
    | HANDOVER_WORDS
    | PRINTER_WORDS
    | SCREEN_WORDS
    | SCANNER_WORDS
    | DEVICES_WORDS
    | HELP_WORDS
    | IMPORTING_WORDS
    | ORDERS_WORDS
    | PARCELS_WORDS
    | RAIL_WORDS
    | SETUP_WORDS
)


def word(key: str, language: str, **values: object) -> str:
    """A word or phrase of the window, with its names filled in."""
    return WORDS[key].fill(language, **values)
