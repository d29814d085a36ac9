"""Printers are found by what they announce, answer and are called in queues; the same one twice is one."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto import api
from zeroconf import DNSOutgoing, DNSPointer, ServiceInfo, Zeroconf, const

from app.devices.finding import Found, Source, find, mdns, merge
from app.domain.printing import Language
from app.errors import Rejected
from tests.devices.cups import NO_CUPSD, running_cups

V1 = api.PROTOCOL_MODULES[api.SNMP_VERSION_1]
UUID = "0f1e2d3c-0000-4000-8000-00000000beef"
ZEBRA = {
    "1.3.6.1.2.1.1.1.0": V1.OctetString("ZTC ZD421-203dpi ZPL"),
    "1.3.6.1.2.1.43.5.1.1.17.1": V1.OctetString("D2J212345678"),
    "1.3.6.1.2.1.43.10.2.1.4.1.1": V1.Counter(4711),
    "1.3.6.1.2.1.2.2.1.6.1": V1.OctetString(b""),
    "1.3.6.1.2.1.2.2.1.6.2": V1.OctetString(bytes.fromhex("00074d112233")),
    "1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1": V1.OctetString("MFG:Zebra;MDL:ZD421;CMD:ZPL,EPL;SN:D2J212345678;"),
}


class Agent:
    """An SNMP agent on 127.0.0.1 to 127.0.0.7, one table a host; a host without one is silent."""

    def __init__(self, tables: dict[str, dict[str, object] | bytes]) -> None:
        self.asked: set[str] = set()
        self._sockets = {host: socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for host in tables}
        self._tables = tables
        self.port = 0
        for host, line in self._sockets.items():
            line.bind((host, self.port))
            self.port = line.getsockname()[1]
            line.settimeout(0.05)
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._serve, args=(host,)) for host in tables]

    def _serve(self, host: str) -> None:
        while not self._is_over.is_set():
            try:
                question, asker = self._sockets[host].recvfrom(4096)
            except TimeoutError:
                continue
            self.asked.add(host)
            table = self._tables[host]
            self._sockets[host].sendto(table if isinstance(table, bytes) else answer(question, table), asker)

    def __enter__(self) -> Agent:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()
        for line in self._sockets.values():
            line.close()


def answer(question: bytes, table: dict[str, object]) -> bytes:
    message, _ = decoder.decode(question, asn1Spec=V1.Message())
    response = V1.apiMessage.get_response(message)
    pdu, asked = V1.apiMessage.get_pdu(response), V1.apiMessage.get_pdu(message)
    known = [(name, table[str(name)]) for name, _ in V1.apiPDU.get_varbinds(asked) if str(name) in table]
    if known:
        V1.apiPDU.set_varbinds(pdu, known)
    else:
        V1.apiPDU.set_varbinds(pdu, V1.apiPDU.get_varbinds(asked))
        V1.apiPDU.set_error_status(pdu, 2)  # noSuchName
        V1.apiPDU.set_error_index(pdu, 1)
    return bytes(encoder.encode(response))


@contextmanager
def announced(*services: ServiceInfo, ghosts: int = 0) -> Iterator[None]:
    """As devices do that check nothing: said again and again, whatever the name. `ghosts`: so many more names of each
    kind, with nothing behind them.
    """
    network, is_over = Zeroconf(interfaces=["127.0.0.1"]), threading.Event()

    def say() -> None:
        while not is_over.wait(0.05):
            for service in services:
                network.send(an_announcement(service, ghosts))

    thread = threading.Thread(target=say)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        network.close()


def an_announcement(service: ServiceInfo, ghosts: int) -> DNSOutgoing:
    """With another name beside it, of which nothing can be asked."""
    message = DNSOutgoing(const._FLAGS_QR_RESPONSE | const._FLAGS_AA)
    for name in ("\x1b[2J\x00", *(f"Ghost {number}" for number in range(ghosts))):
        pointer = DNSPointer(service.type, const._TYPE_PTR, const._CLASS_IN, 60, f"{name}.{service.type}")
        message.add_answer_at_time(pointer, 0)
    for record in (service.dns_pointer(), service.dns_service(), service.dns_text(), *service.dns_addresses()):
        message.add_answer_at_time(record, 0)
    return message


def a_service(name: str, kind: str, host: str, port: int, **told: bytes | str) -> ServiceInfo:
    return ServiceInfo(
        f"{kind}._tcp.local.",
        f"{name}.{kind}._tcp.local.",
        addresses=[socket.inet_aton(host)],
        port=port,
        properties={key: value for key, value in told.items()},  # noqa: C416 # zeroconf's own type
        server=f"{host.replace('.', '-')}.local.",
    )


# --- Announcements ----------------------------------------------------------------------------------------------------


def test_a_flood_of_names_without_printers_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mdns, "_ASK_ALL_S", 0.3)
    with announced(a_service("Laser", "_ipp", "127.0.0.2", 6310, rp="ipp/print"), ghosts=20):
        begun = time.monotonic()
        heard = mdns.listen(timeout_s=0.4, interfaces=["127.0.0.1"])
        assert time.monotonic() - begun < 4  # asking for each takes 6 s
    assert [printer.name for printer in heard.printers] == ["Laser"]


def test_printers_that_announce_themselves_are_found_once_each() -> None:
    laser = {"rp": "ipp/print", "ty": "HP LaserJet", "UUID": UUID, "pdl": "application/pdf,image/urf"}
    hostile_name = "Zebra \u202e\u0085" + "x" * 30
    services = [
        a_service("Laser", "_ipp", "127.0.0.2", 6310, **laser),
        a_service("Laser", "_ipps", "127.0.0.2", 6310, **laser),
        a_service(hostile_name, "_pdl-datastream", "127.0.0.3", 9100, ty="ZD421\x00\x07", usb_CMD="ZPL"),
        a_service("Flood", "_ipp", "127.0.0.4", 631, rp="x y\r\nHost: z", ty=b"\xff\xfe" * 100),
        a_service("Large", "_ipp", "127.0.0.6", 631, **{f"k{number}": "v" * 200 for number in range(30)}, ty="Large"),
        a_service("Old", "_printer", "127.0.0.5", 515, ty="Line printer"),
    ]
    with announced(*services), Agent({"127.0.0.3": ZEBRA, "127.0.0.5": {}, "127.0.0.7": ZEBRA}) as agent:
        found = find(timeout_s=0.4, interfaces=["127.0.0.1"], cups_socket=None, snmp_port=agent.port)
        assert agent.asked == {"127.0.0.3", "127.0.0.5"}  # nobody who was neither announced nor named
    large, laser_found, zebra = found
    assert (large.name, large.model, large.language) == ("Large", "Large", None)
    assert (laser_found.name, laser_found.address) == ("Laser", "ipp://127.0.0.2:6310/ipp/print")
    assert laser_found.others == ("ipps://127.0.0.2:6310/ipp/print",)
    assert (laser_found.identity, laser_found.model, laser_found.language) == (UUID, "HP LaserJet", Language.PAGE)
    assert (zebra.address, zebra.language, zebra.life_count) == ("127.0.0.3:9100", Language.ZPL, 4711)
    assert (zebra.identity, zebra.mac) == ("D2J212345678", "00:07:4d:11:22:33")
    assert zebra.sources == {Source.MDNS, Source.SNMP}
    assert zebra.name == "Zebra " + "x" * 30
    assert zebra.model == "ZD421"


# --- SNMP -------------------------------------------------------------------------------------------------------------


def ask(agent: Agent, *hosts: str, subnets: tuple[str, ...] = ()) -> tuple[Found, ...]:
    return find(timeout_s=0.2, announced=False, hosts=hosts, subnets=subnets, cups_socket=None, snmp_port=agent.port)


def test_a_printer_tells_its_serial_number_model_and_odometer() -> None:
    with Agent({"127.0.0.1": ZEBRA}) as agent:
        (zebra,) = ask(agent, "127.0.0.1")
    assert zebra == Found(
        name="Zebra ZD421",
        address="127.0.0.1:9100",
        sources=frozenset({Source.SNMP}),
        identity="D2J212345678",
        model="Zebra ZD421",
        language=Language.ZPL,
        serial="D2J212345678",
        mac="00:07:4d:11:22:33",
        host="127.0.0.1",
        life_count=4711,
    )


def test_what_answers_and_is_no_printer_is_not_found() -> None:
    switch = {"1.3.6.1.2.1.1.1.0": V1.OctetString("A switch"), "1.3.6.1.2.1.2.2.1.6.1": V1.OctetString(b"\1" * 6)}
    with Agent({"127.0.0.1": switch}) as agent:
        assert ask(agent, "127.0.0.1", "127.0.0.2") == ()


def test_a_network_is_searched_only_when_asked_and_never_a_large_one() -> None:
    other = {"1.3.6.1.2.1.1.1.0": V1.OctetString("TSC"), "1.3.6.1.2.1.43.5.1.1.17.1": V1.OctetString("T1")}
    with Agent({"127.0.0.1": ZEBRA, "127.0.0.3": other}) as agent:
        found = ask(agent, subnets=("127.0.0.0/29",))
        assert [printer.host for printer in found] == ["127.0.0.3", "127.0.0.1"]
        assert agent.asked == {"127.0.0.1", "127.0.0.3"}
        for subnets, code in ((("10.0.0.0/8",), "finding.too_many"), (("printers",), "finding.address")):
            with pytest.raises(Rejected) as refusal:
                ask(agent, subnets=subnets)
            assert refusal.value.code == code


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x30",
        b"\xff" * 1400,
        b"\x30\x84\xff\xff\xff\xff" + b"\x02" * 50,
        b"\x30\x80" * 600,
        encoder.encode(V1.OctetString("no message")),
    ],
)
def test_nonsense_is_nobody(said: bytes) -> None:
    with Agent({"127.0.0.1": said}) as agent:
        assert ask(agent, "127.0.0.1") == ()
        assert agent.asked


def test_a_long_and_dirty_answer_is_cut_and_cleaned() -> None:
    dirty = ZEBRA | {
        "1.3.6.1.2.1.1.1.0": V1.OctetString(b"\x1b[2J" + b"\xff" * 30_000),
        "1.3.6.1.2.1.43.5.1.1.17.1": V1.OctetString("S\r\n1\x00" + "9" * 20_000),
        "1.3.6.1.2.1.43.10.2.1.4.1.1": V1.OctetString("many"),
        "1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1": V1.OctetString(";" * 30_000),
    }
    with Agent({"127.0.0.1": dirty}) as agent:
        (printer,) = ask(agent, "127.0.0.1")
    assert printer.life_count is None
    assert printer.serial.startswith("S 1 9")
    assert all(len(text) <= 120 and text.isprintable() for text in (printer.name, printer.serial, printer.model))


# --- Queues, cables and Windows ---------------------------------------------------------------------------------------


@pytest.mark.skipif(bool(NO_CUPSD), reason=NO_CUPSD)
def test_the_queues_of_the_print_server_are_found_and_a_group_is_not() -> None:
    with running_cups() as cups:
        cups.add_raw_queue("label", 9)
        cups.admin("lpadmin", "-p", "label", "-D", "Zebra ZD421 at bench 1")
        cups.admin("lpadmin", "-p", "label", "-c", "group")
        (queue,) = find(announced=False, cups_socket=cups.socket)
    assert (queue.name, queue.address, queue.identity) == ("label", "cups:label", "socket://127.0.0.1:9")
    assert (queue.model, queue.language, queue.host) == ("Zebra ZD421 at bench 1", Language.ZPL, "127.0.0.1")


def test_no_print_server_is_no_queue(tmp_path: Path) -> None:
    assert find(announced=False, cups_socket=tmp_path / "none.sock") == ()


def a_found(address: str, source: Source = Source.USB, **known: str) -> Found:
    return Found(known.pop("name", address), address, frozenset({source}), **known)  # type: ignore[arg-type]


def test_windows_queues_and_usb_printers_come_from_who_knows_them() -> None:
    found = find(
        announced=False,
        cups_socket=None,
        windows_queues=lambda: [a_found("windows:Laser", Source.WINDOWS, serial="B1", identity="Laser on USB001")],
        usb_printers=lambda: [a_found("usb:0a5f:0120:b1", serial="b1"), a_found("usb:0a5f:0120:c2", serial="c2")],
    )
    assert [(one.address, one.others) for one in found] == [
        ("usb:0a5f:0120:c2", ()),
        ("windows:Laser", ("usb:0a5f:0120:b1",)),
    ]
    assert found[1].identity == "Laser on USB001"


# --- One printer, found twice -----------------------------------------------------------------------------------------


def test_a_label_printer_is_spoken_to_directly_and_a_page_goes_through_the_queue() -> None:
    queue = Found("q", "cups:q", frozenset({Source.CUPS}), identity="socket://10.0.0.7:9100", host="10.0.0.7")
    direct = Found("p", "10.0.0.7:9100", frozenset({Source.SNMP}), language=Language.ZPL, serial="S1", host="10.0.0.7")
    (label,) = merge([queue, direct])
    assert (label.address, label.others, label.identity) == ("10.0.0.7:9100", ("cups:q",), "S1")
    (page,) = merge([queue, Found("p", "ipp://10.0.0.7:631/", frozenset({Source.MDNS}), uuid="u", host="10.0.0.7")])
    assert (page.address, page.others, page.identity) == ("cups:q", ("ipp://10.0.0.7:631/",), queue.identity)


def test_many_printers_behind_one_address_stay_many() -> None:
    server = [
        Found(str(port), f"10.0.0.9:{port}", frozenset({Source.MDNS}), host="10.0.0.9") for port in (9100, 9101, 9102)
    ]
    assert len(merge(server)) == 3
    queues = [
        Found(name, f"ipp://10.0.0.9:631/printers/{name}", frozenset({Source.MDNS}), uuid=name, host="10.0.0.9")
        for name in ("a", "b")
    ]
    assert len(merge([*queues, server[0]])) == 3


def test_a_chain_of_likenesses_is_one_printer_in_any_order() -> None:
    chain = [
        Found("a", "usb:1", frozenset({Source.USB}), serial="S"),
        Found("b", "ipp://h/", frozenset({Source.MDNS}), uuid="u"),
        Found("c", "10.0.0.7:9100", frozenset({Source.SNMP}), serial="s", mac="m"),
        Found("d", "cups:q", frozenset({Source.CUPS}), uuid="U", mac="M"),
    ]
    for turn in range(4):
        (one,) = merge(chain[turn:] + chain[:turn])
        assert len(one.others) == 3
        assert one.sources == {Source.USB, Source.MDNS, Source.SNMP, Source.CUPS}


def test_neither_library_is_loaded_before_somebody_looks() -> None:
    check = (
        "import sys, app.devices.finding, app.devices.printer_ipp;"
        "sys.exit(any(name.split('.')[0] in {'zeroconf', 'pysnmp', 'asyncio'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False, timeout=60).returncode == 0
