"""What waits, and how a line ends: over lines that are scripts, and ports that refuse."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import serial

from app.devices import scanner_hid, serial_port
from app.devices.hidapi import HidNumbers
from app.devices.scanner_framing import StreamFraming
from app.devices.scanner_hid import _find, _is_forbidden, hid_scanner
from app.devices.scanner_line import MOST_WAITING, LineScanner
from app.devices.scanner_serial import serial_scanner
from app.devices.serial_port import PluggedPort, plugged_ports
from app.devices.virtual_scanner import VirtualScanner
from app.domain.scanner import ScannerKind
from app.errors import Misconfigured, PackbenchError, Unavailable
from tests.devices.terminals import needs_terminals

if sys.platform != "win32":
    from app.devices.virtual_scanner.terminal import TerminalCable


class Script:
    """Hands out its pieces one after the other, then nothing; an error among them is raised. Time passes by waiting."""

    def __init__(self, *pieces: bytes | OSError) -> None:
        self.pieces = list(pieces)
        self.now = 0
        self.closed = 0

    def receive(self, timeout_s: float) -> bytes:
        if not self.pieces:
            self.now += round(timeout_s * 1000)
            return b""
        piece = self.pieces.pop(0)
        if isinstance(piece, OSError):
            raise piece
        return piece

    def close(self) -> None:
        self.closed += 1


GONE = OSError(errno.EIO, "gone")


def a_scanner(script: Script, opened: Callable[[], None] = lambda: None) -> LineScanner:
    def open_line() -> Script:
        opened()
        return script

    return LineScanner("gun", ScannerKind.SERIAL, open_line, StreamFraming(), clock=lambda: script.now)


def heard(scanner: LineScanner, most: int = 5000) -> list[str]:
    """All there is, until nothing comes or the scanner is gone."""
    codes: list[str] = []
    for _ in range(most):
        try:
            text = scanner.read(0.1)
        except Unavailable:
            return codes
        if text is None:
            return codes
        codes.append(text)
    return codes


def test_what_was_read_outlives_the_cable_and_is_handed_out_before_that_is_said() -> None:
    script = Script(b"one\rtwo\rthr", b"ee\rfo", GONE)
    scanner = a_scanner(script)
    assert [scanner.read(1), scanner.read(1), scanner.read(1)] == ["one", "two", "three"]
    assert script.closed == 1
    script.pieces = [b"ur\r"]
    assert scanner.read(1) == "ur"  # what the cable took along is not joined to what comes after


def test_a_scanner_that_is_gone_says_so_once_nothing_waits() -> None:
    def gone() -> None:
        raise OSError(errno.ENODEV, "gone")

    scanner = a_scanner(Script(), gone)
    for _ in range(2):
        with pytest.raises(Unavailable) as raised:
            scanner.read(1)
        assert (raised.value.code, raised.value.retry_after_s) == ("scanner.gone", 1.0)


def test_what_waits_has_a_limit_beyond_which_the_line_is_left_alone() -> None:
    piece = b"".join(b"%d\r" % number for number in range(100))
    script = Script(*[piece] * 40)
    scanner = a_scanner(script)
    assert scanner.read(1) == "0"
    assert len(scanner._waiting) == MOST_WAITING - 1
    assert len(script.pieces) == 30
    assert len(heard(scanner)) == 3999


def test_silence_ends_a_code_while_somebody_waits_or_when_they_come_back() -> None:
    script = Script(b"one")
    scanner = a_scanner(script)
    assert scanner.read(1) == "one"
    assert 250 <= script.now <= 300
    script.pieces = [b"two"]
    assert scanner.read(0.02) is None
    script.now += 5000  # the packer was asked something meanwhile
    assert scanner.read(0) == "two"


def test_noise_without_end_keeps_nobody_waiting() -> None:
    class Noise(Script):
        def receive(self, timeout_s: float) -> bytes:
            self.now += 1
            return b"9" * 100

    noise = Noise()
    scanner = a_scanner(noise)
    assert scanner.read(0.5) == "9" * 513
    assert scanner.read(0.5) is None
    assert noise.now <= 1010


def test_an_error_of_closing_is_no_error_of_reading() -> None:
    class Stuck(Script):
        def close(self) -> None:
            raise OSError(errno.EIO, "gone")

    with pytest.raises(Unavailable, match=r"scanner\.gone"):
        a_scanner(Stuck(GONE)).read(1)


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (serial.SerialException(errno.EBUSY, "busy"), Unavailable, "scanner.busy"),
        (serial.SerialException(errno.EAGAIN, "Could not exclusively lock port"), Unavailable, "scanner.busy"),
        (serial.SerialException("could not open port 'COM3': PermissionError(13, '')"), Unavailable, "scanner.busy"),
        (serial.SerialException(errno.EACCES, "denied"), Misconfigured, "scanner.forbidden"),
        (serial.SerialException(errno.ENOENT, "none"), Unavailable, "scanner.gone"),
        (serial.SerialException("could not open port 'COM3': FileNotFoundError(2, '')"), Unavailable, "scanner.gone"),
        (ValueError("Invalid baud rate"), Misconfigured, "scanner.address"),
    ],
)
def test_a_port_that_cannot_be_opened_says_what_to_do_next(
    error: Exception, kind: type[PackbenchError], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(serial, "Serial", refuse)
    scanner = serial_scanner("gun", "serial:COM3?speed=115200&parity=E&bits=7&stop=2")
    with pytest.raises(kind) as raised:
        scanner.read(0)
    assert raised.value.code == code
    assert (raised.value.retry_after_s is None) is (kind is Misconfigured)


def test_what_is_no_port_at_all_is_a_wrong_address(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for address, kind, code in (
        (f"{tmp_path}/file", Misconfigured, "scanner.address"),
        (f"{tmp_path}/none", Unavailable, "scanner.gone"),
    ):
        with pytest.raises(kind) as raised:
            serial_scanner("gun", f"serial:{address}").read(0)
        assert raised.value.code == code


@needs_terminals
def test_a_port_that_another_program_has_is_busy_until_it_lets_go(tmp_path: Path) -> None:
    virtual = VirtualScanner(TerminalCable(tmp_path / "gun"))
    first, second = (serial_scanner(name, f"serial:{tmp_path}/gun") for name in ("first", "second"))
    assert first.read(0) is None
    with pytest.raises(Unavailable, match=r"scanner\.busy"):
        second.read(0)
    first.close()
    assert second.read(0) is None
    second.close()
    virtual.unplug()


def test_settings_reach_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def note(address: str, **settings: Any) -> None:
        asked.update(settings, address=address)
        raise serial.SerialException(errno.ENOENT, "none")

    monkeypatch.setattr(serial, "Serial", note)
    ports = (PluggedPort("/dev/ttyACM3", 0x05E0, 0x1701, "S1"), PluggedPort("/dev/ttyACM4", 0x05E0, 0x1701, "S2"))
    for address, port in (
        ("serial:/dev/ttyUSB0?speed=115200&parity=E&bits=7&stop=2", "/dev/ttyUSB0"),
        ("usb:05E0:1701?speed=115200&parity=E&bits=7&stop=2", "/dev/ttyACM3"),
        ("usb:05e0:1701:s2?speed=115200&parity=E&bits=7&stop=2", "/dev/ttyACM4"),
    ):
        with pytest.raises(Unavailable):
            serial_scanner("gun", address, ports=lambda: ports).read(0)
        assert asked["address"] == port
        assert [asked[key] for key in ("baudrate", "parity", "bytesize", "stopbits")] == [115200, "E", 7, 2]
        assert asked["exclusive"]


def test_a_device_pulled_out_while_ports_are_listed_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def comports() -> Iterable[object]:
        raise TypeError("int() argument must be a string, not 'NoneType'")

    monkeypatch.setattr(serial_port.list_ports, "comports", comports)
    assert plugged_ports() == ()


def plugged(path: bytes, page: int, vendor: int = 0, product: int = 0) -> dict[str, Any]:
    return {"path": path, "usage_page": page, "vendor_id": vendor, "product_id": product}


def test_a_hid_scanner_is_known_by_its_page_else_by_what_else_is_known() -> None:
    keyboard, scanner, untold = plugged(b"k", 1), plugged(b"s", 0x8C), plugged(b"u", 0, 0x0C2E, 0x0B81)
    assert _find([keyboard, untold, scanner], (), is_named=False)["path"] == b"s"
    assert _find([keyboard, untold], (HidNumbers(0x0C2E, 0x0B81),), is_named=False)["path"] == b"u"
    assert _find([keyboard, untold], (), is_named=True)["path"] == b"u"
    for devices in ([keyboard, untold], [keyboard], []):
        with pytest.raises(OSError, match="no such scanner"):
            _find(devices, (HidNumbers(1, 2),), is_named=False)


class FakeDevice:
    """hidapi's device, as far as a scanner needs it."""

    def __init__(self, owner: FakeHid) -> None:
        self._owner = owner

    def open_path(self, path: bytes) -> None:
        if not self._owner.can_open:
            raise OSError("open failed")

    def set_nonblocking(self, _: int) -> None:
        pass

    def send_feature_report(self, report: bytes) -> int:
        self._owner.claims.append(report)
        return -1

    def read(self, _most: int, _timeout_ms: int) -> list[int]:
        report = self._owner.reports.pop(0)
        if report is None:
            raise ValueError("not open")
        return list(report)

    def close(self) -> None:
        pass


