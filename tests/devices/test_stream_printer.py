"""What one printer says of one document, over a cable without sockets and with a clock that is moved by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from app.devices.printer import LinkBroken
from app.devices.printer_words import MODELS, Profile
from app.devices.stream_printer import StreamPrinter
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, PaperProof, PrintOutcome
from tests.devices.scripted_cable import (
    COUNT,
    FULL,
    HEAD_OPEN,
    LABEL,
    PAPER_OUT,
    RECEIPT,
    Cable,
    Narrow,
    Zebra,
    a_printer,
    epson,
    sent,
    silence,
)
from tests.devices.test_printer_words import hqes, hs


@pytest.mark.parametrize(
    ("alerts", "state", "code"),
    [
        (PAPER_OUT, b"", "printer.paper_out"),
        (HEAD_OPEN, hs(), "printer.head_open"),
        (hqes(), FULL, "printer.buffer_full"),
        (hqes(0x10001), hs("030,1,1,1218,000,0,0,0,000,0,0,0"), "printer.paper_out"),
        (hqes(0x10000), hs(), "printer.paused"),
    ],
)
def test_a_bad_word_before_the_first_byte_keeps_the_document_here(alerts: bytes, state: bytes, code: str) -> None:
    zebra = Zebra()
    zebra.alerts, zebra.states = alerts, [state]
    cable = Cable(zebra)
    assert sent(cable) == PrintOutcome(Delivery.NOT_SENT, code)
    assert LABEL not in cable.taken
    assert cable.closed == [False]


@pytest.mark.parametrize("said", [b"", b"\xff" * 50, b"ERRORS: 1 0000", b"\x02paper out\x03\r\n"])
@pytest.mark.parametrize("model", sorted(MODELS))
def test_silence_and_nonsense_never_refuse_a_document(model: str, said: bytes) -> None:
    outcome = sent(Cable(lambda _: said), model)
    assert outcome == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(LABEL))


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_printer_that_talks_without_end_is_not_waited_for(model: str) -> None:
    cable = Cable(silence, chatters=b"\x02busy\x03\r\n")
    assert sent(cable, model) == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(LABEL))
    assert cable.now < 10


def test_a_printer_that_breaks_off_when_it_is_asked_gets_its_document_unasked() -> None:
    cable = Cable(lambda heard: b"" if heard == LABEL else LinkBroken("printer.reset"))
    assert sent(cable) == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(LABEL))
    assert (cable.opened, cable.taken[1:]) == (2, [LABEL])


def test_a_printer_that_never_answers_is_waited_for_once() -> None:
    cable = Cable(silence)
    printer = a_printer(cable, "zpl-clone")
    printer.send(LABEL)
    waited = cable.now
    del cable.taken[:]
    printer.send(LABEL)
    assert cable.taken[0] == LABEL
    assert cable.now - waited == pytest.approx(0.3)  # behind the document, where it holds nobody up


def test_a_question_that_is_never_answered_is_asked_once_until_somebody_looks() -> None:
    """An older printer, set up as one that counts: no label waits for its silence twice."""
    zebra = Zebra()
    zebra.alerts, zebra.mutes_counter = b"", True
    cable = Cable(zebra)
    printer = a_printer(cable)
    printer.send(LABEL)
    before = cable.now
    printer.send(LABEL)
    assert cable.now - before < 0.1
    zebra.alerts, zebra.mutes_counter = hqes(), False
    assert printer.look().labels_printed == 102
    assert [printer.send(LABEL).proof for _ in range(2)] == [PaperProof.NONE, PaperProof.COUNTER]


def test_a_printer_that_found_its_voice_is_asked_again() -> None:
    says: list[bytes] = [b"", b"", b"", hs()]
    cable = Cable(lambda _: says.pop(0) if len(says) > 1 else says[0])
    printer = a_printer(cable, "zpl-clone")
    printer.send(LABEL)
    printer.send(LABEL)
    says[:] = [hs("030,1,0,1218,000,0,0,0,000,0,0,0")]
    assert printer.send(LABEL) == PrintOutcome(Delivery.NOT_SENT, "printer.paper_out")


def test_a_counter_that_rose_by_what_was_asked_is_proof() -> None:
    outcome = sent(Cable(Zebra(delay=6)))
    assert outcome == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(LABEL), proof=PaperProof.COUNTER)


@pytest.mark.parametrize("prints", [0, 2, 3])
def test_any_other_rise_proves_nothing(prints: int) -> None:
    cable = Cable(Zebra(prints=prints))
    assert sent(cable) == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(LABEL))
    assert cable.now < 5


def test_a_counter_that_was_not_read_before_proves_nothing() -> None:
    zebra = Zebra()
    zebra.mutes_counter = True

    def says(heard: bytes) -> bytes:
        zebra.mutes_counter = zebra.mutes_counter and heard != LABEL
        return zebra(heard)

    assert sent(Cable(says)).proof is PaperProof.NONE


def test_a_reading_that_lost_a_bit_proves_nothing() -> None:
    """`100` read out of `101` before, the truth after: one label too many, were one reading enough."""
    zebra = Zebra(counted=101, prints=0)
    readings = [b'"100"']

    def says(heard: bytes) -> bytes:
        return readings.pop() if heard == COUNT and readings else zebra(heard)

    assert sent(Cable(says)).proof is PaperProof.NONE


def test_a_label_that_still_waited_is_not_taken_for_ours() -> None:
    """Another's came out and ours waits in the buffer: the count is right, and the printer not idle."""
    zebra = Zebra(prints=0)
    waiting = hs("030,0,0,1218,001,0,0,0,000,0,0,0")

    def says(heard: bytes) -> bytes:
        if heard == LABEL:
            zebra.counted += 1
            zebra.states = [waiting]
        return zebra(heard)

    assert sent(Cable(says)).proof is PaperProof.NONE


