"""The handbook of errors at the terminal."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from app.cli_handbook import add_handbook_command
from app.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(tmp_path)


def look_up(settings: Settings, *words: str) -> int:
    parser = argparse.ArgumentParser()
    add_handbook_command(parser.add_subparsers())
    arguments = parser.parse_args(["handbook", *words])
    return int(arguments.act(arguments, settings))


def test_a_code_is_told_with_its_remedy_and_who_can(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert look_up(settings, "kdniao", "106") == 0
    said = capsys.readouterr().out
    assert said.startswith("kdniao.106\n")
    assert "不会重复购买" in said


def test_what_is_nowhere_is_said_and_is_no_success(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert look_up(settings, "qwertz") == 1
    assert "没有找到" in capsys.readouterr().out
