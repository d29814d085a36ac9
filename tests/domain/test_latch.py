"""Every code brought before a camera counts once: not once a frame, not once a blur, not by what else lies about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.barcode import with_check_digit
from app.domain.camera_view import Fate
from app.domain.latch import ALL_MOVED, SETTLE_MS, Glance, Latch, cells
from app.domain.sighting import Engine, Outline, Sighting, Symbol

WIDTH, HEIGHT = 1280, 720
FRAME_MS = 33
LEAVE_MS = 1000
TEA, CUP, POT = (with_check_digit(digits) for digits in ("590123412345", "400638133393", "761234567890"))


@dataclass(frozen=True)
class Label:
    text: str
    symbol: Symbol = Symbol.EAN_13
    identifier: str = "]E0"
    x: float = 100
    y: float = 100

    @property
    def outline(self) -> Outline:
        return (self.x, self.y), (self.x + 200, self.y), (self.x + 200, self.y + 80), (self.x, self.y + 80)

    def seen(self, engine: Engine = Engine.ZXING) -> Sighting:
        return Sighting(self.symbol, self.text, self.identifier, self.outline, engine, "frame")


def square(text: str, *, identifier: str = "]Q1", x: float = 600) -> Label:
    return Label(text, Symbol.QR, identifier, x)


def house_code(text: str, *, x: float = 900) -> Label:
    return Label(text, Symbol.CODE_128, "]C0", x)


def expecting(*labels: Label | str) -> frozenset[str]:
    texts = (label if isinstance(label, str) else label.text for label in labels)
    return frozenset(text.rjust(14, "0") if len(text) == 13 else text for text in texts)


class Table:
    """What a camera sees, frame by frame."""

    def __init__(self, latch: Latch | None = None, *expected: Label | str) -> None:
        self.latch = latch or Latch(LEAVE_MS)
        self.expected: Collection[str] = expecting(*expected)
        self.now_ms = 5000
        self.taken: list[str] = []

    def show(self, *labels: Label, for_ms: int = 400, moved: int = ALL_MOVED, every_ms: int = FRAME_MS) -> list[str]:
        """Show them for so long; what counted meanwhile."""
        before = len(self.taken)
        for _ in range(max(1, round(for_ms / every_ms))):
            self.now_ms += every_ms
            glance = Glance(tuple(label.seen() for label in labels), WIDTH, HEIGHT, moved)
            self.taken += [read.code.text for read in self.latch.see(glance, self.expected, self.now_ms)]
        return self.taken[before:]

    def fates(self) -> dict[Symbol, Fate]:
        return {code.symbol: code.fate for code in self.latch.in_view()}


tea, cup, pot = Label(TEA), Label(CUP, x=600), Label(POT, x=900)


def test_a_code_that_stays_counts_once() -> None:
    table = Table()
    assert table.show(tea, for_ms=60_000) == [TEA]


def test_an_expected_code_counts_at_once() -> None:
    assert Table(None, tea).show(tea, for_ms=FRAME_MS) == [TEA]


def test_a_code_nobody_expects_counts_after_a_short_while_all_the_same() -> None:
    table = Table(None, cup)
    assert table.show(tea, for_ms=100) == []
    assert table.show(tea, for_ms=200) == [TEA]


def test_a_code_nobody_expects_counts_though_it_was_shown_for_two_frames_only() -> None:
    table = Table()
    assert table.show(tea, for_ms=2 * FRAME_MS) == []
    assert table.show(for_ms=300) == [TEA]
    assert table.show(for_ms=5000) == []


def test_a_code_shown_before_the_camera_went_blind_counts_without_another_picture() -> None:
    table = Table()
    table.show(tea, for_ms=2 * FRAME_MS)
    assert [read.code.text for read in table.latch.due(table.now_ms + SETTLE_MS)] == [TEA]
    assert table.latch.due(table.now_ms + 2 * SETTLE_MS) == ()


def test_three_units_of_an_item_count_three_times_when_each_leaves_the_picture() -> None:
    table = Table(None, tea)
    for _ in range(3):
        table.show(tea, for_ms=500)
        table.show(for_ms=LEAVE_MS + 100)
    assert table.taken == [TEA] * 3


def test_part_of_a_second_without_the_code_is_blur() -> None:
    table = Table(None, tea)
    for away_ms in (100, 400, 900):
        table.show(tea)
        table.show(for_ms=away_ms)
    table.show(tea)
    assert table.taken == [TEA]


def test_a_code_that_is_doubted_is_still_there() -> None:
    """A lone engine's ITF of other than 14 digits is never believed, and yet keeps its text from leaving."""
    table = Table(None, tea)
    table.show(tea)
    doubted = replace(tea, symbol=Symbol.ITF, identifier="]I0")
    table.show(doubted, for_ms=3000)
    assert table.show(tea) == []


