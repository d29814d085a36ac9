"""Bringing in an order file: which one, how far it is, what did not come in, and putting that right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.domain.desk import Locked
from app.domain.glance import ImportedRow, ImportReport
from app.domain.importing import Correction
from app.ui.errands import Errands
from app.ui.messages import Tone, explain, remedy, what
from app.ui.plain import label
from app.ui.screens.importing.choosing import Choosing
from app.ui.screens.importing.errands import (
    FilesFound,
    ImportErrand,
    ImportErrandFailed,
    RowsRetried,
    RowsWritten,
)
from app.ui.screens.importing.nearby import nearby
from app.ui.screens.importing.result import Result
from app.ui.screens.importing.running import Running
from app.ui.screens.packing.banner import Banner
from app.ui.screens.packing.order_import import ImportDone, ImportFailed, ImportNews, ImportProgress
from app.ui.theme import GAP, Look
from app.ui.visit import Visit

if TYPE_CHECKING:
    from app.station import Station

BANNER_HEIGHT, BANNER_SIZE = 80, 26
KEPT_UNSEEN_MS = 10 * 60_000  # how long what is kept of bad rows outlives a look at another screen
_FIND, _RETRY, _WRITE = "find", "retry", "write"
Said = Callable[[Look], tuple[Tone | None, str, str]]  # tone, what happened, what to do, in the present language


def usual_folders() -> tuple[Path, ...]:
    """Where a browser puts what a shop exports."""
    places = (QStandardPaths.StandardLocation.DownloadLocation, QStandardPaths.StandardLocation.DesktopLocation)
    return tuple(Path(folder) for place in places if (folder := QStandardPaths.writableLocation(place)))


class ImportScreen(Visit):
    """`file_chosen` carries the path of a file to bring in, `elsewhere_asked` (with the Look) wants it chosen among
    all, `stop_asked` has had enough; `changed` carries what a note elsewhere is to say of the report, without a cell.
    """

    topic = "importing"
    file_chosen = Signal(object)
    elsewhere_asked = Signal(object)
    stop_asked = Signal()
    changed = Signal(object)
    closed = Signal()
    _told = Signal(object)  # news of errands, out of their threads

    def __init__(self) -> None:
        super().__init__()
        self._station: Station | None = None
        self._look: Look | None = None
        self._path = Path()
        self._report: ImportReport | None = None
        self._person = ""
        self._is_running = False
        self._said: Said = lambda _look: (None, "", "")
        self.folders: Callable[[], Sequence[Path]] = usual_folders
        self.errands: Errands[ImportErrand] = Errands("importing", self._told.emit, ImportErrandFailed)
        self.choosing, self.running, self.result = Choosing(), Running(), Result()
        self.banner, self._keys = Banner(height=BANNER_HEIGHT, size=BANNER_SIZE), label("small", wraps=True)
        self._pages, self._rows = QStackedWidget(), QVBoxLayout(self)
        self._unseen = QTimer(self, singleShot=True, interval=KEPT_UNSEEN_MS)
        self._build()

    def _build(self) -> None:
        for page in (self.choosing, self.running, self.result):
            self._pages.addWidget(page)
        self._rows.addWidget(self._pages, 1)
        self._rows.addWidget(self.banner)
        self._rows.addWidget(self._keys)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._unseen.timeout.connect(self._forget)
        self.choosing.chosen.connect(self.file_chosen)
        self.choosing.elsewhere_asked.connect(lambda: self.elsewhere_asked.emit(self._look))
        self.running.stop_asked.connect(self.stop_asked)
        self.result.corrected.connect(self._on_corrected)
        self.result.file_asked.connect(self._on_file_asked)
        self.result.another_asked.connect(self._on_another)
        self.result.detail.field.selectionChanged.connect(self._show_keys)

    def attach(self, station: Station) -> None:
        self._station = station

    def dress(self, look: Look) -> None:
        self._look = look
        gap = look.px(GAP)
        self._rows.setContentsMargins(gap, gap, gap, look.px(10))
        self._rows.setSpacing(look.px(10))
        for part in (self.choosing, self.running, self.result, self.banner):
            part.dress(look)
        self._show_banner(anew=False)
        self._show_keys()

    def open(self, step: str) -> None:
        """Come into view; `step` is what the table waits for."""
        self._unseen.stop()
        if self._report is not None and self._person != self._who():
            self._forget()  # somebody else is at the desk
        self._rest(step)
        if self._pages.currentWidget() is self.choosing:
            self._look_for_files()
        self._come_home()

    def begin(self, path: Path) -> None:
        """The file is on its way in."""
        self._forget()
        self._path, self._is_running = path, True
        self.running.begin(path.name)
        self._go(self.running)

    def show_news(self, news: ImportNews) -> ImportNews:
        """How far the file is, or what it came to. Back comes what may be said elsewhere: no cell of a row is in it."""
        match news:
            case ImportProgress(done, total):
                self.running.show_progress(done, total)
                return news
            case ImportDone(report):
                self._is_running = False
                self._keep(report)
                self._go(self.result)
                return ImportDone(_without_cells(report))
            case ImportFailed(code, detail):
                self._is_running = False
                self.result.show_failure(self._path.name, code, detail)
                self._go(self.result)
                return news

    def press(self, key: str) -> None:
        """A single key of a person."""
        page = self._pages.currentWidget()
        assert isinstance(page, Choosing | Running | Result)
        page.press(key)

    def back(self) -> bool:
        """One step back; False when the screen itself is to be left. A file on its way in goes on."""
        if self._pages.currentWidget() is not self.result or self._is_running:
            self.errands.cancel(_FIND)
            return False
        if self.errands.is_under_way(_RETRY) or self.errands.is_under_way(_WRITE):
            self._give_up()
            return True
        if self.result.back():
            self._show_keys()
            return True
        self._forget()
        self.closed.emit()
        return False

    @property
    def code_in_view(self) -> str:
        """The reason of the row that is looked at."""
        chosen = self.result.rows.chosen() if self._report is not None else None
        return chosen.code if chosen is not None else ""

    def finish(self) -> None:
        self._unseen.stop()
        self.errands.finish()

    def refuse_second(self) -> None:
        """One file at a time."""
        self._tell(Tone.WRONG, lambda look: look.word("importing.busy"), lambda look: look.word("importing.busy.do"))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._report is None:
            return
        if self._station is not None and isinstance(self._station.bench.state, Locked):
            self._forget()
        else:
            self._unseen.start()

    def _who(self) -> str:
        person = self._station.bench.person if self._station else None
        return person.id if person else ""

    def _keep(self, report: ImportReport) -> None:
        self._report, self._person = report, self._who()
        self.result.show_report(report)

    def _forget(self) -> None:
        """What is kept of bad rows is personal: gone when nobody looks at it any more."""
        self.errands.cancel(_RETRY, _WRITE)
        self._report = None
        self.result.is_trying = False
        self.result.clear()
        if not self._is_running:
            self._go(self.choosing)

    def _on_another(self) -> None:
        self._forget()
        self.closed.emit()
        self._look_for_files()
        self._come_home()

    def _look_for_files(self) -> None:
        if self._station is None:
            return
        folders = (self._station.order_desk.orders_in, *self.folders())
        self.choosing.begin()
        self.errands.ask(_FIND, lambda: FilesFound(nearby(folders)))

    def _on_corrected(self, given: tuple[Correction, ...]) -> None:
        station, report = self._station, self._report
        if station is None or report is None:
            return
        desk = station.order_desk
        self.result.is_trying = True
        self.errands.ask(_RETRY, lambda: RowsRetried(given, desk.retry_rows(report, given)))
        row = given[0].row
        key = "trying" if len(given) == 1 else "trying_all"
        self._wait(lambda look: look.word(f"importing.{key}", row=row))

    def _on_file_asked(self) -> None:
        station, report, look, path = self._station, self._report, self._look, self._path
        if station is None or report is None or look is None:
            return
        title, language, desk = look.word("importing.reason"), look.language, station.order_desk

        def reason(row: ImportedRow) -> str:
            return explain(row.code, language)

        self.errands.ask(_WRITE, lambda: RowsWritten(*desk.write_bad_rows(path, report, title=title, reason=reason)))
        self._wait(lambda look: look.word("importing.writing"))

    def _give_up(self) -> None:
        """Nobody waits any longer. Whether the rows came in meanwhile is told when they are tried again: once only."""
        self.errands.cancel(_RETRY, _WRITE)
        self.result.is_trying = False
        self._rest("")

    def _on_told(self, news: ImportErrand) -> None:
        match news:
            case FilesFound(files):
                if self._station is not None:
                    self.choosing.show_files(files, self._station.database.now_ms())
                    if self.isVisible() and self._pages.currentWidget() is self.choosing:
                        self._come_home()
            case RowsRetried():
                self._on_retried(news)
            case RowsWritten(path, count):
                self._tell(
                    Tone.OK,
                    lambda look: look.word("importing.written", count=count, file=path.name),
                    lambda look: look.word("importing.written.do"),
                )
            case ImportErrandFailed(errand, code):
                self.result.is_trying = self.result.is_trying and errand != _RETRY
                self._tell(Tone.STOP, lambda look: what(code, look.language), lambda look: remedy(code, look.language))

    def _on_retried(self, news: RowsRetried) -> None:
        before, report, given = self._report, news.report, news.given
        if before is None or not self.result.is_trying:
            return
        self.result.is_trying = False
        is_writing = self.result.is_writing
        self.result.forget_tried(given)
        self._keep(report)
        self._say_retried(before, report, given)
        self.changed.emit(ImportDone(_without_cells(report)))
        if is_writing and self.isVisible():
            self.result.go_on()
        self._show_keys()

    def _say_retried(self, before: ImportReport, report: ImportReport, given: tuple[Correction, ...]) -> None:
        good = report.added + report.known - before.added - before.known
        mistakes = report.bad - report.skipped
        if len(given) > 1:
            key = "half" if mistakes else "came_in.many"
            tone = Tone.WRONG if mistakes else Tone.OK
            self._tell(tone, lambda look: look.word(f"importing.{key}", good=good, bad=mistakes, count=good))
            return
        (one,) = given
        still = next((row for row in report.bad_rows if (row.order, row.row) == (one.order, one.row)), None)
        if good:
            key = "came_in" if report.added > before.added else "was_known"
            number = report.orders[one.order].number
            done = "importing.all_mended" if not mistakes else ""
            self._tell(
                Tone.OK,
                lambda look: look.word(f"importing.{key}", number=number),
                lambda look: look.word(done) if done else "",
            )
        elif still is None or still.cell < 0:
            self._tell(
                Tone.SYSTEM,
                lambda look: look.word("importing.next_bad", row=one.row),
                lambda look: look.word("importing.next_bad.do"),
            )
        else:
            code = still.code
            self._tell(
                Tone.WRONG,
                lambda look: look.word("importing.still_bad", row=one.row, why=what(code, look.language)),
                lambda look: look.word("importing.still_bad.do"),
            )

    def _go(self, page: Choosing | Running | Result) -> None:
        self._pages.setCurrentWidget(page)
        if self.isVisible():
            self._come_home()
        self._show_keys()

    def _come_home(self) -> None:
        """The keyboard where it belongs."""
        page = self._pages.currentWidget()
        if page is self.choosing:
            self.choosing.home().setFocus()
        elif page is self.result:
            self.result.home()
        else:
            self.setFocus()

    def _rest(self, step: str) -> None:
        self._said = lambda look: (None, look.word("incidents.table", step=step) if step else "", "")
        self._show_banner(anew=False)

    def _wait(self, said: Callable[[Look], str]) -> None:
        self._said = lambda look: (None, said(look), "")
        self._show_banner(anew=False)

    def _tell(self, tone: Tone, said: Callable[[Look], str], do: Callable[[Look], str] = lambda _look: "") -> None:
        self._said = lambda look: (tone, said(look), do(look))
        self._show_banner(anew=True)

    def _show_banner(self, *, anew: bool) -> None:
        if self._look is None:
            return
        tone, said, do = self._said(self._look)
        if tone is None:
            self.banner.rest(said, do)
        else:
            self.banner.show_answer(tone, said, do, anew=anew)

    def _show_keys(self) -> None:
        if self._look is None:
            return
        page = self._pages.currentWidget()
        key = "choosing" if page is self.choosing else "running" if page is self.running else "result"
        self._keys.setText(self._look.word(f"importing.keys.{'field' if self.result.is_writing else key}"))


def _without_cells(report: ImportReport) -> ImportReport:
    return replace(report, header=None, orders=(), bad_rows=tuple(replace(row, order=-1) for row in report.bad_rows))
