"""One parcel from its order to the courier, as a picture that moves: python -m tests.ui.walk FILE [language [theme]].

The real window over a real station, sandbox carrier and virtual printer; scripted, so that it can be made anew whenever
the window changes. FILE ends in .gif or .webp.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.devices.virtual_printer import VirtualPrinter
from app.domain.order import OrderLine
from app.resources import resource
from app.settings import PrinterSettings
from app.station import Station
from app.store import stops
from app.ui.main_window import MainWindow
from app.ui.theme import PALETTES
from tests.builders import Rig, a_consignee, a_draft, a_line, some_settings
from tests.ui.gallery_drawing import Scene, Shown, scene

WIDTH, CAPTION = 960, 44
COLORS = 128
SHORT_MS, USUAL_MS, LONG_MS, END_MS = 1400, 2200, 3000, 4500

TITLES = {
    "en": ("Celadon cup, 300 ml", "Linen tea towel", "Black tea, 250 g", "Felt coasters, set of four"),
    "zh_CN": ("青瓷茶杯 300ml", "亚麻茶巾", "云南滇红茶叶 250g", "羊毛毡杯垫 四片装"),
}
# What happens, in the words of the step's name: English and Chinese.
STEPS: dict[str, tuple[int, str, str]] = {
    "idle": (USUAL_MS, "Orders wait. Nothing to click: scan one.", "订单在等待，无需点击，直接扫描"),
    "opened": (USUAL_MS, "The order's code is scanned", "扫描订单条码"),
    "first": (SHORT_MS, "Each item is scanned into the box", "逐件扫描装箱"),
    "second": (SHORT_MS, "Each item is scanned into the box", "逐件扫描装箱"),
    "wrong": (LONG_MS, "A wrong item: another color, another shape, another sound", "商品不符：颜色、形状和声音都不同"),
    "third": (SHORT_MS, "The right one instead", "换成正确的商品"),
    "complete": (USUAL_MS, "The last item: the order is complete", "最后一件：订单完成"),
    "label": (USUAL_MS, "The label comes out", "面单送出"),
    "back": (USUAL_MS, "The label is scanned back: it is on the right box", "回扫面单：确认贴在正确的箱上"),
    "pile": (USUAL_MS, "The courier comes: hand over", "快递上门：交接"),
    "taken": (USUAL_MS, "The parcel goes on the pile", "包裹放入交接堆"),
    "closed": (LONG_MS, "The manifest is closed, to be signed", "交接单已关闭，等待签字"),
    "end": (END_MS, "Next order", "下一张订单"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """One step as it is seen, and for how long."""

    picture: Image.Image
    shown_ms: int


class WalkRig(Rig):
    """A bench with one virtual printer and a few orders of made-up goods for made-up people."""

    language = "en"

    def __init__(self, folder: Path) -> None:
        self.paper = VirtualPrinter("127.0.0.1", 0, folder / "paper", model="zebra-link-os")
        self.paper.start()
        super().__init__(folder)
        titles = TITLES[self.language]
        lines = tuple(self._line(at, title) for at, title in enumerate(titles, 1))
        shops = ("Teahouse", "Leaf & Cup") if self.language == "en" else ("茶舍旗舰店", "叶与杯")
        self.orders(a_draft("SO-2041", (replace(lines[0], quantity=2), lines[1], lines[2]), shop=shops[0]))
        with self.station.database.transaction() as tx:
            for shop in shops:
                stops.heard(tx, self.station.database, shop)
        for at in range(6):
            goods = lines[at % 3 : at % 3 + 1 + at % 2]
            self.orders(a_draft(f"SO-20{42 + at}", goods, shop=shops[at % 2], consignee=a_consignee("示例")))

    def _line(self, at: int, title: str) -> OrderLine:
        return replace(a_line(f"TEA-{at:03d}", 1, position=at, barcode=f"200000000{at:03d}5"), title=title)

    def _open(self) -> Station:
        settings = some_settings(self.folder)
        printer = PrinterSettings(address=f"127.0.0.1:{self.paper.port}", model="zebra-link-os", confirm="ask")
        self._settings = replace(settings, printer=printer, station=replace(settings.station, packer=""))
        station = Station(self._settings, carrier=self.carrier, now_ms=self.clock, monotonic_ms=self.clock.steady)
        for lane in station.work.values():
            lane.recover()
        return station

    def __enter__(self) -> WalkRig:
        return self

    def __exit__(self, *_error: object) -> None:
        self.station.stop()
        self.paper.stop()


def states(window: MainWindow, rig: WalkRig) -> Iterator[str]:
    """Bring the window from one step to the next."""
    scan = window.wedge.scanned.emit
    window.attach(rig.station)
    rig.station.printers.look("label")
    yield "idle"
    for name, code in (("opened", "SO-2041"), ("first", "TEA-001"), ("second", "TEA-002"), ("wrong", "TEA-004")):
        scan(code)
        rig.clock.pass_s(2)
        yield name
    scan("TEA-001")
    yield "third"
    scan("TEA-003")
    yield "complete"
    rig.work()
    yield "label"
    tracking = rig.station.recent_parcels()[0].tracking_number
    scan(tracking)
    yield "back"
    scan("PB.HANDOVER")
    yield "pile"
    scan(tracking)
    yield "taken"
    scan("PB.MANIFEST")
    yield "closed"
    window._on_escape()
    yield "end"


def frames(shown: Shown) -> Iterator[Frame]:
    """Every step, with its words below."""
    WalkRig.language = shown.language
    with scene(Scene(WalkRig, states), shown) as playing:
        for name, window in playing:
            shown_ms, english, chinese = STEPS[name]
            words = english if shown.language == "en" else chinese
            yield Frame(_captioned(window.grab().toImage(), words, shown.theme), shown_ms)


def _captioned(image: QImage, words: str, theme: str) -> Image.Image:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (plain.width(), plain.height())
    picture = Image.frombuffer("RGB", size, bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1)
    high = round(WIDTH * size[1] / size[0])
    colors, font = PALETTES[theme], ImageFont.truetype(resource("fonts/NotoSansCJKsc-Bold.otf"), 20)
    whole = Image.new("RGB", (WIDTH, high + CAPTION), colors.accent.fill)
    whole.paste(picture.resize((WIDTH, high), Image.Resampling.LANCZOS), (0, 0))
    ImageDraw.Draw(whole).text((WIDTH // 2, high + CAPTION // 2), words, font=font, fill=colors.accent.ink, anchor="mm")
    return whole


def write(path: Path, walked: list[Frame]) -> None:
    """One file, each frame as long as it takes to read. It begins again after a calm end."""
    pictures, times = [frame.picture for frame in walked], [frame.shown_ms for frame in walked]
    if path.suffix == ".gif":  # one palette for all: colors that change from frame to frame would flicker
        strip = Image.new("RGB", (WIDTH, pictures[0].height * len(pictures)))
        for place, picture in enumerate(pictures):
            strip.paste(picture, (0, place * picture.height))
        palette = strip.quantize(COLORS, dither=Image.Dither.NONE)
        pictures = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=times, loop=0, optimize=True)


def main(path: Path, language: str = "en", theme: str = "light") -> None:
    application = QApplication.instance() or QApplication([])
    walked = list(frames(Shown(language, theme, 1366, 768)))
    write(path, walked)
    sys.stdout.write(f"{path}: {len(walked)} steps, {path.stat().st_size / 1000:.0f} kB\n")
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
