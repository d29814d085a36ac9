"""The lesson of the calibration sheet: which code now, how the last one arrived, and in the end what was learned."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.keystroke import Keystroke
from app.domain.lesson import Lesson
from app.domain.lesson_codes import LessonStep
from app.domain.lesson_result import Hearing, Learned
from app.domain.wedge_profile import WedgeProfile
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.messages_lesson import ADVICE, HEARINGS, NOTES, STEPS
from app.ui.plain import label
from app.ui.screens.equipment.page import Page
from app.ui.screens.packing.paper import shrunk
from app.ui.theme import FIGURE, TITLE, Look

AGAIN = "T"
_TONES = {Hearing.GOOD: Tone.OK, Hearing.AGAIN: Tone.OK, Hearing.CHANGED: Tone.WRONG, Hearing.OTHER_CODE: Tone.WRONG}


class _Steps(QWidget):
    """The numbers of the codes: the heard ones ticked, the next one large."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None
        self.heard: frozenset[LessonStep] = frozenset()
        self.step: LessonStep | None = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self.look
        if look is None:
            return
        painter, p = QPainter(self), look.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        for number, step in enumerate(LessonStep, 1):
            side = float(self.height()) if step is self.step else self.height() * 0.56
            disk = QRectF(left, (self.height() - side) / 2, side, side)
            left += side + look.px(18)
            if step in self.heard:
                paint_tone(painter, Tone.OK, disk, shape=look.color(Tone.OK), mark=QColor(p.surface))
                continue
            is_next = step is self.step
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.accent.fill if is_next else p.line))
            painter.drawEllipse(disk)
            painter.setPen(QColor(p.accent.ink if is_next else p.muted))
            painter.setFont(look.hero_font(84 if is_next else FIGURE))
            painter.drawText(disk, Qt.AlignmentFlag.AlignCenter, str(number))


