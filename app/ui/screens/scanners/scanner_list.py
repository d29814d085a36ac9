"""The scanners, one row each: number and light, name, how it is, its kind and address, what it read today."""

from __future__ import annotations

from app.domain.scanner import ScannerKind, ScannerReport, ScannerState
from app.ui.screens.camera.light import (
    kind_of_scanner,
    name_of_scanner,
    pace_of_camera,
    tone_of_scanner,
    words_of_scanner,
)
from app.ui.screens.equipment.row_card import RowCard, RowWords
from app.ui.screens.incidents.age import age
from app.ui.screens.scanners.hearing import Hearing
from app.ui.theme import Look

NUMBERED = 9  # keys


class ScannerList(RowCard[ScannerReport]):
    """A number chooses, too."""

    def __init__(self, hearing: Hearing) -> None:
        super().__init__("scanners.title")
        self._hearing = hearing

    @staticmethod
    def name_of(row: ScannerReport) -> str:
        return row.name

    def spoken(self, row: ScannerReport) -> str:
        look = self._look
        if look is None:
            return row.name
        words, kind = self.words(row, look), kind_of_scanner(row, look)
        parts = (words.name, words.how, words.where_aside, words.how_aside, kind, row.address)
        return " · ".join(part for part in parts if part)

    def words(self, row: ScannerReport, look: Look) -> RowWords:
        place = self.list.rows.index(row) + 1 if row in self.list.rows else 0
        heard = self._hearing.of(row.name, self._now_ms)
        last = look.word("scanners.last", age=age(heard.last_at_ms, self._now_ms, look))
        return RowWords(
            tone_of_scanner(row),
            name_of_scanner(row, look),
            _how(row, look),
            "  ·  ".join(part for part in (kind_of_scanner(row, look), row.address) if part),
            aside=str(place) if 0 < place <= NUMBERED else "",
            how_aside=look.word("scanners.today", count=heard.today),
            where_aside=last if heard.last_at_ms else look.word("scanners.never"),
        )


def _how(report: ScannerReport, look: Look) -> str:
    """How it is; of a camera at work, how many pictures come."""
    said = words_of_scanner(report, look)
    if report.state is ScannerState.READY and report.kind is ScannerKind.CAMERA:
        return f"{said} · {pace_of_camera(report, look)}"
    return said
