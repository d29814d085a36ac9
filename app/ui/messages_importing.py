"""Words of the screen `importing`. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_text import Text

IMPORTING_WORDS: dict[str, Text] = {
    "importing.title": Text("Bring in orders", "导入订单"),
    "importing.choose": Text("Which file?", "选择哪个文件？"),
    "importing.looking": Text("Looking for order files…", "正在查找订单文件…"),
    "importing.looked": Text(
        "Newest first, from Downloads, the desktop and this station's folder orders-in.",
        "来自“下载”、桌面和本工位的 orders-in 文件夹，最新的在前。",
    ),
    "importing.no_files": Text("No order file lies nearby.", "附近没有订单文件。"),
    "importing.no_files.do": Text(
        "Export orders from the shop as CSV, XLSX or JSON. They are found in Downloads, or choose a file with 0.",
        "请从店铺导出 CSV、XLSX 或 JSON。保存在“下载”即可找到，或按 0 选择文件。",
    ),
    "importing.elsewhere": Text("Another file…", "其他文件…"),
    "importing.elsewhere.does": Text(
        "Opens the folders. A file may also be dropped here.", "浏览文件夹；也可以把文件拖到这里。"
    ),
    "importing.file": Text("{size} · {age}", "{size} · {age}"),
    "importing.keys.choosing": Text(
        "1 to 9 or Enter bring a file in · 0 another file · Escape goes back · scans count all the while",
        "数字键或回车导入 · 0 其他文件 · Esc 返回 · 期间扫描照常计数",
    ),
    "importing.running": Text("Bringing in {file}", "正在导入 {file}"),
    "importing.reading": Text("Reading the file…", "正在读取文件…"),
    "importing.so_far": Text("{percent} %", "{percent} %"),
    "importing.rate": Text("{rate} a second · about {left} left", "每秒 {rate} · 约剩 {left}"),
    "importing.seconds": Text("{count} s", "{count} 秒"),
    "importing.minutes": Text("{count} min", "{count} 分钟"),
    "importing.meanwhile": Text(
        "Packing goes on: scan as always. Escape goes back to the table, and the file comes in meanwhile.",
        "打包不受影响，照常扫描。按 Esc 返回台面，文件继续导入。",
    ),
    "importing.stop": Text("Stop", "停止导入"),
    "importing.stop.does": Text(
        "What has come in stays; the rest can be brought in later.", "已导入的保留，其余可稍后再导入。"
    ),
    "importing.stopping": Text("Stopping…", "正在停止…"),
    "importing.keys.running": Text(
        "S stops · Escape goes back to packing · scans count all the while", "S 停止 · Esc 返回打包 · 期间扫描照常计数"
    ),
    "importing.busy": Text("A file is on its way in already.", "已有文件正在导入。"),
    "importing.busy.do": Text("Wait for it, or stop it with S.", "请等待完成，或按 S 停止。"),
    "importing.added": Text("{count:order|orders} came in", "已导入 {count} 张订单"),
    "importing.added.one": Text("1 order came in", "已导入 1 张订单"),
    "importing.stopped": Text("Stopped. What came in stays: {count:order|orders}", "已停止，导入的 {count} 张订单保留"),
    "importing.known": Text("{count:was|were} here already", "{count} 张已存在"),
    "importing.bad": Text("{count} rows to correct", "{count} 行待更正"),
    "importing.bad.one": Text("1 row to correct", "1 行待更正"),
    "importing.skipped": Text("{count} left out by the shop", "{count} 行店铺无需发货"),
    "importing.all_good": Text("every row is in order", "所有行均有效"),
    "importing.more": Text("the first {count} are listed", "仅列出前 {count} 行"),
    "importing.rows": Text("Rows that did not come in", "未导入的行"),
    "importing.row": Text("Row {row}", "第 {row} 行"),
    "importing.row.kept": Text("corrected, not tried yet", "已更正，未重试"),
    "importing.row.waits": Text("comes in with the rest of its order", "随订单其他行一起导入"),
    "importing.row.in_file": Text("to be corrected in the file", "请在文件中更正"),
    "importing.row.order": Text("Order {number}", "订单 {number}"),
    "importing.row.no_number": Text("Order without a number", "无订单号"),
    "importing.row.rows": Text("{count:row|rows}: they come in together", "共 {count} 行，一起导入"),
    "importing.column": Text("Column “{column}”", "列“{column}”"),
    "importing.field": Text("Write it as it should be, then Enter", "填写正确内容后按回车"),
    "importing.field.name": Text("{column}, as it should be", "{column}：正确内容"),
    "importing.field.does": Text(
        "Enter checks the row and brings its order in. Down keeps what you wrote and goes on to the next row.",
        "回车检查并导入该订单；按下键保留填写内容，转到下一行。",
    ),
    "importing.begin": Text("Enter corrects it here.", "按回车在此更正。"),
    "importing.in_file": Text(
        "This cannot be put right here. Correct it in the file, then import it again: what came in stays.",
        "无法在此更正。请在文件中修改后再次导入，已导入的保留。",
    ),
    "importing.see_row": Text(
        "Row {row} of the same order is at fault. Enter goes there.", "同一订单的第 {row} 行有误，按回车转到该行。"
    ),
    "importing.left_out": Text(
        "Nothing to do: the shop itself says so. Should it ship after all, change it in the shop.",
        "无需处理：店铺状态如此。如仍需发货，请在店铺中修改。",
    ),
    "importing.trying": Text("Trying row {row}…", "正在重试第 {row} 行…"),
    "importing.trying_all": Text("Trying what was corrected…", "正在重试已更正的行…"),
    "importing.came_in": Text("Order {number} came in.", "订单 {number} 已导入。"),
    "importing.came_in.many": Text("{count:order|orders} came in.", "已导入 {count} 张订单。"),
    "importing.was_known": Text(
        "Order {number} was here already and stays as it is.", "订单 {number} 已存在，保持不变。"
    ),
    "importing.still_bad": Text("Row {row}: {why}", "第 {row} 行：{why}"),
    "importing.still_bad.do": Text("Write it again, then Enter.", "请重新填写后按回车。"),
    "importing.next_bad": Text("Row {row} is right now.", "第 {row} 行已更正。"),
    "importing.next_bad.do": Text("Its order waits for its other rows.", "该订单还有其他行待更正。"),
    "importing.half": Text(
        "{good:order|orders} came in, still to correct: {bad:row|rows}.", "已导入 {good} 张订单，仍有 {bad} 行待更正。"
    ),
    "importing.all_mended": Text("Nothing is left to correct.", "没有待更正的行。"),
    "importing.all": Text("Try all corrected ({count})", "重试所有已更正 ({count})"),
    "importing.write": Text("Write these rows to a file", "写入待更正文件"),
    "importing.another": Text("Another file", "导入其他文件"),
    "importing.writing": Text("Writing the file…", "正在写入文件…"),
    "importing.written": Text("{file} holds {count:row|rows}.", "{count} 行已写入 {file}。"),
    "importing.written.do": Text(
        "Beside the file they came from. Correct it in a spreadsheet, then import it.",
        "位于原文件旁。用表格软件更正后再导入。",
    ),
    "importing.reason": Text("Reason", "未导入原因"),
    "importing.keys.result": Text(
        "Up and Down choose · Enter corrects · A tries all corrected · W a file of them · N next file · Escape closes",
        "上下键选择 · 回车更正 · A 重试全部 · W 写入文件 · N 其他文件 · Esc 关闭",
    ),
    "importing.keys.field": Text(
        "Enter checks and brings in · Down keeps it for later · Escape goes back to the list",
        "回车检查并导入 · 下键保留 · Esc 返回列表",
    ),
    "importing.failed": Text("{file} did not come in", "{file} 未能导入"),
    "importing.good": Text("Everything is in.", "全部导入完成。"),
    "importing.good.do": Text(
        "Scan an order to pack it, or bring in another file with N.", "扫描订单开始打包，或按 N 导入其他文件。"
    ),
    "importing.failed.do": Text("N another file · Escape goes back", "N 其他文件 · Esc 返回"),
}
