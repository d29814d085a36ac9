"""The tone is heard at once, and no missing player ever holds up a scan."""

from __future__ import annotations

import gc
import stat
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.resources import resource
from app.ui import sounds
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.sounds import _KNOWN_AFTER_S, OneVoice, ProgramPlayer, Silence, Sounds, find_player
from tests.builders import Rig, a_draft, lines_of
from tests.ui.conftest import RecordingPlayer


class ReadingPlayer:
    """Plays nothing, and keeps how loud what it was given is."""

    name = "reading"

    def __init__(self) -> None:
        self.heard: list[tuple[str, float]] = []

    def play(self, path: Path) -> None:
        self.heard.append((path.stem, loudness(path)))


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
    (first,) = player._running
    assert first.poll() is None
    voice.play(Tone.STOP)
    assert first.wait(timeout=5) != 0  # the new sound cut it off
    last = player._running[-1]
    assert last is not first
    last.kill()
    last.wait(timeout=5)


def test_without_any_player_the_bench_says_so_and_stays_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "PLAYERS", (("no-such-player",),))
    voice = Sounds() if sys.platform != "win32" else Sounds(Silence())
    voice.play(Tone.OK)
    assert voice.backend == "none"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_a_player_that_disappears_holds_nothing_up_and_may_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    player = ProgramPlayer(("late-player",))
    voice = Sounds(player)
    voice.play(Tone.OK)
    assert voice.backend == "none"
    (tmp_path / "late-player").symlink_to("/bin/true")
    voice.play(Tone.OK)
    assert voice.backend == "late-player"
    player._running[0].wait(timeout=5)


def loudness(path: Path) -> float:
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(float)
    return float(np.sqrt(np.mean(samples**2)))


def test_what_is_played_is_as_loud_as_the_packer_likes() -> None:
    """The very samples that go to the player: 3 dB a step, the alarm still above the beep at every volume."""
    player = ReadingPlayer()
    voice = Sounds(player)
    assert [voice.quieter() for _ in range(9)] == [90, 80, 70, 60, 50, 40, 30, 20, 10]
    heard = {}
    for volume in (100, 70, 40, 10):
        voice.volume = volume
        for tone in Tone:
            voice.play(tone)
            heard[tone, volume] = player.heard[-1][1]
    for tone in Tone:
        steps = [20 * np.log10(heard[tone, loud] / heard[tone, soft]) for loud, soft in ((100, 70), (70, 40), (40, 10))]
        assert steps == pytest.approx([9, 9, 9], abs=0.2)
    assert all(
        heard[Tone.STOP, volume] > heard[Tone.WRONG, volume] > heard[Tone.OK, volume] for volume in (100, 70, 40, 10)
    )


def test_the_volume_ends_at_its_ends(player: RecordingPlayer) -> None:
    voice = Sounds(player, volume=95)
    assert (voice.louder(), voice.louder()) == (100, 100)
    voice.volume = -5
    assert (voice.volume, voice.is_muted, voice.quieter()) == (0, True, 0)
    voice.play(Tone.STOP)
    assert player.tones == []


def test_a_mute_bench_is_heard_again_as_loud_as_before_or_one_step_up(player: RecordingPlayer) -> None:
    voice = Sounds(player, volume=40)
    voice.is_muted = True
    assert voice.volume == 0
    voice.is_muted = False
    assert voice.volume == 40
    voice.volume = 0
    assert (voice.louder(), voice.is_muted) == (10, False)


def test_a_mute_bench_says_so_on_the_screen(window: MainWindow) -> None:
    quiet = window.header._sound.toolTip()
    window.sounds.volume = 0
    window._dress()
    assert window.header._sound.toolTip() != quiet


def test_softer_sounds_are_drawn_once_and_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    voice = Sounds(Silence(), volume=60)
    files = sorted(tmp_path.rglob("*.wav"))
    assert len(files) == len(Tone)
    drawn_at = [path.stat().st_mtime_ns for path in files]
    voice.quieter()
    voice.louder()
    assert [path.stat().st_mtime_ns for path in files] == drawn_at
    del voice
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_without_room_for_softer_sounds_the_bench_is_loud_instead_of_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    player = ReadingPlayer()
    Sounds(player, volume=50).play(Tone.STOP)
    assert player.heard == [("stop", loudness(resource("sounds/stop.wav")))]


