"""Retail codes too blurred for their edges to be found: the digits are sought whose bars, blurred alike, look most like
what is there. It always finds some, so it says them only where the likeness is great and no other number comes near.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

from app.devices.reading.image_work import View
from app.domain.sighting import Engine, Sighting, Symbol

Floats = npt.NDArray[np.float64]
Place = tuple[float, float, float, float]
"""Where the first bar begins and the last ends, in pixels; how much the middle lies aside (in halves of the length);
half the angle that is seen of a bottle.
"""

_LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_PARITIES = ("000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010")
"""Which of the six left digits are of the second set, for each first digit that is not printed (ISO/IEC 15420)."""
_HALF = {Symbol.EAN_13: 6, Symbol.EAN_8: 4}
_FINE = 4
"""Samples a module; two while the place is sought."""
_QUIET = 4
"""Modules on each side that are laid out with the bars; half of them are compared."""
_SIGMAS = (0.45, 0.7, 1.0, 1.35)
"""Blur, in modules."""
_ENDS = 8
_HOPELESS = 0.7
_LIKENESS = 0.86
_MARGIN = 0.08


@dataclass(frozen=True, slots=True)
class _Resembled:
    """`likeness`: the part of the signal's changes that the text explains; `margin`: how much worse the next text is,
    in digits of full contrast.
    """

    text: str
    likeness: float
    margin: float


def read_blurred(view: View, wanted: Iterable[Symbol]) -> list[Sighting]:
    """What a strip (level, its rows alike) most resembles, of EAN-13 and EAN-8; nothing that is not clear."""
    symbols = [symbol for symbol in _HALF if symbol in wanted]
    profile = view.pixels.mean(axis=0, dtype=np.float64)
    ends = _ends(profile) if symbols else None
    if ends is None:
        return []
    high, wide = (float(side) for side in view.pixels.shape)
    outline = view.in_frame(((0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high)))
    found = [(_resembled(profile, *ends, _HALF[symbol]), symbol) for symbol in symbols]
    return [
        Sighting(symbol, best.text, "]E0" if symbol is Symbol.EAN_13 else "]E4", outline, Engine.LIKENESS, view.rows)
        for best, symbol in found
        if best and best.likeness >= _LIKENESS and best.margin >= _MARGIN
    ]


def _ends(profile: Floats) -> tuple[Floats, Floats] | None:
    """Where the first bar may begin and the last may end: the first falls into the dark, and the last rises out."""
    slope = np.gradient(_soft(profile, 2.5))
    steep = np.abs(slope)
    peak = (steep >= cv2.dilate(steep[None], np.ones((1, 7)))[0]) & (steep > 0.25 * float(np.percentile(steep, 90)))
    falls, rises = np.flatnonzero(peak & (slope < 0)), np.flatnonzero(peak & (slope > 0))
    if len(falls) < _ENDS or len(rises) < _ENDS:
        return None
    return falls[:_ENDS].astype(np.float64), rises[-_ENDS:].astype(np.float64)


def _soft(signal: Floats, sigma: float) -> Floats:
    soft: Floats = np.empty(np.atleast_2d(signal).shape)
    cv2.GaussianBlur(np.atleast_2d(signal), (0, 0), sigma, soft, 0.01)
    return soft.reshape(signal.shape)


def _resembled(profile: Floats, firsts: Floats, lasts: Floats, half: int) -> _Resembled | None:
    """The likeliest number for bars that begin and end at one of these, read from the left or from the right."""
    modules = 14 * half + 11
    pairs = [(first, last) for first in firsts for last in lasts if last - first > 0.4 * len(profile)]
    if not pairs:
        return None
    places: list[Place] = [(*pair, 0.0, roll) for pair in pairs for roll in (0.0, 0.8)]
    _, _, order = _likeliest(profile, places, half)
    some = dict.fromkeys(places[index][:2] for index in order[:16])
    places = [(*pair, bend, roll) for pair in some for bend in (-0.06, 0.0, 0.06) for roll in (0.0, 0.7, 1.05)]
    for step in (0.5, 0.25):
        _, _, order = _likeliest(profile, places, half)
        places = _around(places[order[0]], step, modules)
    score, is_turned, order = _likeliest(profile, places, half)
    if score < _HOPELESS:
        return None
    first, last, *_ = place = places[order[0]]
    signal = _laid_out(_soft(profile, 0.4 * (last - first) / modules), [place], modules, _FINE)[0]
    return _exact(signal[::-1] if is_turned else signal, half)


def _around(place: Place, step: float, modules: int) -> list[Place]:
    first, last, bend, roll = place
    side = (last - first) / modules * step
    return [
        (first + a * side, last + b * side, bend + c * 0.06 * step, max(roll + d * 0.3 * step, 0.0))
        for a, b, c, d in product((-1, 0, 1), repeat=4)
    ]


def _laid_out(profile: Floats, places: Sequence[Place], modules: int, fine: int) -> Floats:
    """The profile by modules, with its quiet zones, dark being high; a row for each place."""
    first, last, bend, roll = (np.array(column)[:, None] for column in zip(*places, strict=True))
    at = 2 * ((np.arange((modules + 2 * _QUIET) * fine) + 0.5) / fine - _QUIET)[None] / modules - 1
    inner = np.clip(at, -1, 1)
    angle = np.maximum(roll, 1e-3)
    seen = np.sin(angle * inner) / np.sin(angle) + (at - inner) + bend * (1 - inner * inner)
    dark: Floats = -np.interp(first + (seen + 1) / 2 * (last - first), np.arange(len(profile)), profile)
    return dark


def _starts(half: int, *, is_right: bool) -> list[int]:
    """In modules from the first bar: after the guard of three, or that and the middle one of five."""
    return [(8 + 7 * half if is_right else 3) + 7 * place for place in range(half)]


@cache
def _patterns(*, is_right: bool) -> Floats:
    """Ten digits (right), or twenty (left: of the first set, then of the second), as 7 modules of ink 1, paper 0."""
    left = np.array([[int(bit) for bit in digit] for digit in _LEFT], np.float64)
    return 1 - left if is_right else np.concatenate([left, (1 - left)[:, ::-1]])


@cache
def _templates(sigma: float, fine: int, *, is_right: bool) -> Floats:
    """Digits blurred, with the module before and after each, which is the same for all: n x (9 * fine)."""
    before, after = (0.0, 1.0) if is_right else (1.0, 0.0)
    digits = _patterns(is_right=is_right)
    count = len(digits)
    sides = [np.tile(side, (count, 1)) for side in ([1 - before, before] * 2, [after, 1 - after] * 2)]
    return _soft(np.repeat(np.concatenate([sides[0], digits, sides[1]], axis=1), fine, axis=1), sigma * fine)[
        :, 3 * fine : -3 * fine
    ]


def _likeliest(profile: Floats, places: Sequence[Place], half: int) -> tuple[float, bool, list[int]]:
    """How much the best place looks like digits; whether they stand on their heads there; and all, the best first."""
    signals = _laid_out(profile, places, 14 * half + 11, 2)
    upright, turned = _looks(signals, half), _looks(signals[:, ::-1], half)
    best = np.maximum(upright, turned)
    order = [int(index) for index in np.argsort(-best)]
    return float(best[order[0]]), bool(turned[order[0]] > upright[order[0]]), order


def _looks(signals: Floats, half: int) -> Floats:
    """The mean correlation of each digit's place with the digit most like it."""
    total = np.zeros(len(signals))
    for is_right in (False, True):
        begins = np.array(_starts(half, is_right=is_right)) - 1 + _QUIET
        parts = signals[:, (begins[:, None] * 2 + np.arange(18)[None])]
        parts = parts - parts.mean(axis=2, keepdims=True)
        parts = parts / (np.linalg.norm(parts, axis=2, keepdims=True) + 4.0)
        model = _templates(0.7, 2, is_right=is_right)
        model = model - model.mean(axis=1, keepdims=True)
        model = model / np.linalg.norm(model, axis=1, keepdims=True)
        total += (parts @ model.T).max(axis=2).sum(axis=1)
    return total / (2 * half)


