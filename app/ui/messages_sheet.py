"""The sheet of command codes in words: its title, and which commands stand under which heading."""

from __future__ import annotations

from app.domain.barcode import Command
from app.ui.messages_remedy import Fault
from app.ui.messages_text import Text

TITLE = Text("Command codes of the packing bench", "打包台指令条码")
HINT = Text(
    "Scan a code or press its key. Print without scaling (100 %), matt paper.",
    "扫描条码或按快捷键。请按 100% 原尺寸打印，使用哑光纸。",
)
WRITTEN = Text("{count} commands: {files}", "{count} 条指令：{files}")

_C = Command
SECTIONS: tuple[tuple[Text, tuple[Command, ...]], ...] = (
    (
        Text("Packing", "打包"),
        (
            _C.OK, _C.CANCEL, _C.CLOSE, _C.FINISH, _C.UNPACK, _C.ASIDE, _C.BY_HAND, _C.ACCEPT_WEIGHT, _C.MERGE,
            _C.CLONE, _C.MODE_ORDER, _C.MODE_ITEM,
        ),
    ),
    (Text("Differences", "异常"), (_C.SHORT, _C.DAMAGE, _C.SWAP, _C.LEARN, _C.HOLD, _C.RETURNED)),
    (Text("Hand-over", "交接"), (_C.HANDOVER, _C.MANIFEST, _C.DAY_END)),
    (
        Text("Labels and devices", "面单与设备"),
        (_C.LABEL, _C.VOID, _C.REPRINT_MISSING, _C.REPRINT_DAMAGED, _C.PRINTERS, _C.SCANNERS),
    ),
    (
        Text("Screens", "界面"),
        (_C.INCIDENTS, _C.ORDERS, _C.PARCELS, _C.DEVICES, _C.SETUP, _C.HELP),
    ),
    (Text("Person", "人员"), (_C.LOUDER, _C.QUIETER, _C.LOCK)),
    (
        Text("Choices", "选择"),
        (
            _C.CHOOSE_1, _C.CHOOSE_2, _C.CHOOSE_3, _C.CHOOSE_4, _C.CHOOSE_5, _C.CHOOSE_6, _C.CHOOSE_7, _C.CHOOSE_8,
            _C.CHOOSE_9, _C.MORE,
        ),
    ),
)  # fmt: skip
MOST_USED = (_C.OK, _C.CANCEL, _C.CLOSE, _C.SHORT, _C.UNPACK, _C.ASIDE, _C.REPRINT_MISSING, _C.VOID)
"""What one label of 100x150 mm holds."""

SHEET: dict[str, Fault] = {
    "sheet.ending": Fault(
        Text("The sheet cannot be written as this kind of file.", "指令条码不能写成此类文件。"),
        Text(
            "Give a .pdf file, or with --label a .zpl or .png file.",
            "请指定 .pdf 文件；使用 --label 时为 .zpl 或 .png。",
        ),
    ),
    "sheet.unwritable": Fault(
        Text("The sheet could not be written to this file.", "指令条码无法写入该文件。"),
        Text("Give another file or folder.", "请指定另一个文件或文件夹。"),
    ),
}
