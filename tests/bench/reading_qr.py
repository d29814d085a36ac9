"""QR codes under what makes them hard, one kind a hardship; several in a picture where people print several."""

from __future__ import annotations

import random
from collections.abc import Callable

import cv2
import numpy as np
import zxingcpp

from tests.bench.reading_photos import Made, Pixels, backdrop, digits, drawn, lit, modules, put, rolled, taken

_QR = zxingcpp.BarcodeFormat.QRCode
SIZE = (1280, 960)


def _code(dice: random.Random, **options: str) -> tuple[str, Pixels]:
    version = int(options.get("version", "0"))
    text = "https://w.example/" + digits(dice, 15 * version if version else dice.randint(4, 40))
    return text, modules(_QR, text, ec_level="M" if version else dice.choice("LMQH"), **options)


def _one(
    dice: random.Random,
    *,
    share: tuple[float, float] = (0.25, 0.6),
    depth: tuple[float, float] = (0, 0.25),
    turn: float = 20,
    change: Callable[[Pixels], Pixels] | None = None,
    **options: str,
) -> tuple[Pixels, str, Pixels]:
    """A scene with one QR: the pixels, its text, its corners."""  # fmt: skip
    text, matrix = _code(dice, **options)
    code = drawn(matrix, module_px=8, ink=dice.randint(5, 60), paper=dice.randint(180, 250))
    scene = backdrop(dice, *SIZE, busy=10)
    corners = put(scene, change(code) if change else code, dice, width=dice.uniform(*share) * SIZE[1],
                  degrees=dice.gauss(0, turn), depth=dice.uniform(*depth))  # fmt: skip
    return scene, text, corners


def blurred(dice: random.Random) -> Made:
    scene, text, corners = _one(dice)
    pitch = float(np.hypot(*(corners[1] - corners[0]))) / 40
    moved = dice.random() < 0.5
    light = lit(scene, dice)
    defocus = (0.5, 1) if moved else (0.25 * pitch, 0.75 * pitch)
    return taken(light, dice, defocus=defocus, motion=(pitch, 2.2 * pitch) if moved else (0, 0)), (text,)


def bright_spots(dice: random.Random) -> Made:
    scene, text, corners = _one(dice)
    return taken(lit(scene, dice, spots=dice.randint(1, 2), at=corners, size=(0.1, 0.35), strength=(120, 330)), dice), (
        text,
    )


def brightness(dice: random.Random) -> Made:
    scene, text, _ = _one(dice)
    level = (0.05, 0.25) if dice.random() < 0.5 else (1.5, 3.0)
    return taken(lit(scene, dice, level=level), dice), (text,)


def close(dice: random.Random) -> Made:
    scene, text, _ = _one(dice, share=(0.85, 1.0), turn=8)
    return taken(lit(scene, dice), dice, defocus=(0.6, 3)), (text,)


def curved(dice: random.Random) -> Made:
    half, bow, upright = dice.uniform(0.3, 0.9), dice.uniform(-0.15, 0.15), dice.random() < 0.4
    scene, text, _ = _one(dice, change=lambda code: rolled(code, half, bow=bow, upright=upright))
    return taken(lit(scene, dice), dice), (text,)


def damaged(dice: random.Random) -> Made:
    def harm(code: Pixels) -> Pixels:
        code = code.copy()
        side = code.shape[0]
        for _ in range(dice.randint(1, 4)):
            at, end = [(dice.randrange(side), dice.randrange(side)) for _ in range(2)]
            shade = dice.choice([20, 120, 240])
            if dice.random() < 0.6:
                cv2.line(code, at, end, shade, dice.randint(3, 14), cv2.LINE_AA)
            else:
                cv2.ellipse(
                    code, at, (dice.randint(8, 40), dice.randint(8, 30)), dice.uniform(0, 180), 0, 360, shade, -1
                )
        if dice.random() < 0.4:  # a corner torn off
            size = dice.randint(30, 90)
            cv2.fillPoly(code, [np.array([[side, side], [side - size, side], [side, side - size]])], 150)
        return code

    scene, text, _ = _one(dice, change=harm)
    return taken(lit(scene, dice), dice), (text,)


def glare(dice: random.Random) -> Made:
    scene, text, corners = _one(dice)
    return taken(lit(scene, dice, spots=dice.randint(2, 4), at=corners, size=(0.15, 0.7), strength=(60, 240)), dice), (
        text,
    )


def high_version(dice: random.Random) -> Made:
    scene, text, _ = _one(dice, share=(0.8, 1.0), turn=8, depth=(0, 0.1), version=str(dice.randint(14, 30)))
    return taken(lit(scene, dice), dice, defocus=(0.4, 0.8), noise=(0.3, 1.5)), (text,)