def _exact(signal: Floats, half: int) -> _Resembled | None:
    """The best number for a signal by modules, judged with one blur and one smooth light over all of it."""
    guesses = []
    for sigma in _SIGMAS:
        gain, offset, likeness = _light(signal, _drawn(_each_by_itself(signal, half, sigma), half, sigma))
        guesses.append((likeness, sigma, gain, offset))
    _, sigma, gain, offset = max(guesses, key=lambda guess: guess[0])
    ranked = _two_cheapest(_costs(signal, gain, offset, half, sigma), half)
    gain, offset, _ = _light(signal, _drawn(ranked[0][1], half, sigma))
    ranked = _two_cheapest(_costs(signal, gain, offset, half, sigma), half)
    gain, offset, likeness = _light(signal, _drawn(ranked[0][1], half, sigma))
    if gain.min() <= 0:
        return None
    contrast = float(np.mean(gain)) ** 2 * 0.2 * 9 * _FINE
    return _Resembled(_text(ranked[0][1], half), likeness, (ranked[1][0] - ranked[0][0]) / contrast)


def _parts(signal: Floats, half: int, *, is_right: bool) -> list[Floats]:
    return [
        signal[(start - 1 + _QUIET) * _FINE : (start + 8 + _QUIET) * _FINE]
        for start in _starts(half, is_right=is_right)
    ]


