"""The words of the shift lead's screen around the incidents themselves. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

LEAD_WORDS: dict[str, Text] = {
    "incidents.chip": Text("{count} to decide", "{count} 项待处理"),
    "incidents.chip.none": Text("Decide", "待处理"),
    "incidents.chip.hint": Text("What waits for the shift lead (F7)", "等待班组长处理的事项 (F7)"),
    "incidents.title": Text("Waits for a decision", "等待处理"),
    "incidents.none": Text("Nothing waits for you.", "没有等待处理的事项。"),
    "incidents.none.jam": Text("Print the labels a jam swallowed, by their numbers.", "按序号补打卡纸时丢失的面单。"),
    "incidents.none.do": Text(
        "Every label is accounted for. What goes wrong will be listed here.", "所有面单都有着落；出现问题会列在这里。"
    ),
    "incidents.urgency.money": Text("May cost money", "可能造成损失"),
    "incidents.urgency.parcel": Text("Holds a parcel up", "包裹无法发出"),
    "incidents.urgency.paper": Text("Goes along with a parcel", "随包裹单据"),
    "incidents.urgency.held": Text("Held on purpose", "主动暂停"),
    "incidents.urgency.by_itself": Text("Settles by itself", "系统自动处理中"),
    "incidents.goods": Text("In the parcel: {goods}", "包裹内：{goods}"),
    "incidents.goods.more": Text("and {count} more", "等另 {count} 种"),
    "incidents.step": Text("{time}  {words}", "{time}  {words}"),
    "incidents.until": Text("by {time}", "{time} 前"),
    "incidents.options": Text("What you can decide", "可以怎样处理"),
    "incidents.why": Text("{decision}: why?", "{decision}：原因是？"),
    "incidents.own": Text("In your own words", "自己填写"),
    "incidents.own.field": Text("Why, in a few words, then Enter", "简单填写原因后按回车"),
    "incidents.number": Text("{decision}: which tracking number?", "{decision}：快递单号是？"),
    "incidents.number.field": Text("Scan or type the number the portal shows", "扫描或输入后台显示的快递单号"),
    "incidents.number.do": Text("The next scan goes in here. Enter goes on.", "下一次扫描会填入此处，按回车继续。"),
    "incidents.back": Text("Back", "返回"),
    "incidents.keys": Text(
        "1 to 4 decide · Up and Down choose · R after a jam · Escape goes back · scans count all the while",
        "数字键处理 · 上下键选择 · R 卡纸补打 · Esc 返回 · 期间扫描照常计数",
    ),
    "incidents.to_printer": Text(
        "The label of order {order} goes to the printer.", "订单 {order} 的面单已送往打印机。"
    ),
    "incidents.to_printer.do": Text("Stick it on its box when it comes out.", "出纸后请贴到对应的箱上。"),
    "incidents.table": Text("On the table: {step}", "台面：{step}"),
    "incidents.unseen": Text(
        "Did the label of order {order} come out? Scan it, or F8", "订单 {order} 的面单出来了吗？请扫描，或按 F8"
    ),
    "incidents.unseen.table": Text(
        "Did the label of order {order} come out? Scan it, or decide with F7",
        "订单 {order} 的面单出来了吗？请扫描，或按 F7 处理",
    ),
    "incidents.unseen.more": Text("  ·  and {count} more", "  ·  另有 {count} 张"),
    "known.order": Text("Order", "订单"),
    "known.number": Text("Tracking number", "快递单号"),
    "known.price": Text("Price", "价格"),
    "known.label": Text("Label", "面单序号"),
    "known.since": Text("Since", "时间"),
    "known.until": Text("Decide by", "处理期限"),
    "known.carrier": Text("Carrier account", "快递账号"),
    "known.reference": Text("Reference at the carrier", "平台订单编号"),
    "known.attempt": Text("Attempt", "第几次"),
    "known.code": Text("Reason: {why}", "原因：{why}"),
    "known.none": Text("none known", "未知"),
    "age.minutes": Text("{count} min ago", "{count} 分钟前"),
    "age.hours": Text("{count} h ago", "{count} 小时前"),
    "age.days": Text("{count} d ago", "{count} 天前"),
    "age.now": Text("just now", "刚刚"),
    "left.minutes": Text("{count} min left", "还剩 {count} 分钟"),
    "left.hours": Text("{count} h left", "还剩 {count} 小时"),
    "left.over": Text("now", "现在"),
    "jam.open": Text("After a jam: print numbers again", "卡纸后补打"),
    "jam.title": Text("After a jam", "卡纸后补打"),
    "jam.what": Text(
        "Which labels were lost? Their numbers count the labels of this printer, one after the other.",
        "哪些面单没有出来？序号按此打印机送出的顺序连续编号。",
    ),
    "jam.field": Text("From-to, for example 37-41, then Enter", "起止序号，如 37-41，按回车"),
    "jam.bad": Text(
        "Two numbers, the smaller first, at most {most} labels: 37-41.",
        "请输入起止序号，小的在前，最多 {most} 张：37-41。",
    ),
    "jam.sure": Text("Print the labels #{first} to #{last} again?", "补打 #{first} 至 #{last} 的面单？"),
    "jam.sure.one": Text("Print the label #{first} again?", "补打 #{first} 的面单？"),
    "jam.count": Text(
        "{count:number|numbers}. Each valid label among them is sent once more, in this order.",
        "共 {count} 个序号，其中有效的面单按顺序各发送一次。",
    ),
    "jam.yes": Text("Print them again", "补打"),
    "jam.no": Text("Do nothing", "取消"),
    "jam.done": Text("Labels that go to the printer again: {count}.", "已重新送往打印机：{count} 张。"),
    "jam.done.do": Text("Destroy what is left of the old ones.", "请销毁残留的旧面单。"),
    "news.stopped": Text(
        "Order {order} is stopped. What was bought before waits for the lead (F7).",
        "订单 {order} 已拦截；此前已购买的面单由班组长处理 (F7)。",
    ),
    "news.no_news": Text("Order {order} was stopped before, or has ended.", "订单 {order} 此前已拦截或已结束。"),
    "news.too_late": Text(
        "Too late for order {order}: the courier has it. Call the carrier.",
        "订单 {order} 已交给快递，来不及拦截，请致电快递。",
    ),
    "news.released": Text(
        "Order {order} may go on. Label and print follow by themselves.", "订单 {order} 已放行，面单会自动购买并打印。"
    ),
    "news.who": Text("A lead's badge or number*PIN: ", "班组长工牌或 编号*PIN："),
    "jam.none": Text("No label bears these numbers, or they are on their way.", "没有这些序号的面单，或正在送出。"),
}
