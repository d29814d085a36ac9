"""The virtual scanner sends what a real one would, in whatever way it is set up, and fails as real ones do."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from app.devices.scanner_hid import hid_scanner
from app.devices.scanner_serial import serial_scanner
from app.devices.virtual_scanner import ReportCable, ScannerFault, VirtualScanner, Wording
from app.devices.virtual_scanner.words import say_reports, say_serial
from tests.devices.terminals import needs_terminals

if sys.platform != "win32":
    from app.devices.virtual_scanner.terminal import TerminalCable

GS1 = "0104006381333931\x1d10AB"


def test_a_serial_scanner_sends_prefix_identifier_content_and_end() -> None:
    assert say_serial(GS1, "]C1", Wording()) == [b"]C10104006381333931\x1d10AB\r"]
    framed = Wording(prefix=b"\x02", ending=b"\x03", identifies=False, keeps_separators=False)
    assert say_serial(GS1, "]C1", framed) == [b"\x02010400638133393110AB\x03"]
    assert say_serial("测", "]Q1", Wording(encoding="gb18030")) == [b"]Q1" + "测".encode("gb18030") + b"\r"]


def test_reports_are_as_makers_describe_them() -> None:
    """Access-IS LSR118 manual B.1.1: a code of 60 bytes in two reports."""
    first, second = say_reports("M" * 59 + "R", "]Q0", Wording(ending=b""))
    assert (len(first), len(second)) == (64, 64)
    assert first[:5] == bytes((2, 56)) + b"]Q0"
    assert first[5:61] == b"M" * 56
    assert first[63] == 1
    assert second[:9] == bytes((2, 4)) + b"]Q0MMMR"
    assert not any(second[9:61])
    assert second[63] == 0
    (newland,) = say_reports("PB1", "]C0", Wording(ending=b"", has_field=False))
    assert newland == (bytes((2, 6)) + b"]C0PB1").ljust(64, b"\x00")


@needs_terminals
@pytest.mark.parametrize("kind", ["serial", "HID"])
def test_a_flood_is_read_whole_by_one_who_comes_late(kind: str, tmp_path: Path) -> None:
    """More than any buffer holds: the scanner waits, as a real one on USB does, and nothing is lost."""
    reports = ReportCable()
    cable = reports if kind == "HID" else TerminalCable(tmp_path / "gun")
    is_hid = kind == "HID"
    scanner = (
        hid_scanner("gun", "hid", open_line=reports.open) if is_hid else serial_scanner("gun", f"serial:{tmp_path}/gun")
    )
    virtual = VirtualScanner(cable)
    assert scanner.read(0) is None
    codes = [f"PB{number:05d}" for number in range(3000)]
    hand = threading.Thread(target=virtual.flood, args=(codes,))
    hand.start()
    heard = [scanner.read(5) for _ in codes]
    hand.join()
    assert heard == [f"]C0{code}" for code in codes]
    assert scanner.read(0) is None
    scanner.close()
    virtual.unplug()


def test_what_it_sends_before_anybody_listens_or_unplugged_is_its_own(tmp_path: Path) -> None:
    reports = ReportCable()
    virtual = VirtualScanner(reports)
    scanner = hid_scanner("gun", "hid", open_line=reports.open)
    virtual.scan("PB1")
    assert scanner.read(0) is None
    virtual.unplug()
    virtual.scan("PB2")
    virtual.plug()
    virtual.unplug()
    virtual.unplug()


@needs_terminals
def test_the_faults_of_scanners_lose_and_invent_nothing(tmp_path: Path) -> None:
    reports = ReportCable()
    for cable, scanner in (
        (TerminalCable(tmp_path / "gun"), serial_scanner("gun", f"serial:{tmp_path}/gun")),
        (reports, hid_scanner("gun", "hid", open_line=reports.open)),
    ):
        virtual = VirtualScanner(cable)
        assert scanner.read(0) is None
        virtual.scan("PB1")
        assert scanner.read(5) == "]C0PB1"
        virtual.misbehave(ScannerFault.TWICE)
        virtual.scan("PB2")
        assert [scanner.read(5), scanner.read(5)] == ["]C0PB2"] * 2
        virtual.misbehave(ScannerFault.STUTTER)
        virtual.scan("PB3")
        assert scanner.read(5) == "]C0PB3"
        virtual.misbehave(ScannerFault.SILENT)
        virtual.scan("PB4")
        assert scanner.read(0.05) is None
        virtual.misbehave(ScannerFault.NOISE)
        virtual.scan("PB5")
        noisy = scanner.read(5)
        assert noisy == "]C0PB5" if cable is reports else noisy and noisy != "]C0PB5"
        virtual.misbehave(None)
        virtual.scan("PB6")
        assert scanner.read(5) == "]C0PB6"
        scanner.close()
        virtual.unplug()
