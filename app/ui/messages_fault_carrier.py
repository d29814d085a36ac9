"""What carriers and printers can have against a parcel, and what the packer does about it."""

from __future__ import annotations

from app.ui.messages_remedy import CHECK_PRINTER, LOOK_FIRST, MEND_FILE, MEND_ORDER, NOTHING, RETRIES, TELL_LEAD, Fault
from app.ui.messages_text import Text

CARRIER: dict[str, Fault] = {
    "carrier": Fault(Text("The carrier cannot do that.", "快递公司无法处理。"), TELL_LEAD),
    "kdniao": Fault(Text("Kdniao refused the waybill.", "快递鸟拒绝了面单申请。"), TELL_LEAD),
    "kdniao.101": Fault(Text("The order lacks something the carrier needs.", "订单缺少快递要求的内容。"), MEND_ORDER),
    "kdniao.102": Fault(
        Text("Kdniao refused our signature.", "快递鸟签名校验失败。"),
        Text("The lead checks the account's key.", "请班组长检查账号密钥。"),
    ),
    "kdniao.103": Fault(Text("Kdniao could not read the order.", "快递鸟无法识别订单内容。"), MEND_ORDER),
    "kdniao.104": Fault(
        Text("Kdniao does not accept this account.", "快递鸟不接受此账号。"),
        Text("The lead checks the account and its package.", "请班组长检查账号、套餐和实名认证。"),
    ),
    "kdniao.105": Fault(Text("The carrier refused this parcel.", "快递公司拒绝了此包裹。"), TELL_LEAD),
    "kdniao.105.account": Fault(
        Text("The carrier does not accept our contract account.", "快递公司不接受合同账号。"),
        Text("The lead checks its number and password.", "请班组长检查客户编号和密码。"),
    ),
    "kdniao.105.address": Fault(
        Text("The carrier does not accept the address.", "快递公司不接受收件地址。"), MEND_ORDER
    ),
    "kdniao.105.area": Fault(
        Text("The carrier does not deliver there.", "收件地区不在派送范围内。"),
        Text("The lead chooses another carrier.", "请班组长改用其他快递。"),
    ),
    "kdniao.105.balance": Fault(
        Text("No waybill numbers are left on the account.", "面单余额不足。"),
        Text("The lead tops them up, then presses Try now.", "请班组长充值，然后点“立即重试”。"),
    ),
    "kdniao.105.busy": Fault(Text("The carrier asks for a slower pace.", "快递平台繁忙。"), RETRIES),
    "kdniao.105.cancelled": Fault(
        Text("This waybill was cancelled before.", "此面单已被取消。"),
        Text("F10 asks for a new one.", "按 F10 重新申请。"),
    ),
    "kdniao.105.exists": Fault(
        Text("This parcel was bought before, but its number did not come back.", "此包裹已下单，但未返回快递单号。"),
        Text("The lead looks it up at Kdniao. No second one is bought.", "请班组长在快递鸟后台查询，不会重复购买。"),
    ),
    "kdniao.105.frozen": Fault(
        Text("The carrier has frozen our contract account.", "快递公司已冻结我们的月结账号。"),
        Text(
            "The lead calls the carrier: an unpaid bill is the usual cause.",
            "请班组长联系快递公司，常见原因是月结欠款。",
        ),
    ),
    "kdniao.105.goods_weight": Fault(
        Text("The carrier wants the weight of each item.", "快递要求填写每件商品的毛重。"),
        Text("The lead adds the items' weights to the order file.", "请班组长在订单文件中补上商品重量后重新导入。"),
    ),
    "kdniao.105.platform": Fault(
        Text("The shop's platform does not let this order be sent now.", "平台显示此订单当前不可发货。"),
        Text(
            "Put the parcel aside. The lead looks in the shop: closed, refunded or not paid.",
            "请先放一旁，由班组长到店铺后台查看：是否关闭、退款或未付款。",
        ),
    ),
    "kdniao.105.phone": Fault(
        Text("The carrier does not accept the phone number.", "快递公司不接受电话号码。"), MEND_ORDER
    ),
    "kdniao.105.picked_up": Fault(
        Text("The carrier has collected this parcel already.", "包裹已被揽收。"),
        Text("It can no longer be voided.", "无法再作废。"),
    ),
    "kdniao.105.product": Fault(
        Text("The carrier does not offer this service to us.", "快递公司未开通此产品。"), TELL_LEAD
    ),
    "kdniao.105.remote": Fault(
        Text("The carrier's own system did not answer Kdniao.", "快递公司系统未答复快递鸟。"), RETRIES
    ),
    "kdniao.105.sender": Fault(
        Text("The carrier does not know our shipper as registered.", "快递要求寄件人先实名登记或备案。"),
        Text("The lead registers the shipper with the carrier.", "请班组长到快递公司完成寄件人实名或备案。"),
    ),
    "kdniao.105.sorting_code": Fault(
        Text("The carrier has no sorting code for this address.", "此地址没有三段码。"), MEND_ORDER
    ),
    "kdniao.105.template": Fault(
        Text("The carrier does not have this label template.", "快递不支持此面单模板。"),
        Text(
            "The lead sets the template's size for this carrier in station.toml.",
            "请班组长在 station.toml 中修改此快递的面单模板尺寸。",
        ),
    ),
    "kdniao.105.token": Fault(
        Text("The shop's permission for labels has run out.", "店铺的面单授权已过期。"),
        Text("The lead gives the permission anew in the shop's platform.", "请班组长到店铺平台重新授权。"),
    ),
    "kdniao.105.unknown_order": Fault(
        Text("The carrier does not know this waybill.", "快递公司查不到此面单。"), TELL_LEAD
    ),
    "kdniao.105.vas": Fault(
        Text(
            "An extra service (insurance, cash on delivery) is not open to us.",
            "未开通此增值服务（保价、代收货款等）。",
        ),
        Text(
            "The lead has the carrier open it, or takes it off the order.", "请班组长向快递开通，或在订单中取消该服务。"
        ),
    ),
    "kdniao.105.weight": Fault(Text("The carrier does not accept the weight.", "快递公司不接受此重量。"), TELL_LEAD),
    "kdniao.106": Fault(
        Text("Kdniao sold a label for this parcel before.", "快递鸟此前已为此包裹出过面单。"),
        Text(
            "Nothing to do: the first number is taken over, no second one is bought.",
            "无需操作：沿用第一次的单号，不会重复购买。",
        ),
    ),
    "kdniao.401": Fault(Text("Kdniao could not read our question.", "快递鸟无法识别请求。"), TELL_LEAD),
    "kdniao.402": Fault(Text("Kdniao misses the waybill's number.", "快递鸟缺少快递单号。"), TELL_LEAD),
    "kdniao.403": Fault(Text("The waybill's number has signs it must not have.", "快递单号含有特殊字符。"), TELL_LEAD),
    "kdniao.404": Fault(Text("The waybill's number has the wrong length.", "快递单号长度不对。"), TELL_LEAD),
    "kdniao.405": Fault(Text("The day's limit at Kdniao is used up.", "快递鸟当日调用已达上限。"), RETRIES),
    "kdniao.abroad": Fault(
        Text("This station sends within mainland China only.", "本工位只发中国大陆。"),
        Text("The lead ships this order another way.", "请班组长以其他方式发货。"),
    ),
    "kdniao.account": Fault(
        Text("The carrier's contract account is missing in the settings.", "设置中缺少快递合同账号。"), MEND_FILE
    ),
    "kdniao.api_key": Fault(
        Text("The Kdniao key is missing.", "缺少快递鸟密钥。"),
        Text(
            "The lead stores it with: packbench secret kdniao.api_key", "请班组长运行：packbench secret kdniao.api_key"
        ),
    ),
    "kdniao.no_account": Fault(
        Text("The Kdniao account is not set up.", "尚未设置快递鸟账号。"),
        Text(
            "The lead sets business_id in station.toml and the key with: packbench secret kdniao.api_key",
            "请班组长在 station.toml 中设置 business_id，并用命令 packbench secret kdniao.api_key 设置密钥。",
        ),
    ),
    "kdniao.contract": Fault(
        Text("The carrier's contract in the settings is not right.", "设置中的快递合同有误。"), MEND_FILE
    ),
    "kdniao.contradiction": Fault(Text("Kdniao's answer contradicts itself.", "快递鸟的应答自相矛盾。"), RETRIES),
    "kdniao.masked": Fault(
        Text("The consignee is hidden by the shop (asterisks).", "收件信息已被平台脱敏（带星号）。"),
        Text("Import the order again with its full address.", "请重新导入含完整地址的订单。"),
    ),
    "kdniao.missing": Fault(
        Text("The order lacks something the carrier needs.", "订单缺少快递要求的内容。"), MEND_ORDER
    ),
    "kdniao.no_list": Fault(
        Text("Kdniao does not show a list of what it sold.", "快递鸟不提供已售面单清单。"),
        Text("Compare with its monthly bill.", "请与月度账单核对。"),
    ),
    "kdniao.no_number": Fault(
        Text("The carrier took the order but gave no number.", "快递已接单，但未返回单号。"), RETRIES
    ),
    "kdniao.packages": Fault(
        Text("The carrier cannot take so many packages at once.", "快递不接受此件数。"), TELL_LEAD
    ),
    "kdniao.reference": Fault(Text("The parcel's reference is not one.", "包裹编号无效。"), TELL_LEAD),
    "kdniao.service": Fault(
        Text("The order asks for a carrier that is not offered.", "订单指定的快递不可用。"), TELL_LEAD
    ),
    "kdniao.shipper": Fault(
        Text("The shipper's address in the settings is not complete.", "设置中的寄件人信息不完整。"), MEND_FILE
    ),
    "kdniao.too_long": Fault(Text("A text is too long for the carrier.", "内容超出快递允许的长度。"), MEND_ORDER),
    "kdniao.unknown": Fault(
        Text("Kdniao answered with a code nobody has told us of.", "快递鸟返回了未知代码。"), TELL_LEAD
    ),
    "kdniao.unreadable": Fault(Text("Kdniao's answer could not be read.", "无法识别快递鸟的应答。"), RETRIES),
    "kdniao.weight": Fault(Text("The weight is not one the carrier takes.", "重量无效。"), TELL_LEAD),
    "kdniao.wrong_order": Fault(Text("Kdniao answered about another order.", "快递鸟返回了另一张订单。"), RETRIES),
    "sandbox": Fault(Text("The practice carrier said no.", "练习用快递未受理。"), TELL_LEAD),
    "sandbox.refused": Fault(Text("The practice carrier refused the address.", "练习用快递拒绝了地址。"), MEND_ORDER),
    "sandbox.masked": Fault(
        Text("The consignee is hidden by the shop (asterisks).", "收件信息已被平台脱敏（带星号）。"),
        Text("Import the order again with its full address.", "请重新导入含完整地址的订单。"),
    ),
    "sandbox.burnt": Fault(
        Text("This waybill was cancelled before.", "此面单已被取消。"),
        Text("F10 asks for a new one.", "按 F10 重新申请。"),
    ),
    "sandbox.lost_answer": Fault(Text("The practice carrier's answer was lost.", "练习用快递的应答丢失。"), RETRIES),
    "sandbox.unknown_order": Fault(
        Text("The practice carrier does not know this waybill.", "练习用快递查不到此面单。"), TELL_LEAD
    ),
    "sandbox.offline": Fault(Text("The practice carrier is switched off.", "练习用快递已关闭。"), RETRIES),
    "waybill": Fault(Text("The waybill has a problem.", "电子面单异常。"), TELL_LEAD),
    "void": Fault(Text("The waybill was voided before this was done.", "执行前面单已作废。"), NOTHING),
    "void.unsettled": Fault(
        Text(
            "The carrier would not void it, perhaps because it had done so already.", "快递拒绝作废，可能此前已经作废。"
        ),
        Text("The lead looks it up in the carrier's portal.", "请班组长到快递后台查询。"),
    ),
    "interrupted": Fault(
        Text("The station stopped in the middle of this.", "处理过程中工位中断。"),
        Text("What may have happened is checked before anything is repeated.", "先核实是否已完成，不会直接重复。"),
    ),
    "decided": Fault(
        Text("The shift lead has decided this.", "班组长已处理。"),
        Text("Why is written in the journal.", "原因已记入日志。"),
    ),
}

