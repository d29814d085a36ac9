"""Codes that no keyboard brings, at the window: they take the path of every scan, and none is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.actor import Role
from app.domain.desk import Idle, Packing
from app.domain.facts import CodeScanned
from app.ui.main_window import MainWindow
from tests.builders import a_draft, lines_of
from tests.ui.conftest import RecordingPlayer
from tests.ui.people import BADGES, enroll
from tests.ui.scanners.bench import ScannerBench

Keys = Callable[..., None]


def packed(rig: ScannerBench) -> int:
    """Units in the box on the table."""
    state = rig.station.bench.state
    return state.order.units_packed if isinstance(state, Packing) else 0


def test_a_code_from_a_scanners_thread_packs_an_item_with_sentence_and_sound(
    window: MainWindow, rig: ScannerBench, qtbot: QtBot, player: RecordingPlayer
) -> None:
    def scan() -> None:
        rig.gun.codes.put("1001")
        qtbot.waitUntil(lambda: isinstance(rig.station.bench.state, Packing))
        rig.camera.codes.put("A")
        qtbot.waitUntil(lambda: packed(rig) == 1)

    rig.on_threads(scan)
    assert window.packing.banner.sentence == "Goods A: 1 of 2."
    assert player.tones[-1] == "ok"
    assert rig.station.bench.actor.device == "above"


def test_codes_that_come_while_the_window_is_busy_are_all_counted_in_order(
    window: MainWindow, rig: ScannerBench, qtbot: QtBot
) -> None:
    rig.orders(a_draft("2001", lines_of(C=200)))
    window._on_scanned("2001")

    def scan() -> None:
        for _ in range(150):
            rig.gun.codes.put("C")
        while not rig.gun.codes.empty():
            pass  # the window's thread does nothing else: as busy as it can be
        assert packed(rig) == 0
        qtbot.waitUntil(lambda: packed(rig) == 150)

    rig.on_threads(scan)
    assert window.packing.banner.sentence == "Goods C: 150 of 200."


def test_codes_read_before_the_window_had_its_station_are_counted(
    bare_window: MainWindow, rig: ScannerBench, qtbot: QtBot
) -> None:
    for code in ("1001", "A"):
        rig.gun.codes.put(code)
        rig.look()
    assert isinstance(rig.station.bench.state, Idle)
    bare_window.attach(rig.station)
    qtbot.waitUntil(lambda: packed(rig) == 1)


def test_at_a_locked_desk_a_code_asks_for_a_badge_and_a_badge_opens_it(
    bare_window: MainWindow, rig: ScannerBench
) -> None:
    enroll(rig, "wu", Role.PACKER)
    bare_window.attach(rig.station)
    bare_window._on_fact(CodeScanned("gun", "1001"))
    assert bare_window.locked.isVisible()
    assert "nobody is logged in" in bare_window.locked.banner.sentence
    bare_window._on_fact(CodeScanned("gun", BADGES["wu"]))
    bare_window._on_fact(CodeScanned("gun", "1001"))
    assert isinstance(rig.station.bench.state, Packing)


def test_a_window_that_failed_to_open_takes_no_codes(bare_window: MainWindow, rig: ScannerBench) -> None:
    bare_window.attach(rig.station)
    bare_window.show_failure("store.newer")
    bare_window._on_fact(CodeScanned("gun", "1001"))
    assert bare_window.failure.isVisible()
    assert isinstance(rig.station.bench.state, Idle)


def test_a_command_code_before_the_camera_leads_to_the_screen_it_names(window: MainWindow) -> None:
    window._on_fact(CodeScanned("above", "PB.SCANNERS"))
    assert window.scanners.isVisible()
    window._on_fact(CodeScanned("above", "]C0pb.scanners"))
    assert window.packing.isVisible()


def test_the_keyboards_faults_are_noted_across_the_window_and_taken_down(window: MainWindow) -> None:
    note = window.typing.note
    assert not note.isVisible()
    window.wedge.has_caps_lock = True
    window.wedge.caps_lock_changed.emit(True)
    assert "Caps Lock" in note.text()
    window.wedge.has_wrong_layout = True
    window.wedge.layout_suspected.emit()
    assert "Alt+N" in note.text()
    window.wedge.has_caps_lock = False
    window.typing.learn(None)
    QApplication.processEvents()
    assert not note.isVisible()
