"""One row that did not come in: why, what stands around it (masked), and the one cell at fault to be put right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from app.domain.glance import ImportedRow
from app.domain.importing import Beside
from app.ui.messages import field_name, remedy, what
from app.ui.plain import Card, label
from app.ui.theme import Look

LONGEST_VALUE = 1_000


class CellField(QLineEdit):
    """`moved` says that the person goes on to the row before (-1) or after (1)."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()), 0)
        if step:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)


class RowDetail(Card):
    """`entered` carries what the cell is to hold."""

    entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._row: ImportedRow | None = None
        self._beside: Beside | None = None
        self._culprit = 0
        self.where, self.why, self.do = label("title"), label("heading", wraps=True), label(wraps=True)
        self.around, self._line = label("muted", wraps=True), label("line")
        self.column, self.field, self.hint = label("option", wraps=True), CellField(), label("muted", wraps=True)
        self.field.setMaxLength(LONGEST_VALUE)
        self.field.returnPressed.connect(lambda: self.entered.emit(self.field.text()))
        self._column = QVBoxLayout(self)
        for widget in (self.where, self.why, self.do, self.around, self._line, self.column, self.field, self.hint):
            self._column.addWidget(widget)
        self._column.addStretch(1)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(28), look.px(24), look.px(28), look.px(20))
        self._column.setSpacing(look.px(12))
        self._line.setFixedHeight(1)
        self._show()

    def show_row(self, row: ImportedRow | None, beside: Beside | None, value: str, culprit: int) -> None:
        """Show this row with what its cell holds; `culprit` is the row of the same order that is at fault, 0: itself.
        What a person is writing about the same row stays.
        """
        is_same = self._row is not None and row is not None and (self._row.row, self._row.order) == (row.row, row.order)
        if not (is_same and self.field.hasFocus() and self._row == row):
            self.field.setText(value)
        self._row, self._beside, self._culprit = row, beside, culprit
        self._show()

    def begin(self) -> None:
        """Let the person write."""
        if self.field.isVisibleTo(self):
            self.field.setFocus()
            self.field.selectAll()

    def _show(self) -> None:
        look, row = self._look, self._row
        if look is None or row is None:
            return
        language = look.language
        self.where.setText(" · ".join(self._place(row, look)))
        self.why.setText(what(row.code, language))
        do = remedy(row.code, language)
        self.do.setText(do)
        self.do.setVisible(bool(do))
        around = self._around(look)
        self.around.setText(around)
        self.around.setVisible(bool(around))
        is_mendable = row.cell >= 0
        self.column.setVisible(is_mendable)
        self.field.setVisible(is_mendable)
        self.column.setText(look.word("importing.column", column=row.column))
        self.field.setPlaceholderText(look.word("importing.field"))
        self.field.setAccessibleName(look.word("importing.field.name", column=row.column))
        self.hint.setText(self._hint(row, look))

    def _place(self, row: ImportedRow, look: Look) -> list[str]:
        parts = [look.word("importing.row", row=row.row)]
        if row.field:
            parts.append(row.column or field_name(row.field, look.language))
        return parts

    def _around(self, look: Look) -> str:
        beside = self._beside
        if beside is None:
            return ""
        number = beside.number
        whose = look.word("importing.row.order", number=number) if number else look.word("importing.row.no_number")
        goods = f"{beside.goods} × {beside.quantity}" if beside.goods and beside.quantity else beside.goods
        many = look.word("importing.row.rows", count=beside.rows) if beside.rows > 1 else ""
        return "  ·  ".join(text for text in (whose, beside.name, goods, many) if text)

    def _hint(self, row: ImportedRow, look: Look) -> str:
        if row.cell >= 0:
            return look.word("importing.field.does")
        if row.is_skipped:
            return look.word("importing.left_out")
        if self._culprit:
            return look.word("importing.see_row", row=self._culprit)
        return look.word("importing.in_file")
