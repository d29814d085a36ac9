"""Five outcomes that nobody mistakes: by ear, by any eye, by shape alone, and without any sound at all."""

from __future__ import annotations

import math
import wave
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.resources import resource
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.screens.packing.banner import HEIGHT, PULSE_MS, Banner
from app.ui.theme import PALETTES, Palette, look_for

RATE_HZ = 44_100
Samples = npt.NDArray[np.float64]
PAIRS = pytest.mark.parametrize(("one", "other"), list(combinations(Tone, 2)))
EACH = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)

NOTES_APART_MS = 150  # two rhythms
PITCH_APART_OCTAVES = 0.25  # two contours: three semitones on average
LOUDNESS_BAND_DB = 8  # between the softest and the loudest, as the ear weighs them
COLORS_APART = 10.0  # CIEDE2000; 2.3 is just seen side by side
SHAPES_APART = 0.10  # of all pixels of the smallest drawing


# --- by ear


def samples_of(tone: str) -> Samples:
    with wave.open(str(resource(f"sounds/{tone}.wav"))) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2") / 32767


def notes_ms(samples: Samples) -> list[float]:
    """The rhythm: lengths of notes, pauses between them as negative lengths. A note ends where the envelope dips."""
    frame = RATE_HZ // 1000 * 4
    levels = np.array([np.abs(samples[at : at + frame]).max() for at in range(0, len(samples), frame)])
    sounding = levels > 0.25 * np.maximum.accumulate(levels[::-1])[::-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], sounding, [False]))))
    lengths = 4.0 * np.diff(edges)
    lengths[1::2] *= -1
    return [float(length) for length in lengths]


def rhythm_distance_ms(one: Samples, other: Samples) -> float:
    """How far notes and pauses differ, one after the other; what only one has counts in full."""
    left, right = notes_ms(one), notes_ms(other)
    longest = max(len(left), len(right))
    pairs = zip(left + [0.0] * (longest - len(left)), right + [0.0] * (longest - len(right)), strict=True)
    return sum(abs(a - b) for a, b in pairs)


