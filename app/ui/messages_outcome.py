"""The sentence and the tone of every answer of the bench; here those of scan, label and decision, in both languages.

`what` is said first, `do` after it. The names in braces are an outcome's, and filled in below.
"""

from __future__ import annotations

from app.domain.outcome import Outcome, OutcomeCode
from app.ui.messages_answer import Answer, Tone
from app.ui.messages_desk import DESK
from app.ui.messages_floor import FLOOR
from app.ui.messages_reason import MEANINGS, OPEN_ENDS, reason_word
from app.ui.messages_text import CHINESE, Text

__all__ = ["ANSWERS", "Answer", "Tone", "do_now", "sentence", "tone_of"]

MOST_CHOICES = 4  # so many are named in a sentence; the screen lists them all

_C = OutcomeCode
_TABLE: dict[OutcomeCode, Answer] = {
    _C.ORDER_OPENED: Answer(
        Tone.OK,
        Text("Order {order} is on the table.", "订单 {order} 已打开。"),
        Text("Scan every item into the box.", "请逐件扫描装箱。"),
    ),
    _C.ORDER_RESUMED: Answer(
        Tone.OK,
        Text(
            "Order {order} goes on: {units_packed} of {units} are in the box.",
            "继续订单 {order}：已装 {units_packed}/{units} 件。",
        ),
        Text("Check the box, then scan the rest.", "请核对箱内商品，再扫描其余商品。"),
    ),
    _C.ORDER_COMPLETE: Answer(
        Tone.COMPLETE,
        Text(
            "Order {order} is complete: {units_packed} of {units}.",
            "订单 {order} 复核完成：{units_packed}/{units} 件。",
        ),
        Text("Close the box. The label follows.", "请封箱，面单随后送出。"),
    ),
    _C.ORDER_PUT_ASIDE: Answer(
        Tone.SYSTEM,
        Text(
            "Order {order} is set aside with {units_packed} of {units} in the box.",
            "订单 {order} 已搁置，已装 {units_packed}/{units} 件。",
        ),
        Text("Scan its number to go on with it later.", "再次扫描订单号即可继续。"),
    ),
    _C.ORDER_ALREADY_OPEN: Answer(
        Tone.WRONG,
        Text("Order {order} is already on the table.", "订单 {order} 已经打开。"),
        Text("Scan the items.", "请扫描商品。"),
    ),
    _C.ORDER_ANOTHER_OPEN: Answer(
        Tone.WRONG,
        Text(
            "{scanned} is another order. Order {order} is still on the table.",
            "{scanned} 是另一张订单，订单 {order} 尚未完成。",
        ),
        Text("Finish it, or set it aside with F4.", "请先完成，或按 F4 搁置。"),
    ),
    _C.ORDER_ALREADY_PACKED: Answer(
        Tone.WRONG,
        Text("Order {order} has been packed already.", "订单 {order} 已经打包过。"),
        Text("Do not pack it again. F8 prints its label again.", "请勿重复打包；补打面单按 F8。"),
    ),
    _C.PARCEL_SHOWN: Answer(
        Tone.SYSTEM,
        Text("This is box {parcel} of {units} of order {order}.", "订单 {order} 第 {parcel} 箱，共 {units} 箱。"),
        Text("F8 prints its label again.", "补打此箱面单按 F8。"),
    ),
    _C.ORDER_CANCELLED: Answer(
        Tone.STOP,
        Text("Stop: order {order} is cancelled.", "停止：订单 {order} 已取消。"),
        Text("Do not ship it. Put the goods back.", "请勿发货，商品退回货架。"),
    ),
    _C.ORDER_AMBIGUOUS: Answer(
        Tone.WRONG,
        Text("Number {order} belongs to more than one shop: {choices}.", "订单号 {order} 对应多家店铺：{choices}。"),
        Text("Choose the shop.", "请选择店铺。"),
    ),
    _C.ITEM_PACKED: Answer(
        Tone.OK,
        Text("{item}: {packed} of {quantity}.", "{item}：{packed}/{quantity} 件。"),
    ),
    _C.LINE_COMPLETE: Answer(
        Tone.OK,
        Text("{item}: complete, {packed} of {quantity}.", "{item}：已齐，{packed}/{quantity} 件。"),
    ),
    _C.ITEM_WRONG: Answer(
        Tone.WRONG,
        Text("Wrong item: {scanned} is not in order {order}.", "商品不符：{scanned} 不在订单 {order} 中。"),
        Text("Put it back and scan the right item.", "请取出，改扫正确的商品。"),
    ),
    _C.ITEM_TOO_MANY: Answer(
        Tone.WRONG,
        Text("One too many: {item}, the order has only {quantity}.", "超量：{item} 只需 {quantity} 件。"),
        Text("Take this one out of the box.", "请把多出的这一件取出。"),
    ),
    _C.ITEM_UNPACKED: Answer(
        Tone.SYSTEM,
        Text("Taken out: {item}, now {packed} of {quantity}.", "已取出：{item}，现为 {packed}/{quantity} 件。"),
    ),
    _C.ITEM_NOT_IN_BOX: Answer(
        Tone.WRONG,
        Text("{item} is not in the box.", "箱内没有 {item}。"),
        Text("Nothing was taken out.", "未取出任何商品。"),
    ),
    _C.ITEM_BEFORE_ORDER: Answer(
        Tone.WRONG,
        Text("{scanned} is an item, and no order is open.", "{scanned} 是商品，当前没有打开的订单。"),
        Text("Scan the order first.", "请先扫描订单号。"),
    ),
    _C.UNPACK_NEXT: Answer(
        Tone.SYSTEM,
        Text("Taking out one unit.", "准备取出一件。"),
        Text("Scan the item you take out. F6 again: leave it in.", "请扫描要取出的商品；再按 F6 取消。"),
    ),
    _C.UNPACK_OFF: Answer(
        Tone.SYSTEM,
        Text("Nothing is taken out.", "已取消取出。"),
        Text("Go on scanning items into the box.", "请继续扫描装箱。"),
    ),
    _C.CODE_UNKNOWN: Answer(
        Tone.WRONG,
        Text("Nobody here knows {scanned}.", "未找到 {scanned}。"),
        Text("Check the code, or import the order first (Ctrl+O).", "请检查条码，或先导入订单（Ctrl+O）。"),
    ),
    _C.CODE_FOREIGN: Answer(
        Tone.WRONG,
        Text(
            "{scanned} looks like a label of {carriers}, and of no parcel here.",
            "{scanned} 像是{carriers}的运单号，不是本站的包裹。",
        ),
        Text("Nothing was counted. Scan the label of a parcel of this station.", "未计数。请扫描本站包裹的面单。"),
    ),
    _C.CODE_DOUBLED: Answer(
        Tone.WRONG,
        Text("{scanned} came twice in one go. Nothing was counted.", "{scanned} 一次传来两遍，未计数。"),
        Text(
            "Scan it again. If it stays so, the scanner sends twice: switch one way off.",
            "请重新扫描；若一再出现，扫描枪在重复发送，请关闭其中一路。",
        ),
    ),
    _C.CODE_TOO_LONG: Answer(
        Tone.WRONG,
        Text("That code is too long to be one.", "条码过长，无法识别。"),
        Text("Scan one code at a time.", "请一次只扫描一个条码。"),
    ),
    _C.CODE_CONTROL_CHARACTERS: Answer(
        Tone.WRONG,
        Text("The scanner sent signs that belong to no code.", "条码含有无效字符。"),
        Text("Scan again. If it stays, check the scanner's settings.", "请重新扫描；仍不行请检查扫描枪设置。"),
    ),
    _C.CODE_EMPTY: Answer(
        Tone.WRONG,
        Text("The scan was empty.", "扫描内容为空。"),
        Text("Scan again.", "请重新扫描。"),
    ),
    _C.COMMAND_NEEDS_ORDER: Answer(
        Tone.WRONG,
        Text("That needs an open order.", "此操作需要先打开订单。"),
        Text("Scan an order first.", "请先扫描订单号。"),
    ),
    _C.COMMAND_NEEDS_FREE_TABLE: Answer(
        Tone.WRONG,
        Text("Order {order} is still on the table.", "订单 {order} 仍在台面上。"),
        Text("Finish it, or set it aside with F4.", "请先完成，或按 F4 搁置。"),
    ),
    _C.COMMAND_NEEDS_PARCEL: Answer(
        Tone.WRONG,
        Text("That needs a packed order.", "此操作需要已打包的订单。"),
        Text("Scan the packed order, or choose it in the list.", "请扫描已打包的订单，或在列表中选中。"),
    ),
    _C.REPRINT_QUEUED: Answer(
        Tone.SYSTEM,
        Text("The label of order {order} goes to the printer again.", "订单 {order} 的面单已重新送往打印机。"),
        Text("Put only one label on the box. Destroy the other.", "箱上只贴一张，旧面单请销毁。"),
    ),
    _C.REPRINT_NO_WAYBILL: Answer(
        Tone.WRONG,
        Text("Order {order} has no waybill yet, so there is no label.", "订单 {order} 尚无快递单号，没有面单可补打。"),
        Text("Wait for the carrier, or ask for a label with F10.", "请等待快递返回单号，或按 F10 重新申请。"),
    ),
    _C.REPRINT_UNDER_WAY: Answer(
        Tone.WRONG,
        Text("The label of order {order} is already on its way.", "订单 {order} 的面单正在送往打印机。"),
        Text("Wait a moment. It is not printed twice.", "请稍候，不会重复打印。"),
    ),
    _C.VOID_CONFIRM: Answer(
        Tone.STOP,
        Text("Void the waybill of order {order}?", "要作废订单 {order} 的面单吗？"),
        Text("F9 again voids it. Anything else keeps it.", "再按一次 F9 作废；其他操作则保留。"),
    ),
    _C.VOID_QUEUED: Answer(
        Tone.SYSTEM,
        Text("The waybill of order {order} is being voided.", "正在作废订单 {order} 的面单。"),
        Text("Take the label off the box and destroy it.", "请撕下箱上的面单并销毁。"),
    ),
    _C.VOID_NOTHING: Answer(
        Tone.WRONG,
        Text("Order {order} has no waybill to void.", "订单 {order} 没有可作废的面单。"),
        Text("Nothing was changed.", "未做任何更改。"),
    ),
    _C.VOID_UNSETTLED: Answer(
        Tone.WRONG,
        Text(
            "Order {order} cannot be voided yet: the carrier has not answered.",
            "订单 {order} 暂不能作废：快递尚未答复。",
        ),
        Text("Nothing was changed. Try again when the number is here.", "未做任何更改，取得单号后再试。"),
    ),
    _C.LABEL_QUEUED: Answer(
        Tone.SYSTEM,
        Text("A label for order {order} is asked for.", "已为订单 {order} 申请面单。"),
        Text("It comes out when the carrier answers.", "快递返回后自动送往打印机。"),
    ),
    _C.LABEL_EXISTS: Answer(
        Tone.WRONG,
        Text("Order {order} has a waybill already.", "订单 {order} 已有快递单号。"),
        Text("F8 prints its label again; a second one is not bought.", "补打请按 F8，不会重复购买。"),
    ),
    _C.LABEL_NOT_VERIFIED: Answer(
        Tone.STOP,
        Text(
            "No label: order {order} has {units_packed} of {units} checked.",
            "不能出面单：订单 {order} 只复核了 {units_packed}/{units} 件。",
        ),
        Text("Scan every item first.", "请先扫描全部商品。"),
    ),
    _C.LABEL_CONFIRMED: Answer(
        Tone.COMPLETE,
        Text("The label of order {order} is on its box.", "订单 {order} 的面单已确认。"),
        Text("Done. Scan the next order.", "完成，请扫描下一张订单。"),
    ),
    _C.LABEL_OF_ANOTHER: Answer(
        Tone.STOP,
        Text("Stop: this label belongs to order {order}.", "停止：这张面单属于订单 {order}。"),
        Text(
            "Take it off this box and put it on the right one. Then scan this box's own label.",
            "请撕下并贴到正确的箱上，再扫描本箱自己的面单。",
        ),
    ),
    _C.LABEL_VOIDED: Answer(
        Tone.STOP,
        Text("Stop: this label of order {order} is void.", "停止：订单 {order} 的这张面单已作废。"),
        Text("Do not ship with it. Take it off and destroy it.", "请勿用它发货，撕下并销毁。"),
    ),
    _C.LABEL_AWAITED: Answer(
        Tone.WRONG,
        Text("First scan the label of order {order}.", "请先扫描订单 {order} 的面单。"),
        Text("Then {scanned} can be opened. Nothing came out? F8.", "之后才能打开 {scanned}；没有出纸请按 F8。"),
    ),
    _C.DECIDED: Answer(
        Tone.COMPLETE,
        Text("Decided, and written down.", "已处理，并已记录。"),
        Text("What follows from it happens by itself.", "后续操作会自动进行。"),
    ),
    _C.DECISION_LATE: Answer(
        Tone.WRONG,
        Text("This had changed meanwhile. Nothing was done.", "情况已有变化，未做任何更改。"),
        Text("Look at the list again.", "请重新查看列表。"),
    ),
    _C.DECISION_NUMBER_TAKEN: Answer(
        Tone.WRONG,
        Text("{scanned} belongs to another parcel. Nothing was done.", "{scanned} 属于其他包裹，未做任何更改。"),
        Text("Take the number from the carrier's portal.", "请以快递平台后台显示的单号为准。"),
    ),
    _C.DECISION_NEEDS_NUMBER: Answer(
        Tone.WRONG,
        Text("That is no tracking number. Nothing was done.", "这不是快递单号，未做任何更改。"),
        Text(
            "It has 6 to 40 letters and digits, as the portal shows it.", "应为 6 至 40 位字母和数字，以后台显示为准。"
        ),
    ),
    _C.STORE_FULL: Answer(
        Tone.STOP,
        Text("The disk is full: this was not written down.", "磁盘已满：本次操作未保存。"),
        Text("Stop packing. Free some space, then do it again.", "请停止打包，清理磁盘后重新操作。"),
    ),
    _C.STORE_BUSY: Answer(
        Tone.WRONG,
        Text("The disk was busy: this was not written down.", "磁盘繁忙：本次操作未保存。"),
        Text("Scan it once more.", "请再扫一次。"),
    ),
    _C.STORE_BROKEN: Answer(
        Tone.STOP,
        Text("The station cannot write: this was not written down.", "工位无法保存：本次操作未保存。"),
        Text("Stop packing and call the shift lead.", "请停止打包，联系班组长。"),
    ),
}

