"""The window: takes scans from the wedge, asks the bench, shows and sounds the answer. Keys do what codes do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.barcode import Command
from app.domain.facts import CodeScanned, NewsLookedFor, ScaleLost, ScaleRead
from app.domain.incident import Incident, IncidentKind
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.scanner import WEDGE
from app.ui.appearance import Appearance
from app.ui.away import Away
from app.ui.keys import bind_keys
from app.ui.messages import CHINESE, Tone, tone_of
from app.ui.order_file import OrderFile
from app.ui.overlays import Overlays
from app.ui.parcel_acts import AT_PARCEL, COMMANDS, act_on
from app.ui.rail import Place, Rail
from app.ui.raw_keys import Keyboards
from app.ui.relay import Relay
from app.ui.screens.incidents.watch import Watch
from app.ui.screens.orders.screen import OrdersScreen
from app.ui.screens.packing.header import Header
from app.ui.screens.packing.order_import import OrderImport
from app.ui.screens.packing.scale_note import ScaleNote
from app.ui.screens.packing.screen import PackingScreen
from app.ui.screens.parcels.screen import ParcelsScreen
from app.ui.screens.printers.elsewhere import Elsewhere
from app.ui.screens.stack import News, Screens
from app.ui.sounds import Sounds
from app.ui.theme import Look, load_fonts, wear
from app.ui.typing_scanner import TypingScanner
from app.ui.unprompted import Unprompted
from app.ui.visit import Visit
from app.ui.wedge import Wedge

if TYPE_CHECKING:
    from app.station import Station


class MainWindow(QWidget):
    """Stands at once, before there is a station: what is scanned until `attach` is counted then, in order."""

    def __init__(
        self,
        *,
        language: str = CHINESE,
        theme: str = "light",
        sounds: Sounds | None = None,
        gap_ms: int = 50,
        keyboards: Keyboards | None = None,
    ) -> None:
        super().__init__()
        load_fonts()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._station: Station | None = None
        self._early: list[str] = []
        self.appearance = Appearance(language, theme)
        self._look: Look | None = None
        self.sounds = Sounds() if sounds is None else sounds
        self.relay = Relay(self)
        self.header, self.rail = Header(), Rail()
        self._stack = Screens(PackingScreen(self.header, OrderImport(self.relay.fact.emit)), self.relay.fact.emit)
        self.packing, self.handover, self.locked = self._stack.packing, self._stack.handover, self._stack.locked
        self.visits, self.failure, self.watch = self._stack.visits, self._stack.failure, Watch(self)
        self.incidents, self.setup, self.printers, self.scanners = self.visits.of_the_window
        self.elsewhere, self.scale_note = Elsewhere(), ScaleNote()
        self.unprompted = Unprompted(self, self.header, self.scale_note, self.elsewhere)
        self._person_id: str | None = None  # whose sound and language the window has; empty for the desk's own
        self.overlays = Overlays(self)
        self.order_file = OrderFile(self, self.visits.importing, self.packing.order_import, self._refuse_locked)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.away = Away(application)
        self.wedge = Wedge(application, self, gap_ms=gap_ms)
        self.typing = TypingScanner(application, self.wedge, self.scanners, self._on_heard, keyboards)
        self._build()
        self._connect()
        self._add_keys()
        self.resize(1366, 768)
        self._dress()

    def _build(self) -> None:
        row, column = QHBoxLayout(self), QVBoxLayout()
        for line in (row, column):
            line.setSpacing(0)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        for widget in (self.header, self.away, self.elsewhere, self.scale_note, self.typing.note):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self.rail.show_place(self._stack.place)
        self.packing.scan_line.field.setFocus()

    def _connect(self) -> None:
        self.wedge.watch(self)
        self.wedge.scanned.connect(partial(self._on_heard, WEDGE))
        self.wedge.pressed.connect(self.visits.press)
        self.wedge.changed.connect(self._stack.show_text)
        self.unprompted.answered.connect(self._answer)
        self.unprompted.noted.connect(self.sounds.play)
        self.packing.scan_asked.connect(self._on_scanned)
        self.packing.parcels.asked.connect(self._on_parcel_asked)
        self.packing.paper.opened.connect(self._on_paper_opened)
        self.relay.fact.connect(self._on_fact, Qt.ConnectionType.QueuedConnection)
        self.watch.changed.connect(self._on_incidents, Qt.ConnectionType.QueuedConnection)
        self.incidents.acted.connect(self._on_lead_acted)
        self.printers.acted.connect(self._on_lead_acted)
        self.printers.others = lambda: self.elsewhere.others
        for screen in (self.scanners, self.visits.devices):
            screen.noted.connect(self.sounds.play)
        self.rail.asked.connect(self._on_place_asked)
        self.header.language_asked.connect(self._on_language_asked)
        self.header.theme_asked.connect(self._on_theme_asked)
        self.header.sound_asked.connect(self._on_sound_asked)
        self.visits.orders.import_asked.connect(self._on_import_asked)
        self.visits.orders.parcel_asked.connect(partial(self._on_record_asked, self.visits.parcels))
        self.visits.parcels.order_asked.connect(partial(self._on_record_asked, self.visits.orders))
        for leading in (self.visits.devices, self.setup):
            leading.led_asked.connect(self._on_command)
        self.setup.language_asked.connect(self._on_language_asked)
        self.failure.quit_asked.connect(self.close)

    def _add_keys(self) -> None:
        packing = self.packing
        own: dict[str, Callable[[], object]] = {
            "F2": partial(self._go_to, packing.orders.list),
            "F3": partial(self._go_to, packing.parcels.list),
            "F5": partial(self._go_to, self.header.status.retry),
            "Ctrl+E": partial(self._on_command, Command.INCIDENTS),
            "Ctrl+O": self._on_import_asked,
            "Ctrl+L": self._on_language_asked,
            "Ctrl+D": self._on_theme_asked,
            "Ctrl+S": self._on_sound_asked,
            "Ctrl++": lambda: self._on_zoom_asked(1),
            "Ctrl+=": lambda: self._on_zoom_asked(1),
            "Ctrl+-": lambda: self._on_zoom_asked(-1),
            "Escape": self._on_escape,
        }
        bind_keys(self, own, self._on_command)

    def attach(self, station: Station) -> None:
        """Work with this station from now on; scans that came before it are counted now."""
        self._station = station
        station.listen(self.relay.fact.emit)
        self.appearance.attach(station)
        self.header.show_station(station.settings.station.name)
        self._stack.attach(station)
        self.away.attach()
        self.order_file.attach(station)
        self.typing.attach(station, self)
        self.watch.attach(station)
        self._follow_person()
        self._show_fitting()
        self.unprompted.attach(station)
        early, self._early = self._early, []
        for text in early:
            self._on_scanned(text)

    def detach(self) -> None:
        """The station closes, and another one will be attached: what is scanned until then is kept for that one."""
        self._station = None
        self.unprompted.stop()
        self._stack.attach(None)

    def show_failure(self, code: str, detail: str = "") -> None:
        """The station cannot be opened: fill the window with the reason and the remedy."""
        self._stack.fail(code, detail)
        self._show_screen(self.failure)

    def _on_heard(self, scanner: str, text: str) -> None:
        """A scanner read a code."""
        self.scanners.count(scanner)
        self._on_scanned(text, scanner)

    def _on_scanned(self, text: str, scanner: str = WEDGE) -> None:
        if self._stack.currentWidget() is self.failure:
            return
        if self._station is None:
            self._early.append(text)
            return
        if self.visits.take_scan(text, scanner):
            return
        asked = self.visits.way(text)
        if asked is not None and self._stack.may_visit(asked):
            self._visit(asked)
            return
        outcome = self._station.bench.scan(text, device=scanner)
        self.packing.parcels.unchoose()
        self._answer(outcome)
        self.packing.camera.answer(scanner, tone_of(outcome.code))
        if self.visits.seen not in (None, self.incidents) and outcome.code is not OutcomeCode.LOGGED_IN:
            self._show_screen(self._stack.fitting())  # packing goes on

    def _answer(self, outcome: Outcome) -> None:
        self._follow_person()
        if outcome.code is OutcomeCode.VOLUME_SET and self._station is not None:
            self.sounds.volume = self._station.bench.volume
            self._dress()
        self._stack.show_outcome(outcome)
        self._show_fitting()
        self.watch.hear()
        self.sounds.play(tone_of(outcome.code))

    def _refuse_locked(self) -> bool:
        """Nobody is logged in: say so, as to a scan."""
        if self._stack.is_locked:
            self._answer(Outcome(OutcomeCode.BADGE_NEEDED))
        return self._stack.is_locked or self._station is None

    def _follow_person(self) -> None:
        """Whoever comes to the desk hears and reads it as they like; a locked desk is as loud as the station's own."""
        station = self._station
        if station is None:
            return
        person = station.bench.person
        if self._person_id != (person.id if person else ""):
            self._person_id = person.id if person else ""
            self.sounds.volume = station.bench.volume
            self.appearance.follow(person)
            self.header.show_person(person)
            self._dress()

    def _on_command(self, command: Command) -> None:
        asked = self.visits.way(command)
        if asked is not None and self._stack.may_visit(
            asked
        ):  # by hand it is meant for the window, whatever the screen in view does with scans
            self._visit(asked)
        elif command in AT_PARCEL:
            self._on_parcel_asked(AT_PARCEL[command])
        else:
            self._on_scanned(command)

    def _on_parcel_asked(self, action: str) -> None:
        """What to do with the chosen parcel; with none chosen, the same as the command code."""
        parcel, station = self.packing.parcels.chosen(), self._station
        parcel_id = parcel.parcel_id if parcel is not None else ""
        if action == "missing":
            parcel_id = parcel_id or self.packing.reminder.parcel_id
        if not parcel_id or station is None:
            self._on_scanned(COMMANDS[action])
            return
        self._answer(act_on(station.bench, parcel_id, action))

    def _on_fact(self, news: News) -> None:
        match news:
            case CodeScanned(scanner, text):
                self._on_heard(scanner, text)
            case ScaleRead() | ScaleLost() if self._station is None:
                pass  # of a station that closes
            case ScaleRead() | ScaleLost():
                self.unprompted.hear_scale(news)
                self.packing.show_scale(news.heard if isinstance(news, ScaleRead) else news.code)
            case NewsLookedFor(code):
                self.unprompted.hear_news(code)
            case _:
                self.unprompted.hear(news)
                self._stack.hear(news)
                self.watch.hear()

    def _on_incidents(self, incidents: tuple[Incident, ...]) -> None:
        """What settles itself is shown, but nobody is called for it."""
        self.rail.show_incidents(sum(each.kind is not IncidentKind.PURCHASE_CHECKED for each in incidents))
        self.packing.show_incidents(incidents)
        self.incidents.show_incidents(incidents)

    def _on_lead_acted(self, tone: Tone) -> None:
        self.sounds.play(tone)
        self.packing.reread()
        self.watch.hear(at_once=True)

    def _on_place_asked(self, place: Place) -> None:
        """Somebody clicked a place of the rail; where one is already, nothing is to be done."""
        seen = self.visits.seen
        if place.name == (seen.topic if seen is not None else self._stack.place):
            return
        if place.command is not None:
            self._on_command(place.command)
        elif seen is not None:
            self._show_screen(self._stack.fitting())
        elif self._stack.place == "handover":
            self._on_command(Command.CANCEL)

    def _on_record_asked(self, screen: OrdersScreen | ParcelsScreen, record_id: str) -> None:
        """From an order to its parcel, and back."""
        self._visit(screen)
        screen.show_record(record_id)

    def _visit(self, screen: Visit) -> None:
        """There and back again."""
        if self.visits.seen is screen:
            self._show_screen(self.visits.before_help or self._stack.fitting())
        elif self._stack.may_visit(screen):
            self.packing.parcels.unchoose()
            self.watch.hear(at_once=True)
            self._show_screen(screen)

    def _show_screen(self, screen: QWidget) -> None:
        self.wedge.clear()
        self._stack.come_into_view(screen)
        self.wedge.has_own_keys = self.visits.seen is not None
        self.rail.show_place(self._stack.place)

    def _show_fitting(self) -> None:
        """Follow the desk, and leave a screen that a person went to only for a locked one. What is half typed stays."""
        fitting, shown = self._stack.fitting(), self._stack.currentWidget()
        if fitting is shown or (self.visits.seen is not None and fitting is not self.locked):
            return
        self.wedge.has_own_keys = False
        self._stack.come_into_view(fitting)
        self.rail.show_place(self._stack.place)
        if fitting is self.locked:
            self.overlays.hide()  # a label bears a name

    def _go_to(self, table: QWidget) -> None:
        if self.visits.seen is not None:
            self._show_screen(self._stack.fitting())
        table.setFocus()

    def _on_import_asked(self) -> None:
        if not self._refuse_locked():
            self._visit(self.visits.importing)

    def _on_paper_opened(self) -> None:
        if self._look is not None:
            self.overlays.enlarge(self.packing.paper.pixmap, self._look)

    def _on_escape(self) -> None:
        if self.wedge.clear() or self.overlays.take_away():
            return
        if self.visits.seen is not None:
            if not self.visits.seen.back():
                self._show_screen(self.visits.before_help or self._stack.fitting())
            return
        if self.handover.leave():
            self._show_screen(self._stack.fitting())
            return
        self.order_file.leave()
        self.packing.parcels.unchoose()
        self.packing.scan_line.field.setFocus()

    def _on_language_asked(self, language: str = "") -> None:
        self.appearance.take_language(language) if language else self.appearance.turn_language()
        self._dress()

    def _on_theme_asked(self) -> None:
        self.appearance.turn_theme()
        self._dress()

    def _on_sound_asked(self) -> None:
        self.sounds.is_muted = not self.sounds.is_muted
        self._dress()

    def _on_zoom_asked(self, step: int) -> None:
        self.appearance.step_zoom(step)
        self._dress()

    def _dress(self) -> None:
        """Draw everything in the present colors, language and size."""
        look = self._look = self.appearance.look(self.width(), self.height())
        wear(self, look)
        self.setWindowTitle(look.word("app.title"))
        self.header.dress(look, is_muted=self.sounds.is_muted)
        for part in (self.rail, self._stack, self.away, self.elsewhere, self.scale_note, self.typing.note):
            part.dress(look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self.appearance.look(self.width(), self.height())
        if self._look is not None and abs(wanted.scale - self._look.scale) > 0.005:
            self._dress()
        self.overlays.cover(self.rect())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.order_file.drop(event.mimeData()) and self.visits.seen is not self.visits.importing:
            self._visit(self.visits.importing)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.typing.release()
        self.unprompted.stop()
        self.watch.stop()
        self.visits.finish()
        self.packing.finish()
        super().closeEvent(event)
