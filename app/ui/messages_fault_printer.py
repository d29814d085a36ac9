"""Why a printer does not print, or a paper is not printed. Both languages side by side."""

from __future__ import annotations

from app.ui.messages_remedy import CHECK_PRINTER, LOOK_FIRST, MEND_FILE, TELL_LEAD, Fault
from app.ui.messages_text import Text

_MEND_PRINTER = Text(
    "Mend it at the printer; what waits follows by itself.", "请在打印机上处理，恢复后待打印内容会自动送出。"
)
_LOOK_AT_QUEUE = Text(
    "Look at its queue in the system, and whether the paper came out.", "请查看系统打印队列，并确认是否已出纸。"
)
_RIGHT_PAPER = Text(
    "Put the right paper in, or send it to a printer that has it.", "请更换正确的纸张，或转到装有该纸张的打印机。"
)
_TELL_CARRIER = Text(
    "Tell the shift lead: the carrier sent a label that cannot be used.", "请告知班组长：快递返回的面单无法使用。"
)
_RUN_SETUP = Text("The lead runs the set-up again.", "请班组长重新运行安装程序。")

_CONDITIONS: dict[str, Fault] = {
    "printer.paper_out": Fault(
        Text("The printer is out of paper.", "打印机缺纸。"),
        Text("Put paper in; what waits follows by itself.", "请装纸，待打印内容会自动送出。"),
    ),
    "printer.ribbon_out": Fault(Text("The printer is out of ribbon.", "打印机碳带用尽。"), _MEND_PRINTER),
    "printer.head_open": Fault(
        Text("The printer is open.", "打印机机盖或打印头已打开。"), Text("Close it.", "请关好机盖。")
    ),
    "printer.paper_jam": Fault(
        Text("Paper is jammed in the printer.", "打印机卡纸。"),
        Text("Take it out; then look which labels are missing.", "请取出卡纸，并检查缺少哪些面单。"),
    ),
    "printer.cutter": Fault(Text("The printer's cutter is stuck.", "打印机切刀故障。"), _MEND_PRINTER),
    "printer.paused": Fault(
        Text("The printer is paused.", "打印机已暂停。"), Text("Press its pause key.", "请按打印机上的暂停键恢复。")
    ),
    "printer.too_hot": Fault(
        Text("The printer's head is too hot.", "打印头温度过高。"),
        Text("Let it cool; what waits follows by itself.", "请等待冷却，待打印内容会自动送出。"),
    ),
    "printer.buffer_full": Fault(Text("The printer's memory is full.", "打印机缓存已满。"), _MEND_PRINTER),
    "printer.label_waiting": Fault(
        Text("A label waits in the printer.", "打印机上有面单待取走。"), Text("Take it off.", "请取走面单。")
    ),
    "printer.fault": Fault(Text("The printer reports a fault.", "打印机报告故障。"), _MEND_PRINTER),
    "printer.offline": Fault(
        Text("The printer is switched off line.", "打印机处于脱机状态。"),
        Text("Switch it on line, at the printer or in its queue.", "请在打印机或系统队列中恢复联机。"),
    ),
    "printer.away": Fault(Text("The printer cannot be reached.", "无法连接打印机。"), CHECK_PRINTER),
}

