"""One order: to whom, what is in its boxes and what is short, its parcels, what stops it, what happened."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter

from app.domain.order import Consignee, OrderLine
from app.domain.record import OrderRecord, ParcelRow
from app.ui.messages import Tone, parcel_state
from app.ui.plain import label
from app.ui.screens.incidents.age import moment
from app.ui.screens.orders.columns import state_of
from app.ui.screens.parcels.columns import TONE_ICONS
from app.ui.tables.column import LEFT, RIGHT, paint_marked
from app.ui.tables.detail import Detail, Facts, Notice, show_whole
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, SMALL, Look

LINE, PARCEL = 64, 66
MOST_KEYS = 9


class OrderDetail(Detail[OrderRecord]):
    """`parcel_asked` carries the id of one of its parcels: by its digit, or clicked."""

    parcel_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._about, self._stop, self._remark, self._facts = label("muted", wraps=True), Notice(), Notice(), Facts()
        self._items, self._parcels = label("title"), label("title")
        self.lines: RowList[OrderLine] = RowList(
            _paint_line, key=lambda line: str(line.position), spoken=self._say_line
        )
        self.parcels: RowList[ParcelRow] = RowList(
            self._paint_parcel, key=lambda row: row.glance.parcel_id, spoken=self._say_parcel
        )
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.parcels.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.parcels.clicked.connect(lambda index: self._go(index.row()))
        self.parcels.activated.connect(lambda index: self._go(index.row()))
        for part in (
            *(self._about, self._stop, self._remark, self._facts),
            *(self._items, self.lines, self._parcels, self.parcels),
        ):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_record(self, record: OrderRecord, now_ms: int) -> None:
        look = self.look
        if look is None:
            return
        order, row = record.order, record.row
        self.heading.setText(order.number)
        self.mark.show_state(*state_of(row, look))
        self._about.setText("  ·  ".join(text for text in (order.shop, order.service, order.flag) if text))
        for notice in (self._stop, self._remark):
            notice.dress(look)
        self._stop.say(look.word(f"orders.stop.{row.stop}.long") if row.stop else "", Tone.STOP)
        notes = [order.remark, *(each.text for each in order.instructions)]
        self._remark.say("\n".join(text for text in notes if text), Tone.WRONG)
        self._facts.show_facts(self._known(record, now_ms, look), look)
        sealed, short = sum(line.sealed for line in order.lines), sum(line.short for line in order.lines)
        said = look.word("orders.items", packed=order.units_packed, units=order.units, sealed=sealed)
        self._items.setText(said + (look.word("orders.items.short", short=short) if short else ""))
        self.lines.setAccessibleName(said)
        show_whole(self.lines, order.lines, look, LINE)
        self._parcels.setText(look.word("orders.parcels", count=len(record.parcels)))
        self.parcels.setAccessibleName(self._parcels.text())
        show_whole(self.parcels, record.parcels, look, PARCEL)
        self.timeline.show_story(record.story, order.number, now_ms)

    def press(self, key: str) -> None:
        """A digit leads to the parcel that bears it."""
        if key.isdecimal():
            self._go(int(key) - 1)

    def _go(self, place: int) -> None:
        if 0 <= place < len(self.parcels.rows):
            self.parcel_asked.emit(self.parcels.rows[place].glance.parcel_id)

    def _known(self, record: OrderRecord, now_ms: int, look: Look) -> tuple[tuple[str, str], ...]:
        order, row = record.order, record.row
        return (
            (look.word("orders.consignee"), _whole(order.consignee)),
            (look.word("orders.merged"), order.merged_into),
            (look.word("orders.tote"), order.tote),
            (look.word("orders.came"), moment(row.imported_at_ms, now_ms)),
            (look.word("orders.due"), moment(row.glance.due_at_ms, now_ms) if row.glance.due_at_ms else ""),
        )

    def _say_line(self, line: OrderLine) -> str:
        return f"{line.title or line.sku}: {_amount(line)}"

    def _say_parcel(self, row: ParcelRow) -> str:
        state = parcel_state(row.glance, self.look.language)[1] if self.look is not None else ""
        return " · ".join(text for text in (str(row.sequence), row.glance.tracking_number, state) if text)

    def _paint_parcel(self, painter: QPainter, box: QRectF, row: ParcelRow, look: Look) -> None:
        p, px = look.palette, look.px
        at = self.parcels.rows.index(row) + 1
        key = QRectF(box.left(), box.center().y() - px(15), px(30), px(30))
        if at <= MOST_KEYS:
            painter.setPen(QColor(p.line))
            painter.setBrush(QColor(p.raised))
            painter.drawRoundedRect(key, px(6), px(6))
            painter.setFont(look.font(SMALL, bold=True))
            painter.setPen(QColor(p.text))
            painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(at))
        inner = box.adjusted(px(44), px(6), 0, -px(6))
        top = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        tone, state = parcel_state(row.glance, look.language)
        painter.setFont(look.font(BODY, bold=True))
        painter.setPen(QColor(p.text))
        name = row.glance.tracking_number or look.word("parcels.unlabeled")
        painter.drawText(top, LEFT, elided(painter, name, top.width()))
        paint_marked(painter, top.translated(0, top.height()), TONE_ICONS[tone], state, tone, look)


def _amount(line: OrderLine) -> str:
    return f"{line.packed} / {line.quantity}"


def _paint_line(painter: QPainter, box: QRectF, line: OrderLine, look: Look) -> None:
    p, px = look.palette, look.px
    inner = box.adjusted(0, px(5), 0, -px(5))
    top = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
    low = top.translated(0, top.height())
    tone = Tone.WRONG if line.short else Tone.OK if line.is_complete else Tone.SYSTEM
    painter.setFont(look.font(BODY, bold=True))
    painter.setPen(look.color(tone) if tone is not Tone.SYSTEM else QColor(p.text))
    amount = _amount(line)
    painter.drawText(top, RIGHT, amount)
    spare = painter.fontMetrics().horizontalAdvance(amount) + px(16)
    painter.setFont(look.font(BODY))
    painter.setPen(QColor(p.text))
    painter.drawText(top, LEFT, elided(painter, line.title or line.sku, top.width() - spare))
    painter.setFont(look.font(SMALL))
    if line.short:
        painter.setPen(look.color(Tone.WRONG))
        painter.drawText(low, RIGHT, look.word("orders.short", count=line.short))
    painter.setPen(QColor(p.muted))
    about = "  ·  ".join(text for text in (line.sku, line.kit, line.origin) if text)
    painter.drawText(low, LEFT, elided(painter, about, low.width() - px(120)))


def _whole(consignee: Consignee) -> str:
    """The consignee as the store masked it."""
    address = consignee.address
    place = " ".join(text for text in (address.province, address.city, address.district, address.street) if text)
    return "\n".join(text for text in (f"{consignee.name}   {consignee.phone}", consignee.company, place) if text)
