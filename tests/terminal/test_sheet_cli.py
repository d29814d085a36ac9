"""The sheet of command codes from the terminal: the asked file in the asked language, or a sentence why not."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from app.cli_sheet import add_sheet_command
from app.domain.barcode import Command
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.errors import Misconfigured, Rejected
from app.settings import PrinterSettings, Settings, StationSettings
from app.ui.messages_command import HOTKEYS
from app.ui.messages_fault import FAULTS
from app.ui.messages_sheet import HINT, MOST_USED, SECTIONS, SHEET, TITLE, WRITTEN

ROOT = Path(__file__).parents[2]


def packbench(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """As a person runs it."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "app", "--folder", str(folder), "sheet", *words],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=os.environ | {"PYTHONUTF8": "1"}, timeout=60,
        check=False,
    )  # fmt: skip


def sheet(*words: str | Path, **printer: float) -> int:
    """The command alone, without the two seconds of a new process."""
    parser = argparse.ArgumentParser()
    add_sheet_command(parser.add_subparsers())
    arguments = parser.parse_args(["sheet", *map(str, words)])
    settings = Settings(
        folder=Path(),
        station=StationSettings(language="en"),
        printer=PrinterSettings(**printer),  # type: ignore[arg-type]
    )
    return int(arguments.act(arguments, settings))


def codes_in(path: Path) -> list[str]:
    picture = Image.open(path).convert("L")
    pixels = memoryview(picture.tobytes()).cast("B", (picture.height, picture.width))
    return sorted(symbol.text for symbol in zxingcpp.read_barcodes(pixels))


def test_the_sheet_is_written_without_a_store_and_said_in_the_asked_language(tmp_path: Path) -> None:
    done = packbench(tmp_path, "--language", "zh_CN", "--out", str(tmp_path / "sheet.pdf"))
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "46 条指令：sheet.pdf", "")
    assert TITLE.say("zh_CN").encode("utf-16-be").hex().encode() in (tmp_path / "sheet.pdf").read_bytes()
    assert not list(tmp_path.glob("*.part"))
    assert not (tmp_path / "packbench.db").exists()


def test_the_stations_language_is_the_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sheet("--out", tmp_path / "sheet.pdf") == 0
    assert capsys.readouterr().out == "46 commands: sheet.pdf\n"
    assert TITLE.say("en").encode("utf-16-be").hex().encode() in (tmp_path / "sheet.pdf").read_bytes()


def test_the_label_holds_the_most_used_commands(tmp_path: Path) -> None:
    sheet("--label", "--out", tmp_path / "label.png")
    assert codes_in(tmp_path / "label.png") == sorted(MOST_USED)
    sheet("--label", "--out", tmp_path / "label.zpl")
    assert (tmp_path / "label.zpl").read_bytes().count(b"^XA^PW800^LL1200") == 1


def test_chosen_commands_fill_as_many_labels_of_the_printer_as_they_need(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = [command.value for command in Command][:9]
    sheet("--label", "--only", *chosen, "--out", tmp_path / "label.png", width_mm=76, height_mm=130)
    assert capsys.readouterr().out == "9 commands: label-1.png, label-2.png\n"
    assert codes_in(tmp_path / "label-1.png") == sorted(chosen[:7])
    assert codes_in(tmp_path / "label-2.png") == sorted(chosen[7:])
    sheet("--only", "PB.VOID", "--out", tmp_path / "one.pdf")
    assert (tmp_path / "one.pdf").read_bytes().count(b"/Type/Page/") == 1


def test_the_scanner_sheet_goes_on_a_label_or_on_a4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sheet("--scanner", "--label", "--out", tmp_path / "scanner.png") == 0
    assert capsys.readouterr().out == "scanner sheet: scanner.png\n"
    assert len(codes_in(tmp_path / "scanner.png")) == 5
    assert LESSON_TEXTS[LessonStep.END] in codes_in(tmp_path / "scanner.png")
    sheet("--scanner", "--label", "--out", tmp_path / "scanner.zpl")
    assert (tmp_path / "scanner.zpl").read_bytes().count(b"^XA^PW800^LL1200") == 1
    sheet("--scanner", "--language", "zh_CN", "--out", tmp_path / "scanner.pdf")
    assert (tmp_path / "scanner.pdf").read_bytes().count(b"/Type/Page/") == 1
    assert capsys.readouterr().out.endswith("扫描枪校准页：scanner.pdf\n")


def test_a_label_too_small_for_the_scanner_sheet_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as refusal:
        sheet("--scanner", "--label", "--out", tmp_path / "scanner.png", width_mm=76, height_mm=130)
    assert refusal.value.code == "label.stock_unsupported"
    assert FAULTS[refusal.value.code].do


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--scanner", "--out", "sheet.zpl"], "sheet.ending"),
        (["--scanner", "--label", "--out", "label.pdf"], "sheet.ending"),
        (["--out", "sheet.docx"], "sheet.ending"),
        (["--label", "--out", "label.pdf"], "sheet.ending"),
        (["--out", "missing/sheet.pdf"], "sheet.unwritable"),
    ],
)
def test_what_cannot_be_written_is_refused_with_a_remedy(tmp_path: Path, words: list[str], code: str) -> None:
    with pytest.raises(Rejected) as refusal:
        sheet(*words[:-1], tmp_path / words[-1])
    assert refusal.value.code == code
    assert FAULTS[code] is SHEET[code]
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_does_not_exist_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        sheet("--only", "PB.NOTHING", "--out", tmp_path / "sheet.pdf")
    assert "PB.NOTHING" in capsys.readouterr().err


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