def test_a_code_that_is_read_badly_has_not_left_while_nothing_moves_where_it_lies() -> None:
    """Told apart by what moved at its own place: a hand elsewhere says nothing of it."""
    elsewhere = cells(0.6, 0.6, 0.9, 0.9)
    table = Table(None, tea)
    table.show(tea)
    assert table.show(for_ms=5000, moved=elsewhere) == []
    assert table.show(tea, moved=elsewhere) == []
    table.show(for_ms=LEAVE_MS + 100, moved=cells(0.05, 0.1, 0.3, 0.3))
    assert table.show(tea) == [TEA]


def test_stillness_after_a_code_was_taken_away_does_not_keep_it() -> None:
    table = Table(None, tea)
    table.show(tea)
    table.show(for_ms=100)  # a hand takes it
    table.show(for_ms=LEAVE_MS, moved=0)
    assert table.show(tea) == [TEA]


def test_a_blind_camera_has_not_seen_the_code_leave() -> None:
    table = Table(None, tea)
    table.show(tea)
    table.now_ms += 60_000
    assert table.show(tea) == []


def test_an_idle_camera_sees_a_code_leave_too() -> None:
    table = Table(None, tea)
    table.show(tea, for_ms=2000, every_ms=200)
    table.show(for_ms=LEAVE_MS + 400, every_ms=200)
    assert table.show(tea, every_ms=200) == [TEA]


def test_two_equal_labels_in_view_count_once() -> None:
    table = Table(None, tea)
    assert table.show(tea, replace(tea, x=700)) == [TEA]


def test_upc_and_ean_of_one_number_are_one_code() -> None:
    table = Table()
    assert len(table.show(Label("012345678905"), Label("0012345678905", x=700), for_ms=3000)) == 1


def test_all_expected_codes_in_view_count_each_once() -> None:
    table = Table(None, tea, cup)
    assert sorted(table.show(tea, cup, pot, for_ms=3000)) == sorted([TEA, CUP])


def test_of_several_in_view_the_expected_one_counts_and_another_waits_until_it_has_left() -> None:
    """The wrong item beside it still raises the alarm, when it is the one that stays."""
    table = Table(None, tea)
    assert table.show(tea, cup, for_ms=3000) == [TEA]
    assert Fate.WAITING in {code.fate for code in table.latch.in_view()}
    assert table.show(cup, for_ms=LEAVE_MS - 100) == []
    assert table.show(cup, for_ms=300) == [CUP]


def test_a_wrong_item_brought_beside_one_that_counted_already_counts() -> None:
    table = Table(None, tea)
    table.show(tea, for_ms=2000)
    assert table.show(tea, cup, for_ms=500) == [CUP]


def test_an_expected_code_that_turns_up_late_is_preferred() -> None:
    table = Table(None, cup)
    table.show(tea, for_ms=100)
    assert table.show(tea, cup, for_ms=1000) == [CUP]


def test_of_two_items_nobody_expects_none_counts_until_one_is_gone() -> None:
    table = Table(None, pot)
    assert table.show(tea, cup, for_ms=3000) == []
    assert {code.fate for code in table.latch.in_view()} == {Fate.SEVERAL}
    assert table.show(cup, for_ms=LEAVE_MS + 200) == [CUP]
    assert table.fates()[Symbol.EAN_13] is Fate.TAKEN


def test_two_items_taken_away_together_count_not_at_all() -> None:
    table = Table()
    table.show(tea, cup, for_ms=2000)
    table.show(cup, for_ms=100)  # the last of the two to leave
    assert table.show(for_ms=3000) == []


@pytest.mark.parametrize(
    "other", [square("https://example.test/tea?id=7"), house_code("SN-0042")], ids=["link", "serial"]
)
def test_an_item_is_meant_rather_than_what_else_is_printed_on_it(other: Label) -> None:
    table = Table()
    assert table.show(tea, other, for_ms=2000) == [TEA]
    assert table.show(other, for_ms=900) == [], "it leaves the picture a little later"


def test_a_link_that_is_all_there_is_counts() -> None:
    assert Table().show(square("https://example.test/tea")) == ["https://example.test/tea"]


def test_a_serial_number_shown_later_counts_though_the_item_lies_there() -> None:
    table = Table()
    table.show(tea, for_ms=1500)
    assert table.show(tea, house_code("SN-0042"), for_ms=600) == ["SN-0042"]


@pytest.mark.parametrize("expected", [(), (tea,)])
def test_one_item_with_its_number_in_two_symbols_counts_once(expected: Sequence[Label]) -> None:
    matrix = Label(f"01{TEA.rjust(14, '0')}1012AB", Symbol.DATA_MATRIX, "]d2", x=600)
    link = square(f"https://id.example.test/01/{TEA.rjust(14, '0')}")
    for order in ((tea, matrix, link), (link, matrix, tea)):
        table = Table(None, *expected)
        assert len(table.show(*order, for_ms=3000)) == 1
        table = Table(None, *expected)
        table.show(order[0], for_ms=300)
        table.show(*order, for_ms=3000)
        assert len(table.taken) == 1


