"""Words of the screen `setup`. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

_STEPS: dict[str, Text] = {
    "setup.title": Text("Set up this station", "设置工位"),
    "setup.step.language": Text("Language", "语言"),
    "setup.step.name": Text("Station", "工位"),
    "setup.step.use": Text("Practice or real", "练习或正式"),
    "setup.step.printer": Text("Label printer", "面单打印机"),
    "setup.step.scanner": Text("Scanner", "扫描枪"),
    "setup.step.scale": Text("Scale", "电子秤"),
    "setup.step.carrier": Text("Carrier", "快递"),
    "setup.step.end": Text("Finish", "完成"),
    "setup.state.open": Text("open", "未设置"),
    "setup.state.done": Text("done", "已完成"),
    "setup.state.skipped": Text("skipped", "已跳过"),
    "setup.state.fixed": Text("set in station.toml", "由 station.toml 设定"),
    "setup.fixed": Text("station.toml says so.", "由 station.toml 设定。"),
    "setup.fixed.do": Text(
        "A person wrote that file, and it goes before what is set here. Change it there.",
        "该文件由人编写，优先于此处的设置，请在文件中修改。",
    ),
    "setup.and": Text(", ", "、"),
    "setup.back": Text("Back  ·  Esc", "返回  ·  Esc"),
    "setup.skip": Text("Skip  ·  S", "跳过  ·  S"),
    "setup.go": Text("Go on  ·  Enter", "继续  ·  Enter"),
    "setup.reopen": Text("Open the station anew  ·  Enter", "重新打开工位  ·  Enter"),
    "setup.to_table": Text("To the table  ·  Enter", "回到台面  ·  Enter"),
    "setup.choose": Text("Press one of the numbers, or S to skip.", "请按编号选择，或按 S 跳过。"),
    "setup.none": Text("none", "无"),
    "setup.language.title": Text("Which language?", "使用哪种语言？"),
    "setup.language.says": Text("Ctrl+L changes it at any time.", "随时可按 Ctrl+L 切换。"),
    "setup.language.this": Text("English", "中文"),
    "setup.name.title": Text("What is this station called?", "这个工位叫什么？"),
    "setup.name.says": Text(
        "The name stands at the top of the window and in every record.", "名称显示在窗口顶部，并写入每条记录。"
    ),
    "setup.name.field": Text("for example: Bench 3", "例如：3 号打包台"),
    "setup.name.empty": Text("Type a name. Tab and S skips.", "请输入名称；按 Tab 再按 S 可跳过。"),
    "setup.name.nobody": Text(
        "Nobody is enrolled: whoever stands here may do everything. To have people log in: {command}",
        "尚未登记人员：任何人均可操作。如需登录，请在命令行运行：{command}",
    ),
    "setup.name.people": Text(
        "{count} people are enrolled and log in by badge or number. More: {command}",
        "已登记 {count} 人，凭工牌或编号登录。继续登记：{command}",
    ),
    "setup.use.title": Text("To practice, or for real?", "练习还是正式使用？"),
    "setup.use.says": Text("It can be changed here later.", "以后可在此更改。"),
    "setup.use.practice": Text("Practice", "练习"),
    "setup.use.practice.do": Text(
        "A made-up carrier and printer: nothing is bought, no paper comes out",
        "模拟快递与打印机：不产生费用，不出纸",
    ),
    "setup.use.real": Text("For real", "正式使用"),
    "setup.use.real.do": Text("Waybills are bought and labels printed", "取得真实单号并打印面单"),
}

_PRINTER: dict[str, Text] = {
    "setup.printer.title": Text("Which printer prints the labels?", "用哪台打印机打印面单？"),
    "setup.printer.says": Text("Choose it by number, or by arrows and Enter.", "按编号，或用方向键和 Enter 选择。"),
    "setup.printer.which": Text("Which printer prints the labels?", "用哪台打印机打印面单？"),
    "setup.printer.which.do": Text("Choose it by number, or by arrows and Enter.", "按编号，或用方向键和 Enter 选择。"),
    "setup.printer.searching": Text(
        "Looking on the network, on cables and in this machine's queues. Esc stops.",
        "正在查找网络、USB 和本机队列中的打印机，按 Esc 停止。",
    ),
    "setup.printer.none_found": Text(
        "None was found. Is it on, and its cable in? R looks again, A takes its address.",
        "没有找到。请确认已开机并接好线；按 R 重新查找，按 A 输入地址。",
    ),
    "setup.printer.more": Text("R  look again      A  type its address", "R  重新查找      A  输入地址"),
    "setup.printer.on_network": Text("on the network", "网络"),
    "setup.printer.on_usb": Text("on a USB cable", "USB"),
    "setup.printer.on_queue": Text("a queue of this machine", "本机打印队列"),
    "setup.printer.address": Text("What is its address?", "打印机地址是什么？"),
    "setup.printer.address.do": Text(
        "As its own test print names it, with the port: 10.0.7.31:9100", "见打印机自检页，带端口：10.0.7.31:9100"
    ),
    "setup.printer.no_address": Text("Type the address. Esc goes back to the list.", "请输入地址；按 Esc 返回列表。"),
    "setup.printer.paper": Text("Which paper is in it?", "装的是什么尺寸的纸？"),
    "setup.printer.paper.do": Text("Width by height of one label: {address}", "单张面单的宽 × 高：{address}"),
    "setup.printer.language": Text("What does it speak?", "它使用哪种指令？"),
    "setup.printer.language.do": Text(
        "It stands on its type plate or test print. Zebra: ZPL. Most Chinese makes: TSPL.",
        "见铭牌或自检页。斑马用 ZPL，国产机型多用 TSPL。",
    ),
    "setup.printer.card": Text("Print a test card, then scan it.", "打印测试卡，然后扫描它。"),
    "setup.printer.card.do": Text(
        "{address}  ·  {paper} mm, {dpi} dpi, {spoken}", "{address}  ·  {paper} 毫米，{dpi} dpi，{spoken}"
    ),
    "setup.printer.none": Text("Practice needs no printer.", "练习不需要打印机。"),
    "setup.printer.none.do": Text(
        "Labels go into a folder, as files. To set one, go back to Practice or real.",
        "面单以文件形式保存；如需设置打印机，请返回“练习或正式”。",
    ),
    "setup.printer.practice": Text("files in a folder", "保存为文件"),
    "setup.printer.print": Text("Print a test card", "打印测试卡"),
    "setup.printer.print.do": Text("Then scan one of its codes with the scanner", "出纸后用扫描枪扫描其中一个条码"),
    "setup.printer.other": Text("Another printer", "换一台打印机"),
    "setup.printer.other.do": Text("Look for it, or type its address", "重新查找或输入地址"),
    "setup.printer.head": Text("Head: {dpi} dpi", "打印头：{dpi} dpi"),
    "setup.printer.head.do": Text("Change it if the card came out too large or small", "若测试卡尺寸不对请更改"),
    "setup.printer.speaks": Text("Language: {spoken}", "指令：{spoken}"),
    "setup.printer.speaks.do": Text("Change it if nothing, or only signs, came out", "若没有出纸或打出乱码请更改"),
    "setup.printer.sending": Text("The card is on its way…", "正在发送测试卡…"),
    "setup.printer.sent": Text("Sent to the printer.", "已发送到打印机。"),
    "setup.printer.sent.do": Text("When the card lies there, scan one of its codes.", "出纸后请扫描卡上的任一条码。"),
    "setup.printer.read": Text("Read back: printer and scanner get on.", "已读回：打印机与扫描枪配合正常。"),
    "setup.printer.read_bars": Text(
        "Read back, bars of {dots} dots: printer and scanner get on.",
        "已读回 {dots} 点的条码：打印机与扫描枪配合正常。",
    ),
    "setup.printer.read.do": Text("Go on with Enter.", "按 Enter 继续。"),
}

_SCANNER: dict[str, Text] = {
    "setup.scanner.title": Text("Scan anything.", "随便扫描一个条码。"),
    "setup.scanner.says": Text("Here it only shows what arrives.", "此处只显示收到的内容。"),
    "setup.scanner.good": Text("It arrives as it should.", "接收正常。"),
    "setup.scanner.bad": Text("Something arrives, and it is no code.", "收到了内容，但不是有效条码。"),
    "setup.scanner.text": Text("Arrived", "内容"),
    "setup.scanner.means": Text("Means", "含义"),
    "setup.scanner.kind": Text("Kind of code", "码制"),
    "setup.scanner.ended": Text("Enter after it", "结尾回车"),
    "setup.scanner.scanner": Text("From", "来自"),
    "setup.scanner.entered": Text("yes", "有"),
    "setup.scanner.types": Text("a scanner that types", "键盘式扫描枪"),
    "setup.scanner.no_enter": Text(
        "{count:sign|signs} arrived, and no Enter behind.", "收到 {count} 个字符，但结尾没有回车。"
    ),
    "setup.scanner.no_enter.do": Text(
        "Escape clears them. Teach this scanner ({hotkey}), or set it to end with Enter.",
        "按 Esc 清除。请学习此扫描枪（{hotkey}），或将其设为以回车结尾。",
    ),
    "setup.scanner.teach": Text(
        "Signs wrong or missing? T (or {hotkey}) leads to where one is taught, or a camera looked through.",
        "字符不对或缺失？按 T（或 {hotkey}）前往扫描枪页面进行学习，或查看摄像头。",
    ),
}

_SCALE: dict[str, Text] = {
    "setup.scale.title": Text("Where is the scale?", "电子秤接在哪里？"),
    "setup.scale.says": Text("Choose its port by number. 0 for none.", "按编号选择端口；没有电子秤按 0。"),
    "setup.scale.which": Text("Where is the scale?", "电子秤接在哪里？"),
    "setup.scale.which.do": Text("Choose its port by number. 0 for none.", "按编号选择端口；没有电子秤按 0。"),
    "setup.scale.more": Text(
        "0  no scale      R  look again      A  type a port or an address",
        "0  没有电子秤      R  重新查找      A  输入端口或地址",
    ),
    "setup.scale.address": Text("At which port or address is it?", "端口或地址是什么？"),
    "setup.scale.address.do": Text(
        "COM3, /dev/ttyUSB0, or of a serial server 10.0.7.40:4001", "COM3、/dev/ttyUSB0，或串口服务器 10.0.7.40:4001"
    ),
    "setup.scale.no_address": Text("Type the port. Esc goes back to the list.", "请输入端口；按 Esc 返回列表。"),
    "setup.scale.dialect": Text("What does it speak?", "它使用哪种协议？"),
    "setup.scale.dialect.do": Text("Its booklet says so: {address}", "见电子秤说明书：{address}"),
    "setup.scale.mt-sics": Text("MT-SICS (Mettler Toledo, asked)", "MT-SICS（梅特勒，应答式）"),
    "setup.scale.toledo": Text("Toledo, continuous", "托利多连续输出"),
    "setup.scale.toledo-checksum": Text("Toledo, continuous with checksum", "托利多连续输出（带校验）"),
    "setup.scale.yaohua": Text("Yaohua XK3190", "耀华 XK3190"),
    "setup.scale.st-gs": Text("ST,GS lines (A&D and many others)", "ST,GS 文本（A&D 等）"),
    "setup.scale.reading": Text("Put something on it.", "请放上一件物品。"),
    "setup.scale.reading.do": Text("{address}. This should be what the scale shows:", "{address}。应与秤上显示一致："),
    "setup.scale.still": Text("It stands still.", "读数稳定。"),
    "setup.scale.moving": Text("It is moving.", "读数变化中。"),
    "setup.scale.reads.do": Text("If the numbers agree, go on with Enter.", "若与秤上一致，按 Enter 继续。"),
    "setup.scale.other": Text("Another port, or no scale", "换端口，或不用电子秤"),
    "setup.scale.dialect_again": Text("It speaks something else", "更换协议"),
    "setup.scale.baud": Text("Speed: {baud}", "波特率：{baud}"),
}

_CARRIER: dict[str, Text] = {
    "setup.carrier.title": Text("Who carries the parcels?", "由谁承运？"),
    "setup.carrier.says": Text("Kdniao has one account for most carriers of China.", "快递鸟一个账号可用大多数快递。"),
    "setup.carrier.which": Text("Who carries the parcels?", "由谁承运？"),
    "setup.carrier.which.do": Text(
        "Kdniao has one account for most carriers of China.", "快递鸟一个账号可用大多数快递。"
    ),
    "setup.carrier.sandbox": Text("Practice carrier", "模拟快递"),
    "setup.carrier.sandbox.do": Text("Made-up waybills: nothing is bought", "模拟单号，不产生费用"),
    "setup.carrier.kdniao": Text("Kdniao", "快递鸟"),
    "setup.carrier.kdniao.do": Text("With the company's own account", "使用公司自己的账号"),
    "setup.carrier.other": Text("Another account", "更换账号"),
    "setup.carrier.other.do": Text("Another ID, or a new key", "更换用户 ID 或密钥"),
    "setup.carrier.account.do": Text("Kdniao shows both on its user page.", "见快递鸟用户管理后台。"),
    "setup.carrier.sender": Text("Another sender", "更换寄件人"),
    "setup.carrier.sender.do": Text("Name, phone and address on the label", "面单上的姓名、电话和地址"),
    "setup.carrier.again": Text(
        "Check network and address, then try again with 1.", "请检查网络和地址，然后按 1 重试。"
    ),
    "setup.carrier.account": Text("What is the account?", "账号是什么？"),
    "setup.carrier.business_id": Text("Business ID", "用户 ID (EBusinessID)"),
    "setup.carrier.api_key": Text("API key", "API 密钥"),
    "setup.carrier.key_kept": Text("kept already; leave empty to keep it", "已保存；留空则不变"),
    "setup.carrier.key_missing": Text("it goes into the keyring and is shown never again", "存入钥匙串，之后不再显示"),
    "setup.carrier.account_needed": Text("Both are needed: ID and key.", "用户 ID 和密钥都要填写。"),
    "setup.carrier.shipper": Text("Who sends the parcels?", "寄件人是谁？"),
    "setup.carrier.shipper.do": Text("As it stands on the label", "印在面单上的寄件信息"),
    "setup.carrier.name": Text("Name", "姓名"),
    "setup.carrier.phone": Text("Phone", "电话"),
    "setup.carrier.company": Text("Company", "公司"),
    "setup.carrier.province": Text("Province", "省"),
    "setup.carrier.city": Text("City", "市"),
    "setup.carrier.district": Text("District", "区"),
    "setup.carrier.street": Text("Street and number", "详细地址"),
    "setup.carrier.postcode": Text("Postcode", "邮编"),
    "setup.carrier.may_be_empty": Text("may be empty", "可不填"),
    "setup.carrier.shipper_needed": Text("Still missing: {names}.", "还差：{names}。"),
    "setup.carrier.call": Text("Does the carrier know the account?", "快递平台认可此账号吗？"),
    "setup.carrier.call.do": Text("Account {account}", "账号 {account}"),
    "setup.carrier.try": Text("Make a test call", "测试调用"),
    "setup.carrier.try.do": Text("It asks for the account and buys nothing", "只核对账号，不产生费用"),
    "setup.carrier.calling": Text("Asking the carrier…", "正在询问快递平台…"),
    "setup.carrier.calling.do": Text("Esc stops waiting.", "按 Esc 停止等待。"),
    "setup.carrier.stopped": Text("Nobody waits for the answer any more.", "已停止等待。"),
    "setup.carrier.known": Text("The carrier knows this account.", "快递平台认可此账号。"),
    "setup.carrier.known.do": Text("Go on with Enter.", "按 Enter 继续。"),
    "setup.carrier.none": Text("Practice needs no account.", "练习不需要账号。"),
    "setup.carrier.none.do": Text(
        "A made-up carrier gives the numbers. To set one, go back to Practice or real.",
        "单号由模拟快递生成；如需设置账号，请返回“练习或正式”。",
    ),
}

_END: dict[str, Text] = {
    "setup.end.title": Text("The station is set up.", "工位设置完成。"),
    "setup.end.title_open": Text("Still open: {names}", "尚未设置：{names}"),
    "setup.end.says": Text(
        "It holds once the station is opened anew, which takes a second. Scans are kept.",
        "重新打开工位后生效，约一秒；期间的扫描会保留。",
    ),
    "setup.end.says_same": Text("The station runs on it already.", "工位已按此运行。"),
    "setup.end.orders": Text("Bring in orders to practice with", "导入练习订单"),
    "setup.end.orders.do": Text("Made-up ones, until you import your own", "虚构订单，可用于练习"),
    "setup.importing": Text("Orders are coming in. Wait until they are here.", "正在导入订单，请等待完成。"),
}

SETUP_WORDS: dict[str, Text] = _STEPS | _PRINTER | _SCANNER | _SCALE | _CARRIER | _END
