"""The virtual printer on a serial line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.devices.virtual_printer import Fault, PluggedPrinter
from app.domain.printing import Language
from tests.devices.paper import DOCUMENTS, QUESTIONS

if sys.platform == "win32":
    pytest.skip("pseudo terminals are not there on Windows", allow_module_level=True)

import serial

from app.devices.virtual_printer.terminal import TerminalPrinter

LABEL = DOCUMENTS[Language.TSPL]
ASKED = QUESTIONS[Language.TSPL]
BUFFER = 4 * 1024
MUCH = LABEL * (1024 * 1024 // len(LABEL))
"""More than any terminal keeps by itself."""
Make = Callable[..., TerminalPrinter]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[PluggedPrinter] = []

    def one(language: Language = Language.TSPL, *, says_xoff: bool = False) -> TerminalPrinter:
        printer = TerminalPrinter(
            tmp_path / "tty", tmp_path / "paper", says_xoff=says_xoff, language=language, buffer_bytes=BUFFER
        )
        printer.start()
        made.append(printer)
        return printer

    yield one
    for printer in made:
        printer.stop()


def cable(tmp_path: Path, *, is_soft: bool = False) -> serial.Serial:
    return serial.Serial(str(tmp_path / "tty"), 115200, timeout=5, write_timeout=0.3, xonxoff=is_soft)


@pytest.mark.parametrize("language", list(DOCUMENTS))
def test_every_language_prints_and_answers_over_a_serial_line(make: Make, tmp_path: Path, language: Language) -> None:
    printer = make(language)
    with cable(tmp_path) as line:
        line.write(DOCUMENTS[language])
        line.write(QUESTIONS[language])
        assert line.read(1)  # so it has read what stands before the question
        assert [label.document for label in printer.labels] == [DOCUMENTS[language]]


@pytest.mark.parametrize("is_soft", [False, True])
def test_a_printer_that_is_full_stops_the_line_and_lets_it_go_on(make: Make, tmp_path: Path, *, is_soft: bool) -> None:
    printer = make(says_xoff=is_soft)
    printer.misbehave(Fault.PAPER_OUT)
    with cable(tmp_path, is_soft=is_soft) as line:
        with pytest.raises(serial.SerialTimeoutException):
            line.write(MUCH)
        taken = printer.bytes_taken
        assert taken == BUFFER
        printer.recover()
        line.write_timeout = 5
        line.write(b"\r\nPRINT 1\r\n" + ASKED)  # ends whatever the line was stopped in
        assert line.read(1) == b"\x00"
        assert printer.counter >= BUFFER // len(LABEL)
        assert printer.bytes_taken > taken


def test_who_does_not_listen_to_xoff_hears_it(make: Make, tmp_path: Path) -> None:
    printer = make(says_xoff=True)
    printer.misbehave(Fault.PAPER_OUT)
    with cable(tmp_path) as line:
        with pytest.raises(serial.SerialTimeoutException):
            line.write(MUCH)
        assert line.read(1) == b"\x13"
        printer.recover()
        assert line.read(1) == b"\x11"


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.POWER_CUT, Fault.RESET, Fault.HALF_READ])
def test_a_cable_that_is_pulled_out_is_gone_and_comes_back(make: Make, tmp_path: Path, fault: Fault) -> None:
    printer = make()
    printer.misbehave(fault)
    assert not (tmp_path / "tty").exists()
    printer.recover()
    with cable(tmp_path) as line:
        line.write(LABEL + ASKED)
        assert line.read(1) == b"\x00"
    assert printer.counter == 1


def test_the_cable_is_pulled_out_in_the_middle_of_a_label(make: Make, tmp_path: Path) -> None:
    printer = make()
    printer.misbehave(Fault.RESET, after_bytes=len(LABEL) + 10)
    with cable(tmp_path) as line:
        line.write(LABEL + LABEL)
        with pytest.raises((serial.SerialException, OSError)):
            line.read(1)
    assert (printer.bytes_taken, printer.counter) == (len(LABEL) + 10, 1)
