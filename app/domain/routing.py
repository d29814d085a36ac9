"""Which printer a paper comes out of: by what it is, who carries it, how large it is, where and for whom.

The first route whose every named part matches decides. Nothing is ever sent to a printer that nobody chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.document import DocumentKind
from app.domain.label import Stock

TOLERANCE_MM = 3.0
"""Paper this much off is the same paper: 4x6 inch is 101.6x152.4 mm, and passes for 100x150."""


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the settings; an empty part matches everything. `size` is `100x150` in millimetres."""

    printer: str
    document: str = ""
    carrier: str = ""
    size: str = ""
    station: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class PrintDemand:
    """A paper that wants a printer. Sizes in millimetres where it has one of its own (a carrier's label), 0 where it is
    drawn for whatever paper there is. `carrier` is the account, `service` its product: a route may name either.
    `person` is a handle.
    """

    document: DocumentKind
    carrier: str = ""
    service: str = ""
    width_mm: float = 0.0
    height_mm: float = 0.0
    station: str = ""
    person: str = ""


def choose(routes: Sequence[Route], demand: PrintDemand, printers: Mapping[str, Stock]) -> str:
    """The printer's name; empty when no route leads anywhere.

    Without routes a label goes to the first printer whose paper it fits – or the first at all, where a person then
    hears that the paper is wrong – and every other paper nowhere: it was not asked for.
    """
    for route in routes:
        if _matches(route, demand):
            return route.printer
    if demand.document is not DocumentKind.LABEL or not printers:
        return ""
    fitting = (name for name, stock in printers.items() if fits(demand, stock))
    return next(fitting, next(iter(printers)))


def fits(demand: PrintDemand, stock: Stock) -> bool:
    """Whether a paper of its own size fits a stock; one without a size fits every."""
    if not demand.width_mm or not demand.height_mm:
        return True
    return is_same_paper(demand.width_mm, demand.height_mm, stock)


def is_same_paper(width_mm: float, height_mm: float, stock: Stock) -> bool:
    return abs(stock.width_mm - width_mm) <= TOLERANCE_MM and abs(stock.height_mm - height_mm) <= TOLERANCE_MM


def read_size(text: str) -> tuple[float, float] | None:
    """`100x150` → (100.0, 150.0); None for anything else."""
    width, cross, height = text.lower().replace("×", "x").partition("x")
    try:
        size = float(width), float(height)
    except ValueError:
        return None
    return size if cross and min(size) > 0 else None


def _matches(route: Route, demand: PrintDemand) -> bool:
    named = ((route.document, demand.document), (route.station, demand.station), (route.person, demand.person))
    if any(wanted and wanted != given for wanted, given in named):
        return False
    if route.carrier and route.carrier not in (demand.carrier, demand.service):
        return False
    size = read_size(route.size)
    return size is None or fits(demand, Stock(*size, dpi=0))