class _Sheet(QWidget):
    """The sheet, small: so that a person knows which paper is meant."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None
        self.pixmap = QPixmap()
        self.setMinimumSize(100, 100)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is None or self.pixmap.isNull():
            return
        small = shrunk(self.pixmap, self.size() - QSize(4, 4), self.devicePixelRatioF())
        size = small.deviceIndependentSize()
        sheet = QRectF((self.width() - size.width()) / 2, 2, size.width(), size.height())
        painter = QPainter(self)
        painter.drawPixmap(sheet.topLeft(), small)
        painter.setPen(QColor(self.look.palette.muted))
        painter.drawRect(sheet)


class Teach(Page):
    """`learned` carries the WedgeProfile to keep; `heard` the tone of how a scan was; `went_on` says whether keys are
    the lesson's just now.
    """

    learned = Signal(object)
    heard = Signal(object)
    went_on = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.lesson = Lesson()
        self.is_on = False
        self._is_typed = True
        self.steps, self.sheet = _Steps(), _Sheet()
        self.now, self.last = label(wraps=True), label(wraps=True)
        self.advice, self.notes, self._foot = label(wraps=True), label("muted", wraps=True), label("small", wraps=True)
        self._row, left = QHBoxLayout(), QVBoxLayout()
        for part in (self.steps, self.now, self.last, self.advice, self.notes):
            left.addWidget(part)
        left.addStretch(1)
        left.addWidget(self._foot)
        self._row.addLayout(left, 5)
        self._row.addWidget(self.sheet, 2)
        self._column.addLayout(self._row, 1)

    def dress(self, look: Look) -> None:
        self.steps.look = self.sheet.look = look
        self.steps.setFixedHeight(look.px(150))
        self._row.setSpacing(look.px(28))
        self.now.setStyleSheet(f"font-size: {look.hero_font(40).pixelSize()}px; font-weight: bold;")
        self.advice.setStyleSheet(f"font-size: {look.hero_font(26).pixelSize()}px; font-weight: bold;")
        self.notes.setStyleSheet(f"font-size: {look.px(TITLE)}px; color: {look.palette.muted};")
        super().dress(look)

    def begin(self) -> None:
        """From the first code on."""
        self.lesson, self._is_typed = Lesson(), True
        self._turn(is_on=True)

    def end(self) -> None:
        """Keys are a packer's again, whatever was heard."""
        self._turn(is_on=False)

    def show_sheet(self, png: bytes) -> None:
        self.sheet.pixmap.loadFromData(png)
        self.sheet.update()

    def take_strokes(self, strokes: tuple[Keystroke, ...]) -> None:
        """What the scanner typed, up to a silence."""
        if self.is_on:
            self._go_on(self._lesson_of(is_typed=True).heard(strokes))

    def take_text(self, text: str) -> None:
        """A code of a scanner that does not type: advice may come of it, and nothing to keep."""
        self._go_on(self._lesson_of(is_typed=False).heard_text(text))

    def press(self, key: str) -> bool:
        if key.upper() == AGAIN:
            self.begin()
        return key.upper() == AGAIN

    @property
    def result(self) -> Learned | None:
        return self.lesson.result

    @property
    def profile(self) -> WedgeProfile | None:
        """What is to be kept, once the lesson is over."""
        result = self.result
        return result.profile if result is not None and self.lesson.is_over and self._is_typed else None

    def _lesson_of(self, *, is_typed: bool) -> Lesson:
        """The lesson so far; a new one where another scanner is heard: of two nothing true can be learned."""
        lesson = self.lesson if is_typed == self._is_typed else Lesson()
        self._is_typed = is_typed
        return lesson

    def _go_on(self, lesson: Lesson) -> None:
        self.lesson = lesson
        result = lesson.result
        if lesson.is_over:
            self._turn(is_on=False)
            self.heard.emit(Tone.COMPLETE if result is not None and not result.needed else Tone.WRONG)
            if self.profile is not None:
                self.learned.emit(self.profile)
        elif lesson.last is not None:
            self.heard.emit(_TONES.get(lesson.last, Tone.STOP))
        self._show()

    def _turn(self, *, is_on: bool) -> None:
        if is_on != self.is_on:
            self.is_on = is_on
            self.went_on.emit(is_on)
        self._show()

    def _show(self) -> None:
        look = self._look
        if look is None:
            return
        lesson = self.lesson
        self.title.setText(look.word("scanners.teach.title"))
        self.steps.heard, self.steps.step = lesson.steps_heard, lesson.step
        self.steps.update()
        self.now.setText(self._now(look))
        self.last.setText(HEARINGS[lesson.last].say(look.language) if lesson.last and not lesson.is_over else "")
        tone = _TONES.get(lesson.last, Tone.STOP) if lesson.last else Tone.SYSTEM
        size = look.hero_font(26).pixelSize()
        self.last.setStyleSheet(f"font-size: {size}px; font-weight: bold; color: {look.palette.marks[tone]};")
        self.advice.setText(self._advice(look))
        self.notes.setText(self._notes(look))
        for part in (self.last, self.advice, self.notes):
            part.setVisible(bool(part.text()))
        foot = ("teach.leave", "teach.sheet") if self.is_on else ("teach.again",)
        self._foot.setText("   ".join(look.word(f"scanners.{key}") for key in foot))

    def _now(self, look: Look) -> str:
        """The next code, or what the lesson came to."""
        step, result = self.lesson.step, self.result
        if step is not None:
            return STEPS[step].say(look.language)
        if not self._is_typed and result is not None and not result.needed:
            return look.word("scanners.teach.untyped")
        if result is None or result.profile is None:
            return look.word("scanners.teach.failed")
        return look.word("scanners.teach.partly" if result.needed else "scanners.teach.kept")

    def _advice(self, look: Look) -> str:
        result = self.result
        if result is None:
            return ""
        lines = [ADVICE[each].say(look.language) for each in result.needed]
        return "\n".join([look.word("scanners.teach.needed"), *lines]) if lines else ""

    def _notes(self, look: Look) -> str:
        result = self.result
        if result is None:
            return ""
        noted = [NOTES[each].say(look.language) for each in result.noted]
        better = [ADVICE[each].say(look.language) for each in result.better]
        if better:
            better.insert(0, look.word("scanners.teach.better"))
        is_plain = self.profile is not None and not noted and not result.needed
        plain = [look.word("scanners.teach.kept.plain")] if is_plain else []
        return "\n".join([*noted, *plain, *better])
