"""The page that is read: scrolled, and its links gone through one by one. The keyboard stays with the search."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from app.ui.screens.help.book import Book
from app.ui.screens.help.drawing import LINK, MARK, Drawing
from app.ui.screens.help.marks import draw_mark
from app.ui.screens.help.page import Page
from app.ui.theme import BODY, Look

WIDEST = 1000  # at 1920 x 1080; longer lines tire the eye
INDENT = 26
PAGE_SHARE = 0.85  # of the height is scrolled at once
STEP = 60  # pixels at 1920 x 1080


class PageView(QTextBrowser):
    """`followed` carries the name of the page that a link leads to."""

    followed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._drawing: Drawing | None = None
        self._links: list[QTextCursor] = []
        self._at = -1
        self._place = 0  # how far it was scrolled when its look changed
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the search keeps it: whoever reads on and types is searching
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QTextBrowser { background: transparent; border: none; }")
        self.anchorClicked.connect(self._on_clicked)

    def dress(self, look: Look) -> None:
        self._look = look
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(look.palette.text))
        self.setPalette(palette)
        self._place = self.verticalScrollBar().value()
        self.clear()  # else what was read before would be laid out anew for each of these
        self.document().setDefaultFont(look.font(BODY))
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(look.px(INDENT))
        self._set_margins()

    def show_page(self, page: Page, book: Book, *, keeps_place: bool = False) -> None:
        """Show a page from its beginning; `keeps_place` where only its language or colors changed."""
        if self._look is None:
            return
        self._drawing = Drawing(page, book, self._look)
        self.setHtml(self._drawing.html)
        self.verticalScrollBar().setValue(self._place if keeps_place else 0)
        self.setAccessibleName(page.title)
        self._links = self._find_links()
        self._light(-1)

    @property
    def links(self) -> list[str]:
        """The pages that the links lead to, in reading order."""
        return [_target(each) for each in self._links]

    @property
    def lit(self) -> str:
        """The page that the link in light leads to; empty where none is."""
        return _target(self._links[self._at]) if self._at >= 0 else ""

    def light(self, by: int) -> bool:
        """Put the next link into light, or the one before; False where there is none."""
        at = self._at + by
        is_one = 0 <= at < len(self._links)
        if is_one:
            self._light(at)
        return is_one

    def unlight(self) -> None:
        """No link is in light."""
        self._light(-1)

    def turn(self, pages: int) -> None:
        """So many pages further, or back."""
        self._scroll(round(pages * self.viewport().height() * PAGE_SHARE))

    def step(self, steps: int) -> None:
        """So many small steps further, or back."""
        if self._look is not None:
            self._scroll(steps * self._look.px(STEP))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        text = name.toString() if isinstance(name, QUrl) else name
        is_mark = kind == QTextDocument.ResourceType.ImageResource.value and text.startswith(MARK)
        if is_mark and self._drawing is not None and self._look is not None:
            return draw_mark(self._drawing.marks[int(text.removeprefix(MARK))], self._look, self.devicePixelRatioF())
        return super().loadResource(kind, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()

    def _scroll(self, pixels: int) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + pixels)

    def _find_links(self) -> list[QTextCursor]:
        """Each link's text as a selection."""
        found: list[QTextCursor] = []
        block = self.document().begin()
        while block.isValid():
            pieces = block.begin()
            while not pieces.atEnd():
                piece = pieces.fragment()
                if piece.charFormat().isAnchor():
                    cursor = QTextCursor(self.document())
                    cursor.setPosition(piece.position())
                    cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
                    found.append(cursor)
                pieces += 1
            block = block.next()
        return found

    def _light(self, at: int) -> None:
        """Show which link Enter follows; -1: none."""
        self._at = at
        lit: list[QTextEdit.ExtraSelection] = []
        if self._at >= 0 and self._look is not None:
            selection, light = QTextEdit.ExtraSelection(), QTextCharFormat()
            light.setBackground(QColor(self._look.palette.selected))
            light.setFontUnderline(True)
            selection.cursor, selection.format = self._links[self._at], light
            lit = [selection]
            self._reveal(self._links[self._at])
        self.setExtraSelections(lit)

    def _reveal(self, cursor: QTextCursor) -> None:
        place, room = self.cursorRect(cursor), self.viewport().height()
        if place.top() < 0 or place.bottom() > room:
            self._scroll(place.center().y() - room // 2)

    def _set_margins(self) -> None:
        if self._look is not None:
            spare = max(0, self.width() - self._look.px(WIDEST))
            self.setViewportMargins(0, 0, min(spare, self.width() // 3), 0)

    def _on_clicked(self, url: QUrl) -> None:
        self.followed.emit(url.toString().removeprefix(LINK))


def _target(cursor: QTextCursor) -> str:
    return cursor.charFormat().anchorHref().removeprefix(LINK)
