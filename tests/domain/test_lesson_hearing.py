"""What the lesson says of each scan: heard, cut off, garbled, no code of the sheet; and what it takes for learned."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import lesson, lesson_guess, lesson_learning
from app.domain.keystroke import Keystroke
from app.domain.lesson import Lesson
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.domain.lesson_result import Advice, Hearing, Note
from app.domain.wedge_profile import Country, SeparatorForm, WedgeProfile, as_tree, profile_of
from app.ui.messages_lesson import ADVICE, HEARINGS, NOTES, SHEET_WRITTEN, STEPS
from tests.domain.lesson_player import Player, Setup
from tests.domain.test_lesson import mend, taught

ALL = list(LessonStep)


def after(*steps: LessonStep, setup: Setup | None = None, start: Lesson | None = None) -> Lesson:
    player, heard = Player(setup or Setup()), start or Lesson()
    for step in steps:
        heard = heard.heard(player.lesson_code(step))
    return heard


def hear(start: Lesson, text: str, symbology: str = "code128", **setup: str) -> Lesson:
    return start.heard(Player(Setup(**setup)).scan(symbology, text))


def test_the_codes_come_in_order_and_the_last_ends_the_lesson() -> None:
    expected = [*ALL[1:], None]
    for number, step in enumerate(expected, 1):
        heard = after(*ALL[:number])
        assert (heard.last, heard.step) == (Hearing.GOOD, step)
        assert (heard.result is None) == (step is not None)


def test_chinese_may_be_passed_over_and_the_rest_may_not() -> None:
    assert after(LessonStep.LETTERS, LessonStep.SIGNS, LessonStep.FIELDS, LessonStep.END).is_over
    heard = after(LessonStep.END, LessonStep.FIELDS, LessonStep.LETTERS)
    assert (heard.step, heard.result) == (LessonStep.SIGNS, None)
    assert after(LessonStep.SIGNS, start=heard).result == after(*ALL).result


def test_a_repeated_code_counts_once_and_the_later_one() -> None:
    heard = after(LessonStep.LETTERS, LessonStep.LETTERS)
    assert (heard.last, heard.step, len(heard.codes)) == (Hearing.AGAIN, LessonStep.SIGNS, 1)
    over = after(*ALL)
    again = after(LessonStep.END, start=over)
    assert (again.last, again.result) == (Hearing.AGAIN, over.result)


def test_after_the_end_another_lesson_begins() -> None:
    heard = after(LessonStep.LETTERS, start=after(*ALL))
    assert (heard.step, heard.result, heard.last) == (LessonStep.SIGNS, None, Hearing.GOOD)


@pytest.mark.parametrize(
    ("text", "symbology"),
    [
        ("4006381333931", "code128"), ("SF1234567890123", "code128"), ("PB.OK", "code128"), ("213456789000", "code128"),
        ("https://packbench.cn/p?id=1&q=2", "qr"), ("收件：快递单号 123456", "qr"), ("1Z999AA10123456784", "code128"),
        ("0104006381333931\x1d21ABC", "gs1"), ("A", "code128"), ("]C0", "code128"), ("扫码枪", "qr"),
    ],
)  # fmt: skip
def test_an_ordinary_code_teaches_nothing(text: str, symbology: str) -> None:
    for places in ("known", "unknown"):
        before = after(LessonStep.LETTERS)
        heard = hear(before, text, symbology, places=places)
        assert heard.last is Hearing.OTHER_CODE
        assert replace(heard, last=before.last) == before
        assert Lesson().heard_text(text).last is Hearing.OTHER_CODE


@pytest.mark.parametrize("step", [LessonStep.LETTERS, LessonStep.SIGNS, LessonStep.FIELDS])
@pytest.mark.parametrize("kept", [slice(0, 20), slice(9, None), slice(0, None, 2)])
def test_a_code_cut_off_is_to_be_scanned_once_more(step: LessonStep, kept: slice) -> None:
    before = after(ALL[0])
    heard = hear(before, LESSON_TEXTS[step][kept])
    assert (heard.last, heard.codes, heard.result) == (Hearing.CUT_OFF, before.codes, None)


def test_garbage_is_answered_with_what_to_change_and_forgotten_when_it_reads() -> None:
    german = Setup(Country.ES, Country.DE, "unknown", is_lazy=True)
    heard = after(LessonStep.LETTERS, LessonStep.SIGNS, setup=german)
    assert heard.last is Hearing.GARBLED
    assert heard.result is not None
    assert heard.result.needed == (Advice.SAME_COUNTRY,)
    assert heard.result.profile is None
    mended = after(*ALL, setup=Setup(Country.DE, Country.DE, "unknown"), start=heard)
    assert mended.result is not None
    assert mended.result.profile is not None


def test_a_scanner_changed_in_between_is_noticed() -> None:
    heard = after(LessonStep.LETTERS, LessonStep.SIGNS, setup=Setup(Country.FR))
    heard = after(LessonStep.FIELDS, setup=Setup(Country.DE), start=heard)
    assert (heard.last, heard.steps_heard) == (Hearing.CHANGED, {LessonStep.FIELDS})


def test_several_codes_in_one_burst_are_all_heard() -> None:
    player = Player(Setup(ending="both"))
    burst = tuple(stroke for step in ALL for stroke in player.lesson_code(step))
    assert Lesson().heard(burst).is_over
    assert Lesson().heard((Keystroke("\r"), Keystroke("\n"))) == Lesson()
    assert Lesson().heard(()) == Lesson()


def profile_after(setup: Setup) -> WedgeProfile:
    learned = taught(setup)
    assert learned.profile is not None
    return learned.profile


def test_what_stands_around_a_code_is_learned() -> None:
    setup = Setup(prefix="~<", suffix="#", identifier="aim", ending="tab", separator="{GS}")
    profile = profile_after(setup)
    assert (profile.prefix, profile.suffix, profile.has_identifier, profile.ends_with) == ("~<", "#", True, "tab")
    assert (profile.separator_form, profile.separator) == (SeparatorForm.WORD, "{GS}")
    noted = set(taught(setup).noted)
    assert noted >= {Note.PREFIX, Note.SUFFIX, Note.IDENTIFIER, Note.TAB, Note.SEPARATOR}


@pytest.mark.parametrize(
    ("separator", "form", "needed"),
    [
        ("control", SeparatorForm.CONTROL, ()), ("keypad", SeparatorForm.KEYPAD, ()), ("key", SeparatorForm.KEY, ()),
        ("<GS>", SeparatorForm.WORD, ()), ("lost", SeparatorForm.LOST, (Advice.SEPARATOR,)),
        ("|", SeparatorForm.LOST, (Advice.SEPARATOR,)), ("GS", SeparatorForm.LOST, (Advice.SEPARATOR,)),
    ],
)  # fmt: skip
def test_the_separator_is_known_in_each_of_its_forms(
    separator: str, form: SeparatorForm, needed: tuple[Advice, ...]
) -> None:
    learned = taught(Setup(separator=separator))
    assert learned.needed == needed
    assert learned.profile is not None
    assert learned.profile.separator_form is form


@pytest.mark.parametrize(
    ("gap_ms", "learned_ms"), [(2, range(30, 31)), (55, range(80, 99)), (90, range(130, 151)), (160, range(220, 251))]
)
def test_the_pause_between_keys_is_learned_with_room(gap_ms: int, learned_ms: range) -> None:
    assert profile_after(Setup(gap_ms=gap_ms)).gap_ms in learned_ms


def test_a_scanner_too_slow_to_tell_from_a_hand_is_told() -> None:
    assert taught(Setup(gap_ms=400)).needed == (Advice.FASTER,)
    assert taught(Setup(gap_ms=400)).profile is None
    assert Advice.FASTER in taught(Setup(gap_ms=150)).better


def test_without_times_the_usual_pause_stays() -> None:
    bursts = [tuple(replace(s, at_ms=0) for s in Player(Setup()).lesson_code(step)) for step in ALL]
    heard = Lesson()
    for burst in bursts:
        heard = heard.heard(burst)
    assert heard.result is not None
    assert heard.result.profile is not None
    assert heard.result.profile.gap_ms == WedgeProfile().gap_ms


@pytest.mark.parametrize("chinese", ["bytes", "marks", "dropped"])
def test_chinese_that_does_not_arrive_is_told_and_the_rest_is_learned(chinese: str) -> None:
    learned = taught(Setup(chinese=chinese))
    assert learned.needed == (Advice.CHINESE,)
    assert learned.profile is not None
    assert taught(Setup(chinese="number")).needed == ()


def test_caps_lock_is_noted_where_places_mend_it_and_told_where_not() -> None:
    assert Note.CAPS_LOCK in taught(Setup(is_locked=True)).noted
    assert taught(Setup(places="unknown", is_locked=True)).needed == (Advice.CAPS_LOCK,)
    assert taught(Setup(case="upper")).needed == (Advice.CAPS_LOCK,)


def test_a_makers_own_identifier_is_told() -> None:
    assert taught(Setup(identifier="maker")).needed == (Advice.MAKERS_ID,)
    assert Advice.IDENTIFIER in taught(Setup()).better


@pytest.mark.parametrize("wrap", [("", ""), ("\x02", "\x03"), ("S:", "")])
def test_a_scanner_that_does_not_type_is_taught_by_its_texts(wrap: tuple[str, str]) -> None:
    said = {"letters": "]C0", "signs": "]C0", "fields": "]C1", "chinese": "]Q1", "end": "]C0"}
    heard = Lesson()
    for step, text in LESSON_TEXTS.items():
        heard = heard.heard_text(f"{wrap[0]}{said[step]}{text}{wrap[1]}\r\n")
    result = heard.result
    assert result is not None
    assert result.profile == WedgeProfile(prefix=wrap[0], suffix=wrap[1], has_identifier=True)
    assert (result.needed, result.better) == ((), ())


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "gb18030", "cp437"])
def test_texts_in_the_wrong_encoding_are_told(encoding: str) -> None:
    heard = Lesson()
    for text in LESSON_TEXTS.values():
        heard = heard.heard_text(text.encode().decode(encoding, "replace"))
    assert heard.result is not None
    assert heard.result.needed == (Advice.CHINESE,)


STROKES = st.builds(
    Keystroke,
    text=st.sampled_from(["", "1", "a", "Z", "\r", "\x1d", "的", "！", "]", "\x00", "ab"]) | st.text(max_size=2),
    scan_code=st.integers(0, 400),
    is_shift=st.booleans(), is_ctrl=st.booleans(), is_alt=st.booleans(), is_keypad=st.booleans(),
    at_ms=st.integers(-10, 10**12),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(STROKES, max_size=60), max_size=3), st.text(max_size=50))
def test_whatever_is_pressed_is_answered_and_teaches_nothing(bursts: list[list[Keystroke]], text: str) -> None:
    heard = Lesson().heard_text(text)
    for burst in bursts:
        heard = heard.heard(tuple(burst))
    assert heard.codes == ()
    assert heard.result is None or heard.result.profile is None


def test_a_flood_of_keys_is_answered_in_bounded_time() -> None:
    heard = Lesson().heard((Keystroke("1", 2),) * 100_000)
    assert heard.last is Hearing.OTHER_CODE
    assert Lesson().heard_text("x" * 1_000_000).last is Hearing.OTHER_CODE


def test_two_characters_that_arrive_as_one_make_no_profile() -> None:
    """A British `|` and `~` give the same on an American layout."""
    assert lesson_guess.translation_of(Country.GB, Country.US) is None
    assert mend(Setup(Country.GB, Country.US, "unknown")) == [Advice.COUNTRY_US]


def _believe_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson_learning, "_wrapped", lambda *_: lesson_learning._Wrapped("", "", "", "\x1d"))
    monkeypatch.setattr(lesson_learning, "_is_read", lambda *_: True)


def test_a_lesson_that_took_them_for_one_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = lesson_guess.translation_of
    monkeypatch.setattr(lesson_guess, "PRINTABLE", lesson_guess.PRINTABLE.replace("#", "").replace("~", ""))
    careless = honest(Country.GB, Country.US)
    assert careless is not None
    monkeypatch.setattr(lesson_guess, "translation_of", lambda scanner, system: careless)
    _believe_everything(monkeypatch)
    lesson_guess.guesses.cache_clear()
    try:
        with pytest.raises(AssertionError):
            mend(Setup(Country.GB, Country.US, "unknown"))
    finally:
        lesson_guess.guesses.cache_clear()


def test_a_lesson_without_its_proof_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a single mark in place of the separator no profile makes one."""
    monkeypatch.setattr(lesson_learning, "_is_read", lambda *_: True)
    with pytest.raises(AssertionError):
        mend(Setup(separator="|"))


