"""The keyboard wedge: a scanner types like a very fast person, and whatever has the focus, its codes arrive here.

Keys are taken at the window that has the keyboard (dialogs and menus of ours too), so each press is seen once.
Enter or Tab ends a code; time only tells a scanner from a person where both are possible: in a field for typing, and on
a screen whose keys mean something by themselves. What cannot be told apart ends as a text that is refused.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Protocol
from unicodedata import normalize

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.barcode import LONGEST_CODE
from app.domain.keystroke import Keystroke
from app.domain.typed import ALT, LOST, is_end, shows_wrong_layout
from app.domain.wedge_profile import WedgeProfile
from app.ui.wedge_field import FieldTyping, is_field
from app.ui.wedge_keys import Keyboard, is_held, is_modifier
from app.ui.wedge_lesson import LessonKeys
from app.ui.wedge_line import STRAY_GAPS, Line, Piece
from app.ui.wedge_reading import Reading, printable

HAND_GAPS = 3  # so many key gaps of silence after a single key make it a person's
SILENT_GAPS = 2  # so many end a code where nothing else does
LONGEST_PASTE = 100_000  # characters


class Claims(Protocol):
    """Who has read a key of a scanner by another way already. `at_ms` is the system's time of the key."""

    def has(self, scan_code: int, at_ms: int) -> bool: ...

    def take(self, scan_code: int, at_ms: int) -> bool:
        """As `has`, and the next such key is another one."""


