"""Draws the bench's five sounds: `python packaging/make_sounds.py`. So their source is this file, their license ours.

A packer hears them for eight hours and must tell them apart without looking, through noise and with old ears: each
has its own length, contour and rhythm, and its fundamental below 2.5 kHz. Good news is short, high and soft; trouble
is low, long and rough.
"""

from __future__ import annotations

import math
import struct
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

RATE_HZ = 44_100
FADE_IN_S = 0.003  # long enough not to click, short enough that the beep is at once
FADE_OUT_S = 0.012


@dataclass(frozen=True, slots=True)
class Note:
    """One tone: its fundamental, its partials' strengths (the first is the fundamental) and how fast it rings off."""

    pitch_hz: float
    length_s: float
    partials: tuple[float, ...] = (1.0, 0.25, 0.08)
    decay_per_s: float = 0.0


def pause(length_s: float) -> Note:
    """Silence between two notes."""
    return Note(0.0, length_s, partials=())


BUZZ = (1.0, 0.0, 0.7, 0.0, 0.5, 0.0, 0.35, 0.0, 0.25)  # odd partials: a small loudspeaker still carries them
ALARM = (1.0, 0.35, 0.3, 0.1)
PLAIN = (1.0, 0.1)

# name → notes and loudness (root mean square over the sounding part, full scale = 1)
SOUNDS: dict[str, tuple[tuple[Note, ...], float]] = {
    "ok": ((Note(1760, 0.075, decay_per_s=25),), 0.16),
    "complete": (
        (Note(1047, 0.055), pause(0.03), Note(1319, 0.055), pause(0.03), Note(1568, 0.18, decay_per_s=9)),
        0.18,
    ),
    "wrong": ((Note(165, 0.16, BUZZ), pause(0.07), Note(165, 0.22, BUZZ)), 0.22),
    "stop": (tuple(Note(pitch, 0.15, ALARM) for pitch in (880, 620) * 3), 0.26),
    "system": ((Note(523, 0.3, PLAIN, decay_per_s=4),), 0.16),
}


def draw(note: Note) -> list[float]:
    """The note's samples, faded at both ends so that no edge clicks."""
    count = round(note.length_s * RATE_HZ)
    samples = []
    for index in range(count):
        at_s = index / RATE_HZ
        fade = min(1.0, at_s / FADE_IN_S, (count - index) / RATE_HZ / FADE_OUT_S)
        tone = sum(
            strength * math.sin(2 * math.pi * note.pitch_hz * (partial + 1) * at_s)
            for partial, strength in enumerate(note.partials)
        )
        samples.append(tone * fade * math.exp(-note.decay_per_s * at_s))
    return samples


def render(notes: tuple[Note, ...], loudness: float) -> bytes:
    """16-bit mono samples of the notes in a row, brought to the loudness; never so loud that they clip."""
    samples = [sample for note in notes for sample in draw(note)]
    sounding = sum(round(note.length_s * RATE_HZ) for note in notes if note.partials)
    mean = math.sqrt(sum(sample * sample for sample in samples) / sounding)
    gain = min(loudness / mean, 0.89 / max(map(abs, samples)))
    return struct.pack(f"<{len(samples)}h", *(round(32767 * gain * sample) for sample in samples))


def write_sounds(folder: Path) -> None:
    """Write `<name>.wav` of every sound into the folder; the same bytes each time."""
    for name, (notes, loudness) in SOUNDS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(render(notes, loudness))


if __name__ == "__main__":
    SHIPPED = Path(__file__).resolve().parent.parent / "resources" / "sounds"
    write_sounds(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
