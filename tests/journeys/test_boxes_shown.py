"""An order in several boxes: each box can be brought into view by scanner, also one whose label never came out."""

from __future__ import annotations

from sqlalchemy import text

from app.domain.actor import Role
from app.domain.desk import Locked
from tests.builders import Rig, a_draft, lines_of


def test_the_lost_label_of_an_earlier_box_is_printed_again_by_scanner(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    assert rig.scan("1001", "A", "PB.CLOSE", "A")[-2:] == ["box.closed", "order.complete"]
    rig.work()
    assert rig.scan("1001", "PB.1", "PB.REPRINT.MISSING") == ["order.already_packed", "parcel.shown", "reprint.queued"]
    rig.work()
    with rig.station.database.reading() as connection:
        copies = connection.execute(
            text(
                "SELECT parcels.sequence, count(*) FROM prints JOIN waybills ON waybills.id = waybill_id"
                " JOIN parcels ON parcels.id = parcel_id GROUP BY 1 ORDER BY 1"
            )
        ).all()
    assert [tuple(each) for each in copies] == [(1, 2), (2, 1)]
    assert rig.scan("PB.3") == ["command.needs_parcel"]


def test_who_was_retired_is_logged_out_at_the_next_scan(rig: Rig) -> None:
    login, database = rig.station.bench._services.login, rig.station.database
    with database.transaction() as tx:
        boss = login.enroll(tx, rig.station.bench.actor, handle="boss", number=1, role=Role.ADMIN, pin="471147")
    assert rig.scan("1*471147") == ["person.in"]
    with database.transaction() as tx:
        wu = login.enroll(tx, boss.acting(rig.station.bench.actor), handle="wu", number=7, role=Role.PACKER, pin="8264")
    assert rig.scan("PB.LOCK", "7*8264", "nonsense") == ["person.out", "person.in", "code.unknown"]
    with database.transaction() as tx:
        login.retire(tx, boss.acting(rig.station.bench.actor), wu)
    assert rig.scan("nonsense") == ["person.badge_needed"]
    assert isinstance(rig.station.bench.state, Locked)


def test_the_hand_over_and_the_days_end_wait_for_a_free_table(rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    assert rig.scan("1001", "PB.HANDOVER", "PB.DAYEND")[1:] == ["command.needs_free_table"] * 2
    assert rig.scan("PB.ASIDE", "PB.HANDOVER") == ["order.put_aside", "handover.begun"]
