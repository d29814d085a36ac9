"""Codes as telephones photograph them: goods in print, tilted parcels, QR under hard light, trays of small squares.

Each maker takes dice and gives gray pixels with the texts in them; `reading_pictures` writes them out. Nothing here was
drawn after a given picture: sizes, angles, blur and light are those that telephones have.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import zxingcpp

from app.domain.barcode import with_check_digit

Pixels = Any  # an array of bytes; tests are not typed to the dot
Made = tuple[Pixels, tuple[str, ...]]
Corners = Any
_F = zxingcpp.BarcodeFormat


def digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("0123456789") for _ in range(count))


def modules(symbol: zxingcpp.BarcodeFormat, text: str, **options: str) -> Pixels:
    """One pixel a module, 0 or 255, without a quiet zone; one row where it is bars."""
    code = np.array(zxingcpp.create_barcode(text, symbol, **options).to_image(scale=1, add_quiet_zones=False))
    if symbol in {_F.QRCode, _F.DataMatrix}:
        return code
    ink = np.flatnonzero(code[code.shape[0] // 4] < 128)
    return code[code.shape[0] // 4][None, ink[0] : ink[-1] + 1]


def drawn(matrix: Pixels, *, module_px: int, height: int = 0, quiet: int = 4, ink: int = 0, paper: int = 255) -> Pixels:
    """Modules as a picture with a quiet zone; bars `height` pixels high."""
    wide = np.repeat(matrix, module_px, axis=1)
    tall = np.repeat(wide, height or module_px, axis=0)
    room = quiet * module_px
    above = room if not height else module_px * 2
    code = np.pad(tall, ((above, above), (room, room)), constant_values=255)
    return np.where(code < 128, ink, paper).astype(np.uint8)


def backdrop(dice: random.Random, width: int, height: int, *, busy: int = 12) -> Pixels:
    """Panels, paragraphs, tables and soft shapes, as packages and desks have them."""
    rng = np.random.default_rng(dice.randrange(1 << 30))
    soft = cv2.resize(rng.uniform(0, 1, (dice.randint(2, 6), dice.randint(2, 6))).astype(np.float32), (width, height),
                      interpolation=cv2.INTER_CUBIC)  # fmt: skip
    scene = np.clip(dice.uniform(60, 190) + 70 * (soft - 0.5), 0, 255).astype(np.uint8)
    for _ in range(busy):
        left, top = dice.randrange(-100, width), dice.randrange(-100, height)
        what = dice.random()
        if what < 0.4:
            _panel(scene, dice, left, top)
        elif what < 0.8:
            _paragraph(scene, dice, left, top)
        else:
            cv2.ellipse(scene, (left, top), (dice.randint(20, 260), dice.randint(20, 200)), dice.uniform(0, 180), 0,
                        360, dice.randint(20, 240), dice.choice([-1, 3, 8]), cv2.LINE_AA)  # fmt: skip
    return scene


def _panel(scene: Pixels, dice: random.Random, left: int, top: int) -> None:
    wide, high, shade = dice.randint(80, 600), dice.randint(60, 400), dice.randint(30, 250)
    cv2.rectangle(scene, (left, top), (left + wide, top + high), shade, -1)
    if dice.random() < 0.4:  # a table of nutrition
        for y in range(top, top + high, dice.randint(14, 30)):
            cv2.line(scene, (left, y), (left + wide, y), 255 - shade, 1)


def _paragraph(scene: Pixels, dice: random.Random, left: int, top: int) -> None:
    size, ink = dice.uniform(0.3, 1.0), dice.choice([15, 40, 220])
    for line in range(dice.randint(1, 9)):
        words = "".join(dice.choice("abcdefghilmnoprstu eE0123456789,%") for _ in range(dice.randint(8, 60)))
        at = (left, top + round(line * 34 * size))
        cv2.putText(scene, words, at, cv2.FONT_HERSHEY_SIMPLEX, size, ink, 1 + (size > 0.7), cv2.LINE_AA)


def rolled(code: Pixels, half_angle: float, *, bow: float = 0.0, upright: bool = False) -> Pixels:
    """Around a bottle: columns crowd at its sides, and bow where it is seen from above. `upright`: around the other
    axis. `bow` in parts of the height.
    """
    if upright:
        return np.ascontiguousarray(rolled(np.ascontiguousarray(code.T), half_angle, bow=bow).T)
    high, wide = code.shape
    seen = np.linspace(-np.sin(half_angle), np.sin(half_angle), wide)
    angle = np.arcsin(seen)
    extra = int(abs(bow) * high)
    tall = np.pad(code, ((extra, extra), (0, 0)), constant_values=int(code.max()))
    across = np.tile(((angle / half_angle + 1) * (wide - 1) / 2).astype(np.float32), (tall.shape[0], 1))
    shift = (bow * high * (1 - np.cos(angle)) / max(1 - np.cos(half_angle), 1e-6)).astype(np.float32)
    down = np.arange(tall.shape[0], dtype=np.float32)[:, None] + shift[None]
    return cv2.remap(tall, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def put(
    scene: Pixels, code: Pixels, dice: random.Random, *, width: float, degrees: float, depth: float = 0.1,
    center: tuple[float, float] | None = None,
) -> Corners:  # fmt: skip
    """A code on the scene, `width` pixels wide, turned, seen from aside; whole. Where its corners came to lie."""
    tall, broad = scene.shape
    high, wide = code.shape
    box = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]], np.float64) * width / wide / 2
    lean, turn = dice.uniform(0, 2 * np.pi), np.radians(degrees)
    away = 1 + depth * (box @ [np.cos(lean), np.sin(lean)]) / (np.hypot(*box[2]) + 1e-6)
    corners = box / away[:, None] @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    low, top = corners.min(axis=0), corners.max(axis=0)
    shrink = min(1.0, (broad - 12) / (top[0] - low[0]), (tall - 12) / (top[1] - low[1]))
    corners, low, top = corners * shrink, low * shrink, top * shrink
    if center is None:
        center = (dice.uniform(6 - low[0], broad - 6 - top[0]), dice.uniform(6 - low[1], tall - 6 - top[1]))
    corners = (corners + center).astype(np.float32)
    scale = width * shrink / wide
    soft = code if scale > 0.7 else cv2.GaussianBlur(code, (0, 0), 0.42 / scale)
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    warp = cv2.getPerspectiveTransform(source, corners)
    over = cv2.warpPerspective(soft, warp, (broad, tall), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(np.full_like(code, 255), warp, (broad, tall))
    scene[mask > 127] = over[mask > 127]
    return corners


def lit(
    scene: Pixels, dice: random.Random, *, spots: int = 0, at: Corners = None, size: tuple[float, float] = (0.1, 0.4),
    strength: tuple[float, float] = (80, 220), shadows: int = 0, level: tuple[float, float] = (0.7, 1.05),
) -> Pixels:  # fmt: skip
    """Light over a scene, as floats: a slope, lamps mirrored in gloss (near `at`, in parts of its size), shadows."""
    high, wide = scene.shape
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    light = scene.astype(np.float32) * dice.uniform(*level)
    light *= 1 + dice.uniform(-0.3, 0.3) * (xs / wide - 0.5) + dice.uniform(-0.3, 0.3) * (ys / high - 0.5)
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32) if at is None else at
    low, top = corners.min(axis=0), corners.max(axis=0)
    span = float(max(top - low))
    for _ in range(shadows):
        edge = (xs - dice.uniform(low[0], top[0])) * np.cos(a := dice.uniform(0, 6.28))
        edge += (ys - dice.uniform(low[1], top[1])) * np.sin(a)
        light *= 1 - dice.uniform(0.35, 0.75) / (1 + np.exp(np.clip(-edge / dice.uniform(1, 15), -50, 50)))
    for _ in range(spots):
        x, y = dice.uniform(low[0], top[0]), dice.uniform(low[1], top[1])
        turn, long, short = dice.uniform(0, 3.14), span * dice.uniform(*size), span * dice.uniform(*size) / 2
        u, v = (xs - x) * np.cos(turn) + (ys - y) * np.sin(turn), (ys - y) * np.cos(turn) - (xs - x) * np.sin(turn)
        light += dice.uniform(*strength) * np.exp(-((u / long) ** 2) - (v / short) ** 2)
    return light


def taken(
    light: Pixels, dice: random.Random, *, defocus: tuple[float, float] = (0.4, 1.1),
    motion: tuple[float, float] = (0, 0), noise: tuple[float, float] = (0.5, 3.0), quality: tuple[int, int] = (60, 92),
) -> Pixels:  # fmt: skip
    """What the telephone keeps of the light: lens, hand, sensor, JPEG."""
    picture = cv2.GaussianBlur(np.clip(light, 0, 330), (0, 0), dice.uniform(*defocus))
    if (length := dice.uniform(*motion)) > 1:
        side = int(length) | 1
        turn = cv2.getRotationMatrix2D((side / 2 - 0.5, side / 2 - 0.5), dice.uniform(0, 180), 1)
        kernel = np.zeros((side, side), np.float32)
        kernel[side // 2] = 1
        kernel = cv2.warpAffine(kernel, turn, (side, side))
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    grain = np.random.default_rng(dice.randrange(1 << 30)).normal(0, dice.uniform(*noise), picture.shape)
    whole = np.clip(picture + grain, 0, 255).astype(np.uint8)
    jpeg = cv2.imencode(".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, dice.randint(*quality)])[1]
    return cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE)


def grocery(dice: random.Random) -> Made:
    """A retail code, small, on something curved, shiny, folded, in the middle of print."""
    text = with_check_digit(digits(dice, 12 if dice.random() < 0.85 else 7))
    wide, high = dice.choice([(900, 1200), (1200, 900), (720, 960), (1500, 2000)])
    scene = backdrop(dice, wide, high, busy=25)
    ink, paper = dice.randint(5, 80), dice.randint(150, 250)
    row = modules(_F.EAN13 if len(text) == 13 else _F.EAN8, text)
    code = drawn(row, module_px=4, height=dice.randint(70, 300), quiet=dice.randint(6, 10), ink=ink, paper=paper)
    if dice.random() < 0.55:
        code = rolled(code, dice.uniform(0.4, 1.1), bow=dice.uniform(-0.25, 0.25), upright=dice.random() < 0.3)
    turn = dice.choice([0, 0, 0, 90, 180, 270]) + dice.gauss(0, 9)
    share = dice.uniform(0.17, 0.55) * (0.75 if len(text) == 8 else 1)
    corners = put(scene, code, dice, width=share * min(wide, high), degrees=turn, depth=dice.uniform(0, 0.25))
    light = lit(scene, dice, spots=dice.choice([0, 1, 2]), at=corners, strength=(30, 170), shadows=dice.random() < 0.25)
    sharp = dice.random() < 0.6
    return taken(light, dice, defocus=(0.5, 1.2) if sharp else (1.0, 2.4), motion=(0, 4)), (text,)


def parcel(dice: random.Random) -> Made:
    """Bars of any kind, large, tilted by as much as hands tilt."""
    symbol, text = dice.choice([
        (_F.EAN13, with_check_digit(digits(dice, 12))), (_F.EAN13, with_check_digit(digits(dice, 12))),
        (_F.UPCA, with_check_digit(digits(dice, 11))), (_F.EAN8, with_check_digit(digits(dice, 7))),
        (_F.Code128, "JT" + digits(dice, 13)), (_F.Code128, dice.choice(["SKU-", "R/"]) + digits(dice, 5)),
        (_F.ITF, with_check_digit(digits(dice, 13))), (_F.Code39, "BIN" + digits(dice, 4)),
        (_F.Code93, "LOT" + digits(dice, 5)), (_F.Codabar, "A" + digits(dice, 8) + "B"),
    ])  # fmt: skip
    wide, high = dice.choice([(640, 480), (800, 600), (1280, 960), (600, 800)])
    scene = backdrop(dice, wide, high, busy=8)
    row = modules(symbol, text)
    code = drawn(row, module_px=4, height=round(row.shape[1] * 4 * dice.uniform(0.12, 0.5)), quiet=10,
                 ink=dice.randint(5, 70), paper=dice.randint(160, 250))  # fmt: skip
    if dice.random() < 0.25:
        code = rolled(code, dice.uniform(0.3, 0.8), bow=dice.uniform(-0.15, 0.15))
    turn = dice.choice([-1, 1]) * dice.triangular(0, 90, 40)
    width = max(dice.uniform(0.4, 0.8) * min(wide, high), row.shape[1] * dice.uniform(1.5, 2.5))
    corners = put(scene, code, dice, width=width, degrees=turn, depth=dice.uniform(0, 0.3))
    light = lit(scene, dice, spots=dice.random() < 0.4, at=corners, strength=(30, 120), shadows=dice.random() < 0.3)
    return taken(light, dice, defocus=(0.5, 1.5), motion=(0, 3)), (text,)


def tray(dice: random.Random) -> Made:
    """A sheet of eighteen small DataMatrix, photographed from aside, large enough a picture that they can be read."""
    texts = tuple(f"case-{number:03d}" for number in dice.sample(range(1000), 18))
    sheet = np.full((1500, 2000), dice.randint(200, 250), np.uint8)
    for place, text in enumerate(texts):
        code = drawn(modules(_F.DataMatrix, text), module_px=6, quiet=2, ink=dice.randint(10, 60))
        x, y = 150 + place % 6 * 300, 180 + place // 6 * 420
        sheet[y : y + code.shape[0], x : x + code.shape[1]] = code
        cv2.putText(sheet, text, (x, y + code.shape[0] + 30), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 40, 2, cv2.LINE_AA)
    wide, high = 2016, 1512
    scene = backdrop(dice, wide, high, busy=5)
    at = (wide / 2 + dice.uniform(-60, 60), high / 2 + dice.uniform(-60, 60))
    put(scene, sheet, dice, width=dice.uniform(0.55, 0.95) * wide, degrees=dice.choice([0, 90]) + dice.uniform(-40, 40),
        depth=dice.uniform(0.05, 0.45), center=at)  # fmt: skip
    light = lit(scene, dice, spots=dice.random() < 0.2, strength=(20, 60), shadows=dice.random() < 0.3)
    return taken(light, dice, defocus=(0.6, 1.3), noise=(0.5, 4)), texts


def trap(dice: random.Random) -> Made:
    """Nothing to read: halftone, fences, keys, crossed or half codes, mosaics with a QR's corners."""
    wide, high = dice.choice([(1280, 720), (900, 1200), (640, 480)])
    scene = backdrop(dice, wide, high, busy=10)
    for _ in range(3):
        code = dice.choice([_halftone, _fence, _keys, _half, _mosaic, _struck])(dice)
        put(scene, code, dice, width=dice.uniform(0.25, 0.6) * min(wide, high), degrees=dice.uniform(0, 360))
    return taken(lit(scene, dice, spots=1), dice, defocus=(0.4, 1.6)), ()


