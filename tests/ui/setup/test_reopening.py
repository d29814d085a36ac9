"""The station is opened anew behind the same window, and no scan is lost or counted twice meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from app.domain.desk import Packing
from app.errors import Misconfigured
from app.station import OpenStation
from app.ui.main_window import MainWindow
from tests.ui.setup.conftest import Bench, Place


class Gate:
    """Holds the next opening up until a test lets it go on."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._is_open = bench, threading.Event()
        self.reached = threading.Event()

    def hold(self) -> None:
        self._bench.before_opened = self._wait

    def let_go(self) -> None:
        self._is_open.set()

    def _wait(self) -> None:
        self.reached.set()
        self._is_open.wait(20)


@pytest.fixture
def gate(bench: Bench) -> Iterator[Gate]:
    gate = Gate(bench)
    yield gate
    gate.let_go()


def with_an_order(bench: Bench, place: Place) -> Bench:
    bench.start()
    path = place.folder / "orders.csv"
    path.write_text("number,shop,name,phone,province,city,street,sku,title,quantity\n"
                    "1001,shop,A,13800001000,P,C,S,A,Goods,3\n", "utf-8")  # fmt: skip
    bench.station.import_orders(path)
    bench.hand("2", "Bench 3", "\r")
    bench.escape()
    bench.escape()
    bench.escape()
    bench.scan("1001", "A")
    bench.scan("PB.SETUP")
    bench.to("end")
    return bench


def packed(bench: Bench) -> int:
    state = bench.station.bench.state
    assert isinstance(state, Packing)
    return state.order.units_packed


def test_what_was_set_holds_after_the_opening_anew(bench: Bench, place: Place) -> None:
    with_an_order(bench, place)
    before = bench.station
    bench.enter()
    bench.wait(lambda: bench.window._station not in (None, before))
    assert bench.window.header._station.text() == "Bench 3"
    assert bench.window.packing.isVisible()
    assert packed(bench) == 1
    bench.scan("A")
    assert packed(bench) == 2


def scan_while_it_opens(bench: Bench, gate: Gate) -> int:
    """How many lie in the box once the station is open, of one before and one meanwhile."""
    before = bench.station
    gate.hold()
    bench.enter()
    bench.wait(gate.reached.is_set)
    bench.scan("A")
    gate.let_go()
    bench.wait(lambda: len(bench.opened) == 2 and bench.window._station is bench.opened[1].station)
    assert before is not bench.station
    return packed(bench)


def test_a_scan_during_the_opening_is_counted_once(bench: Bench, place: Place, gate: Gate) -> None:
    assert scan_while_it_opens(with_an_order(bench, place), gate) == 2


def test_a_window_that_keeps_the_old_station_meanwhile_is_caught(
    bench: Bench, place: Place, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_an_order(bench, place)
    monkeypatch.setattr(MainWindow, "detach", lambda _window: None)
    assert scan_while_it_opens(bench, gate) != 2


def test_nobody_goes_anywhere_while_it_opens_and_it_says_so(bench: Bench, place: Place, gate: Gate) -> None:
    with_an_order(bench, place)
    gate.hold()
    bench.enter()
    assert bench.said == "Opening the station… You may scan already. Nothing is lost."
    bench.enter()
    bench.scan("PB.ORDERS")
    bench.escape()
    assert bench.window.setup.isVisible()
    gate.let_go()
    bench.wait(lambda: bench.window._station is not None)
    assert len(bench.opened) == 2


def test_a_file_that_was_damaged_meanwhile_is_told_before_anything_closes(bench: Bench, place: Place) -> None:
    with_an_order(bench, place)
    before = bench.station
    place.write("[printer\n")
    bench.enter()
    assert "Mend the named file" in bench.said
    assert bench.station is before


def test_a_station_that_does_not_open_anew_says_why(bench: Bench, place: Place) -> None:
    with_an_order(bench, place)

    def damaged() -> OpenStation:
        raise Misconfigured("store.broken")

    bench.house._open_station = damaged
    bench.enter()
    bench.wait(bench.window.failure.isVisible)
    assert "damaged" in bench.window.failure.text


def test_without_a_change_enter_leads_back_to_the_table(bench: Bench) -> None:
    bench.start()
    bench.to("end")
    before = bench.station
    bench.enter()
    assert bench.window.packing.isVisible()
    assert bench.station is before
