"""The journal's rows as JSON lines for outsiders, and the check of such lines, which needs no key and no station.

A line of a whole export has the columns of its row; a line of a story has `previous` too, the hash of the row before it
in the journal (of the first: 32 zero bytes). `hash` is SHA-256 over `previous` followed by the JSON text of the list
[at, station, packer, event, subject_id, detail, scan_sealed] as UTF-8, separated by ", " and not escaped to ASCII.
A story proves that none of its rows was changed and that neighbors are neighbors; that all of them belong to one
journal is proven by holding it against a whole export.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.store.journal import JournalRow

_FIRST_HASH = bytes(32).hex()
_HASHED = ("at", "station", "packer", "event", "subject_id", "detail", "scan_sealed")


def as_line(row: JournalRow) -> dict[str, Any]:
    """What is hashed of a row and its place in the chain, and what of it a person reads more easily."""
    return {
        "sequence": row.sequence,
        "time": told_time(row.at),
        "device": json.loads(row.detail).get("device", ""),
        "at": row.at,
        "station": row.station,
        "packer": row.packer,
        "event": row.event,
        "subject_id": row.subject_id,
        "detail": row.detail,
        "scan_sealed": None if row.scan_sealed is None else row.scan_sealed.hex(),
        "previous": row.previous.hex(),
        "hash": row.hash.hex(),
    }


def told_time(at_ms: int) -> str:
    """UTC in ISO 8601, with milliseconds."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")


def first_broken(lines: Iterable[Mapping[str, Any]]) -> int | None:
    """The number (from 1) of the first line that was changed or is out of its place; None when all are whole. Raises
    KeyError, TypeError or ValueError for lines that are no rows.
    """
    sequence, last = 0, _FIRST_HASH
    for number, line in enumerate(lines, start=1):
        previous = line.get("previous", last)
        is_next = line["sequence"] == sequence + 1
        is_in_place = line["sequence"] > sequence and (previous == last if is_next else "previous" in line)
        text = json.dumps([line[name] for name in _HASHED], ensure_ascii=False)
        is_whole = hashlib.sha256(bytes.fromhex(previous) + text.encode()).hexdigest() == line["hash"]
        is_told = "time" not in line or (
            line["time"] == told_time(line["at"]) and line["device"] == json.loads(line["detail"]).get("device", "")
        )
        if not (is_in_place and is_whole and is_told):
            return number
        sequence, last = line["sequence"], line["hash"]
    return None


def first_stranger(story: Iterable[Mapping[str, Any]], journal: Iterable[Mapping[str, Any]]) -> int | None:
    """The number (from 1) of the first line of a story that is no row of the journal; None when all are."""
    rows = {row["sequence"]: row["hash"] for row in journal}
    return next((n for n, line in enumerate(story, start=1) if rows.get(line["sequence"]) != line["hash"]), None)
