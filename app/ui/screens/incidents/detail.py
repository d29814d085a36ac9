"""One incident: what happened, what is known of it, and what can be decided."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.document import DocumentKind
from app.domain.incident import Incident, IncidentKind
from app.domain.record import ParcelRecord
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone, explain, incident_known, incident_tone, incident_what, what
from app.ui.messages_printer import PAPERS
from app.ui.messages_story import tell
from app.ui.plain import Card, label
from app.ui.screens.incidents.age import age, left, moment
from app.ui.screens.incidents.ask import Ask
from app.ui.theme import Look

KNOWN = ("order", "number", "price", "label", "since", "until", "carrier", "reference", "attempt")
COLUMNS = 4
GOODS, STEPS, MOMENTS = 3, 3, 40
# Their reason says no more than the kind itself.
_SELF_EVIDENT = ("label.unseen", "label.unused", "money.orphan", "bug")
# Where a person mends the reason, the remedy is said too; elsewhere the keys are the remedy.
_MENDED = (IncidentKind.PURCHASE_REFUSED, IncidentKind.PRINT_FAILED, IncidentKind.PAPER_FAILED)


class _Sign(QWidget):
    """The tone of the kind, large."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None
        self.tone = Tone.SYSTEM

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is not None:
            surface = QColor(self.look.palette.surface)
            paint_tone(QPainter(self), self.tone, QRectF(self.rect()), shape=self.look.color(self.tone), mark=surface)


class Detail(Card):
    """Shows the chosen incident and asks about it."""

    def __init__(self, come_home: Callable[[], object]) -> None:
        super().__init__()
        self._look: Look | None = None
        self._incident: Incident | None = None
        self._now_ms = 0
        self._sign, self.what, self.known = _Sign(), label("heading", wraps=True), label("muted", wraps=True)
        self.why = label(wraps=True)
        self.goods, self.story = label("muted", wraps=True), label("small", wraps=True)
        self._record: ParcelRecord | None = None
        self.cells: dict[str, tuple[QLabel, QLabel]] = {name: (label("small"), label("figure")) for name in KNOWN}
        self.ask = Ask(come_home)
        self.ask.stepped.connect(self._show_record)
        self._line = label("line")
        self._build()

    def _build(self) -> None:
        self._head, words, self._grid = QHBoxLayout(), QVBoxLayout(), QGridLayout()
        self._words = words
        for widget in (self.what, self.known):
            words.addWidget(widget)
        self._head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addLayout(words, 1)
        for name, value in self.cells.values():
            name.setParent(self)  # shown before it has its place, a label without a parent would be a window
            value.setParent(self)
            value.setAlignment(Qt.AlignmentFlag.AlignTop)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addLayout(self._grid)
        for widget in (self.why, self.goods, self.story):
            self._column.addWidget(widget)
        self._column.addWidget(self._line)
        self._column.addWidget(self.ask, 1)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(28), look.px(24), look.px(28), look.px(20))
        self._column.setSpacing(look.px(14))
        self._head.setSpacing(look.px(22))
        self._words.setSpacing(look.px(6))
        self._grid.setHorizontalSpacing(look.px(24))
        self._grid.setVerticalSpacing(look.px(1))
        self._line.setFixedHeight(1)
        self._sign.look = look
        self._sign.setFixedSize(look.px(64), look.px(64))
        self.ask.dress(look)
        self._show()

    def show_incident(self, incident: Incident | None, now_ms: int, record: ParcelRecord | None = None) -> None:
        """Show this one; `record` is its parcel, as far as it has one."""
        self._incident, self._now_ms, self._record = incident, now_ms, record
        self.ask.show_incident(incident)
        self._show()

    def _show(self) -> None:
        look, incident = self._look, self._incident
        if look is None or incident is None:
            return
        language = look.language
        self._sign.tone = incident_tone(incident.kind)
        self._sign.update()
        self.what.setText(incident_what(incident.kind, language))
        self.known.setText(incident_known(incident.kind, language))
        self._show_values({name: value for name, value in self._values(incident, look).items() if value}, look)
        tells = explain if incident.kind in _MENDED else what
        is_news = bool(incident.code) and incident.code not in _SELF_EVIDENT
        self.why.setText(look.word("known.code", why=tells(incident.code, language)) if is_news else "")
        self.why.setVisible(is_news)
        self._show_record()

    def _show_record(self) -> None:
        """The parcel and its last steps; while a decision is asked for, the reasons have their room."""
        look = self._look
        for widget, told in ((self.goods, self._goods), (self.story, self._steps)):
            text = told(look) if look is not None and not self.ask.is_under_way else ""
            widget.setText(text)
            widget.setVisible(bool(text))

    def _goods(self, look: Look) -> str:
        contents = self._record.contents if self._record else ()
        goods = [f"{title or sku} × {units}" for sku, title, units in contents[:GOODS]]
        if len(contents) > GOODS:
            goods.append(look.word("incidents.goods.more", count=len(contents) - GOODS))
        return look.word("incidents.goods", goods="  ·  ".join(goods)) if goods else ""

    def _steps(self, look: Look) -> str:
        """What happened last, oldest first: what is known, and when."""
        if self._record is None:
            return ""
        steps = tell(self._record.story[-MOMENTS:], look.language, self._record.row.glance.order_number)[-STEPS:]
        return "\n".join(
            look.word(
                "incidents.step",
                time=moment(step.at_ms, self._now_ms),
                words="  ·  ".join(text for text in (step.words, step.more) if text),
            )
            for step in steps
        )

    def _show_values(self, values: dict[str, str], look: Look) -> None:
        for name, cells in self.cells.items():
            for part in cells:
                self._grid.removeWidget(part)
                part.setVisible(name in values)
        for row in (1, 3, 5):
            self._grid.setRowMinimumHeight(row, look.px(42) if len(values) > row // 2 * COLUMNS else 0)
        for place, (name, value) in enumerate(values.items()):
            for row, (part, text) in enumerate(zip(self.cells[name], (look.word(f"known.{name}"), value), strict=True)):
                part.setText(text)
                self._grid.addWidget(part, place // COLUMNS * 2 + row, place % COLUMNS)

    def _values(self, incident: Incident, look: Look) -> dict[str, str]:
        """What is known, by name; empty where it says nothing for this incident."""
        none = look.word("known.none")
        since, until = (
            moment(at_ms, self._now_ms) if at_ms else "" for at_ms in (incident.since_ms, incident.until_ms)
        )
        return {
            "order": incident.order_number or none,
            "number": incident.tracking_number or none,
            "price": str(incident.price) if incident.price else "",
            "label": _paper(incident, look) if incident.position else "",
            "carrier": incident.carrier,
            "reference": incident.reference,
            "attempt": str(incident.attempt) if incident.attempt > 1 else "",
            "since": f"{since}  ·  {age(incident.since_ms, self._now_ms, look)}",
            "until": f"{until}  ·  {left(incident.until_ms, self._now_ms, look)}" if until else "",
        }


def _paper(incident: Incident, look: Look) -> str:
    """By its number on its printer; what it is, where it is no label."""
    number = f"#{incident.position}"
    is_label = incident.document is DocumentKind.LABEL
    return number if is_label else f"{PAPERS[incident.document].say(look.language)} {number}"
