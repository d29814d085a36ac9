"""Draws every state of the window into a folder, for eyes: python -m tests.ui.gallery FOLDER [language theme WxH]."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from app.carriers.sandbox import SandboxFault
from app.domain.barcode import Command
from app.domain.glance import ImportedRow, ImportReport
from app.domain.incident import IncidentKind
from app.domain.printing import Delivery, PrintOutcome
from app.ui.main_window import MainWindow
from app.ui.screens.packing.order_import import ImportDone, ImportProgress
from tests.builders import Rig, a_consignee, a_draft, a_line
from tests.ui.gallery_drawing import Scene, run, settle
from tests.ui.troubles import MAKE, TroubledRig

TEA = "TEA-001"
TITLES = (
    "青瓷茶杯 300ml 礼盒装",
    "Linen tea towel, natural",
    "云南滇红茶叶 250g",
    "Bamboo tray, small",
    "手工羊毛毡杯垫 四片装",
)


def a_rich_rig(folder: Path) -> TroubledRig:
    """Orders as shops have them: Chinese and English, one line and many, one number in two shops."""
    rig = TroubledRig(folder)
    lines = tuple(
        replace(a_line(f"TEA-{i:03d}", (i % 3) + 1, position=i, barcode=f"69012345678{i:02d}"), title=title)
        for i, title in enumerate(TITLES, 1)
    )
    drafts = [replace(a_draft("SO-20240611-0001", lines, shop="茶舍旗舰店"), remark="请勿放发票，送礼用，包好一点")]
    for i in range(2, 16):
        shop = ("茶舍旗舰店", "Teahouse Berlin", "小红书·茶舍")[i % 3]
        consignee = a_consignee(("王小明", "Ada Byron", "欧阳娜娜")[i % 3])
        drafts.append(a_draft(f"SO-20240611-{i:04d}", lines[: i % 4 + 1], shop=shop, consignee=consignee))
    drafts += [a_draft("1001", lines[:1], shop="茶舍旗舰店"), a_draft("1001", lines[:2], shop="Teahouse Berlin")]
    rig.orders(*drafts)
    return rig


def pack(rig: Rig, number: str) -> None:
    """Pack an order to its end."""
    rig.scan(number)
    for line in rig.station.bench.state.order.lines:  # type: ignore[union-attr]  # an order was just opened
        rig.scan(*[line.sku] * line.quantity)


def a_paper(folder: Path) -> None:
    """A picture such as the virtual printer leaves."""
    image = QImage(800, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    painter.drawRect(10, 10, 779, 1179)
    painter.setFont(QFont("Noto Sans CJK SC", 90, QFont.Weight.Bold))
    painter.drawText(QRectF(20, 20, 760, 200), Qt.AlignmentFlag.AlignCenter, "A01-23 B4")
    for i in range(60):
        painter.fillRect(100 + i * 10, 400, 3 + i * 7 % 5, 200, QColor("black"))
    painter.end()
    (folder / "paper").mkdir()
    image.save(str(folder / "paper" / "label-000001.png"))


def states(window: MainWindow, rig: TroubledRig, settle: Callable[[], None]) -> Iterator[str]:
    """Bring the window into one state after the other."""
    scan = window.wedge.scanned.emit
    yield "00-opening"
    window.attach(rig.station)
    settle()
    yield "01-idle"
    for i in (2, 3, 4):
        pack(rig, f"SO-20240611-{i:04d}")
        rig.work()
    rig.carrier.fault = SandboxFault.REFUSED
    pack(rig, "SO-20240611-0005")
    rig.work()
    rig.carrier.fault = None
    a_paper(rig.folder)
    scan("SO-20240611-0001")
    window.packing.reread()
    settle()
    yield "02-opened"
    for code in ("TEA-001", "TEA-001", "TEA-003"):
        scan(code)
    settle()
    yield "03-packing"
    scan("TEA-099")
    settle()
    yield "04-unknown"
    for _ in range(2):
        scan("TEA-003")
    settle()
    yield "05-too-many"
    scan("PB.UNPACK")
    settle()
    yield "06-unpack"
    scan("PB.ASIDE")
    settle()
    yield "07-aside"
    scan("1001")
    settle()
    yield "08-choose"
    scan("PB.1")
    scan("TEA-001")
    scan("TEA-001")
    settle()
    yield "09-complete"
    rig.work()
    window.packing.reread()
    settle()
    yield "10-sent"
    yield from _closing(window, rig, settle)
    yield from _troubles(window, rig, settle)
    yield from _incidents(window, rig, settle)
    window.show_failure("store.newer", "0007 > 0003")
    settle()
    yield "30-failure"


def _closing(window: MainWindow, rig: TroubledRig, settle: Callable[[], None]) -> Iterator[str]:
    """The label on the table is scanned back, and so are others."""
    scan = window.wedge.scanned.emit
    parcels = rig.station.recent_parcels()
    scan(parcels[2].tracking_number)
    settle()
    yield "10a-another"
    scan(parcels[0].tracking_number)
    settle()
    yield "10b-confirmed"
    for code in ("SO-20240611-0007", *[TEA] * 2, *["TEA-002"] * 3, "TEA-003", *["TEA-004"] * 2):
        scan(code)
    rig.work()
    rig.clock.pass_s(130)
    settle()
    yield "10c-unseen"
    scan("SO-20240611-0009")
    scan(TEA)
    settle()
    yield "10d-reminded"
    scan("PB.ASIDE")


def _incidents(window: MainWindow, rig: TroubledRig, settle: Callable[[], None]) -> Iterator[str]:
    """Everything a lead may find, one after the other, and the way to a decision."""
    for parcel in rig.station.recent_parcels():
        window.wedge.scanned.emit(parcel.tracking_number)
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)
    rig.clock.pass_s(60)
    rig.work()
    late = (IncidentKind.LABEL_UNUSED, IncidentKind.PURCHASE_CHECKED, IncidentKind.ORPHAN)
    for number, kind in enumerate((*(kind for kind in MAKE if kind not in late), *late), 61):
        MAKE[kind](rig, f"SO-20240611-00{number}")
        rig.clock.pass_s(20)
    window._on_command(Command.INCIDENTS)
    settle()
    screen = window.incidents
    for row, incident in enumerate(screen.incidents.list.rows):
        screen.incidents.list.setCurrentIndex(screen.incidents.list.model().index(row, 0))
        settle()
        yield f"2{row}-{incident.kind.replace('_', '-')}"
    row = next(i for i, each in enumerate(screen.incidents.list.rows) if each.kind is IncidentKind.PURCHASE_UNCLEAR)
    screen.incidents.list.setCurrentIndex(screen.incidents.list.model().index(row, 0))
    screen.press("1")
    settle()
    yield "2a-number"
    window.wedge.scanned.emit("YT8812345678901")
    settle()
    yield "2b-why"
    screen.press("4")
    settle()
    yield "2c-own-words"
    screen.detail.ask.back()
    screen.press("1")
    settle()
    yield "2d-decided"
    window.wedge.scanned.emit("SO-20240611-0010")
    settle()
    yield "2e-scanned-meanwhile"
    screen.press("r")
    settle()
    yield "2f-jam"
    screen.jam.field.setText("2-4")
    screen.jam._on_entered()
    settle()
    yield "2g-jam-sure"
    screen.press("1")
    settle()
    yield "2h-jam-done"
    window._on_command(Command.INCIDENTS)


def _troubles(window: MainWindow, rig: TroubledRig, settle: Callable[[], None]) -> Iterator[str]:
    rig.carrier.online = False
    pack(rig, "SO-20240611-0006")
    rig.work()
    rig.carrier.online = True
    rig.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    window.wedge.scanned.emit("SO-20240611-0006")
    window.packing.reread()
    settle()
    yield "11-waiting"
    window.packing.parcels.list.setFocus()
    window.packing.parcels.list.setCurrentIndex(window.packing.parcels.list.model().index(1, 0))
    window._on_parcel_asked("void")
    settle()
    yield "12-void"
    window.packing.order_import.show_news(ImportProgress(4200, 10000))
    settle()
    yield "13-importing"
    codes = ("import.missing_phone", "import.masked", "import.quantity", "import.skipped_refunded", "import.conflict")
    rows = tuple(ImportedRow(i * 7 + 2, code, code.rpartition("_")[2]) for i, code in enumerate(codes))
    window.packing.order_import.show_news(ImportDone(ImportReport("taobao", 1204, 12, 5, rows)))
    settle()
    yield "14-imported"
    window._on_command(Command.HELP)
    settle()
    yield "15-help"
    window._on_command(Command.HELP)
    window.packing.order_import.hide()
    window._on_command(Command.INCIDENTS)
    settle()
    yield "16-few"
    window._on_command(Command.INCIDENTS)


SCENES = (Scene(a_rich_rig, lambda window, rig: states(window, rig, lambda: settle(window))),)

if __name__ == "__main__":
    run(SCENES)
