"""The day's curve: parcels per hour as small bars, the plan as a line across them, and both in words."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import BODY, SMALL, Look

HOURS = 10
"""So many are shown, the one that runs now at the right."""
BAR, SPACE, HEIGHT = 10, 4, 40


class DayCurve(QWidget):
    """Shows a day by the hour; where there is little room, no words."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.by_hour: tuple[int, ...] = ()
        self.planned = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        look = self._look
        if look is None:
            return QSize(120, 30)
        wide = max(self._figure_width(look), QFontMetrics(look.font(SMALL - 1)).horizontalAdvance(self.plan_words))
        return QSize(look.px((BAR + SPACE) * HOURS + 12) + wide, look.px(HEIGHT))

    @property
    def words(self) -> str:
        """The hour that runs now, against its plan."""
        return f"{self.hour} {self.plan_words}".strip() if self._look else ""

    @property
    def hour(self) -> int:
        """Parcels in the hour that runs now."""
        return self.by_hour[-1] if self.by_hour else 0

    @property
    def plan_words(self) -> str:
        if self._look is None:
            return ""
        key = "day.hour.plan" if self.planned else "day.hour"
        return self._look.word(key, plan=f"{self.planned:,}")

    def dress(self, look: Look) -> None:
        self._look = look
        self._say()

    def show_day(self, by_hour: tuple[int, ...], planned: int) -> None:
        """Parcels of each hour since midnight, the last the one that runs; `planned` 0 for no plan."""
        if (by_hour, planned) != (self.by_hour, self.planned):
            self.by_hour, self.planned = by_hour, planned
            self._say()

    def _say(self) -> None:
        self.setAccessibleName(self.words)
        self.updateGeometry()
        self.update()

    def _figure_width(self, look: Look) -> int:
        return QFontMetrics(look.font(BODY, bold=True)).horizontalAdvance(f"{self.hour:,}")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        high = look.px(HEIGHT)
        top = (self.height() - high) / 2
        room = QRectF(0, top, look.px((BAR + SPACE) * HOURS), high)
        self._paint_bars(painter, room, look)
        words = QRectF(room.right() + look.px(12), top, self.width(), high)
        left = Qt.AlignmentFlag.AlignLeft
        painter.setFont(look.font(BODY, bold=True))
        painter.setPen(QColor(look.palette.text))
        painter.drawText(words.adjusted(0, -look.px(3), 0, 0), left | Qt.AlignmentFlag.AlignTop, f"{self.hour:,}")
        painter.setFont(look.font(SMALL - 1))
        painter.setPen(QColor(look.palette.muted))
        painter.drawText(words.adjusted(0, 0, 0, look.px(3)), left | Qt.AlignmentFlag.AlignBottom, self.plan_words)

    def _paint_bars(self, painter: QPainter, room: QRectF, look: Look) -> None:
        """Past hours stand quiet, the one that runs has the accent and a foot of its own: it is not over yet."""
        p, shown = look.palette, self.by_hour[-HOURS:]
        highest = max(*shown, self.planned * 1.15, 1)
        wide, step = look.px(BAR), look.px(BAR + SPACE)
        ground = room.bottom() - look.px(4)
        for at, count in enumerate(reversed(shown)):
            left = room.right() - step * (at + 1)
            high = (ground - room.top()) * count / highest
            painter.fillRect(QRectF(left, ground - high, wide, high), QColor(p.accent.fill if at == 0 else p.muted))
            foot = look.px(3) if at == 0 else 1
            painter.fillRect(
                QRectF(left, ground + look.px(1), wide, foot), QColor(p.accent.fill if at == 0 else p.line)
            )
        if self.planned:
            y = ground - (ground - room.top()) * self.planned / highest
            painter.setPen(QPen(QColor(p.text), max(1, look.px(1.5)), Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(room.left(), y, room.right(), y))
