"""Pictures of codes as a bench sees them, made from a seed, with a manifest beside them: where no photos are at hand.

    python tests/bench/reading_pictures.py FOLDER [--each 30] [--seed 1] [--kinds tilted trap ...]

Kinds of a noisy camera: `tilted` (bars on a parcel at any angle), `product` (small, curved or glossy retail codes amid
print), `square` (QR and DataMatrix in perspective, glare, dirt), `sheet` (many small DataMatrix), `several` (labels
side by side), `negative` (stripes, print, cut codes). Those of `reading_photos` and `reading_qr`: telephones' pictures.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import zxingcpp

from app.domain.barcode import with_check_digit
from tests.bench import reading_photos, reading_qr

WIDTH, HEIGHT = 1280, 720
Pixels = Any  # an array of bytes; tests are not typed to the dot
_F = zxingcpp.BarcodeFormat


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    kind: str
    pixels: Pixels
    expected: tuple[str, ...]


def draw(symbol: zxingcpp.BarcodeFormat, text: str, *, module_px: int = 4, bar_height: int = 0) -> Pixels:
    """A clean symbol with its quiet zone, black on white; bars `bar_height` pixels high."""
    pixels = np.array(zxingcpp.create_barcode(text, symbol).to_image(scale=module_px, add_quiet_zones=True))
    if bar_height:
        row = pixels[pixels.shape[0] // 2]
        quiet = 10 * module_px
        pixels = np.pad(np.repeat(row[None], bar_height, axis=0), ((quiet // 2,), (quiet,)), constant_values=255)
    return pixels


def pictures(seed: int, each: int, *kinds: str) -> list[Picture]:
    """`each` of every kind, or of those named; a picture is the same whatever else is made."""
    makers: dict[str, Callable[[random.Random], tuple[Pixels, tuple[str, ...]]]] = {
        "tilted": _tilted, "product": _product, "square": _square, "sheet": _sheet, "several": _several,
        "negative": _negative, **reading_photos.KINDS, **reading_qr.KINDS,
    }  # fmt: skip
    made = []
    for kind, make in makers.items():
        for number in range(each if not kinds or kind in kinds else 0):
            pixels, expected = make(random.Random(f"{seed}/{kind}/{number}"))
            made.append(Picture(f"{kind}-{number:03d}.png", kind, pixels, expected))
    return made


def write_manifest(folder: Path, made: list[Picture]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "set", "expected"])
        for picture in made:
            cv2.imwrite(str(folder / picture.name), picture.pixels)
            rows.writerow([picture.name, picture.kind, json.dumps(picture.expected)])


def retail(dice: random.Random) -> str:
    return with_check_digit("".join(dice.choice("0123456789") for _ in range(12)))


def waybill(dice: random.Random) -> str:
    return dice.choice(["SF", "JT", "YT", "1Z"]) + "".join(dice.choice("0123456789") for _ in range(13))


def _bars(dice: random.Random) -> tuple[zxingcpp.BarcodeFormat, str]:
    which = dice.random()
    if which < 0.45:
        return _F.EAN13, retail(dice)
    if which < 0.85:
        return _F.Code128, waybill(dice)
    return _F.ITF, with_check_digit("".join(dice.choice("0123456789") for _ in range(13)))


def _tilted(dice: random.Random) -> tuple[Pixels, tuple[str, ...]]:
    symbol, text = _bars(dice)
    scene = _scene(dice)
    code = draw(symbol, text, bar_height=dice.randint(90, 220))
    width = dice.uniform(330, 620) * (1.3 if symbol is _F.Code128 else 1)
    _paste(scene, code, dice, width=width, degrees=dice.uniform(0, 360), depth=0.12)
    return _photographed(scene, dice, blur=(0.4, 1.3), noise=(3, 10)), (text,)


def _product(dice: random.Random) -> tuple[Pixels, tuple[str, ...]]:
    text = retail(dice)
    scene = _scene(dice)
    code = draw(_F.EAN13, text, bar_height=dice.randint(90, 260))
    code = np.where(code < 128, dice.randint(0, 90), dice.randint(150, 255)).astype(np.uint8)
    if dice.random() < 0.4:
        code = _rolled(code, dice.uniform(0.5, 1.0))
    _paste(scene, code, dice, width=dice.uniform(200, 420), degrees=dice.gauss(0, 12), depth=0.15)
    return _photographed(scene, dice, blur=(0.6, 2.0), noise=(3, 12)), (text,)


def _square(dice: random.Random) -> tuple[Pixels, tuple[str, ...]]:
    symbol = dice.choice([_F.QRCode, _F.DataMatrix])
    text = waybill(dice) + "/" + "".join(dice.choice("ABCDEFGHJK0123456789") for _ in range(dice.randint(4, 90)))
    scene = _scene(dice)
    code = draw(symbol, text)
    if dice.random() < 0.2:
        code = 255 - code
    if dice.random() < 0.4:  # dirt or a scratch
        x, y = dice.randrange(code.shape[1]), dice.randrange(code.shape[0])
        cv2.line(code, (x, 0), (code.shape[1] - x, y), dice.choice([0, 255]), dice.randint(2, 6))
    modules = code.shape[0] / 4
    _paste(scene, code, dice, width=modules * dice.uniform(2.2, 5), degrees=dice.uniform(0, 360), depth=0.25)
    return _photographed(scene, dice, blur=(0.5, 1.5), noise=(3, 12)), (text,)


def _sheet(dice: random.Random) -> tuple[Pixels, tuple[str, ...]]:
    texts = tuple(f"case-{number:03d}" for number in dice.sample(range(1000), 20))
    sheet = np.full((HEIGHT, WIDTH), 235, np.uint8)
    module = dice.uniform(2.0, 3.2)
    for place, text in enumerate(texts):
        code = draw(_F.DataMatrix, text)
        code = cv2.resize(code, None, fx=module / 4, fy=module / 4, interpolation=cv2.INTER_AREA)
        x, y = 120 + place % 5 * 230, 80 + place // 5 * 150
        sheet[y : y + code.shape[0], x : x + code.shape[1]] = code
        cv2.putText(sheet, text, (x, y + code.shape[0] + 16), cv2.FONT_HERSHEY_SIMPLEX, 0.45, 30, 1, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), dice.uniform(-25, 25), 0.92)
    sheet = cv2.warpAffine(sheet, turn, (WIDTH, HEIGHT), borderValue=120)
    return _photographed(sheet, dice, blur=(0.4, 0.9), noise=(2, 6)), texts


def _several(dice: random.Random) -> tuple[Pixels, tuple[str, ...]]:
    scene = _scene(dice)
    texts = []
    for place in range(6):
        symbol, text = _bars(dice) if place % 3 else (_F.QRCode, waybill(dice))
        code = draw(symbol, text, bar_height=0 if symbol is _F.QRCode else 110)
        room = np.full((350, 420), 220, np.uint8)
        square = symbol is _F.QRCode
        _paste(room, code, dice, width=110 if square else 330, degrees=dice.gauss(0, 20), depth=0.05)
        top, left = place // 3 * 360, place % 3 * 425
        scene[top : top + 350, left : left + 420] = room
        texts.append(text)
    return _photographed(scene, dice, blur=(0.4, 0.9), noise=(2, 6)), tuple(texts)


def _negative(dice: random.Random) -> tuple[Pixels, tuple[str, ...]]:
    scene = _scene(dice)
    for _ in range(4):
        what = dice.choice(["stripes", "cut", "print", "checks"])
        if what == "stripes":
            widths = [dice.randint(1, 6) for _ in range(dice.randint(20, 70))]
            row = np.concatenate([np.full(w * 3, 0 if i % 2 else 255, np.uint8) for i, w in enumerate(widths)])
            code = np.repeat(row[None], 120, axis=0)
        elif what == "cut":  # its beginning is missing, as under tape
            whole = draw(*_bars(dice), bar_height=120)
            code = whole[:, int(whole.shape[1] * dice.uniform(0.25, 0.6)) :]
        elif what == "print":
            code = np.full((120, 500), 255, np.uint8)
            words = "".join(dice.choice("lIHMNE|0123456789") for _ in range(24))
            cv2.putText(code, words, (5, 80), cv2.FONT_HERSHEY_DUPLEX, 1.1, 0, 2)
        else:
            noise = np.array([dice.choice([0, 255]) for _ in range(24 * 24)], np.uint8).reshape(24, 24)
            code = np.kron(noise, np.ones((6, 6), np.uint8))
        _paste(scene, code, dice, width=dice.uniform(150, 420), degrees=dice.uniform(0, 360), depth=0.1)
    return _photographed(scene, dice, blur=(0.4, 1.5), noise=(2, 10)), ()


def _scene(dice: random.Random) -> Pixels:
    """Cardboard, print, edges and shade."""
    scene = np.full((HEIGHT, WIDTH), dice.randint(90, 220), np.uint8)
    for _ in range(dice.randint(3, 12)):
        corner = (dice.randrange(WIDTH), dice.randrange(HEIGHT))
        end = (corner[0] + dice.randint(20, 500), corner[1] + dice.randint(20, 300))
        cv2.rectangle(scene, corner, end, dice.randint(40, 255), dice.choice([-1, 2, 5]))
    for _ in range(dice.randint(4, 14)):
        at = (dice.randrange(-100, WIDTH), dice.randrange(HEIGHT))
        words = "".join(dice.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789") for _ in range(dice.randint(5, 40)))
        cv2.putText(scene, words, at, cv2.FONT_HERSHEY_SIMPLEX, dice.uniform(0.4, 1.2), dice.randint(0, 120), 1)
    return scene


def _paste(scene: Pixels, code: Pixels, dice: random.Random, *, width: float, degrees: float, depth: float) -> None:
    """Put a code on the scene, turned and in perspective, somewhere it is whole."""
    high, wide = code.shape
    tall, broad = scene.shape
    scale = width / wide
    half = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]], np.float32) * scale / 2
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], np.float32)
    corners = half @ turn.T
    corners *= 1 + np.array([[dice.uniform(-depth, depth)] for _ in range(4)], np.float32)
    low, top = corners.min(axis=0), corners.max(axis=0)
    shrink = min(1.0, (broad - 20) / (top[0] - low[0]), (tall - 20) / (top[1] - low[1]))
    corners, low, top = corners * shrink, low * shrink, top * shrink
    move = [dice.uniform(10 - low[i], side - 10 - top[i]) for i, side in ((0, broad), (1, tall))]
    corners = (corners + np.array(move, np.float32)).astype(np.float32)
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    small = code if scale * shrink > 0.6 else cv2.GaussianBlur(code, (0, 0), 0.45 / (scale * shrink))
    warp = cv2.getPerspectiveTransform(source, corners)
    over = cv2.warpPerspective(small, warp, (broad, tall), flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full_like(code, 255), warp, (broad, tall))
    scene[mask > 200] = over[mask > 200]


def _rolled(code: Pixels, half_angle: float) -> Pixels:
    """Around a bottle."""
    high, wide = code.shape
    at = np.arcsin(np.linspace(-np.sin(half_angle), np.sin(half_angle), wide)) / half_angle
    across = np.tile(((at + 1) * (wide - 1) / 2).astype(np.float32), (high, 1))
    down = np.tile(np.arange(high, dtype=np.float32)[:, None], (1, wide))
    return cv2.remap(code, across, down, cv2.INTER_LINEAR)


def _photographed(
    scene: Pixels, dice: random.Random, *, blur: tuple[float, float], noise: tuple[float, float]
) -> Pixels:
    """Lamp, lens and sensor: a slope of light, perhaps a highlight, a blur, noise."""
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    slope = 1 + dice.uniform(-0.4, 0.4) * (xs / WIDTH - 0.5) + dice.uniform(-0.4, 0.4) * (ys / HEIGHT - 0.5)
    light = scene.astype(np.float32) * slope * dice.uniform(0.5, 1.0)
    if dice.random() < 0.3:
        spot = np.exp(
            -((xs - dice.randrange(WIDTH)) ** 2 + (ys - dice.randrange(HEIGHT)) ** 2) / dice.uniform(4e3, 3e4)
        )
        light += spot * dice.uniform(60, 160)
    light = cv2.GaussianBlur(light, (0, 0), dice.uniform(*blur))
    if dice.random() < 0.3:
        length = dice.randint(2, 5)
        light = cv2.blur(light, (length, 1) if dice.random() < 0.5 else (1, length))
    grain = np.random.default_rng(dice.randrange(1 << 30)).normal(0, dice.uniform(*noise), scene.shape)
    return np.clip(light + grain, 0, 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", default=(), help="only these")
    arguments = parser.parse_args()
    write_manifest(arguments.folder, pictures(arguments.seed, arguments.each, *arguments.kinds))


if __name__ == "__main__":
    main()
