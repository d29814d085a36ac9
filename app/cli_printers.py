"""`packbench printers`: what they say of themselves, what is found, test cards, fall-backs; `packbench print`.

It works beside a running station: what is asked for here is printed by the station's lanes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.actor import Actor, Role
from app.domain.calibrating import darkness_advice, read_letters
from app.domain.document import DocumentKind
from app.domain.glance import PrinterReport
from app.domain.label import Calibration
from app.errors import Rejected
from app.printer_desk import PrinterDesk, open_printer_desk
from app.printer_rack import find_printers
from app.settings import PrinterSettings, Settings
from app.station import open_database
from app.ui import messages
from app.ui.messages_printer import LANGUAGES, PAPERS, PRINTER_WORDS, condition_words

_FIND_S = 3.0
_PARCEL_PAPERS = [DocumentKind.PACKING_SLIP, DocumentKind.CARTON_LABEL, DocumentKind.LICENSE_PLATE]
_SHOWN = [DocumentKind.LABEL, DocumentKind.TEST_CARD, *_PARCEL_PAPERS]


def add_printer_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Each command sets `act`, which takes arguments and settings."""
    actions = commands.add_parser("printers", help="printers: how they are, test cards, fall-backs").add_subparsers(
        required=True
    )
    actions.add_parser("list", help="every printer of the settings, and what it says of itself").set_defaults(act=_list)
    finding = actions.add_parser("find", help="printers on the network, in the spooler and on cables")
    finding.add_argument("--ask", action="append", default=[], metavar="ADDRESS", help="also ask this host or subnet")
    finding.add_argument("--seconds", type=float, default=_FIND_S)
    finding.set_defaults(act=_find)
    card = actions.add_parser("card", help="print a test card")
    card.add_argument("printer")
    card.set_defaults(act=_card)
    moving = actions.add_parser("redirect", help="send what waits for one printer to another")
    moving.add_argument("printer")
    moving.add_argument("other")
    moving.set_defaults(act=_redirect)
    setting = actions.add_parser("calibrate", help="keep what a test card said: how far its picture must move")
    setting.add_argument("printer")
    setting.add_argument("--letters", help="of the first whole ticks: left, top, right, bottom, e.g. CBAA")
    setting.add_argument("--right", type=float, default=0.0, help="millimetres; negative: to the left")
    setting.add_argument("--down", type=float, default=0.0, help="millimetres; negative: up")
    setting.add_argument("--finest", type=int, choices=(2, 3, 4), help="dots of the finest bar code that could be read")
    setting.set_defaults(act=_calibrate)
    seeing = actions.add_parser("preview", help="a paper as this printer prints it, with the latest parcel's data")
    seeing.add_argument("printer")
    seeing.add_argument(
        "paper", type=DocumentKind, choices=[DocumentKind.LABEL, DocumentKind.TEST_CARD, *_PARCEL_PAPERS]
    )
    seeing.add_argument("--out", type=Path, required=True, help="a .png file")
    seeing.set_defaults(act=_preview)
    printing = commands.add_parser("print", help="one more paper of an order's latest parcel")
    printing.add_argument("paper", type=DocumentKind, choices=_PARCEL_PAPERS)
    printing.add_argument("order")
    printing.set_defaults(act=_print)


def _list(_arguments: argparse.Namespace, settings: Settings) -> int:
    language = settings.station.language
    is_fine = True
    with _opened(settings) as desk:
        for name, _ in settings.printers:
            desk.look(name)
        for report in desk.reports():
            status = report.status
            said = condition_words(status.conditions, language) if status else _word("printers.unset", language)
            words: dict[str, str | int] = {
                "name": report.name,
                "address": report.address or "–",
                "spoken": LANGUAGES[report.language].say(language),
                "paper": f"{report.stock.width_mm:g}×{report.stock.height_mm:g} mm, {report.stock.dpi} dpi",
                "waiting": report.ledger.waiting,
            }
            _say(_word("printers.row", language, status=said, **words))
            for more in _more(report, language):
                _say(f"  {more}")
            is_fine = is_fine and status is not None and status.stop is None
    return 0 if is_fine else 1


