"""The courier is here: the window shows the pile, refuses with the reason, closes the list, ends the day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.facts import ManifestUnwritten
from app.domain.handover import EndKind
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from tests.builders import Rig, a_draft, lines_of
from tests.sealed import a_label, a_sealed_parcel, a_stop, news, void
from tests.ui.conftest import RecordingPlayer

Scan = Callable[..., None]


def sealed(rig: Rig, *numbers: str, carrier: str = "ZTO", units: int = 2) -> list[str]:
    with rig.station.database.transaction() as tx:
        news(tx, "shop", rig.clock())
        return [a_sealed_parcel(tx, rig.station.database, number, carrier=carrier, units=units) for number in numbers]


@pytest.fixture
def scan(window: MainWindow, keys: Callable[..., None]) -> Scan:
    """A scanner, and the screen as it is when everything was read."""

    def scanned(*codes: str) -> None:
        keys(window, *codes)
        window.handover.read()

    return scanned


def said(window: MainWindow) -> tuple[Tone, str]:
    return window.handover.banner.tone, window.handover.banner.sentence


def listed(window: MainWindow) -> list[str]:
    return [row.line.tracking_number for row in window.handover.pile.list.rows]


def test_a_pile_grows_by_scans_and_closes_into_a_list(window: MainWindow, rig: Rig, scan: Scan) -> None:
    sealed(rig, "1", "2", "3")
    sealed(rig, "9", carrier="SF")
    scan("PB.HANDOVER")
    assert window.handover.isVisible()
    assert window.handover.step.step == "Scan the first parcel"
    assert window.handover.to_come.rows == ("SF 1", "T9", "ZTO 3", "T1", "T2", "T3")
    scan("T1", "T2")
    assert (window.handover.pile.carrier.text(), window.handover.pile.count.text()) == ("Pile for ZTO", "2")
    assert listed(window) == ["T2", "T1"]
    assert window.handover.pile.list.model().index(0, 0).data() == "T2 · order 2 · 2 units"
    assert window.handover.to_come.rows == ("ZTO 1", "T3")
    scan("T3", "PB.MANIFEST")
    assert said(window)[0] is Tone.COMPLETE
    assert window.handover.closed.isVisible()
    number = window.handover.closed.number.text().removeprefix("Manifest ")
    assert (number[:4], window.handover.closed.counts.text()) == ("ZTO-", "3 parcels · 6 units")
    assert window.handover.to_come.rows == ("SF 1", "T9")
    scan("PB.HANDOVER")
    assert window.handover.pile.isVisible()
    assert window.handover.pile.count.text() == "0"


@pytest.mark.parametrize(
    ("code", "tone", "named"),
    [
        ("T2", Tone.STOP, "Stop: order 2 must not go, it is cancelled."),
        ("T3", Tone.WRONG, "Wrong pile: order 3 goes with SF."),
        ("T1", Tone.WRONG, "Scanned before: T1, order 1."),
        ("T4", Tone.STOP, "Stop: this label of order 4 is void."),
        ("NOPE", Tone.WRONG, "NOPE is no parcel of this house."),
    ],
)
def test_what_must_not_go_is_refused_loudly_and_does_not_count(
    window: MainWindow, rig: Rig, scan: Scan, player: RecordingPlayer, code: str, tone: Tone, named: str
) -> None:
    _, _, parcel_id = sealed(rig, "1", "2", "4")
    sealed(rig, "3", carrier="SF")
    with rig.station.database.transaction() as tx:
        a_stop(tx, rig.station.database, "2")
        void(tx, rig.station.database, parcel_id)
        a_label(tx, rig.station.database, parcel_id, "T4b")
    scan("PB.HANDOVER", "T1", code)
    assert said(window) == (tone, named)
    assert player.tones[-1] == tone
    assert (window.handover.pile.count.text(), listed(window)) == ("1", ["T1"])


def test_a_stop_that_came_after_the_scan_holds_up_the_closing(window: MainWindow, rig: Rig, scan: Scan) -> None:
    sealed(rig, "1", "2")
    scan("PB.HANDOVER", "T1", "T2")
    with rig.station.database.transaction() as tx:
        a_stop(tx, rig.station.database, "1")
    scan("PB.MANIFEST")
    assert said(window) == (Tone.STOP, "Stop: order 1 must not go, it is cancelled.")
    scan("PB.UNPACK")
    assert window.handover.step.step == "Scan the parcel that stays here"
    scan("T1", "PB.MANIFEST")
    assert window.handover.closed.counts.text() == "1 parcel · 2 units"


def test_old_news_are_told_beside_the_pile_and_in_the_header(window: MainWindow, rig: Rig, scan: Scan) -> None:
    sealed(rig, "1")
    scan("PB.HANDOVER")
    assert window.handover.news.said.text() == "Last news of the shops: 0 minutes ago."
    window.unprompted.look()
    light = window.header.lights["news"]
    assert (light.tone, light.words) == (Tone.OK, "Shops 0 min")
    rig.clock.pass_s(5 * 3600)
    window.unprompted.look()
    scan("T1")
    assert window.handover.news.said.text() == "Last news of the shops: 5 hours ago. A cancellation may be missing."
    assert (light.tone, light.words) == (Tone.WRONG, "Shops 5 h")
    assert window.handover.banner.do_now == "The shop's news is old: it may be cancelled there."


def test_the_pile_says_how_far_it_is(window: MainWindow, rig: Rig, scan: Scan) -> None:
    sealed(rig, "1", "2", "3")
    scan("PB.HANDOVER")
    window.handover.read()
    assert not window.handover.pile.bar.isVisible()
    for code, said in (("T1", "2 still to come"), ("T2", "1 still to come"), ("T3", "All that is ready is here")):
        scan(code)
        window.handover.read()
        assert window.handover.pile.to_come.text() == said
    bar = window.handover.pile.bar
    assert (bar.isVisible(), bar.value(), bar.maximum()) == (True, 3, 3)


def test_the_list_lies_in_the_folder_as_a_pdf_and_the_screen_says_where(
    window: MainWindow, rig: Rig, scan: Scan, qtbot: QtBot
) -> None:
    sealed(rig, "1")
    scan("PB.HANDOVER", "T1", "PB.MANIFEST")
    paper = window.handover.closed.paper
    assert paper.text() == "Its PDF is being written…"
    rig.station.start()
    qtbot.waitUntil(lambda: "manifests" in paper.text(), timeout=10_000)
    (file,) = (rig.folder / "manifests").iterdir()
    assert paper.text() == f"To be printed and signed by the courier: {file}"
    assert file.read_bytes().startswith(b"%PDF")


def test_a_list_that_cannot_be_written_is_said_so_and_written_later(
    window: MainWindow, rig: Rig, scan: Scan, qtbot: QtBot
) -> None:
    sealed(rig, "1")
    in_the_way = rig.folder / "manifests"
    in_the_way.write_text("a file where the folder should be")
    scan("PB.HANDOVER", "T1", "PB.MANIFEST")
    rounds = rig.station._rounds["papers"]
    rounds.go_round()
    paper = window.handover.closed.paper
    qtbot.waitUntil(lambda: paper.objectName() == "bad")
    assert "it is tried again" in paper.text()
    in_the_way.unlink()
    rounds.go_round()
    qtbot.waitUntil(lambda: paper.objectName() == "")
    rounds.go_round()
    assert len(list(in_the_way.iterdir())) == 1


def test_a_forged_list_is_never_put_on_paper(window: MainWindow, rig: Rig, scan: Scan) -> None:
    sealed(rig, "1", "2")
    scan("PB.HANDOVER", "T1", "T2", "PB.MANIFEST")
    with rig.station.database.transaction() as tx:
        for (name,) in tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            if "manifest" in name:
                tx.exec_driver_sql(f"DROP TRIGGER {name}")
        tx.exec_driver_sql("UPDATE manifest_parcels SET units = 7 WHERE tracking_number = 'T1'")
    rig.station._rounds["papers"].go_round()
    assert not Path(rig.folder / "manifests").exists()


def test_the_day_ends_with_its_open_ends_on_the_screen(window: MainWindow, rig: Rig, scan: Scan) -> None:
    sealed(rig, "1", "2")
    rig.orders(a_draft("1001", lines_of(A=2)))
    scan("1001", "A", "PB.ASIDE", "PB.HANDOVER", "T1", "PB.DAYEND")
    assert said(window)[0] is Tone.SYSTEM
    shown = {row.kind: (row.count, row.first) for row in window.handover.day_end.list.rows}
    assert shown[EndKind.PILE] == (1, ("T1",))
    assert shown[EndKind.UNHANDED] == (1, ("T2",))
    assert shown[EndKind.ORDER] == (1, ("1001",))
    assert window.handover.day_end.list.model().index(0, 0).data().startswith("Parcels not handed over · ZTO: 1. T2")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert window.packing.isVisible()
    assert window.packing.step.step == "Scan an order"


def test_a_day_on_which_everything_went_out_ends_complete(window: MainWindow, rig: Rig, scan: Scan) -> None:
    sealed(rig, "1")
    scan("PB.HANDOVER", "T1", "PB.MANIFEST", "PB.DAYEND")
    assert said(window) == (Tone.COMPLETE, "The day is done. Nothing is left open.")
    assert window.handover.day_end.nothing.isVisible()
    assert not window.handover.day_end.list.isVisible()
    rig.orders(a_draft("1001", lines_of(A=2)))
    scan("1001")
    assert window.packing.isVisible()


def test_the_pile_is_there_again_after_a_restart(window: MainWindow, rig: Rig, scan: Scan) -> None:
    sealed(rig, "1", "2")
    scan("PB.HANDOVER", "T1")
    rig.restart()
    window.attach(rig.station)
    window.handover.read()
    assert window.handover.isVisible()
    assert (window.handover.pile.count.text(), listed(window)) == ("1", ["T1"])


def test_the_leads_screen_leads_back_to_the_pile(window: MainWindow, rig: Rig, scan: Scan) -> None:
    sealed(rig, "1", "2")
    scan("PB.HANDOVER", "T1")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)
    assert window.incidents.isVisible()
    scan("T2")
    assert window.incidents.isVisible()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)
    assert window.handover.isVisible()
    assert window.handover.pile.count.text() == "2"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_largest_type_still_fits_the_smallest_screen(
    window: MainWindow, rig: Rig, scan: Scan, language: str
) -> None:
    sealed(rig, *map(str, range(30)))
    window.appearance.language = language
    scan("PB.HANDOVER", *(f"T{number}" for number in range(12)))
    for codes in ((), ("PB.MANIFEST",), ("PB.DAYEND",)):
        scan(*codes)
        for window.appearance.zoom in range(3):
            window._dress()
            QApplication.processEvents()
            assert (window.width(), window.height()) == (1366, 768)


def test_news_of_a_list_that_is_no_longer_shown_changes_nothing(window: MainWindow, scan: Scan) -> None:
    scan("PB.HANDOVER")
    window._on_fact(ManifestUnwritten("manifest.unwritable"))
    assert window.handover.pile.isVisible()
