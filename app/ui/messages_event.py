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

_C = OutcomeCode
# An answer that names what was scanned is told here without it: the journal seals that.
SCANS: dict[OutcomeCode, Text] = {
    _C.ORDER_RESUMED: Text("Packing went on", "继续打包"),
    _C.ORDER_COMPLETE: Text("Everything was checked: complete", "全部复核完成"),
    _C.ORDER_PUT_ASIDE: Text("Set aside", "已搁置"),
    _C.ORDER_ANOTHER_OPEN: Text("Another order was scanned meanwhile", "打包中扫描了另一张订单"),
    _C.PARCEL_SHOWN: Text("The label was scanned again", "再次扫描了面单"),
    _C.ORDER_AMBIGUOUS: Text("The number belongs to several shops", "订单号对应多家店铺"),
    _C.ITEM_PACKED: Text("A unit was put into the box", "装入一件商品"),
    _C.LINE_COMPLETE: Text("A unit was put into the box, its line is complete", "装入一件商品，该行已齐"),
    _C.ITEM_WRONG: Text("A wrong item was scanned", "扫描了不符的商品"),
    _C.ITEM_TOO_MANY: Text("One unit too many was scanned", "多扫描了一件"),
    _C.ITEM_UNPACKED: Text("A unit was taken out of the box", "取出一件商品"),
    _C.ITEM_NOT_IN_BOX: Text("A unit to take out was not in the box", "要取出的商品不在箱内"),
    _C.ITEM_BEFORE_ORDER: Text("An item was scanned before an order", "未打开订单就扫描了商品"),
    _C.CODE_UNKNOWN: Text("A code was scanned that nobody knows", "扫描了未知条码"),
    _C.CODE_FOREIGN: Text("A label was scanned that belongs to no parcel here", "扫描了不属于本站的面单"),
    _C.CODE_DOUBLED: Text("A code came twice in one go and was not counted", "条码一次传来两遍，未计数"),
    _C.LABEL_NOT_VERIFIED: Text("No label: not everything was checked", "未复核完，不出面单"),
    _C.NOTE_FIRST: Text("A scan was not counted: the note comes first", "未计数：须先确认备注"),
    _C.DUE_MARK: Text("The box needed a mark", "需要贴标识"),
    _C.DUE_CARTON: Text("A carton was asked for", "要求选择箱型"),
    _C.DUE_WEIGHT: Text("The weight was waited for", "等待称重"),
    _C.SERIAL_NEXT: Text("A serial number was asked for", "要求扫描序列号"),
    _C.SERIAL_TAKEN: Text("A serial number had been packed before", "序列号此前已打包"),
    _C.LOT_NEXT: Text("A lot was asked for", "要求扫描批号"),
    _C.EXPIRY_NEXT: Text("An expiry date was asked for", "要求扫描有效期"),
    _C.EXPIRY_UNREADABLE: Text("The expiry date could not be read", "有效期无法识别"),
    _C.EXPIRY_PAST: Text("An expired unit was refused", "过期商品被拒"),
    _C.EXPIRY_TOO_SOON: Text("A unit that expires too soon was refused", "临期商品被拒"),
    _C.UNIT_UNKNOWN: Text("A number was scanned that is no unit's", "扫描的号码不是单件编号"),
    _C.PACK_NEEDS_SINGLES: Text("A pack was refused: each unit has its number", "拒绝整包：须逐件扫描编号"),
    _C.KIT_PACKED: Text("A kit was put into the box", "装入一套商品"),
    _C.KIT_NEEDS_PARTS: Text("A kit was refused: each unit is scanned by itself", "拒绝整套：须逐件扫描"),
    _C.SEQUENCE_WRONG: Text("Another item has to come first", "须先装其他商品"),
    _C.GS1_REFUSED: Text("A GS1 code was refused", "GS1 条码被拒"),
    _C.CODE_SEVERAL: Text("A code may have meant several things", "条码含义不唯一"),
    _C.SHORT_NOTED: Text("Noted as short", "已登记缺货"),
    _C.DAMAGE_NOTED: Text("Noted as damaged", "已登记破损"),
    _C.SWAP_NEXT: Text("A substitute was asked for", "要求扫描替换商品"),
    _C.SWAP_ASKED: Text("A substitute waited for a yes", "替换待确认"),
    _C.SWAP_NOTED: Text("A substitute was packed", "已替换商品"),
    _C.BY_HAND_ASKED: Text("Counting by hand waited for a yes", "手工计数待确认"),
    _C.BY_HAND_NOTED: Text("A unit was counted by hand", "已手工计数一件"),
    _C.LEARN_NEXT: Text("A new barcode was asked for", "要求扫描新条码"),
    _C.LEARN_ASKED: Text("A new barcode waited for a yes", "新条码待确认"),
    _C.LEARNED: Text("A new barcode was learnt", "已学习新条码"),
    _C.CODE_TAKEN: Text("A barcode to learn has a meaning already", "要学习的条码已有含义"),
    _C.LEAD_REFUSED: Text("Somebody without the right to it agreed", "无权限人员尝试确认"),
    _C.BOX_CLOSED: Text("A box was closed", "已封一箱"),
    _C.FINISH_ASKED: Text("Shipping a part waited for a yes", "部分发货待确认"),
    _C.ORDER_PART_PACKED: Text("It ships in part", "部分发货"),
    _C.MATERIAL_USED: Text("Packaging was noted", "已登记包材"),
    _C.MATERIAL_BEFORE_ORDER: Text("Packaging was scanned before an order", "未打开订单就扫描了包材"),
    _C.MERGED: Text("Another order goes into this box", "另一订单并入此箱"),
    _C.MERGE_REFUSED: Text("Another order could not go into this box", "另一订单不能并入此箱"),
    _C.ORDER_MERGED: Text("It travels in another order's box", "随另一订单发货"),
    _C.CLONE_ASKED: Text("Packing the same orders at once waited for a yes", "批量完成待确认"),
    _C.CLONED: Text("The same orders were packed like this one", "相同订单已批量完成"),
    _C.ITEM_NOT_WANTED: Text("An item was scanned that no order needs", "扫描的商品没有订单需要"),
    _C.WEIGHED: Text("The box was weighed", "已称重"),
    _C.WEIGHT_LIGHT: Text("The box was too light", "重量偏轻"),
    _C.WEIGHT_HEAVY: Text("The box was too heavy", "重量偏重"),
    _C.WEIGHT_ASKED: Text("An odd weight waited for a yes", "异常重量待确认"),
    _C.WEIGHT_ACCEPTED: Text("An odd weight was accepted", "异常重量已确认"),
    _C.LOGGED_IN: Text("Somebody logged in", "有人登录"),
    _C.LOGGED_OUT: Text("Somebody logged out", "有人退出"),
    _C.VOLUME_SET: Text("The volume was set", "已调整音量"),
    _C.HANDOVER_BEGUN: Text("Handing over began", "开始交接"),
    _C.HANDOVER_TAKEN: Text("Laid on the courier's pile", "已放入交接堆"),
    _C.HANDOVER_LEFT: Text("Handing over was left", "已离开交接"),
    _C.HANDOVER_TAKEN_OFF: Text("Taken off the pile", "已从交接堆取下"),
    _C.HANDOVER_STOPPED: Text("Not handed over: it is stopped", "已拦截，不予交接"),
    _C.HANDOVER_UNKNOWN: Text("A number was scanned for the courier that is no parcel's here", "交接时扫描了未知单号"),
    _C.HANDOVER_FOREIGN: Text("Another house's label was scanned for the courier", "交接时扫描了外来面单"),
    _C.HANDOVER_DUPLICATE: Text("It had been laid on the pile before", "此前已放入交接堆"),
    _C.HANDOVER_WRONG_PILE: Text("It goes with another courier", "应交给其他快递"),
    _C.MANIFEST_CLOSED: Text("Handed over to the courier", "已交接给快递"),
    _C.DAY_OPEN_ENDS: Text("The day ended with things open", "收工时仍有遗留"),
    _C.DECISION_NUMBER_TAKEN: Text("A number to decide with belongs to another parcel", "用于处理的单号属于其他包裹"),
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


def event_words(event: str, language: str, order: str = "") -> str:
    """What an event means; one of a newer Packbench is told by its own name. `order` is the number of whose it is."""
    kind, _, rest = event.partition(".")
    if kind == "scan" and rest in set(OutcomeCode):
        code = OutcomeCode(rest)
        return (SCANS[code] if code in SCANS else ANSWERS[code].what).say(language).format(order=order or "…")
    if kind == "decided" and rest in set(Decision):
        return CHOICES[Decision(rest)].word.say(language)
    return EVENTS[event].say(language) if event in EVENTS else event


def audit_word(key: str, language: str, **values: object) -> str:
    """A sentence of the audit commands, with its names filled in."""
    return AUDIT_WORDS[key].say(language).format(**values)
