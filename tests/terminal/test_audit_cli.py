"""The journal from the terminal: a parcel's whole story, checked by an outsider, opened only under one's own name."""

from __future__ import annotations

import argparse
import ast
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from sqlalchemy import text

from app.cli import fail
from app.cli_audit import add_audit_commands
from app.domain.actor import Role
from app.domain.incident import Decision
from app.domain.interception import Reach, StopSource
from app.domain.outcome import OutcomeCode
from app.errors import PackbenchError
from app.login import Login
from app.replay import EVENTS as REPLAYED
from app.replay import SILENT
from app.store.journal_lines import first_broken
from app.ui.messages_event import AUDIT, AUDIT_WORDS, EVENTS, event_words
from app.ui.messages_text import CHINESE, ENGLISH
from tests.builders import Rig, a_draft, lines_of, some_settings

APP = Path(__file__).parents[2] / "app"
PERSONAL = ("李小龙", "13912345678", "中关村")
PIN = "90210733"
Audit = Callable[..., tuple[int, str]]


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[Rig]:
    """Two orders packed, labeled and handed over, one of them stopped and let go; a third one beside them."""
    rig = Rig(tmp_path)
    rig.orders(a_draft("1001", lines_of(A=2)), a_draft("1002"), a_draft("1003"))
    rig.scan("1001", "A", "李小龙 13912345678", "A")
    rig.work()
    rig.scan("1002", "A")
    rig.work()
    interception = rig.station.bench._services.interception
    with rig.station.database.transaction() as tx:
        order_id = tx.execute(text("SELECT id FROM orders WHERE number = '1001'")).scalar_one()
        interception.stop(tx, rig.station.bench.actor, order_id, "hold", source=StopSource.COMMAND, reason="李小龙")
        interception.release(tx, rig.station.bench.actor, order_id)
    rig.scan("PB.ASIDE", "PB.HANDOVER", number_of(rig, "1001"), "PB.MANIFEST")
    yield rig
    rig.station.stop()


