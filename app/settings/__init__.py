"""The station's settings, read once from `station.toml`. Secrets are not here: they lie in the keyring under a name."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from app.errors import Misconfigured
from app.settings.checks import check
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

__all__ = [
    "MAIN_PRINTER", "CarrierSettings", "EvidenceSettings", "PackingSettings", "PaperSettings", "PrinterSettings",
    "RouteSettings", "ScaleSettings", "ScannerSettings", "Settings", "ShipperSettings", "StationSettings",
    "WedgeSettings", "load_settings", "remember_preferences",
]  # fmt: skip
T = TypeVar("T")


def load_settings(folder: Path) -> Settings:
    """Read `station.toml` in the station's folder; a station without one runs on the defaults.

    Raises Misconfigured with the section and key at fault, or the line when the file is not TOML at all.
    """
    path = folder / "station.toml"
    try:
        tree = tomllib.loads(path.read_text("utf-8-sig")) if path.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured("settings.not_toml", f"{path.name}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured("settings.unreadable", f"{path.name}: {type(error).__name__}") from error
    lists = {"other_carriers", "other_printers", "routes", "scanners"}
    known = {"station", "shipper", "carrier", "printer", "packing", "scale", "papers", "wedge", "evidence"} | lists
    for name in tree:
        if name not in known:
            raise Misconfigured("settings.unknown_key", f"[{name}]")
    settings = Settings(
        folder=folder,
        station=_section(StationSettings, "station", _table("station", tree) | _preferences(folder)),
        shipper=_section(ShipperSettings, "shipper", _table("shipper", tree)),
        carrier=_carrier("carrier", _table("carrier", tree)),
        printer=_section(PrinterSettings, "printer", _table("printer", tree)),
        packing=_section(PackingSettings, "packing", _table("packing", tree)),
        scale=_section(ScaleSettings, "scale", _table("scale", tree)),
        other_carriers=tuple(_carrier("other_carriers", table) for table in _tables("other_carriers", tree)),
        other_printers=tuple(_section(PrinterSettings, "other_printers", t) for t in _tables("other_printers", tree)),
        routes=tuple(_section(RouteSettings, "routes", table) for table in _tables("routes", tree)),
        papers=_papers(_table("papers", tree)),
        wedge=_section(WedgeSettings, "wedge", _table("wedge", tree)),
        scanners=tuple(_section(ScannerSettings, "scanners", table) for table in _tables("scanners", tree)),
        evidence=_section(EvidenceSettings, "evidence", _table("evidence", tree)),
    )
    check(settings)
    return settings


def _tables(name: str, tree: dict[str, Any]) -> list[dict[str, Any]]:
    tables = tree.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Misconfigured("settings.wrong_type", f"[[{name}]]: a list of tables expected")
    return [dict(table) for table in tables]


def _texts(name: str, tree: dict[str, Any], key: str) -> tuple[str, ...]:
    texts = tree.pop(key, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Misconfigured("settings.wrong_type", f"[{name}] {key}: a list of texts expected")
    return tuple(texts)


def _papers(tree: dict[str, Any]) -> PaperSettings:
    with_label = _texts("papers", tree, "with_label")
    return replace(_section(PaperSettings, "papers", tree), with_label=with_label)


def _carrier(name: str, tree: dict[str, Any]) -> CarrierSettings:
    services = _texts(name, tree, "services")
    accounts = _accounts(tree.pop("accounts", {}))
    return replace(_section(CarrierSettings, name, tree), services=services, accounts=accounts)


def _accounts(tree: Any) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    if not isinstance(tree, dict) or not all(isinstance(account, dict) for account in tree.values()):
        raise Misconfigured("settings.wrong_type", "[carrier.accounts]: a table for each service expected")
    return tuple((service, tuple((k, str(v)) for k, v in account.items())) for service, account in tree.items())


def remember_preferences(folder: Path, *, language: str, theme: str) -> None:
    """Keep the packer's choices beside `station.toml`, which is a person's file and is never written by the program."""
    scratch = folder / "preferences.new"
    scratch.write_text(json.dumps({"language": language, "theme": theme}), "utf-8")
    scratch.replace(folder / "preferences.json")


def _preferences(folder: Path) -> dict[str, Any]:
    """What was remembered; a file that was cut off or edited to nonsense is as good as none."""
    path = folder / "preferences.json"
    try:
        tree = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (OSError, ValueError):
        return {}
    choices = {"language": ("zh_CN", "en"), "theme": ("light", "dark")}
    return {key: value for key, value in tree.items() if value in choices.get(key, ())} if type(tree) is dict else {}


def _table(name: str, tree: dict[str, Any]) -> dict[str, Any]:
    table = tree.get(name, {})
    if not isinstance(table, dict):
        raise Misconfigured("settings.wrong_type", f"[{name}]: a table expected")
    return dict(table)


def _section(kind: type[T], name: str, tree: dict[str, Any]) -> T:
    hints = get_type_hints(kind)
    allowed = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every T here is a dataclass
    values: dict[str, Any] = {}
    for key, given in tree.items():
        if key not in allowed:
            raise Misconfigured("settings.unknown_key", f"[{name}] {key}")
        wanted = hints[key]
        value = float(given) if wanted is float and type(given) is int else given
        if wanted in (str, int, float, bool) and type(value) is not wanted:
            raise Misconfigured("settings.wrong_type", f"[{name}] {key}: {wanted.__name__} expected")
        values[key] = value
    return kind(**values)
