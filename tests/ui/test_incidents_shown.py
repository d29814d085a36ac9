"""What a shift lead sees of what waits: the costly first, in groups, with the parcel's goods and its last steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.incident import Incident, IncidentKind, Urgency, by_urgency
from app.ui.main_window import MainWindow
from tests.ui.troubles import MAKE, TroubledRig, refresh

K = IncidentKind


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[TroubledRig]:
    rig = TroubledRig(tmp_path)
    yield rig
    rig.station.stop()


def an_incident(kind: IncidentKind, name: str, *, since_ms: int = 1, until_ms: int = 0) -> Incident:
    return Incident(kind, name, name, "", "", since_ms, until_ms=until_ms)


def test_what_costs_money_comes_first_and_of_that_what_has_the_nearest_deadline() -> None:
    incidents = [
        an_incident(K.PURCHASE_CHECKED, "itself"),
        an_incident(K.ORDER_ON_HOLD, "held"),
        an_incident(K.PRINT_FAILED, "parcel", since_ms=2),
        an_incident(K.LABEL_UNSEEN, "older parcel", since_ms=1),
        an_incident(K.ORPHAN, "money"),
        an_incident(K.LABEL_UNUSED, "later", until_ms=20),
        an_incident(K.LABEL_UNUSED, "soon", until_ms=10),
    ]
    said = [incident.subject_id for incident in by_urgency(incidents)]
    assert said == ["soon", "later", "money", "older parcel", "parcel", "held", "itself"]


@pytest.mark.parametrize("kind", IncidentKind)
def test_every_kind_has_its_urgency(kind: IncidentKind) -> None:
    assert an_incident(kind, "x").urgency in Urgency


def test_the_list_is_grouped_and_says_how_much_time_is_left(window: MainWindow, rig: TroubledRig) -> None:
    for number, kind in enumerate((K.LABEL_UNUSED, K.PURCHASE_REFUSED, K.ORPHAN), 1001):
        MAKE[kind](rig, str(number))
    refresh(window)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)
    shown = window.incidents.incidents
    assert [row.kind for row in shown.list.rows] == [K.LABEL_UNUSED, K.ORPHAN, K.PURCHASE_REFUSED]
    heights = [shown.list.sizeHintForIndex(shown.list.model().index(at, 0)).height() for at in range(3)]
    assert heights[0] == heights[2] > heights[1]  # the first of each group bears its name
    spoken = shown.list.model().index(0, 0).data()
    assert "h left" in spoken


def test_what_is_known_names_the_goods_and_what_happened_last(window: MainWindow, rig: TroubledRig) -> None:
    MAKE[K.PURCHASE_REFUSED](rig, "1001")
    refresh(window)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)
    detail = window.incidents.detail
    assert detail.goods.text() == "In the parcel: Goods A × 1"
    assert "The carrier sold no waybill" in detail.story.text().splitlines()[-1]
    window.incidents.press("1")
    assert not detail.story.isVisible()  # the reasons have its room
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert detail.story.isVisible()


def test_with_nothing_to_decide_a_jam_can_still_be_mended(window: MainWindow) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)
    assert window.incidents.nothing.jam.hasFocus()
    assert not window.incidents.incidents.isVisible()
    window.incidents.press("r")
    assert window.incidents.jam.isVisible()
