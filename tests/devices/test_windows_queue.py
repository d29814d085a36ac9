"""What a Windows queue says of itself, how it is listed, and that a look waits; over the fake spooler."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from app.devices.printer import LinkBroken
from app.devices.printer_windows import WindowsPrinter
from app.devices.windows_queue import FoundQueue, QueueIdentity, queues
from app.devices.windows_spooler import this_windows
from app.domain.printer_status import Condition, PrinterStatus
from app.errors import Misconfigured
from tests.devices.winspool import FakeSpooler, Queue

NAME = "标签, Zebra (1)"
LABEL = QueueIdentity(NAME, "USB001", "ZDesigner ZD421")
ZPL = b"^XA^XZ"


@pytest.fixture
def spooler() -> Iterator[FakeSpooler]:
    fake = FakeSpooler()
    fake.queues = {"Default": Queue(port="PORTPROMPT:", driver="Microsoft Print To PDF"), NAME: Queue()}
    fake.default = "Default"
    yield fake
    assert not fake.handles


def a_raw_printer(spooler: FakeSpooler) -> WindowsPrinter:
    return WindowsPrinter("label", LABEL, spooler.windows(), poll_s=0.001)


@pytest.mark.parametrize(
    ("status", "attributes", "conditions"),
    [
        (0, 0, {Condition.SILENT}),  # its good word is worth nothing
        (0x400, 0, {Condition.SILENT}),  # printing
        (0x10, 0, {Condition.PAPER_OUT}),
        (0x80, 0, {Condition.OFFLINE}),
        (0, 0x400, {Condition.OFFLINE}),
        (0x1 | 0x8, 0, {Condition.PAUSED, Condition.PAPER_JAM}),
        (0x400000, 0, {Condition.HEAD_OPEN}),
        (0x40000, 0, {Condition.RIBBON_OUT}),
        (0x100000, 0, {Condition.FAULT}),
    ],
)
def test_a_queue_is_believed_only_when_it_complains(
    spooler: FakeSpooler, status: int, attributes: int, conditions: set[Condition]
) -> None:
    spooler.queues[NAME].status, spooler.queues[NAME].attributes = status, attributes
    assert a_raw_printer(spooler).look() == PrinterStatus(frozenset(conditions))


def test_a_queue_that_is_gone_or_another_is_away(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].port = "USB003"
    assert a_raw_printer(spooler).look().stop is Condition.AWAY
    spooler.service_runs = False
    assert a_raw_printer(spooler).look().stop is Condition.AWAY


def test_a_look_waits_for_a_document_that_is_under_way(spooler: FakeSpooler) -> None:
    printer = a_raw_printer(spooler)
    has_looked = threading.Event()
    looker = threading.Thread(target=lambda: (printer.look(), has_looked.set()))
    looked_meanwhile: list[bool] = []

    def look_meanwhile() -> None:
        looker.start()
        looked_meanwhile.append(has_looked.wait(0.05))

    spooler.queues[NAME].on_write = look_meanwhile
    printer.send(ZPL)
    looker.join()
    assert looked_meanwhile == [False]
    assert has_looked.is_set()


def test_queues_are_listed_with_what_binds_them(spooler: FakeSpooler) -> None:
    spooler.queues[NAME].attributes = 0x400
    default, label = queues(spooler.windows())
    assert default == FoundQueue(QueueIdentity("Default", "PORTPROMPT:", "Microsoft Print To PDF"), True, False, False)
    assert label == FoundQueue(LABEL, is_default=False, is_offline=True, is_direct=False)
    spooler.default = ""
    assert not any(queue.is_default for queue in queues(spooler.windows()))
    spooler.service_runs = False
    with pytest.raises(LinkBroken, match=r"printer\.spooler_stopped"):
        queues(spooler.windows())


def test_there_is_no_spooler_but_on_windows() -> None:
    with pytest.raises(Misconfigured, match=r"printer\.windows_only"):
        this_windows()
