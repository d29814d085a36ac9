"""What the screens of printers, scanners and devices share: how each thing is, and keys for what to do about it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.ui.errands import Errands
from app.ui.messages import Tone, remedy, what
from app.ui.plain import Card, label
from app.ui.screens.equipment.page import Page
from app.ui.screens.equipment.row_card import RowCard
from app.ui.screens.packing.banner import Banner
from app.ui.theme import GAP, Look
from app.ui.visit import Visit

if TYPE_CHECKING:
    from app.station import Station

BANNER_HEIGHT, BANNER_SIZE = 80, 26
LIST_WIDTH, LEAST_WIDTH, LIST_SHARE = 560, 380, 0.4
READ_EVERY_MS = 1_000
DIGITS = {f"PB.{digit}": digit for digit in range(1, 10)}
Said = Callable[[Look], tuple[Tone | None, str, str]]  # tone, what happened, what to do, in the present language


class EquipmentScreen(Visit):
    """`noted` carries the tone of what a step came to."""

    noted = Signal(object)

    def __init__(self, rows: RowCard[Any], detail: Card, pages: Sequence[Page], errands: Errands[Any]) -> None:
        """`detail` shows the chosen one of `rows`; one of `pages` may lie over it."""
        super().__init__()
        self._station: Station | None = None
        self._look: Look | None = None
        self._said: Said = lambda _look: (None, "", "")
        self._step = ""
        self._rows, self._detail = rows, detail
        self.errands = errands
        self.banner, self._keys = Banner(height=BANNER_HEIGHT, size=BANNER_SIZE), label("small", wraps=True)
        self._pages = tuple(pages)
        self._now_and_then = QTimer(self, interval=READ_EVERY_MS)
        self._now_and_then.timeout.connect(self.read)
        rows.chosen_changed.connect(self._on_chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        # With the largest type on a small screen they scroll; they must never push the window over the screen's edge.
        self._right, self._home = QStackedWidget(), _scrolled(self._detail)
        self._scrolls = {page: _scrolled(page) for page in self._pages}
        for scroll in (self._home, *self._scrolls.values()):
            self._right.addWidget(scroll)
        self._columns = QHBoxLayout()
        self._columns.addWidget(self._rows)
        self._columns.addWidget(self._right, 1)
        self._stacked = QVBoxLayout(self)
        self._stacked.addLayout(self._columns, 1)
        self._stacked.addWidget(self.banner)
        self._stacked.addWidget(self._keys)

    @abstractmethod
    def read(self) -> None:
        """Read again how everything is, while somebody looks."""

    @abstractmethod
    def _resting(self, look: Look) -> str:
        """What the banner says before anything was done."""

    @abstractmethod
    def _show_chosen(self) -> None:
        """Show the chosen row at the right."""

    def attach(self, station: Station) -> None:
        self._station = station

    def dress(self, look: Look) -> None:
        self._look = look
        gap = look.px(GAP)
        self._stacked.setContentsMargins(gap, gap, gap, look.px(10))
        self._stacked.setSpacing(look.px(10))
        self._columns.setSpacing(gap)
        self._share_out()
        self._keys.setText(look.word(f"{self.topic}.keys"))
        for part in (self._rows, self._detail, self.banner, *self._pages):
            part.dress(look)  # type: ignore[attr-defined]  # each is dressed, a bare Card is none of them
        self._show_banner(anew=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def open(self, step: str) -> None:
        self._step = step
        self._rest()
        self._now_and_then.start()
        self.read()
        self._go_home()

    def back(self) -> bool:
        """Whoever waits for an answer waits no longer: that is what Escape ends first."""
        has_waited, page = self.errands.cancel(), self._page
        if page is None:
            self._rest()
            return has_waited
        if has_waited or not page.back():
            self._go_home()
        return True

    def finish(self) -> None:
        self.errands.finish()

    @property
    def _is_looked_at(self) -> bool:
        """Whether there is something to read and somebody to read it; the clock stops where there is not."""
        if self._station is None or not self.isVisible():
            self._now_and_then.stop()
            return False
        return True

    @property
    def _now_ms(self) -> int:
        return self._station.database.now_ms() if self._station is not None else 0

    @property
    def _page(self) -> Page | None:
        """What lies over the chosen one, None when nothing does."""
        current = self._right.currentWidget()
        return next((page for page, scroll in self._scrolls.items() if scroll is current), None)

    def _share_out(self) -> None:
        """The list has its width, and with large type no more than its share of the window."""
        if self._look is not None:
            wanted = max(self._look.px(LIST_WIDTH), LEAST_WIDTH)
            self._rows.setFixedWidth(min(wanted, max(LEAST_WIDTH, int(self.width() * LIST_SHARE))))

    def _rest(self) -> None:
        """Nothing was done yet."""
        self._said = lambda look: (None, self._resting(look), "")
        self._show_banner(anew=False)

    def _wait(self, said: Callable[[Look], str]) -> None:
        """Something is under way."""
        self._said = lambda look: (None, said(look), "")
        self._show_banner(anew=False)

    def _go(self, page: Page) -> None:
        self._rest()
        self._right.setCurrentWidget(self._scrolls[page])
        page.home().setFocus()

    def _go_home(self) -> None:
        self._right.setCurrentWidget(self._home)
        self._rows.list.setFocus()

    def _on_chosen(self) -> None:
        self._rest()
        if self._page is not None:
            self._go_home()
        self._show_chosen()

    def _refuse(self, code: str) -> None:
        self._tell(Tone.STOP, lambda look: what(code, look.language), lambda look: remedy(code, look.language))

    def _tell(self, tone: Tone, said: Callable[[Look], str], do: Callable[[Look], str] = lambda _look: "") -> None:
        """Say what came of a step, in whatever language the window speaks, and read everything again."""
        self._said = lambda look: (tone, said(look), do(look))
        self._show_banner(anew=True)
        self.read()
        self.noted.emit(tone)

    def _show_banner(self, *, anew: bool) -> None:
        if self._look is None:
            return
        tone, said, do = self._said(self._look)
        if tone is None:
            self.banner.rest(said, do)
        else:
            self.banner.show_answer(tone, said, do, anew=anew)


def _scrolled(page: QWidget) -> QScrollArea:
    made = QScrollArea(widgetResizable=True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(page)
    return made
