"""Each invariant is able to fail: a station's file is damaged by hand, and the damage is named."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.actor import Actor
from app.store import journal
from tests.builders import Rig, a_consignee, a_draft, lines_of
from tests.faults.invariants import Purchase, examine
from tests.faults.report import Found

PERSON = ("李小龙", "13912345678", "中关村大街27号1101室")


class Told(Rig):
    """A station on which three orders went from scan to paper, and everything that was told on the way."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        consignee = a_consignee(*PERSON)
        self.orders(*(a_draft(number, lines_of(A=2, B=1), consignee=consignee) for number in ("1", "2", "3")))
        self.told: list[tuple[str, str]] = []
        for code in ("1", "A", "PB.UNPACK", "A", "A", "A", "X", "B", "2", "A", "A", "B", "3", "A", "PB.ASIDE"):
            self.told.append((str(self.station.bench.scan(code).code), code))
            self.work()

    def execute(self, *statements: str) -> None:
        """Damage the file as no code of ours could: without the triggers that refuse it."""
        with self.station.database.transaction() as tx:
            tx.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for trigger in tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
                tx.exec_driver_sql(f"DROP TRIGGER {trigger}")
            for statement in statements:
                tx.exec_driver_sql(statement)

    def purchases(self) -> list[Purchase]:
        return [Purchase(ref, sold.tracking_number, sold.is_cancelled) for ref, sold in self.carrier.orders.items()]

    def examine(
        self,
        told: Sequence[tuple[str, str]] | None = None,
        purchases: Sequence[Purchase] | None = None,
        documents: Sequence[bytes] | None = None,
        personal: Sequence[str] = PERSON,
    ) -> Found:
        papers = self.printer.documents if documents is None else documents
        return examine(
            self.station.database,
            acknowledged=self.told if told is None else told,
            purchases=self.purchases() if purchases is None else purchases,
            documents=[hashlib.sha256(document).hexdigest() for document in papers],
            log_folder=self.folder / "logs",
            personal=personal,
        )


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def test_a_station_that_did_everything_right_is_clean(told: Told) -> None:
    assert told.examine() == Found()
    told.told.append(("store.full", "never answered, never written"))
    assert told.examine() == Found()


def test_a_scan_that_was_written_but_not_answered_is_no_loss(told: Told) -> None:
    told.station.bench.scan("3")
    told.station.bench.scan("A")
    assert told.examine() == Found()


def test_an_acknowledged_scan_that_is_missing_is_lost(told: Told) -> None:
    found = told.examine(told=[*told.told, ("item.packed", "A")])
    assert "is not in the journal" in found.lost[0]


def test_scans_in_another_order_are_lost(told: Told) -> None:
    assert "another order" in told.examine(told=told.told[::-1]).lost[0]


