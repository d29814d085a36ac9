"""A picture of every sealed parcel: of now or none, sealed on disk, never in anybody's way."""

from __future__ import annotations

import hashlib
import logging
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import TextClause, text

from app.errors import Misconfigured, Unavailable
from app.store import evidence, journal
from app.store.database import Database
from app.store.evidence import Missed, Taken
from app.work.rounds import Rounds
from tests.builders import Clock, Rig, a_draft, lines_of
from tests.work.cameras import (
    PLAIN,
    SwitchedCamera,
    a_jpeg,
    an_evidence,
    events,
    files_in,
    flaws,
    row_of,
    seal,
)

if sys.platform != "win32":
    import resource

NO_PICTURE = Unavailable("camera.no_picture")


def test_a_sealed_parcel_gets_a_picture_of_now_that_nobody_reads_without_the_key(
    database: Database, camera: SwitchedCamera, clock: Clock, tmp_path: Path
) -> None:
    room = an_evidence(database, camera)
    room.step()
    (parcel_id,) = seal(database, "1001")
    clock.pass_s(0.2)
    room.step()
    row = row_of(database, "1001")
    day = datetime.fromtimestamp(clock.now_ms / 1000, UTC).date().isoformat()
    (file,) = files_in(tmp_path)
    assert file == tmp_path / "evidence" / day / f"{parcel_id}.jpg.sealed"
    assert row == Taken(
        hashlib.sha256(a_jpeg(1)).hexdigest(), hashlib.sha256(file.read_bytes()).hexdigest(), len(a_jpeg(1)), 200
    )
    assert events(database, parcel_id)[0][1]["device"] == "top"
    assert flaws(tmp_path, database) == []


def test_each_parcel_gets_its_own_picture_once(database: Database, camera: SwitchedCamera, tmp_path: Path) -> None:
    room = an_evidence(database, camera)
    for number in ("1", "2", "3"):
        room.step()
        seal(database, number)
        room.step()
    room.step()
    rows = [row_of(database, number) for number in ("1", "2", "3")]
    assert len({row.sha256 for row in rows if isinstance(row, Taken)}) == 3
    assert camera.asked == 3
    assert flaws(tmp_path, database) == []


def test_parcels_sealed_together_share_the_one_picture_and_say_so(
    database: Database, camera: SwitchedCamera, tmp_path: Path
) -> None:
    room = an_evidence(database, camera)
    room.step()
    seal(database, "1", "2", "3")
    room.step()
    rows = [row_of(database, number) for number in ("1", "2", "3")]
    assert [(row.sha256, row.parcels) for row in rows if isinstance(row, Taken)] == [
        (hashlib.sha256(a_jpeg(1)).hexdigest(), 3)
    ] * 3
    assert camera.asked == 1
    assert flaws(tmp_path, database) == []


@pytest.mark.parametrize(
    ("fails", "gives"), [(NO_PICTURE, None), (Misconfigured("scanner.address"), None), (None, b""), (None, b"<html>")]
)
def test_a_camera_without_a_picture_leaves_a_row_that_says_why(
    database: Database, camera: SwitchedCamera, tmp_path: Path, fails: Unavailable | None, gives: bytes | None
) -> None:
    room = an_evidence(database, camera)
    room.step()
    camera.fails, camera.gives = fails, gives
    seal(database, "1")
    room.step()
    camera.fails = camera.gives = None
    seal(database, "2")
    room.step()
    assert row_of(database, "1") == Missed(fails.code if fails else "camera.no_picture", 0)
    assert isinstance(row_of(database, "2"), Taken)
    assert flaws(tmp_path, database) == []