def _each_by_itself(signal: Floats, half: int, sigma: float) -> list[int]:
    choice = []
    for is_right in (False, True):
        model = _templates(sigma, _FINE, is_right=is_right)[: None if half == 6 else 10]
        model = model - model.mean(axis=1, keepdims=True)
        model = model / np.linalg.norm(model, axis=1, keepdims=True)
        choice += [int(np.argmax(model @ part)) for part in _parts(signal, half, is_right=is_right)]
    return choice


def _drawn(choice: Sequence[int], half: int, sigma: float) -> Floats:
    """The signal of these digits."""
    guard, middle = [1.0, 0.0, 1.0], [0.0, 1.0, 0.0, 1.0, 0.0]
    left = _patterns(is_right=False)[list(choice[:half])].ravel()
    right = _patterns(is_right=True)[list(choice[half:])].ravel()
    bits = np.concatenate([guard, left, middle, right, guard])
    return _soft(np.repeat(np.pad(bits, _QUIET), _FINE), sigma * _FINE)


def _light(signal: Floats, model: Floats) -> tuple[Floats, Floats, float]:
    """Gain and offset, as curves over the code, that make the model most like the signal; and how like it is then."""
    inside = slice(_QUIET // 2 * _FINE, -(_QUIET // 2) * _FINE)
    x = np.linspace(-1, 1, signal.size)
    curves = np.stack([np.ones_like(x), x, x * x, x**3])
    base, given = np.concatenate([curves * model, curves])[:, inside], signal[inside]
    weights = np.linalg.solve(base @ base.T + 1e-6 * np.eye(8), base @ given)
    flat = np.linalg.solve(base[4:] @ base[4:].T, base[4:] @ given)
    rest, changes = given - weights @ base, given - flat @ base[4:]
    return weights[:4] @ curves, weights[4:] @ curves, 1 - float(rest @ rest) / max(float(changes @ changes), 1e-9)


def _costs(signal: Floats, gain: Floats, offset: Floats, half: int, sigma: float) -> list[Floats]:
    """For each digit, how far the signal is from each that may stand there."""
    costs = []
    for is_right in (False, True):
        model = _templates(sigma, _FINE, is_right=is_right)
        for part, more, less in zip(
            *(_parts(of, half, is_right=is_right) for of in (signal, gain, offset)), strict=True
        ):
            costs.append(((part - more * model - less) ** 2).sum(axis=1))
    return costs


def _two_cheapest(costs: list[Floats], half: int) -> list[tuple[float, list[int]]]:
    """The two likeliest numbers whose check digit is true, with what they cost."""
    tables = []
    for first, parity in enumerate(_PARITIES if half == 6 else ("0000",)):
        sets = [10 * int(bit) for bit in parity] + [0] * half
        table = [cost[kind : kind + 10] for cost, kind in zip(costs, sets, strict=True)]
        tables.append((sum(float(cost.min()) for cost in table), first, sets, table))
    found: list[tuple[float, list[int]]] = []
    for least, first, sets, table in sorted(tables, key=lambda each: each[0]):
        if len(found) == 2 and least >= found[1][0]:
            break
        rows = _true_rows(table, first)
        found += [(cost, [digit + kind for digit, kind in zip(row, sets, strict=True)]) for cost, row in rows]
        found = sorted(found)[:2]
    return found


def _true_rows(table: list[Floats], first: int) -> list[tuple[float, list[int]]]:
    """The two cheapest rows of digits whose weighted sum, with the one not printed, is a multiple of ten."""
    states: dict[int, list[tuple[float, list[int]]]] = {first: [(0.0, [])]}
    for place, costs in enumerate(table):
        weight = 3 if (len(table) - place) % 2 == 0 else 1
        following: dict[int, list[tuple[float, list[int]]]] = {}
        for rest, rows in states.items():
            for digit in range(10):
                more = float(costs[digit])
                to = following.setdefault((rest + weight * digit) % 10, [])
                to += [(cost + more, [*row, digit]) for cost, row in rows]
        states = {rest: sorted(rows)[:2] for rest, rows in following.items()}
    return states[0]


def _text(choice: Sequence[int], half: int) -> str:
    digits = "".join(str(each % 10) for each in choice)
    parity = "".join("1" if each >= 10 else "0" for each in choice[:half])
    return f"{_PARITIES.index(parity)}{digits}" if half == 6 else digits
