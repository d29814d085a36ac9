"""The box on the scale: what it weighs just now, what it should, and why the weight does not count yet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF

from app.domain.weighing import NotYet, Reading, ScaleTrouble
from app.ui.fitting import paint_fitted
from app.ui.messages import Tone, what
from app.ui.plain import Card
from app.ui.theme import FIGURE, PAD, TITLE, Look

FIGURE_SIZE = 110


@dataclass(frozen=True, slots=True)
class ScaleShows:
    """`heard` is None before the scale said anything; `code` names why it does not count, empty when it would.
    Expected and allowed are grams, 0 where nobody knows.
    """

    parcel: int = 1
    heard: Reading | None = None
    code: str = ""
    expected_g: int = 0
    allowed_g: int = 0

    @property
    def is_off(self) -> bool:
        return bool(self.heard and self.expected_g and abs(self.heard.grams - self.expected_g) > self.allowed_g)


def scale_shows(
    parcel: int, heard: Reading | ScaleTrouble | str | None, waits_for: NotYet | ScaleTrouble | None,
    bounds: tuple[int, int],
) -> ScaleShows:  # fmt: skip
    """What the card shows of what was heard last; a text is the code of a scale that is gone."""
    if isinstance(heard, Reading):
        return ScaleShows(parcel, heard, waits_for.value if waits_for else "", *bounds)
    return ScaleShows(parcel, None, str(heard or ""), *bounds)


class WeightCard(Card):
    """Repaints only what changed."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.shows = ScaleShows()

    def dress(self, look: Look) -> None:
        self._look = look
        self._say()

    def show_weight(self, shows: ScaleShows) -> None:
        if shows != self.shows:
            self.shows = shows
            self._say()

    def words(self) -> tuple[str, str, str]:
        """The weight in words, what it should be, and why it does not count yet."""
        look, shows = self._look, self.shows
        if look is None:
            return "", "", ""
        grams = look.word("weight.grams", grams=f"{shows.heard.grams:,}") if shows.heard else "—"
        known = {"grams": f"{shows.expected_g:,}", "allowed": f"{shows.allowed_g:,}"}
        should = look.word("weight.expected", **known) if shows.expected_g else look.word("weight.not_expected")
        if shows.heard is None and not shows.code:
            return grams, should, look.word("weight.no_reading")
        return grams, should, what(shows.code, look.language) if shows.code else ""

    def _say(self) -> None:
        self.setAccessibleName(" ".join(self.words()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(look.px(PAD + 8), look.px(14), -look.px(PAD + 8), -look.px(14))
        parts = [QRectF(box.left(), box.top() + box.height() * at, box.width(), box.height() * high)
                 for at, high in ((0, 0.13), (0.13, 0.38), (0.52, 0.16), (0.72, 0.13), (0.86, 0.14))]  # fmt: skip
        grams, should, why = self.words()
        p = look.palette
        title = look.word("weight.title", parcel=self.shows.parcel)
        paint_fitted(painter, title, parts[0], look.font(FIGURE - 4, bold=True), QColor(p.muted))
        is_still = self.shows.heard is not None and self.shows.heard.is_stable
        figure = look.color(Tone.STOP) if self.shows.is_off else QColor(p.text if is_still else p.muted)
        paint_fitted(painter, grams, parts[1], look.hero_font(FIGURE_SIZE), figure)
        if self.shows.expected_g:
            self._paint_ruler(painter, parts[2], look)
        paint_fitted(painter, should, parts[3], look.font(TITLE), QColor(p.text))
        paint_fitted(painter, why, parts[4], look.font(TITLE, bold=True), QColor(p.muted))

    def _paint_ruler(self, painter: QPainter, box: QRectF, look: Look) -> None:
        """From nothing to twice what is expected: the good part is thick, a pointer stands at the weight."""
        shows, p = self.shows, look.palette
        whole = max(2 * shows.expected_g, 1)

        def x(grams: float) -> float:
            return box.left() + box.width() * min(max(grams / whole, 0), 1)

        low = box.bottom() - look.px(16)
        painter.fillRect(QRectF(box.left(), low, box.width(), look.px(4)), QColor(p.line))
        left, right = x(shows.expected_g - shows.allowed_g), x(shows.expected_g + shows.allowed_g)
        painter.fillRect(QRectF(left, low - look.px(8), max(right - left, 6), look.px(20)), look.color(Tone.OK))
        if shows.heard is not None:
            at, tip, side = x(shows.heard.grams), low - look.px(12), look.px(14)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(Tone.STOP) if shows.is_off else QColor(p.text))
            corners = [QPointF(at, tip), QPointF(at - side, tip - side * 1.4), QPointF(at + side, tip - side * 1.4)]
            painter.drawPolygon(QPolygonF(corners))