@pytest.mark.parametrize(("slow_s", "is_kept"), [(0.0, True), (2.9, True), (3.1, False), (60.0, False)])
def test_a_picture_that_comes_too_late_is_of_something_else(
    database: Database, camera: SwitchedCamera, tmp_path: Path, slow_s: float, is_kept: bool
) -> None:
    room = an_evidence(database, camera)
    room.step()
    camera.slow_s = slow_s
    seal(database, "1")
    room.step()
    row, late_ms = row_of(database, "1"), int(slow_s * 1000)
    assert row == Missed("evidence.too_late", late_ms) if not is_kept else isinstance(row, Taken)
    assert row is not None
    assert row.late_ms == late_ms
    assert flaws(tmp_path, database) == []


def test_a_clock_that_was_set_back_proves_no_picture(
    database: Database, camera: SwitchedCamera, clock: Clock, tmp_path: Path
) -> None:
    room = an_evidence(database, camera)
    room.step()
    seal(database, "1")
    clock.pass_s(-3600)
    room.step()
    seal(database, "2")
    room.step()
    assert row_of(database, "1") == Missed("evidence.too_late", -3_600_000)
    assert isinstance(row_of(database, "2"), Taken)
    assert flaws(tmp_path, database) == []


def test_a_seal_waits_for_no_camera_and_the_thread_stops_cleanly(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    camera = SwitchedCamera(rig.clock, hangs=threading.Event())
    rig.orders(*(a_draft(number, lines_of(A=1)) for number in ("1", "2", "3")))
    rounds = Rounds(an_evidence(rig.station.database, camera).step, 0.01)
    thread = threading.Thread(target=rounds.run)
    thread.start()
    try:
        assert rig.scan("1", "A") == ["order.opened", "order.complete"]
        assert camera.was_asked.wait(10)  # and hangs
        assert rig.scan("2", "A", "3", "A")[1::2] == ["order.complete"] * 2
        rig.clock.pass_s(10)
    finally:
        rounds.stop()
        assert camera.hangs is not None
        camera.hangs.set()
        thread.join(10)
    assert not thread.is_alive()
    assert row_of(rig.station.database, "1") == Missed("evidence.too_late", 10_000)
    rig.station.stop()


def test_a_wake_is_answered_at_once(database: Database, camera: SwitchedCamera) -> None:
    settled = threading.Event()

    def step() -> None:
        room.step()
        if camera.asked:
            settled.set()

    room = an_evidence(database, camera)
    rounds = Rounds(step, 600.0)
    thread = threading.Thread(target=rounds.run)
    thread.start()
    seal(database, "1")
    rounds.wake()
    was_settled = settled.wait(10)
    rounds.stop()
    thread.join(10)
    assert was_settled
    assert isinstance(row_of(database, "1"), Taken)


def test_what_was_sealed_before_pictures_were_ever_taken_has_no_row(database: Database, camera: SwitchedCamera) -> None:
    seal(database, "1")
    room = an_evidence(database, camera)
    room.step()
    seal(database, "2")
    room.step()
    assert row_of(database, "1") is None
    assert isinstance(row_of(database, "2"), Taken)
    assert [event for event, _ in events(database)] == ["evidence.begun", "evidence.taken"]


def test_what_a_crash_kept_from_its_picture_is_missed_and_shown_by_nothing_later(
    database: Database, camera: SwitchedCamera, clock: Clock, tmp_path: Path
) -> None:
    an_evidence(database, camera).step()
    seal(database, *map(str, range(250)))
    clock.pass_s(1.0)
    again = an_evidence(database, camera)
    seal(database, "new")
    again.step()
    assert {row_of(database, str(at)) for at in range(250)} == {Missed("evidence.interrupted", 1000)}
    assert isinstance(row_of(database, "new"), Taken)
    assert camera.asked == 1
    an_evidence(database, camera).step()
    assert flaws(tmp_path, database) == []


def test_parcels_sealed_while_pictures_were_off_have_no_row(
    database: Database, camera: SwitchedCamera, tmp_path: Path
) -> None:
    an_evidence(database, camera).step()
    seal(database, "crashed")
    off = an_evidence(database, None)
    off.step()
    seal(database, "off")
    off.step()
    an_evidence(database, None).step()
    on = an_evidence(database, camera)
    on.step()
    seal(database, "on")
    on.step()
    assert row_of(database, "crashed") == Missed("evidence.interrupted", 0)
    assert row_of(database, "off") is None
    assert isinstance(row_of(database, "on"), Taken)
    assert [event for event, _ in events(database)] == [
        *("evidence.begun", "evidence.missed", "evidence.ended", "evidence.begun", "evidence.taken"),
    ]


def test_the_last_gigabyte_of_the_disk_is_left_alone(
    database: Database, camera: SwitchedCamera, tmp_path: Path
) -> None:
    room = an_evidence(database, camera, free=1_000_000_000)
    room.step()
    seal(database, "1")
    room.step()
    assert row_of(database, "1") == Missed("evidence.disk_full", 0)
    assert files_in(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on files is Unix's")
def test_a_disk_that_is_full_in_the_middle_leaves_nothing_half_written(
    database: Database, camera: SwitchedCamera, tmp_path: Path
) -> None:
    room = an_evidence(database, camera)
    room.step()
    camera.gives = a_jpeg(1, 8_000_000)
    seal(database, "1")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, before[1]))
    try:
        room.step()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert row_of(database, "1") == Missed("evidence.disk_full", 0)
    assert flaws(tmp_path, database) == []
    assert files_in(tmp_path) == []


