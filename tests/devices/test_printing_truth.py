"""What is told of a document is never more than what became of it, whatever the printer is and does.

The table itself: `python -m tests.bench.printing_truth`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.devices.printer_talk import Talk
from app.devices.printer_words import Ask, Conversation
from app.devices.printer_words.escpos import EscPosWords
from app.devices.stream_printer import StreamPrinter
from app.devices.virtual_printer import Fault
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, Language, PaperProof, PrintOutcome
from tests.bench.printing_truth import SEATS, Case, cases, play_all

PATIENT_S = 8.0
"""Where everything is answered, time costs nothing."""
LINK_OS = (Language.ZPL, "zebra-link-os", "zebra-link-os")
EPSON = (Language.ESCPOS, "epson", "epson")
CLONE = (Language.ESCPOS, "escpos-clone", "escpos-clone")
COVERED = (Fault.PAPER_OUT, Fault.HEAD_OPEN)
SAID = {
    "zebra-link-os": {*COVERED, Fault.RIBBON_OUT, Fault.PAPER_JAM, Fault.PAUSED, Fault.TOO_HOT, Fault.BUFFER_FULL},
    "zpl-emulation": {*COVERED, Fault.RIBBON_OUT, Fault.PAUSED, Fault.TOO_HOT, Fault.BUFFER_FULL},
    "zebra-old": {Fault.PAUSED, Fault.BUFFER_FULL},  # mute in all other trouble
    "tsc": {*COVERED, Fault.RIBBON_OUT, Fault.PAPER_JAM, Fault.PAUSED, Fault.TOO_HOT, Fault.LABEL_WAITING},
    "gprinter": {*COVERED, Fault.RIBBON_OUT, Fault.PAPER_JAM, Fault.PAUSED, Fault.TOO_HOT},
    "zebra-epl": {*COVERED, Fault.PAUSED, Fault.TOO_HOT},
    "zebra-mobile": {*COVERED, Fault.RIBBON_OUT, Fault.PAPER_JAM, Fault.LABEL_WAITING},
    "epson": {*COVERED, Fault.TOO_HOT},
    "escpos-clone": {*COVERED, Fault.TOO_HOT},
}
"""What each model names by its own word."""


def test_whatever_a_printer_is_and_does_no_outcome_claims_more_than_is_true() -> None:
    played = play_all(list(cases((0.02, 0.6, 1.0))))  # the program cuts at more places
    assert len(played) > 500
    assert [str(row) for row in played if row.lies] == []


def test_what_a_printer_names_before_the_first_byte_keeps_the_document_here() -> None:
    chosen = [Case(*seat, fault) for seat in SEATS for fault in _said(seat)]
    told = {str(row.case): (row.told, row.truth) for row in play_all(chosen, timeout_s=PATIENT_S)}
    assert told == {
        str(case): (PrintOutcome(Delivery.NOT_SENT, f"printer.{case.fault}"), "never read whole") for case in chosen
    }


def test_what_a_printer_names_behind_the_document_is_told_with_the_delivery() -> None:
    seats = [seat for seat in SEATS if seat[1] not in {"zebra-mobile", "zebra-old"}]  # mute until it is mended
    chosen = [Case(*seat, fault, "behind") for seat in seats for fault in _said(seat) if fault != Fault.LABEL_WAITING]
    for row in play_all(chosen, timeout_s=PATIENT_S):
        told = (row.told.delivery, row.told.code, row.told.proof, row.truth)
        expected = (Delivery.DELIVERED, f"printer.{row.case.fault}", PaperProof.NONE, "came out when helped")
        assert told == expected, str(row)


def _said(seat: tuple[Language, str, str]) -> list[Fault]:
    """Nothing of printers that are set up as what they are not."""
    _, model, profile = seat
    is_right = profile in {model, "zpl-clone", "tspl-clone"}
    return sorted(SAID.get(model, set())) if is_right else []


@pytest.mark.parametrize(("seat", "proof"), [(LINK_OS, PaperProof.COUNTER), (EPSON, PaperProof.PROCESS_ID)])
def test_good_printers_that_can_prove_their_paper_do(seat: tuple[Language, str, str], proof: PaperProof) -> None:
    for row in play_all([Case(*seat), Case(*seat, Fault.CHATTER)], timeout_s=PATIENT_S):
        assert (row.told.delivery, row.told.proof, row.truth) == (Delivery.DELIVERED, proof, "on paper")


def test_blank_paper_is_paper_to_a_counter() -> None:
    """The limit of such proof: what stands on a label only a scan says."""
    (row,) = play_all([Case(*LINK_OS, Fault.BLANK)], timeout_s=PATIENT_S)
    assert (row.told.proof, row.truth) == (PaperProof.COUNTER, "blank paper")


class ReadyIsPrinted(StreamPrinter):
    """Broken on purpose: what says that it is ready has printed."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = super().send(document)
        is_ready = Condition.READY in self.look().conditions
        return replace(outcome, proof=PaperProof.COUNTER) if is_ready else outcome


