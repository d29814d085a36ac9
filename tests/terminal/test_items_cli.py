"""Learnt barcodes and materials from the terminal, run as a person runs it."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pytest

from app.cli import fail
from app.cli_items import add_item_commands
from app.errors import PackbenchError
from app.settings import load_settings
from app.station import open_database
from app.store import desk, orders
from app.ui import messages
from app.ui.messages_items import COLUMN_FLAWS, ITEM_WORDS
from tests.builders import a_draft

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`packbench WORDS…`: exit code, and what it said."""
    (tmp_path / "station.toml").write_text('[station]\nlanguage = "en"\nkey_storage = "file"\n', "utf-8")
    parser = argparse.ArgumentParser()
    add_item_commands(parser.add_subparsers())

    def running(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
        arguments = parser.parse_args(words)
        try:
            code = arguments.act(arguments, load_settings(tmp_path))
        except PackbenchError as error:
            code = fail(error, "en")
        return code, "".join(capsys.readouterr())

    return running


def test_a_learnt_code_is_listed_and_approved(run: Run, tmp_path: Path) -> None:
    assert run("items", "pending") == (0, "No barcode waits for approval.\n")
    database = open_database(load_settings(tmp_path))
    with database.transaction() as tx:
        orders.add(tx, database, [a_draft("1001")])
        (order,) = orders.find_by_number(tx, database, "1001")
        desk.learn_code(tx, order.id, "NEW", "A", "wu")
    database.close()
    assert run("items", "pending") == (0, "NEW  A  order 1001, wu\n")
    assert run("items", "approve", "NEW") == (0, "NEW now holds in every order.\n")
    assert run("items", "approve", "NEW") == (1, "NEW does not wait for approval.\n")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_materials_come_from_a_list_and_bad_rows_are_named(run: Run, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "materials.csv"
    lines = (
        "code,kind,title,tare_g,cost,currency,stock",
        "S,carton,小号纸箱,120,0.8,CNY,40",
        "X,box,,,,,",
        "F,consumable,,,,,",
    )
    file.write_bytes("\n".join(lines).encode(encoding))
    assert run("materials", "import", str(file)) == (
        1, "Line 3: kind is carton or consumable.\n2 taken in, 1 left out.\n",
    )  # fmt: skip
    code, said = run("materials", "list")
    assert (code, said.splitlines()[1]) == (0, "S  carton  小号纸箱  120 g  0.80 CNY  left: 40")


def test_what_is_no_list_of_materials_says_why(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    assert run("materials", "import", str(file)) == (1, "The file cannot be read.\n")
    file.write_text("name,price\nx,1\n", "utf-8")
    assert run("materials", "import", str(file)) == (1, "The first line has to name the columns code and kind.\n")
    assert run("materials", "list") == (0, "No cartons or consumables yet.\n")


def test_both_languages_say_the_same_of_the_same_things() -> None:
    for text in (*ITEM_WORDS.values(), *COLUMN_FLAWS.values()):
        named = [{name for _, name, _, _ in Formatter().parse(text.say(language))} for language in messages.LANGUAGES]
        assert all(text.say(language) for language in messages.LANGUAGES)
        assert named[0] == named[1]
