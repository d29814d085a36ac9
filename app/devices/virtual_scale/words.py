"""What a virtual scale says for what its display shows; empty where the dialect has no word for it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import reduce

from app.devices.virtual_scale.plate import Display, ScaleFault
from app.domain.weighing import Unit

NOISE = b"\x00\xf8\x80\x1e\r\n\x02\xfe\x9c,, \x02+0012\x03\x06\xe0\r\n?"
"""What a wrong speed makes of any of them."""


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _digits(amount: Decimal) -> str:
    return f"{abs(int(amount.scaleb(_decimals(amount)))):06d}"[-6:]


def say_mt_sics(display: Display) -> bytes:
    troubles = {ScaleFault.OVERLOAD: "S +", ScaleFault.UNDERLOAD: "S -", ScaleFault.NOT_READY: "S I"}
    if display.trouble:
        return f"{troubles[display.trouble]}\r\n".encode("ascii")
    return f"S {'S' if display.is_stable else 'D'} {display.amount:>10} {display.unit}\r\n".encode("ascii")


def say_toledo(display: Display) -> bytes:
    a = 0x28 | 2 + _decimals(display.amount)
    b = 0x20 | 0x08 * (not display.is_stable) | 0x10 * (display.unit is Unit.KILOGRAM) | 2 * (display.amount < 0)
    c = 0x20 | {Unit.GRAM: 1, Unit.OUNCE: 3}.get(display.unit, 0)
    faults = {ScaleFault.OVERLOAD: 0x04, ScaleFault.UNDERLOAD: 0x06, ScaleFault.NOT_READY: 0x40}
    b |= faults[display.trouble] if display.trouble else 0
    return b"\x02" + bytes((a, b, c)) + f"{_digits(display.amount)}000000\r".encode("ascii")


def say_toledo_checksum(display: Display) -> bytes:
    body = say_toledo(display)
    return body + bytes((-sum(body) & 0x7F,))


def say_yaohua(display: Display) -> bytes:
    """In kg whatever the plate shows; it has no word for trouble."""
    if display.trouble:
        return b""
    kilograms = Decimal(display.grams).scaleb(-3)
    body = f"{'-' if kilograms < 0 else '+'}{_digits(kilograms)}3".encode("ascii")
    checksum = reduce(lambda one, other: one ^ other, body)
    return b"\x02" + body + f"{checksum:02X}".encode("ascii") + b"\x03"


def say_st_gs(display: Display) -> bytes:
    troubles = {ScaleFault.OVERLOAD: "OL,GS,+ ------ kg", ScaleFault.UNDERLOAD: "OL,GS,- ------ kg"}
    if display.trouble:
        return f"{troubles[display.trouble]}\r\n".encode("ascii") if display.trouble in troubles else b""
    sign = "-" if display.amount < 0 else "+"
    state = "ST" if display.is_stable else "US"
    return f"{state},GS,{sign}{abs(display.amount):>8}{display.unit:>2}\r\n".encode("ascii")


def say_hid(display: Display) -> bytes:
    """One report with number 3."""
    troubles = {ScaleFault.OVERLOAD: 6, ScaleFault.UNDERLOAD: 5, ScaleFault.NOT_READY: 8}
    status = 2 if display.amount == 0 else 4
    status = 5 if display.amount < 0 else status if display.is_stable else 3
    status = troubles[display.trouble] if display.trouble else status
    unit = {Unit.GRAM: 2, Unit.KILOGRAM: 3, Unit.OUNCE: 11, Unit.POUND: 12}[display.unit]
    weight = int(_digits(display.amount)) & 0xFFFF
    return bytes((3, status, unit, -_decimals(display.amount) & 0xFF, weight & 0xFF, weight >> 8))


SAY: dict[str, Callable[[Display], bytes]] = {
    "mt-sics": say_mt_sics,
    "toledo": say_toledo,
    "toledo-checksum": say_toledo_checksum,
    "yaohua": say_yaohua,
    "st-gs": say_st_gs,
}
"""Dialect of a serial line → its words."""