def number_of(rig: Rig, order: str) -> str:
    return next(each.tracking_number for each in rig.station.recent_parcels() if each.order_number == order)


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Audit:
    """`packbench audit WORDS…` with a line on standard input: exit code, and what it said."""
    settings = some_settings(tmp_path)
    settings = replace(settings, station=replace(settings.station, language=ENGLISH))
    parser = argparse.ArgumentParser()
    add_audit_commands(parser.add_subparsers())

    def run(*words: str | Path, said: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{said}\n"))
        arguments = parser.parse_args(["audit", *map(str, words)])
        try:
            code = arguments.act(arguments, settings)
        except PackbenchError as error:
            code = fail(error, ENGLISH)
        return code, "".join(capsys.readouterr())

    return run


def lines_in(said: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.splitlines()]


def test_the_story_of_an_order_tells_everything_of_it_in_time_order_and_nothing_of_others(
    packed: Rig, audit: Audit
) -> None:
    code, said = audit("story", "1001")
    lines = lines_in(said)
    events = [line["event"] for line in lines]
    assert code == 0
    assert [line["sequence"] for line in lines] == sorted(line["sequence"] for line in lines)
    wanted = [
        *("scan.order.opened", "scan.item.packed", "parcel.sealed", "waybill.requested", "scan.order.complete"),
        *("waybill.issued", "print.asked", "print.sending", "print.sent", "news.stopped", "stop.released"),
        *("print.confirmed", "handover.taken", "manifest.closed"),
    ]
    assert [event for event in events if event in wanted] == wanted
    assert all(line["time"].endswith("+00:00") and line["station"] == "Bench 7" for line in lines)
    assert {line["packer"] for line in lines} == {"Wu", ""}
    assert {line["device"] for line in lines if line["packer"] == ""} == {"lane"}
    assert lines[0][ENGLISH] == "Order … is on the table."
    assert lines[0][CHINESE] == "订单 … 已打开。"
    other = lines_in(audit("story", "1002")[1])
    assert not {line["sequence"] for line in lines} & {line["sequence"] for line in other}


def test_a_tracking_number_tells_the_same_story_as_its_order(packed: Rig, audit: Audit) -> None:
    assert audit("story", number_of(packed, "1001")) == audit("story", "1001")


def test_a_merged_order_is_told_with_the_one_it_travels_with(packed: Rig, audit: Audit) -> None:
    packed.orders(a_draft("2001", lines_of(B=1, C=1)), a_draft("2002", lines_of(D=1)))
    packed.scan("2001", "B", "PB.MERGE", "2002", "PB.OK", "C", "D")
    assert audit("story", "2002")[1] == audit("story", "2001")[1]
    assert "order.merged" in [line["event"] for line in lines_in(audit("story", "2002")[1])]


def test_a_story_is_written_to_a_file_and_says_nothing_personal(packed: Rig, audit: Audit, tmp_path: Path) -> None:
    code, said = audit("story", "1001", "--out", tmp_path / "story.jsonl")
    assert code == 0
    assert "story.jsonl" in said
    content = (tmp_path / "story.jsonl").read_text("utf-8")
    assert not [word for word in PERSONAL if word in content + said]
    assert not list(tmp_path.glob("*.part"))


def test_an_outsider_checks_a_story_and_a_journal_without_key_and_station(
    packed: Rig, audit: Audit, tmp_path: Path
) -> None:
    story, whole = tmp_path / "story.jsonl", tmp_path / "journal.jsonl"
    audit("story", "1001", "--out", story)
    audit("export", whole)
    packed.station.stop()
    for file in (packed.folder / "secrets.json", packed.folder / "packbench.db"):
        file.unlink()
    assert audit("check", story)[0] == 0
    assert audit("check", whole)[0] == 0
    code, said = audit("check", story, "--within", whole)
    assert (code, said.count("\n")) == (0, 2)
    assert not (packed.folder / "packbench.db").exists()


@pytest.mark.parametrize("field", ["at", "time", "packer", "device", "event", "detail", "previous", "hash", "sequence"])
def test_whoever_changes_a_line_of_a_story_is_found(packed: Rig, audit: Audit, field: str) -> None:
    lines = lines_in(audit("story", "1001")[1])
    assert first_broken(lines) is None
    changed = lines[3] | {field: lines[3][field] + (1 if field in ("at", "sequence") else "0")}
    try:
        assert first_broken([*lines[:3], changed, *lines[4:]]) in (4, 5)
    except ValueError:
        assert field in ("detail", "previous")  # no JSON and no hash any more


def test_a_line_taken_out_between_neighbors_or_put_elsewhere_is_found(packed: Rig, audit: Audit) -> None:
    lines = lines_in(audit("story", "1001")[1])
    at = next(n for n, line in enumerate(lines) if n and line["sequence"] == lines[n - 1]["sequence"] + 1)
    assert first_broken([*lines[:at], lines[at] | {"sequence": 10**6}]) == at + 1 or lines[at]["previous"]
    assert first_broken([*lines[:at], lines[at - 1], *lines[at:]]) == at + 1
    assert first_broken([*lines[:at], *lines[at + 1 :], lines[at]]) == len(lines)


def test_a_line_taken_out_of_a_whole_journal_is_found(packed: Rig, audit: Audit, tmp_path: Path) -> None:
    audit("export", tmp_path / "journal.jsonl")
    rows = (tmp_path / "journal.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "journal.jsonl").write_text("\n".join(rows[:5] + rows[6:]), "utf-8")
    code, said = audit("check", tmp_path / "journal.jsonl")
    assert (code, "Row 6" in said) == (1, True)


def test_a_story_of_another_journal_is_a_stranger(packed: Rig, audit: Audit, tmp_path: Path) -> None:
    """Its rows are whole in themselves; only the journal they claim to come from tells."""
    audit("story", "1001", "--out", tmp_path / "story.jsonl")
    with Path(tmp_path / "other.jsonl").open("w", encoding="utf-8") as other:
        audit("export", tmp_path / "journal.jsonl")
        first = json.loads((tmp_path / "journal.jsonl").read_text("utf-8").splitlines()[0])
        other.write(json.dumps(first, ensure_ascii=False) + "\n")
    assert audit("check", tmp_path / "story.jsonl", "--within", tmp_path / "other.jsonl")[0] == 1


@pytest.mark.parametrize("content", ["", "no json", "[1]", '{"sequence": 1}', '{"sequence": "x", "hash": "00"}'])
def test_what_is_no_story_is_said_to_be_none(audit: Audit, tmp_path: Path, content: str) -> None:
    (tmp_path / "some.txt").write_text(content, "utf-8")
    code, said = audit("check", tmp_path / "some.txt")
    assert (code, "no exported journal" in said) == (2, True)


def test_an_unknown_number_has_no_story(packed: Rig, audit: Audit) -> None:
    code, said = audit("story", "9999")
    assert (code, "audit.unknown" in said) == (2, True)


def test_the_owner_opens_what_was_scanned_and_that_is_journalled(packed: Rig, audit: Audit) -> None:
    lines = lines_in(audit("story", "1001", "--open")[1])
    assert "李小龙 13912345678" in [line["scanned"] for line in lines]
    again = lines_in(audit("story", "1001")[1])
    assert again[-1]["event"] == "audit.opened"
    assert again[-1]["packer"]
    assert again[-1]["device"] == "terminal"
    assert "scanned" not in again[0]


def test_only_a_lead_opens_where_people_are_enrolled(packed: Rig, audit: Audit) -> None:
    login: Login = packed.station.bench._services.login
    with packed.station.database.transaction() as tx:
        boss = login.enroll(tx, packed.station.bench.actor, handle="boss", number=1, role=Role.ADMIN, pin=PIN)
        login.enroll(tx, boss.acting(login.at), handle="wu", number=7, role=Role.PACKER, pin="47110815")
    refused = [audit("story", "1001", "--open", said=proof) for proof in ("7*47110815", "1*11223344", "")]
    assert [code for code, _ in refused] == [2, 2, 2]
    assert not [word for word in PERSONAL for _, said in refused if word in said]
    assert "audit.opened" not in audit("story", "1001")[1]
    assert "李小龙 13912345678" in audit("story", "1001", "--open", said=f"1*{PIN}")[1]
    assert lines_in(audit("story", "1001")[1])[-1]["packer"] == "boss"


def test_the_replay_says_equal_or_names_where_it_is_not(packed: Rig, audit: Audit) -> None:
    code, said = audit("replay")
    assert (code, said.startswith("Equal")) == (0, True)
    with packed.station.database.transaction() as tx:
        tx.execute(text("UPDATE parcels SET units = 3 WHERE order_id = (SELECT id FROM orders WHERE number = '1001')"))
    code, said = audit("replay")
    assert (code, "parcels" in said, "units" in said) == (1, True, True)


WRITERS = ("journal.append", "._journal", "._note")


def events_in_the_code() -> set[str]:
    """The names of events in every call that writes the journal; those made of a state are told by that state."""
    states: dict[str, Iterable[str]] = {
        "scan.": set(OutcomeCode),
        "decided.": set(Decision),
        "news.": set(Reach) - {Reach.NO_NEWS},
        "print.": {"unknown", "failed"},
        "orphan.": {"voided", "kept"},
    }
    found: set[str] = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith(WRITERS):
                continue
            for said in node.args:
                if isinstance(said, ast.JoinedStr) and isinstance(said.values[0], ast.Constant):
                    front = str(said.values[0].value)
                    found |= {front + str(state) for state in states[front]}
                elif isinstance(said, ast.Constant) and isinstance(said.value, str) and "." in said.value:
                    found.add(said.value)
    return found


# Named by a constant or a choice, where the call itself only has a name for it.
CHOSEN = {"manifest.closed", "print.sent", "waybill.refused", "waybill.voided", "void.refused"}
NAMES = sorted(events_in_the_code() | CHOSEN)


def test_the_walk_over_the_code_finds_its_events() -> None:
    assert {"parcel.sealed", "print.asked", "scan.item.packed", "news.too_late", "audit.opened"} <= set(NAMES)
    assert set(EVENTS) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_event_has_words_in_both_languages_and_a_place_in_the_replay(name: str) -> None:
    for language in (ENGLISH, CHINESE):
        words = event_words(name, language)
        assert words
        assert words != name
        assert "{" not in words
    assert name.startswith(("scan.", "decided.")) or (name in REPLAYED) != (name in SILENT)


def test_every_sentence_of_the_audit_is_there_twice_and_names_the_same() -> None:
    faults = [side for fault in AUDIT.values() for side in (fault.what, fault.do)]
    for said in (*EVENTS.values(), *AUDIT_WORDS.values(), *faults):
        assert said.en != said.zh
        named = [{name for _, name, _, _ in Formatter().parse(side) if name} for side in (said.en, said.zh)]
        assert named[0] == named[1]
