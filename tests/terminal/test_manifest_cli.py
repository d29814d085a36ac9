"""Manifests and open ends from the terminal: listed, held against their sum, and written to files to be printed."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli_manifest import add_manifest_commands
from app.domain.closing import ConfirmPolicy
from app.domain.handover import Manifest
from app.domain.printing import PrintState
from app.errors import Rejected
from app.handing_over import Handover
from app.settings import Settings, StationSettings
from app.station import open_database
from app.store.database import system_now_ms
from app.ui.messages_fault import FAULTS
from app.ui.messages_handover import HANDOVER, HANDOVER_WORDS
from tests.sealed import a_sealed_parcel, news
from tests.yard import Yard

ROOT = Path(__file__).parents[2]


def station(folder: Path, language: str = "en") -> Settings:
    return Settings(folder, StationSettings(name="Bench 7", packer="Wu", language=language, key_storage="file"))


def manifest(settings: Settings, *words: str | Path) -> int:
    """The command alone, without the two seconds of a new process."""
    parser = argparse.ArgumentParser()
    add_manifest_commands(parser.add_subparsers())
    arguments = parser.parse_args(["manifest", *map(str, words)])
    return int(arguments.act(arguments, settings))


def close_one(settings: Settings, *numbers: str) -> Manifest:
    """Parcels of these orders, handed over; the list."""
    database = open_database(settings)
    with database.transaction() as tx:
        yard = Yard(tx, Handover(database, ConfirmPolicy.ASK))
        for number in numbers:
            yard.parcel(number, units=2)
            yard.scan(f"T{number}")
        _, closed = yard.close()
    database.close()
    assert closed is not None
    return closed


def test_what_was_closed_is_listed_and_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = station(tmp_path)
    closed = close_one(settings, "1", "2")
    assert manifest(settings, "list") == 0
    listed = capsys.readouterr().out
    assert closed.number in listed
    assert "2 parcels, 4 units  unchanged" in listed
    assert manifest(settings, "print", closed.number, "--out", tmp_path / "list.pdf") == 0
    assert manifest(settings, "print", closed.number, "--out", tmp_path / "slip.PNG") == 0
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "slip.PNG").read_bytes().startswith(b"\x89PNG")
    assert list(tmp_path.glob("*.part")) == []


def test_a_forged_manifest_is_named_and_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = station(tmp_path)
    closed = close_one(settings, "1")
    database = open_database(settings)
    with database.transaction() as tx:
        tx.execute(text("DROP TRIGGER manifest_parcels_refuse_update"))
        tx.execute(text("UPDATE manifest_parcels SET units = 9"))
    database.close()
    assert manifest(settings, "list") == 1
    assert "CHANGED SINCE IT WAS CLOSED" in capsys.readouterr().out
    with pytest.raises(Rejected, match=r"manifest\.forged"):
        manifest(settings, "print", closed.number, "--out", tmp_path / "list.pdf")
    assert not (tmp_path / "list.pdf").exists()


def test_an_open_pile_and_a_number_nobody_gave_are_no_manifests(tmp_path: Path) -> None:
    settings = station(tmp_path)
    with pytest.raises(Rejected, match=r"manifest\.unknown"):
        manifest(settings, "print", "ZTO-20261124-1", "--out", tmp_path / "list.pdf")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    settings = station(tmp_path)
    closed = close_one(settings, "1")
    with pytest.raises(Rejected, match=r"manifest\.unwritable"):
        manifest(settings, "print", closed.number, "--out", tmp_path / "nowhere" / "list.pdf")


@pytest.mark.parametrize(
    ("age_s", "said"),
    [(None, "No shop has sent news yet."), (120, "2 minutes ago."), (9 * 3600, "9 hours ago. A cancellation may")],
)
def test_open_ends_are_named_with_the_age_of_the_news(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], age_s: int | None, said: str
) -> None:
    settings = station(tmp_path)
    database = open_database(settings)
    with database.transaction() as tx:
        for number in range(25):
            a_sealed_parcel(tx, database, f"{number:02}", print_state=PrintState.CONFIRMED)
        if age_s is not None:
            news(tx, "shop", system_now_ms() - age_s * 1000)
    database.close()
    assert manifest(settings, "ends", "--out", tmp_path / "ends.pdf") == 1
    told = capsys.readouterr().out
    assert "parcels not handed over (ZTO): 25  T00, T01," in told
    assert "and 5 more" in told
    assert said in told
    assert (tmp_path / "ends.pdf").read_bytes().startswith(b"%PDF")


def test_a_day_without_open_ends_says_so_in_the_stations_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = station(tmp_path, "zh_CN")
    close_one(settings, "1")
    assert manifest(settings, "ends") == 0
    assert capsys.readouterr().out.startswith("没有遗留。\n")


def test_the_command_is_one_of_packbench_and_needs_no_network(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text('[station]\nlanguage = "en"\nkey_storage = "file"\n', "utf-8")
    said = subprocess.run(
        [sys.executable, "-W", "error", "-m", "app", "--folder", str(tmp_path), "manifest", "print", "X", "--out", "x"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"}, timeout=60,
        check=False,
    )  # fmt: skip
    assert (said.returncode, said.stdout) == (2, "")
    assert "There is no closed manifest with this number." in said.stderr


def test_every_word_and_fault_is_there_in_both_languages() -> None:
    for each in HANDOVER_WORDS.values():
        assert each.en
        assert each.zh
    assert HANDOVER.items() <= FAULTS.items()
