"""Templates from two folders: the product's own, which must be right, and the station's, which may be wrong and then
does not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.domain.document import DocumentKind
from app.domain.label import Stock
from app.errors import Misconfigured
from app.labels.layouts.checking import check_layout
from app.labels.layouts.format import Layout, Size
from app.labels.layouts.reading import read_layouts
from app.resources import resource

LARGEST_FILE_BYTES = 64_000
_MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class LayoutProblem:
    """A template of the station's that does not count: which, and what is wrong with it, in English."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Layouts:
    """All templates that count, the station's own first."""

    layouts: tuple[Layout, ...]
    problems: tuple[LayoutProblem, ...] = ()

    def find(self, kind: DocumentKind, stock: Stock, *, language: str, variant: str = "") -> tuple[Layout, Size]:
        """The template for a paper, and which of its sizes: in this language before others, the largest that the paper
        has room for. Raises Misconfigured `label.stock_unsupported`.
        """
        fitting = [
            (layout, size)
            for layout in self.layouts
            if layout.kind is kind and layout.variant in {"", variant}
            for size in layout.sizes
            if size.serves(stock)
        ]
        if not fitting:
            paper = f"{stock.width_mm:g}x{stock.height_mm:g} mm"
            raise Misconfigured("label.stock_unsupported", f"{variant or kind.value} on {paper}")
        return max(fitting, key=lambda each: (each[0].language == language, each[1].width_mm * each[1].height_mm))


def load_layouts(folder: Path, *, own: Path | None = None) -> Layouts:
    """The shipped templates; a file of the same name in `own` takes the place of a shipped one, others come beside.

    Raises Misconfigured `layout.bad` for a shipped one that is wrong; a wrong one of the station's is named in
    `problems`, and the shipped one stays.
    """
    shipped = {path.name: _load(path) for path in _files(folder)}
    owned: dict[str, tuple[Layout, ...]] = {}
    problems = []
    for path in _files(own) if own else []:
        try:
            owned[path.name] = _load(path)
        except Misconfigured as error:
            problems.append(LayoutProblem(path.name, error.detail))
    counting = [*owned.values(), *(layouts for name, layouts in shipped.items() if name not in owned)]
    return Layouts(tuple(layout for layouts in counting for layout in layouts), tuple(problems))


@cache
def shipped_layouts() -> Layouts:
    """The product's own templates, read once."""
    return load_layouts(resource("layouts"))


def _files(folder: Path) -> list[Path]:
    """A folder that is not there holds none. Only files: a pipe would keep the station waiting."""
    return [path for path in sorted(folder.glob("*.toml"))[:_MOST_FILES] if path.is_file()]


def _load(path: Path) -> tuple[Layout, ...]:
    """One template in each of its languages. Raises Misconfigured `layout.bad`, the file's name first."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise Misconfigured("layout.bad", f"{path.name}: cannot be read ({type(error).__name__})") from error
    if len(content) > LARGEST_FILE_BYTES:
        raise Misconfigured("layout.bad", f"{path.name}: larger than {LARGEST_FILE_BYTES} bytes")
    try:
        layouts = read_layouts(content, path.stem)
        for layout in layouts:
            check_layout(layout)
    except Misconfigured as error:
        raise Misconfigured("layout.bad", f"{path.name}: {error.detail}") from error
    return layouts
