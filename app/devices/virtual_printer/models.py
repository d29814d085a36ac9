"""The kinds of printers there are, by what they answer; many clones answer nothing at all."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.printing import Language


@dataclass(frozen=True, slots=True)
class Model:
    """`knows`: the questions it answers, by the names that its language's answers have for them. `talks_in_trouble`:
    answers `~HS` also without paper, where Zebra's own fall silent.
    """

    language: Language
    knows: frozenset[str] = frozenset()
    name: str = ""
    firmware: str = ""
    talks_in_trouble: bool = False


_ESCPOS_ALL = frozenset({"DLE EOT", "GS r", "GS I", "GS a", "GS ( H"})

MODELS: dict[str, Model] = {
    "zebra-link-os": Model(Language.ZPL, frozenset({"HS", "HQES", "HI", "GETVAR"}), "ZD421-203dpi", "V84.20.23Z"),
    "zebra-old": Model(Language.ZPL, frozenset({"HS"}), "Z4M-200dpi", "V53.16.0Z"),
    "zpl-emulation": Model(Language.ZPL, frozenset({"HS"}), talks_in_trouble=True),
    "zpl-clone": Model(Language.ZPL),
    "tsc": Model(Language.TSPL, frozenset({"ESC !?", "ESC !S", "~!@", "~!T"}), "TTP-244 Plus", "A1.20 EZ"),
    "gprinter": Model(Language.TSPL, frozenset({"ESC !?"}), "GP-1324D"),
    "tspl-clone": Model(Language.TSPL),
    "zebra-epl": Model(Language.EPL, frozenset({"^EE"}), "LP2844", "V4.45"),
    "epl-clone": Model(Language.EPL),
    "zebra-mobile": Model(Language.CPCL, frozenset({"ESC h", "ESC i", "ESC v"}), "QLn320", "V68.20.23Z"),
    "cpcl-clone": Model(Language.CPCL),
    "epson": Model(Language.ESCPOS, _ESCPOS_ALL, "TM-T88VI", "30.70"),
    "escpos-clone": Model(Language.ESCPOS, frozenset({"DLE EOT"})),
    "escpos-silent": Model(Language.ESCPOS),
}
"""The first of each language is what a virtual printer is that nobody told."""


def model_of(language: Language, name: str) -> Model:
    """Raises ValueError for a model that does not speak the language, and for a language that no printer reads."""
    for known, model in MODELS.items():
        if model.language is language and name in {"", known}:
            return model
    raise ValueError(f"no {language} printer is called {name or 'anything'}")
