"""What the codes of the calibration sheet say, in the order in which they are scanned."""

from __future__ import annotations

from enum import StrEnum

from app.domain.barcode import GROUP_SEPARATOR


class LessonStep(StrEnum):
    """A code of the sheet."""

    LETTERS = "letters"  # Code 128: each letter once, in one case or the other
    SIGNS = "signs"  # Code 128: what the fields leave of ASCII's signs
    FIELDS = "fields"  # GS1-128: every digit, the other signs, a separator
    CHINESE = "chinese"  # QR; may be skipped, for many scanners read bars only
    END = "end"  # Code 128, closes the lesson


FIELDS_WRITTEN = "(01)02134567890007(10)-./:,+(21)*'&%\"_7"
"""The GS1 code as it is written below its bars."""
LESSON_TEXTS: dict[LessonStep, str] = {
    LessonStep.LETTERS: "1aBcDeFgHiJkLmNoPqRsTuVwXyZ1",
    LessonStep.SIGNS: "2<>!;=?#$()@[\\]{}|`a^e~n2",  # accents before letters: a lazy dead key would show
    LessonStep.FIELDS: f"010213456789000710-./:,+{GROUP_SEPARATOR}21*'&%\"_7",
    LessonStep.CHINESE: "4扫码设置Ab12打包单号4",  # of which no wrong encoding eats the letters that stand behind
    LessonStep.END: "PB.TAUGHT",
}
"""What a scanner that is set up right delivers of each."""
