"""Everything that happened to an order or a parcel, oldest first, by days: time, what, who and at which station."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from app.domain.record import Moment
from app.ui.glyphs import paint_tone
from app.ui.icons import paint_icon
from app.ui.messages_story import Told, tell
from app.ui.plain import Card, label
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, PAD, SMALL, Look

DAY, LINE, MARGIN, MARK, TIME = 44, 25, 9, 28, 62
# By the event's first word; of a scan or a decision the kind of what it was about.
ICONS = {
    "order": "clipboard-list",
    "orders": "file-up",
    "parcel": "package",
    "box": "package",
    "waybill": "receipt",
    "void": "rotate-ccw",
    "print": "printer",
    "reprint": "printer",
    "label": "scan-barcode",
    "news": "store",
    "stop": "circle-play",
    "goods": "rotate-ccw",
    "handover": "truck",
    "manifest": "truck",
    "evidence": "camera",
    "person": "user",
    "decided": "hand",
    "weight": "scale",
    "item": "package-open",
    "money": "receipt",
    "orphan": "receipt",
    "code": "scan-barcode",
    "materials": "box",
    "audit": "book-open",
    "calibration": "printer",
    "day": "calendar",
}


@dataclass(frozen=True, slots=True)
class Day:
    """The head of what happened on one day."""

    words: str


Row = Day | Told


def icon_of(event: str) -> str:
    """The icon of a kind of event."""
    kind, _, rest = event.partition(".")
    if kind == "scan":
        kind = rest.partition(".")[0]
        return ICONS.get(kind, "scan-barcode")
    return ICONS.get(kind, "clock")


class _Story(RowList[Row]):
    """Left and Right lead to the record before and after it in the list (`stepped`)."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class Timeline(Card):
    """A list, so that it scrolls by keys and is read aloud row by row."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._story: tuple[tuple[Moment, ...], str, int] = ((), "", 0)
        self._title = label("title")
        self.list = _Story(self._paint, key=_key, spoken=self._spoken)
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        column.addWidget(self.list, 1)

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.px(PAD), look.px(16), look.px(10), look.px(10))
        self._title.setText(look.word("story.title"))
        self.list.setAccessibleName(look.word("story.title"))
        self.list.dress(look, height=self._height)
        self._tell()

    def show_story(self, story: tuple[Moment, ...], order: str, now_ms: int) -> None:
        """`order` is the number of whose story it is."""
        if (story, order) != self._story[:2]:
            self._story = (story, order, now_ms)
            self._tell()

    def begin(self) -> None:
        """Another record: from its end on, where the latest stands."""
        self.list.clearSelection()
        self._go_to_end()
        QTimer.singleShot(0, self._go_to_end)  # it may only now get its size

    def _go_to_end(self) -> None:
        self.list.doItemsLayout()
        self.list.scrollToBottom()

    def _tell(self) -> None:
        if self._look is not None:
            story, order, now_ms = self._story
            told = tell(story, self._look.language, order)
            self.list.show_rows(by_days(told, self._look, now_ms))
            self.list.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _lines(self, told: Told, look: Look) -> list[str]:
        """What happened, broken into lines that fit; what is known beside it follows as its own."""
        return _broken(told.words, QFontMetrics(look.font(BODY)), self._text_width(look))

    def _text_width(self, look: Look) -> int:
        return max(look.px(120), self.list.viewport().width() - look.px(TIME + MARK + 34))

    def _height(self, row: Row) -> float:
        look = self._look
        if look is None or isinstance(row, Day):
            return DAY
        lines = len(self._lines(row, look)) + bool(row.more) + 1
        return lines * LINE + 2 * MARGIN

    def _spoken(self, row: Row) -> str:
        if isinstance(row, Day):
            return row.words
        told = (_clock(row.at_ms), row.words, row.more, self._who(row))
        return " · ".join(text for text in told if text)

    def _who(self, row: Told) -> str:
        look = self._look
        if look is None:
            return row.station
        return " · ".join(text for text in (row.who or look.word("story.itself"), row.station) if text)

    def _paint(self, painter: QPainter, box: QRectF, row: Row, look: Look) -> None:
        box = box.adjusted(look.px(8), 0, -look.px(8), 0)
        if isinstance(row, Day):
            painter.setFont(look.font(SMALL + 1, bold=True))
            painter.setPen(QColor(look.palette.text))
            painter.drawText(box.adjusted(0, look.px(8), 0, 0), Qt.AlignmentFlag.AlignVCenter, row.words)
            return
        self._paint_mark(painter, box, row, look)
        self._paint_words(painter, box, row, look)

    def _paint_mark(self, painter: QPainter, box: QRectF, row: Told, look: Look) -> None:
        p, px = look.palette, look.px
        top = box.top() + px(MARGIN)
        painter.setFont(look.font(SMALL))
        painter.setPen(QColor(p.muted))
        painter.drawText(QRectF(box.left(), top, px(TIME), px(LINE)), Qt.AlignmentFlag.AlignVCenter, _clock(row.at_ms))
        side = px(MARK)
        mark = QRectF(box.left() + px(TIME), top - px(1), side, side)
        if row.tone is None:
            inner = mark.adjusted(px(4), px(4), -px(4), -px(4))
            paint_icon(
                painter,
                icon_of(row.event),
                QRectF(round(inner.left()), round(inner.top()), px(20), px(20)),
                QColor(p.muted),
            )
        else:
            paint_tone(painter, row.tone, mark, shape=look.color(row.tone), mark=QColor(p.surface))

    def _paint_words(self, painter: QPainter, box: QRectF, row: Told, look: Look) -> None:
        p, px = look.palette, look.px
        line = QRectF(box.left() + px(TIME + MARK + 14), box.top() + px(MARGIN), self._text_width(look), px(LINE))
        painter.setFont(look.font(BODY, bold=row.tone is not None))
        painter.setPen(QColor(p.text) if row.tone is None else look.color(row.tone))
        for text in self._lines(row, look):
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided(painter, text, line.width()))
            line.translate(0, px(LINE))
        painter.setFont(look.font(SMALL + 1))
        painter.setPen(QColor(p.text))
        if row.more:
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided(painter, row.more, line.width()))
            line.translate(0, px(LINE))
        painter.setFont(look.font(SMALL))
        painter.setPen(QColor(p.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided(painter, self._who(row), line.width()))


def by_days(told: Sequence[Told], look: Look, now_ms: int) -> tuple[Row, ...]:
    """What happened, with a head before each day's first; a head alone says that nothing did."""
    rows: list[Row] = []
    before: date | None = None
    today = _local(now_ms).date()
    for each in told:
        day = _local(each.at_ms).date()
        if day != before:
            rows.append(Day(_day_words(day, today, look)))
        before = day
        rows.append(each)
    return tuple(rows) or (Day(look.word("story.none")),)


def _day_words(day: date, today: date, look: Look) -> str:
    ago = (today - day).days
    name = look.word("story.today") if ago == 0 else look.word("story.yesterday") if ago == 1 else ""
    return " · ".join(text for text in (name, day.strftime("%Y-%m-%d")) if text)


def _broken(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """At most three lines; words of Latin script are kept whole, Chinese breaks anywhere."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and metrics.horizontalAdvance((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    lines.append(line.rstrip())
    return lines if len(lines) <= 3 else [*lines[:2], " ".join(lines[2:])]


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for sign in text:
        if pieces[-1].endswith(" ") or not sign.isascii():
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _key(row: Row) -> str:
    return row.words if isinstance(row, Day) else f"{row.at_ms}{row.event}"


def _clock(at_ms: int) -> str:
    return _local(at_ms).strftime("%H:%M")


def _local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()
