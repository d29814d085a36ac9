"""A person's badge: readable, in its true size, and without the code in letters."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from app.domain.people import BADGE_BYTES, fresh_badge
from app.errors import Rejected
from app.labels.badge import badge_pdf, badge_png, lay_out_badge

BADGES = [fresh_badge(bytes([byte] * BADGE_BYTES)) for byte in (0, 7, 90, 255)]


@pytest.mark.parametrize("code", BADGES)
@pytest.mark.parametrize("handle", ["wu", "小吴", "W" * 20])
def test_the_badge_says_its_code_to_a_scanner(code: str, handle: str) -> None:
    with Image.open(io.BytesIO(badge_png(lay_out_badge(code, handle)))) as picture:
        assert round(picture.info["dpi"][0]) == 300
        assert picture.size == (1181, 638)
        (read,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert (read.text, str(read.format)) == (code, "Code 128")


def test_two_people_with_one_code_differ_by_the_handle_alone() -> None:
    one, other = (lay_out_badge(BADGES[0], handle).paint() for handle in ("wu", "li"))
    assert one.crop((0, 260, one.width, one.height)).tobytes() == other.crop((0, 260, *other.size)).tobytes()
    assert one.tobytes() != other.tobytes()


def test_the_page_is_as_large_as_the_badge() -> None:
    page = badge_pdf(lay_out_badge(BADGES[0], "小吴"), "小吴", "zh_CN")
    assert page.startswith(b"%PDF-")
    assert b"/MediaBox[0 0 283.4400 153.1200]" in page  # points of 1/72 inch: 100x54 mm
    assert BADGES[0].encode() not in page


def test_a_code_that_needs_more_room_is_refused() -> None:
    with pytest.raises(Rejected, match=r"label\.does_not_fit"):
        lay_out_badge("x" * 40, "wu")


def test_the_picture_shows_the_handle_and_the_frame() -> None:
    with Image.open(io.BytesIO(badge_png(lay_out_badge(BADGES[0], "小吴")))) as picture:
        shown = picture.convert("L")
    assert shown.crop((100, 60, 1080, 240)).getextrema() == (0, 255)
    assert shown.crop((0, 300, 30, 400)).getextrema() == (0, 255)
