"""What every test stands on: no screen, and no traffic that leaves this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
hypothesis.settings.register_profile("packbench", deadline=None)  # a busy machine is no defect of the product
hypothesis.settings.load_profile("packbench")


class NetworkLeftError(RuntimeError):
    """A test tried to reach another machine. No OSError: nothing in the product may take it for a line that is down."""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _stays_here(family: int, address: Any) -> bool:
    if family not in {socket.AF_INET, socket.AF_INET6}:
        return True
    host = address[0]
    return host in {"", "localhost"} or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


@pytest.fixture(autouse=True)
def _no_real_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail every connect and every look-up that leaves this machine, also when the product swallows the error.

    Names under `.invalid` are unknown by definition (RFC 6761): the look-up fails as in the field, without being sent.
    """
    left: list[str] = []
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse(where: object) -> None:
        left.append(str(where))
        raise NetworkLeftError(f"a test must stay on this machine, not go to {where}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not _stays_here(self.family, address):
            refuse(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if not _stays_here(self.family, address):
            refuse(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and name.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if name and name != "localhost" and not _is_address(name):
            refuse(name)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    if left:
        pytest.fail(f"left this machine: {', '.join(left)}")
