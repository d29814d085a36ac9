"""The lesson of the calibration sheet: scan by scan, what is expected next, how the last scan was, what is learned.

Only a code of the sheet teaches anything. The codes come in any order and any number of times; the last ends the
lesson once letters, signs and fields are heard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import reduce

from app.domain.keystroke import Keystroke
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.domain.lesson_guess import Guess, guesses
from app.domain.lesson_learning import Burst, learn, read
from app.domain.lesson_result import Advice, Hearing, Learned
from app.domain.typed import is_end
from app.domain.wedge_profile import Country, WedgeProfile

SILENCE_MS = 400
"""Keys are one burst until it was silent for so long: how slow the scanner is, is yet to be learned."""
_LONGEST = 512  # keys; no code of the sheet is nearly as long
_ALIKE = 0.5  # a garbled code of the sheet has so much of it at least
_NEARLY = 0.8
_MUST = (LessonStep.LETTERS, LessonStep.SIGNS, LessonStep.FIELDS, LessonStep.END)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was heard so far. `last` is how the last scan was, None before the first."""

    bursts: tuple[tuple[LessonStep, Burst], ...] = ()
    garbled: Burst = ()
    last: Hearing | None = None

    @property
    def steps_heard(self) -> frozenset[LessonStep]:
        return frozenset(step for step, _ in self.bursts)

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
        """After some keys of the scanner, up to a silence of `SILENCE_MS`; several codes may be among them."""
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
        fitting = _fitting_all(dict(self.bursts))
        if self.is_over:
            return learn(dict(self.bursts), _chosen(fitting))
        advice = {guess.advice for guess in fitting}
        if len(advice) == 1 and (only := advice.pop()) is not None:
            return Learned(None, (only,))
        return None

    def _heard(self, burst: Burst) -> Lesson:
        step = next((step for step in LessonStep if _fitting(step, burst)), None)
        if step is None:
            hearing = _unfit(burst)
            return replace(self, garbled=burst if hearing is Hearing.GARBLED else self.garbled, last=hearing)
        if self.is_over and step is LessonStep.END:
            return replace(self, garbled=(), last=Hearing.AGAIN)
        before = () if self.is_over else self.bursts
        bursts = {**dict(before), step: burst}
        if not _fitting_all(bursts):
            return Lesson(((step, burst),), last=Hearing.CHANGED)
        return Lesson(tuple(bursts.items()), last=Hearing.AGAIN if step in dict(before) else Hearing.GOOD)


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


def _fitting(step: LessonStep, burst: Burst) -> frozenset[int]:
    """The guesses, by their numbers, in which a burst is this code."""
    readings: dict[WedgeProfile, str] = {}
    for guess in guesses():
        if guess.reads not in readings:
            readings[guess.reads] = read(burst, guess.reads)[:_LONGEST]
    return frozenset(
        number for number, guess in enumerate(guesses()) if guess.patterns[step].search(readings[guess.reads])
    )


def _fitting_all(bursts: dict[LessonStep, Burst]) -> list[Guess]:
    numbers = set(range(len(guesses())))
    for step, burst in bursts.items():
        numbers &= _fitting(step, burst)
    return [guesses()[number] for number in sorted(numbers)]


def _chosen(fitting: list[Guess]) -> Guess:
    """By the places of the keys where one country alone fits: no layout, Caps Lock or input method touches that. All
    countries fit where no places are known.
    """
    mended = [guess for guess in fitting if guess.profile]
    by_places = [guess for guess in mended if guess.reads.country]
    by_text = [guess for guess in mended if not guess.reads.country]
    first = by_places if len(by_places) == 1 else by_text or by_places
    return (first or fitting)[0]


def _unfit(burst: Burst) -> Hearing:
    """What is to be said of a burst that is no code of the sheet by any guess."""
    reading, text = _nearest(burst)
    if _is_part(reading, text):
        return Hearing.CUT_OFF
    if _alike(reading, text) >= _ALIKE or _shows_input_method(burst):
        return Hearing.GARBLED
    return Hearing.OTHER_CODE


def _diagnosed(burst: Burst) -> Advice:
    """What to change so that a garbled code of the sheet arrives better."""
    if isinstance(burst, str):
        return Advice.SERIAL
    if sum(stroke.scan_code > 0 for stroke in burst) * 2 > len(burst):
        reading = read(burst, WedgeProfile(Country.US))
        is_american = max(_alike(reading, text) for text in LESSON_TEXTS.values()) >= _NEARLY
        return Advice.SERIAL if is_american else Advice.COUNTRY_US
    if _shows_input_method(burst):
        return Advice.INPUT_METHOD
    reading, text = _nearest(burst)
    return Advice.SERIAL if _alike(reading, text) >= _NEARLY else Advice.SAME_COUNTRY


def _nearest(burst: Burst) -> tuple[str, str]:
    """The reading of a burst that is most like a code of the sheet, and that code."""
    profiles = [WedgeProfile(), *(WedgeProfile(country) for country in Country)]
    readings = {read(burst, profile)[:_LONGEST] for profile in profiles}
    return max(
        ((reading, text) for reading in sorted(readings) for text in LESSON_TEXTS.values()),
        key=lambda pair: _alike(*pair),
    )


def _alike(reading: str, text: str) -> float:
    return SequenceMatcher(None, reading.casefold(), text.casefold(), autojunk=False).ratio()


def _is_part(reading: str, text: str) -> bool:
    """Whether characters are missing and nothing else is wrong; a number alone may be any code."""
    rest = iter(text)
    return len(reading) >= 4 and not reading.isdecimal() and all(character in rest for character in reading)


def _shows_input_method(burst: Burst) -> bool:
    """Whether keys without places came as Chinese, or gave nothing."""
    if isinstance(burst, str):
        return False
    pressed = [stroke for stroke in burst if not is_end(stroke)]
    is_eaten = len(pressed) >= 4 and sum(not s.text and not s.scan_code for s in pressed) * 2 > len(pressed)
    text = read(burst, WedgeProfile())
    return is_eaten or any("\u2e80" <= character <= "\u9fff" for character in text)
