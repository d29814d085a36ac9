"""Across the whole window: labels come out of another printer than usual, as long as that is so."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLabel

from app.domain.facts import PrintsRedirected
from app.errors import PackbenchError
from app.ui.messages import Tone
from app.ui.theme import TITLE, Look

AT_LEAST_S = 60.0  # whoever was at the shelf reads it, too


@dataclass(frozen=True, slots=True)
class _Way:
    other: str
    count: int
    since_s: float


class Elsewhere(QLabel):
    """Hidden while every label comes out where it was meant to. It stands until the printer is well again, and a minute
    at least: the labels that went elsewhere have to be fetched there.
    """

    def __init__(self, *, at_least_s: float = AT_LEAST_S) -> None:
        super().__init__()
        self.setWordWrap(True)
        self._look: Look | None = None
        self._at_least_s = at_least_s
        self._ways: dict[str, _Way] = {}
        self._is_in_trouble: Callable[[str], bool] = lambda _printer: True
        self.hide()

    @property
    def others(self) -> dict[str, str]:
        """What takes over for whom just now."""
        return {printer: way.other for printer, way in self._ways.items()}

    def attach(self, is_in_trouble: Callable[[str], bool]) -> None:
        """`is_in_trouble` tells of a printer whether it still keeps from printing."""
        self._is_in_trouble = is_in_trouble

    def dress(self, look: Look) -> None:
        self._look = look
        paint = look.palette.tones[Tone.WRONG]
        self.setStyleSheet(
            f"background: {paint.fill}; color: {paint.ink}; padding: {look.px(12)}px {look.px(24)}px;"
            f" font-size: {look.px(TITLE + 4)}px; font-weight: bold;"
        )
        self._say()

    def hear(self, news: PrintsRedirected) -> None:
        """More of the same adds up; what is sent back takes down the word that it went."""
        back = self._ways.get(news.other)
        if back is not None and back.other == news.printer:
            del self._ways[news.other]
        before = self._ways.get(news.printer)
        count = news.count + (before.count if before is not None and before.other == news.other else 0)
        self._ways[news.printer] = _Way(news.other, count, time.monotonic())
        self._say()

    def look(self) -> None:
        """Take down what is over; asked once a second."""
        for printer, way in tuple(self._ways.items()):
            if time.monotonic() - way.since_s >= self._at_least_s and not self._asked(printer):
                del self._ways[printer]
                self._say()

    def _asked(self, printer: str) -> bool:
        try:
            return self._is_in_trouble(printer)
        except PackbenchError:  # the disk is full or broken: the bench says so on every scan
            return True

    def _say(self) -> None:
        if self._look is not None:
            look, ways = self._look, self._ways.items()
            said = (look.word("printers.redirected", name=name, other=way.other, count=way.count) for name, way in ways)
            self.setText("\n".join(said))
        self.setVisible(bool(self._ways))
