"""What stands on a label, before anyone decides where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.order import Consignee, Shipper
from app.domain.shipment import Goods, Waybill


@dataclass(frozen=True, slots=True)
class Stock:
    """The paper in the printer: size in millimetres and the head's resolution in dots per inch (203, 300, 600).

    A height of 0 is a roll, cut where the content ends. `gap_mm` lies between two labels on their liner, 0 where
    nothing does. `head_dots`: what lies beyond is not printed; 0 where the head is as wide as its paper.
    """

    width_mm: float
    height_mm: float
    dpi: int
    gap_mm: float = 2.0
    head_dots: int = 0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a printed test card said of a printer: by how many millimetres its picture must be moved to the right and
    down, the head's dots per inch, and a darkness to advise, 0 for none.
    """

    shift_x_mm: float = 0.0
    shift_y_mm: float = 0.0
    dpi: int = 203
    darkness: int = 0


@dataclass(frozen=True, slots=True)
class LabelContent:
    """All that an e-waybill label shows. `consignee` and `shipper` are already masked where the privacy rule asks.

    `printed_at` is local time as text, `copy` 1 for the original, 2 and up for reprints (marked on the label).
    `position` is the label's number on its printer, by which it is asked for again after a jam; 0 shows none.
    """

    waybill: Waybill
    carrier_title: str
    consignee: Consignee
    shipper: Shipper
    goods: tuple[Goods, ...]
    order_number: str
    printed_at: str
    remark: str = ""
    weight_g: int | None = None
    copy: int = 1
    position: int = 0
