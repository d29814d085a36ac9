"""The top of the window: whose bench this is and who is at it, the day's counts, lights for the ways out, the scale and
the shops' news, and a few buttons.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.glance import DayGlance, LaneGlance, LaneState
from app.domain.handover import NewsAge
from app.domain.people import Person
from app.domain.weighing import Reading, ScaleTrouble
from app.ui.glyphs import paint_tone, sign_icon
from app.ui.messages import Tone, explain
from app.ui.plain import button, label
from app.ui.tables.row_list import elided
from app.ui.theme import SMALL, Look

LIGHTS = ("carrier", "printer", "network")
OWN_LIGHTS = ("scale", "news")  # each tells by its words how it is, too
_HOUR_S = 3600
_STATES = {Tone.OK: "good", Tone.WRONG: "waiting", Tone.STOP: "stopped", Tone.SYSTEM: "unknown"}
_WEIGHT = {Tone.SYSTEM: 0, Tone.OK: 1, Tone.WRONG: 2, Tone.STOP: 3}


class Light(QWidget):
    """One way out: its shape and color say how it is, its words what it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._look: Look | None = None
        self.name = name
        self.tone = Tone.SYSTEM
        self.is_terse = False
        self._why, self._said = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        look = self._look
        if look is None:
            return QSize(80, 30)
        words = QFontMetrics(look.font(SMALL, bold=True)).horizontalAdvance(self.words)
        return QSize(words + look.px(30), look.px(30))

    @property
    def words(self) -> str:
        """What stands beside the light; where there is little room, only trouble and the weight do."""
        if self.is_terse and self.tone in (Tone.OK, Tone.SYSTEM) and self.name != "scale":
            return ""
        return self._said or (self._look.word(f"light.{self.name}") if self._look else "")

    def dress(self, look: Look) -> None:
        self._look = look
        self._say()
        self.updateGeometry()
        self.update()

    def show_tone(self, tone: Tone, why: str = "", said: str = "") -> None:
        """Show how the way is; `why` is the code of the reason, `said` stands in place of its name."""
        if (tone, why, said) != (self.tone, self._why, self._said):
            self.tone, self._why, self._said = tone, why, said
            self._say()
            self.updateGeometry()
            self.update()

    def _say(self) -> None:
        if self._look is None:
            return
        said = f"{self._look.word(f'light.{self.name}')}: {self._look.word('light.' + _STATES[self.tone])}"
        self.setAccessibleName(said)
        self.setToolTip(f"{said}\n{explain(self._why, self._look.language)}" if self._why else said)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        side = look.px(20)
        mark = QRectF(0, (self.height() - side) / 2, side, side)
        paint_tone(painter, self.tone, mark, shape=look.color(self.tone), mark=QColor(look.palette.surface))
        is_trouble = self.tone in (Tone.WRONG, Tone.STOP)
        painter.setFont(look.font(SMALL, bold=is_trouble))
        painter.setPen(look.color(self.tone) if is_trouble else QColor(look.palette.muted))
        words = QRectF(side + look.px(7), 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.words)


class _Mark(QWidget):
    """The product's mark: a parcel with a check."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self.look is not None:
            p, box = self.look.palette, QRectF(self.rect())
            paint_tone(QPainter(self), Tone.COMPLETE, box, shape=QColor(p.accent.fill), mark=QColor(p.surface))


class _Name(QLabel):
    """A name: long ones give way to everything else and end in an ellipsis."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setObjectName(role)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, elided(painter, self.text(), self.width()))