def _halftone(dice: random.Random) -> Pixels:
    pitch = dice.randint(5, 12)
    y, x = np.mgrid[0:300, 0:400]
    return np.where(np.sin(2 * np.pi * x / pitch) * np.sin(2 * np.pi * y / pitch) > dice.uniform(-0.5, 0.5), 255, 20)\
        .astype(np.uint8)  # fmt: skip


def _fence(dice: random.Random) -> Pixels:
    """Bars of a code's own widths, in no code's order."""
    row = np.concatenate([np.full(4 * dice.randint(1, 4), 255 * (i % 2), np.uint8) for i in range(61)])
    return np.pad(np.repeat(row[None], dice.randint(60, 250), axis=0), 24, constant_values=255)


def _keys(dice: random.Random) -> Pixels:
    board = np.full((260, 700), 40, np.uint8)
    for place in range(44):
        x, y = 10 + place % 11 * 62, 10 + place // 11 * 62
        cv2.rectangle(board, (x, y), (x + 50, y + 50), 90, -1)
        cv2.putText(board, dice.choice("QWERTZUIOP1234"), (x + 12, y + 36), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 230, 2)
    return board


def _half(dice: random.Random) -> Pixels:
    symbol, text = dice.choice([
        (_F.EAN13, with_check_digit(digits(dice, 12))), (_F.Code128, "SF" + digits(dice, 13)),
        (_F.ITF, with_check_digit(digits(dice, 13))), (_F.Code39, "BIN" + digits(dice, 6)),
    ])  # fmt: skip
    code = drawn(modules(symbol, text), module_px=4, height=140, quiet=10)
    keep = int(code.shape[1] * dice.uniform(0.4, 0.75))
    return np.pad(code[:, :keep] if dice.random() < 0.5 else code[:, -keep:], 30, constant_values=230)


def _mosaic(dice: random.Random) -> Pixels:
    """A QR with its corners right and its squares tossed."""
    code = modules(_F.QRCode, digits(dice, 20), version="3").copy()
    tossed = np.array([[dice.choice([0, 255]) for _ in row] for row in code], np.uint8)
    tossed[:9, :9], tossed[:9, -8:], tossed[-8:, :9] = code[:9, :9], code[:9, -8:], code[-8:, :9]
    return drawn(tossed, module_px=6)


def _struck(dice: random.Random) -> Pixels:
    """Bars of a retail code whose check digit is wrong."""
    one, other = (with_check_digit(digits(dice, 12)) for _ in range(2))
    if with_check_digit(one[:7] + other[7:12]) == one[:7] + other[7:]:
        return _fence(dice)
    row = np.concatenate([modules(_F.EAN13, one)[:, :46], modules(_F.EAN13, other)[:, 46:]], axis=1)
    return drawn(row, module_px=4, height=160, quiet=10)


KINDS: dict[str, Callable[[random.Random], Made]] = {
    "grocery": grocery, "parcel": parcel, "tray": tray, "trap": trap,
}  # fmt: skip
