"""What waits for a shift lead, in words: what happened, what is known, what each decision does, and why it was taken.

Both languages side by side. Nothing here says more than is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.incident import Decision, IncidentKind
from app.ui.messages_outcome import Tone
from app.ui.messages_text import Text


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of incident: its mark, its name in a list, what happened, and what is known of it."""

    tone: Tone
    name: Text
    what: Text
    known: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: the word on its key, and what it will do."""

    word: Text
    does: Text


_K, _D = IncidentKind, Decision

CASES: dict[IncidentKind, Case] = {
    _K.PURCHASE_UNCLEAR: Case(
        Tone.STOP,
        Text("Bought or not?", "是否已购买？"),
        Text("Nobody knows whether this label was bought.", "不确定这张面单是否已购买。"),
        Text(
            "We asked, and the answer was lost. Asking this carrier again could buy a second one: look in its portal.",
            "请求已发出，但答复丢失。再次请求可能重复购买，请到快递后台查询。",
        ),
    ),
    _K.PURCHASE_CHECKED: Case(
        Tone.SYSTEM,
        Text("Being asked again", "正在核实"),
        Text("The carrier is being asked again by itself.", "系统正在自动向快递核实。"),
        Text(
            "The answer was lost. It is asked for under the same reference, so at most one label is bought.",
            "答复丢失，正以同一编号核实，最多只会购买一张面单。",
        ),
    ),
    _K.PURCHASE_REFUSED: Case(
        Tone.STOP,
        Text("No label", "没有面单"),
        Text("This parcel has no label.", "此包裹没有面单。"),
        Text("Nothing was bought. Mend the reason, then ask again.", "未购买任何面单。请先排除原因，再重新申请。"),
    ),
    _K.VOID_UNCLEAR: Case(
        Tone.WRONG,
        Text("Voided or not?", "是否已作废？"),
        Text("Nobody knows whether this label was given back.", "不确定这张面单是否已作废。"),
        Text(
            "We asked the carrier to take it back, and no clear answer came. Do not ship with it meanwhile.",
            "已申请作废，但未得到明确答复。在此期间请勿使用此面单发货。",
        ),
    ),
    _K.PRINT_UNKNOWN: Case(
        Tone.WRONG,
        Text("Did it come out?", "是否出纸？"),
        Text("This label may have come out, or not.", "这张面单可能已出纸，也可能没有。"),
        Text(
            "Some of it reached the printer, and no proof came back. It is never sent twice by itself.",
            "部分内容已到达打印机，但没有确认。系统不会自动再次发送。",
        ),
    ),
    _K.PRINT_FAILED: Case(
        Tone.STOP,
        Text("Label not sent", "面单未送出"),
        Text("This label did not go to the printer.", "这张面单没有送到打印机。"),
        Text("The waybill is bought and valid. Only its paper is missing.", "快递单号有效，只缺纸质面单。"),
    ),
    _K.PAPER_UNKNOWN: Case(
        Tone.WRONG,
        Text("Did the paper come out?", "单据是否出纸？"),
        Text("This paper may have come out, or not.", "这张单据可能已出纸，也可能没有。"),
        Text(
            "It goes along with the parcel. Some of it reached the printer; it is never sent twice by itself.",
            "此单据随包裹发出。部分内容已到达打印机，系统不会自动再次发送。",
        ),
    ),
    _K.PAPER_FAILED: Case(
        Tone.WRONG,
        Text("Paper not sent", "单据未送出"),
        Text("This paper did not go to the printer.", "这张单据没有送到打印机。"),
        Text("It goes along with the parcel. The label is not affected.", "此单据随包裹发出，面单不受影响。"),
    ),
    _K.LABEL_UNSEEN: Case(
        Tone.WRONG,
        Text("Not scanned yet", "尚未扫描"),
        Text("This label was sent, and nobody has scanned it.", "这张面单已发送，但没有人扫描过。"),
        Text(
            "The printer took all of it. Whether paper came out, only a person can see.",
            "打印机已收完内容；是否出纸，需要人来确认。",
        ),
    ),
    _K.JOB_HELD: Case(
        Tone.STOP,
        Text("Held by a mistake", "程序出错，已暂停"),
        Text("The program made a mistake with this parcel.", "程序在处理此包裹时出错。"),
        Text(
            "It stopped here; all other parcels go on. What was done before is safe.",
            "此包裹已暂停，其他包裹照常处理；已完成的内容不会丢失。",
        ),
    ),
    _K.LABEL_UNUSED: Case(
        Tone.WRONG,
        Text("Bought, not used", "已购未用"),
        Text("This label was bought and never used.", "这张面单已购买，但从未使用。"),
        Text(
            "It never left for the printer. Soon the carrier no longer takes it back.",
            "它从未送往打印机，很快将无法退回给快递。",
        ),
    ),
    _K.ORPHAN: Case(
        Tone.WRONG,
        Text("Not ours?", "不明面单"),
        Text("The carrier counts a label that we do not.", "快递有一张我们没有登记的面单。"),
        Text(
            "It stands in the carrier's list and on none of our parcels. Unused, it is money for nothing.",
            "它在快递的清单里，却不属于我们的任何包裹；若未使用，就是白付钱。",
        ),
    ),
    _K.LABEL_STOPPED: Case(
        Tone.STOP,
        Text("Stopped with a label", "已拦截，有面单"),
        Text("This parcel must not go out, and it has a valid label.", "此包裹不能发出，但有一张有效面单。"),
        Text(
            "The label was bought before the news came. Until you decide, it is not sent again and not handed over.",
            "面单在收到通知前已购买。处理之前，不会再打印，也不会交给快递。",
        ),
    ),
    _K.ORDER_ON_HOLD: Case(
        Tone.WRONG,
        Text("On hold", "已暂停"),
        Text("This order is held back.", "此订单已暂停。"),
        Text("Nothing is bought for it meanwhile.", "暂停期间不会购买面单。"),
    ),
    _K.NEWS_TOO_LATE: Case(
        Tone.WRONG,
        Text("News too late", "通知太迟"),
        Text("The courier had this parcel when the news came.", "收到通知时，包裹已交给快递。"),
        Text("Only the carrier can still stop it: call there.", "只有快递公司还能拦截，请致电快递。"),
    ),
}

CHOICES: dict[Decision, Choice] = {
    _D.CHECK_AGAIN: Choice(
        Text("Ask the carrier now", "立即核实"),
        Text("Asks under the same reference: at most one label is bought.", "以同一编号核实，最多只会购买一张面单。"),
    ),
    _D.BOUGHT: Choice(
        Text("It was bought", "已购买"),
        Text(
            "You give the tracking number from the portal. The label becomes ours and goes to the printer.",
            "录入后台显示的快递单号，面单归入此包裹并送往打印机。",
        ),
    ),
    _D.NOT_BOUGHT: Choice(
        Text("It was not bought", "未购买"),
        Text(
            "A new one may be asked for then. Be sure: if it was bought after all, it is paid for twice.",
            "之后可以重新申请。请务必确认：若其实已购买，就会付两次钱。",
        ),
    ),
    _D.ASK_AGAIN: Choice(
        Text("Ask for a label again", "重新申请面单"),
        Text("Buys a label for what the order says now.", "按订单当前内容申请面单。"),
    ),
    _D.CAME_OUT: Choice(
        Text("It came out", "已出纸"),
        Text("The label counts as seen on its box. Nothing more is sent.", "视为已贴在箱上，不再发送。"),
    ),
    _D.REPRINT: Choice(
        Text("Print it again", "补打"),
        Text(
            "Sends it once more, same number. If the first one turns up, destroy it.",
            "同一单号再次发送；若找到旧面单请销毁。",
        ),
    ),
    _D.VOID: Choice(
        Text("Give it back", "作废退回"),
        Text("Asks the carrier to take it back, so that it is not paid for.", "请快递作废，避免付费。"),
    ),
    _D.VOIDED: Choice(
        Text("It is void there", "后台已作废"),
        Text("Closes it as given back. The parcel has no label then.", "按已作废处理，此包裹将没有面单。"),
    ),
    _D.STILL_VALID: Choice(
        Text("It is still valid", "仍然有效"),
        Text("The label counts again and may stay on its box.", "面单恢复有效，可继续使用。"),
    ),
    _D.KEEP: Choice(
        Text("Keep it", "保留"),
        Text("It stays bought, and is not shown here again.", "面单保留，此处不再提示。"),
    ),
    _D.RELEASE: Choice(
        Text("Let it go out", "放行"),
        Text(
            "Nothing stops it any more. What was kept back is bought and sent by itself.", "解除拦截，自动购买并打印。"
        ),
    ),
}

# Where a decision is called something else for one kind than for all others: nothing was ever on paper there.
SPECIAL_WORDS: dict[tuple[IncidentKind, Decision], Text] = {
    (_K.PRINT_FAILED, _D.REPRINT): Text("Print it", "打印面单"),
    (_K.PAPER_FAILED, _D.REPRINT): Text("Print it", "打印单据"),
    (_K.LABEL_UNUSED, _D.REPRINT): Text("Print it", "打印面单"),
    (_K.LABEL_STOPPED, _D.KEEP): Text("Keep it held", "继续拦截"),
    (_K.ORDER_ON_HOLD, _D.KEEP): Text("Keep it held", "继续暂停"),
    (_K.NEWS_TOO_LATE, _D.KEEP): Text("Noted", "已知悉"),
}

# Where a decision does something else for one kind than for all others.
SPECIAL: dict[tuple[IncidentKind, Decision], Text] = {
    (_K.VOID_UNCLEAR, _D.CHECK_AGAIN): Text(
        "Asks the carrier once more to take it back. Twice does no harm.", "再次请快递作废，重复申请没有影响。"
    ),
    (_K.JOB_HELD, _D.CHECK_AGAIN): Text(
        "Tries again under the same reference: at most one label is bought.", "以同一编号重试，最多只会购买一张面单。"
    ),
    (_K.PRINT_FAILED, _D.REPRINT): Text(
        "Sends the label to the printer. Mend the reason first.", "将面单送往打印机；请先排除原因。"
    ),
    (_K.PAPER_FAILED, _D.REPRINT): Text(
        "Sends the paper to the printer. Mend the reason first.", "将单据送往打印机；请先排除原因。"
    ),
    (_K.PAPER_UNKNOWN, _D.REPRINT): Text(
        "Sends one more copy. If the first one turns up, destroy it.", "再次发送一份；若找到旧单据请销毁。"
    ),
    (_K.PAPER_UNKNOWN, _D.CAME_OUT): Text(
        "The paper counts as seen. Nothing more is sent.", "视为已见到单据，不再发送。"
    ),
    (_K.LABEL_UNUSED, _D.REPRINT): Text("Sends the label to the printer, to be used.", "将面单送往打印机使用。"),
    (_K.LABEL_STOPPED, _D.VOID): Text(
        "Asks the carrier to take it back. Where the address has changed, the new label follows by itself.",
        "请快递作废；若地址已更改，新面单会自动打印。",
    ),
    (_K.LABEL_STOPPED, _D.RELEASE): Text(
        "It goes out with this label, and to the address on it.", "按此面单及其地址发出。"
    ),
    (_K.LABEL_STOPPED, _D.KEEP): Text(
        "It stays stopped with its label, and is not shown here again.", "继续拦截并保留面单，此处不再提示。"
    ),
    (_K.ORDER_ON_HOLD, _D.KEEP): Text("It stays on hold, and is not shown here again.", "订单继续暂停，此处不再提示。"),
    (_K.NEWS_TOO_LATE, _D.KEEP): Text("It is not shown here again.", "此处不再提示。"),
    (_K.ORPHAN, _D.KEEP): Text(
        "It stays as the carrier has it, and is not shown here again.", "保持快递的记录不变，此处不再提示。"
    ),
}

_PORTAL = (
    Text("Seen in the carrier's portal", "快递后台已查看"),
    Text("The carrier said so", "快递公司告知"),
    Text("Seen on the carrier's bill", "快递账单上已核对"),
)

REASONS: dict[Decision, tuple[Text, Text, Text]] = {
    _D.CHECK_AGAIN: (
        Text("The carrier works again", "快递已恢复"),
        Text("The parcel must leave today", "包裹今天要发出"),
        Text("The cause is mended", "原因已排除"),
    ),
    _D.BOUGHT: _PORTAL,
    _D.NOT_BOUGHT: _PORTAL,
    _D.VOIDED: _PORTAL,
    _D.STILL_VALID: _PORTAL,
    _D.ASK_AGAIN: (
        Text("The order is corrected", "订单已更正"),
        Text("The account is topped up", "账号已充值"),
        Text("The carrier works again", "快递已恢复"),
    ),
    _D.CAME_OUT: (
        Text("Seen on the box", "已在箱上看到"),
        Text("The packer said so", "打包员确认"),
        Text("Found at the printer", "在打印机旁找到"),
    ),
    _D.REPRINT: (
        Text("Nothing came out", "没有出纸"),
        Text("Jammed or torn", "卡纸或破损"),
        Text("It cannot be read", "无法识读"),
    ),
    _D.VOID: (
        Text("The order is not shipped", "订单不再发货"),
        Text("Shipped another way", "已改用其他方式发货"),
        Text("Bought by mistake", "误购"),
    ),
    _D.KEEP: (
        Text("It ships later", "稍后发货"),
        Text("It is in use elsewhere", "在别处使用"),
        Text("Clearing it up with the carrier", "正与快递核对"),
    ),
    _D.RELEASE: (
        Text("The buyer wants it after all", "买家仍然要货"),
        Text("Cleared up with the shop", "已与店铺确认"),
        Text("Stopped by mistake", "误拦截"),
    ),
}
