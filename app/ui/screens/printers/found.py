"""The printers that were found, each with the lines that name it in the station's settings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from app.domain.barcode import Command
from app.domain.glance import FoundPrinter
from app.ui.messages import explain
from app.ui.messages_printer import LANGUAGES
from app.ui.plain import label
from app.ui.screens.printers.page import Page
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, SMALL, Look

AGAIN = "6"


class Found(Page):
    """`searched` asks for a search."""

    searched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_searching, self._code = False, ""
        self.says = label(wraps=True)
        self.list = RowList(_paint, key=lambda row: row.address, spoken=self._spoken)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_lines())
        self._head, self.lines, self._again = label("muted"), label("figure"), label("small")
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines.setMinimumWidth(1)
        self._column.addWidget(self.says)
        self._column.addWidget(self.list, 1)
        for widget in (self._head, self.lines, self._again):
            self._column.addWidget(widget)

    def dress(self, look: Look) -> None:
        self.list.dress(look, height=84)
        super().dress(look)

    def begin(self) -> None:
        """Look for them."""
        self._is_searching, self._code = True, ""
        self._show()
        self.searched.emit()

    def press(self, key: str) -> bool:
        if key == AGAIN:
            self.begin()
        return key == AGAIN

    def take_scan(self, text: str) -> bool:
        return text == Command.CHOOSE_6 and self.press(AGAIN)

    def home(self) -> QWidget:
        return self.list

    def show_found(self, found: tuple[FoundPrinter, ...]) -> None:
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
        self.title.setText(look.word("printers.found.title"))
        self.list.setAccessibleName(look.word("printers.found.title"))
        self._head.setText(look.word("printers.found.do"))
        self._again.setText(look.word("printers.found.again"))
        said = ""
        if self._is_searching:
            said = look.word("printers.searching")
        elif self._code:
            said = explain(self._code, look.language)
        elif not self.list.rows:
            said = f"{look.word('printers.found.none')} {look.word('printers.found.none.do')}"
        self.says.setText(said)
        self.says.setVisible(bool(said))
        self._show_lines()

    def _show_lines(self) -> None:
        chosen = self.list.chosen()
        lines = [f"address = {_quoted(chosen.address)}"] if chosen else []
        if chosen and chosen.identity:
            lines.append(f"identity = {_quoted(chosen.identity)}")
        if chosen and chosen.language:
            lines.append(f"language = {_quoted(chosen.language)}")
        self.lines.setText("\n".join(lines))
        for widget in (self._head, self.lines):
            widget.setVisible(bool(lines))

    def _spoken(self, found: FoundPrinter) -> str:
        look = self._look
        if look is None:
            return found.address
        spoken = LANGUAGES[found.language].say(look.language) if found.language else "?"
        words = {"model": found.model, "address": found.address, "identity": found.identity or "–", "spoken": spoken}
        return look.word("printers.found.row", **words)


def _quoted(text: str) -> str:
    """As TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _paint(painter: QPainter, box: QRectF, found: FoundPrinter, look: Look) -> None:
    px = look.px
    text = box.adjusted(px(14), px(10), -px(14), -px(10))
    top = QRectF(text.left(), text.top(), text.width(), text.height() / 2)
    low = top.translated(0, top.height())
    middle, left, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    painter.setFont(look.font(SMALL))
    painter.setPen(QColor(look.palette.muted))
    where = ", ".join(found.sources)
    painter.drawText(top, right | middle, where)
    spare = painter.fontMetrics().horizontalAdvance(where) + px(16)
    spoken = LANGUAGES[found.language].say(look.language) if found.language else "?"
    painter.drawText(low, right | middle, spoken)
    painter.setFont(look.font(BODY, bold=True))
    painter.setPen(QColor(look.palette.text))
    painter.drawText(top, left | middle, elided(painter, found.model, top.width() - spare))
    painter.setFont(look.font(SMALL + 1))
    painter.setPen(QColor(look.palette.muted))
    names = "   ".join(text for text in (found.address, found.identity) if text)
    painter.drawText(low, left | middle, elided(painter, names, low.width() - spare))
