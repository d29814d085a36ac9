"""Where pictures come from, in the process that sees: a camera of this machine, one in the network, a film.

What OpenCV does not say, why a camera cannot be opened, is asked of the system or of the network beside it.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import cv2
import numpy as np
import numpy.typing as npt

from app.devices.camera.talk import FILM, Post
from app.devices.camera.windows_cameras import Registry
from app.domain.scanner import ScannerState

Picture = npt.NDArray[np.uint8]
"""Blue, green and red of every pixel."""

OPEN_MS, READ_MS = 8000, 4000
"""How long a stream from the network may take to begin, and to go on."""
_PROBE_S = 2.0
_PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}
_STILL_FPS = 10
_MOST_FILM_FPS = 60
_MOST_FILE = 256 << 20
_MOST_PIXELS = 36_000_000
"""8K. What says it is larger lies, or fills the memory."""


class SourceError(Exception):
    """No pictures, and why."""

    def __init__(self, state: ScannerState) -> None:
        super().__init__(state.value)
        self.state = state


class Source(Protocol):
    """Something open that gives pictures."""

    def grab(self) -> bool:
        """Wait for the next picture; whether it came."""

    def retrieve(self) -> Picture | None:
        """The picture grabbed, unpacked; None where it cannot be."""

    def close(self) -> None: ...


def open_source(post: Post) -> Source:
    """Raises SourceError (gone, busy, forbidden, silent)."""
    if post.address.startswith("camera:"):
        return _open_camera(post)
    if post.address.startswith(FILM):
        return _open_film(Path(post.address.removeprefix(FILM)))
    return _open_stream(post.address)


class _Captured:
    """Whatever OpenCV opened."""

    def __init__(self, capture: cv2.VideoCapture) -> None:
        self._capture = capture

    def grab(self) -> bool:
        return bool(self._capture.grab())

    def retrieve(self) -> Picture | None:
        if self._capture.get(cv2.CAP_PROP_FRAME_WIDTH) * self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT) > _MOST_PIXELS:
            return None
        is_whole, pixels = self._capture.retrieve()
        return _picture(pixels) if is_whole else None

    def close(self) -> None:
        self._capture.release()


class _Film(_Captured):
    """Over and over, at its own pace: a picture whose time has passed is not waited for."""

    def __init__(self, capture: cv2.VideoCapture, *, pause: Callable[[float], None] = time.sleep) -> None:
        super().__init__(capture)
        fps = capture.get(cv2.CAP_PROP_FPS)
        self._every_s = 1 / min(max(fps, 1.0), _MOST_FILM_FPS) if fps == fps else 1 / 25  # noqa: PLR0124  # not a number
        self._due_s = time.monotonic()
        self._pause = pause

    def grab(self) -> bool:
        now_s = time.monotonic()
        self._due_s = max(self._due_s + self._every_s, now_s - 1)
        self._pause(max(0.0, self._due_s - now_s))
        if self._capture.grab():
            return True
        self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
        return bool(self._capture.grab())


class _Still:
    """One picture for ever."""

    def __init__(self, pixels: Picture) -> None:
        self._pixels = pixels

    def grab(self) -> bool:
        time.sleep(1 / _STILL_FPS)
        return True

    def retrieve(self) -> Picture | None:
        return self._pixels

    def close(self) -> None:
        """Nothing is open."""


def _picture(pixels: object) -> Picture | None:
    """In three colors of 8 bits, whatever the driver gave."""
    array = np.asarray(pixels)
    if array.dtype != np.uint8 or array.ndim not in {2, 3} or array.size == 0:
        return None
    if array.ndim == 2:
        array = cv2.cvtColor(array, cv2.COLOR_GRAY2BGR)
    return array if array.shape[2] == 3 else None


def _open_camera(post: Post) -> Source:
    where = post.address.removeprefix("camera:")
    if sys.platform != "win32":
        _ask_node(where)
    device: int | str = int(where) if where.isdecimal() else where
    for back_end in _back_ends():
        capture = cv2.VideoCapture()
        if _try_open(capture, device, back_end, _camera_settings(post)):
            return _Captured(capture)
        capture.release()
    raise SourceError(_why_unopened(where))


def _try_open(capture: cv2.VideoCapture, device: int | str, back_end: int, asked: list[tuple[int, float]]) -> bool:
    """Open it and set what was asked for; only a camera that then gives a picture is open."""
    opened = capture.open(device, back_end)
    if not opened:
        return False
    for setting, value in asked:
        capture.set(setting, value)  # each as far as the driver goes
    return bool(capture.grab())


def _camera_settings(post: Post) -> list[tuple[int, float]]:
    """Packed pictures first: unpacked ones of this size fill the cable at ten a second."""
    return [
        (cv2.CAP_PROP_FOURCC, float(cv2.VideoWriter.fourcc(*"MJPG"))),
        (cv2.CAP_PROP_FRAME_WIDTH, post.width),
        (cv2.CAP_PROP_FRAME_HEIGHT, post.height),
        (cv2.CAP_PROP_FPS, post.fps),
        (cv2.CAP_PROP_BUFFERSIZE, 1),
    ]


def _back_ends() -> tuple[int, ...]:
    if sys.platform == "win32":
        return cv2.CAP_DSHOW, cv2.CAP_MSMF
    return (cv2.CAP_V4L2,)


def _ask_node(where: str) -> None:
    """Linux says by the device's file why a camera cannot be had."""
    node = f"/dev/video{where}" if where.isdecimal() else where
    try:
        os.close(os.open(node, os.O_RDWR | os.O_NONBLOCK))
    except OSError as error:
        states = {
            errno.EACCES: ScannerState.FORBIDDEN,
            errno.EPERM: ScannerState.FORBIDDEN,
            errno.EBUSY: ScannerState.BUSY,
        }
        raise SourceError(states.get(error.errno or 0, ScannerState.GONE)) from None


