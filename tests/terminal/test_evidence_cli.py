"""Pictures of parcels from the terminal: whole or not to the last byte, in clear only under one's own name."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from app import cli
from app.cli_evidence import add_evidence_command
from app.doctor import examine
from app.domain.actor import Role
from app.domain.glance import Finding, Light
from app.errors import PackbenchError, Unavailable
from app.login import Login
from app.replay import replay
from app.settings import ScannerSettings
from app.ui.messages_evidence import EVIDENCE, EVIDENCE_EVENTS, EVIDENCE_WORDS
from app.ui.messages_text import ENGLISH
from tests.builders import Rig, a_draft, lines_of, some_settings
from tests.work.cameras import SwitchedCamera, a_jpeg, an_evidence, events, files_in

PERSONAL = ("李小龙", "13912345678", "中关村")
PIN = "90210733"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[Rig]:
    """Order 1001 in two boxes with a picture each, 1002 without one, 1003 from before pictures were taken."""
    rig = Rig(tmp_path)
    camera = SwitchedCamera(rig.clock)
    rig.orders(a_draft("1001", lines_of(A=2)), a_draft("1002"), a_draft("1003"))
    rig.scan("1003", "A")
    room = an_evidence(rig.station.database, camera)
    room.step()
    for scans in (("1001", "A", "PB.CLOSE"), ("A",)):
        rig.scan(*scans)
        rig.clock.pass_s(0.4)
        room.step()
    camera.fails = Unavailable("camera.no_picture")
    rig.scan("1002", "A")
    room.step()
    rig.work()
    yield rig
    rig.station.stop()


@pytest.fixture
def evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`packbench evidence WORDS…` with a line on standard input: exit code, and what it said."""
    settings = some_settings(tmp_path)
    settings = replace(settings, station=replace(settings.station, language=ENGLISH))
    parser = argparse.ArgumentParser()
    add_evidence_command(parser.add_subparsers())

    def run(*words: str | Path, said: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{said}\n"))
        arguments = parser.parse_args(["evidence", *map(str, words)])
        try:
            code = arguments.act(arguments, settings)
        except PackbenchError as error:
            code = cli.fail(error, ENGLISH)
        return code, "".join(capsys.readouterr())

    return run


def opened(rig: Rig) -> list[str]:
    return [event for event, _ in events(rig.station.database) if event == "evidence.opened"]


def test_an_orders_pictures_are_listed_with_times_and_sums_and_nothing_personal(packed: Rig, evidence: Run) -> None:
    code, said = evidence("1001")
    lines = said.splitlines()
    sums = [detail["sha256"] for event, detail in events(packed.station.database) if event == "evidence.taken"]
    assert code == 0
    assert [line.endswith("whole") for line in lines[:2]] == [True, True]
    assert all(
        f"box {at}" in line and "0.4 s later" in line and sums[at - 1] in line
        for at, line in ((1, lines[0]), (2, lines[1]))
    )
    assert lines[2] == "The journal is whole."
    assert not [word for word in PERSONAL if word in said]
    assert opened(packed) == []


def test_a_tracking_number_names_the_picture_of_its_parcel_alone(packed: Rig, evidence: Run) -> None:
    numbers = [each.tracking_number for each in packed.station.recent_parcels() if each.order_number == "1001"]
    assert len(set(numbers)) == 2
    for number in numbers:
        code, said = evidence(number)
        assert (code, said.count("sha256")) == (0, 1)


@pytest.mark.parametrize(("number", "why"), [("1002", "No picture could be taken"), ("1003", "No pictures were taken")])
def test_a_parcel_without_a_picture_says_why(packed: Rig, evidence: Run, number: str, why: str) -> None:
    code, said = evidence(number)
    assert (code, why in said) == (1, True)


def test_an_unknown_number_is_said(packed: Rig, evidence: Run) -> None:
    code, said = evidence("9999")
    assert (code, "audit.unknown" in said) == (2, True)


@pytest.mark.parametrize("at", [0, 1, 12, 13, 1000, -1])
def test_one_flipped_byte_is_found_wherever_it_is(packed: Rig, evidence: Run, tmp_path: Path, at: int) -> None:
    file = files_in(tmp_path)[0]
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)
    code, said = evidence("1001")
    lines = said.splitlines()
    assert (code, "not the picture that was taken" in lines[0], "whole" in lines[1]) == (1, True, True)


