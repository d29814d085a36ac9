"""Raw bytes through the Windows spooler, over the fake one in winspool.py: what it says, and what became of the job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from app.devices.printer import Printer
from app.devices.printer_windows import WindowsPrinter
from app.devices.windows_queue import QueueIdentity
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, PrintOutcome
from tests.devices.winspool import (
    BLOCKED,
    ERROR,
    OFFLINE,
    PAPER_OUT,
    PAUSED,
    PRINTED,
    USER_INTERVENTION,
    FakeSpooler,
    Queue,
    SpoolError,
)

NAME = "标签, Zebra (1)"  # names hold commas and whatever people write
LABEL = QueueIdentity(NAME, "USB001", "ZDesigner ZD421")
ZPL = b"^XA^PW16^LL2^FO0,0^GFA,4,4,2,80010180^FS^XZ"
LARGE = b"^XA^FX" + bytes(range(256)) * 800 + b"^XZ"  # several pieces
QUICK = {"job_timeout_s": 0.02, "poll_s": 0.001}
PATIENT = {"job_timeout_s": 10.0, "poll_s": 0.001}


@pytest.fixture
def spooler() -> Iterator[FakeSpooler]:
    fake = FakeSpooler()
    fake.queues = {
        "Default": Queue(port="PORTPROMPT:", driver="Microsoft Print To PDF"),
        NAME: Queue(),
    }
    fake.default = "Default"
    yield fake
    assert not fake.handles
    assert not fake.contexts
    assert fake.queues["Default"].names == []


Make = Callable[[FakeSpooler], Printer]


def a_raw_printer(spooler: FakeSpooler) -> WindowsPrinter:
    return WindowsPrinter("label", LABEL, spooler.windows(), **PATIENT)


def check_handed_over_is_identical(make: Make, spooler: FakeSpooler) -> None:
    outcomes = [make(spooler).send(document) for document in (ZPL, LARGE)]
    assert spooler.queues[NAME].paper == [ZPL, LARGE]
    assert outcomes == [
        PrintOutcome(Delivery.HANDED_OVER, bytes_sent=len(ZPL), job_id="17"),
        PrintOutcome(Delivery.HANDED_OVER, bytes_sent=len(LARGE), job_id="18"),
    ]
    assert spooler.queues[NAME].jobs == {}


def check_a_short_count_is_unknown_and_taken_back(make: Make, spooler: FakeSpooler) -> None:
    spooler.queues[NAME].short_at = 70_000
    outcome = make(spooler).send(LARGE)
    assert outcome == PrintOutcome(Delivery.UNKNOWN, "printer.short_write", 70_000, "17")
    assert (spooler.queues[NAME].paper, spooler.queues[NAME].jobs) == ([], {})


def check_an_error_half_way_is_unknown_and_taken_back(make: Make, spooler: FakeSpooler) -> None:
    queue = spooler.queues[NAME]
    for number, code in (
        (1722, "printer.spooler_stopped"),
        (63, "printer.job_deleted"),
        (112, "printer.spooler_refused"),
    ):
        queue.fail_at, queue.fail_with = 100_000, number
        outcome = make(spooler).send(LARGE)
        assert (outcome.delivery, outcome.code, outcome.bytes_sent) == (Delivery.UNKNOWN, code, 65_536)
        assert (queue.paper, queue.jobs) == ([], {})


def check_a_job_that_vanishes_is_unknown(make: Make, spooler: FakeSpooler) -> None:
    spooler.queues[NAME].loses = True
    assert make(spooler).send(ZPL) == PrintOutcome(Delivery.UNKNOWN, "printer.job_vanished", len(ZPL), "17")


def check_a_job_that_somebody_deletes_is_unknown(make: Make, spooler: FakeSpooler) -> None:
    spooler.queues[NAME].deletes = True
    assert make(spooler).send(ZPL) == PrintOutcome(Delivery.UNKNOWN, "printer.job_deleted", len(ZPL), "17")


def check_a_job_that_waits_comes_out_once(make: Make, spooler: FakeSpooler) -> None:
    queue = spooler.queues[NAME]
    for words, code in (
        (PAPER_OUT, "printer.paper_out"),
        (OFFLINE, "printer.offline"),
        (PAUSED, "printer.paused"),
        (ERROR, "printer.fault"),
        (BLOCKED, "printer.fault"),
        (USER_INTERVENTION | ERROR | PAPER_OUT, "printer.paper_out"),
    ):
        queue.words = words
        outcome = make(spooler).send(ZPL)
        assert (outcome.delivery, outcome.code) == (Delivery.HANDED_OVER, code)
        assert queue.paper == []
        queue.words = 0
        let_everything_print(spooler)
        assert queue.paper == [ZPL]
        queue.paper.clear()


def let_everything_print(spooler: FakeSpooler) -> None:
    for queue in spooler.queues.values():
        for job_id, job in list(queue.jobs.items()):
            while job_id in queue.jobs and not job.status & PRINTED:
                queue.advance(job_id)


def check_nothing_there_is_not_sent(make: Make, spooler: FakeSpooler) -> None:
    good = spooler.queues[NAME]
    for code, queue in {
        "printer.unknown_queue": None,
        "printer.other_device": replace(good, port="USB002"),
        "printer.access_denied": replace(good, is_denied=True),
        "printer.direct_queue": replace(good, attributes=0x2),
        "printer.cancelled": replace(good, start_error=1223),
        "printer.raw_refused": replace(good, start_error=1804),
        "printer.spooler_refused": replace(good, start_error=1797),
        "printer.spooler_stopped": replace(good, page_error_at=1),
    }.items():
        spooler.queues.pop(NAME, None)
        if queue:
            spooler.queues[NAME] = queue
        outcome = make(spooler).send(ZPL)
        assert (outcome.delivery, outcome.code, outcome.bytes_sent) == (Delivery.NOT_SENT, code, 0)
        assert queue is None or (queue.jobs, queue.paper) == ({}, [])
    spooler.service_runs = False
    assert make(spooler).send(ZPL) == PrintOutcome(Delivery.NOT_SENT, "printer.spooler_stopped")


CHECKS = [check for name, check in list(globals().items()) if name.startswith("check_")]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_the_raw_queue_keeps_the_contract(check: Callable[[Make, FakeSpooler], None], spooler: FakeSpooler) -> None:
    check(a_raw_printer, spooler)


class NaivePrinter:
    """Broken on purpose, as most code on the net does it: no count, no abort, no look at the job, any port."""

    name = "naive"

    def __init__(self, spooler: FakeSpooler) -> None:
        self._spooler = spooler

    def look(self) -> PrinterStatus:
        return PrinterStatus(frozenset({Condition.READY}))

    def send(self, document: bytes) -> PrintOutcome:
        handle = self._spooler.OpenPrinter(NAME)
        try:
            job_id = self._spooler.StartDocPrinter(handle, 1, ("label", None, "RAW"))
            self._spooler.StartPagePrinter(handle)
            for start in range(0, len(document), 65536):
                self._spooler.WritePrinter(handle, document[start : start + 65536])
            self._spooler.EndPagePrinter(handle)
            self._spooler.EndDocPrinter(handle)
        finally:
            self._spooler.ClosePrinter(handle)
        return PrintOutcome(Delivery.HANDED_OVER, bytes_sent=len(document), job_id=str(job_id))


class Wrapped:
    """A good printer behind somebody who passes on its outcome with one mistake."""

    name = "wrapped"

    def __init__(self, spooler: FakeSpooler) -> None:
        self._printer = a_raw_printer(spooler)

    def look(self) -> PrinterStatus:
        return self._printer.look()


class TakesGoneForDone(Wrapped):
    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        is_gone = outcome.code in {"printer.job_vanished", "printer.job_deleted"}
        return replace(outcome, delivery=Delivery.HANDED_OVER, code="") if is_gone else outcome


class SendsAgain(Wrapped):
    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        return self._printer.send(document) if outcome.code else outcome


class BlamesTheSpooler(Wrapped):
    """Takes whatever went wrong for "nothing happened"."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        return replace(outcome, delivery=Delivery.NOT_SENT) if outcome.delivery is Delivery.UNKNOWN else outcome


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (NaivePrinter, check_a_short_count_is_unknown_and_taken_back),
        (NaivePrinter, check_an_error_half_way_is_unknown_and_taken_back),
        (NaivePrinter, check_a_job_that_vanishes_is_unknown),
        (NaivePrinter, check_nothing_there_is_not_sent),
        (NaivePrinter, check_handed_over_is_identical),
        (TakesGoneForDone, check_a_job_that_vanishes_is_unknown),
        (TakesGoneForDone, check_a_job_that_somebody_deletes_is_unknown),
        (SendsAgain, check_a_job_that_waits_comes_out_once),
        (BlamesTheSpooler, check_a_short_count_is_unknown_and_taken_back),
        (BlamesTheSpooler, check_an_error_half_way_is_unknown_and_taken_back),
    ],
)
def test_a_queue_that_claims_too_much_is_caught(
    broken: Make, check: Callable[[Make, FakeSpooler], None], spooler: FakeSpooler
) -> None:
    with pytest.raises((AssertionError, SpoolError)):
        check(broken, spooler)


