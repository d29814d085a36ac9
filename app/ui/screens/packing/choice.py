"""What to choose from, by number: shops of one order number, meanings of one code, lines of an order nine at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.domain.barcode import Command
from app.domain.counting import line_at
from app.domain.desk import Choosing, ChoosingLine, ChoosingMeaning, Packing
from app.domain.deviation import PAGE
from app.domain.masking import mask_name
from app.domain.meaning import Meaning
from app.domain.order import OrderLine
from app.ui.messages import command_name, meaning_word
from app.ui.messages_command import HOTKEYS
from app.ui.plain import label
from app.ui.theme import Look

CHOICES = tuple(Command(f"PB.{number}") for number in range(1, PAGE + 1))
FEW = 4  # so many stand one below the other; more in two columns


@dataclass(frozen=True, slots=True)
class Option:
    """One card: the command that takes it (its number, or the next page), what it is and what is to be known of it."""

    command: Command
    number: str
    title: str
    about: str = ""


def options_of(
    state: Choosing | ChoosingMeaning | ChoosingLine, look: Look, names: Mapping[str, str]
) -> tuple[Option, ...]:
    """The cards of a choice. `names` gives the orders among the meanings (by id) a number and a shop."""
    shown: list[tuple[str, str]] = []
    match state:
        case Choosing(candidates):
            about = (
                look.word("choose.line", units=each.units, consignee=mask_name(each.consignee.name))
                for each in candidates
            )
            shown = [(each.shop or "—", said) for each, said in zip(candidates, about, strict=True)]
        case ChoosingLine():
            return _lines(state, look)
        case ChoosingMeaning(back, meanings):
            lines = back.order.lines if isinstance(back, Packing) else ()
            shown = [(meaning_word(each.kind, look.language), _named(each, lines, names)) for each in meanings]
    return tuple(
        Option(command, str(number), title, about)
        for number, (command, (title, about)) in enumerate(zip(CHOICES, shown, strict=False), 1)
    )


def _lines(state: ChoosingLine, look: Look) -> tuple[Option, ...]:
    """Nine lines, and the way to the next nine where there are more."""
    first = state.page * PAGE
    found = []
    for command, at in zip(CHOICES, state.positions[first : first + PAGE], strict=False):
        line = line_at(state.back.order, at)
        about = look.word("choose.missing", count=line.missing) if line.missing else look.word("lines.complete")
        found.append(Option(command, command.value.removeprefix("PB."), line.title or line.sku, about))
    pages = -(-len(state.positions) // PAGE)
    if pages > 1:
        page = look.word("choose.page", page=state.page + 1, pages=pages)
        found.append(Option(Command.MORE, "…", command_name(Command.MORE, look.language), page))
    return tuple(found)


def _named(meaning: Meaning, lines: tuple[OrderLine, ...], names: Mapping[str, str]) -> str:
    """What tells one meaning from another of its kind."""
    if meaning.id in names:
        return names[meaning.id]
    sku = meaning.item.sku if meaning.item else meaning.id
    title = next((line.title for line in lines if line.sku == sku), "")
    return title or sku or meaning.text


class _Card(QPushButton):
    """One option: number, what it is, what is to be known of it, and the key that takes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._height = 40
        self.number, self.title, self.about, self.key = (
            label("heading"),
            label("figure"),
            label("muted"),
            label("muted"),
        )
        self._texts: Option | None = None
        self._row = QHBoxLayout(self)
        for part in (self.number, self.title, self.about, self.key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._row.addWidget(part)
        self._row.setStretch(1, 1)

    def sizeHint(self) -> QSize:
        return QSize(100, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self._height // 2)

    def dress(self, look: Look, *, is_wide: bool) -> None:
        self._height = look.px(84)
        edge = look.px(28 if is_wide else 18)
        self._row.setContentsMargins(edge, 0, edge, 0)
        self._row.setSpacing(look.px(28 if is_wide else 16))
        self.updateGeometry()

    def show_option(self, option: Option) -> None:
        self._texts = option
        self.number.setText(option.number)
        self.about.setText(option.about)
        self.key.setText(HOTKEYS[option.command])
        self.setAccessibleName(f"{option.number} {option.title} {option.about}")
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        """The title takes what the others leave; a long one ends in an ellipsis, never wider than its card."""
        if self._texts is None:
            return
        others = sum(part.sizeHint().width() for part in (self.number, self.about, self.key))
        margins = self._row.contentsMargins()
        room = self.width() - others - margins.left() - margins.right() - 3 * self._row.spacing()
        metrics = self.title.fontMetrics()
        self.title.setText(metrics.elidedText(self._texts.title, Qt.TextElideMode.ElideRight, max(room, 40)))


class Choice(QWidget):
    """Shows up to nine options and the next page; `picked` carries the command that takes one."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.options: tuple[Option, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.buttons = [_Card() for _ in range(PAGE + 1)]
        for place, made in enumerate(self.buttons):
            made.setParent(self)
            made.hide()
            made.clicked.connect(partial(self._on_clicked, place))
        self._grid.setRowStretch(PAGE + 1, 1)

    def dress(self, look: Look) -> None:
        self._look = look
        self._grid.setSpacing(look.px(14))
        self._lay_out()

    def show_options(self, options: tuple[Option, ...]) -> None:
        if options != self.options:
            self.options = options
            self._lay_out()

    def _lay_out(self) -> None:
        if self._look is None:
            return
        is_wide = len(self.options) <= FEW
        rows = FEW if is_wide else (PAGE + 1) // 2
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 0 if is_wide else 1)
        for place, made in enumerate(self.buttons):
            self._grid.removeWidget(made)
            is_shown = place < len(self.options)
            made.setVisible(is_shown)
            if is_shown:
                self._grid.addWidget(made, place % rows, place // rows)
                made.dress(self._look, is_wide=is_wide)
                made.show_option(self.options[place])

    def _on_clicked(self, place: int) -> None:
        if place < len(self.options):
            self.picked.emit(self.options[place].command)
