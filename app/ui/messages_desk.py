"""What the bench answers around one box: notes, dues, single units, kits, deviations, boxes, merging, modes, weight.

Both languages side by side. Keys stand in brackets behind the command whose code can be scanned as well.
"""

from __future__ import annotations

from app.domain.outcome import OutcomeCode
from app.ui.messages_answer import Answer, Tone
from app.ui.messages_text import Text

_C = OutcomeCode
_READ_NOTE = Text("Read it on the screen, then OK (F12).", "请阅读屏幕上的内容，再扫描“确认”(F12)。")
_UNCHANGED = Text("Nothing was changed.", "未做任何更改。")
_ONLY_THEN = Text("Only then does it count.", "扫描后才会计数。")
_TYPE_DATE = Text("Scan it, or type it like 2027-05-31.", "请扫描，或按 2027-05-31 的格式输入。")
_CANCEL_LEAVES = Text("Cancel (Shift+F12) leaves it.", "扫描“取消”(Shift+F12) 可放弃。")
_WAIT_FOR_LABEL = Text("The label follows. Go on with the next box.", "面单随后送出，请继续装下一箱。")

_DUES: dict[OutcomeCode, Answer] = {
    _C.NOTE_FIRST: Answer(
        Tone.WRONG,
        Text("{scanned} was not counted: first comes the note.", "{scanned} 未计数：请先阅读备注。"),
        _READ_NOTE,
    ),
    _C.NOTE_ACKNOWLEDGED: Answer(Tone.OK, Text("Confirmed, and written down.", "已确认，并已记录。")),
    _C.DUE_NOTE: Answer(
        Tone.SYSTEM, Text("Order {order} has a note to read.", "订单 {order} 有备注需要阅读。"), _READ_NOTE
    ),
    _C.DUE_MARK: Answer(
        Tone.SYSTEM,
        Text("Box {parcel} needs a mark: {reason}.", "第 {parcel} 箱需要贴标：{reason}。"),
        Text("Stick it on the box, then OK (F12).", "请贴到箱上，再扫描“确认”(F12)。"),
    ),
    _C.DUE_CARTON: Answer(
        Tone.SYSTEM,
        Text("Which carton is box {parcel}?", "第 {parcel} 箱用的是哪种箱型？"),
        Text("Scan the carton's code.", "请扫描箱型码。"),
    ),
    _C.DUE_WEIGHT: Answer(
        Tone.SYSTEM,
        Text("Box {parcel} has no weight yet.", "第 {parcel} 箱尚未称重。"),
        Text("Put it on the empty scale and let go.", "请放到空秤上，然后松手。"),
    ),
    _C.DUE_NOTHING: Answer(
        Tone.WRONG, Text("Nothing is waiting for an answer.", "当前没有需要确认的内容。"), _UNCHANGED
    ),
}

