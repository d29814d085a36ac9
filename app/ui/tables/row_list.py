"""A list of values, one painted row each. Showing new values repaints only the rows that changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.theme import Look

T = TypeVar("T")
AnyIndex = QModelIndex | QPersistentModelIndex
DIMMED = 0.35
Painter = Callable[[QPainter, QRectF, T, Look], None]


class _Rows(QAbstractListModel, Generic[T]):
    """The values shown, and the sentence a screen reader says for each."""

    def __init__(self, spoken: Callable[[T], str]) -> None:
        super().__init__()
        self.rows: tuple[T, ...] = ()
        self._spoken = spoken

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(self.rows[index.row()])
        return None

    def show(self, rows: tuple[T, ...]) -> list[int]:
        """Take new values over; the places of those that changed, none when all of them are new."""
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return []
        changed = [i for i, (old, new) in enumerate(zip(self.rows, rows, strict=True)) if old is not new and old != new]
        self.rows = rows
        return changed


class _Delegate(QStyledItemDelegate, Generic[T]):
    """Paints one row: selection and hairline here, the rest by the list's own painter."""

    def __init__(self, model: _Rows[T], paint_row: Painter[T]) -> None:
        super().__init__()
        self._model, self._paint_row = model, paint_row
        self.look: Look | None = None
        self.opacity = 1.0
        self.height: Callable[[T], float] = lambda _row: 60.0

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002
        return QSize(10, self.look.px(self.height(self._model.rows[index.row()])) if self.look else 40)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        look = self.look
        if look is None:
            return
        box = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.palette.selected))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), look.px(8), look.px(8))
        elif index.row() + 1 < len(self._model.rows):
            painter.setPen(QColor(look.palette.line))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setOpacity(self.opacity)
        self._paint_row(painter, box, self._model.rows[index.row()], look)
        painter.restore()


class RowList(QListView, Generic[T]):
    """The list: Up and Down choose a row, Enter or a double click acts on it (`activated`)."""

    def __init__(self, paint_row: Painter[T], *, key: Callable[[T], str], spoken: Callable[[T], str]) -> None:
        super().__init__()
        self._key = key
        self._rows = _Rows(spoken)
        self._delegate = _Delegate(self._rows, paint_row)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)

    @property
    def rows(self) -> tuple[T, ...]:
        return self._rows.rows

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 40)  # a list scrolls; it never makes a window too large for its screen

    def chosen(self) -> T | None:
        """The value of the chosen row."""
        index = self.currentIndex()
        return self._rows.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def show_rows(self, rows: tuple[T, ...]) -> None:
        """Show these values; the chosen one stays chosen wherever it went."""
        before = self.chosen()
        if rows == self.rows:
            return
        for place in self._rows.show(rows):
            index = self._rows.index(place)
            if self.uniformItemSizes():  # on dataChanged the view would lay all of its rows out anew
                self.update(index)
            else:
                self._rows.dataChanged.emit(index, index)
        if before is None:
            return
        at = next((i for i, row in enumerate(rows) if self._key(row) == self._key(before)), -1)
        index = self._rows.index(at) if at >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def reveal(self, place: int) -> None:
        """Scroll so that the row at this place can be seen. Qt asks a list of a thousand rows for each of them to find
        one; rows of one height need no asking.
        """
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if self.uniformItemSizes() and self.rows:
            high = self.sizeHintForRow(0)
            top = place * high
            if bar.maximum() == max(0, len(self.rows) * high - room):  # laid out already
                bar.setValue(min(max(bar.value(), top + high - room), top))
                return
        self.scrollTo(self._rows.index(place), QAbstractItemView.ScrollHint.EnsureVisible)

    def dim(self, *, is_dimmed: bool) -> None:
        """Let the rows step back: they are there, and nothing is to be done with them."""
        opacity = DIMMED if is_dimmed else 1.0
        if opacity != self._delegate.opacity:
            self._delegate.opacity = opacity
            self.viewport().update()

    def dress(self, look: Look, *, height: float | Callable[[T], float]) -> None:
        """Take over colors and sizes; `height` of a row, or of each, at 1920 x 1080."""
        self._delegate.look = look
        self._delegate.height = height if callable(height) else lambda _row: height
        self.setUniformItemSizes(not callable(height))
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def elided(painter: QPainter, text: str, width: float) -> str:
    """The text, cut with an ellipsis where it does not fit."""
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
