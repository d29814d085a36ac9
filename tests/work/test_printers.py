"""What draws, watches and redirects, each alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.devices.printer import Printer
from app.domain.facts import Fact, PrinterSeen
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import PrintOutcome
from app.errors import Misconfigured
from app.work.printer_watch import PrinterWatch

WELL = PrinterStatus(frozenset({Condition.READY}))
NO_PAPER = PrinterStatus(frozenset({Condition.PAPER_OUT}))
AWAY, SILENT = PrinterStatus(frozenset({Condition.AWAY})), PrinterStatus(frozenset({Condition.SILENT}))


class Asked:
    """Says what it is told to say, and counts how often it is asked. None: it is not set up."""

    def __init__(self, name: str, says: PrinterStatus | None) -> None:
        self.name = name
        self.says = says
        self.looks = 0

    def send(self, _document: bytes) -> PrintOutcome:
        raise AssertionError("a watch prints nothing")

    def look(self) -> PrinterStatus:
        self.looks += 1
        if self.says is None:
            raise Misconfigured("printer.none")
        return self.says


class Watched:
    def __init__(self, *printers: Asked) -> None:
        self.facts: list[Fact] = []
        self.mended: list[str] = []
        named: dict[str, Printer] = {printer.name: printer for printer in printers}
        self.watch = PrinterWatch(named, announce=self.facts.append, mended=self.mended.append)


@pytest.mark.parametrize("trouble", [NO_PAPER, AWAY])
@pytest.mark.parametrize("good", [WELL, SILENT])
def test_whoever_mends_a_printer_does_not_wait(trouble: PrinterStatus, good: PrinterStatus) -> None:
    printer = Asked("label", trouble)
    watched = Watched(printer)
    watched.watch.step()
    assert (watched.mended, watched.watch.is_in_trouble("label")) == ([], True)
    printer.says = good
    watched.watch.step()
    assert (watched.mended, watched.watch.is_in_trouble("label")) == (["label"], False)
    for _ in range(8):
        watched.watch.step()
    assert watched.mended == ["label"]


def test_a_printer_in_trouble_is_asked_in_every_round_and_a_well_one_in_every_fourth() -> None:
    well, ill = Asked("well", WELL), Asked("ill", NO_PAPER)
    watched = Watched(well, ill)
    for _ in range(8):
        watched.watch.step()
    assert (well.looks, ill.looks) == (2, 8)


def test_one_that_is_well_when_it_is_first_seen_ends_what_was_before_the_start() -> None:
    watched = Watched(Asked("label", WELL))
    watched.watch.step()
    assert watched.mended == ["label"]


def test_only_another_word_is_news() -> None:
    printer = Asked("label", replace(WELL, labels_printed=1))
    watched = Watched(printer)
    for count in (2, 3):
        watched.watch.look("label")
        printer.says = replace(WELL, labels_printed=count)
    assert watched.facts == [PrinterSeen("label")]
    printer.says = NO_PAPER
    watched.watch.look("label")
    assert watched.facts == [PrinterSeen("label")] * 2
    assert watched.watch.seen("label") == NO_PAPER


def test_one_that_is_not_set_up_has_nothing_to_say_and_stops_no_other() -> None:
    well = Asked("well", WELL)
    watched = Watched(Asked("gone", None), well)
    watched.watch.step()
    assert (watched.watch.seen("gone"), watched.watch.is_in_trouble("gone")) == (None, False)
    assert well.looks == 1
