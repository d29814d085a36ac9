"""Text made as large as its place allows, down to a floor, and only then cut."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

SMALLEST_SHARE = 0.6  # of the wished size


def fitted(font: QFont, text: str, box: QRectF) -> QFont:
    """The font, shrunk in steps until the text fits into the box with line breaks, at most to the floor."""
    wished = font.pixelSize()
    smallest = int(wished * SMALLEST_SHARE)
    shrunk = QFont(font)
    for pixels in range(wished, smallest - 1, -2):
        shrunk.setPixelSize(pixels)
        used = QFontMetricsF(shrunk).boundingRect(box, int(Qt.TextFlag.TextWordWrap), text)
        if used.width() <= box.width() and used.height() <= box.height():
            break
    return shrunk


def paint_fitted(painter: QPainter, text: str, box: QRectF, font: QFont, color: QColor) -> None:
    """Write the text into the box, left and vertically centered; what cannot fit ends in an ellipsis."""
    font = fitted(font, text, box)
    metrics = QFontMetricsF(font)
    used = metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), text)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    if used.width() <= box.width() and used.height() <= box.height():
        flags |= int(Qt.TextFlag.TextWordWrap)
    else:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(box, flags, text)
