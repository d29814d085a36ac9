"""How large a carrier's template is, by the variant that is asked for: seen in two shop systems, documented nowhere."""

from __future__ import annotations

import re

UNKNOWN = (0.0, 0.0)
_BY_HEIGHT = {
    "110": (100.0, 110.0),
    "130": (76.0, 130.0),
    "150": (100.0, 150.0),
    "180": (100.0, 180.0),
    "210": (100.0, 210.0),
}
_DEFAULTS = {
    "SF": (100.0, 150.0),
    "ZTO": (100.0, 180.0),
    "YTO": (100.0, 180.0),
    "STO": (100.0, 180.0),
    "YD": (100.0, 203.0),
    "JTSD": (100.0, 180.0),
    "EMS": (100.0, 150.0),
    "YZPY": (100.0, 180.0),
    "JD": (100.0, 110.0),
    "DBL": (100.0, 177.0),
    "CNSD": (76.0, 130.0),
}
_VARIANT = re.compile(r"([0-9]{3})(?:[0-9]{1,2})?(?:_YS)?")
"""The height in millimetres, which issue of the template, and whether it masks the consignee: `180`, `18001_YS`."""


def size_of(service: str, template_size: str) -> tuple[float, float]:
    """Width and height in millimetres of a TemplateSize; (0, 0) where nobody has said."""
    if template_size in ("", "0"):
        return _DEFAULTS.get(service, UNKNOWN)
    variant = _VARIANT.fullmatch(template_size)
    return _BY_HEIGHT.get(variant[1], UNKNOWN) if variant else UNKNOWN
