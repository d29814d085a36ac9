"""What is around the station and is no device: whether servers and ports answer, a way out, room on the disk."""

from __future__ import annotations

import shutil
import socket
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.errors import Misconfigured, Unavailable

COMPONENTS: Mapping[str, int] = {"cainiao": 13528, "pinduoduo": 5000, "kuaishou": 16888}
"""Other programs that want the same printers, by the port at which each listens on this computer."""
_REACH_S = 2.5
_NEAR_S = 0.25
_NOBODY = ("192.0.2.1", 9)
"""TEST-NET-1 (RFC 5737)."""


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


def leads_out() -> bool:
    """Whether this computer knows a way out. Nothing is sent: a datagram's connect only asks for the way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(_NOBODY)
        except OSError:
            return False
    return True


def free_at(folder: Path) -> int:
    """Bytes that are free where this folder is, or will be."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(place).free


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Ports of other print programs by name, whether a network leads out, bytes free."""

    components: Mapping[str, int] = field(default_factory=lambda: COMPONENTS)
    has_network: Callable[[], bool] = leads_out
    free_bytes: Callable[[Path], int] = free_at
