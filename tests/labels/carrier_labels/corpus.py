"""Labels that must pass the proof and labels that must not: the same ones in every run of a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from app.domain.document import CarrierLabel, LabelFormat
from app.domain.label import Stock
from app.labels.carrier_labels import page_of
from app.labels.layout import render_label
from app.labels.proof import Reading, prove_codes
from app.labels.proof.carrying import carries
from app.labels.raster import Bitmap
from tests.labels.carrier_labels import art
from tests.labels.samples import STOCKS, a_label, a_latin_label, a_waybill

FOUR_BY_SIX = (Stock(101.6, 152.4, 203), Stock(101.6, 152.4, 300))
LONG = (Stock(100, 180, 203), Stock(100, 180, 300))


@dataclass(frozen=True)
class Case:
    """A bitmap as it would be printed. `numbers`: what is expected of it."""

    name: str
    bitmap: Bitmap
    stock: Stock
    numbers: tuple[str, ...]

    @property
    def is_readable(self) -> bool:
        """Whether a reader that tries everything still finds the tracking number."""
        read = zxingcpp.read_barcodes(self.bitmap.to_grey())
        return any(
            carries(
                symbol.bytes.decode("utf-8", "replace"), self.numbers[0], is_square="Code" not in str(symbol.format)
            )
            for symbol in read
        )


def digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def numbers(dice: random.Random) -> str:
    """A tracking number of some carrier."""
    return dice.choice((
        f"SF{digits(dice, 13)}", f"1Z{digits(dice, 16)}", f"9400{digits(dice, 18)}", f"JD{digits(dice, 18)}",
        f"7{digits(dice, 11)}", f"YT{digits(dice, 13)}", f"00{digits(dice, 18)}", f"RR{digits(dice, 9)}CN",
    ))  # fmt: skip


def a_western(dice: random.Random, number: str, modules_mm: tuple[float, ...]) -> art.Art:
    wide = art.modules(number, art.F.Code128).width
    module = min(dice.choice(modules_mm), 72 / wide)
    routing = dice.choice(("", f"(420){digits(dice, 5)}", f"(421)840{digits(dice, 5)}"))
    return art.western(number, dice, module=module, module_2d=dice.choice((0.375, 0.5)), routing=routing)


def own_cases(dice: random.Random, count: int) -> Iterator[Case]:
    for at in range(count):
        stock, number = STOCKS[at % len(STOCKS)], f"SF{digits(dice, 13)}"
        label = a_label if at % 3 else a_latin_label
        content = label(waybill=a_waybill(tracking_number=number), order_number=f"TB{digits(dice, 12)}")
        yield Case("own layout", render_label(content, stock), stock, (number,))


def picture_cases(dice: random.Random, count: int) -> Iterator[Case]:
    """PNG and GIF at the printer's dots, and 300 dpi pictures for a 203 dpi head."""
    for at in range(count):
        stock, number = FOUR_BY_SIX[at % 2], numbers(dice)
        label = a_western(dice, number, (0.25, 0.375, 0.5))
        dpi = 300 if at % 5 == 0 else stock.dpi
        form = LabelFormat.GIF if at % 3 == 0 else LabelFormat.PNG
        picture = art.picture(label, dpi)
        content = art.encoded(picture, form.value.upper(), **({"dpi": (dpi, dpi)} if form is LabelFormat.PNG else {}))
        carrier = CarrierLabel(form, content, dpi=dpi)
        yield Case(f"{form} {dpi} for {stock.dpi}", page_of(carrier, stock, numbers=(number,)), stock, (number,))


def pdf_cases(dice: random.Random, count: int) -> Iterator[Case]:
    """Bars of any width: a page of 4x6 inch, in the middle of Letter, on the left half of A4."""
    fold = "300 20 0.5 800 re f BT /F1 9 Tf 320 600 Td (Fold here. Keep this part.) Tj ET"
    for at in range(count):
        stock, number = FOUR_BY_SIX[at % 2], numbers(dice)
        label = a_western(dice, number, (0.25, 0.27, 0.3, 0.33, 0.36, 0.43))
        kind = ("4x6", "letter", "a4")[at % 3]
        page, corner, extra = {
            "4x6": (None, (0.0, 0.0), ""),
            "letter": ((215.9, 279.4), (57.0, 63.0), ""),
            "a4": ((210.0, 297.0), (2.0, 20.0), fold),
        }[kind]
        carrier = CarrierLabel(LabelFormat.PDF, art.pdf(label, page, corner, extra))
        yield Case(f"pdf {kind}", page_of(carrier, stock, numbers=(number,)), stock, (number,))