def test_of_two_symbols_that_say_one_item_the_one_that_says_more_counts() -> None:
    matrix = Label(f"01{TEA.rjust(14, '0')}1012AB", Symbol.DATA_MATRIX, "]d2", x=600)
    assert Table(None, tea).show(tea, matrix) == [matrix.text]


def test_two_units_with_serials_of_their_own_count_each() -> None:
    units = [Label(f"01{TEA.rjust(14, '0')}21{n}", Symbol.DATA_MATRIX, "]d2", x=300 * n) for n in (1, 2)]
    assert sorted(Table(None, tea).show(*units)) == sorted(unit.text for unit in units)


def test_a_command_card_counts_as_soon_as_it_is_believed() -> None:
    assert Table().show(house_code("PB.OK"), for_ms=2 * FRAME_MS) == ["PB.OK"]


def test_a_sheet_full_of_commands_gives_none() -> None:
    sheet = [house_code(f"PB.{word}", x=250.0 * number) for number, word in enumerate(("OK", "VOID", "CANCEL"))]
    assert Table().show(*sheet, for_ms=3000) == []


def test_a_lone_reading_of_bars_never_counts() -> None:
    table = Table()
    table.show(tea, for_ms=FRAME_MS)
    assert table.show(for_ms=5000) == []
    assert table.fates() == {}


def test_goods_that_come_one_after_the_other_to_the_same_place_do_not_dispute_each_other() -> None:
    table = Table(None, TEA, CUP, POT)
    for text in (TEA, CUP, POT):
        table.show(Label(text), for_ms=300)
    assert table.taken == [TEA, CUP, POT]


def test_what_is_read_in_turn_of_the_same_bars_is_disputed() -> None:
    """One of them is misread; nobody knows which."""
    table = Table()
    for _ in range(60):
        table.show(Label(TEA), for_ms=FRAME_MS)
        table.show(Label(CUP), for_ms=FRAME_MS)
    assert table.taken == []


def test_a_code_that_is_read_now_and_then_has_two_witnesses_in_the_end() -> None:
    table = Table()
    for _ in range(2):
        table.show(tea, for_ms=FRAME_MS)
        table.show(for_ms=600)
    assert table.taken == [TEA]


def test_a_picture_of_another_size_begins_anew_and_counts_nothing_twice() -> None:
    table = Table(None, tea)
    table.show(tea)
    smaller = Glance((tea.seen(),), 640, 480)
    assert table.latch.see(smaller, table.expected, table.now_ms + 30) == ()
    (shown,) = table.latch.in_view()
    assert shown.outline[0] == (100 / 640, 100 / 480)


def test_a_wall_of_codes_is_bounded() -> None:
    table = Table()
    for number in range(0, 4000, 32):
        table.show(*(square(f"wall {number + n}") for n in range(32)), for_ms=FRAME_MS)
    assert len(table.latch._presented) <= 48
    table.show(for_ms=3000)
    assert not table.latch._presented
    assert not table.latch._recent._of


# ---------------------------------------------------------------------------------------------------------------------

presentation = st.tuples(st.sampled_from([tea, cup, pot]), st.integers(2, 20), st.integers(0, 6))


def shifts(
    shown: Iterable[tuple[Label, int, int]], gap_ms: int, make: Callable[[], Latch]
) -> tuple[list[str], list[str]]:
    """What was presented, and what counted: each held for some frames, in every one of which it may be missed."""
    table = Table(make())
    presented = []
    for label, frames, blur in shown:
        presented.append(label.text)
        for number in range(frames):
            is_missed = blur and 2 <= number < frames - 1 and number % (blur + 1) == 0
            table.show(*([] if is_missed else [label]), for_ms=FRAME_MS)
        table.show(for_ms=gap_ms)
    table.show(for_ms=SETTLE_MS)
    return presented, table.taken


@given(st.lists(presentation, max_size=6), st.integers(LEAVE_MS + 2 * FRAME_MS, 3000))
def test_every_presentation_counts_once_when_a_pause_lies_between(
    shown: list[tuple[Label, int, int]], gap_ms: int
) -> None:
    presented, taken = shifts(shown, gap_ms, lambda: Latch(LEAVE_MS))
    assert taken == presented


@given(st.lists(presentation, max_size=6), st.integers(SETTLE_MS + FRAME_MS, 900))
def test_no_presentation_counts_twice_whatever_the_pause(shown: list[tuple[Label, int, int]], gap_ms: int) -> None:
    """Of any pause a hand can make: codes that change places faster than that are taken for several in view."""
    presented, taken = shifts(shown, gap_ms, lambda: Latch(LEAVE_MS))
    for text in (TEA, CUP, POT):
        assert taken.count(text) <= presented.count(text)
        assert (text in taken) == (text in presented), "and none is lost altogether"


class Forgetful(Latch):
    """A latch that forgets as soon as a frame is without the code."""

    def __init__(self) -> None:
        super().__init__(0)


def test_a_latch_that_forgets_at_once_is_caught() -> None:
    presented, taken = shifts([(tea, 20, 2)], 1500, Forgetful)
    assert taken != presented
