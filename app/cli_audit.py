"""The journal from the terminal: verified, exported, told for one parcel, checked without a key, replayed.

Nothing personal leaves by these commands, except what was scanned when a person with the right asks for it by `--open`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app import books
from app.books import StoryRow
from app.cli_opener import who_opens
from app.domain.actor import Actor
from app.errors import Rejected
from app.settings import Settings
from app.station import open_database
from app.store.journal_lines import as_line, first_broken, first_stranger
from app.ui import messages
from app.ui.messages_event import audit_word, event_words


def add_audit_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`packbench audit …`; each command sets `act`, which takes arguments and settings."""
    audit = commands.add_parser("audit", help="the journal: verify, export, tell a parcel's story, replay")
    actions = audit.add_subparsers(required=True)
    actions.add_parser("verify", help="say whether a row was changed").set_defaults(act=_verify)
    export = actions.add_parser("export", help="JSON lines that can be verified without a key")
    export.add_argument("file", type=Path)
    export.set_defaults(act=_export)
    story = actions.add_parser("story", help="everything that happened to an order and its parcels")
    story.add_argument("number", help="an order number or a tracking number")
    story.add_argument("--out", type=Path, help="write to this file instead of the terminal")
    story.add_argument("--open", action="store_true", help="show what was scanned; asks who you are, and is journalled")
    story.set_defaults(act=_story)
    check = actions.add_parser("check", help="say whether an exported journal or story is whole; needs no key")
    check.add_argument("file", type=Path)
    check.add_argument("--within", type=Path, help="a whole export to which every row must belong")
    check.set_defaults(act=_check)
    replay = actions.add_parser("replay", help="tell the whole station once more from its journal and compare")
    replay.set_defaults(act=_replay)


def _verify(_arguments: argparse.Namespace, settings: Settings) -> int:
    broken_at = books.verify_journal(settings)
    language = settings.station.language
    _say(messages.word("audit.broken", language, row=broken_at) if broken_at else messages.word("audit.ok", language))
    return 1 if broken_at else 0


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    count = books.export_journal(settings, arguments.file)
    _say(messages.word("audit.exported", settings.station.language, count=count, file=arguments.file.name))
    return 0


def _story(arguments: argparse.Namespace, settings: Settings) -> int:
    opener = _opener(settings) if arguments.open else None
    rows = books.tell_story(settings, arguments.number, opener)
    lines = [_line(row, is_open=arguments.open) for row in rows]
    if arguments.out is None:
        for line in lines:
            _say(line)
        return 0
    count = books.write_lines(arguments.out, lines)
    _say(audit_word("story", settings.station.language, count=count, file=arguments.out.name))
    return 0


def _line(told: StoryRow, *, is_open: bool) -> str:
    line = as_line(told.row)
    line |= {language: event_words(told.row.event, language) for language in messages.LANGUAGES}
    if is_open:
        line["scanned"] = told.scanned
    return json.dumps(line, ensure_ascii=False)


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    language = settings.station.language
    within = arguments.within
    try:
        lines = list(_read(arguments.file))
        whole = list(_read(within)) if within else []
        broken_at = first_broken(lines) or (first_broken(whole) if within else None)
        if broken_at is None and within:
            broken_at = first_stranger(lines, whole)
    except (OSError, KeyError, TypeError, ValueError) as error:  # not ours, or cut off
        raise Rejected("audit.unreadable", type(error).__name__) from error
    if not lines:
        raise Rejected("audit.unreadable", "empty")
    if broken_at is not None:
        _say(audit_word("broken", language, row=broken_at))
        return 1
    _say(audit_word("whole", language, count=len(lines)))
    if within:
        _say(audit_word("within", language, file=within.name))
    return 0


def _read(path: Path) -> Iterator[dict[str, Any]]:
    for text in path.read_text("utf-8").splitlines():
        line = json.loads(text)
        if not isinstance(line, dict):
            raise TypeError(type(line).__name__)
        yield line


def _replay(_arguments: argparse.Namespace, settings: Settings) -> int:
    language = settings.station.language
    difference, rows = books.replay_journal(settings)
    if difference is None:
        _say(audit_word("equal", language, rows=rows))
        return 0
    parts = [audit_word("differs", language, table=difference.table, where=difference.key)]
    if difference.column:
        parts.append(audit_word("differs.column", language, column=difference.column))
    if difference.sequence:
        parts.append(audit_word("differs.sequence", language, row=difference.sequence))
    _say(" · ".join(parts))
    return 1


def _opener(settings: Settings) -> Actor:
    with closing(open_database(settings)) as database:
        return who_opens(database, settings)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
