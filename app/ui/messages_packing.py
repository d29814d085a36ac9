"""The words around the order on the table: lines, boxes, notes, questions, weight. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

PACKING_WORDS: dict[str, Text] = {
    "mode.item": Text("Item first", "按件打包"),
    "mode.stop": Text("Stop", "停止"),
    "mode.choose": Text("Choose", "请选择"),
    "mode.ask": Text("Question", "请确认"),
    "mode.lead": Text("Lead", "班组长"),
    "mode.note": Text("Note", "备注"),
    "mode.mark": Text("Mark", "贴标"),
    "mode.carton": Text("Carton", "箱型"),
    "mode.weight": Text("Weight", "称重"),
    "day.hour": Text("this hour", "本小时"),
    "day.hour.plan": Text("this hour, plan {plan}", "本小时，计划 {plan}"),
    "light.more": Text("{count} more", "另有 {count} 项"),
    "box.in_boxes": Text("in {boxes:box|boxes}", "共 {boxes} 箱"),
    "box.spoken": Text(
        "Box {number}: {inside} in it, {missing} missing", "第 {number} 箱：已装 {inside}，差 {missing}"
    ),
    "box.spoken.closed": Text("{units:unit|units} in {boxes:closed box|closed boxes}", "{boxes} 箱已封，共 {units} 件"),
    "waiting.due": Text("by {at}", "{at} 前"),
    "orders.late": Text("late: {at}", "已超时 {at}"),
    "orders.title.item": Text(
        "Item first: what is scanned opens the order that is due first", "按件打包：扫描商品即打开最急的订单"
    ),
    "lines.box": Text("Box {parcel}", "第 {parcel} 箱"),
    "lines.sealed": Text("box {parcel}: {units}", "第 {parcel} 箱：{units} 件"),
    "lines.short": Text("{count} not coming", "少发 {count} 件"),
    "lines.kit": Text("Kit {kit}", "套装 {kit}"),
    "lines.kit.at": Text("kit {at} of {count}", "第 {at}/{count} 套"),
    "lines.insert": Text("insert", "随单附件"),
    "lines.no_code": Text("no barcode (Alt+B)", "无条码 (Alt+B)"),
    "lines.origin": Text("from order {number}", "来自订单 {number}"),
    "lines.first": Text("this one first", "先装这件"),
    "unit.serial": Text("Serial number", "序列号"),
    "unit.lot": Text("Lot", "批号"),
    "unit.expiry": Text("Expiry date", "到期日"),
    "unit.now": Text("scan it now", "请扫描"),
    "unit.later": Text("after that", "随后扫描"),
    "flag.red": Text("Red flag", "红旗"),
    "flag.yellow": Text("Yellow flag", "黄旗"),
    "flag.green": Text("Green flag", "绿旗"),
    "flag.blue": Text("Blue flag", "蓝旗"),
    "flag.purple": Text("Purple flag", "紫旗"),
    "note.order": Text("For the whole order {number}", "整单须知 · 订单 {number}"),
    "note.shipment": Text("For the whole shipment of order {number}", "整批须知 · 订单 {number}"),
    "note.package": Text("For box {parcel} of order {number}", "第 {parcel} 箱须知 · 订单 {number}"),
    "note.then": Text("Nothing is counted before that.", "确认前不会计数。"),
    "ask.anybody": Text("Whoever packs may say so.", "打包员可自行确认。"),
    "ask.lead": Text("A shift lead must agree: badge, or number*PIN.", "须班组长同意：扫描工牌，或输入编号*PIN。"),
    "ask.badge": Text("Shift lead's badge", "班组长工牌"),
    "weight.title": Text("Weight of box {parcel}", "第 {parcel} 箱重量"),
    "weight.grams": Text("{grams} g", "{grams} 克"),
    "weight.expected": Text("Should be {grams} g, {allowed} g more or less", "应重 {grams} 克，允差 ±{allowed} 克"),
    "weight.not_expected": Text("What it should weigh is not known.", "应重未知，不作比对。"),
    "weight.no_reading": Text("The scale has not said anything yet.", "尚未收到秤的读数。"),
    "choose.page": Text("Page {page} of {pages}", "第 {page}/{pages} 页"),
    "choose.missing": Text("{count} missing", "差 {count} 件"),
}
