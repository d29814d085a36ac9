"""Above a long list: the field to search it, a chip for each filter with its key, and how many rows were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.record import OrderFilter, ParcelFilter
from app.ui.icons import icon
from app.ui.plain import button, label
from app.ui.theme import BODY, GAP, RING, SMALL, Look

Filter = OrderFilter | ParcelFilter
LONGEST = 200


class SearchField(QLineEdit):
    """Where a person writes what they know. Down and Page Down go on to the rows, Enter opens the first of them; Left
    and Right step over the filters while nothing is written.
    """

    left_downward = Signal()
    entered = Signal()
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self._sign = QAction(self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)

    def dress(self, look: Look) -> None:
        side = look.px(22)
        self._sign.setIcon(icon("search", side, QColor(look.palette.muted), self.devicePixelRatioF()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.left_downward.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self.text():
            self.stepped.emit(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)


class Chip(QAbstractButton):
    """One filter: its key, its word, and how many rows it has."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key, self._word = key, ""
        self._count: int | None = None
        self._look: Look | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def dress(self, look: Look, word: str) -> None:
        self._look, self._word = look, word
        self._say()

    def show_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self._say()

    def _say(self) -> None:
        self.setAccessibleName(f"{self._word} {self._number}".strip())
        self.updateGeometry()
        self.update()

    @property
    def _number(self) -> str:
        return "" if self._count is None else f"{self._count:,}"

    def nextCheckState(self) -> None:
        """Nothing: the screen lights the filter that it really took."""

    def sizeHint(self) -> QSize:
        look = self._look
        if look is None:
            return QSize(60, 40)
        self.setFont(look.font(SMALL + 1, bold=True))
        wide = sum(self.fontMetrics().horizontalAdvance(f"{text} ") for text in self._texts)
        return QSize(wide + look.px(36), look.touch)

    @property
    def _texts(self) -> tuple[str, str, str]:
        return self._key, self._word, self._number

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        p, painter = look.palette, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, look.px(3), -2, -look.px(3))
        round_ = box.height() / 2
        painter.setPen(QColor(p.accent.fill) if self.isChecked() else QColor(p.line))
        painter.setBrush(QColor(p.selected if self.isChecked() else p.raised if self.underMouse() else p.surface))
        painter.drawRoundedRect(box, round_, round_)
        if self.hasFocus():
            pen = painter.pen()
            pen.setWidth(RING)
            pen.setColor(QColor(p.accent.fill))
            painter.setPen(pen)
            painter.drawRoundedRect(box, round_, round_)
        at = box.left() + look.px(14)
        for place, text in enumerate(self._texts):
            painter.setFont(look.font(SMALL if place != 1 else SMALL + 1, bold=place == 1 and self.isChecked()))
            painter.setPen(QColor(p.text if place == 1 else p.muted))
            painter.drawText(QRectF(at, box.top(), box.width(), box.height()), Qt.AlignmentFlag.AlignVCenter, text)
            at += painter.fontMetrics().horizontalAdvance(text) + look.px(7)


class SearchBar(QWidget):
    """`words_changed` follows every sign that is typed; `filter_asked` carries the filter of a clicked chip."""

    words_changed = Signal(str)
    filter_asked = Signal(object)

    def __init__(self, room: str, filters: Sequence[Filter], *, action: str = "") -> None:
        """`room` is the front of its words' keys; `action` names one more thing to do here."""
        super().__init__()
        self._room, self._action = room, action
        self.field = SearchField()
        self.field.textChanged.connect(self.words_changed)
        self.chips = {each: Chip(str(at)) for at, each in enumerate(filters, start=1)}
        self.found, self.action = label("muted"), button()
        self.action.setVisible(bool(action))
        self._column, self._top, self._low, self._row = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._top.addWidget(self.field, 1)
        self._top.addWidget(self.action)
        self._column.addLayout(self._top)
        self._low.addWidget(self._chip_row(), 1)
        self._low.addWidget(self.found)
        self._column.addLayout(self._low)

    def _chip_row(self) -> QScrollArea:
        """With the largest type the chips scroll."""
        inner = QWidget()
        inner.setObjectName("page")
        self._row = QHBoxLayout(inner)
        for each, made in self.chips.items():
            self._row.addWidget(made)
            made.clicked.connect(partial(self._on_chip, each))
        self._row.addStretch(1)
        self._strip = QScrollArea(widgetResizable=True)
        self._strip.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._strip.setWidget(inner)
        return self._strip

    def dress(self, look: Look) -> None:
        for layout in (self._column, self._top, self._low, self._row):
            layout.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(12))
        self._top.setSpacing(look.px(GAP))
        self._low.setSpacing(look.px(GAP))
        self._row.setSpacing(look.px(8))
        self.field.dress(look)
        self.field.setPlaceholderText(look.word(f"{self._room}.search"))
        self.field.setAccessibleName(look.word(f"{self._room}.search"))
        self.found.setFont(look.font(BODY))
        if self._action:
            self.action.setText(look.word(self._action))
        for each, made in self.chips.items():
            made.dress(look, look.word(f"{self._room}.filter.{each}"))
        self._strip.setFixedHeight(look.touch)

    def show_filter(self, chosen: Filter) -> None:
        for each, made in self.chips.items():
            made.setChecked(each is chosen)
        self._strip.ensureWidgetVisible(self.chips[chosen])

    def show_counts(self, counts: Mapping[Filter, int]) -> None:
        for each, count in counts.items():
            self.chips[each].show_count(count)

    def _on_chip(self, chosen: Filter, *_checked: bool) -> None:
        self.filter_asked.emit(chosen)
