"""A serial port's own troubles, over ports that are none: queues that do not empty, errors, and Windows' words."""

from __future__ import annotations

import itertools
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import serial

from app.devices.printer import LinkBroken
from app.devices.printer_serial import DescriptorLink, Flow, PieceLink, SerialWire
from app.domain.printing import Language
from app.errors import Misconfigured

if sys.platform == "win32":
    pytest.skip("descriptors are POSIX", allow_module_level=True)

LARGE = bytes(range(256)) * 10


def test_flow_control_by_two_byte_values_takes_no_language_of_raw_bytes() -> None:
    for language in set(Language) - {Language.ZPL}:
        with pytest.raises(Misconfigured, match=r"printer\.flow_binary"):
            SerialWire("/dev/ttyUSB0", flow=Flow.XONXOFF, language=language)


def test_a_speed_that_hangs_up_is_refused_at_once() -> None:
    with pytest.raises(Misconfigured, match=r"printer\.address"):
        SerialWire("/dev/ttyS0", speed=0)


def test_a_flow_control_that_this_system_does_not_have_is_refused_at_once() -> None:
    with pytest.raises(Misconfigured, match=r"printer\.flow_unsupported"):
        SerialWire("/dev/ttyUSB0", flow=Flow.DSRDTR)


class HeldPort:
    """A pyserial port whose printer holds the line (a pseudo terminal has no queue of its own to look at)."""

    baudrate = 9600

    def __init__(self, waiting: Iterator[int]) -> None:
        self.ends = socket.socketpair()
        self._waiting = waiting
        self.calls: list[str] = []

    def fileno(self) -> int:
        return self.ends[0].fileno()

    @property
    def out_waiting(self) -> int:
        return next(self._waiting)

    def reset_output_buffer(self) -> None:
        self.calls.append("forget")

    def close(self) -> None:
        self.calls.append("close")
        for end in self.ends:
            end.close()


def a_held_link(waiting: Iterator[int]) -> tuple[DescriptorLink, HeldPort]:
    port = HeldPort(waiting)
    stand_in: Any = port
    return DescriptorLink(stand_in, is_text_only=False), port


def test_what_is_still_in_the_systems_queue_is_not_handed_over_and_is_forgotten() -> None:
    link, port = a_held_link(itertools.repeat(40))
    assert link.finish(0.05) == "printer.stalled"
    link.close(is_aborted=False)
    assert port.calls == ["forget", "close"]


def test_a_queue_that_empties_is_handed_over() -> None:
    link, port = a_held_link(itertools.chain([4000, 300, 200], itertools.repeat(0)))
    assert link.finish(0.0) == "printer.handed_over"  # a slow line has the time its bytes need
    link.close(is_aborted=False)
    assert port.calls == ["close"]


def test_a_document_broken_off_is_forgotten() -> None:
    link, port = a_held_link(itertools.repeat(0))
    link.close(is_aborted=True)
    assert port.calls == ["forget", "close"]


def test_a_port_pulled_out_while_its_queue_empties_is_unplugged() -> None:
    link, port = a_held_link(itertools.repeat(40))
    port.ends[1].close()
    assert link.finish(5) == "printer.unplugged"
    link.close(is_aborted=True)


def test_windows_words_for_a_port_that_is_missing_or_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the name of the error is in pyserial's text there."""
    for name, code in (
        ("PermissionError(13, 'Access is denied.', None, 5)", "printer.busy"),
        ("FileNotFoundError(2, 'The system cannot find the file specified.', None, 2)", "printer.unplugged"),
        ("OSError(22, 'The parameter is incorrect.', None, 87)", "printer.port"),
    ):

        def refuse(*_: object, said: str = name, **__: object) -> None:
            raise serial.SerialException(f"could not open port 'COM3': {said}")

        monkeypatch.setattr(serial, "Serial", refuse)
        with pytest.raises(LinkBroken) as raised:
            SerialWire("COM3").open()
        assert raised.value.code == code


class BreakingPort(HeldPort):
    """Takes one piece, and breaks at the writing of the next."""

    in_waiting = 0

    def read(self, size: int) -> bytes:
        return b""

    def write(self, piece: bytes) -> int:
        self.calls.append("write")
        if self.calls.count("write") > 1:
            raise OSError(5, "Input/output error")
        return len(piece)


def test_a_link_in_pieces_that_breaks_while_it_writes_never_says_that_nothing_left() -> None:
    port = BreakingPort(itertools.repeat(0))
    stand_in: Any = port
    link = PieceLink(stand_in, is_text_only=False)
    assert link.exchange(memoryview(LARGE), 0) == (48, b"")
    assert link.exchange(memoryview(LARGE), 0) == (1, b"")
    with pytest.raises(LinkBroken, match=r"printer\.unplugged"):
        link.exchange(memoryview(LARGE), 0)
    link.close(is_aborted=True)
