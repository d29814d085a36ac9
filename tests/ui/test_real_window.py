"""The demo in a real window on a virtual screen, its keys typed by another process as a scanner types them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.station import open_database
from app.store import journal
from tests.builders import some_settings

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(
        shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="Xvfb and xdotool are not here"
    ),
]


def until(true: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Look again and again: another process has no signal to wait for."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"{what} did not happen within {seconds} s")
        threading.Event().wait(0.05)


class Demo:
    """The demo, its screen, and the hand at the scanner."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.screen.stdout is not None
        environment = os.environ | {
            "DISPLAY": f":{self.screen.stdout.readline().strip()}",
            "QT_QPA_PLATFORM": "xcb",
            "PACKBENCH_FOLDER": str(folder),
            "PYTHONUTF8": "1",
        }
        self.environment = environment
        self.errors = (folder / "errors.txt").open("w+", encoding="utf-8")
        self.program = subprocess.Popen(
            [sys.executable, "-m", "app", "demo", "--fresh"], env=environment, cwd=ROOT, stderr=self.errors
        )

    def open(self) -> None:
        def window() -> list[str]:
            return self.xdo("search", "--onlyvisible", "--name", "Packbench").split()

        until(lambda: window() != [], "the window")
        self.xdo("windowfocus", window()[-1])

    def xdo(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def scan(self, *codes: str) -> None:
        for code in codes:
            self.xdo("type", "--delay", "1", f"{code}\n")

    def papers(self) -> list[Path]:
        return sorted((self.folder / "demo" / "paper").glob("*.png"))

    def journal(self) -> list[tuple[str, str]]:
        """Every scan as the station wrote it down."""
        database = open_database(some_settings(self.folder / "demo"))
        with database.reading() as connection:
            scans = journal.scans(connection, database)
        database.close()
        return scans

    def close(self) -> None:
        self.program.terminate()
        self.program.wait(timeout=20)
        self.screen.terminate()
        self.screen.wait(timeout=20)
        assert self.screen.stdout is not None
        self.screen.stdout.close()
        self.errors.close()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "preferences.json").write_text(json.dumps({"language": "en", "theme": "light"}))
    demo = Demo(tmp_path)
    try:
        demo.open()
        yield demo
    finally:
        demo.close()


def test_a_parcel_is_packed_by_typed_scans_and_its_label_comes_out(demo: Demo) -> None:
    demo.scan("PB20260001", "2000000000015")  # scanned perhaps before the station stands: counted when it does
    until(lambda: len(demo.papers()) == 1, "the label")
    demo.scan("PB20260003", "nonsense")
    until(lambda: demo.journal()[-1:] == [("scan.code.unknown", "nonsense")], "the last scan")
    assert [code for _, code in demo.journal()] == ["PB20260001", "2000000000015", "PB20260003", "nonsense"]
    demo.errors.flush()
    assert (demo.folder / "errors.txt").read_text("utf-8") == ""
    assert demo.program.poll() is None
