"""Whatever scanner types into whatever computer: the lesson's profile reads every code right, or the lesson names the
setting that makes it so. Never a profile that reads another text than was scanned.
"""

from __future__ import annotations

import random
from itertools import product

import pytest

from app.domain.lesson import Lesson
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.domain.lesson_result import Advice, Hearing, Learned
from app.domain.typed import Assembler
from app.domain.wedge_profile import Country, WedgeProfile
from tests.domain.lesson_player import OTHER, Player, Setup, some_codes

TEACHERS = [*Country, OTHER]


def taught(setup: Setup, *, reads_qr: bool = True, seed: int = 1) -> Learned:
    """The lesson as a person takes it: code after code until something is said."""
    lesson, player = Lesson(), Player(setup, seed)
    while lesson.step is not None:
        step = lesson.step
        if step is LessonStep.CHINESE and not reads_qr:
            step = LessonStep.END
        if setup.is_serial:
            lesson = lesson.heard_text(setup.framed("code128", LESSON_TEXTS[step]))
        else:
            lesson = lesson.heard(player.lesson_code(step))
        if lesson.result:
            return lesson.result
        assert lesson.last is Hearing.GOOD, (step, lesson.last)
    raise AssertionError("a lesson that says nothing")


def texts_by(profile: WedgeProfile, setup: Setup, codes: list[tuple[str, str]]) -> list[str]:
    """What the bench would get of codes that a scanner reads one after the other."""
    assembler, player, texts = Assembler(profile), Player(setup, seed=2), []
    last_ms = 0
    for symbology, text in codes:
        for stroke in player.scan(symbology, text):
            texts += assembler.take(stroke)
            last_ms = stroke.at_ms
    return texts + list(assembler.expire(last_ms + 2000))


def check(setup: Setup, learned: Learned, seed: int, *, reads_qr: bool) -> None:
    """The texts of 20 more codes, of kinds that the advice does not name, are those that were scanned."""
    if setup.is_serial or learned.profile is None:
        return
    has_separator, has_chinese = (advice not in learned.needed for advice in (Advice.SEPARATOR, Advice.CHINESE))
    codes = some_codes(random.Random(seed), 20, with_separator=has_separator, with_chinese=has_chinese and reads_qr)
    assert texts_by(learned.profile, setup, codes) == [setup.meant(*code) for code in codes], (setup, learned)


def mend(setup: Setup, seed: int = 1, *, reads_qr: bool = True) -> list[Advice]:
    """Follow each advice until there is none; every profile on the way is checked, and every change is one. What was
    advised.
    """
    advised: list[Advice] = []
    while True:
        learned = taught(setup, reads_qr=reads_qr, seed=seed)
        check(setup, learned, seed, reads_qr=reads_qr)
        if not learned.needed:
            assert learned.profile is not None
            return advised
        changed = setup.changed(learned.needed[0])
        assert changed != setup, f"{learned.needed[0]} is so already: {setup}"
        assert len(advised) < 9, (advised, setup)
        advised.append(learned.needed[0])
        setup = changed


@pytest.mark.parametrize("places", ["known", "below", "unknown"])
@pytest.mark.parametrize("system", TEACHERS)
def test_every_scanner_on_every_layout_is_learned_or_told_what_to_set(places: str, system: str) -> None:
    for scanner, is_locked in product(TEACHERS, (False, True)):
        mend(Setup(scanner, system, places, is_locked=is_locked))


@pytest.mark.parametrize("input_method", ["half", "full"])
@pytest.mark.parametrize("places", ["known", "below", "unknown"])
def test_an_input_method_is_mended_or_told(input_method: str, places: str) -> None:
    for scanner, is_locked in product(TEACHERS, (False, True)):
        mend(Setup(scanner, Country.US, places, input_method, is_locked))


def _any_setup(dice: random.Random) -> Setup:
    return Setup(
        scanner=dice.choice(TEACHERS),
        system=dice.choice(TEACHERS),
        places=dice.choice(["known", "below", "unknown"]),
        input_method=dice.choice(["off", "off", "off", "half", "full"]),
        is_locked=dice.random() < 0.2,
        case=dice.choice(["", "", "", "", "compensated", "upper"]),
        prefix=dice.choice(["", "", "~", "\x02", "Scan:", "aB"]),
        suffix=dice.choice(["", "", "#", "\x03", "-z-"]),
        identifier=dice.choice(["", "aim", "aim", "maker"]),
        separator=dice.choice(["control", "keypad", "{GS}", "<GS>", "^]", "|", "key", "lost"]),
        ending=dice.choice(["enter", "tab", "both", ""]),
        gap_ms=dice.choice([2, 10, 55, 90, 300]),
        chinese=dice.choice(["unicode", "unicode", "number", "bytes", "marks", "dropped"]),
        is_lazy=dice.random() < 0.1,
        is_numbers=dice.random() < 0.1,
    )


@pytest.mark.parametrize("seed", range(10))
def test_any_mixture_of_settings_is_learned_or_told(seed: int) -> None:
    dice = random.Random(seed)
    for number in range(25):
        mend(_any_setup(dice), seed * 100 + number, reads_qr=dice.random() < 0.7)
