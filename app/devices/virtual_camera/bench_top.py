"""A bench as a camera above it sees it, with what lies about: mat, papers, tape, pens, a carton's corner."""

from __future__ import annotations

import random
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Pixels = npt.NDArray[np.uint8]
Color = tuple[int, int, int]
_WORDS = (
    "packing list", "order", "quantity", "item", "shelf", "A-12-04", "colour", "size", "net weight", "please check",
    "return within 14 days", "thank you", "装箱单", "route", "2 pcs", "1 pc", "total", "express", "fragile", "batch",
)  # fmt: skip


def draw_bench(width: int, height: int, dice: random.Random) -> Pixels:
    """The empty bench, evenly lit, BGR."""
    scene = _wood(width, height, dice)
    _lay(scene, _mat(dice), (width * 0.5, height * 0.5), dice.uniform(-4, 4))
    corners = [(0.1, 0.16), (0.9, 0.2), (0.12, 0.86), (0.9, 0.84), (0.5, 0.06)]
    dice.shuffle(corners)
    makers: tuple[Callable[[random.Random], Image.Image], ...] = (_papers, _tape, _pen, _carton, _cutter)
    for make, (x, y) in zip(makers, corners, strict=True):
        spot = (width * (x + dice.uniform(-0.04, 0.04)), height * (y + dice.uniform(-0.05, 0.05)))
        _lay(scene, make(dice), spot, dice.uniform(-40, 40))
    return np.asarray(cv2.GaussianBlur(scene, (0, 0), 0.8), np.uint8)


def write_lines(
    paper: ImageDraw.ImageDraw, dice: random.Random, box: tuple[int, int, int, int], *, size: int, ink: str
) -> None:
    """Small print in a box (left, top, right, bottom)."""
    left, top, right, bottom = box
    font = ImageFont.load_default(size)
    for y in range(top, bottom - size, round(size * 1.35)):
        line = " ".join(word for word in dice.choices(_WORDS, k=12) if word.isascii())
        room = right - left if dice.random() < 0.8 else (right - left) * 0.6
        paper.text((left, y), line[: int(room / (size * 0.52))], fill=ink, font=font)


def _wood(width: int, height: int, dice: random.Random) -> Pixels:
    rng = np.random.default_rng(dice.randrange(1 << 30))
    long = cv2.resize(rng.normal(0, 1, (height // 3, 12)).astype(np.float32), (width, height))
    fine = cv2.resize(rng.normal(0, 1, (height, 50)).astype(np.float32), (width, height))
    grain = (9 * long + 4 * fine)[..., None]
    base = np.array(dice.choice([(128, 162, 190), (150, 172, 188), (168, 172, 172)]), np.float32)
    return np.clip(base + grain * np.array([1.0, 0.95, 0.85], np.float32), 0, 255).astype(np.uint8)


def _lay(scene: Pixels, thing: Image.Image, center: tuple[float, float], degrees: float) -> None:
    """Put a picture with transparency on the scene, turned, with the shadow it throws."""
    turned = thing.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    bgra = np.asarray(turned)[..., [2, 1, 0, 3]]
    high, wide = bgra.shape[:2]
    tall, broad = scene.shape[:2]
    left, top = round(center[0] - wide / 2), round(center[1] - high / 2)
    full = np.zeros((tall, broad, 4), np.uint8)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + wide, broad), min(top + high, tall)
    full[y0:y1, x0:x1] = bgra[y0 - top : y1 - top, x0 - left : x1 - left]
    alpha = full[..., 3].astype(np.float32) / 255
    move = np.array([[1, 0, 7], [0, 1, 9]], np.float64)
    shade = cv2.GaussianBlur(cv2.warpAffine(alpha, move, (broad, tall)), (0, 0), 7)
    dark = scene * (1 - 0.4 * shade[..., None])
    scene[:] = dark * (1 - alpha[..., None]) + full[..., :3] * alpha[..., None]


def _sheet(
    width: int, height: int, color: str | tuple[int, ...], radius: int = 4
) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    draw.rounded_rectangle((0, 0, width - 1, height - 1), radius, fill=color)
    return sheet, draw


def _mat(dice: random.Random) -> Image.Image:
    sheet, draw = _sheet(900, 560, dice.choice(["#2f5d50", "#37474f", "#3b4a6b"]), 18)
    for x in range(30, 900, 40):
        draw.line((x, 20, x, 540), fill=(210, 225, 215, 255 if x % 200 == 30 else 110), width=1)
    for y in range(20, 560, 40):
        draw.line((30, y, 870, y), fill=(210, 225, 215, 255 if y % 200 == 20 else 110), width=1)
    return sheet


def _papers(dice: random.Random) -> Image.Image:
    sheet, draw = _sheet(330, 430, "#f4f2ec", 2)
    draw.text((24, 20), "PACKING LIST", fill="#222", font=ImageFont.load_default(26))
    write_lines(draw, dice, (24, 66, 310, 200), size=14, ink="#444")
    for y in range(220, 400, 26):
        draw.line((24, y, 306, y), fill="#999")
    write_lines(draw, dice, (28, 222, 300, 404), size=19, ink="#555")
    return sheet


def _tape(dice: random.Random) -> Image.Image:
    sheet = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    for ring, color in ((118, "#a9814c"), (108, "#c49a5f"), (86, "#b98f56"), (70, "#e8dcc4"), (62, "#7d735f")):
        draw.ellipse((120 - ring, 120 - ring, 120 + ring, 120 + ring), fill=color)
    draw.ellipse((66, 66, 174, 174), fill=(0, 0, 0, 0))
    draw.arc((20, 20, 220, 220), 200, 200 + dice.randint(30, 70), fill="#e3c48d", width=6)
    return sheet


def _pen(dice: random.Random) -> Image.Image:
    sheet, draw = _sheet(300, 20, dice.choice(["#1c3f95", "#222222", "#a32020"]), 9)
    draw.rounded_rectangle((0, 4, 299, 8), 3, fill="#8aa4e0")
    draw.rectangle((214, 0, 220, 19), fill="#c9c9c9")
    draw.polygon([(270, 0), (299, 9), (270, 19)], fill="#d8d8d8")
    return sheet


def _carton(dice: random.Random) -> Image.Image:
    sheet, draw = _sheet(430, 330, "#b88f5e", 3)
    draw.rectangle((0, 140, 430, 186), fill="#c9a878")
    draw.line((0, 163, 430, 163), fill="#9a7748", width=2)
    draw.rectangle((280, 30, 400, 110), fill="#f0ece2")
    write_lines(draw, dice, (288, 36, 396, 108), size=12, ink="#333")
    return sheet


def _cutter(dice: random.Random) -> Image.Image:
    sheet, draw = _sheet(250, 40, dice.choice(["#e0a800", "#c0392b", "#37718e"]), 14)
    draw.rectangle((30, 12, 170, 28), fill="#5a5a5a")
    draw.rounded_rectangle((60, 8, 84, 32), 4, fill="#2b2b2b")
    draw.polygon([(236, 8), (249, 20), (236, 32)], fill="#d9dee2")
    return sheet
