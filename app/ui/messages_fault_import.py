"""What can be wrong with an order file or a row of it, and what the doctor says of the station."""

from __future__ import annotations

from app.ui.messages_remedy import MEND_FILE, NOTHING, Fault
from app.ui.messages_text import Text

IMPORT: dict[str, Fault] = {
    "import": Fault(
        Text("The file could not be imported.", "文件无法导入。"),
        Text("Check the file and choose it again.", "请检查文件后重新选择。"),
    ),
    "import.not_found": Fault(Text("The file is not there.", "找不到文件。"), Text("Choose it again.", "请重新选择。")),
    "import.unreadable": Fault(
        Text("The file cannot be read.", "文件无法读取。"),
        Text("Close it in other programs, then choose it again.", "请先在其他程序中关闭，再重新选择。"),
    ),
    "import.not_a_file": Fault(
        Text("That is not a file.", "所选不是文件。"),
        Text("Choose a CSV, XLSX or JSON file.", "请选择 CSV、XLSX 或 JSON 文件。"),
    ),
    "import.empty": Fault(
        Text("The file is empty.", "文件是空的。"), Text("Export it again from the shop.", "请从店铺重新导出。")
    ),
    "import.too_large": Fault(
        Text("The file is too large.", "文件过大。"), Text("Export fewer orders at a time.", "请分批导出。")
    ),
    "import.not_a_table": Fault(
        Text("The file is not a table of orders.", "文件不是订单表格。"),
        Text("Choose a CSV, XLSX or JSON file.", "请选择 CSV、XLSX 或 JSON 文件。"),
    ),
    "import.broken_file": Fault(
        Text("The file is damaged.", "文件已损坏。"), Text("Export it again from the shop.", "请从店铺重新导出。")
    ),
    "import.old_excel": Fault(
        Text("That is an old Excel file (.xls).", "这是旧版 Excel 文件（.xls）。"),
        Text("Save it as .xlsx or .csv.", "请另存为 .xlsx 或 .csv。"),
    ),
    "import.password": Fault(
        Text("The file is locked with a password.", "文件设有密码。"),
        Text("Save it without one.", "请去除密码后保存。"),
    ),
    "import.encoding": Fault(
        Text("The file's characters cannot be read.", "文件编码无法识别。"),
        Text("Save it as UTF-8 and choose it again.", "请另存为 UTF-8 后重新选择。"),
    ),
    "import.no_columns": Fault(
        Text("The columns an order needs were not found.", "找不到订单所需的列。"),
        Text("Name the columns with: packbench orders columns", "请用 packbench orders columns 指定列名。"),
    ),
    "import.columns_file": Fault(
        Text("The saved column names cannot be used.", "保存的列对应关系无法使用。"),
        Text("Save them again.", "请重新保存。"),
    ),
    "import.columns_unwritable": Fault(
        Text("The column names could not be saved.", "列对应关系无法保存。"),
        Text("Choose a file that can be written.", "请选择可写入的文件。"),
    ),
    "import.unwritable": Fault(
        Text("The file of rows to correct could not be written.", "待更正文件无法写入。"),
        Text(
            "Copy the order file to a folder that can be written, then import it.",
            "请把订单文件复制到可写的文件夹后再导入。",
        ),
    ),
    "import.none_to_write": Fault(
        Text("No row can be written to a file.", "没有可写入文件的行。"),
        Text("Put them right in the file that was imported.", "请在原文件中更正。"),
    ),
    "import.scattered": Fault(
        Text("Lines of one order are scattered over the file.", "同一订单的行分散在文件各处。"),
        Text("Sort the file by order number.", "请按订单号排序。"),
    ),
    "import.malformed": Fault(Text("The row is not complete.", "该行不完整。"), NOTHING),
    "import.open_quote": Fault(Text("A quotation mark is not closed.", "引号未闭合。"), NOTHING),
    "import.too_long": Fault(Text("A text is too long.", "内容过长。"), NOTHING),
    "import.too_many_cells": Fault(
        Text("The row has more cells than the table has columns.", "该行的单元格多于列数。"), NOTHING
    ),
    "import.too_many_lines": Fault(Text("The order has too many lines.", "订单行数过多。"), NOTHING),
    "import.control_character": Fault(
        Text("The text holds signs that cannot be printed.", "内容含有不可打印字符。"), NOTHING
    ),
    "import.number_spoiled": Fault(
        Text("The spreadsheet spoiled this number.", "数字被表格软件改坏（科学计数）。"),
        Text("Set the column to text and export again.", "请将该列设为文本后重新导出。"),
    ),
    "import.masked": Fault(
        Text("The shop hides this with asterisks.", "该内容已被平台脱敏（带星号）。"),
        Text("Export with full addresses.", "请导出完整收件信息。"),
    ),
    "import.missing_number": Fault(Text("The order number is missing.", "缺少订单号。"), NOTHING),
    "import.missing_name": Fault(Text("The consignee's name is missing.", "缺少收件人姓名。"), NOTHING),
    "import.missing_phone": Fault(Text("The phone number is missing.", "缺少电话。"), NOTHING),
    "import.missing_address": Fault(Text("The address is not complete.", "地址不完整。"), NOTHING),
    "import.missing_item": Fault(Text("The item is missing.", "缺少商品。"), NOTHING),
    "import.missing_quantity": Fault(Text("The quantity is missing.", "缺少数量。"), NOTHING),
    "import.quantity": Fault(Text("The quantity is not a whole number.", "数量不是整数。"), NOTHING),
    "import.phone": Fault(Text("The phone number is not one.", "电话无效。"), NOTHING),
    "import.address_unsplit": Fault(
        Text("Province and city cannot be told from the address.", "地址无法拆分省市。"), NOTHING
    ),
    "import.goods_unsplit": Fault(Text("The goods cannot be told apart.", "商品无法拆分。"), NOTHING),
    "import.conflict": Fault(Text("The order's rows contradict each other.", "同一订单的各行互相矛盾。"), NOTHING),
    "import.order_incomplete": Fault(Text("Another row of this order is bad.", "同一订单的其他行有误。"), NOTHING),
    "import.due_at": Fault(
        Text("The time by which it must be gone is none.", "最晚发货时间无效。"),
        Text("Write it as 2026-02-21 or 2026-02-21 17:00.", "请写成 2026-02-21 或 2026-02-21 17:00。"),
    ),
    "import.sequence": Fault(
        Text("The packing sequence is not known.", "打包顺序无法识别。"),
        Text("Use any, forced, kit or heavy.", "请用：任意、按顺序、按套、重货优先。"),
    ),
    "import.flag": Fault(
        Text("The flag's color is not known.", "旗帜颜色无法识别。"),
        Text("Use red, yellow, green, blue or purple.", "请用：红、黄、绿、蓝、紫。"),
    ),
    "import.kind": Fault(
        Text("The kind of line is not known.", "行类型无法识别。"),
        Text("Use goods or insert.", "请用：商品、赠品、插页。"),
    ),
    "import.tracking": Fault(
        Text("What to record of each unit is not known.", "追溯方式无法识别。"),
        Text("Use serial, lot, expiry, on the kit's components.", "请用：序列号、批次、有效期；套装写在组件行上。"),
    ),
    "import.shelf_days": Fault(Text("The shelf days are not a whole number.", "剩余保质天数不是整数。"), NOTHING),
    "import.marks": Fault(
        Text("A mark for the parcel is not known.", "包装标识无法识别。"),
        Text("Use lithium battery, limited quantity, flammable, fragile.", "请用：锂电池、限量、易燃、易碎。"),
    ),
    "import.weight_g": Fault(Text("The weight is not a whole number of grams.", "重量不是整数克。"), NOTHING),
    "import.barcodes": Fault(
        Text("The further barcodes cannot be read.", "更多条码无法识别。"),
        Text(
            "Write a pack of twelve as barcode*12; no code may count two ways.",
            "整箱写成 条码*12；同一条码数量须一致。",
        ),
    ),
    "import.per_kit": Fault(Text("The units per kit are not a whole number.", "每套数量不是整数。"), NOTHING),
    "import.missing_kit": Fault(Text("The kit is missing.", "缺少套装编码。"), NOTHING),
    "import.kit_uneven": Fault(
        Text("The components do not make whole kits.", "组件数量配不成整套。"),
        Text("Quantity = kits × units per kit, on every component.", "每个组件：数量 = 套数 × 每套数量。"),
    ),
    "import.skipped": Fault(Text("Left out: nothing to ship.", "已跳过：无需发货。"), NOTHING),
    "import.skipped_cancelled": Fault(Text("Left out: cancelled.", "已跳过：已取消。"), NOTHING),
    "import.skipped_shipped": Fault(Text("Left out: shipped already.", "已跳过：已发货。"), NOTHING),
    "import.skipped_partly_shipped": Fault(Text("Left out: partly shipped already.", "已跳过：已部分发货。"), NOTHING),
    "import.skipped_unpaid": Fault(Text("Left out: not paid.", "已跳过：未付款。"), NOTHING),
    "import.skipped_held": Fault(Text("Left out: on hold in the shop.", "已跳过：店铺已锁定或暂停。"), NOTHING),
    "import.skipped_refunded": Fault(Text("Left out: refunded.", "已跳过：已退款。"), NOTHING),
    "import.skipped_no_shipping": Fault(Text("Left out: needs no shipping.", "已跳过：无需物流。"), NOTHING),
    "import.skipped_repeated": Fault(Text("Left out: the same rows again.", "已跳过：重复的行。"), NOTHING),
}

