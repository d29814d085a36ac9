"""The parcels at the window: found by their label, shown whole, and mended by the bench's own keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.record import ParcelFilter
from app.station import Station
from app.ui.main_window import MainWindow
from app.ui.screens.parcels.screen import ParcelsScreen
from tests.builders import Rig, a_draft
from tests.ui.records.archive import GONE, NAMES, TROUBLED, VOIDED, Archive
from tests.ui.records.seen import everything_said, press, rows_seen, settle, told

Hand = Callable[[MainWindow, str], None]
Keys = Callable[..., None]


@pytest.fixture
def window(at_screen: Callable[[str], MainWindow]) -> MainWindow:
    return at_screen("PB.PARCELS")


@pytest.fixture
def screen(window: MainWindow) -> ParcelsScreen:
    return window.visits.parcels


def shown(screen: ParcelsScreen) -> str:
    """The number on the label of the parcel that is shown whole."""
    return screen.parcel.heading.text() if screen.is_detailed else ""


def test_a_scanned_label_shows_its_parcel(
    window: MainWindow, screen: ParcelsScreen, keys: Keys, library: Archive
) -> None:
    keys(window, library.tracking_of(GONE))
    settle()
    assert shown(screen) == library.tracking_of(GONE)
    said = everything_said(screen)
    for words in (
        "sandbox  ·  SF",
        f"{GONE}, box 1",
        "In the box: 4 units",
        "Trekking tent, 2 persons: 2",
        "sandbox-2",
    ):
        assert words in said


def test_the_number_of_an_order_with_one_parcel_shows_that(
    window: MainWindow, screen: ParcelsScreen, keys: Keys, library: Archive
) -> None:
    keys(window, VOIDED)
    settle()
    assert shown(screen) == library.tracking_of(VOIDED)
    assert screen.parcel.mark.accessibleName() == "voided"


def test_an_order_without_a_parcel_is_searched_and_said_to_have_none(
    window: MainWindow, screen: ParcelsScreen, keys: Keys
) -> None:
    keys(window, "SO-000042")
    settle()
    assert shown(screen) == ""
    assert screen._card.what.text() == "No parcel fits “SO-000042”."


def test_what_is_in_trouble_is_found_by_its_filter_and_says_what(
    window: MainWindow, screen: ParcelsScreen, hand: Hand, library: Archive
) -> None:
    press(window, Qt.Key.Key_Down)
    hand(window, "5")
    assert screen.bar.chips[ParcelFilter.TROUBLE].isChecked()
    assert rows_seen(screen.table) == [library.tracking_of(TROUBLED)]
    press(window, Qt.Key.Key_Return)
    assert screen.parcel._trouble.isVisible()
    assert any("On paper or not: nobody knows" in row for row in told(screen))


def test_nothing_personal_is_shown_unmasked(
    window: MainWindow, screen: ParcelsScreen, keys: Keys, library: Archive
) -> None:
    keys(window, library.tracking_of(GONE))
    settle()
    said = everything_said(screen)
    assert "王*" in said
    assert not [name for name in NAMES if name in said]
    assert "13912340101" not in said


# What can be done with it: by the bench's keys, with the parcel in view and no other.


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path, confirm="off")
    rig.orders(a_draft("1001"), a_draft("1002"))
    for number in ("1001", "1002"):
        rig.scan(number, "A")
        rig.work()
    yield rig
    rig.station.stop()


@pytest.fixture
def mending(opened: Callable[[Station, str], MainWindow], bench: Rig) -> MainWindow:
    """The earlier parcel is shown; the one packed last is not."""
    window = opened(bench.station, "PB.PARCELS")
    window.wedge.scanned.emit("1001")
    settle()
    return window


def states(bench: Rig) -> dict[str, str]:
    bench.work()
    return {each.order_number: str(each.waybill_state) for each in bench.station.recent_parcels()}


def test_a_void_is_asked_and_done_with_the_parcel_in_view_alone(mending: MainWindow, bench: Rig) -> None:
    parcel = mending.visits.parcels.parcel
    press(mending, Qt.Key.Key_F9)
    assert parcel.said.text().startswith("Void the waybill of order 1001?")
    assert states(bench) == {"1001": "issued", "1002": "issued"}
    press(mending, Qt.Key.Key_F9)
    assert states(bench) == {"1001": "cancelled", "1002": "issued"}
    assert mending.visits.parcels.isVisible()


def test_a_second_void_after_something_else_only_asks_again(mending: MainWindow, bench: Rig) -> None:
    press(mending, Qt.Key.Key_F9)
    press(mending, Qt.Key.Key_F8)
    press(mending, Qt.Key.Key_F9)
    assert states(bench)["1001"] == "issued"


def test_its_label_is_printed_again(mending: MainWindow, bench: Rig) -> None:
    before = len(bench.printer.documents)
    press(mending, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    bench.work()
    assert len(bench.printer.documents) == before + 1
    assert "1001" in mending.visits.parcels.parcel.said.text()


def test_with_no_parcel_in_view_the_keys_are_the_desks(mending: MainWindow, bench: Rig) -> None:
    press(mending, Qt.Key.Key_Escape)
    assert not mending.visits.parcels.take_scan("PB.VOID", "wedge")
    press(mending, Qt.Key.Key_F9)
    assert states(bench) == {"1001": "issued", "1002": "issued"}


def test_what_happens_meanwhile_is_told_without_a_key(mending: MainWindow, bench: Rig) -> None:
    screen = mending.visits.parcels
    before = len(told(screen))
    press(mending, Qt.Key.Key_F8)
    bench.work()
    screen._news.timeout.emit()
    settle()
    assert len(told(screen)) > before
    assert "print" in " ".join(told(screen)[before:])
