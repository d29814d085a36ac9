"""A page as rich text in the look of the window; keys, codes, icons and tones are pictures within it."""

from __future__ import annotations

from html import escape

from app.ui.messages import Tone
from app.ui.screens.help.book import Book, target_title
from app.ui.screens.help.page import Block, Heading, Kind, Line, Listing, Page, Paragraph, Span, Table
from app.ui.theme import BODY, FIGURE, SMALL, TITLE, Look

LINK = "help:"
MARK = "mark:"
_LINK_TONE = Tone.COMPLETE
_DRAWN = (Kind.KEY, Kind.ICON, Kind.TONE)


class Drawing:
    """One page: its `html`, and the pieces that are drawn, by the number in their `mark:` name."""

    def __init__(self, page: Page, book: Book, look: Look) -> None:
        self._book, self._look = book, look
        self.marks: list[Span] = []
        p, px = look.palette, look.px
        self._cell = f"padding: {px(7)}px {px(18)}px {px(7)}px 0; border-bottom: 1px solid {p.line};"
        title = f'<p style="{self._type(FIGURE, bold=True)} margin: 0 0 {px(10)}px 0;">{escape(page.title)}</p>'
        self.html = title + "".join(map(self._block, page.blocks))

    def _type(self, pixels: float, *, bold: bool = False, color: str = "") -> str:
        said = f"font-size: {self._look.px(pixels)}px;"
        return said + (" font-weight: bold;" if bold else "") + (f" color: {color};" if color else "")

    def _block(self, block: Block) -> str:
        px = self._look.px
        match block:
            case Heading(level, line):
                top, size = (px(24), TITLE) if level == 2 else (px(14), BODY)
                return f'<p style="{self._type(size, bold=True)} margin: {top}px 0 {px(6)}px 0;">{self._line(line)}</p>'
            case Paragraph(line):
                return f'<p style="margin: 0 0 {px(10)}px 0; line-height: 130%;">{self._line(line)}</p>'
            case Listing(items, is_ordered):
                mark = "ol" if is_ordered else "ul"
                style = f"margin: 0 0 {px(4)}px 0; line-height: 120%;"
                made = "".join(f'<li style="{style}">{self._line(item)}</li>' for item in items)
                return f'<{mark} style="margin: 0 0 {px(8)}px 0; -qt-list-indent: 1;">{made}</{mark}>'
            case Table():
                return self._table(block)

    def _table(self, table: Table) -> str:
        small = self._type(SMALL, color=self._look.palette.muted)
        head = "".join(
            f'<td style="{self._cell}"><span style="{small}">{self._line(cell)}</span></td>' for cell in table.head
        )
        rows = "".join(
            "<tr>"
            + "".join(f'<td style="{self._cell}" valign="middle">{self._line(cell)}</td>' for cell in row)
            + "</tr>"
            for row in table.rows
        )
        style = f"margin: 0 0 {self._look.px(12)}px 0; border-collapse: collapse;"
        return f'<table width="100%" cellspacing="0" style="{style}"><tr>{head}</tr>{rows}</table>'

    def _line(self, line: Line) -> str:
        return "".join(map(self._span, line))

    def _span(self, span: Span) -> str:
        text = escape(span.text)
        if span.kind in _DRAWN:
            self.marks.append(span)
            return f'<img src="{MARK}{len(self.marks) - 1}" style="vertical-align: middle;">'
        match span.kind:
            case Kind.BOLD:
                return f"<b>{text}</b>"
            case Kind.LITERAL:
                return f'<span style="background: {self._look.palette.raised};">&nbsp;{text}&nbsp;</span>'
            case Kind.LINK:
                shown = text or escape(target_title(span.target, self._book))
                color = self._look.palette.marks[_LINK_TONE]
                style = f"color: {color}; text-decoration: none;"
                return f'<a href="{LINK}{escape(span.target)}" style="{style}">{shown}</a>'
            case _:
                return text
