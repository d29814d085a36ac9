"""Labels made to crash, hang, swell or spy. Each is refused in seconds, within bounds, and nothing is fetched."""

from __future__ import annotations

import base64
import binascii
import socket
import struct
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import Stock
from app.domain.printing import Language
from app.errors import Misconfigured, Rejected
from app.labels.carrier_labels import MOST_BYTES, page_of, pass_through
from app.labels.carrier_labels.page_process import PageProcess
from tests.labels.carrier_labels import art

PAPER = Stock(100, 150, 203)
STO = "777123456789"
LIMIT_S = 1.5
REQUEST = {"page": 0, "per_mm": 8.0, "width_mm": 100}


@pytest.fixture(scope="module")
def pdf() -> Iterator[PageProcess]:
    process = PageProcess("pdf", limit_s=LIMIT_S, memory_bytes=400 << 20)
    yield process
    process.close()


@pytest.fixture(scope="module")
def html() -> Iterator[PageProcess]:
    process = PageProcess("html", limit_s=LIMIT_S, memory_bytes=600 << 20)
    process.draw(REQUEST, b"<html>warm")
    yield process
    process.close()


def _code(form: LabelFormat, content: bytes) -> str:
    with pytest.raises(Rejected) as refusal:
        page_of(CarrierLabel(form, content), PAPER, numbers=(STO,))
    return refusal.value.code


def _refused_by(process: PageProcess, document: bytes) -> str:
    start = time.monotonic()
    with pytest.raises(Rejected) as refusal:
        process.draw(REQUEST, document)
    assert time.monotonic() - start < LIMIT_S + 3
    return refusal.value.code


def _page(process: PageProcess, document: bytes) -> bytes:
    return process.draw(REQUEST, document)[1]


def test_a_pdf_that_swells_takes_only_its_process_along_and_the_next_label_is_drawn(pdf: PageProcess) -> None:
    rows = zlib.compress(b"0 0 1 1 re f\n" * 8_000_000, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 288 432]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(rows), rows),
    ]  # fmt: skip
    assert len(rows) < 300_000
    assert _refused_by(pdf, art.assembled(objects)) == "label.cannot_be_drawn"
    assert _page(pdf, art.pdf_of([("0 0 99 99 re f", 288.0, 432.0)])).count(0) > 10_000


def test_broken_locked_huge_and_long_pdfs_are_refused(pdf: PageProcess) -> None:
    good = art.pdf_of([("0 0 99 99 re f", 288.0, 432.0)])
    for cut in (9, 60, 200):
        assert _refused_by(pdf, good[:cut]) == "label.broken"
    assert _refused_by(pdf, art.pdf_of([("", 9000.0, 9000.0)])) == "label.too_large"
    assert _refused_by(pdf, art.pdf_of([("", 288.0, 432.0)] * 50)) == "label.several_pages"
    lock = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>" % (b"11" * 32, b"22" * 32)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 288 432]>>",
    ]  # fmt: skip
    assert _refused_by(pdf, art.assembled(objects, lock)) == "label.encrypted"


def test_a_label_of_ten_megabytes_is_not_even_opened() -> None:
    assert MOST_BYTES < 10 << 20
    for form, head in ((LabelFormat.PDF, b"%PDF-1.7\n"), (LabelFormat.HTML, b"<html>"), (LabelFormat.ZPL, b"^XA")):
        assert _code(form, head + b" " * (10 << 20)) == "label.too_large"


def test_html_fetches_nothing_and_reads_no_file(tmp_path: Path, html: PageProcess) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90"/></svg>'
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        there = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        for url in (there, secret.as_uri(), str(secret), "//" + there[7:], "ftp" + there[4:], "FILE://" + str(secret)):
            page = (
                f'<html><head><link rel=stylesheet href="{url}"><base href="{url}"><style>@import url("{url}");'
                f'@font-face{{font-family:a;src:url("{url}")}}body{{font-family:a;background:url("{url}")}}</style>'
                f'<script src="{url}"></script><script>while(1){{}}</script></head><body><img src="{url}">'
                f'<iframe src="{url}"></iframe><object data="{url}"></object><embed src="{url}">'
                f'<svg><image href="{url}" width=9 height=9 /><use href="{url}#a"/></svg>'
                f'<meta http-equiv=refresh content="0;url={url}"></body></html>'
            )
            assert _page(html, page.encode()).count(0) < 1_000
        server.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody waits to be let in
            server.accept()
    inline = "data:image/svg+xml;base64," + base64.b64encode(secret.read_bytes()).decode()
    assert _page(html, f'<img src="{inline}">'.encode()).count(0) > 10_000  # what a page carries itself is shown