def test_a_job_is_named_after_its_document_and_tells_nothing_of_it(spooler: FakeSpooler) -> None:
    printer = a_raw_printer(spooler)
    for document in (b"^XA^FDJane Doe^FS^XZ", b"^XA^FDJohn Doe^FS^XZ", b"^XA^FDJane Doe^FS^XZ"):
        printer.send(document)
    first, second, third = spooler.queues[NAME].names
    assert first.startswith("Packbench label ")
    assert first == third != second
    assert "Doe" not in first


def test_no_queue_is_not_the_default_queue(spooler: FakeSpooler) -> None:
    spooler.queues["Default"].port = "USB001"
    for name in ("", "Default,Job 7"):
        printer = WindowsPrinter("label", QueueIdentity(name, "USB001"), spooler.windows(), **QUICK)
        assert printer.send(ZPL) == PrintOutcome(Delivery.NOT_SENT, "printer.unknown_queue")


def test_another_driver_is_another_device_where_one_is_named(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].driver = "Generic / Text Only"
    outcome = a_raw_printer(spooler).send(ZPL)
    assert outcome == PrintOutcome(Delivery.NOT_SENT, "printer.other_device")
    unnamed = WindowsPrinter("label", replace(LABEL, driver=""), spooler.windows(), **PATIENT)
    assert unnamed.send(ZPL).delivery is Delivery.HANDED_OVER


