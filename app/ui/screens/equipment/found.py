"""The page of what a search found, each with the lines that name it in the station's settings."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from app.ui.messages import explain
from app.ui.plain import label
from app.ui.screens.equipment.page import Page
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, SMALL, Look

ROW = 84
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FoundWords:
    """What stands in a row: its name and what identifies it, each with a text at the right; and the row as it is said
    aloud.
    """

    title: str
    names: str
    aside: str
    names_aside: str
    spoken: str


class FoundPage(Page, Generic[T]):
    """`searched` asks for a search. `again` is the key that looks once more."""

    searched = Signal()
    again = ""
    topic = ""

    def __init__(self) -> None:
        super().__init__()
        self._is_searching, self._code = False, ""
        self.says = label(wraps=True)
        self.list: RowList[T] = RowList(self._paint, key=self.address_of, spoken=self._spoken)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_lines())
        self._head, self.lines, self._again = label("muted"), label("figure"), label("small")
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines.setMinimumWidth(1)
        self._column.addWidget(self.says)
        self._column.addWidget(self.list, 1)
        for widget in (self._head, self.lines, self._again):
            self._column.addWidget(widget)

    @staticmethod
    @abstractmethod
    def address_of(found: T) -> str:
        """By what it is known."""

    @abstractmethod
    def words(self, found: T, look: Look) -> FoundWords:
        """What stands in its row."""

    @abstractmethod
    def settings_of(self, found: T) -> str:
        """The lines of station.toml that name it."""

    def dress(self, look: Look) -> None:
        self.list.dress(look, height=ROW)
        super().dress(look)

    def begin(self) -> None:
        """Look for them."""
        self._is_searching, self._code = True, ""
        self._show()
        self.searched.emit()

    def press(self, key: str) -> bool:
        if key.upper() == self.again:
            self.begin()
        return key.upper() == self.again

    def home(self) -> QWidget:
        return self.list

    def show_found(self, found: tuple[T, ...]) -> None:
        self._is_searching = False
        self.list.show_rows(found)
        if found and self.list.chosen() is None:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        self._show()

    def show_failure(self, code: str) -> None:
        """The search came to nothing, and why."""
        self._is_searching, self._code = False, code
        self._show()

    def _show(self) -> None:
        look = self._look
        if look is None:
            return
        self.title.setText(look.word(f"{self.topic}.found.title"))
        self.list.setAccessibleName(self.title.text())
        self._head.setText(look.word(f"{self.topic}.found.do"))
        self._again.setText(look.word(f"{self.topic}.found.again"))
        said = ""
        if self._is_searching:
            said = look.word(f"{self.topic}.searching")
        elif self._code:
            said = explain(self._code, look.language)
        elif not self.list.rows:
            said = f"{look.word(f'{self.topic}.found.none')} {look.word(f'{self.topic}.found.none.do')}"
        self.says.setText(said)
        self.says.setVisible(bool(said))
        self._show_lines()

    def _show_lines(self) -> None:
        chosen = self.list.chosen()
        self.lines.setText(self.settings_of(chosen) if chosen is not None else "")
        for widget in (self._head, self.lines):
            widget.setVisible(chosen is not None)

    def _spoken(self, found: T) -> str:
        return self.words(found, self._look).spoken if self._look is not None else self.address_of(found)

    def _paint(self, painter: QPainter, box: QRectF, found: T, look: Look) -> None:
        px, p, words = look.px, look.palette, self.words(found, look)
        text = box.adjusted(px(14), px(10), -px(14), -px(10))
        top = QRectF(text.left(), text.top(), text.width(), text.height() / 2)
        low = top.translated(0, top.height())
        middle, left, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        bold, small = look.font(BODY, bold=True), look.font(SMALL + 1)
        for line, said, aside, font, ink in (
            (top, words.title, words.aside, bold, p.text),
            (low, words.names, words.names_aside, small, p.muted),
        ):
            painter.setFont(look.font(SMALL))
            painter.setPen(QColor(p.muted))
            painter.drawText(line, right | middle, aside)
            spare = painter.fontMetrics().horizontalAdvance(aside) + px(16) if aside else 0
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(line, left | middle, elided(painter, said, line.width() - spare))


def quoted(text: str) -> str:
    """As TOML writes it between quotes."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
