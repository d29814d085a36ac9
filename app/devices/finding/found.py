"""A printer that was found, and how the same one, found twice, becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.printing import Language


class Source(StrEnum):
    """Where it was found."""

    CUPS = "cups"
    WINDOWS = "windows"
    USB = "usb"
    MDNS = "mdns"
    SNMP = "snmp"


@dataclass(frozen=True, slots=True)
class Found:
    """One printer. `address` is in the form of the settings; `others` are more ways to the same device.

    `identity` is what a printer at `address` is bound by, so it is what is seen there: a queue or an IPP printer is
    asked for it again before every document. `serial`, `uuid` and `mac` are whatever anybody knows of the device.
    `host` is its IP address, empty for a cable. `language` is a guess, None without one. `life_count` is its odometer.
    """

    name: str
    address: str
    sources: frozenset[Source]
    identity: str = ""
    model: str = ""
    language: Language | None = None
    serial: str = ""
    uuid: str = ""
    mac: str = ""
    host: str = ""
    life_count: int | None = None
    others: tuple[str, ...] = ()


_RAW = "raw"  # host:9100, which has no word before it
_FOR_LABELS = ("usb", _RAW, "cups", "windows", "ipp", "ipps")  # nobody in between: there its status can be asked
_FOR_PAGES = ("cups", "windows", "ipp", "ipps", "usb", _RAW)  # who draws pages first; TLS needs a fingerprint set up
_NAMES = ("serial", "uuid", "mac")
_ASKED_AGAIN = ("cups", "windows", "ipp", "ipps")  # these tell by themselves who they are


def merge(found: Iterable[Found]) -> tuple[Found, ...]:
    """By serial number, UUID or MAC; then by host, where nothing that was found there contradicts: a print server has
    many printers behind one address. Sorted by name.
    """
    groups: list[list[Found]] = []
    for one in found:
        same = [group for group in groups if any(_is_same(one, other) for other in group)]
        groups = [group for group in groups if group not in same]
        groups.append([member for group in same for member in group] + [one])
    hosts = {one.host for group in groups for one in group if one.host}
    for host in sorted(hosts):
        there = [group for group in groups if any(one.host == host for one in group)]
        members = [one for group in there for one in group]
        if len(there) > 1 and not _contradict(members):
            groups = [group for group in groups if group not in there]
            groups.append(members)
    merged = [_one(group) for group in groups]
    return tuple(sorted(merged, key=lambda one: (one.name.lower(), one.address)))


def _is_same(one: Found, other: Found) -> bool:
    return one.address == other.address or any(
        (known := getattr(one, name).lower()) and known == getattr(other, name).lower() for name in _NAMES
    )


def _contradict(members: Sequence[Found]) -> bool:
    """Two serial numbers, or two ports of one kind: two devices."""
    for name in _NAMES:
        if len({known.lower() for one in members if (known := getattr(one, name))}) > 1:
            return True
    ways = [way(address) for address in {one.address for one in members}]
    return len(ways) > len(set(ways))


def way(address: str) -> str:
    """How a printer at this address is reached: `cups`, `windows`, `usb`, `ipp`, `ipps` or `raw`."""
    word = address.partition(":")[0]
    return word if word in _FOR_LABELS else _RAW


def _one(members: Sequence[Found]) -> Found:
    """The best way to it, with what the others know."""
    languages = {one.language for one in members} - {None}
    order = _FOR_LABELS if languages - {Language.PAGE} else _FOR_PAGES
    best, *rest = sorted(members, key=lambda one: order.index(way(one.address)))
    for other in rest:
        best = replace(
            best,
            sources=best.sources | other.sources,
            model=best.model or other.model,
            language=best.language or other.language,
            serial=best.serial or other.serial,
            uuid=best.uuid or other.uuid,
            mac=best.mac or other.mac,
            host=best.host or other.host,
            life_count=other.life_count if best.life_count is None else best.life_count,
            others=best.others if other.address in {best.address, *best.others} else (*best.others, other.address),
        )
    if not best.identity and way(best.address) not in _ASKED_AGAIN:
        best = replace(best, identity=best.serial or best.uuid or best.mac)
    return best
