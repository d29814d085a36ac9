"""What waits, one row each: what kind, whose, since when, and by when it must be decided."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.domain.incident import Incident, Urgency
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone, incident_name, incident_tone
from app.ui.plain import Card, button, label
from app.ui.screens.incidents.age import age, left
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, PAD, SMALL, Look

ROW, HEAD = 82, 44


class IncidentList(Card):
    """Up and Down choose; `chosen_changed` says that another one is chosen, `jam_asked` that labels were lost."""

    chosen_changed = Signal()
    jam_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._now_ms = 0
        self._title = label("title")
        self._heads: dict[str, int] = {}  # the first row of each group, with how many there are
        self.list = RowList(self._paint, key=_key, spoken=self._spoken)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen_changed.emit())
        self.jam = button()
        self.jam.clicked.connect(self.jam_asked)
        layout = QVBoxLayout(self)
        layout.addWidget(self._title)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.jam)

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.px(PAD), look.px(16), look.px(PAD), look.px(PAD))
        layout.setSpacing(look.px(10))
        self._title.setText(look.word("incidents.title"))
        self.jam.setText(f"R   {look.word('jam.open')}")
        self.list.setAccessibleName(look.word("incidents.title"))
        self.list.dress(look, height=self._height)

    def show_incidents(self, incidents: tuple[Incident, ...], now_ms: int, *, chooses: bool) -> None:
        """Show these; the chosen one stays chosen. When it is gone and `chooses`, what took its place is chosen."""
        place = self.list.currentIndex().row()
        self._now_ms = now_ms
        heads = _heads(incidents)
        is_other = heads != self._heads
        self._heads = heads
        self.list.show_rows(incidents)
        if is_other:
            self.list.scheduleDelayedItemsLayout()
        self.list.viewport().update()
        if chooses and incidents and self.list.chosen() is None:
            self.list.setCurrentIndex(self.list.model().index(min(max(place, 0), len(incidents) - 1), 0))

    def chosen(self) -> Incident | None:
        return self.list.chosen()

    def _spoken(self, incident: Incident) -> str:
        look = self._look
        if look is None:
            return incident.order_number
        until = left(incident.until_ms, self._now_ms, look) if incident.until_ms else ""
        name, when = incident_name(incident.kind, look.language), age(incident.since_ms, self._now_ms, look)
        return " · ".join(text for text in (name, incident.order_number, incident.tracking_number, when, until) if text)

    def _height(self, incident: Incident) -> float:
        return ROW + (HEAD if _key(incident) in self._heads else 0)

    def _paint_head(self, painter: QPainter, box: QRectF, incident: Incident, look: Look) -> QRectF:
        """The group's name above its first row; what is left of the box."""
        count = self._heads.get(_key(incident))
        if count is None:
            return box
        head = QRectF(box.left(), box.top(), box.width(), look.px(HEAD))
        painter.fillRect(head, QColor(look.palette.surface))  # the choice is of the row below
        painter.setFont(look.font(SMALL, bold=True))
        painter.setPen(QColor(look.palette.muted))
        text = head.adjusted(look.px(12), look.px(8), -look.px(12), 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, look.word(f"incidents.urgency.{incident.urgency}"))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(count))
        return box.adjusted(0, head.height(), 0, 0)

    def _paint(self, painter: QPainter, box: QRectF, incident: Incident, look: Look) -> None:
        box = self._paint_head(painter, box, incident, look)
        tone, p, px = incident_tone(incident.kind), look.palette, look.px
        side = px(34)
        mark = QRectF(box.left() + px(12), box.center().y() - side / 2, side, side)
        paint_tone(painter, tone, mark, shape=look.color(tone), mark=QColor(p.surface))
        text = box.adjusted(mark.right() - box.left() + px(16), px(12), -px(12), -px(12))
        top = QRectF(text.left(), text.top(), text.width(), text.height() / 2)
        low = top.translated(0, top.height())
        right = Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(SMALL))
        painter.setPen(QColor(p.muted))
        when = age(incident.since_ms, self._now_ms, look)
        painter.drawText(top, right | middle, when)
        spare = painter.fontMetrics().horizontalAdvance(when) + px(12)
        painter.setFont(look.font(BODY, bold=True))
        painter.setPen(QColor(p.text))
        name = incident_name(incident.kind, look.language)
        painter.drawText(top, middle, elided(painter, name, top.width() - spare))
        until = left(incident.until_ms, self._now_ms, look) if incident.until_ms else ""
        painter.setFont(look.font(SMALL, bold=True))
        painter.setPen(look.color(Tone.WRONG))
        painter.drawText(low, right | middle, until)
        spare = painter.fontMetrics().horizontalAdvance(until) + px(12) if until else 0
        painter.setFont(look.font(SMALL + 1))
        painter.setPen(QColor(p.muted))
        whose = incident.order_number or incident.tracking_number
        painter.drawText(low, middle, elided(painter, whose, low.width() - spare))


def _key(incident: Incident) -> str:
    return f"{incident.kind}{incident.subject_id}"


def _heads(incidents: tuple[Incident, ...]) -> dict[str, int]:
    """The first of each group, sorted as they are, with how many belong to it."""
    groups: dict[Urgency, list[Incident]] = {}
    for incident in incidents:
        groups.setdefault(incident.urgency, []).append(incident)
    return {_key(group[0]): len(group) for group in groups.values()}
