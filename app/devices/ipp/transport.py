"""One IPP request over HTTP (RFC 8010 section 4): TCP, TLS or a print server's socket, every wait with its end.

TLS trusts what the system trusts or, where a fingerprint is given, that one certificate only: printers sign for
themselves, and "any certificate will do" would be no TLS at all.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from typing import BinaryIO

from app.devices.ipp.address import IppAddress
from app.devices.ipp.message import MESSAGE_LIMIT, MalformedMessage, Message, decode

_PIECE = 64 * 1024
_HTTP_CODES = {401: "printer.not_allowed", 403: "printer.not_allowed", 404: "printer.unknown_queue"}
_REFUSALS = frozenset({401, 403, 404, 405, 411, 413, 414, 415, 417, 421, 426, 429, 431})
"""HTTP's answers to a request as such. The others (400, 408, 409 …) may come when some of it was read, and printed."""


class IppTrouble(Exception):
    """No answer, and how far the document came: `sent` of its bytes were given away.

    `is_whole`: the request left whole and only the answer is missing. `is_refused`: HTTP said no to all of it.
    """

    def __init__(self, code: str, *, sent: int = 0, is_whole: bool = False, is_refused: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.sent = sent
        self.is_whole = is_whole
        self.is_refused = is_refused


def post(
    address: IppAddress,
    request: bytes,
    document: bytes = b"",
    *,
    connect_timeout_s: float,
    stall_timeout_s: float,
    answer_timeout_s: float,
    clock: Callable[[], float] = time.monotonic,
) -> Message:
    """Send one request, and its document behind it, and return the answer, whatever its status.

    Timers in seconds: for the connection, for no byte taken, for the whole answer. Raises IppTrouble:
    `printer.refused`, `printer.unreachable`, `printer.untrusted`, `printer.other_certificate` (nothing was sent);
    `printer.not_allowed`, `printer.unknown_queue`, `printer.http` (HTTP's own answer); `printer.stalled`,
    `printer.reset`, `printer.no_answer`, `printer.nonsense`.
    """
    line = _connect(address, connect_timeout_s)
    try:
        sent = _send(line, _head(address, len(request) + len(document)) + request, document, stall_timeout_s)
        return _answer(line, clock() + answer_timeout_s, clock, sent)
    finally:
        line.close()


def certificate_of(address: IppAddress, *, timeout_s: float = 5.0) -> str:
    """The SHA-256 fingerprint of the certificate it shows now, for a person to compare with the printer's own panel.

    Raises IppTrouble.
    """
    line = _open(address, timeout_s)
    try:
        with _unverified().wrap_socket(line) as secret:
            return _fingerprint(secret)
    except OSError as error:
        raise IppTrouble("printer.unreachable") from error
    finally:
        line.close()


def _head(address: IppAddress, length: int) -> bytes:
    host = f"[{address.host}]" if ":" in address.host else address.host
    lines = [
        f"POST {address.path} HTTP/1.1",
        f"Host: {host}:{address.port}",
        "Content-Type: application/ipp",
        f"Content-Length: {length}",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


# --- The line ---------------------------------------------------------------------------------------------------------


def _connect(address: IppAddress, timeout_s: float) -> socket.socket:
    line = _open(address, timeout_s)
    if not address.is_secret:
        return line
    context = _unverified() if address.fingerprint else ssl.create_default_context()
    try:
        secret = context.wrap_socket(line, server_hostname=address.host)
    except ssl.SSLCertVerificationError as error:
        line.close()
        raise IppTrouble("printer.untrusted") from error
    except OSError as error:
        line.close()
        raise IppTrouble("printer.unreachable") from error
    if address.fingerprint and not hmac.compare_digest(_fingerprint(secret), address.fingerprint):
        secret.close()
        raise IppTrouble("printer.other_certificate")
    return secret


def _open(address: IppAddress, timeout_s: float) -> socket.socket:
    try:
        if address.socket is None:
            return socket.create_connection((address.host, address.port), timeout_s)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(timeout_s)
            line.connect(str(address.socket))
        except OSError:
            line.close()
            raise
    except ConnectionRefusedError as error:
        raise IppTrouble("printer.refused") from error
    except (OSError, AttributeError, UnicodeError) as error:  # Windows has no such socket, no host has such a name
        raise IppTrouble("printer.unreachable") from error
    return line


def _unverified() -> ssl.SSLContext:
    """Only for a certificate that is compared with its fingerprint, or shown to a person to compare."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _fingerprint(line: ssl.SSLSocket) -> str:
    return hashlib.sha256(line.getpeercert(binary_form=True) or b"").hexdigest()


def _send(line: socket.socket, head: bytes, document: bytes, stall_timeout_s: float) -> int:
    """All of it, or IppTrouble with how much of the document was taken until then.

    A piece makes several records of TLS, and a write that fails does not tell how many of them left: then at least one
    byte did.
    """
    line.settimeout(stall_timeout_s)
    sent, surely = -len(head), 0
    try:
        for part in (memoryview(head), memoryview(document)):
            surely = int(part.obj is document and isinstance(line, ssl.SSLSocket))
            at = 0
            while at < len(part):
                taken = line.send(part[at : at + _PIECE])
                at, sent = at + taken, sent + taken
    except TimeoutError as error:
        raise IppTrouble("printer.stalled", sent=max(surely, sent)) from error
    except OSError as error:
        raise IppTrouble("printer.reset", sent=max(surely, sent)) from error
    return sent


# --- The answer -------------------------------------------------------------------------------------------------------


def _answer(line: socket.socket, deadline: float, clock: Callable[[], float], sent: int) -> Message:
    response = http.client.HTTPResponse(_Ear(line, deadline, clock), method="POST")  # type: ignore[arg-type] # of a socket it asks only makefile
    try:
        response.begin()
        content = response.read(MESSAGE_LIMIT + 1)
    except TimeoutError as error:
        raise IppTrouble("printer.no_answer", sent=sent, is_whole=True) from error
    except (OSError, http.client.HTTPException) as error:
        raise IppTrouble("printer.reset", sent=sent, is_whole=True) from error
    except ValueError as error:  # a piece of less than nothing, or more than any printer says
        raise IppTrouble("printer.nonsense", sent=sent, is_whole=True) from error
    finally:
        response.close()
    if response.status != http.client.OK:
        is_refused = response.status in _REFUSALS
        code = _HTTP_CODES.get(response.status, "printer.http")
        raise IppTrouble(code, sent=sent, is_whole=True, is_refused=is_refused)
    try:
        return decode(content)
    except MalformedMessage as error:
        raise IppTrouble("printer.nonsense", sent=sent, is_whole=True) from error


class _Ear(io.RawIOBase):
    """What the printer says until the deadline, and no more than a message of it: one that drips a byte now and then is
    not listened to for ever, nor one that never ends.
    """

    def __init__(self, line: socket.socket, deadline: float, clock: Callable[[], float]) -> None:
        self._line = line
        self._deadline = deadline
        self._clock = clock
        self._heard = 0

    def makefile(self, _mode: str) -> BinaryIO:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override] # io hands over nothing else
        left = self._deadline - self._clock()
        if left <= 0:
            raise TimeoutError
        self._line.settimeout(left)
        count = self._line.recv_into(room)
        self._heard += count
        if self._heard > 2 * MESSAGE_LIMIT:  # headers and the sizes of pieces beside it
            raise ValueError("more than any printer says")
        return count
