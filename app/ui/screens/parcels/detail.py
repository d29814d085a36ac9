"""One parcel: its number, carrier, weight, what lies in it, how far its label is, what can be done, what happened."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from app.domain.outcome import Outcome
from app.domain.record import ParcelRecord
from app.ui.messages import Tone, changed_fields, do_now, explain, parcel_state, sentence, tone_of
from app.ui.messages_command import HOTKEYS
from app.ui.parcel_acts import COMMANDS
from app.ui.plain import button, label
from app.ui.screens.incidents.age import moment
from app.ui.screens.parcels.columns import TONE_ICONS
from app.ui.tables.column import LEFT, RIGHT
from app.ui.tables.detail import Detail, Facts, Notice, show_whole
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, SMALL, Look

LINE = 64
Content = tuple[str, str, int]


class ParcelDetail(Detail[ParcelRecord]):
    """`asked` carries what to do with it (`missing`, `damaged`, `void`, `label`), `order_asked` its order's id."""

    asked = Signal(str)
    order_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._record: ParcelRecord | None = None
        self._outcome: Outcome | None = None
        self._about, self._trouble, self._facts = label("muted", wraps=True), Notice(), Facts()
        self._inside = label("title")
        self.contents: RowList[Content] = RowList(_paint_content, key=lambda row: row[0], spoken=_say_content)
        self.contents.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said, self._acts = Notice(), QWidget()
        self._grid = QGridLayout(self._acts)
        self.buttons: dict[str, QPushButton] = {action: button() for action in COMMANDS}
        for action, made in self.buttons.items():
            made.clicked.connect(lambda _checked=False, action=action: self.asked.emit(action))
        self.to_order = button("flat")
        self.to_order.clicked.connect(self._go)
        self.head.insertWidget(1, self.to_order)
        for part in (self._about, self._trouble, self._facts, self._inside, self.contents):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def dress(self, look: Look) -> None:
        super().dress(look)
        is_cramped = look.is_cramped
        for at, made in enumerate(self.buttons.values()):
            self._grid.addWidget(made, *((at, 0) if is_cramped else divmod(at, 2)))
        if is_cramped:  # there is no room below: it scrolls with the rest
            self.column.insertWidget(1, self.said)
            self.column.insertWidget(self.column.count() - 1, self._acts)
        else:
            self.foot.addWidget(self.said)
            self.foot.addWidget(self._acts)

    @property
    def parcel_id(self) -> str:
        """Whose page this is."""
        return self._record.row.glance.parcel_id if self._record is not None else ""

    def show_record(self, record: ParcelRecord, now_ms: int) -> None:
        look = self.look
        if look is None:
            return
        glance = record.row.glance
        if glance.parcel_id != self.parcel_id:
            self._outcome = None
        self._record = record
        tone, state = parcel_state(glance, look.language)
        self.heading.setText(glance.tracking_number or look.word("parcels.unlabeled"))
        self.mark.show_state(TONE_ICONS[tone], state, tone)
        self._about.setText("  ·  ".join(text for text in (record.row.carrier, glance.service) if text))
        told = (explain(glance.code, look.language) if glance.code else "", changed_fields(glance, look.language))
        self._trouble.dress(look)
        self._trouble.say("\n".join(text for text in told if text), tone if tone is not Tone.OK else Tone.SYSTEM)
        self._facts.show_facts(self._known(record, now_ms, look), look)
        self._inside.setText(look.word("parcels.inside", count=glance.units))
        self.contents.setAccessibleName(self._inside.text())
        show_whole(self.contents, record.contents, look, LINE)
        self._say_keys(look)
        self._say_outcome(look)
        self.timeline.show_story(record.story, glance.order_number, now_ms)

    def show_outcome(self, outcome: Outcome) -> None:
        """What came of what was asked."""
        self._outcome = outcome
        if self.look is not None:
            self._say_outcome(self.look)

    def press(self, key: str) -> None:
        """O leads to its order."""
        if key == "O":
            self._go()

    def _go(self) -> None:
        if self._record is not None:
            self.order_asked.emit(self._record.row.glance.order_id)

    def _say_keys(self, look: Look) -> None:
        self._grid.setContentsMargins(look.px(8), 0, look.px(12), 0)
        self._grid.setSpacing(look.px(8))
        for action, made in self.buttons.items():
            made.setText(f"{HOTKEYS[COMMANDS[action]]}   {look.word(f'parcels.{action}')}")
        self.to_order.setText(look.word("parcels.to_order"))

    def _say_outcome(self, look: Look) -> None:
        self.said.dress(look)
        outcome = self._outcome
        if outcome is None:
            self.said.say("", Tone.SYSTEM)
            return
        told = (sentence(outcome, look.language), do_now(outcome, look.language))
        self.said.say("\n".join(text for text in told if text), tone_of(outcome.code))

    def _known(self, record: ParcelRecord, now_ms: int, look: Look) -> tuple[tuple[str, str], ...]:
        row, glance = record.row, record.row.glance
        copies = look.word("parcels.copies", copies=glance.copies) if glance.copies > 1 else ""
        position = f"#{glance.position}" if glance.position else ""
        gone = look.word("parcels.gone", time=moment(row.handed_over_at_ms, now_ms)) if row.handed_over_at_ms else ""
        return (
            (look.word("parcels.order"), look.word("parcels.box", order=glance.order_number, box=row.sequence)),
            (look.word("parcels.consignee"), glance.consignee),
            (look.word("parcels.weight"), look.word("parcels.grams", grams=row.weight_g) if row.weight_g else ""),
            (look.word("parcels.print"), " · ".join(text for text in (position, copies) if text)),
            (look.word("parcels.sealed"), f"{moment(glance.sealed_at_ms, now_ms)} · {row.packer}"),
            (look.word("parcels.where"), gone or look.word("parcels.here")),
            (look.word("parcels.manifest"), row.manifest),
        )


def _say_content(row: Content) -> str:
    sku, title, units = row
    return f"{title or sku}: {units}"


def _paint_content(painter: QPainter, box: QRectF, row: Content, look: Look) -> None:
    sku, title, units = row
    p, px = look.palette, look.px
    inner = box.adjusted(0, px(5), 0, -px(5))
    top = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
    painter.setFont(look.font(BODY, bold=True))
    painter.setPen(QColor(p.text))
    painter.drawText(top, RIGHT, f"× {units}")
    painter.setFont(look.font(BODY))
    painter.drawText(top, LEFT, elided(painter, title or sku, top.width() - px(70)))
    painter.setFont(look.font(SMALL))
    painter.setPen(QColor(p.muted))
    painter.drawText(top.translated(0, top.height()), LEFT, elided(painter, sku, top.width()))
