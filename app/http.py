"""The house's one way to the network: a small client over httpx that turns every failure into one of our four errors.

A call is bounded in time as a whole and in size, uses TLS unless told otherwise, and is noted without its content.
"""

from __future__ import annotations

import functools
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import httpx
import truststore

from app.errors import Misconfigured, PackbenchError, Rejected, Unavailable, Uncertain

ANSWER_LIMIT = 4 * 1024 * 1024  # bytes after decompression; the largest honest answer (a label as HTML) has some 100 kB
RETRY_AFTER_LIMIT_S = 3600.0  # a server's typing error must not put a lane to sleep for a year

_NOT_SENT = (httpx.ConnectTimeout, httpx.ConnectError, httpx.PoolTimeout, httpx.ProxyError)
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
# Not to be had here at all: the account, or the address in the settings. Rejecting one parcel after the other would
# leave hundreds to be mended by hand.
_REFUSED = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.GONE,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back with a status of 2xx: the text decoded as UTF-8, unreadable bytes as U+FFFD."""

    status: int
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the journal keeps it: who, where, how long, how much, how it ended; never what was said.

    `target` is host and path only; `code` is `ok` or the code of the error that was raised.
    """

    name: str
    started_ms: int
    duration_ms: int
    target: str
    bytes_out: int
    bytes_in: int
    status: int | None
    code: str


