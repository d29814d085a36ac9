"""`packbench evidence`: the pictures of an order's sealed parcels, each held against the journal.

One is given out in clear only to a person with the right, which is journalled first.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.cli_opener import who_opens
from app.domain.actor import Right
from app.errors import PackbenchError, Rejected
from app.settings import Settings
from app.station import open_database
from app.store import evidence, journal
from app.store.database import Database
from app.store.evidence import ParcelEvidence, Taken
from app.store.pictures import Pictures, key_of
from app.ui import messages
from app.ui.messages_evidence import EVIDENCE_WORDS


def add_evidence_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`packbench evidence …`; sets `act`, which takes arguments and settings."""
    shown = commands.add_parser(
        "evidence", help="the pictures of an order's sealed parcels, and whether they are whole"
    )
    shown.add_argument("number", help="an order number or a tracking number")
    shown.add_argument(
        "--out", type=Path, metavar="FILE",
        help="write the picture here as JPEG, of several boxes FILE-1, FILE-2 …; asks who you are, and is journalled",
    )  # fmt: skip
    shown.set_defaults(act=_evidence)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A parcel's evidence, held against the journal: its JPEG where it is whole, else the code that says why not."""

    parcel: ParcelEvidence
    jpeg: bytes = b""
    code: str = ""


def _evidence(arguments: argparse.Namespace, settings: Settings) -> int:
    """0: every picture that should be there is whole, and so is the journal; 1: one is not, or none was ever taken."""
    language = settings.station.language
    with closing(open_database(settings)) as database:
        with database.reading() as connection:
            parcels = evidence.find(connection, arguments.number)
            purged_until = evidence.purged_until(connection)
            broken_at = journal.verify(connection)
        if not parcels:
            raise Rejected("audit.unknown")
        pictures = Pictures(settings.folder, database.sealer)
        seen = [_held_against(each, pictures, purged_until) for each in parcels]
        for each in seen:
            _say(_line(each, language))
        _say(_word("journal.broken", language, row=broken_at) if broken_at else _word("journal", language))
        if arguments.out:
            _give_out(database, settings, seen, arguments.out)
    is_bad = any(each.code in ("evidence.missing", "evidence.damaged", "evidence.unreadable") for each in seen)
    return 1 if broken_at or is_bad or not any(isinstance(each.parcel.row, Taken) for each in seen) else 0


def _held_against(parcel: ParcelEvidence, pictures: Pictures, purged_until: str) -> _Seen:
    row = parcel.row
    if not isinstance(row, Taken):
        return _Seen(parcel, code=row.code if row else "")
    try:
        return _Seen(parcel, pictures.read(parcel.parcel_id, parcel.sealed_at_ms, row))
    except PackbenchError as error:
        is_purged = key_of(parcel.parcel_id, parcel.sealed_at_ms) <= purged_until
        return _Seen(parcel, code="evidence.purged" if error.code == "evidence.missing" and is_purged else error.code)


def _line(seen: _Seen, language: str) -> str:
    parcel, row = seen.parcel, seen.parcel.row
    at = datetime.fromtimestamp(parcel.sealed_at_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    place = {"order": parcel.order_number, "box": parcel.sequence, "at": at}
    why = messages.explain(seen.code, language) if seen.code else ""
    if not isinstance(row, Taken):
        return f"{_word('no_picture', language, **place)}  {why or _word('off', language)}"
    late, size = f"{row.late_ms / 1000:.1f}", max(1, row.bytes // 1000)
    told = [_word("picture", language, **place, late=late, size=size, sha256=row.sha256)]
    if row.parcels > 1:
        told.append(_word("shared", language, count=row.parcels))
    return "  ".join((*told, why or _word("intact", language)))


def _give_out(database: Database, settings: Settings, seen: list[_Seen], out: Path) -> None:
    """A label shows name and address: only to whom a lead trusts, and never unnoticed."""
    opener = who_opens(database, settings)
    if not opener.may(Right.UNMASK):
        raise Rejected("people.not_allowed")
    whole = [each for each in seen if each.jpeg]
    if not whole:
        raise Rejected("evidence.nothing")
    files = [out] if len(whole) == 1 else [out.with_stem(f"{out.stem}-{at}") for at in range(1, len(whole) + 1)]
    with database.transaction() as tx:
        for each in whole:
            if isinstance(each.parcel.row, Taken):
                evidence.note_opened(tx, database, opener, each.parcel.parcel_id, each.parcel.row)
    for each, file in zip(whole, files, strict=True):
        _write(file, each.jpeg)
    _say(_word("written", settings.station.language, files=", ".join(file.name for file in files)))


def _write(target: Path, content: bytes) -> None:
    """Never half a file."""
    scratch = target.with_name(target.name + ".part")
    try:
        with scratch.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    except OSError as error:
        raise Rejected("evidence.target", type(error).__name__) from error


def _word(key: str, language: str, **values: object) -> str:
    return EVIDENCE_WORDS[key].say(language).format(**values)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
