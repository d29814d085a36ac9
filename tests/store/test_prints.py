"""The print ledger: papers beside labels, what a printer proves, and prints that go to another printer."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.domain.actor import Actor
from app.domain.closing import judge_label
from app.domain.document import DocumentKind
from app.domain.glance import PrinterGlance
from app.domain.handover import is_proof
from app.domain.incident import IncidentKind
from app.domain.job import JobKind, printer_lane
from app.domain.outcome import OutcomeCode
from app.domain.printing import PaperProof, PrintReason, PrintState
from app.domain.shipment import Waybill
from app.store import (
    auditing,
    incidents,
    jobs,
    journal,
    manifests,
    money,
    open_ends,
    parcels,
    prints,
    stops,
    waybills,
)
from app.store.database import Database, Transaction
from tests.builders import a_database
from tests.sealed import a_label, a_print, a_sealed_parcel, order_of

LANE = Actor("Bench 7", device="lane")
SLIP = DocumentKind.PACKING_SLIP


def ask(
    tx: Transaction, database: Database, subject_id: str, printer: str, document: DocumentKind = DocumentKind.LABEL
) -> str:
    """A print with its job, as whoever wants a paper leaves them."""
    reason = PrintReason.OTHER
    print_id = prints.ask(tx, database, subject_id, printer=printer, reason=reason, packer="Wu", document=document)
    jobs.queue(tx, database, printer_lane(printer), JobKind.PRINT_LABEL, print_id)
    return print_id


def waybill_of(tx: Transaction, parcel_id: str) -> str:
    live = waybills.live_of_parcel(tx, parcel_id)
    assert live is not None
    return live.id


# Papers that are no labels.


def test_each_paper_counts_its_own_copies_and_shares_its_printers_numbers(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", print_state=None)
        waybill_id = waybill_of(tx, parcel_id)
        asked = [
            ask(tx, database, waybill_id, "label"),
            ask(tx, database, parcel_id, "label", SLIP),
            ask(tx, database, parcel_id, "office", DocumentKind.CARTON_LABEL),
            ask(tx, database, parcel_id, "label", SLIP),
            ask(tx, database, waybill_id, "label"),
            ask(tx, database, "a manifest", "office", DocumentKind.MANIFEST),
        ]
        rows = [prints.get(tx, each) for each in asked]
    assert [(row.document, row.copy, row.printer, row.position) for row in rows] == [
        ("label", 1, "label", 1),
        ("packing_slip", 1, "label", 2),
        ("carton_label", 1, "office", 1),
        ("packing_slip", 2, "label", 3),
        ("label", 2, "label", 4),
        ("manifest", 1, "office", 2),
    ]
    assert [row.parcel_id for row in rows] == [parcel_id] * 5 + [""]
    assert [row.waybill_id for row in rows] == [waybill_id, "", "", "", waybill_id, ""]


def test_what_is_asked_of_a_waybill_is_told_of_its_labels_alone(database: Database) -> None:
    """A slip that is unclear, printed later and more often than the label, in every question there is."""
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001")
        for _ in range(3):
            slip = ask(tx, database, parcel_id, "label", SLIP)
            prints.mark_sending(tx, slip, "1" * 64)
            prints.mark(tx, slip, PrintState.UNKNOWN, "printer.reset")
        waybill_id = waybill_of(tx, parcel_id)
        label = waybills.find_label(tx, "T1001")
        facts = manifests.find(tx, "T1001")
        (glance,) = parcels.recent(tx, database, 5)
        assert label is not None
        assert facts is not None
        told = (label.print_state, facts.print_state, glance.print_state, prints.latest_state(tx, waybill_id))
        assert told == (PrintState.SENT,) * 4
        assert glance.copies == 1
        assert prints.at_positions(tx, "label", 1, 4) == (parcel_id,)
        assert [end for end in open_ends.list_all(tx, asks_for_labels=False) if end.kind == "print"] == []
        found = incidents.waiting(tx, database, unseen_after_ms=None, decide_before_ms=0)
        assert [(each.document, each.tracking_number) for each in found] == [(SLIP, "")]
        prints.confirm_latest(tx, database, parcel_id)
        assert prints.latest_state(tx, waybill_id) is PrintState.CONFIRMED
        assert prints.get(tx, slip).state is PrintState.UNKNOWN


def test_a_slip_on_paper_hides_no_label_that_was_bought_and_never_printed(database: Database) -> None:
    """`NOT IN` a list with one NULL in it finds nothing."""
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", print_state=None)
        tx.execute(text("UPDATE waybills SET void_before = :at"), {"at": database.now_ms() + 1000})
        slip = ask(tx, database, parcel_id, "label", SLIP)
        prints.mark_sending(tx, slip, "1" * 64)
        prints.mark_sent(tx, database, slip)
        found = incidents.waiting(tx, database, unseen_after_ms=None, decide_before_ms=5000)
        assert [each.kind for each in found] == [IncidentKind.LABEL_UNUSED]
        assert incidents.unused_before(tx, "ZTO", database.now_ms() + 5000) == (parcel_id,)
        assert [row.is_printed for row in money.rows(tx, 0)] == [False]


def test_a_slip_that_a_stop_kept_back_goes_on_with_its_label(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", print_state=None)
        label = a_print(tx, database, waybill_of(tx, parcel_id), PrintState.QUEUED)
        reason = PrintReason.FIRST
        slip = prints.ask(tx, database, parcel_id, printer="office", reason=reason, packer="", document=SLIP)
        assert stops.prints_to_send(tx, order_of(tx, "1001")) == ()
        for each in (label, slip):
            prints.mark(tx, each, PrintState.QUEUED, "order.stopped")
        assert stops.prints_to_send(tx, order_of(tx, "1001")) == ((label, "label"), (slip, "office"))


def test_an_orders_story_holds_its_slips_and_the_paper_of_its_manifest(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001")
        a_sealed_parcel(tx, database, "1002")
        facts = manifests.find(tx, "T1001")
        assert facts is not None
        pile = manifests.put_on(tx, database, facts, "Wu")
        manifests.close(tx, database, LANE, pile, "20261124")
        papers = {
            ask(tx, database, parcel_id, "label", SLIP),
            ask(tx, database, pile.id, "office", DocumentKind.MANIFEST),
        }
        assert papers <= auditing.story_ids(tx, "1001")
        assert not papers & auditing.story_ids(tx, "1002")


@pytest.mark.parametrize(
    ("document", "waybill"), [("label", None), ("label", "another"), ("packing_slip", "x"), ("receipt", None)]
)
def test_only_labels_have_waybills_and_only_their_own(database: Database, document: str, waybill: str | None) -> None:
    statement = text(
        "INSERT INTO prints (id, document, subject_id, waybill_id, printer, copy, reason, packer, state, asked_at)"
        " VALUES ('p', :document, 'x', :waybill, 'label', 1, 'first', '', 'queued', 0)"
    )
    with database.transaction() as tx:
        tx.execute(text("PRAGMA defer_foreign_keys = ON"))
        with pytest.raises(IntegrityError, match="CHECK"):
            tx.execute(statement, {"document": document, "waybill": waybill})


# What proves paper.


def sent(tx: Transaction, database: Database, proof: PaperProof, *, is_settled: bool) -> str:
    """A label that its printer took; the parcel's id."""
    parcel_id = a_sealed_parcel(tx, database, "1001", print_state=None)
    print_id = a_print(tx, database, waybill_of(tx, parcel_id), PrintState.SENDING)
    prints.mark_sent(tx, database, print_id, proof=proof, spool_job="office-7", is_settled=is_settled)
    row = prints.get(tx, print_id)
    assert (row.proof, row.spool_job) == (proof, "office-7")
    return parcel_id


