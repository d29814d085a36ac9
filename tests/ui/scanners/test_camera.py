"""A camera at the window: the newest picture, made only for somebody who looks, and in words why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.domain.barcode import Command
from app.domain.camera_view import CameraView, Fate, Outlined, Region
from app.domain.facts import CodeScanned
from app.domain.sighting import Symbol
from app.errors import Misconfigured, Unavailable
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.screens.camera.camera_paint import STROKES, image_of, most_telling
from app.ui.screens.camera.preview import Preview
from app.ui.sounds import Sounds
from tests.ui.conftest import RecordingPlayer
from tests.ui.scanners.bench import ScannerBench, a_view

WHOLE = Region()
TROUBLES = (
    (Unavailable("scanner.opening"), "being opened"),
    (Unavailable("scanner.busy"), "Another program"),
    (Unavailable("scanner.gone"), "not connected"),
    (Unavailable("scanner.silent"), "no picture"),
    (Misconfigured("scanner.forbidden"), "system"),
    (Misconfigured("scanner.address"), "settings"),
)
OUTLINE = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))


def grabbed(preview: Preview) -> QImage:
    return preview.grab().toImage()


def middle(preview: Preview) -> QColor:
    return grabbed(preview).pixelColor(preview.rect().center())


def red_of(preview: Preview) -> int:
    return middle(preview).red()


@pytest.fixture
def beside(window: MainWindow, rig: ScannerBench) -> Preview:
    """The camera beside the order, ready."""
    rig.look()
    preview = window.packing.camera.preview
    preview.reread()
    return preview


def test_the_newest_picture_is_painted_and_the_ones_between_are_not(beside: Preview, rig: ScannerBench) -> None:
    for at_ms, red in enumerate((10, 90, 170), 1):
        rig.camera.see(a_view(at_ms=at_ms, red=red, region=WHOLE))
    beside.beat()
    assert red_of(beside) == 170


def test_the_preview_asks_by_itself_while_it_is_seen(beside: Preview, rig: ScannerBench, qtbot: QtBot) -> None:
    rig.camera.see(a_view(red=200, region=WHOLE))
    qtbot.waitUntil(lambda: beside.view is not None)
    assert beside.clock.interval() * 15 >= 1000
    assert red_of(beside) == 200


def test_views_are_made_only_while_somebody_looks(window: MainWindow, rig: ScannerBench, beside: Preview) -> None:
    assert rig.camera.is_shown
    window._on_scanned("PB.SCANNERS")
    assert not rig.camera.is_shown, "the scanner that types is chosen: nobody sees the camera"
    made = rig.camera.made
    beside.beat()
    assert not beside.clock.isActive()
    window.scanners.scanners.choose(1)
    assert rig.camera.is_shown
    window._on_escape()
    assert rig.camera.is_shown, "seen beside the order again"
    window._on_command(Command.INCIDENTS)
    assert not rig.camera.is_shown
    assert rig.camera.made >= made
    window.close()
    assert not rig.camera.is_shown


def test_a_camera_that_sees_nothing_says_why_in_the_pictures_place(
    rig: ScannerBench, beside: Preview, qtbot: QtBot
) -> None:
    rig.camera.see(a_view(red=255, region=WHOLE))
    for error, said in TROUBLES:
        rig.meet(rig.camera, None)
        qtbot.waitUntil(lambda: beside.words() == ("", "") and red_of(beside) == 255)
        rig.meet(rig.camera, error)
        qtbot.waitUntil(lambda said=said: said in beside.words()[0])  # type: ignore[misc]
        assert beside.words()[1]
        assert red_of(beside) != 255


def test_before_the_first_picture_it_is_said_that_one_comes(beside: Preview) -> None:
    assert "first picture" in beside.words()[0]


def test_each_fate_is_drawn_in_a_color_and_a_shape_of_its_own(beside: Preview, rig: ScannerBench) -> None:
    rig.camera.see(a_view(region=WHOLE))
    beside.beat()
    before = grabbed(beside)
    points = [QPoint(x, y) for x in range(before.width()) for y in range(0, before.height(), 5)]
    for fate in Fate:
        rig.camera.see(a_view(Outlined(OUTLINE, fate, Symbol.QR), region=WHOLE))
        beside.beat()
        after, wanted = grabbed(beside), QColor(STROKES[fate].color)
        assert any(near(after.pixelColor(point), wanted) for point in points), fate
        assert not any(near(before.pixelColor(point), wanted) for point in points)


def near(one: QColor, other: QColor) -> bool:
    return max(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True)) < 12  # type: ignore[arg-type, operator]


def test_no_two_fates_differ_by_color_alone() -> None:
    shapes = [(stroke.width, stroke.style, stroke.sign) for stroke in STROKES.values()]
    assert len(set(shapes)) == len(shapes) == len(Fate)


def test_of_several_fates_the_one_that_asks_something_of_a_person_is_told() -> None:
    assert most_telling([Fate.HELD, Fate.SEVERAL, Fate.TAKEN]) is Fate.SEVERAL
    assert most_telling([Fate.HELD, Fate.DOUBTED]) is Fate.DOUBTED
    assert most_telling([]) is None


def test_a_code_of_the_camera_frames_its_picture_in_the_color_of_the_answer(
    window: MainWindow, rig: ScannerBench, beside: Preview, qtbot: QtBot
) -> None:
    rig.camera.see(a_view(region=WHOLE))
    beside.beat()
    corner = QPoint(2, beside.height() // 2)
    before = grabbed(beside).pixelColor(corner)
    window._on_fact(CodeScanned("above", "1001"))
    paint = window._look.palette.tones[Tone.OK].fill  # type: ignore[union-attr]
    assert grabbed(beside).pixelColor(corner) == QColor(paint)
    qtbot.waitUntil(lambda: grabbed(beside).pixelColor(corner) == before, timeout=3000)
    window._on_fact(CodeScanned("gun", "1001"))
    assert grabbed(beside).pixelColor(corner) == before


def test_no_view_is_so_odd_that_painting_stumbles(beside: Preview, rig: ScannerBench) -> None:
    odd = (
        CameraView(0, 0, b"", WHOLE, (), 1),
        CameraView(64, 36, b"\x00" * 100, WHOLE, (), 2),
        CameraView(1, 1, b"\x00" * 3, Region(0.9, 0.9, 5.0, 5.0), (Outlined(OUTLINE, Fate.TAKEN, Symbol.QR),), 3),
        CameraView(64, 36, b"\x00" * 6912, WHOLE, (Outlined(((9.0, -4.0),) * 4, Fate.SEVERAL, Symbol.QR),), 4),
    )
    for view in odd:
        rig.camera.see(view)
        beside.beat()
        assert beside.view is view
        assert not grabbed(beside).isNull()
    assert [image_of(view).width() for view in odd] == [0, 0, 1, 64]


@pytest.fixture
def blind(tmp_path: Path) -> Iterator[ScannerBench]:
    bench = ScannerBench(tmp_path / "blind", has_camera=False)
    yield bench
    bench.station.stop()


def test_without_a_camera_there_is_none_beside_the_order(
    qtbot: QtBot, player: RecordingPlayer, blind: ScannerBench
) -> None:
    window = MainWindow(language="en", sounds=Sounds(player))
    qtbot.addWidget(window)
    window.show()
    window.attach(blind.station)
    assert not window.packing.camera.isVisible()
    window._on_fact(CodeScanned("gun", "1001"))
    assert not window.packing.camera.isVisible()
    window.close()
