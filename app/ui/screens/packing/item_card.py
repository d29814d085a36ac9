"""The item that is being packed, large: its picture, or a drawn stand-in, its name and how many of it are in."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.order import OrderLine
from app.ui.fitting import paint_fitted
from app.ui.icons import paint_icon
from app.ui.item_pictures import ItemPictures
from app.ui.theme import FIGURE, RADIUS, TITLE, Look

WIDTH, NAME, COUNT = 330, 84, 48


class ItemCard(QWidget):
    """Shows one line of the order."""

    def __init__(self, pictures: ItemPictures) -> None:
        super().__init__()
        self._look: Look | None = None
        self._pictures = pictures
        self.line: OrderLine | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        pictures.arrived.connect(self._on_arrived)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 40)

    def dress(self, look: Look) -> None:
        self._look = look
        self.setFixedWidth(look.px(WIDTH))
        self.update()

    def show_line(self, line: OrderLine | None) -> None:
        if line != self.line:
            self.line = line
            self.setAccessibleName(f"{line.title or line.sku} {line.packed} / {line.quantity}" if line else "")
            self.update()

    @property
    def picture(self) -> QPixmap | None:
        """The picture of the line's item, where there is one."""
        if self.line is None:
            return None
        return self._pictures.picture(self.line.sku, self.width(), self.devicePixelRatioF())

    def _on_arrived(self, sku: str) -> None:
        if self.line is not None and sku in ("", self.line.sku):
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look, line = self._look, self.line
        if look is None or line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low = look.px(NAME + COUNT)
        room = QRectF(self.rect())
        side = min(room.width(), room.height() - low)
        box = QRectF(room.center().x() - side / 2, room.top(), side, side)
        paint_item(painter, self.picture, box, look, radius=look.px(RADIUS))
        name = QRectF(room.left(), box.bottom(), room.width(), look.px(NAME))
        paint_fitted(painter, line.title or line.sku, name, look.font(TITLE, bold=True), QColor(look.palette.text))
        painter.setFont(look.hero_font(FIGURE + 4))
        painter.setPen(QColor(look.palette.muted if line.is_complete else look.palette.accent.fill))
        counts = QRectF(room.left(), name.bottom(), room.width(), look.px(COUNT))
        painter.drawText(counts, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _counted(line))


def _counted(line: OrderLine) -> str:
    return f"{line.packed} / {line.quantity - line.short}"


def paint_item(painter: QPainter, picture: QPixmap | None, box: QRectF, look: Look, *, radius: float) -> None:
    """A picture in the middle of its square, or the stand-in for one that nobody has."""
    frame = QPainterPath()
    frame.addRoundedRect(box, radius, radius)
    painter.fillPath(frame, QColor("#FFFFFF" if picture is not None else look.palette.raised))
    if picture is None:
        side = round(box.width() * 0.42)
        sign = QRectF(round(box.center().x() - side / 2), round(box.center().y() - side / 2), side, side)
        paint_icon(painter, "package", sign, QColor(look.palette.line))
        return
    size = picture.deviceIndependentSize()
    scale = min(box.width() / size.width(), box.height() / size.height())
    wide, high = size.width() * scale, size.height() * scale
    target = QRectF(box.center() - QPointF(wide / 2, high / 2), box.center() + QPointF(wide / 2, high / 2))
    painter.save()
    painter.setClipPath(frame)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(target, picture, QRectF(picture.rect()))
    painter.restore()
