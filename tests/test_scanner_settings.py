from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.scanner import ScannerKind
from app.errors import Misconfigured
from app.scanner_rack import kind_of
from app.settings import ScannerSettings, load_settings

GOOD = {
    "serial:COM5?speed=115200": ScannerKind.SERIAL,
    "usb:0c2e:0b61": ScannerKind.SERIAL,
    "usb:05E0:1701:S/N-7": ScannerKind.SERIAL,
    "usb:067b:2303?speed=115200&parity=E": ScannerKind.SERIAL,
    "hid": ScannerKind.HID,
    "hid:05e0:1900": ScannerKind.HID,
    "keyboard:0c2e:0b61": ScannerKind.KEYBOARD,
    "camera:0": ScannerKind.CAMERA,
    "camera:/dev/video0": ScannerKind.CAMERA,
    "rtsp://admin:secret@192.168.1.9/stream": ScannerKind.CAMERA,
    "http://127.0.0.1:8080/": ScannerKind.CAMERA,
    "file:film.avi": ScannerKind.CAMERA,
}


def _scanners(folder: Path, text: str) -> tuple[ScannerSettings, ...]:
    (folder / "station.toml").write_text(text, "utf-8")
    return load_settings(folder).scanners


@pytest.mark.parametrize("address", GOOD)
def test_every_kind_of_address_is_taken(address: str, tmp_path: Path) -> None:
    (scanner,) = _scanners(tmp_path, f'[[scanners]]\nname = "one"\naddress = "{address}"\n')
    assert scanner.address == address
    assert kind_of(address) is GOOD[address]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('address = "com5"', "leads to no scanner"),
        ('address = "usb:12:34"', "leads to no scanner"),
        ('address = "camera:"', "leads to no scanner"),
        ('address = "camera:0"\nreads = "everything"', "reads"),
        ('address = "camera:0"\nregion = "10,10,95,50"', "does not lie in the picture"),
        ('address = "camera:0"\nregion = "left"', "percent"),
        ('address = "camera:0"\nfps = 1000', "no camera"),
        ('address = "camera:0"\nleave_ms = 5', "leave_ms"),
        ('address = "camera:0"\nname = "wedge"', "none of its own"),
        ('address = "camera:0"\n[[scanners]]\nname = "one"\naddress = "hid"', "none of its own"),
        ('address = "camera:0"\n[wedge]\ngap_ms = 1', "gap_ms"),
        ('address = "camera:0"\n[evidence]\nkeep_days = 0', "evidence"),
    ],
)
def test_a_wrong_setting_is_named(line: str, told: str, tmp_path: Path) -> None:
    name = "" if "name =" in line.split("[[", maxsplit=1)[0] else 'name = "one"\n'
    with pytest.raises(Misconfigured) as refused:
        _scanners(tmp_path, f"[[scanners]]\n{name}{line}\n")
    assert told in refused.value.detail


def test_a_cameras_name_and_password_are_never_shown() -> None:
    shown = ScannerSettings("gate", "rtsp://admin:sec@ret@192.168.1.9:554/live?token=abc").address_shown
    assert shown == "rtsp://192.168.1.9:554/live"
    assert ScannerSettings("one", "serial:COM5?speed=9600").address_shown == "serial:COM5?speed=9600"


@pytest.mark.parametrize(
    "address", ["rtps://admin:sec@ret@192.168.1.9/live?token=abc", "http:/admin:secret@cam/?token=abc"]
)
def test_an_address_that_is_written_wrong_is_told_without_name_and_password(address: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as refused:
        _scanners(tmp_path, f'[[scanners]]\nname = "gate"\naddress = "{address}"\n')
    told = str(refused.value)
    assert "gate" in told
    assert not any(secret in told for secret in ("admin", "sec", "abc"))
