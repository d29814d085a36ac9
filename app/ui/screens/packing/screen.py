"""The packing screen: puts its regions together, shows what the bench answers, re-reads only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.domain.closing import ConfirmPolicy
from app.domain.desk import (
    Asking,
    Choosing,
    Idle,
    Packing,
    Showing,
)
from app.domain.dues import Due
from app.domain.facts import Fact
from app.domain.glance import ParcelGlance
from app.domain.incident import Incident, IncidentKind
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.weighing import Reading, ScaleTrouble
from app.ui.item_pictures import ItemPictures
from app.ui.messages import do_now, next_step, sentence, then, tone_of
from app.ui.messages_fault import is_known
from app.ui.screens.packing.banner import Banner
from app.ui.screens.packing.body import Body
from app.ui.screens.packing.box_picture import BoxPicture
from app.ui.screens.packing.camera_card import CameraCard
from app.ui.screens.packing.header import Header
from app.ui.screens.packing.mode import due_of, mode_of
from app.ui.screens.packing.next_step import NextStep
from app.ui.screens.packing.order_import import OrderImport
from app.ui.screens.packing.paper import Paper
from app.ui.screens.packing.parcels import Parcels
from app.ui.screens.packing.reminder import Reminder
from app.ui.screens.packing.scan_line import ScanLine
from app.ui.screens.packing.stale import ALL, DAY, LANES, ORDERS, PAPERS, PARCELS, STALE, STALE_TABLE, stale_after
from app.ui.theme import GAP, Look

if TYPE_CHECKING:
    from app.station import Station

REREAD_MS = 20  # news within this time is read once
SIDE, LEAST_WITH_SIDE = 500, 1400  # how wide the side is, and the window that has room for it; both at 1920 x 1080

_C = OutcomeCode
_STOPS = frozenset((_C.STOPPED_CANCEL, _C.STOPPED_HOLD, _C.STOPPED_ADDRESS, _C.ORDER_CANCELLED))


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
        self.pictures, self.box = ItemPictures(self), BoxPicture()
        self.body = Body(self.pictures)
        self.orders, self.lines, self.choice = self.body.orders, self.body.lines, self.body.choice
        self._order_id = ""
        self.parcels, self.paper = Parcels(), Paper()
        self.reminder, self.camera = Reminder(), CameraCard()
        self._reread = QTimer(self, singleShot=True, interval=REREAD_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        """Above: the next step, the last answer, the box. Below: the table and what was packed."""
        said, self._left, self._right = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        said.addWidget(self.step)
        said.addWidget(self.banner)
        self._left.addWidget(self.reminder)
        self._left.addWidget(self.body, 1)
        self._left.addWidget(self.scan_line)
        for widget in (self.order_import, self.camera):
            self._right.addWidget(widget)
        self._right.addWidget(self.parcels, 1)
        self._right.addWidget(self.paper)
        self._side = self._scrolling_side()
        upper, lower, self._rows = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        upper.addLayout(said, 1)
        upper.addWidget(self.box)
        lower.addLayout(self._left, 1)
        lower.addWidget(self._side)
        self._rows.addLayout(upper)
        self._rows.addLayout(lower, 1)
        self._spaced = (said, self._left, self._right, upper, lower, self._rows)

    def _scrolling_side(self) -> QScrollArea:
        """With everything open on a small screen the side scrolls; it must never push the window over the screen's
        edge.
        """
        side = QWidget()
        side.setLayout(self._right)
        self._right.setContentsMargins(0, 0, 0, 0)
        side.setObjectName("page")
        area = QScrollArea(widgetResizable=True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        area.setWidget(side)
        return area

    def _connect(self) -> None:
        self._reread.timeout.connect(self._read_stale)
        self.body.scan_asked.connect(self.scan_asked)
        self.header.status.retried.connect(self._on_retry)

    def dress(self, look: Look) -> None:
        """Take over colors, sizes and language, everywhere."""
        self._look = look
        gap = look.px(GAP)
        self._rows.setContentsMargins(gap, gap, gap, gap)
        for layout in self._spaced:
            layout.setSpacing(gap)
        self._give_way(look)
        others = (self.reminder, self.parcels, self.paper, self.order_import, self.scan_line, self.camera, self.box)
        for region in (self.step, self.banner, self.body, *others):
            region.dress(look)
        self._show_state(anew=False)

    def _give_way(self, look: Look) -> None:
        """Large type on a small screen: what was packed goes first; the step, the answer and the box stay."""
        room = self.window().width()
        has_room = room >= look.px(LEAST_WITH_SIDE)
        self._side.setVisible(has_room)
        self._side.setFixedWidth(max(look.px(SIDE), 340))
        self.box.setFixedWidth(self._side.width() if has_room else min(look.px(SIDE), round(room * 0.27)))

    def attach(self, station: Station) -> None:
        """Show this station from now on."""
        self._station = station
        self.pictures.attach(station.settings.pictures)
        self.camera.attach(station.scanners)
        self._show_state(anew=False)
        self._stale = ALL
        self._read_stale()

    def show_outcome(self, outcome: Outcome) -> None:
        """Show the bench's answer at once; lists are read a moment later."""
        self._last = outcome
        before = self._order_id
        self._show_state(anew=True)
        self._spoil(STALE.get(outcome.code, frozenset()) | (STALE_TABLE if before != self._order_id else frozenset()))

    def hear(self, fact: Fact) -> None:
        """Something changed in the background: read it again, not from the fact."""
        self._spoil(stale_after(fact))

    @property
    def code_in_view(self) -> str:
        """The code of the error that is told here: of the last answer, else of the parcel on the table."""
        reason = self._last.reason if self._last is not None else ""
        parcel = self._shown_parcel()
        return reason if is_known(reason) else parcel.code if parcel is not None else ""

    def show_scale(self, heard: Reading | ScaleTrouble | str) -> None:
        """What the scale shows; a text is the code of why it cannot be read. Painted while a box wants its weight."""
        if self._station is not None:
            self.body.show_scale(self._station, heard)

    def show_incidents(self, incidents: tuple[Incident, ...]) -> None:
        """What waits for a person: labels that should have been scanned by now are asked after here, too."""
        unseen = tuple(each for each in incidents if each.kind is IncidentKind.LABEL_UNSEEN)
        if unseen != self._unseen:
            self._unseen = unseen
            self._show_step()

    def finish(self) -> None:
        """The window closes: what goes on beside ends."""
        self.order_import.finish()
        self.pictures.finish()

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
        if DAY in parts:
            self.header.show_day(station.day())
        if ORDERS in parts:
            self.orders.show_orders(station.next_orders(), station.database.now_ms())
        if PARCELS in parts:
            self.parcels.show_parcels(station.recent_parcels())
            self._show_step()
        if LANES in parts:
            self.header.show_lanes(station.printers.with_troubles(station.lanes()))
        if PAPERS in parts:
            self.paper.show_papers(station.papers())

    def _show_state(self, *, anew: bool) -> None:
        if self._look is None:
            return
        self._show_step()
        self._show_banner(anew=anew)
        if self._station is None:
            return
        state = self._station.bench.state
        self._order_id = state.order.id if isinstance(state, Packing | Showing) else ""
        self.scan_line.show_hints(state)
        self.body.show_state(self._station, self._last)
        self.box.show_box(self.body.shows)

    def _show_step(self) -> None:
        look = self._look
        if look is None:
            return
        if self._station is None:
            self.step.show_step(look.word("step.opening"), look.word("step.opening.then"))
            return
        bench, last = self._station.bench, self._last.code if self._last else None
        state, rules, parcel = bench.state, bench.rules(), self._shown_parcel()
        parcel_id = parcel.parcel_id if parcel else ""
        confirm = ConfirmPolicy(self._station.settings.printer.confirm)
        is_unseen = any(each.parcel_id == parcel_id for each in self._unseen)
        step, below = (
            make(state, look.language, last=last, parcel=parcel, confirm=confirm, is_unseen=is_unseen, rules=rules)
            for make in (next_step, then)
        )
        due = due_of(state, rules)
        if isinstance(state, Asking) or (due is not None and due.kind is Due.NOTE):
            below = ""  # it stands on a sheet of its own, in full
        self.step.show_step(step, below, mode=mode_of(state, rules, look.language))
        others = tuple(each for each in self._unseen if each.parcel_id != parcel_id)
        self.reminder.show_unseen(others, takes_key=not isinstance(state, Showing | Choosing))

    def _shown_parcel(self) -> ParcelGlance | None:
        """The parcel whose label was scanned, else the order's latest, where it is among the recent ones."""
        state = self._station.bench.state if self._station else Idle()
        if not isinstance(state, Showing):
            return None
        rows = (row for row in self.parcels.list.rows if row.order_id == state.order.id)
        return next((row for row in rows if state.parcel_id in ("", row.parcel_id)), None)

    def _show_banner(self, *, anew: bool) -> None:
        look, last = self._look, self._last
        if look is None:
            return
        if last is None:
            self._show_rest(look)
            return
        said, do = sentence(last, look.language), do_now(last, look.language)
        self.banner.fill(fills=last.code in _STOPS)
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
            self._spoil(frozenset((LANES,)))
