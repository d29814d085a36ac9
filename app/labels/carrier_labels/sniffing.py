"""What a label is written in, told by its first bytes: names and content types of carriers' answers lie."""

from __future__ import annotations

import re

from app.domain.document import LabelFormat
from app.errors import Rejected

_HEAD = 4096
_SIGNS = (
    (LabelFormat.PNG, re.compile(rb"\x89PNG\r\n\x1a\n")),
    (LabelFormat.GIF, re.compile(rb"GIF8[79]a")),
    (LabelFormat.PDF, re.compile(rb"[\s\S]{0,1024}?%PDF-\d")),
    (LabelFormat.ZPL, re.compile(rb"\s*(?:CT~~CD,~CC\^~CT~\s*)?(?:[~^](?!XA)[^~^]{0,200}\s*){0,40}\^XA")),
    (LabelFormat.EPL, re.compile(rb"\s*(?:[A-Za-z^][^\r\n]{0,200}\r?\n\s*){0,8}(?:N|q\d+|Q\d+,\d+[^\r\n]*)\s*\r?\n")),
    (
        LabelFormat.HTML,
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*(?:<!--[\s\S]{0,1000}?-->\s*|<\?xml[^>]{0,200}>\s*)?"
            rb"<(?:!doctype\s+html|html|head|body|style|meta|div|table)\b",
            re.IGNORECASE,
        ),
    ),
)


def sniff(content: bytes) -> LabelFormat:
    """The format of a label's bytes. Raises Rejected `label.unknown_format` for anything else."""
    head = content[:_HEAD]
    for label_format, sign in _SIGNS:
        if sign.match(head):
            return label_format
    raise Rejected("label.unknown_format", f"{len(content)} bytes")
