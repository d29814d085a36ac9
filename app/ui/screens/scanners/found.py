"""The scanners and cameras that were found, each with the lines that name it in the station's settings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from app.domain.scanner import FoundScanner, ScannerKind
from app.ui.messages import explain
from app.ui.messages_scanners_screen import KINDS
from app.ui.plain import label
from app.ui.screens.printers.page import Page
from app.ui.tables.row_list import RowList, elided
from app.ui.theme import BODY, SMALL, Look

AGAIN = "F"


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
        if key.upper() == AGAIN:
            self.begin()
        return key.upper() == AGAIN

    def home(self) -> QWidget:
        return self.list

    def show_found(self, found: tuple[FoundScanner, ...]) -> None:
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
        self.title.setText(look.word("scanners.found.title"))
        self.list.setAccessibleName(look.word("scanners.found.title"))
        self._head.setText(look.word("scanners.found.do"))
        self._again.setText(look.word("scanners.found.again"))
        said = ""
        if self._is_searching:
            said = look.word("scanners.searching")
        elif self._code:
            said = explain(self._code, look.language)
        elif not self.list.rows:
            said = f"{look.word('scanners.found.none')} {look.word('scanners.found.none.do')}"
        self.says.setText(said)
        self.says.setVisible(bool(said))
        self._show_lines()

    def _show_lines(self) -> None:
        chosen = self.list.chosen()
        if chosen is not None:
            name = "camera" if chosen.kind is ScannerKind.CAMERA else "scanner"
            self.lines.setText(f'[[scanners]]\nname = "{name}"\naddress = "{_quoted(chosen.address)}"')
        for widget in (self._head, self.lines):
            widget.setVisible(chosen is not None)

    def _spoken(self, found: FoundScanner) -> str:
        look = self._look
        if look is None:
            return found.address
        kind = KINDS[found.kind].say(look.language)
        return look.word("scanners.found.row", title=found.title, kind=kind, address=found.address)


def _quoted(text: str) -> str:
    """As TOML writes it between quotes."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _paint(painter: QPainter, box: QRectF, found: FoundScanner, look: Look) -> None:
    px, p = look.px, look.palette
    text = box.adjusted(px(14), px(10), -px(14), -px(10))
    top = QRectF(text.left(), text.top(), text.width(), text.height() / 2)
    low = top.translated(0, top.height())
    middle, left, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    painter.setFont(look.font(SMALL))
    painter.setPen(QColor(p.muted))
    kind = KINDS[found.kind].say(look.language)
    painter.drawText(top, right | middle, kind)
    spare = painter.fontMetrics().horizontalAdvance(kind) + px(16)
    painter.setFont(look.font(BODY, bold=True))
    painter.setPen(QColor(p.text))
    painter.drawText(top, left | middle, elided(painter, found.title or found.address, top.width() - spare))
    painter.setFont(look.font(SMALL + 1))
    painter.setPen(QColor(p.muted))
    painter.drawText(low, left | middle, elided(painter, found.address, low.width()))
