"""Why a camera gives no pictures is told apart: it is not there, not allowed, somebody else's, or silent."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.devices.camera import source as source_module
from app.devices.camera.source import Source, SourceError, open_source
from app.devices.camera.talk import Post
from app.devices.camera.windows_cameras import Registry
from app.domain.camera_view import Region
from app.domain.scanner import ScannerState
from app.domain.sighting import BENCH_CODES
from tests.devices.camera.stream import scene


def post(address: str) -> Post:
    return Post(address, 1280, 720, 30, Region(), BENCH_CODES)


def why_not(address: str) -> ScannerState:
    with pytest.raises(SourceError) as raised:
        open_source(post(address))
    return raised.value.state


class Driver:
    """A camera's driver as OpenCV shows it. `opens`: the back ends under which it does."""

    opens: tuple[int, ...] = (cv2.CAP_V4L2,)
    pixels: Any = scene()
    gives_pictures = True

    def __init__(self, log: list[tuple[object, ...]]) -> None:
        self.log = log

    def open(self, device: int | str, back_end: int) -> bool:
        self.log.append(("open", device, back_end))
        return back_end in self.opens

    def set(self, setting: int, value: float) -> bool:
        self.log.append((setting, value))
        return True

    def get(self, setting: int) -> float:
        return {cv2.CAP_PROP_FRAME_WIDTH: 1280.0, cv2.CAP_PROP_FRAME_HEIGHT: 720.0}.get(setting, 0.0)

    def grab(self) -> bool:
        return self.gives_pictures

    def retrieve(self) -> tuple[bool, Any]:
        return True, self.pixels

    def release(self) -> None:
        self.log.append(("release",))


@contextmanager
def driven(monkeypatch: pytest.MonkeyPatch, driver: type[Driver], node: OSError | None = None) -> Iterator[list[Any]]:
    log: list[tuple[object, ...]] = []

    def open_node(*_: object) -> int:
        if node is not None:
            raise node
        return os.dup(0)

    with monkeypatch.context() as patch:
        patch.setattr(cv2, "VideoCapture", lambda: driver(log))
        patch.setattr(source_module.os, "open", open_node)
        yield log


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (errno.ENOENT, ScannerState.GONE),
        (errno.ENODEV, ScannerState.GONE),
        (errno.EACCES, ScannerState.FORBIDDEN),
        (errno.EPERM, ScannerState.FORBIDDEN),
        (errno.EBUSY, ScannerState.BUSY),
    ],
)
def test_linux_says_by_the_node(number: int, state: ScannerState, monkeypatch: pytest.MonkeyPatch) -> None:
    with driven(monkeypatch, Driver, OSError(number, "no")):
        assert why_not("camera:0") is state


def test_a_node_that_is_really_not_there_is_gone() -> None:
    assert why_not("camera:/dev/video-of-nobody") is ScannerState.GONE


def test_a_node_that_does_not_stream_is_somebody_elses(tmp_path: Path) -> None:
    """A file that is no camera opens, and gives no stream, as a camera does that another program has."""
    node = tmp_path / "video7"
    node.touch()
    assert why_not(f"camera:{node}") is ScannerState.BUSY


def test_a_camera_that_opens_and_gives_no_picture_is_somebody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    class Mute(Driver):
        gives_pictures = False

    with driven(monkeypatch, Mute) as log:
        assert why_not("camera:0") is ScannerState.BUSY
        assert log[-1] == ("release",)


