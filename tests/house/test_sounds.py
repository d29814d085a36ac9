"""The five sounds: at once, without a click, loud enough, and impossible to take one for another."""

from __future__ import annotations

import itertools
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["ok", "complete", "wrong", "stop", "system"]
FULL_SCALE = 32767


def samples_of(name: str, folder: Path = ROOT / "resources" / "sounds") -> npt.NDArray[np.float64]:
    with wave.open(str(folder / f"{name}.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2") / FULL_SCALE


def length_ms(samples: npt.NDArray[np.float64]) -> float:
    return len(samples) / 44.1


def contour_hz(samples: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The loudest frequency in each 50 ms; 0 where there is silence. A sound shorter than that is one window."""
    window = min(2205, len(samples))
    pieces = [samples[start : start + window] for start in range(0, len(samples) - window + 1, window)]
    return np.array([loudest_hz(piece) if np.abs(piece).max() > 0.03 else 0.0 for piece in pieces])


def loudest_hz(piece: npt.NDArray[np.float64]) -> float:
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), n=1 << 15))
    return float(np.argmax(spectrum)) * 44_100 / (1 << 15)


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_starts_at_once_and_neither_clips_nor_clicks(name: str) -> None:
    samples = samples_of(name)
    assert np.abs(samples[: round(0.005 * 44_100)]).max() > 0.03, "silent for the first 5 ms"
    assert 0.2 < np.abs(samples).max() < 0.9
    assert abs(samples[0]) < 0.01
    assert abs(samples[-1]) < 0.01
    steps = np.abs(np.diff(samples))
    assert steps.max() < 0.25, "a jump between two samples is heard as a click"


def test_the_common_sound_is_short_and_high_and_the_stop_is_long() -> None:
    ok, stop = samples_of("ok"), samples_of("stop")
    assert length_ms(ok) <= 90
    assert loudest_hz(ok) > 1500
    assert 800 <= length_ms(stop) <= 1000


def test_complete_rises_wrong_is_a_low_double_and_stop_alternates() -> None:
    complete = contour_hz(samples_of("complete"))
    assert complete[-1] > 1.3 * complete[0]
    wrong = samples_of("wrong")
    silence = np.abs(wrong[round(0.17 * 44_100) : round(0.22 * 44_100)])
    assert silence.max() < 0.01, "wrong is two buzzes with a gap between"
    assert loudest_hz(wrong) < 600
    stop = contour_hz(samples_of("stop"))
    assert np.count_nonzero(np.abs(np.diff(stop)) > 150) >= 5


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(NAMES, 2)))
def test_no_sound_can_be_taken_for_another(one: str, other: str) -> None:
    """Two differ by half an octave in their loudest tone, or by twice the length, or their contours go apart."""
    left, right = samples_of(one), samples_of(other)
    octaves = abs(np.log2(loudest_hz(left) / loudest_hz(right)))
    lengths = max(len(left), len(right)) / min(len(left), len(right))
    assert octaves >= 0.5 or lengths >= 2
    assert octaves + np.log2(lengths) >= 1, "too near to each other in noise"


def test_an_error_is_louder_than_good_news() -> None:
    loudness = {name: float(np.sqrt(np.mean(samples_of(name) ** 2))) for name in NAMES}
    assert loudness["stop"] > loudness["wrong"] > loudness["ok"]


def test_the_shipped_sounds_are_what_the_script_draws(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "packaging" / "make_sounds.py", tmp_path], check=True)
    for name in NAMES:
        drawn, shipped = samples_of(name, tmp_path), samples_of(name)
        assert len(drawn) == len(shipped)
        assert np.abs(drawn - shipped).max() <= 1 / FULL_SCALE, "another system's sine may round one step otherwise"
