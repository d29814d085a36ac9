from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image, ImageChops

from app.domain.label import Stock
from app.errors import Rejected
from app.labels.layout import lay_out, render_label
from app.labels.page import Stamp
from app.labels.proof import prove
from app.labels.raster import Bitmap
from app.labels.symbol import code128
from tests.labels.samples import NUMBER, STOCKS, a_label

pytestmark = pytest.mark.parametrize("stock", STOCKS, ids=lambda s: f"{s.width_mm}x{s.height_mm}@{s.dpi}")


@pytest.fixture
def ink(stock: Stock) -> Image.Image:
    return render_label(a_label(), stock).to_ink()


@pytest.fixture
def bars(stock: Stock) -> list[Stamp]:
    return [stamp for stamp in lay_out(a_label(), stock).stamps if stamp.symbol.modules.height == 1]


def _refused(ink: Image.Image, number: str = NUMBER) -> str:
    with pytest.raises(Rejected) as refusal:
        prove(Bitmap.from_ink(ink), number)
    assert refusal.value.code == "label.proof_failed"
    assert number not in str(refusal.value)
    return refusal.value.detail


def test_a_good_label_is_proven_and_its_hash_is_that_of_the_dots(ink: Image.Image, bars: list[Stamp]) -> None:
    bitmap = Bitmap.from_ink(ink)
    proof = prove(bitmap, NUMBER)
    assert proof.sha256 == bitmap.sha256
    assert {reading.text for reading in proof.readings} == {NUMBER}
    found = [(r.box.left, r.box.width, r.module) for r in proof.readings if r.kind == "Code 128"]
    assert found == [(stamp.box.left, stamp.box.width, stamp.dots) for stamp in bars]


def test_each_code_with_one_dark_module_erased_is_refused(ink: Image.Image, bars: list[Stamp]) -> None:
    """Also when a second code on the label is whole: every code must be readable."""
    for stamp in bars:
        dark = [x for x in range(stamp.symbol.width) if stamp.symbol.modules.getpixel((x, 0))]
        for module in (dark[0], dark[len(dark) // 3], dark[-1]):
            broken = ink.copy()
            left = stamp.box.left + module * stamp.dots
            broken.paste(0, (left, stamp.box.top, left + stamp.dots, stamp.box.bottom))
            assert _refused(broken)


def test_bars_damaged_over_a_part_of_their_height_are_refused(ink: Image.Image, bars: list[Stamp]) -> None:
    for stamp in bars:
        middle = stamp.box.top + stamp.box.height // 2
        left = stamp.box.left + 40 * stamp.dots
        broken = ink.copy()
        broken.paste(1, (left, middle, left + 5 * stamp.dots, middle + 6))
        assert _refused(broken)


def test_ink_in_the_quiet_zone_of_a_code_is_refused(ink: Image.Image, bars: list[Stamp]) -> None:
    for stamp in bars:
        broken = ink.copy()
        left = stamp.box.left - 9 * stamp.dots
        broken.paste(1, (left, stamp.box.top, left + 2, stamp.box.bottom))
        assert _refused(broken)


def test_another_number_is_refused(ink: Image.Image) -> None:
    assert "something else" in _refused(ink, NUMBER[:-1] + "4")


def test_a_foreign_code_beside_the_right_one_is_refused(ink: Image.Image, bars: list[Stamp]) -> None:
    foreign = code128("SF9999999999999").ink(2, 60)
    ink.paste(0, (20, 20, 80 + foreign.width, 100))
    ink.paste(foreign, (50, 30))
    assert "something else" in _refused(ink)
    other = zxingcpp.create_barcode("6901234567892", zxingcpp.BarcodeFormat.EAN13).to_image(scale=3)
    picture = ImageChops.invert(Image.fromarray(other)).point(lambda grey: 255 * (grey > 127), mode="1")
    ink.paste(0, (20, 20, 20 + foreign.width + 60, 100))
    ink.paste(picture.crop((0, 0, picture.width, 70)), (30, 25))
    assert "something else" in _refused(ink)


def test_bars_of_a_kind_that_checks_nothing_are_not_taken_from_words_but_no_label_of_ours_has_them(
    ink: Image.Image,
) -> None:
    """Codabar is found in printed words, too: it is not read at all, and bars that nobody reads are refused as such."""
    other = zxingcpp.create_barcode("A12345B", zxingcpp.BarcodeFormat.Codabar).to_image(scale=3)
    picture = ImageChops.invert(Image.fromarray(other)).point(lambda grey: 255 * (grey > 127), mode="1")
    ink.paste(0, (20, 20, 80 + picture.width, 100))
    ink.paste(picture.crop((0, 0, picture.width, 70)), (30, 25))
    assert "Codabar" not in _refused(ink)


@pytest.mark.parametrize("dots", [16, 30, 120])
def test_a_cropped_label_is_refused(ink: Image.Image, dots: int) -> None:
    cut = dots * ink.width // 800 + 4
    for box in ((cut, 0, 0, 0), (0, cut, 0, 0), (0, 0, cut, 0), (0, 0, 0, cut)):
        assert _refused(ink.crop((box[0], box[1], ink.width - box[2], ink.height - box[3])))


def test_an_inverted_label_is_refused(ink: Image.Image) -> None:
    assert _refused(ImageChops.invert(ink))


@pytest.mark.parametrize("scale", [0.97, 1.03, 0.99])
def test_a_label_scaled_to_fit_is_refused(ink: Image.Image, scale: float) -> None:
    assert _refused(ink.resize((round(ink.width * scale), round(ink.height * scale)), Image.Resampling.NEAREST))


def test_a_label_on_its_side_or_mirrored_is_refused(ink: Image.Image) -> None:
    assert _refused(ink.transpose(Image.Transpose.ROTATE_90))
    assert _refused(ink.transpose(Image.Transpose.FLIP_LEFT_RIGHT))


def test_a_label_without_its_qr_symbol_or_with_ink_beside_it_is_refused(ink: Image.Image, stock: Stock) -> None:
    (square,) = (stamp for stamp in lay_out(a_label(), stock).stamps if stamp.symbol.modules.height > 1)
    box = square.box
    beside = ink.copy()
    beside.paste(1, (box.left - 2 * square.dots, box.top, box.left - square.dots, box.bottom))
    assert "QR" in _refused(beside)
    ink.paste(0, (box.left, box.top, box.right, box.bottom))
    assert "QR" in _refused(ink)


def test_an_empty_label_is_refused(ink: Image.Image) -> None:
    assert _refused(Image.new("1", ink.size))


def test_a_code_on_its_side_is_refused_however_small(ink: Image.Image, stock: Stock) -> None:
    """The label is read upright only: what stands on its side is found by its stripes."""
    for text, module, high_mm in ((NUMBER, 2, 8), ("PB12", 3, 3.2), ("PB12", 5, 5)):
        high = round(high_mm * stock.dpi / 25.4)
        symbol = code128(text).ink(module, high).transpose(Image.Transpose.ROTATE_90)
        for at in range(5):
            beside = ink.copy()
            left, top = beside.width // 2 + at, beside.height // 8
            beside.paste(0, (left - 20, top - 20, left + high + 20, top + symbol.height + 20))
            beside.paste(symbol, (left, top))
            assert _refused(beside)
