"""What a long list shows of a row: its columns as a declaration, each with a painter of its own or one of these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.domain.record import Sort
from app.ui.icons import paint_icon
from app.ui.messages import Tone
from app.ui.tables.row_list import elided
from app.ui.theme import BODY, SMALL, Look

Row = TypeVar("Row")
Says = Callable[[Row, Look], str]
Paints = Callable[[QPainter, QRectF, Row, Look], None]

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ICON = 20


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`title` is the key of its word; `width` its share of the table, and the least pixels (at 1920 x 1080) that it is
    worth showing in; of the columns that find no room those with the highest `rank` go first. `says` is its text, for
    the eye and for a screen reader; `paint` is for what is not plain text; `sort` is what a click on its title asks.
    """

    title: str
    width: int
    says: Says[Row]
    paint: Paints[Row] | None = None
    sort: Sort | None = None
    rank: int = 0
    is_right: bool = False
    is_strong: bool = False


def paint_cell(column: Column[Row], painter: QPainter, box: QRectF, row: Row, look: Look) -> None:
    """One cell of a row that is there."""
    if column.paint is not None:
        column.paint(painter, box, row, look)
        return
    painter.setFont(look.font(BODY if column.is_strong else SMALL + 1, bold=column.is_strong))
    painter.setPen(QColor(look.palette.text if column.is_strong else look.palette.muted))
    text = elided(painter, column.says(row, look), box.width())
    painter.drawText(box, RIGHT if column.is_right else LEFT, text)


def paint_marked(painter: QPainter, box: QRectF, icon: str, text: str, tone: Tone, look: Look) -> None:
    """A state: its icon and its word, both in its color; what is as usual stays quiet."""
    color = look.color(tone)
    side = look.px(ICON)
    paint_icon(painter, icon, QRectF(box.left(), round(box.center().y() - side / 2), side, side), color)
    word = box.adjusted(side + look.px(8), 0, 0, 0)
    painter.setFont(look.font(SMALL + 1, bold=tone is not Tone.SYSTEM))
    painter.setPen(color)
    painter.drawText(word, LEFT, elided(painter, text, word.width()))


def fitting(columns: tuple[Column[Row], ...], width: float) -> tuple[int, ...]:
    """The places of the columns that find room in a table of this width (in pixels at 1920 x 1080)."""
    places = list(range(len(columns)))
    while len(places) > 1 and sum(columns[at].width for at in places) > width:
        last = max(places, key=lambda at: columns[at].rank)
        if columns[last].rank == 0:
            break
        places.remove(last)
    return tuple(places)
