"""The scanner is tried: what it sends is shown whole, with what the bench would understand, and whether Enter came."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout

from app.domain.barcode import Code, Command, read_code, read_command
from app.domain.scanner import WEDGE
from app.settings.set_up import Step, StepState
from app.ui.errands import Errands
from app.ui.messages import Tone
from app.ui.messages_command import HOTKEYS
from app.ui.plain import label
from app.ui.screens.scanners.understood import meaning_words, shown_whole, symbology_words
from app.ui.screens.setup.news import SetupNews
from app.ui.screens.setup.page import Page
from app.ui.theme import Look

ROWS = ("text", "means", "kind", "ended", "scanner")
SHORTEST = 4
STANDS_MS = 500
"""Keys that stand so long without Enter are a code whose scanner sends none."""


class ScannerPage(Page):
    """Takes every scan but commands. `led_asked` carries the command that leads to teaching."""

    step = Step.SCANNER
    words = "scanner"
    led_asked = Signal(object)

    def __init__(self, errands: Errands[SetupNews]) -> None:
        super().__init__(errands)
        self._came: tuple[str, str] | None = None
        self._line = ""
        self._standing = QTimer(self, singleShot=True, interval=STANDS_MS)
        self._standing.timeout.connect(self._on_standing)
        self._grid = QGridLayout()
        self.cells = {row: (label("muted"), label("option", wraps=True)) for row in ROWS}
        for at, (name, cell) in enumerate(self.cells.values()):
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(cell, at, 1)
        self._grid.setColumnStretch(1, 1)
        self.teach = label("muted", wraps=True)
        self._column.addWidget(self.note)
        self._column.addLayout(self._grid)
        self._column.addWidget(self.teach)
        self._column.addStretch(1)

    def dress(self, look: Look) -> None:
        self._grid.setHorizontalSpacing(look.px(32))
        self._grid.setVerticalSpacing(look.px(10))
        super().dress(look)

    def begin(self) -> None:
        self._came = None
        super().begin()

    def leave(self) -> None:
        self._standing.stop()

    def press(self, key: str) -> bool:
        if key.upper() != "T":
            return False
        self.led_asked.emit(Command.SCANNERS)
        return True

    def take_scan(self, text: str, scanner: str) -> bool:
        code = read_code(text)
        if isinstance(code, Code) and read_command(code) is not None:
            return False
        self._came = text, scanner
        is_good, _means = meaning_words(text, datetime.now(UTC).astimezone().date(), self._look.language)
        if is_good:
            self.settle(StepState.DONE)
        self._show_words()
        return True

    def show_line(self, line: str) -> None:
        """What is typed and not yet ended."""
        self._line = line
        if len(line) >= SHORTEST:
            self._standing.start()
        else:
            self._standing.stop()

    def _on_standing(self) -> None:
        self._came = None
        self._show_words()
        self.note.show_note(
            Tone.WRONG,
            self._word("setup.scanner.no_enter", count=len(self._line)),
            self._word("setup.scanner.no_enter.do", hotkey=HOTKEYS[Command.SCANNERS]),
        )

    def _show_words(self) -> None:
        super()._show_words()
        language = self._look.language
        self.teach.setText(self._word("setup.scanner.teach", hotkey=HOTKEYS[Command.SCANNERS]))
        values = ("", "", "", "", "")
        if self._came is not None:
            text, scanner = self._came
            is_good, means = meaning_words(text, datetime.now(UTC).astimezone().date(), language)
            ended = self._word("setup.scanner.entered")
            by = self._word("setup.scanner.types") if scanner == WEDGE else scanner
            values = (shown_whole(text), means, symbology_words(text, language), ended, by)
            key = "setup.scanner.good" if is_good else "setup.scanner.bad"
            self.note.show_note(Tone.OK if is_good else Tone.WRONG, self._word(key))
        for (row, (name, cell)), value in zip(self.cells.items(), values, strict=True):
            name.setText(self._word(f"setup.scanner.{row}"))
            cell.setText(value)
            for part in (name, cell):
                part.setVisible(bool(value))
