"""The scanners' screen: how each is, what a camera sees, what arrives. Scans made here are tried out and never pack."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent

from app.domain.barcode import Code, Command, read_code, read_command
from app.domain.keystroke import Keystroke
from app.domain.meaning import STATION_PREFIX
from app.domain.people import is_badge_like
from app.domain.scanner import ScannerKind, ScannerReport
from app.domain.wedge_profile import WedgeProfile
from app.errors import PackbenchError
from app.ui.errands import Errands
from app.ui.messages import Tone
from app.ui.screens.camera.light import name_of_scanner
from app.ui.screens.equipment.screen import DIGITS, EquipmentScreen
from app.ui.screens.scanners.detail import Detail
from app.ui.screens.scanners.errands import ScannerErrandFailed, ScannerNews, ScannersFound, SheetDrawn
from app.ui.screens.scanners.found import Found
from app.ui.screens.scanners.hearing import Hearing, local_day
from app.ui.screens.scanners.scanner_list import ScannerList
from app.ui.screens.scanners.teach import Teach
from app.ui.screens.scanners.understood import Arrived, meaning_words, symbology_words
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.scanner_desk import ScannerDesk
    from app.station import Station

KEPT_CODES = 64
_FIND, _DRAW = "find", "draw"


class ScannersScreen(EquipmentScreen):
    """`noted` carries the tone of what came of a scan too, `taught` the profile that was kept, `teaching` whether keys
    are a lesson's just now. `tell` brings news of errands into the window's thread (`hear_errand`).
    """

    topic = "scanners"
    taught = Signal(object)
    teaching = Signal(bool)

    def __init__(self, tell: Callable[[ScannerNews], None]) -> None:
        self._codes: tuple[Arrived, ...] = ()
        self.hearing = Hearing()
        self.scanners, self.detail = ScannerList(self.hearing), Detail()
        self.teach, self.found = Teach(), Found()
        errands: Errands[ScannerNews] = Errands("scanners", tell, ScannerErrandFailed)
        super().__init__(self.scanners, self.detail, (self.teach, self.found), errands)
        self.detail.picked.connect(self._on_picked)
        self.found.searched.connect(self._on_searched)
        self.teach.went_on.connect(self.teaching)
        self.teach.heard.connect(self.noted)
        self.teach.learned.connect(self._on_learned)

    def attach(self, station: Station) -> None:
        super().attach(station)
        self.detail.preview.attach(station.scanners)

    def read(self) -> None:
        if self._is_looked_at:
            self.scanners.show_things(self._desk.reports(), self._now_ms)
            self._show_chosen()

    def hear_scanner(self) -> None:
        """A scanner is otherwise than before."""
        if self.isVisible():
            self.read()

    def count(self, scanner: str) -> None:
        """A code came from this scanner, whatever it was for."""
        if self._station is not None:
            self.hearing.note(scanner, self._now_ms)
            self._station.devices.hear_scan(scanner)

    def hear_errand(self, news: ScannerNews) -> None:
        """What came of an errand."""
        match news:
            case ScannersFound(found):
                self.found.show_found(found)
            case SheetDrawn(png):
                self.teach.show_sheet(png)
            case ScannerErrandFailed("find", code):
                self.found.show_failure(code)
            case ScannerErrandFailed(_, code):
                self._refuse(code)

    def press(self, key: str) -> None:
        """A single key of a person."""
        page = self._page
        if page is not None:
            page.press(key)
        elif not self.detail.press(key) and key.isascii() and key.isdigit():
            self.scanners.choose(int(key) - 1)

    def take_strokes(self, strokes: tuple[Keystroke, ...]) -> None:
        """What a scanner typed while it is taught."""
        self.teach.take_strokes(strokes)

    def take_scan(self, text: str, scanner: str) -> bool:
        """Whether a scan was taken here: all are, but for commands and badges."""
        if self.teach.is_on:
            report = self._report_of(scanner)
            if report is None or report.kind is not ScannerKind.CAMERA:  # which sees the sheet lie on the bench
                self.teach.take_text(text)
            return True
        code = read_code(text)
        plain = code.text.upper() if isinstance(code, Code) else ""
        if self._page is None and plain in DIGITS:
            return self.scanners.choose(DIGITS[plain] - 1)
        if self._page is not None and plain == Command.CANCEL:
            self._go_home()
            return True
        is_command = isinstance(code, Code) and read_command(code) is not None
        if is_command or is_badge_like(text) or plain.startswith(STATION_PREFIX):
            return False
        self._try(text, scanner)
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing of a lesson or of what was tried out outlasts the look at it."""
        super().hideEvent(event)
        self.teach.end()
        self._codes = ()

    @property
    def _desk(self) -> ScannerDesk:
        assert self._station is not None
        return self._station.scanners

    @property
    def _printer(self) -> str:
        """Where the sheet comes out: the bench's own printer."""
        if self._station is None:
            return ""
        return next((name for name, own in self._station.settings.printers if own.address), "")

    def _report_of(self, scanner: str) -> ScannerReport | None:
        return next((row for row in self.scanners.list.rows if row.name == scanner), None)

    def _try(self, text: str, scanner: str) -> None:
        """Show what arrived. Whoever scans wants to see that scanner; a camera reads by itself and has to wait."""
        number = self._codes[0].number + 1 if self._codes else 1
        self._codes = (Arrived(number, scanner, text), *self._codes)[:KEPT_CODES]
        report = self._report_of(scanner)
        is_camera = report is not None and report.kind is ScannerKind.CAMERA
        if not is_camera:
            if self._page is not None:
                self._go_home()
            self.scanners.choose_named(scanner)
        today = local_day(self._now_ms)
        tone = Tone.OK if meaning_words(text, today, "en")[0] else Tone.WRONG

        def said(look: Look) -> str:
            name = name_of_scanner(report, look) if report is not None else scanner
            symbology, means = symbology_words(text, look.language), meaning_words(text, today, look.language)[1]
            return look.word("scanners.tried", name=name, symbology=symbology, means=means)

        self._tell(tone, said, lambda look: look.word("scanners.tried.do"))
        if self.detail.preview.report is not None and self.detail.preview.report.name == scanner:
            self.detail.preview.flash(tone)

    def _resting(self, look: Look) -> str:
        """What the table waits for, and that it goes on waiting."""
        return look.word("scanners.testing", step=self._step.rstrip("。."))

    def _go_home(self) -> None:
        self.teach.end()
        super()._go_home()

    def _show_chosen(self) -> None:
        chosen = self.scanners.chosen()
        if chosen is not None and self._station is not None:
            self.detail.show_scanner(chosen, self._printer)
            own = tuple(code for code in self._codes if code.scanner == chosen.name)
            self.detail.show_codes(own, self._now_ms)

    def _on_picked(self, way: str) -> None:
        """One of the keys T, P and F."""
        match way:
            case "teach":
                self._draw_sheet()
                self._go(self.teach)
                self.teach.begin()
            case "print":
                self._print_sheet()
            case "find":
                self._go(self.found)
                self.found.begin()

    def _draw_sheet(self) -> None:
        if self._station is not None and self.teach.sheet.pixmap.isNull():
            desk = self._desk
            self.errands.ask(_DRAW, lambda: SheetDrawn(desk.sheet()))

    def _print_sheet(self) -> None:
        printer = self._printer
        if not printer:
            self._tell(Tone.WRONG, lambda look: look.word("scanners.print.none"))
            return
        try:
            self._desk.print_sheet(printer)
        except PackbenchError as error:
            self._refuse(error.code)
            return
        self._tell(Tone.OK, lambda look: look.word("scanners.print.sent", printer=printer))

    def _on_searched(self) -> None:
        desk = self._desk
        self.errands.ask(_FIND, lambda: ScannersFound(desk.find()))

    def _on_learned(self, profile: WedgeProfile) -> None:
        try:
            self._desk.keep_profile(profile)
        except OSError:  # a full disk: the scanner reads right until the window closes
            self._refuse("store.unwritable")
        self.taught.emit(profile)