ANSWERS: dict[OutcomeCode, Answer] = _TABLE | DESK | FLOOR
_CHOICE_WORDS: dict[OutcomeCode, dict[str, Text]] = {_C.CODE_SEVERAL: MEANINGS, _C.DAY_OPEN_ENDS: OPEN_ENDS}


def tone_of(code: OutcomeCode) -> Tone:
    """The sound, color and shape of an answer."""
    return ANSWERS[code].tone


def sentence(outcome: Outcome, language: str) -> str:
    """What happened, in one sentence."""
    return _filled(ANSWERS[outcome.code].what, outcome, language)


def do_now(outcome: Outcome, language: str) -> str:
    """What the packer does about it; empty when the next step says all."""
    return _filled(ANSWERS[outcome.code].do, outcome, language)


def _filled(text: Text, outcome: Outcome, language: str) -> str:
    return text.fill(
        language,
        scanned=outcome.scanned,
        order=outcome.order_number,
        item=outcome.item,
        packed=outcome.packed,
        quantity=outcome.quantity,
        units_packed=outcome.units_packed,
        units=outcome.units,
        choices=_choices(outcome, language),
        reason=reason_word(outcome.reason, language),
        parcel=outcome.parcel,
        person=outcome.person,
        carriers=_listed([each.zh if language == CHINESE else each.en for each in outcome.carriers], language),
    )


def _choices(outcome: Outcome, language: str) -> str:
    """Shops and titles as they are; what a code may mean and what is open at the end of the day in words."""
    words = _CHOICE_WORDS.get(outcome.code, {})
    named = [words[each].say(language) if each in words else each for each in outcome.choices[:MOST_CHOICES]]
    more = "…" if len(outcome.choices) > MOST_CHOICES else ""
    return _listed(named, language) + more


def _listed(names: list[str], language: str) -> str:
    return ("、" if language == CHINESE else ", ").join(names)
