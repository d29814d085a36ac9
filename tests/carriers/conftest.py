"""A simulated Kdniao on a real port, our client of it, and a server that answers with exactly the bytes it is told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import pytest

from app.carriers.kdniao import Kdniao
from app.carriers.kdniao.simulator import KdniaoSimulator
from app.http import HttpClient
from tests.carriers.builders import API_KEY, BUSINESS_ID, settings

Say = Callable[[socket.socket], None]


class ScriptedServer:
    """Accepts connections, reads each request whole, keeps it, and lets `say` do the talking."""

    def __init__(self, say: Say, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self._say = say
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/api/EOrderService"
        self._is_closing = False
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        if self._is_closing:
            return
        self._is_closing = True
        socket.create_connection(("127.0.0.1", self.port)).close()  # a last visit wakes the thread
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._is_closing:
            connection, _ = self._listener.accept()
            connection.settimeout(20)
            with connection:
                try:
                    talk = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
                    request = _read_request(talk)
                except OSError:
                    continue
                if not request:
                    continue
                self.requests.append(request)
                try:
                    self._say(talk)
                except OSError:
                    pass  # the client has hung up, as the test wanted
                finally:
                    talk.close()


def _read_request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        part = connection.recv(65536)
        if not part:
            return request
        request += part
    head, body = request.split(b"\r\n\r\n", 1)
    sizes = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    length = int(sizes[0]) if sizes else 0
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def serve() -> Iterator[Callable[..., ScriptedServer]]:
    servers: list[ScriptedServer] = []

    def start(say: Say | bytes, tls: ssl.SSLContext | None = None) -> ScriptedServer:
        talk = (lambda connection: connection.sendall(say)) if isinstance(say, bytes) else say
        servers.append(ScriptedServer(talk, tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def simulator() -> Iterator[KdniaoSimulator]:
    simulator = KdniaoSimulator(business_id=BUSINESS_ID, api_key=API_KEY)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def kdniao(simulator: KdniaoSimulator) -> Iterator[Kdniao]:
    carrier = Kdniao(settings(simulator.url), HttpClient("kdniao", 5.0))
    yield carrier
    carrier.close()
