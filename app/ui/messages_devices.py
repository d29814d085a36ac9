"""Words of the screen `devices`. Both languages side by side."""

from __future__ import annotations

from app.domain.device import DeviceKind, Trial
from app.domain.glance import Light
from app.ui.messages_text import Text

KIND_WORDS: dict[str, Text] = {
    DeviceKind.PRINTER: Text("Printer", "打印机"),
    DeviceKind.COMPONENT: Text("Other print programs", "其他打印组件"),
    DeviceKind.WEDGE: Text("Scanner that types", "键盘式扫描枪"),
    DeviceKind.SCANNER: Text("Scanner", "扫描枪"),
    DeviceKind.CAMERA: Text("Camera", "摄像头"),
    DeviceKind.SCALE: Text("Scale", "电子秤"),
    DeviceKind.CARRIER: Text("Carrier", "快递"),
    DeviceKind.NETWORK: Text("Network", "网络"),
    DeviceKind.NEWS: Text("Shops' news", "店铺消息"),
    DeviceKind.DISK: Text("Disk", "磁盘"),
}

COMPONENT_WORDS: dict[str, Text] = {
    "cainiao": Text("Cainiao", "菜鸟"),
    "pinduoduo": Text("Pinduoduo", "拼多多"),
    "kuaishou": Text("Kuaishou", "快手"),
}

LIGHT_WORDS: dict[str, Text] = {
    Light.GREEN: Text("works", "正常"),
    Light.AMBER: Text("take a look", "注意"),
    Light.RED: Text("not working", "故障"),
}

TRIAL_WORDS: dict[str, tuple[Text, Text]] = {
    Trial.CARD: (Text("Print a test card", "打印测试卡"), Text("Goes the way of every label", "与面单相同的打印流程")),
    Trial.SCAN: (Text("Try a scan", "试扫"), Text("Scan anything: it counts for nothing", "扫描任意条码，不计入订单")),
    Trial.PICTURE: (Text("See its picture", "查看画面"), Text("On the screen of scanners", "转到扫描设备页面")),
    Trial.WEIGHT: (Text("Try a weight", "试称"), Text("Shows what the scale shows, live", "实时显示电子秤读数")),
    Trial.CALL: (Text("Test call", "测试呼叫"), Text("Asks something; buys nothing", "仅查询，不下单")),
}
"""The word on the key, and what it does."""

DEVICES_WORDS: dict[str, Text] = {
    "devices.title": Text("Devices", "设备"),
    "devices.keys": Text(
        "Up and Down choose · T tests · S sets up · Escape or Alt+G goes back · scanning goes on packing",
        "上下键选择 · T 测试 · S 设置 · Esc 或 Alt+G 返回 · 扫描订单即回到打包",
    ),
    "devices.group.printing": Text("Printing", "打印"),
    "devices.group.reading": Text("Reading", "扫描"),
    "devices.group.weighing": Text("Weighing", "称重"),
    "devices.group.outside": Text("Carriers and network", "快递与网络"),
    "devices.group.computer": Text("This computer", "本机"),
    "devices.looking": Text("Looking at everything…", "正在检查所有设备…"),
    "devices.all_well": Text("Everything works", "一切正常"),
    "devices.one": Text("1 thing needs a look: {names}", "1 项需要查看：{names}"),
    "devices.several": Text("{count} things need a look: {names}", "{count} 项需要查看：{names}"),
    "devices.more": Text(" …", "……"),
    "devices.called": Text("{kind} {name}", "{kind} {name}"),
    "devices.where": Text("Where", "位置"),
    "devices.event": Text("Last event", "最近情况"),
    "devices.happened": Text("{what}  ·  {age}", "{what}  ·  {age}"),
    "devices.nothing": Text("nothing since the start", "启动以来无记录"),
    "devices.free": Text("{size} free", "剩余 {size}"),
    "devices.set": Text("Set up", "设置"),
    "devices.set.printers": Text("On the screen of printers", "转到打印机页面"),
    "devices.set.scanners": Text("On the screen of scanners", "转到扫描设备页面"),
    "devices.set.setup": Text("In the set-up", "转到设置向导"),
    "devices.table": Text("The table waits: {step}", "台面：{step}"),
    "devices.card.sent": Text("The test card is on its way to {name}.", "测试卡已发往 {name}。"),
    "devices.card.do": Text("Look whether it comes out.", "请看是否出纸。"),
    "devices.scan.wait": Text(
        "Scan anything: it is shown here and counts for nothing. Escape ends it.",
        "请扫描任意条码：仅显示，不计入。Esc 结束。",
    ),
    "devices.scan.live": Text("Waiting for a scan…", "等待扫描…"),
    "devices.scan.other": Text("That came from another scanner: {name}.", "该条码来自另一设备：{name}。"),
    "devices.scan.well": Text("{name} reads.", "{name}可以读取。"),
    "devices.scan.poor": Text("{name} reads, and the bench would refuse this.", "{name}可以读取，但打包台会拒绝此码。"),
    "devices.scan.do": Text("Tried out, nothing was counted.", "仅作测试，未计入。"),
    "devices.weight.wait": Text(
        "Put something on the scale and take it off again. Escape ends it.", "请放上物品再取下，观察读数。Esc 结束。"
    ),
    "devices.weight.grams": Text("{grams} g", "{grams} 克"),
    "devices.weight.zero": Text("empty, stands at zero", "空秤，读数为零"),
    "devices.weight.stable": Text("stands still", "已稳定"),
    "devices.weight.moving": Text("moves", "未稳定"),
    "devices.call.wait": Text("Asking {name}… Escape stops it.", "正在询问 {name}…按 Esc 停止。"),
    "devices.call.well": Text("{name} answered: network and account work.", "{name} 已应答：网络和账号正常。"),
    "devices.call.do": Text("Nothing was bought.", "未产生任何订单。"),
    "devices.call.stopped": Text("Stopped. Nothing was bought.", "已停止，未产生任何订单。"),
    "devices.no_trial": Text("There is nothing to test here.", "此项无需测试。"),
}
