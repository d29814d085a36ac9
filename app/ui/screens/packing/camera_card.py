"""The camera beside the order: a small picture of what it sees, where one is set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.barcode import Command
from app.domain.scanner import ScannerKind
from app.ui.messages import Tone
from app.ui.messages_command import HOTKEYS
from app.ui.plain import Card, label
from app.ui.screens.camera.preview import Preview
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.scanner_desk import ScannerDesk

HEIGHT = 240


class CameraCard(Card):
    """Hidden where no camera is set up. Of several it shows the one that read last."""

    def __init__(self) -> None:
        super().__init__()
        self._desk: ScannerDesk | None = None
        self.preview = Preview(is_small=True)
        self._title, self._name = label("title"), label("small")
        self._head, self._column = QHBoxLayout(), QVBoxLayout(self)
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self._name)
        self._column.addLayout(self._head)
        self._column.addWidget(self.preview)
        self.hide()

    def attach(self, desk: ScannerDesk) -> None:
        self._desk = desk
        self.preview.attach(desk)
        self._choose("")

    def dress(self, look: Look) -> None:
        edge = look.px(14)
        self._column.setContentsMargins(edge, look.px(10), edge, edge)
        self._column.setSpacing(look.px(8))
        self._title.setText(f"{look.word('camera.title')}  ·  {HOTKEYS[Command.SCANNERS]}")
        self.preview.setFixedHeight(look.px(HEIGHT))
        self.preview.dress(look)

    def hear(self) -> None:
        """A scanner is otherwise than before."""
        self.preview.reread()

    def answer(self, scanner: str, tone: Tone) -> None:
        """A code of this scanner was answered in this tone."""
        if self._choose(scanner):
            self.preview.flash(tone)

    def _choose(self, name: str) -> bool:
        """Look through the camera of this name, or the first there is; whether it is a camera."""
        cameras = [each for each in self._desk.reports() if each.kind is ScannerKind.CAMERA] if self._desk else []
        named = next((each for each in cameras if each.name == name), None)
        if self.preview.report is None or named is not None:
            self.preview.show_camera(named or next(iter(cameras), None))
        self._name.setText(self.preview.report.name if self.preview.report is not None else "")
        self.setVisible(bool(cameras))
        return named is not None
