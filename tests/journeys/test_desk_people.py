"""People at one desk: who did it stands in the journal, a right is asked for below the window, nobody works unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.actor import NOBODY, Role
from app.domain.desk import Idle, Locked, Packing
from app.domain.incident import Decision, IncidentKind
from app.domain.outcome import OutcomeCode as C
from app.domain.printing import Delivery, PrintOutcome, PrintReason
from app.errors import Rejected
from app.settings import PackingSettings
from app.station import Station
from app.store import journal
from app.work.rounds import Rounds
from tests.builders import Rig, a_draft, lines_of
from tests.ui.people import BADGES, PIN, enroll


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    rig = Rig(tmp_path)
    enroll(rig, "wu", Role.PACKER)
    enroll(rig, "li", Role.LEAD)
    rig.orders(a_draft("1001", lines_of(A=2)))
    yield rig
    rig.station.stop()


def rows(rig: Rig) -> list[dict[str, object]]:
    with rig.station.database.reading() as connection:
        return [row if isinstance(row, dict) else json.loads(str(row)) for row in journal.export(connection)]


def packed(rig: Rig) -> str:
    rig.scan(BADGES["wu"], "1001", "A", "A")
    rig.work()
    return rig.station.recent_parcels()[0].parcel_id


def test_a_packer_can_neither_void_nor_decide_by_any_way_round_the_window(rig: Rig) -> None:
    rig.printer.answers = PrintOutcome(Delivery.UNKNOWN, "printer.reset", 900)
    parcel_id = packed(rig)
    (incident,) = rig.station.lead.incidents()
    assert incident.kind is IncidentKind.PRINT_UNKNOWN
    assert rig.station.lead.decide(incident, Decision.REPRINT, why="because").code is C.LEAD_NEEDED
    with pytest.raises(Rejected, match=r"lead\.needed"):
        rig.station.lead.reprint_positions(1, 1)
    assert rig.station.bench.void(parcel_id).code is C.LEAD_NEEDED
    assert rig.station.lead.incidents() == (incident,)
    assert not any(str(row["event"]).startswith("decided.") for row in rows(rig))
    rig.scan("PB.CANCEL", BADGES["li"])
    assert rig.station.lead.decide(incident, Decision.REPRINT, why="because").code is C.REPRINT_QUEUED
    (decided,) = (row for row in rows(rig) if str(row["event"]).startswith("decided."))
    assert decided["packer"] == "li"


def test_at_a_locked_desk_nobody_decides_prints_or_voids(rig: Rig) -> None:
    parcel_id = packed(rig)
    rig.scan("PB.LOCK")
    assert not rig.station.lead.may_decide
    bench = rig.station.bench
    assert bench.void(parcel_id).code is C.BADGE_NEEDED
    assert bench.reprint(parcel_id, PrintReason.MISSING).code is C.BADGE_NEEDED
    assert bench.request_label(parcel_id).code is C.BADGE_NEEDED
    assert bench.actor.packer == NOBODY


def test_every_row_of_a_shift_names_somebody(rig: Rig) -> None:
    packed(rig)
    rig.scan("PB.LOCK", "1001", BADGES["li"], "PB.LOCK")
    assert all(row["packer"] for row in rows(rig) if str(row["event"]).startswith(("scan.", "print.confirmed")))
    assert all(row["station"] for row in rows(rig))


def test_an_idle_desk_locks_with_the_order_on_it_also_across_a_restart(rig: Rig) -> None:
    rig.scan(BADGES["wu"], "1001", "A")
    assert rig.station.bench.lock_if_idle() is None
    rig.clock.pass_s(901)
    outcome = rig.station.bench.lock_if_idle()
    assert outcome is not None
    assert (outcome.code, outcome.person) == (C.LOGGED_OUT, "wu")
    rig.restart()
    state = rig.station.bench.state
    assert isinstance(state, Locked)
    assert isinstance(state.back, Packing)
    assert state.back.order.units_packed == 1
    assert rig.scan(f"7*{PIN}", "A") == [C.LOGGED_IN, C.ORDER_COMPLETE]


def test_volume_and_language_are_kept_for_each_person_and_for_the_desk(rig: Rig) -> None:
    rig.scan(BADGES["wu"], "PB.QUIETER")
    assert rig.station.bench.keep_language("zh_CN")
    rig.scan("PB.LOCK")
    assert not rig.station.bench.keep_language("en")
    assert rig.station.bench.volume == 100
    rig.restart()
    rig.scan(BADGES["wu"])
    person = rig.station.bench.person
    assert person is not None
    assert (person.volume, person.language, rig.station.bench.volume) == (70, "zh_CN", 70)
    rig.scan(BADGES["li"])
    assert rig.station.bench.volume == 80


def test_a_desk_without_people_keeps_its_volume_too(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    assert rig.scan("PB.QUIETER", "PB.QUIETER", "PB.LOUDER") == [C.VOLUME_SET] * 3
    assert isinstance(rig.station.bench.state, Idle)
    rig.restart()
    assert rig.station.bench.volume == 90
    assert rig.scan(*["PB.LOUDER"] * 3) == [C.VOLUME_SET] * 3
    assert rig.station.bench.volume == 100
    rig.station.stop()


def test_a_running_station_takes_in_what_other_programs_drop(tmp_path: Path) -> None:
    """By its own thread: nobody steps it by hand."""
    rig = Rig(tmp_path)
    rig.orders(a_draft("1001", lines_of(A=2)))
    rig.station.stop()
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "news.csv").write_text("number,action\n1001,cancel\n")
    settings = replace(rig._settings, packing=PackingSettings(news_folder=str(drop)))
    heard: list[object] = []
    station = Station(settings, carrier=rig.carrier, printer=rig.printer, now_ms=rig.clock, monotonic_ms=rig.clock)
    station.listen(heard.append)
    rounds = station._rounds["news"]
    rounds.go_round()
    rig.clock.pass_s(3)
    rounds.go_round()
    assert station.bench.scan("1001").code is C.STOPPED_CANCEL
    assert list((drop / "done").iterdir())
    (drop / "done").rename(tmp_path / "gone")
    drop.rmdir()
    rounds.go_round()
    assert getattr(heard[-1], "code", None) == "news.unreadable"
    station.stop()


class _Bell:
    """A step that can be made to fail, and tells when it was done."""

    def __init__(self) -> None:
        self.done = 0
        self.error: Rejected | None = None

    def __call__(self) -> None:
        self.done += 1
        if self.error:
            raise self.error


def test_a_round_that_fails_is_told_and_gone_again() -> None:
    step, told = _Bell(), list[str]()
    rounds = Rounds(step, 60, told=told.append)
    step.error = Rejected("manifest.unwritable")
    rounds.go_round()
    step.error = None
    rounds.go_round()
    assert told == ["manifest.unwritable", ""]


def test_a_round_that_was_stopped_before_it_began_does_nothing() -> None:
    step = _Bell()
    rounds = Rounds(step, 60, waits_first=True)
    rounds.stop()
    rounds.run()
    assert step.done == 0
