"""All that is done to a picture before an engine looks at it: OpenCV's only place. Gray pictures, 8 bits a pixel."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.sighting import Outline

Gray = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Matrix = npt.NDArray[np.float64]
"""3 x 3, from pixels of a view to pixels of the frame."""

cv2.setNumThreads(1)  # the other core is the window's


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A picture to look at. `rows` names the part of the frame it shows, however it was worked on; `to_frame` leads
    back to the frame (None: it is the frame).
    """

    rows: str
    pixels: Gray
    to_frame: Matrix | None = None

    def in_frame(self, outline: Outline) -> Outline:
        if self.to_frame is None:
            return outline
        points = cv2.perspectiveTransform(np.array([outline], np.float64), self.to_frame)[0]
        a, b, c, d = ((float(x), float(y)) for x, y in points)
        return a, b, c, d


def fitted(frame: Gray, longest: int, shortest: int) -> View:
    """The frame within longest x shortest pixels (never larger than it is)."""
    height, width = frame.shape
    scale = min(longest / max(height, width), shortest / min(height, width), 1.0)
    return scaled(frame, scale, "frame")


def scaled(frame: Gray, scale: float, rows: str) -> View:
    if scale == 1:
        return View(rows, frame)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    height, width = frame.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    pixels = cv2.resize(frame, size, interpolation=how)
    return View(rows, gray(pixels), np.diag([width / size[0], height / size[1], 1.0]))


def enlarged(view: View, times: float) -> View:
    larger = scaled(view.pixels, times, view.rows)
    return View(view.rows, larger.pixels, _after(view, larger.to_frame))


def sharpened(view: View, sigma_px: float = 2, strength: float = 2) -> View:
    """Unsharp mask. Brings back narrow bars of a lens out of focus; wider for a strip's wide bars."""
    soft = cv2.GaussianBlur(view.pixels, (0, 0), sigma_px)
    return View(view.rows, gray(cv2.addWeighted(view.pixels, 1 + strength, soft, -strength, 0)), view.to_frame)


def evened(view: View) -> View:
    """Contrast made even over the picture: shadow, glare, gray on gray."""
    return View(view.rows, gray(cv2.createCLAHE(2.0, (8, 8)).apply(view.pixels)), view.to_frame)


def softened(view: View) -> View:
    return View(view.rows, gray(cv2.GaussianBlur(view.pixels, (3, 3), 0)), view.to_frame)


def cut(frame: Gray, box: Box, rows: str, side_px: float) -> View:
    """A box (left, top, right, bottom) of the frame, enlarged or reduced to about `side_px` on its longer side."""
    height, width = frame.shape
    left, top = min(max(0, int(box[0])), max(0, width - 8)), min(max(0, int(box[1])), max(0, height - 8))
    right, bottom = min(width, max(left + 8, int(box[2]))), min(height, max(top + 8, int(box[3])))
    part = frame[top:bottom, left:right]
    view = scaled(part, min(max(side_px / max(part.shape), 0.5), 4.0), rows)
    move = np.array([[1.0, 0.0, left], [0.0, 1.0, top], [0.0, 0.0, 1.0]])
    return View(rows, gray(view.pixels), move if view.to_frame is None else move @ view.to_frame)


def noise(view: View) -> float:
    """How far pixels stray, in gray levels (one sigma): the median bend along every 24th row, which edges spare."""
    rows = view.pixels[::24].astype(np.int16)
    bend = np.abs(rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:])
    return float(np.median(bend)) / (0.6745 * 6**0.5) if bend.size else 0.0


@dataclass(frozen=True, slots=True)
class Texture:
    """How strongly, and how much in one direction, a picture changes from place to place; at 640 pixels a side."""

    small: View
    energy: npt.NDArray[np.float32]
    direction: npt.NDArray[np.float32]
    sameness: npt.NDArray[np.float32]


def texture(view: View) -> Texture:
    """The structure tensor over neighborhoods of 15 pixels: its strength, direction (twice the angle) and coherence."""
    small = fitted(view.pixels, 640, 640)
    across = cv2.Sobel(small.pixels, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(small.pixels, cv2.CV_32F, 0, 1, ksize=3)
    xx, yy, xy = (cv2.boxFilter(a * b, -1, (15, 15)) for a, b in ((across, across), (down, down), (across, down)))
    energy = np.asarray(xx + yy, np.float32)
    direction = np.asarray(cv2.merge((xx - yy, 2 * xy)), np.float32)
    sameness = cv2.magnitude(direction[..., 0], direction[..., 1]) / (energy + 1.0)
    return Texture(small, energy, direction, np.asarray(sameness, np.float32))


def find_squares(of: Texture, most: int) -> list[Box]:
    """Boxes (left, top, right, bottom) full of edges in all directions, as squares of modules are; the likeliest first.
    Print is so too, but thinner.
    """
    strong = of.energy > max(2500.0, 0.15 * float(of.energy.max()))
    mask = cv2.morphologyEx(gray((of.sameness < 0.6) & strong), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    strength = np.bincount(labels.ravel(), of.energy.ravel(), count)
    ranked = []
    for index in range(1, count):
        left, top, wide, high, area = (int(number) for number in stats[index])
        if min(wide, high) >= 8 and max(wide, high) < 4 * min(wide, high):
            fill = area / (wide * high) * min(wide, high) / max(wide, high)
            ranked.append((float(strength[index]) * fill, _boxed(of.small, left, top, wide, high)))
    return [box for _, box in sorted(ranked, reverse=True)[:most]]


def _boxed(small: View, left: int, top: int, wide: int, high: int) -> Box:
    """With room for the quiet zone, and for what the mask's opening took."""
    room = 6 + 0.15 * max(wide, high)
    (x0, y0), _, (x1, y1), _ = small.in_frame(
        ((left - room, top - room), (0.0, 0.0), (left + wide + room, top + high + room), (0.0, 0.0))
    )
    return x0, y0, x1, y1


def _after(view: View, step: Matrix | None) -> Matrix | None:
    """The way back over two steps."""
    if view.to_frame is None or step is None:
        return step if view.to_frame is None else view.to_frame
    return view.to_frame @ step


def gray(pixels: object) -> Gray:
    """As engines take it: 8 bits a pixel, rows without gaps."""
    return np.ascontiguousarray(pixels, dtype=np.uint8)


def gray_rows(content: bytes, width: int, height: int) -> Gray:
    """Rows of gray bytes as a picture. Raises ValueError where they are not width x height."""
    return np.frombuffer(content, np.uint8).reshape(height, width)
