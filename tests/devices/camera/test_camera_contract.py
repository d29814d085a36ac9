"""A camera keeps what every scanner keeps."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import zxingcpp

from app.devices.camera import ChildCamera
from app.domain.expecting import Expectation
from app.errors import Unavailable
from tests.devices.camera.stream import PATIENCE_S, Stream, Watcher, jpeg, scene
from tests.devices.test_scanner_contract import CHECKS, GS1, HASTE_S, Rig

_F = zxingcpp.BarcodeFormat
_SYMBOLS = {
    "]E0": _F.EAN13,
    "]C0": _F.Code128,
    "]C1": _F.Code128,
    "]d2": _F.DataMatrix,
    "]Q1": _F.QRCode,
    "]Q3": _F.QRCode,
}
_BRACKETED = {GS1: "(01)04600439931256(21)JgXJ5.T(10)AB(17)290101"}


def drawn(text: str, identifier: str) -> Any:
    is_gs1 = {"gs1": True} if text in _BRACKETED else {}
    content = text.encode() if not text.isascii() else _BRACKETED.get(text, text)
    made = zxingcpp.create_barcode(content, _SYMBOLS[identifier], **is_gs1)
    return np.array(made.to_image(scale=3, add_quiet_zones=True))


@dataclass(frozen=True)
class CameraRig(Rig):
    """Opening a camera takes a moment, in which it says so."""

    scanner: ChildCamera

    def wake(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                assert self.scanner.read(HASTE_S) is None
            except Unavailable as error:
                assert error.retry_after_s  # noqa: PT017  # whoever is told to come again is told when
                continue
            return
        raise AssertionError("never woke")

    def read_until_gone(self) -> list[str]:
        heard: list[str] = []
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                heard += filter(None, [self.scanner.read(HASTE_S)])
            except Unavailable as error:
                if error.code == "scanner.gone":
                    return heard
        raise AssertionError("never said that it is gone")


class Bench:
    """A stream before a camera, and the goods that are laid under it one by one."""

    def __init__(self) -> None:
        self.stream = Stream()
        self.watcher = Watcher(self.stream.address)
        self.shown = ""
        self.places = itertools.cycle([(60, 200), (660, 200)])

    def rig(self) -> Rig:
        camera = self.watcher.camera
        return CameraRig(camera.kind, camera, self.scan, self.unplug, self.plug)

    def scan(self, text: str, identifier: str) -> None:
        """Lay it there until it counted; what was there before has been taken away."""
        camera = self.watcher.camera
        self.watcher.expected = Expectation(items=frozenset({text}), labels=frozenset({text.rjust(14, "0")}))
        if text == self.shown:
            self._wait(lambda: not camera._latch._presented)
        count, self.shown = len(camera._codes), text
        self.stream.body = jpeg(scene(drawn(text, identifier), at=[next(self.places)]))
        self._wait(lambda: len(camera._codes) > count)
        self.stream.show()

    def unplug(self) -> None:
        self.stream.close()

    def plug(self) -> None:
        self.stream = Stream(self.stream.port)

    def _wait(self, is_so: Callable[[], bool]) -> None:
        with self.watcher.camera._changed:
            assert self.watcher.camera._changed.wait_for(is_so, PATIENCE_S)

    def close(self) -> None:
        self.watcher.camera.close()
        self.stream.close()


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_a_camera_keeps_the_contract_of_scanners(check: Callable[[Rig], None], bench: Bench) -> None:
    check(bench.rig())
