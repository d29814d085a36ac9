"""Colors, type sizes and spacing of the window, light and dark, in one place.

Every pair that carries words keeps WCAG AA contrast, and the five tones stay apart for color-blind eyes
(both tested); each tone also has its own shape, so color is never the only sign.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase

from app.resources import resource
from app.ui.messages import Tone, word

SMALLEST_SCALE, LARGEST_SCALE = 0.74, 2.4


@dataclass(frozen=True, slots=True)
class Paint:
    """A filled area and what is written on it."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The colors of one theme. `mode` is what the next scan does instead of counting in; `marks` are the tones as
    small marks and words on a surface.
    """

    name: str
    window: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: Paint
    mode: Paint
    selected: str
    tones: dict[Tone, Paint]
    marks: dict[Tone, str]


LIGHT = Palette(
    name="light",
    window="#EEF0EC",
    surface="#FFFFFF",
    raised="#F6F7F4",
    line="#DADED7",
    text="#161B22",
    muted="#535D69",
    accent=Paint("#1B4FC4", "#FFFFFF"),
    mode=Paint("#7A2E9E", "#FFFFFF"),
    selected="#E2EAFB",
    tones={
        Tone.OK: Paint("#0B7A5B", "#FFFFFF"),
        Tone.COMPLETE: Paint("#1B4FC4", "#FFFFFF"),
        Tone.WRONG: Paint("#FFB81C", "#1C1400"),
        Tone.STOP: Paint("#8E0F2E", "#FFFFFF"),
        Tone.SYSTEM: Paint("#D5DAE0", "#161B22"),
    },
    marks={
        Tone.OK: "#0A7255",
        Tone.COMPLETE: "#1B4FC4",
        Tone.WRONG: "#8A5A00",
        Tone.STOP: "#A81237",
        Tone.SYSTEM: "#535D69",
    },
)

DARK = Palette(
    name="dark",
    window="#101419",
    surface="#191F26",
    raised="#222932",
    line="#313A45",
    text="#F1F4F6",
    muted="#A6B1BD",
    accent=Paint("#7FB0FF", "#071330"),
    mode=Paint("#D9A6FF", "#23063A"),
    selected="#263A5C",
    tones={
        Tone.OK: Paint("#0D8261", "#FFFFFF"),
        Tone.COMPLETE: Paint("#2C66E0", "#FFFFFF"),
        Tone.WRONG: Paint("#FFC33D", "#1C1400"),
        Tone.STOP: Paint("#A31539", "#FFFFFF"),
        Tone.SYSTEM: Paint("#4C5866", "#FFFFFF"),
    },
    marks={
        Tone.OK: "#4FD0A8",
        Tone.COMPLETE: "#7FB0FF",
        Tone.WRONG: "#FFC33D",
        Tone.STOP: "#FF8FA6",
        Tone.SYSTEM: "#A6B1BD",
    },
)

PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}

# Pixels at 1920 x 1080.
HERO, BANNER, TITLE, FIGURE, BODY, SMALL = 48, 36, 22, 30, 19, 16
GAP, PAD, RADIUS = 16, 20, 12
# One family for both scripts: with a Latin one first, Qt takes Chinese characters of the wrong weight beside it.
FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei UI", "Noto Sans")


@dataclass(frozen=True, slots=True)
class Look:
    """How everything is drawn just now: colors, size against 1920 x 1080, and language."""

    palette: Palette
    scale: float
    language: str

    def px(self, pixels: float) -> int:
        """A length given for 1920 x 1080, as it is here."""
        return max(1, round(pixels * self.scale))

    def font(self, pixels: float, *, bold: bool = False) -> QFont:
        """The window's font at a size given for 1920 x 1080."""
        font = QFont(list(FAMILIES))
        font.setPixelSize(self.px(pixels))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return font

    def hero_font(self, pixels: float) -> QFont:
        """For what is read from two metres: on small screens it shrinks less than the rest."""
        font = self.font(pixels, bold=True)
        font.setPixelSize(round(pixels * max(self.scale, 0.8 + (self.scale - SMALLEST_SCALE) * 0.4)))
        return font

    def word(self, key: str, **values: object) -> str:
        """A word of the window in the present language."""
        return word(key, self.language, **values)

    def color(self, tone: Tone) -> QColor:
        """The tone as a small mark on a surface."""
        return QColor(self.palette.marks[tone])


def look_for(theme: str, language: str, width: int, height: int, zoom: float = 1.0) -> Look:
    """The look for a window of this size; `zoom` is the person's wish for larger type."""
    scale = min(width / 1920, height / 1080) * zoom
    return Look(PALETTES[theme], max(SMALLEST_SCALE * zoom, min(scale, LARGEST_SCALE)), language)


def load_fonts() -> None:
    """Take the shipped fonts into use; where they are missing, the system's own stand in."""
    folder = resource("fonts")
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.suffix in (".ttf", ".otf", ".ttc"):
                QFontDatabase.addApplicationFont(str(path))


