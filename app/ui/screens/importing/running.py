"""A file on its way in: how far, how fast, and how to stop it. Packing goes on meanwhile."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout

from app.ui.plain import Card, label
from app.ui.screens.incidents.options import Option
from app.ui.theme import Look

STOP = "S"
SURE_AFTER_S = 1.0  # before that, a rate is a guess
STEPS = 1_000


class Running(Card):
    """`stop_asked` says that a person has had enough."""

    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._name = ""
        self._began_s = 0.0
        self._done = self._total = 0
        self._is_stopping = False
        self.title, self.share, self.rate = label("heading", wraps=True), label("figure"), label("muted", wraps=True)
        self.bar = QProgressBar(textVisible=False)
        self._meanwhile = label("muted", wraps=True)
        self.stop = Option(STOP)
        self.stop.clicked.connect(self._on_stop)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        for widget in (self.title, self.bar, self.share, self.rate, self._meanwhile, self.stop):
            self._column.addWidget(widget)
        self._column.addStretch(3)

    @property
    def text(self) -> str:
        """What it says just now."""
        return f"{self.title.text()} {self.share.text()} {self.rate.text()}".strip()

    def dress(self, look: Look) -> None:
        self._look = look
        side = max(look.px(28), look.px(150) if look.scale >= 1 else look.px(90))
        self._column.setContentsMargins(side, look.px(24), side, look.px(24))
        self._column.setSpacing(look.px(16))
        self._meanwhile.setText(look.word("importing.meanwhile"))
        self.stop.dress(look)
        self._show()

    def begin(self, name: str) -> None:
        """A file of this name is read from now on."""
        self._name, self._began_s = name, time.monotonic()
        self._done = self._total = 0
        self._is_stopping = False
        self._show()

    def show_progress(self, done: int, total: int) -> None:
        """`done` bytes of `total`; both 0 while the file is looked through."""
        self._done, self._total = done, total
        self._show()

    def press(self, key: str) -> bool:
        """A single key; whether it meant something here."""
        if key.upper() == STOP:
            self._on_stop()
        return key.upper() == STOP

    def _on_stop(self) -> None:
        self._is_stopping = True
        self._show()
        self.stop_asked.emit()

    def _show(self) -> None:
        look = self._look
        if look is None:
            return
        self.title.setText(look.word("importing.running", file=self._name))
        # Without a share nothing is drawn that moves: a bar that runs to and fro says no more than the word does.
        self.bar.setRange(0, STEPS)
        self.bar.setValue(self._done * STEPS // self._total if self._total else 0)
        self.bar.setAccessibleName(look.word("importing.title"))
        percent = look.word("importing.so_far", percent=self._done * 100 // self._total) if self._total else ""
        self.share.setText(look.word("importing.stopping") if self._is_stopping else percent or self._reading(look))
        self.rate.setText(self._rate(look))
        self.stop.show_words(look.word("importing.stop"), look.word("importing.stop.does"))
        self.stop.setEnabled(not self._is_stopping)

    def _reading(self, look: Look) -> str:
        return look.word("importing.reading")

    def _rate(self, look: Look) -> str:
        gone_s = time.monotonic() - self._began_s
        if not self._done or gone_s < SURE_AFTER_S or self._is_stopping:
            return ""
        a_second = self._done / gone_s
        left_s = round((self._total - self._done) / a_second)
        unit, count = ("seconds", left_s) if left_s < 90 else ("minutes", round(left_s / 60))
        left = look.word(f"importing.{unit}", count=count)
        return look.word("importing.rate", rate=f"{a_second / 1_000:,.0f} KB", left=left)
