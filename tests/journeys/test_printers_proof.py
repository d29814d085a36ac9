"""What a printer proves, what it only says, and what it lies about: from the box to the courier."""

from __future__ import annotations

from functools import partial

import pytest

import app.printer_rack
from app.devices.printer_talk import Talk
from app.devices.stream_printer import StreamPrinter
from app.devices.virtual_printer import Fault
from app.domain.barcode import Command
from app.domain.document import DocumentKind
from app.domain.facts import Fact, LabelSent
from app.domain.incident import IncidentKind
from app.domain.printing import Delivery, PaperProof, PrintOutcome, PrintReason, PrintState
from app.ui.messages import parcel_state
from app.ui.messages_window import PRINT_STATES, PRINTED
from tests.builders import a_draft, lines_of
from tests.journeys.print_room import MakeRoom, Plug, PrintRoom, at
from tests.journeys.whole_day import difference

Q, SENT, CONFIRMED, UNKNOWN = PrintState.QUEUED, PrintState.SENT, PrintState.CONFIRMED, PrintState.UNKNOWN


def _wait(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    patient = partial(StreamPrinter, answer_timeout_s=5.0, proof_timeout_s=seconds)
    monkeypatch.setattr(app.printer_rack, "StreamPrinter", patient)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no silent printer."""
    _wait(monkeypatch, 20.0)


@pytest.fixture
def _lied_to(_patience: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof that never comes is waited for to the end."""
    _wait(monkeypatch, 0.3)


def zebra(address: str, confirm: str, more: str = "") -> str:
    return (
        f'[printer]\naddress = "{address}"\nmodel = "zebra-link-os"\nwidth_mm = 76\nheight_mm = 130\n'
        f'confirm = "{confirm}"\n{more}'
    )


def known(room: PrintRoom) -> list[tuple[str, str, str]]:
    return [tuple(row) for row in room.ledger("state, proof, code")]  # type: ignore[misc]


def words(room: PrintRoom, number: str) -> str:
    return parcel_state(room.parcel(number), "en")[1]


def test_where_nobody_scans_the_printers_counter_is_the_proof_and_the_words_say_whose(
    plug: Plug, make_room: MakeRoom
) -> None:
    room = make_room(zebra(at(plug("label")), "off"))
    room.pack("1")
    assert known(room) == [(CONFIRMED, PaperProof.COUNTER, "")]
    assert words(room, "1") == PRINTED.say("en")
    room.clock.pass_s(100_000)
    assert room.station.lead.incidents() == ()
    assert difference(room) is None


@pytest.mark.parametrize("confirm", ["ask", "required"])
def test_where_labels_are_scanned_the_counter_is_not_enough(confirm: str, plug: Plug, make_room: MakeRoom) -> None:
    room = make_room(zebra(at(plug("label")), confirm))
    room.pack("1")
    room.orders(a_draft("2"))
    number = room.parcel("1").tracking_number
    assert known(room) == [(SENT, PaperProof.COUNTER, "")]
    assert words(room, "1") == PRINTED.say("en")
    if confirm == "required":
        assert room.scan("2") == ["label.awaited"]
    room.clock.pass_s(121)
    assert [incident.kind for incident in room.station.lead.incidents()] == [IncidentKind.LABEL_UNSEEN]
    assert room.scan(number, "2") == ["label.confirmed", "order.opened"]
    assert known(room) == [(CONFIRMED, PaperProof.SCAN, "")]
    assert words(room, "1") == PRINT_STATES[CONFIRMED].say("en")
    assert room.station.lead.incidents() == ()
    assert difference(room) is None


@pytest.mark.parametrize(("confirm", "proof"), [("off", PaperProof.COUNTER), ("ask", PaperProof.SCAN)])
def test_the_courier_gets_a_parcel_whose_label_its_scan_proves(
    confirm: str, proof: PaperProof, plug: Plug, make_room: MakeRoom
) -> None:
    room = make_room(zebra(at(plug("label")), confirm))
    room.pack("1")
    assert room.scan(str(Command.HANDOVER), room.parcel("1").tracking_number) == ["handover.begun", "handover.taken"]
    assert [row[0] for row in known(room)] == [CONFIRMED]
    assert known(room)[0][1] in (proof, PaperProof.SCAN)  # whoever holds it in hand proves it better


def test_paper_that_ran_out_behind_the_bytes_is_said_and_the_label_comes_once(
    plug: Plug, make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = plug("label")
    room = make_room(zebra(at(printer), "off"))
    begin = Talk.begin

    def begun(talk: Talk) -> None:
        begin(talk)
        printer.misbehave(Fault.PAPER_OUT)

    monkeypatch.setattr(Talk, "begin", begun)
    room.pack("1")
    monkeypatch.setattr(Talk, "begin", begin)
    assert known(room) == [(SENT, "", "printer.paper_out")]
    room.pack("2")
    assert known(room)[1] == (Q, "", "printer.paper_out")
    assert not printer.labels
    room.look()
    printer.recover()
    room.station.printers.rounds["printers"].go_round()
    room.work()
    room.pack("3")
    # While the first one might have come out in its stead, the second one's count proved nothing.
    assert [row[0] for row in known(room)] == [SENT, SENT, CONFIRMED]
    for _ in range(3):
        room.later(600)
    assert len(printer.labels) == 3


@pytest.mark.parametrize("fault", [Fault.LIE, Fault.STUCK_MECHANISM])
@pytest.mark.parametrize("confirm", ["off", "ask"])
@pytest.mark.usefixtures("_lied_to")
def test_a_printer_that_lies_is_never_believed(fault: Fault, confirm: str, plug: Plug, make_room: MakeRoom) -> None:
    printer = plug("label")
    room = make_room(zebra(at(printer), confirm))
    printer.misbehave(fault)
    room.pack("1", "2")
    assert known(room) == [(SENT, "", "")] * 2
    assert words(room, "1") == PRINT_STATES[SENT].say("en")
    printer.recover()
    room.later(600)
    assert known(room) == [(SENT, "", "")] * 2
    assert room.events("print.sending") == 2


def test_a_label_without_ink_counts_as_paper_and_only_a_scan_finds_it(plug: Plug, make_room: MakeRoom) -> None:
    """The documented limit of a counter."""
    printer = plug("label")
    printer.misbehave(Fault.BLANK)
    room = make_room(zebra(at(printer), "ask"))
    room.pack("1")
    assert known(room) == [(SENT, PaperProof.COUNTER, "")]
    room.clock.pass_s(121)
    assert [incident.kind for incident in room.station.lead.incidents()] == [IncidentKind.LABEL_UNSEEN]


def test_every_one_of_several_labels_is_counted_for_itself(plug: Plug, make_room: MakeRoom) -> None:
    printer = plug("label")
    room = make_room(zebra(at(printer), "off"))
    room.pack(*(str(number) for number in range(1, 5)))
    assert known(room) == [(CONFIRMED, PaperProof.COUNTER, "")] * 4
    assert printer.counter == 4


LONG_SLIP = '[[routes]]\ndocument = "packing_slip"\nprinter = "label"\n[papers]\nwith_label = ["packing_slip"]\n'


def pack_thirty_kinds(room: PrintRoom) -> None:
    letters = [f"K{number:02d}" for number in range(1, 31)]
    room.orders(a_draft("1", lines_of(**dict.fromkeys(letters, 1))))
    room.scan("1", *letters)
    room.work()


def test_a_slip_of_several_pages_is_sent_as_one_paper_and_a_count_is_no_proof_of_it(
    plug: Plug, make_room: MakeRoom
) -> None:
    """Of several formats one may have printed nothing; the label behind them is counted from where they ended."""
    printer = plug("label")
    room = make_room(zebra(at(printer), "off", LONG_SLIP))
    pack_thirty_kinds(room)
    pages = printer.counter - 1
    assert pages > 2
    assert room.ledger("document, copy, position, state")[0] == ("packing_slip", 1, 1, SENT)
    assert room.states() == [SENT]  # the pages before it may still come
    room.pack("2")
    assert printer.counter == pages + 3
    assert room.states() == [SENT, CONFIRMED]


def test_paper_that_runs_out_between_the_pages_of_a_slip_is_said(plug: Plug, make_room: MakeRoom) -> None:
    printer = plug("label", paper=2)
    room = make_room(zebra(at(printer), "off", LONG_SLIP))
    pack_thirty_kinds(room)
    assert room.ledger("document, state, code") == [
        ("packing_slip", SENT, "printer.paper_out"),
        ("label", Q, "printer.paper_out"),
    ]
    while room.states() == [Q]:
        printer.recover()  # a roll of two
        room.later(600)
    pages = printer.counter - 1
    assert [label.number for label in printer.labels] == list(range(1, pages + 2))
    assert room.events("print.sending") == 2 + room.events("print.waiting")


class ScannedMeanwhile:
    """A printer that is still asked whether paper came out while the packer scans what did."""

    name = "label"

    def __init__(self, room: PrintRoom, outcome: PrintOutcome) -> None:
        self.room, self.outcome = room, outcome
        self.heard: list[str] = []

    def send(self, _document: bytes) -> PrintOutcome:
        self.heard += self.room.scan(self.room.parcel("1").tracking_number)
        return self.outcome


@pytest.mark.parametrize(
    "outcome",
    [
        PrintOutcome(Delivery.DELIVERED, proof=PaperProof.COUNTER),
        PrintOutcome(Delivery.DELIVERED, "printer.paper_out"),
        PrintOutcome(Delivery.UNKNOWN, "printer.reset", 10),
        PrintOutcome(Delivery.NOT_SENT, "printer.refused"),
    ],
    ids=lambda outcome: f"{outcome.delivery} {outcome.code}",
)
def test_a_label_scanned_before_its_printer_has_finished_answering_stays_confirmed(
    outcome: PrintOutcome, plug: Plug, make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = make_room(zebra(at(plug("label")), "ask"))
    room.buy("1")
    facts: list[Fact] = []
    room.station.listen(facts.append)
    hasty = ScannedMeanwhile(room, outcome)
    monkeypatch.setattr(room.station.work["printer:label"]._work, "_printer", hasty)
    for _ in range(3):
        room.later(600)
    assert hasty.heard == ["label.confirmed"]
    assert known(room) == [(CONFIRMED, PaperProof.SCAN, "")]
    assert (LabelSent(room.parcel("1").parcel_id) in facts) is (outcome.delivery is Delivery.DELIVERED)
    assert room.lane("label").waiting == 0
    assert difference(room) is None


@pytest.mark.usefixtures("_lied_to")
def test_a_reprint_has_a_proof_of_its_own(plug: Plug, make_room: MakeRoom) -> None:
    printer = plug("label")
    room = make_room(zebra(at(printer), "off"))
    printer.misbehave(Fault.LIE)
    room.pack("1")
    printer.recover()
    for _ in range(2):
        room.station.bench.reprint(room.parcel("1").parcel_id, PrintReason.MISSING)
        room.work()
    # The first one may still be in there: what comes out then may be it. Only of the next one nothing is in doubt.
    assert [row[0] for row in known(room)] == [SENT, SENT, CONFIRMED]
    assert len(room.carrier.orders) == 1


def test_a_test_card_is_proven_like_any_paper(plug: Plug, make_room: MakeRoom) -> None:
    printer = plug("label")
    room = make_room(zebra(at(printer), "ask"))
    room.station.printers.print_card("label")
    room.work()
    assert room.ledger("document, state, proof") == [(DocumentKind.TEST_CARD, CONFIRMED, PaperProof.COUNTER)]
