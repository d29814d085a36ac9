"""Paper sizes in IPP's words (PWG 5101.1): in hundredths of a millimeter, told apart at one millimeter."""

from __future__ import annotations

import re

from app.devices.ipp.message import Attribute, Group, Range, Tag, Value

TOLERANCE = 100
"""A 4 x 6 inch label is sold as 102 x 152 mm: 0.4 mm off. The next paper is 1.5 mm off."""
_NAME = re.compile(r"_(\d{1,6}(?:\.\d{1,6})?)x(\d{1,6}(?:\.\d{1,6})?)(mm|in)(?:_|$)")
_PER_UNIT = {"mm": 100, "in": 2540}

Size = tuple[int, int]


def is_same(one: Size, other: Size) -> bool:
    return all(abs(a - b) <= TOLERANCE for a, b in zip(one, other, strict=True))


def size_of_name(name: str) -> Size | None:
    """From a self-describing name such as `iso_a4_210x297mm`; None for a name that tells no size."""
    if not (match := _NAME.search(name)):
        return None
    per_unit = _PER_UNIT[match[3]]
    return round(float(match[1]) * per_unit), round(float(match[2]) * per_unit)


def ready_sizes(printer: Group, *, is_cups: bool) -> tuple[Size, ...] | None:
    """The papers that lie in it; None for a printer that does not tell.

    Of a CUPS queue only its default counts, which a person has set: what CUPS calls ready is a list in the server's
    settings (cupsd.conf, ReadyPaperSizes), the same for all of its printers.
    """
    kind = "default" if is_cups else "ready"
    sizes = [size for value in printer.values(f"media-col-{kind}") if (size := _size_in(value, "media-size"))]
    sizes += [size for name in printer.texts(f"media-{kind}") if (size := size_of_name(name))]
    return tuple(sizes) if sizes else None


def takes(printer: Group, size: Size) -> bool | None:
    """Whether it can be fed this size at all; None for a printer that names no size."""
    is_known = False
    for value in printer.values("media-size-supported"):
        if isinstance(value, tuple):
            members = Group(0, value)
            wide, high = members.values("x-dimension")[:1], members.values("y-dimension")[:1]
            is_known = is_known or bool(wide and high)
            if wide and high and _spans(wide[0], size[0]) and _spans(high[0], size[1]):
                return True
    named = [found for name in printer.texts("media-supported") if (found := size_of_name(name))]
    if any(is_same(size, found) for found in named):
        return True
    return False if is_known or named else None


def media_col(size: Size) -> Attribute:
    """A size and nothing else: which tray it lies in is the printer's to know."""
    dimensions = tuple(
        Attribute(f"{axis}-dimension", Tag.INTEGER, (length,)) for axis, length in zip("xy", size, strict=True)
    )
    members = (Attribute("media-size", Tag.BEGIN_COLLECTION, (dimensions,)),)
    return Attribute("media-col", Tag.BEGIN_COLLECTION, (members,))


def _size_in(value: Value, member: str) -> Size | None:
    inner = next(iter(Group(0, value).values(member)), None) if isinstance(value, tuple) else None
    if not isinstance(inner, tuple):
        return None
    dimensions = Group(0, inner)
    wide, high = dimensions.number("x-dimension"), dimensions.number("y-dimension")
    return (wide, high) if wide is not None and high is not None else None


def _spans(dimension: Value, length: int) -> bool:
    if isinstance(dimension, Range):
        return dimension.lower - TOLERANCE <= length <= dimension.upper + TOLERANCE
    return isinstance(dimension, int) and abs(dimension - length) <= TOLERANCE