def test_a_lesson_that_takes_any_country_for_the_scanners_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    american = next(guess for guess in lesson_guess.guesses() if guess.reads.country is Country.US)
    monkeypatch.setattr(lesson, "_chosen", lambda _: american)
    _believe_everything(monkeypatch)
    with pytest.raises(AssertionError):
        mend(Setup(Country.GB))


@pytest.mark.parametrize(
    "setup",
    [
        Setup(), Setup(Country.FR, Country.DE), Setup(Country.US, Country.IT, "unknown", "full"),
        Setup(prefix="a", suffix="\\", identifier="aim", ending="", separator="key"),
    ],
)  # fmt: skip
def test_a_profile_survives_being_written_down(setup: Setup) -> None:
    profile = profile_after(setup)
    assert profile_of(as_tree(profile)) == profile
    assert profile_of(as_tree(WedgeProfile())) == WedgeProfile()


@pytest.mark.parametrize(
    "change",
    [
        {"country": "xx"}, {"country": []}, {"translation": "ab"}, {"translation": [["a"]]},
        {"translation": [["a", "bc"]]}, {"translation": [[1, "c"]]},
        {"translation": [["a", "b"], ["c", "b"]]}, {"translation": [["a", "b"], ["a", "c"]]},
        {"translation": [[chr(n), chr(n + 1)] for n in range(300)]}, {"prefix": None}, {"suffix": "x" * 65},
        {"has_identifier": 1}, {"separator_form": "smoke"}, {"separator": 29}, {"gap_ms": 0}, {"gap_ms": True},
        {"gap_ms": 10**6}, {"gap_ms": "50"}, {"ends_with": "space"}, {"ends_with": ["tab"]}, {"more": 1},
    ],
)  # fmt: skip
def test_a_profile_of_nonsense_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        profile_of({**as_tree(WedgeProfile()), **change})


@pytest.mark.parametrize("tree", [None, [], "profile", 7, {}, {"country": "us"}])
def test_what_is_no_profile_at_all_is_refused(tree: object) -> None:
    with pytest.raises(ValueError, match="no profile"):
        profile_of(tree)


def test_every_word_of_the_lesson_is_there_in_both_languages() -> None:
    assert set(STEPS) == set(LessonStep)
    assert set(HEARINGS) == set(Hearing)
    assert set(ADVICE) == set(Advice)
    assert set(NOTES) == set(Note)
    texts = [*STEPS.values(), *HEARINGS.values(), *ADVICE.values(), *NOTES.values(), SHEET_WRITTEN]
    assert all(text.en.isascii() and text.en and not text.zh.isascii() for text in texts)
    assert {Advice.to_country(country) for country in Country} < set(Advice)
