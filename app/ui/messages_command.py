"""The commands in words, for the sheet of command codes and the list of keys, and the key of each.

A scanner may send control characters as Ctrl with a letter, and codes as Alt with digits: no command is on such a key.
"""

from __future__ import annotations

from app.domain.barcode import Command
from app.ui.messages_text import Text

HOTKEYS: dict[Command, str] = {
    Command.UNPACK: "F6",
    Command.ASIDE: "F4",
    Command.REPRINT_MISSING: "F8",
    Command.REPRINT_DAMAGED: "Shift+F8",
    Command.VOID: "F9",
    Command.LABEL: "F10",
    Command.CHOOSE_1: "Ctrl+1",
    Command.CHOOSE_2: "Ctrl+2",
    Command.CHOOSE_3: "Ctrl+3",
    Command.CHOOSE_4: "Ctrl+4",
    Command.CHOOSE_5: "Ctrl+5",
    Command.CHOOSE_6: "Ctrl+6",
    Command.CHOOSE_7: "Ctrl+7",
    Command.CHOOSE_8: "Ctrl+8",
    Command.CHOOSE_9: "Ctrl+9",
    Command.MORE: "Ctrl+0",
    Command.OK: "F12",
    Command.CANCEL: "Shift+F12",
    Command.CLOSE: "F11",
    Command.FINISH: "Shift+F11",
    Command.SHORT: "Alt+S",
    Command.DAMAGE: "Alt+D",
    Command.SWAP: "Alt+X",
    Command.BY_HAND: "Alt+B",
    Command.LEARN: "Alt+L",
    Command.MERGE: "Alt+J",
    Command.CLONE: "Alt+C",
    Command.MODE_ORDER: "Alt+O",
    Command.MODE_ITEM: "Alt+I",
    Command.HOLD: "Alt+K",
    Command.RETURNED: "Alt+R",
    Command.HANDOVER: "Alt+H",
    Command.MANIFEST: "Alt+M",
    Command.DAY_END: "Alt+E",
    Command.LOCK: "Alt+Q",
    Command.ACCEPT_WEIGHT: "Alt+W",
    Command.LOUDER: "Alt+Up",
    Command.QUIETER: "Alt+Down",
    Command.PRINTERS: "Alt+P",
    Command.SCANNERS: "Alt+N",
    Command.INCIDENTS: "F7",
    Command.ORDERS: "Alt+F",
    Command.PARCELS: "Alt+T",
    Command.DEVICES: "Alt+G",
    Command.SETUP: "Alt+U",
    Command.HELP: "F1",
}
"""In Qt's portable spelling; each key sends its command's code, as a scan of it would."""

_CHOICES = tuple(Command(f"PB.{number}") for number in range(1, 10))
_PICKS = {
    command: (
        Text(f"Choice {number}", f"选择 {number}"),
        Text(f"Takes number {number} of what is listed", f"选择列表中的第 {number} 项"),
    )
    for number, command in enumerate(_CHOICES, 1)
}

