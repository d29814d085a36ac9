"""A table of a hundred thousand rows of which only those in view are read; the chosen record stays chosen, whatever
comes in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.domain.record import Question
from app.ui.tables.column import Column, fitting, paint_cell
from app.ui.tables.header import Header
from app.ui.tables.pages import Came, Pages, Place
from app.ui.theme import Look

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex
PAD = 14
NO_INDEX = QModelIndex()


class _Model(QAbstractTableModel, Generic[Row]):
    """As many rows as were counted; what it says of one that is not at hand is nothing."""

    def __init__(self, columns: tuple[Column[Row], ...], pages: Pages[Row]) -> None:
        super().__init__()
        self.columns, self.pages = columns, pages
        self.look: Look | None = None
        self._count = 0

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: AnyIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or self.look is None:
            return None
        row = self.pages.row(index.row())
        return None if row is None else self.columns[index.column()].says(row, self.look)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.look.word(self.columns[section].title) if is_title and self.look is not None else None

    def grow(self, count: int) -> None:
        """The list is longer or shorter than it was; what stands where is the pages' business."""
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def begin(self, count: int) -> None:
        """Another list."""
        self.beginResetModel()
        self._count = count
        self.endResetModel()


class _Delegate(QStyledItemDelegate, Generic[Row]):
    """Paints one cell; of a row that is still to come a quiet bar."""

    def __init__(self, table: PagedTable[Row], model: _Model[Row]) -> None:
        super().__init__(table)
        self._table, self._model = table, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        look = self._model.look
        if look is None:
            return
        box, place = QRectF(option.rect), index.row()
        row = self._model.pages.row(place)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._table.is_chosen(place):
            self._paint_chosen(painter, box, index.column(), look)
        else:
            painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(look.palette.line))
        inner = box.adjusted(look.px(PAD), 0, -look.px(PAD), 0)
        if row is None:
            self._paint_to_come(painter, inner, place + index.column(), look)
        else:
            paint_cell(self._model.columns[index.column()], painter, inner, row, look)
        painter.restore()

    def _paint_chosen(self, painter: QPainter, box: QRectF, column: int, look: Look) -> None:
        painter.fillRect(box, QColor(look.palette.selected))
        if column == 0:
            color = look.palette.accent.fill if self._table.hasFocus() else look.palette.muted
            painter.fillRect(QRectF(box.left(), box.top(), look.px(4), box.height()), QColor(color))

    def _paint_to_come(self, painter: QPainter, box: QRectF, seed: int, look: Look) -> None:
        high, wide = look.px(10), box.width() * (0.45 + 0.15 * (seed % 3))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.palette.raised))
        painter.drawRoundedRect(QRectF(box.left(), box.center().y() - high / 2, wide, high), high / 2, high / 2)