_WAYS: dict[str, Fault] = {
    "printer.unplugged": Fault(Text("The printer is not plugged in.", "打印机未连接。"), CHECK_PRINTER),
    "printer.busy": Fault(
        Text("Another program holds the printer.", "打印机被其他程序占用。"),
        Text("Close the other program; it is tried again.", "请关闭其他程序，系统会自动重试。"),
    ),
    "printer.port": Fault(Text("The printer's port cannot be opened.", "无法打开打印机端口。"), MEND_FILE),
    "printer.access_denied": Fault(
        Text("This user may not print on that printer.", "当前用户无权使用该打印机。"),
        Text("The lead allows it in the system.", "请班组长在系统中授权。"),
    ),
    "printer.not_allowed": Fault(
        Text("The printer does not let this station print.", "打印机拒绝本工位打印。"),
        Text("The lead allows it in the printer's settings.", "请班组长在打印机设置中授权。"),
    ),
    "printer.ambiguous": Fault(
        Text("Two printers bear the same identity.", "有两台打印机的标识相同。"),
        Text("The lead names it by its port.", "请班组长改用端口指定打印机。"),
    ),
    "printer.other_device": Fault(
        Text("Another printer is in that place. Nothing was sent.", "该位置是另一台打印机，未发送任何内容。"),
        Text("Connect the right one, or have the lead choose this one.", "请接回原打印机，或由班组长改选此打印机。"),
    ),
    "printer.other_certificate": Fault(
        Text("The printer shows another certificate than before.", "打印机证书与之前不同。"), TELL_LEAD
    ),
    "printer.untrusted": Fault(
        Text("The printer's certificate is not known.", "打印机证书未被信任。"),
        Text("The lead puts its fingerprint into the settings.", "请班组长将其证书指纹写入设置。"),
    ),
    "printer.unknown": Fault(Text("No printer of that name is set up.", "没有该名称的打印机。"), MEND_FILE),
    "printer.unknown_queue": Fault(
        Text("The system has no such print queue.", "系统中没有该打印队列。"),
        Text("The lead chooses a queue that is there.", "请班组长选择已有的打印队列。"),
    ),
    "printer.queue_is_group": Fault(
        Text("That queue is a group of printers.", "该队列是打印机组。"),
        Text(
            "The lead chooses one printer: nobody knows where a group prints.",
            "请班组长指定单台打印机，打印机组无法确定出纸位置。",
        ),
    ),
    "printer.direct_queue": Fault(
        Text("That queue prints directly and could block.", "该队列设置为直接打印，可能造成阻塞。"),
        Text("The lead lets it spool in the system.", "请班组长在系统中改为后台打印。"),
    ),
    "printer.file_port": Fault(
        Text("That queue writes to a file.", "该队列输出到文件。"),
        Text("The lead chooses its port.", "请班组长选择正确端口。"),
    ),
    "printer.windows_only": Fault(Text("That address is for Windows.", "该地址仅适用于 Windows。"), MEND_FILE),
    "printer.page_only": Fault(
        Text("Through a driver only pages are printed.", "通过驱动只能打印页面。"),
        Text('Set language = "page" for it.', "请将其 language 设为 page。"),
    ),
    "printer.raw_only": Fault(
        Text("Pages cannot be sent to a bare port.", "页面无法直接发送到裸端口。"),
        Text("Name the printer's language, or its queue.", "请设置打印机语言，或改用打印队列。"),
    ),
    "printer.model": Fault(Text("The settings name an unknown printer model.", "设置中的打印机型号未知。"), MEND_FILE),
    "printer.flow_binary": Fault(
        Text("XON/XOFF cannot carry this printer's language.", "XON/XOFF 流控不能传输该打印语言。"),
        Text("Use RTS/CTS, here and at the printer.", "请在本机与打印机上改用 RTS/CTS。"),
    ),
    "printer.flow_unsupported": Fault(
        Text("This flow control is not supported here.", "本系统不支持该流控方式。"), MEND_FILE
    ),
    "printer.no_driver": Fault(
        Text("The printer's driver cannot be used.", "打印机驱动不可用。"),
        Text("The lead installs it again.", "请班组长重新安装驱动。"),
    ),
}

