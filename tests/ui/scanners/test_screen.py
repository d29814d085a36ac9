"""The screen of scanners, by keys and codes: there and back, how each is, and what is tried out on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.actor import Role
from app.domain.camera_view import Fate
from app.domain.desk import Idle, Packing
from app.domain.facts import CodeScanned, ScannerSeen
from app.domain.gs1 import Gs1Flaw
from app.domain.scanner import FoundScanner, ScannerKind, ScannerReport, ScannerState
from app.errors import Misconfigured, PackbenchError, Unavailable
from app.ui.main_window import MainWindow
from app.ui.messages import LANGUAGES, Tone
from app.ui.messages_scanners_screen import AIS, FATES, FLAWS, IDENTIFIERS, KINDS, STATES
from app.ui.screens.camera.light import tone_of_scanner
from app.ui.screens.scanners.errands import ScannerErrandFailed
from app.ui.screens.scanners.hearing import Hearing
from app.ui.screens.scanners.understood import meaning_words, shown_whole, symbology_words
from tests.ui.conftest import RecordingPlayer
from tests.ui.people import BADGES, enroll
from tests.ui.scanners.bench import ScannerBench

Keys = Callable[..., None]
TODAY = date(2026, 11, 24)


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, modifier)


def alt_n(window: MainWindow) -> None:
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)


def spoken(window: MainWindow, name: str) -> str:
    scanners = window.scanners.scanners
    return scanners.spoken(next(row for row in scanners.list.rows if row.name == name))


def arrived(window: MainWindow) -> list[str]:
    codes = window.scanners.detail.codes
    return [codes.spoken(row) for row in codes.list.rows]


# There and back.


def test_the_key_leads_there_and_back_and_the_table_stays(window: MainWindow, rig: ScannerBench, keys: Keys) -> None:
    keys(window, "1001")
    before = rig.station.bench.state
    alt_n(window)
    assert window.scanners.isVisible()
    alt_n(window)
    assert window.packing.isVisible()
    keys(window, "PB.SCANNERS")
    assert window.scanners.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()
    assert rig.station.bench.state == before


def test_from_one_visited_screen_to_another(window: MainWindow, keys: Keys) -> None:
    keys(window, "PB.SCANNERS", "PB.PRINTERS")
    assert window.printers.isVisible()
    keys(window, "PB.SCANNERS")
    assert window.scanners.isVisible()


def test_a_locked_desk_shows_no_scanners(bare_window: MainWindow, rig: ScannerBench, keys: Keys) -> None:
    enroll(rig, "wu", Role.PACKER)
    bare_window.attach(rig.station)
    keys(bare_window, "PB.SCANNERS")
    assert bare_window.locked.isVisible()
    keys(bare_window, BADGES["wu"], "PB.SCANNERS")
    assert bare_window.scanners.isVisible()
    keys(bare_window, "PB.LOCK")
    assert bare_window.locked.isVisible()


# Trying out.


def test_codes_scanned_here_are_shown_and_do_not_pack(
    window: MainWindow, rig: ScannerBench, keys: Keys, player: RecordingPlayer
) -> None:
    keys(window, "PB.SCANNERS", "1001", "]E06901234567892")
    window._on_fact(CodeScanned("gun", "]C10106901234567892\x1d10L12\x1d21A7"))
    assert isinstance(rig.station.bench.state, Idle)
    assert window.scanners.isVisible()
    assert window.scanners.scanners.list.chosen().name == "gun"  # type: ignore[union-attr]
    whole = "]C10106901234567892␝10L12␝21A7"
    fields = "(01) GTIN 06901234567892   (10) lot L12   (21) serial A7"
    assert arrived(window) == [f"{whole} · ]C1 Code 128 · {fields}"]
    window.scanners.scanners.choose(0)
    assert arrived(window) == [
        "]E06901234567892 · ]E0 EAN/UPC · trade item, check digit right",
        "1001 · no identifier · text of 4 characters",
    ]
    assert player.tones[-1] == "ok"


def test_commands_act_from_here_and_badges_are_never_shown(
    bare_window: MainWindow, rig: ScannerBench, keys: Keys
) -> None:
    for handle in ("wu", "li"):
        enroll(rig, handle, Role.PACKER)
    bare_window.attach(rig.station)
    keys(bare_window, BADGES["wu"], "PB.SCANNERS", "7", BADGES["li"])
    assert rig.station.bench.person is not None
    assert rig.station.bench.person.handle == "li"
    assert not any("BADGE" in said for said in arrived(bare_window))
    keys(bare_window, "PB.MODE.ITEM")
    assert bare_window.packing.isVisible()
    assert rig.station.bench.state == Idle(is_item_first=True)


def test_what_was_tried_out_is_forgotten_when_the_screen_is_left(window: MainWindow, keys: Keys) -> None:
    keys(window, "PB.SCANNERS", "SECRET-1")
    assert arrived(window)
    alt_n(window)
    alt_n(window)
    assert arrived(window) == []


def test_only_the_last_eight_codes_are_shown(window: MainWindow, keys: Keys) -> None:
    keys(window, "PB.SCANNERS", *(f"CODE-{number:03d}" for number in range(100)))
    assert [said.split(" ")[0] for said in arrived(window)] == [f"CODE-{number:03d}" for number in range(99, 91, -1)]


@pytest.mark.parametrize(
    ("raw", "is_right", "said"),
    [
        ("PB.VOID", True, "command: Void"),
        ("6901234567892", True, "trade item, check digit right"),
        ("6901234567893", True, "text of 13 characters"),
        ("]C1010690123456789210L121S1", False, "GS1, not to be trusted: a separator may be lost: teach the scanner"),
        ("]d20106901234567892\x1d172613311", False, "GS1, not to be trusted: a field that GS1 does not know"),
        ("a\x00b", False, "no code: control characters"),
        ("x" * 600, False, "no code: too long"),
        ("]C1", True, "text of 3 characters"),
    ],
)
def test_what_a_code_says_by_itself_is_told_in_words(raw: str, is_right: bool, said: str) -> None:
    assert meaning_words(raw, TODAY, "en")[0] is is_right
    assert meaning_words(raw, TODAY, "en")[1] == said or said.startswith("GS1")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("raw", ["", "\x1d", "]", "]C1\x1d", "{x}%s", "\ud800", "（01）", "]ZZ9", "\u202e12"])
def test_no_code_is_so_odd_that_the_screen_stumbles(raw: str, language: str) -> None:
    assert meaning_words(raw, TODAY, language)[1]
    assert symbology_words(raw, language)
    assert shown_whole(raw).isprintable()


# How they are.


def test_a_scanner_that_goes_away_is_seen_with_words_and_what_to_do(window: MainWindow, rig: ScannerBench) -> None:
    rig.look()
    alt_n(window)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    detail = window.scanners.detail
    assert detail.says.text() == "gun: ready"
    rig.meet(rig.gun, Unavailable("scanner.gone"))
    QApplication.processEvents()
    assert "not connected" in spoken(window, "gun")
    assert detail.says.text() == "gun: The scanner is not connected"
    assert "cable" in detail.do.text()
    assert detail.mark.tone is Tone.STOP
    rig.meet(rig.gun, None)
    QApplication.processEvents()
    assert detail.mark.tone is Tone.OK


@pytest.mark.parametrize("state", list(ScannerState))
def test_the_light_is_green_only_for_a_scanner_that_reads(state: ScannerState) -> None:
    tone = tone_of_scanner(ScannerReport("gun", ScannerKind.SERIAL, "", state))
    assert (tone is Tone.OK) is (state is ScannerState.READY)
    assert (tone is Tone.WRONG) is (state is ScannerState.OPENING)


def test_each_row_counts_what_came_today_and_when_last(window: MainWindow, rig: ScannerBench, keys: Keys) -> None:
    keys(window, "1001", "A")
    window._on_fact(CodeScanned("gun", "A"))
    rig.clock.pass_s(180)
    alt_n(window)
    assert "2 today" in spoken(window, "wedge")
    assert "last code 3 min ago" in spoken(window, "wedge")
    assert "1 today" in spoken(window, "gun")
    assert "no code yet" in spoken(window, "above")
    press(window, Qt.Key.Key_F12)  # a key is no scan
    alt_n(window)
    assert "2 today" in spoken(window, "wedge")


def test_counts_begin_anew_at_midnight() -> None:
    hearing, day_ms = Hearing(), 86_400_000
    hearing.note("gun", day_ms)
    hearing.note("gun", day_ms + 1)
    assert hearing.of("gun", day_ms + 2).today == 2
    assert hearing.of("gun", 3 * day_ms).today == 0
    hearing.note("gun", 3 * day_ms)
    assert hearing.of("gun", 3 * day_ms).today == 1


def test_numbers_choose_a_scanner_by_hand_and_by_the_command_sheet(window: MainWindow, keys: Keys, hand: Keys) -> None:
    alt_n(window)
    hand("3")
    assert window.scanners.scanners.list.chosen().name == "gun"  # type: ignore[union-attr]
    keys(window, "PB.2")
    assert window.scanners.scanners.list.chosen().name == "above"  # type: ignore[union-attr]
    hand("9")
    assert window.scanners.scanners.list.chosen().name == "above"  # type: ignore[union-attr]


def test_what_is_found_is_listed_with_the_lines_of_the_settings(
    window: MainWindow, rig: ScannerBench, hand: Keys, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []

    def find() -> tuple[FoundScanner, ...]:
        threads.append(threading.current_thread().name)
        if len(threads) > 1:
            raise Unavailable("scanner.no_hidapi")
        return (FoundScanner('camera:a"b', ScannerKind.CAMERA, "Webcam"),)

    monkeypatch.setattr(rig.station.scanners, "find", find)
    alt_n(window)
    hand("f")
    found = window.scanners.found
    qtbot.waitUntil(lambda: bool(found.list.rows))
    assert threads == ["scanners: find"]
    assert found.lines.text() == '[[scanners]]\nname = "camera"\naddress = "camera:a\\"b"'
    hand("f")
    qtbot.waitUntil(lambda: "set-up again" in found.says.text())
    press(window, Qt.Key.Key_Escape)
    assert window.scanners.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()


def test_what_a_camera_reads_by_itself_takes_no_page_away(window: MainWindow, hand: Keys) -> None:
    window._on_scanned("PB.SCANNERS")
    hand("f")
    window._on_fact(CodeScanned("above", "]E04006381333931"))
    assert window.scanners.found.isVisible()
    window._on_fact(CodeScanned("gun", "]E04006381333931"))
    assert not window.scanners.found.isVisible()


def test_an_errand_that_failed_is_said(window: MainWindow) -> None:
    alt_n(window)
    window._on_fact(ScannerErrandFailed("draw", "bug"))
    assert window.scanners.banner.sentence


# For everybody.


def test_every_kind_state_fate_and_flaw_has_words_in_both_languages() -> None:
    for table, names in ((KINDS, ScannerKind), (STATES, ScannerState), (FATES, Fate), (FLAWS, Gs1Flaw)):
        assert set(table) == set(names)
    for table in (KINDS, STATES, FATES, FLAWS, AIS, IDENTIFIERS):
        assert all(said.en and said.zh for said in table.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen_and_the_camera_beside_the_order_fit_the_smallest_window(
    window: MainWindow, rig: ScannerBench, keys: Keys, language: str
) -> None:
    keys(window, "1001")
    window.appearance.language = language
    packing = window.packing
    for zoom in range(3):
        window.appearance.zoom = zoom
        window._dress()
        QApplication.processEvents()
        for part in (packing.step, packing.banner, packing.scan_line, packing.body):
            place = part.mapTo(window, part.rect().bottomRight())
            assert (place.x() <= 1366, place.y() <= 768) == (True, True), zoom
        assert packing.lines.height() >= 200
        assert packing.camera.isVisible()
        assert packing.camera.mapTo(window, packing.camera.rect().bottomRight()).y() <= 768
        alt_n(window)
        for error in (None, Misconfigured("scanner.forbidden"), Unavailable("scanner.silent")):
            rig.meet(rig.camera, error)
            window.scanners.scanners.choose(1)
            fits(window)
        window.scanners._go(window.scanners.teach)
        fits(window)
        window.scanners._go(window.scanners.found)
        fits(window)
        alt_n(window)


def fits(window: MainWindow) -> None:
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1366, 768)
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_on_the_screen_has_a_name(window: MainWindow, rig: ScannerBench, language: str) -> None:
    rig.look()
    window.appearance.language = language
    window._dress()
    alt_n(window)
    for made in window.scanners.findChildren(QPushButton):
        assert not made.isVisible() or made.accessibleName() or made.text()
    assert window.scanners.scanners.list.accessibleName()
    assert window.scanners.detail.preview.accessibleName()
    for code in ("scanner.gone", "scanner.busy", "scanner.opening", "scanner.silent"):
        error: PackbenchError = Unavailable(code)
        rig.meet(rig.gun, error)
        window._on_fact(ScannerSeen("gun"))
        window.scanners.scanners.choose(2)
        assert window.scanners.detail.says.text()
    assert isinstance(rig.station.bench.state, Idle | Packing)