def test_a_camera_is_asked_for_packed_pictures_of_the_size_before_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with driven(monkeypatch, Driver) as log:
        open_source(post("camera:2"))
    assert log[0] == ("open", 2, cv2.CAP_V4L2)
    assert log[1] == (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    assert {(cv2.CAP_PROP_FRAME_WIDTH, 1280), (cv2.CAP_PROP_FRAME_HEIGHT, 720), (cv2.CAP_PROP_FPS, 30)} <= set(log)
    assert (cv2.CAP_PROP_BUFFERSIZE, 1) in log


def test_windows_tries_one_back_end_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    class Foundation(Driver):
        opens = (cv2.CAP_MSMF,)

    monkeypatch.setattr(source_module.sys, "platform", "win32")
    with driven(monkeypatch, Foundation) as log:
        open_source(post("camera:0"))
    assert [entry[2] for entry in log if entry[0] == "open"] == [cv2.CAP_DSHOW, cv2.CAP_MSMF]


class Winreg:
    """The registry as `winreg` shows it: keys by path, each with its values."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = 1, 2

    def __init__(self, cameras: dict[str, int], consent: str = "Allow") -> None:
        classes = r"SYSTEM\CurrentControlSet\Control\DeviceClasses\{65e8773d-8f56-11d0-a3b9-00a0c9223196}"
        consents = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
        self.keys: dict[tuple[int, str], dict[str, object]] = {(1, classes): {}, (2, consents): {"Value": consent}}
        for device, linked in cameras.items():
            self.keys[1, rf"{classes}\{device}"] = {}
            self.keys[1, rf"{classes}\{device}\#GLOBAL"] = {}
            self.keys[1, rf"{classes}\{device}\#GLOBAL\Control"] = {"Linked": linked}

    @contextmanager
    def OpenKey(self, root: int, path: str) -> Iterator[tuple[int, str]]:  # noqa: N802  # Windows' own name
        if (root, path) not in self.keys:
            raise FileNotFoundError(path)
        yield root, path

    def _below(self, key: tuple[int, str]) -> list[str]:
        root, path = key
        names = (
            name.removeprefix(path + "\\") for at, name in self.keys if at == root and name.startswith(path + "\\")
        )
        return sorted({name for name in names if "\\" not in name})

    def QueryInfoKey(self, key: tuple[int, str]) -> tuple[int, int, int]:  # noqa: N802
        return len(self._below(key)), 0, 0

    def EnumKey(self, key: tuple[int, str], number: int) -> str:  # noqa: N802
        return self._below(key)[number]

    def QueryValueEx(self, key: tuple[int, str], name: str) -> tuple[object, int]:  # noqa: N802
        if name not in self.keys[key]:
            raise FileNotFoundError(name)
        return self.keys[key][name], 1


@pytest.mark.parametrize(
    ("registry", "state"),
    [
        (Winreg({"##?#USB#one": 1, "##?#USB#gone": 0}), ScannerState.BUSY),
        (Winreg({"##?#USB#gone": 0}), ScannerState.GONE),
        (Winreg({}), ScannerState.GONE),
        (Winreg({"##?#USB#one": 1}, "Deny"), ScannerState.FORBIDDEN),
    ],
)
def test_windows_says_by_its_registry(registry: Winreg, state: ScannerState, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(Driver):
        opens = ()

    monkeypatch.setattr(source_module.sys, "platform", "win32")
    monkeypatch.setattr(source_module, "Registry", lambda: Registry(registry))
    with driven(monkeypatch, Closed):
        assert why_not("camera:0") is state


@pytest.mark.parametrize(
    ("pixels", "shape"),
    [
        (np.zeros((4, 6, 3), np.uint8), (4, 6, 3)),
        (np.zeros((4, 6), np.uint8), (4, 6, 3)),
        (np.zeros((4, 6), np.uint16), None),
        (np.zeros((4, 6, 2), np.uint8), None),
        (np.zeros((0, 0, 3), np.uint8), None),
        (None, None),
    ],
)
def test_pictures_of_any_kind_come_out_in_colors_or_not_at_all(
    pixels: Any, shape: tuple[int, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Driver, "pixels", pixels)
    with driven(monkeypatch, Driver):
        picture = open_source(post("camera:0")).retrieve()
    assert (picture.shape if picture is not None else None) == shape


def test_a_picture_larger_than_any_camera_takes_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Driver, "get", lambda *_: 16_000.0)
    with driven(monkeypatch, Driver):
        assert open_source(post("camera:0")).retrieve() is None


def test_nobody_at_the_address_is_gone_and_somebody_who_says_nothing_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source_module, "OPEN_MS", 300)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert why_not(f"rtsp://127.0.0.1:{port}/1") is ScannerState.SILENT
    assert why_not(f"http://127.0.0.1:{port}/1") is ScannerState.GONE
    assert why_not("http://[broken/1") is ScannerState.GONE


def test_a_picture_file_that_unpacks_to_gigabytes_is_silent(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.pbm"
    with bomb.open("wb") as file:
        file.write(b"P4 40000 40000\n")  # a bit a pixel, more pixels than OpenCV takes
        file.truncate(200_000_100)
    assert why_not(f"file:{bomb}") is ScannerState.SILENT


def test_a_film_goes_on_at_its_own_pace_and_from_the_start(tmp_path: Path) -> None:
    file = tmp_path / "film.avi"
    film = cv2.VideoWriter(str(file), cv2.VideoWriter.fourcc(*"MJPG"), 50, (64, 48))
    for shade in (10, 120, 240):
        film.write(np.full((48, 64, 3), shade, np.uint8))
    film.release()
    opened = open_source(post(f"file:{file}"))
    shades = [_shade(opened) for _ in range(7)]
    opened.close()
    first = min(range(3), key=lambda start: abs(shades[start] - 10))
    assert shades[first : first + 3] == pytest.approx([10, 120, 240], abs=12)
    assert shades[first + 3] == pytest.approx(10, abs=12)


def _shade(opened: Source) -> int:
    assert opened.grab()
    picture = opened.retrieve()
    assert picture is not None
    return int(picture[20, 30, 0])
