"""What the bench answers around the table: stops, people, the hand-over to the courier, the manifest, the day's end.

Both languages side by side. STOP is kept for what must not leave the house.
"""

from __future__ import annotations

from app.domain.outcome import OutcomeCode
from app.ui.messages_answer import Answer, Tone
from app.ui.messages_text import Text

_C = OutcomeCode
_KEEP_HERE = Text("Keep this parcel here and set it apart.", "请留下此包裹，单独放置。")

_STOPS: dict[OutcomeCode, Answer] = {
    _C.STOPPED_CANCEL: Answer(
        Tone.STOP,
        Text("Stop: order {order} is cancelled.", "停止：订单 {order} 已取消。"),
        Text("Do not ship it. Put the goods back, then Returned (Alt+R).", "请勿发货；商品退库后扫描“已退库”(Alt+R)。"),
    ),
    _C.STOPPED_HOLD: Answer(
        Tone.STOP,
        Text("Stop: order {order} is held back.", "停止：订单 {order} 已暂停发货。"),
        Text("Set it apart until the lead releases it.", "请单独放置，等班组长解除拦截。"),
    ),
    _C.STOPPED_ADDRESS: Answer(
        Tone.STOP,
        Text("Stop: the address of order {order} has changed.", "停止：订单 {order} 的收件地址已变更。"),
        Text(
            "Do not ship it with the old label. Set it apart and tell the lead.",
            "旧面单不可发货，请单独放置并告知班组长。",
        ),
    ),
    _C.ORDER_HELD: Answer(
        Tone.SYSTEM,
        Text("Order {order} is held back.", "订单 {order} 已暂停发货。"),
        Text("Set it apart. It goes out when the lead releases it.", "请单独放置，班组长解除后才可发货。"),
    ),
    _C.GOODS_RETURNED: Answer(
        Tone.COMPLETE,
        Text("The goods of order {order} are back in stock.", "订单 {order} 的商品已退库。"),
        Text("If a label is on the box, take it off and destroy it.", "箱上如有面单，请撕下销毁。"),
    ),
    _C.GOODS_RETURNED_NOTHING: Answer(
        Tone.WRONG,
        Text("Order {order} has nothing to put back.", "订单 {order} 没有需要退库的商品。"),
        Text("Nothing was changed.", "未做任何更改。"),
    ),
}

_PEOPLE: dict[OutcomeCode, Answer] = {
    _C.LEAD_NEEDED: Answer(
        Tone.SYSTEM,
        Text("That needs the shift lead.", "此操作需要班组长。"),
        Text(
            "The lead scans a badge. Cancel (Shift+F12) leaves it.", "请班组长扫描工牌；扫描“取消”(Shift+F12) 可放弃。"
        ),
    ),
    _C.LEAD_REFUSED: Answer(
        Tone.WRONG,
        Text("{person} may not agree to that.", "{person} 没有该权限。"),
        Text(
            "Nothing was done. A lead's badge, or cancel (Shift+F12).",
            "未做更改，请班组长扫描工牌，或取消 (Shift+F12)。",
        ),
    ),
    _C.BADGE_NEEDED: Answer(
        Tone.WRONG,
        Text("That was not counted: nobody is logged in.", "未计数：尚未登录。"),
        Text("Scan your badge first, then this again.", "请先扫描工牌，再重新扫描。"),
    ),
    _C.LOGGED_IN: Answer(Tone.SYSTEM, Text("Logged in: {person}.", "已登录：{person}。")),
    _C.LOGGED_OUT: Answer(
        Tone.SYSTEM,
        Text("Logged out: {person}.", "已退出：{person}。"),
        Text("What lies on the table stays there.", "台面上的订单会保留。"),
    ),
    _C.BADGE_UNKNOWN: Answer(
        Tone.WRONG,
        Text("Nobody here has this badge.", "此工牌未登记。"),
        Text("Scan it again, or ask the shift lead.", "请重新扫描，或联系班组长。"),
    ),
    _C.PIN_WRONG: Answer(
        Tone.WRONG,
        Text("Number or PIN is wrong.", "编号或 PIN 有误。"),
        Text("Try again. Too many wrong ones block the login.", "请重试；多次输错会被锁定。"),
    ),
    _C.PERSON_BLOCKED: Answer(
        Tone.WRONG,
        Text("Too many wrong PINs: this number is blocked for a while.", "PIN 多次输错，该编号暂时锁定。"),
        Text("Scan the badge, or ask an admin for a new PIN.", "请扫描工牌，或请管理员重设 PIN。"),
    ),
    _C.VOLUME_SET: Answer(Tone.SYSTEM, Text("Volume: {packed} of {quantity}.", "音量：{packed}/{quantity}。")),
}

