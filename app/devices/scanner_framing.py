"""Where one code of a scanner ends and the next begins, and what its bytes say.

What cannot be a whole code becomes a text that the bench refuses with a tone, never one that could be another code:
whoever heard the scanner beep must not believe that it counted.
"""

from __future__ import annotations

from app.domain.barcode import LONGEST_CODE

PAUSE_MS = 60
"""The silence that ends a code of a scanner that sends no end."""
FIRST_PAUSE_MS = 250
"""The same while it is not known yet whether this scanner sends an end: radio may pause within a code."""
BROKEN_MS = 1000
"""After this long the rest of a code will not come any more."""

_STX, _ETX = 0x02, 0x03
_LINE_ENDS, _FIRM_ENDS, _ALL_ENDS = b"\r\n", b"\r\n\x03", b"\r\n\x03\t"
_ENDS_AFTER = {0x0D: _LINE_ENDS, 0x0A: _LINE_ENDS, _ETX: _FIRM_ENDS, 0x09: _ALL_ENDS}
"""What may end a code on a line where this was the first that did."""
_AROUND = b"\x00" + _ALL_ENDS
_MOST_BYTES = 4 * (LONGEST_CODE + 1)
_BROKEN, _UNREADABLE = "\x18", "\x1a"  # ASCII's "cancel" and "substitute": no code may hold them


def decode(raw: bytes) -> str:
    """UTF-8, else GB18030 as Chinese labels print it; what is neither keeps a mark no code may hold. At most 513
    characters: the bench refuses those as too long.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)[: LONGEST_CODE + 1]
        except UnicodeDecodeError:
            continue
    return raw.decode("ascii", "replace").replace("\ufffd", _UNREADABLE)[: LONGEST_CODE + 1]


def broken(raw: bytes) -> str:
    """The text of a code whose rest never came."""
    return decode(raw)[:LONGEST_CODE] + _BROKEN


class CodeBytes:
    """The bytes of one code as they gather. From 513 characters on the code is handed out, the rest of it dropped."""

    def __init__(self) -> None:
        self.raw = bytearray()
        self._is_cut = False

    def __bool__(self) -> bool:
        return bool(self.raw) or self._is_cut

    def add(self, piece: bytes) -> list[str]:
        """The code, once it is longer than any may be."""
        if self._is_cut:
            return []
        self.raw += piece
        if len(self.raw) < _MOST_BYTES:
            return []
        text = decode(bytes(self.raw[:_MOST_BYTES]))
        self.raw.clear()
        self._is_cut = True
        return [text]

    def end(self) -> list[str]:
        """The code, unless it is empty or was handed out already."""
        raw = bytes(self.raw).strip(_AROUND)
        self.clear()
        return [decode(raw)] if raw else []

    def give_up(self) -> list[str]:
        """The code as one that was never finished."""
        raw = bytes(self.raw).strip(_AROUND)
        self.clear()
        return [broken(raw)] if raw else []

    def clear(self) -> None:
        self.raw.clear()
        self._is_cut = False


class StreamFraming:
    """Codes in a stream of bytes. Between STX and ETX everything is content; else CR, LF, ETX and TAB end a code. A
    scanner that sends no end is known by its silence.

    What a line has shown is kept to: where codes have an end, silence ends none, so that half a code never becomes one;
    where they end in CR or LF, a TAB, ETX or STX within is a fault that the bench refuses, not one more border. After a
    second in which the line contradicted itself it is learned anew: the scanner may have been set up otherwise.
    """

    def __init__(self) -> None:
        self._code = CodeBytes()
        self._heard_ms = 0
        self.forget()

    def forget(self) -> None:
        self._code.clear()
        self._ends = _ALL_ENDS
        self._has_ends = self._has_frames = self._has_pauses = False
        self._is_inside = self._is_doubted = False  # of a frame; what was learned

    def feed(self, piece: bytes, at_ms: int) -> list[str]:
        """As `Framing.feed`."""
        if not piece:
            return self._settle(at_ms - self._heard_ms)
        self._heard_ms = at_ms
        if self._ends == _ALL_ENDS and any(end in piece for end in _FIRM_ENDS):
            self._ends = _FIRM_ENDS  # beside one of these a TAB is content
        codes: list[str] = []
        for byte in piece:
            codes += self._take(byte)
        return codes

    @property
    def _is_plain(self) -> bool:
        return self._has_ends and not self._has_frames

    def _take(self, byte: int) -> list[str]:
        if byte == _STX and not (self._is_plain and self._code):
            codes = self._leave() + self._code.give_up() if self._is_inside else []
            self._code.clear()  # what stands before a frame is noise
            self._is_inside = True
            return codes
        if byte == _ETX and self._is_inside:
            self._is_inside, self._has_frames, self._is_doubted = False, True, False
            return self._code.end()
        if byte in self._ends and (self._is_plain or not self._is_inside):
            return self._end(byte)
        return self._code.add(bytes((byte,)))

    def _end(self, end: int) -> list[str]:
        """Outside of frames. Where codes come in frames nothing else is one; nothing but CR and LF may follow them."""
        self._is_inside = False
        if self._has_frames:
            codes = self._code.give_up()
            self._is_doubted = self._is_doubted or bool(codes)
            return codes
        if not self._has_ends:
            self._has_ends, self._ends = True, _ENDS_AFTER[end]
        return self._code.end()

    def _leave(self) -> list[str]:
        """The frame does not end: a code cut off where frames do, else one of a scanner that sends STX and then CR."""
        self._is_inside = False
        if self._has_frames:
            return self._code.give_up()
        *lines, rest = bytes(self._code.raw).replace(b"\r", b"\n").split(b"\n")
        self._code.clear()
        if lines:
            self._has_ends, self._ends = True, _LINE_ENDS
        return [*(decode(whole) for line in lines if (whole := line.strip(_AROUND))), *self._code.add(rest)]

    def _settle(self, quiet_ms: int) -> list[str]:
        """The line is silent for so long."""
        is_over = quiet_ms >= BROKEN_MS
        pause_ms = PAUSE_MS if self._has_pauses or self._has_ends else FIRST_PAUSE_MS
        if quiet_ms < pause_ms or (self._has_frames and not is_over):
            return []
        if self._has_frames and not self._is_inside:
            self._code.clear()  # noise
        elif self._is_inside and not self._has_frames:
            return self._leave()
        elif not self._has_ends and not self._has_frames:
            self._has_pauses = self._has_pauses or bool(self._code)
            return self._code.end()
        return self._give_up() if is_over else []

    def _give_up(self) -> list[str]:
        """What is unfinished will not be finished."""
        codes = self._code.give_up()
        if codes or self._is_inside or self._is_doubted:
            self.forget()
        return codes
