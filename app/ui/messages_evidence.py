"""What is said of the pictures of sealed parcels: why there is none, whether one is whole, what the journal tells."""

from __future__ import annotations

from app.ui.messages_remedy import NOTHING, Fault
from app.ui.messages_text import Text

EVIDENCE_EVENTS: dict[str, Text] = {
    "evidence.begun": Text("Pictures of sealed parcels are taken from here on", "开始拍摄封箱照片"),
    "evidence.ended": Text("No more pictures of sealed parcels", "停止拍摄封箱照片"),
    "evidence.taken": Text("A picture of the sealed parcel was taken", "已拍摄封箱照片"),
    "evidence.missed": Text("There is no picture of the sealed parcel", "未拍到封箱照片"),
    "evidence.purged": Text("The oldest pictures were deleted", "已清理最早的封箱照片"),
    "evidence.opened": Text("The picture was given out in clear", "封箱照片已解密导出"),
}

EVIDENCE_WORDS: dict[str, Text] = {
    "picture": Text(
        "{order}, box {box}: sealed {at}, picture {late} s later, {size} kB, sha256 {sha256}",
        "{order}，第 {box} 箱：{at} 封箱，{late} 秒后拍摄，{size} kB，sha256 {sha256}",
    ),
    "shared": Text("one picture of {count} boxes sealed together", "{count} 箱同时封箱，共用一张照片"),
    "intact": Text("whole", "完好"),
    "no_picture": Text("{order}, box {box}: sealed {at}, no picture", "{order}，第 {box} 箱：{at} 封箱，无照片"),
    "off": Text("No pictures were taken then.", "当时未启用拍照。"),
    "journal": Text("The journal is whole.", "日志完好。"),
    "journal.broken": Text("Row {row} of the journal was changed.", "日志第 {row} 行被改动。"),
    "written": Text("Written: {files}", "已写入：{files}"),
}

EVIDENCE: dict[str, Fault] = {
    "evidence.disk_full": Fault(
        Text("The disk has no room for pictures of parcels.", "磁盘空间不足，未保存封箱照片。"),
        Text("Free some space; packing goes on.", "请清理磁盘；打包不受影响。"),
    ),
    "evidence.unwritable": Fault(
        Text("Pictures of parcels cannot be written.", "无法写入封箱照片。"),
        Text("Look at the folder 'evidence' of the station.", "请检查工位的 evidence 文件夹。"),
    ),
    "evidence.unreadable": Fault(
        Text("The picture cannot be read.", "无法读取该照片。"),
        Text("Look at the folder 'evidence' of the station.", "请检查工位的 evidence 文件夹。"),
    ),
    "evidence.too_late": Fault(
        Text("The camera was too slow: the picture would show something else.", "摄像头过慢，照片已不能对应该包裹。"),
        Text("Look at the camera.", "请检查摄像头。"),
    ),
    "evidence.interrupted": Fault(
        Text("The program ended before the picture was taken.", "程序在拍照前已退出。"), NOTHING
    ),
    "evidence.missing": Fault(
        Text("The picture is gone, and was not deleted by us.", "照片丢失，且并非由本程序清理。"),
        Text("Tell the shift lead.", "请告知班组长。"),
    ),
    "evidence.damaged": Fault(
        Text("This is not the picture that was taken.", "照片与拍摄时不一致。"),
        Text("Do not use it; tell the shift lead.", "请勿使用，并告知班组长。"),
    ),
    "evidence.purged": Fault(
        Text("The picture was kept its time, and deleted.", "照片已到保存期限并被清理。"), NOTHING
    ),
    "evidence.nothing": Fault(Text("There is no whole picture to give out.", "没有可导出的完好照片。"), NOTHING),
    "evidence.target": Fault(
        Text("The picture could not be written to this file.", "照片无法写入该文件。"),
        Text("Give another file or folder.", "请指定另一个文件或文件夹。"),
    ),
    "doctor.evidence": Fault(Text("Pictures of sealed parcels are kept.", "封箱照片保存正常。"), NOTHING),
    "doctor.evidence_off": Fault(Text("No camera takes pictures of sealed parcels.", "未启用封箱拍照。"), NOTHING),
}
