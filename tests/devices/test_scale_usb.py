"""Finding the scale among what is plugged into USB, without one, and without the library that would find it."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from app.devices.scale_hid import ScaleUsb, _find, hid_scale
from app.errors import Misconfigured, Unavailable


def plugged(path: bytes, usage_page: int, serial_number: str = "") -> dict[str, Any]:
    return {"path": path, "usage_page": usage_page, "serial_number": serial_number}


KEYBOARD, SCALE, OTHER_SCALE = plugged(b"k", 0x01), plugged(b"s", 0x8D, "17"), plugged(b"o", 0x8D, "18")
UNTOLD = plugged(b"u", 0)


def test_a_scale_is_known_by_its_usage_page() -> None:
    assert _find([KEYBOARD, UNTOLD, SCALE, OTHER_SCALE], ScaleUsb("scale")) == b"s"


def test_of_two_scales_the_serial_number_tells_which() -> None:
    assert _find([SCALE, OTHER_SCALE], ScaleUsb("scale", serial_number="18")) == b"o"


def test_where_the_system_tells_no_usage_page_the_ids_do() -> None:
    assert _find([UNTOLD], ScaleUsb("scale", vendor_id=0x0922)) == b"u"
    with pytest.raises(OSError, match="no such scale"):
        _find([UNTOLD], ScaleUsb("scale"))


def test_a_scale_that_is_not_plugged_in_is_unavailable() -> None:
    pytest.importorskip("hid", reason="hidapi is missing: nothing was looked for on USB", exc_type=ImportError)
    with pytest.raises(Unavailable, match=r"scale\.gone"):
        hid_scale(ScaleUsb("scale", vendor_id=0xFFFF, product_id=0xFFFF)).read()


def test_a_station_without_the_library_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hid", None)
    with pytest.raises(Misconfigured, match=r"scale\.no_hidapi: hid"):
        hid_scale(ScaleUsb("scale")).read()
