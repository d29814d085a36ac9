from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.labels.text import LINE_PITCH, Box, Sizes, clean, fit, width, write
from app.labels.typeface import BOLD, REGULAR

boxes = st.builds(Box, st.just(20), st.just(20), st.integers(60, 400), st.integers(30, 160))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), boxes, st.sampled_from([REGULAR, BOLD]), st.sampled_from([0.0, 0.5, 1.0]))
def test_any_text_stays_in_its_box(text: str, box: Box, face: object, align: float) -> None:
    writing = fit(text, box, Sizes(28, 18), face, align=align)  # type: ignore[arg-type]
    assert len(writing.lines) * round(writing.size * LINE_PITCH) <= box.height
    assert all(width(line, writing.face, writing.size) <= box.width for line in writing.lines)
    sheet = Image.new("1", (460, 220))
    write(sheet, writing)
    ink = sheet.getbbox()
    assert ink is None or (ink[0] >= box.left and ink[1] >= box.top and ink[2] <= box.right and ink[3] <= box.bottom)


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from(" ab9，。"), max_size=80
    )
)
def test_a_text_that_fits_loses_nothing(text: str) -> None:
    writing = fit(text, Box(0, 0, 700, 300), Sizes(30, 20), REGULAR)
    assert "".join(writing.lines).replace(" ", "") == clean(text).replace(" ", "")


def test_a_text_that_cannot_fit_is_cut_and_says_so() -> None:
    writing = fit("科技园" * 200, Box(0, 0, 300, 60), Sizes(30, 20), REGULAR)
    assert writing.size == 20
    assert writing.lines[-1].endswith("…")


def test_text_shrinks_before_it_is_cut() -> None:
    short, long = (fit("深圳市" * times, Box(0, 0, 300, 30), Sizes(24, 12), REGULAR) for times in (3, 6))
    assert short.size == 24
    assert 12 <= long.size < 24
    assert not long.lines[0].endswith("…")


def test_latin_breaks_between_words_and_han_anywhere() -> None:
    latin = fit("Keji South 12th Road", Box(0, 0, 160, 100), Sizes(24, 24), REGULAR)
    assert all(line.split() and line == line.strip() for line in latin.lines)
    assert " ".join(latin.lines) == "Keji South 12th Road"
    assert len(fit("南山区科技园南区", Box(0, 0, 100, 100), Sizes(24, 24), REGULAR).lines) == 2


def test_a_closing_sign_never_begins_a_line() -> None:
    lines = fit("南山区科，技园。南区", Box(0, 0, 100, 150), Sizes(24, 24), REGULAR).lines
    assert len(lines) > 2
    assert not any(line[0] in "，。" for line in lines)


def test_control_and_invisible_characters_do_not_reach_the_paper() -> None:
    assert clean("张\u200b三\r\n\x00^XZ\u202e 丰\ufeff  x") == "张三 ^XZ 丰 x"
    assert clean("e\u0301") == "é"
