"""A shift lead at the window: what waits, decided by keys, and written down with why. Scans count meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.desk import Packing
from app.domain.facts import LabelSent
from app.domain.incident import Decision, IncidentKind
from app.domain.printing import PrintState
from app.domain.shipment import WaybillState
from app.store import journal
from app.ui.main_window import MainWindow
from app.ui.messages import Tone, incident_what, reasons
from app.ui.sounds import Sounds
from tests.builders import a_draft, lines_of
from tests.ui.conftest import Keyboard, RecordingPlayer
from tests.ui.troubles import MAKE, TroubledRig, refresh

Keys = Callable[..., None]
Hand = Callable[..., None]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[TroubledRig]:
    rig = TroubledRig(tmp_path)
    yield rig
    rig.station.stop()


@pytest.fixture
def bare_window(qtbot: QtBot, player: RecordingPlayer) -> MainWindow:
    """The window, with a scanner so fast that a hand is known after 30 ms."""
    window = MainWindow(language="en", sounds=Sounds(player), gap_ms=10)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())
    return window


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


@pytest.fixture
def hand(window: MainWindow, keyboard: Keyboard, qtbot: QtBot) -> Hand:
    """Type as a person does: a key, and nothing for a while."""

    def press(*texts: str, end: bool = False) -> None:
        for text in (*texts, "\r") if end else texts:
            keyboard.key(window, text, 2_000)
            qtbot.waitUntil(lambda: not window.wedge._text)

    return press


@pytest.fixture
def keys(keyboard: Keyboard) -> Keys:
    """Type codes as a scanner does, a millisecond a key."""

    def scan(window: MainWindow, *codes: str) -> None:
        for code in codes:
            for i, text in enumerate(f"{code}\r"):
                keyboard.key(window, text, 1 if i else 100)

    return scan


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.windowHandle(), key)


def opened(window: MainWindow, rig: TroubledRig, kind: IncidentKind, number: str = "1001") -> None:
    """Bring the incident about, and go to the screen that shows it."""
    MAKE[kind](rig, number)
    refresh(window)
    press(window, Qt.Key.Key_F7)
    chosen = window.incidents.incidents.chosen()
    assert chosen is not None
    assert chosen.kind is kind


def decided(rig: TroubledRig) -> list[tuple[str, str]]:
    """What the journal keeps of decisions: the event, and the reason in a person's words."""
    with rig.station.database.reading() as connection:
        assert journal.verify(connection) is None
        return [row for row in journal.scans(connection, rig.station.database) if row[0].startswith("decided.")]


def kinds(rig: TroubledRig) -> list[IncidentKind]:
    return [incident.kind for incident in rig.station.lead.incidents()]


def state_of(rig: TroubledRig) -> tuple[WaybillState | None, PrintState | None]:
    parcel = rig.station.recent_parcels()[0]
    return parcel.waybill_state, parcel.print_state


def test_the_place_of_the_exceptions_bears_their_count(window: MainWindow, rig: TroubledRig) -> None:
    place = window.rail.buttons["incidents"]
    assert (place.waiting, place.accessibleName()) == (0, "Exceptions")
    MAKE[IncidentKind.PRINT_UNKNOWN](rig, "1001")
    MAKE[IncidentKind.PURCHASE_CHECKED](rig, "1002")
    refresh(window)
    assert (place.waiting, place.accessibleName()) == (1, "Exceptions: 1 waiting")
    QTest.mouseClick(place, Qt.MouseButton.LeftButton)
    assert window.incidents.isVisible()
    assert [row.kind for row in window.incidents.incidents.list.rows] == [
        IncidentKind.PRINT_UNKNOWN,
        IncidentKind.PURCHASE_CHECKED,
    ]


def test_with_nothing_to_decide_the_screen_says_so_and_escape_returns(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F7)
    assert window.incidents.nothing.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.incidents.isVisible()


