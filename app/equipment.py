"""What stands around the table as the settings say: the carriers' accounts and the scale."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.carriers.carrier import Capability, Carrier, Repetition
from app.carriers.kdniao import Contract, Kdniao, KdniaoSettings
from app.carriers.sandbox import Sandbox
from app.devices.scale import Scale
from app.devices.scale_hid import ScaleUsb, hid_scale
from app.devices.scale_serial import ScalePort, serial_scale
from app.domain.document import LabelFormat
from app.domain.shipment import Cancellation, Purchase, Waybill, WaybillRequest
from app.domain.weighing import Reading, ScaleTrouble
from app.errors import Misconfigured
from app.http import Call, HttpClient
from app.keys import Secrets
from app.settings import CarrierSettings, ScaleSettings, Settings

_log = logging.getLogger(__name__)
SCALE = "scale"


def build_carriers(
    settings: Settings, *, main: Carrier | None = None, called: Callable[[Call], None] = lambda _call: None
) -> dict[str, Carrier]:
    """The accounts of the settings by name. One that is not set up stops its lane with the reason; packing goes on.
    `called` is told of every call that left the house.
    """

    def journal(call: Call) -> None:
        _log_call(call)
        called(call)

    carriers: dict[str, Carrier] = {}
    for name, account in settings.carriers:
        try:
            carriers[name] = _CARRIERS[account.kind](settings, account, name, journal)
        except Misconfigured as error:
            carriers[name] = Unready(name, error)
    if main is not None:
        carriers[settings.carriers[0][0]] = main
    return carriers


def _kdniao(settings: Settings, carrier: CarrierSettings, name: str, journal: Callable[[Call], None]) -> Carrier:
    api_key = Secrets(settings.folder, settings.station.key_storage).read(f"{name}.api_key")
    if not carrier.business_id or not api_key:
        raise Misconfigured("kdniao.no_account")
    own = KdniaoSettings(
        url=carrier.url,
        business_id=carrier.business_id,
        api_key=api_key,
        contracts={service: Contract.read(dict(texts)) for service, texts in carrier.accounts},
        timeout_s=carrier.timeout_s,
        settle_s=carrier.settle_s,
        list_request_type=carrier.list_request_type,
    )
    return Kdniao(own, HttpClient(name, carrier.timeout_s, journal, allow_plain=carrier.allow_plain_http))


def _sandbox(settings: Settings, carrier: CarrierSettings, name: str, _journal: Callable[[Call], None]) -> Carrier:
    label = None if carrier.label == "own" else LabelFormat(carrier.label)
    return Sandbox(settings.folder / f"{name}.jsonl", label=label)


_Build = Callable[[Settings, CarrierSettings, str, Callable[[Call], None]], Carrier]
_CARRIERS: dict[str, _Build] = {"kdniao": _kdniao, "sandbox": _sandbox}


def build_scale(settings: ScaleSettings, steady_ms: Callable[[], int]) -> Scale | None:
    """A serial port, `host:port` or `hid`; None where no scale is set. One that is set up wrong says so when read."""
    if not settings.address:
        return None
    if settings.address.lower() == "hid":
        return hid_scale(ScaleUsb(SCALE), clock=steady_ms)
    try:
        return serial_scale(ScalePort(SCALE, settings.address, settings.protocol, speed=settings.baud), clock=steady_ms)
    except Misconfigured as error:
        return Unready(SCALE, error)


class Unready:
    """Stands where a carrier or scale is not set up: whoever uses it is told why."""

    capability = Capability(Repetition.NONE, settle_s=0.0, calls_per_s=1.0)

    def __init__(self, name: str, error: Misconfigured) -> None:
        self.name = name
        self._error = error

    def title(self, service: str) -> str:
        return service

    def issue_waybill(self, _request: WaybillRequest) -> Waybill:
        raise self._error

    def recover_waybill(self, _request: WaybillRequest) -> Waybill:
        raise self._error

    def cancel_waybill(self, _cancellation: Cancellation) -> None:
        raise self._error

    def list_purchases(self, _since_ms: int) -> tuple[Purchase, ...]:
        raise self._error

    def check_account(self) -> None:
        raise self._error

    def read(self, _timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        raise self._error

    def close(self) -> None:
        """Nothing is open."""


def _log_call(call: Call) -> None:
    _log.info(
        "call %s %s status=%s %s ms %s bytes out %s in, %s",
        call.name,
        call.target,
        call.status,
        call.duration_ms,
        call.bytes_out,
        call.bytes_in,
        call.code,
    )
