"""One light of the status line: a device or a way out, with a shape that says how it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.glyphs import paint_tone
from app.ui.icons import paint_icon
from app.ui.messages import Tone, explain
from app.ui.theme import SMALL, Look

ICONS = {"printer": "printer", "scale": "scale", "carrier": "truck", "network": "wifi", "news": "store"}
SIDE, GAP = 20, 7
_STATES = {Tone.OK: "good", Tone.WRONG: "waiting", Tone.STOP: "stopped", Tone.SYSTEM: "unknown"}


class Light(QWidget):
    """Its shape and color say how it is, its icon and words what it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._look: Look | None = None
        self.name = name
        self.tone = Tone.SYSTEM
        self.is_terse = self.is_bare = False
        self.why, self._said = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        look = self._look
        if look is None:
            return QSize(80, 30)
        words = QFontMetrics(look.font(SMALL, bold=True)).horizontalAdvance(self.words)
        return QSize(look.px(2 * SIDE + GAP) + (words + look.px(GAP) if words else 0), look.px(30))

    @property
    def is_in_trouble(self) -> bool:
        return self.tone in (Tone.WRONG, Tone.STOP)

    @property
    def words(self) -> str:
        """What stands beside the light; where there is little room, only trouble and the weight do, or nothing."""
        if self.is_bare:
            return ""
        if self.is_terse and not self.is_in_trouble and self.name != "scale":
            return ""
        return self._said or (self._look.word(f"light.{self.name}") if self._look else "")

    def dress(self, look: Look) -> None:
        self._look = look
        self._say()

    def show_tone(self, tone: Tone, why: str = "", said: str = "") -> None:
        """Show how it is; `why` is the code of the reason, `said` stands in place of its name."""
        if (tone, why, said) != (self.tone, self.why, self._said):
            self.tone, self.why, self._said = tone, why, said
            self._say()

    def spare_words(self, *, is_terse: bool, is_bare: bool) -> None:
        """Leave the room to a reason that needs it, or take it back."""
        if (is_terse, is_bare) != (self.is_terse, self.is_bare):
            self.is_terse, self.is_bare = is_terse, is_bare
            self.updateGeometry()
            self.update()

    def _say(self) -> None:
        self.updateGeometry()
        self.update()
        if self._look is None:
            return
        said = f"{self._look.word(f'light.{self.name}')}: {self._look.word('light.' + _STATES[self.tone])}"
        self.setToolTip(f"{said}\n{explain(self.why, self._look.language)}" if self.why else said)
        self.setAccessibleName(self.toolTip())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        side = look.px(SIDE)
        ink = look.color(self.tone) if self.is_in_trouble else QColor(look.palette.muted)
        mark = QRectF(0, (self.height() - side) / 2, side, side)
        paint_tone(painter, self.tone, mark, shape=look.color(self.tone), mark=QColor(look.palette.surface))
        icon = "wifi-off" if self.name == "network" and self.is_in_trouble else ICONS[self.name]
        paint_icon(painter, icon, mark.translated(side + look.px(GAP), 0), ink)
        painter.setFont(look.font(SMALL, bold=self.is_in_trouble))
        painter.setPen(ink)
        words = QRectF(2 * side + look.px(2 * GAP), 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.words)
