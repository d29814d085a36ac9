"""What printers are asked in each language, and how their answers are read out of a stream that may hold anything.

No first byte is taken for an answer, no half answer for a whole one, and nothing here claims more than was said.
"""

from __future__ import annotations

from app.devices.printer_words.conversation import Conversation, together
from app.devices.printer_words.cpcl import CpclWords
from app.devices.printer_words.epl import EplWords
from app.devices.printer_words.escpos import EscPosWords, fresh_process_id
from app.devices.printer_words.models import MODELS, SILENT, Profile, profile_of
from app.devices.printer_words.tspl import TsplWords
from app.devices.printer_words.words import Ask, MuteWords, Words
from app.devices.printer_words.zpl import ZplWords, labels_asked
from app.domain.printing import Language

__all__ = [
    "MODELS",
    "SILENT",
    "Ask",
    "Conversation",
    "Profile",
    "Words",
    "fresh_process_id",
    "labels_asked",
    "profile_of",
    "together",
    "words_of",
]

_WORDS: dict[Language, type[Words]] = {
    Language.ZPL: ZplWords,
    Language.TSPL: TsplWords,
    Language.EPL: EplWords,
    Language.CPCL: CpclWords,
    Language.ESCPOS: EscPosWords,
    Language.PAGE: MuteWords,
}


def words_of(language: Language) -> Words:
    """A fresh listener for one conversation."""
    return _WORDS[language]()