def test_nothing_is_counted_while_something_waits() -> None:
    zebra = Zebra()
    zebra.states = [hs("030,0,0,1218,001,0,0,0,000,0,0,0"), hs()]
    cable = Cable(zebra)
    assert sent(cable) == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(LABEL))
    assert COUNT not in cable.taken


def test_after_a_label_that_was_not_proven_the_next_one_is_not_either() -> None:
    """The late one may come out in its place."""
    zebra = Zebra(prints=0)
    printer = a_printer(Cable(zebra))
    assert printer.send(LABEL).proof is PaperProof.NONE
    zebra.prints = 1
    assert [printer.send(LABEL).proof for _ in range(2)] == [PaperProof.NONE, PaperProof.COUNTER]


def test_a_document_of_unknown_length_is_not_counted() -> None:
    cable = Cable(Zebra())
    assert sent(cable, document=LABEL + LABEL).proof is PaperProof.NONE
    assert COUNT not in cable.taken


def test_trouble_behind_the_document_is_told_and_ends_the_wait() -> None:
    zebra = Zebra(prints=0)

    def says(heard: bytes) -> bytes:
        zebra.alerts = PAPER_OUT if heard == LABEL else zebra.alerts
        return zebra(heard)

    cable = Cable(says)
    assert sent(cable) == PrintOutcome(Delivery.DELIVERED, "printer.paper_out", len(LABEL))
    assert cable.now < 1


def test_a_label_on_the_peeler_is_no_trouble_behind_the_document() -> None:
    waiting = hs(second="000,0,0,0,0,1,4,1,00000000,1,000")
    said = [hs(), waiting]
    cable = Cable(lambda heard: said.pop(0) if heard == b"~HS" else b"")
    assert sent(cable, "zpl-clone") == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(LABEL))


