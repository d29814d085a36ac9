"""The window stands before the house does, and says why when there is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.desk import Packing
from app.ui.main_window import MainWindow
from app.ui.start import Opened, _Opening
from tests.builders import Rig, a_draft, lines_of
from tests.ui.conftest import RecordingPlayer

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("sqlalchemy", "httpx", "cryptography", "PIL", "keyring", "cv2", "zxingcpp")


def test_the_window_is_imported_without_the_house() -> None:
    check = f"import sys, app.ui.main_window; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_scans_before_the_station_are_counted_when_it_comes(
    bare_window: MainWindow, rig: Rig, keys: Callable[..., None], player: RecordingPlayer
) -> None:
    rig.orders(a_draft("1001", lines_of(A=3)))
    assert bare_window.packing.step.step == "Opening the station…"
    keys(bare_window, "1001", "A", "A")
    assert player.tones == []
    bare_window.attach(rig.station)
    state = rig.station.bench.state
    assert isinstance(state, Packing)
    assert state.order.units_packed == 2
    assert player.tones == ["ok", "ok", "ok"]


def test_after_a_restart_the_window_says_what_lies_on_the_table(bare_window: MainWindow, rig: Rig) -> None:
    rig.orders(a_draft("1001", lines_of(A=3)))
    rig.station.bench.scan("1001")
    rig.station.bench.scan("A")
    assert bare_window.packing.banner.sentence == "One moment."
    bare_window.attach(rig.station)
    assert bare_window.packing.banner.sentence == "Order 1001 goes on: 1 of 3 are in the box."
    assert bare_window.packing.banner.do_now == "Check the box, then scan the rest."


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_station_that_fails_to_open_in_a_way_nobody_foresaw_says_so_too(qtbot: QtBot) -> None:
    def open_station() -> Opened:
        raise ZeroDivisionError

    opening = _Opening(open_station)
    with qtbot.waitSignal(opening.failed) as failed:
        opening.thread_of_it.start()
    opening.thread_of_it.join()
    assert failed.args == ["bug", ""]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("store.newer", "newer Packbench"),
        ("station.second_instance", "already open"),
        ("keys.no_keyring", "keyring"),
        ("store.sqlite_too_old", "SQLite"),
        ("nobody.knows", "nobody.knows"),
    ],
)
def test_a_station_that_does_not_open_says_why_and_what_to_do(bare_window: MainWindow, code: str, said: str) -> None:
    bare_window.show_failure(code, "detail")
    assert bare_window.failure.isVisible()
    assert said in bare_window.failure.text
    bare_window._on_scanned("1001")
    assert bare_window._early == []


def test_a_station_that_did_not_open_is_closed_by_enter_and_not_by_a_scan(
    bare_window: MainWindow, keys: Callable[..., None]
) -> None:
    bare_window.show_failure("keys.no_keyring", "")
    keys(bare_window, "1001")
    assert bare_window.isVisible()
    QTest.keyClick(bare_window.focusWidget(), Qt.Key.Key_Return)
    assert not bare_window.isVisible()
