"""The lesson of the calibration sheet: scan by scan, what is expected next, how the last scan was, what is learned.

Only a code of the sheet teaches anything. The codes come in any order and any number of times; the last ends the
lesson once letters, signs and fields are heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import reduce
from unicodedata import normalize

from app.domain.keystroke import Keystroke
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.domain.lesson_guess import Guess, guesses
from app.domain.lesson_learning import Burst, has_places, learn, read
from app.domain.lesson_result import Advice, Hearing, Learned
from app.domain.typed import is_end
from app.domain.wedge_profile import Country, WedgeProfile

_LONGEST = 512  # keys; no code of the sheet is nearly as long
_ALIKE = 0.5  # a garbled code of the sheet has so much of it at least
_NEARLY = 0.8
_FEWEST_EATEN = 4  # keys; fewer may be dead keys
_FEWEST_SIGNS = 8  # or letters, to conclude anything from
_EASTERN = re.compile("[\u2e80-\u9fff\uff01-\uff5e]")
_MARKS = re.compile("1[^a-zA-Z0-9]{8,}1|2[^a-zA-Z0-9]{8,}2|0102134567890007")  # what no input method takes for letters
_MUST = (LessonStep.LETTERS, LessonStep.SIGNS, LessonStep.FIELDS, LessonStep.END)


@dataclass(frozen=True, slots=True)
class Understood:
    """A code of the sheet, and the guesses, by their numbers, in which it is that."""

    burst: Burst
    fits: frozenset[int]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was heard so far. `last` is how the last scan was, None before the first."""

    codes: tuple[tuple[LessonStep, Understood], ...] = ()
    garbled: Burst = ()
    last: Hearing | None = None

    @property
    def steps_heard(self) -> frozenset[LessonStep]:
        return frozenset(step for step, _ in self.codes)

    @property
    def step(self) -> LessonStep | None:
        """The code to scan next, None when the lesson is over. Chinese may be passed over."""
        if self.is_over:
            return None
        return next(step for step in LessonStep if step not in self.steps_heard)

    @property
    def is_over(self) -> bool:
        return self.steps_heard.issuperset(_MUST)

    def heard(self, strokes: tuple[Keystroke, ...]) -> Lesson:
        """After some keys of the scanner, up to a silence that no scanner makes; they may be several codes."""
        return reduce(Lesson._heard, _codes(strokes[: 4 * _LONGEST]), self)

    def heard_text(self, text: str) -> Lesson:
        """After a code of a scanner that does not type."""
        code = text.strip("\r\n\t")
        return self._heard(code) if code else self

    @property
    def result(self) -> Learned | None:
        """What can be said by now: None until the lesson is over, save where something must be changed first."""
        if self.garbled:
            return Learned(None, (_diagnosed(self.garbled),))
        codes = dict(self.codes)
        fitting = _fitting_all(codes)
        if self.is_over:
            return learn({step: code.burst for step, code in codes.items()}, _chosen(fitting))
        advice = {guess.advice for guess in fitting}
        if len(advice) == 1 and (only := advice.pop()) is not None:
            return Learned(None, (only,))
        return None

    def _heard(self, burst: Burst) -> Lesson:
        step, code = _understood(burst)
        if step is None:
            hearing = _unfit(burst)
            return replace(self, garbled=burst if hearing is Hearing.GARBLED else self.garbled, last=hearing)
        if self.is_over and step is LessonStep.END:
            return replace(self, garbled=(), last=Hearing.AGAIN)
        before = {} if self.is_over else dict(self.codes)
        codes = {**before, step: code}
        if not _fitting_all(codes):
            return Lesson(((step, code),), last=Hearing.CHANGED)
        return Lesson(tuple(codes.items()), last=Hearing.AGAIN if step in before else Hearing.GOOD)


def _codes(strokes: tuple[Keystroke, ...]) -> Iterator[tuple[Keystroke, ...]]:
    """Each code with the keys that end it; ends without a code are none."""
    code: list[Keystroke] = []
    for stroke in strokes:
        if code and is_end(code[-1]) and not is_end(stroke):
            yield tuple(code)
            code = []
        if code or not is_end(stroke):
            code.append(stroke)
    if code:
        yield tuple(code)


def _understood(burst: Burst) -> tuple[LessonStep | None, Understood]:
    """Which code of the sheet a burst is by any guess; None for no such code."""
    is_placed = has_places(burst)
    shown = [(number, guess) for number, guess in enumerate(guesses()) if is_placed or not guess.reads.country]
    readings = {reads: read(burst, reads)[:_LONGEST] for reads in {guess.reads for _, guess in shown}}
    for step in LessonStep:
        fits = frozenset(number for number, guess in shown if guess.shapes[step].find(readings[guess.reads]))
        if fits:
            return step, Understood(burst, fits)
    return None, Understood(burst, frozenset())


