"""Which keyboard a key came from: Windows' raw input, through user32's own functions.

Structures are those of winuser.h on 64-bit Windows, which is all that Qt 6 runs on. Not run on Windows yet: only there
can be seen that WM_INPUT comes before the key event it is about, and what names other makers' drivers give.
"""
# ruff: noqa: N802 - Windows' own names

from __future__ import annotations

import ctypes
import re
import struct
import sys
from typing import Any, Protocol

from app.domain.keyboard import RawKey
from app.domain.scanner import FoundScanner, ScannerKind
from app.errors import Misconfigured, Unavailable

WM_INPUT = 0x00FF
RIM_INPUTSINK = 1
RIM_TYPEKEYBOARD = 1
RID_INPUT = 0x10000003
RIDI_DEVICENAME = 0x20000007
RIDEV_REMOVE = 0x00000001
RIDEV_INPUTSINK = 0x00000100
RI_KEY_BREAK, RI_KEY_E0, RI_KEY_E1 = 1, 2, 4
FAILED = 0xFFFFFFFF  # (UINT)-1
IACE_DEFAULT = 0x0010

MESSAGE = struct.Struct("<QI4xQQIii4x")  # MSG: window, message, wParam, lParam, time, point
DEVICE = struct.Struct("<HHIQ")  # RAWINPUTDEVICE: usage page, usage, flags, window
LISTED = struct.Struct("<QI4x")  # RAWINPUTDEVICELIST: device, type
HEADER = struct.Struct("<IIQQ")  # RAWINPUTHEADER: type, size, device, wParam
KEY = struct.Struct("<HHHHII")  # RAWKEYBOARD: make code, flags, reserved, virtual key, message, extra

_KEYBOARDS = (1, 6)  # usage page and usage of HID
_OVERRUN = 0xFF  # too many keys at once
_FAKE_SHIFTS = frozenset({0x12A, 0x136})  # what old keyboards put around extended keys
_LONGEST_INPUT, _LONGEST_NAME, _MOST_DEVICES = 1024, 512, 256
# On a cable the name says VID_05E0&PID_1200, over Bluetooth VID&000205ac_PID&0220: who numbers vendors comes first.
_IDS = re.compile(r"VID[_&]([0-9A-F]{4,8})[_&]+PID[_&]([0-9A-F]{4})", re.IGNORECASE)


class User32(Protocol):
    """The functions of user32 (and imm32) that are used; arguments go by position only, numbers by pointer."""

    def RegisterRawInputDevices(self, devices: Any, count: int, size: int, /) -> int: ...
    def GetRawInputData(self, handle: int, command: int, to: Any, size: Any, header_size: int, /) -> int: ...
    def GetRawInputDeviceInfoW(self, device: int, command: int, to: Any, size: Any, /) -> int: ...
    def GetRawInputDeviceList(self, devices: Any, count: Any, size: int, /) -> int: ...
    def ImmAssociateContextEx(self, window: int, context: int | None, flags: int, /) -> int: ...


