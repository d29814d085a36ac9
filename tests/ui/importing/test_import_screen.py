"""Bringing in a file at the window: chosen by one key, followed, and what did not come in put right row by row."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.desk import Packing
from app.errors import Unavailable
from app.ui.main_window import MainWindow
from app.ui.messages import Tone
from app.ui.screens.importing import nearby as places
from app.ui.screens.importing.nearby import nearby
from app.ui.screens.importing.screen import ImportScreen
from tests.builders import Rig, a_draft, lines_of

HEAD = "number,name,phone,province,city,district,street,sku,title,quantity,status\n"
ROW = "{number},李小龙,{phone},北京,北京市,海淀区,中关村大街27号,A,茶,{quantity},{status}\n"
PHONE = "13912345678"
Keys = Callable[..., None]


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    folder = tmp_path / "Downloads"
    folder.mkdir()
    return folder


@pytest.fixture
def screen(window: MainWindow, downloads: Path) -> ImportScreen:
    screen = window.visits.importing
    screen.folders = lambda: [downloads]
    return screen


def press(window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, *modifiers)


def a_file(folder: Path, *rows: tuple[str, str, str] | tuple[str, str, str, str], name: str = "orders.csv") -> Path:
    """Rows of (number, phone, quantity) and, where it matters, status."""
    lines = (ROW.format(number=row[0], phone=row[1], quantity=row[2], status="".join(row[3:])) for row in rows)
    path = folder / name
    path.write_text(HEAD + "".join(lines), "utf-8")
    return path


def brought_in(window: MainWindow, qtbot: QtBot, path: Path) -> ImportScreen:
    """Import the file and go to what it came to."""
    window.order_file.bring_in(path)
    screen = window.visits.importing
    qtbot.waitUntil(lambda: not screen._is_running, timeout=10_000)
    if window.visits.seen is not screen:
        press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    return screen


def told(screen: ImportScreen) -> str:
    return f"{screen.result.head.text()}: {screen.result.counts.text()}"


def correct(window: MainWindow, qtbot: QtBot, value: str) -> str:
    """Write into the field, Enter, and what is said then."""
    screen = window.visits.importing
    assert QApplication.focusWidget() is screen.result.detail.field
    screen.result.detail.field.setText(value)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.result.is_trying)
    return f"{screen.banner.sentence} {screen.banner.do_now}".strip()


def test_files_that_lie_nearby_are_brought_in_by_one_key(
    window: MainWindow, screen: ImportScreen, rig: Rig, downloads: Path, qtbot: QtBot
) -> None:
    a_file(downloads, ("1", PHONE, "1"))
    press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert screen.isVisible()
    qtbot.waitUntil(lambda: len(screen.choosing.list.rows) == 1)
    screen.press("1")
    qtbot.waitUntil(lambda: told(screen) == "1 order came in: every row is in order")
    assert [order.number for order in rig.station.next_orders()] == ["1"]


def test_the_newest_nine_files_are_listed_and_nothing_else(
    downloads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.XLSX", "c.json", "d.pdf", ".hidden.csv", "~$b.xlsx"):
        (downloads / name).write_text("x")
    (downloads / "folder.csv").mkdir()
    found = nearby([tmp_path / "not there", downloads, downloads])
    assert sorted(file.path.name for file in found) == ["a.csv", "b.XLSX", "c.json"]
    for number in range(20):
        (downloads / f"{number}.csv").write_text("x")
    assert len(nearby([downloads])) == 9
    monkeypatch.setattr(places, "MOST_LOOKED_AT", 2)
    assert len(nearby([downloads])) <= 2


def test_without_files_nearby_the_screen_says_how_to_get_some(window: MainWindow, screen: ImportScreen) -> None:
    press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    screen.errands.finish()
    QApplication.processEvents()
    assert "Export orders from the shop" in screen.choosing.says.text() or screen.choosing._is_looking
    press(window, Qt.Key.Key_Escape)
    assert window.packing.isVisible()


def test_a_row_is_put_right_and_its_order_comes_in_at_once(
    window: MainWindow, rig: Rig, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = brought_in(window, qtbot, a_file(tmp_path, ("1", "", "1"), ("2", PHONE, "x"), ("3", PHONE, "1")))
    assert told(screen) == "1 order came in: 2 rows to correct"
    assert screen.result.detail.why.text() == "The phone number is missing."
    press(window, Qt.Key.Key_Return)
    assert correct(window, qtbot, "139") == "Row 2: The phone number is not one. Write it again, then Enter."
    assert correct(window, qtbot, PHONE) == "Order 1 came in."
    assert screen.banner.tone is Tone.OK
    assert screen.result.detail.column.text() == "Column “quantity”"
    assert correct(window, qtbot, "2") == "Order 2 came in. Nothing is left to correct."
    assert told(screen) == "3 orders came in: every row is in order"
    assert sorted(order.number for order in rig.station.next_orders()) == ["1", "2", "3"]


def test_only_the_cell_at_fault_is_shown_the_rest_is_masked(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    screen = brought_in(window, qtbot, a_file(tmp_path, ("1", PHONE, "x")))
    detail = screen.result.detail
    assert detail.field.text() == "x"
    said = f"{detail.where.text()} {detail.why.text()} {detail.around.text()} {detail.column.text()}"
    assert "李**" in said
    assert "小龙" not in said
    assert PHONE not in said
    assert "中关村" not in said


def test_down_keeps_a_correction_and_all_of_them_are_tried_together(
    window: MainWindow, rig: Rig, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = brought_in(window, qtbot, a_file(tmp_path, ("1", "", "1"), ("2", PHONE, "x"), ("3", "", "1")))
    press(window, Qt.Key.Key_Return)
    for value in (PHONE, "2"):
        screen.result.detail.field.setText(value)
        press(window, Qt.Key.Key_Down)
    assert screen.result.rows.all.text() == "A   Try all corrected (2)"
    press(window, Qt.Key.Key_Escape)
    screen.press("a")
    qtbot.waitUntil(lambda: not screen.result.is_trying)
    assert screen.banner.sentence == "2 orders came in, still to correct: 1 row."
    assert not screen.result.rows.all.isVisible()
    assert len(rig.station.next_orders()) == 2


def test_a_row_that_waits_for_another_leads_to_it(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    screen = brought_in(window, qtbot, a_file(tmp_path, ("1", PHONE, "1"), ("1", PHONE, "x")))
    screen.result.rows.choose(0)
    assert screen.result.detail.hint.text() == "Row 3 of the same order is at fault. Enter goes there."
    press(window, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is screen.result.detail.field
    assert screen.result.detail.field.text() == "x"


def test_what_the_shop_left_out_stands_last_and_is_no_mistake(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    screen = brought_in(window, qtbot, a_file(tmp_path, ("1", PHONE, "1", "cancelled"), ("2", "", "1")))
    assert told(screen) == "0 orders came in: 1 row to correct  ·  1 left out by the shop"
    assert [row.is_skipped for row in screen.result.rows.list.rows] == [False, True]
    screen.result.rows.choose(1)
    assert not screen.result.detail.field.isVisible()
    assert "the shop itself says so" in screen.result.detail.hint.text()


def test_the_rows_go_to_a_file_that_comes_in_once_it_is_corrected(
    window: MainWindow, rig: Rig, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = brought_in(window, qtbot, a_file(tmp_path, ("1", "", "1")))
    screen.press("w")
    qtbot.waitUntil(lambda: screen.banner.sentence == "orders-to-correct.csv holds 1 row.")
    target = tmp_path / "orders-to-correct.csv"
    text = target.read_text("utf-8-sig")
    assert "The phone number is missing." in text
    target.write_text(text.replace("李小龙,,", f"李小龙,{PHONE},"), "utf-8-sig")
    brought_in(window, qtbot, target)
    assert told(screen) == "1 order came in: every row is in order"
    assert len(rig.station.next_orders()) == 1


def test_a_scan_while_a_row_is_written_counts_and_the_correction_waits(
    window: MainWindow, rig: Rig, keys: Keys, qtbot: QtBot, tmp_path: Path
) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    screen = brought_in(window, qtbot, a_file(tmp_path, ("1", "", "1")))
    press(window, Qt.Key.Key_Return)
    keys(window, "1001")
    assert isinstance(rig.station.bench.state, Packing)
    assert window.packing.isVisible()
    press(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert screen.result.detail.why.text() == "The phone number is missing."


def test_nothing_of_a_row_is_kept_once_the_result_is_closed_or_unseen_for_long(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = a_file(tmp_path, ("1", PHONE, "x"))
    for leave in (lambda: press(window, Qt.Key.Key_Escape), window.visits.importing._unseen.timeout.emit):
        screen = brought_in(window, qtbot, path)
        assert screen._report is not None
        leave()
        assert screen._report is None
        assert screen.result._report is None
        assert screen.result.detail.field.text() == ""
        assert screen.result.rows.list.rows == ()


def test_the_note_at_the_table_holds_no_cell_of_a_row(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    brought_in(window, qtbot, a_file(tmp_path, ("1", PHONE, "x")))
    note = window.packing.order_import._news
    report = getattr(note, "report", None)
    assert report is not None
    assert (report.bad, report.orders, report.header) == (1, (), None)


def test_a_second_file_waits_for_the_first(
    window: MainWindow, rig: Rig, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go = threading.Event()
    real = rig.station.order_desk.bring_in
    monkeypatch.setattr(rig.station.order_desk, "bring_in", lambda *a, **k: (may_go.wait(10), real(*a, **k))[1])
    path = a_file(tmp_path, ("1", PHONE, "1"))
    window.order_file.bring_in(path)
    window.order_file.bring_in(path)
    assert window.visits.importing.banner.sentence == "A file is on its way in already."
    may_go.set()
    qtbot.waitUntil(lambda: not window.visits.importing._is_running)


def test_what_cannot_be_tried_now_is_said_and_stays_corrected(
    window: MainWindow, rig: Rig, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Unavailable("store.full")

    screen = brought_in(window, qtbot, a_file(tmp_path, ("1", "", "1")))
    press(window, Qt.Key.Key_Return)
    with monkeypatch.context() as patch:
        patch.setattr(rig.station.order_desk, "retry_rows", full)
        assert "disk is full" in correct(window, qtbot, PHONE)
    assert screen.result.rows.kept == {(0, 2)} or screen.result._kept == {(0, 2): PHONE}
    press(window, Qt.Key.Key_Escape)
    screen.press("a")
    qtbot.waitUntil(lambda: len(rig.station.next_orders()) == 1)
    qtbot.waitUntil(lambda: not screen.result.is_trying)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    ("key", "stalled", "said"), [("a", "retry_rows", "Trying"), ("w", "write_bad_rows", "Writing")]
)
def test_escape_ends_the_waiting_for_a_disk_that_does_not_answer_and_its_late_answer_is_dropped(
    window: MainWindow,
    rig: Rig,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    stalled: str,
    said: str,
) -> None:
    was_begun, may_go = threading.Event(), threading.Event()
    real = getattr(rig.station.order_desk, stalled)

    def slow(*args: object, **named: object) -> object:
        was_begun.set()
        assert may_go.wait(10)
        return real(*args, **named)

    screen = brought_in(window, qtbot, a_file(tmp_path, ("1", "", "1"), ("2", "", "1")))
    press(window, Qt.Key.Key_Return)
    screen.result.detail.field.setText(PHONE)
    press(window, Qt.Key.Key_Escape)
    with monkeypatch.context() as patch:
        patch.setattr(rig.station.order_desk, stalled, slow)
        screen.press(key)
        qtbot.waitUntil(was_begun.is_set)
        assert screen.banner.sentence.startswith(said)
        (thread,) = [each for each in threading.enumerate() if each.name.startswith("importing: ")]
        press(window, Qt.Key.Key_Escape)
        assert screen.isVisible()
        assert not screen.banner.sentence
        may_go.set()
        thread.join(10)
    QApplication.processEvents()
    assert not screen.banner.sentence
    assert told(screen) == "0 orders came in: 2 rows to correct"
    screen.press("a")
    qtbot.waitUntil(lambda: bool(screen.banner.sentence) and not screen.result.is_trying)
    assert len(rig.station.next_orders()) == 1
