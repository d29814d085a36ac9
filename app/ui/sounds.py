"""Five sounds, one a tone, played by what the system has, as loud as the packer likes.

A missing player means silence, never a late scan; scans faster than any ear lose beeps, never the alarm.
"""

from __future__ import annotations

import array
import shutil
import subprocess
import sys
import tempfile
import time
import wave
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.resources import resource
from app.ui.messages_outcome import Tone

if sys.platform == "win32":
    import winsound

PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))
LOUDEST, STEP = 100, 10
_STEP_DB = 3.0  # one step is clearly louder to the ear, and the lowest of ten is still heard
_START_S = 0.05  # a program of the sound system takes this long until the first sample
# From light to heavy, and how long each must sound until it is known. Trouble is heard to its end.
_KNOWN_AFTER_S = {Tone.OK: 0.075, Tone.COMPLETE: 0.25, Tone.SYSTEM: 0.3, Tone.WRONG: 0.45, Tone.STOP: 0.9}
_WEIGHT = {tone: weight for weight, tone in enumerate(_KNOWN_AFTER_S)}


class Player(Protocol):
    """Something that plays a WAV file, named after its tone, without waiting for its end."""

    @property
    def name(self) -> str: ...

    def play(self, path: Path) -> None: ...


class Silence:
    """No player was found."""

    name = "none"

    def play(self, path: Path) -> None:
        """Say nothing."""


class ProgramPlayer:
    """A small program of the sound system (PipeWire, PulseAudio, ALSA); a new sound cuts the old one off."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.name = command[0]
        self._command = command
        self._running: list[subprocess.Popen[bytes]] = []

    def play(self, path: Path) -> None:
        self._running = [program for program in self._running if program.poll() is None]
        for program in self._running:
            program.kill()  # its end is looked for at the next sound, not waited for
        quiet = subprocess.DEVNULL
        try:
            program = subprocess.Popen(
                [*self._command, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
            )
        except OSError:  # removed, or no process to be had: packing goes on without sound, the doctor sees the name
            self.name = "none"
        else:
            self.name = self._command[0]
            self._running.append(program)


class WindowsPlayer:
    """Windows plays the file in a thread of its own."""

    name = "winsound"

    def play(self, path: Path) -> None:
        if sys.platform == "win32":
            flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
            try:
                winsound.PlaySound(str(path), flags)
            except RuntimeError:  # no sound card
                self.name = "none"


def find_player() -> Player:
    """The first player that this machine has."""
    if sys.platform == "win32":
        return WindowsPlayer()
    for command in PLAYERS:
        if shutil.which(command[0]):
            return ProgramPlayer(command)
    return Silence()


class OneVoice:
    """One sound at a time, and never a queue of them: fast scans may cost a beep, not seconds of late beeping.

    A sound may be cut off at once by a heavier one, by its like or a lighter one only when it was heard long enough
    to be known; what comes before that is left out. So nothing talks over the stop alarm.
    """

    def __init__(self, player: Player, *, now_s: Callable[[], float] = time.monotonic) -> None:
        self._player, self._now_s = player, now_s
        self._tone, self._known_at_s = Tone.OK, now_s()

    @property
    def name(self) -> str:
        return self._player.name

    def play(self, path: Path) -> None:
        tone, now_s = Tone(path.stem), self._now_s()
        if now_s < self._known_at_s and _WEIGHT[tone] <= _WEIGHT[self._tone]:
            return
        self._tone, self._known_at_s = tone, now_s + _START_S + _KNOWN_AFTER_S[tone]
        self._player.play(path)


class Sounds:
    """The bench's voice. `backend` names the player (`none` when there is none), for the doctor."""

    def __init__(self, player: Player | None = None, *, volume: int = LOUDEST) -> None:
        self._player = OneVoice(find_player()) if player is None else player
        self._softened: Path | None = None
        self._before_mute = LOUDEST
        self._paths: dict[Tone, Path] = {}
        self.volume = volume

    @property
    def backend(self) -> str:
        return self._player.name

    @property
    def volume(self) -> int:
        """0 (mute) to 100 (the files as they are shipped); ten points are 3 dB."""
        return self._volume

    @volume.setter
    def volume(self, volume: int) -> None:
        self._volume = min(max(volume, 0), LOUDEST)
        if self._volume:
            self._before_mute = self._volume
            self._paths = self._paths_at(self._volume)

    def louder(self) -> int:
        """One step up; the new volume."""
        self.volume += STEP
        return self.volume

    def quieter(self) -> int:
        """One step down, the last one into silence; the new volume."""
        self.volume -= STEP
        return self.volume

    @property
    def is_muted(self) -> bool:
        return self._volume == 0

    @is_muted.setter
    def is_muted(self, is_muted: bool) -> None:
        self.volume = 0 if is_muted else self._before_mute

    def play(self, tone: Tone) -> None:
        """Start the tone's sound and return at once."""
        if self._volume:
            self._player.play(self._paths[tone])

    def _paths_at(self, volume: int) -> dict[Tone, Path]:
        """Not every player has a volume of its own, so each plays files that are softer: drawn once for each volume."""
        shipped = {tone: resource(f"sounds/{tone}.wav") for tone in Tone}
        if volume == LOUDEST:
            return shipped
        try:
            if self._softened is None:
                self._softened = Path(tempfile.mkdtemp(prefix="packbench-sounds-"))
                weakref.finalize(self, shutil.rmtree, self._softened, ignore_errors=True)
            folder = self._softened / str(volume)
            if not folder.exists():
                drawn = Path(tempfile.mkdtemp(dir=self._softened))
                for path in shipped.values():
                    _soften(path, drawn / path.name, 10 ** ((volume - LOUDEST) / STEP * _STEP_DB / 20))
                drawn.rename(folder)  # all five or none
        except OSError:  # no room for softer ones: too loud is better than unheard
            return shipped
        return {tone: folder / path.name for tone, path in shipped.items()}


def _soften(source: Path, target: Path, gain: float) -> None:
    with wave.open(str(source)) as file:
        shape, samples = file.getparams(), array.array("h", file.readframes(file.getnframes()))
    softer = array.array("h", (round(sample * gain) for sample in samples))
    with wave.open(str(target), "wb") as file:
        file.setparams(shape)
        file.writeframes(softer.tobytes())
