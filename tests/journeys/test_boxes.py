"""Boxes, shortages, swaps, damage: whatever is scanned, units are conserved and every state can be left by scanner."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.order import ItemCode, Mark, OrderDraft, OrderLine, Sequence
from app.domain.printing import PrintReason
from app.store import order_reading
from tests.builders import a_draft, a_line, lines_of
from tests.journeys.table import CHEN, WU, Table, kit, noted, tracked

CODES = (
    "A", "A", "B", "B", "C", "PACK-A", "SET", "X", "CARTON", "FOAM", "nonsense", "S-1", "S-2", "S-3", "S-4", "LOT-1",
    "LOT-2", "2027-05-31", "2020-01-01", "PB.UNPACK", "PB.DAMAGE", "PB.SWAP", "PB.SHORT", "PB.BYHAND", "PB.LEARN",
    "PB.CLOSE", "PB.FINISH", "PB.OK", "PB.OK", "PB.CANCEL", "PB.ASIDE", "PB.MERGE", "PB.1", "PB.2", "PB.3", "PB.MORE",
    "PB.WEIGHT", "PB.HOLD", "PB.RETURNED", "PB.CLONE", "PB.VOID", "PB.LABEL", "PB.LOCK", "PB.MODE.ITEM",
    "PB.MODE.ORDER", "PB.HANDOVER", "PB.DAYEND", "BADGE", "LEAD", "ORDER", "ORDER", "TWIN", "STOP", "RELEASE", "WEIGH",
)  # fmt: skip


def random_lines(dice: random.Random) -> tuple[OrderLine, ...]:
    asks = dice.choice(("", "", "serial", "lot", "lot+expiry", "expiry"))
    first = tracked("A", dice.randint(1, 4), asks=asks)
    lines: tuple[OrderLine, ...] = (replace(first, codes=(ItemCode("PACK-A", 2),)),)
    if dice.random() < 0.7:
        lines += (replace(a_line("B", dice.randint(1, 3), position=2), marks=dice.choice(((), (Mark.FRAGILE,)))),)
    if dice.random() < 0.4:
        lines += kit("SET", dice.randint(1, 2), first=len(lines) + 1, C=1, D=dice.randint(1, 2))
    return lines


def random_draft(dice: random.Random, number: str) -> OrderDraft:
    draft = replace(a_draft(number, random_lines(dice)), sequence=dice.choice(list(Sequence)))
    notes = {scope: "read me" for scope in ("order", "shipment", "package") if dice.random() < 0.2}
    return noted(draft, **notes)


def add_materials(table: Table) -> None:
    for code, kind in (("CARTON", "carton"), ("FOAM", "consumable")):
        table.do(
            "INSERT INTO materials (code, kind, title, stock) VALUES (:code, :kind, :code, 1000)", code=code, kind=kind
        )


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    made = Table(tmp_path_factory.mktemp("boxes"), carton_required=True, weight_required=True, lock_after_s=1e9)
    made.enroll()
    add_materials(made)
    made.orders(a_draft("elsewhere", lines_of(X=1)))
    return made


def play(table: Table, dice: random.Random, name: str, length: int) -> list[str]:
    """One order, its twin to merge or clone, and a script of whatever a hand can reach."""
    draft = random_draft(dice, name)
    twin = replace(draft, number=f"{name}-twin")
    table.orders(draft, twin)
    told: list[str] = table.scan(WU, name)
    for _ in range(length):
        code = dice.choice(CODES)
        match code:
            case "STOP":
                if dice.random() < 0.2:
                    table.stop(dice.choice((name, twin.number)), dice.choice(("cancel", "hold")))
            case "RELEASE":
                table.release(dice.choice((name, twin.number)))
            case "WEIGH":
                told += table.weigh(500)
            case _:
                names = {"BADGE": WU, "LEAD": CHEN, "ORDER": name, "TWIN": twin.number}
                told += table.scan(f"{name}{code}" if code.startswith("S-") else names.get(code, code))
        if table.state == "Locked":
            told += table.scan(WU)
    return told


def leave(table: Table) -> None:
    """Out of any state by the scanner alone."""
    for _ in range(6):
        if table.state in ("Idle", "Showing"):
            return
        table.scan({"Locked": WU, "Packing": "PB.ASIDE", "HandingOver": "PB.ASIDE"}.get(table.state, "PB.CANCEL"))
    raise AssertionError(f"no way out of {table.station.bench.state}")


def end(table: Table, number: str) -> str:
    """Bring the order to its end, whatever was done to it before: its state then."""
    table.release(number)
    for _ in range(40):
        ((state,),) = table.ask("SELECT state FROM orders WHERE number = :number", number=number)
        if state in ("packed", "cancelled"):
            leave(table)
            return str(state)
        match table.state:
            case "Packing":
                _, code = table.scan("PB.OK", "PB.FINISH")
                if code == "stopped.cancel":  # one that travels in it was cancelled
                    table.scan("PB.RETURNED")
                    continue
                code = {"box.empty": "A", "finish.asked": "PB.OK", "due.carton": "CARTON"}.get(code, "PB.OK")
                table.scan(
                    code,
                    *(
                        [f"{number}-S-{random.random()}"[:50], "LOT-1", "2027-05-31", "B", "C", "D"]
                        if code == "A"
                        else ()
                    ),
                )
                table.weigh(500)
            case "ChoosingMeaning":
                table.scan("PB.1")
            case "Asking" | "ChoosingLine" | "Choosing":
                table.scan("PB.CANCEL")
            case _:
                table.scan("PB.CANCEL", number)
    raise AssertionError(f"{number} never ends: {table.station.bench.state}")


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_scanned_units_are_conserved_and_no_state_is_a_dead_end(table: Table, seed: int) -> None:
    dice = random.Random(seed)
    name = f"W{seed}"
    told = play(table, dice, name, 40)
    assert "store.broken" not in told
    assert table.unbalanced() == []
    leave(table)
    for number in (name, f"{name}-twin"):
        end(table, number)
    assert table.unbalanced() == []


BREAKS = {
    "UPDATE order_lines SET packed = packed - 1, sealed = sealed - 1 WHERE sealed > 0": "sealed units are not",
    "UPDATE parcels SET units = units + 1": "a parcel is not the sum",
    "DELETE FROM tracked_units WHERE parcel_id IS NULL": "tracked units in the open box differ",
    "DELETE FROM tracked_units WHERE parcel_id IS NOT NULL": "tracked units in parcels differ",
    "UPDATE tracked_units SET position = 77": "a tracked unit of no line",
    "DELETE FROM deviations": "shortages do not add up",
    "UPDATE orders SET state = 'packed' WHERE state = 'packing'": "a packed order misses units",
    "UPDATE orders SET merged_into = '0' WHERE merged_into <> ''": "an order travels nowhere",
}


@pytest.mark.parametrize("wrong", BREAKS)
def test_a_sum_that_does_not_hold_is_found(tmp_path: Path, wrong: str) -> None:
    """The broken variants: what a writer might forget."""
    table = Table(tmp_path)
    table.orders(a_draft("1001", (tracked("A", 3), a_line("B", 2, position=2))), a_draft("1002", lines_of(C=1)))
    table.scan("1001", "PB.MERGE", "1002", "A", f"{wrong[:9]}1", "PB.SHORT", "PB.2", "PB.CLOSE", "A", "S2")
    assert table.unbalanced() == []
    table.do(wrong)
    assert any(flaw.startswith(BREAKS[wrong]) for flaw in table.unbalanced())
    table.station.stop()


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    assert made.unbalanced() == []
    made.station.stop()


def deviations(table: Table) -> list[tuple[object, ...]]:
    return table.ask("SELECT position, kind, units, substitute_sku, packer, approver FROM deviations ORDER BY id")


def test_an_order_goes_out_in_several_parcels_each_with_its_own_label(plain: Table) -> None:
    plain.orders(a_draft("1001", lines_of(A=3)))
    assert plain.scan("1001", "PB.CLOSE", "A", "PB.CLOSE", "A", "A") == [
        "order.opened", "box.empty", "item.packed", "box.closed", "item.packed", "order.complete",
    ]  # fmt: skip
    plain.work()
    assert [units for (units,) in plain.ask("SELECT units FROM parcels ORDER BY sequence")] == [1, 2]
    assert len(plain.carrier.orders) == 2


def test_what_is_missing_is_sent_later_and_noted(plain: Table) -> None:
    plain.orders(a_draft("1001", lines_of(A=3, B=1)))
    assert plain.scan("1001", "PB.FINISH", "A", "PB.FINISH", "PB.OK") == [
        "order.opened", "box.empty", "item.packed", "finish.asked", "order.part_packed",
    ]  # fmt: skip
    assert deviations(plain) == [(1, "later", 2, "", "Wu", ""), (2, "later", 1, "", "Wu", "")]


def test_the_rest_is_sent_later_when_all_boxes_are_closed_already(plain: Table) -> None:
    plain.orders(a_draft("1001", lines_of(A=3)))
    assert plain.scan("1001", "A", "PB.CLOSE", "PB.FINISH", "PB.OK")[2:] == [
        "box.closed", "finish.asked", "order.part_packed",
    ]  # fmt: skip
    assert len(plain.station.recent_parcels()) == 1


def test_a_last_line_that_is_short_ends_the_order_whose_boxes_are_closed(plain: Table) -> None:
    plain.orders(a_draft("1001", lines_of(A=1, B=1)))
    assert plain.scan("1001", "A", "PB.CLOSE", "PB.SHORT") == [
        "order.opened", "item.line_complete", "box.closed", "order.part_packed",
    ]  # fmt: skip
    assert plain.scan("1001", "PB.REPRINT.MISSING")[0] == "order.already_packed"


def test_an_order_of_which_nothing_is_there_is_held_and_never_shipped_empty(plain: Table) -> None:
    plain.orders(a_draft("1001", lines_of(A=1, B=1)))
    assert plain.scan("1001", "PB.SHORT", "PB.1", "PB.SHORT", "1001") == [
        "order.opened", "line.choose", "short.noted", "short.nothing_left", "stopped.hold",
    ]  # fmt: skip
    assert plain.station.recent_parcels() == ()
    plain.release("1001")
    assert plain.scan("1001", "B") == ["order.resumed", "order.part_packed"]


def test_a_swap_needs_a_lead_and_is_noted_with_both_names(plain: Table) -> None:
    plain.enroll()
    plain.orders(a_draft("1001", lines_of(A=2)), a_draft("1002", lines_of(X=1)))
    assert plain.scan(WU, "1001", "PB.SWAP", "X", "PB.OK", WU, CHEN, "A") == [
        "person.in", "order.opened", "swap.next", "swap.asked", "question.open", "lead.refused", "swap.noted",
        "order.complete",
    ]  # fmt: skip
    assert deviations(plain) == [(1, "swap", 1, "X", "wu", "chen")]


def test_a_damaged_unit_comes_out_and_is_noted_and_one_that_never_went_in_too(plain: Table) -> None:
    plain.orders(a_draft("1001", lines_of(A=2)))
    assert plain.scan("1001", "A", "PB.DAMAGE", "A", "PB.DAMAGE", "A", "A", "A")[2:] == [
        "damage.next", "damage.noted", "damage.next", "damage.noted", "item.packed", "order.complete",
    ]  # fmt: skip
    assert [row[1:3] for row in deviations(plain)] == [("damage", 1), ("damage", 1)]


def test_an_item_with_a_barcode_is_counted_by_hand_under_a_leads_badge_only(plain: Table) -> None:
    plain.enroll()
    plain.orders(a_draft("1001", (a_line("A", 1, barcode="123"), a_line("B", 1, position=2))))
    assert plain.scan(WU, "1001", "PB.BYHAND", "PB.1", "PB.OK", CHEN, "PB.BYHAND")[2:] == [
        "line.choose", "by_hand.asked", "question.open", "by_hand.noted", "order.complete",
    ]  # fmt: skip
    assert [row[-1] for row in deviations(plain)] == ["chen", ""]


def test_a_stop_that_comes_while_a_question_is_open_voids_the_question(plain: Table) -> None:
    plain.orders(a_draft("1001", lines_of(A=2)))
    plain.scan("1001", "A", "PB.FINISH")
    plain.stop("1001", "hold")
    assert plain.scan("PB.OK", "PB.FINISH", "PB.ASIDE") == ["stopped.hold", "stopped.hold", "order.put_aside"]
    assert plain.station.recent_parcels() == ()


def test_a_lead_cannot_agree_to_what_was_stopped_meanwhile(plain: Table) -> None:
    plain.enroll()
    plain.orders(a_draft("1001", lines_of(A=1)), a_draft("1002", lines_of(X=1)))
    plain.scan(WU, "1001", "PB.SWAP", "X")
    plain.stop("1001")
    assert plain.scan(CHEN) == ["stopped.cancel"]
    assert deviations(plain) == []


def test_the_scale_closes_no_box_of_a_stopped_order(tmp_path: Path) -> None:
    table = Table(tmp_path, weight_required=True)
    table.orders(a_draft("1001"))
    table.scan("1001", "A")
    table.stop("1001", "hold")
    assert table.weigh(500) == ["stopped.hold"]
    assert table.scan("PB.WEIGHT") == ["stopped.hold"]
    table.release("1001")
    assert table.weigh(500) == ["order.complete"]
    table.station.stop()


def test_a_weight_that_was_off_is_worth_nothing_once_the_box_is_another(tmp_path: Path) -> None:
    table = Table(tmp_path, weight_required=True)
    table.orders(a_draft("1001", (replace(a_line("A", 2), weight_g=100),)))
    table.scan("1001", "A", "A")
    assert table.weigh(900) == ["weight.heavy"]
    assert table.scan("PB.UNPACK", "A", "PB.CLOSE", "PB.WEIGHT") == [
        "unpack.next", "item.unpacked", "due.weight", "due.nothing",
    ]  # fmt: skip
    table.station.stop()


def test_goods_of_a_cancelled_order_that_was_put_aside_come_back_by_scanner(plain: Table) -> None:
    plain.orders(a_draft("1001", (tracked("A", 2),)))
    plain.scan("1001", "A", "S1", "PB.ASIDE")
    plain.stop("1001")
    assert plain.scan("1001", "A", "PB.RETURNED", "1001") == [
        "stopped.cancel", "stopped.cancel", "goods.returned", "order.cancelled",
    ]  # fmt: skip
    assert plain.ask("SELECT packed, sealed FROM order_lines") == [(0, 0)]


@pytest.mark.parametrize("direct", ["void", "reprint", "label"])
def test_who_may_not_void_is_asked_for_a_lead_below_the_window_too(plain: Table, direct: str) -> None:
    plain.enroll()
    plain.orders(a_draft("1001"))
    plain.scan(WU, "1001", "A")
    plain.work()
    parcel_id, bench = plain.station.recent_parcels()[0].parcel_id, plain.station.bench
    acts = {
        "void": lambda: bench.void(parcel_id),
        "reprint": lambda: bench.reprint(parcel_id, PrintReason.MISSING),
        "label": lambda: bench.request_label(parcel_id),
    }
    wanted = {"void": "lead.needed", "reprint": "reprint.queued", "label": "label.exists"}[direct]
    assert acts[direct]().code == wanted
    plain.scan("PB.CANCEL", "PB.LOCK")
    assert acts[direct]().code == "person.badge_needed"
    assert plain.ask("SELECT state FROM waybills") == [("issued",)]


def test_a_void_that_a_lead_agreed_to_names_both(plain: Table) -> None:
    plain.enroll()
    plain.orders(a_draft("1001"))
    plain.scan(WU, "1001", "A")
    plain.work()
    assert plain.scan("PB.VOID", CHEN) == ["lead.needed", "void.queued"]
    rows = plain.ask("SELECT packer, detail ->> 'approver' FROM journal WHERE event = 'scan.void.queued'")
    assert rows == [("wu", "chen")]
    assert not any(secret in str(plain.ask("SELECT * FROM journal")) for secret in (WU, CHEN))


def test_no_waybill_of_an_unverified_parcel_is_asked_for_whoever_calls_the_service(plain: Table) -> None:
    plain.orders(a_draft("1001", (tracked("A"),)))
    plain.scan("1001", "A", "S1", "PB.VOID", "PB.VOID")
    parcel_id, bench = plain.station.recent_parcels()[0].parcel_id, plain.station.bench
    plain.do("UPDATE tracked_units SET parcel_id = NULL")
    with plain.station.database.transaction() as tx:
        order = order_reading.get(tx, plain.station.database, plain.id_of("1001"))
        assert not bench._services.labeling.ask_waybill(tx, bench.actor, parcel_id, order)
    assert bench.request_label(parcel_id).code == "label.not_verified"
    plain.do("UPDATE tracked_units SET parcel_id = :parcel", parcel=parcel_id)
    assert bench.request_label(parcel_id).code == "label.queued"


@pytest.mark.parametrize("code", ["x" * 513, "x" * 10_000_000, "7*4711 " * 100_000])
def test_a_code_no_scanner_can_have_meant_is_refused_at_any_length(plain: Table, code: str) -> None:
    plain.orders(a_draft("1001"))
    assert plain.scan("1001", code, "A") == ["order.opened", "code.too_long", "order.complete"]