def test_another_device_gets_nothing() -> None:
    cable = Cable(Zebra())
    assert sent(cable, identity="ZT41099999") == PrintOutcome(Delivery.NOT_SENT, "printer.other_device")
    assert LABEL not in cable.taken
    assert sent(Cable(Zebra()), identity="zt41012345 ").delivery is Delivery.DELIVERED


def test_a_device_that_does_not_say_who_it_is_is_believed() -> None:
    zebra = Zebra()
    for zebra.serial in (b'"?"', b"", b"\x02nobody\x03"):
        assert sent(Cable(zebra), identity="ZT41012345").delivery is Delivery.DELIVERED


def test_the_number_given_back_is_proof() -> None:
    outcome = sent(Cable(epson), "epson", document=RECEIPT)
    assert outcome == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(RECEIPT), proof=PaperProof.PROCESS_ID)


@pytest.mark.parametrize("at", range(5, 9))
def test_a_number_that_comes_while_something_else_is_asked_is_proof(at: int) -> None:
    asked: list[bytes] = []

    def says(heard: bytes) -> bytes:
        asked.append(heard)
        return epson(heard, echo=b"") + b"\x37\x220042\x00" * (len(asked) == at)

    cable = Cable(says)
    assert sent(cable, "epson", document=RECEIPT).proof is PaperProof.PROCESS_ID
    assert len(asked) == at


@pytest.mark.parametrize("echo", [b"", b"\x37\x220041\x00", b"0042\x00", b"\x12"])
def test_any_other_answer_to_the_number_proves_nothing(echo: bytes) -> None:
    cable = Cable(lambda heard: epson(heard, echo=echo))
    assert sent(cable, "epson", document=RECEIPT) == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(RECEIPT))
    assert 3 < cable.now < 5


def test_a_cover_opened_behind_a_proven_receipt_is_no_word_on_it() -> None:
    asked: list[bytes] = []

    def says(heard: bytes) -> bytes:
        asked.append(heard)
        is_open = len(asked) > 2
        return (b"\x1a\x16\x12\x12" if is_open else epson(heard)) + epson(b"\x1d(H") * (len(asked) == 4)

    outcome = sent(Cable(lambda heard: b"" if heard.startswith(b"\x1d") else says(heard)), "epson", document=RECEIPT)
    assert outcome == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(RECEIPT), proof=PaperProof.PROCESS_ID)


@pytest.mark.parametrize("end", ["printer.no_end", "printer.handed_over", "printer.reset"])
@pytest.mark.parametrize(("model", "says"), [("zebra-link-os", Zebra()), ("epson", epson)])
def test_proof_outlives_the_end_of_the_cable(model: str, says: Callable[[bytes], bytes], end: str) -> None:
    document = RECEIPT if model == "epson" else LABEL
    outcome = sent(Cable(says, end=end), model, document=document)
    assert (outcome.delivery, outcome.code) == (Delivery.DELIVERED, "")
    assert outcome.proof is not PaperProof.NONE


def test_a_counter_asked_for_behind_the_document_shows_that_it_was_read() -> None:
    """Without its paper there is no proof; but it answers in line."""
    assert sent(Cable(Zebra(prints=0), end="printer.handed_over")) == PrintOutcome(
        Delivery.DELIVERED, bytes_sent=len(LABEL)
    )


@pytest.mark.parametrize(
    ("end", "delivery", "code"),
    [
        ("printer.handed_over", Delivery.HANDED_OVER, ""),
        ("printer.no_end", Delivery.UNKNOWN, "printer.no_end"),
        ("printer.reset", Delivery.UNKNOWN, "printer.reset"),
    ],
)
def test_a_state_alone_shows_nothing_of_the_document(end: str, delivery: Delivery, code: str) -> None:
    assert sent(Cable(lambda _: hs(), end=end), "zpl-clone") == PrintOutcome(delivery, code, len(LABEL))