class PagedTable(QTableView, Generic[Row]):
    """`wished` carries a Wish, to be read on a thread (`pages.read`), whose answer comes by `take`. Up, Down, Page Up,
    Page Down, Home and End choose; Enter or a double click opens (`opened`); `sorted_by` carries a column whose title
    was clicked; Left and Right step over the filters (`stepped`), Up from the topmost row leaves (`left_upward`).
    """

    wished = Signal(object)
    chosen_changed = Signal()
    opened = Signal()
    sorted_by = Signal(object)
    stepped = Signal(int)
    left_upward = Signal()

    def __init__(self, columns: tuple[Column[Row], ...], key: Callable[[Row], str]) -> None:
        super().__init__()
        self.columns, self._key = columns, key
        self.pages: Pages[Row] = Pages(self.wished.emit, key)
        self._model = _Model(columns, self.pages)
        self._chosen_key = ""
        self._is_taking = False
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self, self._model))
        self.head = Header(columns)
        self.setHorizontalHeader(self.head)
        self.head.sectionClicked.connect(self._on_title)
        self._build()

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalScrollBar().valueChanged.connect(self._see)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def dress(self, look: Look) -> None:
        self._model.look = look
        self.head.dress(look)
        self.verticalHeader().setMinimumSectionSize(look.touch)
        self.verticalHeader().setDefaultSectionSize(look.touch)
        self._share_width()
        self._see()
        self.viewport().update()

    def chosen(self) -> Row | None:
        """The chosen row, where it is at hand."""
        place = self.currentIndex().row()
        row = self.pages.row(place) if place >= 0 and self.pages.is_answered else None
        return row if row is not None and self.is_chosen(place) else None

    def is_chosen(self, place: int) -> bool:
        """Whether this is the chosen row, wherever it went. What came into its place is not."""
        if place != self.currentIndex().row():
            return False
        row = self.pages.row(place)
        return row is None or not self._chosen_key or self._key(row) == self._chosen_key

    def choose(self, place: int) -> None:
        """Choose the row at this place and bring it into view."""
        if 0 <= place < self._model.rowCount():
            self.setCurrentIndex(self._model.index(place, 0))

    def choose_record(self, key: str) -> None:
        """Choose the record with this key where it is in view, and nothing where it is not."""
        if self._chosen_key != key or not self.currentIndex().isValid():
            place = self.pages.place_of(key)
            self.setCurrentIndex(self._model.index(place, 0) if place >= 0 else QModelIndex())

    def ask(self, question: Question) -> None:
        """Show what this question has, as soon as it is read."""
        self.head.show_sort(question)
        self.pages.ask_anew(question)

    def refresh(self) -> None:
        """There is news: read again what is seen."""
        top = self.rowAt(0)
        row = self.pages.row(top) if top >= 0 and self.verticalScrollBar().value() > 0 else None
        held = Place(self._key(row), top) if row is not None else None
        chosen = Place(self._chosen_key, self.currentIndex().row()) if self._chosen_key else None
        self.pages.refresh(held, chosen)

    def take(self, came: Came[Row]) -> bool:
        """Show an answer; False for one that nobody waits for any more."""
        is_new = not self.pages.is_answered
        if not self.pages.take(came):
            return False
        self._is_taking = True
        if is_new:
            self._chosen_key = ""
            self._model.begin(came.count)
            self.scrollToTop()
        else:
            self._follow(came)
        self._is_taking = False
        self._learn_key()
        self._see()
        self.viewport().update()
        return True

    def _follow(self, came: Came[Row]) -> None:
        """What was on the screen stays where it is on it."""
        self._model.grow(came.count)
        self.setAutoScroll(False)
        wish, bar = came.wish, self.verticalScrollBar()
        if wish.chosen is not None and came.chosen >= 0 and self._chosen_key == wish.chosen.key:
            self.selectionModel().setCurrentIndex(
                self._model.index(came.chosen, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        if wish.held is not None and came.held >= 0:
            self.updateGeometries()
            bar.setValue(bar.value() + (came.held - wish.held.row) * self.verticalHeader().defaultSectionSize())
        self.setAutoScroll(True)

    def _see(self) -> None:
        """Ask for what is in view."""
        if self._is_taking or not self._model.rowCount():
            return
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        self.pages.see(first, last if last >= 0 else self._model.rowCount() - 1)

    def _learn_key(self) -> None:
        """A row chosen before it was at hand is known by its place until it comes."""
        place = self.currentIndex().row()
        row = self.pages.row(place) if place >= 0 else None
        if row is not None and not self._chosen_key:
            self._chosen_key = self._key(row)
            self.chosen_changed.emit()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        if self._is_taking or current.row() == previous.row():
            return
        self._chosen_key = ""
        self._learn_key()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upward.emit()
        elif key == Qt.Key.Key_Home:
            self.choose(0)
        elif key == Qt.Key.Key_End:
            self.choose(self._model.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        self._see()

    def _share_width(self) -> None:
        """Give the columns that find room their share of it."""
        look, room = self._model.look, self.viewport().width()
        if look is None:
            return
        shown = fitting(self.columns, room / look.scale)
        whole = sum(self.columns[at].width for at in shown)
        for at, column in enumerate(self.columns):
            self.setColumnHidden(at, at not in shown)
            if at in shown:
                self.setColumnWidth(at, int(room * column.width / whole))

    def _on_title(self, section: int) -> None:
        sort = self.columns[section].sort
        if sort is not None:
            self.sorted_by.emit(sort)
