"""Enrolment from the terminal, run as a person runs it: proof and PIN on standard input, sentences and exit codes."""

from __future__ import annotations

import argparse
import ast
import getpass
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from app.cli import fail
from app.cli_people import add_people_commands
from app.domain.people import CredentialFlaw
from app.errors import PackbenchError
from app.settings import load_settings
from app.ui.messages_people import PEOPLE

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONUTF8": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
BOSS, WU = "1*90210733", "7*47110815"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "station.toml").write_text('[station]\nlanguage = "en"\nkey_storage = "file"\n', "utf-8")
    return tmp_path


@pytest.fixture
def people(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`packbench people WORDS…` with lines on standard input: exit code, and what it said."""
    parser = argparse.ArgumentParser()
    add_people_commands(parser.add_subparsers())

    def run(*words: str, said: tuple[str, ...] = ()) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in said)))
        arguments = parser.parse_args(["people", *words])
        try:
            code = arguments.act(arguments, load_settings(folder))
        except PackbenchError as error:
            code = fail(error, "en")
        return code, "".join(capsys.readouterr())

    return run


def test_the_command_reads_proof_and_pin_from_a_pipe(folder: Path) -> None:
    for words, said, answer in (
        (("add", "boss", "--number", "1", "--role", "admin"), "90210733\n", "boss is enrolled, number 1.\n"),
        (("list",), f"{BOSS}\n", "   1  boss                 admin\n"),
    ):
        command = [sys.executable, "-W", "error", "-m", "app", "--folder", str(folder), "people", *words]
        done = subprocess.run(
            command, input=said, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=ENVIRONMENT,
            timeout=60, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout, done.stderr) == (0, answer, "")


@pytest.mark.parametrize(("again", "code"), [("90210733", 0), ("90210734", 2)])
def test_a_pin_typed_blindly_is_asked_twice(
    people: Run, monkeypatch: pytest.MonkeyPatch, again: str, code: int
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    typed = iter(["90210733", again])
    monkeypatch.setattr(io, "StringIO", Terminal)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))
    assert people("add", "boss", "--number", "1", "--role", "admin")[0] == code
    assert list(typed) == []


def test_people_come_change_and_go(people: Run, tmp_path: Path) -> None:
    assert people("list") == (0, "Nobody is enrolled.\n")
    code, said = people("add", "wu", "--number", "7", said=("47110815",))
    assert (code, "must be an admin" in said) == (2, True)
    assert people("add", "boss", "--number", "1", "--role", "admin", said=("90210733",))[0] == 0
    assert people("add", "wu", "--number", "7", said=(BOSS, "47110815")) == (0, "wu is enrolled, number 7.\n")
    assert people("role", "wu", "lead", said=(BOSS,)) == (0, "wu is lead now.\n")
    listed = people("list", said=(BOSS,))[1].split()
    assert listed == ["1", "boss", "admin", "7", "wu", "lead"]
    code, said = people("retire", "boss", said=(BOSS,))
    assert (code, "last admin" in said) == (2, True)
    assert people("retire", "wu", said=(BOSS,)) == (0, "wu can log in no more.\n")
    code, said = people("retire", "wu", said=(BOSS,))
    assert (code, "Nobody with this handle" in said) == (2, True)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"90210733" not in written
    assert b"47110815" not in written


def test_a_printed_badge_proves_its_owner_until_the_next_one_is_made(people: Run, tmp_path: Path) -> None:
    people("add", "boss", "--number", "1", "--role", "admin", said=("90210733",))
    picture = tmp_path / "boss.png"
    code, said = people("badge", "boss", "--out", str(picture), said=(BOSS,))
    assert (code, "boss.png is the new badge of boss" in said) == (0, True)
    if os.name == "posix":
        assert picture.stat().st_mode & 0o077 == 0
    with Image.open(picture) as opened:
        (read,) = zxingcpp.read_barcodes(opened.convert("L"))
    assert read.text not in said
    assert people("list", said=(read.text,))[0] == 0
    assert people("badge", "boss", "--scan", said=(read.text, "card-4711"))[0] == 0
    code, said = people("list", said=(read.text,))
    assert (code, "Nobody has this badge" in said, read.text in said) == (2, True, False)
    assert people("list", said=("CARD-4711",))[0] == 0


def test_a_badge_that_cannot_be_written_leaves_the_old_one_in_force(people: Run, tmp_path: Path) -> None:
    people("add", "boss", "--number", "1", "--role", "admin", said=("90210733",))
    people("badge", "boss", "--scan", said=(BOSS, "card-4711"))
    for target in (tmp_path / "nowhere" / "boss.png", tmp_path / "boss.doc"):
        code, said = people("badge", "boss", "--out", str(target), said=("card-4711",))
        assert (code, "could not be written" in said) == (2, True)
        assert people("list", said=("card-4711",))[0] == 0


def test_only_an_admin_may_and_wrong_pins_are_counted_over_all_runs(people: Run) -> None:
    people("add", "boss", "--number", "1", "--role", "admin", said=("90210733",))
    people("add", "wu", "--number", "7", said=(BOSS, "47110815"))
    code, said = people("role", "wu", "admin", said=(WU,))
    assert (code, "Only an admin" in said) == (2, True)
    answers = [people("list", said=("1*55555551",))[1] for _ in range(5)]
    assert ["PIN is wrong" in answer for answer in answers] == [True] * 4 + [False]
    code, said = people("list", said=(BOSS,))
    assert (code, "blocked for a while" in said, "90210733" in said) == (2, True, False)


def test_every_refusal_of_these_rooms_has_its_sentence() -> None:
    written = {str(flaw) for flaw in CredentialFlaw}
    for room in ("app/login.py", "app/cli_people.py"):
        for node in ast.walk(ast.parse((ROOT / room).read_text("utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(r"people\.[a-z_]+", str(node.value)):
                written.add(str(node.value))
    words = {"people.who", "people.pin", "people.pin_again", "people.badge", "people.added", "people.row",
             "people.none", "people.badge_made", "people.badge_given", "people.pin_set", "people.role_set",
             "people.retired"}  # fmt: skip
    assert written - words == {code for code in PEOPLE if code.startswith("people.")}
