"""Draws the screen of scanners and the camera beside the order: python -m tests.ui.gallery_scanners FOLDER."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtWidgets import QApplication

from app.domain.camera_view import CameraView, Fate, Outlined, Region
from app.domain.facts import CodeScanned
from app.domain.keystroke import Keystroke
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.domain.scanner import FoundScanner, ScannerKind
from app.domain.sighting import Outline, Symbol
from app.errors import Misconfigured, Unavailable
from app.ui.main_window import MainWindow
from app.ui.screens.scanners.errands import ScannersFound
from tests.ui.gallery_drawing import Scene, run
from tests.ui.scanners.bench import ScannerBench

FOUND = (
    FoundScanner("camera:/dev/video0", ScannerKind.CAMERA, "HD Pro Webcam C920"),
    FoundScanner("usb:0C2E:0B61:15021B0D2A", ScannerKind.SERIAL, "Honeywell 1900g"),
    FoundScanner("hid:05F9:2203", ScannerKind.HID, "Datalogic QuickScan"),
)
WIDE, HIGH = 640, 360
REGION = Region(0.15, 0.12, 0.7, 0.76)
CODES = (
    "]E06901234567892",
    "]C10106901234567892\x1d10L12\x1d21A7",
    "]d20106901234567892\x1d172612311\x1d",
    "SF1234567890123",
    "PB-4711/测试 gemischt",
    "]Q1https://example.com/p/1?batch=77&serial=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
)


def a_bench_picture() -> bytes:
    """A desk with parcels and labels on it, as a camera above sees it: rows of RGB."""
    chance = random.Random(7)
    picture = Image.new("RGB", (WIDE, HIGH), (104, 96, 88))
    draw = ImageDraw.Draw(picture)
    for _ in range(900):
        x, y, shade = chance.randrange(WIDE), chance.randrange(HIGH), chance.randrange(70, 120)
        draw.line((x, y, x + 40, y + 2), fill=(shade, shade - 8, shade - 16))
    for left, top, wide, high in ((80, 60, 230, 240), (360, 90, 200, 190)):
        draw.rectangle((left, top, left + wide, top + high), fill=(196, 156, 108))
        draw.rectangle((left + 30, top + 40, left + wide - 30, top + high - 40), fill=(244, 244, 240))
        x = left + 50
        while x < left + wide - 52:
            bar = chance.choice((2, 2, 4, 6))
            draw.rectangle((x, top + 70, x + bar - 1, top + 130), fill=(20, 20, 20))
            x += bar + chance.choice((2, 3, 5))
    return picture.filter(ImageFilter.GaussianBlur(0.7)).tobytes()


def outlined(fate: Fate, left: float, top: float, wide: float, high: float, tilt: float = 0.0) -> Outlined:
    outline: Outline = (
        (left, top + tilt),
        (left + wide, top - tilt),
        (left + wide + tilt / 2, top + high - tilt),
        (left + tilt / 2, top + high + tilt),
    )
    return Outlined(outline, fate, Symbol.CODE_128)


FIRST, SECOND = (0.19, 0.34, 0.22, 0.22), (0.63, 0.43, 0.18, 0.18)


def views() -> Iterator[tuple[str, CameraView]]:
    """One picture for each fate, and one with nothing in it."""
    rgb = a_bench_picture()
    shown = {
        "nothing": (),
        "taken": (outlined(Fate.TAKEN, *FIRST, tilt=0.02),),
        "held": (outlined(Fate.HELD, *FIRST, tilt=0.02),),
        "doubted": (outlined(Fate.DOUBTED, *FIRST, tilt=0.02), outlined(Fate.HELD, *SECOND)),
        "waiting": (outlined(Fate.WAITING, *FIRST), outlined(Fate.WAITING, *SECOND)),
        "several": (outlined(Fate.SEVERAL, *FIRST, tilt=0.02), outlined(Fate.SEVERAL, *SECOND)),
    }
    for at_ms, (name, codes) in enumerate(shown.items(), 1):
        yield name, CameraView(WIDE, HIGH, rgb, REGION, codes, at_ms)


def settle(window: MainWindow) -> None:
    """Everything that is under way is over and painted."""
    for thread in threading.enumerate():
        if thread.name.startswith("scanners: "):
            thread.join()
    QApplication.processEvents()
    window.packing.reread()
    window.packing._read_stale()
    window.scanners.read()
    for banner in (window.packing.banner, window.scanners.banner):
        banner._pulse.stop()
        banner._on_pulse(0.0)
    for preview in (window.packing.camera.preview, window.scanners.detail.preview):
        preview.reread()
        preview.beat()
    for _ in range(4):
        QApplication.processEvents()


def typed(text: str, at_ms: int) -> tuple[Keystroke, ...]:
    """The keys of a scanner that is set up right."""
    return tuple(Keystroke(character, at_ms=at_ms + at) for at, character in enumerate(f"{text}\r"))


def states(window: MainWindow, bench: ScannerBench) -> Iterator[str]:
    """Bring the window into one state after the other."""
    scan, screen = window.wedge.scanned.emit, window.scanners
    window.attach(bench.station)
    bench.look()
    settle(window)
    yield "85-no-picture"
    shown = dict(views())
    yield from _packing(window, bench, shown)
    scan("PB.SCANNERS")
    settle(window)
    yield "90-wedge"
    for text in CODES:
        scan(text)
    yield "91-tried"
    screen.press("2")
    for name, view in shown.items():
        bench.camera.see(view)
        settle(window)
        yield f"92-camera-{name}"
    bench.camera.is_idle = True
    bench.camera.see(shown["nothing"])
    settle(window)
    yield "93-idle"
    bench.camera.is_idle = False
    for code, error in (
        ("opening", Unavailable("scanner.opening")),
        ("busy", Unavailable("scanner.busy")),
        ("silent", Unavailable("scanner.silent")),
        ("gone", Unavailable("scanner.gone")),
        ("forbidden", Misconfigured("scanner.forbidden")),
    ):
        bench.meet(bench.camera, error)
        settle(window)
        yield f"94-{code}"
    bench.meet(bench.camera, None)
    screen._go(screen.found)  # without a search: no cable is looked at for a picture
    window._on_fact(ScannersFound(FOUND))
    yield "95-found"
    window._on_escape()
    yield from _lesson(window)


def _packing(window: MainWindow, bench: ScannerBench, shown: dict[str, CameraView]) -> Iterator[str]:
    """The camera beside an order."""
    for name in ("nothing", "several"):
        bench.camera.see(shown[name])
        settle(window)
        yield f"86-beside-{name}"
    window.wedge.scanned.emit("1001")
    bench.camera.see(shown["taken"])
    window._on_fact(CodeScanned("above", "A"))
    settle(window)
    yield "87-packing"
    for zoom in (1, 2):
        window.appearance.zoom = zoom
        window._dress()
        settle(window)
        yield f"87-packing-zoom-{zoom}"
    window.appearance.zoom = 0
    window._dress()
    bench.meet(bench.camera, Unavailable("scanner.busy"))
    settle(window)
    yield "88-beside-busy"
    bench.meet(bench.camera, None)
    window.typing.note.show_notes(has_caps_lock=True, has_wrong_layout=True)
    settle(window)
    yield "89-notes"
    window.typing.note.show_notes(has_caps_lock=False, has_wrong_layout=False)


def _lesson(window: MainWindow) -> Iterator[str]:
    """From the first code of the sheet to a scanner that is set up right, and one that is not."""
    screen = window.scanners

    screen.press("T")
    settle(window)
    yield "96-teach"
    for number, step in enumerate(LessonStep):
        window.wedge.strokes.emit(typed(LESSON_TEXTS[step], number * 10_000))
        if step in (LessonStep.LETTERS, LessonStep.END):
            settle(window)
            yield f"97-teach-{step}"
    screen.press("T")
    window.wedge.strokes.emit(typed(LESSON_TEXTS[LessonStep.LETTERS][:12], 0))
    settle(window)
    yield "98-teach-cut-off"
    for number, step in enumerate(LessonStep):
        text = LESSON_TEXTS[step].replace("\x1d", "")
        window.wedge.strokes.emit(typed(text, (number + 1) * 10_000))
    settle(window)
    yield "99-teach-advice"


SCENES = (Scene(ScannerBench, states, settle),)

if __name__ == "__main__":
    run(SCENES)