_JOBS: dict[str, Fault] = {
    "printer.spooler_stopped": Fault(
        Text("The system's print service is not running.", "系统打印服务未运行。"),
        Text("The lead starts it; it is tried again.", "请班组长启动该服务，系统会自动重试。"),
    ),
    "printer.spooler_refused": Fault(
        Text("The system's print service refused it.", "系统打印服务拒绝了任务。"), TELL_LEAD
    ),
    "printer.raw_refused": Fault(
        Text("The queue takes no printer language.", "该队列不接受打印机指令。"),
        Text("The lead chooses another driver, or pages.", "请班组长更换驱动或改用页面打印。"),
    ),
    "printer.rejecting": Fault(
        Text("The queue takes no jobs.", "打印队列不接受任务。"),
        Text("The lead lets it accept jobs again.", "请班组长恢复该队列。"),
    ),
    "printer.refused_job": Fault(Text("The printer refused the job.", "打印机拒绝了任务。"), TELL_LEAD),
    "printer.format": Fault(
        Text("The printer takes none of our formats.", "打印机不支持所发送的格式。"),
        Text("The lead sets its language.", "请班组长设置其打印语言。"),
    ),
    "printer.http": Fault(Text("The printer's answer is an error.", "打印机返回错误。"), TELL_LEAD),
    "printer.nonsense": Fault(Text("The printer's answer cannot be read.", "无法识别打印机的应答。"), LOOK_FIRST),
    "printer.no_answer": Fault(Text("The printer did not answer in time.", "打印机未及时应答。"), LOOK_FIRST),
    "printer.wrong_paper": Fault(Text("Other paper lies in the printer.", "打印机中的纸张不符。"), _RIGHT_PAPER),
    "printer.not_a_page": Fault(Text("This is no page that can be printed.", "这不是可打印的页面。"), TELL_LEAD),
    "printer.cancelled": Fault(Text("The job was cancelled in the system.", "任务在系统中被取消。"), _LOOK_AT_QUEUE),
    "printer.taken_back": Fault(Text("The job was taken back in the system.", "任务在系统中被撤回。"), _LOOK_AT_QUEUE),
    "printer.job_aborted": Fault(Text("The printer broke the job off.", "打印机中止了任务。"), LOOK_FIRST),
    "printer.job_canceled": Fault(Text("The job was cancelled in its queue.", "任务在队列中被取消。"), LOOK_FIRST),
    "printer.job_deleted": Fault(Text("Somebody deleted the job from its queue.", "任务已从队列中删除。"), LOOK_FIRST),
    "printer.job_vanished": Fault(
        Text("The job left its queue, and nobody says how.", "任务已离开队列，结果未知。"), LOOK_FIRST
    ),
    "printer.job_errors": Fault(Text("The job ended with errors.", "任务以错误结束。"), LOOK_FIRST),
    "printer.short_write": Fault(Text("The system took only a part of it.", "系统只接收了部分内容。"), LOOK_FIRST),
    "printer.still_queued": Fault(
        Text("It is still in the system's queue.", "任务仍在系统打印队列中。"), _LOOK_AT_QUEUE
    ),
    "printer.job_stopped": Fault(Text("The job stands still in its queue.", "任务停在打印队列中。"), _LOOK_AT_QUEUE),
    "printer.handed_over": Fault(
        Text("It was handed over; the printer does not say more.", "已交出，打印机未作其他报告。"), LOOK_FIRST
    ),
    "printer.waiting": Fault(
        Text("The printer has it and has not begun.", "打印机已接收，尚未开始打印。"), _LOOK_AT_QUEUE
    ),
}

