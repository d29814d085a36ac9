"""A tree of TOML becomes settings: every section its dataclass, every key known, every value of its type."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from app.errors import Misconfigured
from app.settings.sections import (
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

T = TypeVar("T")
Tree = dict[str, Any]
_LISTS = {"other_carriers", "other_printers", "routes", "scanners"}
_SECTIONS = {"station", "shipper", "carrier", "printer", "packing", "scale", "papers", "wedge", "evidence"} | _LISTS


def read_tree(path: Path) -> Tree:
    """The file's TOML, empty where there is no file. Raises Misconfigured with the file's name, and the line."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig")) if path.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured("settings.not_toml", f"{path.name}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured("settings.unreadable", f"{path.name}: {type(error).__name__}") from error


def settings_of(folder: Path, tree: Tree, preferences: Tree) -> Settings:
    """Raises Misconfigured with the section and key at fault; what the values say together is not checked here."""
    for name in tree:
        if name not in _SECTIONS:
            raise Misconfigured("settings.unknown_key", f"[{name}]")
    return Settings(
        folder=folder,
        station=section(StationSettings, "station", _table("station", tree) | preferences),
        shipper=section(ShipperSettings, "shipper", _table("shipper", tree)),
        carrier=carrier("carrier", _table("carrier", tree)),
        printer=section(PrinterSettings, "printer", _table("printer", tree)),
        packing=section(PackingSettings, "packing", _table("packing", tree)),
        scale=section(ScaleSettings, "scale", _table("scale", tree)),
        other_carriers=tuple(carrier("other_carriers", table) for table in _tables("other_carriers", tree)),
        other_printers=tuple(section(PrinterSettings, "other_printers", t) for t in _tables("other_printers", tree)),
        routes=tuple(section(RouteSettings, "routes", table) for table in _tables("routes", tree)),
        papers=_papers(_table("papers", tree)),
        wedge=section(WedgeSettings, "wedge", _table("wedge", tree)),
        scanners=tuple(section(ScannerSettings, "scanners", table) for table in _tables("scanners", tree)),
        evidence=section(EvidenceSettings, "evidence", _table("evidence", tree)),
    )


def carrier(name: str, tree: Tree) -> CarrierSettings:
    tree = dict(tree)
    services = texts(name, tree, "services")
    accounts = _accounts(tree.pop("accounts", {}))
    return replace(section(CarrierSettings, name, tree), services=services, accounts=accounts)


def section(kind: type[T], name: str, tree: Tree) -> T:
    """One table as its dataclass, whose fields are plain values. Raises Misconfigured."""
    hints = get_type_hints(kind)
    allowed = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every T here is a dataclass
    values: Tree = {}
    for key, given in tree.items():
        if key not in allowed:
            raise Misconfigured("settings.unknown_key", f"[{name}] {key}")
        wanted = hints[key]
        value = float(given) if wanted is float and type(given) is int else given
        if wanted in (str, int, float, bool) and type(value) is not wanted:
            raise Misconfigured("settings.wrong_type", f"[{name}] {key}: {wanted.__name__} expected")
        values[key] = value
    return kind(**values)


def texts(name: str, tree: Tree, key: str) -> tuple[str, ...]:
    """A list of texts, taken out of the tree."""
    found = tree.pop(key, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise Misconfigured("settings.wrong_type", f"[{name}] {key}: a list of texts expected")
    return tuple(found)


def _table(name: str, tree: Tree) -> Tree:
    table = tree.get(name, {})
    if not isinstance(table, dict):
        raise Misconfigured("settings.wrong_type", f"[{name}]: a table expected")
    return dict(table)


def _tables(name: str, tree: Tree) -> list[Tree]:
    tables = tree.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Misconfigured("settings.wrong_type", f"[[{name}]]: a list of tables expected")
    return [dict(table) for table in tables]


def _papers(tree: Tree) -> PaperSettings:
    with_label = texts("papers", tree, "with_label")
    return replace(section(PaperSettings, "papers", tree), with_label=with_label)


def _accounts(tree: Any) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    if not isinstance(tree, dict) or not all(isinstance(account, dict) for account in tree.values()):
        raise Misconfigured("settings.wrong_type", "[carrier.accounts]: a table for each service expected")
    return tuple((service, tuple((k, str(v)) for k, v in account.items())) for service, account in tree.items())
