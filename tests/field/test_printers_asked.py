"""Printers and queues that can say how they are: asked before, believed in the bad, never called printed for good."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.devices.printer import Printer
from app.devices.printer_network import NetworkPrinter
from app.devices.printer_windows import WindowsPrinter
from app.devices.printer_words import SILENT, Profile, profile_of
from app.devices.virtual_printer import Fault
from app.devices.windows_queue import QueueIdentity
from app.domain.glance import LaneState
from app.domain.printing import Language, PaperProof, PrintState
from app.station import Station
from tests.builders import Rig
from tests.devices.winspool import OFFLINE, FakeSpooler, Queue
from tests.field.cases import labeled, the_parcel
from tests.field.test_printing import WiredRig, believe_what_was_sent

LINKED = profile_of(Language.ZPL, "zebra-link-os")


class AskingRig(WiredRig):
    """Its printer counts its labels and says what it lacks; `profile` is what the bench asks of it."""

    profile: Profile = LINKED

    def _open(self) -> Station:
        station = super()._open()
        lane = station.work["printer:label"]
        self.printer: Printer = NetworkPrinter(  # type: ignore[assignment]  # one that is asked
            "label",
            "127.0.0.1",
            self.paper.port,
            profile=self.profile,
            connect_timeout_s=1,
            stall_timeout_s=0.2,
            drain_timeout_s=0.2,
        )
        lane._work._printer = self.printer  # type: ignore[attr-defined]  # the spooler's
        return station


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[AskingRig]:
    rig = AskingRig(tmp_path)
    yield rig
    rig.station.stop()
    rig.paper.stop()


def check_nothing_leaves_without_paper(rig: AskingRig) -> None:
    rig.paper.misbehave(Fault.PAPER_OUT)
    labeled(rig, "1001")
    assert the_parcel(rig).print_state is PrintState.QUEUED, "sent into a printer without paper"
    lane = next(lane for lane in rig.station.lanes() if lane.lane == "printer:label")
    assert (lane.state, lane.code) == (LaneState.WAITING, "printer.paper_out")
    rig.paper.recover()
    rig.clock.pass_s(600)
    rig.work()
    assert len(rig.came_out()) == 1
    assert the_parcel(rig).print_proof is PaperProof.COUNTER


def test_a_printer_that_says_it_has_no_paper_gets_no_label(asking: AskingRig) -> None:
    """apple/cups #5441, #1122; m0wfo/cups #3: nothing is asked, and the job is dropped as completed"""
    check_nothing_leaves_without_paper(asking)


def test_asking_nothing_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AskingRig, "profile", SILENT)
    rig = AskingRig(tmp_path)
    try:
        with pytest.raises(AssertionError, match="sent into a printer without paper"):
            check_nothing_leaves_without_paper(rig)
    finally:
        rig.station.stop()
        rig.paper.stop()


QUEUE = QueueIdentity("Labels", "USB001", "ZDesigner ZD421")


class QueuedRig(Rig):
    """A bench whose label printer is a Windows queue."""

    def _open(self) -> Station:
        self.spooler = FakeSpooler()
        self.spooler.queues = {QUEUE.queue: Queue()}
        station = super()._open()
        lane = station.work["printer:label"]
        lane._work._printer = WindowsPrinter(  # type: ignore[attr-defined]  # the spooler's
            "label", QUEUE, self.spooler.windows(), job_timeout_s=0.02, poll_s=0.001
        )
        return station


@pytest.fixture
def queued(tmp_path: Path) -> Iterator[QueuedRig]:
    rig = QueuedRig(tmp_path)
    yield rig
    rig.station.stop()


def check_a_paused_queue_is_not_done(rig: QueuedRig) -> None:
    queue = rig.spooler.queues[QUEUE.queue]
    queue.words = OFFLINE
    labeled(rig, "1001")
    parcel = the_parcel(rig)
    assert parcel.print_state is PrintState.SENT, "called printed"
    assert (parcel.print_proof, parcel.code) == (PaperProof.NONE, "printer.offline")
    queue.words = 0
    for job_id in list(queue.jobs):
        queue.finish(job_id)
    rig.clock.pass_s(600)
    rig.work()
    assert len(queue.paper) == 1, "sent a second time"


def test_a_windows_queue_that_is_off_line_is_not_reported_done_and_gets_the_label_once(queued: QueuedRig) -> None:
    """google/cloud-print-connector #284: an offline printer's job is paused, and reported done"""
    check_a_paused_queue_is_not_done(queued)


def test_calling_a_queued_job_printed_is_caught(queued: QueuedRig, monkeypatch: pytest.MonkeyPatch) -> None:
    believe_what_was_sent(monkeypatch)
    with pytest.raises(AssertionError, match="called printed"):
        check_a_paused_queue_is_not_done(queued)
