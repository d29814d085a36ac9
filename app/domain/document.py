"""What is printed at a bench, and the labels that carriers draw themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a paper is. Each has layouts of its own and goes to a printer of its own choice."""

    LABEL = "label"  # the e-waybill
    PACKING_SLIP = "packing_slip"  # what is inside, for the consignee
    CUSTOMS_FORM = "customs_form"  # CN22 / CN23
    CARTON_LABEL = "carton_label"  # SSCC, GS1-128
    LICENSE_PLATE = "license_plate"  # a number for a box inside the house: not a shipping label
    MANIFEST = "manifest"  # the signed hand-over list
    COMMAND_SHEET = "command_sheet"  # codes on paper: the one that teaches a scanner goes through a lane
    TEST_CARD = "test_card"  # what a printer is set up by


class LabelFormat(StrEnum):
    """In what a carrier returns a label that it drew itself."""

    ZPL = "zpl"
    EPL = "epl"
    PDF = "pdf"
    PNG = "png"
    GIF = "gif"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class CarrierLabel:
    """A label as the carrier drew it. Sizes in millimetres and dots per inch as the carrier names them, 0 where it does
    not. The content is personal data: encrypted at rest, in no log.
    """

    format: LabelFormat
    content: bytes = field(repr=False)
    width_mm: float = 0.0
    height_mm: float = 0.0
    dpi: int = 0
