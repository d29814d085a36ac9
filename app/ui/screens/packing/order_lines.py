"""The order on the table: its lines with counts, kits, boxes and marks, and plainly what is still missing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.desk import Arm, Packing, Showing
from app.domain.masking import mask_consignee
from app.domain.order import Order, OrderLine
from app.domain.outcome import Outcome
from app.ui.item_pictures import ItemPictures
from app.ui.pictograms import paint_pictogram
from app.ui.plain import Card, label
from app.ui.screens.packing.chip import chips_of
from app.ui.screens.packing.item_card import ItemCard
from app.ui.screens.packing.line_paint import paint_row
from app.ui.screens.packing.line_row import Attention, Boxes, LineRow, Row, coded_skus, first_of, rows_of
from app.ui.screens.packing.unit_fields import UnitFields, fields_of
from app.ui.tables.row_list import RowList
from app.ui.theme import PAD, SMALL, Look

# The shop's flag in its own color; its word stands beside it.
FLAGS = {"red": "#D32F2F", "yellow": "#C99700", "green": "#2E8B57", "blue": "#2F6FDE", "purple": "#8E44AD"}


class _Flag(QWidget):
    """The shop's flag, as a sign."""

    def __init__(self) -> None:
        super().__init__()
        self.color = ""
        self.side = 20

    def sizeHint(self) -> QSize:
        return QSize(self.side, self.side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        box = QRectF(0, (self.height() - self.side) / 2, self.side, self.side)
        paint_pictogram(QPainter(self), "flag", box, QColor(FLAGS.get(self.color, "#888888")))


class OrderLines(Card):
    """Shows one order. Complete lines step back, missing ones stand out; of a stopped order all step back."""

    def __init__(self, pictures: ItemPictures) -> None:
        super().__init__()
        self._look: Look | None = None
        self._order: Order | None = None
        self._pictures = pictures
        self._attention = Attention()
        self._has_number = False
        self._boxes: Boxes = {}
        self._coded: frozenset[str] = frozenset()
        self._head, self._box, self._flag_word = label("heading"), label("chip"), label("figure")
        self._flag = _Flag()
        self._about = label("muted")
        self._remark = label("muted", wraps=True)
        self.unit = UnitFields()
        self.item = ItemCard(pictures)
        self.list: RowList[Row] = RowList(self._paint_row, key=_key, spoken=self._spoken)
        pictures.arrived.connect(self._on_picture)
        self._top, self._column, self._row = QHBoxLayout(), QVBoxLayout(), QHBoxLayout(self)
        for part in (self._head, self._box, self._flag, self._flag_word):
            self._top.addWidget(part)
        self._top.addStretch(1)
        self._column.addLayout(self._top)
        for widget in (self._about, self._remark, self.unit):
            self._column.addWidget(widget)
        self._column.addWidget(self.list, 1)
        self._row.addLayout(self._column, 1)
        self._row.addWidget(self.item)
        self.item.hide()

    @property
    def rows(self) -> tuple[OrderLine, ...]:
        """The lines as they are shown."""
        return tuple(row.line for row in self.list.rows if isinstance(row, LineRow))

    def dress(self, look: Look) -> None:
        self._look = look
        self._row.setContentsMargins(look.px(PAD), look.px(14), look.px(PAD), look.px(8))
        self._row.setSpacing(look.px(PAD))
        self._column.setSpacing(look.px(4))
        self.item.dress(look)
        self._top.setSpacing(look.px(14))
        self._flag.side = look.px(26)
        self._box.setStyleSheet(
            f"background: {look.palette.accent.fill}; color: {look.palette.accent.ink}; font-weight: bold;"
            f" border-radius: {look.px(8)}px; padding: {look.px(3)}px {look.px(14)}px;"
        )
        self._remark.setStyleSheet(
            f"font-size: {look.px(SMALL + 1)}px; border-left: {look.px(4)}px solid {look.palette.line};"
            f" padding-left: {look.px(10)}px;"
        )
        self.unit.dress(look)
        self.list.dress(look, height=72)
        self.list.setAccessibleName(look.word("lines.name"))
        self._give_way()
        if self._order is not None:
            self._say_head(self._order)

    def show_state(self, state: Packing | Showing, outcome: Outcome | None = None, boxes: Boxes | None = None) -> None:
        """Show the order on the table. The line that the outcome is about is marked and scrolled to; `boxes` says in
        which closed boxes units lie already.
        """
        order, before = state.order, self._order
        is_new = before is None or before.id != order.id
        if is_new or _head_of(before) != _head_of(order):
            self._say_head(order)
        if is_new:
            self._pictures.look_again()
        if before is None or is_new or before.codes is not order.codes:
            self._coded = coded_skus(order)
        self._order, self._boxes = order, boxes or {}
        self._attention = self._attend(state, None if is_new else before, outcome)
        kept = {row.line.position: row for row in self.list.rows if isinstance(row, LineRow)} if not is_new else {}
        self.list.show_rows(rows_of(order, self._attention, self._boxes, self._coded, kept))
        self.list.dim(is_dimmed=bool(order.stop))
        self.unit.show_fields(fields_of(state) if isinstance(state, Packing) else ())
        self.item.show_line(next((each for each in order.lines if each.position == self.current), None))
        self._reveal(self.current)

    @property
    def current(self) -> int:
        """The position of the line that is being packed: the one the next scan is about, else the one scanned last,
        else the next that is missing; 0 for none.
        """
        return self._attention.meant or self._attention.current

    def _attend(self, state: Packing | Showing, before: Order | None, outcome: Outcome | None) -> Attention:
        order = state.order
        current = _touched(before, order)
        if not current and outcome is not None and outcome.item:
            current = next((ln.position for ln in order.lines if (ln.title or ln.sku) == outcome.item), 0)
        current = current or (self._attention.current if before is not None else 0)
        if not isinstance(state, Packing):
            return Attention(current)
        meant = state.capture.position if state.capture else 0
        if state.arm in (Arm.SWAP, Arm.LEARN):
            meant = state.position
        first = first_of(order)
        current = current or first or next((line.position for line in order.lines if line.missing), 0)
        return Attention(current, meant, first if not state.arm else 0)

    def _paint_row(self, painter: QPainter, box: QRectF, row: Row, look: Look) -> None:
        paint_row(painter, box, row, look, self._pictures if self._pictures.has_folder else None)

    def _on_picture(self, sku: str) -> None:
        """One came, or it is known now that there are some."""
        if not sku:
            self._give_way()
        self.list.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        """Where there is little room the lines need it more than the large picture and what else is known do."""
        look = self._look
        if look is None:
            return
        is_roomy = self.width() >= look.px(900) and self.height() >= look.px(330)
        self.item.setVisible(self._pictures.has_folder and is_roomy)
        is_flat = self.height() < look.px(230)
        for part in (self._head, self._about, self._box):
            part.setHidden(is_flat or (part is self._box and not self._has_number))
        self._remark.setVisible(not is_flat and bool(self._remark.text()))

    def _reveal(self, position: int) -> None:
        if not position:
            return
        for place, row in enumerate(self.list.rows):
            if isinstance(row, LineRow) and row.line.position == position:
                self.list.reveal(place)
                return

    def _say_head(self, order: Order) -> None:
        look = self._look
        if look is None:
            return
        masked = mask_consignee(order.consignee)
        self._head.setText(look.word("lines.title", number=order.number))
        at = masked.address
        province = "" if at.city.startswith(at.province) else at.province  # 北京 北京市 says it twice
        about = (order.shop, masked.name, masked.phone, f"{province}{at.city}{at.district}")
        self._about.setText("   ·   ".join(part for part in about if part))
        self._remark.setText(look.word("lines.remark", remark=order.remark) if order.remark else "")
        self._has_number = _is_further_box(order)
        self._give_way()
        self._box.setText(look.word("lines.box", parcel=order.box.sequence))
        for part in (self._flag, self._flag_word):
            part.setVisible(bool(order.flag))
        self._flag.color = order.flag
        self._flag_word.setText(look.word(f"flag.{order.flag}") if order.flag in FLAGS else order.flag)

    def _spoken(self, row: Row) -> str:
        look = self._look
        if not isinstance(row, LineRow):
            return look.word("lines.kit", kit=row.kit) + f": {row.complete} / {row.count}" if look else row.kit
        line = row.line
        if look is None:
            return line.title
        title = line.title or line.sku
        said = look.word("lines.spoken", title=title, packed=line.packed, quantity=line.quantity, missing=line.missing)
        return " · ".join((said, *(chip.text for chip in chips_of(row, look))))


def _key(row: Row) -> str:
    return str(row.line.position) if isinstance(row, LineRow) else f"kit {row.position}"


def _is_further_box(order: Order) -> bool:
    """The number of the open box says something only from the second on, and not of an order that is packed."""
    return order.box.sequence > 1 and not order.is_complete


def _head_of(order: Order | None) -> tuple[object, ...]:
    return () if order is None else (order.number, order.box.sequence, order.is_complete, order.flag)


def _touched(before: Order | None, order: Order) -> int:
    """The position of the first line whose count differs from before; a line that is the same object is unchanged."""
    if before is None or before.lines is order.lines or len(before.lines) != len(order.lines):
        return 0
    pairs = zip(before.lines, order.lines, strict=True)
    return next((new.position for old, new in pairs if old is not new and old.packed != new.packed), 0)