_HANDOVER: dict[OutcomeCode, Answer] = {
    _C.HANDOVER_BEGUN: Answer(
        Tone.SYSTEM,
        Text("Hand-over to the courier: {quantity} on the pile.", "与快递员交接：已扫 {quantity} 件。"),
        Text("Scan each parcel's label.", "请逐件扫描面单。"),
    ),
    _C.HANDOVER_TAKEN: Answer(
        Tone.OK,
        Text("{scanned}: number {quantity} on the pile.", "{scanned}：交接第 {quantity} 件。"),
        Text("{reason}", "{reason}"),
    ),
    _C.HANDOVER_LEFT: Answer(
        Tone.SYSTEM,
        Text("Hand-over is left with {quantity} on the pile.", "已退出交接，已扫 {quantity} 件保留。"),
        Text("Hand over (Alt+H) goes on with it.", "扫描“交接”(Alt+H) 可继续。"),
    ),
    _C.HANDOVER_TAKE_OFF: Answer(
        Tone.SYSTEM,
        Text("Taking one parcel off the pile.", "准备移出一件包裹。"),
        Text("Scan the parcel. F6 again: leave it on.", "请扫描要移出的包裹；再按 F6 取消。"),
    ),
    _C.HANDOVER_TAKEN_OFF: Answer(
        Tone.SYSTEM,
        Text("{scanned} stays here, {quantity} on the pile.", "{scanned} 留下，交接中还有 {quantity} 件。"),
        Text("{reason}", "{reason}"),
    ),
    _C.HANDOVER_STOPPED: Answer(
        Tone.STOP,
        Text("Stop: order {order} must not go, {reason}.", "停止：订单 {order} 不可发出，{reason}。"),
        _KEEP_HERE,
    ),
    _C.HANDOVER_UNVERIFIED: Answer(
        Tone.STOP,
        Text("Stop: order {order} was not checked to the end.", "停止：订单 {order} 尚未复核完成。"),
        _KEEP_HERE,
    ),
    _C.HANDOVER_UNPAID: Answer(
        Tone.STOP,
        Text("Stop: nobody knows that this label of order {order} is paid.", "停止：订单 {order} 的面单未确认购买。"),
        _KEEP_HERE,
    ),
    _C.HANDOVER_VOIDED: Answer(
        Tone.STOP,
        Text("Stop: this label of order {order} is void.", "停止：订单 {order} 的这张面单已作废。"),
        Text("Keep this parcel here. Take the label off and destroy it.", "请留下此包裹，撕下面单并销毁。"),
    ),
    _C.HANDOVER_UNKNOWN: Answer(
        Tone.WRONG,
        Text("{scanned} is no parcel of this house.", "{scanned} 不是本仓的包裹。"),
        Text("Keep it here and ask the shift lead.", "请留下，并联系班组长。"),
    ),
    _C.HANDOVER_FOREIGN: Answer(
        Tone.WRONG,
        Text(
            "{scanned} looks like a label of {carriers}, and of no parcel of this house.",
            "{scanned} 像是{carriers}的运单号，不是本仓的包裹。",
        ),
        Text("Keep it here and ask the shift lead.", "请留下，并联系班组长。"),
    ),
    _C.HANDOVER_DUPLICATE: Answer(
        Tone.WRONG,
        Text("Scanned before: {scanned}, order {order}.", "重复扫描：{scanned}，订单 {order}。"),
        Text("It counts once. Two boxes with one label? Keep both here.", "只计一次；若两箱同号，请都留下。"),
    ),
    _C.HANDOVER_WRONG_PILE: Answer(
        Tone.WRONG,
        Text("Wrong pile: order {order} goes with {reason}.", "放错堆：订单 {order} 应交 {reason}。"),
        Text("Put it on the pile of its own carrier.", "请放到对应快递的堆。"),
    ),
    _C.HANDOVER_UNSEEN: Answer(
        Tone.WRONG,
        Text("No label of order {order} has come out yet.", "订单 {order} 的面单尚未出纸。"),
        Text("Scan the label on the parcel. Without one, keep it here.", "请扫描包裹上的面单；没有面单请留下。"),
    ),
    _C.PILE_EMPTY: Answer(
        Tone.WRONG,
        Text("No parcel is on the pile.", "还没有扫描任何包裹。"),
        Text("Scan each parcel first, then close the manifest.", "请先逐件扫描，再生成交接单。"),
    ),
    _C.MANIFEST_CLOSED: Answer(
        Tone.COMPLETE,
        Text("Manifest {reason} is closed: {quantity:parcel|parcels}.", "交接单 {reason} 已完成：{quantity} 件包裹。"),
        Text("It does not change any more. Have the courier sign it.", "内容不再更改，请快递员签字。"),
    ),
    _C.DAY_ENDED: Answer(
        Tone.COMPLETE,
        Text("The day is done. Nothing is left open.", "今日已结清，没有遗留。"),
        Text("{reason}", "{reason}"),
    ),
    _C.DAY_OPEN_ENDS: Answer(
        Tone.SYSTEM,
        Text("The day ends with {quantity} open: {choices}.", "日结：{quantity} 项未结清：{choices}。"),
        Text("See to it, or leave it to the shift lead.", "请处理，或交给班组长。"),
    ),
}

FLOOR: dict[OutcomeCode, Answer] = _STOPS | _PEOPLE | _HANDOVER
