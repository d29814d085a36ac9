"""Which printers there are: in the queues of this machine, on its cables, and on the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_address, ip_network
from pathlib import Path
from types import ModuleType

from app.devices.finding.cups_queues import queues
from app.devices.finding.found import Found, Source, merge, way
from app.devices.ipp.address import CUPS_SOCKET
from app.errors import Rejected

__all__ = ["Found", "Source", "find", "merge", "way"]

_MOST_HOSTS = 1024
_SNMP_TIMEOUT_S = 1.0


def find(
    *,
    timeout_s: float = 3.0,
    announced: bool = True,
    hosts: Sequence[str] = (),
    subnets: Sequence[str] = (),
    interfaces: Sequence[str] | None = None,
    cups_socket: Path | None = CUPS_SOCKET,
    windows_queues: Callable[[], Iterable[Found]] | None = None,
    usb_printers: Callable[[], Iterable[Found]] | None = None,
    community: str = "public",
    snmp_port: int = 161,
) -> tuple[Found, ...]:
    """Every printer once, sorted by name. Waits `timeout_s` for announcements, then at most a second for silent hosts.

    `hosts` are IP addresses that a person typed, `subnets` networks such as `10.0.7.0/24` that a person asked to be
    searched, 1,024 addresses in all: nothing else is asked that has not announced itself. `interfaces` are IP addresses
    of ours to listen on. Raises Rejected `finding.address`, `finding.too_many`.
    """
    asked = _asked(hosts, subnets)
    found = [*queues(cups_socket)] if cups_socket else []
    for look in (windows_queues, usb_printers):
        found += look() if look else ()
    if announced:
        heard = _mdns().listen(timeout_s=timeout_s, interfaces=interfaces)
        found += heard.printers
        asked |= heard.hosts
    if asked:
        found += _snmp().ask(asked, timeout_s=min(timeout_s, _SNMP_TIMEOUT_S), community=community, port=snmp_port)
    return merge(found)


def _mdns() -> ModuleType:
    """Here and not above: zeroconf takes a tenth of a second to import, and a station seldom looks for printers."""
    from app.devices.finding import mdns  # noqa: PLC0415

    return mdns


def _snmp() -> ModuleType:
    """Here and not above: pysnmp takes a fifth of a second to import."""
    from app.devices.finding import snmp  # noqa: PLC0415

    return snmp


def _asked(hosts: Sequence[str], subnets: Sequence[str]) -> set[str]:
    try:
        asked = {str(ip_address(host)) for host in hosts}
        networks = [ip_network(subnet, strict=False) for subnet in subnets]
    except ValueError as error:
        raise Rejected("finding.address", "an IP address, or a network such as 10.0.7.0/24") from error
    if len(asked) + sum(network.num_addresses for network in networks) > _MOST_HOSTS:
        raise Rejected("finding.too_many", f"at most {_MOST_HOSTS} addresses at once")
    return asked.union(str(host) for network in networks for host in network.hosts())
