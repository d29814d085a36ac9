"""What a label costs in each printer language: milliseconds and bytes. Run: python tests/bench/printing.py [labels]

Others are measured in the same run on the same labels. They get the finished picture, so what stands beside them is
our encoding of the same picture, never rendering; a PDF viewer gets the finished PDF and makes the head's dots of it.
"""

from __future__ import annotations

import contextlib
import functools
import io
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from escpos.printer import Dummy
from PIL import Image, ImageOps
from zebrafy import ZebrafyImage

from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import LabelContent, Stock
from app.domain.printing import Language
from app.labels.carrier_labels import page_of, pass_through
from app.labels.languages import encode
from app.labels.languages.zpl import Packing, encode_zpl
from app.labels.languages.zpl_native import encode_zpl_native
from app.labels.layout import lay_out, render_label
from app.labels.page import Page
from app.labels.proof import prove, prove_codes
from app.labels.raster import Bitmap
from tests.bench.label import contents
from tests.bench.table import percentile
from tests.labels.carrier_labels import art

LABELS = 100
WARM_UP = 20
STOCKS = (Stock(100, 150, 203), Stock(100, 150, 300))
BITS_A_BYTE = 10
"""On a serial line, with start and stop."""
GOAL_FASTER, GOAL_FIRST_BYTE_MS = 5, 20
BESIDE = (
    ("zpl, z64", "zebrafy, Z64"),
    ("zpl, run_length", "zebrafy, ASCII_COMPRESSED"),
    ("zpl, hex", "zebrafy, ASCII"),
    ("escpos", "python-escpos, image()"),
)


@dataclass(frozen=True)
class Drawn:
    """One label, laid out and drawn, and as others want to have it: a picture, a PDF."""

    content: LabelContent
    stock: Stock
    page: Page
    bitmap: Bitmap
    picture: Image.Image
    pdf: bytes


Way = Callable[[Drawn], bytes]


def draw(content: LabelContent, stock: Stock) -> Drawn:
    page = lay_out(content, stock)
    bitmap = Bitmap.from_ink(page.paint())
    pdf = encode(bitmap, Language.PAGE, stock)
    return Drawn(content, stock, page, bitmap, ImageOps.invert(bitmap.to_ink()), pdf)


def ours() -> dict[str, Way]:
    ways: dict[str, Way] = {language: functools.partial(_encode, language) for language in Language}
    ways |= {f"zpl, {packing}": functools.partial(_pack, packing) for packing in Packing}
    return ways | {"zpl, native": lambda drawn: encode_zpl_native(drawn.page)}


def _encode(language: Language, drawn: Drawn) -> bytes:
    return encode(drawn.bitmap, language, drawn.stock)


def _pack(packing: Packing, drawn: Drawn) -> bytes:
    return encode_zpl(drawn.bitmap, packing=packing)


def others() -> dict[str, Way]:
    ways: dict[str, Way] = {
        f"zebrafy, {form}": lambda drawn, form=form: ZebrafyImage(drawn.picture, format=form).to_zpl().encode()
        for form in ("Z64", "ASCII_COMPRESSED", "ASCII")
    }
    ways["python-escpos, image()"] = _escpos
    if shutil.which("pdftoppm"):
        ways["pdftoppm, one process a label"] = _viewer
    return ways


def _escpos(drawn: Drawn) -> bytes:
    printer = Dummy()
    with contextlib.redirect_stdout(io.StringIO()):  # it prints that its default printer has no width
        printer.image(drawn.picture, fragment_height=255)
    return bytes(printer.output)


def _viewer(drawn: Drawn) -> bytes:
    dots_per_inch = "203.2" if drawn.stock.dpi == 203 else str(drawn.stock.dpi)
    command = ["pdftoppm", "-r", dots_per_inch, "-mono", "-"]
    return subprocess.run(command, input=drawn.pdf, stdout=subprocess.PIPE, check=True).stdout


