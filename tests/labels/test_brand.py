"""A shop's logo: black and white, without its margin, and nothing that could stop a bench."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from app.domain.document import DocumentKind
from app.domain.label import Stock
from app.errors import Misconfigured
from app.labels.layouts import Brand, load_logo, render, shipped_layouts
from tests.labels.paper_samples import a_slip


def saved(tmp_path: Path, picture: Image.Image, kind: str = "PNG") -> Path:
    path = tmp_path / "logo.png"
    picture.save(path, kind)
    return path


def test_a_logo_is_black_where_it_is_dark_and_white_where_it_is_transparent(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    picture.paste((20, 20, 120, 255), (10, 10, 50, 30))
    picture.paste((250, 220, 90, 255), (20, 15, 40, 25))
    logo = load_logo(saved(tmp_path, picture))
    assert (logo.width, logo.height) == (40, 20), "its white margin is left out"
    ink = logo.to_ink()
    assert ink.getpixel((0, 0)) == 255
    assert ink.getpixel((20, 10)) == 0


def test_a_logo_keeps_its_proportions_on_every_paper(tmp_path: Path) -> None:
    logo = load_logo(saved(tmp_path, Image.new("L", (300, 100), 0)))
    for stock in (Stock(72, 0, 203), Stock(100, 150, 300), Stock(210, 297, 203)):
        page, *_ = render(
            DocumentKind.PACKING_SLIP, a_slip(), stock, layouts=shipped_layouts(), brand=Brand("Mumian", logo)
        )
        (picture,) = page.pictures
        assert picture.box.width / picture.box.height == pytest.approx(3, rel=0.05)
        assert picture.ink.getextrema() == (255, 255), "what is black stays black, however it is scaled"


def a_bomb() -> bytes:
    """A small file that would be 30,000x30,000 dots."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = (30_000).to_bytes(4, "big") * 2 + bytes((1, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def a_jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("L", (10, 10)).save(file, "JPEG")
    return file.getvalue()


def a_png() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no PNG that can be read"),
        (b"MZ" + bytes(5000), "no PNG that can be read"),
        (a_jpeg(), "no PNG that can be read"),
        (a_png()[:-700], "no PNG that can be read"),
        (a_bomb(), "no PNG that can be read|30000x30000 dots"),
        (bytes(2_000_001), "larger than 2000000 bytes"),
    ],
    ids=["empty", "program", "JPEG", "half", "bomb", "large"],
)
def test_what_is_no_logo_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    with pytest.raises(Misconfigured, match=rf"brand\.bad_logo: logo\.png: ({reason})"):
        load_logo(path)


def test_a_logo_without_ink_or_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="nothing in it is darker than half"):
        load_logo(saved(tmp_path, Image.new("L", (10, 10), 200)))
    with pytest.raises(Misconfigured, match="4097x10 dots"):
        load_logo(saved(tmp_path, Image.new("1", (4097, 10))))
    with pytest.raises(Misconfigured, match="FileNotFoundError"):
        load_logo(tmp_path / "none.png")