def html_cases(dice: random.Random, count: int) -> Iterator[Case]:
    for at in range(count):
        stock, number = LONG[at % 2], f"77{digits(dice, 11)}"
        page = art.kdniao(number, mark=f"{digits(dice, 3)}-{digits(dice, 2)}-{digits(dice, 2)}")
        carrier = CarrierLabel(LabelFormat.HTML, page.encode())
        yield Case("html", page_of(carrier, stock, numbers=(number,)), stock, (number,))


def clean_cases(seed: int = 1, *, times: float = 1) -> Iterator[Case]:
    """`times` 200 labels that a bench prints every day."""
    dice = random.Random(seed)
    yield from own_cases(dice, round(100 * times))
    yield from picture_cases(dice, round(50 * times))
    yield from pdf_cases(dice, round(36 * times))
    yield from html_cases(dice, round(14 * times))


Corruption = Callable[[random.Random, Case], Case | None]


def _with(case: Case, ink: Image.Image) -> Case:
    return replace(case, bitmap=Bitmap.from_ink(ink))


@lru_cache(maxsize=1)
def _readings(case: Case) -> tuple[Reading, ...]:
    return prove_codes(case.bitmap, case.numbers, stock=case.stock).readings


def _bars(case: Case, dice: random.Random) -> tuple[tuple[int, int, int, int], float]:
    """Edges and module of a Code 128 that says the number."""
    reading = dice.choice([r for r in _readings(case) if r.kind == "Code 128" and r.text == case.numbers[0]])
    box = reading.box
    return (box.left, box.top, box.right, box.bottom), reading.module


def rotated(dice: random.Random, case: Case) -> Case:
    return _with(case, case.bitmap.to_ink().rotate(dice.choice((-1, 1)) * dice.uniform(1, 5)))


def blurred(dice: random.Random, case: Case) -> Case:
    _, module = _bars(case, dice)
    grey = case.bitmap.to_grey().filter(ImageFilter.GaussianBlur(module * dice.uniform(1.2, 2)))
    return replace(case, bitmap=Bitmap.from_grey(grey))


