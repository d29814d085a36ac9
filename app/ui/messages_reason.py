"""Why: the codes that an outcome carries as its reason, in the words of a sentence. Both languages side by side."""

from __future__ import annotations

from app.domain.gs1 import Gs1Flaw
from app.domain.handover import EndKind
from app.domain.meaning import MeaningKind
from app.domain.order import Mark
from app.ui.messages_text import Text

_GS1: dict[str, Text] = {
    Gs1Flaw.LOST_SEPARATOR: Text("the scanner swallows its separators", "扫描枪丢失了分隔符"),
    Gs1Flaw.CHECK_DIGIT: Text("its check digit is wrong", "校验位错误"),
    Gs1Flaw.UNKNOWN_AI: Text("it holds a field nobody knows", "含有未知的应用标识符"),
    Gs1Flaw.BAD_DATE: Text("its date does not exist", "日期无效"),
    Gs1Flaw.BAD_FORMAT: Text("a field holds signs it must not have", "字段格式错误"),
    Gs1Flaw.TOO_LONG: Text("a field is too long", "字段过长"),
    Gs1Flaw.INCOMPLETE: Text("a part of it is missing", "内容不完整"),
    Gs1Flaw.CONTRADICTION: Text("it contradicts itself", "内容前后矛盾"),
}

_MERGES: dict[str, Text] = {
    "other_consignee": Text("it goes to another consignee", "收件人不同"),
    "other_shop": Text("it comes from another shop", "店铺不同"),
    "other_service": Text("it travels with another carrier", "快递不同"),
    "other_is_stopped": Text("it is stopped", "已被拦截"),
    "other_is_packed": Text("it is packed already", "已经打包"),
    "same_order": Text("it is the same order", "是同一张订单"),
}

_STOPS: dict[str, Text] = {
    "cancel": Text("it is cancelled", "已取消"),
    "hold": Text("it is held back", "已暂停发货"),
    "address": Text("its address has changed", "收件地址已变更"),
}

_MARKS: dict[str, Text] = {
    Mark.LITHIUM_BATTERY: Text("lithium battery", "锂电池"),
    Mark.LIMITED_QUANTITY: Text("limited quantity", "有限数量危险品"),
    Mark.FLAMMABLE: Text("flammable", "易燃"),
    Mark.FRAGILE: Text("fragile", "易碎"),
}

# These stand alone behind a sentence.
_REMARKS: dict[str, Text] = {
    "news.old": Text("The shop's news is old: it may be cancelled there.", "店铺消息已过时，订单可能已取消。"),
    "news.never": Text("The shop was never heard: it may be cancelled there.", "从未收到店铺消息，订单可能已取消。"),
    "not_on_pile": Text("It was not on the pile.", "此包裹原本不在交接中。"),
}

REASON_WORDS: dict[str, Text] = _GS1 | _MERGES | _STOPS | _MARKS | _REMARKS

MEANINGS: dict[str, Text] = {
    MeaningKind.COMMAND: Text("a command", "命令"),
    MeaningKind.BADGE: Text("a badge", "工牌"),
    MeaningKind.STATION: Text("a station", "工位"),
    MeaningKind.ORDER: Text("an order", "订单"),
    MeaningKind.TOTE: Text("a tote", "周转箱"),
    MeaningKind.WAYBILL: Text("a label", "面单"),
    MeaningKind.ITEM: Text("an item of this order", "本单商品"),
    MeaningKind.ELSEWHERE: Text("an item of another order", "其他商品"),
    MeaningKind.CASE: Text("a case of items", "整箱商品"),
    MeaningKind.SERIAL: Text("a serial number", "序列号"),
    MeaningKind.MATERIAL: Text("packaging", "包材"),
    MeaningKind.SSCC: Text("a logistic unit", "物流单元"),
    MeaningKind.UNIT: Text("a serial number, lot or date", "序列号、批号或日期"),
    MeaningKind.FOREIGN: Text("a label of another house", "非本仓面单"),
    MeaningKind.NEW_ITEM: Text("an item nobody knows yet", "未登记的商品"),
    MeaningKind.FLAW: Text("a code that cannot be trusted", "不可靠的条码"),
    MeaningKind.UNKNOWN: Text("something unknown", "未知条码"),
}

OPEN_ENDS: dict[str, Text] = {
    EndKind.UNHANDED: Text("parcels not handed over", "未交接的包裹"),
    EndKind.PILE: Text("a pile without its manifest", "未生成交接单的包裹"),
    EndKind.UNLABELED: Text("parcels without a label", "没有面单的包裹"),
    EndKind.UNSENT: Text("labels not asked for yet", "未发出的面单申请"),
    EndKind.PURCHASE: Text("labels perhaps bought", "未确认的面单购买"),
    EndKind.VOID: Text("labels perhaps given back", "未确认的面单作废"),
    EndKind.PRINT: Text("labels nobody has seen", "未确认的面单"),
    EndKind.STOPPED: Text("goods to put back", "待退库的商品"),
    EndKind.ORDER: Text("orders begun", "未完成的订单"),
}


def reason_word(reason: str, language: str) -> str:
    """The words for a reason; one that nobody named (a weight, an order's number) stays as it is."""
    return REASON_WORDS[reason].say(language) if reason in REASON_WORDS else reason
