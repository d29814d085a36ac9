"""What can be read: all pages under their headings, or what was found. The keyboard stays with the search above it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout

from app.ui.icons import paint_icon
from app.ui.plain import Card
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, SMALL, Look

HEAD, PAGE, ENTRY, ICON = 50, 44, 74, 22


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a heading where `name` is empty, an error where it has a `code`, else a page."""

    name: str
    title: str
    icon: str = ""
    code: str = ""


def _paint(painter: QPainter, box: QRectF, row: Row, look: Look) -> None:
    edge = look.px(14)
    if not row.name:
        painter.setFont(look.font(SMALL, bold=True))
        painter.setPen(QColor(look.palette.muted))
        room = box.adjusted(edge, 0, -edge, -look.px(7))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), row.title)
        return
    if row.code:
        _paint_entry(painter, box.adjusted(edge, look.px(8), -edge, -look.px(8)), row, look)
        return
    side = look.px(ICON)
    icon = QRectF(box.left() + edge, box.center().y() - side / 2, side, side)
    paint_icon(painter, row.icon, icon, QColor(look.palette.muted))
    painter.setFont(look.font(BODY))
    painter.setPen(QColor(look.palette.text))
    room = box.adjusted(edge + side + look.px(12), 0, -edge, 0)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(room, flags, elided(painter, row.title, room.width()))


def _paint_entry(painter: QPainter, room: QRectF, row: Row, look: Look) -> None:
    left = int(Qt.AlignmentFlag.AlignLeft)
    painter.setFont(look.font(SMALL))
    painter.setPen(QColor(look.palette.muted))
    painter.drawText(room, left | int(Qt.AlignmentFlag.AlignTop), elided(painter, row.code, room.width()))
    painter.setFont(look.font(BODY))
    painter.setPen(QColor(look.palette.text))
    painter.drawText(room, left | int(Qt.AlignmentFlag.AlignBottom), elided(painter, row.title, room.width()))


def _height(row: Row) -> float:
    if not row.name:
        return HEAD
    return ENTRY if row.code else PAGE


class ContentsList(Card):
    """`picked` carries the name of the page that is to be read. Headings cannot be chosen."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.list: RowList[Row] = RowList(
            _paint,
            key=lambda row: row.name or row.title,
            spoken=lambda row: f"{row.code} {row.title}".strip(),
        )
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._on_clicked)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.list)

    def dress(self, look: Look) -> None:
        edge = look.px(6)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self.list.setAccessibleName(look.word("help.contents"))
        self.list.dress(look, height=_height)

    @property
    def chosen(self) -> str:
        """The page of the chosen row; empty where none is."""
        row = self.list.chosen()
        return row.name if row else ""

    def show_rows(self, rows: tuple[Row, ...], chosen: str) -> None:
        """List these; the row of that page is chosen, none where it has none."""
        self.list.show_rows(rows)
        self._mark(next((at for at, row in enumerate(rows) if row.name == chosen and chosen), -1))

    def step(self, by: int) -> None:
        """The next page below or above; headings are stepped over."""
        rows, at = self.list.rows, self.list.currentIndex().row()
        at = (at + by) if at >= 0 else (0 if by > 0 else len(rows) - 1)
        while 0 <= at < len(rows) and not rows[at].name:
            at += by
        if 0 <= at < len(rows):
            self._mark(at)
            self.picked.emit(rows[at].name)

    def _mark(self, at: int) -> None:
        index = self.list.model().index(at, 0) if at >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if at >= 0 and not self.list.rows[at - 1].name:
            self.list.reveal(max(0, at - 1))  # with its heading
        if at >= 0:
            self.list.reveal(at)

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.list.rows[index.row()]
        if row.name:
            self.picked.emit(row.name)
        else:
            self.list.setCurrentIndex(QModelIndex())
