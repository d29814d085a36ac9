"""The HTTP client against servers that answer, refuse, break off, drip and flood."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import socket
import ssl
import struct
import threading
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.errors import Misconfigured, PackbenchError, Rejected, Unavailable, Uncertain
from app.http import ANSWER_LIMIT, Call, HttpClient
from tests.carriers.conftest import ScriptedServer

Serve = Callable[..., ScriptedServer]
SECRET = "李雷 13800138000"


def answer(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers])
    return head.encode() + b"\r\n\r\n" + body


def hang_up(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drip(connection: socket.socket) -> None:
    pace = threading.Event()
    for byte in answer(b"x" * 1000):
        connection.sendall(bytes([byte]))
        pace.wait(0.02)


def failure(url: str, *, writes: bool = True, timeout_s: float = 5.0, clock: float = 0.0) -> PackbenchError:
    client = HttpClient("test", timeout_s, clock=lambda: clock)
    try:
        with pytest.raises(PackbenchError) as caught:
            client.post_form(url, {"RequestData": SECRET}, writes=writes)
    finally:
        client.close()
    return caught.value


def test_a_form_arrives_as_utf8_and_the_answer_comes_back(serve: Serve) -> None:
    server = serve(answer('\ufeff{"Reason":"成功"}'.encode()))
    client = HttpClient("test", 5.0)
    got = client.post_form(server.url, {"a": "中 &", "b": "="}, writes=True)
    client.close()
    assert (got.status, got.text) == (200, '{"Reason":"成功"}')
    head, body = server.requests[0].split(b"\r\n\r\n")
    assert head.startswith(b"POST /api/EOrderService HTTP/1.1")
    assert b"content-type: application/x-www-form-urlencoded;charset=utf-8" in head.lower()
    assert body == b"a=%E4%B8%AD+%26&b=%3D"


@pytest.mark.parametrize(
    ("status", "on_write", "on_read"),
    [
        ("400 Bad Request", Rejected, Rejected),
        ("401 Unauthorized", Misconfigured, Misconfigured),
        ("403 Forbidden", Misconfigured, Misconfigured),
        ("404 Not Found", Misconfigured, Misconfigured),
        ("422 Unprocessable Content", Rejected, Rejected),
        ("408 Request Timeout", Uncertain, Unavailable),
        ("422 Unprocessable", Rejected, Rejected),
        ("429 Too Many Requests", Unavailable, Unavailable),
        ("500 Oops", Uncertain, Unavailable),
        ("502 Bad Gateway", Uncertain, Unavailable),
        ("503 Service Unavailable", Unavailable, Unavailable),
        ("504 Gateway Timeout", Uncertain, Unavailable),
        ("302 Found", Uncertain, Unavailable),
    ],
)
def test_each_status_is_one_of_the_four_errors(
    serve: Serve, status: str, on_write: type[PackbenchError], on_read: type[PackbenchError]
) -> None:
    url = serve(answer(b"", status, "Location: http://127.0.0.1:1/login")).url
    assert type(failure(url, writes=True)) is on_write
    error = failure(url, writes=False)
    assert type(error) is on_read
    assert error.code == f"http.{status[:3]}"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("Thu, 01 Jan 1970 00:02:00 GMT", 20.0),
        ("Thu, 01 Jan 1970 00:00:01 GMT", 0.0),
        ("99999999", 3600.0),
        ("soon", None),
        ("-5", None),
        ("²", None),
    ],
)
def test_a_busy_server_says_when_to_come_again(serve: Serve, value: str, seconds: float | None) -> None:
    url = serve(answer(b"", "503 Busy", f"Retry-After: {value}")).url
    assert failure(url, clock=100.0).retry_after_s == seconds


def test_a_closed_port_means_that_nothing_happened() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = failure(f"http://127.0.0.1:{port}/")
    assert (type(error), error.code) == (Unavailable, "http.connect")


def test_an_unknown_name_means_that_nothing_happened() -> None:
    assert type(failure("https://carrier.invalid/")) is Unavailable


@pytest.mark.parametrize("say", [hang_up, b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", b"garbage\r\n\r\n"])
def test_an_answer_that_breaks_off_is_uncertain_for_a_write_only(serve: Serve, say: bytes) -> None:
    url = serve(say).url
    error = failure(url)
    assert (type(error), error.code) == (Uncertain, "http.broken")
    assert type(failure(url, writes=False)) is Unavailable


def test_a_silent_server_is_left_in_time(serve: Serve) -> None:
    release = socket.socketpair()
    url = serve(lambda _: release[0].recv(1) and None).url
    error = failure(url, timeout_s=0.15)
    release[1].sendall(b"x")
    for end in release:
        end.close()
    assert (type(error), error.code) == (Uncertain, "http.timeout")


def test_a_dripping_server_is_left_in_time(serve: Serve) -> None:
    began = time.monotonic()
    error = failure(serve(drip).url, timeout_s=0.3)
    assert time.monotonic() - began < 3
    assert (type(error), error.code) == (Uncertain, "http.timeout")


def test_a_deadline_in_an_answer_without_length_is_not_taken_for_its_end(serve: Serve) -> None:
    def begin(connection: socket.socket) -> None:
        connection.sendall(b'HTTP/1.1 200 OK\r\n\r\n{"Success":')
        connection.recv(1)

    error = failure(serve(begin).url, timeout_s=0.2)
    assert (type(error), error.code) == (Uncertain, "http.timeout")


def test_the_deadline_holds_under_tls_too(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server_side, certificate = _self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    url = serve(drip, server_side).url
    began = time.monotonic()
    error = failure(url, timeout_s=0.5)
    assert time.monotonic() - began < 4
    assert (type(error), error.code) == (Uncertain, "http.timeout")


def test_a_certificate_nobody_vouches_for_stops_the_call_before_it_is_sent(serve: Serve, tmp_path: Path) -> None:
    server = serve(answer(), _self_signed(tmp_path)[0])
    error = failure(server.url)
    assert (type(error), error.code) == (Unavailable, "http.tls")
    assert server.requests == []


def test_a_flood_is_cut_off(serve: Serve) -> None:
    error = failure(serve(answer(b"x" * (ANSWER_LIMIT + 1))).url)
    assert (type(error), error.code) == (Uncertain, "http.unreadable")


def test_a_small_bomb_is_not_unpacked(serve: Serve) -> None:
    bomb = gzip.compress(b"\0" * 100 * 1024 * 1024, compresslevel=1)
    url = serve(answer(bomb, "200 OK", "Content-Encoding: gzip")).url
    tracemalloc.start()
    error = failure(url)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (type(error), error.code) == (Uncertain, "http.unreadable")
    assert peak < 4 * ANSWER_LIMIT


def test_a_packed_answer_is_unpacked_though_nobody_asked_for_it(serve: Serve) -> None:
    server = serve(answer(gzip.compress(b'{"a":1}'), "200 OK", "Content-Encoding: gzip"))
    client = HttpClient("test", 5.0)
    assert client.post_form(server.url, {}, writes=False).text == '{"a":1}'
    client.close()


def test_a_falsely_packed_answer_is_unreadable(serve: Serve) -> None:
    error = failure(serve(answer(b"no gzip", "200 OK", "Content-Encoding: gzip")).url)
    assert (type(error), error.code) == (Uncertain, "http.unreadable")


def test_plain_http_stays_on_this_machine_unless_it_is_allowed() -> None:
    assert failure("http://sandboxapi.invalid/").code == "http.plain"
    client = HttpClient("test", 5.0, allow_plain=True)
    with pytest.raises(Unavailable):
        client.post_form("http://sandboxapi.invalid/", {}, writes=True)
    client.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://127.0.0.1/",
        "https://",
        "http://127.0.0.1:99999/",
        "carrier.example/api",
        f"https://{'x' * 64}.invalid/",
    ],
)
def test_a_url_that_is_none_is_a_matter_of_the_settings(url: str) -> None:
    error = failure(url)
    assert (type(error), error.code) == (Misconfigured, "http.url")


def test_the_journal_knows_every_call_and_none_of_its_content(serve: Serve) -> None:
    calls: list[Call] = []
    client = HttpClient("kdniao", 5.0, calls.append, clock=lambda: 1700000000.0)
    good = serve(answer(b"0123456789"))
    bad = serve(answer(SECRET.encode(), "500 Oops"))
    client.post_form(good.url + "?token=abc", {"RequestData": SECRET}, writes=True)
    with pytest.raises(Uncertain):
        client.post_form(bad.url, {"RequestData": SECRET}, writes=True)
    client.close()
    first, second = calls
    assert first.target == f"127.0.0.1:{good.port}/api/EOrderService"
    assert (first.name, first.started_ms, first.status, first.code) == ("kdniao", 1700000000000, 200, "ok")
    assert (first.bytes_out, first.bytes_in) == (len(good.requests[0].split(b"\r\n\r\n")[1]), 10)
    assert (second.status, second.code) == (500, "http.500")
    assert "13800138000" not in repr(calls)
    assert "abc" not in repr(calls)


def test_an_error_carries_no_request_with_it(serve: Serve) -> None:
    error = failure(serve(SECRET.encode() + b"\r\n\r\n").url)
    assert error.__cause__ is None
    assert error.__context__ is None
    assert SECRET not in repr(error)


def test_each_call_has_a_connection_of_its_own(serve: Serve) -> None:
    afterwards: list[bytes] = []

    def stay(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        afterwards.append(connection.recv(1))  # nothing but the client's goodbye

    server = serve(stay)
    client = HttpClient("test", 5.0)
    for _ in range(3):
        client.post_form(server.url, {}, writes=True)
    client.close()
    server.close()
    assert afterwards == [b"", b"", b""]


def test_this_machine_is_reached_without_the_proxy_of_the_environment(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    client = HttpClient("test", 5.0)
    assert client.post_form(serve(answer()).url, {}, writes=True).status == 200
    client.close()


def test_a_proxy_that_refuses_has_let_nothing_through(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve(answer(b"", "407 Proxy Authentication Required"))
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
    error = failure("https://carrier.invalid/api")
    assert (type(error), error.code) == (Unavailable, "http.connect")
    assert proxy.requests[0].startswith(b"CONNECT carrier.invalid:443")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "gopher://127.0.0.1"])
def test_a_proxy_that_cannot_be_used_is_a_matter_of_the_setup(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", proxy)
    with pytest.raises(Misconfigured) as caught:
        HttpClient("test", 5.0)
    assert caught.value.code == "http.proxy"


def _self_signed(folder: Path) -> tuple[ssl.SSLContext, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    both = folder / "server.pem"
    both.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    authority = folder / "authority.pem"
    authority.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, authority