_UNITS: dict[OutcomeCode, Answer] = {
    _C.SERIAL_NEXT: Answer(Tone.SYSTEM, Text("{item}: now its serial number.", "{item}：请扫描序列号。"), _ONLY_THEN),
    _C.SERIAL_TAKEN: Answer(
        Tone.STOP,
        Text("Stop: serial number {scanned} was packed before.", "停止：序列号 {scanned} 此前已装箱。"),
        Text("Put this unit apart and tell the shift lead.", "请将这一件单独放置，并告知班组长。"),
    ),
    _C.LOT_NEXT: Answer(Tone.SYSTEM, Text("{item}: now its lot.", "{item}：请扫描批号。"), _ONLY_THEN),
    _C.EXPIRY_NEXT: Answer(Tone.SYSTEM, Text("{item}: now its expiry date.", "{item}：请扫描到期日。"), _TYPE_DATE),
    _C.EXPIRY_UNREADABLE: Answer(Tone.WRONG, Text("{scanned} is no date.", "{scanned} 不是日期。"), _TYPE_DATE),
    _C.EXPIRY_PAST: Answer(
        Tone.STOP,
        Text("Stop: expired. {item}", "停止：已过期。{item}"),
        Text("Do not ship it. Put it apart and take another one.", "请勿发货，单独放置，换一件。"),
    ),
    _C.EXPIRY_TOO_SOON: Answer(
        Tone.WRONG,
        Text("It does not keep long enough: {item}.", "剩余保质期不足：{item}。"),
        Text("Put it back and take one that keeps longer.", "请放回，换一件保质期更长的。"),
    ),
    _C.UNIT_UNKNOWN: Answer(
        Tone.WRONG,
        Text("{scanned} is no number of a unit of {item}.", "{scanned} 不是 {item} 的单件编号。"),
        Text("Scan the number on the unit itself.", "请扫描商品本身的编号。"),
    ),
    _C.PACK_NEEDS_SINGLES: Answer(
        Tone.WRONG,
        Text("A pack will not do, each unit has its number: {item}.", "须逐件登记，不能整包扫描：{item}。"),
        Text("Open the pack and scan the units one by one.", "请拆开，逐件扫描。"),
    ),
    _C.KIT_PACKED: Answer(
        Tone.OK, Text("Kit {item}: {packed} of {quantity}.", "套装 {item}：{packed}/{quantity} 套。")
    ),
    _C.KIT_NEEDS_PARTS: Answer(
        Tone.WRONG,
        Text("Each unit has to be scanned by itself: {item}.", "须逐件扫描：{item}。"),
        Text("The kit's code or a count by hand will not do.", "不能用套装码或手工计数代替。"),
    ),
    _C.SEQUENCE_WRONG: Answer(
        Tone.WRONG,
        Text("Not yet: first comes {item}.", "顺序不对：应先装 {item}。"),
        Text("Lay this one aside for now.", "请先把这一件放在一旁。"),
    ),
    _C.GS1_REFUSED: Answer(
        Tone.WRONG,
        Text("This GS1 code cannot be trusted: {reason}.", "此 GS1 码不可靠：{reason}。"),
        Text("Scan it again, or another barcode of the item.", "请重新扫描，或改扫商品的其他条码。"),
    ),
    _C.CODE_SEVERAL: Answer(
        Tone.WRONG,
        Text("{scanned} may be more than one thing: {choices}.", "{scanned} 对应多项：{choices}。"),
        Text("Nothing was counted. Say which: scan its number.", "未计数，请扫描序号选择。"),
    ),
}

