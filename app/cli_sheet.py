"""`packbench sheet`: the command codes on paper, as two A4 pages to hang up or as labels to stick on; and the sheet
that teaches the station a scanner.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.domain.barcode import Command
from app.domain.label import Stock
from app.errors import Rejected
from app.labels.languages.zpl import encode_zpl
from app.labels.raster import Bitmap
from app.labels.scanner_sheet import scanner_sheet, scanner_sheet_pdf
from app.labels.sheet import CommandCard, CommandGroup, command_labels, command_sheet
from app.settings import Settings
from app.ui import messages
from app.ui.messages_command import HOTKEYS
from app.ui.messages_lesson import SHEET_WRITTEN
from app.ui.messages_sheet import HINT, MOST_USED, SECTIONS, TITLE, WRITTEN


def add_sheet_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`packbench sheet …`; sets `act`, which takes arguments and settings."""
    sheet = commands.add_parser("sheet", help="the command codes on paper: A4 to hang up, or labels to stick on")
    sheet.add_argument("--out", type=Path, required=True, help="a .pdf file; with --label a .zpl or .png file")
    sheet.add_argument("--language", choices=messages.LANGUAGES, help="default: the station's")
    sheet.add_argument("--label", action="store_true", help="the eight most used, on the label printer's paper")
    which = sheet.add_mutually_exclusive_group()
    which.add_argument("--scanner", action="store_true", help="instead, the five codes that teach a scanner")
    which.add_argument(
        "--only", type=Command, choices=list(Command), nargs="+", default=(), metavar="CODE",
        help="these commands instead, e.g. PB.VOID PB.LOCK",
    )  # fmt: skip
    sheet.set_defaults(act=_sheet)


def _sheet(arguments: argparse.Namespace, settings: Settings) -> int:
    language = arguments.language or settings.station.language
    target, only, printer = arguments.out, tuple(arguments.only), settings.printer
    stock = Stock(printer.width_mm, printer.height_mm, printer.dpi)
    if arguments.scanner:
        return _scanner_sheet(target, stock if arguments.label else None, language)
    if arguments.label:
        chosen = only or MOST_USED
        labels = command_labels([_card(command, language) for command in chosen], stock)
        written = _write_labels(target, labels)
    else:
        chosen = only or tuple(Command)
        _demand(target, {".pdf"})
        tag = language.replace("_", "-")
        title, hint = TITLE.say(language), HINT.say(language)
        _write(target, command_sheet(_groups(chosen, language), title=title, hint=hint, language=tag))
        written = [target]
    files = ", ".join(path.name for path in written)
    sys.stdout.write(WRITTEN.say(language).format(count=len(set(chosen)), files=files) + "\n")
    return 0


def _scanner_sheet(target: Path, stock: Stock | None, language: str) -> int:
    if stock:
        written = _write_labels(target, (Bitmap.from_ink(scanner_sheet(stock).paint()),))
    else:
        _demand(target, {".pdf"})
        _write(target, scanner_sheet_pdf(language=language.replace("_", "-")))
        written = [target]
    sys.stdout.write(SHEET_WRITTEN.say(language).format(files=", ".join(path.name for path in written)) + "\n")
    return 0


def _card(command: Command, language: str) -> CommandCard:
    name, does = messages.command_name(command, language), messages.command_does(command, language)
    return CommandCard(command.value, name, does, HOTKEYS[command])


def _groups(chosen: tuple[Command, ...], language: str) -> list[CommandGroup]:
    """The sections that hold one of the commands, with those alone."""
    groups = [
        CommandGroup(title.say(language), tuple(_card(command, language) for command in section if command in chosen))
        for title, section in SECTIONS
    ]
    return [group for group in groups if group.cards]


def _write_labels(target: Path, labels: tuple[Bitmap, ...]) -> list[Path]:
    """One file in the printer's language, or a picture of each label: `name.png`, or `name-1.png`, `name-2.png`, …"""
    _demand(target, {".zpl", ".png"})
    if target.suffix.lower() == ".zpl":
        _write(target, b"".join(encode_zpl(label) for label in labels))
        return [target]
    several = [target.with_name(f"{target.stem}-{number}{target.suffix}") for number in range(1, len(labels) + 1)]
    paths = several if len(labels) > 1 else [target]
    for path, label in zip(paths, labels, strict=True):
        _write(path, label.to_png())
    return paths


def _demand(target: Path, endings: set[str]) -> None:
    if target.suffix.lower() not in endings:
        raise Rejected("sheet.ending", " ".join(sorted(endings)))


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all."""
    scratch = target.with_name(target.name + ".part")
    try:
        scratch.write_bytes(content)
        scratch.replace(target)
    except OSError as error:
        raise Rejected("sheet.unwritable", type(error).__name__) from error
