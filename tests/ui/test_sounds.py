"""The tone is heard at once, and no missing player ever holds up a scan."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.ui import sounds
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.sounds import ProgramPlayer, Silence, Sounds, find_player
from tests.builders import Rig, a_draft, lines_of
from tests.ui.conftest import RecordingPlayer


def test_each_tone_has_its_file() -> None:
    paths = Sounds(Silence())._paths
    assert all(path.is_file() for path in paths.values())
    assert len({path.read_bytes() for path in paths.values()}) == len(Tone)


def test_a_muted_bench_is_silent(player: RecordingPlayer) -> None:
    voice = Sounds(player)
    voice.is_muted = True
    voice.play(Tone.OK)
    voice.is_muted = False
    voice.play(Tone.STOP)
    assert player.tones == ["stop"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_the_first_program_found_plays_and_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = tmp_path / "heard"
    program = tmp_path / "paplay"
    program.write_text(f'#!/bin/sh\necho "$@" > {heard}.new\nmv {heard}.new {heard}\nexec sleep 60\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    player = find_player()
    voice = Sounds(player)
    assert voice.backend == "paplay"
    voice.play(Tone.WRONG)
    assert isinstance(player, ProgramPlayer)
    first = player._playing
    assert first is not None
    assert first.poll() is None
    voice.play(Tone.STOP)
    assert first.wait(timeout=5) != 0  # the new sound cut it off
    assert player._playing is not None
    player._playing.kill()
    player._playing.wait(timeout=5)


def test_without_any_player_the_bench_says_so_and_stays_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "PLAYERS", (("no-such-player",),))
    voice = Sounds() if sys.platform != "win32" else Sounds(Silence())
    voice.play(Tone.OK)
    assert voice.backend == "none"


def test_a_player_that_disappears_holds_nothing_up() -> None:
    voice = Sounds(ProgramPlayer(("no-such-player",)))
    voice.play(Tone.OK)
    assert voice.backend == "none"


def test_the_tone_is_asked_for_within_50_ms_of_enter(
    window: MainWindow, rig: Rig, player: RecordingPlayer, keys: Callable[..., None], entered: list[float]
) -> None:
    rig.orders(a_draft("1001", lines_of(A=60)))
    keys(window, "1001", *["A"] * 59)
    waits = sorted(played - pressed for (_, played), pressed in zip(player.played, entered, strict=True))
    assert player.tones == ["ok"] * 60
    assert waits[int(len(waits) * 0.95)] <= 0.05