SAYINGS: dict[str, tuple[str, ...]] = {
    "kdniao.101": ("缺少参数[Receiver.Name]",),
    "kdniao.105.account": ("客户编号不存在", "商家密码错误"),
    "kdniao.105.address": ("收件地址不完整", "省市区县不能为空"),
    "kdniao.105.area": ("收件地址不在服务范围内", "超区不派送", "目的地停发"),
    "kdniao.105.balance": ("电子面单余额不足", "单号库存已用完", "面单账户欠费，请充值"),
    "kdniao.105.busy": ("接口调用过于频繁", "系统繁忙，请稍后再试"),
    "kdniao.105.cancelled": ("订单已取消", "单号已被回收"),
    "kdniao.105.exists": ("订单号已存在,请勿重复操作",),
    "kdniao.105.frozen": ("月结卡号已冻结", "商家账号已停用"),
    "kdniao.105.goods_weight": ("商品毛重不能为空", "SKU毛重缺失"),
    "kdniao.105.phone": ("收件人手机号码格式不正确", "不支持虚拟号码"),
    "kdniao.105.picked_up": ("该单已揽收，不能取消", "运单已签收"),
    "kdniao.105.platform": ("平台订单已关闭", "交易未付款，不可发货"),
    "kdniao.105.product": ("不支持该产品类型", "业务类型不存在"),
    "kdniao.105.remote": ("远程服务器返回错误: (404) 未找到。", "请求超时"),
    "kdniao.105.sender": ("寄件人未实名", "发件人未备案"),
    "kdniao.105.sorting_code": ("获取三段码失败", "没有大头笔信息"),
    "kdniao.105.template": ("面单模板不匹配", "模板尺寸不存在"),
    "kdniao.105.token": ("授权已过期", "token已失效"),
    "kdniao.105.unknown_order": ("订单号不存在", "查无此单"),
    "kdniao.105.vas": ("未开通增值服务", "未签约保价服务"),
    "kdniao.105.weight": ("重量超出限制", "体积不能为空"),
    "kdniao.106": ("该订单号已下单成功",),
    "kdniao.masked": ("收件人信息已脱敏",),
}
"""How carriers put it in their own words: whoever has them before the eyes, in a portal or a bill, finds the entry."""

