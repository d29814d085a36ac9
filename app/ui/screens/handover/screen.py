"""The hand-over screen: the pile grows by scans, closes into a manifest, and the day ends with its open ends named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.desk import HandingOver, Idle, Showing
from app.domain.facts import Fact, ManifestUnwritten, ManifestWritten
from app.domain.handover import NewsAge
from app.domain.outcome import Outcome, OutcomeCode
from app.ui.messages import do_now, next_step, sentence, then, tone_of
from app.ui.screens.handover.pile import Pile
from app.ui.screens.handover.result import ClosedManifest, DayEnd
from app.ui.screens.handover.to_come import News, ToCome
from app.ui.screens.packing.banner import Banner
from app.ui.screens.packing.next_step import NextStep
from app.ui.screens.packing.scan_line import ScanLine
from app.ui.theme import GAP, Look

if TYPE_CHECKING:
    from app.station import Station

REREAD_MS = 20  # scans and news within this time are read once

_ENDED = (OutcomeCode.DAY_ENDED, OutcomeCode.DAY_OPEN_ENDS)
# These say nothing of the floor: what was shown before stays.
_BESIDE = (OutcomeCode.VOLUME_SET, OutcomeCode.LOGGED_IN)


class HandoverScreen(QWidget):
    """Shows one station's pile, or what came of it last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._station: Station | None = None
        self._look: Look | None = None
        self._last: Outcome | None = None
        self._result: OutcomeCode | None = None
        self.step, self.banner, self.scan_line = NextStep(), Banner(), ScanLine()
        self.pile, self.closed, self.day_end = Pile(), ClosedManifest(), DayEnd()
        self.to_come, self.news = ToCome(), News()
        self._body = QStackedWidget()
        self._reread = QTimer(self, singleShot=True, interval=REREAD_MS)
        self._reread.timeout.connect(self.read)
        self._build()

    def _build(self) -> None:
        for page in (self.pile, self.closed, self.day_end):
            self._body.addWidget(page)
        self._body.setMinimumSize(1, 1)  # large type on a small screen cuts it; it must never push the window's edge
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for widget in (self.step, self.banner):
            self._left.addWidget(widget)
        self._left.addWidget(self._body, 1)
        self._left.addWidget(self.scan_line)
        self._right.addWidget(self.to_come, 1)
        self._right.addWidget(self.news)
        side = QWidget()
        side.setLayout(self._right)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._side = side
        self._columns = QHBoxLayout(self)
        self._columns.addLayout(self._left, 1)
        self._columns.addWidget(side)

    @property
    def is_wanted(self) -> bool:
        """Whether this screen fits the desk: a pile is on it, or something was just closed and nothing came since."""
        if self._station is None:
            return False
        state = self._station.bench.state
        return isinstance(state, HandingOver) or (self._result is not None and isinstance(state, Idle | Showing))

    def attach(self, station: Station) -> None:
        self._station = station

    def dress(self, look: Look) -> None:
        self._look = look
        gap = look.px(GAP)
        self._columns.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._columns, self._left, self._right):
            layout.setSpacing(gap)
        self._side.setFixedWidth(max(look.px(500), 340))
        self._side.setVisible(not look.is_cramped)  # how old the news is stands in the header, too
        for region in (self.step, self.banner, self.pile, self.closed, self.day_end, self.to_come, self.news):
            region.dress(look)
        self.scan_line.dress(look)
        self._show_words(anew=False)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show the bench's answer at once, and read the pile a moment later."""
        self._last = outcome
        if outcome.code is OutcomeCode.MANIFEST_CLOSED or outcome.code in _ENDED:
            self._result = outcome.code
        elif outcome.code not in _BESIDE:
            self._result = None
        if not self.is_wanted or self._station is None:
            return
        if outcome.code is OutcomeCode.MANIFEST_CLOSED:
            self.closed.show_manifest(outcome, self._station.floor.manifest_file(outcome.reason))
            self._station.floor.write_papers()
        self._show_words(anew=True)
        self._show_body()
        self._reread.start()

    def hear(self, fact: Fact) -> None:
        """Something changed in the background."""
        if self._station is None or not self.is_wanted:
            return
        if isinstance(fact, ManifestWritten) and self._last is not None:
            self.closed.show_file(self._station.floor.manifest_file(self._last.reason))
        elif isinstance(fact, ManifestUnwritten):
            self.closed.show_unwritten()
        else:
            self._reread.start()

    def leave(self) -> bool:
        """Put away what was closed; False when there is nothing to put away."""
        had_result, self._result = self._result is not None, None
        return had_result

    def read(self) -> None:
        """Read the floor as it is now."""
        if self._station is None or not self.is_wanted:
            return
        state, floor = self._station.bench.state, self._station.floor
        if self._result in _ENDED:
            ends = floor.open_ends()
            self.day_end.show_ends(ends)
        glance = floor.pile(state if isinstance(state, HandingOver) else HandingOver())
        self.pile.show_pile(glance)
        self.to_come.show_ends(glance.to_come, is_any=not glance.carrier)
        self.news.show_age(NewsAge(glance.news_age_s, glance.is_news_old))
        self._show_body()

    def _show_body(self) -> None:
        if self._result is OutcomeCode.MANIFEST_CLOSED:
            self._body.setCurrentWidget(self.closed)
        else:
            self._body.setCurrentWidget(self.day_end if self._result in _ENDED else self.pile)

    def _show_words(self, *, anew: bool) -> None:
        look, last = self._look, self._last
        if look is None or self._station is None:
            return
        state, language = self._station.bench.state, look.language
        self.scan_line.show_hints(state)
        code = last.code if last else None
        self.step.show_step(next_step(state, language, last=code), then(state, language, last=code))
        if last is None:
            self.banner.rest(look.word("banner.ready"), "")
        else:
            self.banner.show_answer(tone_of(last.code), sentence(last, language), do_now(last, language), anew=anew)