@pytest.mark.parametrize(
    "change", [lambda content: content[:-1], lambda content: content + b"\0" * 10_000, bytes.upper]
)
def test_a_picture_cut_off_or_longer_is_not_the_one(
    packed: Rig, evidence: Run, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    file = files_in(tmp_path)[0]
    file.write_bytes(change(file.read_bytes()))
    assert evidence("1001")[0] == 1


def test_one_parcels_picture_in_anothers_place_is_found(packed: Rig, evidence: Run, tmp_path: Path) -> None:
    first, second = files_in(tmp_path)
    first.write_bytes(second.read_bytes())
    assert evidence("1001")[0] == 1


def test_a_picture_that_is_gone_is_missed_and_one_that_was_deleted_by_the_rules_is_not(
    packed: Rig, evidence: Run, tmp_path: Path
) -> None:
    files_in(tmp_path)[0].unlink()
    code, said = evidence("1001")
    assert (code, "was not deleted by us" in said) == (1, True)
    packed.clock.pass_s(200 * 86_400)
    an_evidence(packed.station.database, None).step()
    code, said = evidence("1001")
    assert (code, said.count("kept its time"), files_in(tmp_path)) == (0, 2, [])


def test_a_changed_row_of_the_journal_is_found(packed: Rig, evidence: Run) -> None:
    with packed.station.database.transaction() as tx:
        for change in ("update", "delete"):
            tx.execute(text(f"DROP TRIGGER journal_refuses_{change}"))
        tx.execute(text("UPDATE journal SET at = at + 1 WHERE event = 'evidence.taken'"))
    code, said = evidence("1001")
    assert (code, "of the journal was changed" in said) == (1, True)


def test_the_replay_of_the_journal_knows_the_rows_of_pictures(packed: Rig, evidence: Run, tmp_path: Path) -> None:
    evidence("1001", "--out", tmp_path / "seen.jpg")
    packed.clock.pass_s(200 * 86_400)
    an_evidence(packed.station.database, None).step()
    with packed.station.database.reading() as connection:
        assert replay(connection) is None
    assert {event for event, _ in events(packed.station.database)} == set(EVIDENCE_EVENTS)


def test_the_owner_is_given_the_pictures_in_clear_and_that_is_journalled(
    packed: Rig, evidence: Run, tmp_path: Path
) -> None:
    code, said = evidence("1001", "--out", tmp_path / "seen.jpg")
    assert (code, "seen-1.jpg, seen-2.jpg" in said) == (0, True)
    assert [(tmp_path / f"seen-{at}.jpg").read_bytes() for at in (1, 2)] == [a_jpeg(1), a_jpeg(2)]
    assert opened(packed) == ["evidence.opened"] * 2
    assert not list(tmp_path.glob("*.part"))


def test_one_picture_is_written_under_the_name_that_was_given(packed: Rig, evidence: Run, tmp_path: Path) -> None:
    files_in(tmp_path)[1].write_bytes(b"changed")
    evidence("1001", "--out", tmp_path / "seen.jpg")
    assert (tmp_path / "seen.jpg").read_bytes() == a_jpeg(1)
    assert len(opened(packed)) == 1


def test_where_there_is_no_whole_picture_none_is_given_out(packed: Rig, evidence: Run, tmp_path: Path) -> None:
    code, said = evidence("1002", "--out", tmp_path / "seen.jpg")
    assert (code, "evidence.nothing" in said, (tmp_path / "seen.jpg").exists()) == (2, True, False)


def test_a_place_that_cannot_be_written_is_said(packed: Rig, evidence: Run, tmp_path: Path) -> None:
    code, said = evidence("1001", "--out", tmp_path / "nowhere" / "seen.jpg")
    assert (code, "evidence.target" in said) == (2, True)


def test_only_a_lead_is_given_pictures_where_people_are_enrolled(packed: Rig, evidence: Run, tmp_path: Path) -> None:
    login: Login = packed.station.bench._services.login
    with packed.station.database.transaction() as tx:
        boss = login.enroll(tx, packed.station.bench.actor, handle="boss", number=1, role=Role.ADMIN, pin=PIN)
        login.enroll(tx, boss.acting(login.at), handle="wu", number=7, role=Role.PACKER, pin="47110815")
    for proof in ("7*47110815", "1*11223344", ""):
        assert evidence("1001", "--out", tmp_path / "seen.jpg", said=proof)[0] == 2
    assert (list(tmp_path.glob("seen*")), opened(packed)) == ([], [])
    assert evidence("1001", "--out", tmp_path / "seen.jpg", said=f"1*{PIN}")[0] == 0
    assert len(opened(packed)) == 2


def test_the_command_is_on_the_command_line() -> None:
    parser = argparse.ArgumentParser()
    cli.add_commands(parser.add_subparsers())
    assert parser.parse_args(["evidence", "1001"]).number == "1001"


def looked_over(folder: Path, *, has_camera: bool = True) -> Finding:
    cameras = (ScannerSettings("top", "camera:0", evidence=True),) if has_camera else ()
    findings = examine(replace(some_settings(folder), scanners=cameras))
    return next(each for each in findings if "evidence" in each.code)


def test_the_doctor_counts_the_pictures_and_says_what_keeps_the_next_from_its_place(
    packed: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert looked_over(tmp_path, has_camera=False) == Finding(Light.GREEN, "doctor.evidence_off")
    found = looked_over(tmp_path)
    assert (found.light, found.code) == (Light.GREEN, "doctor.evidence")
    assert found.detail.startswith("2, 0 MB / 5000 MB, 20")
    assert len(files_in(tmp_path)) == 2  # nothing was left there
    monkeypatch.setattr("app.store.pictures.free_bytes", lambda _folder: 999_999_999)
    found = looked_over(tmp_path)
    assert (found.light, found.code) == (Light.RED, "evidence.disk_full")


def test_the_doctor_says_that_the_folder_is_none(tmp_path: Path) -> None:
    assert looked_over(tmp_path).detail == "0, 0 MB / 5000 MB, –"
    (tmp_path / "evidence").write_text("in the way", "utf-8")
    found = looked_over(tmp_path)
    assert (found.light, found.code) == (Light.RED, "evidence.unwritable")


def test_the_words_are_there_in_both_languages() -> None:
    said = [*EVIDENCE_EVENTS.values(), *EVIDENCE_WORDS.values()]
    said += [side for fault in EVIDENCE.values() for side in (fault.what, fault.do) if side.en]
    assert all(each.en != each.zh and each.zh for each in said)