MONEY: dict[str, Fault] = {
    "money": Fault(Text("The carrier's list and ours differ.", "快递清单与我们的记录不符。"), TELL_LEAD),
    "money.orphan": Fault(
        Text("The carrier counts a label that we do not.", "快递有一张我们没有登记的面单。"),
        Text("Give it back, or keep it with a reason (F7).", "请作废退回，或说明原因后保留（F7）。"),
    ),
    "money.unknown_there": Fault(
        Text("We count a label that is not in the carrier's list.", "我们登记的面单不在快递清单中。"),
        Text("Ask the carrier before the parcel leaves.", "发货前请向快递核实。"),
    ),
    "money.voided_there": Fault(
        Text("The carrier has voided a label that we count on.", "快递已作废一张我们仍在使用的面单。"),
        Text("Take it off its box, void it here (F9), then F10.", "请撕下面单，在此作废（F9），再按 F10。"),
    ),
}

PRINTING: dict[str, Fault] = {
    "printer": Fault(Text("The printer has a problem.", "打印机异常。"), TELL_LEAD),
    "printer.refused": Fault(Text("The printer does not answer.", "打印机没有响应。"), CHECK_PRINTER),
    "printer.unreachable": Fault(Text("The printer cannot be reached.", "连接不到打印机。"), CHECK_PRINTER),
    "printer.timeout": Fault(Text("The printer does not answer.", "打印机没有响应。"), CHECK_PRINTER),
    "printer.stalled": Fault(
        Text("The printer stopped taking the label halfway.", "打印机中途停止接收面单。"), LOOK_FIRST
    ),
    "printer.reset": Fault(Text("The printer broke off the connection.", "打印机中断了连接。"), LOOK_FIRST),
    "printer.closed_early": Fault(Text("The printer hung up before the label's end.", "打印机提前断开。"), LOOK_FIRST),
    "printer.no_end": Fault(
        Text("The printer never said that it has the whole label.", "打印机未确认收完面单。"), LOOK_FIRST
    ),
    "printer.interrupted": Fault(
        Text("The station stopped while the label was on its way.", "发送面单时工位中断。"), LOOK_FIRST
    ),
    "printer.folder": Fault(Text("The folder for papers cannot be written.", "出纸文件夹无法写入。"), MEND_FILE),
    "printer.none": Fault(
        Text("No printer is set up.", "尚未设置打印机。"),
        Text("The lead gives its address in station.toml.", "请班组长在 station.toml 中填写打印机地址。"),
    ),
    "printer.address": Fault(
        Text("The printer's address in the settings is not one.", "设置中的打印机地址无效。"), MEND_FILE
    ),
    "label": Fault(Text("The label could not be drawn.", "面单无法生成。"), TELL_LEAD),
    "label.proof_failed": Fault(
        Text("The label failed its check, so it was not sent.", "面单校验未通过，未发送。"), TELL_LEAD
    ),
    "label.does_not_fit": Fault(Text("A text does not fit on the label.", "内容超出面单范围。"), MEND_ORDER),
    "label.no_glyph": Fault(
        Text("The label's font lacks a character of the address.", "面单字体缺少地址中的字。"), MEND_ORDER
    ),
    "purchase.unsettled": Fault(
        Text("Nobody knows yet whether this label was bought.", "尚不确定此面单是否已购买。"),
        Text("The lead looks into the carrier's portal and decides (F7).", "请班组长在快递平台后台核对后处理（F7）。"),
    ),
    "label.unprintable": Fault(
        Text("A rare character stands as 〓 on the label.", "有生僻字以〓代替打印。"),
        Text("Write it on by hand.", "请手写补上。"),
    ),
    "label.no_waybill": Fault(
        Text("There is no waybill to print.", "没有可打印的面单。"), Text("F10 asks for one.", "按 F10 申请。")
    ),
    "label.bad_tracking_number": Fault(
        Text("The tracking number cannot be a bar code.", "快递单号无法生成条码。"), TELL_LEAD
    ),
    "label.unseen": Fault(
        Text("The label was sent, and nobody has scanned it.", "面单已发送，但没有人扫描过。"),
        Text("Look at the box. Scan the label, or press F8.", "请查看箱子，扫描面单，或按 F8 补打。"),
    ),
    "label.unused": Fault(
        Text("The label was bought and never used.", "面单已购买但从未使用。"),
        Text("Give it back in time, or use it.", "请及时作废退回，或继续使用。"),
    ),
    "label.stock_unsupported": Fault(Text("This label size is not supported.", "不支持此面单尺寸。"), MEND_FILE),
}
