"""The sheet of command codes from the terminal: the asked file in the asked language, or a sentence why not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from app.domain.barcode import Command
from app.ui.messages_command import HOTKEYS
from app.ui.messages_sheet import HINT, MOST_USED, SECTIONS, SHEET, TITLE, WRITTEN

ROOT = Path(__file__).parents[2]


def sheet(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "app", "--folder", str(folder), "sheet", *words],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"}, timeout=60,
        check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "station.toml").write_text('[station]\nlanguage = "en"\n', "utf-8")
    return tmp_path


def codes_in(path: Path) -> list[str]:
    picture = Image.open(path).convert("L")
    pixels = memoryview(picture.tobytes()).cast("B", (picture.height, picture.width))
    return sorted(symbol.text for symbol in zxingcpp.read_barcodes(pixels))


def test_the_sheet_is_written_in_the_asked_language(folder: Path) -> None:
    for words, told in (([], "38 commands: sheet.pdf"), (["--language", "zh_CN"], "38 条指令：sheet.pdf")):
        done = sheet(folder, "--out", str(folder / "sheet.pdf"), *words)
        assert (done.returncode, done.stdout.strip(), done.stderr) == (0, told, "")
        title = TITLE.say("zh_CN" if words else "en")
        assert title.encode("utf-16-be").hex().encode() in (folder / "sheet.pdf").read_bytes()
    assert not list(folder.glob("*.part"))
    assert not (folder / "packbench.db").exists(), "drawing needs no store"


def test_the_label_holds_the_most_used_commands(folder: Path) -> None:
    assert sheet(folder, "--label", "--out", str(folder / "label.png")).returncode == 0
    assert codes_in(folder / "label.png") == sorted(MOST_USED)
    assert sheet(folder, "--label", "--out", str(folder / "label.zpl")).returncode == 0
    assert (folder / "label.zpl").read_bytes().count(b"^XA") == 1


def test_chosen_commands_fill_as_many_labels_of_the_printer_as_they_need(folder: Path) -> None:
    with (folder / "station.toml").open("a") as file:
        file.write("[printer]\nwidth_mm = 76\nheight_mm = 130\n")
    chosen = [command.value for command in Command][:9]
    done = sheet(folder, "--label", "--only", *chosen, "--out", str(folder / "label.png"))
    assert done.stdout.strip() == "9 commands: label-1.png, label-2.png"
    assert codes_in(folder / "label-1.png") + codes_in(folder / "label-2.png") == sorted(chosen[:7]) + sorted(
        chosen[7:]
    )
    sheet(folder, "--only", "PB.VOID", "--out", str(folder / "one.pdf"))
    assert (folder / "one.pdf").read_bytes().count(b"/Type/Page/") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--out", "sheet.docx"], ".pdf"),
        (["--label", "--out", "label.pdf"], ".zpl"),
        (["--out", "missing/sheet.pdf"], "another file or folder"),
        (["--only", "PB.NOTHING", "--out", "sheet.pdf"], "PB.NOTHING"),
    ],
)
def test_what_cannot_be_written_is_said_in_words(folder: Path, words: list[str], told: str) -> None:
    refused = sheet(folder, *words[:-1], str(folder / words[-1]))
    assert refused.returncode == 2
    assert told in refused.stderr
    assert "Traceback" not in refused.stderr
    assert sorted(path.name for path in folder.iterdir() if path.suffix in {".pdf", ".docx", ".part"}) == []


def test_every_command_stands_on_the_sheet_once_and_has_a_key_of_its_own() -> None:
    listed = [command for _, section in SECTIONS for command in section]
    assert sorted(listed) == sorted(Command)
    assert set(HOTKEYS) == set(Command)
    assert len(set(HOTKEYS.values())) == len(Command)
    assert len(MOST_USED) == len(set(MOST_USED)) == 8


def test_every_word_of_the_sheet_is_there_in_both_languages() -> None:
    texts = [TITLE, HINT, WRITTEN, *(title for title, _ in SECTIONS)]
    texts += [text for fault in SHEET.values() for text in (fault.what, fault.do)]
    assert all(text.en.isascii() and text.zh and not text.zh.isascii() for text in texts)
    assert len({title.zh for title, _ in SECTIONS}) == len(SECTIONS)
