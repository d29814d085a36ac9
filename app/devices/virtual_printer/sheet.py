"""What a virtual printer burns, in any language: a sheet of dots with an end to its size, and one to its patience."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PIL import Image, ImageChops

WIDTH_LIMIT = 4096
HEIGHT_LIMIT = 8192
PICTURE_BYTES_LIMIT = WIDTH_LIMIT * HEIGHT_LIMIT // 8
COPIES_LIMIT = 100
_DOTS_A_DOCUMENT = 3 * WIDTH_LIMIT * HEIGHT_LIMIT
_NUMBER_LIMIT = 99_999
_REMARKS = 50


@dataclass(frozen=True, slots=True)
class Drawn:
    """One document as it comes out on paper: `rows` as in a bitmap (1 is black), `problems` in words of the language:
    what a real printer may print otherwise; `notes` what is there and not drawn, as text without a font.
    """

    width: int
    height: int
    rows: bytes
    copies: int
    document: bytes
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Stroke(Enum):
    """How dots are laid over what is there."""

    INK = auto()  # black adds up
    WHITE = auto()  # takes away
    OVER = auto()  # replaces all of its rectangle
    XOR = auto()


class Sheet:
    """Collects strokes, then draws them in their order: its size may be said after them."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height, self.copies = width, height, 1
        self._problems: dict[str, None] = {}
        self._notes: list[str] = []
        self._strokes: list[tuple[Stroke, int, int, Image.Image]] = []
        self._dots_left = _DOTS_A_DOCUMENT

    def resize(self, width: int = 0, height: int = 0) -> None:
        """0 leaves a side as it is."""
        self.width = min(width or self.width, WIDTH_LIMIT)
        self.height = min(height or self.height, HEIGHT_LIMIT)

    def order(self, copies: int) -> None:
        """So many of it; the roll of a virtual printer ends at a hundred."""
        self.copies = min(max(copies, 1), COPIES_LIMIT)
        if copies > COPIES_LIMIT:
            self.blame(f"{copies} copies")

    def blame(self, problem: str) -> None:
        """Say what a real printer may print otherwise; once is enough, and so are fifty."""
        if len(self._problems) < _REMARKS:
            self._problems[problem] = None

    def note(self, remark: str) -> None:
        if len(self._notes) < _REMARKS:
            self._notes.append(remark)

    def paste(self, left: int, top: int, picture: Image.Image, stroke: Stroke = Stroke.INK) -> None:
        """A picture of mode `1`, set is ink."""
        if self.affords(picture.width * picture.height):
            self._strokes.append((stroke, left, top, picture))

    def paste_rows(
        self,
        place: tuple[int, int],
        width_bytes: int,
        rows: bytes,
        *,
        stroke: Stroke = Stroke.INK,
        scale: tuple[int, int] = (1, 1),
    ) -> None:
        """Whole rows of dots, 1 is black, each dot drawn `scale` times across and down."""
        size = (width_bytes * 8 * scale[0], len(rows) // width_bytes * scale[1])
        if not self.affords(size[0] * size[1]):
            return
        picture = Image.frombytes("1", (width_bytes * 8, len(rows) // width_bytes), rows)
        if scale != (1, 1):
            picture = picture.resize(size, Image.Resampling.NEAREST)
        self._strokes.append((stroke, *place, picture))

    def box(self, left: int, top: int, width: int, height: int, thickness: int, stroke: Stroke = Stroke.INK) -> None:
        """A rectangle whose line runs inside of it; solid when the line fills it."""
        width, height = min(width, WIDTH_LIMIT), min(height, HEIGHT_LIMIT)
        if width < 1 or height < 1 or not self.affords(width * height):
            return
        picture = Image.new("1", (width, height), 1)
        if 2 * thickness < min(width, height):
            picture.paste(0, (thickness, thickness, width - thickness, height - thickness))
        self._strokes.append((stroke, left, top, picture))

    def affords(self, dots: int) -> bool:
        """Whether so many dots more may be drawn; a document that asks for more is no label."""
        if self._dots_left < 0:
            return False
        self._dots_left -= dots + 1024  # a stroke has its price too
        if self._dots_left < 0:
            self.blame("more than fits into the printer")
        return self._dots_left >= 0

    def drawn(self, document: bytes) -> Drawn:
        paper = Image.new("1", (max(self.width, 1), max(self.height, 1)))
        for stroke, left, top, picture in self._strokes:
            self._lay(paper, stroke, left, top, picture)
        problems, notes = tuple(self._problems), tuple(self._notes)
        return Drawn(paper.width, paper.height, paper.tobytes(), self.copies, document, problems, notes)

    def _lay(self, paper: Image.Image, stroke: Stroke, left: int, top: int, picture: Image.Image) -> None:
        place = (left, top, left + picture.width, top + picture.height)
        ink = picture.getbbox()
        is_off = ink and (
            left + ink[0] < 0 or top + ink[1] < 0 or left + ink[2] > paper.width or top + ink[3] > paper.height
        )
        if is_off and stroke is not Stroke.WHITE:
            self.blame("ink off the label")
        match stroke:
            case Stroke.INK:
                paper.paste(1, place, picture)
            case Stroke.WHITE:
                paper.paste(0, place, picture)
            case Stroke.OVER:
                paper.paste(picture, place)
            case Stroke.XOR:
                paper.paste(ImageChops.logical_xor(paper.crop(place), picture), place)


def number(text: str | bytes) -> int:
    """A parameter in dots: 0 for what is none, bounded."""
    digits = text.strip()
    is_number = digits.isascii() and digits.isdigit()  # `²` is a digit too, and no number
    return min(int(digits), _NUMBER_LIMIT) if is_number and len(digits) < 12 else 0


def numbers(text: str | bytes, count: int) -> list[int]:
    """The first parameters, 0 for those that are not there."""
    parts = text.split(",") if isinstance(text, str) else text.split(b",")
    return [*(number(part) for part in parts[:count]), *[0] * count][:count]


def inverted(rows: bytes) -> bytes:
    """For the languages in which a set bit is white."""
    return rows.translate(_INVERTED)


_INVERTED = bytes(255 - byte for byte in range(256))
