"""A station beside a camera and a scanner with switches: what they see and how they are is what a test says."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue

from app.domain.camera_view import CameraView, Outlined, Region
from app.domain.scanner import ScannerKind
from app.errors import PackbenchError, Unavailable
from app.settings import ScannerSettings
from app.station import Station
from tests.builders import Rig, a_draft, lines_of

GUIDE = Region(0.1, 0.1, 0.8, 0.8)


class SwitchedScanner:
    """Delivers what is put into `codes`; while `trouble` is set, it says that instead."""

    kind = ScannerKind.SERIAL

    def __init__(self, name: str) -> None:
        self.name = name
        self.codes: SimpleQueue[str] = SimpleQueue()
        self.trouble: PackbenchError | None = None

    def read(self, timeout_s: float = 1.0) -> str | None:
        if self.trouble is not None:
            raise self.trouble
        try:
            return self.codes.get(timeout=min(timeout_s, 0.01))
        except Empty:
            return None

    def close(self) -> None:
        """Nothing is open."""


class SwitchedCamera(SwitchedScanner):
    """Sees what `see` shows it, and makes views only while somebody looks on: `made` counts them."""

    kind = ScannerKind.CAMERA

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.pictures_per_s, self.is_idle = 30.0, False
        self.is_shown = False
        self.shown: list[bool] = []
        self.made = 0
        self._sees: CameraView | None = None

    def see(self, view: CameraView | None) -> None:
        self._sees = view

    def show(self, *, is_shown: bool) -> None:
        self.is_shown = is_shown
        self.shown.append(is_shown)

    def view(self) -> CameraView | None:
        if not self.is_shown:
            return None
        self.made += 1
        return self._sees

    def picture(self, timeout_s: float = 1.0) -> bytes:  # never comes
        raise Unavailable("camera.no_picture")


def a_view(*codes: Outlined, at_ms: int = 1, red: int = 90, region: Region = GUIDE) -> CameraView:
    """A plain picture of one color, with these codes in it."""
    return CameraView(64, 36, bytes((red, 90, 90)) * (64 * 36), region, codes, at_ms)


class ScannerBench(Rig):
    """`camera` looks at the bench and `gun` hangs on a cable; nothing has a thread until `begin`."""

    def __init__(self, folder: Path, *, has_camera: bool = True) -> None:
        self.camera, self.gun = SwitchedCamera("above"), SwitchedScanner("gun")
        self._has_camera = has_camera
        super().__init__(folder)
        self.orders(*(a_draft(number, lines_of(A=2)) for number in ("1001", "1002")))

    def _open(self) -> Station:
        cameras = (ScannerSettings("above", "camera:0"),) if self._has_camera else ()
        self._settings = replace(
            self._settings,
            scanners=(*cameras, ScannerSettings("gun", "usb:1234:5678")),
            printer=replace(self._settings.printer, address="127.0.0.1:9"),
        )
        standing_in = {"gun": self.gun, **({"above": self.camera} if self._has_camera else {})}
        station = Station(
            self._settings,
            carrier=self.carrier,
            printer=self.printer,
            scanners=standing_in,
            now_ms=self.clock,
            monotonic_ms=self.clock.steady,
        )
        for lane in station.work.values():
            lane.recover()
        return station

    def look(self) -> None:
        """Hear every scanner once, as its thread does."""
        for watch in self.station.scanners.watches.values():
            watch.step()

    def meet(self, scanner: SwitchedScanner, trouble: PackbenchError | None) -> None:
        """This scanner is in trouble from now on; None: no longer."""
        scanner.trouble = trouble
        self.look()

    def on_threads(self, work: Callable[[], None]) -> None:
        """Do `work` while every scanner has a thread of its own, as at a real station."""
        watches = self.station.scanners.watches.values()
        threads = [threading.Thread(target=watch.run) for watch in watches]
        for thread in threads:
            thread.start()
        try:
            work()
        finally:
            for watch in watches:
                watch.stop()
            for thread in threads:
                thread.join()
