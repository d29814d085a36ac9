"""The help: what the screen before is for, every key, and the handbook of errors; found by typing, read by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.ui.plain import Card, label
from app.ui.screens.help.book import Book, headline
from app.ui.screens.help.contents import CODE, FIRST, GROUP, GROUP_ICONS, ICONS, NOTHING_FOUND, SECTIONS
from app.ui.screens.help.contents_list import ContentsList, Row
from app.ui.screens.help.handbook import Group, entry_of, search
from app.ui.screens.help.page_view import PageView
from app.ui.screens.help.search_field import SearchField
from app.ui.theme import GAP, Look
from app.ui.visit import Visit

LONGEST_TRAIL = 50  # pages that Escape leads back through
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LINKS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class HelpScreen(Visit):
    """Typing searches, Up and Down choose, Page keys scroll. Scans and commands do what they do everywhere."""

    topic = "help"

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._book = Book("")
        self._name = FIRST
        self._trail: list[str] = []
        self._is_inside = False
        self.field, self.contents, self.view = SearchField(), ContentsList(), PageView()
        self._keys = label("small")
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self.contents.picked.connect(self._on_picked)
        self.view.followed.connect(self._on_followed)
        self._build()

    def _build(self) -> None:
        self._left = QVBoxLayout()
        self._left.addWidget(self.field)
        self._left.addWidget(self.contents, 1)
        self._sheet = Card()
        self._page = QVBoxLayout(self._sheet)
        self._page.addWidget(self.view)
        self._columns = QHBoxLayout()
        self._columns.addLayout(self._left)
        self._columns.addWidget(self._sheet, 1)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._columns, 1)
        self._rows.addWidget(self._keys)

    def dress(self, look: Look) -> None:
        self._look = look
        if self._book.language != look.language:
            self._book = Book(look.language)
        gap = look.px(GAP)
        self._rows.setContentsMargins(gap, gap, gap, look.px(10))
        self._rows.setSpacing(look.px(10))
        self._columns.setSpacing(gap)
        self._left.setSpacing(look.px(10))
        self._page.setContentsMargins(look.px(36), look.px(28), look.px(8), look.px(16))
        wide = min(max(look.px(480), 320), self.window().width() * 2 // 5)
        self.field.setFixedWidth(wide)
        self.contents.setFixedWidth(wide)
        self.field.dress(look)
        self.field.setPlaceholderText(look.word("help.search"))
        self.field.setAccessibleName(look.word("help.search"))
        self._keys.setText(look.word("help.keys"))
        self.contents.dress(look)
        self.view.dress(look)
        if self.isVisible():  # else it is read when somebody comes, and the window need not wait for it
            self._list()
            self._read(self._name, keeps_place=True)
            self._leave_page()

    def about(self, topic: str, code: str = "") -> None:
        """Begin with what to do about the error of this code; where nothing is to be done, with the screen's page."""
        entry = entry_of(code)
        is_told = bool(code) and (entry is None or bool(entry.fault.do.en))
        self._trail.clear()
        self._name = f"{CODE}{code}" if is_told else topic if topic in ICONS else FIRST

    def open(self, step: str) -> None:  # noqa: ARG002 - the table goes on waiting
        with QSignalBlocker(self.field):
            self.field.clear()
        self._leave_page()
        self._list()
        self._read(self._name)
        self.field.setFocus()

    def press(self, key: str) -> None:
        """Typed while something else had the keyboard: it goes on in the search."""
        self.field.setFocus()
        self.field.insert(key)

    def back(self) -> bool:
        """From the page to the search, from a link to where it stood, from what was found to all pages."""
        if self._is_inside:
            self._leave_page()
        elif self._trail:
            self._read(self._trail.pop())
            self._mark()
        elif self.field.text():
            self.field.clear()
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean nothing to a field of one line choose, scroll and follow links."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(Qt.Key(event.key())) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            (self.view.step if self._is_inside else self.contents.step)(_STEPS[key])
        elif key in _TURNS:
            self.view.turn(_TURNS[key])
        elif key in _ENTERS:
            self._enter()
        elif key in _LINKS:
            return self._light(_LINKS[key])
        else:
            return False
        return True

    def _enter(self) -> None:
        """Into the page: its first link is in light; there, Enter follows it."""
        if self._is_inside and self.view.lit:
            self._on_followed(self.view.lit)
        elif not self._is_inside:
            self._is_inside = True
            self.view.light(1)
            self._show_inside()

    def _light(self, by: int) -> bool:
        """To the next link; past the last one the keyboard goes on to the next control."""
        if self.view.light(by):
            self._is_inside = True
            self._show_inside()
            return True
        self._leave_page()
        return False

    def _leave_page(self) -> None:
        self._is_inside = False
        self.view.unlight()
        self._show_inside()

    def _show_inside(self) -> None:
        """The sheet's edge says that keys are the page's."""
        if self._look is not None:
            palette = self._look.palette
            edge = palette.accent.fill if self._is_inside else palette.line
            self._sheet.setStyleSheet(f"QFrame#card {{ border: 1px solid {edge}; }}")

    @property
    def name(self) -> str:
        """The page that is read."""
        return self._name

    def _on_typed(self) -> None:
        self._trail.clear()
        self._leave_page()
        rows = self._list()
        if self.field.text().strip():
            self._read(rows[0].name if rows else NOTHING_FOUND)
            self._mark()
        elif self._name == NOTHING_FOUND:  # of a search that is over
            self._read(FIRST)
            self._mark()

    def _on_picked(self, name: str) -> None:
        self._trail.clear()
        self._leave_page()
        self._read(name)

    def _on_followed(self, name: str) -> None:
        self._trail = [*self._trail, self._name][-LONGEST_TRAIL:]
        self._read(name)
        self._mark()
        if self._is_inside:
            self.view.light(1)

    def _read(self, name: str, *, keeps_place: bool = False) -> None:
        self._name = name
        if self._look is not None:
            self.view.show_page(self._book.page(name), self._book, keeps_place=keeps_place)

    def _list(self) -> tuple[Row, ...]:
        """What can be read: what was searched for, or everything."""
        if self._look is None:
            return ()
        question = self.field.text()
        rows = self._found(question) if question.strip() else self._everything()
        self.contents.show_rows(rows, _place_of(self._name, rows))
        return rows

    def _mark(self) -> None:
        self.contents.show_rows(self.contents.list.rows, _place_of(self._name, self.contents.list.rows))

    def _found(self, question: str) -> tuple[Row, ...]:
        """A number is an error's; else pages that are called so stand first, and those that only mention it last."""
        language = self._book.language
        called, mention = (
            [Row(name, self._book.title(name), ICONS[name]) for name in names] for names in self._book.search(question)
        )
        errors = [Row(f"{CODE}{each.code}", headline(each.code, language), code=each.code) for each in search(question)]
        is_code = any(sign.isdigit() or sign == "." for sign in question)
        return tuple(errors + called + mention if is_code else called + errors + mention)

    def _everything(self) -> tuple[Row, ...]:
        look, rows = self._look, []
        assert look is not None
        for section in SECTIONS:
            rows.append(Row("", look.word(f"help.section.{section.name}")))
            rows += [Row(name, self._book.title(name), icon) for name, icon in section.pages]
        rows.append(Row("", look.word("help.section.handbook")))
        rows += [Row(f"{GROUP}{group}", look.word(f"help.group.{group}"), GROUP_ICONS[group]) for group in Group]
        return tuple(rows)


def _place_of(name: str, rows: tuple[Row, ...]) -> str:
    """The row that stands for a page: an error that has none of its own is found in its group's."""
    if any(row.name == name for row in rows):
        return name
    entry = entry_of(name.removeprefix(CODE)) if name.startswith(CODE) else None
    return f"{GROUP}{entry.group}" if entry else ""