@pytest.mark.parametrize("port", ["FILE:", "PORTPROMPT:"])
def test_a_port_that_would_ask_for_a_file_name_is_not_printed_to(spooler: FakeSpooler, port: str) -> None:
    spooler.queues[NAME].port = port
    printer = WindowsPrinter("label", QueueIdentity(NAME, port), spooler.windows(), **QUICK)
    assert printer.send(ZPL) == PrintOutcome(Delivery.NOT_SENT, "printer.file_port")


def test_a_job_still_under_way_when_the_time_is_up_is_handed_over_and_prints(spooler: FakeSpooler) -> None:
    queue = spooler.queues[NAME]
    queue.is_slow = True
    outcome = WindowsPrinter("label", LABEL, spooler.windows(), **QUICK).send(ZPL)
    assert (outcome.delivery, outcome.code) == (Delivery.HANDED_OVER, "printer.still_queued")
    queue.is_slow = False
    let_everything_print(spooler)
    assert queue.paper == [ZPL]


def test_jobs_that_printed_later_do_not_stay_in_the_queue(spooler: FakeSpooler) -> None:
    queue, printer = spooler.queues[NAME], a_raw_printer(spooler)
    queue.words = PAPER_OUT
    for document in (ZPL, LARGE):
        printer.send(document)
    printer.send(ZPL)
    assert len(queue.jobs) == 3
    queue.words = 0
    let_everything_print(spooler)
    assert printer.send(b"^XA^XZ").code == ""
    assert queue.jobs == {}
    assert queue.paper == [ZPL, LARGE, ZPL, b"^XA^XZ"]


class LetsGoTooEarly(Wrapped):
    """Releases every job once it has looked at it: what Windows does then is not written down anywhere."""

    def __init__(self, spooler: FakeSpooler) -> None:
        super().__init__(spooler)
        self._spooler = spooler

    def send(self, document: bytes) -> PrintOutcome:
        outcome = self._printer.send(document)
        handle = self._spooler.OpenPrinter(NAME)
        self._spooler.SetJob(handle, int(outcome.job_id), 0, None, 9)
        self._spooler.ClosePrinter(handle)
        return outcome


def test_letting_go_of_a_waiting_job_is_caught(spooler: FakeSpooler) -> None:
    with pytest.raises(AssertionError):
        check_a_job_that_waits_comes_out_once(LetsGoTooEarly, spooler)


def test_an_offline_queue_says_so_even_when_its_job_does_not(spooler: FakeSpooler) -> None:
    queue = spooler.queues[NAME]
    queue.is_slow, queue.attributes = True, 0x400
    outcome = a_raw_printer(spooler).send(ZPL)
    assert (outcome.delivery, outcome.code) == (Delivery.HANDED_OVER, "printer.offline")


def test_where_jobs_cannot_be_kept_their_end_is_not_seen_and_not_made_up(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].may_keep_jobs = False
    outcome = a_raw_printer(spooler).send(ZPL)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.job_vanished")
    assert spooler.queues[NAME].paper == [ZPL]


def test_a_spooler_that_stops_after_it_took_the_document_is_unknown(spooler: FakeSpooler) -> None:
    def stop_soon() -> None:
        spooler.queues[NAME].advance = stop  # type: ignore[method-assign]

    def stop(job_id: int) -> None:
        spooler.service_runs = False

    spooler.queues[NAME].on_write = stop_soon
    outcome = a_raw_printer(spooler).send(ZPL)
    assert (outcome.delivery, outcome.code) == (Delivery.UNKNOWN, "printer.spooler_stopped")


def test_a_first_write_that_fails_may_have_left_something(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].fail_at = 10
    outcome = a_raw_printer(spooler).send(ZPL)
    assert (outcome.delivery, outcome.bytes_sent) == (Delivery.UNKNOWN, 0)