def _more(report: PrinterReport, language: str) -> Iterator[str]:
    if report.status is not None and report.status.labels_printed is not None:
        yield _word("printers.counted", language, count=report.status.labels_printed)
    if report.status is not None and (report.status.model or report.status.identity):
        yield f"{report.status.model}  {report.status.identity}".strip()
    if report.calibration is not None:
        moved = report.calibration
        yield _word("printers.shifted", language, x=f"{moved.shift_x_mm:g}", y=f"{moved.shift_y_mm:g}")
    if report.lane.code:
        yield messages.explain(report.lane.code, language)


def _find(arguments: argparse.Namespace, settings: Settings) -> int:
    found = find_printers(ask=tuple(arguments.ask), timeout_s=arguments.seconds)
    language = settings.station.language
    for each in found:
        spoken = LANGUAGES[each.language].say(language) if each.language else "?"
        where = ", ".join(sorted(each.sources))
        words = {"address": each.address, "model": each.model or each.name, "identity": each.identity or "–"}
        _say(_word("printers.found", language, spoken=spoken, where=where, **words))
    if not found:
        _say(_word("printers.found_none", language))
    return 0 if found else 1


def _card(arguments: argparse.Namespace, settings: Settings) -> int:
    _demand(arguments.printer, settings)
    with _opened(settings) as desk:
        desk.print_card(arguments.printer)
    _say(_word("printers.card_asked", settings.station.language, name=arguments.printer))
    return 0


def _redirect(arguments: argparse.Namespace, settings: Settings) -> int:
    name, other = arguments.printer, arguments.other
    _demand(name, settings)
    _demand(other, settings)
    with _opened(settings) as desk:
        count = desk.redirect(name, other)
    said = "printers.moved" if count else "printers.moved_none"
    _say(_word(said, settings.station.language, count=count, name=name, other=other))
    return 0 if count else 1


def _calibrate(arguments: argparse.Namespace, settings: Settings) -> int:
    name, language = arguments.printer, settings.station.language
    paper = _demand(name, settings)
    found = Calibration(arguments.right, arguments.down, paper.dpi, darkness_advice(arguments.finest))
    if arguments.letters is not None:
        by_letters = read_letters(arguments.letters, dpi=paper.dpi, finest_dots=arguments.finest)
        if by_letters is None:
            raise Rejected("calibration.letters", arguments.letters[:20])
        found = by_letters
    with _opened(settings) as desk:
        desk.calibrate(name, found)
    _say(_word("printers.calibrated", language, name=name, x=f"{found.shift_x_mm:g}", y=f"{found.shift_y_mm:g}"))
    if arguments.finest:
        dots = arguments.finest - 1
        _say(_word("printers.darker" if found.darkness else "printers.fine", language, dots=dots))
    return 0


def _preview(arguments: argparse.Namespace, settings: Settings) -> int:
    _demand(arguments.printer, settings)
    with _opened(settings) as desk:
        picture = desk.preview(arguments.paper, arguments.printer)
    try:
        arguments.out.write_bytes(picture)
    except OSError as error:
        raise Rejected("sheet.unwritable", type(error).__name__) from error
    _say(_word("printers.previewed", settings.station.language, file=arguments.out.name))
    return 0


def _print(arguments: argparse.Namespace, settings: Settings) -> int:
    language = settings.station.language
    with _opened(settings) as desk:
        name = desk.print_paper_of_order(arguments.paper, arguments.order)
    words = {"paper": PAPERS[arguments.paper].say(language), "order": arguments.order, "name": name}
    _say(_word("printers.paper_asked", language, **words))
    return 0


def _demand(name: str, settings: Settings) -> PrinterSettings:
    """The settings of a printer. Raises Rejected `printer.unknown`."""
    for each, paper in settings.printers:
        if each == name:
            return paper
    raise Rejected("printer.unknown", name[:40])


@contextmanager
def _opened(settings: Settings) -> Iterator[PrinterDesk]:
    """Whoever can read the station's folder and its key acts as a lead, as the terminal's other commands do."""
    actor = Actor(settings.station.name, settings.station.packer, Role.LEAD, "terminal")
    database = open_database(settings)
    try:
        yield open_printer_desk(settings, database, lambda: actor)
    finally:
        database.close()


def _word(key: str, language: str, **words: str | int) -> str:
    return PRINTER_WORDS[key].fill(language, **words)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
