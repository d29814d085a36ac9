"""Texts as labels carry them, in squares and bars, with what must come out: Chinese in every way it is printed, GS1."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import zxingcpp

from app.domain.barcode import GROUP_SEPARATOR, with_check_digit

_F = zxingcpp.BarcodeFormat
_SIGNS = [chr(code) for code in range(0x4E00, 0x9FA5) if len(chr(code).encode("gb2312", "ignore")) == 2]
_RARE = "喆堃镕頔犇"
"""Signs of names that GBK has and GB2312 has not."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A clean symbol, how its text is encoded, and what must be read: the text, and how the AIM identifier begins."""

    way: str
    pixels: Any
    text: str
    identifier: str


def printed(seed: int = 1, each: int = 12) -> list[Printed]:
    """`each` of every way, in QR and in DataMatrix (GS1 also in Code 128); a hundred in all."""
    dice = random.Random(seed)
    made = []
    for number in range(each):
        kind = (_F.QRCode, _F.DataMatrix)[number % 2]
        plain = {_F.QRCode: "]Q", _F.DataMatrix: "]d"}[kind]
        text = _chinese(dice)
        for way, content, options in (
            ("UTF-8, named", text, {"eci": "UTF-8"}),
            ("GB18030, named", text, {"eci": "GB18030"}),
            ("UTF-8 as binary", text.encode(), {}),
            ("GB18030 as binary", text.encode("gb18030"), {}),
        ):
            made.append(Printed(way, _drawn(content, kind, **options), text, plain))
        made.append(_gb_unnamed(dice, kind, plain))
        made.append(_gs1(dice, (_F.QRCode, _F.DataMatrix, _F.Code128)[number % 3]))
        kanji = "".join(dice.choice("点茗東京大阪名古屋") for _ in range(6))
        made.append(Printed("Kanji mode", _drawn(kanji, _F.QRCode), kanji, "]Q"))
        kana = "*ﾃﾞｻﾞｲﾝQR* " + str(number)
        made.append(Printed("kana, unnamed", _drawn(kana.encode("shift_jis").decode("latin-1"), kind), kana, plain))
        if kind is _F.QRCode:
            made.append(Printed("UTF-8, unnamed", _bytes_of_a_qr(text), text, plain))
    return made


def _chinese(dice: random.Random) -> str:
    return "".join(dice.choice(_SIGNS) for _ in range(dice.randint(2, 14))) + dice.choice(["", "3号", "A1", "·", " 王"])


def _gb_unnamed(dice: random.Random, kind: zxingcpp.BarcodeFormat, plain: str) -> Printed:
    """As most labels print it: bytes of GB18030, and no word about it. The writer takes them for Latin-1, its default;
    it cannot write 0x80 to 0x9f so, which leaves out some signs.
    """
    while True:
        text = _chinese(dice) + dice.choice(["", *_RARE])
        content = text.encode("gb18030")
        if not any(0x80 <= byte < 0xA0 for byte in content):
            return Printed("GB18030, unnamed", _drawn(content.decode("latin-1"), kind), text, plain)


def _gs1(dice: random.Random, kind: zxingcpp.BarcodeFormat) -> Printed:
    gtin = with_check_digit("0" + "".join(dice.choice("0123456789") for _ in range(12)))
    lot, serial = f"LOT{dice.randint(1, 999)}", str(dice.randint(1, 99999))
    identifier = {_F.QRCode: "]Q3", _F.DataMatrix: "]d2", _F.Code128: "]C1"}[kind]
    pixels = _drawn(f"(01){gtin}(10){lot}(21){serial}", kind, gs1=True)
    return Printed("GS1", pixels, f"01{gtin}10{lot}{GROUP_SEPARATOR}21{serial}", identifier)


def _drawn(content: str | bytes, kind: zxingcpp.BarcodeFormat, **options: Any) -> Any:
    code = np.array(zxingcpp.create_barcode(content, kind, **options).to_image(scale=3, add_quiet_zones=True))
    return np.pad(code, 24, constant_values=255)


def _bytes_of_a_qr(text: str) -> Any:
    """By the other writer there is, which puts UTF-8 into byte mode and names nothing."""
    code = cv2.QRCodeEncoder.create().encode(text)
    return np.pad(np.kron(code, np.ones((4, 4), np.uint8)), 24, constant_values=255)
