"""Whether what a symbol says is the tracking number, bare or in the envelope that its carrier puts around it."""

from __future__ import annotations

import re

_ENVELOPES = (
    (r"420\d{5}(?:\d{4})?", r"\d{20,34}", ""),  # USPS: application identifier 420 and the consignee's ZIP code
    (r"00", r"\d{18}", ""),  # GS1: an SSCC
    (r"96\d{18,20}|1\d{15,21}", r"\d{12,15}", ""),  # FedEx: 32 or 34 digits that end with the number
    (r"[JN]", r"[0-9A-Z]{8,}", ""),  # data identifier of a license plate (ISO/IEC 15459): DHL, GLS
    (r"%?[0-9A-Z]{7}", r"\d{14}", r"\d{6}"),  # DPD: the consignee's postcode; service and country
)
"""What stands before and behind a number of which form."""
_NOT_INSIDE = "A-Za-z0-9"
_SEPARATORS = re.compile(r"[\x1d\x1e\x04]")


def carries(text: str, number: str, *, is_square: bool = False) -> bool:
    """Whether a symbol's text is the number or holds it. A symbol in two dimensions (`is_square`) may hold more beside
    it, but the number must stand there as a word of its own: a longer number is another number.
    """
    plain = _SEPARATORS.sub("", text)
    if plain == number:
        return True
    if not number:
        return False
    if is_square and re.search(f"(?<![{_NOT_INSIDE}]){re.escape(number)}(?![{_NOT_INSIDE}])", text):
        return True
    inside = re.escape(number)
    return any(
        re.fullmatch(form, number) and re.fullmatch(f"(?:{before}){inside}{after}", plain)
        for before, form, after in _ENVELOPES
    )


def is_like(text: str, number: str) -> bool:
    """Whether the text could be another tracking number of the same carrier: letters the same, digits as many."""
    return _shape(text) == _shape(number)


def _shape(text: str) -> str:
    return re.sub(r"\d", "0", _SEPARATORS.sub("", text))
