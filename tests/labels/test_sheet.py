"""The command codes on paper: what is printed reads back, alone, and nothing is cut off – on A4 and on labels."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from collections import Counter
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageOps

from app.domain.barcode import Command
from app.domain.label import Stock
from app.errors import Rejected
from app.labels import sheet
from app.labels.page import Page
from app.labels.raster import Bitmap
from app.labels.sheet import APART_MM, CommandCard, CommandGroup, command_labels, command_sheet
from app.labels.symbol import LINEAR_QUIET
from app.ui.messages_command import HOTKEYS, command_does, command_name
from app.ui.messages_sheet import HINT, MOST_USED, SECTIONS, TITLE
from app.ui.messages_text import LANGUAGES
from tests.labels.samples import STOCKS

BOTH = pytest.mark.parametrize("language", LANGUAGES)
LABELS = pytest.mark.parametrize("stock", STOCKS, ids=lambda s: f"{s.width_mm}x{s.height_mm}@{s.dpi}")
DPI = 600
DOTS_PER_MM = DPI / 25.4
ONCE_EACH = Counter(command.value for command in Command)


def a_card(command: Command, language: str = "en") -> CommandCard:
    return CommandCard(
        command.value, command_name(command, language), command_does(command, language), HOTKEYS[command]
    )


def groups_in(language: str) -> list[CommandGroup]:
    return [
        CommandGroup(title.say(language), tuple(a_card(command, language) for command in section))
        for title, section in SECTIONS
    ]


def a_pdf(language: str = "en", groups: list[CommandGroup] | None = None) -> bytes:
    return command_sheet(
        groups or groups_in(language), title=TITLE.say(language), hint=HINT.say(language), language=language
    )


def rendered(pdf: bytes, dpi: int) -> list[Image.Image]:
    """The pages as a printer of this resolution makes them: for the few marks that our own PDFs are made of."""
    starts = [int(start) for start in re.findall(rb"\n(\d{10}) 00000 n ", pdf)]
    objects = [pdf[start : pdf.index(b"endobj", start)] for start in starts]
    assert all(content.startswith(b"%d 0 obj\n" % number) for number, content in enumerate(objects, 1))
    pages = []
    for number in [at for at, content in enumerate(objects) if b"/Type/Page/" in content]:
        box = re.search(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", objects[number])
        assert box is not None
        size = round(float(box[1]) * dpi / 72), round(float(box[2]) * dpi / 72)
        pages.append(_painted(objects[number + 1], objects[number + 2], size, dpi))
    return pages


def _painted(marks: bytes, text: bytes, size: tuple[int, int], dpi: int) -> Image.Image:
    wide, high = (int(re.search(rb"/%s (\d+)" % name, text)[1]) for name in (b"Width", b"Height"))  # type: ignore[index]
    ink = Image.frombytes("1", (wide, high), _inflated(text)).resize(size, Image.Resampling.NEAREST)
    scale = float(re.findall(rb"\n([\d.]+) 0 0 -", _inflated(marks))[0]) * dpi / 72
    for found in re.findall(rb"(\d+) (\d+) (\d+) (\d+) re", _inflated(marks)):
        left, top, width, height = (int(value) * scale for value in found)
        ink.paste(1, (round(left), round(top), round(left + width), round(top + height)))
    return ImageOps.invert(ink.convert("L"))


def _inflated(content: bytes) -> bytes:
    start = content.index(b"stream\n") + 7
    return zlib.decompress(content[start : content.rindex(b"\nendstream")])


def codes_in(picture: Image.Image) -> list[str]:
    pixels = memoryview(picture.convert("L").tobytes()).cast("B", (picture.height, picture.width))
    found = zxingcpp.read_barcodes(pixels, try_invert=False, try_downscale=False)
    return [symbol.text for symbol in found if symbol.format == zxingcpp.BarcodeFormat.Code128]


@BOTH
@pytest.mark.parametrize("dpi", [203, 300])
def test_every_command_on_the_sheet_reads_back(language: str, dpi: int) -> None:
    pages = rendered(a_pdf(language), dpi)
    assert len(pages) == 2, "both sides of one sheet of paper"
    assert pages[0].size == pytest.approx((210 / 25.4 * dpi, 297 / 25.4 * dpi), abs=1)
    assert Counter(text for page in pages for text in codes_in(page)) == ONCE_EACH


@pytest.mark.skipif(shutil.which("gs") is None, reason="no Ghostscript here")
@pytest.mark.parametrize("dpi", [203, 300])
def test_another_program_prints_the_same_codes(tmp_path: Path, dpi: int) -> None:
    (tmp_path / "sheet.pdf").write_bytes(a_pdf("zh_CN"))
    told = subprocess.run(
        ["gs", "-dSAFER", "-q", "-sDEVICE=pngmono", f"-r{dpi}", "-o", "page%d.png", "sheet.pdf"],
        cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert told.stdout + told.stderr == "", "a faulty document is complained of"
    pages = [Image.open(path) for path in sorted(tmp_path.glob("page*.png"))]
    assert Counter(text for page in pages for text in codes_in(page)) == ONCE_EACH


def caught_with_others(pages: list[Page]) -> list[str]:
    """Codes that a scanner held level at their height would read together with another one, across the whole page."""
    caught = []
    for page in pages:
        paper = ImageOps.invert(page.paint().convert("L"))
        for stamp in page.stamps:
            line = paper.crop((0, stamp.box.top, page.width, stamp.box.bottom)).resize((page.width // 2, 100))
            if len(codes_in(line)) != 1:
                caught += codes_in(line)
    return caught


def nearest_mm(pages: list[Page]) -> float:
    """The least white between two codes that stand one under the other."""
    return min(
        max(one.box.top, other.box.top) - min(one.box.bottom, other.box.bottom)
        for page in pages
        for one, other in combinations(page.stamps, 2)
        if one.box.left < other.box.right and other.box.left < one.box.right
    ) / DOTS_PER_MM  # fmt: skip


def test_a_code_is_never_caught_with_its_neighbor() -> None:
    pages = list(sheet._pages(groups_in("en")))
    assert nearest_mm(pages) >= APART_MM
    assert caught_with_others(pages) == []


def test_codes_side_by_side_or_too_near_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "_HALF_STEP_MM", 7.0)
    pages = list(sheet._pages(groups_in("en")[:1]))
    assert nearest_mm(pages) < APART_MM
    assert caught_with_others(pages) != []


@BOTH
def test_quiet_zones_are_white_and_bars_wide_enough_for_a_hand_scanner(language: str) -> None:
    for page in sheet._pages(groups_in(language)):
        ink = page.paint()
        for stamp in page.stamps:
            quiet, box = LINEAR_QUIET * stamp.dots, stamp.box
            assert 0.25 <= stamp.dots / DOTS_PER_MM <= 0.51
            assert box.height / DOTS_PER_MM >= 6
            for left in (box.left - quiet, box.right):
                assert ink.crop((left, box.top, left + quiet, box.bottom)).getbbox() is None


@BOTH
def test_no_word_is_cut_off(language: str) -> None:
    groups = groups_in(language)
    lines = Counter(line for page in sheet._pages(groups) for writing in page.writings for line in writing.lines)
    cards = [card for group in groups for card in group.cards]
    wanted = [group.title for group in groups] + [text for card in cards for text in (card.name, card.does, card.key)]
    assert lines == Counter(wanted)


def test_the_same_sheet_is_the_same_bytes_and_names_its_title_and_language() -> None:
    pdf = a_pdf("zh_CN")
    assert pdf == a_pdf("zh_CN")
    assert TITLE.say("zh_CN").encode("utf-16-be").hex().encode() in pdf
    assert b"/Lang(zh_CN)" in pdf
    assert len(pdf) < 400_000


def test_a_group_larger_than_a_page_goes_on_with_its_heading() -> None:
    cards = tuple(CommandCard(f"PB.{number}", f"Name {number}", "", "") for number in range(100, 160))
    pages = list(sheet._pages([CommandGroup("Many", cards)]))
    assert [page.writings[0].lines for page in pages] == [("Many",)] * 3
    assert sum(len(page.stamps) for page in pages) == 60
    assert all(stamp.box.top > 0 and stamp.box.bottom < page.height for page in pages for stamp in page.stamps)


@BOTH
@LABELS
def test_the_most_used_commands_read_back_from_labels(language: str, stock: Stock) -> None:
    labels = command_labels([a_card(command, language) for command in MOST_USED], stock)
    assert len(labels) == (1 if stock.width_mm == 100 else 2)
    read = [text for label in labels for text in codes_in(Image.open(as_file(label)))]
    assert Counter(read) == Counter(command.value for command in MOST_USED)


@BOTH
@LABELS
def test_every_command_has_room_with_all_its_words_on_a_label_of_its_own_or_shared(language: str, stock: Stock) -> None:
    cards = [a_card(command, language) for command in Command]
    for page in (*sheet._label_pages(cards, stock), *(next(sheet._label_pages([card], stock)) for card in cards)):
        assert not any(line.endswith("…") for writing in page.writings for line in writing.lines)
        assert all(writing.lines for writing in page.writings)
    (label,) = command_labels([max(cards, key=lambda card: len(card.code))], stock)
    assert codes_in(Image.open(as_file(label))) == ["PB.REPRINT.MISSING"]


@LABELS
@pytest.mark.parametrize("count", [2, 5, 38])
def test_codes_on_a_label_stand_apart(stock: Stock, count: int) -> None:
    dots_per_mm = 8 if stock.dpi == 203 else stock.dpi / 25.4
    for label in command_labels([a_card(command) for command in list(Command)[:count]], stock):
        picture = Image.open(as_file(label)).convert("L")
        pixels = memoryview(picture.tobytes()).cast("B", (picture.height, picture.width))
        places = sorted(
            (symbol.position.top_left.y, symbol.position.bottom_left.y) for symbol in zxingcpp.read_barcodes(pixels)
        )
        assert all(
            (below[0] - above[1]) / dots_per_mm >= APART_MM - 0.3 for above, below in pairwise(places)
        )  # the reader's corners may lie one dot beside


def test_a_label_too_narrow_for_a_code_is_refused() -> None:
    with pytest.raises(Rejected) as refusal:
        command_labels([a_card(Command.REPRINT_MISSING)], Stock(50, 30, 203))
    assert refusal.value.code == "label.does_not_fit"


def as_file(label: Bitmap) -> BytesIO:
    return BytesIO(label.to_png())