def _why_unopened(where: str) -> ScannerState:
    """A camera that is there and cannot be opened is somebody else's."""
    if sys.platform == "win32":
        registry = Registry()
        if not registry.allows_cameras():
            return ScannerState.FORBIDDEN
        return ScannerState.BUSY if where.isdecimal() and int(where) < registry.count_cameras() else ScannerState.GONE
    return ScannerState.BUSY


def _open_film(path: Path) -> Source:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.read(1)
    except PermissionError:
        raise SourceError(ScannerState.FORBIDDEN) from None
    except OSError:
        raise SourceError(ScannerState.GONE) from None
    capture = cv2.VideoCapture()
    is_open = capture.open(str(path), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    if is_open and capture.get(cv2.CAP_PROP_FRAME_COUNT) != 1 and capture.grab():
        return _Film(capture)
    capture.release()
    still = _unpacked(path) if 0 < size <= _MOST_FILE else None
    if still is None:
        raise SourceError(ScannerState.SILENT)
    return _Still(still)


def _unpacked(path: Path) -> Picture | None:
    """None for a file that is no picture, and for one that would fill the memory."""
    try:
        pixels = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if pixels is None else _picture(pixels)


def _open_stream(address: str) -> Source:
    asked = [
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_MS, cv2.CAP_PROP_N_THREADS, 1,
    ]  # fmt: skip
    capture = cv2.VideoCapture()
    if capture.open(address, cv2.CAP_FFMPEG, asked) and capture.grab():
        return _Captured(capture)
    capture.release()
    raise SourceError(_who_is_there(address))


def _who_is_there(address: str) -> ScannerState:
    """Whether anybody answers there at all."""
    try:
        parts = urlsplit(address)
        where = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        socket.create_connection(where, _PROBE_S).close()
    except (OSError, ValueError):
        return ScannerState.GONE
    return ScannerState.SILENT