SECOND_ATTEMPT = (
    "INSERT INTO waybills (id, parcel_id, attempt, carrier, service, reference, state, requested_at)"
    " SELECT 'w' || id, parcel_id, 2, carrier, service, 'W' || reference, 'cancelled', 0 FROM waybills"
)
SECOND_FIRST = (
    "INSERT INTO prints (id, subject_id, waybill_id, printer, copy, reason, packer, state, asked_at)"
    " SELECT 'p' || id, subject_id, waybill_id, printer, 2, 'first', packer, 'cancelled', 0 FROM prints"
)
# Where the damage is, what does it, and what is said of it.
DAMAGES: dict[str, tuple[str, str, str]] = {
    "a count that no scan made": (
        "lost",
        "UPDATE order_lines SET packed = 0, sealed = 0 WHERE packed = 1",
        "the lines count",
    ),
    "a sealed parcel with a unit too few": ("lost", "UPDATE parcels SET units = 4", "misses 1 units"),
    "a line that is sealed in no parcel": ("lost", "DELETE FROM parcel_lines WHERE position = 1", "not in its parcels"),
    "a unit that nobody scanned": ("lost", "UPDATE order_lines SET tracking = 'serial'", "other units than it has"),
    "a purchase of an unknown parcel": ("other", "UPDATE waybills SET reference = 'X' || reference", "know nothing"),
    "a refusal of what was sold": (
        "lies",
        "UPDATE waybills SET state = 'rejected', code = 'x'",
        "live at the carrier",
    ),
    "a number that was never sold": ("lies", "UPDATE waybills SET tracking_number = 'PB1'", "never sold it"),
    "a job left running": ("other", "UPDATE jobs SET state = 'running'", "is left running"),
    "a job left waiting": ("other", "UPDATE jobs SET state = 'queued'", "is left queued"),
    "a job held without a reason": ("other", "UPDATE jobs SET state = 'held', code = ''", "held without a reason"),
    "a refusal without a reason": ("other", "UPDATE waybills SET state = 'rejected'", "refused without a reason"),
    "a waybill nobody settles": ("other", "UPDATE waybills SET state = 'uncertain'", "is left uncertain"),
    "a waybill that was never printed": ("other", "DELETE FROM prints", "never printed"),
    "a parcel nobody bought for": ("other", "DELETE FROM prints; DELETE FROM waybills", "was ever asked for"),
    "a print nobody settles": ("other", "UPDATE prints SET state = 'sending'", "is left sending"),
    "an unknown print without a reason": ("other", "UPDATE prints SET state = 'unknown'", "unknown without a reason"),
    "a print that was never let go": ("lies", "UPDATE prints SET sha256 = NULL", "never let go"),
    "a print whose counter never counted it": (
        "lies",
        "UPDATE prints SET state = 'failed', code = 'x', proof = 'counter', sha256 = 'x'",
        "never had it",
    ),
    "a state the journal does not know": (
        "other",
        "UPDATE waybills SET state = 'cancelled'",
        "the journal says waybill.issued",
    ),
    "a second attempt beside a live first": (
        "doubled",
        SECOND_ATTEMPT,
        "asked for another waybill",
    ),
    "a second first print": (
        "doubled",
        SECOND_FIRST,
        "printed first 2 times",
    ),
    "a changed journal": ("other", "UPDATE journal SET at = at + 1 WHERE sequence = 5", "broken at row 5"),
    "a journal with a hole": ("other", "DELETE FROM journal WHERE sequence = 5", "broken at row 5"),
    "a person in a job": ("other", f"UPDATE jobs SET code = '{PERSON[0]}'", "personal data in jobs"),
    "a person in a lane": ("other", f"INSERT INTO lanes (name, code) VALUES ('x', '{PERSON[0]}')", "data in lanes"),
    "a person in the clear": ("other", f"UPDATE order_lines SET title = '{PERSON[2]}'", "data in packbench.db"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named(told: Told, damage: str) -> None:
    kind, statements, sentence = DAMAGES[damage]
    told.execute(*statements.split("; "))
    found = told.examine()
    assert any(sentence in each for each in getattr(found, kind)), found


def test_two_live_labels_of_one_parcel_are_doubled(told: Told) -> None:
    first, *rest = told.purchases()
    again = Purchase(first.reference[:-1] + "2", "PB2")
    assert "2 live labels" in told.examine(purchases=[first, again, *rest]).doubled[0]
    given_back = Purchase(again.reference, "PB2", is_cancelled=True)
    assert not told.examine(purchases=[first, given_back, *rest]).doubled


def test_a_label_given_back_behind_our_back_is_a_lie(told: Told) -> None:
    first, *rest = told.purchases()
    given_back = Purchase(first.reference, first.tracking_number, is_cancelled=True)
    assert "given back" in told.examine(purchases=[given_back, *rest]).lies[0]


def test_a_document_more_or_less_than_the_ledger_says(told: Told) -> None:
    papers = told.printer.documents
    assert "once more than was asked" in told.examine(documents=[*papers, papers[0]]).doubled[0]
    assert "never had it" in told.examine(documents=papers[1:]).lies[0]


def test_a_print_that_went_on_after_it_was_unknown_is_doubled(told: Told) -> None:
    told.station.bench.scan("1")
    told.station.bench.scan("PB.REPRINT.MISSING")
    (print_id,) = _column(told, "SELECT id FROM prints WHERE copy = 2")
    for event in ("print.unknown", "print.sent"):
        _journal(told, event, print_id)
    assert any("print.sent" in each for each in told.examine().doubled)


def test_a_torn_file_is_named(tmp_path: Path) -> None:
    torn = Told(tmp_path)
    path = torn.station.database.path
    torn.station.stop()
    content = bytearray(path.read_bytes())
    page = content.index(b"parcel.sealed") & ~4095  # a leaf of the journal
    content[page + 8 : page + 40] = bytes(32)
    path.write_bytes(content)
    torn.station = torn._open()
    assert "integrity check" in torn.examine().other[0]


def test_a_person_in_the_log_is_named(told: Told) -> None:
    (told.folder / "logs").mkdir()
    for written in (PERSON[1].encode(), PERSON[0].encode("utf-16-le"), b'"\\u674e\\u5c0f\\u9f99"'):
        (told.folder / "logs" / "packbench.log").write_bytes(b"call " + written)
        assert told.examine().other == ["personal data in packbench.log"]


def _column(told: Told, statement: str) -> list[str]:
    with told.station.database.reading() as connection:
        return [str(value) for value in connection.exec_driver_sql(statement).scalars()]


def _journal(told: Told, event: str, subject_id: str) -> None:
    with told.station.database.transaction() as tx:
        journal.append(tx, told.station.database, Actor("Bench 7"), event, subject_id)