_DEVIATIONS: dict[OutcomeCode, Answer] = {
    _C.LINE_CHOOSE: Answer(
        Tone.SYSTEM,
        Text("Which item is meant?", "指的是哪件商品？"),
        Text("Scan it, or the number it has on the screen.", "请扫描该商品，或扫描屏幕上的序号。"),
    ),
    _C.SHORT_NOTED: Answer(
        Tone.OK,
        Text("Short: {item}, {packed} of {quantity} come.", "缺货已登记：{item}，实发 {packed}/{quantity} 件。"),
    ),
    _C.SHORT_NOTHING_LEFT: Answer(
        Tone.SYSTEM,
        Text("Nothing of order {order} is there: it is held back.", "订单 {order} 全部缺货，已暂停发货。"),
        Text("No label is bought. Scan the next order.", "不会购买面单，请扫描下一张订单。"),
    ),
    _C.DAMAGE_NEXT: Answer(
        Tone.SYSTEM, Text("One unit is damaged. Scan it.", "登记破损：请扫描破损的商品。"), _CANCEL_LEAVES
    ),
    _C.DAMAGE_NOTED: Answer(
        Tone.SYSTEM,
        Text("Damaged: {item}, now {packed} of {quantity}.", "破损已登记：{item}，现为 {packed}/{quantity} 件。"),
        Text("Put it apart and scan a good one.", "请单独放置，改扫完好的一件。"),
    ),
    _C.SWAP_NEXT: Answer(
        Tone.SYSTEM,
        Text("What goes in instead of {item}?", "用什么代替 {item}？"),
        Text("Scan the other item.", "请扫描替换的商品。"),
    ),
    _C.SWAP_ASKED: Answer(
        Tone.SYSTEM,
        Text("Pack {scanned} instead of {item}?", "用 {scanned} 代替 {item}？"),
        Text("The swap is written down with the order.", "换货会记入订单。"),
    ),
    _C.SWAP_NOTED: Answer(
        Tone.OK,
        Text("Swapped for {item}: {packed} of {quantity}.", "换货已登记：{item}，{packed}/{quantity} 件。"),
    ),
    _C.BY_HAND_ASKED: Answer(
        Tone.SYSTEM,
        Text("Count one without a barcode: {item}?", "无条码计一件：{item}？"),
        Text("It is written down as counted by hand.", "会记录为手工计数。"),
    ),
    _C.BY_HAND_NOTED: Answer(
        Tone.OK,
        Text("Counted by hand: {item}, {packed} of {quantity}.", "手工计数：{item}，{packed}/{quantity} 件。"),
    ),
    _C.LEARN_NEXT: Answer(
        Tone.SYSTEM,
        Text("The next code becomes a barcode of {item}.", "下一个条码将登记为 {item} 的条码。"),
        _CANCEL_LEAVES,
    ),
    _C.LEARN_ASKED: Answer(
        Tone.SYSTEM,
        Text("Is {scanned} a barcode of {item}?", "{scanned} 是 {item} 的条码吗？"),
        Text("It holds in this order only, until the lead approves it.", "批准前只在本订单内有效。"),
    ),
    _C.LEARNED: Answer(
        Tone.OK,
        Text("In this order {scanned} now means {item}.", "本订单内 {scanned} 即 {item}。"),
        Text("The lead approves it for other orders.", "其他订单须经班组长批准。"),
    ),
    _C.CODE_TAKEN: Answer(
        Tone.WRONG,
        Text("{scanned} has a meaning already.", "{scanned} 已有其他含义。"),
        Text("Nothing was learned.", "未登记任何条码。"),
    ),
    _C.QUESTION_LEFT: Answer(Tone.SYSTEM, Text("Left as it was.", "已放弃，未做更改。")),
    _C.QUESTION_OPEN: Answer(
        Tone.WRONG,
        Text("That was not counted: a question is open.", "未计数：还有问题待回答。"),
        Text("Answer it first: OK (F12) or cancel (Shift+F12).", "请先扫描“确认”(F12) 或“取消”(Shift+F12)。"),
    ),
}