class FakeHid:
    """hidapi, with one scanner plugged in."""

    def __init__(self, path: bytes, vendor: int = 0x05E0) -> None:
        self.devices = [plugged(path, 0x8C, vendor, 0x1200)]
        self.can_open = True
        self.claims: list[bytes] = []
        self.reports: list[bytes | None] = []

    def enumerate(self, vendor: int, product: int) -> list[dict[str, Any]]:
        return [each for each in self.devices if vendor in (0, each["vendor_id"])]

    def device(self) -> FakeDevice:
        return FakeDevice(self)


def test_a_hid_scanner_is_opened_read_and_lost_through_hidapi(monkeypatch: pytest.MonkeyPatch) -> None:
    for vendor, claims in ((0x05E0, []), (0x0C2E, [b"\xfe\x01"])):
        hid = FakeHid(b"1-2:1.0", vendor)
        monkeypatch.setitem(sys.modules, "hid", hid)
        scanner = hid_scanner("gun", f"hid:{vendor:04X}:1200")
        hid.reports = [b"\x02\x03]C0PB7".ljust(64, b"\x00"), b"", b"", None]
        assert scanner.read(0.1) == "]C0PB7"
        assert hid.claims == claims
        with pytest.raises(Unavailable, match=r"scanner\.gone"):
            scanner.read(5)
        hid.devices.clear()
        with pytest.raises(Unavailable, match=r"scanner\.gone"):
            scanner.read(0)


