"""Product pictures by SKU: read beside the window, kept small, never trusted, and never waited for."""

from __future__ import annotations

import csv
import os
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.demo.catalog import _GOODS
from app.resources import resource
from app.ui import item_pictures
from app.ui.item_pictures import ItemPictures, is_file_name, read_picture
from app.ui.main_window import MainWindow
from tests.builders import Rig, a_draft, lines_of

Keys = Callable[..., None]


@pytest.fixture
def pictures(qtbot: QtBot, tmp_path: Path) -> Iterator[ItemPictures]:
    """Over an empty folder."""
    (tmp_path / "pictures").mkdir()
    made = ItemPictures()
    made.attach(tmp_path / "pictures")
    qtbot.waitUntil(lambda: made.has_folder)
    yield made
    made.finish()


def a_picture(folder: Path, name: str, color: str = "red", side: int = 60) -> Path:
    folder.mkdir(exist_ok=True)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    assert image.save(str(folder / name))
    return folder / name


def a_png_head(width: int, height: int) -> bytes:
    """A PNG that says it is this large, and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")


def shown(pictures: ItemPictures, sku: str, qtbot: QtBot, side: int = 40) -> str:
    """The color of an item's picture once it is there."""
    if pictures.picture(sku, side, 1.0) is None:
        qtbot.waitUntil(lambda: pictures.picture(sku, side, 1.0) is not None)
    picture = pictures.picture(sku, side, 1.0)
    assert picture is not None
    return picture.toImage().pixelColor(side // 2, side // 2).name()


@pytest.mark.parametrize("name", ["A.webp", "A.png", "A.jpg", "A.jpeg", "A.JPG", "A.PNG"])
def test_a_picture_is_found_by_its_sku_in_any_of_the_formats(
    pictures: ItemPictures, tmp_path: Path, name: str, qtbot: QtBot
) -> None:
    a_picture(tmp_path / "pictures", name, "#0000ff")
    assert QColor(shown(pictures, "A", qtbot)).blue() > 240


def test_a_large_picture_is_kept_small(tmp_path: Path) -> None:
    a_picture(tmp_path, "A.png", side=2000)
    image = read_picture(tmp_path, "A", 300)
    assert image is not None
    assert (image.width(), image.height()) == (300, 300)


@pytest.mark.parametrize("content", [b"", b"not a picture", a_png_head(10_000, 10_000), a_png_head(200_000, 2)])
def test_what_is_empty_or_no_picture_or_huge_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "A.png").write_bytes(content)
    assert read_picture(tmp_path, "A", 100) is None


def test_a_file_of_a_hundred_megabytes_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_picture(tmp_path, "A.png").open("r+b") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr(item_pictures, "_decoded", lambda *_: pytest.fail("it was opened"))
    assert read_picture(tmp_path, "A", 100) is None


def test_only_the_decoder_of_its_name_is_let_near_a_file(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    (tmp_path / "A.png").write_text(svg)
    assert read_picture(tmp_path, "A", 100) is None


@pytest.mark.skipif(os.name == "nt", reason="pipes are not files there")
def test_a_pipe_under_a_pictures_name_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "A.png")
    assert read_picture(tmp_path, "A", 100) is None


@pytest.mark.parametrize(
    "sku", ["../secret", "..\\secret", "/etc/passwd", "C:secret", ".hidden", "", "a\x00b", " A", "x" * 101]
)
def test_an_sku_that_is_no_file_name_leads_nowhere(sku: str) -> None:
    assert not is_file_name(sku)


@pytest.mark.parametrize("sku", ["CUP-1", "杯子 3", "a.b_c(2)"])
def test_an_sku_as_shops_have_them_is_looked_for(sku: str) -> None:
    assert is_file_name(sku)


def test_no_picture_is_decoded_in_the_windows_thread(
    pictures: ItemPictures, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    read = item_pictures.read_picture

    def noting(*asked: object) -> QImage | None:
        threads.append(threading.current_thread())
        return read(*asked)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(item_pictures, "read_picture", noting)
    a_picture(tmp_path / "pictures", "A.png")
    shown(pictures, "A", qtbot)
    assert threads
    assert threading.main_thread() not in threads


def test_what_was_read_is_read_once_and_the_oldest_is_forgotten(
    pictures: ItemPictures, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_pictures, "KEPT_BYTES", 3 * 40 * 40 * 4)
    for name in "ABCD":
        a_picture(tmp_path / "pictures", f"{name}.png")
        shown(pictures, name, qtbot)
    assert [key.sku for key in pictures._kept] == ["B", "C", "D"]
    (tmp_path / "pictures" / "D.png").unlink()
    assert shown(pictures, "D", qtbot) == "#ff0000"


def test_a_picture_that_came_later_is_seen_with_the_next_order(
    pictures: ItemPictures, tmp_path: Path, qtbot: QtBot
) -> None:
    assert pictures.picture("A", 40, 1.0) is None
    qtbot.waitUntil(lambda: bool(pictures._absent))
    a_picture(tmp_path / "pictures", "A.png")
    assert pictures.picture("A", 40, 1.0) is None
    assert not pictures._asked
    pictures.look_again()
    assert shown(pictures, "A", qtbot) == "#ff0000"


def with_pictures(window: MainWindow, rig: Rig, qtbot: QtBot) -> None:
    a_picture(rig.folder / "pictures", "A.png")
    window.packing.pictures.attach(rig.folder / "pictures")
    qtbot.waitUntil(lambda: window.packing.pictures.has_folder)
    rig.orders(a_draft("1001", lines_of(A=1, B=2)))


def test_the_picture_of_the_line_being_packed_stands_beside_it(
    window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot
) -> None:
    with_pictures(window, rig, qtbot)
    lines = window.packing.lines
    keys(window, "1001")
    QApplication.processEvents()
    assert lines.item.isVisible()
    assert lines.item.line is not None
    assert lines.item.line.sku == "A"
    qtbot.waitUntil(lambda: lines.item.picture is not None)
    keys(window, "B")
    assert lines.item.line.sku == "B"
    assert lines.item.accessibleName() == "Goods B 1 / 2"
    assert lines.item.picture is None
    keys(window, "NOPE")
    assert lines.item.line.sku == "B"


def test_without_a_folder_the_lines_have_all_the_room(window: MainWindow, rig: Rig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=1)))
    keys(window, "1001")
    QApplication.processEvents()
    assert not window.packing.lines.item.isVisible()


@pytest.mark.parametrize("name", ["A.png", "B.png"])
def test_scans_go_on_over_a_folder_of_rubbish(
    window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot, name: str
) -> None:
    with_pictures(window, rig, qtbot)
    (rig.folder / "pictures" / name).write_bytes(a_png_head(60_000, 60_000))
    keys(window, "1001", "A", "B", "B")
    assert window.packing.banner.sentence == "Order 1001 is complete: 3 of 3."


def test_every_item_of_the_demo_has_a_picture_and_all_of_them_are_small() -> None:
    folder = resource("demo/pictures")
    with resource("demo/orders.csv").open(encoding="utf-8-sig", newline="") as file:
        skus = {row["sku"] for row in csv.DictReader(file)} | set(_GOODS)
    assert [sku for sku in sorted(skus) if read_picture(folder, sku, 200) is None] == []
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 300_000