_LABELS: dict[str, Fault] = {
    "label.unknown_format": Fault(
        Text("The carrier's label is of an unknown kind.", "快递返回的面单格式未知。"), _TELL_CARRIER
    ),
    "label.broken": Fault(Text("The carrier's label is damaged.", "快递返回的面单已损坏。"), _TELL_CARRIER),
    "label.encrypted": Fault(Text("The carrier's label is locked.", "快递返回的面单已加密。"), _TELL_CARRIER),
    "label.too_large": Fault(Text("The carrier's label is too large.", "快递返回的面单过大。"), _TELL_CARRIER),
    "label.animated": Fault(Text("The carrier's label moves.", "快递返回的面单是动画。"), _TELL_CARRIER),
    "label.blank": Fault(Text("The carrier's label is empty.", "快递返回的面单是空白的。"), _TELL_CARRIER),
    "label.several_pages": Fault(
        Text("The carrier's label has several pages.", "快递返回的面单有多页。"), _TELL_CARRIER
    ),
    "label.unknown_size": Fault(
        Text("The carrier's label does not say how large it is.", "快递返回的面单未注明尺寸。"), _TELL_CARRIER
    ),
    "label.unsafe_command": Fault(
        Text("The carrier's label would change the printer.", "快递返回的面单含有更改打印机设置的指令。"), _TELL_CARRIER
    ),
    "label.cannot_be_drawn": Fault(
        Text("The carrier's label cannot be drawn.", "快递返回的面单无法绘制。"), _TELL_CARRIER
    ),
    "label.language_mismatch": Fault(
        Text("The carrier's label is in another printer's language.", "快递面单的语言与打印机不符。"),
        Text(
            "Send it to a printer of that language, or ask the carrier for PDF.",
            "请转到相应语言的打印机，或向快递申请 PDF 面单。",
        ),
    ),
    "label.wrong_dpi": Fault(
        Text("The carrier's label is for another resolution.", "快递面单的分辨率与打印机不符。"),
        Text(
            "Send it to such a printer, or ask the carrier for PDF.",
            "请转到相应分辨率的打印机，或向快递申请 PDF 面单。",
        ),
    ),
    "label.wrong_paper": Fault(
        Text("The carrier's label is of another size than the paper.", "快递面单尺寸与纸张不符。"), _RIGHT_PAPER
    ),
    "label.no_html_renderer": Fault(
        Text("Labels in HTML cannot be drawn on this machine.", "本机无法绘制 HTML 面单。"), _RUN_SETUP
    ),
    "label.shifted_off": Fault(
        Text("Moved as the test card says, it would leave the paper.", "按测试卡偏移后，内容将超出纸张。"),
        Text("Print the test card again and set the offsets anew.", "请重新打印测试卡并重新设置偏移。"),
    ),
    "label.beyond_head": Fault(
        Text("The paper is wider than the printer's head.", "内容宽于打印头。"),
        Text("Set its true width and head_dots in station.toml.", "请在 station.toml 中设置实际纸宽和 head_dots。"),
    ),
    "label.bad_code": Fault(Text("A number cannot be made into its bar code.", "编号无法生成条码。"), TELL_LEAD),
    "layout.bad": Fault(
        Text("A layout is wrong; the one that came with the product is used.", "版式文件有误，已改用自带版式。"),
        Text("Mend the named file and key.", "请修改所指出的文件和字段。"),
    ),
    "brand.bad_logo": Fault(
        Text("The shop's logo cannot be read.", "店铺标志无法读取。"),
        Text("Give a black and white PNG under 2 MB.", "请提供 2 MB 以内的黑白 PNG。"),
    ),
    "calibration.out_of_range": Fault(
        Text("No printer is that far off.", "偏移超出范围。"),
        Text("Measure again in millimetres.", "请以毫米为单位重新测量。"),
    ),
    "finding.address": Fault(
        Text("That is no address of a host or a network.", "这不是主机或网段地址。"),
        Text("Give it as 10.0.7.20 or 10.0.7.0/24.", "请按 10.0.7.20 或 10.0.7.0/24 的格式输入。"),
    ),
    "finding.too_many": Fault(
        Text("More addresses than are asked at once.", "地址数量超出单次查询上限。"),
        Text("Name a smaller network.", "请指定更小的网段。"),
    ),
    "simulator.model": Fault(
        Text("That model does not speak this language.", "该型号不支持此语言。"),
        Text("Choose another model or language.", "请选择其他型号或语言。"),
    ),
    "calibration.letters": Fault(
        Text("These are not the card's letters.", "这不是测试卡上的字母。"),
        Text(
            "Type four, A to I: the first whole tick at the left, upper, right and lower edge.",
            "请输入四个字母（A 至 I）：左、上、右、下各边第一个完整刻度。",
        ),
    ),
    "paper.no_route": Fault(
        Text("No route leads this paper to a printer.", "没有为该单据指定打印机。"),
        Text("Add it under [[routes]] in station.toml.", "请在 station.toml 的 [[routes]] 中添加。"),
    ),
    "paper.no_content": Fault(Text("No parcel has such a paper.", "包裹没有此类单据。"), TELL_LEAD),
    "paper.no_parcel": Fault(
        Text("There is no packed parcel to print it for.", "还没有已打包的包裹可用。"),
        Text("Pack one first.", "请先打包。"),
    ),
    "paper.no_sscc": Fault(
        Text("Carton labels need a GS1 prefix.", "箱唛需要 GS1 前缀。"),
        Text("Set sscc_prefix under [papers] in station.toml.", "请在 station.toml 的 [papers] 中设置 sscc_prefix。"),
    ),
    "paper.sscc_used_up": Fault(
        Text("The GS1 prefix leaves no number for this carton.", "GS1 前缀已无可用的箱号。"),
        Text("Get a shorter or a new sscc_prefix for this station.", "请为此工位申请更短的或新的 sscc_prefix。"),
    ),
}

PRINTERS: dict[str, Fault] = _CONDITIONS | _WAYS | _JOBS | _LABELS
