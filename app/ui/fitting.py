"""Text made as large as its place allows, down to a floor, and only then cut."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

SMALLEST_SHARE = 0.6  # of the wished size


def fitted(font: QFont, text: str, box: QRectF) -> QFont:
    """The font, shrunk in steps until the text fits into the box with line breaks, at most to the floor."""
    return _fit(font, text, box)[0]


def _fit(font: QFont, text: str, box: QRectF) -> tuple[QFont, bool]:
    """The shrunk font, and whether the text fits in it."""
    pixels, fits = _measured(font.toString(), text, box.width(), box.height())
    shrunk = QFont(font)
    shrunk.setPixelSize(pixels)
    return shrunk, fits


@lru_cache(maxsize=256)  # measuring is most of what a sentence costs to paint, and the same few come all day
def _measured(font: str, text: str, width: float, height: float) -> tuple[int, bool]:
    """The largest size that fits, else the floor; `font` as Qt writes one down."""
    shrunk = QFont()
    shrunk.fromString(font)
    wished, box = shrunk.pixelSize(), QRectF(0, 0, width, height)
    for pixels in range(wished, int(wished * SMALLEST_SHARE) - 1, -2):
        shrunk.setPixelSize(pixels)
        used = QFontMetricsF(shrunk).boundingRect(box, int(Qt.TextFlag.TextWordWrap), text)
        if used.width() <= width and used.height() <= height:
            return pixels, True
    return pixels, False


def paint_fitted(painter: QPainter, text: str, box: QRectF, font: QFont, color: QColor) -> None:
    """Write the text into the box, left and vertically centered; what cannot fit ends in an ellipsis."""
    font, fits = _fit(font, text, box)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    if fits:
        flags |= int(Qt.TextFlag.TextWordWrap)
    else:
        text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(box, flags, text)
