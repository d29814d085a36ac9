"""Pictures by strangers are refused within bounds, and an engine that crashes or hangs takes one picture along."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from app.devices.reading.eyes import Eyes
from app.devices.reading.picture import open_picture
from app.domain.sighting import judge
from app.errors import Rejected, Unavailable
from tests.bench.reading_pictures import draw


def code() -> Image.Image:
    return Image.fromarray(np.pad(draw(zxingcpp.BarcodeFormat.QRCode, "HELLO"), 20, constant_values=255))


def as_file(picture: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **more)
    return file.getvalue()


def png_of(width: int, height: int, rows: bytes) -> bytes:
    """A PNG whose head says what we like."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    made = Eyes()
    yield made
    made.close()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + b"\0" * 50, b"%PDF-1.7", b"\xff\xd8\xff\xe0" + b"\1" * 500,
        as_file(code())[:-60], as_file(code(), "JPEG")[:300], png_of(5000, 5000, b"\0" * 100), b"\0" * 100_000,
    ],
    ids=["empty", "head", "gif", "pdf", "jpeg", "cut png", "cut jpeg", "too few rows", "zeros"],
)  # fmt: skip
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Rejected) as refused:
        open_picture(content)
    assert refused.value.code == "picture.unreadable"


@pytest.mark.parametrize(
    "content",
    [
        png_of(60_000, 60_000, b"\0" * 1000),
        png_of(2_000_000_000, 2, b"\0"),
        png_of(9000, 9000, b""),
        b"\0" * (49 << 20),
    ],
    ids=["bomb", "wide", "81 million", "49 MB"],
)
def test_what_is_too_large_is_refused_before_it_is_unpacked(content: bytes) -> None:
    begun = time.process_time()
    with pytest.raises(Rejected) as refused:
        open_picture(content)
    assert refused.value.code == "picture.too_large"
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I", "I;16", "F"])
def test_a_picture_of_any_mode_is_read(mode: str, eyes: Eyes) -> None:
    picture = code()
    if mode in {"I", "I;16", "F"}:
        shade = np.asarray(picture).astype({"I": np.int32, "I;16": np.uint16, "F": np.float32}[mode]) * 40
        picture = Image.fromarray(shade)
    else:
        picture = picture.convert(mode)
    kind = "TIFF" if mode in {"CMYK", "YCbCr", "F", "I"} else "PNG"
    assert [read.code.text for read in judge(eyes.read_file(as_file(picture, kind))).read] == ["HELLO"]


def test_black_on_nothing_is_read_as_black_on_white(eyes: Eyes) -> None:
    bare = Image.new("RGBA", code().size, (0, 0, 0, 0))
    bare.paste((0, 0, 0, 255), mask=Image.eval(code(), lambda value: 255 - value))
    assert [read.code.text for read in judge(eyes.read_file(as_file(bare))).read] == ["HELLO"]


def test_of_an_animation_the_first_is_read_and_no_more(eyes: Eyes) -> None:
    blank = Image.new("L", code().size, 255)
    many = as_file(code(), "GIF", save_all=True, append_images=[blank] * 50)
    assert [read.code.text for read in judge(eyes.read_file(many)).read] == ["HELLO"]


def test_a_large_picture_is_read_in_time(eyes: Eyes) -> None:
    canvas = Image.new("L", (8000, 6000), 230)
    canvas.paste(code().resize((900, 900)), (5000, 3000))
    assert [read.code.text for read in judge(eyes.read_file(as_file(canvas, "JPEG"))).read] == ["HELLO"]


CHILDREN = {
    "crashes": "import os; os.abort()",
    "ends": "raise SystemExit",
    "hangs": "import threading; threading.Event().wait()",
    "babbles": "import sys; sys.stdout.write('x' * 9999)",
}


@pytest.mark.parametrize("child", CHILDREN)
def test_a_child_that_fails_loses_the_picture_and_nothing_else(
    child: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    eyes = Eyes(limit_s=1.0 if child == "hangs" else 30.0)
    start = eyes._start

    def start_broken() -> object:
        monkeypatch.setattr(eyes, "_start", start)  # the next one is whole
        command = [sys.executable, "-c", CHILDREN[child]]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    monkeypatch.setattr(eyes, "_start", start_broken)
    with pytest.raises(Unavailable) as lost:
        eyes.read_file(as_file(code()))
    assert lost.value.code == "picture.reader_ended"
    eyes._limit_s = 30.0
    assert [read.code.text for read in judge(eyes.read_file(as_file(code()))).read] == ["HELLO"]
    eyes.close()