def test_a_folder_that_is_none_is_said_and_ends_nothing(
    database: Database, camera: SwitchedCamera, tmp_path: Path
) -> None:
    (tmp_path / "evidence").write_text("in the way", "utf-8")
    room = an_evidence(database, camera)
    room.step()
    seal(database, "1")
    room.step()
    assert row_of(database, "1") == Missed("evidence.unwritable", 0)


def test_a_store_that_was_full_gets_its_row_later_and_the_picture_goes(
    database: Database, camera: SwitchedCamera, clock: Clock, tmp_path: Path
) -> None:
    room = an_evidence(database, camera)
    room.step()
    seal(database, "1")
    with database.transaction() as tx:
        tx.execute(text("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no'); END"))
    with pytest.raises(Misconfigured):
        room.step()
    assert len(files_in(tmp_path)) == 1
    with database.transaction() as tx:
        tx.execute(text("DROP TRIGGER full"))
    clock.pass_s(30)
    room.step()
    assert row_of(database, "1") == Missed("evidence.too_late", 30_000)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("query", "plan"),
    [
        (evidence._WAITING, {"SEARCH parcels USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"}),
        (evidence._MARK, set()),
        (evidence._PURGED, set()),
        (evidence._FIND, {"waybills_by_number (tracking_number=?)"}),
    ],
)
def test_what_is_asked_after_every_scan_goes_by_an_index(database: Database, query: TextClause, plan: set[str]) -> None:
    names = ("after", "until", "limit", "account", "number")
    with database.reading() as connection:
        rows = connection.execute(text(f"EXPLAIN QUERY PLAN {query.text}"), dict.fromkeys(names, 1)).all()
    steps = [str(row[3]) for row in rows]
    assert any("journal_by_subject (subject_id=?)" in step for step in steps), steps
    assert all(any(wanted in step for step in steps) for wanted in plan), steps
    assert not [step for step in steps if step.startswith("SCAN")], steps


def test_nothing_of_a_picture_reaches_journal_log_or_error(
    database: Database, camera: SwitchedCamera, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    room = an_evidence(database, camera)
    rounds = Rounds(room.step, 1.0)
    rounds.go_round()
    seal(database, "1")
    with database.transaction() as tx:
        tx.execute(text("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no'); END"))
    with caplog.at_level(logging.DEBUG):
        rounds.go_round()
    assert "store.conflict" in caplog.text
    assert PLAIN.decode() not in caplog.text
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and PLAIN in path.read_bytes()]
    with database.reading() as connection:
        assert journal.verify(connection) is None
