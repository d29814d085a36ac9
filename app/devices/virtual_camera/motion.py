"""How an item is brought before a camera, held there and taken away: where it is at each moment, and how it leans."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from app.devices.virtual_camera.goods import Item
from app.devices.virtual_camera.level import Level

Matrix = npt.NDArray[np.float64]
Points = npt.NDArray[np.float64]
BRING_S = 0.8
TAKE_S = 0.6
_EYE_PX = 1500.0
"""How far the lens is away, in pixels of the picture."""
_TREMOR_PX = 2.0


@dataclass(frozen=True, slots=True)
class Pose:
    """`x`, `y`: the item's middle in the picture; angles in degrees."""

    x: float
    y: float
    turn: float
    lean: float
    lean_axis: float


@dataclass(frozen=True, slots=True)
class Grasp:
    """Where a hand holds an item (the item's pixels), and where its arm leads to (degrees in the picture, 90 down)."""

    at: tuple[float, float]
    arm: float


@dataclass(frozen=True, slots=True)
class Showing:
    """One item's way: from outside to where it is held, and back. Times in seconds of the film."""

    begin_s: float
    held: Pose
    outside: Pose
    grasp: Grasp
    tremor: tuple[float, float]

    def pose(self, at_s: float, leave_s: float | None) -> Pose | None:
        """Where the item is; None when it has gone. `leave_s`: when it begins to leave, if it does."""
        along = _eased((at_s - self.begin_s) / BRING_S)
        if leave_s is not None and at_s > leave_s:
            along = min(along, _eased(1 - (at_s - leave_s) / TAKE_S))
            if at_s >= leave_s + TAKE_S:
                return None
        first, second = self.tremor
        sway = _TREMOR_PX * math.sin(2 * math.pi * (1.3 * at_s + first))
        heave = _TREMOR_PX * math.sin(2 * math.pi * (0.9 * at_s + second))
        parts = zip(_numbers(self.outside), _numbers(self.held), strict=True)
        x, y, turn, lean, axis = (start + (end - start) * along for start, end in parts)
        return Pose(x + sway, y + heave, turn + 0.2 * sway, lean + 0.3 * heave, axis)


def plan(item: Item, level: Level, size: tuple[int, int], begin_s: float, dice: random.Random) -> Showing:
    """A way through a picture of `size` such that the whole code is in it while the item is held."""
    tilt = level.tilt_deg
    turn = dice.uniform(-180, 180) if level.turns else dice.uniform(-tilt, tilt)
    held = Pose(0, 0, turn, dice.uniform(0, tilt), dice.uniform(0, 360))
    code = project(item.code, lay(item, held))
    while np.any(np.ptp(code, axis=0) > np.array(size) - 24) and abs(math.sin(math.radians(held.turn))) > 0.05:
        held = replace(held, turn=held.turn * 0.8)
        code = project(item.code, lay(item, held))
    low, high = 12 - code.min(axis=0), np.array(size) - 12 - code.max(axis=0)
    x, y = (_between(float(low[i]), float(high[i]), size[i] / 2 + dice.uniform(-0.12, 0.12) * size[i]) for i in (0, 1))
    held = replace(held, x=x, y=y)
    arm = dice.choice([90.0, 90.0, 90.0, 0.0, 180.0]) + dice.uniform(-25, 25)
    return Showing(begin_s, held, _outside(item, held, arm, size, dice), _grasp(item, held, arm),
                   (dice.random(), dice.random()))  # fmt: skip


def lay(item: Item, pose: Pose) -> Matrix:
    """From the item's pixels to the picture's: turned, leaning, seen by a lens."""
    height, width = item.pixels.shape[:2]
    turn, axis, lean = (math.radians(angle) for angle in (pose.turn, pose.lean_axis, pose.lean))
    around, _ = cv2.Rodrigues(np.array([math.cos(axis), math.sin(axis), 0.0]) * lean)
    in_plane = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)], [0.0, 0.0]]) * item.scale
    space = np.asarray(around, np.float64) @ in_plane  # a column for each of the item's two directions
    eye = np.array([[1, 0, pose.x / _EYE_PX], [0, 1, pose.y / _EYE_PX], [0, 0, 1 / _EYE_PX]])
    flat = np.column_stack([space, [0.0, 0.0, _EYE_PX]])
    middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    lens = np.diag([_EYE_PX, _EYE_PX, _EYE_PX]) @ eye @ flat @ middle
    return np.asarray(lens / lens[2, 2], np.float64)


def project(points: Points, matrix: Matrix) -> Points:
    """Points of an item as points of the picture."""
    return np.asarray(cv2.perspectiveTransform(points[None], matrix)[0], np.float64)


def _numbers(pose: Pose) -> tuple[float, ...]:
    return pose.x, pose.y, pose.turn, pose.lean, pose.lean_axis


def _eased(share: float) -> float:
    """The course of a hand that goes somewhere: it starts and ends softly."""
    share = min(max(share, 0.0), 1.0)
    return share**3 * (10 - 15 * share + 6 * share**2)


def _between(low: float, high: float, wanted: float) -> float:
    return (low + high) / 2 if low > high else min(max(wanted, low), high)


def _outside(item: Item, held: Pose, arm: float, size: tuple[int, int], dice: random.Random) -> Pose:
    """So far along the arm that nothing of the item is in the picture."""
    reach = np.hypot(*item.pixels.shape[:2]) * item.scale / 2 + 30
    step = np.array([math.cos(math.radians(arm)), math.sin(math.radians(arm))])
    at = np.array([held.x, held.y])
    while np.all(at > -reach) and np.all(at < np.array(size) + reach):
        at = at + step * 20
    return replace(held, x=float(at[0]), y=float(at[1]), turn=held.turn + dice.uniform(-25, 25),
                   lean=held.lean + dice.uniform(5, 15))  # fmt: skip


def _grasp(item: Item, held: Pose, arm: float) -> Grasp:
    """The item's edge, from its middle towards the arm."""
    height, width = item.pixels.shape[:2]
    angle = math.radians(arm - held.turn)
    along, down = math.cos(angle), math.sin(angle)
    far = min(width / 2 / max(abs(along), 1e-9), height / 2 / max(abs(down), 1e-9))
    return Grasp((width / 2 + along * far, height / 2 + down * far), arm)