def test_a_bad_word_that_any_talker_could_have_said_must_be_said_twice() -> None:
    said = [b"\x04", b"\x00"]
    assert sent(Cable(lambda _: said.pop(0) if said else b""), "tspl-clone").delivery is Delivery.DELIVERED


def test_behind_half_a_question_comes_no_other() -> None:
    cable = Narrow(2)
    assert sent(cable, "epson", document=RECEIPT) == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(RECEIPT))
    assert cable.taken[-1] == RECEIPT


def test_behind_half_a_question_comes_no_document() -> None:
    """Its first bytes would be read as the question's rest: it goes over a new link, unasked."""
    cable = Narrow(0)
    assert sent(cable, "epson", document=RECEIPT) == PrintOutcome(Delivery.DELIVERED, bytes_sent=len(RECEIPT))
    assert (cable.opened, cable.taken) == (2, [RECEIPT])


def test_a_cable_that_has_no_end_tells_the_trouble_all_the_same() -> None:
    said = [b"\x00", b"\x04", b"\x04"]
    cable = Cable(lambda heard: b"" if heard == LABEL else said.pop(0), end="printer.handed_over")
    assert sent(cable, "tspl-clone") == PrintOutcome(Delivery.HANDED_OVER, "printer.paper_out", len(LABEL))


@pytest.mark.parametrize("at", range(0, 400, 7))
def test_wherever_the_cable_breaks_nothing_is_claimed(at: int) -> None:
    cable = Cable(Zebra())
    cable.breaks_after = at
    outcome = sent(cable)
    if outcome.delivery is Delivery.NOT_SENT:
        assert LABEL not in cable.taken or outcome.bytes_sent == 0
    if outcome.proof:
        assert outcome.delivery is Delivery.DELIVERED
    assert outcome.delivery is not Delivery.DELIVERED or LABEL in cable.taken
    assert cable.opened == len(cable.closed)


def test_a_wire_that_does_not_open_is_not_sent_and_away() -> None:
    cable = Cable(silence)
    cable.refuses = "printer.busy"
    assert sent(cable) == PrintOutcome(Delivery.NOT_SENT, "printer.busy")
    assert a_printer(cable).look() == PrinterStatus(frozenset({Condition.AWAY}))


def test_a_look_tells_everything_and_prints_nothing() -> None:
    zebra = Zebra(counted=7)
    cable = Cable(zebra)
    assert a_printer(cable).look() == PrinterStatus(
        frozenset({Condition.READY}), labels_printed=7, formats_waiting=0, identity="ZT41012345"
    )
    zebra.alerts = PAPER_OUT
    assert a_printer(cable).look().stop is Condition.PAPER_OUT
    assert b"^XA" not in cable.heard


@pytest.mark.parametrize("model", sorted(MODELS))
def test_a_look_at_a_silent_printer_cannot_tell(model: str) -> None:
    silent = PrinterStatus(frozenset({Condition.SILENT}))
    assert a_printer(Cable(silence), model).look() == silent
    assert a_printer(Cable(lambda _: LinkBroken("printer.reset")), model).look() == silent


def test_a_look_waits_for_the_document_under_way() -> None:
    begun, may_end, looked = threading.Event(), threading.Event(), threading.Event()

    def says(heard: bytes) -> bytes:
        if heard == LABEL:
            begun.set()
            may_end.wait(5)
        return b""

    printer = a_printer(Cable(says), "silent")  # the cable fails a second connection beside the first
    sender = threading.Thread(target=printer.send, args=(LABEL,))
    looker = threading.Thread(target=lambda: (printer.look(), looked.set()))
    sender.start()
    begun.wait(5)
    looker.start()
    assert not looked.wait(0.05)
    may_end.set()
    sender.join()
    looker.join()
    assert looked.is_set()


def test_a_profile_without_questions_asks_none() -> None:
    cable = Cable(silence)
    StreamPrinter("label", cable, profile=Profile()).send(LABEL)
    assert cable.taken == [LABEL]
