"""One thing said in both languages, kept in one place so that neither can be forgotten.

English counts two ways: `{count:parcel|parcels}` says "1 parcel" and "3 parcels", and Chinese `{count}` needs none.
"""

from __future__ import annotations

from dataclasses import dataclass

ENGLISH = "en"
CHINESE = "zh_CN"
LANGUAGES = (CHINESE, ENGLISH)


class _Counted(str):
    """A number as it is written, which knows the word that goes with it."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return f"{self} {one if self == '1' else many}" if bar else super().__format__(spec)


class _CountedNumber(int):
    """The same of a number that may still be formatted as one."""

    def __format__(self, spec: str) -> str:
        return format(_Counted(int(self)), spec) if "|" in spec else super().__format__(spec)


@dataclass(frozen=True, slots=True)
class Text:
    """English and simplified Chinese of one sentence, with the same names in braces."""

    en: str
    zh: str

    def say(self, language: str) -> str:
        """The text in `zh_CN`, or in English for any other language."""
        return self.zh if language == CHINESE else self.en

    def fill(self, language: str, **values: object) -> str:
        """The text with its names filled in; what is counted agrees with its number."""
        return self.say(language).format(**{name: _counted(value) for name, value in values.items()})


def _counted(value: object) -> object:
    if type(value) is int:
        return _CountedNumber(value)
    return _Counted(value) if type(value) is str else value
