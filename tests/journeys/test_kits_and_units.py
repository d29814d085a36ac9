"""Kits, packs, serial numbers, lots and expiry dates at the bench, typed or in an element string."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.barcode import with_check_digit
from app.domain.desk import Packing
from app.domain.order import ItemCode
from app.store import order_reading
from tests.builders import Rig, a_draft, a_line, lines_of
from tests.journeys.table import kit, tracked, unbalanced

GS = "\x1d"
GTIN = with_check_digit("0950110153000")


def units_in_box(rig: Rig) -> list[tuple[str, str, str, int]]:
    state = rig.station.bench.state
    assert isinstance(state, Packing)
    return [(unit.serial, unit.lot, unit.expiry, unit.units) for unit in state.order.box.units]


def balanced(rig: Rig) -> bool:
    with rig.station.database.reading() as connection:
        return not list(unbalanced(connection))


def test_a_serial_number_is_asked_of_every_unit(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A", 2),)))
    assert rig.scan("1001", "A", "S1", "A", "S1", "S2") == [
        "order.opened", "serial.next", "item.packed", "serial.next", "serial.taken", "order.complete",
    ]  # fmt: skip
    assert balanced(rig)


def test_a_serial_number_is_unique_across_history_also_after_a_void(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A"),)), a_draft("1002", (tracked("A"),)))
    rig.scan("1001", "A", "S1")
    rig.work()
    rig.scan("PB.VOID", "PB.VOID")
    rig.work()
    assert rig.scan("1002", "A", "S1") == ["order.opened", "serial.next", "serial.taken"]


def test_a_serial_number_is_free_again_when_its_goods_are_back_on_the_shelf(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A", 2),)), a_draft("1002", (tracked("A"),)))
    rig.scan("1001", "A", "S1")
    stop(rig, "1001")
    assert rig.scan("A", "PB.RETURNED", "1002", "A", "S1") == [
        "stopped.cancel", "goods.returned", "order.opened", "serial.next", "order.complete",
    ]  # fmt: skip
    assert balanced(rig)


def stop(rig: Rig, number: str) -> None:
    interception, database = rig.station._interception, rig.station.database
    with database.transaction() as tx:
        (order,) = order_reading.find_by_number(tx, database, number)
        interception.stop(tx, rig.station.bench.actor, order.id, "cancel", source="command")


def test_two_items_may_bear_the_same_serial_number(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A"), tracked("B", position=2))))
    assert rig.scan("1001", "A", "S1", "B", "S1")[-1] == "order.complete"


def test_a_lot_that_is_called_like_a_packed_serial_number_is_no_serial_number(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A"),)), a_draft("1002", (tracked("A", asks="serial+lot"),)))
    rig.scan("1001", "A", "77")
    assert rig.scan("1002", "A", "78", "77") == ["order.opened", "serial.next", "lot.next", "order.complete"]


def test_the_item_scanned_again_is_no_serial_number_of_it(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A"),)))
    assert rig.scan("1001", "A", "A", "S1") == ["order.opened", "serial.next", "serial.next", "order.complete"]


def test_a_serial_number_that_is_an_orders_number_too_is_put_to_the_packer(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A"),)), a_draft("4711"))
    assert rig.scan("1001", "A", "4711", "PB.1") == ["order.opened", "serial.next", "code.several", "order.complete"]


def test_a_serial_number_inside_a_kit_is_asked_and_the_kits_code_will_not_do(rig: Rig) -> None:
    """ShipHero: no serial numbers in kits."""
    parts = kit("SET", 2, A=1, B=2)
    parts = (replace(parts[0], policy=tracked("A").policy), parts[1])
    rig.orders(a_draft("1001", parts))
    assert rig.scan("1001", "SET", "A", "S1", "B", "B", "A", "S1", "S2", "B", "B") == [
        "order.opened", "kit.needs_parts", "serial.next", "item.packed", "item.packed", "item.packed", "serial.next",
        "serial.taken", "item.line_complete", "item.packed", "order.complete",
    ]  # fmt: skip
    assert balanced(rig)


def test_a_kits_own_code_counts_all_its_parts(rig: Rig) -> None:
    rig.orders(a_draft("1001", kit("SET", 2, A=1, B=3)))
    assert rig.scan("1001", "SET", "A", "B", "B", "B") == [
        "order.opened", "kit.packed", "item.line_complete", "item.packed", "item.packed", "order.complete",
    ]  # fmt: skip


def test_one_scan_of_a_kit_that_was_ordered_twice_counts_one_kit(rig: Rig) -> None:
    rig.orders(a_draft("1001", (*kit("SET", 1, A=1, B=2), *kit("SET", 1, first=3, A=1, B=2))))
    first, second = rig.station.bench.scan("1001"), rig.station.bench.scan("SET")
    assert (first.units, second.units_packed, second.packed, second.quantity) == (6, 3, 1, 2)
    assert rig.scan("SET") == ["order.complete"]


def test_a_pack_counts_what_is_in_it_and_never_more_than_is_missing(rig: Rig) -> None:
    rig.orders(a_draft("1001", (replace(a_line("A", 8), codes=(ItemCode("PACK", 6),)),)))
    assert rig.scan("1001", "PACK", "PACK", "A", "A") == [
        "order.opened", "item.packed", "item.too_many", "item.packed", "order.complete",
    ]  # fmt: skip


def test_a_pack_is_taken_out_as_a_pack(rig: Rig) -> None:
    rig.orders(a_draft("1001", (replace(a_line("A", 8), codes=(ItemCode("PACK", 6),)),)))
    rig.scan("1001", "PACK", "A")
    assert rig.station.bench.scan("PB.UNPACK").code == "unpack.next"
    assert rig.station.bench.scan("PACK").units_packed == 1
    assert rig.scan("PB.UNPACK", "PACK") == ["unpack.next", "item.not_in_box"]


def test_a_pack_of_serial_numbered_units_is_opened(rig: Rig) -> None:
    rig.orders(a_draft("1001", (replace(tracked("A", 6), codes=(ItemCode("PACK", 6),)),)))
    assert rig.scan("1001", "PACK") == ["order.opened", "pack.needs_singles"]


def test_an_element_string_counts_the_right_line_and_fills_what_it_says(rig: Rig) -> None:
    item = replace(tracked("A", 2, asks="serial+lot+expiry"), barcode=GTIN)
    rig.orders(a_draft("1001", (a_line("B", 1, position=1), replace(item, position=2))))
    full = f"]d201{GTIN}21S1{GS}17270531" + "10L7"
    assert rig.scan("1001", full) == ["order.opened", "item.packed"]
    assert units_in_box(rig) == [("S1", "L7", "2027-05-31", 1)]
    assert rig.scan(full) == ["serial.taken"]


def test_an_element_string_of_the_unit_answers_all_that_is_asked(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A", 2, asks="lot+expiry"),)))
    assert rig.scan("1001", "A", f"]C110L7{GS}17270531", "A", "]C117270531", "L8") == [
        "order.opened", "lot.next", "item.packed", "lot.next", "lot.next", "order.complete",
    ]  # fmt: skip
    assert balanced(rig)


def test_an_element_string_that_says_nothing_asked_is_refused(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A", asks="lot"),)))
    assert rig.scan("1001", "A", "]C121S9") == ["order.opened", "lot.next", "unit.unknown"]


def test_a_lost_separator_is_refused_with_its_reason(rig: Rig) -> None:
    rig.orders(a_draft("1001", (replace(tracked("A", asks="lot+expiry"), barcode=GTIN),)))
    rig.scan("1001")
    outcome = rig.station.bench.scan(f"]C101{GTIN}10AB12317270531")
    assert (outcome.code, outcome.reason) == ("gs1.refused", "lost_separator")


def test_once_the_scanner_sends_separators_a_lot_at_the_end_is_believed(rig: Rig) -> None:
    rig.orders(a_draft("1001", (replace(tracked("A", 3, asks="lot"), barcode=GTIN),)))
    rig.scan("1001", f"]C101{GTIN}10AB{GS}21X")
    assert rig.scan(f"]C101{GTIN}10AB12317270531") == ["item.packed"]
    assert [unit[1] for unit in units_in_box(rig)] == ["AB", "AB12317270531"]


def test_expiry_dates_are_held_against_today_and_the_days_a_unit_must_keep(rig: Rig) -> None:
    """The rig's clock stands on 2026-09-21."""
    rig.orders(a_draft("1001", (tracked("A", asks="expiry", days=30),)))
    assert rig.scan("1001", "A", "2026-09-20", "20261020", "31.12.2027", "261021") == [
        "order.opened", "expiry.next", "expiry.past", "expiry.too_soon", "expiry.unreadable", "order.complete",
    ]  # fmt: skip