def stylesheet(look: Look) -> str:
    """The style of the plain widgets; lists and banners paint themselves with the same tokens."""
    p, px = look.palette, look.px
    names = ", ".join(f'"{name}"' for name in FAMILIES)
    return f"""
    * {{ font-family: {names}; font-size: {px(BODY)}px; color: {p.text}; }}
    QWidget#window, QWidget#page {{ background: {p.window}; }}
    QFrame#card {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: {px(RADIUS)}px; }}
    QWidget#rail {{ background: {p.surface}; border-right: 1px solid {p.line}; }}
    QWidget#header {{ background: {p.surface}; border-bottom: 1px solid {p.line}; }}
    QLabel#muted, QLabel#small {{ color: {p.muted}; }}
    QLabel#small {{ font-size: {px(SMALL)}px; }}
    QLabel#title {{ font-size: {px(SMALL + 1)}px; font-weight: bold; color: {p.muted}; }}
    QLabel#station {{ font-size: {px(TITLE)}px; font-weight: bold; }}
    QLabel#figure {{ font-size: {px(TITLE)}px; font-weight: bold; }}
    QLabel#heading {{ font-size: {px(FIGURE)}px; font-weight: bold; }}
    QLabel#option {{ font-size: {px(TITLE)}px; font-weight: bold; }}
    QLabel#bad {{ color: {p.marks[Tone.STOP]}; font-weight: bold; }}
    QLabel#line {{ background: {p.line}; }}
    QLabel#key {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {px(8)}px;
        font-size: {px(TITLE)}px; font-weight: bold; }}
    QLabel#reminder {{ background: {p.tones[Tone.WRONG].fill}; color: {p.tones[Tone.WRONG].ink};
        border-radius: {px(RADIUS)}px; padding: {px(12)}px {px(24)}px; font-size: {px(TITLE)}px; font-weight: bold; }}
    QPushButton {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {px(8)}px;
        padding: {px(7)}px {px(14)}px; font-size: {px(SMALL)}px; }}
    QPushButton:hover {{ border-color: {p.muted}; }}
    QPushButton:pressed {{ background: {p.selected}; }}
    QPushButton:focus {{ border: 2px solid {p.accent.fill}; padding: {px(6)}px {px(13)}px; }}
    QPushButton:disabled {{ color: {p.muted}; background: transparent; }}
    QPushButton#primary {{ background: {p.accent.fill}; color: {p.accent.ink}; border-color: {p.accent.fill};
        font-weight: bold; }}
    QPushButton#primary:focus {{ border: 2px solid {p.text}; }}
    QPushButton#flat {{ background: transparent; border-color: transparent; padding: {px(6)}px {px(10)}px; }}
    QPushButton#flat:hover {{ background: {p.raised}; }}
    QPushButton#flat:focus {{ border: 2px solid {p.accent.fill}; }}
    QPushButton#alert {{ background: {p.tones[Tone.WRONG].fill}; color: {p.tones[Tone.WRONG].ink};
        border-color: {p.tones[Tone.WRONG].fill}; font-weight: bold; }}
    QPushButton#alert:focus {{ border: 2px solid {p.text}; }}
    QPushButton#choice {{ background: {p.surface}; border-radius: {px(RADIUS)}px; }}
    QPushButton#away {{ background: {p.tones[Tone.STOP].fill}; color: {p.tones[Tone.STOP].ink}; border: none;
        border-radius: 0; font-size: {px(TITLE)}px; font-weight: bold; padding: {px(12)}px; }}
    {_lists_and_fields(look)}
    {_dialogs(look)}
    """


def _lists_and_fields(look: Look) -> str:
    p, px = look.palette, look.px
    return f"""
    QScrollArea {{ background: transparent; border: none; }}
    QListView {{ background: transparent; border: none; outline: none; }}
    QLineEdit {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: {px(8)}px;
        padding: {px(8)}px {px(14)}px; font-size: {px(TITLE)}px; selection-background-color: {p.accent.fill};
        selection-color: {p.accent.ink}; }}
    QLineEdit:focus {{ border-color: {p.accent.fill}; }}
    QProgressBar {{ background: {p.raised}; border: none; border-radius: {px(6)}px; max-height: {px(12)}px;
        min-height: {px(12)}px; }}
    QProgressBar::chunk {{ background: {p.accent.fill}; border-radius: {px(6)}px; }}
    QScrollBar:vertical {{ background: transparent; width: {px(10)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {p.line}; border-radius: {px(5)}px; min-height: {px(40)}px; }}
    QScrollBar:horizontal {{ background: transparent; height: {px(10)}px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {p.line}; border-radius: {px(5)}px; min-width: {px(40)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ height: 0; width: 0;
        background: none; }}
    """


def _dialogs(look: Look) -> str:
    p, px = look.palette, look.px
    return f"""
    QToolTip {{ background: {p.text}; color: {p.surface}; border: none; padding: {px(6)}px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QComboBox {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: {px(8)}px;
        padding: {px(7)}px {px(12)}px; }}
    QComboBox::drop-down {{ border: none; }}
    QComboBox QAbstractItemView {{ background: {p.surface}; border: 1px solid {p.line};
        selection-background-color: {p.selected}; selection-color: {p.text}; }}
    QToolButton {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: {px(6)}px; padding: {px(5)}px; }}
    QDialog, QMenu {{ background: {p.surface}; border: 1px solid {p.muted}; }}
    QFileDialog QListView, QFileDialog QTreeView {{ background: {p.surface}; border: 1px solid {p.line};
        selection-background-color: {p.selected}; selection-color: {p.text}; }}
    QFileDialog QLineEdit {{ font-size: {px(BODY)}px; }}
    """
