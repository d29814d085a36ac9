"""The proxy itself, what each of its faults means to the HTTP client, and the proxy layer's short form."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from app.carriers.kdniao import Kdniao, KdniaoSettings
from app.carriers.kdniao.simulator import KdniaoSimulator
from app.domain.order import Shipper
from app.domain.shipment import Goods, WaybillRequest
from app.errors import PackbenchError, Unavailable, Uncertain
from app.http import HttpClient
from tests.builders import a_consignee
from tests.faults import proxy as layer
from tests.faults.tcp_proxy import Fault, Kind, TcpProxy

_ACCOUNT = {"business_id": "test1", "api_key": "key"}
_TIMEOUT_S = 0.3
_LATE_S = 2 * _TIMEOUT_S


@pytest.fixture
def simulator() -> Iterator[KdniaoSimulator]:
    simulator = KdniaoSimulator(**_ACCOUNT)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def proxy(simulator: KdniaoSimulator) -> Iterator[TcpProxy]:
    proxy = TcpProxy(("127.0.0.1", 0), ("127.0.0.1", urlsplit(simulator.url).port or 0))
    proxy.start()
    yield proxy
    proxy.stop()


def buy(proxy: TcpProxy) -> PackbenchError | None:
    """Buy one waybill through the proxy; the error, if there is one."""
    url = f"http://127.0.0.1:{proxy.port}/api/EOrderService"
    carrier = Kdniao(KdniaoSettings(url=url, **_ACCOUNT), HttpClient("test", _TIMEOUT_S))
    consignee = a_consignee()
    shipper = Shipper("示范仓", "02112345678", consignee.address)
    request = WaybillRequest("REFERENCE-1", "ZTO", consignee, shipper, (Goods("茶叶", 1),))
    try:
        carrier.issue_waybill(request)
    except PackbenchError as error:
        return error
    finally:
        carrier.close()
    return None


@pytest.mark.parametrize(
    ("fault", "code", "billed"),
    [
        (Fault(Kind.RESET_BEFORE), "http.broken", 0),
        (Fault(Kind.RESET_AFTER), "http.broken", 1),
        (Fault(Kind.HALF_OPEN), "http.timeout", 0),
        (Fault(Kind.DELAY_ANSWER, seconds=_LATE_S), "http.timeout", 1),
        (Fault(Kind.DRIP, seconds=0.01), "http.timeout", 0),
        (Fault(Kind.TRUNCATE), "http.broken", 1),
        (Fault(Kind.TRUNCATE, after_bytes=60), "http.broken", 1),
        (Fault(Kind.TRUNCATE, after_bytes=300), "http.broken", 1),
        (Fault(Kind.GARBAGE), "http.broken", 1),
        (Fault(Kind.GARBAGE, after_bytes=300), "kdniao.unreadable", 1),
    ],
    ids=lambda value: f"{value.kind}_{value.after_bytes}" if isinstance(value, Fault) else None,
)
def test_whatever_happens_to_a_call_that_was_begun_is_uncertain(
    simulator: KdniaoSimulator, proxy: TcpProxy, fault: Fault, code: str, billed: int
) -> None:
    proxy.script(fault)
    error = buy(proxy)
    assert isinstance(error, Uncertain)
    assert error.code == code
    assert simulator.billed == billed
    assert buy(proxy) is None
    assert simulator.billed == 1
    assert proxy.met == [fault.kind, Kind.PASS]


def test_a_connection_reset_before_our_first_byte_is_known_to_have_done_nothing_or_is_uncertain(
    simulator: KdniaoSimulator, proxy: TcpProxy
) -> None:
    """The reset may come while the connection is still being set up, or after the request went out: never a refusal."""
    proxy.script(Fault(Kind.RESET_AT_ONCE))
    error = buy(proxy)
    assert (type(error), error and error.code) in ((Unavailable, "http.connect"), (Uncertain, "http.broken"))
    assert simulator.billed == 0
    assert buy(proxy) is None


@pytest.mark.parametrize("fault", [Fault(Kind.RESET_AT_ONCE), Fault(Kind.RESET_AFTER), Fault(Kind.HALF_OPEN)])
def test_a_call_that_only_reads_may_simply_be_made_again(proxy: TcpProxy, fault: Fault) -> None:
    proxy.script(fault)
    client = HttpClient("test", _TIMEOUT_S)
    with pytest.raises(Unavailable):
        client.post_form(f"http://127.0.0.1:{proxy.port}/api/EOrderService", {"a": "b"}, writes=False)
    client.close()


def test_only_a_connection_that_was_refused_is_known_to_have_done_nothing(
    simulator: KdniaoSimulator, proxy: TcpProxy
) -> None:
    proxy.is_online = False
    error = buy(proxy)
    assert isinstance(error, Unavailable)
    assert error.code == "http.connect"
    proxy.is_online = True
    assert buy(proxy) is None
    assert simulator.billed == 1


def test_a_delay_within_our_patience_is_no_fault(simulator: KdniaoSimulator, proxy: TcpProxy) -> None:
    proxy.script(Fault(Kind.DELAY_REQUEST, seconds=0.03), Fault(Kind.DELAY_ANSWER, seconds=0.03))
    assert (buy(proxy), buy(proxy), simulator.billed) == (None, None, 1)


def test_a_request_that_was_held_up_arrives_after_its_caller_has_gone(
    simulator: KdniaoSimulator, proxy: TcpProxy
) -> None:
    """What a settle window is for: nothing was bought when we gave up, and yet it will be."""
    proxy.script(Fault(Kind.DELAY_REQUEST, seconds=_LATE_S))
    assert isinstance(buy(proxy), Uncertain)
    assert simulator.billed == 0
    until = time.monotonic() + 10
    while simulator.billed == 0 and time.monotonic() < until:
        threading.Event().wait(0.01)
    assert simulator.billed == 1


def test_both_directions_drip_byte_by_byte_and_arrive_whole(echo: int) -> None:
    proxy = TcpProxy(("127.0.0.1", 0), ("127.0.0.1", echo))
    proxy.start()
    proxy.script(Fault(Kind.DRIP, seconds=0.001))
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as connection:
        connection.sendall(b"packbench")
        connection.shutdown(socket.SHUT_WR)
        pieces = list(iter(lambda: connection.recv(100), b""))
    proxy.stop()
    assert b"".join(pieces) == b"packbench"
    assert len(pieces) > 1


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that says back what it was sent."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                while piece := connection.recv(100):
                    connection.sendall(piece)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def test_stopping_the_proxy_ends_connections_that_would_never_end(proxy: TcpProxy) -> None:
    proxy.script(Fault(Kind.HALF_OPEN))
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as connection:
        connection.sendall(b"anybody?")
        proxy.stop()
        with suppress(ConnectionResetError):  # where it had not read our question yet
            assert connection.recv(1) == b""


@pytest.mark.timeout(900)
def test_no_network_fault_buys_twice_or_leaves_a_parcel_without_its_label() -> None:
    row = layer.run(is_long=False, seed=1)
    assert row.runs >= 30
    assert row.found.is_clean, row.found
    assert row.caught