DOCTOR: dict[str, Fault] = {
    "doctor": Fault(Text("Looked at.", "已检查。"), NOTHING),
    "doctor.disk": Fault(Text("The disk has room.", "磁盘空间充足。"), NOTHING),
    "doctor.disk_low": Fault(
        Text("The disk is nearly full.", "磁盘空间不足。"), Text("Free some space.", "请清理磁盘。")
    ),
    "doctor.keys": Fault(Text("The station's key is in the keyring.", "工位密钥保存在钥匙串中。"), NOTHING),
    "doctor.keys_in_file": Fault(
        Text("The station's key lies in a file.", "工位密钥保存在文件中。"),
        Text("Protect the folder, or use the keyring.", "请保护该文件夹，或改用钥匙串。"),
    ),
    "doctor.database": Fault(Text("The database is sound.", "数据库正常。"), NOTHING),
    "doctor.database_new": Fault(
        Text("There is no database yet.", "尚无数据库。"),
        Text("It is made at the first start.", "首次启动时自动建立。"),
    ),
    "doctor.carrier": Fault(Text("The carrier is set up.", "快递已设置。"), NOTHING),
    "doctor.carrier_sandbox": Fault(
        Text("The practice carrier is in use: labels are not real.", "正在使用练习快递，面单不是真的。"),
        Text("Set the carrier in station.toml to ship.", "正式发货请在 station.toml 中设置快递。"),
    ),
    "doctor.shipper": Fault(Text("The shipper's address is complete.", "寄件人信息完整。"), NOTHING),
    "doctor.shipper_missing": Fault(Text("The shipper's address is not complete.", "寄件人信息不完整。"), MEND_FILE),
    "doctor.printer": Fault(Text("The printer is reached.", "打印机已连通。"), NOTHING),
    "doctor.printer_file": Fault(
        Text("Labels go to files, not to paper.", "面单保存为文件，不出纸。"),
        Text("Choose a printer in the set-up (Alt+U).", "请按 Alt+U 在设置中选择打印机。"),
    ),
    "doctor.numbers": Fault(Text("The carriers' number rules can be used.", "快递单号规则可用。"), NOTHING),
    "doctor.papers": Fault(Text("All layouts can be used.", "版式均可使用。"), NOTHING),
    "doctor.scale": Fault(Text("The scale answers.", "电子秤有响应。"), NOTHING),
    "doctor.scale_none": Fault(Text("No scale is set up: nothing is weighed.", "未设置电子秤，不称重。"), NOTHING),
    "doctor.scale_missing": Fault(
        Text("Weights are asked for, and no scale is set up.", "已要求称重，但未设置电子秤。"), MEND_FILE
    ),
    "doctor.people": Fault(Text("People log in at this station.", "本工位需登录使用。"), NOTHING),
    "doctor.people_none": Fault(
        Text("Nobody is enrolled: everybody may do everything here.", "尚未登记人员，任何人都可执行所有操作。"),
        Text("`packbench people add` enrolls an admin.", "可用 packbench people add 登记管理员。"),
    ),
    "doctor.people_no_lead": Fault(
        Text("No shift lead is enrolled.", "尚未登记班组长。"),
        Text("`packbench people add HANDLE --role lead`.", "可用 packbench people add 代号 --role lead 登记。"),
    ),
    "doctor.news": Fault(Text("The shops' news is fresh.", "店铺消息为最新。"), NOTHING),
    "doctor.files": Fault(Text("Fonts and sounds are in place.", "字体和声音文件齐全。"), NOTHING),
    "doctor.files_missing": Fault(
        Text("Files of the program are missing.", "缺少程序文件。"),
        Text("Install Packbench again.", "请重新安装 Packbench。"),
    ),
    "doctor.sound": Fault(Text("Sounds can be played.", "可以播放声音。"), NOTHING),
    "doctor.sound_none": Fault(
        Text("No program to play sounds was found.", "找不到播放声音的程序。"),
        Text("Install pipewire, pulseaudio or alsa utilities.", "请安装 pipewire、pulseaudio 或 alsa 工具。"),
    ),
}
