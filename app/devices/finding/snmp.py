"""Printers that answer SNMP: serial number, MAC address, model and odometer, asked of hosts that are named.

The one place with an event loop: pysnmp speaks no other way. One loop for one look, ended with it; loaded by `finding`
only when somebody looks for printers. Version 1, a question a datagram: the oldest print servers know no other, and one
unknown number does not spoil the rest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from ipaddress import ip_address

from pyasn1.type.univ import Integer, OctetString  # type: ignore[import-untyped] # pysnmp's values
from pysnmp.error import PySnmpError  # type: ignore[import-untyped] # it brings no types
from pysnmp.hlapi.v1arch.asyncio import (  # type: ignore[import-untyped]
    CommunityData,
    SnmpDispatcher,
    Udp6TransportTarget,
    UdpTransportTarget,
    get_cmd,
)
from pysnmp.proto.rfc1902 import Null, ObjectIdentifier  # type: ignore[import-untyped]

from app.devices.finding.found import Found, Source
from app.devices.ipp.device_id import clean, guess_language, parse_device_id

_SYSTEM = "1.3.6.1.2.1.1.1.0"  # sysDescr, RFC 3418
_DEVICE = "1.3.6.1.2.1.25.3.2.1.3.1"  # hrDeviceDescr, RFC 2790
_SERIAL = "1.3.6.1.2.1.43.5.1.1.17.1"  # prtGeneralSerialNumber, RFC 3805
_LIFE_COUNT = "1.3.6.1.2.1.43.10.2.1.4.1.1"  # prtMarkerLifeCount, RFC 3805
_DEVICE_ID = "1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1"  # ppmPrinterIEEE1284DeviceId, PWG 5107.1
_MACS = tuple(f"1.3.6.1.2.1.2.2.1.6.{interface}" for interface in (1, 2, 3))  # ifPhysAddress; 1 is often the loopback
_MAC_BYTES = 6
_AT_ONCE = 128
_RAW_PORT = 9100


def ask(hosts: Iterable[str], *, timeout_s: float, community: str = "public", port: int = 161) -> tuple[Found, ...]:
    """Every host (IP address) that answers like a printer; the silent ones cost `timeout_s`, 128 of them at once."""
    reader = CommunityData(community, mpModel=0)  # noqa: S508 # reads what every such printer tells everybody
    return asyncio.run(_ask_all(sorted(set(hosts)), timeout_s, reader, port))


async def _ask_all(hosts: Sequence[str], timeout_s: float, community: CommunityData, port: int) -> tuple[Found, ...]:
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(host: str) -> Found | None:
        async with places:
            return await _Host(host, timeout_s, community, port).look()

    found = await asyncio.gather(*(one(host) for host in hosts))
    return tuple(printer for printer in found if printer)


class _Host:
    def __init__(self, host: str, timeout_s: float, community: CommunityData, port: int) -> None:
        self._host = host
        self._timeout_s = timeout_s
        self._community = community
        self._port = port

    async def look(self) -> Found | None:
        with SnmpDispatcher() as dispatcher:
            self._dispatcher = dispatcher
            transport = Udp6TransportTarget if ip_address(self._host).version == 6 else UdpTransportTarget
            self._target = await transport.create((self._host, self._port), timeout=self._timeout_s, retries=0)
            system = await self._text(_SYSTEM)
            return None if system is None else await self._printer(system)

    async def _printer(self, system: str) -> Found | None:
        """None for what answers and is no printer: a switch, a server."""
        serial, life_count = await self._text(_SERIAL), await self._number(_LIFE_COUNT)
        device = parse_device_id(await self._text(_DEVICE_ID) or "")
        if serial is None and life_count is None and not device.title:
            return None
        model = device.title or clean(await self._text(_DEVICE) or "") or clean(system)
        return Found(
            name=model or self._host,
            address=f"[{self._host}]:{_RAW_PORT}" if ":" in self._host else f"{self._host}:{_RAW_PORT}",
            sources=frozenset({Source.SNMP}),
            model=model,
            language=guess_language(device.commands, model),
            serial=clean(serial or "") or device.serial,
            mac=await self._mac(),
            host=self._host,
            life_count=life_count,
        )

    async def _mac(self) -> str:
        for question in _MACS:
            address = await self._get(question)
            if isinstance(address, bytes) and len(address) == _MAC_BYTES and any(address):
                return address.hex(":")
        return ""

    async def _text(self, question: str) -> str | None:
        value = await self._get(question)
        return value.decode("utf-8", "replace") if isinstance(value, bytes) else None

    async def _number(self, question: str) -> int | None:
        value = await self._get(question)
        return value if isinstance(value, int) and value >= 0 else None

    async def _get(self, question: str) -> int | bytes | None:
        """None without an answer, with one that makes no sense, and with "no such number"."""
        try:
            failure, refusal, _, answered = await get_cmd(
                self._dispatcher, self._community, self._target, (ObjectIdentifier(question), Null(""))
            )
        except PySnmpError:
            return None
        if failure or refusal or len(answered) != 1:
            return None
        value = answered[0][1]
        if isinstance(value, OctetString):
            return bytes(value.asOctets())
        return int(value) if isinstance(value, Integer) else None
