"""The packing screen: puts its regions together, shows what the bench answers, re-reads only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.closing import ConfirmPolicy
from app.domain.desk import Choosing, Idle, Packing, Showing
from app.domain.facts import Fact, LabelSent, LaneChanged, OrdersImported
from app.domain.glance import ParcelGlance
from app.domain.incident import Incident, IncidentKind
from app.domain.outcome import Outcome, OutcomeCode
from app.ui.messages import do_now, next_step, sentence, then, tone_of
from app.ui.screens.packing.banner import Banner
from app.ui.screens.packing.choice import Choice
from app.ui.screens.packing.header import Header
from app.ui.screens.packing.lanes import Lanes
from app.ui.screens.packing.next_step import NextStep
from app.ui.screens.packing.order_import import OrderImport
from app.ui.screens.packing.order_lines import OrderLines
from app.ui.screens.packing.orders_waiting import OrdersWaiting
from app.ui.screens.packing.paper import Paper
from app.ui.screens.packing.parcels import Parcels
from app.ui.screens.packing.reminder import Reminder
from app.ui.screens.packing.scan_line import ScanLine
from app.ui.theme import GAP, Look

if TYPE_CHECKING:
    from app.station import Station

REREAD_MS = 20  # news within this time is read once

_C = OutcomeCode
_ORDERS, _DAY, _PARCELS, _LANES, _PAPERS = "orders", "day", "parcels", "lanes", "papers"
ALL = frozenset((_ORDERS, _DAY, _PARCELS, _LANES, _PAPERS))
# What an answer changes besides the table itself; what is not named here changes nothing.
STALE: dict[OutcomeCode, frozenset[str]] = {
    _C.ORDER_OPENED: frozenset((_ORDERS, _DAY)),
    _C.ORDER_RESUMED: frozenset((_ORDERS, _DAY)),
    _C.ORDER_PUT_ASIDE: frozenset((_ORDERS, _DAY)),
    _C.ORDER_COMPLETE: frozenset((_ORDERS, _DAY, _PARCELS, _LANES)),
    _C.REPRINT_QUEUED: frozenset((_PARCELS, _LANES)),
    _C.VOID_QUEUED: frozenset((_PARCELS, _LANES)),
    _C.LABEL_QUEUED: frozenset((_PARCELS, _LANES)),
    _C.LABEL_CONFIRMED: frozenset((_PARCELS,)),
}


class PackingScreen(QWidget):
    """Shows one station. `scan_asked` carries a code that a click or a key stands for."""

    scan_asked = Signal(str)

    def __init__(self, header: Header, order_import: OrderImport) -> None:
        super().__init__()
        self.setObjectName("page")
        self._station: Station | None = None
        self._look: Look | None = None
        self._last: Outcome | None = None
        self._unseen: tuple[Incident, ...] = ()
        self._stale: frozenset[str] = frozenset()
        self.header, self.order_import = header, order_import
        self.step, self.banner, self.scan_line = NextStep(), Banner(), ScanLine()
        self.orders, self.lines, self.choice = OrdersWaiting(), OrderLines(), Choice()
        self.parcels, self.lanes, self.paper = Parcels(), Lanes(), Paper()
        self.reminder = Reminder()
        self._body = QStackedWidget()
        self._reread = QTimer(self, singleShot=True, interval=REREAD_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        for page in (self.orders, self.lines, self.choice):
            self._body.addWidget(page)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._left.addWidget(self.step)
        self._left.addWidget(self.banner)
        self._left.addWidget(self.reminder)
        self._left.addWidget(self._body, 1)
        self._left.addWidget(self.scan_line)
        self._right.addWidget(self.order_import)
        self._right.addWidget(self.parcels, 1)
        self._right.addWidget(self.lanes)
        self._right.addWidget(self.paper)
        self._columns = QHBoxLayout(self)
        self._columns.addLayout(self._left, 1)
        side = QWidget()
        side.setLayout(self._right)
        self._right.setContentsMargins(0, 0, 0, 0)
        side.setObjectName("page")
        # With everything open on a small screen the side scrolls; it must never push the window over the screen's edge.
        self._side = QScrollArea(widgetResizable=True)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setWidget(side)
        self._columns.addWidget(self._side)

    def _connect(self) -> None:
        self._reread.timeout.connect(self._read_stale)
        self.orders.picked.connect(self.scan_asked)
        self.choice.picked.connect(self.scan_asked)
        self.lanes.retried.connect(self._on_retry)

    def dress(self, look: Look) -> None:
        """Take over colors, sizes and language, everywhere."""
        self._look = look
        gap = look.px(GAP)
        self._columns.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._columns, self._left, self._right):
            layout.setSpacing(gap)
        self._side.setFixedWidth(max(look.px(500), 340))
        regions = (self.step, self.banner, self.orders, self.lines, self.choice, self.parcels, self.lanes)
        for region in (*regions, self.reminder, self.paper, self.order_import, self.scan_line):
            region.dress(look)
        self._show_state(anew=False)

    def attach(self, station: Station) -> None:
        """Show this station from now on."""
        self._station = station
        self._show_state(anew=False)
        self._stale = ALL
        self._read_stale()

    def show_outcome(self, outcome: Outcome) -> None:
        """Show the bench's answer at once; lists are read a moment later."""
        self._last = outcome
        self._show_state(anew=True)
        self._spoil(STALE.get(outcome.code, frozenset()))

    def hear(self, fact: Fact) -> None:
        """Something changed in the background: read it again, not from the fact."""
        if isinstance(fact, OrdersImported):
            self._spoil(frozenset((_ORDERS, _DAY)))
        elif isinstance(fact, LaneChanged):
            self._spoil(frozenset((_LANES, _PARCELS)))
        else:
            self._spoil(frozenset((_PARCELS, _LANES)) | ({_PAPERS} if isinstance(fact, LabelSent) else frozenset()))

    def show_incidents(self, incidents: tuple[Incident, ...]) -> None:
        """What waits for a person: labels that should have been scanned by now are asked after here, too."""
        unseen = tuple(each for each in incidents if each.kind is IncidentKind.LABEL_UNSEEN)
        if unseen != self._unseen:
            self._unseen = unseen
            self._show_step()

    def reread(self) -> None:
        """Read everything again, as after a long sleep."""
        self._spoil(ALL)

    def _spoil(self, parts: frozenset[str]) -> None:
        self._stale |= parts
        if self._stale and not self._reread.isActive():
            self._reread.start()

    def _read_stale(self) -> None:
        station, parts = self._station, self._stale
        if station is None:
            return
        self._stale = frozenset()
        if _DAY in parts:
            self.header.show_day(station.day())
        if _ORDERS in parts:
            self.orders.show_orders(station.next_orders())
        if _PARCELS in parts:
            self.parcels.show_parcels(station.recent_parcels())
            self._show_step()
        if _LANES in parts:
            lanes = station.lanes()
            self.lanes.show_lanes(lanes)
            self.header.show_lanes(lanes)
        if _PAPERS in parts:
            self.paper.show_papers(station.papers())

    def _show_state(self, *, anew: bool) -> None:
        if self._look is None:
            return
        self._show_step()
        self._show_banner(anew=anew)
        if self._station is None:
            return
        state = self._station.bench.state
        if isinstance(state, Packing | Showing):
            self.lines.show_order(state.order, self._last)
            self._body.setCurrentWidget(self.lines)
        elif isinstance(state, Choosing):
            self.choice.show_orders(state.candidates)
            self._body.setCurrentWidget(self.choice)
        else:
            self._body.setCurrentWidget(self.orders)

    def _show_step(self) -> None:
        look = self._look
        if look is None:
            return
        if self._station is None:
            self.step.show_step(look.word("step.opening"), look.word("step.opening.then"))
            return
        state, last = self._station.bench.state, self._last.code if self._last else None
        parcel = self._shown_parcel()
        parcel_id = parcel.parcel_id if parcel else ""
        confirm = ConfirmPolicy(self._station.settings.printer.confirm)
        is_unseen = any(each.parcel_id == parcel_id for each in self._unseen)
        words = (
            make(state, look.language, last=last, parcel=parcel, confirm=confirm, is_unseen=is_unseen)
            for make in (next_step, then)
        )
        units = state.order if isinstance(state, Packing) else None
        self.step.show_step(*words, units_packed=units.units_packed if units else 0, units=units.units if units else 0)
        others = tuple(each for each in self._unseen if each.parcel_id != parcel_id)
        self.reminder.show_unseen(others, takes_key=not isinstance(state, Showing | Choosing))

    def _shown_parcel(self) -> ParcelGlance | None:
        """The parcel of the order in view, where it is among the recent ones."""
        state = self._station.bench.state if self._station else Idle()
        if not isinstance(state, Showing):
            return None
        return next((row for row in self.parcels.list.rows if row.order_id == state.order.id), None)

    def _show_banner(self, *, anew: bool) -> None:
        look, last = self._look, self._last
        if look is None:
            return
        if last is None:
            self._show_rest(look)
            return
        said, do = sentence(last, look.language), do_now(last, look.language)
        self.banner.show_answer(tone_of(last.code), said, do, anew=anew)

    def _show_rest(self, look: Look) -> None:
        """Before the first scan. After a restart an order may lie on the table: its box wants to be checked."""
        state = self._station.bench.state if self._station else Idle()
        if isinstance(state, Packing):
            order = state.order
            resumed = Outcome(
                _C.ORDER_RESUMED, order_number=order.number, units_packed=order.units_packed, units=order.units
            )
            self.banner.rest(sentence(resumed, look.language), do_now(resumed, look.language))
        else:
            self.banner.rest(look.word("banner.ready" if self._station else "banner.opening"), "")

    def _on_retry(self, lane: str) -> None:
        if self._station is not None:
            self._station.retry_lane(lane)
            self._spoil(frozenset((_LANES,)))
