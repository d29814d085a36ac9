"""Scanners that type and are told from a person's keyboard: heard by name, and given back when the window closes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.desk import Packing
from app.domain.keyboard import RawKey, keys_of
from app.domain.scanner import ScannerKind
from app.domain.wedge_profile import Country, WedgeProfile
from app.errors import Unavailable
from app.settings import ScannerSettings
from app.station import Station
from app.ui.main_window import MainWindow
from app.ui.sounds import Sounds
from tests.builders import a_draft, lines_of
from tests.ui.conftest import RecordingPlayer
from tests.ui.scanners.bench import ScannerBench

ADDRESS = "keyboard:05e0:1200"
ENTER = 28


class SwitchedKeyboards:
    """The machine's keyboards; `is_forbidden` makes the system keep us from them."""

    def __init__(self, *, is_forbidden: bool = False) -> None:
        self.is_forbidden = is_forbidden
        self.is_listening = False

    def listen(self, window: int) -> None:  # one window
        if self.is_forbidden:
            raise Unavailable("scanner.forbidden")
        self.is_listening = True

    def stop(self) -> None:
        self.is_listening = False

    def key_of(self, message: int) -> RawKey | None:  # no messages here
        return None

    def set_input_method(self, window: int, *, is_on: bool) -> None:
        """There is none."""


class KeyboardBench(ScannerBench):
    """With one more scanner, that types."""

    def _open(self) -> Station:
        own = ScannerSettings("typing gun", ADDRESS)
        if own not in self._settings.scanners:
            self._settings = replace(self._settings, scanners=(own,))
        return Station(self._settings, carrier=self.carrier, printer=self.printer, now_ms=self.clock)


def opened(qtbot: QtBot, player: RecordingPlayer, rig: ScannerBench, keyboards: SwitchedKeyboards) -> MainWindow:
    window = MainWindow(language="en", sounds=Sounds(player), keyboards=keyboards)
    qtbot.addWidget(window)
    window.show()
    window.attach(rig.station)
    return window


def type_on(window: MainWindow, text: str) -> None:
    """Raw keys of the scanner, as an American keyboard has them."""
    raw = window.typing._raw
    assert raw is not None
    for place, _, _ in keys_of(Country.US, text):
        raw.hear(RawKey(ADDRESS, place, is_break=False, is_ours=False))
        raw.hear(RawKey(ADDRESS, place, is_break=True, is_ours=False))
    raw.hear(RawKey(ADDRESS, ENTER, is_break=False, is_ours=False))
    QApplication.processEvents()


def test_its_codes_pack_under_its_own_name_and_are_given_back_at_the_end(
    qtbot: QtBot, player: RecordingPlayer, tmp_path: Path
) -> None:
    rig, keyboards = KeyboardBench(tmp_path), SwitchedKeyboards()
    rig.orders(a_draft("7001", lines_of(A=2)))
    window = opened(qtbot, player, rig, keyboards)
    assert keyboards.is_listening
    type_on(window, "7001")
    assert isinstance(rig.station.bench.state, Packing)
    assert rig.station.bench.actor.device == "typing gun"
    window._on_scanned("PB.SCANNERS")
    assert window.scanners.hearing.of("typing gun", rig.clock()).today == 1
    assert [row.kind for row in window.scanners.scanners.list.rows] == [ScannerKind.WEDGE, ScannerKind.KEYBOARD]
    window.typing.learn(WedgeProfile(gap_ms=77))
    window.close()
    assert not keyboards.is_listening
    assert not window.wedge.is_told_apart
    rig.station.stop()


def test_where_the_system_forbids_it_the_wedge_goes_on_by_timing(
    qtbot: QtBot, player: RecordingPlayer, tmp_path: Path
) -> None:
    rig = KeyboardBench(tmp_path)
    window = opened(qtbot, player, rig, SwitchedKeyboards(is_forbidden=True))
    assert not window.wedge.is_told_apart
    window.wedge.scanned.emit("1001")
    assert isinstance(rig.station.bench.state, Packing)
    window.close()
    rig.station.stop()


def test_without_such_a_scanner_in_the_settings_no_keyboard_is_listened_to(
    qtbot: QtBot, player: RecordingPlayer, tmp_path: Path
) -> None:
    rig, keyboards = ScannerBench(tmp_path), SwitchedKeyboards()
    window = opened(qtbot, player, rig, keyboards)
    assert not keyboards.is_listening
    window.close()
    rig.station.stop()
