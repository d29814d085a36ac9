"""Colors that can be read, sizes that can be hit, and no widget that looks like Qt's own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.resources import resource
from app.ui.glyphs import _SHAPES
from app.ui.messages import Tone
from app.ui.theme import BANNER, HERO, MOTION_MS, PALETTES, TOUCH, Palette, look_for, stylesheet, wear
from tests.ui.standard_widgets import a_menu, a_page

UI = Path(__file__).resolve().parents[2] / "app" / "ui"
FEW = 40  # pixels: where two of our colors melt at a letter's edge, a gray may come about
EACH = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def linear(color: str) -> tuple[float, ...]:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def contrast(one: str, other: str) -> float:
    lights = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@dataclass(frozen=True, slots=True)
class Pairs:
    """What stands on what in one theme: words and what they are read on, marks and what they are seen on."""

    words: list[tuple[str, str]]
    marks: list[tuple[str, str]]


def pairs(p: Palette) -> Pairs:
    grounds = (p.surface, p.window, p.raised, p.selected)
    fills = (*p.tones.values(), p.accent, p.mode)
    words = [
        *((ground, word) for ground in grounds for word in (p.text, p.muted)),
        *((ground, mark) for ground in (p.surface, p.selected) for mark in p.marks.values()),
        *((paint.fill, paint.ink) for paint in fills),
        (p.surface, p.mode.fill),
        *((ground, p.accent.fill) for ground in (p.surface, p.window)),  # a chosen tab, a link
        (p.text, p.surface),  # a tool tip
    ]
    marks = [
        *((ground, edge) for ground in (p.surface, p.window, p.raised) for edge in (p.edge, p.muted)),
        *(
            (ground, ring) for ground in grounds for ring in (p.accent.fill,)
        ),  # the keyboard's ring, a full progress bar
        *((ground, mark) for ground in grounds for mark in p.marks.values()),
        *((p.selected, word) for word in (p.text, p.muted)),
        (p.line, p.accent.fill),  # how far a progress bar is
    ]
    return Pairs(words, marks)


@EACH
def test_every_word_can_be_read(palette: Palette) -> None:
    assert {pair: round(contrast(*pair), 2) for pair in pairs(palette).words if contrast(*pair) < 4.5} == {}


@EACH
def test_every_mark_outline_and_ring_can_be_seen(palette: Palette) -> None:
    assert {pair: round(contrast(*pair), 2) for pair in pairs(palette).marks if contrast(*pair) < 3} == {}


def test_a_pale_gray_would_be_reported() -> None:
    assert contrast("#FFFFFF", "#B0B0B0") < 3


def test_every_tone_has_a_shape_of_its_own() -> None:
    outlines = [_SHAPES[tone].toFillPolygon().toList() for tone in Tone]
    assert all(one != other for one, other in combinations(outlines, 2))


def test_the_next_step_is_read_from_two_metres() -> None:
    look = look_for("light", "en", 1920, 1080)
    assert look.hero_font(HERO).pixelSize() >= 40
    assert look.hero_font(BANNER).pixelSize() >= 34
    small = look_for("light", "en", 1366, 768)
    assert small.hero_font(HERO).pixelSize() >= 36


def test_larger_type_is_larger() -> None:
    sizes = [look_for("light", "en", 1920, 1080, zoom).font(20).pixelSize() for zoom in (1.0, 1.3, 1.5)]
    assert sizes == [20, 26, 30]


def test_a_window_too_small_for_its_type_says_so() -> None:
    assert not look_for("light", "en", 1366, 768).is_cramped
    assert look_for("light", "en", 1366, 768, 2.0).is_cramped
    assert look_for("light", "en", 1366, 768, 2.0).px(TOUCH) > look_for("light", "en", 1366, 768).touch == TOUCH


def test_nothing_moves() -> None:
    """A page comes at once; what lights up for a moment stays where it is."""
    assert MOTION_MS == 0
    source = "".join(path.read_text("utf-8") for path in UI.rglob("*.py"))
    assert "QPropertyAnimation" not in source
    assert source.count("QVariantAnimation(") == 1, "the banner's light, and nothing else"


# --- no widget of Qt's own gray


def grays(image: QImage) -> Counter[str]:
    """Colors without any hue, between black and white: Fusion's are, none of ours is."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint8).reshape(-1, 4)[:, :3].copy()  # the image owns them
    is_gray = (np.ptp(pixels, axis=1) == 0) & (pixels[:, 0] > 0x20) & (pixels[:, 0] < 0xF8)
    return Counter(f"#{value:02X}" for value in pixels[is_gray][:, 0])


