"""What Windows knows of its cameras beside the drivers: how many are plugged in, and whether programs may use them."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

_CLASSES = r"SYSTEM\CurrentControlSet\Control\DeviceClasses\{65e8773d-8f56-11d0-a3b9-00a0c9223196}"
"""Every device that captures (KSCATEGORY_CAPTURE), also those that were here once."""
_CONSENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"


class Registry:
    """Windows' registry, opened where there is one; `module` is Python's `winreg`."""

    def __init__(self, module: Any = None) -> None:
        self._module = module or importlib.import_module("winreg")

    def count_cameras(self) -> int:
        """The capture devices that are plugged in and started."""
        root = self._module.HKEY_LOCAL_MACHINE
        return sum(
            self._value(root, rf"{_CLASSES}\{device}\{interface}\Control", "Linked") == 1
            for device in self._keys(root, _CLASSES)
            for interface in self._keys(root, rf"{_CLASSES}\{device}")
            if interface.startswith("#")
        )

    def allows_cameras(self) -> bool:
        """Whether the privacy settings let desktop programs have the camera."""
        roots = self._module.HKEY_LOCAL_MACHINE, self._module.HKEY_CURRENT_USER
        places = [(root, path) for root in roots for path in (_CONSENT, rf"{_CONSENT}\NonPackaged")]
        return all(self._value(root, path, "Value") != "Deny" for root, path in places)

    def _keys(self, root: int, path: str) -> Iterator[str]:
        try:
            with self._module.OpenKey(root, path) as key:
                yield from [self._module.EnumKey(key, number) for number in range(self._module.QueryInfoKey(key)[0])]
        except OSError:  # no such key: nothing below it
            return

    def _value(self, root: int, path: str, name: str) -> Any:
        try:
            with self._module.OpenKey(root, path) as key:
                return self._module.QueryValueEx(key, name)[0]
        except OSError:  # not said
            return None
