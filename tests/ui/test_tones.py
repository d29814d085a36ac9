"""Five outcomes that nobody mistakes: by ear, by any eye, by shape alone, and without any sound at all."""

from __future__ import annotations

import math
import wave
from itertools import combinations, product

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
from tests.ui.eyes import SEEN, Lab, ciede2000, seen, through

RATE_HZ = 44_100
Samples = npt.NDArray[np.float64]
PAIRS = pytest.mark.parametrize(("one", "other"), list(combinations(Tone, 2)))
EACH = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)

NOTES_APART_MS = 150  # two rhythms
PITCH_APART_OCTAVES = 0.25  # two contours: three semitones on average
LOUDNESS_BAND_DB = 8  # between the softest and the loudest, as the ear weighs them
GRAYS_APART = 5.0
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

COLORED = [kind for kind in SEEN if kind != "gray"]


@EACH
@pytest.mark.parametrize("kind", COLORED)
def test_the_colors_of_the_outcomes_stay_apart_for_every_eye(palette: Palette, kind: str) -> None:
    near = {
        (one, other): round(apart, 1)
        for one, other in combinations(Tone, 2)
        if (apart := ciede2000(*(seen(palette.tones[tone].fill, kind) for tone in (one, other)))) < COLORS_APART
    }
    assert near == {}


@EACH
@pytest.mark.parametrize("kind", COLORED)
def test_the_marks_that_mean_trouble_stay_apart_from_those_that_do_not(palette: Palette, kind: str) -> None:
    """A small mark has a shape and a word beside it; its color says at least whether something is to be done."""
    near = {
        (one, other): round(apart, 1)
        for one, other in (*product((Tone.WRONG, Tone.STOP), (Tone.OK, Tone.COMPLETE)), (Tone.WRONG, Tone.STOP))
        if (apart := ciede2000(*(seen(palette.marks[tone], kind) for tone in (one, other)))) < COLORS_APART
    }
    assert near == {}


@EACH
def test_without_any_color_a_wrong_scan_still_looks_unlike_a_right_one(palette: Palette) -> None:
    """Five grays cannot all be far apart; that it did not count, or must not leave, is told by lightness too."""
    grays = {tone: seen(palette.tones[tone].fill, "gray") for tone in Tone}
    for bad in (Tone.WRONG, Tone.STOP):
        for good in (Tone.OK, Tone.COMPLETE):
            assert ciede2000(grays[bad], grays[good]) >= GRAYS_APART, (bad, good)
    assert ciede2000(grays[Tone.WRONG], grays[Tone.STOP]) >= COLORS_APART


@pytest.mark.parametrize("kind", SEEN)
def test_a_picture_is_seen_as_its_colors_are(kind: str) -> None:
    colors = [paint.fill for palette in PALETTES.values() for paint in palette.tones.values()]
    picture = np.array([[[int(color[at : at + 2], 16) for at in (1, 3, 5)] for color in colors]], np.uint8)
    for color, pixel in zip(colors, through(picture, kind)[0], strict=True):
        again = "#" + "".join(f"{part:02X}" for part in pixel)
        assert ciede2000(seen(color, kind), seen(again, "all colors")) < 1


def test_white_gray_and_black_look_the_same_to_every_eye() -> None:
    picture = np.array([[[shade] * 3 for shade in (0, 128, 255)]], np.uint8)
    for kind in SEEN:
        assert np.abs(through(picture, kind).astype(int) - picture).max() <= 1, kind


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
