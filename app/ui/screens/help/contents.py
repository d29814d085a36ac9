"""What the help holds: its pages in their order, and the keys that a page may name."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.messages_command import HOTKEYS
from app.ui.messages_text import Text

CODE = "code:"  # begins the name of an entry's page
GROUP = "group:"  # … and of a list of entries
NOTHING_FOUND = "nothing"
FIRST = "first-day"


@dataclass(frozen=True, slots=True)
class Section:
    """Pages under one heading: `name` is its word's, and each page has its icon's name."""

    name: str
    pages: tuple[tuple[str, str], ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        "start",
        (
            (FIRST, "package-open"),
            ("first-lead", "flag"),
            ("tones", "volume-2"),
            ("keys", "keyboard"),
            ("help", "circle-help"),
        ),
    ),
    Section(
        "screens",
        (
            ("packing", "package-open"),
            ("handover", "truck"),
            ("incidents", "triangle-alert"),
            ("orders", "clipboard-list"),
            ("parcels", "package"),
            ("importing", "file-up"),
            ("printers", "printer"),
            ("scanners", "scan-barcode"),
            ("devices", "monitor-cog"),
            ("setup", "settings"),
            ("locked", "user"),
            ("failure", "x"),
        ),
    ),
    Section(
        "troubles",
        (
            ("offline", "wifi-off"),
            ("printing", "printer"),
            ("scanning", "scan-barcode"),
            ("camera", "camera"),
            ("scale", "scale"),
            ("money", "store"),
        ),
    ),
    Section("words", (("glossary", "book-open"),)),
)
GROUP_ICONS: dict[str, str] = {
    "carrier": "truck",
    "printer": "printer",
    "scanner": "scan-barcode",
    "scale": "scale",
    "import": "file-up",
    "stop": "flag",
    "station": "hard-drive",
}
GENERATED = ("keys",)
ICONS: dict[str, str] = {page: icon for section in SECTIONS for page, icon in section.pages}
WRITTEN: tuple[str, ...] = tuple(page for page in ICONS if page not in GENERATED)

OWN_KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("F2", "F3"), "lists"),
    (("F5",), "retry"),
    (("Ctrl+E",), "incidents"),
    (("Ctrl+O",), "import"),
    (("Ctrl+L",), "language"),
    (("Ctrl+D",), "theme"),
    (("Ctrl+S",), "sound"),
    (("Ctrl++", "Ctrl+-"), "size"),
    (("Esc",), "escape"),
)
"""Keys of the window itself, which no command has, and the word for what they do."""

PLAIN_KEYS: dict[str, Text] = {
    "Enter": Text("Enter", "回车"),
    "Esc": Text("Esc", "Esc"),
    "Tab": Text("Tab", "Tab"),
    "Up": Text("↑", "↑"),
    "Down": Text("↓", "↓"),
    "Left": Text("←", "←"),
    "Right": Text("→", "→"),
    "PgUp": Text("PgUp", "PgUp"),
    "PgDn": Text("PgDn", "PgDn"),
    "Home": Text("Home", "Home"),
    "End": Text("End", "End"),
}
"""What is not a command's key, as it stands on the keyboard; single letters and digits stand for themselves."""

KEYS: frozenset[str] = (
    frozenset(HOTKEYS.values()) | frozenset(key for keys, _ in OWN_KEYS for key in keys) | frozenset(PLAIN_KEYS)
)
