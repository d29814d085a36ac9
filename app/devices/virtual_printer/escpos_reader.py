"""A reader of Epson's receipt language of its own. A document ends where the paper is cut."""

from __future__ import annotations

from app.devices.virtual_printer.escpos_command import INK, Command, next_command
from app.devices.virtual_printer.escpos_receipt import draw
from app.devices.virtual_printer.reader import DOCUMENT_LIMIT, StatusQuestion
from app.devices.virtual_printer.sheet import PICTURE_BYTES_LIMIT, Drawn


class EscposReader:
    """A request for a process id also ends a document: it is answered when what stands before it is on paper."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._at = self._skip = 0
        self._has_ink = self._is_spoiled = False
        self.overflows = 0

    @property
    def held(self) -> int:
        return len(self._kept)

    def feed(self, piece: bytes) -> list[bytes | StatusQuestion]:
        self._kept += piece
        found: list[bytes | StatusQuestion] = []
        while self._step(found):
            pass
        if len(self._kept) > DOCUMENT_LIMIT:
            self._spoil()
        return found

    def finish(self) -> list[bytes | StatusQuestion]:
        """Paper that is not cut came out all the same: what was read whole of it."""
        found: list[bytes | StatusQuestion] = []
        del self._kept[self._at :]
        self._end(found)
        return found

    def draw(self, document: bytes, dpi: int = 203) -> Drawn:  # noqa: ARG002 - a raster knows no other dots
        return draw(document)

    def _spoil(self) -> None:
        self.overflows += not self._is_spoiled
        del self._kept[: self._at]
        self._at, self._is_spoiled = 0, True

    def _step(self, found: list[bytes | StatusQuestion]) -> bool:
        if self._skip:
            gone = min(self._skip, len(self._kept) - self._at)
            del self._kept[self._at : self._at + gone]
            self._skip -= gone
            return self._skip == 0 and gone > 0
        if self._at >= len(self._kept):
            return False
        command = next_command(self._kept, self._at, is_whole=False)
        if command is None:
            return False
        if command.owed > PICTURE_BYTES_LIMIT:
            self._spoil()
            self._skip = command.end - command.header.start()
            return True
        if command.end > len(self._kept):
            return False
        self._take(command, found)
        return True

    def _take(self, command: Command, found: list[bytes | StatusQuestion]) -> None:
        whole = bytes(self._kept[self._at : command.end])
        match command.kind:
            case "status" | "ask":
                found.append(StatusQuestion(whole, is_immediate=command.kind == "status"))
                del self._kept[self._at : command.end]
                return
            case "sized" if whole.startswith(b"\x1d(H"):
                self._end(found)
                found.append(StatusQuestion(whole, is_immediate=False))
                del self._kept[: len(whole)]
                return
            case "pulse":
                found.append(StatusQuestion(whole, is_immediate=False))
        self._at = command.end
        self._has_ink = self._has_ink or command.kind in INK or whole.startswith(b"\x1d(L")
        if command.kind == "cut":
            self._end(found)

    def _end(self, found: list[bytes | StatusQuestion]) -> None:
        """A document with ink is one; settings and a cut alone are none."""
        if self._has_ink and not self._is_spoiled:
            found.append(bytes(self._kept[: self._at]))
        del self._kept[: self._at]
        self._at = 0
        self._has_ink = self._is_spoiled = False