# What a lead does about each kind, and how it stands afterwards: (waybill, print) and what is left to decide.
ENDS: list[tuple[IncidentKind, str, Decision, tuple[WaybillState | None, PrintState | None]]] = [
    (IncidentKind.PURCHASE_UNCLEAR, "2", Decision.NOT_BOUGHT, (WaybillState.REJECTED, None)),
    (IncidentKind.PURCHASE_CHECKED, "1", Decision.CHECK_AGAIN, (WaybillState.ISSUED, PrintState.SENT)),
    (IncidentKind.PURCHASE_REFUSED, "1", Decision.ASK_AGAIN, (WaybillState.ISSUED, PrintState.SENT)),
    (IncidentKind.VOID_UNCLEAR, "1", Decision.CHECK_AGAIN, (WaybillState.CANCELLED, None)),
    (IncidentKind.VOID_UNCLEAR, "2", Decision.VOIDED, (WaybillState.CANCELLED, None)),
    (IncidentKind.VOID_UNCLEAR, "3", Decision.STILL_VALID, (WaybillState.ISSUED, None)),
    (IncidentKind.PRINT_UNKNOWN, "1", Decision.CAME_OUT, (WaybillState.ISSUED, PrintState.CONFIRMED)),
    (IncidentKind.PRINT_UNKNOWN, "2", Decision.REPRINT, (WaybillState.ISSUED, PrintState.SENT)),
    (IncidentKind.PRINT_FAILED, "1", Decision.REPRINT, (WaybillState.ISSUED, PrintState.FAILED)),
    (IncidentKind.LABEL_UNSEEN, "1", Decision.CAME_OUT, (WaybillState.ISSUED, PrintState.CONFIRMED)),
    (IncidentKind.LABEL_UNSEEN, "2", Decision.REPRINT, (WaybillState.ISSUED, PrintState.SENT)),
    (IncidentKind.JOB_HELD, "1", Decision.CHECK_AGAIN, (WaybillState.ISSUED, PrintState.SENT)),
    (IncidentKind.LABEL_UNUSED, "1", Decision.VOID, (WaybillState.CANCELLED, PrintState.CANCELLED)),
    (IncidentKind.LABEL_UNUSED, "3", Decision.KEEP, (WaybillState.ISSUED, PrintState.QUEUED)),
]


@pytest.mark.parametrize(("kind", "key", "decision", "end"), ENDS, ids=str)
def test_every_kind_is_decided_by_two_keys_and_written_down_with_why(
    window: MainWindow,
    rig: TroubledRig,
    hand: Hand,
    kind: IncidentKind,
    key: str,
    decision: Decision,
    end: tuple[WaybillState | None, PrintState | None],
) -> None:
    opened(window, rig, kind)
    assert window.incidents.detail.what.text() == incident_what(kind, "en")
    scans_before = rig.station.bench.state
    hand(key, "2")
    rig.carrier.loses_voids = False
    rig.work()
    (event, why) = decided(rig)[0]
    assert event == f"decided.{decision}"
    assert why == reasons(decision, "en")[1]
    waybill, printed = state_of(rig)
    assert waybill is end[0]
    assert end[1] in (None, printed)
    assert rig.station.bench.state == scans_before
    assert window.incidents.banner.sentence


def test_an_orphan_is_given_back_or_kept(window: MainWindow, rig: TroubledRig, hand: Hand) -> None:
    opened(window, rig, IncidentKind.ORPHAN)
    hand("1", "3")
    rig.station.guard.step()
    assert decided(rig) == [("decided.void", "Bought by mistake")]
    assert all(order.is_cancelled for order in rig.carrier.orders.values())
    refresh(window)
    assert window.incidents.nothing.isVisible()
    assert window.incidents.banner.sentence == "Decided, and written down."


def test_a_bought_label_is_adopted_under_the_number_that_is_scanned(
    window: MainWindow, rig: TroubledRig, hand: Hand, keys: Keys, player: RecordingPlayer
) -> None:
    opened(window, rig, IncidentKind.PURCHASE_UNCLEAR)
    hand("1")
    field = window.incidents.detail.ask.field
    assert QApplication.focusWidget() is field
    keys(window, "PB0000000000017")
    assert player.tones == []
    assert "PB0000000000017" in window.incidents.detail.ask.title.text()
    hand("1")
    assert player.tones == ["system"]
    assert window.incidents.banner.sentence == "The label of order 1001 goes to the printer."
    rig.work()
    assert rig.station.recent_parcels()[0].tracking_number == "PB0000000000017"
    assert decided(rig) == [("decided.bought", "Seen in the carrier's portal")]