COMMANDS: dict[Command, tuple[Text, Text]] = _PICKS | {
    Command.UNPACK: (Text("Take out", "取出"), Text("Takes out the unit that is scanned next", "取出下一件扫描的商品")),
    Command.ASIDE: (
        Text("Set aside", "搁置"),
        Text("Clears the table; the order keeps its counts", "清空台面，订单保留已装件数"),
    ),
    Command.REPRINT_MISSING: (
        Text("Print again: none came out", "补打：未出纸"),
        Text("Sends the same label once more", "再次发送同一张面单"),
    ),
    Command.REPRINT_DAMAGED: (
        Text("Print again: damaged", "补打：已损坏"),
        Text("Sends the same label once more; destroy the old one", "再次发送同一张面单，旧面单须销毁"),
    ),
    Command.VOID: (
        Text("Void", "作废"),
        Text("Gives the label back to the carrier; asks once", "作废面单，需再确认一次"),
    ),
    Command.LABEL: (Text("Ask for label", "申请面单"), Text("Asks the carrier for a label", "向快递申请面单")),
    Command.MORE: (Text("More", "更多"), Text("Shows the next nine of a list", "显示列表的下一页")),
    Command.OK: (Text("OK", "确认"), Text("Read, stuck on, agreed: go on", "已阅读、已贴标或同意，继续")),
    Command.CANCEL: (Text("Cancel", "取消"), Text("Leaves the question; nothing changes", "放弃当前问题，不做更改")),
    Command.CLOSE: (
        Text("Close box", "封箱（拆包）"),
        Text("Closes this box; the rest goes into the next", "封本箱，其余商品装下一箱"),
    ),
    Command.FINISH: (
        Text("Ship in part", "部分发货"),
        Text("Ships what is in; the rest follows later", "先发已装商品，其余稍后补发"),
    ),
    Command.SHORT: (Text("Short", "缺货"), Text("An item is not on the shelf", "登记货架上没有的商品")),
    Command.DAMAGE: (Text("Damaged", "破损"), Text("Notes the unit that is scanned next", "登记下一件扫描的商品破损")),
    Command.SWAP: (
        Text("Swap", "换货"),
        Text("Packs another item instead; the lead agrees", "改装其他商品，须班组长同意"),
    ),
    Command.BY_HAND: (
        Text("Count by hand", "手工计数"),
        Text("Counts one unit that has no barcode", "为没有条码的商品计一件"),
    ),
    Command.LEARN: (
        Text("New barcode", "登记条码"),
        Text("Gives an item one more barcode; the lead agrees", "为商品增加条码，须班组长同意"),
    ),
    Command.MERGE: (
        Text("Join orders", "合并订单"),
        Text("Packs the next order into this box too", "把下一张订单并入本箱"),
    ),
    Command.CLONE: (
        Text("Finish alike", "批量完成"),
        Text("Finishes all orders that hold the same", "完成所有内容相同的订单"),
    ),
    Command.MODE_ORDER: (
        Text("Order first", "按单打包"),
        Text("An order is scanned, then its items", "先扫订单，再扫商品"),
    ),
    Command.MODE_ITEM: (
        Text("Item first", "按件打包"),
        Text("An item opens the order that is due first", "扫描商品即打开最急的订单"),
    ),
    Command.HOLD: (
        Text("Hold", "暂停发货"),
        Text("Holds the order back until the lead releases it", "暂停订单，由班组长解除"),
    ),
    Command.RETURNED: (
        Text("Returned", "已退库"),
        Text("The goods of a stopped order are back in stock", "被拦截订单的商品已退回库存"),
    ),
    Command.HANDOVER: (
        Text("Hand over", "交接"),
        Text("Begins the hand-over; again: the next courier", "开始与快递员交接；再按换下一家"),
    ),
    Command.MANIFEST: (
        Text("Manifest", "交接单"),
        Text("Closes the pile into a list to be signed", "生成交接单，供快递员签字"),
    ),
    Command.DAY_END: (Text("Day's end", "日结"), Text("Names what is still open today", "列出今日未结清的事项")),
    Command.LOCK: (
        Text("Log out", "退出登录"),
        Text("Locks the bench; the table stays as it is", "锁定打包台，台面保留"),
    ),
    Command.ACCEPT_WEIGHT: (
        Text("Accept weight", "接受重量"),
        Text("Takes the weight as it is; the lead agrees", "按实际重量接受，须班组长同意"),
    ),
    Command.LOUDER: (Text("Louder", "调高音量"), Text("One step louder, for you alone", "音量调高一档，仅对本人")),
    Command.QUIETER: (Text("Quieter", "调低音量"), Text("One step quieter, for you alone", "音量调低一档，仅对本人")),
    Command.PRINTERS: (
        Text("Printers", "打印机"),
        Text("How each is, test cards, setting up; again: back", "查看状态、测试卡与校准；再按返回"),
    ),
    Command.SCANNERS: (
        Text("Scanners", "扫描设备"),
        Text("How each is, trying them out, teaching; again: back", "查看状态、测试与校准；再按返回"),
    ),
    Command.INCIDENTS: (
        Text("Exceptions", "异常"),
        Text("What waits for the lead's decision; again: back", "等待班组长处理的事项；再按返回"),
    ),
    Command.ORDERS: (
        Text("Orders", "订单"),
        Text("All orders: search, details, history; again: back", "全部订单：查找、明细、经过；再按返回"),
    ),
    Command.PARCELS: (
        Text("Parcels", "包裹"),
        Text("All parcels: search, details, history; again: back", "全部包裹：查找、明细、经过；再按返回"),
    ),
    Command.DEVICES: (
        Text("Devices", "设备"),
        Text("How each device is, with a test; again: back", "查看各设备状态并测试；再按返回"),
    ),
    Command.SETUP: (
        Text("Set up", "设置"),
        Text("Language, printer, scanner, scale, carrier; again: back", "语言、打印机、扫描枪、电子秤、快递；再按返回"),
    ),
    Command.HELP: (
        Text("Help", "帮助"),
        Text("Explains this screen, keys and error codes; again: back", "说明本屏、按键和错误代码；再按返回"),
    ),
}


def command_name(command: Command, language: str) -> str:
    """The command in a word or three, as it stands under its code."""
    return COMMANDS[command][0].say(language)


def command_does(command: Command, language: str) -> str:
    """What the command does, in half a sentence."""
    return COMMANDS[command][1].say(language)
