"""Whole orders at the window, by scanner alone: boxes, kits, tracked units, marks, and what a scan costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.desk import Arm
from app.domain.dues import Due
from app.domain.order import Mark, OrderDraft, Sequence
from app.domain.outcome import OutcomeCode
from app.ui.main_window import MainWindow
from app.ui.pictograms import PICTOGRAMS
from app.ui.screens.packing import line_paint, order_lines
from app.ui.screens.packing.line_row import KitRow, LineRow
from app.ui.screens.packing.mode import Mood
from app.ui.screens.packing.stale import PARCELS, STALE
from tests.builders import a_draft, a_line, lines_of
from tests.ui.conftest import RecordingPlayer
from tests.ui.whole_orders import (
    SERIAL,
    WHOLE,
    OrdersRig,
    a_kit_order,
    a_rich_order,
    chips,
    many_lines,
    row_of,
    shown_page,
)

Keys = Callable[..., None]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[OrdersRig]:
    rig = OrdersRig(tmp_path)
    yield rig
    rig.station.stop()


# Several boxes and what went differently.


def test_what_lies_in_a_closed_box_is_done_and_names_its_box(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=3, B=1)))
    keys(window, "1001", "A", "PB.CLOSE")
    lines = window.packing.lines
    assert (lines._box.isVisible(), lines._box.text()) == (True, "Box 2")
    assert chips(window, "A")[-1] == "box 1: 1"
    keys(window, "A", "PB.CLOSE", "A", "B")
    assert [(row.line.sku, row.boxes) for row in lines.list.rows if isinstance(row, LineRow)] == [
        ("A", ((1, 1), (2, 1), (3, 1))),
        ("B", ((3, 1),)),
    ]
    assert not lines._box.isVisible()


def test_one_box_alone_has_no_number(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=1, B=1)))
    keys(window, "1001", "A")
    assert not window.packing.lines._box.isVisible()
    keys(window, "B")
    assert row_of(window, "A").boxes == ()


def test_closed_boxes_are_known_again_after_a_restart(
    window: MainWindow, rig: OrdersRig, keys: Keys, qtbot: QtBot
) -> None:
    rig.orders(a_draft("1001", lines_of(A=3)))
    keys(window, "1001", "A", "PB.CLOSE", "A", "PB.CLOSE")
    rig.restart()
    window.attach(rig.station)
    assert row_of(window, "A").boxes == ((1, 1), (2, 1))


def test_what_is_short_is_struck_out_and_not_missing(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=3, B=2)))
    keys(window, "1001", "A", "PB.SHORT", "A")
    assert "2 not coming" in chips(window, "A")
    assert window.packing.box.shows.missing == 2
    assert window.packing.step.then == "Missing: Goods B × 2"


def test_sending_the_rest_later_is_asked_and_then_struck_out(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=3, B=2)))
    keys(window, "1001", "A", "PB.FINISH")
    panel = window.packing.body.panel
    assert shown_page(window) is panel
    assert panel.panel is not None
    assert "Ship order 1001 with 1 of 5?" in panel.panel.text
    assert [key.name.text() for key in panel.keys if key.isVisible()] == ["OK", "Cancel"]
    keys(window, "PB.OK")
    assert window.packing.banner.sentence == "Order 1001 ships with 1 of 5."
    assert [row_of(window, sku).line.short for sku in "AB"] == [2, 2]


# Kits, sequence, tracked units, marks.


def test_kits_stand_above_their_parts_and_say_which_one_it_is(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    rig.orders(a_kit_order("1001"))
    keys(window, "1001", *["A", "B", "B", "C"] * 2, "A")
    first = window.packing.lines.list.rows[0]
    assert isinstance(first, KitRow)
    assert (first.kit, first.complete, first.at, first.count) == ("TEA-SET", 2, 3, 10)
    assert [row_of(window, sku).is_first for sku in "ABCD"] == [False, True, False, False]
    keys(window, "A")
    assert window.packing.banner.sentence == "Not yet: first comes Cup."


@pytest.mark.parametrize(("sequence", "first"), [(Sequence.FORCED, "A"), (Sequence.HEAVY, "B"), (Sequence.ANY, "")])
def test_the_line_that_is_due_first_stands_out(
    window: MainWindow, rig: OrdersRig, keys: Keys, sequence: Sequence, first: str
) -> None:
    light, heavy = (replace(line, weight_g=g) for line, g in zip(lines_of(A=1, B=1), (100, 900), strict=True))
    rig.orders(replace(a_draft("1001", (light, heavy)), sequence=sequence))
    keys(window, "1001")
    assert [sku for sku in "AB" if row_of(window, sku).is_first] == list(first)
    if first:
        assert chips(window, first)[0] == "this one first"


def test_a_unit_is_captured_field_by_field_and_the_prompt_names_the_field(
    window: MainWindow, rig: OrdersRig, keys: Keys
) -> None:
    rig.orders(a_draft("1001", (replace(a_line("A", 2), policy=WHOLE),)))
    keys(window, "1001", "A")
    step, unit = window.packing.step, window.packing.lines.unit
    named = [(step.step, step.mode.word if step.mode else "", [field.is_now for field in unit.fields])]
    for code in ("S-1", "L-7"):
        keys(window, code)
        named.append((step.step, step.mode.word if step.mode else "", [field.is_now for field in unit.fields]))
    assert named == [
        ("Scan the serial number", "Serial number", [True, False, False]),
        ("Scan the lot", "Lot", [False, True, False]),
        ("Scan the expiry date", "Expiry date", [False, False, True]),
    ]
    assert [field.value for field in unit.fields] == ["S-1", "L-7", ""]
    assert row_of(window, "A").is_meant
    keys(window, "2029-05-31")
    assert not unit.isVisible()
    assert {"Serial number S-1", "Lot L-7", "Expiry date 2029-05-31"} <= set(chips(window, "A"))


def test_a_serial_packed_before_stops_loudly(
    window: MainWindow, rig: OrdersRig, keys: Keys, player: RecordingPlayer
) -> None:
    rig.orders(a_draft("1001", (replace(a_line("A", 2), policy=SERIAL),)))
    keys(window, "1001", "A", "S-1", "A", "S-1")
    assert window.packing.banner.sentence == "Stop: serial number S-1 was packed before."
    assert player.tones[-1] == "stop"


def test_marks_inserts_flags_and_items_without_barcodes_are_named(
    window: MainWindow, rig: OrdersRig, keys: Keys
) -> None:
    rig.orders(a_rich_order("1001"))
    keys(window, "1001")
    assert chips(window, "CUP") == ["fragile"]
    assert chips(window, "OIL") == ["flammable", "limited quantity"]
    assert chips(window, "BOWL") == ["no barcode (Alt+B)"]
    assert chips(window, "SAMPLE") == ["insert"]
    assert chips(window, "DRINK") == ["Serial number", "Lot", "Expiry date"]
    assert window.packing.lines._flag_word.text() == "Red flag"
    spoken = window.packing.lines.list.model().index(0, 0).data()
    assert "fragile" in spoken


def test_a_merged_line_says_where_it_comes_from(window: MainWindow, rig: OrdersRig, keys: Keys) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)), a_draft("1002", lines_of(B=1)))
    keys(window, "1001", "A", "PB.MERGE")
    assert window.packing.step.mode is not None
    assert window.packing.step.mode.mood is Mood.ARMED
    keys(window, "1002")
    assert "from order 1002" in chips(window, "B")
    assert window.packing.step.mode is None


# What is read, and what it costs.


@pytest.mark.parametrize(
    "code", [OutcomeCode.ORDER_COMPLETE, OutcomeCode.ORDER_PART_PACKED, OutcomeCode.BOX_CLOSED, OutcomeCode.CLONED]
)
def test_every_answer_that_makes_a_parcel_reads_the_parcels_again(code: OutcomeCode) -> None:
    assert PARCELS in STALE[code]


def test_a_closed_box_appears_among_the_parcels_at_once(
    window: MainWindow, rig: OrdersRig, keys: Keys, qtbot: QtBot
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    keys(window, "1001", "A", "PB.CLOSE")
    qtbot.waitUntil(lambda: len(window.packing.parcels.list.rows) == 1)


def a_long_order() -> OrderDraft:
    return many_lines("1001", 1000)


def test_an_order_of_a_thousand_lines_costs_a_few_milliseconds_a_scan(
    window: MainWindow, rig: OrdersRig, keys: Keys
) -> None:
    rig.orders(a_long_order())
    keys(window, "1001")
    spent = []
    for at in range(1, 41):
        outcome = rig.station.bench.scan(f"SKU{at:04d}")
        before = time.process_time()
        window.packing.show_outcome(outcome)
        spent.append(time.process_time() - before)
    assert sorted(spent)[len(spent) // 2] <= 0.004


def test_only_the_rows_in_view_are_drawn(
    window: MainWindow, rig: OrdersRig, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    paint = line_paint._paint_line
    rig.orders(a_long_order())
    keys(window, "1001")
    QApplication.processEvents()

    def counting(painter: QPainter, box: object, row: LineRow, look: object, pictures: object) -> None:
        drawn.append(row.line.position)
        paint(painter, box, row, look, pictures)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(line_paint, "_paint_line", counting)
    keys(window, "SKU0001")
    window.packing.lines.list.viewport().repaint()
    assert 0 < len(set(drawn)) < 20


def test_every_sign_that_a_state_may_ask_for_exists() -> None:
    named = {*Arm, *Mark, *(due for due in Due if due is not Due.MARK), "serial", "lot", "expiry", "flag", "insert"}
    assert {str(each) for each in named} <= PICTOGRAMS.keys()
    assert order_lines.FLAGS.keys() == {"red", "yellow", "green", "blue", "purple"}
