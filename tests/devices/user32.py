"""A Windows that is not there: user32 as far as raw input uses it, with keyboards and their keys.

Shapes are those of winuser.h on 64-bit Windows: sizes are checked, buffers that are too small refused.
"""
# ruff: noqa: N802 - Windows' own names

from __future__ import annotations

import ctypes
from typing import Any

from app.devices.raw_input import (
    DEVICE,
    FAILED,
    HEADER,
    KEY,
    LISTED,
    MESSAGE,
    RID_INPUT,
    RIDEV_INPUTSINK,
    RIDEV_REMOVE,
    RIDI_DEVICENAME,
    RIM_TYPEKEYBOARD,
    WM_INPUT,
)

SCANNER = r"\\?\HID#VID_05E0&PID_1200&MI_00#7&2a&0&0000#{884b96c3-56ef-11d1-bc8c-00a0c91405dd}"
BLUETOOTH = r"\\?\HID#{00001124-0000-1000-8000-00805f9b34fb}_VID&000205ac_PID&0220#8&1#{884b96c3-56ef}"
KEYBOARD = r"\\?\HID#VID_046D&PID_C31C&MI_00#7&1b&0&0000#{884b96c3-56ef-11d1-bc8c-00a0c91405dd}"
BUILT_IN = r"\\?\ACPI#PNP0303#4&1#{884b96c3-56ef-11d1-bc8c-00a0c91405dd}"


class FakeUser32:
    """`devices` are the names by their handles; `refuses` is the switch of a policy that forbids raw input."""

    def __init__(self) -> None:
        self.devices = {0x10001: SCANNER, 0x10003: KEYBOARD, 0x10005: BUILT_IN, 0x10007: BLUETOOTH}
        self.mice = (0x10009,)
        self.refuses = False
        self.window: int | None = None
        self.told: dict[int, bytes] = {}
        self.input_methods: dict[int, int] = {}
        self._kept: list[Any] = []

    def RegisterRawInputDevices(self, devices: Any, count: int, size: int, /) -> int:
        assert (count, size) == (1, DEVICE.size) == (1, 16)
        page, usage, flags, window = DEVICE.unpack(devices.raw)
        assert (page, usage) == (1, 6)
        if self.refuses:
            return 0
        assert (flags == RIDEV_INPUTSINK and window) or (flags == RIDEV_REMOVE and not window)
        self.window = window or None
        return 1

    def GetRawInputData(self, handle: int, command: int, to: Any, size: Any, header_size: int, /) -> int:
        assert (command, header_size) == (RID_INPUT, 24)
        told = self.told.get(handle)
        if told is None or size[0] < len(told):
            return FAILED
        ctypes.memmove(to, told, len(told))
        return len(told)

    def GetRawInputDeviceInfoW(self, device: int, command: int, to: Any, size: Any, /) -> int:
        assert command == RIDI_DEVICENAME
        name = self.devices.get(device)
        if name is None or size[0] <= len(name):
            return FAILED
        to.value = name
        return len(name)

    def GetRawInputDeviceList(self, devices: Any, count: Any, size: int, /) -> int:
        assert size == LISTED.size == 16
        rows = [(device, RIM_TYPEKEYBOARD) for device in self.devices] + [(mouse, 0) for mouse in self.mice]
        if count[0] < len(rows):
            return FAILED
        told = b"".join(LISTED.pack(*row) for row in rows)
        ctypes.memmove(devices, told, len(told))
        return len(rows)

    def ImmAssociateContextEx(self, window: int, context: int | None, flags: int, /) -> int:
        assert context is None
        self.input_methods[window] = flags
        return 1

    def key(self, device: int, make: int, flags: int = 0, *, is_background: bool = False, kind: int = 1) -> int:
        """A key of a device: the address of the MSG that tells of it."""
        handle = len(self.told) + 0x777
        size = HEADER.size + KEY.size
        told = HEADER.pack(kind, size, device, int(is_background)) + KEY.pack(make, flags, 0, 0, 0x100, 0)
        self.told[handle] = told
        return self.message(WM_INPUT, int(is_background), handle)

    def message(self, number: int, w_param: int = 0, l_param: int = 0) -> int:
        kept = ctypes.create_string_buffer(MESSAGE.pack(0x42, number, w_param, l_param, 1234, 0, 0), MESSAGE.size)
        self._kept.append(kept)
        return ctypes.addressof(kept)