def _fitting_all(codes: dict[LessonStep, Understood]) -> list[Guess]:
    numbers = set(range(len(guesses()))).intersection(*(code.fits for code in codes.values()))
    return [guesses()[number] for number in sorted(numbers)]


def _chosen(fitting: list[Guess]) -> Guess:
    """By the places of the keys where one country alone fits: no layout, Caps Lock or input method touches that. All
    countries fit where characters are typed as numbers.
    """
    mended = [guess for guess in fitting if guess.profile]
    by_places = [guess for guess in mended if guess.reads.country]
    by_text = [guess for guess in mended if not guess.reads.country]
    first = by_places if len(by_places) == 1 else by_text or by_places
    return (first or fitting)[0]


def _unfit(burst: Burst) -> Hearing:
    """What is to be said of a burst that is no code of the sheet by any guess."""
    readings = _readings(burst)
    if any(_is_part(reading, text) for reading in readings for text in LESSON_TEXTS.values()):
        return Hearing.CUT_OFF
    reading, text = _nearest(burst)
    is_alike = not reading.isdecimal() and _alike(reading, text) >= _ALIKE
    if is_alike or _shows_input_method(burst) or _is_mostly_signs(burst):
        return Hearing.GARBLED
    return Hearing.OTHER_CODE


def _diagnosed(burst: Burst) -> Advice:
    """What to change so that a garbled code of the sheet arrives better."""
    if isinstance(burst, str):
        return Advice.SERIAL
    if _shows_input_method(burst):
        return Advice.INPUT_METHOD
    if has_places(burst):
        reading = read(burst, WedgeProfile(Country.US))
        is_american = max(_alike(reading, text) for text in LESSON_TEXTS.values()) >= _NEARLY
        return Advice.SERIAL if is_american else Advice.COUNTRY_US
    reading, text = _nearest(burst)
    if _shows_wrong_case(normalize("NFKC", reading), text):
        return Advice.CAPS_LOCK
    return Advice.SERIAL if _alike(reading, text) >= _NEARLY else Advice.SAME_COUNTRY


def _nearest(burst: Burst) -> tuple[str, str]:
    """The reading of a burst that is most like a code of the sheet, and that code."""
    pairs = ((reading, text) for reading in _readings(burst) for text in LESSON_TEXTS.values())
    return max(pairs, key=lambda pair: _alike(*pair))


def _readings(burst: Burst) -> list[str]:
    profiles = [WedgeProfile(), *(WedgeProfile(country) for country in Country)]
    return sorted({read(burst, profile)[:_LONGEST] for profile in profiles})


def _alike(reading: str, text: str) -> float:
    narrow = normalize("NFKC", reading)
    return SequenceMatcher(None, narrow.casefold(), text.casefold(), autojunk=False).ratio()


def _shows_wrong_case(reading: str, text: str) -> bool:
    """Whether a third or more of the letters that are there have the other case."""
    blocks = SequenceMatcher(None, reading.casefold(), text.casefold(), autojunk=False).get_matching_blocks()
    pairs = [(reading[a + n], text[b + n]) for a, b, size in blocks for n in range(size) if text[b + n].isalpha()]
    return len(pairs) >= _FEWEST_SIGNS and sum(one != other for one, other in pairs) * 3 >= len(pairs)


def _is_part(reading: str, text: str) -> bool:
    """Whether characters are missing and nothing else is wrong; a number alone may be any code."""
    rest = iter(text)
    return len(reading) >= 4 and not reading.isdecimal() and all(character in rest for character in reading)


def _shows_input_method(burst: Burst) -> bool:
    """Whether keys gave nothing, or what is left of a code of the sheet is Chinese or of full width."""
    if isinstance(burst, str):
        return False
    pressed = [stroke for stroke in burst if not is_end(stroke)]
    text = "".join(stroke.text for stroke in pressed)
    is_eastern = bool(_EASTERN.search(text))
    eaten = [stroke for stroke in pressed if not (stroke.text or stroke.is_ctrl or stroke.is_alt)]
    if len(eaten) >= _FEWEST_EATEN and (is_eastern or not any(stroke.scan_code for stroke in eaten)):
        return True
    return is_eastern and bool(_MARKS.search(normalize("NFKC", text)))


def _is_mostly_signs(burst: Burst) -> bool:
    """As the code of the signs alone is, whatever became of them; keys that give nothing among them."""
    texts = list(burst) if isinstance(burst, str) else [stroke.text for stroke in burst if not is_end(stroke)]
    return sum(not text.isalnum() for text in texts) >= max(_FEWEST_SIGNS, len(texts) * _ALIKE)
