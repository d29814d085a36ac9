"""What the galleries share: a window over a rig, brought into one state after the other, each drawn when it is at rest.

A gallery is a module `tests.ui.gallery_SOMETHING` that brings its rig and its scenes, and ends like this:

    SCENES = (Scene(a_rig, states),)

    if __name__ == "__main__":
        run(SCENES)

`a_rig(folder)` makes the station's rig (a tests.builders.Rig, or whatever has `.station`; a context manager is left by
its own way out). `states(window, rig)` is a generator: it attaches the station, scans, presses, and yields a state's
name ("70-well") whenever the window is to be drawn; the window is settled before each picture. Where a state needs
something under way to be over before it goes on, it calls `settle(window)` itself; a screen that comes to rest in its
own way brings that as the scene's third part.

    python -m tests.ui.gallery_SOMETHING FOLDER                            every look
    python -m tests.ui.gallery_SOMETHING FOLDER en dark 1366x768           one look
    python -m tests.ui.gallery_SOMETHING FOLDER en dark 1366x768 70        only what begins so
    python -m tests.ui.gallery_SOMETHING FOLDER en dark 1366x768 "" 200    at a type size in percent

Pictures are called STATE-LANGUAGE-THEME-WIDTH.png; `python -m tests.ui.gallery_all FOLDER` draws all galleries.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from app.ui.appearance import ZOOMS
from app.ui.main_window import MainWindow
from app.ui.screens.packing.banner import Banner
from app.ui.sounds import Silence, Sounds

SIZES = ((1366, 768), (1920, 1080))
LANGUAGES = ("zh_CN", "en")
THEMES = ("light", "dark")
PATIENCE_S = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """How a gallery is drawn: language, theme, the window's size, and the type's size as a share."""

    language: str
    theme: str
    width: int
    height: int
    zoom: float = 1.0

    @property
    def name(self) -> str:
        """As it stands in a picture's file name."""
        return f"{self.language}-{self.theme}-{self.width}" + (f"-{self.zoom:.0%}" if self.zoom != 1 else "")


EVERY_LOOK = tuple(
    Shown(language, theme, *size) for size in SIZES for theme in THEMES for language in reversed(LANGUAGES)
)


def settle(window: MainWindow) -> None:
    """Everything that is under way is over, read and painted; nothing lights up any more."""
    let_errands_end()
    QApplication.processEvents()
    if window._station is not None:
        window.packing.reread()
        window.packing._read_stale()
        _let_watch_look(window)
    visited = window._stack.currentWidget()
    if hasattr(visited, "read") and window._station is not None:
        visited.read()
    for _ in range(2):
        QApplication.processEvents()
    for banner in window.findChildren(Banner):
        banner._pulse.stop()
        banner._on_pulse(0.0)
    for _ in range(4):
        QApplication.processEvents()


def let_errands_end() -> None:
    """Errands are threads called "room: errand" (app.ui.errands)."""
    for thread in threading.enumerate():
        if ": " in thread.name:
            thread.join(PATIENCE_S)


def _let_watch_look(window: MainWindow) -> None:
    """What waits for a person was read once more, and is shown."""
    seen: list[object] = []
    end = time.monotonic() + PATIENCE_S
    window.watch.changed.connect(seen.append, Qt.ConnectionType.QueuedConnection)
    window.watch.hear(at_once=True)
    while not seen and time.monotonic() < end:
        QApplication.processEvents()
    window.watch.changed.disconnect(seen.append)


@dataclass(frozen=True, slots=True)
class Scene:
    """A rig, the states that the window is brought into over it, and how the window comes to rest before a picture."""

    a_rig: Callable[[Path], Any]
    states: Callable[[MainWindow, Any], Iterator[str]]
    rest: Callable[[MainWindow], None] = settle


def a_window(shown: Shown) -> MainWindow:
    """The window without its station yet, in this look."""
    window = MainWindow(language=shown.language, theme=shown.theme, sounds=Sounds(Silence()))
    window.appearance.zoom = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - shown.zoom))
    window.resize(shown.width, shown.height)
    window._dress()
    QCursor.setPos(window.width() * 2, window.height() * 2)  # over nothing
    window.show()
    return window


@contextmanager
def scene(played: Scene, shown: Shown, *, at_rest: bool = True) -> Iterator[Iterator[tuple[str, MainWindow]]]:
    """Play a scene in a look: each state's name with the window in it, settled before it is handed out."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        _living(played.a_rig(Path(scratch))) as rig,
    ):
        percent = round(shown.zoom * 100)
        rig.station.remember(language=shown.language, theme=shown.theme, type_percent=percent)
        window = a_window(shown)

        def states() -> Iterator[tuple[str, MainWindow]]:
            for name in played.states(window, rig):
                if at_rest:
                    played.rest(window)
                yield name, window

        try:
            with closing(states()) as playing:
                yield playing
        finally:
            window.close()
            window.deleteLater()  # before its station goes: what it still has to read would find none
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@contextmanager
def _living(rig: Any) -> Iterator[Any]:
    if hasattr(rig, "__exit__"):
        with rig:
            yield rig
        return
    try:
        yield rig
    finally:
        rig.station.stop()


def draw(folder: Path, scenes: tuple[Scene, ...], shown: Shown, only: str = "") -> int:
    """One picture for each state whose name begins with `only`; how many there are."""
    count = 0
    for each in scenes:
        with scene(each, shown, at_rest=not only) as playing:
            for name, window in playing:
                if name.startswith(only):
                    if only:
                        each.rest(window)
                    window.grab().save(str(folder / f"{name}-{shown.name}.png"))
                    count += 1
    return count


def run(scenes: tuple[Scene, ...]) -> None:
    """What a gallery does as a program."""
    application = QApplication.instance() or QApplication([])
    target, *chosen = sys.argv[1:]
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    looks, only = EVERY_LOOK, ""
    if chosen:
        width, height = chosen[2].split("x")
        percent = float(chosen[4]) if len(chosen) > 4 else 100.0
        looks = (Shown(chosen[0], chosen[1], int(width), int(height), percent / 100),)
        only = chosen[3] if len(chosen) > 3 else ""
    began = time.monotonic()
    drawn = sum(draw(folder, scenes, shown, only) for shown in looks)
    sys.stdout.write(f"{drawn} pictures in {time.monotonic() - began:.0f} s\n")
    application.quit()
