"""What is said of codes in pictures: why one is believed or not, and what is wrong with a picture."""

from __future__ import annotations

from app.domain.sighting import Doubt, Ground
from app.ui.messages_remedy import Fault
from app.ui.messages_text import Text

GROUNDS: dict[Ground, Text] = {
    Ground.ERROR_CORRECTION: Text("it corrects its own errors", "码制自带纠错"),
    Ground.EXPECTED: Text("it was expected", "与预期一致"),
    Ground.ENGINES_AGREE: Text("two engines agree", "两个识读引擎一致"),
    Ground.FRAMES_AGREE: Text("two frames agree", "两帧画面一致"),
    Ground.LOOKS_AGREE: Text("read alike in two places", "两处识读一致"),
}

DOUBTS: dict[Doubt, Text] = {
    Doubt.LENGTH: Text("an ITF counts with 14 digits only", "ITF 码仅认可 14 位"),
    Doubt.CHECK_DIGIT: Text("its check digit is wrong", "校验位错误"),
    Doubt.ALONE: Text("seen once, by nobody else", "仅识读到一次，未获印证"),
    Doubt.DISPUTED: Text("others read something else there", "同一位置识读结果不一致"),
}

READING_WORDS: dict[str, Text] = {
    "read.doubted": Text("not accepted: {text}  ({symbol}; {doubt})", "未采信：{text}（{symbol}；{doubt}）"),
    "read.nothing": Text("no code seen", "未发现条码"),
}

PICTURES: dict[str, Fault] = {
    "picture.unreadable": Fault(
        Text("This is no picture, or a broken one.", "该文件不是图片或已损坏。"),
        Text("Take it again, as JPEG or PNG.", "请重新拍摄，保存为 JPEG 或 PNG。"),
    ),
    "picture.too_large": Fault(
        Text("The picture is too large.", "图片过大。"), Text("Take it with fewer pixels.", "请降低像素后重新拍摄。")
    ),
    "picture.reader_ended": Fault(
        Text("Reading the picture failed.", "图片识读失败。"),
        Text("Hold the code to the camera again, or scan it.", "请将条码重新对准摄像头，或改用扫描枪。"),
    ),
}
