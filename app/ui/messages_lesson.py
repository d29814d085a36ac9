"""The lesson of a scanner in words: what to scan, how the scan was, what to change. Both languages side by side."""

from __future__ import annotations

from app.domain.lesson_codes import LessonStep
from app.domain.lesson_result import Advice, Hearing, Note
from app.ui.messages_text import Text

SHEET_WRITTEN = Text("scanner sheet: {files}", "扫描枪校准页：{files}")
STEPS: dict[LessonStep, Text] = {
    LessonStep.LETTERS: Text("Scan code 1: letters.", "请扫描 1 号条码：字母。"),
    LessonStep.SIGNS: Text("Scan code 2: signs.", "请扫描 2 号条码：符号。"),
    LessonStep.FIELDS: Text("Scan code 3: GS1.", "请扫描 3 号条码：GS1。"),
    LessonStep.CHINESE: Text(
        "Scan code 4: Chinese. No 2D scanner? Go on with code 5.",
        "请扫描 4 号二维码：中文。一维扫描枪请直接扫 5 号。",
    ),
    LessonStep.END: Text("Scan code 5: done.", "请扫描 5 号条码：完成。"),
}
HEARINGS: dict[Hearing, Text] = {
    Hearing.GOOD: Text("Heard.", "已收到。"),
    Hearing.AGAIN: Text("Heard again.", "再次收到。"),
    Hearing.CHANGED: Text("The scanner was changed: from code 1 again.", "扫描枪设置已变：请从 1 号重新扫描。"),
    Hearing.CUT_OFF: Text("Only a part arrived: once more.", "只收到一部分：请重扫。"),
    Hearing.GARBLED: Text("It arrived garbled.", "内容混乱，无法识别。"),
    Hearing.OTHER_CODE: Text("That is not a code of this sheet.", "这不是本页的条码。"),
}
_COUNTRY = "Set the scanner's keyboard country to {}."
_ZH_COUNTRY = "请将扫描枪的键盘国家设为{}。"
ADVICE: dict[Advice, Text] = {
    Advice.COUNTRY_US: Text(_COUNTRY.format("USA"), _ZH_COUNTRY.format("美国")),
    Advice.COUNTRY_GB: Text(_COUNTRY.format("United Kingdom"), _ZH_COUNTRY.format("英国")),
    Advice.COUNTRY_DE: Text(_COUNTRY.format("Germany"), _ZH_COUNTRY.format("德国")),
    Advice.COUNTRY_FR: Text(_COUNTRY.format("France"), _ZH_COUNTRY.format("法国")),
    Advice.COUNTRY_ES: Text(_COUNTRY.format("Spain"), _ZH_COUNTRY.format("西班牙")),
    Advice.COUNTRY_IT: Text(_COUNTRY.format("Italy"), _ZH_COUNTRY.format("意大利")),
    Advice.SAME_COUNTRY: Text(
        "Set the scanner's keyboard country to that of the computer's keyboard.",
        "请将扫描枪的键盘国家设为与电脑键盘一致。",
    ),
    Advice.CAPS_LOCK: Text(
        "Turn Caps Lock off, and the scanner's Caps Lock and letter case settings too.",
        "请关闭大写锁定，并关闭扫描枪的大写锁定与大小写转换设置。",
    ),
    Advice.INPUT_METHOD: Text("Switch the input method to English.", "请将输入法切换为英文。"),
    Advice.SEPARATOR: Text(
        "Set the scanner to send the GS1 separator (FNC1) as GS, ASCII 29.",
        "请将扫描枪设为把 GS1 分隔符（FNC1）作为 GS（ASCII 29）发送。",
    ),
    Advice.NO_PREFIX: Text("Remove the scanner's prefix and suffix.", "请取消扫描枪的前缀和后缀。"),
    Advice.IDENTIFIER: Text("Turn on 'transmit AIM ID'.", "请打开“发送 AIM 标识符（AIM ID）”。"),
    Advice.MAKERS_ID: Text(
        "Turn off the maker's code ID; use the AIM ID.", "请关闭厂商条码标识（Code ID），改用 AIM ID。"
    ),
    Advice.ENDING: Text("Set the ending (suffix) to Enter (CR).", "请将结束符（后缀）设为回车（CR）。"),
    Advice.FASTER: Text("Set the delay between keys (inter-key delay) to none.", "请将按键间隔延时设为无。"),
    Advice.CHINESE: Text(
        "Chinese arrives wrong: set the scanner's output encoding to Unicode (UTF-8), or use USB-COM.",
        "中文内容错误：请将扫描枪的输出编码设为 Unicode（UTF-8），或改用 USB 虚拟串口。",
    ),
    Advice.SERIAL: Text(
        "Switch the scanner to USB-COM (CDC): as a keyboard it loses characters.",
        "请将扫描枪切换为 USB 虚拟串口（CDC）模式：键盘模式会丢失字符。",
    ),
}
NOTES: dict[Note, Text] = {
    Note.PLACES: Text("Read by the places of the keys: the layout does not matter.", "按键位读取：不受键盘布局影响。"),
    Note.TRANSLATED: Text("Another keyboard country: translated.", "键盘国家不同：已自动转换。"),
    Note.CAPS_LOCK: Text("Caps Lock is on: mended.", "大写锁定已打开：已自动纠正。"),
    Note.FULL_WIDTH: Text("Full-width letters: mended.", "全角字符：已自动转换。"),
    Note.PREFIX: Text("The prefix is taken off.", "前缀已去除。"),
    Note.SUFFIX: Text("The suffix is taken off.", "后缀已去除。"),
    Note.IDENTIFIER: Text("AIM identifiers are used.", "已使用 AIM 标识符。"),
    Note.SEPARATOR: Text("The GS1 separator comes in a form of its own: mended.", "GS1 分隔符形式特殊：已自动识别。"),
    Note.TAB: Text("A code ends with Tab.", "以 Tab 结束。"),
    Note.SILENCE: Text("A code ends with silence.", "以停顿结束。"),
    Note.SLOW: Text("The scanner types slowly: it is waited for.", "扫描枪输入较慢：已延长等待。"),
}
