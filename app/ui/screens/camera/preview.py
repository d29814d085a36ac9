"""What a camera sees just now: the newest picture only, never one after the other; or in words why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.camera_view import CameraView, Fate
from app.domain.scanner import ScannerReport, ScannerState
from app.ui.fitting import paint_fitted
from app.ui.glyphs import paint_tone
from app.ui.messages import Tone
from app.ui.messages_scanners_screen import FATES, STATES
from app.ui.screens.camera.camera_paint import image_of, most_telling, paint_strip, paint_tag, paint_view
from app.ui.screens.camera.light import help_for_scanner, pace_of_camera, tone_of_scanner, why_of_scanner
from app.ui.theme import BODY, SMALL, TITLE, Look

if TYPE_CHECKING:
    from app.scanner_desk import ScannerDesk

PICTURE_EVERY_MS = 70  # 14 a second
REPORT_EVERY = 14  # pictures
FLASH_MS = 1_000


class Preview(QWidget):
    """Shows one camera while the widget is seen: only then are views made. `is_small`: less is said in it."""

    def __init__(self, *, is_small: bool = False) -> None:
        super().__init__()
        self._is_small = is_small
        self._look: Look | None = None
        self._desk: ScannerDesk | None = None
        self._looks_at = ""
        self._beats = 0
        self._tone: Tone | None = None
        self.report: ScannerReport | None = None
        self.view: CameraView | None = None
        self.image = QImage()
        self.clock = QTimer(self, interval=PICTURE_EVERY_MS)
        self.clock.timeout.connect(self.beat)
        self._flash = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flash.timeout.connect(lambda: self._frame(None))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 68)

    def attach(self, desk: ScannerDesk) -> None:
        self._desk = desk
        self._follow()

    def dress(self, look: Look) -> None:
        self._look = look
        self.setAccessibleName(look.word("camera.title"))
        self.update()

    def show_camera(self, report: ScannerReport | None) -> None:
        """Look through this camera from now on; None for no other scanner is one."""
        is_other = report is None or self.report is None or report.name != self.report.name
        if is_other:
            self.view, self.image = None, QImage()
        if report != self.report:
            self.report = report
            self.update()
        self._follow()

    def flash(self, tone: Tone) -> None:
        """A code of this camera was answered: a frame in the color of the answer, for a second."""
        self._frame(tone)
        self._flash.start()

    def beat(self) -> None:
        """Take the newest picture, if there is another one."""
        desk, report = self._desk, self.report
        if desk is None or report is None:
            return
        self._beats += 1
        if self._beats % REPORT_EVERY == 0:
            self.reread()
        view = desk.view(report.name)
        if not _is_same(view, self.view):
            self.view = view
            self.image = image_of(view) if view is not None else QImage()
            self.update()

    def reread(self) -> None:
        """How the camera is: it changed, or some time went by."""
        if self._desk is not None and self.report is not None:
            name = self.report.name
            self.show_camera(next((each for each in self._desk.reports() if each.name == name), self.report))

    def words(self) -> tuple[str, str]:
        """What is said instead of a picture, and what to do; both empty while there is one."""
        look, report = self._look, self.report
        if look is None or report is None:
            return "", ""
        if report.state is ScannerState.READY:
            return ("", "") if self.view is not None else (look.word("scanners.no_picture"), "")
        said = why_of_scanner(report, look) or STATES[report.state].say(look.language)
        return said, help_for_scanner(report, look)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._follow()

    def _follow(self) -> None:
        """Look through the camera that is seen, and through no other."""
        wanted = self.report.name if self.report is not None and self.isVisible() else ""
        if self._desk is None or wanted == self._looks_at:
            return
        if self._looks_at:
            self._desk.show(self._looks_at, is_shown=False)
            self.clock.stop()
        if wanted:
            self._desk.show(wanted, is_shown=True)
            self.clock.start()
        self._looks_at = wanted

    def _frame(self, tone: Tone | None) -> None:
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        painter, box = QPainter(self), QRectF(self.rect())
        if any(self.words()) or self.view is None or self.image.isNull():
            self._paint_words(painter, box, look)
        else:
            painter.fillRect(box, QColor("#0B0E12"))
            place = paint_view(painter, box, self.image, self.view, look)
            self._paint_notes(painter, place, look)
        if self._tone is not None:
            wide = max(look.px(10), 6)
            painter.setPen(QPen(QColor(look.palette.tones[self._tone].fill), wide))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2))

    def _paint_notes(self, painter: QPainter, place: QRectF, look: Look) -> None:
        assert self.view is not None
        fate = most_telling(each.fate for each in self.view.codes)
        if fate is not None and (not self._is_small or fate in (Fate.SEVERAL, Fate.DOUBTED)):
            size = SMALL + 2 if self._is_small else TITLE
            paint_strip(painter, place, FATES[fate].say(look.language), look, fate=fate, pixels=size)
        if self.report is not None and (self.report.is_idle or not self._is_small):
            paint_tag(painter, place, pace_of_camera(self.report, look), look, pixels=SMALL)

    def _paint_words(self, painter: QPainter, box: QRectF, look: Look) -> None:
        """The state in the place of the picture: a sign, what it is, what to do."""
        if self.report is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.palette.line))
        painter.setBrush(QColor(look.palette.raised))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        said, do = self.words()
        tone = tone_of_scanner(self.report) if self.report.state is not ScannerState.READY else Tone.SYSTEM
        edge = look.px(16 if self._is_small else 40)
        side = min(look.px(52 if self._is_small else 96), box.height() / 3)
        mark = QRectF(edge, box.center().y() - side / 2, side, side)
        paint_tone(painter, tone, mark, shape=look.color(tone), mark=QColor(look.palette.raised))
        text = QRectF(mark.right() + edge / 2, edge / 2, box.right() - mark.right() - edge, box.height() - edge)
        high = min(text.height(), 2.4 * side)
        text = QRectF(text.left(), text.center().y() - high / 2, text.width(), high)
        top = QRectF(text.left(), text.top(), text.width(), high * (0.58 if do else 1.0))
        low = QRectF(text.left(), top.bottom(), text.width(), high - top.height())
        large = look.font(BODY + 1, bold=True) if self._is_small else look.hero_font(34)
        paint_fitted(painter, said, top, large, QColor(look.palette.text))
        paint_fitted(painter, do, low, look.font(SMALL if self._is_small else TITLE), QColor(look.palette.muted))


def _is_same(one: CameraView | None, other: CameraView | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or (one.at_ms == other.at_ms and one.codes == other.codes)