def test_units_of_one_lot_are_counted_together_and_come_out_by_their_lot(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A", 4, asks="lot"),)))
    rig.scan("1001", "A", "L1", "A", "L1", "A", "L2")
    assert [unit[1::2] for unit in units_in_box(rig)] == [("L1", 2), ("L2", 1)]
    assert rig.scan("PB.UNPACK", "A", "L9", "PB.UNPACK", "A", "L1") == [
        "unpack.next", "lot.next", "item.not_in_box", "unpack.next", "lot.next", "item.unpacked",
    ]  # fmt: skip
    assert [unit[1::2] for unit in units_in_box(rig)] == [("L1", 1), ("L2", 1)]
    assert balanced(rig)


def test_units_that_differ_by_date_only_come_out_by_their_date(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A", 4, asks="lot+expiry"),)))
    rig.scan("1001", "A", "L1", "2027-05-31", "A", "L1", "2027-06-30")
    assert rig.scan("PB.UNPACK", "A", "2027-06-30") == ["unpack.next", "expiry.next", "item.unpacked"]
    assert units_in_box(rig) == [("", "L1", "2027-05-31", 1)]
    assert rig.scan("PB.UNPACK", "A") == ["unpack.next", "item.unpacked"]  # one is left: nothing to ask
    assert balanced(rig)


def test_a_damaged_unit_is_named_by_its_serial_number_and_may_not_come_back(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A", 3),)))
    rig.scan("1001", "A", "S1", "A", "S2")
    assert rig.scan("PB.DAMAGE", "A", "S1", "PB.DAMAGE", "A") == [
        "damage.next", "serial.next", "damage.noted", "damage.next", "damage.noted",
    ]  # fmt: skip
    assert units_in_box(rig) == []
    assert balanced(rig)


def test_a_stray_code_between_item_and_number_leaves_damage_damage(rig: Rig) -> None:
    rig.orders(a_draft("1001", (tracked("A", 3),)), a_draft("1002", lines_of(Z=1)))
    rig.scan("1001", "A", "S1", "A", "S2")
    assert rig.scan("PB.DAMAGE", "A", "\x07", "S1") == [
        "damage.next", "serial.next", "code.control_characters", "damage.noted",
    ]  # fmt: skip


@pytest.mark.parametrize("purpose", ["PB.SWAP", "PB.BYHAND"])
def test_a_tracked_unit_is_neither_swapped_nor_counted_by_hand(rig: Rig, purpose: str) -> None:
    rig.orders(a_draft("1001", (tracked("A"),)))
    assert rig.scan("1001", purpose) == ["order.opened", "kit.needs_parts"]


def test_a_batch_of_serial_numbered_orders_is_packed_one_by_one_item_first(rig: Rig) -> None:
    """ShipHero: no serial numbers in batch mode."""
    rig.orders(*(a_draft(f"10{number}", (tracked("A"),)) for number in range(3)))
    answers = rig.scan("PB.MODE.ITEM", "A", "S1", "A", "S1", "S2", "A", "S3", "A")
    assert answers == [
        "mode.item", "serial.next", "order.complete", "serial.next", "serial.taken", "order.complete", "serial.next",
        "order.complete", "item.not_wanted",
    ]  # fmt: skip
    assert balanced(rig)
