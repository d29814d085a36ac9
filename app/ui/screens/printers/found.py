"""The printers that were found, each with the lines that name it in the station's settings."""

from __future__ import annotations

from app.domain.barcode import Command
from app.domain.glance import FoundPrinter
from app.ui.messages_printer import LANGUAGES
from app.ui.screens.equipment.found import FoundPage, FoundWords, quoted
from app.ui.theme import Look


class Found(FoundPage[FoundPrinter]):
    """With model, address, identity, and what it seems to be spoken to in."""

    again = "6"
    topic = "printers"

    def take_scan(self, text: str) -> bool:
        return text == Command.CHOOSE_6 and self.press(self.again)

    @staticmethod
    def address_of(found: FoundPrinter) -> str:
        return found.address

    def words(self, found: FoundPrinter, look: Look) -> FoundWords:
        spoken = LANGUAGES[found.language].say(look.language) if found.language else "?"
        words = {"model": found.model, "address": found.address, "identity": found.identity or "–", "spoken": spoken}
        names = "   ".join(text for text in (found.address, found.identity) if text)
        said = look.word("printers.found.row", **words)
        return FoundWords(found.model, names, ", ".join(found.sources), spoken, said)

    def settings_of(self, found: FoundPrinter) -> str:
        entries = {"address": found.address, "identity": found.identity, "language": found.language or ""}
        return "\n".join(f'{name} = "{quoted(value)}"' for name, value in entries.items() if value)