class Header(QWidget):
    """Asks for what its buttons say; shows what it is told."""

    incidents_asked = Signal()
    import_asked = Signal()
    language_asked = Signal()
    theme_asked = Signal()
    sound_asked = Signal()
    help_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look: Look | None = None
        self._waiting = 0
        self.incidents = button("flat")
        self.incidents.clicked.connect(self.incidents_asked)
        self._mark = _Mark()
        self._station, self.person = _Name("station"), _Name("small")
        self._person: Person | None = None
        self._heard: Reading | ScaleTrouble | str = ""
        self._news: tuple[NewsAge, str] = (NewsAge(None, is_old=True), "")
        self._figures: dict[str, tuple[QLabel, QLabel]] = {
            name: (label("figure"), label("muted")) for name in ("open", "aside", "today")
        }
        self.lights = {name: Light(name) for name in (*LIGHTS, *OWN_LIGHTS)}
        self.lights["scale"].hide()
        self._import, self._language, self._theme, self._sound, self._help = (
            button(role) for role in ("", "flat", "flat", "flat", "flat")
        )
        signals = (self.import_asked, self.language_asked, self.theme_asked, self.sound_asked, self.help_asked)
        self._buttons = (self._import, self._language, self._theme, self._sound, self._help)
        for made, signal in zip(self._buttons, signals, strict=True):
            made.clicked.connect(signal)
        self._row = QHBoxLayout(self)
        self._build()

    def _build(self) -> None:
        self._row.addWidget(self._mark)
        self._names = QVBoxLayout()
        self._names.addStretch(1)
        self._names.addWidget(self._station)
        self._names.addWidget(self.person)
        self._names.addStretch(1)
        self._row.addLayout(self._names)
        self._row.addSpacing(16)
        for figure, name in self._figures.values():
            self._row.addWidget(figure)
            self._row.addWidget(name)
        self._row.addStretch(1)
        self._row.addWidget(self.incidents)
        self._row.addSpacing(8)
        for light in self.lights.values():
            self._row.addWidget(light)
            self._row.addSpacing(8)
        for made in self._buttons:
            self._row.addWidget(made)

    def dress(self, look: Look, *, is_muted: bool) -> None:
        self._look = look
        self.setFixedHeight(look.px(68))
        self._mark.look = look
        self._mark.setFixedSize(look.px(32), look.px(32))
        self._row.setContentsMargins(look.px(24), 0, look.px(16), 0)
        self._row.setSpacing(look.px(9))
        for name, (_, words) in self._figures.items():
            words.setText(look.word(f"day.{name}") + "   ")
        is_narrow = self.window().width() < look.px(1620)  # large type on a small screen: the keys are in the help
        for light in self.lights.values():
            light.is_terse = is_narrow
            light.dress(look)
        self._names.setSpacing(0)
        self.show_person(self._person)
        self._show_scale(self._heard)
        self.show_news(*self._news)
        self.show_incidents(self._waiting)
        self._import.setText(look.word("header.import") + ("" if is_narrow else "  Ctrl+O"))
        self._language.setText(look.word("header.language"))
        self._language.setToolTip(look.word("header.language.hint"))
        self._help.setText("F1" if is_narrow else f"{look.word('header.help')}  F1")
        is_dark = look.palette.name == "dark"
        self._sign(self._theme, "sun" if is_dark else "moon", "light" if is_dark else "dark", look)
        self._sign(self._sound, "mute" if is_muted else "sound", "mute" if is_muted else "sound", look)

    def _sign(self, made: QPushButton, sign: str, key: str, look: Look) -> None:
        side, words = look.px(24), look.word(f"header.{key}")
        made.setIcon(sign_icon(sign, side, QColor(look.palette.muted), self.devicePixelRatioF()))
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
        """What the scale shows, or the code of why it shows nothing. The light stands there once there is a scale."""
        if heard != self._heard:
            self._heard = heard
            self._show_scale(heard)

    def _show_scale(self, heard: Reading | ScaleTrouble | str) -> None:
        light = self.lights["scale"]
        light.setVisible(heard != "")
        if isinstance(heard, Reading) and self._look is not None:
            light.show_tone(Tone.OK, said=self._look.word("light.scale.grams", grams=heard.grams))
        elif not isinstance(heard, Reading):
            light.show_tone(Tone.WRONG if heard else Tone.SYSTEM, str(heard))

    def show_news(self, age: NewsAge, code: str = "") -> None:
        """How old the shops' news is; `code` says why none can be heard."""
        self._news = (age, code)
        look = self._look
        if look is None:
            return
        if age.age_s is None:
            self.lights["news"].show_tone(Tone.WRONG if code else Tone.SYSTEM, code or "news.never")
            return
        unit, unit_s = ("minutes", 60) if age.age_s < 2 * _HOUR_S else ("hours", _HOUR_S)
        said = look.word(f"light.news.{unit}", count=age.age_s // unit_s)
        tone = Tone.WRONG if age.is_old or code else Tone.OK
        self.lights["news"].show_tone(tone, code or ("news.old" if age.is_old else ""), said)

    def show_day(self, day: DayGlance) -> None:
        counts = {"open": day.open_orders, "aside": day.aside_orders, "today": day.parcels_today}
        for name, (figure, _) in self._figures.items():
            figure.setText(f"{counts[name]:,}")

    def show_incidents(self, waiting: int) -> None:
        """How many things wait for a person; with any, the way to them is lit."""
        self._waiting = waiting
        if self._look is None:
            return
        key = "incidents.chip" if waiting else "incidents.chip.none"
        self.incidents.setText(f"{self._look.word(key, count=waiting)}  F7")
        self.incidents.setToolTip(self._look.word("incidents.chip.hint"))
        role = "alert" if waiting else "flat"
        if role != self.incidents.objectName():
            self.incidents.setObjectName(role)
            self.incidents.style().unpolish(self.incidents)
            self.incidents.style().polish(self.incidents)

    def show_lanes(self, lanes: tuple[LaneGlance, ...]) -> None:
        """The worst lane of a kind gives its light; the network's is told by what the carrier's lane waits for."""
        worst = dict.fromkeys(LIGHTS, (Tone.SYSTEM, ""))
        for lane in lanes:
            kind, tone = lane.lane.partition(":")[0], _tone(lane)
            if kind in worst and _WEIGHT[tone] > _WEIGHT[worst[kind][0]]:
                worst[kind] = (tone, lane.code)
            if kind == "carrier":
                is_away = lane.state is LaneState.WAITING and lane.code.startswith("http.")
                worst["network"] = (Tone.WRONG, lane.code) if is_away else (Tone.OK, "")
        for name, (tone, code) in worst.items():
            self.lights[name].show_tone(tone, code)


def _tone(lane: LaneGlance) -> Tone:
    if lane.state is LaneState.STOPPED or lane.held:
        return Tone.STOP
    return Tone.WRONG if lane.state is LaneState.WAITING else Tone.OK
