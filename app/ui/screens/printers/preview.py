"""A paper as the printer would print it, with the data of the parcel that was labelled last; a key for each paper."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.document import DocumentKind
from app.ui.messages import explain
from app.ui.messages_printer import PAPERS
from app.ui.plain import label
from app.ui.screens.equipment.page import Page
from app.ui.screens.incidents.options import Option
from app.ui.screens.packing.paper import shrunk
from app.ui.theme import Look

SHOWN = (
    DocumentKind.LABEL,
    DocumentKind.PACKING_SLIP,
    DocumentKind.CARTON_LABEL,
    DocumentKind.LICENSE_PLATE,
    DocumentKind.TEST_CARD,
)


class _Sheet(QWidget):
    """The picture, as large as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None
        self.pixmap = QPixmap()
        self.setMinimumSize(120, 120)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is None or self.pixmap.isNull():
            return
        edge = self.look.px(6)
        small = shrunk(self.pixmap, self.size() - QSize(2 * edge, 2 * edge), self.devicePixelRatioF())
        size = small.deviceIndependentSize()
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        sheet = QRectF(left, top, size.width(), size.height())
        painter = QPainter(self)
        painter.drawPixmap(sheet.topLeft(), small)
        painter.setPen(QColor(self.look.palette.line))
        painter.drawRect(sheet)


class Preview(Page):
    """`wanted` carries the DocumentKind that is to be drawn."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._printer, self._code = "", ""
        self._document = SHOWN[0]
        self.ways = [Option(str(key)) for key in range(1, len(SHOWN) + 1)]
        self._keys, self.sheet, self.says = QVBoxLayout(), _Sheet(), label("figure", wraps=True)
        for made, document in zip(self.ways, SHOWN, strict=True):
            made.clicked.connect(partial(self._want, document))
            self._keys.addWidget(made)
        self._keys.addWidget(self.says)
        self._keys.addStretch(1)
        self._row = QHBoxLayout()
        self._row.addLayout(self._keys)
        self._row.addWidget(self.sheet, 1)
        self._column.addLayout(self._row, 1)

    def dress(self, look: Look) -> None:
        self._row.setSpacing(look.px(24))
        self._keys.setSpacing(look.px(10))
        self.sheet.look = look
        super().dress(look)

    def begin(self, printer: str) -> None:
        """Show the papers of this printer, its label first."""
        self._printer = printer
        self._want(SHOWN[0])

    def press(self, key: str) -> bool:
        if not (key.isascii() and key.isdigit() and 1 <= int(key) <= len(SHOWN)):
            return False
        self._want(SHOWN[int(key) - 1])
        return True

    def show_paper(self, printer: str, document: DocumentKind, png: bytes) -> None:
        """It is drawn; what was wished for before it no longer counts."""
        if (printer, document) == (self._printer, self._document):
            self.sheet.pixmap.loadFromData(png)
            self.sheet.update()
            self._show()

    def show_failure(self, code: str) -> None:
        """It cannot be drawn, and why."""
        self._code = code
        self._show()

    def _want(self, document: DocumentKind) -> None:
        self._document, self._code, self.sheet.pixmap = document, "", QPixmap()
        self.sheet.update()
        self._show()
        self.wanted.emit(document)

    def _show(self) -> None:
        look = self._look
        if look is None:
            return
        paper = PAPERS[self._document].say(look.language)
        is_drawn = not self.sheet.pixmap.isNull()
        if look.language == "en":
            paper = paper[:1].upper() + paper[1:] if is_drawn else paper
        key = "printers.as_printed" if is_drawn or self._code else "printers.drawing"
        self.title.setText(look.word(key, paper=paper, name=self._printer))
        self.sheet.setAccessibleName(self.title.text())
        self.says.setText(explain(self._code, look.language) if self._code else "")
        self.says.setVisible(bool(self._code))
        self.says.setAlignment(Qt.AlignmentFlag.AlignTop)
        for made, document in zip(self.ways, SHOWN, strict=True):
            made.show_words(PAPERS[document].say(look.language), "")
            made.setFixedWidth(look.px(340))
            made.dress(look)
        self.says.setFixedWidth(look.px(340))
