"""A desk where people log in: locked it shows nothing of anybody, and each finds it as they left it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.domain.actor import Role
from app.domain.desk import Locked, Packing
from app.domain.incident import IncidentKind
from app.store import journal
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from tests.builders import Rig, a_draft, lines_of
from tests.ui.conftest import RecordingPlayer, click
from tests.ui.people import BADGES, PIN, enroll
from tests.ui.troubles import TroubledRig, refresh

Keys = Callable[..., None]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[TroubledRig]:
    rig = TroubledRig(tmp_path)
    enroll(rig, "wu", Role.PACKER)
    enroll(rig, "li", Role.LEAD)
    rig.orders(a_draft("1001", lines_of(A=2)))
    yield rig
    rig.station.stop()


def press(window: MainWindow, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, mods)


def words(window: MainWindow) -> str:
    """Everything that can be read on the window."""
    shown = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    return "\n".join([*shown, window.locked.banner.sentence, window.locked.field.text()])


def test_a_desk_with_people_is_locked_until_somebody_comes(window: MainWindow, keys: Keys) -> None:
    assert window.locked.isVisible()
    assert window.locked.step.text() == "Scan your badge"
    keys(window, BADGES["wu"])
    assert window.packing.isVisible()
    assert window.packing.banner.sentence == "Logged in: wu."
    assert window.header.person.text() == "wu · packer"
    keys(window, "PB.LOCK")
    assert window.locked.isVisible()
    assert not window.header.person.isVisible()


def test_what_is_scanned_at_a_locked_desk_is_refused_loudly_and_counts_nothing(
    window: MainWindow, rig: Rig, keys: Keys, player: RecordingPlayer
) -> None:
    for code in ("1001", "A", "PB.HANDOVER", "PB.OK"):
        keys(window, code)
        assert (window.locked.banner.tone, player.tones[-1]) == (Tone.WRONG, "wrong")
        assert window.locked.banner.sentence == "That was not counted: nobody is logged in."
    keys(window, BADGES["wu"], "1001")
    assert [line.packed for line in window.packing.lines.rows] == [0]


def test_a_wrong_badge_and_a_wrong_pin_are_told_and_a_right_pin_opens(window: MainWindow, keys: Keys) -> None:
    keys(window, "PB.BADGE.NOBODYSBADGE123")
    assert window.locked.banner.sentence == "That was not counted: nobody is logged in."
    keys(window, "7*9999")
    assert window.locked.banner.sentence == "Number or PIN is wrong."
    keys(window, f"7*{PIN}")
    assert window.packing.isVisible()
    assert window.header.person.text() == "wu · packer"


def test_a_pin_is_shown_as_dots(window: MainWindow, keys: Keys) -> None:
    for sign in "7*4711":
        QTest.keyClick(window.windowHandle(), sign)
    assert window.locked.field.text() == "••••••"
    press(window, Qt.Key.Key_Escape)
    assert window.locked.field.text() == ""


def test_a_leads_pin_is_dots_on_the_packing_screen_too(window: MainWindow, rig: Rig, keys: Keys) -> None:
    keys(window, BADGES["wu"], "1001", "A", "A")
    rig.work()
    QTest.keyClick(window.windowHandle(), "7")
    assert window.packing.scan_line.field.text() == "7"
    press(window, Qt.Key.Key_Escape)
    keys(window, "PB.VOID")
    assert window.packing.step.step == "Shift lead: scan your badge"
    for sign in "8*47":
        QTest.keyClick(window.windowHandle(), sign)
    assert window.packing.scan_line.field.text() == "••••"


def test_a_desk_that_stands_idle_locks_itself_and_keeps_the_order(
    window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot
) -> None:
    keys(window, BADGES["wu"], "1001", "A")
    rig.clock.pass_s(899)
    window.unprompted.look()
    assert window.packing.isVisible()
    rig.clock.pass_s(2)
    window.unprompted.clock.setInterval(5)
    qtbot.waitUntil(window.locked.isVisible)
    assert window.locked.table.text() == "Order 1001 · 1 of 2 in the box"
    state = rig.station.bench.state
    assert isinstance(state, Locked)
    assert isinstance(state.back, Packing)
    keys(window, BADGES["li"])
    assert [line.packed for line in window.packing.lines.rows] == [1]
    assert window.header.person.text() == "li · lead"


def test_a_locked_desk_shows_no_name_no_item_and_no_paper(
    window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot
) -> None:
    keys(window, BADGES["wu"], "1001", "A")
    press(window, Qt.Key.Key_F1)
    keys(window, "PB.LOCK")
    assert not window.visits.help.isVisible()
    assert not window.overlays.paper.isVisible()
    seen = words(window)
    assert "Order 1001 · 1 of 2 in the box" in seen
    for secret in ("李", "13912345678", "139****5678", "海淀", "Goods A", "中关村"):
        assert secret not in seen


@pytest.mark.parametrize("key", [Qt.Key.Key_F7, Qt.Key.Key_F2, Qt.Key.Key_F9, Qt.Key.Key_F4, Qt.Key.Key_F10])
def test_no_key_leads_past_the_lock(window: MainWindow, rig: Rig, keys: Keys, key: Qt.Key) -> None:
    keys(window, BADGES["wu"], "1001", "A", "A")
    rig.work()
    keys(window, "PB.LOCK")
    window.packing._read_stale()
    window.packing.parcels.list.setCurrentIndex(window.packing.parcels.list.model().index(0, 0))
    press(window, key)
    assert window.locked.isVisible()
    assert rig.station.bench.person is None
    assert not any(order.is_cancelled for order in rig.carrier.orders.values())


def test_nothing_is_brought_in_at_a_locked_desk(window: MainWindow, rig: Rig, tmp_path: Path) -> None:
    press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert not any(dialog.isVisible() for dialog in window.findChildren(QFileDialog))
    file = tmp_path / "orders.csv"
    file.write_text("number\n")
    window.order_file.bring_in(file)
    assert window.locked.banner.tone is Tone.WRONG
    assert not window.packing.order_import.is_running


def test_volume_is_the_persons_and_stays_theirs(window: MainWindow, rig: Rig, keys: Keys) -> None:
    keys(window, BADGES["wu"])
    assert window.sounds.volume == 80
    keys(window, "PB.QUIETER", "PB.QUIETER", "PB.QUIETER")
    assert (window.sounds.volume, window.packing.banner.sentence) == (50, "Volume: 50 of 100.")
    keys(window, "PB.LOCK")
    assert window.sounds.volume == 100, "what is refused at a locked desk is heard"
    keys(window, BADGES["li"], "PB.LOUDER")
    assert window.sounds.volume == 90
    rig.restart()
    window.attach(rig.station)
    keys(window, BADGES["wu"])
    assert window.sounds.volume == 50


def test_language_is_the_persons_and_stays_theirs(window: MainWindow, rig: Rig, keys: Keys) -> None:
    keys(window, BADGES["wu"])
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.packing.step.step == "请扫描订单号"
    keys(window, "PB.LOCK")
    assert window.locked.step.text() == "Scan your badge", "a locked desk speaks the station's language"
    keys(window, BADGES["li"])
    assert window.packing.step.step == "Scan an order"
    rig.restart()
    window.attach(rig.station)
    keys(window, BADGES["wu"])
    assert window.packing.step.step == "请扫描订单号"


def test_a_muted_window_hears_again_when_it_is_made_louder(window: MainWindow, keys: Keys) -> None:
    keys(window, BADGES["wu"])
    press(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.sounds.is_muted
    keys(window, "PB.LOUDER")
    assert window.sounds.volume == 90


def test_a_packer_may_look_at_what_waits_for_a_decision_and_a_lead_decides_it(
    window: MainWindow, rig: TroubledRig, keys: Keys
) -> None:
    keys(window, BADGES["wu"], "1001", "A", "A")
    rig.carrier.has_bug = True
    rig.ask_carrier()
    rig.carrier.has_bug = False
    refresh(window)
    press(window, Qt.Key.Key_F7)
    (incident,) = rig.station.lead.incidents()
    assert incident.kind is IncidentKind.JOB_HELD
    assert window.incidents.badge.isVisible()
    assert window.incidents.badge.text() == "Only a shift lead decides here. Lead: scan your badge."
    window.incidents.press("1")
    window.incidents.press("1")
    assert window.incidents.banner.sentence == "That needs the shift lead."
    assert len(rig.station.lead.incidents()) == 1
    keys(window, BADGES["li"])
    assert not window.incidents.badge.isVisible()
    refresh(window)
    window.incidents.press("1")
    window.incidents.press("1")
    assert [each.kind for each in rig.station.lead.incidents()] == [IncidentKind.PURCHASE_CHECKED]
    with rig.station.database.reading() as connection:
        rows = [row for row in map(str, journal.export(connection)) if "decided." in row]
    assert rows
    assert all("'li'" in row or '"li"' in row for row in rows)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_largest_type_still_fits(window: MainWindow, keys: Keys, size: tuple[int, int], language: str) -> None:
    window.appearance.language = language
    window.resize(*size)
    keys(window, "NOT-A-BADGE")
    for window.appearance.zoom in range(3):
        window._dress()
        QApplication.processEvents()
        assert (window.width(), window.height()) == size
        for part in (window.locked.step, window.locked.table, window.locked.field):
            assert part.height() >= part.sizeHint().height()


def test_a_scan_that_begins_before_the_lock_and_ends_after_it_is_read_whole(
    window: MainWindow, rig: Rig, keys: Keys
) -> None:
    keys(window, BADGES["wu"])
    badge = BADGES["li"]
    for at, sign in enumerate(badge[:10]):
        click(window.windowHandle(), Qt.Key(ord(sign)), sign, time.monotonic_ns() // 1_000_000 + 2 * at)
    rig.clock.pass_s(901)
    window.unprompted.look()
    assert window.locked.isVisible()
    keys(window, badge[10:])
    assert rig.station.bench.person is not None
    assert rig.station.bench.person.handle == "li"