def lots(dice: random.Random) -> Made:
    wide, high = 2400, 1800
    scene = np.full((high, wide), dice.randint(190, 250), np.uint8)
    texts = []
    columns, rows = dice.randint(5, 9), dice.randint(4, 7)
    for place in range(columns * rows):
        text = f"{digits(dice, 3)}-{place}"
        pitch = min(wide / columns, high / rows)
        at = ((place % columns + 0.5) * wide / columns, (place // columns + 0.5) * high / rows)
        put(
            scene,
            drawn(modules(_QR, text), module_px=8, quiet=2),
            dice,
            width=0.7 * pitch,
            degrees=0,
            depth=0,
            center=at,
        )
        texts.append(text)
    desk = backdrop(dice, wide, high, busy=4)
    put(desk, scene, dice, width=dice.uniform(0.6, 1.0) * wide, degrees=dice.gauss(0, 15), depth=dice.uniform(0, 0.3),
        center=(wide / 2, high / 2))  # fmt: skip
    return taken(lit(desk, dice), dice, defocus=(0.6, 1.2), noise=(0.5, 2)), tuple(texts)


def monitor(dice: random.Random) -> Made:
    scene, text, _ = _one(dice, share=(0.3, 0.7))
    ys, xs = np.mgrid[0 : scene.shape[0], 0 : scene.shape[1]]
    grid = 1 + 0.2 * np.sin(xs * dice.uniform(1.6, 2.6)) * np.sin(ys * dice.uniform(1.6, 2.6))
    return taken(lit(scene, dice) * grid, dice), (text,)


def nominal(dice: random.Random) -> Made:
    scene = backdrop(dice, *SIZE, busy=10)
    texts = []
    for place in range(dice.randint(1, 3)):
        text, matrix = _code(dice)
        put(scene, drawn(matrix, module_px=8), dice, width=dice.uniform(180, 330), degrees=dice.gauss(0, 20),
            center=(230 + 400 * place, dice.uniform(260, 700)))  # fmt: skip
        texts.append(text)
    return taken(lit(scene, dice), dice), tuple(texts)


def noncompliant(dice: random.Random) -> Made:
    """Without its margin, light on dark, of dots, with a picture in the middle, pale."""
    text, matrix = _code(dice, version=str(dice.randint(4, 7)))
    ways = dice.sample(["margin", "inverted", "dots", "logo", "pale"], dice.randint(1, 2))
    ink, paper = (dice.randint(90, 130), dice.randint(150, 200)) if "pale" in ways else (30, 235)
    code = _dotted(matrix) if "dots" in ways else drawn(matrix, module_px=8, quiet=0)
    if "logo" in ways:
        middle, radius = code.shape[0] // 2, round(code.shape[0] * dice.uniform(0.06, 0.12))
        cv2.rectangle(code, (middle - radius,) * 2, (middle + radius,) * 2, dice.choice([60, 128, 255]), -1)
    code = np.pad(code, 0 if "margin" in ways else 32, constant_values=255)
    code = np.where(code < 128, ink, paper).astype(np.uint8)
    scene = backdrop(dice, *SIZE, busy=10)
    put(
        scene, 255 - code if "inverted" in ways else code, dice, width=dice.uniform(220, 520), degrees=dice.gauss(0, 20)
    )
    return taken(lit(scene, dice), dice), (text,)


def _dotted(matrix: Pixels) -> Pixels:
    """Round modules, but whole corners."""
    whole = drawn(matrix, module_px=8, quiet=0)
    side = matrix.shape[0]
    dots = np.full_like(whole, 255)
    for y, x in zip(*np.nonzero(matrix < 128), strict=True):
        in_corner = (y < 7 or y >= side - 7) and (x < 7 or x >= side - 7) and not (y >= side - 7 and x >= side - 7)
        if in_corner:
            dots[y * 8 : y * 8 + 8, x * 8 : x * 8 + 8] = 0
        else:
            cv2.circle(dots, (int(x) * 8 + 4, int(y) * 8 + 4), 3, 0, -1)
    return dots


def pathological(dice: random.Random) -> Made:
    """Framed, beside stripes and squares within squares, which look like its own corners."""
    scene, text, corners = _one(dice, share=(0.3, 0.5))
    x, y = corners.mean(axis=0)
    for _ in range(6):
        at = (int(x + dice.choice([-1, 1]) * dice.uniform(220, 420)), int(y + dice.uniform(-300, 300)))
        for size, shade in ((35, 20), (25, 240), (15, 20)):
            cv2.rectangle(scene, (at[0] - size, at[1] - size), (at[0] + size, at[1] + size), shade, -1)
    cv2.polylines(scene, [corners.astype(np.int32)], isClosed=True, color=10, thickness=dice.randint(3, 8))
    return taken(lit(scene, dice), dice), (text,)


def perspective(dice: random.Random) -> Made:
    scene, text, _ = _one(dice, share=(0.4, 0.7), depth=(0.4, 0.75), turn=60)
    return taken(lit(scene, dice), dice), (text,)


def rotations(dice: random.Random) -> Made:
    scene, text, _ = _one(dice, share=(0.2, 0.5), turn=180)
    return taken(lit(scene, dice), dice), (text,)


def shadows(dice: random.Random) -> Made:
    scene, text, corners = _one(dice)
    return taken(lit(scene, dice, shadows=dice.randint(1, 3), at=corners), dice), (text,)


KINDS: dict[str, Callable[[random.Random], Made]] = {
    f"qr-{maker.__name__}": maker
    for maker in (
        blurred, bright_spots, brightness, close, curved, damaged, glare, high_version, lots, monitor, nominal,
        noncompliant, pathological, perspective, rotations, shadows,
    )
}  # fmt: skip
