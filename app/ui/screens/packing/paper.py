"""The newest label that came out of the demo's virtual printer; a click shows it large."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.ui.plain import Card
from app.ui.theme import PAD, RADIUS, SMALL, Look


class Paper(Card):
    """A thumbnail of the newest paper; hidden while there is none."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._path: Path | None = None
        self.pixmap = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(200, self._look.px(196) if self._look else 190)

    def dress(self, look: Look) -> None:
        self._look = look
        self.setFixedHeight(look.px(196))
        self.setAccessibleName(look.word("paper.title"))
        self.update()

    def show_papers(self, papers: tuple[Path, ...]) -> None:
        """Show the first of these pictures, newest first."""
        newest = papers[0] if papers else None
        if newest != self._path:
            self._path = newest
            self.pixmap = QPixmap(str(newest)) if newest else QPixmap()
            self.update()
        self.setVisible(not self.pixmap.isNull())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = self._look
        if look is None or self.pixmap.isNull():
            return
        painter = QPainter(self)
        room = QRectF(self.rect()).adjusted(look.px(PAD), look.px(14), -look.px(PAD), -look.px(14))
        small = shrunk(self.pixmap, QSize(int(room.width() * 0.4), int(room.height())), self.devicePixelRatioF())
        size = small.deviceIndependentSize()
        sheet = QRectF(room.right() - size.width(), room.top(), size.width(), size.height())
        painter.drawPixmap(sheet.topLeft(), small)
        painter.setPen(QColor(look.palette.accent.fill if self.hasFocus() else look.palette.line))
        painter.drawRect(sheet)
        words = QRectF(room.left(), room.top(), sheet.left() - room.left() - look.px(12), room.height())
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.setFont(look.font(SMALL + 1, bold=True))
        painter.setPen(QColor(look.palette.muted))
        title = look.word("paper.title")
        used = painter.boundingRect(words, flags, title)
        painter.drawText(words, flags, title)
        painter.setFont(look.font(SMALL))
        painter.drawText(words.adjusted(0, used.height() + look.px(6), 0, 0), flags, look.word("paper.hint"))


def shrunk(pixmap: QPixmap, room: QSize, ratio: float) -> QPixmap:
    """The picture fitted into the room with every dot averaged in: thin bars of a 1-bit label stay to be seen."""
    grey = pixmap.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = QPixmap.fromImage(grey.scaled(room * ratio, keep, smooth))
    small.setDevicePixelRatio(ratio)
    return small


class PaperView(QWidget):
    """The paper as large as the window allows, over everything; Escape or a click closes it, scans go on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self._look: Look | None = None
        self.hide()

    def open(self, pixmap: QPixmap, look: Look, room: QRect) -> None:
        """Show the picture over this part of the window."""
        self._pixmap, self._look = pixmap, look
        self.setGeometry(room)
        self.show()
        self.raise_()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 170))
        if self._look is None:
            return
        edge = self._look.px(32)
        large = shrunk(self._pixmap, self.size() - QSize(2 * edge, 2 * edge), self.devicePixelRatioF())
        size = large.deviceIndependentSize()
        sheet = QRectF((self.width() - size.width()) / 2, edge, size.width(), size.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(sheet.adjusted(-8, -8, 8, 8), RADIUS, RADIUS)
        painter.drawPixmap(sheet.topLeft(), large)
