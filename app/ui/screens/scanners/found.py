"""The scanners and cameras that were found, each with the lines that name it in the station's settings."""

from __future__ import annotations

from app.domain.scanner import FoundScanner, ScannerKind
from app.ui.messages_scanners_screen import KINDS
from app.ui.screens.equipment.found import FoundPage, FoundWords, quoted
from app.ui.theme import Look


class Found(FoundPage[FoundScanner]):
    """With what its maker calls it, its kind and its address."""

    again = "F"
    topic = "scanners"

    @staticmethod
    def address_of(found: FoundScanner) -> str:
        return found.address

    def words(self, found: FoundScanner, look: Look) -> FoundWords:
        kind = KINDS[found.kind].say(look.language)
        said = look.word("scanners.found.row", title=found.title, kind=kind, address=found.address)
        return FoundWords(found.title or found.address, found.address, kind, "", said)

    def settings_of(self, found: FoundScanner) -> str:
        name = "camera" if found.kind is ScannerKind.CAMERA else "scanner"
        return f'[[scanners]]\nname = "{name}"\naddress = "{quoted(found.address)}"'