def contour(samples: Samples) -> Samples:
    """The loudest pitch in octaves, at 24 moments spread over the sound's length."""
    window = 2048
    padded = np.concatenate((np.zeros(window // 2), samples, np.zeros(window // 2)))
    starts = np.linspace(0, len(samples) - 1, 26)[1:-1].astype(int)
    pieces = [padded[start : start + window] for start in starts]
    middle = slice(window // 2 - 200, window // 2 + 200)
    pitches = [pitch_hz(piece) for piece in pieces if np.abs(piece[middle]).max() > 0.02]
    return np.interp(np.linspace(0, 1, 24), np.linspace(0, 1, len(pitches)), np.log2(pitches))


def pitch_hz(piece: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), n=1 << 14))
    return float(max(np.argmax(spectrum), 1)) * RATE_HZ / (1 << 14)


def contour_distance_octaves(one: Samples, other: Samples) -> float:
    return float(np.mean(np.abs(contour(one) - contour(other))))


def loudness_db(samples: Samples) -> float:
    """Level of the sounding part as the ear weighs it (A-weighting, IEC 61672)."""
    heard = samples[np.abs(samples) > 0.01]
    spectrum, hz = np.abs(np.fft.rfft(samples)) ** 2, np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    square = hz**2
    weight = 12194**2 * square**2 / (
        (square + 20.6**2) * (square + 12194**2) * np.sqrt((square + 107.7**2) * (square + 737.9**2))
    )  # fmt: skip
    share = (spectrum * weight**2).sum() / spectrum.sum()
    return 10 * math.log10(float(np.mean(heard**2) * share))


@PAIRS
def test_two_sounds_differ_in_rhythm_and_in_pitch(one: Tone, other: Tone) -> None:
    """Both: one of the two is lost on a tin loudspeaker, in noise, or on ears that hear no high tones."""
    left, right = samples_of(one), samples_of(other)
    assert rhythm_distance_ms(left, right) >= NOTES_APART_MS
    assert contour_distance_octaves(left, right) >= PITCH_APART_OCTAVES


def test_all_sounds_are_loud_within_one_band() -> None:
    levels = {tone: loudness_db(samples_of(tone)) for tone in Tone}
    assert max(levels.values()) - min(levels.values()) <= LOUDNESS_BAND_DB, levels


def drawn(*notes: tuple[float, float]) -> Samples:
    """A sound made up by a test: pitches (0 is silence) and lengths in seconds."""
    pieces = []
    for hz, length_s in notes:
        at_s = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
        fade = np.minimum(1, np.minimum(at_s, length_s - at_s) / 0.003)
        pieces.append(0.5 * np.sin(2 * np.pi * hz * at_s) * fade)
    return np.concatenate(pieces)


def test_the_measures_see_what_is_alike() -> None:
    """Another pitch is no other rhythm, another rhythm no other pitch, and softer is neither."""
    double = drawn((300, 0.15), (0, 0.07), (300, 0.2))
    higher, slower = drawn((900, 0.15), (0, 0.07), (900, 0.2)), drawn((300, 0.35), (0, 0.1), (300, 0.1))
    assert rhythm_distance_ms(double, higher) < NOTES_APART_MS < rhythm_distance_ms(double, slower)
    assert contour_distance_octaves(double, slower) < PITCH_APART_OCTAVES < contour_distance_octaves(double, higher)
    assert rhythm_distance_ms(double, double / 10) < 10
    assert loudness_db(double) - loudness_db(double / 10) > LOUDNESS_BAND_DB
    legato = drawn((1047, 0.11), (1568, 0.24))
    assert rhythm_distance_ms(legato, samples_of("system")) < NOTES_APART_MS, "notes without a gap are one long note"


# --- by any eye

# Linear light as it is seen: Viénot, Brettel and Mollon 1999 for the lack of red or green cones, Machado, Oliveira
# and Fernandes 2009 for blue (Viénot's short form does not hold there), luminance alone for no color at all.
SEEN: dict[str, tuple[tuple[float, ...], ...]] = {
    "all colors": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deuteranopia": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
Lab = tuple[float, float, float]


def seen(color: str, kind: str) -> Lab:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    r, g, b = (min(1.0, max(0.0, sum(w * c for w, c in zip(row, linear, strict=True)))) for row in SEEN[kind])
    white = ((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b)
    xyz = (*white, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Lab, other: Lab) -> float:
    """The color difference of CIE 142-2001, in Sharma, Wu and Dalal's form (2005)."""
    mean = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    green = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    (l1, c1, h1), (l2, c2, h2) = (
        (light, math.hypot(a * green, b), math.degrees(math.atan2(b, a * green)) % 360) for light, a, b in (one, other)
    )
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = h1 + turn / 2 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    waves = ((0.24, 2, 0), (-0.17, 1, -30), (0.32, 3, 6), (-0.20, 4, -63))
    t = 1 + sum(weight * math.cos(math.radians(times * hue + at)) for weight, times, at in waves)
    part_l = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    part_c = (c2 - c1) / (1 + 0.045 * chroma)
    part_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    blue = math.sin(math.radians(60 * math.exp(-(((hue % 360 - 275) / 25) ** 2))))
    both = -2 * blue * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * part_c * part_h
    return math.sqrt(part_l**2 + part_c**2 + part_h**2 + both)


@EACH
@pytest.mark.parametrize("kind", SEEN)
def test_the_colors_of_the_outcomes_stay_apart_for_every_eye(palette: Palette, kind: str) -> None:
    near = {
        (one, other): round(apart, 1)
        for one, other in combinations(Tone, 2)
        if (apart := ciede2000(*(seen(palette.tones[tone].fill, kind) for tone in (one, other)))) < COLORS_APART
    }
    assert near == {}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [  # from the test data of Sharma, Wu and Dalal
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_color_difference_is_the_published_one(one: Lab, other: Lab, apart: float) -> None:
    assert ciede2000(one, other) == pytest.approx(apart, abs=1e-4)


def test_a_plain_traffic_light_would_not_do() -> None:
    red, green = "#C0392B", "#5E8C31"
    assert ciede2000(seen(red, "all colors"), seen(green, "all colors")) > 40
    assert ciede2000(seen(red, "deuteranopia"), seen(green, "deuteranopia")) < COLORS_APART


# --- by shape alone


def ink_of(tone: Tone, side: int, *, is_signed: bool = True) -> npt.NDArray[np.float64]:
    """The tone's drawing in black on white, without any color: 0 to 1 a pixel."""
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter, black, white = QPainter(image), QColor("#000000"), QColor("#FFFFFF")
    paint_tone(painter, tone, QRectF(0, 0, side, side), shape=black, mark=white if is_signed else black)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(side, image.bytesPerLine())
    return 1 - rows[:, :side] / 255


BANNER_SIDES = tuple(look_for("light", "en", *size).px(HEIGHT * 0.58) for size in ((1366, 768), (1920, 1080)))


@PAIRS
@pytest.mark.parametrize("side", [24, *BANNER_SIDES])
def test_the_shapes_differ_without_any_color(one: Tone, other: Tone, side: int) -> None:
    """By a tenth of the drawing's pixels: what a lack of color takes away, the shape still says."""
    assert np.abs(ink_of(one, side) - ink_of(other, side)).mean() >= SHAPES_APART


def test_the_measure_sees_two_drawings_of_one_shape() -> None:
    once = ink_of(Tone.STOP, 24)
    assert np.abs(once - np.roll(once, 1, axis=1)).mean() < SHAPES_APART * 2
    assert np.abs(once - ink_of(Tone.STOP, 24)).mean() == 0


# --- without any sound


@EACH
@pytest.mark.parametrize("tone", Tone)
def test_a_deaf_packer_sees_each_answer_come(qtbot: QtBot, palette: Palette, tone: Tone) -> None:
    """The whole banner lights up, also for the same answer twice, and settles in the tone's color with its words."""
    banner = Banner()
    qtbot.addWidget(banner)
    banner.dress(look_for(palette.name, "en", 1366, 768))
    banner.resize(600, banner.height())
    banner.show()
    for _ in range(2):
        with qtbot.waitSignal(banner._pulse.finished):
            banner.show_answer(tone, "What happened.", "What to do.")
            banner._pulse.setCurrentTime(1)  # the first frame
            lit = corner(banner)
            banner._pulse.setCurrentTime(PULSE_MS - 1)
        assert corner(banner).name().upper() == palette.tones[tone].fill
        assert lit.lightness() - corner(banner).lightness() >= 15
    assert banner.accessibleName() == "What happened. What to do."


def corner(banner: Banner) -> QColor:
    """The banner's color beside its shape and words."""
    return banner.grab().toImage().pixelColor(6, banner.height() // 2)
