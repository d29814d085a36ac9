"""What each model of printer can be asked, as a table.

A printer is asked only what its model answers: many print a question that they do not know as text. Where the model is
not named, only what a clone of that language swallows without a trace is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.devices.printer_words.words import Ask
from app.domain.printing import Language
from app.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class Profile:
    """`asks`: what this model answers. Nothing asked means nothing known, and every outcome says so."""

    language: Language | None = None  # None: any
    asks: frozenset[Ask] = frozenset()


SILENT = Profile()

MODELS: dict[str, Profile] = {
    "silent": SILENT,
    # ZPL
    "zebra-link-os": Profile(
        Language.ZPL, frozenset({Ask.ALERTS, Ask.STATE, Ask.COUNTER, Ask.IDENTITY, Ask.MODEL})
    ),  # ZD, ZT, QLn and all that came after 2012: counts its labels, tells its serial number
    "zebra-old": Profile(Language.ZPL, frozenset({Ask.STATE, Ask.MODEL})),  # before: mute while something is wrong
    "zpl-clone": Profile(Language.ZPL, frozenset({Ask.STATE})),
    # TSPL
    "tsc": Profile(Language.TSPL, frozenset({Ask.ALERTS, Ask.STATE})),
    "tspl-clone": Profile(Language.TSPL, frozenset({Ask.STATE})),  # Gprinter, Xprinter, HPRT …
    # EPL
    "zebra-epl": Profile(Language.EPL, frozenset({Ask.STATE})),  # LP 2824, GK420 in EPL mode …
    # CPCL
    "zebra-mobile": Profile(Language.CPCL, frozenset({Ask.ALERTS, Ask.STATE, Ask.MODEL})),  # QL, RW, MZ
    # ESC/POS
    "epson": Profile(Language.ESCPOS, frozenset({Ask.STATE, Ask.PROCESS_ID, Ask.IDENTITY, Ask.MODEL})),  # TM series
    "escpos-clone": Profile(Language.ESCPOS, frozenset({Ask.STATE})),
}

_DEFAULTS = {
    Language.ZPL: "zpl-clone",  # `~HS` is a command to all of them; `! U1 getvar` comes out as text on some
    Language.TSPL: "tspl-clone",  # `ESC ! ?` is never printed
    Language.EPL: "silent",  # `^ee` inside a picture that somebody left half would be dots
    Language.CPCL: "silent",  # in line-print mode `ESC h` may print an h
    Language.ESCPOS: "escpos-clone",  # DLE EOT is all control characters
    Language.PAGE: "silent",
}


def profile_of(language: Language, model: str = "") -> Profile:
    """The row of a model by its name in the settings, or what is polite in that language.

    Raises Misconfigured `printer.model` for a name that is not in the table or speaks another language.
    """
    profile = MODELS.get(model or _DEFAULTS[language])
    if profile is None or profile.language not in (None, language):
        raise Misconfigured("printer.model", f"{model} as {language}")
    return profile
