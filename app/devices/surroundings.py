"""What is around the station and is no device: whether servers and ports answer, a network, room on the disk."""

from __future__ import annotations

import ipaddress
import shutil
import socket
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import ifaddr

from app.errors import Misconfigured, Unavailable

COMPONENTS: Mapping[str, int] = {"cainiao": 13528, "pinduoduo": 5000, "kuaishou": 16888}
"""Other programs that want the same printers, by the port at which each listens on this computer."""
_REACH_S = 2.5
_NEAR_S = 0.25


def reach(url: str) -> None:
    """Open a connection to this server and say nothing; through a proxy nobody knows without asking. Raises Unavailable
    `http.connect`, Misconfigured `http.url`.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (80 if parts.scheme == "http" else 443)
    except ValueError as error:
        raise Misconfigured("http.url") from error
    proxies = urllib.request.getproxies()
    if ({parts.scheme, "all"} & proxies.keys()) and not urllib.request.proxy_bypass(host):
        return
    try:
        socket.create_connection((host, port), _REACH_S).close()
    except (OSError, UnicodeError) as error:
        raise Unavailable("http.connect", type(error).__name__) from error


def listens(port: int) -> bool:
    """Whether a program of this computer listens there."""
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), _NEAR_S).close()
        return True
    return False


def has_network() -> bool:
    """Whether a cable or Wi-Fi gave this computer an address that others can be reached from. Nothing is sent."""
    return any(_is_up(adapter.name) and _has_address(adapter) for adapter in ifaddr.get_adapters())


def _has_address(adapter: ifaddr.Adapter) -> bool:
    """One that is neither this computer's own nor made up for want of a network (RFC 3927, RFC 4291)."""
    texts = (ip.ip if isinstance(ip.ip, str) else ip.ip[0] for ip in adapter.ips)
    addresses = (ipaddress.ip_address(text.partition("%")[0]) for text in texts)
    return any(not address.is_loopback and not address.is_link_local for address in addresses)


def _is_up(adapter: str) -> bool:
    """Linux leaves a fixed address where the cable is out, and says of the adapter that it is down."""
    state = Path("/sys/class/net", adapter, "operstate")
    try:
        return state.read_text("ascii").strip() != "down"
    except (OSError, ValueError):
        return True


def free_at(folder: Path) -> int:
    """Bytes that are free where this folder is, or will be."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(place).free


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Ports of other print programs by name, whether there is a network, bytes free."""

    components: Mapping[str, int] = field(default_factory=lambda: COMPONENTS)
    has_network: Callable[[], bool] = has_network
    free_bytes: Callable[[Path], int] = free_at
