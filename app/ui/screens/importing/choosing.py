"""Which file: those that lie nearby by one key each, or any other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.icons import paint_icon
from app.ui.plain import Card, label
from app.ui.screens.importing.nearby import NearbyFile
from app.ui.screens.incidents.age import age
from app.ui.screens.incidents.options import Option
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, SMALL, Look

ROW = 76
ELSEWHERE = "0"


class Choosing(Card):
    """`chosen` carries the path of a file, `elsewhere_asked` says that it lies somewhere else."""

    chosen = Signal(object)
    elsewhere_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._now_ms = 0
        self._is_looking = True
        self.title, self.says = label("heading"), label("muted", wraps=True)
        self.list = RowList(self._paint, key=lambda file: str(file.path), spoken=self._spoken)
        self.list.activated.connect(lambda _index: self._on_entered())
        self.elsewhere = Option(ELSEWHERE)
        self.elsewhere.clicked.connect(self.elsewhere_asked)
        self._column = QVBoxLayout(self)
        for widget in (self.title, self.says):
            self._column.addWidget(widget)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.elsewhere)
        self._rest = QWidget()  # below it, where no list takes the room
        self._column.addWidget(self._rest, 1)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(28), look.px(24), look.px(28), look.px(24))
        self._column.setSpacing(look.px(10))
        self.title.setText(look.word("importing.choose"))
        self.list.setAccessibleName(look.word("importing.choose"))
        self.list.dress(look, height=ROW)
        self.elsewhere.show_words(look.word("importing.elsewhere"), look.word("importing.elsewhere.does"))
        self.elsewhere.dress(look)
        self._show()

    def begin(self) -> None:
        """Say that files are looked for."""
        self._is_looking = True
        self._show()

    def show_files(self, files: tuple[NearbyFile, ...], now_ms: int) -> None:
        self._is_looking, self._now_ms = False, now_ms
        self.list.show_rows(files)
        if files and self.list.chosen() is None:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        self._show()

    def home(self) -> QWidget:
        """What has the keyboard."""
        return self.list if self.list.rows else self.elsewhere

    def press(self, key: str) -> bool:
        """A single key; whether it meant something here."""
        if key == ELSEWHERE:
            self.elsewhere_asked.emit()
            return True
        if key.isascii() and key.isdigit() and int(key) <= len(self.list.rows):
            self._choose(self.list.rows[int(key) - 1].path)
            return True
        return False

    def _on_entered(self) -> None:
        chosen = self.list.chosen()
        if chosen is not None:
            self._choose(chosen.path)

    def _choose(self, path: Path) -> None:
        self.chosen.emit(path)

    def _show(self) -> None:
        look = self._look
        if look is None:
            return
        self.list.setVisible(bool(self.list.rows))
        self._rest.setVisible(not self.list.rows)
        key = "looked" if self.list.rows else "looking" if self._is_looking else "no_files"
        said = look.word(f"importing.{key}")
        self.says.setText(f"{said} {look.word('importing.no_files.do')}" if key == "no_files" else said)

    def _spoken(self, file: NearbyFile) -> str:
        return f"{file.path.name} {self._about(file, self._look)}" if self._look else file.path.name

    def _about(self, file: NearbyFile, look: Look) -> str:
        return look.word("importing.file", size=_size(file.size), age=age(file.changed_at_ms, self._now_ms, look))

    def _paint(self, painter: QPainter, box: QRectF, file: NearbyFile, look: Look) -> None:
        px, p = look.px, look.palette
        side, middle = px(38), Qt.AlignmentFlag.AlignVCenter
        cap = QRectF(box.left() + px(10), box.center().y() - side / 2, side, side)
        painter.setPen(QColor(p.line))
        painter.setBrush(QColor(p.raised))
        painter.drawRoundedRect(cap, px(8), px(8))
        painter.setPen(QColor(p.text))
        painter.setFont(look.font(BODY, bold=True))
        place = next((at for at, each in enumerate(self.list.rows, 1) if each is file), 0)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(place))
        icon = QRectF(cap.right() + px(18), box.center().y() - px(14), px(28), px(28))
        paint_icon(painter, "file-up", icon, QColor(p.muted))
        text = QRectF(icon.right() + px(16), box.top() + px(10), 0, box.height() - px(20))
        text.setRight(box.right() - px(12))
        top = QRectF(text.left(), text.top(), text.width(), text.height() / 2)
        painter.drawText(top, middle, elided(painter, file.path.name, top.width()))
        painter.setFont(look.font(SMALL))
        painter.setPen(QColor(p.muted))
        low = top.translated(0, top.height())
        about = f"{self._about(file, look)}  ·  {file.path.parent.name}"
        painter.drawText(low, middle, elided(painter, about, low.width()))


def _size(count: int) -> str:
    """In the unit that fits: `840 B`, `12 KB`, `3.4 MB`."""
    if count < 1_000:
        return f"{count} B"
    return f"{count / 1_000:.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
