"""The rail: a click goes where a key goes, and where one is already nothing happens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.desk import HandingOver, Idle
from app.ui.main_window import MainWindow
from tests.builders import Rig


def click(window: MainWindow, place: str) -> None:
    QTest.mouseClick(window.rail.buttons[place], Qt.MouseButton.LeftButton)


def lit(window: MainWindow) -> list[str]:
    return [name for name, button in window.rail.buttons.items() if button.isChecked()]


def test_a_click_goes_to_each_place_and_lights_it(window: MainWindow) -> None:
    for place in ("incidents", "orders", "parcels", "devices", "setup", "help", "pack"):
        click(window, place)
        assert lit(window) == [place]
    assert window.packing.isVisible()


def test_a_click_on_the_place_where_one_is_changes_nothing(window: MainWindow) -> None:
    for place in ("orders", "orders"):
        click(window, place)
    assert window.visits.orders.isVisible()
    assert lit(window) == ["orders"]


def test_the_printers_belong_to_the_devices_and_a_click_leads_from_them_to_those(window: MainWindow) -> None:
    QTest.keySequence(window, "Alt+P")
    assert (window.printers.isVisible(), lit(window)) == (True, ["devices"])
    click(window, "devices")
    assert window.visits.devices.isVisible()


def test_hand_over_and_pack_lead_to_the_courier_and_back(window: MainWindow, rig: Rig) -> None:
    click(window, "handover")
    assert isinstance(rig.station.bench.state, HandingOver)
    assert lit(window) == ["handover"]
    click(window, "handover")
    assert isinstance(rig.station.bench.state, HandingOver)
    click(window, "pack")
    assert isinstance(rig.station.bench.state, Idle)
    assert lit(window) == ["pack"]


def test_help_leads_back_to_the_screen_where_it_was_asked_for(window: MainWindow) -> None:
    for back in ("Escape", "F1"):
        QTest.keySequence(window, "Alt+G")
        QTest.keySequence(window, "F1")
        assert window.visits.help.isVisible()
        QTest.keySequence(window, back)
        assert window.visits.devices.isVisible(), back
        QTest.keySequence(window, "Escape")
        assert window.packing.isVisible()
