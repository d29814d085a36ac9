"""Draws the bringing in of orders in all its states: python -m tests.ui.gallery_import FOLDER [language theme WxH]."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.domain.glance import ImportReport
from app.ui.main_window import MainWindow
from app.ui.screens.packing.order_import import ImportDone, ImportFailed, ImportProgress
from tests.builders import Rig, a_draft, lines_of
from tests.ui.gallery_drawing import Scene, run

TITLES = "订单号,店铺,收件人,电话,省,市,区,详细地址,商品编码,品名,数量,订单状态\n"
ROWS = (
    "SO-1001,茶舍旗舰店,王小明,13912345678,浙江省,杭州市,西湖区,文三路1号,TEA-001,青瓷茶杯 300ml 礼盒装,2,\n"
    "SO-1002,茶舍旗舰店,欧阳娜娜,,北京,北京市,海淀区,中关村大街27号1101室,TEA-002,云南滇红茶叶 250g,1,\n"
    "SO-1003,Teahouse Berlin,Ada Byron,+49 30 901820,Berlin,Berlin,Mitte,Unter den Linden 6,TEA-003,Tea towel,two,\n"
    "SO-1003,,,,,,,,TEA-004,Bamboo tray,1,\n"
    "SO-1004,茶舍旗舰店,李**,138****0000,上海,上海市,青浦区,示范路1号,TEA-001,青瓷茶杯 300ml 礼盒装,1,\n"
    "SO-1005,茶舍旗舰店,赵敏,13700001111,广东省,深圳市,南山区,科技路9号,TEA-001,青瓷茶杯 300ml 礼盒装,1,交易关闭\n"
    "SO-1006,茶舍旗舰店,周芷若,13700002222,四川省,,武侯区,天府大道1号,TEA-005,手工羊毛毡杯垫,4,\n"
    '7.20E+17,茶舍旗舰店,"张无忌,13700003333,湖北省,十堰市,丹江口市,武当山1号,TEA-001,青瓷茶杯,1,\n'
)


def a_file(folder: Path, name: str = "淘宝订单导出 2024-11-24.csv") -> Path:
    path = folder / name
    path.write_text(TITLES + ROWS, "utf-8")
    return path


def settle(window: MainWindow) -> None:
    """Everything that is under way is over and painted."""
    for _ in range(2):
        for thread in threading.enumerate():
            if thread.name.startswith("importing: ") or thread.name == "order-import":
                thread.join()
        for _ in range(4):
            QApplication.processEvents()
    screen = window.visits.importing
    for banner in (window.packing.banner, screen.banner):
        banner._pulse.stop()
        banner._on_pulse(0.0)
    QApplication.processEvents()


def states(window: MainWindow, rig: Rig) -> Iterator[str]:
    """Bring the window into one state after the other."""
    screen = window.visits.importing
    folder = rig.folder / "Downloads"
    folder.mkdir()
    screen.folders = lambda: [folder]
    rig.orders(a_draft("2001", lines_of(A=2)))
    window.attach(rig.station)
    window._on_import_asked()
    settle(window)
    yield "00-no-files"
    window._on_escape()
    at = rig.clock.now_ms / 1000
    path = a_file(folder)
    for back, name in enumerate(("orders_export_1.csv", "wc-orders.json", "Lager 7 offene Auftraege.xlsx"), 1):
        other = folder / name
        other.write_bytes(b"x" * 123_456 * back)
        os.utime(other, (at - 7_000 * back, at - 7_000 * back))
    os.utime(path, (at - 130, at - 130))
    window._on_import_asked()
    settle(window)
    yield "01-choose"
    screen.begin(path)
    screen.show_news(ImportProgress(0, 0))
    yield "02-reading"
    screen.running._began_s = time.monotonic() - 8
    screen.show_news(ImportProgress(4_200_000, 10_000_000))
    yield "03-running"
    screen.press("s")
    yield "04-stopping"
    screen.show_news(ImportDone(ImportReport("taobao", 1204, 12, 0, ())))
    yield "05-all-good"
    screen.begin(path)
    screen.show_news(ImportFailed("import.no_columns", "phone, address"))
    yield "06-failed"
    yield from _mending(window, path)


def _mending(window: MainWindow, path: Path) -> Iterator[str]:
    """Rows that did not come in are put right one by one."""
    screen = window.visits.importing
    screen._on_another()
    window.order_file.bring_in(path)
    settle(window)
    yield "07-result"
    screen.result.rows.list.setFocus()
    screen.result._on_opened()
    yield "08-writing"
    screen.result.detail.field.setText("139")
    screen.result.detail.field.returnPressed.emit()
    settle(window)
    yield "09-still-bad"
    screen.result.detail.field.setText("13900001111")
    screen.result.detail.field.returnPressed.emit()
    settle(window)
    yield "10-came-in"
    screen.result.detail.field.setText("2")
    screen.result.detail.field.moved.emit(1)
    settle(window)
    yield "11-kept-for-later"
    screen.result.back()
    for place, row in enumerate(screen.result.rows.list.rows):
        if row.code in ("import.order_incomplete", "import.open_quote", "import.skipped_cancelled"):
            screen.result.rows.choose(place)
            settle(window)
            yield f"12-{row.code.removeprefix('import.')}-{place}"
    screen.press("w")
    settle(window)
    yield "13-written"
    window._on_scanned("2001")
    settle(window)
    yield "14-packing-meanwhile"


SCENES = (Scene(Rig, states, settle),)

if __name__ == "__main__":
    run(SCENES)
