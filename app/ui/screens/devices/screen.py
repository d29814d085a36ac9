"""The devices: how each is, what happened to it last, a test by one key, and what to do.

While somebody looks, everything is asked every second, each thing on a thread of its own; nothing is while nobody does.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent

from app.domain.barcode import Code, Command, read_code, read_command
from app.domain.device import UNASKED, DeviceGlance, DeviceKind, Trial
from app.domain.facts import Fact
from app.domain.glance import Light
from app.domain.meaning import STATION_PREFIX
from app.domain.people import is_badge_like
from app.domain.scanner import WEDGE
from app.domain.weighing import Reading
from app.errors import PackbenchError
from app.ui.errands import Errands
from app.ui.lights import TONES
from app.ui.messages import Tone, what
from app.ui.screens.devices.detail import SET, TEST, WAYS, Detail
from app.ui.screens.devices.device_list import DeviceList
from app.ui.screens.devices.errands import CarrierTried, DeviceAsked, DeviceErrandFailed, DeviceNews
from app.ui.screens.devices.words import name_of_device, summary
from app.ui.screens.equipment.head import Head
from app.ui.screens.equipment.screen import EquipmentScreen
from app.ui.screens.scanners.hearing import local_day
from app.ui.screens.scanners.understood import meaning_words, shown_whole, symbology_words
from app.ui.theme import PAD, Look

if TYPE_CHECKING:
    from app.device_desk import DeviceDesk

_CALL = "call"
_PATIENCE_MS = 300
_BEAT_MS = 200
_AT_ONCE_MS = 30


class DevicesScreen(EquipmentScreen):
    """`led_asked` carries the command of the screen that sets such a device up."""

    topic = "devices"
    led_asked = Signal(object)
    _told = Signal(object)

    def __init__(self) -> None:
        self.devices, self.detail = DeviceList(), Detail()
        errands: Errands[DeviceNews] = Errands("devices", self._bring, DeviceErrandFailed)
        super().__init__(self.devices, self.detail, (), errands)
        self.summary = Head(size=28)
        self._stacked.insertWidget(0, self.summary)
        self._trial: Trial | None = None
        self._called = ""
        self._is_fresh = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._soon = QTimer(self, singleShot=True, interval=_AT_ONCE_MS)  # many answers, one look at the store
        self._told.connect(self.hear_errand, Qt.ConnectionType.QueuedConnection)
        self._patience.timeout.connect(self._on_patience)
        self._beat.timeout.connect(self._show_weight)
        self._soon.timeout.connect(self.read)
        self._now_and_then.timeout.connect(self.ask)
        self.detail.picked.connect(self.press)
        self.devices.list.activated.connect(lambda _index: self.press(TEST))

    def dress(self, look: Look) -> None:
        super().dress(look)
        self.summary.dress(look)
        self.summary.setContentsMargins(look.px(PAD), 0, 0, 0)
        self._show_summary()

    def open(self, step: str) -> None:
        self._is_fresh = True
        self.devices.choose(0)
        super().open(step)
        self.ask()

    def read(self) -> None:
        if not self._is_looked_at:
            return
        try:
            glances = self._desk.glances()
        except PackbenchError:  # the disk is full or broken: the bench says so on every scan
            return
        self.devices.show_things(glances, self._now_ms)
        self._choose_worst()
        self._show_summary()
        self._show_chosen()

    def ask(self) -> None:
        """One round: ask whatever is not being asked already."""
        if not self._is_looked_at:
            return
        desk = self._desk
        for key in desk.askable:
            if not self.errands.is_under_way(key):
                self.errands.ask(key, partial(_asked, desk, key))

    def hear(self, fact: Fact) -> None:  # noqa: ARG002 - whatever it was
        if self.isVisible():
            self._soon.start()

    def hear_errand(self, news: DeviceNews) -> None:
        """What came of an errand."""
        match news:
            case DeviceAsked() | DeviceErrandFailed() if not self._is_of_call(news):
                self._soon.start()
            case CarrierTried(name):
                self._end_call()
                well = partial(_word, "devices.call.well", name=name)
                self._tell(Tone.OK, well, partial(_word, "devices.call.do"))
            case DeviceErrandFailed(_, code):
                self._end_call()
                self._refuse(code)

    def _bring(self, news: DeviceNews) -> None:
        self._told.emit(news)

    def press(self, key: str) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        if key.upper() == TEST:
            self._test(chosen)
        elif key.upper() == SET and chosen.kind in WAYS:
            self.led_asked.emit(WAYS[chosen.kind])

    def take_scan(self, text: str, scanner: str) -> bool:
        """What is tried out; all else is the bench's."""
        if self._trial is not Trial.SCAN:
            return False
        code = read_code(text)
        plain = code.text.upper() if isinstance(code, Code) else ""
        is_command = isinstance(code, Code) and read_command(code) is not None
        if is_command or is_badge_like(text) or plain.startswith(STATION_PREFIX):
            return False
        self._show_scan(text, scanner)
        return True

    @property
    def code_in_view(self) -> str:
        chosen = self._chosen
        return chosen.code if chosen is not None and chosen.light is not Light.GREEN else ""

    def back(self) -> bool:
        """A test under way is what Escape ends first."""
        is_under_way = self._trial is not None or bool(self._called)
        was_called = bool(self._called)
        self._end_trial()
        if is_under_way:
            self._rest()
        if was_called:
            self._tell(Tone.SYSTEM, partial(_word, "devices.call.stopped"))
        return is_under_way

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is asked and nothing tried while nobody looks."""
        super().hideEvent(event)
        self._end_trial()

    @property
    def _desk(self) -> DeviceDesk:
        assert self._station is not None
        return self._station.devices

    @property
    def _chosen(self) -> DeviceGlance | None:
        return self.devices.chosen()

    def _resting(self, look: Look) -> str:
        return look.word("devices.table", step=self._step)

    def _on_chosen(self) -> None:
        self._end_trial()
        super()._on_chosen()

    def _show_chosen(self) -> None:
        if self._chosen is not None:
            self.detail.show_device(self._chosen, self._now_ms)

    def _choose_worst(self) -> None:
        """What a person has come for, once everything has answered; whatever they chose by then stays."""
        rows = self.devices.list.rows
        if self._is_fresh and not any(row.code == UNASKED for row in rows):
            self._is_fresh = False
            worst = max(rows, key=lambda row: list(Light).index(row.light))
            if self._chosen == rows[0]:
                self.devices.choose_named(worst.key)

    def _show_summary(self) -> None:
        look, rows = self._look, self.devices.list.rows
        if look is None or not rows:
            return
        if any(row.code == UNASKED for row in rows):
            self.summary.show_words(Tone.SYSTEM, look.word("devices.looking"), "")
            return
        worst = max((row.light for row in rows), key=list(Light).index)
        self.summary.show_words(TONES[worst], summary(rows, look), "")

    def _test(self, chosen: DeviceGlance) -> None:
        self._end_trial()
        match chosen.trial:
            case Trial.CARD:
                self._print_card(chosen.name)
            case Trial.PICTURE:
                self.led_asked.emit(Command.SCANNERS)
            case Trial.CALL:
                self._call(chosen.name)
            case Trial.SCAN | Trial.WEIGHT as trial:
                self._trial = trial
                self._wait(partial(_word, f"devices.{trial}.wait"))
                self._beat.start()
                self._show_weight()
            case None:
                self._wait(partial(_word, "devices.no_trial"))

    def _print_card(self, name: str) -> None:
        assert self._station is not None
        try:
            self._station.printers.print_card(name)
        except PackbenchError as error:
            self._refuse(error.code)
            return
        self._tell(Tone.OK, partial(_word, "devices.card.sent", name=name), partial(_word, "devices.card.do"))

    def _call(self, name: str) -> None:
        self._called = name
        self._patience.start()
        self.errands.ask(_CALL, partial(_tried, self._desk, name))

    def _on_patience(self) -> None:
        """It takes longer than anybody would not notice."""
        self._wait(partial(_word, "devices.call.wait", name=self._called))

    def _is_of_call(self, news: DeviceNews) -> bool:
        return isinstance(news, DeviceErrandFailed) and news.errand == _CALL

    def _end_call(self) -> None:
        self._called = ""
        self._patience.stop()

    def _end_trial(self) -> None:
        if self._called:
            self.errands.cancel(_CALL)
            self._end_call()
        self._trial = None
        self._beat.stop()
        self.detail.show_live("", "")

    def _show_weight(self) -> None:
        """What the scale shows, or that a scan is waited for."""
        look = self._look
        if look is None or self._trial is None:
            return
        if self._trial is Trial.SCAN:
            if not self.detail.live.text():
                self.detail.show_live("", look.word("devices.scan.live"))
            return
        heard = self._desk.weight
        if not isinstance(heard, Reading):
            self.detail.show_live("–", what(heard or UNASKED, look.language))
            return
        state = "moving" if not heard.is_stable else "stable" if heard.grams else "zero"
        grams = look.word("devices.weight.grams", grams=f"{heard.grams:,}")
        self.detail.show_live(grams, look.word(f"devices.weight.{state}"))

    def _show_scan(self, text: str, scanner: str) -> None:
        look, chosen = self._look, self._chosen
        if look is None or chosen is None:
            return
        is_its = scanner == (WEDGE if chosen.kind is DeviceKind.WEDGE else chosen.name)
        today = local_day(self._now_ms)
        is_good = meaning_words(text, today, look.language)[0]

        def said(now: Look) -> str:
            if not is_its:
                return now.word("devices.scan.other", name=scanner)
            return now.word(f"devices.scan.{'well' if is_good else 'poor'}", name=name_of_device(chosen, now))

        self._tell(Tone.OK if is_good and is_its else Tone.WRONG, said, partial(_word, "devices.scan.do"))
        if is_its:
            means = meaning_words(text, today, look.language)[1]
            self.detail.show_live(shown_whole(text), f"{symbology_words(text, look.language)}  ·  {means}")


def _asked(desk: DeviceDesk, key: str) -> DeviceNews:
    desk.look(key)
    return DeviceAsked(key)


def _tried(desk: DeviceDesk, name: str) -> DeviceNews:
    desk.try_carrier(name)
    return CarrierTried(name)


def _word(key: str, look: Look, **values: str) -> str:
    return look.word(key, **values)
