"""The parcels packed last: waybill, label, what went wrong, and the buttons to mend it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.glance import ParcelGlance
from app.ui.glyphs import paint_tone
from app.ui.messages import changed_fields, explain, parcel_state, what
from app.ui.plain import Card, button, label
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, PAD, SMALL, Look

ACTIONS = ("missing", "damaged", "void", "label")


class Parcels(Card):
    """Shows recent parcels; `asked` carries what to do (`missing`, `damaged`, `void`, `label`) with the chosen one."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._title = label("title")
        self._empty = label("muted", is_centered=True, wraps=True)
        self.list = RowList(_paint_parcel, key=lambda parcel: parcel.parcel_id, spoken=self._spoken)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self._detail = label("small", wraps=True)
        self._actions = QWidget()
        self._grid = QGridLayout(self._actions)
        self.buttons = {action: button() for action in ACTIONS}
        for i, (action, made) in enumerate(self.buttons.items()):
            made.clicked.connect(lambda _checked, action=action: self.asked.emit(action))
            self._grid.addWidget(made, i // 2, i % 2)
        layout = QVBoxLayout(self)
        layout.addWidget(self._title)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._detail)
        layout.addWidget(self._actions)
        self._on_chosen()

    def chosen(self) -> ParcelGlance | None:
        """The chosen parcel, where one is chosen."""
        return self.list.chosen()

    def unchoose(self) -> None:
        """A scan ends the choice: keys mean the order on the table again."""
        if self.list.currentIndex().isValid():
            self.list.clearSelection()
            self.list.setCurrentIndex(self.list.rootIndex())

    def dress(self, look: Look) -> None:
        self._look = look
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.px(PAD), look.px(16), look.px(PAD), look.px(12))
        layout.setSpacing(look.px(8))
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.px(8))
        self._title.setText(look.word("parcels.title"))
        self._empty.setText(look.word("parcels.empty"))
        self.list.setAccessibleName(look.word("parcels.title"))
        for action, made in self.buttons.items():
            made.setText(look.word(f"parcels.{action}"))
        self.list.dress(look, height=66)
        self.list.setMinimumHeight(look.px(150))
        self._on_chosen()

    def show_parcels(self, parcels: tuple[ParcelGlance, ...]) -> None:
        self.list.show_rows(parcels)
        self.list.setVisible(bool(parcels))
        self._empty.setVisible(not parcels)
        self._on_chosen()

    def _on_chosen(self) -> None:
        parcel, look = self.chosen(), self._look
        self._actions.setVisible(parcel is not None)
        said = ""
        if parcel is not None and look is not None:
            why = explain(parcel.code, look.language) if parcel.code else ""
            said = "\n".join(text for text in (why, changed_fields(parcel, look.language)) if text)
        self._detail.setVisible(bool(said))
        self._detail.setText(said)

    def _spoken(self, parcel: ParcelGlance) -> str:
        if self._look is None:
            return parcel.order_number
        state = parcel_state(parcel, self._look.language)[1]
        return " · ".join(text for text in (parcel.order_number, state, parcel.tracking_number) if text)


def _paint_parcel(painter: QPainter, box: QRectF, parcel: ParcelGlance, look: Look) -> None:
    p = look.palette
    tone, state = parcel_state(parcel, look.language)
    inner = box.adjusted(look.px(8), look.px(8), -look.px(8), -look.px(8))
    top = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
    low = top.translated(0, top.height())
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    middle = Qt.AlignmentFlag.AlignVCenter
    side = look.px(18)
    painter.setFont(look.font(SMALL, bold=True))
    painter.setPen(look.color(tone))
    text_width = painter.fontMetrics().horizontalAdvance(state)
    painter.drawText(top, right | middle, state)
    mark = QRectF(top.right() - text_width - side - look.px(8), top.center().y() - side / 2, side, side)
    paint_tone(painter, tone, mark, shape=look.color(tone), mark=QColor(p.surface))
    painter.setFont(look.font(BODY, bold=True))
    painter.setPen(QColor(p.text))
    painter.drawText(top, left | middle, elided(painter, parcel.order_number, mark.left() - top.left() - look.px(10)))
    copies = look.word("parcels.copies", copies=parcel.copies) if parcel.copies > 1 else ""
    why = what(parcel.code, look.language) if parcel.code else ""
    number = f"#{parcel.position}" if parcel.position else ""
    told = (number, why or parcel.service, parcel.tracking_number, parcel.consignee)
    about = "  ·  ".join(text for text in told if text)
    painter.setFont(look.font(SMALL))
    painter.setPen(QColor(p.muted))
    spare = painter.fontMetrics().horizontalAdvance(copies)
    painter.drawText(low, right | middle, copies)
    painter.drawText(low, left | middle, elided(painter, about, low.width() - spare - look.px(12)))