def test_a_typed_number_that_is_none_is_refused_and_changes_nothing(
    window: MainWindow, rig: TroubledRig, hand: Hand
) -> None:
    opened(window, rig, IncidentKind.PURCHASE_UNCLEAR)
    hand("1")
    hand("4", "2", end=True)
    hand("1")
    assert window.incidents.banner.tone is Tone.WRONG
    assert "no tracking number" in window.incidents.banner.sentence
    assert kinds(rig) == [IncidentKind.PURCHASE_UNCLEAR]


def test_a_reason_in_own_words_is_kept_sealed_in_the_journal(window: MainWindow, rig: TroubledRig, hand: Hand) -> None:
    opened(window, rig, IncidentKind.PRINT_UNKNOWN)
    hand("1", "4")
    hand(*"seen 1", end=True)
    assert decided(rig) == [("decided.came_out", "seen 1")]
    assert kinds(rig) == []
    on_disk = b"".join(path.read_bytes() for path in rig.folder.glob("packbench.db*"))
    assert b"decided.came_out" in on_disk
    assert b"seen 1" not in on_disk


def test_escape_goes_back_step_by_step_and_decides_nothing(window: MainWindow, rig: TroubledRig, hand: Hand) -> None:
    opened(window, rig, IncidentKind.PURCHASE_UNCLEAR)
    ask = window.incidents.detail.ask
    hand("1")
    hand(*"PB0000000000017", end=True)
    hand("4")
    titles = []
    for _ in range(3):
        titles.append(ask.title.text())
        press(window, Qt.Key.Key_Escape)
    assert titles == [
        "It was bought: why?",
        "It was bought (PB0000000000017): why?",
        "It was bought: which tracking number?",
    ]
    assert ask.title.text() == "What you can decide"
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()
    assert decided(rig) == []


def test_scans_count_while_the_lead_decides_and_their_answer_is_shown(
    window: MainWindow, rig: TroubledRig, hand: Hand, keys: Keys, player: RecordingPlayer
) -> None:
    rig.orders(a_draft("2002", lines_of(A=3)))
    opened(window, rig, IncidentKind.PRINT_UNKNOWN)
    keys(window, "2002")
    hand("2")  # half way to a reprint
    keys(window, "A")
    assert window.incidents.banner.sentence == "Goods A: 1 of 3."
    assert window.incidents.banner.do_now == "On the table: Scan the next item"
    hand("4")  # in a field for words
    keys(window, "6900")
    assert window.incidents.detail.ask.field.text() == ""
    assert window.incidents.banner.sentence == "Nobody here knows 6900."
    state = rig.station.bench.state
    assert isinstance(state, Packing)
    assert state.order.units_packed == 1
    assert player.tones == ["ok", "ok", "wrong"]
    assert decided(rig) == []


def test_numbers_typed_by_hand_never_reach_the_bench(window: MainWindow, rig: TroubledRig, hand: Hand) -> None:
    rig.orders(a_draft("1", lines_of(A=1)))
    opened(window, rig, IncidentKind.PRINT_UNKNOWN, "1001")
    before = rig.station.bench.state
    hand("9", "1", end=True)
    assert rig.station.bench.state == before
    with rig.station.database.reading() as connection:
        scans = [text for _, text in journal.scans(connection, rig.station.database)]
    assert "1" not in scans


def test_scanning_the_label_itself_answers_the_question(window: MainWindow, rig: TroubledRig, keys: Keys) -> None:
    opened(window, rig, IncidentKind.LABEL_UNSEEN)
    keys(window, rig.station.recent_parcels()[0].tracking_number)
    assert window.incidents.banner.sentence == "The label of order 1001 is on its box."
    refresh(window)
    assert window.incidents.nothing.isVisible()


