"""How carrier and printer are doing, in words, and since when."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.barcode import Command
from app.domain.glance import LaneGlance, LaneState
from app.ui.fitting import paint_fitted
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone, explain, lane_name, lane_state
from app.ui.messages_command import HOTKEYS
from app.ui.plain import Card, button, label
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, PAD, SMALL, Look

LANE_TONES = {
    LaneState.IDLE: Tone.OK,
    LaneState.WORKING: Tone.OK,
    LaneState.WAITING: Tone.WRONG,
    LaneState.STOPPED: Tone.STOP,
}


class Lanes(Card):
    """Shows the lanes; a waiting or stopped one can be asked to try now (`retried` carries its name)."""

    retried = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._title = label("title")
        self.retry = button()
        self.retry.clicked.connect(self._on_retry)
        self.list = RowList(_paint_lane, key=lambda lane: lane.lane, spoken=self._spoken)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(self._on_retry)
        self._top = QHBoxLayout()
        self._top.addWidget(self._title, 1)
        self._top.addWidget(self.retry)
        layout = QVBoxLayout(self)
        layout.addLayout(self._top)
        layout.addWidget(self.list)
        self.retry.hide()

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.px(PAD), look.px(14), look.px(PAD), look.px(8))
        layout.setSpacing(look.px(4))
        self._title.setText(f"{look.word('lanes.title')}  ·  {HOTKEYS[Command.PRINTERS]}")
        self.retry.setText(look.word("lane.retry"))
        self.list.setAccessibleName(look.word("lanes.title"))
        self.list.dress(look, height=_height)
        self._fit()

    def show_lanes(self, lanes: tuple[LaneGlance, ...]) -> None:
        self.list.show_rows(lanes)
        self.retry.setVisible(any(lane.state in (LaneState.WAITING, LaneState.STOPPED) for lane in lanes))
        self._fit()

    def _fit(self) -> None:
        if self._look is not None:
            self.list.setFixedHeight(sum(self._look.px(_height(lane)) for lane in self.list.rows) + 2)
            self.list.scheduleDelayedItemsLayout()

    def _on_retry(self) -> None:
        chosen = self.list.chosen()
        lanes = (chosen,) if chosen is not None else self.list.rows
        for lane in lanes:
            if lane.state in (LaneState.WAITING, LaneState.STOPPED):
                self.retried.emit(lane.lane)

    def _spoken(self, lane: LaneGlance) -> str:
        if self._look is None:
            return lane.lane
        said = f"{lane_name(lane.lane, self._look.language)}: {lane_state(lane, self._look.language)}"
        return f"{said}. {_why(lane, self._look)}".strip()


def clock(at_ms: int) -> str:
    """A moment (UTC epoch milliseconds) as the wall clock shows it."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%H:%M")


def _why(lane: LaneGlance, look: Look) -> str:
    return explain(lane.code, look.language) if lane.code else ""


def _height(lane: LaneGlance) -> float:
    return 118 if lane.code else 46


def _when(lane: LaneGlance, look: Look) -> str:
    if lane.state not in (LaneState.WAITING, LaneState.STOPPED):
        return ""
    since = look.word("lane.since", since=clock(lane.since_ms)) if lane.since_ms else ""
    again = look.word("lane.next", time=clock(lane.next_try_at_ms)) if lane.next_try_at_ms else ""
    return "  ·  ".join(text for text in (since, again) if text)


def _paint_lane(painter: QPainter, box: QRectF, lane: LaneGlance, look: Look) -> None:
    p, tone = look.palette, LANE_TONES[lane.state]
    inner = box.adjusted(look.px(8), look.px(4), -look.px(8), -look.px(6))
    side = look.px(24)
    top = QRectF(inner.left() + side + look.px(12), inner.top(), inner.width() - side - look.px(12), look.px(36))
    mark = QRectF(inner.left(), top.center().y() - side / 2, side, side)
    paint_tone(painter, tone, mark, shape=look.color(tone), mark=QColor(p.surface))
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(look.font(BODY, bold=True))
    painter.setPen(QColor(p.text))
    name = lane_name(lane.lane, look.language)
    painter.drawText(top, Qt.AlignmentFlag.AlignLeft | middle, name)
    used = painter.fontMetrics().horizontalAdvance(name) + look.px(12)
    painter.setFont(look.font(SMALL + 1, bold=tone is not Tone.OK))
    painter.setPen(look.color(tone) if tone is not Tone.OK else QColor(p.muted))
    state = elided(painter, lane_state(lane, look.language), top.width() - used)
    painter.drawText(top, Qt.AlignmentFlag.AlignRight | middle, state)
    if not lane.code:
        return
    why = QRectF(top.left(), top.bottom(), top.width(), look.px(46))
    paint_fitted(painter, _why(lane, look), why, look.font(SMALL + 1), QColor(p.text))
    painter.setFont(look.font(SMALL))
    painter.setPen(QColor(p.muted))
    when = QRectF(top.left(), why.bottom(), top.width(), look.px(24))
    painter.drawText(when, Qt.AlignmentFlag.AlignLeft | middle, elided(painter, _when(lane, look), when.width()))
