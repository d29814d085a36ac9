"""The top of the window: whose bench this is and who is at it, the day with its curve, how devices and ways out are,
and three small buttons.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.glance import DayGlance, LaneGlance
from app.domain.handover import NewsAge
from app.domain.people import Person
from app.domain.weighing import Reading, ScaleTrouble
from app.ui.glyphs import paint_tone
from app.ui.icons import icon
from app.ui.messages import Tone
from app.ui.plain import button, label
from app.ui.screens.packing.day_curve import DayCurve
from app.ui.screens.packing.status_line import StatusLine
from app.ui.theme import Look

HEIGHT = 64


class _Mark(QWidget):
    """The product's mark: a parcel with a check."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is not None:
            p, box = self.look.palette, QRectF(self.rect())
            paint_tone(QPainter(self), Tone.COMPLETE, box, shape=QColor(p.accent.fill), mark=QColor(p.surface))


class Header(QWidget):
    """Asks for what its buttons say; shows what it is told."""

    language_asked = Signal()
    theme_asked = Signal()
    sound_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look: Look | None = None
        self._mark = _Mark()
        self._station, self.person = label("station"), label("small")
        self._person: Person | None = None
        self._figures: dict[str, tuple[QLabel, QLabel]] = {
            name: (label("figure"), label("muted")) for name in ("today", "open", "aside")
        }
        self.curve, self.status = DayCurve(), StatusLine()
        self.lights = self.status.lights
        self._language, self._theme, self._sound = (button("flat") for _ in range(3))
        self._buttons = (self._language, self._theme, self._sound)
        signals = (self.language_asked, self.theme_asked, self.sound_asked)
        for made, signal in zip(self._buttons, signals, strict=True):
            made.clicked.connect(signal)
        self._build()

    def _build(self) -> None:
        self._row, self._names = QHBoxLayout(), QVBoxLayout()
        self._row.addWidget(self._mark)
        self._names.addStretch(1)
        self._names.addWidget(self._station)
        self._names.addWidget(self.person)
        self._names.addStretch(1)
        self._names.setSpacing(0)
        self._row.addLayout(self._names)
        self._row.addStretch(1)
        for figure, name in self._figures.values():
            self._row.addWidget(figure)
            self._row.addWidget(name)
        self._row.addWidget(self.curve)
        for made in self._buttons:
            self._row.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row, 1)
        column.addWidget(self.status)

    def dress(self, look: Look, *, is_muted: bool) -> None:
        self._look = look
        self._mark.look = look
        self._mark.setFixedSize(look.px(32), look.px(32))
        self._row.setContentsMargins(look.px(24), 0, look.px(16), 0)
        self._row.setSpacing(look.px(10))
        for name, (_, words) in self._figures.items():
            words.setText(look.word(f"day.{name}"))
            words.setContentsMargins(0, 0, look.px(18), 0)
        self.curve.dress(look)
        self.status.dress(look)
        self.setFixedHeight(look.px(HEIGHT) + self.status.height())
        self.show_person(self._person)
        is_dark = look.palette.name == "dark"
        self._sign(self._language, "languages", look.word("header.language.hint"), look)
        self._sign(
            self._theme, "sun" if is_dark else "moon", look.word("header.light" if is_dark else "header.dark"), look
        )
        sound = look.word("header.mute" if is_muted else "header.sound")
        self._sign(self._sound, "volume-x" if is_muted else "volume-2", sound, look)
        self._give_way(look)

    def _give_way(self, look: Look) -> None:
        """Large type on a small screen: the day goes, piece by piece; who is here and how things are stay."""
        room = self.window().width() / look.scale
        self.curve.setVisible(room >= 1250)
        for name, least in (("aside", 1650), ("open", 1000), ("today", 800)):
            for part in self._figures[name]:
                part.setVisible(room >= least)

    def _sign(self, made: QPushButton, name: str, words: str, look: Look) -> None:
        side = look.px(24)
        made.setIcon(icon(name, side, QColor(look.palette.muted), self.devicePixelRatioF()))
        made.setIconSize(QSize(side, side))
        made.setToolTip(words)
        made.setAccessibleName(words)

    def show_station(self, name: str) -> None:
        self._station.setText(name)
        self._station.setToolTip(name)

    def show_person(self, person: Person | None) -> None:
        """Who is at the desk, by handle and role; nobody where people do not log in, or at a locked desk."""
        self._person = person
        self.person.setVisible(person is not None)
        if person is not None and self._look is not None:
            self.person.setText(f"{person.handle} · {self._look.word(f'role.{person.role}')}")
            self.person.setToolTip(self.person.text())

    def show_scale(self, heard: Reading | ScaleTrouble | str) -> None:
        """What the scale shows, or the code of why it shows nothing."""
        self.status.show_scale(heard)

    def show_news(self, age: NewsAge, code: str = "") -> None:
        """How old the shops' news is; `code` says why none can be heard."""
        self.status.show_news(age, code)

    def show_lanes(self, lanes: tuple[LaneGlance, ...]) -> None:
        """How carriers and printers are doing."""
        self.status.show_lanes(lanes)

    def show_day(self, day: DayGlance) -> None:
        counts = {"open": day.open_orders, "aside": day.aside_orders, "today": day.parcels_today}
        for name, (figure, _) in self._figures.items():
            figure.setText(f"{counts[name]:,}")
        self.curve.show_day(day.by_hour, day.planned_per_hour)
