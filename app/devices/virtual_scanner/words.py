"""What a scanner sends for a code, by how it is set up: bytes on a serial cable, or HID-POS reports."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.barcode import GROUP_SEPARATOR

NOISE = b"\x00\xff\xfe\x81\x00\x9c,\x07"
"""What plugging in, or a wrong speed, leaves on a line."""
_DATA_BYTES = 56
_REPORT = 2


@dataclass(frozen=True, slots=True)
class Wording:
    """How a scanner is set up. `identifies`: it sends the AIM identifier; `keeps_separators`: GS stays in; `encoding`
    is what it makes of text in 2D codes. On a serial cable `prefix` and `ending` stand around the code (STX and ETX
    frame it); in reports the ending is a part of the data. `is_numbered`: reports begin with their number; `has_field`:
    they have a field for the identifier, else it stands in the data.
    """

    ending: bytes = b"\r"
    prefix: bytes = b""
    identifies: bool = True
    keeps_separators: bool = True
    encoding: str = "utf-8"
    is_numbered: bool = True
    has_field: bool = True

    def content(self, text: str) -> bytes:
        return (text if self.keeps_separators else text.replace(GROUP_SEPARATOR, "")).encode(self.encoding)


def say_serial(text: str, symbology: str, wording: Wording) -> list[bytes]:
    """The code in one piece."""
    identifier = symbology.encode("ascii") if wording.identifies else b""
    return [wording.prefix + identifier + wording.content(text) + wording.ending]


def say_reports(text: str, symbology: str, wording: Wording) -> list[bytes]:
    """The code in as many reports as it needs."""
    identifier = symbology.encode("ascii") if wording.identifies else b""
    content = wording.content(text) + wording.ending
    if not wording.has_field:
        content = identifier + content
    parts = [content[at : at + _DATA_BYTES] for at in range(0, len(content), _DATA_BYTES)]
    return [_report(part, identifier, wording, goes_on=part is not parts[-1]) for part in parts]


def _report(part: bytes, identifier: bytes, wording: Wording, *, goes_on: bool) -> bytes:
    number = bytes((_REPORT,)) if wording.is_numbered else b""
    field = identifier.ljust(3, b"\x00") if wording.has_field else b""
    body = bytes((len(part),)) + field + part
    return number + body.ljust(62, b"\x00") + bytes((goes_on,))
