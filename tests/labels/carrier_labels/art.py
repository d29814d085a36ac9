"""Labels as carriers draw them, made here: marks in millimetres, then a PDF, a PNG, a GIF or a Kdniao-like HTML page.

Nothing of the product draws here except the fonts, so what the product reads was not drawn by it.
"""

from __future__ import annotations

import base64
import io
import random
import zlib
from dataclasses import dataclass, field
from typing import Any

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from app.resources import resource

F = zxingcpp.BarcodeFormat
LINEAR = {F.Code128, F.ITF, F.Code39}


def modules(text: str, kind: Any, **options: Any) -> Image.Image:
    """A symbol, one pixel a module, set is ink, no quiet zone; linear ones are one row."""
    pixels: Any = zxingcpp.create_barcode(text, kind, **options).to_image(scale=1, add_quiet_zones=False)
    height, width = pixels.shape
    grey = Image.frombytes("L", (width, height), memoryview(pixels).tobytes())
    ink = grey.point([255 if level < 128 else 0 for level in range(256)], mode="1")
    return ink.crop((0, 0, width, 1)) if kind in LINEAR else ink


@dataclass
class Symbol:
    ink: Image.Image
    left: float
    top: float
    module: float
    high: float = 0.0  # of a linear one
    turned: bool = False


@dataclass
class Art:
    """`marks`: (left, top, width, height) black; `words`: (left, base line, size, text, grey)."""

    width: float
    height: float
    marks: list[tuple[float, float, float, float]] = field(default_factory=list)
    words: list[tuple[float, float, float, str, int]] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)

    def frame(self, left: float, top: float, width: float, height: float, thick: float = 0.375) -> None:
        self.marks += [
            (left, top, width, thick), (left, top + height - thick, width, thick),
            (left, top, thick, height), (left + width - thick, top, thick, height),
        ]  # fmt: skip

    def rects(self) -> list[tuple[float, float, float, float]]:
        found = list(self.marks)
        for symbol in self.symbols:
            ink, size = symbol.ink, symbol.module
            pixels: Any = ink.load()
            for y in range(ink.height):
                x = 0
                while x < ink.width:
                    start = x
                    while x < ink.width and pixels[x, y]:
                        x += 1
                    if x > start:
                        wide, high = (x - start) * size, symbol.high or size
                        across, down = start * size, y * size
                        found.append(
                            (symbol.left + down, symbol.top + across, high, wide)
                            if symbol.turned
                            else (symbol.left + across, symbol.top + down, wide, high)
                        )
                    x += 1
        return found


def western(number: str, dice: random.Random, *, module: float, module_2d: float, routing: str = "") -> Art:
    """4x6 inch like the big parcel carriers: addresses, service bar, routing symbol, tracking Code 128, 2-D symbols."""
    art = Art(101.6, 152.4)
    art.frame(2.5, 2.5, 96.6, 147.4)
    art.marks += [(2.5, 33, 96.6, 0.5), (2.5, 62, 96.6, 1.0), (2.5, 95, 96.6, 1.0), (2.5, 132, 96.6, 0.5)]
    sender = ("PACKBENCH WAREHOUSE 7", "12 HARBOR ROAD", f"OAKLAND CA 9{dice.randrange(4000, 5000)}")
    for row, text in enumerate(sender):
        art.words.append((5, 8 + 4 * row, 2.8, text, 0))
    names = ("ANNA SMITH", "JOSE GARCIA", "Wei Zhang", "M. O'NEIL")
    to = ("SHIP TO", dice.choice(names), f"{dice.randrange(1, 9999)} ELM STREET APT 4", "SPRINGFIELD IL")
    for row, text in enumerate(to):
        art.words.append((8, 39 + 5.5 * row, 4.2, text, 0))
    art.words += [
        (5, 72, 6.5, dice.choice(("GROUND", "PRIORITY", "2 DAY")), 0),
        (60, 72, 3, "BILLING: P/P", 90),
        (5, 137, 2.4, f"REF 1: PB-{dice.randrange(10**6)}", 0),
        (14, 130, 3.6, number, 0),
        (70, 15, 3, f"{dice.randrange(1, 40)} LBS 1 OF 1", 0),
    ]
    bars = modules(number, F.Code128)
    art.symbols.append(Symbol(bars, (101.6 - bars.width * module) / 2, 98, module, 26))
    if routing:
        code = modules(routing, F.Code128, gs1=True)
        art.symbols.append(Symbol(code, 10, 76, module, 14))
    kind = dice.choice((F.QRCode, F.DataMatrix, F.PDF417))
    square = modules(f"{number}" if kind is not F.PDF417 else f"PB{chr(29)}{number}{chr(29)}X", kind)
    top = 135 if kind is F.PDF417 else 134.5
    if square.height * module_2d <= 13:
        art.symbols.append(Symbol(square, 96 - square.width * module_2d, top, module_2d))
    return art


def pdf(art: Art, page: tuple[float, float] | None = None, at: tuple[float, float] = (0, 0), extra: str = "") -> bytes:
    """Vector marks on a page of `page` mm with the label's corner `at` mm; `extra`: more page content in points."""
    point = 72 / 25.4
    wide, high = page or (art.width, art.height)
    lines = [f"{point:.5f} 0 0 {-point:.5f} {at[0] * point:.4f} {(high - at[1]) * point:.4f} cm"]
    lines += [f"{left:.5f} {top:.5f} {width:.5f} {height:.5f} re" for left, top, width, height in art.rects()] + ["f"]
    for left, base, size, text, grey in art.words:
        shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        lines.append(f"{grey / 255:.2f} g BT /F1 {size} Tf 1 0 0 -1 {left} {base} Tm ({shown}) Tj ET")
    return pdf_of([("q\n" + "\n".join(lines) + "\nQ\n" + extra, wide * point, high * point)])


