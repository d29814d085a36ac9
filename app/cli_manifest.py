"""Manifests and the day's open ends from the terminal: listed, verified, written to files to be printed.

Reads only; piles are made and closed at the bench. It works beside a running station and without a network.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.domain.closing import ConfirmPolicy
from app.domain.handover import Manifest, OpenEnd, OpenEnds
from app.domain.label import Stock
from app.errors import Rejected
from app.handing_over import Handover
from app.labels.manifest import ListRow, render_list, render_manifest, render_slip
from app.settings import Settings
from app.station import open_database
from app.store import manifests
from app.store.database import Database
from app.ui.messages_handover import HANDOVER_WORDS, news_said
from app.ui.messages_reason import OPEN_ENDS
from app.ui.messages_text import CHINESE


def add_manifest_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`packbench manifest …`; each command sets `act`, which takes arguments and settings."""
    actions = commands.add_parser("manifest", help="what the courier signed").add_subparsers(required=True)
    listing = actions.add_parser("list", help="the closed ones, newest first, each held against its sum")
    listing.add_argument("--limit", type=int, default=50)
    listing.set_defaults(act=_list)
    printing = actions.add_parser("print", help="write one to a file: all of it, or the slip to sign")
    printing.add_argument("number")
    printing.add_argument(
        "--out", type=Path, required=True, help=".pdf: A4; .png: the slip on the label printer's paper"
    )
    printing.set_defaults(act=_print)
    ends = actions.add_parser("ends", help="what is open if the day ends now")
    ends.add_argument("--out", type=Path, help="write them to this PDF as well")
    ends.set_defaults(act=_ends)


def _list(arguments: argparse.Namespace, settings: Settings) -> int:
    language = settings.station.language
    with _opened(settings) as database, database.reading() as connection:
        closed = manifests.closed(connection, max(1, arguments.limit))
    for each in closed:
        state = _word("manifest.intact" if each.is_intact else "manifest.forged", language)
        at, counts = _local_time(each.closed_at_ms), {"parcels": each.parcels, "units": each.units}
        _say(_word("manifest.row", language, number=each.number, closed_at=at, state=state, **counts))
    if not closed:
        _say(_word("manifest.none", language))
    return 0 if all(each.is_intact for each in closed) else 1


def _print(arguments: argparse.Namespace, settings: Settings) -> int:
    with _opened(settings) as database, database.reading() as connection:
        manifest = manifests.get(connection, arguments.number)
        if manifest is None:
            raise Rejected("manifest.unknown", arguments.number[:40])
        if not manifests.verify(connection, arguments.number):
            raise Rejected("manifest.forged", arguments.number)
    _write(arguments.out, _drawn(manifest, arguments.out, settings))
    counts = {"parcels": len(manifest.lines), "units": manifest.units}
    _say(_word("manifest.written", settings.station.language, file=arguments.out.name, **counts))
    return 0


def _drawn(manifest: Manifest, out: Path, settings: Settings) -> bytes:
    closed_at = _local_time(manifest.closed_at_ms)
    if out.suffix.lower() == ".png":
        paper = settings.printer
        stock = Stock(paper.width_mm, paper.height_mm, paper.dpi)
        return render_slip(manifest, stock, closed_at=closed_at).to_png()
    return render_manifest(manifest, closed_at=closed_at)


def _ends(arguments: argparse.Namespace, settings: Settings) -> int:
    language = settings.station.language
    with _opened(settings) as database, database.reading() as connection:
        room = Handover(database, ConfirmPolicy(settings.printer.confirm))
        found, now_ms = room.open_ends(connection), database.now_ms()
    rows = [_row(end, language) for end in found.ends]
    for row in rows:
        _say(_word("ends.row", language, what=row.what, count=row.count) + f"  {row.first}")
    if not rows:
        _say(_word("ends.none", language))
    _say(_news(found, language))
    if arguments.out:
        below = f"{settings.station.name} · {_local_time(now_ms)} · {_news(found, language)}"
        title = _word("ends.title", language)
        _write(arguments.out, render_list(title, below, rows, language=language.replace("_", "-")))
    return 1 if rows else 0


def _row(end: OpenEnd, language: str) -> ListRow:
    named = ("、" if language == CHINESE else ", ").join(end.first)
    more = end.count - len(end.first)
    if more:
        named += " … " + _word("ends.more", language, count=more)
    what = OPEN_ENDS[end.kind].say(language)
    return ListRow(f"{what} ({end.carrier})" if end.carrier else what, end.count, named)


def _news(found: OpenEnds, language: str) -> str:
    return news_said(found.news_age_s, language, is_old=found.is_news_old)


def _write(out: Path, content: bytes) -> None:
    """Never half a file."""
    scratch = out.with_name(out.name + ".part")
    try:
        with scratch.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(out)
    except OSError as error:
        raise Rejected("manifest.unwritable", type(error).__name__) from error


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = open_database(settings)
    try:
        yield database
    finally:
        database.close()


def _local_time(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _word(key: str, language: str, **values: object) -> str:
    return HANDOVER_WORDS[key].fill(language, **values)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
