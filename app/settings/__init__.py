"""The station's settings: `station.toml`, which is a person's, over `set-up.toml`, which the set-up writes.

Read once. Secrets are in neither: they lie in the keyring under a name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.errors import Misconfigured
from app.settings.checks import check
from app.settings.reading import Tree, read_tree, settings_of
from app.settings.sections import (
    MAIN_PRINTER,
    CarrierSettings,
    EvidenceSettings,
    PackingSettings,
    PaperSettings,
    PrinterSettings,
    RouteSettings,
    ScaleSettings,
    ScannerSettings,
    Settings,
    ShipperSettings,
    StationSettings,
    WedgeSettings,
)
from app.settings.set_up import SET_UP_FILE, STATION_FILE, SetUp, below, read_set_up

__all__ = [
    "MAIN_PRINTER", "CarrierSettings", "EvidenceSettings", "PackingSettings", "PaperSettings", "PrinterSettings",
    "RouteSettings", "ScaleSettings", "ScannerSettings", "Settings", "ShipperSettings", "StationSettings",
    "WedgeSettings", "file_of", "fixed_keys", "load_settings", "remember_preferences", "settings_with",
]  # fmt: skip


def load_settings(folder: Path) -> Settings:
    """Read the files in the station's folder; a station without any runs on the defaults.

    Raises Misconfigured with the file, section and key at fault, or the line when a file is not TOML at all.
    """
    return settings_with(folder, read_set_up(folder))


def settings_with(folder: Path, set_up: SetUp) -> Settings:
    """What the station runs on once the set-up keeps this. Raises Misconfigured as `load_settings`."""
    person, preferences = read_tree(folder / STATION_FILE), _preferences(folder)
    try:
        alone = settings_of(folder, person, preferences)
    except Misconfigured as error:
        raise Misconfigured(error.code, f"{STATION_FILE}: {error.detail}") from error
    settings = settings_of(folder, below(person, set_up, folder), preferences)
    try:
        check(settings)
    except Misconfigured as error:
        raise Misconfigured(error.code, f"{_culprit(alone)}: {error.detail}") from error
    return settings


def _culprit(alone: Settings) -> str:
    """Whose file is wrong: the person's, or else what was kept below it."""
    try:
        check(alone)
    except Misconfigured:
        return STATION_FILE
    return SET_UP_FILE


def fixed_keys(folder: Path) -> frozenset[tuple[str, str]]:
    """What a person's `station.toml` says, as (section, key): the set-up leaves it alone. Raises Misconfigured."""
    tree: Tree = read_tree(folder / STATION_FILE)
    return frozenset((name, key) for name, table in tree.items() if isinstance(table, dict) for key in table)


def file_of(folder: Path, section: str) -> str:
    """The name of the file that says something of a section, empty where none does and the defaults hold."""
    if any(name == section for name, _key in fixed_keys(folder)):
        return STATION_FILE
    set_up = read_set_up(folder)
    is_kept = getattr(set_up, section, None) is not None or (set_up.is_practice and section in ("carrier", "printer"))
    return SET_UP_FILE if is_kept else ""


def remember_preferences(folder: Path, *, language: str, theme: str, type_percent: int = 100) -> None:
    """Keep the packer's choices beside `station.toml`, which is a person's file and is never written by the program."""
    scratch = folder / "preferences.new"
    scratch.write_text(json.dumps({"language": language, "theme": theme, "type_percent": type_percent}), "utf-8")
    scratch.replace(folder / "preferences.json")


def _preferences(folder: Path) -> dict[str, Any]:
    """What was remembered; a file that was cut off or edited to nonsense is as good as none."""
    path = folder / "preferences.json"
    try:
        tree = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError):
        return {}
    choices = {"language": ("zh_CN", "en"), "theme": ("light", "dark"), "type_percent": range(100, 201)}
    return {key: value for key, value in tree.items() if value in choices.get(key, ())} if type(tree) is dict else {}
