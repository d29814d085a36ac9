"""Words of the screen `help` and of the pages it makes by itself. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

HELP_WORDS: dict[str, Text] = {
    "help.title": Text("Help", "帮助"),
    "help.title.keys": Text("Keys and command codes", "按键与命令码"),
    "help.key": Text("Key", "按键"),
    "help.does": Text("What it does", "作用"),
    "help.code": Text("Command code", "命令码"),
    "help.search": Text("Search: words, or an error's number", "搜索：输入文字或错误代码"),
    "help.contents": Text("What the help holds", "帮助目录"),
    "help.keys": Text(
        "Type to search · Up and Down choose · PgUp and PgDn scroll · Enter goes into the page · Escape goes back · "
        "scanning goes on packing",
        "直接输入即搜索 · 上下键选择 · PgUp / PgDn 翻页 · 回车进入页面 · Esc 返回 · 扫描即回到打包",
    ),
    "help.section.start": Text("First of all", "入门"),
    "help.section.screens": Text("The screens", "各个界面"),
    "help.section.troubles": Text("When something does not work", "遇到问题"),
    "help.section.words": Text("Words", "用语"),
    "help.section.handbook": Text("Error handbook", "错误手册"),
    "help.group.carrier": Text("Carrier and network", "快递与网络"),
    "help.group.printer": Text("Printer and paper", "打印机与单据"),
    "help.group.scanner": Text("Scanner and camera", "扫描枪与摄像头"),
    "help.group.scale": Text("Scale and weight", "电子秤与称重"),
    "help.group.import": Text("Order files", "订单导入"),
    "help.group.stop": Text("Stopped orders and hand-over", "拦截与交接"),
    "help.group.station": Text("Station, people, settings", "工位、人员与设置"),
    "help.group.about": Text(
        "{count:entry|entries}. Type a code or words of its sentence to find one.",
        "共 {count} 条。输入代码或句子中的文字即可查找。",
    ),
    "help.entry.code": Text("Code", "代码"),
    "help.entry.what": Text("What happened", "情况"),
    "help.entry.do": Text("What to do", "怎么办"),
    "help.entry.who": Text("Who", "谁来处理"),
    "help.entry.says": Text("How the carrier puts it", "快递的原话，例如"),
    "help.entry.more": Text("More about it", "相关内容"),
    "help.who.packer": Text("You can do this yourself.", "你自己就能处理。"),
    "help.who.lead": Text("This is for the shift lead.", "由班组长处理。"),
    "help.who.it": Text("This is for whoever looks after the station.", "由负责电脑和系统的人处理。"),
    "help.who.nobody": Text("Nobody has to do anything.", "无需任何人处理。"),
    "help.who.packer.short": Text("packer", "打包员"),
    "help.who.lead.short": Text("lead", "班组长"),
    "help.who.it.short": Text("IT", "系统管理"),
    "help.who.nobody.short": Text("by itself", "自动恢复"),
    "help.nothing": Text("Nothing was found", "没有找到"),
    "help.nothing.do": Text(
        "Try fewer words, or only a part of one. An error is found by its number alone: 105.",
        "请减少文字，或只输入一部分。错误只输入数字也能找到，如 105。",
    ),
    "help.keys.about": Text(
        "A key and its command code do the same. The command packbench sheet prints the codes, for the table.",
        "按键与命令码作用相同。命令码表可用 packbench sheet 打印，放在台面上扫。",
    ),
    "help.keys.window": Text("The window itself", "窗口"),
    "help.choose": Text("Choose one of the numbers that the screen lists", "从屏幕列出的编号中选择"),
    "help.own.lists": Text("To the list of waiting orders, of recent parcels", "转到待打包订单、最近包裹"),
    "help.own.retry": Text(
        "To the button Try now, where a carrier or printer waits", "快递或打印机等待时，转到“立即重试”"
    ),
    "help.own.incidents": Text("Exceptions, as with `F7`", "异常，与 `F7` 相同"),
    "help.own.import": Text("Choose an order file", "选择要导入的订单文件"),
    "help.own.language": Text("Chinese or English", "切换中文 / 英文"),
    "help.own.theme": Text("Light or dark", "浅色 / 深色"),
    "help.own.sound": Text("Sound on or off", "打开 / 关闭声音"),
    "help.own.size": Text("Larger or smaller type", "放大 / 缩小字号"),
    "help.own.escape": Text("One step back", "返回上一步"),
}