def timed(work: Callable[[], bytes | object]) -> tuple[float, int]:
    """Seconds, and the bytes that came of them."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, len(made) if isinstance(made, bytes) else 0


def measure(labels: list[LabelContent], stock: Stock, ways: dict[str, Way]) -> dict[str, list[tuple[float, int]]]:
    """Label by label, all ways in turn: whatever else the machine does falls on all of them."""
    rows: dict[str, list[tuple[float, int]]] = {name: [] for name in ("render", "proof", *ways)}
    for number, content in enumerate(labels):
        rendered = timed(lambda content=content: Bitmap.from_ink(lay_out(content, stock).paint()))
        drawn = draw(content, stock)
        proven = timed(lambda drawn=drawn: prove(drawn.bitmap, drawn.content.waybill.tracking_number))
        steps = [rendered, proven, *(timed(functools.partial(way, drawn)) for way in ways.values())]
        if number >= WARM_UP:
            for row, step in zip(rows.values(), steps, strict=True):
                row.append(step)
    return rows


def line(name: str, seconds: list[float], whole: list[float] | None, size: int) -> str:
    """Milliseconds of the step; of rendering and the step; bytes on the wire and their seconds at two serial speeds."""
    text = f"{name:32} {percentile(seconds, 0.5) * 1e3:8.2f} {percentile(seconds, 0.99) * 1e3:8.2f}"
    text += f" {percentile(whole, 0.5) * 1e3:8.2f} {percentile(whole, 0.99) * 1e3:8.2f}" if whole else " " * 18
    if not size:
        return text
    return f"{text} {size:9,} {size * BITS_A_BYTE / 9600:8.1f} {size * BITS_A_BYTE / 115200:8.2f}"


def report(stock: Stock, rows: dict[str, list[tuple[float, int]]]) -> None:
    print(f"\n{stock.width_mm:g}x{stock.height_mm:g} mm, {stock.dpi} dpi, {len(rows['render'])} labels")
    print(f"{'':32} {'alone, ms':>17} {'with render, ms':>17} {'bytes':>9} {'s at':>8} {'s at':>8}")
    print(f"{'':32} {'p50':>8} {'p99':>8} {'p50':>8} {'p99':>8} {'p50':>9} {'9600':>8} {'115200':>8}")
    seconds = {name: [second for second, _ in row] for name, row in rows.items()}
    is_ours = set(ours())
    for name, row in rows.items():
        whole = [a + b for a, b in zip(seconds["render"], seconds[name], strict=True)] if name in is_ours else None
        print(line(name, seconds[name], whole, int(percentile([size for _, size in row], 0.5))))
    compare(seconds)


def compare(seconds: dict[str, list[float]]) -> None:
    """The goals, in sentences."""
    median = {name: percentile(values, 0.5) for name, values in seconds.items()}
    for mine, theirs in BESIDE:
        print(f"{mine} is made {median[theirs] / median[mine]:.1f} times as fast as {theirs} from the same picture")
    print(f"goal: zpl, z64 {GOAL_FASTER} times as fast as zebrafy, Z64")
    both = percentile([sum(steps) for steps in zip(seconds["render"], seconds["zpl, z64"], strict=True)], 0.5)
    print(f"render and zpl, z64 together: {median['zebrafy, Z64'] / both:.1f} times as fast as zebrafy, Z64 alone")


def own_labels(labels: list[LabelContent], stock: Stock) -> Iterator[bytes]:
    """From what is known of each parcel to the bytes of its label: drawn, proven, as ZPL."""
    for content in labels:
        bitmap = render_label(content, stock)
        prove(bitmap, content.waybill.tracking_number)
        yield encode_zpl(bitmap)


def carriers_labels(form: LabelFormat, stock: Stock, count: int) -> Iterator[bytes]:
    """The same of labels that a carrier drew, each another parcel's. Making them is not ours to count."""
    for at in range(count):
        label, number = a_carriers_label(form, stock, at)
        yield b""  # the clock starts here
        if form is LabelFormat.ZPL:
            yield pass_through(label, Language.ZPL, stock, numbers=(number,))
            continue
        bitmap = page_of(label, stock, numbers=(number,))
        prove_codes(bitmap, (number,), stock=stock)
        yield encode_zpl(bitmap)


def a_carriers_label(form: LabelFormat, stock: Stock, at: int) -> tuple[CarrierLabel, str]:
    """4x6 inch as western carriers draw it, or 100x180 mm as Kdniao does."""
    if form is LabelFormat.HTML:
        number = f"777{at:09}"
        return CarrierLabel(form, art.kdniao(number).encode()), number
    number = f"1Z999AA1{at:010}"
    label = art.western(number, random.Random(at), module=0.33, module_2d=0.5, routing="(420)12345")
    if form is LabelFormat.PDF:
        return CarrierLabel(form, art.pdf(label)), number
    picture = art.picture(label, stock.dpi)
    if form is LabelFormat.ZPL:
        zpl = encode_zpl(Bitmap.from_grey(picture))
        return CarrierLabel(form, zpl, dpi=stock.dpi), number
    return CarrierLabel(form, art.encoded(picture, form.value.upper()), dpi=stock.dpi), number


def first_bytes(labels: list[LabelContent]) -> None:
    """The whole of our part, from the job to the first byte on the wire, in one thread as in a printer's lane."""
    print(f"\n{'job to first byte, our part':32} {'p50 ms':>8} {'p99 ms':>8}   goal: {GOAL_FIRST_BYTE_MS} ms")
    for dpi in (203, 300):
        own = own_labels(labels, Stock(100, 150, dpi))
        _first_bytes(f"own label @{dpi}", [timed(lambda own=own: next(own))[0] for _ in labels])
        for form in LabelFormat:
            if form is LabelFormat.EPL:  # passed through as ZPL is
                continue
            stock = Stock(100, 180, dpi) if form is LabelFormat.HTML else Stock(101.6, 152.4, dpi)
            made = carriers_labels(form, stock, len(labels))
            _first_bytes(f"carrier's {form} @{dpi}", [timed(lambda made=made: next(made))[0] for _ in made])


def _first_bytes(name: str, seconds: list[float]) -> None:
    warm = seconds[WARM_UP:]
    print(f"{name:32} {percentile(warm, 0.5) * 1e3:8.1f} {percentile(warm, 0.99) * 1e3:8.1f}")


def main() -> None:
    """The table for both heads."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LABELS
    ways = ours() | others()
    if not shutil.which("pdftoppm"):
        print("no PDF viewer's path: pdftoppm is not installed (poppler-utils)")
    labels = contents()[: count + WARM_UP]
    for stock in STOCKS:
        report(stock, measure(labels, stock, ways))
    first_bytes(labels)


if __name__ == "__main__":
    main()