class CountedNow(StreamPrinter):
    """Broken on purpose: a counter that was not read before is believed because it is not nothing."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = super().send(document)
        return replace(outcome, proof=PaperProof.COUNTER) if self.look().labels_printed else outcome


class SentAgain(StreamPrinter):
    """Broken on purpose: tries again after a reset."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = super().send(document)
        return super().send(document) if outcome.code == "printer.reset" else outcome


class BytesAreProof(StreamPrinter):
    """Broken on purpose: every byte handed over counts as read."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = super().send(document)
        is_out = outcome.bytes_sent == len(document)
        return PrintOutcome(Delivery.DELIVERED, bytes_sent=len(document)) if is_out else outcome


class ResetIsNothing(StreamPrinter):
    """Broken on purpose: a connection that was reset counts as nothing sent."""

    def send(self, document: bytes) -> PrintOutcome:
        outcome = super().send(document)
        return PrintOutcome(Delivery.NOT_SENT, outcome.code) if outcome.code == "printer.reset" else outcome


class GoodWordNeeded(StreamPrinter):
    """Broken on purpose: without an answer there is no printing."""

    def send(self, document: bytes) -> PrintOutcome:
        is_silent = Condition.SILENT in self.look().conditions
        return PrintOutcome(Delivery.NOT_SENT, "printer.silent") if is_silent else super().send(document)


class HastyWords(EscPosWords):
    """Broken on purpose: the first byte is the answer."""

    waits_for_quiet = False

    def answer(self, ask: Ask) -> PrinterStatus | None:
        if ask is not Ask.STATE or not self._heard:
            return super().answer(ask)
        return PrinterStatus(frozenset({Condition.PAPER_OUT if self._heard[0] & 0x60 else Condition.READY}))


class FirstByte(StreamPrinter):
    def _talk(self, link: Any, asks: frozenset[Ask]) -> Talk:
        conversation = Conversation(link, HastyWords(), answer_timeout_s=0.5, clock=self._clock)
        return Talk(conversation, asks, self._known, self._clock)


@pytest.mark.parametrize(
    ("broken", "case", "lie"),
    [
        (ReadyIsPrinted, Case(*LINK_OS, Fault.LIE), "called printed, and is not on paper"),
        (ReadyIsPrinted, Case(*EPSON, Fault.STUCK_MECHANISM), "called printed, and is not on paper"),
        (CountedNow, Case(*LINK_OS, Fault.LIE, 1.0), "called printed, and is not on paper"),
        (SentAgain, Case(*CLONE, Fault.RESET, 1.0), "2 labels of one"),
        (BytesAreProof, Case(*CLONE, Fault.STALL, 0.6), "called delivered, and was not read to its end"),
        (ResetIsNothing, Case(*CLONE, Fault.RESET, 1.0), "called not sent, and some of it was"),
        (GoodWordNeeded, Case(*CLONE, Fault.SILENT), "kept back without a reason"),
        (FirstByte, Case(*CLONE, Fault.GARBLED), "kept back without a reason"),
    ],
)
def test_a_printer_that_claims_too_much_is_caught(broken: type[StreamPrinter], case: Case, lie: str) -> None:
    assert lie in play_all([case], broken)[0].lies
