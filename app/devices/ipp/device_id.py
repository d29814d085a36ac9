"""What a printer says of itself in one line (IEEE 1284 device ID), and which language that lets us expect."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.printing import Language

_TEXT_LIMIT = 120
_ID_LIMIT = 4096
_KEYS = {"MANUFACTURER": "MFG", "MODEL": "MDL", "COMMAND SET": "CMD", "SERIALNUMBER": "SN", "SERN": "SN", "SER": "SN"}
_COMMANDS = (  # the first that is named: what prints labels by itself goes before what needs a page
    (re.compile(r"\bZPL", re.IGNORECASE), Language.ZPL),
    (re.compile(r"\bTSPL", re.IGNORECASE), Language.TSPL),
    (re.compile(r"\bEPL", re.IGNORECASE), Language.EPL),
    (re.compile(r"\bCPCL", re.IGNORECASE), Language.CPCL),
    (re.compile(r"\bESC[ /-]?POS|\bEPSON TM", re.IGNORECASE), Language.ESCPOS),
    (re.compile(r"\bPDF|\bPWG|pwg-raster", re.IGNORECASE), Language.PAGE),
)
_MODELS = (  # makers' families that speak one language out of the box
    (re.compile(r"\bzebra\b|\bZTC\b|\b(ZD|ZT|ZQ|GK|GX|GC)\d{3}", re.IGNORECASE), Language.ZPL),
    (re.compile(r"\bTSC\b|\b(TTP|TDP)-\d|\b[TD][AEH]\d{3}\b|\bGprinter\b|\bXP-[34]\d\d", re.IGNORECASE), Language.TSPL),
    (re.compile(r"\bTM-[A-Z]+\d|\bXP-[58]\d", re.IGNORECASE), Language.ESCPOS),
)


@dataclass(frozen=True, slots=True)
class DeviceId:
    """Empty where it does not tell. `commands` is the list as the printer wrote it."""

    maker: str = ""
    model: str = ""
    serial: str = ""
    commands: str = ""

    @property
    def title(self) -> str:
        """Maker and model, the maker not twice."""
        return self.model if self.model.lower().startswith(self.maker.lower()) else f"{self.maker} {self.model}".strip()


def parse_device_id(text: str) -> DeviceId:
    """From `MFG:Zebra;MDL:ZD421;CMD:ZPL;SN:D2J…;`, with short or long keys; what is neither is passed over."""
    found: dict[str, str] = {}
    for field in text[:_ID_LIMIT].split(";"):
        key, colon, value = field.partition(":")
        key = key.strip().upper()
        if colon:
            found.setdefault(_KEYS.get(key, key), clean(value))
    return DeviceId(found.get("MFG", ""), found.get("MDL", ""), found.get("SN", ""), found.get("CMD", ""))


def guess_language(commands: str, model: str) -> Language | None:
    """By the commands it names, else by its model; None when neither is known. A guess: the test card decides."""
    for text, known in ((commands, _COMMANDS), (model, _MODELS)):
        for pattern, language in known:
            if pattern.search(text[:_ID_LIMIT]):
                return language
    return None


def clean(text: str) -> str:
    """One short line without control characters and without what turns the direction of writing."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text[: 8 * _TEXT_LIMIT])
    return " ".join(kept.split())[:_TEXT_LIMIT]