@functools.cache
def tls_context() -> ssl.SSLContext:
    """The operating system's trust store, loaded once: a client of its own costs 90 ms, with this one 1 ms."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class HttpClient:
    """Calls to one foreign service. `timeout_s` bounds a call as a whole, whatever the server does.

    `journal` is told of every call, failed ones too. `allow_plain` permits HTTP without TLS to other machines.
    Raises Misconfigured (`http.proxy`) when the environment names a proxy that cannot be used.
    """

    def __init__(
        self,
        name: str,
        timeout_s: float,
        journal: Callable[[Call], None] | None = None,
        *,
        allow_plain: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._name = name
        self._timeout_s = timeout_s
        self._journal = journal
        self._allow_plain = allow_plain
        self._clock = clock
        self._client = _client(timeout_s)

    def post_form(self, url: str, fields: Mapping[str, str], *, writes: bool, timeout_s: float | None = None) -> Answer:
        """Post a form in UTF-8. `writes` says whether the call changes something there, which decides what a lost
        answer means; `timeout_s` bounds a call closer than the client. Raises the four errors with codes `http.*`.
        """
        target = self._checked_target(url)
        body = urlencode(fields).encode("ascii")
        exchange = _Exchange(min(timeout_s or self._timeout_s, self._timeout_s))
        started_ms, began = int(self._clock() * 1000), time.monotonic()
        outcome = self._attempt(url, body, exchange, writes=writes)
        if self._journal is not None:
            code = outcome.code if isinstance(outcome, PackbenchError) else "ok"
            duration_ms = round((time.monotonic() - began) * 1000)
            self._journal(
                Call(self._name, started_ms, duration_ms, target, len(body), exchange.bytes_in, exchange.status, code)
            )
        if isinstance(outcome, PackbenchError):
            raise outcome
        return outcome

    def close(self) -> None:
        self._client.close()

    def _attempt(self, url: str, body: bytes, exchange: _Exchange, *, writes: bool) -> Answer | PackbenchError:
        """The answer or the error to raise. Returned, not raised, so that it has no context: an error of httpx
        carries the whole request, and with it the consignee.
        """
        headers = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8", "Accept-Encoding": "identity"}
        try:
            with (
                exchange,
                self._client.stream(
                    "POST", url, content=body, headers=headers, extensions={"trace": exchange.watch}
                ) as response,
            ):
                exchange.status = response.status_code
                if not response.is_success:
                    return self._refusal(response, writes=writes)
                content = exchange.read(response)
                if exchange.is_over:  # the deadline may look like the orderly end of an answer without a length
                    return _lost("http.timeout", "deadline", writes=writes)
                return Answer(response.status_code, content.decode("utf-8-sig", errors="replace"))
        except httpx.HTTPError as error:
            return _failure(error, is_over=exchange.is_over, writes=writes)
        except (zlib.error, OverflowError) as error:
            return _lost("http.unreadable", type(error).__name__, writes=writes)

    def _refusal(self, response: httpx.Response, *, writes: bool) -> PackbenchError:
        status = response.status_code
        code = f"http.{status}"
        if status in _BUSY:
            return Unavailable(code, retry_after_s=_retry_after_s(response.headers.get("Retry-After"), self._clock()))
        if status in _REFUSED:
            return Misconfigured(code)
        if response.is_client_error and status != HTTPStatus.REQUEST_TIMEOUT:
            return Rejected(code)
        return _lost(code, "", writes=writes)

    def _checked_target(self, url: str) -> str:
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, TypeError):
            raise Misconfigured("http.url", self._name) from None
        is_reachable = parsed.host and max(map(len, parsed.host.split("."))) < 64 and 0 < (parsed.port or 1) < 2**16
        if parsed.scheme not in {"http", "https"} or not is_reachable:
            raise Misconfigured("http.url", self._name)
        if parsed.scheme == "http" and not self._allow_plain and not _is_loopback(parsed.host):
            raise Misconfigured("http.plain", parsed.host)
        return f"{parsed.netloc.decode('ascii')}{parsed.path}"


class _Exchange:
    """One call under its deadline: when that passes, the socket is shut down under whoever is reading from it.

    The time-outs of sockets start anew with every byte, so a server that drips would hold a lane for ever.
    """

    def __init__(self, deadline_s: float) -> None:
        self.status: int | None = None
        self.bytes_in = 0
        self.is_over = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(deadline_s, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, details: Mapping[str, Any]) -> None:
        """Httpcore's `trace` extension: it shows us each connection as it is made, plain first and then under TLS."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            with self._lock:
                self._socket = details["return_value"].get_extra_info("socket")
                if self.is_over:
                    self._cut()

    def read(self, response: httpx.Response) -> bytes:
        """The body, decompressed if need be. Raises OverflowError above `ANSWER_LIMIT`, zlib.error, httpx errors."""
        packed = response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip", "deflate")
        inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if packed else None
        content = bytearray()
        for chunk in response.iter_raw():
            self.bytes_in += len(chunk)
            # Never more than one byte above the limit: a kilobyte can decompress to a megabyte.
            content += inflate.decompress(chunk, ANSWER_LIMIT + 1 - len(content)) if inflate else chunk
            if len(content) > ANSWER_LIMIT:
                raise OverflowError
        return bytes(content)

    def _expire(self) -> None:
        with self._lock:
            self.is_over = True
            self._cut()

    def _cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # already closed
                # Not SSLSocket's own method, which would take the TLS state away from the thread that is reading.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _client(timeout_s: float) -> httpx.Client:
    try:
        return httpx.Client(
            verify=tls_context(),
            # A fresh connection for every call: when a server closes an idle one while we write to it, that looks
            # like a lost answer, and the parcel would wait out the settle window for nothing.
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=httpx.Timeout(timeout_s, connect=min(5.0, timeout_s), pool=min(5.0, timeout_s)),
            # This machine is never reached through a proxy.
            mounts={"all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None},
        )
    except (ImportError, ValueError):  # a SOCKS proxy, an unknown scheme
        raise Misconfigured("http.proxy") from None


def _failure(error: httpx.HTTPError, *, is_over: bool, writes: bool) -> PackbenchError:
    kind = type(error).__name__
    if isinstance(error, _NOT_SENT):
        return Unavailable("http.tls" if _is_about_trust(error) else "http.connect", kind)
    is_late = is_over or isinstance(error, httpx.TimeoutException)
    return _lost("http.timeout" if is_late else "http.broken", kind, writes=writes)


def _lost(code: str, detail: str, *, writes: bool) -> PackbenchError:
    return Uncertain(code, detail) if writes else Unavailable(code, detail)


def _is_about_trust(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _retry_after_s(value: str | None, now: float) -> float | None:
    """Retry-After as seconds from now: a number or an HTTP date (RFC 9110, 10.2.3); None if it says nothing usable."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        seconds = float(value)
    else:
        try:
            date = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
    return min(max(seconds, 0.0), RETRY_AFTER_LIMIT_S)
