"""The bench without a window: scans from standard input, orders from a file, status, doctor.

For tests, terminals and remote help. It says the window's sentences and obeys the same gate.
"""

from __future__ import annotations

import argparse
import getpass
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app import (
    books,
    cli_audit,
    cli_evidence,
    cli_handbook,
    cli_items,
    cli_manifest,
    cli_news,
    cli_people,
    cli_printers,
    cli_read,
    cli_scanners,
    cli_sheet,
    cli_simulate,
)
from app.bench import Bench
from app.doctor import examine
from app.domain.actor import Actor
from app.domain.desk import Packing
from app.domain.dues import Due, first_due, first_note, notes
from app.domain.glance import ImportReport, LaneGlance, LaneState, Light
from app.domain.job import carrier_lane, printer_lane
from app.domain.order import Scope
from app.errors import PackbenchError, Rejected
from app.keys import Secrets
from app.settings import Settings
from app.shops.files import load_columns, read_orders, save_columns
from app.station import Station, day_of, open_database
from app.store import jobs, orders, parcels
from app.store.database import system_now_ms
from app.ui import messages
from app.work.intake import import_orders

_MARKS = {Light.GREEN: "ok     ", Light.AMBER: "notice ", Light.RED: "MISSING"}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The terminal's part of the command line; each command sets `act`, which takes arguments and settings."""
    scan = commands.add_parser("scan", help="read codes from standard input, one a line, and answer as the bench does")
    scan.add_argument("--wait", type=float, default=30.0, help="seconds to wait for labels at the end (default 30)")
    scan.set_defaults(act=_scan)
    commands.add_parser("status", help="orders, lanes and the latest parcels").set_defaults(act=_status)
    commands.add_parser("doctor", help="what is set up, what is missing, and the remedy").set_defaults(act=_doctor)

    actions = commands.add_parser("orders", help="orders from files").add_subparsers(required=True)
    bring = actions.add_parser("import", help="bring in the orders of a CSV, XLSX or JSON file")
    bring.add_argument("file", type=Path)
    bring.add_argument("--columns", type=Path, help="a column mapping to use, as saved by `orders columns`")
    bring.set_defaults(act=_import)
    find = actions.add_parser("find", help="orders of a consignee: whole name, phone number, or its last four digits")
    find.add_argument("words", nargs="?", help="read from standard input when left out, so that no history keeps it")
    find.set_defaults(act=_find)
    columns = actions.add_parser("columns", help="show how a file's columns are understood, or save it to be corrected")
    columns.add_argument("file", type=Path)
    columns.add_argument("--save", type=Path, help="write the mapping to this file")
    columns.set_defaults(act=_columns)
    cli_news.add_news_commands(actions)

    secret = commands.add_parser("secret", help="set a secret in the keyring, e.g. kdniao.api_key")
    secret.add_argument("name")
    secret.set_defaults(act=_secret)
    _add_books(commands)
    cli_audit.add_audit_commands(commands)
    cli_evidence.add_evidence_command(commands)
    cli_handbook.add_handbook_command(commands)
    cli_people.add_people_commands(commands)
    cli_items.add_item_commands(commands)
    cli_manifest.add_manifest_commands(commands)
    cli_printers.add_printer_commands(commands)
    cli_read.add_read_command(commands)
    cli_scanners.add_scanners_command(commands)
    cli_sheet.add_sheet_command(commands)
    cli_simulate.add_simulators(commands)


