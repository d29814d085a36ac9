"""Open ends as a list: what is open, how many, the numbers of the first, and a mark for how grave it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.domain.handover import EndKind, OpenEnd
from app.ui.glyphs import paint_tone
from app.ui.messages import CHINESE, Tone
from app.ui.messages_reason import OPEN_ENDS
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, FIGURE, SMALL, Look

TONES = {
    EndKind.STOPPED: Tone.STOP,
    EndKind.PURCHASE: Tone.WRONG,
    EndKind.VOID: Tone.WRONG,
    EndKind.PRINT: Tone.WRONG,
    EndKind.PILE: Tone.WRONG,
    EndKind.UNLABELED: Tone.WRONG,
    EndKind.UNHANDED: Tone.SYSTEM,
    EndKind.UNSENT: Tone.SYSTEM,
    EndKind.ORDER: Tone.SYSTEM,
}
"""STOP: it must not leave the house. WRONG: somebody has to look. SYSTEM: it is tomorrow's work."""


class EndList(RowList[OpenEnd]):
    """Shows open ends."""

    def __init__(self) -> None:
        super().__init__(_paint_end, key=lambda end: f"{end.kind}:{end.carrier}", spoken=self._spoken)
        self._look: Look | None = None

    def dress_ends(self, look: Look) -> None:
        self._look = look
        self.dress(look, height=84)

    def _spoken(self, end: OpenEnd) -> str:
        return f"{_what(end, self._look)}: {end.count}. {_first(end, self._look)}" if self._look else ""


def _what(end: OpenEnd, look: Look) -> str:
    phrase = OPEN_ENDS[end.kind].say(look.language)
    what = phrase[0].upper() + phrase[1:]
    return f"{what} · {end.carrier}" if end.carrier else what


def _first(end: OpenEnd, look: Look) -> str:
    named = ("、" if look.language == CHINESE else ", ").join(end.first)
    more = end.count - len(end.first)
    return f"{named} … {look.word('ends.more', count=more)}" if more else named


def _paint_end(painter: QPainter, box: QRectF, end: OpenEnd, look: Look) -> None:
    p, tone = look.palette, TONES[end.kind]
    side = look.px(36)
    mark = QRectF(box.left() + look.px(10), box.center().y() - side / 2, side, side)
    paint_tone(painter, tone, mark, shape=look.color(tone), mark=QColor(p.surface))
    middle = Qt.AlignmentFlag.AlignVCenter
    count = QRectF(box.right() - look.px(120), box.top(), look.px(108), box.height())
    painter.setFont(look.hero_font(FIGURE + 6))
    painter.setPen(look.color(tone) if tone is not Tone.SYSTEM else QColor(p.text))
    painter.drawText(count, Qt.AlignmentFlag.AlignRight | middle, f"{end.count:,}")
    words = QRectF(mark.right() + look.px(18), box.top(), count.left() - mark.right() - look.px(30), box.height())
    top, low = words.adjusted(0, look.px(10), 0, -words.height() * 0.44), words.adjusted(0, words.height() * 0.54, 0, 0)
    low.setBottom(box.bottom() - look.px(10))
    painter.setFont(look.font(BODY + 3, bold=True))
    painter.setPen(QColor(p.text))
    painter.drawText(top, Qt.AlignmentFlag.AlignLeft | middle, elided(painter, _what(end, look), top.width()))
    painter.setFont(look.font(SMALL + 1))
    painter.setPen(QColor(p.muted))
    painter.drawText(low, Qt.AlignmentFlag.AlignLeft | middle, elided(painter, _first(end, look), low.width()))
