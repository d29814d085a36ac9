"""One scanner: how it is and what to do about it, what a camera sees, what arrived of it, and a key for each thing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.scanner import ScannerKind, ScannerReport, ScannerState
from app.ui.plain import Card, label
from app.ui.screens.camera.light import (
    help_for_scanner,
    name_of_scanner,
    tone_of_scanner,
    why_of_scanner,
    words_of_scanner,
)
from app.ui.screens.camera.preview import Preview
from app.ui.screens.equipment.head import Head
from app.ui.screens.incidents.options import Option
from app.ui.screens.scanners.code_list import CodeList
from app.ui.screens.scanners.understood import Arrived
from app.ui.theme import Look

WAYS = {"T": "teach", "P": "print", "F": "find"}
"""What can be done, by its key."""


class Detail(Card):
    """Shows the chosen scanner; `picked` carries one of WAYS' values."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._report: ScannerReport | None = None
        self._printer = ""
        self.head = Head(size=34)
        self.mark, self.says, self.do = self.head.mark, self.head.says, self.head.do
        self.preview, self.codes = Preview(), CodeList()
        self.ways = {way: Option(key) for key, way in WAYS.items()}
        self._line = label("line")
        self._build()

    def _build(self) -> None:
        self._middle, self._keys = QHBoxLayout(), QHBoxLayout()
        self._middle.addWidget(self.preview, 2)
        self._middle.addWidget(self.codes, 1)
        for way, made in self.ways.items():
            made.clicked.connect(partial(self.picked.emit, way))
            self._keys.addWidget(made)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.head)
        self._column.addLayout(self._middle, 1)
        self._column.addWidget(self._line)
        self._column.addLayout(self._keys)

    def dress(self, look: Look) -> None:
        self._look = look
        self._column.setContentsMargins(look.px(28), look.px(20), look.px(28), look.px(20))
        self._column.setSpacing(look.px(14))
        self._middle.setSpacing(look.px(20))
        self._keys.setSpacing(look.px(10))
        self._line.setFixedHeight(1)
        self.head.dress(look)
        self.preview.dress(look)
        self.codes.dress(look)
        self._show()

    def show_scanner(self, report: ScannerReport, printer: str) -> None:
        """`printer` is where the sheet would come out, empty where none is set up."""
        self._report, self._printer = report, printer
        self._show()

    def show_codes(self, codes: tuple[Arrived, ...], now_ms: int) -> None:
        self.codes.show_codes(codes, now_ms)

    def press(self, key: str) -> bool:
        """A single key; whether it meant something here."""
        way = WAYS.get(key.upper(), "")
        if way:
            self.picked.emit(way)
        return bool(way)

    def _show(self) -> None:
        look, report = self._look, self._report
        if look is None or report is None:
            return
        is_camera = report.kind is ScannerKind.CAMERA
        said = words_of_scanner(report, look)
        if not is_camera:  # a camera says it in the place of its picture
            said = why_of_scanner(report, look).rstrip("。.") or said
        says = look.word("scanners.says", name=name_of_scanner(report, look), what=said)
        is_told = not is_camera or report.state is ScannerState.READY
        self.head.show_words(tone_of_scanner(report), says, help_for_scanner(report, look) if is_told else "")
        self.preview.show_camera(report if is_camera else None)
        self.preview.setVisible(is_camera)
        for way, made in self.ways.items():
            does = look.word(f"scanners.{way}.do", printer=self._printer)
            if way == "print" and not self._printer:
                does = look.word("scanners.print.none")
            made.show_words(look.word(f"scanners.{way}"), does)
            made.dress(look)
