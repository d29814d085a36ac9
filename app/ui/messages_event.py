"""What each row of the journal says happened, for whoever reads a parcel's story; and the words of the audit commands.

Both languages side by side. A scan is told by the answer it got, a decision by the word on its key.
"""

from __future__ import annotations

from app.domain.incident import Decision
from app.domain.outcome import OutcomeCode
from app.ui.messages_evidence import EVIDENCE_EVENTS
from app.ui.messages_incident import CHOICES
from app.ui.messages_outcome import ANSWERS
from app.ui.messages_remedy import Fault
from app.ui.messages_text import Text

EVENTS: dict[str, Text] = {
    "orders.imported": Text("Orders came in from a file", "从文件导入订单"),
    "materials.imported": Text("Cartons and consumables came in", "已导入箱型与耗材"),
    "code.approved": Text("A learnt barcode was approved", "学习的条码已批准"),
    "order.corrected": Text("The consignee was taken over anew", "收件信息已更新"),
    "order.merged": Text("Merged into another order", "已并入另一订单"),
    "order.parted": Text("Parted from the order it travelled with", "已与合并订单拆分"),
    "order.cloned": Text("Packed like a verified order", "按已复核订单批量完成"),
    "parcel.sealed": Text("The parcel was sealed", "包裹已封箱"),
    "waybill.requested": Text("A waybill was asked for", "已申请运单"),
    "waybill.uncertain": Text("Bought or not: being checked", "运单是否购买待核实"),
    "waybill.issued": Text("The waybill was bought", "运单已购买"),
    "waybill.refused": Text("The carrier sold no waybill", "快递未出运单"),
    "waybill.voided": Text("The waybill was given back", "运单已取消"),
    "void.asked": Text("The waybill is to be given back", "已申请取消运单"),
    "void.refused": Text("The waybill stays valid", "运单仍然有效"),
    "print.asked": Text("A print was asked for", "已申请打印"),
    "print.sending": Text("The label goes to the printer", "面单正在送往打印机"),
    "print.waiting": Text("The printer took nothing: the label waits", "打印机未接收，面单等待中"),
    "print.stopped": Text("The print was held back", "打印已拦下"),
    "print.resumed": Text("The print goes on", "打印继续"),
    "print.sent": Text("The label was sent to the printer", "面单已送印"),
    "print.unknown": Text("On paper or not: nobody knows", "面单是否出纸不明"),
    "print.failed": Text("The label could not be printed", "面单无法打印"),
    "print.confirmed": Text("The label was seen", "已确认面单出纸"),
    "print.redirected": Text("The print goes to another printer", "打印已转到其他打印机"),
    "calibration.saved": Text("A printer was set by its test card", "已按测试卡校准打印机"),
    "print.positions": Text("Numbers printed again after a jam", "卡纸后按序号补打"),
    "news.stopped": Text("The order was stopped", "订单已拦截"),
    "news.taken_over": Text("The new address counts", "已改用新地址"),
    "news.too_late": Text("The courier had it already", "包裹已被揽收，拦截过晚"),
    "news.taken": Text("A file of news was taken in", "已读取拦截文件"),
    "stop.released": Text("The order may go on", "订单已放行"),
    "goods.returned": Text("The goods are back on the shelf", "商品已退回货架"),
    "handover.taken": Text("Laid on the courier's pile", "已放入交接堆"),
    "handover.taken_off": Text("Taken off the pile", "已从交接堆取下"),
    "handover.refused": Text("Refused for the courier", "交接被拒"),
    "manifest.closed": Text("Handed over to the courier", "已交接给快递"),
    "day.ended": Text("The day was ended", "当日已收工"),
    "money.reconciled": Text("Held against the carrier's list", "已与快递清单核对"),
    "orphan.voided": Text("An unknown label was given back", "无主运单已取消"),
    "orphan.kept": Text("An unknown label was kept", "无主运单已保留"),
    "person.enrolled": Text("A person was enrolled", "已登记人员"),
    "person.role": Text("A role was changed", "角色已更改"),
    "person.retired": Text("A person left", "人员已离岗"),
    "person.badge": Text("A badge was given", "已发放工牌"),
    "person.pin": Text("A PIN was set", "已设置 PIN"),
    "person.refused": Text("A log-in was refused", "登录被拒"),
    "audit.opened": Text("What was scanned was shown in clear", "扫描内容已解密查看"),
    **EVIDENCE_EVENTS,
}

AUDIT_WORDS: dict[str, Text] = {
    "equal": Text(
        "Equal: the journal's {rows} rows tell just what the station's file holds.",
        "一致：日志 {rows} 行与工位数据完全相符。",
    ),
    "differs": Text("Different at table {table}, row {where}", "不一致：表 {table}，行 {where}"),
    "differs.column": Text("column {column}", "列 {column}"),
    "differs.sequence": Text("shown by row {row} of the journal", "见日志第 {row} 行"),
    "story": Text("{count} rows written to {file}.", "已将 {count} 行写入 {file}。"),
    "who": Text("Your badge, or your number and PIN (7*PIN): ", "请刷工牌，或输入编号和 PIN（7*PIN）："),
    "whole": Text("{count} rows, each whole.", "共 {count} 行，逐行完好。"),
    "within": Text("All of them stand in the journal of {file}.", "全部在 {file} 的日志中。"),
    "broken": Text("Row {row} was changed, or does not belong here.", "第 {row} 行被改动，或不属于此处。"),
}

AUDIT: dict[str, Fault] = {
    "audit.unwritable": Fault(
        Text("The file cannot be written.", "无法写入该文件。"),
        Text("Choose another folder, or close the file.", "请更换文件夹，或关闭该文件。"),
    ),
    "audit.unreadable": Fault(
        Text("This is no exported journal or story.", "该文件不是导出的日志或包裹记录。"),
        Text("Give a file that audit export or audit story wrote.", "请使用 audit export 或 audit story 生成的文件。"),
    ),
    "audit.unknown": Fault(
        Text("No order and no label here has this number.", "没有此编号的订单或面单。"),
        Text("Give an order number or a tracking number.", "请输入订单号或快递单号。"),
    ),
}


class _Open:
    """What an answer names stands elsewhere in the journal, or nowhere: its sentence keeps a gap."""

    def __format__(self, _spec: str) -> str:
        return "…"

    def __getitem__(self, _name: str) -> _Open:
        return self


def event_words(event: str, language: str) -> str:
    """What an event means; one of a newer Packbench is told by its own name."""
    kind, _, rest = event.partition(".")
    if kind == "scan" and rest in set(OutcomeCode):
        return ANSWERS[OutcomeCode(rest)].what.say(language).format_map(_Open())
    if kind == "decided" and rest in set(Decision):
        return CHOICES[Decision(rest)].word.say(language)
    return EVENTS[event].say(language) if event in EVENTS else event


def audit_word(key: str, language: str, **values: object) -> str:
    """A sentence of the audit commands, with its names filled in."""
    return AUDIT_WORDS[key].say(language).format(**values)