def _add_books(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    spent = commands.add_parser("money", help="labels bought, printed and given back, with their sums")
    spent.add_argument("--days", type=int, default=30, help="how far back (default 30)")
    spent.add_argument("--reconcile", action="store_true", help="hold the carriers' own lists against ours")
    spent.set_defaults(act=_money)
    commands.add_parser("incidents", help="what waits for a person").set_defaults(act=_incidents)
    again = commands.add_parser("reprint", help="print labels once more after a jam, by their numbers")
    again.add_argument("positions", help="37 or 37-41")
    again.set_defaults(act=_reprint)


def _scan(arguments: argparse.Namespace, settings: Settings) -> int:
    station = Station(settings)
    station.start()
    language = settings.station.language
    try:
        _say(messages.next_step(station.bench.state, language))
        for line in sys.stdin:
            if not line.strip():
                continue
            outcome = station.bench.scan(line.rstrip("\r\n"))
            tone = messages.tone_of(outcome.code)
            _say(f"[{tone}] {messages.sentence(outcome, language)} {messages.do_now(outcome, language)}".rstrip())
            _say_notes(station.bench)
            _say("        " + messages.next_step(station.bench.state, language))
        _await_lanes(station, arguments.wait)
        _say_lanes(station.lanes(), language)
    finally:
        station.stop()
    return 0


def _say_notes(bench: Bench) -> None:
    """What must be read before the packer goes on; the window shows it large."""
    state = bench.state
    if isinstance(state, Packing):
        rules = bench.rules()
        due = first_due(state.order, rules) if state.is_closing else None
        scope = (
            Scope.ORDER if first_note(state.order, rules) else Scope(due.word) if due and due.kind is Due.NOTE else None
        )
        for note in notes(state.order, rules, scope) if scope else ():
            _say(f"        » {note.text}")


def _await_lanes(station: Station, seconds: float) -> None:
    """Until nothing is left to do, or a lane's way is not free, or the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        lanes = station.lanes()
        if all(lane.state is not LaneState.WORKING for lane in lanes):
            return
        time.sleep(0.1)


def _status(_arguments: argparse.Namespace, settings: Settings) -> int:
    database = open_database(settings)
    language = settings.station.language
    try:
        day = day_of(database)
        _say(
            messages.word("status.day", language, open=day.open_orders, aside=day.aside_orders, done=day.parcels_today)
        )
        with database.reading() as connection:
            names = (
                *(carrier_lane(name) for name, _ in settings.carriers),
                *(printer_lane(name) for name, _ in settings.printers),
            )
            lanes = jobs.glances(connection, names)
            latest = parcels.recent(connection, database, 10)
    finally:
        database.close()
    _say_lanes(lanes, language)
    for parcel in latest:
        state = messages.parcel_state(parcel, language)[1]
        reason = messages.explain(parcel.code, language) if parcel.code else ""
        _say(f"{parcel.order_number}  {parcel.tracking_number or '–'}  {state}  {reason}".rstrip())
    return 0


def _say_lanes(lanes: tuple[LaneGlance, ...], language: str) -> None:
    for lane in lanes:
        reason = messages.explain(lane.code, language) if lane.code else ""
        _say(f"{messages.lane_name(lane.lane, language)}: {messages.lane_state(lane, language)}  {reason}".rstrip())


def _doctor(_arguments: argparse.Namespace, settings: Settings) -> int:
    findings = examine(settings)
    for finding in findings:
        _say(f"{_MARKS[finding.light]}  {messages.explain(finding.code, settings.station.language)}  {finding.detail}")
    return 1 if any(finding.light is Light.RED for finding in findings) else 0


def _import(arguments: argparse.Namespace, settings: Settings) -> int:
    own = settings.folder / "columns.json"
    chosen = arguments.columns or (own if own.exists() else None)
    with cli_news.open_interception(settings) as interception:
        report = import_orders(
            interception,
            Actor(settings.station.name, getpass.getuser()),
            arguments.file,
            columns=load_columns(chosen) if chosen else None,
            progress=_progress(),
        )
    _say_report(report, settings.station.language)
    return 1 if report.bad else 0


def _progress() -> Callable[[int, int], None]:
    """A line on standard error that says how far, when somebody looks."""

    def show(read: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{read * 100 // max(total, 1):3d} % ")
            sys.stderr.flush()

    return show


def _say_report(report: ImportReport, language: str) -> None:
    words = {"added": report.added, "known": report.known, "bad": report.bad}
    _say(messages.word("import.report", language, **words))
    for row in report.bad_rows:
        _say(
            messages.word("import.row", language, row=row.row) + f" {messages.explain(row.code, language)} {row.field}"
        )
    if report.bad > len(report.bad_rows):
        _say(messages.word("import.more", language, count=f"{len(report.bad_rows):,}"))


def _find(arguments: argparse.Namespace, settings: Settings) -> int:
    words = arguments.words or sys.stdin.readline().strip()
    database = open_database(settings)
    try:
        with database.reading() as connection:
            found = orders.find_by_person(connection, database, words)
    finally:
        database.close()
    for order in found:
        _say(f"{order.number}  {order.shop}  {order.consignee}  {order.state}  {order.units_packed}/{order.units}")
    return 0 if found else 1


def _columns(arguments: argparse.Namespace, _settings: Settings) -> int:
    source = read_orders(arguments.file)
    if arguments.save:
        save_columns(arguments.save, source.columns)
    _say(f"{source.format}  {source.encoding}  {source.delimiter!r}")
    for field, column in source.columns.columns.items():
        _say(f"  {field:12} {column}")
    return 0


def _secret(arguments: argparse.Namespace, settings: Settings) -> int:
    value = getpass.getpass(f"{arguments.name}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    Secrets(settings.folder, settings.station.key_storage).write(arguments.name, value)
    return 0


def _money(arguments: argparse.Namespace, settings: Settings) -> int:
    language = settings.station.language
    since_ms = system_now_ms() - arguments.days * 86_400_000
    report = books.money_report(settings, since_ms, asks_carriers=arguments.reconcile)
    for row in report.rows:
        paper = messages.word("money.printed" if row.is_printed else "money.unused", language)
        price = row.price or "–"
        _say(f"{row.order_number:20} {row.tracking_number:20} {row.carrier:12} {row.state:10} {paper:10} {price}")
    for name in ("bought", "voided", "printed", "unused"):
        amounts = " + ".join(map(str, getattr(report, name))) or "0.00"
        _say(f"{messages.word(f'money.{name}', language)}: {amounts}")
    for account, found in report.odd.items():
        if isinstance(found, PackbenchError):
            _say(f"{account}: {messages.explain(found.code, language)}")
            continue
        _say(messages.word("money.compared", language, account=account, count=len(found)))
        for each in found:
            _say(f"  {each.tracking_number}  {messages.explain(each.code, language)}  {each.price or ''}".rstrip())
    return 1 if any(report.odd.values()) else 0


def _incidents(_arguments: argparse.Namespace, settings: Settings) -> int:
    waiting = books.incidents(settings)
    for incident in waiting:
        reason = messages.explain(incident.code, settings.station.language)
        _say(f"{incident.kind:18} {incident.order_number:20} {incident.tracking_number:20} {reason}")
    return 1 if waiting else 0


def _reprint(arguments: argparse.Namespace, settings: Settings) -> int:
    first, _, last = arguments.positions.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        raise Rejected("reprint.positions", arguments.positions[:20])
    count = books.reprint_positions(settings, int(first), int(last or first))
    _say(messages.word("reprint.asked", settings.station.language, count=count))
    return 0 if count else 1


def take_any_text() -> None:
    """A pipe may bring bytes that are no text, and a terminal's code page may lack a sign: neither ends the work."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def fail(error: PackbenchError, language: str) -> int:
    """Tell a failure as the window would; the exit code is 2."""
    sys.stderr.write(f"{messages.explain(error.code, language)} ({error})\n")
    return 2


def _say(text: str) -> None:
    print(text, flush=True)
