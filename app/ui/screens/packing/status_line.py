"""One line that is always there: a quiet light for each device and way out, and in trouble the reason in words."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.barcode import Command
from app.domain.glance import LaneGlance, LaneState
from app.domain.handover import NewsAge
from app.domain.weighing import Reading, ScaleTrouble
from app.ui.fitting import paint_fitted
from app.ui.messages import Tone, explain, lane_name
from app.ui.messages_command import HOTKEYS
from app.ui.plain import button, label
from app.ui.screens.packing.light import Light
from app.ui.theme import SMALL, Look

NAMES = ("printer", "scale", "carrier", "network", "news")
HEIGHT = 50
_OF_LANES = ("printer", "carrier", "network")
_HOUR_S = 3600
_WEIGHT = {Tone.SYSTEM: 0, Tone.OK: 1, Tone.WRONG: 2, Tone.STOP: 3}
_CAUSES = ("network", "printer", "carrier", "scale", "news")
"""Of two troubles of one weight the first is told: without a network no carrier can be reached either."""
_TROUBLED = (LaneState.WAITING, LaneState.STOPPED)


class _Reason(QWidget):
    """A sentence, as large as its room allows: in color while it may pass by itself, filled when a person must act."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None
        self.tone = Tone.SYSTEM
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def say(self, tone: Tone, text: str) -> None:
        if (tone, text) != (self.tone, self.text):
            self.tone, self.text = tone, text
            self.setAccessibleName(text)
            self.setToolTip(text)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        look = self.look
        if look is None or not self.text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, look.px(3), 0, -look.px(3))
        ink = look.color(self.tone)
        if self.tone is Tone.STOP:
            paint = look.palette.tones[Tone.STOP]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(paint.fill))
            painter.drawRoundedRect(box, look.px(6), look.px(6))
            ink = QColor(paint.ink)
        words = box.adjusted(look.px(12), 0, -look.px(12), 0)
        paint_fitted(painter, self.text, words, look.font(SMALL + 4, bold=True), ink)


