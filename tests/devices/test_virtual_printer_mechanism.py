"""What comes out, what waits, what is lost, and what the printer says meanwhile."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from app.devices.virtual_printer import Fault, Making, PrintedLabel, VirtualPrinter
from app.devices.virtual_printer.answers import NOISE
from app.devices.virtual_printer.faults import HOLDING
from app.domain.printing import Language
from tests.devices.paper import DOCUMENTS, DOTS, QUESTIONS, copies, talk

Make = Callable[..., VirtualPrinter]
LABEL = DOCUMENTS[Language.ZPL]
RECEIPT = DOCUMENTS[Language.ESCPOS]
COUNTER = b'! U1 getvar "odometer.total_label_count"\r\n'
PROCESS_ID = b"\x1d(H\x06\x0000%04d"
every_language = pytest.mark.parametrize("language", list(DOCUMENTS))


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[VirtualPrinter] = []

    def one(language: Language = Language.ZPL, **making: object) -> VirtualPrinter:
        options: Making = {"language": language, **making}  # type: ignore[typeddict-item]
        printer = VirtualPrinter("127.0.0.1", 0, tmp_path / "paper", **options)
        printer.start()
        made.append(printer)
        return printer

    yield one
    for printer in made:
        printer.stop()


class Line:
    """A connection that stays open."""

    def __init__(self, printer: VirtualPrinter) -> None:
        self.socket = socket.create_connection(("127.0.0.1", printer.port), timeout=5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def say(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.socket.sendall(piece)

    def hear(self, count: int) -> bytes:
        """Exactly so many bytes, within five seconds."""
        heard = b""
        while len(heard) < count and (piece := self.socket.recv(count - len(heard))):
            heard += piece
        return heard


@every_language
def test_the_counter_counts_what_came_out_and_the_folder_keeps_it(
    make: Make, tmp_path: Path, language: Language
) -> None:
    printer = make(language)
    talk(printer, DOCUMENTS[language] * 2)
    assert [(label.number, label.document) for label in printer.labels] == [
        (1, DOCUMENTS[language]),
        (2, DOCUMENTS[language]),
    ]
    assert printer.counter == 2
    suffix = language.value
    assert {path.name for path in (tmp_path / "paper").iterdir()} == {
        f"label-00000{number}.{ending}" for number in (1, 2) for ending in ("png", suffix)
    }
    assert (tmp_path / "paper" / f"label-000002.{suffix}").read_bytes() == DOCUMENTS[language]
    with Image.open(printer.labels[0].picture) as picture:
        assert [x for x in range(16) if picture.getpixel((x, 0)) == 0] == [0, 15]


def test_the_odometer_goes_on_after_a_restart(make: Make) -> None:
    talk(make(), LABEL * 3)
    assert talk(make(), COUNTER) == b'"3"'


@pytest.mark.parametrize("language", [Language.ZPL, Language.TSPL, Language.EPL, Language.CPCL])
def test_each_copy_is_a_label_and_a_roll_ends_in_the_middle_of_a_batch(make: Make, language: Language) -> None:
    printer = make(language, paper=3)
    talk(printer, copies(language, 5))
    assert [(label.copy, label.copies) for label in printer.labels] == [(1, 5), (2, 5), (3, 5)]
    assert printer.counter == 3
    printer.recover()
    assert [label.copy for label in printer.labels] == [1, 2, 3, 4, 5]


def test_the_rest_of_a_batch_is_told(make: Make) -> None:
    printer = make(paper=3, model="zpl-emulation")
    talk(printer, copies(Language.ZPL, 5), LABEL)
    first, second, _ = talk(printer, b"~HS").splitlines()
    assert first.split(b",")[1] == b"1"
    assert (first.split(b",")[4], second.split(b",")[8]) == (b"002", b"00000002")


@every_language
@pytest.mark.parametrize("fault", [*HOLDING, Fault.STUCK_MECHANISM])
def test_what_is_held_back_comes_out_when_it_is_over(make: Make, language: Language, fault: Fault) -> None:
    printer = make(language)
    printer.misbehave(fault)
    talk(printer, DOCUMENTS[language], DOCUMENTS[language])
    assert (list(printer.labels), printer.counter) == ([], 0)
    printer.recover()
    assert [label.rows[:4].hex() for label in printer.labels] == [DOTS, DOTS]
    assert (printer.counter, list(printer.lost)) == (2, [])


@every_language
def test_a_liar_says_that_it_is_ready_and_prints_nothing(make: Make, language: Language) -> None:
    printer = make(language)
    rested = talk(printer, QUESTIONS[language])
    printer.misbehave(Fault.LIE)
    assert talk(printer, DOCUMENTS[language], QUESTIONS[language]) == rested != b""
    assert (list(printer.lost), printer.counter) == ([DOCUMENTS[language]], 0)
    printer.recover()
    assert list(printer.labels) == []


@every_language
def test_a_blank_label_counts_and_bears_nothing(make: Make, language: Language) -> None:
    printer = make(language)
    printer.misbehave(Fault.BLANK)
    talk(printer, DOCUMENTS[language])
    assert (printer.counter, any(printer.labels[0].rows)) == (1, False)
    with Image.open(printer.labels[0].picture) as picture:
        assert picture.getextrema() == (255, 255)
    printer.recover()
    talk(printer, DOCUMENTS[language])
    assert printer.labels[1].rows[:4].hex() == DOTS


def test_counter_and_process_id_are_the_proof_a_liar_cannot_give(make: Make) -> None:
    zebra, epson = make(), make(Language.ESCPOS)
    for printer in (zebra, epson):
        printer.misbehave(Fault.LIE)
    assert talk(zebra, LABEL, COUNTER) == b'"0"'
    assert talk(epson, RECEIPT, PROCESS_ID % 1) == b""


@pytest.mark.parametrize("fault", [*HOLDING, Fault.STUCK_MECHANISM])
def test_a_process_id_comes_back_only_behind_the_paper(make: Make, fault: Fault) -> None:
    printer = make(Language.ESCPOS)
    printer.misbehave(fault)
    with Line(printer) as line:
        line.say(RECEIPT, PROCESS_ID % 12, QUESTIONS[Language.ESCPOS])
        assert line.hear(1)[0] & 0x93 == 0x12  # the printer has read it all, and gave no process id
        assert printer.counter == 0
        printer.recover()
        assert line.hear(7) == b"\x37\x220012\0"
        assert printer.counter == 1


def test_in_its_turn_is_behind_the_documents_and_at_once_is_before_them(make: Make) -> None:
    printer = make(Language.ESCPOS)
    printer.misbehave(Fault.PAPER_OUT)
    with Line(printer) as line:
        line.say(RECEIPT, b"\x1dr\x01", b"\x10\x04\x04")
        assert line.hear(1) == b"\x72"
        printer.recover()
        assert line.hear(1) == b"\x00"


def test_a_receipt_printer_tells_changes_once_it_is_asked_to(make: Make) -> None:
    printer = make(Language.ESCPOS)
    with Line(printer) as line:
        line.say(b"\x1da\xff")
        assert line.hear(4).hex() == "1000000f"
        printer.misbehave(Fault.HEAD_OPEN)
        assert line.hear(4).hex() == "3800000f"
        printer.recover()
        assert line.hear(4).hex() == "1000000f"
        line.say(b"\x1da\x00", b"\x10\x04\x01")
        assert line.hear(1) == b"\x12"
        printer.misbehave(Fault.HEAD_OPEN)
        line.say(b"\x10\x04\x01")
        assert line.hear(1) == b"\x1a"


def test_a_drawer_opens_in_its_turn(make: Make) -> None:
    printer = make(Language.ESCPOS)
    printer.misbehave(Fault.PAPER_OUT)
    talk(printer, RECEIPT, b"\x1bp\x00\x19\xfa")
    assert printer.drawer_pulses == 0
    printer.recover()
    assert printer.drawer_pulses == 1


def test_paper_that_is_not_cut_came_out_all_the_same(make: Make) -> None:
    printer = make(Language.ESCPOS)
    talk(printer, RECEIPT[:-4])
    assert [label.rows.hex() for label in printer.labels] == [DOTS]


@every_language
def test_a_silent_printer_prints_and_says_nothing(make: Make, language: Language) -> None:
    printer = make(language)
    printer.misbehave(Fault.SILENT)
    assert talk(printer, DOCUMENTS[language], QUESTIONS[language]) == b""
    assert printer.counter == 1


@every_language
def test_a_chattering_printer_talks_around_the_answer(make: Make, language: Language) -> None:
    printer = make(language)
    rested = talk(printer, DOCUMENTS[language], QUESTIONS[language])
    printer.misbehave(Fault.CHATTER)
    heard = talk(printer, DOCUMENTS[language], QUESTIONS[language])
    unasked = {
        Language.ZPL: b"\x13\x11", Language.TSPL: b"\x00", Language.EPL: b"\x13\x11", Language.CPCL: b"\x10",
        Language.ESCPOS: b"\x10\x00\x00\x0f",
    }[language]  # fmt: skip
    assert heard == unasked * 3 + rested + unasked
    printer.recover()
    assert talk(printer, QUESTIONS[language]) == rested


@every_language
def test_a_garbled_line_makes_noise_of_every_answer(make: Make, language: Language) -> None:
    printer = make(language)
    printer.misbehave(Fault.GARBLED)
    assert talk(printer, DOCUMENTS[language], QUESTIONS[language]) == NOISE
    assert printer.counter == 1


def test_a_slow_answer_comes_late_and_never_to_the_next_caller(make: Make) -> None:
    printer = make(answer_delay_s=0.2)
    printer.misbehave(Fault.SLOW_ANSWER)
    with Line(printer) as line:
        line.say(COUNTER)
        line.socket.settimeout(0.05)
        with pytest.raises(TimeoutError):
            line.hear(1)
        line.socket.settimeout(5)
        assert line.hear(3) == b'"0"'
        line.say(COUNTER)
    printer.recover()
    with Line(printer) as line:
        line.say(b'! U1 getvar "device.unique_id"\r\n')
        assert line.hear(15) == b'"VIRTUAL000001"'


def test_a_label_takes_its_time_and_the_printer_says_that_it_is_busy(make: Make) -> None:
    out = threading.Event()

    def came(_: PrintedLabel) -> None:
        out.set()

    printer = make(Language.TSPL, seconds_per_label=0.3, on_label=came)
    with Line(printer) as line:
        line.say(DOCUMENTS[Language.TSPL], b"\x1b!?")
        assert (line.hear(1), printer.counter) == (b"\x20", 0)
        assert out.wait(5)
        line.say(b"\x1b!?")
        assert (line.hear(1), printer.counter) == (b"\x00", 1)


def test_a_mobile_printer_is_silent_until_its_label_is_finished(make: Make) -> None:
    out = threading.Event()
    printer = make(Language.CPCL, seconds_per_label=0.3, on_label=lambda _: out.set())
    with Line(printer) as line:
        line.say(DOCUMENTS[Language.CPCL], b"\x1bh")
        assert out.wait(5)
        line.say(b"\x1bi")
        assert line.hear(1) == b"\x00"  # the first thing it says: the question before the end had no answer


@pytest.mark.parametrize("fault", [Fault.PAUSED, Fault.BUFFER_FULL])
def test_it_takes_no_more_than_its_buffer_and_says_that_it_is_full(make: Make, fault: Fault) -> None:
    printer = make(Language.ZPL, buffer_bytes=2 * len(LABEL))
    printer.misbehave(fault)
    with Line(printer) as line:
        line.say(LABEL, b"~HS")
        assert line.hear(20).split(b",")[5] == (b"1" if fault is Fault.BUFFER_FULL else b"0")
        rest = line.hear(62)
        line.say(LABEL)
        line.say(b"~HS")  # nobody reads this
        line.socket.settimeout(0.05)
        with pytest.raises(TimeoutError):
            line.hear(1)
        taken = printer.bytes_taken
        printer.recover()
        line.socket.settimeout(5)
        assert len(line.hear(82)) == 82
        assert (taken, printer.counter) == (2 * len(LABEL) + 3, 2)
        assert rest.endswith(b"\x03\r\n")


@every_language
def test_without_power_everything_that_waited_is_lost_and_the_odometer_stays(make: Make, language: Language) -> None:
    printer = make(language)
    talk(printer, DOCUMENTS[language])
    printer.misbehave(Fault.PAPER_OUT)
    talk(printer, DOCUMENTS[language])
    printer.misbehave(Fault.POWER_CUT)
    with pytest.raises(ConnectionRefusedError):
        talk(printer, b"x")
    printer.recover()
    assert (printer.counter, list(printer.lost)) == (1, [DOCUMENTS[language]])


def test_after_the_power_was_gone_nothing_is_told_unasked(make: Make) -> None:
    printer = make(Language.ESCPOS)
    talk(printer, b"\x1da\xff")
    printer.misbehave(Fault.POWER_CUT)
    printer.recover()
    with Line(printer) as line:
        printer.misbehave(Fault.HEAD_OPEN)
        line.say(b"\x10\x04\x01")
        assert line.hear(1) == b"\x1a"


@every_language
@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_ends(make: Make, language: Language, fault: Fault) -> None:
    printer = make(language)
    printer.misbehave(fault)
    printer.recover()
    talk(printer, DOCUMENTS[language])
    assert printer.counter == 1
