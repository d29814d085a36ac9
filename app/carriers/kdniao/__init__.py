"""Kdniao: one account for the waybills of most Chinese carriers. Buys with 1007, voids with 1147, asks with 1127."""

from __future__ import annotations

import json
import logging

from app.carriers.carrier import CHECK_S, Capability, Repetition
from app.carriers.kdniao import requests, responses
from app.carriers.kdniao.services import TITLES
from app.carriers.kdniao.settings import Contract, KdniaoSettings
from app.domain.shipment import Cancellation, Purchase, Waybill, WaybillRequest
from app.errors import Misconfigured
from app.http import HttpClient

__all__ = ["Contract", "Kdniao", "KdniaoSettings"]

_log = logging.getLogger(__name__)
CALLS_PER_S = 20.0  # the vendor's limit on 1007


class Kdniao:
    """The account. Keeps no state: Kdniao remembers every OrderCode for ever, and repeats its first answer."""

    def __init__(self, settings: KdniaoSettings, http: HttpClient) -> None:
        self._settings = settings
        self._http = http

    @property
    def name(self) -> str:
        return "kdniao"

    @property
    def capability(self) -> Capability:
        return Capability(
            Repetition.NATIVE_KEY,
            settle_s=self._settings.settle_s,
            calls_per_s=CALLS_PER_S,
            can_list=self._settings.list_request_type != "",
        )

    def title(self, service: str) -> str:
        return TITLES.get(service, service)

    def issue_waybill(self, request: WaybillRequest) -> Waybill:
        """Buy, under the request's reference as OrderCode. After `cancel_waybill` a reference is burnt."""
        purchase = requests.buy(request, self._settings)
        waybill = responses.read_waybill(self._call(requests.BUY, purchase.text), request, purchase)
        if waybill.label is None and purchase.template_mm is not None:
            _log.warning("%s of %s came without the carrier's label: ours is printed", request.reference, self.name)
        return waybill

    def recover_waybill(self, request: WaybillRequest) -> Waybill:
        """The same OrderCode once more: 106 brings the first answer again, and if there was none this buys it."""
        return self.issue_waybill(request)

    def cancel_waybill(self, cancellation: Cancellation) -> None:
        """Give back a waybill that has not been picked up; one that was given back before is no error."""
        responses.read_cancellation(self._call(requests.CANCEL, requests.cancel(cancellation, self._settings)))

    def list_purchases(self, since_ms: int) -> tuple[Purchase, ...]:
        if not self._settings.list_request_type:
            raise Misconfigured("kdniao.no_list")
        text = json.dumps({"Since": since_ms})
        return responses.read_list(self._call(self._settings.list_request_type, text, writes=False))

    def check_account(self) -> None:
        """How many numbers are left (1127): a question that cannot buy."""
        text = requests.balance(self._settings)
        responses.read_check(self._call(requests.BALANCE, text, writes=False, timeout_s=CHECK_S))

    def close(self) -> None:
        self._http.close()

    def _call(self, request_type: str, text: str, *, writes: bool = True, timeout_s: float | None = None) -> str:
        fields = requests.envelope(request_type, text, self._settings)
        return self._http.post_form(self._settings.url, fields, writes=writes, timeout_s=timeout_s).text
