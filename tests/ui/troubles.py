"""Everything a shift lead may have to decide, brought about for real: lost answers, lying papers, bugs and orphans."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.carriers.carrier import Capability, Repetition
from app.carriers.sandbox import Sandbox, SandboxFault
from app.domain.incident import IncidentKind
from app.domain.order import Shipper
from app.domain.printing import Delivery, PrintOutcome
from app.domain.shipment import Cancellation, Waybill, WaybillRequest
from app.errors import Uncertain
from app.settings import PrinterSettings
from app.station import Station
from app.ui.main_window import MainWindow
from tests.builders import Rig, a_consignee, a_draft, lines_of, some_settings

HOUR_S = 3600


class TroubledSandbox(Sandbox):
    """The sandbox with more ways to go wrong: it cannot be asked twice, voids get lost, and its code has a bug."""

    is_blind = False
    loses_voids = False
    has_bug = False
    sells_nonsense = False

    @property
    def capability(self) -> Capability:
        known = super().capability
        return replace(known, repetition=Repetition.NONE) if self.is_blind else known

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        if self.has_bug:
            raise ZeroDivisionError
        waybill = super().issue_waybill(request)
        return replace(waybill, tracking_number="单号") if self.sells_nonsense else waybill

    def cancel_waybill(self, cancellation: Cancellation) -> None:
        if self.loses_voids:
            raise Uncertain("sandbox.lost_answer")
        super().cancel_waybill(cancellation)

    def sell_elsewhere(self) -> str:
        """A label of this account that no station here asked for; its number."""
        consignee = a_consignee()
        shipper = Shipper("Elsewhere", "02100000000", consignee.address)
        return super().issue_waybill(WaybillRequest("ELSEWHERE-1", "ZTO", consignee, shipper, ())).tracking_number


class TroubledRig(Rig):
    """A rig whose carrier is troubled and whose station scans its labels back as `confirm` says."""

    carrier: TroubledSandbox

    def __init__(self, folder: Path, *, confirm: str = "ask") -> None:
        self.confirm = confirm
        super().__init__(folder, carrier=TroubledSandbox(folder / "sandbox.jsonl"))

    def _open(self) -> Station:
        station = Station(
            replace(some_settings(self.folder), printer=PrinterSettings(confirm=self.confirm)),
            carrier=self.carrier,
            printer=self.printer,
            now_ms=self.clock,
            monotonic_ms=self.clock,
        )
        for lane in station.work.values():
            lane.recover()
        return station

    def pack(self, number: str) -> None:
        self.orders(a_draft(number, lines_of(A=1)))
        self.scan(number, "A")

    def ask_carrier(self) -> None:
        """Whatever the carrier's lane has to ask now, and no second try."""
        self.clock.pass_s(1)
        for _ in range(3):
            self.station.work["carrier:sandbox"].step()
            self.clock.pass_s(0.05)


def _unclear(rig: TroubledRig, number: str) -> None:
    rig.carrier.is_blind, rig.carrier.fault = True, SandboxFault.LOST_ANSWER
    rig.pack(number)
    rig.ask_carrier()
    rig.carrier.is_blind = False


def _checked(rig: TroubledRig, number: str) -> None:
    rig.carrier.fault = SandboxFault.LOST_ANSWER
    rig.pack(number)
    rig.ask_carrier()


def _refused(rig: TroubledRig, number: str) -> None:
    rig.carrier.fault = SandboxFault.REFUSED
    rig.pack(number)
    rig.ask_carrier()


def _void_unclear(rig: TroubledRig, number: str) -> None:
    rig.pack(number)
    rig.work()
    rig.scan("PB.VOID", "PB.VOID")
    rig.carrier.loses_voids = True
    rig.ask_carrier()


def _print(rig: TroubledRig, number: str, outcome: PrintOutcome) -> None:
    rig.printer.answers = outcome
    rig.pack(number)
    rig.work()
    rig.printer.answers = PrintOutcome(Delivery.DELIVERED)


def _undrawable(rig: TroubledRig, number: str) -> None:
    rig.carrier.sells_nonsense = True
    rig.pack(number)
    rig.work()
    rig.carrier.sells_nonsense = False


def _unseen(rig: TroubledRig, number: str) -> None:
    _print(rig, number, PrintOutcome(Delivery.DELIVERED))
    rig.clock.pass_s(125)


def _held(rig: TroubledRig, number: str) -> None:
    rig.carrier.has_bug = True
    rig.pack(number)
    rig.ask_carrier()
    rig.carrier.has_bug = False


def _unused(rig: TroubledRig, number: str) -> None:
    rig.printer.answers = PrintOutcome(Delivery.NOT_SENT, "printer.refused")
    rig.pack(number)
    rig.work()
    rig.clock.pass_s(13 * HOUR_S)


def _orphan(rig: TroubledRig, _number: str) -> None:
    rig.carrier.sell_elsewhere()
    rig.station.guard.reconcile()


MAKE: dict[IncidentKind, Callable[[TroubledRig, str], None]] = {
    IncidentKind.PURCHASE_UNCLEAR: _unclear,
    IncidentKind.PURCHASE_CHECKED: _checked,
    IncidentKind.PURCHASE_REFUSED: _refused,
    IncidentKind.VOID_UNCLEAR: _void_unclear,
    IncidentKind.PRINT_UNKNOWN: lambda rig, number: _print(
        rig, number, PrintOutcome(Delivery.UNKNOWN, "printer.reset", 900)
    ),
    IncidentKind.PRINT_FAILED: _undrawable,
    IncidentKind.LABEL_UNSEEN: _unseen,
    IncidentKind.JOB_HELD: _held,
    IncidentKind.LABEL_UNUSED: _unused,
    IncidentKind.ORPHAN: _orphan,
}


def refresh(window: MainWindow) -> None:
    """Wait until the window has read what waits; twice, for the first answer may have been under way already."""
    for _ in range(2):
        was_read = threading.Event()
        window.watch.changed.connect(was_read.set, Qt.ConnectionType.DirectConnection)
        window.watch.hear(at_once=True)
        assert was_read.wait(10)
    QApplication.processEvents()