class Voice:
    """The one voice over a recording player, with time that moves when told."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.player = RecordingPlayer()
        self._voice = OneVoice(self.player, now_s=lambda: self.now_s)

    def play(self, tone: Tone, *, after_s: float = 0.0) -> list[str]:
        """What has sounded once this tone was asked for."""
        self.now_s += after_s
        self._voice.play(resource(f"sounds/{tone}.wav"))
        return self.player.tones


@pytest.mark.parametrize("scans_per_s", [50, 20, 12])
def test_a_burst_is_cut_and_never_queued(scans_per_s: int) -> None:
    """Every beep that sounds has its whole length, and nothing is left to sound when the burst is over."""
    voice, starts = Voice(), []
    for _ in range(scans_per_s):
        before = len(voice.player.played)
        if len(voice.play(Tone.OK, after_s=1 / scans_per_s)) > before:
            starts.append(voice.now_s)
    gaps = [later - sooner for sooner, later in pairwise(starts)]
    assert min(gaps) >= length_s(Tone.OK)
    assert max(gaps) < 0.2
    assert len(starts) >= 5


def test_at_the_pace_of_a_hand_every_scan_is_heard() -> None:
    voice = Voice()
    for _ in range(60):
        voice.play(Tone.OK, after_s=0.15)
    assert voice.player.tones == ["ok"] * 60


@pytest.mark.parametrize("lighter", [tone for tone in Tone if tone is not Tone.STOP])
def test_the_alarm_cuts_everything_and_nothing_cuts_the_alarm(lighter: Tone) -> None:
    voice = Voice()
    voice.play(lighter)
    assert voice.play(Tone.STOP, after_s=0.001) == [lighter, "stop"]
    for _ in range(44):
        assert voice.play(lighter, after_s=0.02)[-1] == "stop"
    assert voice.play(lighter, after_s=0.1) == [lighter, "stop", lighter]


def test_good_news_is_never_taken_for_an_error_that_came_before() -> None:
    voice = Voice()
    assert voice.play(Tone.WRONG) == ["wrong"]
    assert voice.play(Tone.OK, after_s=0.3) == ["wrong"]
    assert voice.play(Tone.OK, after_s=0.25) == ["wrong", "ok"]


def test_trouble_is_heard_to_its_end() -> None:
    """The lengths the voice waits for are those of the files."""
    for tone in (Tone.SYSTEM, Tone.WRONG, Tone.STOP, Tone.OK):
        assert _KNOWN_AFTER_S[tone] == pytest.approx(length_s(tone), abs=0.001)
    assert 0.15 < _KNOWN_AFTER_S[Tone.COMPLETE] < length_s(Tone.COMPLETE)


def length_s(tone: Tone) -> float:
    with wave.open(str(resource(f"sounds/{tone}.wav"))) as file:
        return file.getnframes() / file.getframerate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_fifty_sounds_in_a_row_leave_one_player_running(tmp_path: Path) -> None:
    program = tmp_path / "player"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    player = ProgramPlayer((str(program),))
    voice = Sounds(player)
    began = time.perf_counter()
    for _ in range(50):
        voice.play(Tone.OK)
    took_s = time.perf_counter() - began
    *cut, last = player._running
    assert all(program.wait(timeout=5) != 0 for program in cut)
    assert last.poll() is None
    last.kill()
    last.wait(timeout=5)
    assert took_s < 1, "at 50 a second the window would have no time for anything else"


def test_the_tone_is_asked_for_within_50_ms_of_enter(
    window: MainWindow, rig: Rig, player: RecordingPlayer, keys: Callable[..., None], entered: list[float]
) -> None:
    rig.orders(a_draft("1001", lines_of(A=60)))
    keys(window, "1001", *["A"] * 59)
    waits = sorted(played - pressed for (_, played), pressed in zip(player.played, entered, strict=True))
    assert player.tones == ["ok"] * 60
    assert waits[int(len(waits) * 0.95)] <= 0.05
