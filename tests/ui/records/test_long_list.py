"""A list of 100,000 orders: no row is read that is not seen, late answers are dropped, the chosen one stays chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.facts import LaneChanged
from app.domain.record import OrderFilter, OrderRow, Question
from app.station import Station
from app.ui.screens.orders.screen import OrdersScreen
from app.ui.tables.pages import MOST_PAGES, ROWS, Came, Lister, Pages, Wish, read
from tests.builders import Rig
from tests.ui.records.archive import bring_in, fill
from tests.ui.records.conftest import YEAR
from tests.ui.records.seen import press, rows_seen, settle

Browse = Callable[[Station], OrdersScreen]
LAST, FIRST = "Y-000000", f"Y-{YEAR - 1:06d}"


@pytest.fixture
def screen(browse: Browse, year: Rig) -> OrdersScreen:
    return browse(year.station)


@pytest.fixture
def asked(screen: OrdersScreen) -> list[int]:
    """How many rows the store was asked for, each time."""
    counts: list[int] = []
    kind = screen._kind

    def lister(records: object) -> Lister[OrderRow]:
        own = kind.lister(records)  # type: ignore[arg-type]

        def page(question: Question, first: int, count: int) -> tuple[OrderRow, ...]:
            counts.append(count)
            return own.page(question, first, count)

        return replace(own, page=page)

    screen._kind = replace(kind, lister=lister)
    return counts


def test_the_end_is_one_key_away_and_nothing_between_is_read(screen: OrdersScreen, asked: list[int]) -> None:
    assert screen.bar.found.text() == "100,000 found"
    press(screen.table, Qt.Key.Key_End)
    assert rows_seen(screen.table)[-1] == LAST
    assert sum(asked) <= 3 * ROWS
    press(screen.table, Qt.Key.Key_Home)
    assert rows_seen(screen.table)[0] == FIRST


def test_page_after_page_what_is_kept_is_bounded(screen: OrdersScreen, asked: list[int]) -> None:
    screen.table.choose(0)
    for _ in range(60):
        press(screen.table, Qt.Key.Key_PageDown)
        assert "" not in rows_seen(screen.table)
        assert screen.table.pages.rows_kept <= MOST_PAGES * ROWS
    place = screen.table.currentIndex().row()
    assert place > 500
    assert rows_seen(screen.table)[-1] <= f"Y-{YEAR - 1 - place:06d}"
    assert sum(asked) <= place + 4 * ROWS


def test_the_scroll_bar_drags_through_all_and_what_it_passes_need_not_be_read(
    screen: OrdersScreen, asked: list[int]
) -> None:
    bar = screen.table.verticalScrollBar()
    for step in range(1, 201):
        bar.setValue(bar.maximum() * step // 200)
    settle()
    assert rows_seen(screen.table)[-1] == LAST
    assert screen.table.pages.rows_kept <= MOST_PAGES * ROWS
    assert sum(asked) <= 200 * 2 * ROWS


def test_a_row_still_to_come_is_painted_without_words_and_then_with_them(screen: OrdersScreen) -> None:
    bar = screen.table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert set(rows_seen(screen.table)) == {""}
    assert not screen.table.grab().toImage().isNull()
    settle()
    assert "" not in rows_seen(screen.table)


def test_a_row_opened_before_it_is_there_is_shown_when_it_comes(screen: OrdersScreen) -> None:
    screen.table.choose(YEAR - 50)
    screen._open_chosen()
    assert not screen.is_detailed
    settle()
    assert screen.order.heading.text() == "Y-000049"


def test_every_sign_typed_is_searched_and_only_the_last_answer_is_shown(screen: OrdersScreen) -> None:
    for end in range(1, 9):
        screen.bar.field.setText("Y-012345"[:end])
    settle()
    assert rows_seen(screen.table) == ["Y-012345"]
    screen.bar.field.setText("Y-01")
    settle()
    assert screen.bar.found.text() == "1,000 or more found"


# What comes late.


class Credulous(Pages[str]):
    """Shows whatever comes."""

    def take(self, came: Came[str]) -> bool:
        return super().take(replace(came, wish=replace(came.wish, turn=self._turn)))


def shows_the_last_wish(kind: type[Pages[str]]) -> bool:
    """Two questions are asked, and the first one's answer comes after the second's."""
    wishes: list[Wish] = []
    pages = kind(wishes.append, str)
    lister = Lister(lambda _question: 1, lambda question, _first, _count: (question.words,), str)
    for words in ("1", "10"):
        pages.ask_anew(Question(words=words))
    late, last = (read(lister, wish) for wish in wishes)
    for came in (last, late):
        pages.take(came)
    return pages.row(0) == "10"


def test_an_answer_to_what_is_no_longer_asked_is_dropped() -> None:
    assert shows_the_last_wish(Pages)
    assert not shows_the_last_wish(Credulous), "the test finds a list that is fooled"


def test_while_the_next_answer_is_awaited_the_old_rows_cannot_be_opened(screen: OrdersScreen) -> None:
    screen.table.choose(0)
    screen.bar.field.setText("Y-000007")
    screen._open_chosen()
    settle()
    assert screen.order.heading.text() == "Y-000007"


# News.


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    fill(rig.station.database, 2_000)
    bring_in(rig, 80, "SO")
    yield rig
    rig.station.stop()


@pytest.fixture
def seen(browse: Browse, busy: Rig) -> OrdersScreen:
    """Scrolled to the middle, with an order chosen."""
    screen = browse(busy.station)
    screen.table.choose(900)
    settle()
    return screen


def chosen(screen: OrdersScreen) -> str:
    row = screen.table.chosen()
    return row.glance.number if row is not None else ""


def news(screen: OrdersScreen) -> None:
    screen._news.timeout.emit()
    settle()


@pytest.mark.parametrize("count", [1, 37, 300])
def test_what_comes_in_moves_neither_the_chosen_order_nor_the_screen(seen: OrdersScreen, busy: Rig, count: int) -> None:
    number, view = chosen(seen), rows_seen(seen.table)
    bring_in(busy, count, "NEW")
    news(seen)
    assert seen.bar.found.text() == f"{2_080 + count:,} found"
    assert chosen(seen) == number
    assert rows_seen(seen.table) == view


def test_on_top_of_the_list_what_comes_in_is_seen(browse: Browse, busy: Rig) -> None:
    screen = browse(busy.station)
    screen.table.choose(0)
    bring_in(busy, 3, "NEW")
    news(screen)
    assert rows_seen(screen.table)[:4] == ["NEW-000002", "NEW-000001", "NEW-000000", "SO-000079"]
    assert chosen(screen) == "SO-000079"


def test_an_order_that_left_the_list_leaves_no_other_chosen_in_its_place(browse: Browse, busy: Rig) -> None:
    screen = browse(busy.station)
    screen._on_filter(OrderFilter.OPEN)
    settle()
    screen.table.choose(2)
    number = chosen(screen)
    busy.scan(number)
    news(screen)
    assert number not in rows_seen(screen.table)
    assert chosen(screen) == ""
    press(screen.table, Qt.Key.Key_Down)
    assert chosen(screen) == rows_seen(screen.table)[3], "and the next key goes on from there"


def test_however_much_is_told_it_is_read_again_twice_a_second(seen: OrdersScreen) -> None:
    wishes: list[Wish] = []
    seen.table.wished.connect(wishes.append)
    for _ in range(100):
        seen.hear(LaneChanged("sandbox"))
    assert seen._news.isActive()
    assert seen._news.interval() >= 500
    assert wishes == []
    news(seen)
    assert len(wishes) == 1


def test_a_list_that_nobody_looks_at_reads_nothing(seen: OrdersScreen) -> None:
    seen.hide()
    seen.hear(LaneChanged("sandbox"))
    assert not seen._news.isActive()
