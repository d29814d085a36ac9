"""The printers' screen: how each is, and a key for each thing to do about it. The table stays as it is meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.barcode import Command
from app.domain.calibrating import CARD_CODES
from app.domain.document import DocumentKind
from app.domain.facts import Fact
from app.domain.glance import PrinterReport
from app.domain.label import Calibration
from app.errors import PackbenchError
from app.ui.errands import Errands
from app.ui.messages import Tone, remedy, what
from app.ui.messages_printer import condition_words
from app.ui.plain import label
from app.ui.screens.packing.banner import Banner
from app.ui.screens.printers.detail import Detail
from app.ui.screens.printers.errands import (
    ErrandFailed,
    Looked,
    PaperDrawn,
    PrinterNews,
    PrintersFound,
)
from app.ui.screens.printers.found import Found
from app.ui.screens.printers.light import moved_words
from app.ui.screens.printers.page import Page
from app.ui.screens.printers.preview import Preview
from app.ui.screens.printers.printer_list import PrinterList
from app.ui.screens.printers.setting import Setting
from app.ui.screens.printers.sure import Sure
from app.ui.theme import GAP, Look
from app.ui.visit import Visit

if TYPE_CHECKING:
    from app.printer_desk import PrinterDesk
    from app.station import Station

BANNER_HEIGHT, BANNER_SIZE = 80, 26
READ_EVERY_MS = 1_000
LEAD_NEEDED = "lead.needed"
_LOOK, _FIND, _DRAW = "look", "find", "draw"
_DIGITS = {f"PB.{digit}": str(digit) for digit in range(1, 10)}
Said = Callable[[Look], tuple[Tone | None, str, str]]  # tone, what happened, what to do, in the present language


class PrintersScreen(Visit):
    """`acted` carries the tone of what a step came to. `tell` brings news of errands into the window's thread
    (`hear_errand`). `others` names what takes over for whom just now.
    """

    topic = "printers"
    acted = Signal(object)

    def __init__(self, tell: Callable[[PrinterNews], None]) -> None:
        super().__init__()
        self._station: Station | None = None
        self._look: Look | None = None
        self._said: Said = lambda _look: (None, "", "")
        self._step = ""
        self.others: Callable[[], Mapping[str, str]] = dict
        self.errands: Errands[PrinterNews] = Errands("printers", tell, ErrandFailed)
        self.printers, self.detail = PrinterList(), Detail()
        self.sure, self.setting, self.preview, self.found = Sure(), Setting(), Preview(), Found()
        self.banner, self._keys = Banner(height=BANNER_HEIGHT, size=BANNER_SIZE), label("small")
        self._pages: tuple[Page, ...] = (self.sure, self.setting, self.preview, self.found)
        self._right = QStackedWidget()
        self._now_and_then = QTimer(self, interval=READ_EVERY_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        # With the largest type on a small screen they scroll; they must never push the window over the screen's edge.
        self._home = _scrolled(self.detail)
        self._scrolls = {page: _scrolled(page) for page in self._pages}
        for scroll in (self._home, *self._scrolls.values()):
            self._right.addWidget(scroll)
        self._columns = QHBoxLayout()
        self._columns.addWidget(self.printers)
        self._columns.addWidget(self._right, 1)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._columns, 1)
        self._rows.addWidget(self.banner)
        self._rows.addWidget(self._keys)

    def _connect(self) -> None:
        self._now_and_then.timeout.connect(self.read)
        self.printers.chosen_changed.connect(self._on_chosen)
        self.detail.picked.connect(self._on_picked)
        self.sure.answered.connect(self._on_sure)
        self.setting.kept.connect(self._on_kept)
        self.preview.wanted.connect(self._on_wanted)
        self.found.searched.connect(self._on_searched)

    def attach(self, station: Station) -> None:
        self._station = station

    def dress(self, look: Look) -> None:
        self._look = look
        gap = look.px(GAP)
        self._rows.setContentsMargins(gap, gap, gap, look.px(10))
        self._rows.setSpacing(look.px(10))
        self._columns.setSpacing(gap)
        self.printers.setFixedWidth(max(look.px(560), 380))
        self._keys.setText(look.word("printers.keys"))
        self.printers.dress(look)
        self.detail.dress(look)
        self.banner.dress(look)
        for page in self._pages:
            page.dress(look)
        self._show_banner(anew=False)

    def open(self, step: str) -> None:
        """Come into view; `step` is what the table waits for."""
        self._step = step
        self._rest()
        self._now_and_then.start()
        self.read()
        self._go_home()

    def read(self) -> None:
        """Read again how the printers are, while somebody looks."""
        if self._station is None or not self.isVisible():
            self._now_and_then.stop()
            return
        try:
            reports = self._desk.reports()
        except PackbenchError:  # the disk is full or broken: the bench says so on every scan
            return
        self.printers.show_printers(reports, self.others(), self._station.database.now_ms())
        self._show_chosen()

    def hear(self, _fact: Fact) -> None:
        """Something changed in the background."""
        if self.isVisible():
            self.read()

    def show_rights(self) -> None:
        """Somebody else may be at the desk."""
        if self._station is not None:
            self.setting.show_rights(may_decide=self._desk.may_decide)

    def hear_errand(self, news: PrinterNews) -> None:
        """What came of an errand."""
        match news:
            case Looked():
                self._on_looked(news)
            case PrintersFound(found):
                self.found.show_found(found)
            case PaperDrawn(printer, document, png):
                self.preview.show_paper(printer, document, png)
            case ErrandFailed("find", code):
                self.found.show_failure(code)
            case ErrandFailed("draw", code):
                self.preview.show_failure(code)
            case ErrandFailed(_, code):
                self._refuse(code)

    def finish(self) -> None:
        self.errands.finish()

    def press(self, key: str) -> None:
        """A single key of a person."""
        page = self._page
        if page is None:
            self.detail.press(key)
        else:
            page.press(key)

    def take_scan(self, text: str, scanner: str) -> bool:  # noqa: ARG002 - whichever read it
        """Whether a scan was meant for this screen: numbers and answers of the command sheet, and the test card's."""
        code, page = text.strip().upper(), self._page
        if page is not None and page.take_scan(code):
            return True
        if code in _DIGITS:
            self.press(_DIGITS[code])
            return True
        if code in CARD_CODES.values() and self._chosen is not None:
            self._set()
            return self.setting.take_scan(code)
        if code == Command.CANCEL and page is not None:
            self._go_home()
            return True
        return False

    def back(self) -> bool:
        """One step back; False when the screen itself is to be left."""
        page = self._page
        if page is None:
            return False
        if not page.back():
            self._go_home()
        return True

    @property
    def _desk(self) -> PrinterDesk:
        assert self._station is not None
        return self._station.printers

    @property
    def _chosen(self) -> PrinterReport | None:
        return self.printers.chosen()

    @property
    def _page(self) -> Page | None:
        """What lies over the chosen printer, None when nothing does."""
        current = self._right.currentWidget()
        return next((page for page, scroll in self._scrolls.items() if scroll is current), None)

    def _rest(self) -> None:
        """Nothing was done yet: say what the table waits for."""
        step = self._step
        self._said = lambda look: (None, look.word("incidents.table", step=step), "")
        self._show_banner(anew=False)

    def _go(self, page: Page) -> None:
        self._rest()
        self._right.setCurrentWidget(self._scrolls[page])
        page.home().setFocus()

    def _go_home(self) -> None:
        self._right.setCurrentWidget(self._home)
        self.printers.list.setFocus()

    def _on_chosen(self) -> None:
        self._rest()
        if self._page is not None:
            self._go_home()
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._chosen
        if chosen is not None and self._station is not None:
            other = self.others().get(chosen.name, "")
            self.detail.show_printer(chosen, other, self._station.database.now_ms())

    def _on_picked(self, way: str) -> None:
        """One of the keys 1 to 6."""
        if self._chosen is None:
            return
        match way:
            case "card":
                self._print_card(self._chosen.name)
            case "look":
                self._ask_it(self._chosen.name)
            case "send":
                self._ask_send(self._chosen)
            case "set":
                self._set()
            case "preview":
                self._go(self.preview)
                self.preview.begin(self._chosen.name)
            case "find":
                self._go(self.found)
                self.found.begin()

    def _print_card(self, name: str) -> None:
        try:
            self._desk.print_card(name)
        except PackbenchError as error:
            self._refuse(error.code)
            return
        self._tell(Tone.OK, lambda look: look.word("printers.card.sent", name=name))

    def _ask_it(self, name: str) -> None:
        desk = self._desk
        self.errands.ask(_LOOK, lambda: Looked(name, desk.look(name)))
        self._said = lambda look: (None, look.word("printers.looking", name=name), "")
        self._show_banner(anew=False)

    def _on_looked(self, news: Looked) -> None:
        status, name = news.status, news.printer
        if status is None:
            self._tell(Tone.STOP, lambda look: _says(look, name, look.word("printers.unset")))
            return
        tone = Tone.OK if status.stop is None else Tone.STOP
        self._tell(tone, lambda look: _says(look, name, condition_words(status.conditions, look.language)))

    def _ask_send(self, chosen: PrinterReport) -> None:
        other = next((row for row in self.printers.list.rows if row.name == chosen.fallback), None)
        if other is None:
            name = chosen.name
            do = "printers.no_fallback.do"
            self._tell(
                Tone.WRONG, lambda look: look.word("printers.no_fallback", name=name), lambda look: look.word(do)
            )
        elif not self._desk.may_decide:
            self._refuse(LEAD_NEEDED)
        elif not chosen.ledger.waiting:
            self._say_moved(chosen.name, other.name, 0)
        else:
            self.sure.ask(chosen, other)
            self._go(self.sure)

    def _on_sure(self, is_sure: bool) -> None:  # noqa: FBT001 - a signal's
        self._go_home()
        chosen = self._chosen
        if not is_sure or chosen is None:
            return
        try:
            count = self._desk.redirect(chosen.name, chosen.fallback)
        except PackbenchError as error:
            self._refuse(error.code)
            return
        self._say_moved(chosen.name, chosen.fallback, count)

    def _say_moved(self, name: str, other: str, count: int) -> None:
        words = {"name": name, "other": other, "count": count}
        tone, key = (Tone.OK, "printers.moved") if count else (Tone.WRONG, "printers.moved_none")
        self._tell(tone, lambda look: look.word(key, **words))

    def _set(self) -> None:
        """Set the chosen printer by its card, whoever may keep what comes of it."""
        if self._chosen is not None and self._page is not self.setting:
            self.setting.begin(self._chosen)
            self.show_rights()
            self._go(self.setting)

    def _on_kept(self, found: Calibration) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        name = chosen.name
        try:
            self._desk.calibrate(name, found)
        except PackbenchError as error:
            self._refuse(error.code)
            return
        self._go_home()
        self._tell(Tone.OK, lambda look: look.word("printers.kept", name=name, moved=moved_words(found, look)))

    def _on_wanted(self, document: DocumentKind) -> None:
        if self._chosen is not None:
            desk, name = self._desk, self._chosen.name
            self.errands.ask(_DRAW, lambda: PaperDrawn(name, document, desk.preview(document, name)))

    def _on_searched(self) -> None:
        desk = self._desk
        self.errands.ask(_FIND, lambda: PrintersFound(desk.find()))

    def _refuse(self, code: str) -> None:
        self._tell(Tone.STOP, lambda look: what(code, look.language), lambda look: remedy(code, look.language))

    def _tell(self, tone: Tone, said: Callable[[Look], str], do: Callable[[Look], str] = lambda _look: "") -> None:
        """Say what came of a step, in whatever language the window speaks, and read everything again."""
        self._said = lambda look: (tone, said(look), do(look))
        self._show_banner(anew=True)
        self.read()
        self.acted.emit(tone)

    def _show_banner(self, *, anew: bool) -> None:
        if self._look is None:
            return
        tone, said, do = self._said(self._look)
        if tone is None:
            self.banner.rest(said, do)
        else:
            self.banner.show_answer(tone, said, do, anew=anew)


def _says(look: Look, name: str, said: str) -> str:
    return look.word("printers.looked", name=name, said=said)


def _scrolled(page: QWidget) -> QScrollArea:
    made = QScrollArea(widgetResizable=True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(page)
    return made
