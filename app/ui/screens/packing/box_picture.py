"""The box as a picture, to be read from two metres: what is in it, what is missing, and how many that is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.screens.packing.box_paint import drawn_number, paint_done, paint_open, paint_row_of_closed, paint_stop
from app.ui.screens.packing.box_shows import BoxShows, BoxState
from app.ui.theme import PAD, RADIUS, SMALL, Look

FIGURE_SIZE = 96


class BoxPicture(QWidget):
    """Paints itself only when something changed."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.shows = BoxShows()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies behind need not be painted at every scan

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 40)

    def dress(self, look: Look) -> None:
        self._look = look
        self._say()

    def show_box(self, shows: BoxShows) -> None:
        if shows != self.shows:
            self.shows = shows
            self._say()

    @property
    def figure(self) -> tuple[str, str]:
        """The number that matters most, and what it counts; nothing where no order lies on the table."""
        look, shows = self._look, self.shows
        if look is None or shows.state is BoxState.NONE:
            return "", ""
        if shows.state is not BoxState.OPEN or not shows.missing:  # of a stopped order: what has to come out again
            boxes = len(shows.closed)
            key = "box.in_boxes" if shows.state is BoxState.CLOSED and boxes > 1 else "step.in_box"
            units = sum(shows.closed) if shows.state is BoxState.CLOSED else shows.inside
            return f"{units:,}", look.word(key, boxes=boxes)
        return f"{shows.missing:,}", look.word("step.left")

    def _say(self) -> None:
        self.update()
        if self._look is not None:
            self.setAccessibleName(self._spoken(self._look))

    def _spoken(self, look: Look) -> str:
        shows = self.shows
        if shows.state is BoxState.NONE:
            return look.word("banner.ready.do")
        if shows.state is BoxState.CLOSED:
            return look.word("box.spoken.closed", boxes=len(shows.closed), units=sum(shows.closed))
        said = look.word("box.spoken", number=shows.number, inside=shows.inside, missing=shows.missing)
        return f"{look.word('mode.stop')}. {said}" if shows.state is BoxState.STOPPED else said

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.palette.line))
        painter.setBrush(QColor(look.palette.surface))
        painter.fillRect(self.rect(), QColor(look.palette.window))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, look.px(RADIUS), look.px(RADIUS))
        edge = look.px(PAD)
        room = QRectF(self.rect()).adjusted(edge, look.px(14), -edge, -look.px(18))
        words = room.adjusted(room.width() * 0.66, 0, 0, 0)
        picture = room.adjusted(0, 0, -room.width() * 0.36, 0)
        if self.shows.state is BoxState.NONE:
            picture = room.adjusted(room.width() * 0.2, 0, -room.width() * 0.2, 0)
        self._paint_picture(painter, picture, look)
        self._paint_figure(painter, words, look)

    def _paint_picture(self, painter: QPainter, picture: QRectF, look: Look) -> None:
        shows = self.shows
        if shows.state is BoxState.CLOSED:
            paint_done(painter, picture, shows, look)
            return
        if shows.closed:
            aside = QRectF(picture.left(), picture.top(), picture.width() * 0.24, picture.height())
            paint_row_of_closed(painter, aside.adjusted(0, 0, 0, -look.px(6)), shows.closed, look)
            picture = picture.adjusted(aside.width() + look.px(10), 0, 0, 0)
        if shows.state is BoxState.STOPPED:
            painter.setOpacity(0.35)
        paint_open(painter, picture, shows, look)
        painter.setOpacity(1)
        if shows.state is BoxState.STOPPED:
            paint_stop(painter, picture, look)

    def _paint_figure(self, painter: QPainter, words: QRectF, look: Look) -> None:
        number, counted = self.figure
        p, is_open = look.palette, self.shows.state is BoxState.OPEN and bool(self.shows.missing)
        high = words.height() * 0.62
        font = _fitting(look.hero_font(FIGURE_SIZE), len(number), words.width(), high * 0.8)
        color = QColor(p.accent.fill if is_open else p.text)
        drawn = drawn_number(number, font.toString(), color.rgba(), self.devicePixelRatioF())
        size = drawn.deviceIndependentSize()
        left, top = round(words.center().x() - size.width() / 2), round(words.top() + high - size.height())
        painter.drawPixmap(left, top, drawn)
        lower = words.adjusted(0, high, 0, 0)
        painter.setFont(look.font(SMALL + 3))
        painter.setPen(QColor(p.muted))
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.drawText(lower, flags, counted)


def _fitting(font: QFont, digits: int, width: float, height: float) -> QFont:
    """The font, small enough for so many digits: each is some six tenths as wide as it is high."""
    font.setPixelSize(max(SMALL, int(min(font.pixelSize(), height, width / max(digits, 1) / 0.6))))
    return font
