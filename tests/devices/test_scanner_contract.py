"""What every scanner keeps, by whatever cable or light its codes come, and scanners that break it, which are caught.

One more kind of scanner is one more entry in RIGS.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.devices.scanner import Scanner
from app.devices.scanner_hid import hid_scanner
from app.devices.scanner_line import LineScanner
from app.devices.scanner_serial import serial_scanner
from app.devices.serial_port import PluggedPort
from app.devices.virtual_scanner import Cable, ReportCable, ScannerFault, VirtualScanner, Wording
from app.domain.barcode import Code, read_code
from app.domain.scanner import ScannerKind
from app.errors import Misconfigured, Unavailable
from tests.devices.terminals import NO_TERMINALS, has_terminals, needs_terminals

if sys.platform != "win32":
    from app.devices.virtual_scanner.terminal import TerminalCable

PATIENCE_S = 10.0
HASTE_S = 0.05  # where nothing is to be heard
EAN = "4006381333931"
GS1 = "010460043993125621JgXJ5.T\x1d10AB\x1d17290101"
LONG = "https://example.test/" + "7" * 300


@dataclass(frozen=True)
class Rig:
    """A scanner, and what lies before it. `scan` shows it a code, with the AIM identifier that belongs to it."""

    kind: ScannerKind
    scanner: Scanner
    scan: Callable[[str, str], None]
    unplug: Callable[[], None]
    plug: Callable[[], None]

    def wake(self) -> None:
        """Open it: what is shown to a scanner before that is nobody's."""
        assert self.scanner.read(0) is None

    def read(self) -> str:
        """The next code. Being opened, or looked for again, takes a moment."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                text = self.scanner.read(HASTE_S)
            except Unavailable:
                continue
            if text is not None:
                return text
        raise AssertionError("never read")

    def read_until_gone(self) -> list[str]:
        """What still came."""
        heard: list[str] = []
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                heard += filter(None, [self.scanner.read(HASTE_S)])
            except Unavailable as error:
                if error.code == "scanner.gone" and error.retry_after_s:
                    return heard
                raise
        raise AssertionError("never said that it is gone")


@contextmanager
def _virtual(cable: Cable, scanner: LineScanner, wording: Wording, replug: Callable[[], None]) -> Iterator[Rig]:
    virtual = VirtualScanner(cable, wording)

    def plug() -> None:
        replug()
        virtual.plug()

    yield Rig(scanner.kind, scanner, virtual.scan, virtual.unplug, plug)
    scanner.close()
    virtual.unplug()


def _nothing() -> None:
    pass


def _serial(folder: Path, wording: Wording) -> AbstractContextManager[Rig]:
    if not has_terminals():
        pytest.skip(NO_TERMINALS)
    scanner = serial_scanner("gun", f"serial:{folder / 'gun'}?speed=115200")
    return _virtual(TerminalCable(folder / "gun"), scanner, wording, _nothing)


def _usb(folder: Path) -> AbstractContextManager[Rig]:
    """Every time it is plugged in its port has another name."""
    if not has_terminals():
        pytest.skip(NO_TERMINALS)
    names = iter(str(folder / f"ttyACM{number}") for number in range(10))
    cable = TerminalCable(Path(next(names)))

    def ports() -> tuple[PluggedPort, ...]:
        other = PluggedPort(str(folder / "other"), 0x0C2E, 0x0901, "17")
        return (other, PluggedPort(str(cable.link), 0x0C2E, 0x0901, "A1")) if cable.is_plugged else (other,)

    def rename() -> None:
        cable.link = Path(next(names))

    return _virtual(cable, serial_scanner("gun", "usb:0c2e:0901:a1", ports=ports), Wording(), rename)


def _hid(wording: Wording) -> AbstractContextManager[Rig]:
    cable = ReportCable()
    return _virtual(cable, hid_scanner("gun", "hid", open_line=cable.open), wording, _nothing)


RIGS: dict[str, Callable[[Path], AbstractContextManager[Rig]]] = {
    "serial, CR": lambda folder: _serial(folder, Wording()),
    "serial, LF": lambda folder: _serial(folder, Wording(ending=b"\n")),
    "serial, CR LF": lambda folder: _serial(folder, Wording(ending=b"\r\n")),
    "serial, TAB": lambda folder: _serial(folder, Wording(ending=b"\t")),
    "serial, ETX": lambda folder: _serial(folder, Wording(ending=b"\x03")),
    "serial, STX ETX": lambda folder: _serial(folder, Wording(prefix=b"\x02", ending=b"\x03")),
    "serial, STX ETX CR LF": lambda folder: _serial(folder, Wording(prefix=b"\x02", ending=b"\x03\r\n")),
    "serial, STX CR": lambda folder: _serial(folder, Wording(prefix=b"\x02", ending=b"\r")),
    "USB serial": _usb,
    "HID": lambda _: _hid(Wording()),
    "HID without suffix": lambda _: _hid(Wording(ending=b"")),
    "HID without report number": lambda _: _hid(Wording(is_numbered=False)),
    "HID without identifier field": lambda _: _hid(Wording(has_field=False)),
}


@pytest.fixture
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    with RIGS[request.param](tmp_path) as rig:
        yield rig


def check_each_code_comes_once_and_in_order(rig: Rig) -> None:
    rig.wake()
    rig.scan(EAN, "]E0")
    assert rig.read() == f"]E0{EAN}"
    codes = [f"PB{number:04d}" for number in range(50)]
    for code in codes:
        rig.scan(code, "]C0")
    assert [rig.read() for _ in codes] == [f"]C0{code}" for code in codes]
    assert rig.scanner.read(HASTE_S) is None


def check_the_same_code_twice_is_two_scans(rig: Rig) -> None:
    rig.wake()
    for _ in range(2):
        rig.scan(EAN, "]E0")
    assert [rig.read(), rig.read()] == [f"]E0{EAN}"] * 2


def check_identifier_and_separators_are_kept(rig: Rig) -> None:
    rig.wake()
    for text, symbology in ((GS1, "]C1"), (GS1, "]d2"), (GS1, "]Q3"), (LONG, "]Q1"), ("快递单号ß7", "]Q1")):
        rig.scan(text, symbology)
        assert rig.read() == symbology + text


def check_nobody_waits_longer_than_asked(rig: Rig) -> None:
    rig.wake()
    began = time.monotonic()
    for timeout_s in (0.0, 0.04, 0.08):
        assert rig.scanner.read(timeout_s) is None
    assert 0.1 < time.monotonic() - began < PATIENCE_S


def check_pulling_it_out_is_said_and_plugging_it_in_is_enough(rig: Rig) -> None:
    rig.wake()
    for number in range(2):
        rig.unplug()
        for _ in range(2):
            assert rig.read_until_gone() == []
        rig.plug()
        rig.wake()
        rig.scan(f"PB{number}", "]C0")
        assert rig.read() == f"]C0PB{number}"


def check_reading_opens_what_was_closed(rig: Rig) -> None:
    for number in range(2):
        rig.wake()
        rig.scan(f"PB{number}", "]C0")
        assert rig.read() == f"]C0PB{number}"
        rig.scanner.close()
        rig.scanner.close()


CHECKS = [check for name, check in list(globals().items()) if name.startswith("check_")]


@pytest.mark.parametrize("rig", RIGS, indirect=True)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_every_scanner_keeps_the_contract(check: Callable[[Rig], None], rig: Rig) -> None:
    check(rig)


class Broken:
    """A good scanner behind somebody who passes its codes on with one mistake."""

    def __init__(self, scanner: Scanner) -> None:
        self.name, self.kind = scanner.name, scanner.kind
        self._scanner = scanner
        self._last: str | None = None

    def read(self, timeout_s: float = 1.0) -> str | None:
        return self._scanner.read(timeout_s)

    def close(self) -> None:
        self._scanner.close()


class SaysTheLastCodeAgain(Broken):
    def read(self, timeout_s: float = 1.0) -> str | None:
        text = super().read(timeout_s)
        again, self._last = self._last, text
        return text or again


class TakesASecondScanForAnEcho(Broken):
    def read(self, timeout_s: float = 1.0) -> str | None:
        text = super().read(timeout_s)
        is_echo = text == self._last
        self._last = text
        return None if is_echo else text


class DropsSeparators(Broken):
    def read(self, timeout_s: float = 1.0) -> str | None:
        text = super().read(timeout_s)
        return text and text.replace("\x1d", "")


class DropsIdentifiers(Broken):
    def read(self, timeout_s: float = 1.0) -> str | None:
        text = super().read(timeout_s)
        return text and text[3:]


class HidesThatItIsGone(Broken):
    def read(self, timeout_s: float = 1.0) -> str | None:
        try:
            return super().read(timeout_s)
        except Unavailable:
            time.sleep(0.02)
            return None


class WaitsForACode(Broken):
    def read(self, timeout_s: float = 1.0) -> str | None:
        return super().read(max(timeout_s, 0.15))


class ForgetsWhatWaits(Broken):
    """Lets go of the line after every code."""

    def read(self, timeout_s: float = 1.0) -> str | None:
        text = super().read(timeout_s)
        if text and isinstance(self._scanner, LineScanner):
            self._scanner._waiting.clear()
        return text


@pytest.mark.parametrize("rig", ["serial, CR", "HID"], indirect=True)
@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (SaysTheLastCodeAgain, check_each_code_comes_once_and_in_order),
        (ForgetsWhatWaits, check_each_code_comes_once_and_in_order),
        (TakesASecondScanForAnEcho, check_the_same_code_twice_is_two_scans),
        (DropsSeparators, check_identifier_and_separators_are_kept),
        (DropsIdentifiers, check_identifier_and_separators_are_kept),
        (HidesThatItIsGone, check_pulling_it_out_is_said_and_plugging_it_in_is_enough),
        (WaitsForACode, check_nobody_waits_longer_than_asked),
    ],
)
def test_a_scanner_that_breaks_the_contract_is_caught(
    broken: type[Broken], check: Callable[[Rig], None], rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PATIENCE_S", 0.25)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check(replace(rig, scanner=broken(rig.scanner)))


class DeliversHalf(LineScanner):
    """Hands out what there is when the cable comes off."""

    def close(self) -> None:
        framing = self._framing
        self._waiting += framing._code.end()  # type: ignore[attr-defined]
        super().close()


@needs_terminals
@pytest.mark.parametrize("kind", ["serial", "HID"])
@pytest.mark.parametrize("is_broken", [False, True])
def test_half_a_code_is_dropped_when_the_cable_comes_off(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_broken: bool
) -> None:
    if is_broken:
        monkeypatch.setattr("app.devices.scanner_serial.LineScanner", DeliversHalf)
        monkeypatch.setattr("app.devices.scanner_hid.LineScanner", DeliversHalf)
    reports = ReportCable()
    cable: Cable = reports if kind == "HID" else TerminalCable(tmp_path / "gun")
    virtual = VirtualScanner(cable)
    is_hid = kind == "HID"
    scanner = (
        hid_scanner("gun", "hid", open_line=reports.open) if is_hid else serial_scanner("gun", f"serial:{tmp_path}/gun")
    )
    rig = Rig(scanner.kind, scanner, virtual.scan, virtual.unplug, virtual.plug)
    rig.wake()
    virtual.scan(EAN, "]E0")
    assert rig.read() == f"]E0{EAN}"
    whole = cable.pieces(LONG, "]Q1", virtual.wording, is_small=False)
    virtual.send(whole[:1] if is_hid else [whole[0][:100]])
    assert scanner.read(HASTE_S) is None  # half of it is here
    virtual.unplug()
    assert bool(rig.read_until_gone()) is is_broken
    virtual.plug()
    rig.wake()
    virtual.scan(EAN, "]E0")
    assert rig.read() == f"]E0{EAN}"
    scanner.close()
    virtual.unplug()


@needs_terminals
def test_a_cable_that_comes_off_midway_by_itself_leaves_nothing(tmp_path: Path) -> None:
    virtual = VirtualScanner(TerminalCable(tmp_path / "gun"))
    scanner = serial_scanner("gun", f"serial:{tmp_path}/gun")
    rig = Rig(scanner.kind, scanner, virtual.scan, virtual.unplug, virtual.plug)
    rig.wake()
    virtual.misbehave(ScannerFault.UNPLUG_MIDWAY)
    virtual.scan(EAN, "]E0")
    assert rig.read_until_gone() == []
    virtual.plug()
    rig.wake()
    virtual.misbehave(ScannerFault.STUTTER)
    virtual.scan(EAN, "]E0")
    assert rig.read() == f"]E0{EAN}"
    scanner.close()
    virtual.unplug()


@pytest.mark.parametrize(
    "address",
    [
        "serial:", "serial:?speed=9600", "serial:COM5?speed=fast", "serial:COM5?speed=0", "serial:COM5?speed=",
        "serial:COM5?parity=X", "serial:COM5?bits=9", "serial:COM5?stop=3", "serial:COM5?colour=red", "usb:",
        "usb:0c2e", "usb:0c2e:901", "usb:zzzz:0901", "usb:0c2e:0901:", "usb:0c2e:0901?speed=x", "COM5", "camera:0",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_refused_before_anything_is_opened(address: str) -> None:
    with pytest.raises(Misconfigured, match=r"scanner\.address"):
        serial_scanner("gun", address)


@pytest.mark.parametrize("address", ["hid:", "hid:0c2e", "hid:0c2e:0901:17", "hid:zzzz:0901", "usb:0c2e:0901"])
def test_an_address_of_no_hid_scanner_is_refused(address: str) -> None:
    with pytest.raises(Misconfigured, match=r"scanner\.address"):
        hid_scanner("gun", address)


@needs_terminals
def test_what_was_cut_off_is_a_text_that_the_bench_refuses(tmp_path: Path) -> None:
    """A code whose end never comes while the cable holds: whoever heard the beep is told that it did not count."""
    virtual = VirtualScanner(TerminalCable(tmp_path / "gun"))
    scanner = serial_scanner("gun", f"serial:{tmp_path}/gun")
    rig = Rig(scanner.kind, scanner, virtual.scan, virtual.unplug, virtual.plug)
    rig.wake()
    virtual.scan(EAN, "]E0")
    assert isinstance(read_code(rig.read()), Code)
    virtual.send([b"40063813"])
    text = rig.read()
    assert text.startswith("40063813")
    assert not isinstance(read_code(text), Code)
    scanner.close()
    virtual.unplug()