@pytest.mark.parametrize(
    "document",
    [
        b"<html>" + b"<div>" * 200_000,
        b"<html><table>" + b"<tr>" + b"<td>x</td>" * 60_000 + b"</table>",
        b"<html><table>" + b"<tr><td colspan=1000 rowspan=60000>x</td></tr>" * 3_000 + b"</table>",
        b'<html><div style="width:9e9px;height:9e9px;position:absolute">x</div>',
        b"<html>\xff\xfe\xfa",
        b"<html>" + b"<b><i>" * 100_000 + b"x",
    ],
    ids=["nested", "wide table", "spans", "vast", "no text", "inline"],
)
def test_html_that_swells_or_never_ends_is_refused(html: PageProcess, document: bytes) -> None:
    assert _refused_by(html, document) in {"label.cannot_be_drawn", "label.too_large", "label.broken"}
    assert _page(html, b"<html><div style='background:#000;width:50px;height:50px'>").count(0) > 1_000


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    def chunk(kind: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(c[:4], c[4:]) for c in chunks) + chunk(b"IEND", b"")


def test_pictures_that_swell_move_or_break_off_are_refused() -> None:
    rows = zlib.compress(bytes(813 * 1219), 9)
    assert _code(LabelFormat.PNG, _png(60_000, 60_000, b"IDAT" + rows)) == "label.too_large"
    text = b"zTXta\0\0" + zlib.compress(b" " * (200 << 20), 9)
    assert _code(LabelFormat.PNG, _png(800, 1200, text, b"IDAT" + rows)) == "label.broken"
    assert _code(LabelFormat.PNG, _png(800, 1200, b"IDAT" + rows[: len(rows) // 2])) == "label.broken"
    assert _code(LabelFormat.PNG, b"\x89PNG\r\n\x1a\n") == "label.broken"
    still = art.encoded(Image.new("P", (4, 4)), "GIF")
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    assert _code(LabelFormat.GIF, still[:-1] + frame * 10_000 + b";") == "label.animated"
    assert _code(LabelFormat.GIF, b"GIF89a" + struct.pack("<HH", 65_000, 65_000) + bytes(90)) == "label.too_large"
    assert _code(LabelFormat.GIF, art.encoded(Image.effect_noise((800, 1200), 90), "GIF")[:3000]) == "label.broken"


def test_commands_that_swell_are_refused() -> None:
    packed = base64.b64encode(zlib.compress(bytes(100 << 20), 9))
    crc = binascii.crc_hqx(packed, 0)
    bomb = b"^XA^PW800^LL1200^FO0,0^GFA,4000000,4000000,100,:Z64:%b:%04X^FS^XZ" % (packed, crc)
    runs = b"^XA^PW800^LL1200^FO0,0^GFA,4000000,4000000,100," + b":" * 4_000_000 + b"^FS^XZ"
    many = b"^XA" + b"^FO1,1" * 100_000 + b"^FDX^FS^XZ"
    for content, code in ((bomb, "label.broken"), (runs, "label.broken"), (many, "label.too_large")):
        with pytest.raises(Rejected) as refusal:
            pass_through(CarrierLabel(LabelFormat.ZPL, content), Language.ZPL, PAPER, numbers=(STO,))
        assert refusal.value.code == code


def test_a_child_that_was_killed_while_idle_costs_no_label(pdf: PageProcess) -> None:
    good = art.pdf_of([("0 0 99 99 re f", 288.0, 432.0)])
    _page(pdf, good)
    child = pdf._child
    assert child is not None
    child.kill()
    child.wait()
    assert _page(pdf, good).count(0) > 10_000


def test_without_the_html_renderer_the_station_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plutoprint", None)
    with pytest.raises(Misconfigured, match=r"label\.no_html_renderer"):
        page_of(CarrierLabel(LabelFormat.HTML, art.kdniao(STO).encode()), PAPER, numbers=(STO,))
