"""A note, a mark, a carton or a question on a sheet of its own: the text as large as the room allows, and its keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.barcode import Command
from app.ui.messages import command_name
from app.ui.messages_command import HOTKEYS
from app.ui.pictograms import paint_pictogram
from app.ui.plain import Card, label
from app.ui.screens.packing.panel import BADGE, Panel
from app.ui.theme import FIGURE, PAD, SMALL, Look

SIZES = (56, 48, 40, 34, 28, 24, 20, 17, 15, 13)
"""Tried from the largest down; at the last some 1,500 characters stand on the smallest screen."""
WORDS, SIGNS = int(Qt.TextFlag.TextWordWrap), int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
MOST_KEYS = 2
SIGN = 186  # pixels at 1920 x 1080 that the pictogram and the gap behind it take


class _Text(QWidget):
    """The text with its pictogram."""

    def __init__(self) -> None:
        super().__init__()
        self.panel: Panel | None = None
        self.look: Look | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.panel is None or self.look is None:
            return
        look, painter = self.look, QPainter(self)
        side = min(look.px(SIGN - 36), self.height())
        sign = QRectF(0, (self.height() - side) / 2, side, side)
        paint_pictogram(painter, self.panel.pictogram, sign, QColor(look.palette.accent.fill))
        box = QRectF(self.rect()).adjusted(look.px(SIGN), 0, 0, 0)
        font, wrap = fit_text(self.panel.text, box, look)
        painter.setFont(font)
        painter.setPen(QColor(look.palette.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | wrap, self.panel.text)


def fit_text(text: str, box: QRectF, look: Look) -> tuple[QFont, int]:
    """The largest font in which the text fits, and how it wraps: within a word only where nothing else helps."""
    font = look.font(SIZES[0])
    for wrap in (WORDS, SIGNS):
        for size in SIZES:
            font = look.font(size, bold=size >= SIZES[4])
            used = QFontMetricsF(font).boundingRect(box, wrap, text)
            if used.height() <= box.height() and used.width() <= box.width():
                return font, wrap
    return font, SIGNS


class _Key(QPushButton):
    """What answers: its name, and below it the key and the code to scan."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.setAutoDefault(False)
        self.name, self.way = label("heading"), label("muted")
        row = QHBoxLayout(self)
        row.addStretch(1)
        for part in (self.name, self.way):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part)
        row.addStretch(1)

    def show_key(self, key: Command | str, look: Look) -> None:
        command = None if key == BADGE else Command(key)
        self.name.setText(command_name(command, look.language) if command else look.word("ask.badge"))
        self.way.setText(f"{HOTKEYS[command]}  ·  {command.value}" if command else "")
        self.way.setVisible(command is not None)
        self.setEnabled(command is not None)
        self.setAccessibleName(f"{self.name.text()} {self.way.text()}".strip())


class PanelCard(Card):
    """Shows one panel; `picked` carries the command of a key that is clicked."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.title, self.about = label("heading", wraps=True), label("figure", wraps=True)
        self._text = _Text()
        self.keys = [_Key() for _ in range(MOST_KEYS)]
        self._column, self._row = QVBoxLayout(self), QHBoxLayout()
        self._column.addWidget(self.title)
        self._column.addWidget(self._text, 1)
        self._column.addWidget(self.about)
        self._column.addLayout(self._row)
        for place, made in enumerate(self.keys):
            made.clicked.connect(partial(self._on_clicked, place))
            self._row.addWidget(made, 1)

    @property
    def panel(self) -> Panel | None:
        """What is shown, or was last."""
        return self._text.panel

    def dress(self, look: Look) -> None:
        self._look = self._text.look = look
        self._column.setContentsMargins(look.px(PAD + 8), look.px(18), look.px(PAD + 8), look.px(18))
        self._column.setSpacing(look.px(14))
        self._row.setSpacing(look.px(14))
        for made in self.keys:
            made.setFixedHeight(look.px(76))
        self.title.setStyleSheet(f"font-size: {look.px(FIGURE - 4)}px; color: {look.palette.muted};")
        self.about.setStyleSheet(f"font-size: {look.px(SMALL + 4)}px;")
        if self.panel is not None:
            self.show_panel(self.panel)

    def show_panel(self, panel: Panel) -> None:
        self._text.panel = panel
        self._text.setAccessibleName(panel.text)
        self.title.setText(panel.title)
        self.about.setText(panel.about)
        self.about.setVisible(bool(panel.about))
        for place, made in enumerate(self.keys):
            made.setVisible(place < len(panel.keys))
            if place < len(panel.keys) and self._look is not None:
                made.show_key(panel.keys[place], self._look)
        self._text.update()

    def forget(self) -> None:
        """A note is kept no longer than it is shown."""
        self._text.panel = None
        self._text.setAccessibleName("")

    def _on_clicked(self, place: int) -> None:
        if self.panel is not None:
            self.picked.emit(str(self.panel.keys[place]))
