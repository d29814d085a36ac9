"""Windows' raw input, read from the bytes that 64-bit Windows gives."""

from __future__ import annotations

import sys

import pytest

from app.devices.raw_input import (
    HEADER,
    KEY,
    MESSAGE,
    RI_KEY_BREAK,
    RI_KEY_E0,
    RI_KEY_E1,
    RawInput,
    address_in,
    this_raw_input,
)
from app.domain.keyboard import RawKey
from app.domain.scanner import FoundScanner, ScannerKind
from app.errors import Misconfigured, Unavailable
from tests.devices.user32 import BLUETOOTH, BUILT_IN, KEYBOARD, SCANNER, FakeUser32

HAND_SCANNER = "keyboard:05e0:1200"


@pytest.fixture
def windows() -> FakeUser32:
    return FakeUser32()


def test_the_structures_are_as_long_as_on_64_bit_windows() -> None:
    assert (MESSAGE.size, HEADER.size, KEY.size) == (48, 24, 16)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        (SCANNER, HAND_SCANNER),
        (BLUETOOTH, "keyboard:05ac:0220"),
        (KEYBOARD, "keyboard:046d:c31c"),
        (BUILT_IN, ""),
        ("", ""),
        (r"\\?\HID#VID_05&PID_12", ""),
    ],
)
def test_a_device_is_known_by_its_numbers(name: str, address: str) -> None:
    assert address_in(name) == address


def test_keyboards_that_have_numbers_are_listed(windows: FakeUser32) -> None:
    assert RawInput(windows).keyboards() == (
        FoundScanner(HAND_SCANNER, ScannerKind.KEYBOARD, "05E0:1200"),
        FoundScanner("keyboard:046d:c31c", ScannerKind.KEYBOARD, "046D:C31C"),
        FoundScanner("keyboard:05ac:0220", ScannerKind.KEYBOARD, "05AC:0220"),
    )


@pytest.mark.parametrize(
    ("make", "flags", "key"),
    [
        (30, 0, RawKey(HAND_SCANNER, 30, is_break=False)),
        (30, RI_KEY_BREAK, RawKey(HAND_SCANNER, 30, is_break=True)),
        (28, RI_KEY_E0, RawKey(HAND_SCANNER, 0x11C, is_break=False)),
        (0x38, RI_KEY_E0 | RI_KEY_BREAK, RawKey(HAND_SCANNER, 0x138, is_break=True)),
    ],
)
def test_a_key_is_told_with_its_keyboard(windows: FakeUser32, make: int, flags: int, key: RawKey) -> None:
    assert RawInput(windows).key_of(windows.key(0x10001, make, flags)) == key


def test_keys_for_another_program_are_told_as_such(windows: FakeUser32) -> None:
    key = RawInput(windows).key_of(windows.key(0x10001, 30, is_background=True))
    assert key == RawKey(HAND_SCANNER, 30, is_break=False, is_ours=False)


@pytest.mark.parametrize(
    ("make", "flags", "kind"), [(0xFF, 0, 1), (0x2A, RI_KEY_E0, 1), (0x1D, RI_KEY_E1, 1), (0, 0, 1), (30, 0, 0)]
)
def test_what_is_no_key_is_none(windows: FakeUser32, make: int, flags: int, kind: int) -> None:
    assert RawInput(windows).key_of(windows.key(0x10001, make, flags, kind=kind)) is None


def test_other_messages_and_broken_ones_are_no_keys(windows: FakeUser32) -> None:
    raw = RawInput(windows)
    assert raw.key_of(windows.message(0x100, 65, 30)) is None
    assert raw.key_of(windows.message(0xFF, 0, 0xDEAD)) is None
    message = windows.key(0x10001, 30)
    windows.told = {handle: told[:30] for handle, told in windows.told.items()}
    assert raw.key_of(message) is None


def test_a_key_that_a_program_made_or_an_unplugged_keyboard_is_nobodys(windows: FakeUser32) -> None:
    raw = RawInput(windows)
    for device in (0, 0x99):
        assert raw.key_of(windows.key(device, 30)) == RawKey("", 30, is_break=False)


def test_listening_begins_and_ends(windows: FakeUser32) -> None:
    raw = RawInput(windows)
    raw.listen(0x51)
    assert windows.window == 0x51
    raw.stop()
    assert windows.window is None


def test_a_system_that_forbids_it_is_told(windows: FakeUser32) -> None:
    windows.refuses = True
    with pytest.raises(Unavailable) as caught:
        RawInput(windows).listen(0x51)
    assert caught.value.code == "scanner.forbidden"


def test_the_input_method_is_taken_and_given_back(windows: FakeUser32) -> None:
    raw = RawInput(windows)
    raw.set_input_method(0x51, is_on=False)
    raw.set_input_method(0x52, is_on=True)
    assert windows.input_methods == {0x51: 0, 0x52: 0x10}


def test_keyboards_come_and_go_without_growth(windows: FakeUser32) -> None:
    raw = RawInput(windows)
    for device in range(1, 2000):
        windows.devices[device] = SCANNER
        windows.told.clear()
        raw.key_of(windows.key(device, 30))
    assert len(raw._addresses) <= 256


@pytest.mark.skipif(sys.platform == "win32", reason="what other systems say")
def test_elsewhere_keyboards_cannot_be_told_apart() -> None:
    with pytest.raises(Misconfigured) as caught:
        this_raw_input()
    assert caught.value.code == "scanner.windows_only"
