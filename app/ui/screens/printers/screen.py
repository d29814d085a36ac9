"""The printers' screen: how each is, and a key for each thing to do about it. The table stays as it is meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.domain.barcode import Command
from app.domain.calibrating import CARD_CODES
from app.domain.document import DocumentKind
from app.domain.facts import Fact
from app.domain.glance import PrinterReport
from app.domain.label import Calibration
from app.errors import PackbenchError
from app.ui.errands import Errands
from app.ui.messages import Tone
from app.ui.messages_printer import condition_words
from app.ui.screens.equipment.screen import DIGITS, EquipmentScreen
from app.ui.screens.printers.detail import Detail
from app.ui.screens.printers.errands import ErrandFailed, Looked, PaperDrawn, PrinterNews, PrintersFound
from app.ui.screens.printers.found import Found
from app.ui.screens.printers.light import moved_words
from app.ui.screens.printers.preview import Preview
from app.ui.screens.printers.printer_list import PrinterList
from app.ui.screens.printers.setting import Setting
from app.ui.screens.printers.sure import Sure
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.printer_desk import PrinterDesk

LEAD_NEEDED = "lead.needed"
_LOOK, _FIND, _DRAW = "look", "find", "draw"


class PrintersScreen(EquipmentScreen):
    """`acted` carries the tone of what a step came to. `tell` brings news of errands into the window's thread
    (`hear_errand`). `others` names what takes over for whom just now.
    """

    topic = "printers"
    acted = Signal(object)

    def __init__(self, tell: Callable[[PrinterNews], None]) -> None:
        self.others: Callable[[], Mapping[str, str]] = dict
        self.printers, self.detail = PrinterList(), Detail()
        self.sure, self.setting, self.preview, self.found = Sure(), Setting(), Preview(), Found()
        pages = (self.sure, self.setting, self.preview, self.found)
        errands: Errands[PrinterNews] = Errands("printers", tell, ErrandFailed)
        super().__init__(self.printers, self.detail, pages, errands)
        self.noted.connect(self.acted)
        self.detail.picked.connect(self._on_picked)
        self.sure.answered.connect(self._on_sure)
        self.setting.kept.connect(self._on_kept)
        self.preview.wanted.connect(self._on_wanted)
        self.found.searched.connect(self._on_searched)

    def read(self) -> None:
        if not self._is_looked_at:
            return
        try:
            reports = self._desk.reports()
        except PackbenchError:  # the disk is full or broken: the bench says so on every scan
            return
        self.printers.others = self.others()
        self.printers.show_things(reports, self._now_ms)
        self._show_chosen()

    def hear(self, _fact: Fact) -> None:
        """Something changed in the background."""
        if self.isVisible():
            self.read()

    def show_rights(self) -> None:
        """Somebody else may be at the desk."""
        if self._station is not None:
            self.setting.show_rights(may_decide=self._desk.may_decide)

    def hear_errand(self, news: PrinterNews) -> None:
        """What came of an errand."""
        match news:
            case Looked():
                self._on_looked(news)
            case PrintersFound(found):
                self.found.show_found(found)
            case PaperDrawn(printer, document, png):
                self.preview.show_paper(printer, document, png)
            case ErrandFailed("find", code):
                self.found.show_failure(code)
            case ErrandFailed("draw", code):
                self.preview.show_failure(code)
            case ErrandFailed(_, code):
                self._refuse(code)

    def press(self, key: str) -> None:
        """A single key of a person."""
        page = self._page
        if page is None:
            self.detail.press(key)
        else:
            page.press(key)

    def take_scan(self, text: str, scanner: str) -> bool:  # noqa: ARG002 - whichever read it
        """Whether a scan was meant for this screen: numbers and answers of the command sheet, and the test card's."""
        code, page = text.strip().upper(), self._page
        if page is not None and page.take_scan(code):
            return True
        if code in DIGITS:
            self.press(str(DIGITS[code]))
            return True
        if code in CARD_CODES.values() and self._chosen is not None:
            self._set()
            return self.setting.take_scan(code)
        if code == Command.CANCEL and page is not None:
            self._go_home()
            return True
        return False

    @property
    def _desk(self) -> PrinterDesk:
        assert self._station is not None
        return self._station.printers

    @property
    def _chosen(self) -> PrinterReport | None:
        return self.printers.chosen()

    def _resting(self, look: Look) -> str:
        return look.word("incidents.table", step=self._step)

    def _show_chosen(self) -> None:
        chosen = self._chosen
        if chosen is not None and self._station is not None:
            other = self.others().get(chosen.name, "")
            self.detail.show_printer(chosen, other, self._now_ms)

    def _on_picked(self, way: str) -> None:
        """One of the keys 1 to 6."""
        if self._chosen is None:
            return
        match way:
            case "card":
                self._print_card(self._chosen.name)
            case "look":
                self._ask_it(self._chosen.name)
            case "send":
                self._ask_send(self._chosen)
            case "set":
                self._set()
            case "preview":
                self._go(self.preview)
                self.preview.begin(self._chosen.name)
            case "find":
                self._go(self.found)
                self.found.begin()

    def _print_card(self, name: str) -> None:
        try:
            self._desk.print_card(name)
        except PackbenchError as error:
            self._refuse(error.code)
            return
        self._tell(Tone.OK, lambda look: look.word("printers.card.sent", name=name))

    def _ask_it(self, name: str) -> None:
        desk = self._desk
        self.errands.ask(_LOOK, lambda: Looked(name, desk.look(name)))
        self._wait(lambda look: look.word("printers.looking", name=name))

    def _on_looked(self, news: Looked) -> None:
        status, name = news.status, news.printer
        if status is None:
            self._tell(Tone.STOP, lambda look: _says(look, name, look.word("printers.unset")))
            return
        tone = Tone.OK if status.stop is None else Tone.STOP
        self._tell(tone, lambda look: _says(look, name, condition_words(status.conditions, look.language)))

    def _ask_send(self, chosen: PrinterReport) -> None:
        other = next((row for row in self.printers.list.rows if row.name == chosen.fallback), None)
        if other is None:
            name = chosen.name
            do = "printers.no_fallback.do"
            self._tell(
                Tone.WRONG, lambda look: look.word("printers.no_fallback", name=name), lambda look: look.word(do)
            )
        elif not self._desk.may_decide:
            self._refuse(LEAD_NEEDED)
        elif not chosen.ledger.waiting:
            self._say_moved(chosen.name, other.name, 0)
        else:
            self.sure.ask(chosen, other)
            self._go(self.sure)

    def _on_sure(self, is_sure: bool) -> None:  # noqa: FBT001 - a signal's
        self._go_home()
        chosen = self._chosen
        if not is_sure or chosen is None:
            return
        try:
            count = self._desk.redirect(chosen.name, chosen.fallback)
        except PackbenchError as error:
            self._refuse(error.code)
            return
        self._say_moved(chosen.name, chosen.fallback, count)

    def _say_moved(self, name: str, other: str, count: int) -> None:
        words = {"name": name, "other": other, "count": count}
        tone, key = (Tone.OK, "printers.moved") if count else (Tone.WRONG, "printers.moved_none")
        self._tell(tone, lambda look: look.word(key, **words))

    def _set(self) -> None:
        """Set the chosen printer by its card, whoever may keep what comes of it."""
        if self._chosen is not None and self._page is not self.setting:
            self.setting.begin(self._chosen)
            self.show_rights()
            self._go(self.setting)

    def _on_kept(self, found: Calibration) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        name = chosen.name
        try:
            self._desk.calibrate(name, found)
        except PackbenchError as error:
            self._refuse(error.code)
            return
        self._go_home()
        self._tell(Tone.OK, lambda look: look.word("printers.kept", name=name, moved=moved_words(found, look)))

    def _on_wanted(self, document: DocumentKind) -> None:
        if self._chosen is not None:
            desk, name = self._desk, self._chosen.name
            self.errands.ask(_DRAW, lambda: PaperDrawn(name, document, desk.preview(document, name)))

    def _on_searched(self) -> None:
        desk = self._desk
        self.errands.ask(_FIND, lambda: PrintersFound(desk.find()))


def _says(look: Look, name: str, said: str) -> str:
    return look.word("printers.looked", name=name, said=said)