def test_what_changed_meanwhile_is_left_alone(window: MainWindow, rig: TroubledRig, hand: Hand, keys: Keys) -> None:
    MAKE[IncidentKind.PRINT_FAILED](rig, "1002")
    opened(window, rig, IncidentKind.PRINT_FAILED, "1001")
    list_ = window.incidents.incidents.list
    list_.setCurrentIndex(list_.model().index(1, 0))
    MAKE[IncidentKind.PRINT_UNKNOWN](rig, "1003")
    refresh(window)
    list_.setCurrentIndex(list_.model().index(2, 0))
    hand("1")
    window._on_scanned(rig.station.recent_parcels()[0].tracking_number)  # the label is found and scanned
    refresh(window)
    assert window.incidents.detail.ask.is_under_way, "nothing else may slip under the next key"
    hand("1")
    assert window.incidents.banner.sentence == "This had changed meanwhile. Nothing was done."
    assert decided(rig) == []


def test_after_a_jam_a_run_of_labels_is_printed_again_once_it_is_confirmed(
    window: MainWindow, rig: TroubledRig, hand: Hand
) -> None:
    for number in ("1", "2", "3", "4"):
        rig.pack(f"10{number}")
        rig.work()
    assert len(rig.printer.documents) == 4
    press(window, Qt.Key.Key_F7)
    hand("r")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    hand(*"2-3", end=True)
    assert window.incidents.jam._title.text() == "Print the labels #2 to #3 again?"
    rig.work()
    assert len(rig.printer.documents) == 4
    hand("1")
    assert window.incidents.banner.sentence == "Labels that go to the printer again: 2."
    rig.work()
    assert len(rig.printer.documents) == 6
    hand("R")
    hand("9", end=True)
    hand("2")
    rig.work()
    assert len(rig.printer.documents) == 6
    assert not window.incidents.jam.isVisible()


def test_news_is_read_soon_and_at_most_once_a_second(window: MainWindow, rig: TroubledRig, qtbot: QtBot) -> None:
    refresh(window)
    reads: list[float] = []
    window.watch.changed.connect(lambda _incidents: reads.append(time.monotonic()))
    MAKE[IncidentKind.PRINT_UNKNOWN](rig, "1001")
    for _ in range(50):
        window.relay.fact.emit(LabelSent("p"))
    qtbot.waitUntil(lambda: window.rail.buttons["incidents"].waiting == 1, timeout=3000)
    assert len(reads) <= 2, "fifty facts, and the ledger was read for each"


def test_the_window_never_waits_for_the_ledger(
    window: MainWindow, rig: TroubledRig, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(window)
    MAKE[IncidentKind.PRINT_UNKNOWN](rig, "1001")
    lead, is_free = rig.station.lead, threading.Event()
    read = lead.incidents
    monkeypatch.setattr(lead, "incidents", lambda: read() if is_free.wait(20) else ())
    before = time.monotonic()
    press(window, Qt.Key.Key_F7)
    assert time.monotonic() - before < 1
    assert window.incidents.nothing.isVisible()
    is_free.set()
    qtbot.waitUntil(window.incidents.detail.isVisible)


def test_the_function_keys_of_the_lists_lead_back_to_them(window: MainWindow, rig: TroubledRig) -> None:
    rig.pack("1001")
    window.packing.reread()
    window.packing._read_stale()
    press(window, Qt.Key.Key_F7)
    press(window, Qt.Key.Key_F3)
    assert window.packing.isVisible()
    assert not window.wedge.has_own_keys
    assert QApplication.focusWidget() is window.packing.parcels.list


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_cut_and_the_largest_type_still_fits(
    window: MainWindow, rig: TroubledRig, size: tuple[int, int], language: str
) -> None:
    window.appearance.language = language
    opened(window, rig, IncidentKind.VOID_UNCLEAR)
    window.rail.show_incidents(128)
    window.resize(*size)
    for zoom in range(3):
        window.appearance.zoom = zoom
        window._dress()
        QApplication.processEvents()
        assert (window.width(), window.height()) == size
        shown = [made for made in window.findChildren(QPushButton) if made.isVisible()]
        assert [made.text() for made in shown if made.width() < made.sizeHint().width()] == []
        words = [part for option in window.incidents.detail.ask.options.buttons for part in (option.word, option.does)]
        assert [part.text() for part in words if part.isVisible() and part.width() < part.sizeHint().width()] == []
