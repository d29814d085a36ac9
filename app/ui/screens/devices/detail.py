"""One thing around the bench: how it is, what to do about it, what happened to it last; a key to test it, one to set
it up.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from app.domain.barcode import Command
from app.domain.device import DeviceGlance, DeviceKind
from app.ui.lights import TONES
from app.ui.messages import remedy, what
from app.ui.messages_devices import TRIAL_WORDS
from app.ui.plain import Card, label
from app.ui.screens.devices.words import event_words, light_word, name_of_device, place_of_device
from app.ui.screens.equipment.head import Head
from app.ui.screens.incidents.options import Option
from app.ui.theme import FIGURE, HERO, Look

TEST, SET = "T", "S"
WAYS = {
    DeviceKind.PRINTER: Command.PRINTERS,
    DeviceKind.WEDGE: Command.SCANNERS,
    DeviceKind.SCANNER: Command.SCANNERS,
    DeviceKind.CAMERA: Command.SCANNERS,
    DeviceKind.SCALE: Command.SETUP,
    DeviceKind.CARRIER: Command.SETUP,
    DeviceKind.NEWS: Command.SETUP,
}
"""Where each is set up; the rest is not the program's to set."""
_SAYS = {Command.PRINTERS: "printers", Command.SCANNERS: "scanners", Command.SETUP: "setup"}


class Detail(Card):
    """`picked` carries TEST or SET."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._glance: DeviceGlance | None = None
        self._now_ms = 0
        self.title, self.head = label("title"), Head(size=40)
        self.cells: dict[str, tuple[QLabel, QLabel]] = {
            name: (label("small"), label("figure", wraps=True)) for name in ("event", "where")
        }
        self.live, self.aside = label(is_centered=True, wraps=True), label("muted", is_centered=True, wraps=True)
        self.ways = {key: Option(key) for key in (TEST, SET)}
        self._line = label("line")
        self._build()

    def _build(self) -> None:
        self._grid, self._keys = QGridLayout(), QHBoxLayout()
        for row, (name, value) in enumerate(self.cells.values()):
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(value, row, 1)
        self._grid.setColumnStretch(1, 1)
        for key, made in self.ways.items():
            made.clicked.connect(partial(self.picked.emit, key))
            self._keys.addWidget(made)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(self.head)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)
        self._column.addWidget(self.live)
        self._column.addWidget(self.aside)
        self._column.addStretch(1)
        self._column.addWidget(self._line)
        self._column.addLayout(self._keys)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(32), look.px(28), look.px(32), look.px(24))
        self._column.setSpacing(look.px(18))
        self._grid.setHorizontalSpacing(look.px(28))
        self._grid.setVerticalSpacing(look.px(12))
        self._keys.setSpacing(look.px(12))
        self._line.setFixedHeight(1)
        self.head.dress(look)
        self.live.setStyleSheet(f"font-size: {look.hero_font(HERO * 1.3).pixelSize()}px; font-weight: bold;")
        self.aside.setStyleSheet(f"font-size: {look.hero_font(FIGURE).pixelSize()}px;")
        self._show()

    def show_device(self, glance: DeviceGlance, now_ms: int) -> None:
        self._glance, self._now_ms = glance, now_ms
        self._show()

    def show_live(self, said: str, aside: str) -> None:
        """What a test shows just now; empty for none."""
        for text, words in ((self.live, said), (self.aside, aside)):
            text.setText(words)
            text.setVisible(bool(words))

    def _show(self) -> None:
        look, glance = self._look, self._glance
        if look is None or glance is None:
            return
        name, said = name_of_device(glance, look), what(glance.code, look.language)
        self.head.show_words(TONES[glance.light], said, remedy(glance.code, look.language))
        self.title.setText(f"{name}  ·  {light_word(glance.light, look)}")
        self.setAccessibleName(f"{name}. {said}")
        values = {"event": event_words(glance, self._now_ms, look), "where": place_of_device(glance, look)}
        for key, (title, value) in self.cells.items():
            title.setText(look.word(f"devices.{key}"))
            value.setText(values[key])
            for part in (title, value):
                part.setVisible(bool(values[key]))
        self._show_ways(glance, look)

    def _show_ways(self, glance: DeviceGlance, look: Look) -> None:
        trial, way = glance.trial, WAYS.get(glance.kind)
        if trial is not None:
            self.ways[TEST].show_words(*(text.say(look.language) for text in TRIAL_WORDS[trial]))
        if way is not None:
            self.ways[SET].show_words(look.word("devices.set"), look.word(f"devices.set.{_SAYS[way]}"))
        for key, has_one in ((TEST, trial is not None), (SET, way is not None)):
            self.ways[key].setVisible(has_one)
            self.ways[key].dress(look)
        self._line.setVisible(trial is not None or way is not None)
