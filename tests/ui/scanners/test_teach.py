"""The lesson at the window: keys are the lesson's while it lasts and a packer's after, however it is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.actor import Role
from app.domain.barcode import Command
from app.domain.desk import Idle, Packing
from app.domain.facts import CodeScanned
from app.domain.keystroke import Keystroke
from app.domain.lesson_codes import LESSON_TEXTS, LessonStep
from app.ui.main_window import MainWindow
from tests.ui.conftest import RecordingPlayer
from tests.ui.people import BADGES, enroll
from tests.ui.scanners.bench import ScannerBench

Keys = Callable[..., None]


@pytest.fixture
def lesson(window: MainWindow) -> MainWindow:
    window._on_scanned("PB.SCANNERS")
    window.scanners.press("t")
    return window


def heard(window: MainWindow, *texts: str, ends: str = "\r") -> None:
    """The scanner typed each of these."""
    for number, text in enumerate(texts, 1):
        strokes = tuple(Keystroke(sign, at_ms=number * 10_000 + at) for at, sign in enumerate(text + ends))
        window.wedge.strokes.emit(strokes)


def test_while_the_lesson_lasts_keys_are_its_own(lesson: MainWindow, rig: ScannerBench, keys: Keys) -> None:
    assert lesson.wedge.is_teaching
    keys(lesson, "1001")
    assert isinstance(rig.station.bench.state, Idle)
    assert lesson.scanners.teach.isVisible()


def test_at_the_end_the_profile_is_kept_used_and_said(
    lesson: MainWindow, rig: ScannerBench, player: RecordingPlayer
) -> None:
    teach = lesson.scanners.teach
    assert teach.now.text() == "Scan code 1: letters."
    heard(lesson, *LESSON_TEXTS.values(), ends="\t")
    assert teach.now.text() == "Learned and kept."
    assert "Tab" in teach.notes.text()
    assert player.tones[-1] == "complete"
    assert not lesson.wedge.is_teaching
    assert lesson.wedge.profile == rig.station.scanners.profile()
    assert lesson.wedge.profile is not None
    assert lesson.wedge.profile.ends_with == "tab"


def test_what_was_kept_is_used_after_the_next_start(
    bare_window: MainWindow, rig: ScannerBench, lesson: MainWindow, qtbot: QtBot
) -> None:
    heard(lesson, *LESSON_TEXTS.values(), ends="\t")
    kept = lesson.wedge.profile
    other = MainWindow(language="en", sounds=lesson.sounds)
    qtbot.addWidget(other)
    other.attach(rig.station)
    assert other.wedge.profile == kept
    assert bare_window is lesson
    other.close()


def test_a_scan_that_was_cut_off_is_asked_for_again(lesson: MainWindow) -> None:
    heard(lesson, LESSON_TEXTS[LessonStep.LETTERS][:12])
    assert "once more" in lesson.scanners.teach.last.text()
    assert lesson.scanners.teach.now.text() == "Scan code 1: letters."
    heard(lesson, LESSON_TEXTS[LessonStep.LETTERS])
    assert lesson.scanners.teach.now.text() == "Scan code 2: signs."


def test_advice_says_which_setting_to_change(lesson: MainWindow) -> None:
    heard(lesson, *(text.replace("\x1d", "") for text in LESSON_TEXTS.values()))
    assert "GS1 separator" in lesson.scanners.teach.advice.text()
    lesson.scanners.press("t")
    assert lesson.wedge.is_teaching
    assert lesson.scanners.teach.advice.text() == ""


def test_a_scanner_that_does_not_type_is_looked_at_and_nothing_is_kept(lesson: MainWindow, rig: ScannerBench) -> None:
    for text in LESSON_TEXTS.values():
        lesson._on_fact(CodeScanned("gun", text))
    assert not lesson.wedge.is_teaching
    assert "nothing has to be kept" in lesson.scanners.teach.now.text()
    assert rig.station.scanners.profile() is None
    assert lesson.wedge.profile is None


def test_a_camera_over_the_sheet_has_no_part_in_the_lesson(lesson: MainWindow, rig: ScannerBench) -> None:
    heard(lesson, LESSON_TEXTS[LessonStep.LETTERS], ends="\t")
    for text in LESSON_TEXTS.values():
        lesson._on_fact(CodeScanned("above", text))
    assert lesson.scanners.teach.now.text() == "Scan code 2: signs."
    assert isinstance(rig.station.bench.state, Idle)
    heard(lesson, *LESSON_TEXTS.values(), ends="\t")
    assert lesson.scanners.teach.now.text() == "Learned and kept."


def test_codes_of_two_scanners_are_never_one_lesson(lesson: MainWindow, rig: ScannerBench) -> None:
    *first, end = LESSON_TEXTS.values()
    for text in first:
        lesson._on_fact(CodeScanned("gun", text))
    heard(lesson, end, ends="\t")
    assert lesson.wedge.is_teaching
    assert rig.station.scanners.profile() is None
    heard(lesson, *first, ends="\t")
    assert lesson.scanners.teach.now.text() == "Learned and kept."


def leave_by_escape(window: MainWindow) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)


def leave_for_incidents(window: MainWindow) -> None:
    window._on_command(Command.INCIDENTS)


def leave_for_another_scanner(window: MainWindow) -> None:
    window.scanners.scanners.choose(2)


@pytest.mark.parametrize("leave", [leave_by_escape, leave_for_incidents, leave_for_another_scanner])
def test_a_lesson_that_is_left_leaves_no_mode_behind(
    lesson: MainWindow, rig: ScannerBench, keys: Keys, leave: Callable[[MainWindow], None]
) -> None:
    heard(lesson, LESSON_TEXTS[LessonStep.LETTERS])
    leave(lesson)
    assert not lesson.wedge.is_teaching
    assert lesson.wedge.profile is None
    lesson._show_screen(lesson.packing)
    keys(lesson, "1001")
    assert isinstance(rig.station.bench.state, Packing)


def test_a_desk_that_locks_itself_ends_the_lesson(bare_window: MainWindow, rig: ScannerBench, keys: Keys) -> None:
    enroll(rig, "wu", Role.PACKER)
    bare_window.attach(rig.station)
    keys(bare_window, BADGES["wu"], "PB.SCANNERS")
    bare_window.scanners.press("t")
    rig.clock.pass_s(24 * 3600)
    bare_window.unprompted.look()
    assert bare_window.locked.isVisible()
    assert not bare_window.wedge.is_teaching


def test_a_full_disk_is_said_and_the_profile_holds_until_the_window_closes(
    lesson: MainWindow, rig: ScannerBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_profile: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(rig.station.scanners, "keep_profile", full)
    heard(lesson, *LESSON_TEXTS.values(), ends="\t")
    assert lesson.scanners.banner.sentence
    assert lesson.wedge.profile is not None


def test_the_sheet_comes_out_of_the_benchs_printer_and_is_seen_beside_the_lesson(
    window: MainWindow, rig: ScannerBench, hand: Keys, qtbot: QtBot
) -> None:
    window._on_scanned("PB.SCANNERS")
    hand("p")
    assert "on its way to label" in window.scanners.banner.sentence
    rig.work()
    assert len(rig.printer.documents) == 1
    hand("t")
    qtbot.waitUntil(lambda: not window.scanners.teach.sheet.pixmap.isNull())
