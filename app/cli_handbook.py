"""The handbook of errors at the terminal: `packbench handbook 105`, `packbench handbook out of paper`."""

from __future__ import annotations

import argparse
import sys

from app.settings import Settings
from app.ui import messages
from app.ui.screens.help.handbook import Entry, search

_MOST = 20


def add_handbook_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Sets `act`, which takes arguments and settings."""
    command = commands.add_parser("handbook", help="what an error means, and what to do; by its code or by words")
    command.add_argument("words", nargs="+")
    command.set_defaults(act=_look_up)


def _look_up(arguments: argparse.Namespace, settings: Settings) -> int:
    language = settings.station.language
    found = search(" ".join(arguments.words))[:_MOST]
    nothing = f"{messages.word('help.nothing', language)}. {messages.word('help.nothing.do', language)}\n"
    sys.stdout.write("".join(_told(entry, language) for entry in found) or nothing)
    return 0 if found else 1


def _told(entry: Entry, language: str) -> str:
    who = messages.word(f"help.who.{entry.who}", language)
    return f"{entry.code}\n    {messages.explain(entry.code, language)}\n    {who}\n"
