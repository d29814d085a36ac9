"""What a template is made of: blocks in rows and columns, each with at most one mark.

`resources/layouts/README.md` tells people the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.document import DocumentKind
from app.domain.label import Stock
from app.labels.layouts.expression import Expression
from app.labels.page import SMALLEST_TEXT_MM

FORMAT = 1
SPARE_MM = 3.0
"""Paper this much larger than a template's size is the same paper."""
ROLL_SPARE_MM = 8.0
"""A roll is wider than what its printer's head can reach: 80 mm of paper, 72 mm of head. The drawing is centered."""

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom in mm."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that may wrap, shrink and be cut; `is_whole`: on one line, in full, or the paper is refused. With `right`
    two texts share the line. `is_top`: at the block's upper edge.
    """

    text: Expression
    size_mm: float
    smallest_mm: float = SMALLEST_TEXT_MM
    is_bold: bool = False
    align: float = 0.0
    is_whole: bool = False
    is_top: bool = False
    right: Expression | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A bar code or square code; an optional one is left out where its text is empty or needs more room."""

    kind: str
    text: Expression
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Logo:
    """The brand's picture."""

    align: float = 0.0


@dataclass(frozen=True, slots=True)
class Tear:
    """A broken line along the block's upper edge, where the paper is perforated."""


@dataclass(frozen=True, slots=True)
class Each:
    """The list: `row` once for every line of the content, each so high; the next page goes on with it. `is_ruled`: the
    rows fill the block evenly, and free ones have their lines too. `rest` is written into the first free one.
    """

    row: Block
    row_mm: float
    is_ruled: bool = False
    rest: Expression | None = None


Mark = Text | Code | Logo | Tear | Each


@dataclass(frozen=True, slots=True)
class Condition:
    """A block is there only when a field has a text, or only when it has none."""

    field: str
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle. From outside: margin, then black field and frame, then padding, then children or the mark.

    `extent_mm` is its height in a row, its width in a column; None: its `share` of what the others leave. `gap_mm` is
    left between children, `has_lines` draws a hair line there. `place` is where it stands in the file.
    """

    place: str
    children: tuple[Block, ...] = ()
    is_row: bool = False
    mark: Mark | None = None
    extent_mm: float | None = None
    share: float = 1.0
    margin: Edges = (0.0, 0.0, 0.0, 0.0)
    padding: Edges = (0.0, 0.0, 0.0, 0.0)
    gap_mm: float = 0.0
    has_lines: bool = False
    frame_mm: float = 0.0
    is_filled: bool = False
    condition: Condition | None = None

    def walk(self) -> Iterator[Block]:
        """Itself and all in it, a list's row among them."""
        yield self
        inner = (self.mark.row,) if isinstance(self.mark, Each) else self.children
        for block in inner:
            yield from block.walk()


@dataclass(frozen=True, slots=True)
class Size:
    """Paper in mm; a height of 0 is a roll of any length."""

    width_mm: float
    height_mm: float

    def serves(self, stock: Stock) -> bool:
        """Whether a drawing of this size can stand on a stock."""
        wider, higher = stock.width_mm - self.width_mm, stock.height_mm - self.height_mm
        if not self.height_mm:
            return 0 <= wider <= ROLL_SPARE_MM
        return 0 <= wider <= SPARE_MM and 0 <= higher <= SPARE_MM

    def __str__(self) -> str:
        return f"{self.width_mm:g}x{f'{self.height_mm:g}' if self.height_mm else '*'}"


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """One template, read and checked, in one language. Equal to itself alone, so that what was computed for it is kept.

    `conditions` are those outside the list, in the order of the file.
    """

    name: str
    kind: DocumentKind
    sizes: tuple[Size, ...]
    language: str
    variant: str
    root: Block
    conditions: tuple[Condition, ...]