def test_a_counter_alone_puts_no_label_on_its_box_where_labels_are_scanned(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = sent(tx, database, PaperProof.COUNTER, is_settled=False)
        facts = manifests.find(tx, "T1001")
        assert facts is not None
        assert (facts.print_state, facts.proof, facts.was_seen) == (PrintState.SENT, PaperProof.COUNTER, False)
        assert prints.may_be_on_paper(tx, waybill_of(tx, parcel_id))
        tx.execute(text("UPDATE prints SET sent_at = 0"))
        (missed,) = incidents.waiting(tx, database, unseen_after_ms=1000, decide_before_ms=0)
        assert missed.kind is IncidentKind.LABEL_UNSEEN


def test_where_nobody_scans_a_counter_settles_a_print_and_a_later_scan_is_still_news(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = sent(tx, database, PaperProof.COUNTER, is_settled=True)
        (glance,) = parcels.recent(tx, database, 1)
        assert (glance.print_state, glance.print_proof) == (PrintState.CONFIRMED, PaperProof.COUNTER)
        label, facts = waybills.find_label(tx, "T1001"), manifests.find(tx, "T1001")
        assert label is not None
        assert facts is not None
        assert judge_label(label, None) is OutcomeCode.LABEL_CONFIRMED
        assert is_proof(facts)
        assert not facts.was_seen
        prints.confirm_latest(tx, database, parcel_id)
        label, facts = waybills.find_label(tx, "T1001"), manifests.find(tx, "T1001")
        assert label is not None
        assert facts is not None
        assert judge_label(label, None) is None
        assert (facts.was_seen, is_proof(facts), facts.proof) == (True, False, PaperProof.SCAN)


def test_nothing_is_settled_without_a_proof(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = sent(tx, database, PaperProof.NONE, is_settled=True)
        assert prints.latest_state(tx, waybill_of(tx, parcel_id)) is PrintState.SENT
        with pytest.raises(IntegrityError, match="confirmed_is_proven"):
            tx.execute(text("UPDATE prints SET state = 'confirmed'"))


def test_a_proof_gives_way_to_a_scan_and_to_nothing_else(database: Database) -> None:
    allowed = set()
    with database.transaction() as tx:
        parcel_id = sent(tx, database, PaperProof.NONE, is_settled=False)
        for old in PaperProof:
            for new in PaperProof:
                tx.execute(text("SAVEPOINT change"))
                tx.execute(text("UPDATE prints SET proof = :old"), {"old": old})
                try:
                    tx.execute(text("UPDATE prints SET proof = :new"), {"new": new})
                    allowed.add((old.value, new.value))
                except IntegrityError:
                    pass
                tx.execute(text("ROLLBACK TO change"))
        assert prints.may_be_on_paper(tx, waybill_of(tx, parcel_id))
    same = {(proof.value, proof.value) for proof in PaperProof}
    first = {("", proof.value) for proof in PaperProof}
    assert allowed == same | first | {("counter", "scan"), ("process_id", "scan")}


# To another printer.


def test_what_waits_for_a_printer_goes_to_another_in_its_order_and_behind_what_waits_there(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", print_state=None)
        waybill_id = waybill_of(tx, parcel_id)
        first = ask(tx, database, waybill_id, "label")
        slip = ask(tx, database, parcel_id, "label", SLIP)
        there = ask(tx, database, parcel_id, "spare", DocumentKind.CARTON_LABEL)
        last = ask(tx, database, waybill_id, "label")
        assert prints.redirect(tx, database, "label", "spare", actor=LANE) == (first, slip, last)
        assert prints.redirect(tx, database, "spare", "spare", actor=LANE) == ()
        order = []
        while (job := jobs.claim(tx, database, printer_lane("spare"))) is not None:
            order.append(job.subject_id)
        assert order == [there, first, slip, last]
        assert [prints.get(tx, each).position for each in order] == [1, 2, 3, 4]
        assert jobs.claim(tx, database, printer_lane("label")) is None
        told = [row for row in journal.rows(tx) if row.event == "print.redirected"]
        assert [row.subject_id for row in told] == [first, slip, last]
        assert json.loads(told[1].detail) == {"device": "lane", "from": "label", "to": "spare", "position": 3}
        again = ask(tx, database, waybill_id, "label")
        assert prints.get(tx, again).position == 1


def test_what_was_begun_stays_on_its_printer_however_far_it_came(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", print_state=None)
        waybill_id = waybill_of(tx, parcel_id)
        for state in PrintState:
            a_print(tx, database, waybill_id, state)  # among them one that a stop keeps back: queued, without a job
        claimed = ask(tx, database, waybill_id, "label")
        assert jobs.claim(tx, database, printer_lane("label")) is not None
        put_back = ask(tx, database, waybill_id, "label")
        job = jobs.claim(tx, database, printer_lane("label"))
        assert job is not None
        prints.mark_sending(tx, put_back, "1" * 64)
        prints.mark(tx, put_back, PrintState.QUEUED, "printer.unreachable")
        jobs.put_back(
            tx, database, job, not_before=database.now_ms() + 9999, code="printer.unreachable", uncertain=False
        )
        held = ask(tx, database, waybill_id, "label")
        tx.execute(text("UPDATE jobs SET state = 'running' WHERE subject_id = :held"), {"held": held})
        tx.execute(text("UPDATE jobs SET state = 'held' WHERE subject_id = :held"), {"held": held})
        prints.mark_sending(tx, ask(tx, database, waybill_id, "label"), "1" * 64)  # whatever its job says
        assert prints.redirect(tx, database, "label", "spare", actor=LANE) == (put_back,)
        row = prints.get(tx, put_back)
        assert (row.printer, row.position, row.state) == ("spare", 1, PrintState.QUEUED)
        assert jobs.claim(tx, database, printer_lane("spare")) is not None  # nothing that it had to wait for
        assert prints.get(tx, claimed).printer == "label"
        begun = text("UPDATE prints SET {} WHERE state = :state")
        for state in set(PrintState) - {PrintState.QUEUED}:
            for change in ("printer = 'spare'", "position = 99"):
                with pytest.raises(IntegrityError, match="stays on its printer"):
                    tx.execute(text(begun.text.format(change)), {"state": state})


def test_a_redirection_that_fails_halfway_moves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.transaction() as tx:
        waybill_id = waybill_of(tx, a_sealed_parcel(tx, database, "1001", print_state=None))
        asked = [ask(tx, database, waybill_id, "label") for _ in range(3)]
    move, moved = jobs.move, []

    def fail_at_second(tx: Transaction, base: Database, kind: JobKind, print_id: str, lane: str) -> bool:
        moved.append(print_id)
        if len(moved) == 2:
            raise RuntimeError
        return move(tx, base, kind, print_id, lane)

    monkeypatch.setattr(jobs, "move", fail_at_second)
    with pytest.raises(RuntimeError), database.transaction() as tx:
        prints.redirect(tx, database, "label", "spare", actor=LANE)
    with database.reading() as connection:
        assert moved == asked[:2]
        assert [prints.get(connection, each).position for each in asked] == [1, 2, 3]
        assert prints.waiting(connection, "label").count == 3
        assert prints.waiting(connection, "spare").count == 0
        assert [row for row in journal.rows(connection) if row.event == "print.redirected"] == []


def test_a_print_that_a_lane_is_just_claiming_goes_one_way_or_the_other_and_never_both(tmp_path: Path) -> None:
    """Two processes on one file: a lane that claims, and whoever redirects what it has not claimed yet."""
    lane, desk = a_database(tmp_path), a_database(tmp_path)
    with desk.transaction() as tx:
        waybill_id = waybill_of(tx, a_sealed_parcel(tx, desk, "1001", print_state=None))
        asked = {ask(tx, desk, waybill_id, "label") for _ in range(60)}
    started, claimed = threading.Event(), []

    def claim_all() -> None:
        while True:
            with lane.transaction() as tx:
                job = jobs.claim(tx, lane, printer_lane("label"))
            if job is None:
                return
            claimed.append(job.subject_id)
            started.set()

    thread = threading.Thread(target=claim_all)
    thread.start()
    assert started.wait(10)
    with desk.transaction() as tx:
        moved = prints.redirect(tx, desk, "label", "spare", actor=LANE)
    thread.join(10)
    assert len(claimed) + len(moved) == len(asked)
    assert {*claimed, *moved} == asked
    with desk.reading() as connection:
        assert {prints.get(connection, each).printer for each in claimed} == {"label"}
        assert [prints.get(connection, each).position for each in moved] == list(range(1, len(moved) + 1))
    lane.close()
    desk.close()


# For a screen.


def test_a_printer_at_a_glance(database: Database) -> None:
    asked_at = database.now_ms()
    with database.transaction() as tx:
        waybill_id = waybill_of(tx, a_sealed_parcel(tx, database, "1001"))
        failed = ask(tx, database, waybill_id, "label")
        prints.mark(tx, failed, PrintState.FAILED, "label.overflow")
        tx.execute(text("UPDATE jobs SET state = 'rejected'"))
        a_print(tx, database, waybill_id, PrintState.CANCELLED)
        ask(tx, database, waybill_id, "label")
        ask(tx, database, waybill_id, "label")
        tx.execute(text("UPDATE prints SET sent_at = 77 WHERE state = 'sent'"))
        assert prints.waiting(tx, "label") == prints.Waiting(2, asked_at)
        assert prints.by_printer(tx, ("spare", "label")) == (
            PrinterGlance("spare"),
            PrinterGlance("label", 2, asked_at, 77, "label.overflow"),
        )


def test_a_second_waybill_has_labels_of_its_own(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001", print_state=PrintState.CONFIRMED)
        tx.execute(text("UPDATE waybills SET state = 'cancelling'"))
        tx.execute(text("UPDATE waybills SET state = 'cancelled'"))
        a_label(tx, database, parcel_id, "T2", print_state=PrintState.SENT)
        facts = manifests.find(tx, "T2")
        assert facts is not None
        assert (facts.print_state, facts.proof, facts.was_seen) == (PrintState.SENT, PaperProof.NONE, False)


def test_the_journal_is_told_what_was_asked_for(database: Database) -> None:
    with database.transaction() as tx:
        parcel_id = a_sealed_parcel(tx, database, "1001")
        slip = ask(tx, database, parcel_id, "office", SLIP)
        assert prints.terms(tx, slip) == {
            "document": "packing_slip",
            "subject": parcel_id,
            "printer": "office",
            "reason": "other",
            "position": 1,
        }
        assert isinstance(waybills.get(tx, waybill_of(tx, parcel_id)).waybill, Waybill)
