"""What the window is drawn with: colors of both themes, sizes of type, room, corners, targets. Nothing else names any.

Every pair that carries words keeps WCAG AA contrast (4.5:1), every mark, outline of a field and ring of the keyboard
3:1, and the five tones stay apart for color-blind eyes (tested); each tone also has its own shape, so color is never
the only sign.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.messages_answer import Tone

# Pixels at 1920 x 1080: the sizes of type, from what is read at two metres down to what stands beside it.
HERO, BANNER, FIGURE, TITLE, BODY, SMALL = 48, 36, 30, 22, 19, 16
# Room between regions and within them; corners of sheets and of what lies on them; hairlines and the keyboard's ring.
GAP, PAD, RADIUS, CORNER, RING = 16, 20, 12, 8, 2

MOTION_MS = 0
"""Nothing moves: pages change at once, lists jump. Exempt are marks that say "busy", which stand still but turn."""

TOUCH = 44
"""Real pixels: no target is smaller, whatever the screen (WCAG 2.5.5; a finger on 15 inches of 1366 x 768)."""

SMALLEST_SCALE, LARGEST_SCALE = 0.74, 2.4

# One family for both scripts: with a Latin one first, Qt takes Chinese characters of the wrong weight beside it.
FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei UI", "Noto Sans")


@dataclass(frozen=True, slots=True)
class Paint:
    """A filled area and what is written on it."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The colors of one theme. `line` parts regions, `edge` outlines what can be filled in; `mode` is what the next
    scan does instead of counting in; `marks` are the tones as small marks and words on a surface.
    """

    name: str
    window: str
    surface: str
    raised: str
    line: str
    edge: str
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
    edge="#7B8591",
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
        Tone.STOP: "#960F36",
        Tone.SYSTEM: "#535D69",
    },
)

DARK = Palette(
    name="dark",
    window="#101419",
    surface="#191F26",
    raised="#222932",
    line="#313A45",
    edge="#75818F",
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
        Tone.OK: "#6FE3BE",
        Tone.COMPLETE: "#7FB0FF",
        Tone.WRONG: "#FFC33D",
        Tone.STOP: "#FF7E70",
        Tone.SYSTEM: "#A6B1BD",
    },
)

PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}
