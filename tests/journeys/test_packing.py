"""A packer's hours at the bench: what is scanned, what is answered, what is on disk afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from app.domain.desk import Idle, Packing, Showing
from app.domain.order import OrderState
from app.domain.printing import Delivery, PrintOutcome, PrintReason, PrintState
from app.domain.shipment import WaybillState
from app.store import journal, orders
from tests.builders import Rig, a_draft, a_line, lines_of


def test_a_parcel_from_scan_to_paper(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=2, B=1)))
    answers = rig.scan("1001", "A", "B", "A")
    assert answers == ["order.opened", "item.packed", "item.line_complete", "order.complete"]
    rig.work()
    (parcel,) = rig.station.recent_parcels()
    assert (parcel.order_number, parcel.waybill_state, parcel.print_state) == (
        "1001",
        WaybillState.ISSUED,
        PrintState.SENT,
    )
    assert parcel.tracking_number in {order.tracking_number for order in rig.carrier.orders.values()}
    assert rig.printer.documents[0].startswith(b"^XA")


def test_every_kind_of_wrong_scan_is_answered_and_counts_nothing(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=1, B=1)), a_draft("1002", lines_of(Z=1)))
    assert rig.scan("A", "nonsense") == ["item.before_order", "code.unknown"]
    answers = rig.scan("1001", "A", "A", "Z", "nonsense", "1001", "1002", "", "x" * 10_000, "A\x00B")
    assert answers == [
        "order.opened",
        "item.line_complete",
        "item.too_many",
        "item.wrong",
        "code.unknown",
        "order.already_open",
        "order.another_open",
        "code.empty",
        "code.too_long",
        "code.control_characters",
    ]
    assert isinstance(rig.station.bench.state, Packing)
    assert rig.station.bench.state.order.units_packed == 1


def test_an_order_put_aside_is_resumed_where_it_was(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)), a_draft("1002", lines_of(B=1)))
    assert rig.scan("1001", "A", "PB.ASIDE", "1002", "B", "1001", "A")[2:] == [
        "order.put_aside",
        "order.opened",
        "order.complete",
        "order.resumed",
        "order.complete",
    ]


def test_a_unit_taken_out_must_be_put_in_again(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    assert rig.scan("1001", "A", "PB.UNPACK", "A", "A", "PB.UNPACK", "PB.UNPACK", "A")[2:] == [
        "unpack.next",
        "item.unpacked",
        "item.packed",
        "unpack.next",
        "unpack.off",
        "order.complete",
    ]


def test_commands_say_what_they_need(rig: Rig) -> None:
    assert rig.scan("PB.ASIDE", "PB.UNPACK", "PB.VOID", "PB.LABEL", "PB.REPRINT.MISSING", "PB.1") == [
        "command.needs_order",
        "command.needs_order",
        "command.needs_parcel",
        "command.needs_parcel",
        "command.needs_parcel",
        "command.needs_parcel",
    ]


def test_one_number_of_two_shops_is_chosen_by_the_packer(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=1), shop="a"), a_draft("1001", lines_of(B=1), shop="b"))
    assert rig.scan("1001", "7") == ["order.ambiguous"] * 2
    assert rig.scan("PB.2", "B") == ["order.opened", "order.complete"]
    with rig.station.database.reading() as connection:
        states = {o.shop: o.state for o in orders.find_by_number(connection, rig.station.database, "1001")}
    assert states == {"a": OrderState.OPEN, "b": OrderState.PACKED}


def test_a_restart_resumes_at_the_exact_unit(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=3)))
    rig.scan("1001", "A", "A")
    rig.restart()
    assert isinstance(rig.station.bench.state, Packing)
    assert rig.station.bench.state.order.units_packed == 2
    assert rig.scan("A") == ["order.complete"]


def test_no_label_is_asked_for_while_a_unit_is_missing(rig: Rig) -> None:
    """The gate stands in the service: whoever calls it directly is refused too."""
    rig.orders(a_draft("1001", lines_of(A=1)))
    rig.scan("1001", "A")
    rig.work()
    (parcel,) = rig.station.recent_parcels()
    rig.scan("1001", "PB.VOID", "PB.VOID")
    rig.work()
    with rig.station.database.transaction() as tx:
        tx.execute(text("UPDATE parcels SET units = 2"))
    assert rig.station.bench.request_label(parcel.parcel_id).code == "label.not_verified"
    rig.work()
    assert len(rig.carrier.orders) == 1
    assert rig.station.recent_parcels()[0].waybill_state is WaybillState.CANCELLED


def test_scanning_a_label_shows_its_order(rig: Rig) -> None:
    rig.orders(a_draft("1001"))
    rig.scan("1001", "A")
    rig.work()
    number = rig.station.recent_parcels()[0].tracking_number
    assert rig.scan(number, number) == ["label.confirmed", "order.already_packed"]
    assert isinstance(rig.station.bench.state, Showing)


def test_a_reprint_is_counted_reasoned_and_never_bought_again(rig: Rig) -> None:
    rig.orders(a_draft("1001"))
    rig.scan("1001", "A")
    rig.work()
    assert rig.scan("PB.REPRINT.DAMAGED") == ["reprint.queued"]
    rig.work()
    (parcel,) = rig.station.recent_parcels()
    assert (parcel.copies, len(rig.printer.documents), len(rig.carrier.orders)) == (2, 2, 1)
    assert rig.printer.documents[0] != rig.printer.documents[1]  # the copy is marked as one
    with rig.station.database.reading() as connection:
        asked = connection.execute(text("SELECT copy, reason, packer FROM prints ORDER BY copy")).all()
    assert [tuple(row) for row in asked] == [(1, "first", ""), (2, "damaged", "Wu")]


def test_an_impatient_packer_gets_one_copy(rig: Rig) -> None:
    """woocommerce-services 1893: twelve labels of one order, since the button seemed dead."""
    rig.orders(a_draft("1001"))
    rig.scan("1001", "A")
    rig.work()
    parcel_id = rig.station.recent_parcels()[0].parcel_id
    answers = [rig.station.bench.reprint(parcel_id, PrintReason.MISSING).code for _ in range(12)]
    assert answers == ["reprint.queued"] + ["reprint.under_way"] * 11
    assert [rig.station.bench.request_label(parcel_id).code for _ in range(12)] == ["label.exists"] * 12
    rig.work()
    assert (len(rig.printer.documents), len(rig.carrier.orders)) == (2, 1)


def test_a_void_asks_once_and_gives_the_waybill_back(rig: Rig) -> None:
    rig.orders(a_draft("1001"))
    rig.scan("1001", "A")
    rig.work()
    assert rig.scan("PB.VOID") == ["void.confirm"]
    assert rig.station.bench.state == Showing(rig.station.bench.state.order, is_voiding=True)  # type: ignore[union-attr]
    assert rig.scan("PB.VOID") == ["void.queued"]
    rig.work()
    assert rig.station.recent_parcels()[0].waybill_state is WaybillState.CANCELLED
    assert [order.is_cancelled for order in rig.carrier.orders.values()] == [True]
    assert rig.scan("PB.REPRINT.MISSING") == ["reprint.no_waybill"]


def test_a_void_is_forgotten_when_something_else_is_scanned(rig: Rig) -> None:
    rig.orders(a_draft("1001"))
    rig.scan("1001", "A")
    rig.work()
    assert rig.scan("PB.VOID", "nonsense", "PB.VOID") == ["void.confirm", "code.unknown", "void.confirm"]


def test_after_a_void_a_new_label_has_a_new_number_and_reference(rig: Rig) -> None:
    rig.orders(a_draft("1001"))
    rig.scan("1001", "A")
    rig.work()
    rig.scan("PB.VOID", "PB.VOID")
    rig.work()
    assert rig.scan("PB.LABEL") == ["label.queued"]
    rig.work()
    live = [reference for reference, order in rig.carrier.orders.items() if not order.is_cancelled]
    assert [reference[-2:] for reference in rig.carrier.orders] == ["-1", "-2"]
    assert len(live) == 1


def test_a_waybill_never_asked_for_is_voided_at_once(rig: Rig) -> None:
    rig.carrier.online = False
    rig.orders(a_draft("1001"))
    rig.scan("1001", "A")
    rig.work()
    assert rig.scan("PB.VOID", "PB.VOID") == ["void.confirm", "void.queued"]
    rig.carrier.online = True
    rig.clock.pass_s(600)
    rig.work()
    assert rig.carrier.orders == {}
    assert rig.station.recent_parcels()[0].waybill_state is WaybillState.CANCELLED


def test_a_label_that_waits_for_the_printer_is_not_printed_after_a_void(rig: Rig) -> None:
    rig.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    rig.orders(a_draft("1001"))
    rig.scan("1001", "A")
    rig.work()
    rig.scan("PB.VOID", "PB.VOID")
    rig.work()
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)
    rig.clock.pass_s(600)
    rig.work()
    assert rig.printer.documents == []
    assert rig.station.recent_parcels()[0].print_state is PrintState.CANCELLED


def test_the_journal_keeps_every_scan_in_order_and_its_chain_holds(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=1)))
    codes = ["x", "1001", "nonsense", "A", "PB.VOID"]
    rig.scan(*codes)
    rig.work()
    with rig.station.database.reading() as connection:
        assert [scan for _, scan in journal.scans(connection, rig.station.database)] == codes
        assert journal.verify(connection) is None


def test_fifty_scans_a_second_lose_nothing_and_keep_their_order(rig: Rig) -> None:
    """Odoo 3564: scans dropped unless two seconds apart."""
    rig.orders(a_draft("1001", lines_of(A=200)))
    rig.scan("1001")
    assert rig.scan(*["A"] * 200) == ["item.packed"] * 199 + ["order.complete"]


def test_a_full_disk_is_said_and_the_scan_is_not_counted(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    rig.scan("1001")
    before = rig.station.bench.state
    with rig.station.database.transaction() as tx:
        tx.execute(text("PRAGMA max_page_count = 1"))
    long = ["A" * 500 + str(number) for number in range(100)]  # until the last free page is used up
    assert "store.full" in rig.scan(*long)
    assert rig.scan("A" * 500) == ["store.full"]
    assert rig.station.bench.state == before
    with rig.station.database.transaction() as tx:
        tx.execute(text("PRAGMA max_page_count = 1000000"))
    assert rig.scan("A", "A") == ["item.packed", "order.complete"]


def test_a_count_changed_behind_the_benchs_back_stops_it(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=3)))
    rig.scan("1001", "A")
    with rig.station.database.transaction() as tx:
        tx.execute(text("UPDATE order_lines SET packed = 3"))
    assert rig.scan("A") == ["store.broken"]


def test_an_idle_table_after_putting_aside_survives_a_restart(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    rig.scan("1001", "PB.ASIDE")
    rig.restart()
    assert rig.station.bench.state == Idle()


@pytest.mark.parametrize("code", ["036000291452", "0036000291452", "]E0036000291452", "００３６０００２９１４５２"])
def test_the_code_of_an_item_is_one_in_all_its_forms(rig: Rig, code: str) -> None:
    rig.orders(replace(a_draft("1001"), lines=(a_line("A", barcode="036000291452"),)))
    assert rig.scan("1001", code)[1] == "order.complete"


def test_caps_lock_changes_nothing(rig: Rig) -> None:
    rig.orders(a_draft("So-1001", (a_line("Cup-Bl", 1),)))
    assert rig.scan("sO-1001", "cUP-bL") == ["order.opened", "order.complete"]


@pytest.mark.parametrize("code", ["\ud83d", "1001\udcff"])
def test_half_a_character_is_answered_too(rig: Rig, code: str) -> None:
    assert rig.scan(code) == ["code.unknown"]
