"""Our ZPL drawn by `zpl-renderer-js`, which has never seen our code.

Set up with `npm install --prefix tests/labels/zpl_renderer`. The renderer makes its picture width x dots-per-mm wide:
width in dots / 8 is exact in binary, so 8 dots per mm serves every head.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.domain.label import LabelContent, Stock
from app.labels.languages.zpl import Packing, encode_zpl
from app.labels.languages.zpl_native import encode_zpl_native
from app.labels.layout import lay_out, render_label
from app.labels.page import Page
from app.labels.proof import prove
from app.labels.raster import Bitmap
from tests.labels.samples import NUMBER, STOCKS, a_label, a_latin_label

RENDERER = Path(__file__).parent / "zpl_renderer"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed: no independent look at our ZPL"),
    pytest.mark.skipif(
        not (RENDERER / "node_modules" / "zpl-renderer-js").is_dir(),
        reason="no independent look at our ZPL; run: npm install --prefix tests/labels/zpl_renderer",
    ),
]


def _drawn_elsewhere(document: bytes, bitmap: Bitmap) -> Bitmap:
    assert NODE is not None
    command = [NODE, "render.js", repr(bitmap.width / 8), repr(bitmap.height / 8), "8"]
    done = subprocess.run(command, input=document, capture_output=True, cwd=RENDERER, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()[-500:]
    return Bitmap.from_png(done.stdout)


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: f"{stock.width_mm}x{stock.height_mm}@{stock.dpi}")
def test_an_independent_renderer_draws_exactly_our_dots_and_its_codes_can_be_read(stock: Stock) -> None:
    bitmap = render_label(a_label(), stock)
    drawn = _drawn_elsewhere(encode_zpl(bitmap), bitmap)
    assert drawn == bitmap
    assert prove(drawn, NUMBER).sha256 == bitmap.sha256


@pytest.mark.parametrize("packing", [Packing.RUN_LENGTH, Packing.HEX])
def test_it_draws_the_same_dots_however_they_are_packed(packing: Packing) -> None:
    bitmap = render_label(a_label(), STOCKS[0])
    assert _drawn_elsewhere(encode_zpl(bitmap, packing=packing), bitmap) == bitmap


@pytest.mark.parametrize("label", [a_label(), a_latin_label()], ids=["chinese", "latin"])
def test_codes_that_it_draws_by_itself_stand_at_our_dots_and_are_read(label: LabelContent) -> None:
    """Its font is not ours, but leaves every word within the dots that we left it."""
    page = lay_out(label, STOCKS[0])
    bitmap = Bitmap.from_ink(page.paint())
    drawn = _drawn_elsewhere(encode_zpl_native(page), bitmap)
    number = label.waybill.tracking_number
    proof = prove(drawn, number)
    assert {(reading.kind, reading.box, reading.module) for reading in proof.readings} == {
        (reading.kind, reading.box, reading.module) for reading in prove(bitmap, number).readings
    }
    assert _without_text(page, drawn) == _without_text(page, bitmap)


def _without_text(page: Page, bitmap: Bitmap) -> bytes:
    """All dots beside the places of text."""
    ink = bitmap.to_ink()
    for box in (writing.box for writing in page.writings):
        ink.paste(0, (box.left, box.top, box.right, box.bottom))
    return ink.tobytes()


def test_the_comparison_sees_a_picture_moved_by_one_dot() -> None:
    bitmap = render_label(a_label(), STOCKS[2])
    assert _drawn_elsewhere(encode_zpl(bitmap).replace(b"^FO0,0", b"^FO1,0"), bitmap) != bitmap
