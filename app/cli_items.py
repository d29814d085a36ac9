"""Barcodes that wait for a lead, and cartons and consumables: `packbench items …`, `packbench materials …`."""

from __future__ import annotations

import argparse
import csv
import getpass
import io
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.bench.learning import Approval, approve_code
from app.domain.actor import Actor, Role
from app.domain.money import Money
from app.domain.outcome import OutcomeCode
from app.domain.parcel import MaterialFlaw, StockedMaterial, read_material
from app.errors import Rejected
from app.login import Login
from app.settings import Settings
from app.station import open_database
from app.store import item_codes, journal, materials, people
from app.store.database import Database
from app.ui.messages_items import COLUMN_FLAWS, ITEM_WORDS


def add_item_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`packbench items …` and `packbench materials …`; each command sets `act`, which takes arguments and settings."""
    items = commands.add_parser("items", help="barcodes learnt at the bench").add_subparsers(required=True)
    items.add_parser("pending", help="those that hold in one order only so far").set_defaults(act=_opened(_pending))
    approve = items.add_parser("approve", help="let one hold in every order; asks for a lead where people are enrolled")
    approve.add_argument("code")
    approve.add_argument("--sku", default="", help="needed when it was learnt for several items")
    approve.set_defaults(act=_opened(_approve))
    stock = commands.add_parser("materials", help="cartons and consumables").add_subparsers(required=True)
    bring = stock.add_parser("import", help="a CSV file: code, kind, title, tare_g, cost, currency, stock")
    bring.add_argument("file", type=Path)
    bring.set_defaults(act=_opened(_import))
    stock.add_parser("list", help="all of them, and how many are left").set_defaults(act=_opened(_list))


def _opened(act: Callable[[argparse.Namespace, Settings, Database], int]) -> Callable[..., int]:
    """A command with the station's file, opened beside a running station."""

    def acting(arguments: argparse.Namespace, settings: Settings) -> int:
        with closing(open_database(settings)) as database:
            return act(arguments, settings, database)

    return acting


def _pending(_arguments: argparse.Namespace, settings: Settings, database: Database) -> int:
    with database.reading() as connection:
        found = item_codes.pending(connection)
    for each in found:
        _say(settings, "items.row", code=each.code, sku=each.sku, order=each.order_number, person=each.learned_by)
    if not found:
        _say(settings, "items.none")
    return 0


def _approve(arguments: argparse.Namespace, settings: Settings, database: Database) -> int:
    actor = _lead(settings, database)
    with database.transaction() as tx:
        came = approve_code(tx, database, actor, arguments.code, arguments.sku)
    _say(settings, f"items.{came}", code=arguments.code)
    return 0 if came is Approval.APPROVED else 1


def _import(arguments: argparse.Namespace, settings: Settings, database: Database) -> int:
    rows = _rows_of(arguments.file)
    if rows is None:
        _say(settings, "materials.unreadable")
        return 1
    if not all({"code", "kind"} <= row.keys() for _, row in rows):
        _say(settings, "materials.no_columns")
        return 1
    read = [(line, read_material(row)) for line, row in rows]
    good = [each for _, each in read if isinstance(each, StockedMaterial)]
    bad = {line: each for line, each in read if isinstance(each, MaterialFlaw)}
    with database.transaction() as tx:
        for each in good:
            materials.keep(tx, each)
        journal.append(tx, database, _owner(settings), "materials.imported", taken=len(good), bad=len(bad))
    for line, flaw in bad.items():
        _say(settings, "materials.bad", line=line, column=COLUMN_FLAWS[flaw].say(settings.station.language))
    _say(settings, "materials.imported", count=len(good), bad=len(bad))
    return 1 if bad else 0


def _list(_arguments: argparse.Namespace, settings: Settings, database: Database) -> int:
    with database.reading() as connection:
        found = materials.every(connection)
    for each in found:
        kind = ITEM_WORDS["material.carton" if each.material.is_carton else "material.consumable"]
        _say(
            settings,
            "materials.row",
            code=each.material.code,
            kind=kind.say(settings.station.language),
            title=each.material.title,
            tare=each.material.tare_g,
            cost=Money(each.currency, each.cost_minor),
            stock=each.stock,
        )
    if not found:
        _say(settings, "materials.none")
    return 0


def _rows_of(file: Path) -> list[tuple[int, dict[str, str]]] | None:
    """The rows with their lines, of UTF-8 or of GB18030 as spreadsheets write it here; None for no such file."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            reader = csv.DictReader(io.StringIO(file.read_bytes().decode(encoding)))
            return [(reader.line_num, row) for row in reader]
        except UnicodeDecodeError:
            continue
        except (OSError, csv.Error):
            return None
    return None


def _owner(settings: Settings) -> Actor:
    """Whoever sits at the station's terminal and has its key."""
    return Actor(settings.station.name, getpass.getuser(), Role.LEAD, "terminal")


def _lead(settings: Settings, database: Database) -> Actor:
    """Who approves: by badge or PIN where people are enrolled, else the owner. Raises Rejected for nobody's badge."""
    login = Login(database, Actor(settings.station.name, device="terminal"))
    with database.reading() as connection:
        if not people.is_anybody_enrolled(connection):
            return _owner(settings)
    question = ITEM_WORDS["items.who"].say(settings.station.language)
    proof = getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    with database.transaction() as tx:
        found = login.identify(tx, proof)
    if isinstance(found, OutcomeCode):
        raise Rejected(found)  # only now, so that a wrong PIN stays counted
    return found.acting(login.at)


def _say(settings: Settings, key: str, **values: object) -> None:
    sys.stdout.write(ITEM_WORDS[key].say(settings.station.language).format(**values) + "\n")
