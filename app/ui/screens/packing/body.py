"""The middle of the packing screen: of five pages the one that the packer needs for what lies on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget

from app.domain.desk import Asking, Choosing, ChoosingLine, ChoosingMeaning, Idle, Packing, Showing
from app.domain.outcome import Outcome
from app.domain.weighing import Reading, ScaleTrouble
from app.ui.item_pictures import ItemPictures
from app.ui.screens.packing.box_shows import BoxShows, box_shows
from app.ui.screens.packing.choice import Choice, options_of
from app.ui.screens.packing.mode import due_of
from app.ui.screens.packing.order_lines import OrderLines
from app.ui.screens.packing.orders_waiting import OrdersWaiting
from app.ui.screens.packing.panel import panel_of, waits_for_weight
from app.ui.screens.packing.panel_card import PanelCard
from app.ui.screens.packing.reading import BoxesRead, names_of
from app.ui.screens.packing.weight_card import WeightCard, scale_shows
from app.ui.theme import Look

if TYPE_CHECKING:
    from app.station import Station


class Body(QStackedWidget):
    """Shows one page. `scan_asked` carries a code that a click or Enter in it stands for; `shows` is what the
    picture of the box has to show.
    """

    scan_asked = Signal(str)

    def __init__(self, pictures: ItemPictures) -> None:
        super().__init__()
        self._look: Look | None = None
        self._boxes = BoxesRead()
        self.shows = BoxShows()
        self._heard: Reading | ScaleTrouble | str | None = None
        self._bounds = (0, 0)
        self.orders, self.lines, self.choice = OrdersWaiting(), OrderLines(pictures), Choice()
        self.panel, self.weight = PanelCard(), WeightCard()
        for page in (self.orders, self.lines, self.choice, self.panel, self.weight):
            self.addWidget(page)
        for page in (self.orders, self.choice, self.panel):
            page.picked.connect(self.scan_asked)

    def sizeHint(self) -> QSize:
        high = self._look.px(110) if self._look else 100
        return QSize(40, high)  # the page in view makes do with the room there is; none pushes the window larger

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return False  # nor does a long remark take the step's room

    def dress(self, look: Look) -> None:
        self._look = look
        self.updateGeometry()
        for page in (self.orders, self.lines, self.choice, self.panel, self.weight):
            page.dress(look)

    def show_state(self, station: Station, last: Outcome | None) -> None:
        """Bring up the page for what lies on the desk; `last` is the latest answer."""
        look, state, rules = self._look, station.bench.state, station.bench.rules()
        if look is None:
            return
        boxes = self._boxes.of(station.floor, state)
        if isinstance(state, Packing | Showing):
            self.lines.show_state(state, last, boxes)
        if not isinstance(state, Asking | ChoosingMeaning | ChoosingLine):  # a question leaves the table as it is
            self.shows = box_shows(state, boxes, self.lines.current)
        panel = panel_of(state, rules, look.language)
        if panel is not None:
            self.panel.show_panel(panel)
            self.setCurrentWidget(self.panel)
            return
        self.panel.forget()
        match state:
            case Packing() if waits_for_weight(due_of(state, rules)):
                self._bounds = station.bench.weight_bounds()
                self._show_weight(station)
                self.setCurrentWidget(self.weight)
            case Packing() | Showing():
                self.setCurrentWidget(self.lines)
            case Choosing() | ChoosingMeaning() | ChoosingLine():
                names = names_of(station.floor, state) if isinstance(state, ChoosingMeaning) else {}
                self.choice.show_options(options_of(state, look, names))
                self.setCurrentWidget(self.choice)
            case _:
                self.orders.show_mode(is_item_first=isinstance(state, Idle) and state.is_item_first)
                self.setCurrentWidget(self.orders)

    def show_scale(self, station: Station, heard: Reading | ScaleTrouble | str) -> None:
        """What the scale shows; a text is the code of why it cannot be read. Painted while a box wants its weight."""
        self._heard = heard
        if self.currentWidget() is self.weight:
            self._show_weight(station)

    def _show_weight(self, station: Station) -> None:
        bench = station.bench
        if isinstance(bench.state, Packing):
            parcel = bench.state.order.box.sequence
            self.weight.show_weight(scale_shows(parcel, self._heard, bench.weight_waits_for, self._bounds))
