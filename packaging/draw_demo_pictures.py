"""Draws the demo's product pictures: `python packaging/draw_demo_pictures.py`. So their source is this file, their
license ours. Flat shapes on a tint, 100 x 100, each told from the others at a glance and from two metres.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIDE, QUALITY = 480, 82
INK = "#2B3440"
SHADOW = '<ellipse cx="50" cy="85" rx="30" ry="4" fill="#000" fill-opacity=".09"/>'


def cup(color: str, rim: str) -> str:
    """An enamel cup with its dark rim."""
    return (
        f'<path d="M70 42h8a10 12 0 0 1 0 24h-9" fill="none" stroke="{color}" stroke-width="6"/>'
        f'<path d="M26 34h46l-4 40a6 6 0 0 1-6 5H36a6 6 0 0 1-6-5z" fill="{color}"/>'
        f'<rect x="23" y="30" width="52" height="7" rx="3.5" fill="{rim}"/>'
        '<path d="M34 44l2.5 26" stroke="#fff" stroke-opacity=".5" stroke-width="4" stroke-linecap="round"/>'
    )


def bowl(width: int) -> str:
    """A celadon bowl, small or large."""
    left, low = 50 - width, 44 + width * 0.98
    return (
        f'<g transform="translate(0 {81 - low})">'
        f'<path d="M{left} 44h{2 * width}c0 {width * 0.6} -{width * 0.5} {width * 0.9} -{width} {width * 0.9}'
        f's-{width} -{width * 0.3} -{width} -{width * 0.9}z" fill="#8FBFAE"/>'
        f'<ellipse cx="50" cy="44" rx="{width}" ry="{width * 0.22}" fill="#B9DCCF"/>'
        f'<ellipse cx="50" cy="45" rx="{width * 0.82}" ry="{width * 0.14}" fill="#6FA391"/>'
        f'<rect x="{50 - width * 0.35}" y="{low - 3}" width="{width * 0.7}" height="6" rx="2" fill="#6FA391"/>'
        f'<path d="M{left + 6} 54q{width * 0.3} {width * 0.5} {width * 0.6} {width * 0.6}" fill="none" stroke="#fff"'
        ' stroke-opacity=".6" stroke-width="3" stroke-linecap="round"/></g>'
    )


def tea(color: str, leaf: str) -> str:
    """A caddy with a leaf on its label."""
    return (
        f'<rect x="30" y="28" width="40" height="54" rx="5" fill="{color}"/>'
        f'<rect x="33" y="17" width="34" height="14" rx="4" fill="{INK}"/>'
        '<rect x="36" y="42" width="28" height="28" rx="3" fill="#FBF6E9"/>'
        f'<path d="M42 64c0-12 6-17 17-17 0 11-6 17-17 17zm0 0l9-9" fill="{leaf}" stroke="{INK}" stroke-width="1.5"/>'
    )


def book(color: str, band: str) -> str:
    """A notebook with its ribbon."""
    return (
        f'<rect x="27" y="17" width="48" height="66" rx="4" fill="{color}"/>'
        '<path d="M75 22v58a3 3 0 0 1-3 3H33" fill="none" stroke="#fff" stroke-width="3"/>'
        f'<rect x="27" y="17" width="9" height="66" rx="3" fill="{INK}" fill-opacity=".35"/>'
        f'<rect x="62" y="17" width="5" height="66" fill="{band}"/>'
        '<rect x="42" y="30" width="15" height="4" rx="2" fill="#fff" fill-opacity=".8"/>'
    )


def bar(color: str, mark: str) -> str:
    """A bar of soap with a stamp."""
    return (
        f'<path d="M22 46l10-10h44l8 10v20a6 6 0 0 1-6 6H28a6 6 0 0 1-6-6z" fill="{color}"/>'
        '<path d="M22 46l10-10h44l8 10z" fill="#fff" fill-opacity=".45"/>'
        f'<circle cx="53" cy="59" r="8" fill="none" stroke="{mark}" stroke-width="2.5"/>'
        f'<path d="M53 54v10M48 59h10" stroke="{mark}" stroke-width="2.5" stroke-linecap="round"/>'
        '<circle cx="26" cy="28" r="5" fill="#fff"/><circle cx="36" cy="22" r="3" fill="#fff"/>'
    )


def cloth(color: str, stripe: str) -> str:
    """Something folded: a towel, a scarf."""
    return (
        f'<rect x="22" y="58" width="56" height="18" rx="6" fill="{color}"/>'
        f'<rect x="22" y="41" width="56" height="18" rx="6" fill="{color}" fill-opacity=".82"/>'
        f'<rect x="22" y="24" width="56" height="18" rx="6" fill="{color}"/>'
        f'<path d="M34 24v18M34 41v18M34 58v18M40 24v18M40 41v18M40 58v18" stroke="{stripe}" stroke-width="3"/>'
        '<path d="M24 42h52M24 59h52" stroke="#fff" stroke-width="1.5" stroke-opacity=".8"/>'
    )


def jar(color: str, cap: str) -> str:
    """A tube or a jar that stands on its cap."""
    return (
        f'<path d="M34 18h32l-4 50H38z" fill="{color}"/>'
        f'<rect x="37" y="68" width="26" height="14" rx="3" fill="{cap}"/>'
        '<rect x="34" y="15" width="32" height="6" rx="2" fill="#fff" fill-opacity=".8"/>'
        f'<circle cx="50" cy="44" r="8" fill="#fff"/><path d="M46 44q4-6 8 0-4 6-8 0z" fill="{cap}"/>'
    )


LAMP = (
    f'<path d="M50 82V56L34 40l12-14" fill="none" stroke="{INK}" stroke-width="5" stroke-linejoin="round"/>'
    f'<rect x="32" y="78" width="36" height="6" rx="3" fill="{INK}"/>'
    '<path d="M40 18l26 18-20 8z" fill="#E2A93B"/><path d="M46 44l20-8 8 26-36-4z" fill="#F8E3A6" fill-opacity=".7"/>'
)
SOCKS = (
    '<path d="M30 18h18v32l14 14a9 9 0 0 1-12 13L32 61a8 8 0 0 1-2-6z" fill="#D96C5B"/>'
    '<path d="M30 18h18v9H30z" fill="#fff"/><path d="M52 18h18v32l8 8a9 9 0 0 1-12 13L56 61z" fill="#3F6FB5"/>'
    '<path d="M52 18h18v9H52z" fill="#fff"/><path d="M30 33h18M52 33h18" stroke="#fff" stroke-width="3"/>'
)
PEN = (
    '<g transform="rotate(40 50 50)"><rect x="45" y="12" width="10" height="58" rx="4" fill="#2E5FB8"/>'
    f'<path d="M45 70h10l-5 15z" fill="{INK}"/><rect x="45" y="12" width="10" height="10" rx="3" fill="{INK}"/>'
    '<rect x="54" y="16" width="4" height="24" rx="2" fill="#C9D3DF"/></g>'
)
CAMERA = (
    f'<rect x="20" y="32" width="60" height="42" rx="8" fill="{INK}"/><rect x="28" y="25" width="18" height="9" rx="3"'
    f' fill="{INK}"/><circle cx="54" cy="53" r="16" fill="#8FA3B8"/><circle cx="54" cy="53" r="10" fill="#1D2733"/>'
    '<circle cx="50" cy="49" r="3" fill="#fff"/><circle cx="29" cy="42" r="3" fill="#E2553F"/>'
)
MILK = (
    '<rect x="28" y="30" width="44" height="50" rx="4" fill="#F4F7FB"/><path d="M28 34l8-16h28l8 16z" fill="#4C9BD6"/>'
    '<rect x="28" y="50" width="44" height="16" fill="#4C9BD6"/><circle cx="40" cy="58" r="3" fill="#fff"/>'
    '<circle cx="50" cy="58" r="3" fill="#fff"/><circle cx="60" cy="58" r="3" fill="#fff"/>'
)
BANK = (
    f'<rect x="32" y="18" width="36" height="64" rx="8" fill="{INK}"/><path d="M53 34L41 54h8l-3 14 13-20h-8z"'
    ' fill="#F5C445"/><rect x="44" y="14" width="12" height="5" rx="2" fill="#8FA3B8"/>'
)
CARD = (
    '<rect x="20" y="28" width="60" height="44" rx="4" fill="#fff"/><path d="M20 32l30 22 30-22" fill="none"'
    ' stroke="#C9B79C" stroke-width="3"/><path d="M50 66c-9-6-12-10-9-14 3-3 7-2 9 2 2-4 6-5 9-2 3 4 0 8-9 14z"'
    ' fill="#D6455D"/>'
)
POT = (
    '<path d="M70 46c12-6 16 2 8 14l-8 6z" fill="none" stroke="#A5573B" stroke-width="5"/><path d="M30 50L18 40l-3 5'
    ' 13 20z" fill="#A5573B"/><ellipse cx="50" cy="58" rx="24" ry="20" fill="#B9674A"/><path d="M34 44h32"'
    ' stroke="#7F3F29" stroke-width="5" stroke-linecap="round"/><circle cx="50" cy="36" r="4" fill="#7F3F29"/>'
)
TEACUP = (
    '<path d="M30 40h40c0 20-8 30-20 30S30 60 30 40z" fill="#B9674A"/><ellipse cx="50" cy="40" rx="20" ry="5"'
    ' fill="#7F3F29"/><ellipse cx="50" cy="41" rx="15" ry="3" fill="#D9A441"/><ellipse cx="50" cy="76" rx="24" ry="4"'
    ' fill="#A5573B"/>'
)
LENS = (
    f'<rect x="28" y="22" width="44" height="58" rx="6" fill="{INK}"/><rect x="24" y="36" width="52" height="12" rx="3"'
    ' fill="#44505E"/><path d="M30 36v12M38 36v12M46 36v12M54 36v12M62 36v12M70 36v12" stroke="#1D2733"/>'
    '<rect x="28" y="56" width="44" height="4" fill="#D6455D"/><ellipse cx="50" cy="23" rx="19" ry="6" fill="#8FA3B8"/>'
)
BAG = (
    f'<path d="M36 34a14 14 0 0 1 28 0" fill="none" stroke="{INK}" stroke-width="4"/><rect x="20" y="34" width="60"'
    ' height="44" rx="8" fill="#6B7F5E"/><path d="M20 50h60" stroke="#4F6145" stroke-width="4"/><rect x="43" y="44"'
    ' width="14" height="12" rx="3" fill="#D9C9A3"/>'
)
STONE = (
    '<path d="M18 56l12-18h42l10 18v10a6 6 0 0 1-6 6H24a6 6 0 0 1-6-6z" fill="#4A525C"/><ellipse cx="51" cy="50"'
    ' rx="22" ry="8" fill="#2B323A"/><ellipse cx="46" cy="49" rx="10" ry="4" fill="#11161B"/>'
)
STICK = (
    f'<g transform="rotate(18 50 50)"><rect x="40" y="16" width="20" height="68" rx="3" fill="{INK}"/><rect x="44"'
    ' y="26" width="12" height="36" rx="2" fill="#D9A441"/><path d="M50 31v26M46 37h8M46 45h8" stroke="#2B3440"'
    ' stroke-width="2"/></g>'
)
FAN = (
    '<path d="M50 78L14 46a48 48 0 0 1 72 0z" fill="#F7F1E3"/><path d="M50 78L26 35M50 78L42 31M50 78l8-47M50 78l24-43"'
    ' stroke="#B99F72" stroke-width="1.5"/><path d="M26 46q10-10 18-3t22-4" fill="none" stroke="#39424E"'
    ' stroke-width="4" stroke-linecap="round"/><circle cx="50" cy="78" r="4" fill="#8C6D3F"/>'
)
CANDLE = (
    '<rect x="30" y="40" width="40" height="42" rx="6" fill="#EADFC8"/><rect x="30" y="54" width="40" height="16"'
    ' fill="#C99A5B"/><ellipse cx="50" cy="41" rx="20" ry="5" fill="#FBF6E9"/><path d="M50 41V30" stroke="#2B3440"'
    ' stroke-width="2"/><path d="M50 14c7 8 7 15 0 18-7-3-7-10 0-18z" fill="#F0A030"/>'
)
STICKS = (
    '<g stroke-width="4.5" stroke-linecap="round"><path d="M30 82L44 16M40 82l8-66" stroke="#B98B4E"/>'
    '<path d="M60 82l-8-66M70 82L56 16" stroke="#8C6434"/></g><rect x="34" y="54" width="32" height="12" rx="3"'
    ' fill="#D6455D"/>'
)

PICTURES = {
    "CUP": ("#DCE8F7", cup("#3F7CC4", "#1E3F73")),
    "CUP-BL": ("#DCE8F7", cup("#3F7CC4", "#1E3F73")),
    "CUP-RD": ("#F9E1DE", cup("#D0473F", "#7A1F1B")),
    "MUG": ("#E6E9ED", cup("#FFFFFF", "#C3CAD3")),
    "BOWL": ("#E7F1EC", bowl(28)),
    "BOWL-S": ("#E7F1EC", bowl(24)),
    "BOWL-L": ("#E7F1EC", bowl(36)),
    "TEA": ("#E9F2DF", tea("#5F8F4E", "#7FB069")),
    "TEA-LJ50": ("#E9F2DF", tea("#5F8F4E", "#7FB069")),
    "TEA-PE100": ("#F3E6DA", tea("#8A4F32", "#A5673F")),
    "LAMP": ("#FBF1DA", LAMP),
    "SOCK": ("#F0EAF5", SOCKS),
    "BOOK": ("#E2EEF0", book("#3E8E8B", "#E2A93B")),
    "NOTE-A5": ("#EFE9E0", book("#6B4F8F", "#D6455D")),
    "PEN": ("#E6ECF5", PEN),
    "DUO": ("#FBE8EE", jar("#F0A9BD", "#C4587A")),
    "SOAP": ("#E4F1F1", bar("#9CCFC7", "#3E8E8B")),
    "SOAP-JG": ("#FBF1DA", bar("#EFCB6B", "#A87A1C")),
    "CAM": ("#E6E9ED", CAMERA),
    "MILK": ("#DFEDF8", MILK),
    "BANK": ("#F5F0DC", BANK),
    "CARD": ("#F9E1E5", CARD),
    "BOX": ("#F3E6DA", POT),
    "LID": ("#F3E6DA", TEACUP),
    "LENS": ("#E6E9ED", LENS),
    "BAG": ("#EAEFE3", BAG),
    "STONE": ("#E9E9E6", STONE),
    "INK": ("#F1ECDD", STICK),
    "SILK": ("#F9E1E9", cloth("#D65C8A", "#F7C9D9")),
    "TOWEL-01": ("#EFEBE2", cloth("#C9B79C", "#8C7A5B")),
    "FAN-01": ("#E4EBE6", FAN),
    "CANDLE": ("#F5EBDD", CANDLE),
    "CHOP-2": ("#F3EADB", STICKS),
}
"""By SKU, as the demo's orders and its shift name them: the tint behind it, and the thing."""


def draw(folder: Path) -> None:
    """One file an SKU."""
    for sku, (tint, thing) in PICTURES.items():
        ground = f'<rect width="100" height="100" fill="{tint}"/>' + SHADOW
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{ground}{thing}</svg>'
        image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(svg.encode()).render(painter, QRectF(0, 0, SIDE, SIDE))
        painter.end()
        image.save(str(folder / f"{sku}.webp"), b"webp", QUALITY)


if __name__ == "__main__":
    _application = QGuiApplication(["draw", "-platform", "offscreen"])
    SHIPPED = Path(__file__).resolve().parent.parent / "resources" / "demo" / "pictures"
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
