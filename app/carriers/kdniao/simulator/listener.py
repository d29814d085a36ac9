"""The simulator's HTTP side: the vendor's paths, the faults of the wire, and `/simulator` for people and programs."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from app.carriers.kdniao.simulator.faults import ActiveFault, Fault
from app.carriers.kdniao.simulator.protocol import RefusedError
from app.carriers.kdniao.simulator.service import Service

PATHS = frozenset(
    {
        "/api/eorderservice",
        "/api/eorderservice2",
        "/api/oorderservice",
        "/api/oorderservice2",
        "/ebusiness/ebusinessorderhandle.aspx",
        "/api/dist",
        "/kdniaosandbox/gateway/exterfaceinvoke.json",
    }
)
CONTROL_PATH = "/simulator"
_RESET_ON_CLOSE = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
_BODY_LIMIT = 1024 * 1024
_HTML = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"
_BEFORE = (Fault.RESET_BEFORE, Fault.ERROR_500_BEFORE, Fault.BUSY_503)
_AFTER = (
    Fault.DELAY,
    Fault.DRIP,
    Fault.RESET_AFTER,
    Fault.ERROR_500_AFTER,
    Fault.HTML_PAGE,
    Fault.TRUNCATED,
    Fault.DRIFTING_TYPES,
    Fault.EMPTY_ORDER,
)


class Listener(ThreadingHTTPServer):
    """An open port with its thread. Closing it waits for the calls under way.

    `command` carries out what `/simulator` is told.
    """

    daemon_threads = False
    request_queue_size = 64

    def __init__(
        self,
        address: tuple[str, int],
        service: Service,
        *,
        command: Callable[[Mapping[str, Any]], None],
    ) -> None:
        super().__init__(address, _Exchange)
        self.service = service
        self.command = command
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), name="kdniao-simulator")
        self._thread.start()

    def server_bind(self) -> None:
        """Without HTTPServer's look-up of our own name, for which a machine without network waits long."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def pause(self, seconds: float) -> bool:
        """Wait, and say whether the port is being closed meanwhile, which ends the wait."""
        return self._closing.wait(seconds)

    def close(self) -> None:
        self._closing.set()
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Exchange(BaseHTTPRequestHandler):
    """One connection, one call."""

    server: Listener
    timeout = 10
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        path = urlsplit(self.path).path.lower()
        body = self._body()
        if body is None:
            self._reply(413, "")
        elif path == CONTROL_PATH:
            self._control(body)
        elif path in PATHS:
            with suppress(ConnectionError):  # the client has given up, as clients do
                self._serve(body)
        else:
            self._reply(404, _HTML)

    def do_GET(self) -> None:
        if urlsplit(self.path).path != CONTROL_PATH or not self._is_near():
            self._reply(404, _HTML)
            return
        self._reply_json(200, self._state())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Nothing: request lines say nothing, and bodies are personal."""

    def _serve(self, body: bytes) -> None:
        service = self.server.service
        before = service.faults.take(_BEFORE)
        if before is not None:
            self._fail_before(before)
            return
        try:
            answer = service.answer(body)
        except RefusedError as refused:
            self._reply_json(200, service.refusal(refused))
            return
        after = service.faults.take(_AFTER)
        if after is None:
            self._reply_json(200, answer)
        else:
            self._fail_after(after, answer)

    def _fail_before(self, active: ActiveFault) -> None:
        if active.fault is Fault.RESET_BEFORE:
            self._reset()
        elif active.fault is Fault.BUSY_503:
            self._reply(503, _HTML, retry_after_s=active.seconds)
        else:
            self._reply(500, _HTML)

    def _fail_after(self, active: ActiveFault, answer: dict[str, Any]) -> None:
        text = json.dumps(answer, ensure_ascii=False)
        match active.fault:
            case Fault.DELAY:
                self.server.pause(active.seconds)
                self._reply(200, text)
            case Fault.DRIP:
                self._drip(text, active.seconds)
            case Fault.RESET_AFTER:
                self._reset()
            case Fault.ERROR_500_AFTER:
                self._reply(500, _HTML)
            case Fault.HTML_PAGE:
                self._reply(200, _HTML)
            case Fault.TRUNCATED:
                self._reply(200, text[: len(text) * 2 // 3])
            case Fault.DRIFTING_TYPES:
                self._reply_json(200, {**answer, "Success": "true", "ResultCode": int(answer["ResultCode"])})
            case _:
                self._reply_json(200, {**answer, "Order": {}})

    def _drip(self, text: str, seconds: float) -> None:
        """Byte by byte, the status line first: each byte starts a client's time-out anew."""
        content = text.encode("utf-8")
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n".encode("ascii")
        self.close_connection = True
        for each in head + content:
            self.wfile.write(bytes([each]))
            if self.server.pause(seconds):
                return

    def _reset(self) -> None:
        """A connection that ends with RST in place of an answer."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self.rfile.close()  # the socket stays open as long as a file reads from it
        self.connection.close()
        self.close_connection = True

    def _control(self, body: bytes) -> None:
        if not self._is_near():
            self._reply(404, _HTML)
            return
        try:
            self.server.command(json.loads(body))
        except (ValueError, KeyError, TypeError, RecursionError):
            self._reply_json(400, {"error": "unknown command", "faults": [*Fault, "none"]})
            return
        self._reply_json(200, self._state())

    def _state(self) -> dict[str, Any]:
        ledger = self.server.service.ledger
        orders = {
            code: {
                "tracking_number": order.tracking_number,
                "is_cancelled": order.is_cancelled,
                "is_picked_up": order.is_picked_up,
            }
            for code, order in ledger.orders.items()
        }
        faults = [
            {"fault": active.fault, "times": active.times, "seconds": active.seconds}
            for active in self.server.service.faults.active()
        ]
        return {"billed": ledger.billed, "orders": orders, "faults": faults}

    def _is_near(self) -> bool:
        return ipaddress.ip_address(self.client_address[0]).is_loopback

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > _BODY_LIMIT:
            return None
        return self.rfile.read(int(length))

    def _reply_json(self, status: int, content: dict[str, Any]) -> None:
        self._reply(status, json.dumps(content, ensure_ascii=False), content_type="application/json")

    def _reply(
        self, status: int, text: str, *, content_type: str = "text/html", retry_after_s: float | None = None
    ) -> None:
        content = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type};charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        if retry_after_s is not None:
            self.send_header("Retry-After", str(round(retry_after_s)))
        self.end_headers()
        self.wfile.write(content)
