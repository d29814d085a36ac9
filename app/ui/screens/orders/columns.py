"""What the list of orders shows of each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.domain.order import OrderState
from app.domain.record import OrderRow, Sort
from app.ui.messages import Tone
from app.ui.screens.incidents.age import moment
from app.ui.tables.column import Column, paint_marked
from app.ui.theme import Look

STATES: dict[OrderState, tuple[str, Tone]] = {
    OrderState.OPEN: ("circle", Tone.SYSTEM),
    OrderState.PACKING: ("package-open", Tone.COMPLETE),
    OrderState.ASIDE: ("circle-pause", Tone.WRONG),
    OrderState.PACKED: ("circle-check", Tone.OK),
    OrderState.CANCELLED: ("ban", Tone.STOP),
}
"""Each with its icon and the tone of its color."""


def state_of(row: OrderRow, look: Look) -> tuple[str, str, Tone]:
    """Icon, word and tone: what stops it, or else where it stands."""
    if row.stop and row.glance.state is not OrderState.CANCELLED:
        return "octagon-alert", look.word(f"orders.stop.{row.stop}"), Tone.STOP
    icon, tone = STATES[row.glance.state]
    return icon, look.word(f"orders.state.{row.glance.state}"), tone


def columns(now_ms: Callable[[], int]) -> tuple[Column[OrderRow], ...]:
    """`now_ms` tells UTC epoch ms."""

    def when(at_ms: int) -> str:
        return moment(at_ms, now_ms()) if at_ms else ""

    return (
        Column("orders.number", 250, lambda row, _look: row.glance.number, sort=Sort.NUMBER, is_strong=True),
        Column("orders.state", 210, lambda row, look: state_of(row, look)[1], _paint_state),
        Column("orders.consignee", 150, lambda row, _look: row.glance.consignee, rank=1),
        Column("orders.units", 130, _units, rank=3, is_right=True),
        Column("orders.shop", 210, lambda row, _look: row.glance.shop, rank=6),
        Column("orders.service", 130, lambda row, _look: row.glance.service, rank=5),
        Column("orders.due", 160, lambda row, _look: when(row.glance.due_at_ms), sort=Sort.DUE, rank=4),
        Column("orders.came", 160, lambda row, _look: when(row.imported_at_ms), sort=Sort.TIME, rank=2),
    )


def _units(row: OrderRow, _look: Look) -> str:
    glance = row.glance
    return f"{glance.units_packed} / {glance.units}" if glance.units_packed else str(glance.units)


def _paint_state(painter: QPainter, box: QRectF, row: OrderRow, look: Look) -> None:
    icon, word, tone = state_of(row, look)
    paint_marked(painter, box, icon, word, tone, look)
