"""How long pictures of parcels are kept: their days, within the quota, the oldest go first and the journal says so."""

from __future__ import annotations

from pathlib import Path

from app.store.database import Database
from app.work.evidence import NEWEST_KEPT
from tests.builders import Clock
from tests.work.cameras import SwitchedCamera, a_jpeg, an_evidence, events, files_in, seal

DAY_S = 86_400.0


def test_pictures_go_after_their_days_oldest_first_and_the_journal_says_until_where(
    database: Database, camera: SwitchedCamera, clock: Clock, tmp_path: Path
) -> None:
    room = an_evidence(database, camera, keep_days=2)
    parcels = []
    for number in ("1", "2", "3", "4"):
        room.step()
        parcels += seal(database, number)
        room.step()
        clock.pass_s(DAY_S)
    room.step()
    assert [path.name.partition(".")[0] for path in files_in(tmp_path)] == parcels[2:]
    assert len(list((tmp_path / "evidence").iterdir())) == 2
    purged = [detail for event, detail in events(database) if event == "evidence.purged"]
    assert [(each["until"].partition("/")[2], each["count"], each["by"]) for each in purged] == [
        (parcels[0], 1, "age"),
        (parcels[1], 1, "age"),
    ]


def test_the_quota_takes_the_oldest_and_never_the_newest_hundred(
    database: Database, camera: SwitchedCamera, tmp_path: Path
) -> None:
    camera.gives = a_jpeg(1, 15_000)
    room = an_evidence(database, camera, quota_mb=2)
    room.step()
    parcels = []
    for at in range(15):
        parcels += seal(database, *(f"{at}-{box}" for box in range(10)))
        room.step()
    left = [path.name.partition(".")[0] for path in files_in(tmp_path)]
    size = sum(path.stat().st_size for path in files_in(tmp_path))
    assert left == parcels[-len(left) :]
    assert 1_800_000 < size <= 2_000_000
    purged = [detail for event, detail in events(database) if event == "evidence.purged"]
    assert sum(each["count"] for each in purged) == len(parcels) - len(left)
    assert {each["by"] for each in purged} == {"quota"}
    assert len(purged) <= 3  # a twentieth at a time, not one by one

    an_evidence(database, camera, quota_mb=1).step()
    assert len(files_in(tmp_path)) == NEWEST_KEPT


def test_what_a_crash_kept_of_a_purge_goes_without_a_second_row(
    database: Database, camera: SwitchedCamera, clock: Clock, tmp_path: Path
) -> None:
    room = an_evidence(database, camera, keep_days=1)
    room.step()
    seal(database, "1", "2")
    room.step()
    kept = {path: path.read_bytes() for path in files_in(tmp_path)}
    clock.pass_s(3 * DAY_S)
    room.step()
    assert files_in(tmp_path) == []
    for path, content in kept.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    an_evidence(database, camera, keep_days=1).step()
    assert files_in(tmp_path) == []
    assert [event for event, _ in events(database)].count("evidence.purged") == 1


def test_old_pictures_go_also_when_no_new_ones_are_taken(
    database: Database, camera: SwitchedCamera, clock: Clock, tmp_path: Path
) -> None:
    room = an_evidence(database, camera, keep_days=1)
    room.step()
    seal(database, "1")
    room.step()
    clock.pass_s(3 * DAY_S)
    an_evidence(database, None, keep_days=1).step()
    assert files_in(tmp_path) == []
