"""The rows that did not come in: which, which column, why; mistakes first, then what the shop itself left out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.domain.glance import ImportedRow
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone, explain, field_name, what
from app.ui.plain import Card, button, label
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, PAD, SMALL, Look

ROW = 74
INCOMPLETE = "import.order_incomplete"


class BadRowList(Card):
    """Up and Down choose. `kept` holds the rows (order, row) for which a person wrote something not tried yet."""

    chosen_changed = Signal()
    opened = Signal()
    all_asked = Signal()
    file_asked = Signal()
    another_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.kept: set[tuple[int, int]] = set()
        self._title = label("title")
        self.list = RowList(self._paint, key=lambda row: f"{row.order} {row.row}", spoken=self._spoken)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen_changed.emit())
        self.list.activated.connect(lambda _index: self.opened.emit())
        self.all, self.file, self.another = button(), button(), button()
        self.all.clicked.connect(self.all_asked)
        self.file.clicked.connect(self.file_asked)
        self.another.clicked.connect(self.another_asked)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self.list, 1)
        for widget in (self.all, self.file, self.another):
            self._column.addWidget(widget)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(PAD), look.px(16), look.px(PAD), look.px(PAD))
        self._column.setSpacing(look.px(10))
        self._title.setText(look.word("importing.rows"))
        self.list.setAccessibleName(look.word("importing.rows"))
        self.list.dress(look, height=ROW)
        self.file.setText(f"W   {look.word('importing.write')}")
        self.another.setText(f"N   {look.word('importing.another')}")
        self.show_kept()

    def show_rows(self, rows: tuple[ImportedRow, ...]) -> None:
        """Show these; where the chosen one is gone, the next that can be put right is chosen."""
        place = max(0, self.list.currentIndex().row())
        self.list.show_rows(tuple(sorted(rows, key=lambda row: row.is_skipped)))
        if self.list.chosen() is None and self.list.rows:
            self.choose(self.next_mendable(min(place, len(self.list.rows) - 1)))
        self.show_kept()

    def show_kept(self) -> None:
        if self._look is not None:
            self.all.setText(f"A   {self._look.word('importing.all', count=len(self.kept))}")
        self.all.setVisible(bool(self.kept))
        self.list.viewport().update()

    def next_mendable(self, place: int) -> int:
        """The first row from here on, or from the top, that can be put right; the place itself where there is none."""
        order = (*range(place, len(self.list.rows)), *range(place))
        return next((at for at in order if self.list.rows[at].cell >= 0), place)

    def choose(self, place: int) -> None:
        if 0 <= place < len(self.list.rows):
            self.list.setCurrentIndex(self.list.model().index(place, 0))
            self.list.reveal(place)

    def chosen(self) -> ImportedRow | None:
        return self.list.chosen()

    def _spoken(self, row: ImportedRow) -> str:
        look = self._look
        if look is None:
            return str(row.row)
        column = f" ({row.column or field_name(row.field, look.language)})" if row.field else ""
        return f"{look.word('importing.row', row=row.row)}: {explain(row.code, look.language)}{column}"

    def _paint(self, painter: QPainter, box: QRectF, row: ImportedRow, look: Look) -> None:
        px, p, middle = look.px, look.palette, Qt.AlignmentFlag.AlignVCenter
        is_kept = (row.order, row.row) in self.kept
        tone = Tone.SYSTEM if row.is_skipped or row.code == INCOMPLETE else Tone.WRONG
        tone = Tone.OK if is_kept else tone if row.cell >= 0 or tone is Tone.SYSTEM else Tone.STOP
        side = px(30)
        mark = QRectF(box.left() + px(10), box.center().y() - side / 2, side, side)
        paint_tone(painter, tone, mark, shape=look.color(tone), mark=QColor(p.surface))
        text = box.adjusted(mark.right() - box.left() + px(14), px(9), -px(10), -px(9))
        top = QRectF(text.left(), text.top(), text.width(), text.height() / 2)
        low = top.translated(0, top.height())
        painter.setFont(look.font(SMALL))
        painter.setPen(QColor(p.muted))
        number = look.word("importing.row", row=row.row)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | middle, number)
        spare = painter.fontMetrics().horizontalAdvance(number) + px(12)
        about = look.word("importing.row.kept") if is_kept else _about(row, look)
        painter.drawText(low, middle, elided(painter, about, low.width()))
        painter.setFont(look.font(BODY, bold=True))
        painter.setPen(QColor(p.text))
        painter.drawText(top, middle, elided(painter, what(row.code, look.language), top.width() - spare))


def _about(row: ImportedRow, look: Look) -> str:
    """The column at fault; where none is, what is to be done."""
    if row.field:
        return row.column or field_name(row.field, look.language)
    return look.word("importing.row.waits" if row.code == INCOMPLETE else "importing.row.in_file")
