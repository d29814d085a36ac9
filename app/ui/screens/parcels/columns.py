"""What the list of parcels shows of each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.domain.record import ParcelRow, Sort
from app.ui.messages import Tone, parcel_state
from app.ui.screens.incidents.age import moment
from app.ui.tables.column import Column, paint_marked
from app.ui.theme import Look

TONE_ICONS: dict[Tone, str] = {
    Tone.OK: "circle-check",
    Tone.COMPLETE: "circle-check",
    Tone.WRONG: "triangle-alert",
    Tone.STOP: "octagon-alert",
    Tone.SYSTEM: "clock",
}


def columns(now_ms: Callable[[], int]) -> tuple[Column[ParcelRow], ...]:
    """`now_ms` tells UTC epoch ms."""

    def where(row: ParcelRow, look: Look) -> str:
        if not row.handed_over_at_ms:
            return look.word("parcels.here")
        return look.word("parcels.gone", time=moment(row.handed_over_at_ms, now_ms()))

    return (
        Column("parcels.tracking", 270, _tracking, is_strong=True),
        Column("parcels.state", 250, lambda row, look: parcel_state(row.glance, look.language)[1], _paint_state),
        Column("parcels.order", 230, lambda row, _look: row.glance.order_number, sort=Sort.NUMBER, rank=1),
        Column("parcels.consignee", 140, lambda row, _look: row.glance.consignee, rank=5),
        Column("parcels.service", 120, lambda row, _look: row.glance.service, rank=6),
        Column("parcels.where", 220, where, rank=3),
        Column("parcels.sealed", 150, lambda row, _look: moment(row.glance.sealed_at_ms, now_ms()), None, Sort.TIME, 2),
    )


def _tracking(row: ParcelRow, look: Look) -> str:
    return row.glance.tracking_number or look.word("parcels.unlabeled")


def _paint_state(painter: QPainter, box: QRectF, row: ParcelRow, look: Look) -> None:
    tone, state = parcel_state(row.glance, look.language)
    paint_marked(painter, box, TONE_ICONS[tone], state, tone, look)
