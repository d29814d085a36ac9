"""What is plugged in, by what the system says of it: folders as Linux has them, and what libraries list."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from app.devices import scanner_finding
from app.devices.hidapi import HidNumbers, known_as
from app.devices.scanner_finding import MAKERS, find_scanners
from app.devices.scanner_hid import hid_scanner
from app.devices.scanner_serial import parse_address
from app.devices.serial_port import PluggedPort, plugged_ports
from app.domain.scanner import FoundScanner, ScannerKind

ZEBRA = PluggedPort("/dev/ttyACM0", 0x05E0, 0x1701, "S1", "Symbol Bar Code Scanner")
CABLE = PluggedPort("COM7", 0x0403, 0x6001, "", "USB Serial Port (COM7)")
MODEM = PluggedPort("/dev/ttyS0", title="ttyS0")


def found(**given: Any) -> tuple[FoundScanner, ...]:
    nothing: dict[str, Any] = {"ports": tuple, "hid_scanners": tuple, "video": Path("/none")}
    return find_scanners(**(nothing | given))


def test_ports_of_makers_come_first_and_other_usb_cables_last() -> None:
    scanners = found(ports=lambda: (CABLE, MODEM, ZEBRA), hid_scanners=lambda: (HidNumbers(0x0C2E, 0x0B81, "Voyager"),))
    assert [(each.address, each.kind, each.title) for each in scanners] == [
        ("usb:05e0:1701:S1", ScannerKind.SERIAL, "Zebra (Symbol), Symbol Bar Code Scanner, /dev/ttyACM0"),
        ("hid:0c2e:0b81", ScannerKind.HID, "Honeywell (Metrologic), Voyager"),
        ("usb:0403:6001", ScannerKind.SERIAL, "USB Serial Port (COM7), COM7"),
    ]


def test_what_is_found_may_be_set_up_as_it_stands() -> None:
    for each in found(ports=lambda: (CABLE, ZEBRA), hid_scanners=lambda: (HidNumbers(1, 2),)):
        if each.kind is ScannerKind.HID:
            hid_scanner("gun", each.address)
        else:
            assert parse_address(each.address).vendor_id


def test_this_machine_is_looked_at_without_an_error() -> None:
    assert isinstance(find_scanners(), tuple)
    assert isinstance(plugged_ports(), tuple)
    assert all(0 < maker < 0x10000 for maker in MAKERS)


def test_hid_scanners_are_found_by_hidapi_and_by_linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hid:
        @staticmethod
        def enumerate(_vendor: int, _product: int) -> list[dict[str, Any]]:
            scanner = {"vendor_id": 0x05F9, "product_id": 0x2206, "usage_page": 0x8C, "product_string": None}
            return [scanner, scanner | {"usage_page": 1, "product_id": 9}]

    monkeypatch.setitem(sys.modules, "hid", Hid)
    monkeypatch.setattr(scanner_finding, "known_as", lambda _page: (HidNumbers(0x0C2E, 0x0B81, "Voyager"),))
    scanners = find_scanners(ports=tuple, video=tmp_path)
    assert [each.address for each in scanners] == ["hid:05f9:2206", "hid:0c2e:0b81"]
    monkeypatch.setitem(sys.modules, "hid", None)
    assert [each.address for each in find_scanners(ports=tuple, video=tmp_path)] == ["hid:0c2e:0b81"]


def test_linux_says_what_page_a_device_is_of(tmp_path: Path) -> None:
    for name, head, numbers in (
        ("hidraw0", b"\x05\x01\x09\x06", "0003:00000C2E:00000901"),
        ("hidraw1", b"\x06\x8c\x00\x09\x02", "0003:00000C2E:00000B81"),
        ("hidraw2", b"\x05\x8c\x09\x02", "0003:000005E0:00001900"),
        ("hidraw3", b"\x05\x8c\x09\x02", "nothing"),
    ):
        device = tmp_path / name / "device"
        device.mkdir(parents=True)
        (device / "report_descriptor").write_bytes(head + bytes(20))
        (device / "uevent").write_text(f"DRIVER=hid-generic\nHID_ID={numbers}\nHID_NAME=Maker Gun {name}\n")
    (tmp_path / "hidraw4" / "device").mkdir(parents=True)
    assert known_as(0x8C, tmp_path) == (
        HidNumbers(0x0C2E, 0x0B81, "Maker Gun hidraw1"),
        HidNumbers(0x05E0, 0x1900, "Maker Gun hidraw2"),
    )
    assert known_as(0x8C, tmp_path / "none") == ()


def camera(folder: Path, name: str, title: str, index: int) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "name").write_text(f"{title}\n")
    (folder / name / "index").write_text(f"{index}\n")


def test_cameras_are_named_and_only_nodes_with_pictures_count(tmp_path: Path) -> None:
    camera(tmp_path, "video10", "Bench camera", 0)
    camera(tmp_path, "video2", "Top camera: 测", 0)
    camera(tmp_path, "video3", "Top camera: 测", 1)
    (tmp_path / "video4").mkdir()
    assert [(each.address, each.title) for each in found(video=tmp_path, nodes=Path("/none"))] == [
        ("camera:/none/video2", "Top camera: 测"),
        ("camera:/none/video10", "Bench camera"),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="drivers are asked on Linux")
@pytest.mark.parametrize(
    ("device", "own", "gives"),
    [
        (0x85200001, 0x05200001, True),
        (0x84A00001, 0x04A00000, False),
        (0x00000001, 0, True),
        (0x84208000, 0x04208000, False),
    ],
)
def test_the_driver_says_whether_a_node_gives_pictures(
    device: int, own: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, gives: bool
) -> None:
    def answer(_file: object, request: int, told: bytearray) -> None:
        assert (request, len(told)) == (0x80685600, 104)
        told[84:92] = device.to_bytes(4, sys.byteorder) + own.to_bytes(4, sys.byteorder)

    camera(tmp_path / "sys", "video0", "Camera", 0)
    (tmp_path / "video0").write_text("")
    monkeypatch.setattr(scanner_finding.fcntl, "ioctl", answer)
    assert bool(found(video=tmp_path / "sys", nodes=tmp_path)) is gives
