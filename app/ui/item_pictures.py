"""Pictures of items from a folder of the station, by SKU: read beside the window, kept small, never trusted."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from app.ui.errands import Errands

FORMATS = {".webp": "webp", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
MOST_BYTES, MOST_PIXELS, LONGEST_SIDE = 20_000_000, 25_000_000, 8_000
"""A phone's photo is within these; what is larger is no picture of an item, and is not read."""
KEPT_BYTES = 32_000_000
MOST_ABSENT = 10_000
_UNSAFE = frozenset('<>:"/\\|?*')


@dataclass(frozen=True, slots=True)
class _Asked:
    """A picture of `side` device pixels, at most, each way."""

    sku: str
    side: int


@dataclass(frozen=True, slots=True)
class _Folder:
    """Whether there is a folder of pictures."""

    is_there: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """What the folder gave; None where there is nothing that can be shown."""

    asked: _Asked
    image: QImage | None


_News = _Folder | _Read | None


class ItemPictures(QObject):
    """`arrived` carries the SKU whose picture is there now; an empty one: it is known whether there is a folder."""

    arrived = Signal(str)
    _told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self.has_folder = False
        self._kept: OrderedDict[_Asked, QPixmap] = OrderedDict()
        self._kept_bytes = 0
        self._absent: set[_Asked] = set()
        self._asked: set[_Asked] = set()
        self._queue: deque[_Asked] = deque()
        self._errands: Errands[_News] = Errands("item-pictures", self._told.emit, lambda _errand, _code: None)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def attach(self, folder: Path) -> None:
        """Look into this folder from now on."""
        self._folder = folder
        self._errands.ask("folder", lambda: _Folder(folder.is_dir()))

    def finish(self) -> None:
        """The window closes."""
        self._queue.clear()
        self._errands.finish()

    def look_again(self) -> None:
        """Somebody may have put a picture there meanwhile."""
        self._absent.clear()

    def picture(self, sku: str, side: int, ratio: float) -> QPixmap | None:
        """The item's picture, at most `side` pixels each way on a screen of this device pixel ratio. None where there
        is none, or not yet: then it is read, and `arrived` says so.
        """
        asked = _Asked(sku, round(side * ratio))
        kept = self._kept.get(asked)
        if kept is not None:
            self._kept.move_to_end(asked)
            return kept
        if self.has_folder and asked not in self._absent and asked not in self._asked and is_file_name(sku):
            self._asked.add(asked)
            self._queue.append(asked)
            self._errands.ask("pictures", self._read_all)
        return None

    def _read_all(self) -> None:
        """On the errand's thread: everything that is asked for, one after the other."""
        while self._queue:
            asked = self._queue.popleft()
            folder = self._folder
            image = read_picture(folder, asked.sku, asked.side) if folder is not None else None
            self._told.emit(_Read(asked, image))

    def _on_told(self, news: _News) -> None:
        match news:
            case _Folder(is_there):
                self.has_folder = is_there
                self.arrived.emit("")
            case _Read(asked, None):
                self._asked.discard(asked)
                if len(self._absent) < MOST_ABSENT:
                    self._absent.add(asked)
            case _Read(asked, image) if image is not None:
                self._asked.discard(asked)
                self._keep(asked, QPixmap.fromImage(image))
                self.arrived.emit(asked.sku)

    def _keep(self, asked: _Asked, pixmap: QPixmap) -> None:
        self._kept[asked] = pixmap
        self._kept_bytes += _bytes_of(pixmap)
        while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= _bytes_of(oldest)


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def is_file_name(sku: str) -> bool:
    """Whether an SKU may be looked for as a file: it comes from outside, and must lead to no other folder."""
    is_plain = sku.isprintable() and not _UNSAFE & set(sku)
    return 0 < len(sku) <= 100 and is_plain and not sku.startswith(".") and sku == sku.strip()


def read_picture(folder: Path, sku: str, side: int) -> QImage | None:
    """The item's picture from the folder, shrunk to fit a square of `side` pixels. None where there is no file, or none
    that can be shown: broken, too large, or something else under a picture's name.
    """
    for suffix, kind in FORMATS.items():
        for path in (folder / f"{sku}{suffix}", folder / f"{sku}{suffix.upper()}"):
            try:
                is_fit = path.is_file() and path.stat().st_size <= MOST_BYTES
            except OSError:
                continue
            if is_fit:
                return _decoded(path, kind, side)
    return None


def _decoded(path: Path, kind: str, side: int) -> QImage | None:
    reader = QImageReader(str(path), kind.encode())
    reader.setAutoDetectImageFormat(False)  # by its name: no other decoder is let near it
    reader.setAutoTransform(True)
    size = reader.size()
    longest = max(size.width(), size.height())
    if not size.isValid() or longest > LONGEST_SIDE or size.width() * size.height() > MOST_PIXELS:
        return None
    if longest > side:
        shrunk = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(shrunk.expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
