"""Notes that stop the packer: nothing leaves before everything about it was read, each scope in its turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import Rig, a_draft, a_line, lines_of
from tests.journeys.table import CHEN, WU, Table, noted


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path, remark_stops=True, flag_stops=True)
    yield made
    made.station.stop()


def test_a_note_on_the_order_is_read_before_the_first_unit(rig: Rig) -> None:
    rig.orders(noted(a_draft("1001", lines_of(A=1)), order="No invoice inside"))
    assert rig.scan("1001", "A", "PB.OK", "A") == ["due.note", "note.first", "note.acknowledged", "order.complete"]


@pytest.mark.parametrize("way", [["PB.BYHAND"], ["PB.SWAP"], ["PB.SHORT"], ["PB.CLOSE"], ["PB.FINISH"], ["PB.LEARN"]])
def test_no_way_round_the_note_on_the_order_leads_to_a_parcel(rig: Rig, way: list[str]) -> None:
    rig.orders(noted(replace(a_draft("1001"), lines=(a_line("A", 1), a_line("B", 1, position=2))), order="Read me"))
    rig.scan("1001", *way, "PB.1", "PB.OK", *way, "PB.2")
    assert rig.station.recent_parcels() == ()


def test_a_note_that_arrives_with_a_full_box_still_holds_it(rig: Rig) -> None:
    """Taken over by a merge: the box was full, the other order says something."""
    rig.orders(a_draft("1001", lines_of(A=2)), noted(a_draft("1002", lines_of(B=1)), order="Read me"))
    assert rig.scan("1001", "A", "PB.MERGE", "1002", "B", "PB.OK", "B", "A") == [
        "order.opened", "item.packed", "merge.next", "due.note", "note.first", "note.acknowledged",
        "item.line_complete", "order.complete",
    ]  # fmt: skip


def test_a_note_on_the_shipment_is_read_once_and_one_on_the_package_for_each_box(rig: Rig) -> None:
    rig.orders(noted(a_draft("1001", lines_of(A=2)), shipment="Send by air", package="Seal with the blue tape"))
    assert rig.scan("1001", "A", "PB.CLOSE", "PB.OK", "PB.OK") == [
        "order.opened", "item.packed", "due.note", "due.note", "box.closed",
    ]  # fmt: skip
    assert rig.scan("A", "PB.OK") == ["due.note", "order.complete"]


def test_every_note_is_shown_with_its_scope(rig: Rig) -> None:
    rig.orders(noted(a_draft("1001"), shipment="S", package="P"))
    rig.scan("1001")
    reasons = [rig.station.bench.scan(code).reason for code in ("A", "PB.OK", "PB.OK")]
    assert reasons == ["shipment", "package", ""]


def test_what_was_read_is_kept_when_the_order_is_put_aside_and_after_a_restart(rig: Rig) -> None:
    rig.orders(noted(a_draft("1001", lines_of(A=2)), order="Read me", shipment="And me"))
    rig.scan("1001", "PB.OK", "A", "PB.CLOSE", "PB.OK", "PB.ASIDE")
    rig.restart()
    assert rig.scan("1001", "A") == ["order.resumed", "order.complete"]


def test_a_full_box_put_aside_asks_again_for_what_is_due(rig: Rig) -> None:
    rig.orders(noted(a_draft("1001"), package="Pad it"))
    assert rig.scan("1001", "A", "PB.ASIDE") == ["order.opened", "due.note", "order.put_aside"]
    rig.restart()
    assert rig.scan("1001", "PB.OK") == ["due.note", "order.complete"]


def test_a_full_box_stays_to_be_closed_when_the_packer_thinks_better_of_unpacking(rig: Rig) -> None:
    rig.orders(noted(a_draft("1001"), package="Pad it"))
    assert rig.scan("1001", "A", "PB.UNPACK", "PB.UNPACK", "PB.OK") == [
        "order.opened", "due.note", "unpack.next", "unpack.off", "order.complete",
    ]  # fmt: skip


def test_a_full_box_of_which_a_unit_is_taken_out_is_full_no_longer(rig: Rig) -> None:
    rig.orders(noted(a_draft("1001", lines_of(A=2)), package="Pad it"))
    assert rig.scan("1001", "A", "A", "PB.UNPACK", "A", "PB.OK", "A", "PB.OK") == [
        "order.opened", "item.packed", "due.note", "unpack.next", "item.unpacked", "due.nothing", "due.note",
        "order.complete",
    ]  # fmt: skip


def test_a_buyers_remark_and_the_shops_flag_stop_only_where_the_station_says_so(table: Table) -> None:
    table.orders(replace(a_draft("1001"), remark="Ring twice", flag="red"))
    assert table.scan("1001", "A", "PB.OK", "A") == ["due.note", "note.first", "note.acknowledged", "order.complete"]


def test_on_a_quiet_station_a_remark_stops_nobody(rig: Rig) -> None:
    rig.orders(replace(a_draft("1001"), remark="Ring twice", flag="red"))
    assert rig.scan("1001", "A") == ["order.opened", "order.complete"]


def test_notes_of_both_orders_in_one_box_survive_a_restart(table: Table) -> None:
    table.orders(
        a_draft("1001", lines_of(A=1)), replace(noted(a_draft("1002", lines_of(B=1)), package="P"), remark="R")
    )
    assert table.scan("1001", "PB.MERGE", "1002") == ["order.opened", "merge.next", "due.note"]
    table.restart()
    assert table.scan("B", "PB.OK", "A", "B", "PB.OK") == [
        "note.first", "note.acknowledged", "item.line_complete", "due.note", "order.complete",
    ]  # fmt: skip


def test_the_journal_says_who_read_it(table: Table) -> None:
    table.enroll()
    table.orders(noted(a_draft("1001"), order="Read me"))
    table.scan(WU, "1001", "PB.OK")
    ((packer,),) = table.ask("SELECT packer FROM journal WHERE event = 'scan.note.acknowledged'")
    assert packer == "wu"
    assert CHEN not in str(table.ask("SELECT * FROM journal"))
