"""The shipped icons (`resources/icons`), painted sharp in any color and size."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QFileInfo, QRectF, QSize, Qt
from PySide6.QtGui import QAbstractFileIconProvider, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileIconProvider

from app.resources import resource


def icon(name: str, pixels: int, color: QColor, ratio: float = 1.0) -> QIcon:
    """The icon for a button."""
    return QIcon(icon_pixmap(name, pixels, color, ratio))


def icon_pixmap(name: str, pixels: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """`name` is the file's, `pixels` its side before the screen's own `ratio`. Drawn once, then remembered."""
    return _drawn(name, pixels, color.rgba(), ratio)


def paint_icon(painter: QPainter, name: str, box: QRectF, color: QColor) -> None:
    """Paint an icon into a square of a widget."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(box.topLeft(), icon_pixmap(name, round(box.width()), color, ratio))


@lru_cache(maxsize=512)
def _drawn(name: str, pixels: int, rgba: int, ratio: float) -> QPixmap:
    color = QColor.fromRgba(rgba)
    svg = resource(f"icons/{name}.svg").read_text("utf-8").replace("currentColor", color.name())
    pixmap = QPixmap(QSize(pixels, pixels) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setOpacity(color.alphaF())
    QSvgRenderer(svg.encode()).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap


class FileIcons(QFileIconProvider):
    """Folders and files of a file dialog, in the theme's color and not in the system's."""

    def __init__(self, pixels: int, color: QColor) -> None:
        super().__init__()
        self._folder, self._file = icon("folder", pixels, color), icon("file", pixels, color)

    def icon(self, about: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """The picture of a file, or of a kind of place."""
        if isinstance(about, QFileInfo):
            return self._folder if about.isDir() else self._file
        return self._file if about is QAbstractFileIconProvider.IconType.File else self._folder
