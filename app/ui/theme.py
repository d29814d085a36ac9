"""How everything is drawn just now: the tokens at the present size, in the present theme and language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.resources import resource
from app.ui.messages import Tone, word
from app.ui.stylesheet import write_sheet
from app.ui.tokens import (
    BANNER,
    BODY,
    CORNER,
    DARK,
    FAMILIES,
    FIGURE,
    GAP,
    HERO,
    LARGEST_SCALE,
    LIGHT,
    MOTION_MS,
    PAD,
    PALETTES,
    RADIUS,
    RING,
    SMALL,
    SMALLEST_SCALE,
    TITLE,
    TOUCH,
    Paint,
    Palette,
)

__all__ = [
    "BANNER",
    "BODY",
    "CORNER",
    "DARK",
    "FAMILIES",
    "FIGURE",
    "GAP",
    "HERO",
    "LIGHT",
    "MOTION_MS",
    "PAD",
    "PALETTES",
    "RADIUS",
    "RING",
    "SMALL",
    "TITLE",
    "TOUCH",
    "Look",
    "Paint",
    "Palette",
    "load_fonts",
    "look_for",
    "stylesheet",
    "wear",
]

CRAMPED_BELOW = 1400  # pixels of width at 1920 x 1080: two columns have no room below


@lru_cache(maxsize=256)
def _font(pixels: int, is_bold: bool) -> QFont:  # noqa: FBT001  # a cache's key
    """A copy of a font that was drawn with before knows its signs already: a third of what a word costs."""
    font = QFont(list(FAMILIES))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Bold if is_bold else QFont.Weight.Normal)
    return font


@dataclass(frozen=True, slots=True)
class Look:
    """Colors, size against 1920 x 1080, and language. `room` is the window's width and height in the pixels that
    `px` takes: the larger the type, the less of them there are.
    """

    palette: Palette
    scale: float
    language: str
    room: tuple[float, float] = (1920.0, 1080.0)

    @property
    def is_cramped(self) -> bool:
        """Whether the type is so large for this window that what stands beside the work has to give way."""
        return self.room[0] < CRAMPED_BELOW

    @property
    def touch(self) -> int:
        """The least side of a target, in real pixels."""
        return max(TOUCH, self.px(TOUCH))

    def px(self, pixels: float) -> int:
        """A length given for 1920 x 1080, as it is here."""
        return max(1, round(pixels * self.scale))

    def font(self, pixels: float, *, bold: bool = False) -> QFont:
        """The window's font at a size given for 1920 x 1080."""
        return QFont(_font(self.px(pixels), bold))

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
    scale = max(SMALLEST_SCALE * zoom, min(scale, LARGEST_SCALE))
    return Look(PALETTES[theme], scale, language, (width / scale, height / scale))


def load_fonts() -> None:
    """Take the shipped fonts into use; where they are missing, the system's own stand in."""
    folder = resource("fonts")
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.suffix in (".ttf", ".otf", ".ttc"):
                QFontDatabase.addApplicationFont(str(path))


def wear(window: QWidget, look: Look) -> None:
    """Dress the window and all that opens from it. What the system's own theme says about styles, colors and darkness
    ends here: Fusion on every system, with our colors where the style sheet names none.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    if QApplication.style().name() != "fusion":
        QApplication.setStyle("Fusion")
    is_dark = look.palette.name == "dark"
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Dark if is_dark else Qt.ColorScheme.Light)
    palette = system_palette(look.palette)
    if application.palette() != palette:
        application.setPalette(palette)
    sheet = stylesheet(look)
    if window.styleSheet() != sheet:  # every widget takes it over anew, however little of it changed
        window.setStyleSheet(sheet)


def system_palette(colors: Palette) -> QPalette:
    """Our colors in the roles of Qt's own."""
    role, made = QPalette.ColorRole, QPalette()
    roles = (
        (colors.window, (role.Window,)),
        (colors.surface, (role.Base, role.ToolTipText)),
        (colors.raised, (role.Button, role.AlternateBase, role.Light, role.Midlight)),
        (colors.line, (role.Mid,)),
        (colors.edge, (role.Dark, role.Shadow)),
        (colors.text, (role.WindowText, role.Text, role.ButtonText, role.BrightText, role.ToolTipBase)),
        (colors.muted, (role.PlaceholderText,)),
        (colors.accent.fill, (role.Highlight, role.Accent, role.Link)),
        (colors.accent.ink, (role.HighlightedText,)),
        (colors.mode.fill, (role.LinkVisited,)),
    )
    for color, its in roles:
        for each in its:
            made.setColor(each, QColor(color))
    for each in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(colors.muted))
    return made


def stylesheet(look: Look) -> str:
    """The style of the standard widgets, for a window of its own; the rest of the window paints itself."""
    return write_sheet(look.palette, look.px)