@EACH
def test_no_standard_widget_is_gray(qtbot: QtBot, palette: Palette) -> None:
    for made in (a_page(), a_menu()):
        qtbot.addWidget(made)
        wear(made, look_for(palette.name, "en", 1366, 768))
        seen = grays(made.grab().toImage())
        assert {color: count for color, count in seen.items() if count > FEW} == {}


def test_the_same_page_without_our_style_is_full_of_it(qtbot: QtBot) -> None:
    QApplication.setPalette(QPalette(QColor("#EFEFEF"), QColor("#EFEFEF")))  # Fusion's own
    page = a_page()
    qtbot.addWidget(page)
    page.show()
    assert grays(page.grab().toImage()).total() > 100_000


@EACH
def test_the_systems_own_colors_never_shine_through(qtbot: QtBot, palette: Palette) -> None:
    """Whatever colors the system's theme has brought, the page looks the same."""
    pictures = []
    for system in ("#FF00FF", "#00FF00"):
        QApplication.setPalette(QPalette(QColor(system), QColor(system)))
        for made in (a_page(), a_menu()):
            qtbot.addWidget(made)
            wear(made, look_for(palette.name, "en", 1366, 768))
            pictures.append(made.grab().toImage())
    assert pictures[0] == pictures[2]
    assert pictures[1] == pictures[3]
    assert QApplication.style().name() == "fusion"


@EACH
def test_whatever_has_the_keyboard_wears_a_ring(qtbot: QtBot, palette: Palette) -> None:
    page = a_page()
    qtbot.addWidget(page)
    wear(page, look_for(palette.name, "en", 1366, 768))
    page.show()
    page.activateWindow()
    bare = [made for made in focusable(page) if not is_ringed(made, palette)]
    assert [type(made).__name__ for made in bare] == []


def focusable(page: QWidget) -> list[QWidget]:
    """What the Tab key comes to."""
    seen: list[QWidget] = []
    while (made := page.nextInFocusChain() if not seen else seen[-1].nextInFocusChain()) is not page:
        seen.append(made)
    return [made for made in seen if made.focusPolicy() & Qt.FocusPolicy.TabFocus and made.isEnabled()]


def is_ringed(made: QWidget, palette: Palette) -> bool:
    """Whether many pixels turn into the ring's color when it gets the keyboard."""
    made.clearFocus()
    before = made.grab().toImage()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    if not made.hasFocus():
        return True  # a part of a field that hands the keyboard on
    rings = {QColor(color).rgb() for color in (palette.accent.fill, palette.text)}
    after = made.grab().toImage()
    places = ((x, y) for x in range(after.width()) for y in range(after.height()))
    return sum(before.pixel(*at) != after.pixel(*at) and after.pixel(*at) in rings for at in places) >= 20


def test_every_plain_control_is_large_enough_for_a_finger(qtbot: QtBot) -> None:
    page = a_page()
    qtbot.addWidget(page)
    wear(page, look_for("light", "en", 1366, 768))
    page.show()
    kinds = (QPushButton, QLineEdit, QComboBox, QAbstractSpinBox, QCheckBox, QRadioButton, QSlider)
    small = {
        f"{type(made).__name__} {made.objectName()}": made.sizeHint().height()
        for kind in kinds
        for made in page.findChildren(kind)
        if made.sizeHint().height() < TOUCH and not isinstance(made.parentWidget(), QAbstractSpinBox)
    }
    assert small == {}


@EACH
def test_the_signs_of_the_style_sheet_have_the_themes_colors(palette: Palette) -> None:
    inks = {palette.muted, palette.text, palette.accent.ink}
    signs = list((resource("icons") / palette.name).glob("*.svg"))
    named = set(re.findall(rf"icons/{palette.name}/([\w-]+)\.svg", stylesheet(look_for(palette.name, "en", 1366, 768))))
    assert named == {sign.stem for sign in signs}
    for sign in signs:
        assert set(re.findall(r'(?:stroke|fill)="(#\w+)"', sign.read_text("utf-8"))) <= inks
        assert "currentColor" not in sign.read_text("utf-8")
