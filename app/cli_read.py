"""`packbench read`: what codes a picture holds, and why one that was seen is not believed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from app.devices.reading.eyes import Eyes
from app.domain.barcode import GROUP_SEPARATOR, item_code
from app.domain.sighting import ALL_CODES, BENCH_CODES, ITEM_CODES, WAYBILL_CODES, Judgment, judge
from app.errors import PackbenchError, Rejected
from app.settings import Settings
from app.ui import messages
from app.ui.messages_reading import DOUBTS, GROUNDS, READING_WORDS

_WANTED = {"items": ITEM_CODES, "waybills": WAYBILL_CODES, "both": BENCH_CODES, "all": ALL_CODES}


def add_read_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`packbench read …`; sets `act`, which takes arguments and settings."""
    read = commands.add_parser("read", help="the codes in pictures, and why one that was seen is not believed")
    read.add_argument("pictures", type=Path, nargs="+", metavar="PICTURE")
    read.add_argument(
        "--codes", choices=list(_WANTED), default="both",
        help="what is looked for (default both: items and waybills; all: UPC-E, Codabar and Code 93 as well)",
    )  # fmt: skip
    read.add_argument(
        "--expect", nargs="+", default=(), metavar="CODE",
        help="codes known to come: one of these is believed when seen once",
    )  # fmt: skip
    read.set_defaults(act=_read)


def _read(arguments: argparse.Namespace, settings: Settings) -> int:
    """0: a code in every picture; 1: one without; a picture that cannot be read at all does not end the others."""
    language = settings.station.language
    expected = frozenset(map(item_code, arguments.expect))
    has_all = True
    with closing(Eyes()) as eyes:
        for path in arguments.pictures:
            try:
                content = _content(path)
                judgment = judge(eyes.read_file(content, _WANTED[arguments.codes], expected=expected), expected)
            except PackbenchError as error:
                _say([f"{path.name}: {messages.explain(error.code, language)}"])
                has_all = False
                continue
            _say(_lines(path.name, judgment, language))
            has_all = has_all and bool(judgment.read)
    return 0 if has_all else 1


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Rejected("picture.unreadable", type(error).__name__) from None


def _lines(name: str, judgment: Judgment, language: str) -> Iterable[str]:
    for read in judgment.read:
        ground = GROUNDS[read.ground].say(language)
        yield f"{name}: {_shown(read.code.text)}  ({read.symbol}, {read.code.symbology or '–'}; {ground})"
    for doubted in judgment.doubted:
        words = READING_WORDS["read.doubted"].say(language)
        doubt = DOUBTS[doubted.doubt].say(language)
        yield f"{name}: " + words.format(text=_shown(doubted.text), symbol=doubted.symbol, doubt=doubt)
    if not judgment.read and not judgment.doubted:
        yield f"{name}: {READING_WORDS['read.nothing'].say(language)}"


def _shown(text: str) -> str:
    """GS as what people call it, other control characters as a dot."""
    return "".join("<GS>" if c == GROUP_SEPARATOR else c if c.isprintable() else "·" for c in text)


def _say(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
