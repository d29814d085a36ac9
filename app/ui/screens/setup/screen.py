"""Setting up: one step after the other, each of which can be skipped and come back to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.barcode import Code, Command, read_code, read_command
from app.errors import PackbenchError
from app.settings.set_up import Step, StepState
from app.ui.errands import Errands
from app.ui.plain import button
from app.ui.screens.setup.carrier_page import CarrierPage
from app.ui.screens.setup.end_page import EndPage
from app.ui.screens.setup.first_pages import LanguagePage, NamePage, UsePage
from app.ui.screens.setup.news import SetupNews, TrialFailed
from app.ui.screens.setup.page import Page
from app.ui.screens.setup.printer_page import PrinterPage
from app.ui.screens.setup.scale_page import ScalePage
from app.ui.screens.setup.scanner_page import ScannerPage
from app.ui.screens.setup.step_list import END, PLACES, StepList
from app.ui.theme import TITLE, Look
from app.ui.visit import Visit

if TYPE_CHECKING:
    from app.station import Station

_DIGITS = {f"PB.{digit}": str(digit) for digit in range(1, 10)}
SKIP = "S"
_PAGE_KEYS: dict[int, int] = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class _Scroll(QScrollArea):
    """Scrolls to what has the keyboard, and leaves the keys to the screen."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(widgetResizable=True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class SetupScreen(Visit):
    """`reopen_asked`: what was set holds once the station is opened anew; `language_asked` carries one that is to hold
    at once, `led_asked` a command of the window's.
    """

    topic = "setup"
    reopen_asked = Signal()
    language_asked = Signal(str)
    led_asked = Signal(object)
    _news = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._station: Station | None = None
        self._look: Look | None = None
        self._place = PLACES[0]
        self._is_reopening = False
        self.errands: Errands[SetupNews] = Errands("setup", self._news.emit, TrialFailed)
        self.language, self.name, self.use = LanguagePage(self.errands), NamePage(self.errands), UsePage(self.errands)
        self.printer, self.scanner = PrinterPage(self.errands), ScannerPage(self.errands)
        self.scale, self.carrier, self.end = ScalePage(self.errands), CarrierPage(self.errands), EndPage(self.errands)
        self.scale.tell_news = self._news.emit
        pages: tuple[Page, ...] = (self.language, self.name, self.use, self.printer, self.scanner, self.scale)
        self.pages = dict(zip(PLACES, (*pages, self.carrier, self.end), strict=True))
        self.steps, self._stack = StepList(), QStackedWidget()
        self.back_button, self.skip_button, self.go_button = button("flat"), button("flat"), button("primary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.back_button)
        self._foot.addWidget(self.skip_button)
        self._foot.addStretch(1)
        self._foot.addWidget(self.go_button)
        right = QVBoxLayout()
        right.addWidget(self._stack, 1)
        right.addLayout(self._foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = _Scroll(self.steps)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left = left
        row.addWidget(left)
        row.addLayout(right, 1)
        self._scrolls = {place: _Scroll(page) for place, page in self.pages.items()}
        for scroll in self._scrolls.values():
            self._stack.addWidget(scroll)

    def _connect(self) -> None:
        self._news.connect(self._on_news, Qt.ConnectionType.QueuedConnection)
        self.steps.asked.connect(self.go)
        self.back_button.clicked.connect(self._on_back)
        self.skip_button.clicked.connect(self._skip)
        self.go_button.clicked.connect(self._on_enter)
        for place, page in self.pages.items():
            page.note.shown.connect(partial(self._bring_into_view, place), Qt.ConnectionType.QueuedConnection)
            page.settled.connect(self._go_on)
            page.changed.connect(self._show_steps)
        self.language.language_asked.connect(self.language_asked)
        self.scanner.led_asked.connect(self.led_asked)
        self.end.reopen_asked.connect(self.reopen_asked)
        self.end.left.connect(self._leave)

    def attach(self, station: Station) -> None:
        """After an opening anew the table is what one wants to see, and what was scanned meanwhile is meant for it."""
        self._station = station
        for page in self.pages.values():
            page.attach(station)
        if self._is_reopening:
            self._is_reopening, self._place = False, PLACES[0]
            if self.isVisible():
                self._leave()

    def dress(self, look: Look) -> None:
        self._look = look
        self.setAccessibleName(look.word("rail.setup"))
        self._left.setFixedWidth(max(look.px(230 if look.is_cramped else 330), 230))
        side, padding = (24, 10) if look.is_cramped else (56, 26)
        self._foot.setContentsMargins(look.px(side), look.px(12), look.px(side), look.px(24))
        self._foot.setSpacing(look.px(12))
        for made in (self.back_button, self.skip_button, self.go_button):
            made.setMinimumHeight(look.px(68))
            made.setStyleSheet(f"font-size: {look.hero_font(TITLE).pixelSize()}px; padding: 0 {look.px(padding)}px;")
        for page in self.pages.values():
            page.dress(look)
        if self._station is not None:
            self._show_steps()

    def open(self, step: str) -> None:  # noqa: ARG002 - whatever the table waits for
        """The first time at the first step, later where one was."""
        self.go(self._place)

    def show_reopening(self) -> None:
        """The station closes and opens anew."""
        self._is_reopening = True
        self.end.show_reopening()
        self._show_steps()

    def show_line(self, line: str) -> None:
        """What is typed and not yet ended: a scanner may send no Enter."""
        if self._page is self.scanner and self.isVisible():
            self.scanner.show_line(line)

    def press(self, key: str) -> None:
        if self._is_reopening:
            return
        with self._told():
            if not self._page.press(key) and key.upper() == SKIP:
                self._skip()

    def take_scan(self, text: str, scanner: str) -> bool:
        """What the step in view is about, its numbers and answers; nothing while the station opens anew."""
        if self._is_reopening:
            return False
        code = read_code(text)
        command = read_command(code) if isinstance(code, Code) else None
        match command:
            case Command.OK:
                self._on_enter()
            case Command.CANCEL:
                self._on_back()
            case _ if command in _DIGITS:
                self._page.press(_DIGITS[command])
            case _:
                return self._page.take_scan(text, scanner)
        return True

    def back(self) -> bool:
        """One question back, then one step; from the first one leaves."""
        if self._is_reopening:
            return True
        if self._page.back():
            return True
        at = PLACES.index(self._place)
        if at == 0:
            return False
        self.go(PLACES[at - 1])
        return True

    def finish(self) -> None:
        for page in self.pages.values():
            page.leave()
        self.errands.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, wherever the keyboard is; a held one does nothing. Page keys go from step to step."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat() and not self._is_reopening:
                self._on_enter()
        elif event.key() in _PAGE_KEYS:
            self._move(_PAGE_KEYS[event.key()])
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._page.leave()

    def go(self, place: str) -> None:
        """To this step."""
        if self._station is None or self._is_reopening:
            return
        self._page.leave()
        self._place = place
        self._stack.setCurrentWidget(self._scrolls[place])
        self._show_steps()
        with self._told():
            self._page.begin()
        home = self._page.home()
        (self if isinstance(home, Page) else home).setFocus()

    @property
    def _page(self) -> Page:
        return self.pages[self._place]

    def _go_on(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        """So many steps on, in their order; from the last one on to nowhere."""
        at = PLACES.index(self._place) + by
        if 0 <= at < len(PLACES):
            self.go(PLACES[at])

    def _bring_into_view(self, place: str) -> None:
        """Large type may have pushed it out of sight."""
        self._scrolls[place].ensureWidgetVisible(self.pages[place].note)

    def _skip(self) -> None:
        if self._place == END or self._station is None:
            return
        step = Step(self._place)
        if self._station.setup.state(step) is not StepState.OPEN or self._page.settle(StepState.SKIPPED):
            self._go_on()

    def _on_enter(self) -> None:
        with self._told():
            self._page.enter()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What cannot be done is said on the page: a file that was damaged meanwhile, a full disk."""
        try:
            yield
        except PackbenchError as error:
            self._page.show_fault(error.code)

    def _on_back(self) -> None:
        if not self.back():
            self._leave()

    def _leave(self) -> None:
        """To the table, by the way that one came."""
        self.led_asked.emit(Command.SETUP)

    def _on_news(self, news: SetupNews) -> None:
        for page in self.pages.values():
            page.hear(news)

    def _show_steps(self) -> None:
        look, station = self._look, self._station
        if look is None or station is None:
            return
        self.steps.show_steps({step: station.setup.state(step) for step in Step}, self._place, look)
        self._left.ensureWidgetVisible(self.steps.buttons[self._place])
        is_end = self._place == END
        self.back_button.setText(look.word("setup.back"))
        self.skip_button.setText(look.word("setup.skip"))
        self.skip_button.setVisible(not is_end)
        self.go_button.setText(look.word(self._go_word))
        for made in (self.back_button, self.skip_button, self.go_button):
            made.setEnabled(not self._is_reopening)

    @property
    def _go_word(self) -> str:
        if self._place != END or self._station is None:
            return "setup.go"
        try:
            return "setup.reopen" if self._station.setup.is_changed else "setup.to_table"
        except PackbenchError:  # the page says what is wrong with the files
            return "setup.to_table"
