"""An item of goods seen from above: a box with a brand's print on it and, somewhere, its code."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from app.devices.virtual_camera.bench_top import write_lines
from app.devices.virtual_camera.symbol import Print

Pixels = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]
_BRANDS = ("NORDLYS", "MORIYA", "Alpenherb", "Kestrel & Co", "SUNPEAK", "Bluebird", "HANAMI", "oakline")
_KINDS = ("Green Tea", "LED Lamp E27", "Hand Cream", "USB-C Cable", "Wool Socks", "Face Mask", "Garlic Press")
_FACES = (
    ("#c39b6b", "#6b4a25", "#8d6a3f"),  # paper, ink, band
    ("#f3f1ec", "#1f2d3d", "#2e7d6b"),
    ("#25477a", "#eef3fb", "#f2b134"),
    ("#e9e4f4", "#35215c", "#7a4fbf"),
    ("#f6d04d", "#2b2b2b", "#d9442f"),
    ("#2f3236", "#e8e8e8", "#3fa7d6"),
)
_EDGE = 110
"""Pixels of the picture that are free around a code: a thumb needs them."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """`pixels` BGR; `code` are the corners of the code and its quiet zone, in the item's pixels; `scale` makes
    pixels of the picture of them.
    """

    text: str
    pixels: Pixels
    code: Points
    scale: float

    @property
    def corners(self) -> Points:
        height, width = self.pixels.shape[:2]
        return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def draw_item(printed: Print, module_px: float, dice: random.Random) -> Item:
    """A box around a code whose modules shall be `module_px` pixels wide in the picture."""
    scale = module_px / printed.dots
    edge = round(_EDGE / scale)
    high, wide = printed.pixels.shape
    width = max(wide + 2 * edge, round(400 / scale))
    height = max(high + 2 * edge, round(300 / scale))
    face = _face(width, height, scale, dice)
    left = dice.randint(edge, width - edge - wide)
    top = dice.randint(edge, height - edge - high)
    rim = round(6 / scale)
    cv2.rectangle(
        face, (left - rim, top - rim), (left + wide + rim, top + high + rim), (250, 250, 250), -1, cv2.LINE_AA
    )
    ink = dice.randint(15, 45)
    printed_on = (ink + printed.pixels.astype(np.float32) * ((250 - ink) / 255)).astype(np.uint8)
    face[top : top + high, left : left + wide] = printed_on[..., None]
    low = printed.height
    code = np.array([[0, 0], [wide, 0], [wide, low], [0, low]], np.float64) + np.array([left, top])
    fine = cv2.GaussianBlur(face, (0, 0), max(0.42 / scale - 0.4, 0.1))  # as fine as the picture will show it
    return Item(printed.text, np.asarray(fine, np.uint8), code, scale)


def _face(width: int, height: int, scale: float, dice: random.Random) -> Pixels:
    """What is printed on the box, all sizes in pixels of the picture over `scale`."""
    paper, ink, band = dice.choice(_FACES)
    picture = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(picture)

    def px(pixels: float) -> int:
        return round(pixels / scale)

    if dice.random() < 0.5:
        draw.rectangle((0, 0, px(64), height), fill=band)
    else:
        draw.rectangle((0, height - px(54), width, height), fill=band)
    draw.text((px(80), px(14)), dice.choice(_BRANDS), fill=ink, font=ImageFont.load_default(px(44)))
    draw.text((px(82), px(66)), dice.choice(_KINDS), fill=ink, font=ImageFont.load_default(px(24)))
    below = (px(80), height - px(130), width - px(16), height - px(64))
    write_lines(draw, dice, below, size=px(12), ink=ink)
    if (spot := px(34)) * 8 < width:
        center = (width - px(50), px(50))
        draw.ellipse((center[0] - spot, center[1] - spot, center[0] + spot, center[1] + spot), fill=band)
        draw.text(center, "NEW", fill=paper, font=ImageFont.load_default(px(22)), anchor="mm")
    draw.rectangle((0, 0, width - 1, height - 1), outline=ink, width=max(1, px(2)))
    return np.ascontiguousarray(np.asarray(picture, np.uint8)[..., ::-1])
