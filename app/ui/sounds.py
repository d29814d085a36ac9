"""Five sounds, one a tone, played by what the system has. A missing player means silence, never a late scan."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from app.resources import resource
from app.ui.messages_outcome import Tone

if sys.platform == "win32":
    import winsound

PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))


class Player(Protocol):
    """Something that plays a WAV file without waiting for its end."""

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
        self._playing: subprocess.Popen[bytes] | None = None

    def play(self, path: Path) -> None:
        if self._playing is not None and self._playing.poll() is None:
            self._playing.kill()
        quiet = subprocess.DEVNULL
        try:
            self._playing = subprocess.Popen(
                [*self._command, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
            )
        except OSError:  # removed while we run: packing goes on without sound, and the doctor sees the name
            self.name, self._command = "none", ("true",)


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


class Sounds:
    """The bench's voice. `backend` names the player (`none` when there is none), for the doctor."""

    def __init__(self, player: Player | None = None) -> None:
        self._player = find_player() if player is None else player
        self._paths = {tone: resource(f"sounds/{tone}.wav") for tone in Tone}
        self.is_muted = False

    @property
    def backend(self) -> str:
        return self._player.name

    def play(self, tone: Tone) -> None:
        """Start the tone's sound and return at once."""
        if not self.is_muted:
            self._player.play(self._paths[tone])
