"""One thing said in both languages, kept in one place so that neither can be forgotten."""

from __future__ import annotations

from dataclasses import dataclass

ENGLISH = "en"
CHINESE = "zh_CN"
LANGUAGES = (CHINESE, ENGLISH)


@dataclass(frozen=True, slots=True)
class Text:
    """English and simplified Chinese of one sentence, with the same names in braces."""

    en: str
    zh: str

    def say(self, language: str) -> str:
        """The text in `zh_CN`, or in English for any other language."""
        return self.zh if language == CHINESE else self.en
