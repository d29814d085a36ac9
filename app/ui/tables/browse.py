"""A long list that a person searches, and one record of it whole. Keys alone lead through it; a scan finds its record.

Everything is read on threads: the last wish counts, and what comes late is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Generic

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.barcode import Code, read_code
from app.domain.facts import Fact
from app.domain.people import is_badge_like
from app.domain.record import Question, Sort
from app.ui.errands import Errands
from app.ui.messages import remedy, what
from app.ui.plain import label
from app.ui.tables.asking import Counted, Kind, News, NotRead, Opens, Record, RecordCame, Row
from app.ui.tables.column import Column
from app.ui.tables.detail import Detail
from app.ui.tables.list_card import ListCard
from app.ui.tables.paged_table import PagedTable
from app.ui.tables.pages import Came, Wish, read
from app.ui.tables.search_bar import Filter, SearchBar
from app.ui.theme import GAP, Look
from app.ui.visit import Visit

if TYPE_CHECKING:
    from app.records import Records
    from app.station import Station

OWN_CODES = "PB."
READ_AGAIN_MS, SLOW_MS = 500, 300
MOST_FOUND = 1_000  # of a search
SPLIT_FROM = 1500  # pixels at 1920 x 1080: list and record side by side
_ROWS, _COUNTS, _RECORD, _FOUND = "rows", "counts", "record", "found"


class Browse(Visit, Generic[Row, Record]):
    """`topic` is the front of its words' keys; what kind of record it is, the screen says that is made of it."""

    told = Signal(object)  # by a thread

    def __init__(
        self,
        kind: Kind[Row, Record],
        filters: Sequence[Filter],
        columns: tuple[Column[Row], ...],
        detail: Detail[Record],
        *,
        action: str = "",
    ) -> None:
        super().__init__()
        self.station: Station | None = None
        self._look: Look | None = None
        self._kind, self._filters = kind, tuple(filters)
        self._question = Question(filter=self._filters[0])
        self._turn = 0  # of records asked for
        self._wanted_id = ""
        self._shown: Record | None = None
        self._opens = Opens.NOTHING
        self._code = ""
        self.errands: Errands[News[Row, Record]] = Errands(self.topic, self.told.emit, NotRead)
        self.bar = SearchBar(self.topic, self._filters, action=action)
        self.table: PagedTable[Row] = PagedTable(columns, kind.key)
        self.detail = detail
        self._keys = label("small")
        self._card, self._body = ListCard(self.table), QHBoxLayout()
        self._rows = QVBoxLayout(self)
        self._news = QTimer(self, interval=READ_AGAIN_MS, singleShot=True)
        self._slow = QTimer(self, interval=SLOW_MS, singleShot=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._body.addWidget(self._card, 4)
        self._body.addWidget(self.detail, 7)
        self.detail.hide()
        self._rows.addWidget(self.bar)
        self._rows.addLayout(self._body, 1)
        self._rows.addWidget(self._keys)

    def _connect(self) -> None:
        self.told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._news.timeout.connect(self._read_again)
        self._slow.timeout.connect(self._say_found)
        field, table = self.bar.field, self.table
        self.bar.words_changed.connect(self._on_words)
        self.bar.filter_asked.connect(self._on_filter)
        field.left_downward.connect(self._go_to_rows)
        field.entered.connect(self._open_chosen)
        field.stepped.connect(self._step_filter)
        table.wished.connect(self._on_wished)
        table.chosen_changed.connect(self._on_chosen)
        table.opened.connect(self._open_chosen)
        table.clicked.connect(lambda _index: self._open_chosen())
        table.sorted_by.connect(self._sort_by)
        table.stepped.connect(self._step_filter)
        table.left_upward.connect(field.setFocus)
        self.detail.left.connect(self.back)
        self.detail.timeline.list.stepped.connect(self._step)

    def attach(self, station: Station) -> None:
        self.station = station

    def dress(self, look: Look) -> None:
        self._look = look
        gap = look.px(GAP)
        self._rows.setContentsMargins(gap, gap, gap, look.px(10))
        self._rows.setSpacing(look.px(10))
        self._body.setSpacing(gap)
        self.bar.dress(look)
        self.table.dress(look)
        self.table.setAccessibleName(look.word(f"{self.topic}.list"))
        self.detail.dress(look)
        if self._shown is not None and self.station is not None:
            self.detail.show_record(self._shown, self.station.database.now_ms())
        self._lay_out()
        self._say_found()

    def open(self, step: str) -> None:  # noqa: ARG002 - the table may wait for anything
        self._close_detail()
        self.bar.show_filter(self._question.filter)
        if self.table.pages.is_answered:
            self._read_again()
        else:
            self._ask()
        self.bar.field.setFocus()
        self.bar.field.selectAll()

    def hear(self, fact: Fact) -> None:  # noqa: ARG002 - the store is read again, whatever it was
        self._read_soon()

    def press(self, key: str) -> None:
        """A digit takes a filter, S sorts by the next column, R turns that round, F goes to the search."""
        pressed = key.upper()
        if self.is_detailed:
            self.detail.press(pressed)
        elif pressed.isdecimal() and 0 < int(pressed) <= len(self._filters):
            self._on_filter(self._filters[int(pressed) - 1])
        elif pressed == "S":
            sorts = [column.sort for column in self.table.columns if column.sort is not None]
            self._sort_by(sorts[(sorts.index(self._question.sort) + 1) % len(sorts)])
        elif pressed == "R":
            self._sort_by(self._question.sort)
        elif pressed == "F":
            self.bar.field.setFocus()
            self.bar.field.selectAll()

    def take_scan(self, text: str, scanner: str) -> bool:  # noqa: ARG002 - whichever read it
        """Any code but a command and a badge is looked for: the one record that it leads to is shown, else the list of
        those that it may mean.
        """
        code = read_code(text)
        if not isinstance(code, Code) or code.text.upper().startswith(OWN_CODES) or is_badge_like(text):
            return False
        self._turn += 1
        turn, find, records = self._turn, self._kind.found, self._records
        self.errands.ask(_FOUND, lambda: RecordCame(turn, find(records, text), code.text))
        return True

    def _read_soon(self) -> None:
        """Something changed; however often, it is read twice a second at most."""
        if self.isVisible() and not self._news.isActive():
            self._news.start()

    def show_record(self, record_id: str) -> None:
        """Show this one, whatever the list shows."""
        self._turn += 1
        self._wanted_id = record_id
        self._ask_record()

    def back(self) -> bool:
        """One step back: from the record to the list, out of the search, and away."""
        if self.is_detailed:
            self._close_detail()
            return True
        if self.bar.field.text():
            self.bar.field.clear()
            self.bar.field.setFocus()
            return True
        return False

    def finish(self) -> None:
        self._news.stop()
        self.errands.finish()

    @property
    def code_in_view(self) -> str:
        return self._code

    @property
    def is_detailed(self) -> bool:
        """Whether a record is shown whole."""
        return not self.detail.isHidden()

    @property
    def _records(self) -> Records:
        assert self.station is not None
        return self.station.records

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Where both have no room side by side, the record lies over the list."""
        if self._look is not None:
            self._card.setVisible(not self.is_detailed or self.width() >= self._look.px(SPLIT_FROM))
            self._say_keys()

    def _ask(self) -> None:
        self._opens = Opens.NOTHING
        if self.station is not None:
            self.table.ask(self._question)
            self._slow.start()
            self._count()

    def _count(self) -> None:
        count, wanted = self._kind.lister(self._records).count, self._filters
        self.errands.ask(_COUNTS, lambda: Counted({each: count(Question(filter=each)) for each in wanted}))

    def _read_again(self) -> None:
        if self.station is None or not self.isVisible():
            return
        self.table.refresh()
        self._count()
        if self._wanted_id:
            self._ask_record()

    def _on_wished(self, wish: Wish) -> None:
        lister = self._kind.lister(self._records)
        self.errands.ask(_ROWS, lambda: read(lister, wish))

    def _ask_record(self) -> None:
        turn, wanted, record, records = self._turn, self._wanted_id, self._kind.record, self._records
        self.errands.ask(_RECORD, lambda: RecordCame(turn, record(records, wanted)))

    def _on_told(self, news: News[Row, Record]) -> None:
        match news:
            case Came():
                self._on_rows(news)
            case Counted(counts):
                self.bar.show_counts(counts)
            case RecordCame():
                self._on_record(news)
            case NotRead(errand, code):
                self._on_not_read(errand, code)

    def _on_rows(self, came: Came[Row]) -> None:
        if self.table.take(came):
            self._code = ""
            self._slow.stop()
            self._say_found()
            if self._wanted_id and not self.table.currentIndex().isValid():
                self.table.choose_record(self._wanted_id)
            self._open_what_came()

    def _on_not_read(self, errand: str, code: str) -> None:
        if errand == _ROWS:
            self.table.pages.give_up()
        self._code = code
        self._say_found()

    def _on_record(self, news: RecordCame[Record]) -> None:
        if news.turn != self._turn or self.station is None:
            return
        if news.record is None:
            if news.scanned:
                self._search_for(news.scanned)
            return
        kind, before = self._kind, self._shown
        self._wanted_id, self._shown = kind.id_of(news.record), news.record
        if news.scanned:
            self._search(kind.number_of(news.record))
        self.table.choose_record(self._wanted_id)
        self.detail.show_record(news.record, self.station.database.now_ms())
        if not self.is_detailed:
            self.detail.show()
            self._lay_out()
        self.detail.timeline.list.setFocus()
        if before is None or kind.id_of(before) != self._wanted_id:
            self.detail.begin()

    def _search(self, text: str) -> None:
        """The list of all that this may mean."""
        self._on_filter(self._filters[0])
        self.bar.field.setText(text)

    def _search_for(self, text: str) -> None:
        """A scan that leads to none or to several: all that it may mean, the only one at once."""
        self._close_detail()
        self._search(text)
        self.bar.field.setFocus()
        self.bar.field.selectAll()
        self._opens = Opens.ONLY
        self._open_what_came()

    def _close_detail(self) -> None:
        self._turn += 1
        self._wanted_id, self._shown = "", None
        self._opens = Opens.NOTHING
        if self.is_detailed:
            self.detail.hide()
            self._lay_out()
            (self.table if self.table.currentIndex().isValid() else self.bar.field).setFocus()

    def _open_chosen(self) -> None:
        self._opens = Opens.CHOSEN
        self._open_what_came()

    def _open_what_came(self) -> None:
        pages = self.table.pages
        if self._opens is Opens.NOTHING or not pages.is_answered:
            return
        if not pages.count or (self._opens is Opens.ONLY and pages.count > 1):
            self._opens = Opens.NOTHING
            return
        if not self.table.currentIndex().isValid():
            self.table.choose(0)
        row = self.table.chosen()
        if row is not None:
            self._opens = Opens.NOTHING
            self.show_record(self._kind.key(row))

    def _on_chosen(self) -> None:
        row = self.table.chosen()
        if self.is_detailed and row is not None:
            if self._kind.key(row) != self._wanted_id:
                self.show_record(self._kind.key(row))
        else:
            self._open_what_came()

    def _step(self, step: int) -> None:
        self.table.choose(max(0, self.table.currentIndex().row() + step))

    def _go_to_rows(self) -> None:
        if self.table.pages.count:
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.choose(0)

    def _on_words(self, words: str) -> None:
        if words.strip() != self._question.words:
            self._question = replace(self._question, words=words.strip())
            self._ask()

    def _on_filter(self, chosen: Filter) -> None:
        self.bar.show_filter(chosen)
        if chosen is not self._question.filter:
            self._question = replace(self._question, filter=chosen)
            self._ask()

    def _step_filter(self, step: int) -> None:
        at = self._filters.index(self._question.filter)
        self._on_filter(self._filters[(at + step) % len(self._filters)])

    def _sort_by(self, sort: Sort) -> None:
        """The same once more turns it round; what is due soonest comes first, of times and numbers the latest."""
        is_descending = not self._question.is_descending if sort is self._question.sort else sort is not Sort.DUE
        self._question = replace(self._question, sort=sort, is_descending=is_descending)
        self._ask()

    def _say_found(self) -> None:
        """How many there are; where there are none, what to do."""
        look, pages = self._look, self.table.pages
        if look is None:
            return
        if not pages.is_answered:
            if self._code:
                self._card.say(what(self._code, look.language), remedy(self._code, look.language))
            elif not self._slow.isActive():
                self.bar.found.setText(look.word("record.searching"))
            return
        is_more = bool(pages.question.words) and pages.count >= MOST_FOUND
        self.bar.found.setText(look.word("record.found.more" if is_more else "record.found", count=pages.count))
        if not pages.count and self.table.hasFocus():
            self.bar.field.setFocus()
        is_filtered = pages.question.filter is not self._filters[0]
        self._card.show_found(self.topic, pages.question, pages.count, look, is_filtered=is_filtered)

    def _say_keys(self) -> None:
        if self._look is not None:
            self._keys.setText(
                self._look.word(f"{self.topic}.keys.record" if self.is_detailed else f"{self.topic}.keys")
            )
