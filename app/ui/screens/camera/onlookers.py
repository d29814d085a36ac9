"""Who looks through which camera: views are made while somebody does, and for nobody otherwise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.scanner_desk import ScannerDesk


class Onlookers:
    """One place of the window comes into view before another leaves it: they are counted."""

    def __init__(self, desk: ScannerDesk) -> None:
        self._desk = desk
        self._count: Counter[str] = Counter()

    def come(self, camera: str) -> None:
        self._count[camera] += 1
        if self._count[camera] == 1:
            self._desk.show(camera, is_shown=True)

    def leave(self, camera: str) -> None:
        self._count[camera] -= 1
        if not self._count[camera]:
            self._desk.show(camera, is_shown=False)