def clipped(dice: random.Random, case: Case) -> Case:
    """Shifted so far that a bar code or its frame leaves the paper."""
    ink = case.bitmap.to_ink()
    (left, top, right, bottom), module = _bars(case, dice)
    moves = (
        (-left - dice.randrange(int(20 * module)), 0), (ink.width - right + dice.randrange(int(20 * module)), 0),
        (0, -top - (bottom - top) // 2), (0, ink.height - bottom + (bottom - top) // 2),
    )  # fmt: skip
    sheet = Image.new("1", ink.size)
    sheet.paste(ink, dice.choice(moves))
    return _with(case, sheet)


def squeezed(dice: random.Random, case: Case) -> Case:
    """To 60 % of the width, as a driver that fits to the page does."""
    return _narrowed(case, 0.6)


def resampled(dice: random.Random, case: Case) -> Case:
    _, module = _bars(case, dice)
    return _narrowed(case, dice.uniform(1.15, 1.7) / module)


def _narrowed(case: Case, factor: float) -> Case:
    ink = case.bitmap.to_ink()
    sheet = Image.new("1", ink.size)
    small = ink.resize((max(1, round(ink.width * factor)), ink.height), Image.Resampling.NEAREST)
    sheet.paste(small, ((ink.width - small.width) // 2, 0))
    return _with(case, sheet)


def dead_dot(dice: random.Random, case: Case) -> Case:
    """A head dot that burns no more: a white line down the whole label, through a bar."""
    ink = case.bitmap.to_ink()
    (left, top, right, bottom), module = _bars(case, dice)
    middle = (top + bottom) // 2
    dark = [x for x in range(left + 2, right - 2) if all(ink.getpixel((x + d, middle)) for d in (-1, 0, 1))]
    dark = dark or [x for x in range(left, right) if ink.getpixel((x, middle))]
    x, wide = dice.choice(dark), max(1, round(module / 2))
    ink.paste(0, (x, 0, x + wide, ink.height))
    return _with(case, ink)


def scratched(dice: random.Random, case: Case) -> Case:
    """A white line across the bars: the paper slipped."""
    ink = case.bitmap.to_ink()
    (left, top, right, bottom), _ = _bars(case, dice)
    y = dice.randrange(top + 5, bottom - 8)
    ink.paste(0, (left - 5, y, right + 5, y + dice.randrange(1, 4)))
    return _with(case, ink)


def crowded(dice: random.Random, case: Case) -> Case:
    """Ink in the quiet zone."""
    ink = case.bitmap.to_ink()
    (left, top, right, bottom), module = _bars(case, dice)
    away, wide = int(module * dice.uniform(1, 7)), max(1, int(module))
    x = left - away - wide if dice.random() < 0.5 else right + away
    ink.paste(1, (x, top + (bottom - top) // 3, x + wide, bottom - 2))
    return _with(case, ink)


def mistaken(dice: random.Random, case: Case) -> Case:
    """The right label of another parcel."""
    number = case.numbers[0]
    at = dice.choice([n for n, sign in enumerate(number) if sign.isdigit()])
    other = number[:at] + str((int(number[at]) + dice.randrange(1, 10)) % 10) + number[at + 1 :]
    return replace(case, numbers=(other,))


def doubled(dice: random.Random, case: Case) -> Case | None:
    """A second number beside the right one."""
    ink = case.bitmap.to_ink()
    number = case.numbers[0]
    other = number[:-6] + f"{dice.randrange(10**6):06}" if number[-6:].isdigit() else f"RR{digits(dice, 9)}CN"
    bars = art.modules(other, art.F.Code128)
    dots = 2 if case.stock.dpi == 203 else 3
    quiet, high = 10 * dots, 10 * dots * 4
    wide = bars.width * dots + 2 * quiet
    (_, top, _, _), _ = _bars(case, dice)
    if wide > ink.width - 8 or top < high + 30 or other == number:
        return None
    left = (ink.width - wide) // 2
    ink.paste(0, (left, 20, left + wide, 20 + high + 20))
    ink.paste(bars.resize((bars.width * dots, high), Image.Resampling.NEAREST), (left + quiet, 30))
    return _with(case, ink)


def inverted(dice: random.Random, case: Case) -> Case:
    return _with(case, ImageChops.invert(case.bitmap.to_ink()))


def darkened(dice: random.Random, case: Case) -> Case:
    return _grown(dice, case, ImageFilter.MinFilter)


def lightened(dice: random.Random, case: Case) -> Case:
    return _grown(dice, case, ImageFilter.MaxFilter)


def _grown(dice: random.Random, case: Case, way: Callable[[int], ImageFilter.Filter]) -> Case:
    """Every edge moved by more than a quarter of a module on both sides."""
    _, module = _bars(case, dice)
    steps = max(1, round(module * 0.3))
    return replace(case, bitmap=Bitmap.from_grey(case.bitmap.to_grey().filter(way(2 * steps + 1))))


def erased(dice: random.Random, case: Case) -> Case:
    """Every code of the number painted over, but for a strip of 2 mm."""
    ink = case.bitmap.to_ink()
    strip = round(2 * case.stock.dpi / 25.4)
    for reading in _readings(case):
        box = reading.box
        ink.paste(0, (box.left, box.top + strip, box.right + 1, box.bottom + 1))
    return _with(case, ink)


CORRUPTIONS: tuple[Corruption, ...] = (
    rotated, blurred, clipped, squeezed, resampled, dead_dot, scratched, crowded, mistaken, doubled, inverted, darkened,
    lightened, erased,
)  # fmt: skip


def corrupted_cases(seed: int = 1, *, times: float = 1) -> Iterator[Case]:
    """`times` some 220 labels that nobody may stick on a parcel, each made from one that is good."""
    dice = random.Random(seed)
    sources = [
        *own_cases(dice, round(6 * times)), *picture_cases(dice, round(6 * times)), *pdf_cases(dice, round(3 * times)),
        *html_cases(dice, round(1 * times)),
    ]  # fmt: skip
    for source in sources:
        for corruption in CORRUPTIONS:
            case = corruption(dice, source)
            if case is not None:
                yield replace(case, name=f"{corruption.__name__}: {source.name}")