class Wedge(QObject):
    """Collects keys into codes. `scanned` carries a finished code, `changed` the line as it stands.

    A line of more than 512 characters is answered at once, cut to 513, and the rest of it is dropped: a wedged key
    or a pasted book must not grow without end. `gap_ms`: the longest pause between two keys of a scanner; what a
    profile says goes before it.

    With `has_own_keys` the screen in view gives single keys a meaning: they come as `pressed`, what a hand types is no
    scan, and what comes as fast as a scanner still is. With `is_told_apart` no scanner's keys come this way (`claims`
    has them), and all others are a hand's. While `is_teaching` nothing is scanned: `strokes` carries each finished
    burst as a tuple of Keystroke, Enter included.
    """

    scanned = Signal(str)
    changed = Signal(str)
    pressed = Signal(str)
    strokes = Signal(object)
    caps_lock_changed = Signal(bool)
    layout_suspected = Signal()

    def __init__(self, app: QApplication, window: QWidget, *, gap_ms: int = 50, platform: str = "") -> None:
        super().__init__(window)
        self.has_own_keys = False
        self.is_told_apart = False
        self.claims: Claims | None = None
        self.has_caps_lock = False
        self.has_wrong_layout = False
        self._is_open = True
        self._keyboard = Keyboard(platform or QGuiApplication.platformName())
        self._lesson = LessonKeys(self.strokes.emit, self)
        self._silence = QTimer(self, singleShot=True)
        self._silence.timeout.connect(self._on_silence)
        self._own_gap_ms = gap_ms
        self._ended_ms = 0
        self._is_flooded = False
        self._is_composing = False
        self.learn(None)
        app.focusWindowChanged.connect(self._watch_window)
        app.focusChanged.connect(self._watch_focus)
        self._watch_window(QGuiApplication.focusWindow())

    @property
    def is_teaching(self) -> bool:
        return self._lesson.is_on

    @is_teaching.setter
    def is_teaching(self, is_on: bool) -> None:
        self._lesson.is_on = is_on
        self.clear()

    def learn(self, profile: WedgeProfile | None) -> None:
        """From now on read keys as this profile says; None: take the system's text."""
        self.profile = profile
        self._gap_ms = profile.gap_ms if profile else self._own_gap_ms
        self._reading = Reading(profile, self._gap_ms)
        self._line, self._field = Line(self._gap_ms), FieldTyping(self._gap_ms)
        self._silence.setInterval(self._gap_ms * HAND_GAPS)
        self.has_wrong_layout = False

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
        else:
            self._line.forget_down()
            self._field.line.forget_down()

    def _watch_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        now.installEventFilter(self)  # text of an input method goes to the widget, never to its window
        if not is_field(now):
            now.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what belongs to a code and let everything else pass to where it was going."""
        if not self._is_open:
            return False
        if isinstance(event, QKeyEvent):
            return self._on_key_event(watched, event)
        if isinstance(event, QInputMethodEvent) and not is_field(watched):
            return self._on_composed(event.preeditString(), event.commitString())
        return False

    def _on_key_event(self, watched: QObject, event: QKeyEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyRelease:
            return self._on_let_go(event)
        stroke = self._keyboard.stroke(event)
        if kind == QEvent.Type.ShortcutOverride:
            return self._on_shortcut(event, stroke)
        if self.claims is not None and self.claims.take(stroke.scan_code, stroke.at_ms):
            return True
        if self._lesson.is_on:
            return self._lesson.take(event, stroke)
        focus = QApplication.focusWidget()
        if is_field(focus) and isinstance(focus, QWidget):
            return watched.isWindowType() and self._on_field_key(event, stroke, focus)
        return self._on_key(event, stroke)

    def _on_shortcut(self, event: QKeyEvent, stroke: Keystroke) -> bool:
        """A key within a code is no shortcut of the window: F8, Ctrl and a sign, numbers with Alt."""
        is_claimed = self.claims is not None and self.claims.has(stroke.scan_code, stroke.at_ms)
        is_begun = len(self._line) > 0 or len(self._field.line) > 0
        is_sign = is_begun and self._reading.is_sign(stroke)
        is_lessons = self._lesson.is_on and event.key() != Qt.Key.Key_Escape
        is_codes = is_claimed or is_sign or is_lessons
        if is_codes:
            event.accept()
        return is_codes

    def _on_let_go(self, event: QKeyEvent) -> bool:
        """Whoever never saw a key go down need not see it go up."""
        place, at_ms = self._keyboard.place(event) or event.key(), event.timestamp()
        self._field.line.let_go(place, at_ms)
        if event.key() == Qt.Key.Key_Alt:
            self._on_let_go_of_alt(at_ms)
        return self._line.let_go(place, at_ms)

    def _on_let_go_of_alt(self, at_ms: int) -> None:
        if self._lesson.is_on:
            self._lesson.let_go_of_alt(at_ms)
            return
        text, field = self._reading.transcript.let_go(), QApplication.focusWidget()
        if text and is_field(field) and field is not None:
            self._put_in_field(text, text, Keystroke("", at_ms=self._reading.last_ms), field, 0)
        elif text:
            self._put(text, text, self._reading.last_ms)

    def _on_key(self, event: QKeyEvent, stroke: Keystroke) -> bool:
        key, at_ms = event.key(), stroke.at_ms
        if is_modifier(event):
            return self._wait(event)
        if is_end(stroke):
            return self._on_end(stroke.scan_code or key, at_ms)
        if self._text and key == Qt.Key.Key_Backspace:
            self._line.take_back()
            self.changed.emit(self._text)
            return True
        if self._text and key == Qt.Key.Key_Escape:
            self._set("")
            return True
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste(QGuiApplication.clipboard().text()[:LONGEST_PASTE])
            return True
        return self._on_sign(event, stroke)

    def _on_sign(self, event: QKeyEvent, stroke: Keystroke) -> bool:
        if is_held(event, self._reading.last_ms):
            return bool(printable(stroke.text))
        text, own = self._reading.read(event, stroke, is_begun=len(self._line) > 0)
        if not text:
            is_echo = stroke.scan_code == ALT  # of a number, which is read already
            return is_echo or (self._reading.transcript.is_waiting and not self._wait(event))
        if text == " " and not len(self._line):  # a space alone presses the button in focus
            return False
        self._show_caps_lock()
        self._put(text, own, stroke.at_ms, 0 if own == LOST else stroke.scan_code or event.key())
        return True

    def _wait(self, event: QKeyEvent) -> bool:
        if is_modifier(event):
            self._line.hold(event.timestamp())
            self._field.line.hold(event.timestamp())
        self._reading.wait(event)
        return False

    def _show_caps_lock(self) -> None:
        known = self._reading.has_caps_lock
        if known is not None and known != self.has_caps_lock:
            self.has_caps_lock = known
            self.caps_lock_changed.emit(known)

    def _put(self, text: str, own: str, at_ms: int, place: int = 0) -> None:
        pause_ms = self._reading.pause(at_ms)
        if self._ends_by_silence and pause_ms > self._gap_ms * SILENT_GAPS:
            self._end_silently()
        self._reading.count(at_ms)
        if self._is_flooded:
            if pause_ms < self._gap_ms * STRAY_GAPS:
                return
            self._is_flooded = False
        if len(self._line) + len(text) > LONGEST_CODE:
            self._is_flooded = True
            line = (self._text + text)[: LONGEST_CODE + 1]
            self._set("")
            self._finish(line)
            return
        self._line.put(Piece(text, own, at_ms, pause_ms, place))
        self.changed.emit(self._text)
        if self.has_own_keys and self.is_told_apart:
            self._press(self._text)
        elif self.has_own_keys or self._ends_by_silence:
            self._silence.start()

    @property
    def _ends_by_silence(self) -> bool:
        return self.profile is not None and not self.profile.ends_with

    def _on_silence(self) -> None:
        """Keys that wait because the window was busy come first: only then was there silence."""
        QTimer.singleShot(0, partial(self._press, self._text))
        if self._ends_by_silence:
            QTimer.singleShot(0, partial(self._end_silently, self._reading.last_ms))

    def _end_silently(self, last_ms: int | None = None) -> None:
        """Nothing followed: a scanner whose codes nothing else ends is done."""
        if self.profile is None or last_ms not in (None, self._reading.last_ms):
            return
        if self._tell(self._field.end_by_silence(self.profile)):
            return
        if self._line.is_scan(self._gap_ms + 1):
            self._on_end(0, self._reading.last_ms)

    def _tell(self, code: str | None) -> bool:
        if code is not None:
            self.scanned.emit(code)
        return code is not None

    def _press(self, line: str) -> None:
        """The line ended in a single key and nothing followed: a hand's."""
        run = self._line.last_run
        is_alone = len(self._line) == 1 or (bool(run) and run[0].pause_ms >= self._gap_ms * STRAY_GAPS)
        if self.has_own_keys and line == self._text and len(run) == 1 and len(run[0].own) == 1 and is_alone:
            self._set("")
            self.pressed.emit(run[0].own)

    def _on_end(self, place: int, at_ms: int) -> bool:
        pause_ms = at_ms - self._reading.last_ms
        rest = self._reading.transcript.finish()
        if rest:
            self._put(rest, rest, self._reading.last_ms)
        if self._is_flooded:
            self._is_flooded = False
            self._ended_ms = at_ms
            return True
        if not len(self._line):
            # The line feed after a scanner's carriage return must not press the button in focus.
            return bool(at_ms) and at_ms - self._ended_ms <= self._gap_ms
        is_scan = not self.is_told_apart and self._line.is_scan(pause_ms)
        if self.has_own_keys and not is_scan:
            self._press(self._text)
            self._set("")
            return True
        self._ended_ms = at_ms
        code = self._line.take_scan(pause_ms, self.profile) if is_scan else self._line.take_typed()
        self._line.end(place, at_ms)
        self._suspect_layout(is_scan=is_scan)
        self._finish(code)
        self._hand_over()
        return True

    def _suspect_layout(self, *, is_scan: bool) -> None:
        pressed = self._reading.placed
        if is_scan and not self.has_wrong_layout and pressed and shows_wrong_layout(pressed):
            self.has_wrong_layout = True
            self.layout_suspected.emit()

    def _hand_over(self) -> None:
        """Keys that a hand pressed during the scan mean what they mean."""
        if self.has_own_keys and self._line.pieces:
            hands = self._line.take_typed()
            self.changed.emit("")
            for sign in hands:
                self.pressed.emit(sign)

    def _paste(self, text: str) -> None:
        *codes, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for code in codes:
            if self._text or code.strip():
                line = (self._text + code)[: LONGEST_CODE + 1]
                self._set("")
                self._finish(line)
        if rest:
            self._put(rest, rest, self._reading.last_ms)

    def _finish(self, code: str) -> None:
        self._reading.begin()
        self._is_composing = False
        self.changed.emit(self._text)
        self.scanned.emit(code)

    @property
    def _text(self) -> str:
        return self._line.text

    def _set(self, line: str) -> None:
        self._line.keep([Piece(line, line, self._reading.last_ms, 0)] if line else [])
        self._reading.begin()
        self._is_composing = False
        self.changed.emit(line)

    def _on_composed(self, preedit: str, commit: str) -> bool:
        """Text of an input method. What it made of keys whose places were seen is no news; where it turned keys into
        words, or dropped them, they cannot be known again.
        """
        was, self._is_composing = self._is_composing, bool(preedit)
        is_dropped = was and not preedit and not commit
        if self._lesson.is_on:
            return self._lesson.take_text(commit)
        if self._reading.is_eaten or not (commit or is_dropped):
            return bool(commit)
        is_known = bool(commit) and (not was or normalize("NFKC", commit).isascii())
        self._put(self._reading.transcript.take(Keystroke(commit)) if is_known else LOST, commit, self._reading.last_ms)
        self._reading.lose_time()
        return bool(commit)

    def _on_field_key(self, event: QKeyEvent, stroke: Keystroke, field: QWidget) -> bool:
        """In a field for typing (the file dialog) keys go on to it, unless a whole fast scan ends with Enter."""
        if self.is_told_apart:
            return False
        if is_modifier(event):
            self._field.wait(stroke.at_ms - self._reading.last_ms, field)
            return self._wait(event)
        if is_end(stroke):
            rest = self._reading.transcript.finish()
            if rest:
                self._put_in_field(rest, rest, replace(stroke, at_ms=self._reading.last_ms), field, 0)
            return self._tell(self._field.end(stroke.at_ms - self._reading.last_ms, self.profile))
        if is_held(event, self._reading.last_ms):
            self._field.line.keep([])
            self._reading.count(stroke.at_ms)
            return False
        text, own = self._reading.read(event, stroke, is_begun=len(self._field.line) > 0)
        if not text and (self._reading.transcript.is_waiting or stroke.scan_code == ALT):
            self._field.wait(stroke.at_ms - self._reading.last_ms, field)
            return self._wait(event)
        self._put_in_field(text, own, stroke, field, event.key())
        return False

    def _put_in_field(self, text: str, own: str, stroke: Keystroke, field: QWidget, key: int) -> None:
        pause_ms, step_ms = self._reading.pause(stroke.at_ms), stroke.at_ms - self._reading.last_ms
        if self._ends_by_silence and pause_ms > self._gap_ms:
            self._end_silently()
        self._reading.count(stroke.at_ms)
        if not text and step_ms <= self._gap_ms and len(self._field.line):
            text = LOST  # whoever pressed it, what follows is not a code's beginning
        if text:
            place = 0 if own == LOST else stroke.scan_code or key
            self._field.put(Piece(text, own, stroke.at_ms, pause_ms, place), step_ms, field)
        else:
            self._field.line.keep([])
        if self._ends_by_silence:
            self._silence.start()
