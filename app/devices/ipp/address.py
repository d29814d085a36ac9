"""Where an IPP printer is: on the network, with or without TLS, or behind the print server of this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from app.errors import Misconfigured

CUPS_SOCKET = Path("/run/cups/cups.sock")
"""Where CUPS listens for programs of its own machine (cups-config, Debian and everyone after it)."""
_PORT = 631
_FINGERPRINT_DIGITS = 64


@dataclass(frozen=True, slots=True)
class IppAddress:
    """`uri` names the printer inside of every request, `path` is where the request is posted.

    `socket` is the print server's own socket, else `host` and `port` are reached over TCP. `fingerprint` is the
    SHA-256 of the only certificate that is trusted, in hexadecimal without colons.
    """

    uri: str
    host: str
    port: int
    path: str
    is_secret: bool = False
    fingerprint: str = ""
    socket: Path | None = None


def parse_address(text: str, *, fingerprint: str = "", cups_socket: Path = CUPS_SOCKET) -> IppAddress:
    """From `ipp://host:631/ipp/print`, `ipps://host/ipp/print` or `cups:QUEUE`, the forms of the settings.

    Raises Misconfigured `printer.address`. A port that is left out is 631 (RFC 8010 section 4).
    """
    pinned = fingerprint.replace(":", "").lower()
    if pinned and not re.fullmatch(rf"[0-9a-f]{{{_FINGERPRINT_DIGITS}}}", pinned):
        raise Misconfigured("printer.address", "a fingerprint is the SHA-256 of a certificate: 64 digits")
    if text.startswith("cups:"):
        return cups_queue(text.removeprefix("cups:"), cups_socket=cups_socket)
    try:
        parts = urlsplit(text)
        port = parts.port or _PORT
    except ValueError as error:
        raise Misconfigured("printer.address", "the port is no number") from error
    is_clean = text.isascii() and text.isprintable() and " " not in text
    if parts.scheme not in {"ipp", "ipps"} or not parts.hostname or not is_clean or parts.username is not None:
        raise Misconfigured("printer.address", "an IPP printer is ipp://host:631/path, ipps://… or cups:QUEUE")
    path = parts.path or "/"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    uri = f"{parts.scheme}://{host}:{port}{path}"
    return IppAddress(uri, parts.hostname, port, path, parts.scheme == "ipps", pinned)


def cups_queue(queue: str, *, cups_socket: Path = CUPS_SOCKET) -> IppAddress:
    """A queue of this machine's print server. Raises Misconfigured `printer.address` for what cannot name a queue."""
    if not queue or len(queue.encode()) > 127 or not queue.isprintable() or set(queue) & set(" /#?\\'\""):
        raise Misconfigured("printer.address", "this cannot be the name of a CUPS queue")
    path = f"/printers/{quote(queue)}"
    return IppAddress(f"ipp://localhost{path}", "localhost", _PORT, path, socket=cups_socket)


def cups_server(*, cups_socket: Path = CUPS_SOCKET) -> IppAddress:
    """The print server itself, for what is asked of it and not of a queue."""
    return IppAddress("ipp://localhost/", "localhost", _PORT, "/", socket=cups_socket)


def queue_name(address: IppAddress) -> str:
    """The queue that this path names on a CUPS server, empty where it names none (and so its default printer)."""
    return unquote(match[1]) if (match := re.fullmatch(r"/printers/([^/]+)", address.path)) else ""