def test_a_hid_scanner_that_cannot_be_opened_is_busy_or_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    hid = FakeHid(b"1-2:1.0")
    hid.can_open = False
    monkeypatch.setitem(sys.modules, "hid", hid)
    with pytest.raises(Unavailable, match=r"scanner\.busy"):
        hid_scanner("gun", "hid").read(0)
    monkeypatch.setattr(scanner_hid, "_is_forbidden", lambda _path: True)
    with pytest.raises(Misconfigured, match=r"scanner\.forbidden"):
        hid_scanner("gun", "hid").read(0)


def test_rights_are_looked_up_by_the_place_on_the_bus_or_by_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sys" / "1-2").mkdir(parents=True)
    (tmp_path / "sys" / "1-2" / "busnum").write_text("1\n")
    (tmp_path / "sys" / "1-2" / "devnum").write_text("12\n")
    node = tmp_path / "dev" / "bus" / "usb" / "001" / "012"
    node.parent.mkdir(parents=True)
    node.write_text("")
    places = {"sysfs": tmp_path / "sys", "nodes": tmp_path / "dev"}
    assert not _is_forbidden("1-2:1.0", **places)
    monkeypatch.setattr(os, "access", lambda path, _mode: path != node)  # the superuser may do everything
    assert _is_forbidden("1-2:1.0", **places)
    assert _is_forbidden(str(node))
    assert not _is_forbidden("1-3:1.0", **places)


def test_a_station_without_the_library_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hid", None)
    with pytest.raises(Misconfigured, match=r"scanner\.no_hidapi: hid"):
        hid_scanner("gun", "hid").read(0)
