"""The label that came out is scanned back: it proves its print, or stops the box it does not belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.desk import Packing
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.sounds import Sounds
from tests.builders import a_draft, lines_of
from tests.ui.conftest import RecordingPlayer
from tests.ui.troubles import TroubledRig, refresh

Keys = Callable[..., None]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[TroubledRig]:
    rig = TroubledRig(tmp_path)
    yield rig
    rig.station.stop()


def test_a_label_that_nobody_scanned_is_asked_after_and_f8_prints_it_again(
    window: MainWindow, rig: TroubledRig, keys: Keys, qtbot: QtBot
) -> None:
    rig.orders(a_draft("1001", lines_of(A=1)), a_draft("1002", lines_of(A=2)))
    keys(window, "1001", "A")
    rig.work()
    window.packing.reread()
    window.packing._read_stale()
    assert window.packing.step.step == "Stick the label on the box and scan it"
    assert not window.packing.reminder.isVisible()
    rig.clock.pass_s(121)
    refresh(window)
    assert window.packing.step.step == "Did the label come out? Scan it, or F8"
    keys(window, "1002")
    window.packing._show_step()
    assert window.packing.reminder.text() == "Did the label of order 1001 come out? Scan it, or F8"
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F8)
    rig.work()
    assert len(rig.printer.documents) == 2
    refresh(window)
    assert not window.packing.reminder.isVisible()
    assert isinstance(rig.station.bench.state, Packing)


def test_the_label_on_the_wrong_box_is_a_stop_that_names_its_own(
    window: MainWindow, rig: TroubledRig, keys: Keys, player: RecordingPlayer
) -> None:
    rig.pack("1001")
    rig.work()
    rig.orders(a_draft("1002", lines_of(A=1)))
    keys(window, "1002", "A")
    rig.work()
    window.packing._read_stale()
    second, first = rig.station.recent_parcels()
    keys(window, first.tracking_number)
    assert window.packing.banner.tone is Tone.STOP
    assert window.packing.banner.sentence == "Stop: this label belongs to order 1001."
    assert window.packing.step.step == "Not this label. Scan the box's own"
    keys(window, second.tracking_number)
    window.packing._read_stale()
    assert window.packing.step.step == "Done. Scan the next order"
    spoken = [window.packing.parcels.list.model().index(row, 0).data() for row in (0, 1)]
    assert ["seen on the box" in text for text in spoken] == [True, False]
    assert player.tones[-2:] == ["stop", "complete"]


def test_required_lets_no_next_order_open_before_the_label_is_scanned(tmp_path: Path, qtbot: QtBot, keys: Keys) -> None:
    rig = TroubledRig(tmp_path / "required", confirm="required")
    window = MainWindow(language="en", sounds=Sounds(RecordingPlayer()))
    qtbot.addWidget(window)
    window.show()
    window.attach(rig.station)
    rig.orders(a_draft("1001", lines_of(A=1)), a_draft("1002", lines_of(A=1)))
    keys(window, "1001", "A")
    rig.work()
    keys(window, "1002")
    assert window.packing.banner.sentence == "First scan the label of order 1001."
    assert "1002" in window.packing.banner.do_now
    keys(window, rig.station.recent_parcels()[0].tracking_number, "1002")
    assert window.packing.banner.sentence == "Order 1002 is on the table."
    window.close()
    rig.station.stop()


def test_a_station_that_scans_no_labels_back_asks_for_none(tmp_path: Path, qtbot: QtBot, keys: Keys) -> None:
    rig = TroubledRig(tmp_path / "off", confirm="off")
    window = MainWindow(language="en", sounds=Sounds(RecordingPlayer()))
    qtbot.addWidget(window)
    window.show()
    window.attach(rig.station)
    rig.orders(a_draft("1001", lines_of(A=1)))
    keys(window, "1001", "A")
    rig.work()
    rig.clock.pass_s(1000)
    refresh(window)
    window.packing.reread()
    qtbot.waitUntil(lambda: not window.packing._stale)
    assert window.packing.step.step == "Stick the label on the box"
    assert window.rail.buttons["incidents"].waiting == 0
    window.close()
    rig.station.stop()
