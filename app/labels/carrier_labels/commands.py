"""A carrier's printer commands looked through before they are sent on unchanged: only what draws one label passes."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.document import CarrierLabel
from app.domain.label import Stock
from app.errors import Rejected
from app.labels.proof.carrying import carries
from app.labels.proof.reader import read
from app.labels.raster import Bitmap, dots_per_mm

_SPARE_MM = 3.5
_NARROW = 0.8
"""A label for another head comes out 0.68 times as large, or 1.48 times; paper differs less."""


@dataclass(slots=True)
class Drawn:
    """What the commands of one label draw, as far as it matters: texts of bar codes, graphics, sizes in dots (0: not
    said), and the farthest dot at which a field begins.
    """

    linear: list[str] = field(default_factory=list)
    square: list[str] = field(default_factory=list)
    graphics: list[Bitmap] = field(default_factory=list)
    width: int = 0
    height: int = 0
    right: int = 0
    bottom: int = 0
    fields: int = 0


def unsafe(command: str) -> Rejected:
    """What a command that does more than draw one label is refused with."""
    return Rejected("label.unsafe_command", command)


def check_drawn(drawn: Drawn, label: CarrierLabel, stock: Stock, numbers: tuple[str, ...]) -> None:
    """Raises Rejected `label.wrong_dpi`, `label.wrong_paper`, `label.proof_failed`."""
    _check_dpi(drawn, label, stock)
    per_mm = dots_per_mm(stock.dpi)
    wide, high = drawn.width / per_mm or label.width_mm, drawn.height / per_mm or label.height_mm
    wanted = f"paper {stock.width_mm:g}x{stock.height_mm:g} mm"
    if wide > stock.width_mm + _SPARE_MM or high > stock.height_mm + _SPARE_MM:
        raise Rejected("label.wrong_paper", f"{wide:.0f}x{high:.0f} mm, {wanted}")
    if drawn.right > stock.width_mm * per_mm or drawn.bottom > stock.height_mm * per_mm:
        raise Rejected("label.wrong_paper", f"{drawn.right / per_mm:.0f}x{drawn.bottom / per_mm:.0f} mm, {wanted}")
    if not _holds(drawn, numbers[0]):
        raise Rejected("label.proof_failed", "no bar code of it says the tracking number")


def _check_dpi(drawn: Drawn, label: CarrierLabel, stock: Stock) -> None:
    """What the carrier says, else what its width says, else what the paper lets suppose."""
    if label.dpi:
        fits = round(dots_per_mm(label.dpi)) == round(dots_per_mm(stock.dpi))
        is_ = f"{label.dpi} dpi"
    else:
        width_mm = label.width_mm or stock.width_mm
        share = drawn.width / (width_mm * dots_per_mm(stock.dpi))
        fits, is_ = _NARROW <= share <= 1 / _NARROW, f"{drawn.width} dots wide"
    if not fits:
        raise Rejected("label.wrong_dpi", f"{is_}, printer {stock.dpi} dpi")


def _holds(drawn: Drawn, number: str) -> bool:
    if any(carries(text, number) for text in drawn.linear):
        return True
    if any(carries(text, number, is_square=True) for text in drawn.square):
        return True
    return any(
        carries(seen.text, number, is_square=not seen.is_linear)
        for graphic in drawn.graphics
        for seen in read(graphic.to_grey(), is_grey=False)
        if seen.barcode.valid
    )


def dots_of(digits: bytes) -> int:
    """A number of a command. More than nine digits are no label's, and Python refuses to read thousands of them."""
    return int(digits) if len(digits) <= 9 else 10**9