class StatusLine(QWidget):
    """`retried` carries the name of a lane that should try again now."""

    retried = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status")
        self._look: Look | None = None
        self.lanes: tuple[LaneGlance, ...] = ()
        self._heard: Reading | ScaleTrouble | str = ""
        self._news: tuple[NewsAge, str] = (NewsAge(None, is_old=True), "")
        self.lights = {name: Light(name) for name in NAMES}
        self.reason, self.retry, self._way = _Reason(), button(), label("small")
        self.retry.clicked.connect(self._on_retry)
        self._row = QHBoxLayout(self)
        for light in self.lights.values():
            self._row.addWidget(light)
        for widget in (self.reason, self.retry, self._way):
            self._row.addWidget(widget)
        self.lights["scale"].hide()
        self.lights["news"].hide()
        self.retry.hide()

    def dress(self, look: Look) -> None:
        self._look = self.reason.look = look
        self.setFixedHeight(look.px(HEIGHT))
        self._row.setContentsMargins(look.px(24), 0, look.px(16), 0)
        self._row.setSpacing(look.px(22))
        self.retry.setText(look.word("lane.retry"))
        self.retry.setMaximumHeight(look.px(HEIGHT - 8))
        self._way.setText(f"{look.word('rail.devices')}  {HOTKEYS[Command.DEVICES]}")
        for light in self.lights.values():
            light.dress(look)
        self._show_scale()
        self._show_news()
        self._tell()

    def show_lanes(self, lanes: tuple[LaneGlance, ...]) -> None:
        """The worst lane of a kind gives its light; the network's is told by what the carrier's lane waits for."""
        self.lanes = lanes
        worst = dict.fromkeys(_OF_LANES, (Tone.SYSTEM, ""))
        for lane in lanes:
            kind, tone = lane.lane.partition(":")[0], _tone(lane)
            if kind in worst and _WEIGHT[tone] > _WEIGHT[worst[kind][0]]:
                worst[kind] = (tone, lane.code)
            if kind == "carrier":
                is_away = lane.state is LaneState.WAITING and lane.code.startswith("http.")
                worst["network"] = (Tone.WRONG, lane.code) if is_away else (Tone.OK, "")
        for name, (tone, code) in worst.items():
            self.lights[name].show_tone(tone, code)
        self.retry.setVisible(any(lane.state in _TROUBLED for lane in lanes))
        self._tell()

    def show_scale(self, heard: Reading | ScaleTrouble | str) -> None:
        """What the scale shows, or the code of why it shows nothing. The light stands there once there is a scale."""
        if heard != self._heard:
            self._heard = heard
            self._show_scale()
            self._tell()

    def show_news(self, age: NewsAge, code: str) -> None:
        """How old the shops' news is; `code` says why none can be heard. No light where no shop ever told any."""
        if (age, code) != self._news:
            self._news = (age, code)
            self._show_news()
            self._tell()

    def _show_scale(self) -> None:
        light, heard = self.lights["scale"], self._heard
        light.setVisible(heard != "")
        if isinstance(heard, Reading) and self._look is not None:
            light.show_tone(Tone.OK, said=self._look.word("light.scale.grams", grams=heard.grams))
        elif not isinstance(heard, Reading):
            light.show_tone(Tone.WRONG if heard else Tone.SYSTEM, str(heard))

    def _show_news(self) -> None:
        (age, code), light, look = self._news, self.lights["news"], self._look
        if look is None:
            return
        light.setVisible(age.age_s is not None or bool(code))
        if age.age_s is None:
            light.show_tone(Tone.WRONG if code else Tone.SYSTEM, code)
            return
        unit, unit_s = ("minutes", 60) if age.age_s < 2 * _HOUR_S else ("hours", _HOUR_S)
        said = look.word(f"light.news.{unit}", count=age.age_s // unit_s)
        tone = Tone.WRONG if age.is_old or code else Tone.OK
        light.show_tone(tone, code or ("news.old" if age.is_old else ""), said)

    def _tell(self) -> None:
        """The worst trouble in words, and how many more there are; the other lights leave it their room."""
        look = self._look
        if look is None:
            return
        shown = [self.lights[name] for name in _CAUSES if self.lights[name].is_in_trouble]
        if self.lights["network"].is_in_trouble:
            shown = [each for each in shown if each.name != "carrier" or each.why != self.lights["network"].why]
        room = self.window().width()
        is_bare = bool(shown) and room < look.px(1200)  # large type: the reason alone says what it is about
        for light in self.lights.values():
            light.spare_words(is_terse=bool(shown) or room < look.px(1500), is_bare=is_bare)
        self._way.setHidden(is_bare)
        if not shown:
            self.reason.say(Tone.SYSTEM, "")
            return
        told = max(shown, key=lambda light: _WEIGHT[light.tone])  # the first of the worst
        parts = [self._sentence(told, look)]
        if len(shown) > 1:
            parts.append(look.word("light.more", count=len(shown) - 1))
        self.reason.say(told.tone, "  ·  ".join(parts))

    def _sentence(self, light: Light, look: Look) -> str:
        """What is wrong and what to do; of a lane also what waits, and when it tries again."""
        why = explain(light.why, look.language) if light.why else ""
        kind = "carrier" if light.name == "network" else light.name
        of_kind = (lane for lane in self.lanes if lane.lane.partition(":")[0] == kind and _tone(lane) is light.tone)
        lane = next((each for each in of_kind if each.code == light.why), None)
        if lane is None:
            return why
        several = sum(each.lane.partition(":")[0] == kind for each in self.lanes) > 1
        waits = look.word("light.waits", count=lane.waiting) if lane.waiting else ""
        held = look.word("light.held", count=lane.held) if lane.held else ""
        told = "  ·  ".join(part for part in (why, held, waits, _when(lane, look)) if part)
        return f"{lane_name(lane.lane, look.language)}: {told}" if several or not why else told

    def _on_retry(self) -> None:
        for lane in self.lanes:
            if lane.state in _TROUBLED:
                self.retried.emit(lane.lane)


def clock(at_ms: int) -> str:
    """A moment (UTC epoch milliseconds) as the wall clock shows it."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%H:%M")


def _tone(lane: LaneGlance) -> Tone:
    if lane.state is LaneState.STOPPED or lane.held:
        return Tone.STOP
    return Tone.WRONG if lane.state is LaneState.WAITING else Tone.OK


def _when(lane: LaneGlance, look: Look) -> str:
    if lane.state not in _TROUBLED:
        return ""
    if lane.next_try_at_ms:
        return look.word("lane.next", time=clock(lane.next_try_at_ms))
    return look.word("lane.since", since=clock(lane.since_ms)) if lane.since_ms else ""