class RawInput:
    """The keyboards of this machine. Used by the window's thread alone."""

    def __init__(self, user32: User32) -> None:
        self._user32 = user32
        self._addresses: dict[int, str] = {}  # by Windows' handles, which die with the cable

    def listen(self, window: int) -> None:
        """Have every keyboard's keys told to this window, whoever has the focus. Raises Unavailable
        (`scanner.forbidden`).
        """
        self._register(RIDEV_INPUTSINK, window)

    def stop(self) -> None:
        """No more of it. Raises Unavailable (`scanner.forbidden`)."""
        self._register(RIDEV_REMOVE, 0)

    def _register(self, flags: int, window: int) -> None:
        devices = ctypes.create_string_buffer(DEVICE.pack(*_KEYBOARDS, flags, window), DEVICE.size)
        if not self._user32.RegisterRawInputDevices(devices, 1, DEVICE.size):
            raise Unavailable("scanner.forbidden")

    def keyboards(self) -> tuple[FoundScanner, ...]:
        """Every keyboard that can be told from others of another make, once."""
        found: dict[str, FoundScanner] = {}
        for device in self._devices():
            address = self._address_of(device)
            if address:
                found[address] = FoundScanner(address, ScannerKind.KEYBOARD, address.partition(":")[2].upper())
        return tuple(found.values())

    def _devices(self) -> list[int]:
        count = ctypes.c_uint(_MOST_DEVICES)
        listed = ctypes.create_string_buffer(LISTED.size * _MOST_DEVICES)
        got = self._user32.GetRawInputDeviceList(listed, ctypes.pointer(count), LISTED.size)
        if got == FAILED:
            return []
        rows = LISTED.iter_unpack(listed.raw[: got * LISTED.size])
        return [device for device, kind in rows if kind == RIM_TYPEKEYBOARD]

    def key_of(self, message: int) -> RawKey | None:
        """The key that a message of Windows (the address of a MSG) is about; None for any other message."""
        _, number, w_param, l_param, *_ = MESSAGE.unpack(ctypes.string_at(message, MESSAGE.size))
        if number != WM_INPUT:
            return None
        size = ctypes.c_uint(_LONGEST_INPUT)
        told = ctypes.create_string_buffer(_LONGEST_INPUT)
        got = self._user32.GetRawInputData(l_param, RID_INPUT, told, ctypes.pointer(size), HEADER.size)
        if got == FAILED:
            return None
        return self._key(told.raw[:got], is_ours=w_param & 0xFF != RIM_INPUTSINK)

    def _key(self, told: bytes, *, is_ours: bool) -> RawKey | None:
        if len(told) < HEADER.size + KEY.size:
            return None
        kind, _, device, _ = HEADER.unpack_from(told)
        make, flags, *_ = KEY.unpack_from(told, HEADER.size)
        scan_code = make | (0x100 if flags & RI_KEY_E0 else 0)
        is_key = kind == RIM_TYPEKEYBOARD and make not in (0, _OVERRUN) and scan_code not in _FAKE_SHIFTS
        if not is_key or flags & RI_KEY_E1:
            return None
        return RawKey(self._address_of(device), scan_code, bool(flags & RI_KEY_BREAK), is_ours)

    def _address_of(self, device: int) -> str:
        """0 is a key that a program made."""
        if device and device not in self._addresses:
            if len(self._addresses) >= _MOST_DEVICES:
                self._addresses.clear()
            self._addresses[device] = address_in(self._name_of(device))
        return self._addresses.get(device, "")

    def _name_of(self, device: int) -> str:
        size = ctypes.c_uint(_LONGEST_NAME)
        name = ctypes.create_unicode_buffer(_LONGEST_NAME)
        got = self._user32.GetRawInputDeviceInfoW(device, RIDI_DEVICENAME, name, ctypes.pointer(size))
        return "" if got == FAILED else name.value

    def set_input_method(self, window: int, *, is_on: bool) -> None:
        """Take the input method from a window whose keys are codes, or give it back where somebody writes."""
        self._user32.ImmAssociateContextEx(window, None, IACE_DEFAULT if is_on else 0)


def address_in(name: str) -> str:
    """`keyboard:VID:PID` in four hexadecimal digits each, from Windows' name of a device; empty where it has none."""
    match = _IDS.search(name)
    return f"keyboard:{match[1][-4:]}:{match[2]}".lower() if match else ""


if sys.platform == "win32":

    class _Libraries:
        def __init__(self) -> None:
            user32, imm32 = ctypes.WinDLL("user32"), ctypes.WinDLL("imm32")
            self.RegisterRawInputDevices = user32.RegisterRawInputDevices
            self.GetRawInputData = user32.GetRawInputData
            self.GetRawInputDeviceInfoW = user32.GetRawInputDeviceInfoW
            self.GetRawInputDeviceList = user32.GetRawInputDeviceList
            self.ImmAssociateContextEx = imm32.ImmAssociateContextEx
            number, handle, pointer = ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p
            self.RegisterRawInputDevices.argtypes = (pointer, number, number)
            self.GetRawInputData.argtypes = (handle, number, pointer, pointer, number)
            self.GetRawInputDeviceInfoW.argtypes = (handle, number, pointer, pointer)
            self.GetRawInputDeviceList.argtypes = (pointer, pointer, number)
            self.ImmAssociateContextEx.argtypes = (handle, handle, number)
            for read in (self.GetRawInputData, self.GetRawInputDeviceInfoW, self.GetRawInputDeviceList):
                read.restype = number

    def this_raw_input() -> RawInput:
        return RawInput(_Libraries())

else:

    def this_raw_input() -> RawInput:
        """Raises Misconfigured (`scanner.windows_only`)."""
        raise Misconfigured("scanner.windows_only")
