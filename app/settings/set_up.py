"""What the set-up keeps: `set-up.toml`, the program's own file, of the same words as `station.toml` and below it.

Secrets are never in it. It is written whole or not at all, and read by the same rules as a person's file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.errors import Misconfigured
from app.settings.reading import Tree, carrier, read_tree, section, texts
from app.settings.sections import CarrierSettings, PrinterSettings, ScaleSettings, ShipperSettings, StationSettings

STATION_FILE, SET_UP_FILE = "station.toml", "set-up.toml"
_HEAD = "# Written by the set-up (Alt+U). What stands in station.toml goes before this.\n"
_TABLES = ("station", "shipper", "carrier", "printer", "scale")
_LEADS = {"printer": "address", "scale": "address"}
"""Whoever says where a device is says all of it: no other one's serial number or paper is mixed in."""


class Step(StrEnum):
    """The set-up's steps, in their order."""

    LANGUAGE = "language"
    NAME = "name"
    USE = "use"
    PRINTER = "printer"
    SCANNER = "scanner"
    SCALE = "scale"
    CARRIER = "carrier"


class StepState(StrEnum):
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    FIXED = "fixed"  # station.toml says it


@dataclass(frozen=True, slots=True)
class SetUp:
    """A section that nobody was asked for is None. `is_practice`: a carrier and a printer of paper alone stand in for
    the real ones, which are kept; None while nobody has said.
    """

    station: StationSettings | None = None
    shipper: ShipperSettings | None = None
    carrier: CarrierSettings | None = None
    printer: PrinterSettings | None = None
    scale: ScaleSettings | None = None
    is_practice: bool | None = None
    done: frozenset[Step] = frozenset()
    skipped: frozenset[Step] = frozenset()

    def settled(self, step: Step, state: StepState) -> SetUp:
        """The same with this step done, skipped or open."""
        done, skipped = self.done - {step}, self.skipped - {step}
        return replace(
            self,
            done=done | {step} if state is StepState.DONE else done,
            skipped=skipped | {step} if state is StepState.SKIPPED else skipped,
        )


def read_set_up(folder: Path) -> SetUp:
    """What was kept, nothing where nothing was. Raises Misconfigured as `load_settings`."""
    tree = read_tree(folder / SET_UP_FILE)
    try:
        return _set_up_of(tree)
    except Misconfigured as error:
        raise Misconfigured(error.code, f"{SET_UP_FILE}: {error.detail}") from error


def _set_up_of(tree: Tree) -> SetUp:
    for name, table in tree.items():
        if name not in (*_TABLES, "set_up"):
            raise Misconfigured("settings.unknown_key", f"[{name}]")
        if not isinstance(table, dict):
            raise Misconfigured("settings.wrong_type", f"[{name}]: a table expected")
    how = dict(tree.get("set_up", {}))
    done, skipped = (_steps(how, key) for key in ("done", "skipped"))
    is_practice = how.pop("practice", None)
    if is_practice is not None and type(is_practice) is not bool:
        raise Misconfigured("settings.wrong_type", "[set_up] practice: bool expected")
    for key in how:
        raise Misconfigured("settings.unknown_key", f"[set_up] {key}")
    return SetUp(
        station=section(StationSettings, "station", tree["station"]) if "station" in tree else None,
        shipper=section(ShipperSettings, "shipper", tree["shipper"]) if "shipper" in tree else None,
        carrier=carrier("carrier", tree["carrier"]) if "carrier" in tree else None,
        printer=section(PrinterSettings, "printer", tree["printer"]) if "printer" in tree else None,
        scale=section(ScaleSettings, "scale", tree["scale"]) if "scale" in tree else None,
        is_practice=is_practice,
        done=done,
        skipped=skipped,
    )


def _steps(how: Tree, key: str) -> frozenset[Step]:
    try:
        return frozenset(Step(text) for text in texts("set_up", how, key))
    except ValueError as error:
        raise Misconfigured("settings.wrong_value", f"[set_up] {key}: {', '.join(Step)} expected") from error


def write_set_up(folder: Path, set_up: SetUp) -> None:
    """Whole or not at all, also when the power fails. Raises Misconfigured `store.unwritable`."""
    path = folder / SET_UP_FILE
    scratch = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with scratch.open("w", encoding="utf-8", newline="\n") as file:
            file.write(written(set_up))
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
        if sys.platform != "win32":  # where the new name itself waits to be written
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        raise Misconfigured("store.unwritable", type(error).__name__) from error


def written(set_up: SetUp) -> str:
    """As TOML. What is as it is by default needs no word."""
    lines = [_HEAD, "[set_up]"]
    if set_up.is_practice is not None:
        lines.append(f"practice = {_value(set_up.is_practice)}")
    for key, steps in (("done", set_up.done), ("skipped", set_up.skipped)):
        lines.append(f"{key} = {_value(tuple(step.value for step in Step if step in steps))}")
    for name, table in _tree_of(set_up).items():
        lines += ["", f"[{name}]", *(f"{key} = {_value(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def below(person: Tree, set_up: SetUp, folder: Path) -> Tree:
    """A person's tree over what the set-up keeps: key by key the person's goes before."""
    kept = set_up
    if set_up.is_practice:
        paper = PrinterSettings(address=f"file:{(folder / 'practice').as_posix()}")
        kept = replace(set_up, carrier=CarrierSettings(), printer=paper)
    merged = dict(person)
    for name, table in _tree_of(kept).items():
        own = person.get(name, {})
        if isinstance(own, dict) and _LEADS.get(name) not in own:
            merged[name] = table | own
    return merged


def _tree_of(set_up: SetUp) -> dict[str, Tree]:
    parts = {name: getattr(set_up, name) for name in _TABLES}
    return {name: dict(_told(part)) for name, part in parts.items() if part is not None}


def _told(part: Any) -> Iterator[tuple[str, Any]]:
    """The keys of a section that are not as they are by default."""
    for field in fields(part):
        value = getattr(part, field.name)
        if value != field.default:
            if field.name == "accounts":
                value = {service: dict(account) for service, account in value}
            yield field.name, list(value) if isinstance(value, tuple) else value


def _value(value: Any) -> str:
    """One value as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return "{" + ", ".join(f"{_value(key)} = {_value(each)}" for key, each in value.items()) + "}"
        case _:
            return repr(value)
