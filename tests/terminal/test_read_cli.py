"""Pictures from the terminal: what they say, with what right; what was seen and is not believed, and why."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from app.cli_read import add_read_command
from app.domain.sighting import Doubt, Ground
from app.settings import Settings, StationSettings
from app.ui.messages_reading import DOUBTS, GROUNDS
from tests.bench.reading_pictures import draw

F = zxingcpp.BarcodeFormat


def saved(path: Path, kind: F, text: str) -> Path:
    code = np.pad(draw(kind, text, bar_height=0), 30, constant_values=255)
    Image.fromarray(code).save(path)
    return path


def read(*words: str | Path, language: str = "en") -> int:
    parser = argparse.ArgumentParser()
    add_read_command(parser.add_subparsers())
    arguments = parser.parse_args(["read", *map(str, words)])
    return int(arguments.act(arguments, Settings(folder=Path(), station=StationSettings(language=language))))


def test_a_picture_says_its_code_its_kind_and_why_it_is_believed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(saved(tmp_path / "item.png", F.EAN13, "4006381333931")) == 0
    said = capsys.readouterr().out
    assert said.startswith("item.png: 4006381333931  (EAN-13, ]E0; ")
    assert GROUNDS[Ground.ENGINES_AGREE].say("en") in said or GROUNDS[Ground.LOOKS_AGREE].say("en") in said


def test_a_short_itf_is_named_and_refused_unless_it_was_expected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = saved(tmp_path / "short.png", F.ITF, "070429")
    assert read(picture, language="zh_CN") == 1
    assert DOUBTS[Doubt.LENGTH].say("zh_CN") in capsys.readouterr().out
    assert read(picture, "--expect", "070429") == 0


def test_one_broken_picture_does_not_end_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nno")
    good = saved(tmp_path / "good.png", F.QRCode, "HERE")
    assert read(broken, tmp_path / "missing.png", good) == 1
    said = capsys.readouterr().out
    assert said.count("no picture") == 2
    assert "good.png: HERE" in said


def test_a_blank_picture_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("L", (300, 200), 255).save(tmp_path / "blank.png")
    assert read(tmp_path / "blank.png") == 1
    assert "no code seen" in capsys.readouterr().out


def test_every_ground_and_doubt_has_its_words() -> None:
    assert set(GROUNDS) == set(Ground)
    assert set(DOUBTS) == set(Doubt)
