"""The keyboard wedge: a scanner types like a very fast person, and whatever has the focus, its codes arrive here.

Keys are taken at the window that has the keyboard (dialogs and menus of ours too), so each press is seen once.
Enter or Tab ends a code; time only tells a scanner from a person where both are possible: in a field for typing, and on
a screen whose keys mean something by themselves.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.domain.barcode import GROUP_SEPARATOR, LONGEST_CODE

SHORTEST_BURST = 4  # keys; fewer in a row may be a person's hand, however fast
HAND_GAPS = 3  # so many key gaps of silence after a single key make it a person's
STRAY_GAPS = 20  # so many key gaps of silence part a stray key from the scan after it
LONGEST_PASTE = 100_000  # characters
# A held key repeats every 20 ms or slower. X11 calls it a repeat too when a scanner lets a key go and presses it again
# within one millisecond: dropping that would make 2000000000015 of a code into 200000000015.
FASTEST_HELD_MS = 15

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_CHORD = _CTRL | _ALT | Qt.KeyboardModifier.MetaModifier


class Wedge(QObject):
    """Collects keys into codes. `scanned` carries a finished code, `changed` the line as it stands.

    A line of more than 512 characters is answered at once, cut to 513, and the rest of it is dropped: a wedged key
    or a pasted book must not grow without end. `gap_ms`: the longest pause between two keys of a scanner.

    With `has_own_keys` the screen in view gives single keys a meaning: they come as `pressed`, what a hand types is no
    scan, and what comes as fast as a scanner still is.
    """

    scanned = Signal(str)
    changed = Signal(str)
    pressed = Signal(str)

    def __init__(self, app: QApplication, window: QWidget, *, gap_ms: int = 50) -> None:
        super().__init__(window)
        self.has_own_keys = False
        self._is_open = True
        self._gap_ms = gap_ms
        self._text = ""
        self._burst_at = 0  # where in the line the last uninterrupted run of keys began
        self._pause_ms = 0  # the silence before that run
        self._longest_run = 0  # keys, of this line
        self._silence = QTimer(self, singleShot=True, interval=gap_ms * HAND_GAPS)
        self._silence.timeout.connect(self._on_silence)
        self._last_ms = 0
        self._ended_ms = 0
        self._is_flooded = False
        self._editor_burst = 0
        self._editor_text = ""
        self._editor_before = ""
        app.focusWindowChanged.connect(self._watch_window)
        app.focusChanged.connect(self._watch_focus)
        self._watch_window(QGuiApplication.focusWindow())

    def watch(self, thing: QObject) -> None:
        """Also take the keys that are sent to this object."""
        thing.installEventFilter(self)

    def clear(self) -> bool:
        """Forget the line; whether there was any."""
        had = bool(self._text)
        self._set("")
        return had

    def release(self) -> None:
        """Take no more keys: the window is closed."""
        self._is_open = False

    def _watch_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _watch_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        now.installEventFilter(self)  # text of an input method goes to the widget, never to its window
        if not _is_editor(now):
            now.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what belongs to a code and let everything else pass to where it was going."""
        if not self._is_open:
            return False
        if isinstance(event, QKeyEvent):
            if event.type() != QEvent.Type.KeyPress:
                return False
            focus = QApplication.focusWidget()
            if _is_editor(focus) and isinstance(focus, QWidget):
                return watched.isWindowType() and self._on_editor_key(event, focus)
            return self._on_key(event)
        if isinstance(event, QInputMethodEvent) and event.commitString() and not _is_editor(watched):
            self._put(event.commitString(), self._last_ms)
            return True
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key, text, at_ms = event.key(), event.text(), event.timestamp()
        chord = event.modifiers() & _CHORD
        if (key in _ENDS and not chord) or text in ("\r", "\n"):
            return self._on_end(at_ms)
        if self._text and key == Qt.Key.Key_Backspace:
            self._set(self._text[:-1])
            return True
        if self._text and key == Qt.Key.Key_Escape:
            self._set("")
            return True
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste(QGuiApplication.clipboard().text()[:LONGEST_PASTE])
            return True
        text = _code_text(event)
        if not text or (text == " " and not self._text):  # a space alone presses the button in focus
            return False
        if not self._is_held(event):
            self._put(text, at_ms)
        return True

    def _is_held(self, event: QKeyEvent) -> bool:
        return event.isAutoRepeat() and event.timestamp() - self._last_ms > FASTEST_HELD_MS

    def _put(self, text: str, at_ms: int) -> None:
        pause_ms = at_ms - self._last_ms
        self._last_ms = at_ms
        if self._is_flooded:
            if pause_ms < self._gap_ms * STRAY_GAPS:
                return
            self._is_flooded = False
        if pause_ms > self._gap_ms:
            self._burst_at, self._pause_ms = len(self._text), pause_ms
        line = self._text + text
        if len(line) > LONGEST_CODE:
            self._is_flooded = True
            self._finish(line[: LONGEST_CODE + 1])
        else:
            self._set(line)
            self._longest_run = max(self._longest_run, len(line) - self._burst_at)
            if self.has_own_keys:
                self._silence.start()

    def _on_silence(self) -> None:
        """Keys that wait because the window was busy come first: only then was there silence."""
        QTimer.singleShot(0, partial(self._press, self._text))

    def _press(self, line: str) -> None:
        """The line ended in a single key and nothing followed: a hand's."""
        is_single = len(line) == 1 or (len(line) - self._burst_at == 1 and self._pause_ms >= self._gap_ms * STRAY_GAPS)
        if self.has_own_keys and line == self._text and is_single:
            self._set("")
            self.pressed.emit(line[-1])

    def _is_by_hand(self, pause_ms: int) -> bool:
        is_scan = self._longest_run >= SHORTEST_BURST or (self._burst_at == 0 and pause_ms <= self._gap_ms)
        return self.has_own_keys and not is_scan

    def _on_end(self, at_ms: int) -> bool:
        pause_ms = at_ms - self._last_ms
        if self._is_flooded:
            self._is_flooded = False
            self._ended_ms = at_ms
            return True
        if not self._text:
            # The line feed after a scanner's carriage return must not press the button in focus.
            return bool(at_ms) and at_ms - self._ended_ms <= self._gap_ms
        if self._is_by_hand(pause_ms):
            if len(self._text) == 1:
                self._press(self._text)
            self._set("")
            return True
        burst = self._text[self._burst_at :]
        is_scan = pause_ms <= self._gap_ms and len(burst) >= SHORTEST_BURST
        is_after_stray = self._burst_at > 0 and self._pause_ms >= self._gap_ms * STRAY_GAPS
        self._ended_ms = at_ms
        self._finish(burst if is_scan and is_after_stray else self._text)
        return True

    def _paste(self, text: str) -> None:
        *codes, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for code in codes:
            if self._text or code.strip():
                self._finish((self._text + code)[: LONGEST_CODE + 1])
        self._put(rest, self._last_ms)

    def _finish(self, code: str) -> None:
        self._set("")
        self.scanned.emit(code)

    def _set(self, line: str) -> None:
        self._text = line
        self._burst_at = min(self._burst_at, len(line))
        self._longest_run = min(self._longest_run, len(line))
        self.changed.emit(line)

    def _on_editor_key(self, event: QKeyEvent, editor: QWidget) -> bool:
        """In a field for typing (the file dialog) keys go on to it, unless a whole fast scan ends with Enter."""
        at_ms = event.timestamp()
        is_fast = at_ms - self._last_ms <= self._gap_ms
        if event.key() in _ENDS:
            # Few keys may be a hand's, but no hand is at Enter so soon after them.
            is_at_once = at_ms - self._last_ms <= self._gap_ms // 2 and self._editor_burst > 0
            is_scan = is_at_once or (is_fast and self._editor_burst >= SHORTEST_BURST)
            return self._end_in_editor(editor) if is_scan else False
        text = _code_text(event)
        if not text or self._is_held(event):
            self._editor_burst = 0
            return False
        if not is_fast or not self._editor_burst:
            self._editor_burst, self._editor_text = 0, ""
            self._editor_before = editor.text() if isinstance(editor, QLineEdit) else ""
        self._editor_burst += len(text)
        self._editor_text = (self._editor_text + text)[: LONGEST_CODE + 1]
        self._last_ms = at_ms
        return False

    def _end_in_editor(self, editor: QWidget) -> bool:
        if isinstance(editor, QLineEdit):
            editor.setText(self._editor_before)
        self._editor_burst = 0
        self.scanned.emit(self._editor_text)
        return True


def _is_editor(thing: QObject | None) -> bool:
    if isinstance(thing, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox):
        return not thing.isReadOnly()
    return False


def _code_text(event: QKeyEvent) -> str:
    """What a key adds to a code: its text, the group separator for Ctrl+], nothing for a chord or a control key."""
    chord = event.modifiers() & _CHORD
    if chord == _CTRL and (event.key() == Qt.Key.Key_BracketRight or event.text() == GROUP_SEPARATOR):
        return GROUP_SEPARATOR
    if chord not in (Qt.KeyboardModifier.NoModifier, _CTRL | _ALT):  # Ctrl+Alt is AltGr on Windows
        return ""
    text = event.text()
    return text if text and all(ord(c) >= 32 and ord(c) != 127 for c in text) else ""
