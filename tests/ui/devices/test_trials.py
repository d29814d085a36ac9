"""One key tries the chosen thing, another leads to where it is set up; scans made meanwhile are never lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.carriers.kdniao.simulator import Fault
from app.domain.desk import Packing
from app.domain.device import TRIALS, DeviceGlance, DeviceKind
from app.domain.glance import Light
from app.domain.weighing import ScaleTrouble
from app.ui import messages
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.messages_devices import KIND_WORDS, LIGHT_WORDS, TRIAL_WORDS
from app.ui.screens.devices.detail import WAYS
from app.ui.screens.devices.screen import DevicesScreen
from app.ui.screens.devices.words import GROUPS, summary
from app.ui.theme import look_for
from tests.ui.conftest import RecordingPlayer
from tests.ui.devices.bench import DeviceBench, choose, glance, settle

GTIN = "6901234567892"


@pytest.fixture
def screen(window: MainWindow, bench: DeviceBench) -> DevicesScreen:
    """The page, come into view by its code; everything has answered."""
    window.wedge.scanned.emit("PB.DEVICES")
    bench.second(window)
    return window.visits.devices


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, modifier)


def test_the_key_leads_there_and_back_and_the_table_stays(window: MainWindow, bench: DeviceBench) -> None:
    window.wedge.scanned.emit("1001")
    press(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    page = window.visits.devices
    assert page.isVisible()
    assert page.devices.list.hasFocus()
    assert page.banner.sentence.startswith("The table waits: ")
    press(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert window.packing.isVisible()
    assert isinstance(bench.station.bench.state, Packing)


def test_a_test_card_goes_the_way_of_every_label(
    window: MainWindow, bench: DeviceBench, screen: DevicesScreen, player: RecordingPlayer
) -> None:
    choose(window, "printer:label")
    screen.press("t")
    assert screen.banner.sentence == "The test card is on its way to label."
    assert screen.banner.tone is Tone.OK
    bench.work()
    assert [label.document for label in bench.main.labels] or bench.main.counter == 1
    bench.second(window)
    assert glance(window, "printer:label").event == "device.sent"


def test_enter_tries_the_chosen_thing(window: MainWindow, screen: DevicesScreen) -> None:
    choose(window, "printer:label")
    press(window, Qt.Key.Key_Return)
    assert screen.banner.sentence == "The test card is on its way to label."


def test_what_arrives_of_a_scanner_is_shown_and_counts_for_nothing(
    window: MainWindow, bench: DeviceBench, screen: DevicesScreen
) -> None:
    state = bench.station.bench.state
    choose(window, "scanner:gun")
    screen.press("T")
    assert screen.detail.aside.text() == "Waiting for a scan…"
    bench.gun.codes.put(f"]E0{GTIN}")
    bench.second(window)
    QApplication.processEvents()
    assert screen.detail.live.text() == f"]E0{GTIN}"
    assert "trade item, check digit right" in screen.detail.aside.text()
    assert (screen.banner.sentence, screen.banner.tone) == ("Scanner gun reads.", Tone.OK)
    assert bench.station.bench.state is state
    bench.second(window)
    assert glance(window, "scanner:gun").event == "device.code_read"


def test_a_code_of_another_scanner_is_told_apart(window: MainWindow, screen: DevicesScreen) -> None:
    choose(window, "scanner:gun")
    screen.press("T")
    window.wedge.scanned.emit(GTIN)
    assert screen.banner.tone is Tone.WRONG
    assert "another scanner" in screen.banner.sentence
    assert screen.detail.live.text() == ""
    choose(window, "wedge:")
    screen.press("T")
    window.wedge.scanned.emit(GTIN)
    assert screen.detail.live.text() == GTIN


def test_commands_pass_while_a_scan_is_tried_and_orders_do_once_it_is_over(
    window: MainWindow, bench: DeviceBench, screen: DevicesScreen
) -> None:
    choose(window, "wedge:")
    screen.press("T")
    window.wedge.scanned.emit("PB.DEVICES")
    assert window.packing.isVisible()
    window.wedge.scanned.emit("PB.DEVICES")
    window.wedge.scanned.emit("1001")  # nothing is tried any longer
    assert isinstance(bench.station.bench.state, Packing)
    assert window.packing.isVisible()


def test_escape_ends_a_test_first_and_leaves_then(window: MainWindow, screen: DevicesScreen) -> None:
    choose(window, "scale:")
    screen.press("T")
    press(window, Qt.Key.Key_Escape)
    assert screen.isVisible()
    assert screen.detail.live.text() == ""
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()


def test_the_scale_is_shown_live(window: MainWindow, bench: DeviceBench, screen: DevicesScreen) -> None:
    choose(window, "scale:")
    screen.press("T")
    for shown, live, aside in (
        ((1250, False), "1,250 g", "moves"),
        ((1250, True), "1,250 g", "stands still"),
        ((0, True), "0 g", "empty, stands at zero"),
        (ScaleTrouble.OVERLOAD, "–", "Too much is on the scale."),
        (ScaleTrouble.SILENT, "–", "The scale says nothing."),
    ):
        bench.scale.shows = shown  # type: ignore[assignment]
        bench.second(window)
        screen._beat.timeout.emit()
        assert (screen.detail.live.text(), screen.detail.aside.text()) == (live, aside)


def test_a_test_call_shows_that_network_and_account_work_and_buys_nothing(
    window: MainWindow, bench: DeviceBench, screen: DevicesScreen
) -> None:
    choose(window, "carrier:kdniao")
    screen.press("T")
    settle(window)
    assert screen.banner.sentence == "kdniao answered: network and account work."
    assert bench.server.billed == 0
    assert glance(window, "carrier:kdniao").event == "device.called"


def test_a_test_call_that_fails_says_why_and_its_light_stays(
    window: MainWindow, bench: DeviceBench, screen: DevicesScreen
) -> None:
    choose(window, "carrier:kdniao")
    bench.server._service._api_key = "another key"  # type: ignore[attr-defined]
    screen.press("T")
    settle(window)
    assert screen.banner.tone is Tone.STOP
    assert screen.banner.sentence == messages.what("kdniao.102", "en")
    bench.second(window)  # its server is reached, which says nothing of the account
    assert (glance(window, "carrier:kdniao").light, glance(window, "carrier:kdniao").code) == (Light.RED, "kdniao.102")
    bench.server._service._api_key = bench.api_key  # type: ignore[attr-defined]
    screen.press("T")
    settle(window)
    assert glance(window, "carrier:kdniao").light is Light.GREEN


def test_a_slow_call_shows_that_it_goes_on_and_escape_stops_it(
    window: MainWindow, bench: DeviceBench, screen: DevicesScreen
) -> None:
    choose(window, "carrier:kdniao")
    bench.server.misbehave(Fault.DELAY, seconds=600.0)
    screen.press("T")
    assert screen._patience.interval() <= 300
    screen._patience.timeout.emit()
    assert screen.banner.sentence == "Asking kdniao… Escape stops it."
    press(window, Qt.Key.Key_Escape)
    assert screen.banner.sentence == "Stopped. Nothing was bought."
    assert screen.isVisible()
    bench.server.stop()  # lets the call go, whose answer nobody waits for
    settle(window)
    assert screen.banner.sentence == "Stopped. Nothing was bought."
    bench.server.start()


def test_s_leads_to_where_it_is_set_up(window: MainWindow, screen: DevicesScreen) -> None:
    for key, place in (
        ("printer:label", "printers"),
        ("scanner:gun", "scanners"),
        ("camera:above", "scanners"),
        ("scale:", "setup"),
        ("carrier:kdniao", "setup"),
    ):
        window._visit(screen)
        choose(window, key)
        screen.press("s")
        assert getattr(window.visits, place).isVisible(), key


def test_a_camera_is_tried_where_its_picture_is(window: MainWindow, screen: DevicesScreen) -> None:
    choose(window, "camera:above")
    screen.press("T")
    assert window.scanners.isVisible()


def test_what_cannot_be_tried_or_set_says_so_and_has_no_key(window: MainWindow, screen: DevicesScreen) -> None:
    choose(window, "disk:")
    screen.press("T")
    screen.press("S")
    assert screen.isVisible()
    assert screen.banner.sentence == "There is nothing to test here."
    assert not any(way.isVisible() for way in screen.detail.ways.values())


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_everything_has_words(language: str) -> None:
    assert set(KIND_WORDS) == set(GROUPS) == set(DeviceKind)
    assert set(WAYS) | {DeviceKind.COMPONENT, DeviceKind.NETWORK, DeviceKind.DISK} == set(DeviceKind)
    assert set(LIGHT_WORDS) == set(Light)
    assert set(TRIAL_WORDS) == set(TRIALS.values())
    look = look_for("light", language, 1366, 768)
    well = DeviceGlance(DeviceKind.DISK, "", Light.GREEN, "doctor.disk")
    assert summary((well,), look) == messages.word("devices.all_well", language)
    assert messages.word("devices.more", language) in summary((well, *[_needy(each) for each in "abcd"]), look)


def _needy(name: str) -> DeviceGlance:
    return DeviceGlance(DeviceKind.PRINTER, name, Light.RED, "printer.away")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_page_fits_the_smallest_window_and_gives_way_to_the_largest_type(
    window: MainWindow, bench: DeviceBench, screen: DevicesScreen, language: str
) -> None:
    if window.appearance.language != language:
        window._on_language_asked()
    window.resize(1366, 768)
    bench.programs["cainiao"].begin()
    bench.second(window)
    for zoom in range(6):
        for row in screen.devices.list.rows:
            choose(window, row.key)
            least = screen.minimumSizeHint()
            assert (least.width() <= 1200, least.height() <= 560) == (True, True), row.key  # beside rail and header
        QApplication.processEvents()
        corner = screen.mapTo(window, screen.rect().bottomRight())
        assert zoom > 2 or (corner.x() <= 1366, corner.y() <= 768) == (True, True)
        window._on_zoom_asked(1)


def test_every_control_has_a_name(window: MainWindow, screen: DevicesScreen) -> None:
    named: list[QWidget] = [screen.devices.list, screen.detail, *screen.detail.findChildren(QAbstractButton)]
    assert all(each.accessibleName() for each in named if each.isVisible() or isinstance(each, QLabel))