def pdf_of(pages: list[tuple[str, float, float]], *, rotate: int = 0) -> bytes:
    """Pages of (content, width, height in points) with Helvetica as /F1."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
    ]
    for number, (content, wide, high) in enumerate(pages):
        packed = zlib.compress(content.encode("latin-1", "replace"))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide:.4f} {high:.4f}]/Rotate {rotate}"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>".encode()
        )
        objects.append(b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(packed), packed))
    return assembled(objects)


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """PDF objects, numbered from 1, as a file."""
    document, starts = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(document))
        document += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    at = len(document)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return document + head + table + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, trailer, at,
    )  # fmt: skip


def picture(art: Art, dpi: int) -> Image.Image:
    """Grey, symbols in whole dots where the art's modules are; text with grey edges, as carriers send it."""
    per_mm = 8.0 if dpi == 203 else dpi / 25.4
    sheet = Image.new("L", (round(art.width * per_mm), round(art.height * per_mm)), 255)
    pen = ImageDraw.Draw(sheet)
    for left, top, width, height in art.marks:
        x, y = round(left * per_mm), round(top * per_mm)
        pen.rectangle((x, y, x + max(1, round(width * per_mm)) - 1, y + max(1, round(height * per_mm)) - 1), fill=0)
    for symbol in art.symbols:
        dots = max(1, round(symbol.module * per_mm))
        high = round(symbol.high * per_mm) if symbol.high else symbol.ink.height * dots
        ink = symbol.ink.resize((symbol.ink.width * dots, high), Image.Resampling.NEAREST)
        ink = ink.transpose(Image.Transpose.ROTATE_270) if symbol.turned else ink
        sheet.paste(0, (round(symbol.left * per_mm), round(symbol.top * per_mm)), ink)
    for left, base, size, text, grey in art.words:
        font = ImageFont.truetype(resource("fonts/NotoSans-Bold.ttf"), round(size * per_mm))
        pen.text((left * per_mm, base * per_mm), text, font=font, anchor="ls", fill=grey)
    return sheet


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def kdniao(
    number: str, *, mark: str = "891-16-02 03", name: str = "张**", place: str = "广东省深圳市南山区科技园"
) -> str:
    """STO 100x180 as Kdniao sends it: divs at 96 dpi, bar codes as inline GIFs, Microsoft YaHei."""

    def gif(width: int, height: int) -> str:
        bars = modules(number, F.Code128)
        quiet = 4
        dots = max(1, (width - 2 * quiet) // bars.width)
        code = Image.new("L", (width, height), 255)
        ink = bars.resize((bars.width * dots, height), Image.Resampling.NEAREST)
        code.paste(0, ((width - ink.width) // 2, 0), ink)
        return "data:image/gif;base64," + base64.b64encode(encoded(code, "GIF")).decode()

    def div(left: int, top: int, width: int, height: int, inside: str, style: str = "") -> str:
        return (
            f'<div style="position:absolute;left:{left}px;top:{top}px;width:{width}px;height:{height}px;'
            f'overflow:hidden;{style}">{inside}</div>'
        )

    def rule(top: int) -> str:
        return div(0, top, 373, 0, "", "border-top:1px solid #000;")

    large, middle, small = gif(250, 55), gif(150, 30), gif(150, 30)
    parts = [
        '<div style="position:absolute;left:0;top:0;width:371px;height:675px;border:1px solid #000"></div>',
        div(10, 6, 160, 26, "申通快递", "font-size:20px;font-weight:bold;"),
        div(250, 10, 120, 20, "95543", "font-size:14px;"),
        rule(34), div(8, 40, 360, 48, mark, "font-size:30px;font-weight:bold;text-align:center;"),
        rule(91), div(8, 96, 190, 30, "集包地 深圳中心", "font-size:16px;"),
        div(205, 94, 160, 32, f'<img src="{small}" style="width:155px;height:30px">'),
        rule(128), div(10, 134, 300, 50, f"收 {name} 138****0000<br>{place}高新南一道", "font-size:14px;"),
        rule(191), div(10, 196, 300, 40, "寄 木棉家居 0755-86001234<br>浙江省杭州市余杭区文一西路", "font-size:12px;"),
        rule(242), div(60, 250, 250, 60, f'<img src="{large}" style="width:250px;height:55px">'),
        div(60, 312, 250, 22, number, "font-size:16px;text-align:center;"),
        rule(336), div(10, 342, 340, 60, "签收人/时间<br>打印时间 2026-11-24 13:45", "font-size:12px;"),
        rule(408), div(10, 414, 100, 24, "申通快递", "font-size:16px;font-weight:bold;"),
        div(190, 416, 170, 32, f'<img src="{middle}" style="width:155px;height:30px">'),
        div(190, 448, 150, 16, number, "font-size:12px;"),
        rule(468), div(10, 474, 350, 70, f"寄 木棉家居<br>收 {name} {place}", "font-size:12px;"),
        rule(551), div(10, 558, 350, 90, "儿童保温杯 500ml ×2<br>订单 TB2026112400017　已验视", "font-size:12px;"),
    ]  # fmt: skip
    body = "".join(parts)
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
        '<body style="margin:0;padding:0;font-family:微软雅黑"><div style="position:relative;width:373px;height:677px">'
        f"{body}</div></body></html>"
    )
