"""What happens at the desk without a scan: nobody is there any more, the scale shows a weight, the news grows old,
labels come out of another printer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.facts import PrintsRedirected, ScaleLost, ScaleRead
from app.domain.weighing import ScaleTrouble
from app.errors import PackbenchError
from app.ui.messages import Tone
from app.ui.screens.packing.header import Header
from app.ui.screens.packing.scale_note import ScaleNote
from app.ui.screens.printers.elsewhere import Elsewhere

if TYPE_CHECKING:
    from app.station import Station

LOOK_EVERY_MS = 1_000
_HOUR_MS = 3_600_000


class Unprompted(QObject):
    """`answered` carries an outcome that nobody asked for by a scan, `noted` the tone of news that has a strip."""

    answered = Signal(object)
    noted = Signal(object)

    def __init__(self, parent: QObject, header: Header, scale_note: ScaleNote, elsewhere: Elsewhere) -> None:
        super().__init__(parent)
        self._header, self._scale_note, self._elsewhere = header, scale_note, elsewhere
        self._station: Station | None = None
        self._news_fault = ""
        self._hour = 0
        self.clock = QTimer(self, interval=LOOK_EVERY_MS)
        self.clock.timeout.connect(self.look)

    def attach(self, station: Station) -> None:
        self._station = station
        self._elsewhere.attach(station.printers.is_in_trouble)
        self.look()
        self.clock.start()

    def stop(self) -> None:
        """The window is closed."""
        self.clock.stop()

    def look(self) -> None:
        """Lock a desk that stood idle for too long, tell the age of the shops' news, take down notes that are over."""
        station = self._station
        if station is None:
            return
        outcome = station.bench.lock_if_idle()
        if outcome is not None:
            self.answered.emit(outcome)
        self._elsewhere.look()
        try:
            self._header.show_news(station.floor.news(), self._news_fault)
            self._turn_hour(station)
        except PackbenchError:  # the disk is full or broken: the bench says so on every scan
            return

    def _turn_hour(self, station: Station) -> None:
        """A new hour of the day's curve begins at nothing, and a new day too, without anybody packing."""
        hour = station.database.now_ms() // _HOUR_MS
        if hour != self._hour:
            self._hour = hour
            self._header.show_day(station.day())

    def hear(self, fact: object) -> None:
        """Whoever packs must know where the labels come out."""
        if isinstance(fact, PrintsRedirected):
            self._elsewhere.hear(fact)
            self.noted.emit(Tone.SYSTEM)

    def hear_news(self, code: str) -> None:
        """The folder for news was looked into; `code` says why it could not be."""
        self._news_fault = code
        self.look()

    def hear_scale(self, news: ScaleRead | ScaleLost) -> None:
        """Every reading is the bench's; what did not change is not painted again."""
        if self._station is None:
            return
        bench = self._station.bench
        heard = news.heard if isinstance(news, ScaleRead) else ScaleTrouble.SILENT
        outcome = bench.hear_scale(heard)
        self._header.show_scale(heard if isinstance(news, ScaleRead) else news.code)
        why = bench.weight_waits_for
        self._scale_note.show_why(news.code if why is not None and isinstance(news, ScaleLost) else why)
        if outcome is not None:
            self.answered.emit(outcome)
