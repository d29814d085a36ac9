"""Printers that announce themselves (mDNS, DNS-SD): what their service records say, cleaned and bounded.

Loaded by `finding` only when somebody looks for printers: zeroconf takes a tenth of a second to import.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zeroconf import (
    BadTypeInNameException,
    InterfaceChoice,
    IPVersion,
    ServiceBrowser,
    ServiceInfo,
    ServiceStateChange,
    Zeroconf,
)

from app.devices.finding.found import Found, Source
from app.devices.ipp.device_id import clean, guess_language

_SERVICES = {  # by Apple's Bonjour Printing Specification 1.2: type → scheme of the address
    "_ipp._tcp.local.": "ipp",
    "_ipps._tcp.local.": "ipps",
    "_pdl-datastream._tcp.local.": "",
    "_printer._tcp.local.": "lpd",  # nothing here prints over LPD: it only says that there is a printer
}
_MOST = 256
"""More printers than any warehouse announces; the rest of a flood is not looked at."""
_VALUE_LIMIT = 1024
_ASK_MS = 300
_ASK_ALL_S = 2.0
"""For all names that came without an address: a flood of them must not keep anybody waiting."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Printers with an address to print to, and every host that announced a printer of any kind."""

    printers: tuple[Found, ...]
    hosts: frozenset[str]


def listen(*, timeout_s: float, interfaces: Sequence[str] | None = None) -> Heard:
    """What is announced within so many seconds, on these interfaces (IP addresses) or on all."""
    heard: set[tuple[str, str]] = set()
    with Zeroconf(interfaces=list(interfaces) if interfaces else InterfaceChoice.All) as network:
        ServiceBrowser(network, list(_SERVICES), handlers=[_remember(heard)])
        threading.Event().wait(timeout_s)
        until = time.monotonic() + _ASK_ALL_S
        infos = [info for kind, name in sorted(heard) if (info := _info(network, kind, name, until))]
    hosts = frozenset(host for info in infos if (host := _host(info)))
    return Heard(tuple(found for info in infos if (found := _found(info))), hosts)


def _remember(heard: set[tuple[str, str]]) -> Callable[..., None]:
    def heard_of(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        del zeroconf
        if state_change is ServiceStateChange.Removed:
            heard.discard((service_type, name))
        elif len(heard) < _MOST:
            heard.add((service_type, name))

    return heard_of


def _info(network: Zeroconf, kind: str, name: str, until: float) -> ServiceInfo | None:
    """From what came with the announcement, else asked for a moment longer; None for a name that is none."""
    try:
        info = ServiceInfo(kind, name)
    except BadTypeInNameException:
        return None
    left_ms = int((until - time.monotonic()) * 1000)
    if not info.load_from_cache(network) and left_ms > 0:
        info.request(network, min(_ASK_MS, left_ms))
    return info


def _found(info: ServiceInfo) -> Found | None:
    host, scheme = _host(info), _SERVICES[info.type]
    if not host or not info.port or scheme == "lpd":
        return None
    told = _told(info)
    place = f"[{host}]" if ":" in host else host
    path = told.get("rp", "").lstrip("/")
    if not (path.isascii() and path.isprintable() and " " not in path):
        return None
    model = told.get("ty", "") or told.get("product", "").strip("()")
    uuid = clean(told.get("uuid", "")).lower().removeprefix("urn:uuid:")
    commands = " ".join((told.get("usb_cmd", ""), told.get("pdl", "")))
    return Found(
        name=clean(info.name.removesuffix(f".{info.type}")),
        address=f"{scheme}://{place}:{info.port}/{path}" if scheme else f"{place}:{info.port}",
        sources=frozenset({Source.MDNS}),
        identity=uuid if scheme else "",
        model=clean(model),
        language=guess_language(commands, model),
        uuid=uuid,
        host=host,
    )


def _host(info: ServiceInfo) -> str:
    """Its first IPv4 address, else its first other one."""
    addresses = sorted(info.ip_addresses_by_version(IPVersion.All), key=lambda address: address.version)
    return str(addresses[0]) if addresses else ""


def _told(info: ServiceInfo) -> dict[str, str]:
    """The TXT record, keys in small letters. What goes to people from it is cleaned where it is taken."""
    told: dict[str, str] = {}
    for key, value in info.properties.items():
        if value is not None:
            told.setdefault(key.decode("utf-8", "replace").lower(), value[:_VALUE_LIMIT].decode("utf-8", "replace"))
    return told