_BOXES: dict[OutcomeCode, Answer] = {
    _C.BOX_CLOSED: Answer(
        Tone.COMPLETE,
        Text("Box {parcel} of order {order} is closed.", "订单 {order} 的第 {parcel} 箱已封箱。"),
        _WAIT_FOR_LABEL,
    ),
    _C.BOX_EMPTY: Answer(
        Tone.WRONG,
        Text("Nothing is in the box yet.", "箱内还没有商品。"),
        Text("Scan an item into it first.", "请先扫描商品装箱。"),
    ),
    _C.FINISH_ASKED: Answer(
        Tone.SYSTEM,
        Text("Ship order {order} with {units_packed} of {units}?", "订单 {order} 先发 {units_packed}/{units} 件？"),
        Text("The rest is sent later.", "其余商品稍后补发。"),
    ),
    _C.ORDER_PART_PACKED: Answer(
        Tone.COMPLETE,
        Text(
            "Order {order} ships with {units_packed} of {units}.", "订单 {order} 部分发货：{units_packed}/{units} 件。"
        ),
        Text("Close the box, the label follows. The rest is noted.", "请封箱，面单随后送出；缺件已记录。"),
    ),
    _C.MATERIAL_USED: Answer(Tone.OK, Text("Used for box {parcel}: {item}.", "第 {parcel} 箱使用：{item}。")),
    _C.MATERIAL_BEFORE_ORDER: Answer(
        Tone.WRONG,
        Text("{scanned} is packaging, and no order is open.", "{scanned} 是包材，当前没有打开的订单。"),
        Text("Nothing was used up. Scan the order first.", "未扣减包材，请先扫描订单号。"),
    ),
    _C.MERGE_NEXT: Answer(
        Tone.SYSTEM,
        Text("Which order goes into this box too?", "哪张订单合并到本箱？"),
        Text("Scan its number: same shop, same consignee.", "请扫描订单号，须同店铺、同收件人。"),
    ),
    _C.MERGED: Answer(
        Tone.OK,
        Text("{scanned} goes into the box of order {order}.", "{scanned} 已合并到订单 {order}。"),
        Text("Scan its items too. One label for both.", "请继续扫描其商品，两单共用一张面单。"),
    ),
    _C.MERGE_REFUSED: Answer(
        Tone.WRONG,
        Text("{scanned} cannot go into this box: {reason}.", "{scanned} 不能合并到本箱：{reason}。"),
        Text("Pack it by itself.", "请单独打包。"),
    ),
    _C.ORDER_MERGED: Answer(
        Tone.WRONG,
        Text("Order {order} travels in the box of order {reason}.", "订单 {order} 已合并到订单 {reason}。"),
        Text("Scan that one instead.", "请改扫那张订单。"),
    ),
    _C.CLONE_ASKED: Answer(
        Tone.SYSTEM,
        Text(
            "Finish {units_packed} more orders like {order}?", "另有 {units_packed} 张订单与 {order} 相同，一并完成？"
        ),
        Text("Left out, stopped or with serial numbers: {reason}.", "被拦截或须登记序列号的 {reason} 张不在其内。"),
    ),
    _C.CLONED: Answer(
        Tone.COMPLETE,
        Text("{units_packed:order|orders} like {order} complete.", "已按 {order} 完成 {units_packed} 张订单。"),
        Text("Pack each the same way. Left out: {reason}.", "请照样装箱；{reason} 张除外，需单独打包。"),
    ),
    _C.CLONE_NONE: Answer(
        Tone.WRONG, Text("No waiting order holds the same as {order}.", "没有与 {order} 相同的待打包订单。"), _UNCHANGED
    ),
    _C.MODE_ORDER: Answer(
        Tone.SYSTEM, Text("Order first: an order is scanned, then its items.", "按单打包：先扫订单，再扫商品。")
    ),
    _C.MODE_ITEM: Answer(
        Tone.SYSTEM, Text("Item first: an item opens the most urgent order.", "按件打包：扫描商品即打开最急的订单。")
    ),
    _C.ITEM_NOT_WANTED: Answer(
        Tone.WRONG,
        Text("No waiting order needs {scanned}.", "没有待打包订单需要 {scanned}。"),
        Text("Lay it aside and scan the next item.", "请放在一旁，扫描下一件。"),
    ),
}

_WEIGHTS: dict[OutcomeCode, Answer] = {
    _C.WEIGHED: Answer(Tone.OK, Text("Box {parcel} weighs {reason} g.", "第 {parcel} 箱重 {reason} 克。")),
    _C.WEIGHT_LIGHT: Answer(
        Tone.STOP,
        Text("Stop: box {parcel} is too light, {reason} g.", "停止：第 {parcel} 箱偏轻，{reason} 克。"),
        Text(
            "Look what is missing and weigh again. As it should be? Alt+W", "请查看是否少装，再称一次；无误则按 Alt+W。"
        ),
    ),
    _C.WEIGHT_HEAVY: Answer(
        Tone.STOP,
        Text("Stop: box {parcel} is too heavy, {reason} g.", "停止：第 {parcel} 箱偏重，{reason} 克。"),
        Text(
            "Look what is too many and weigh again. As it should be? Alt+W",
            "请查看是否多装，再称一次；无误则按 Alt+W。",
        ),
    ),
    _C.WEIGHT_ASKED: Answer(
        Tone.SYSTEM,
        Text("Accept {reason} g for box {parcel}?", "接受第 {parcel} 箱重 {reason} 克？"),
        Text("It is written down who accepted it.", "会记录由谁接受。"),
    ),
    _C.WEIGHT_ACCEPTED: Answer(
        Tone.OK, Text("Accepted: box {parcel} weighs {reason} g.", "已接受：第 {parcel} 箱重 {reason} 克。")
    ),
}

DESK: dict[OutcomeCode, Answer] = _DUES | _UNITS | _DEVIATIONS | _BOXES | _WEIGHTS
