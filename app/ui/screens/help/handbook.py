"""The handbook of errors: every code that has a sentence, what to do about it and who, in groups, found in memory.

No Qt here: the terminal looks things up in the same book.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from app.ui.messages_fault import FAULTS
from app.ui.messages_fault_carrier import SAYINGS
from app.ui.messages_remedy import MEND_ORDER, NOTHING, RETRIES, Fault

LONGEST_QUESTION = 200  # characters of what is searched for


class Group(StrEnum):
    """Where an error comes from."""

    CARRIER = "carrier"
    PRINTER = "printer"
    SCANNER = "scanner"
    SCALE = "scale"
    IMPORT = "import"
    STOP = "stop"
    STATION = "station"


class Who(StrEnum):
    """Who can do what the remedy says."""

    PACKER = "packer"
    LEAD = "lead"
    IT = "it"
    NOBODY = "nobody"  # it mends itself, or nothing is wrong


_FRONTS: dict[Group, tuple[str, ...]] = {
    Group.CARRIER: (
        *("carrier", "carriers", "decided", "http", "interrupted", "kdniao", "money", "network", "purchase"),
        *("sandbox", "void", "waybill"),
    ),
    Group.PRINTER: (
        *("brand", "calibration", "component", "finding", "label", "layout", "paper", "printer", "sheet"),
        "simulator",
    ),
    Group.SCANNER: ("camera", "evidence", "picture", "scanner"),
    Group.SCALE: ("scale", "weighing"),
    Group.IMPORT: ("import",),
    Group.STOP: ("manifest", "news", "order"),
}
"""Which group a code belongs to by its first part; all others are the station's."""
_GROUPS: dict[str, Group] = {front: group for group, fronts in _FRONTS.items() for front in fronts}
_IT_WORDS = ("station.toml", "packbench", "管理员", "重新安装", "安装程序")
_WHO: dict[str, Who] = (
    dict.fromkeys(
        (
            *("audit", "brand", "carriers", "component", "doctor", "evidence", "finding", "http", "keys", "layout"),
            *("manifest", "news", "people", "picture", "settings", "sheet", "simulator", "store", "paper.sscc_used_up"),
            *("printer.flow_binary", "printer.page_only", "printer.raw_only"),
        ),
        Who.IT,
    )
    | dict.fromkeys(
        (
            *("calibration", "label.language_mismatch", "label.shifted_off", "label.unused", "label.wrong_dpi"),
            *("kdniao.masked", "kdniao.no_list", "money", "news.never", "news.old", "sandbox.masked"),
        ),
        Who.LEAD,
    )
    | dict.fromkeys(
        ("decided", "interrupted", "kdniao.105.picked_up", "kdniao.106", "news.nothing_to_release"), Who.NOBODY
    )
)
"""Whose a code, or all of a family, is where the remedy names nobody; all others are the packer's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One error. `sayings` are how a carrier puts it in its own words."""

    code: str
    fault: Fault
    group: Group
    who: Who
    sayings: tuple[str, ...] = ()


def fold(text: str) -> str:
    """The text as it is compared: case, full-width signs and spaces at its ends do not count."""
    return normalize("NFKC", text).casefold().strip()


def words_of(question: str) -> tuple[str, ...]:
    """What is searched for, word by word."""
    return tuple(fold(question[:LONGEST_QUESTION]).split())


def _who(code: str, fault: Fault) -> Who:
    """Read from the remedy itself, so that the two cannot differ; that both languages name the same is tested."""
    family = _WHO.get(code.partition(".")[0], Who.PACKER)
    if "班组长" in fault.do.zh or fault.do is MEND_ORDER:
        return Who.LEAD
    if any(mark in fault.do.zh for mark in _IT_WORDS):
        return Who.IT
    if fault.do in (NOTHING, RETRIES):
        return Who.NOBODY
    return _WHO.get(code, family)


def _entry(code: str, fault: Fault) -> Entry:
    group = _GROUPS.get(code.partition(".")[0], Group.STATION)
    return Entry(code, fault, group, _who(code, fault), SAYINGS.get(code, ()))


ENTRIES: dict[str, Entry] = {str(code): _entry(str(code), fault) for code, fault in sorted(FAULTS.items())}
_FOLDED: dict[str, tuple[str, str]] = {
    code: (
        fold(code),
        fold(
            " ".join(
                (
                    code,
                    *each.sayings,
                    *(half for text in (each.fault.what, each.fault.do) for half in (text.en, text.zh)),
                )
            )
        ),
    )
    for code, each in ENTRIES.items()
}


def entry_of(code: str) -> Entry | None:
    """The entry of a code, or of its longest front part that has one."""
    while code and code not in ENTRIES:
        code = code.rpartition(".")[0]
    return ENTRIES.get(code)


def entries_of(group: Group) -> tuple[Entry, ...]:
    """All of a group, by their codes."""
    return tuple(entry for entry in ENTRIES.values() if entry.group is group)


def search(question: str) -> tuple[Entry, ...]:
    """The entries in which every word of the question occurs, those whose code has them first; none for no words."""
    words = words_of(question)
    if not words:
        return ()
    found = [(_rank(code, words), code) for code, (_, text) in _FOLDED.items() if all(word in text for word in words)]
    return tuple(ENTRIES[code] for _, code in sorted(found))


def _rank(code: str, words: Iterable[str]) -> int:
    """0 where all words are parts of the code between its points, 1 where they occur in it, 2 elsewhere."""
    name = _FOLDED[code][0]
    parts = name.split(".")
    if all(word == name or word in parts for word in words):
        return 0
    return 1 if all(word in name for word in words) else 2
