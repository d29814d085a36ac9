"""The Kdniao account and what each carrier behind it wants to know of the merchant's contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Self

from app.errors import Misconfigured

PRODUCTION_URL = "https://api.kdniao.com/api/EOrderService"


@dataclass(frozen=True, slots=True)
class Contract:
    """The merchant's contract with one carrier. What a field means differs per carrier; empty ones are not sent.

    `pay_type`: 1 sender in cash, 2 consignee pays, 3 monthly account, 4 third party. `exp_type`: the carrier's product.
    `label`: `own`, or `carrier` for the one that the carrier draws, in the variant `template_size` (empty: its usual).
    """

    customer_name: str = ""
    customer_password: str = field(default="", repr=False)
    send_site: str = ""
    send_staff: str = ""
    month_code: str = field(default="", repr=False)
    pay_type: int = 1
    exp_type: str = "1"
    label: str = "own"
    template_size: str = ""
    warehouse_id: str = ""

    @classmethod
    def read(cls, texts: Mapping[str, str]) -> Self:
        """A contract from settings texts by field name; Misconfigured (`kdniao.contract`) for an unknown or odd one."""
        known = {entry.name for entry in fields(cls)}
        for name in texts:
            if name not in known:
                raise Misconfigured("kdniao.contract", name)
        pay_type = texts.get("pay_type", "1")
        if pay_type not in ("1", "2", "3", "4"):
            raise Misconfigured("kdniao.contract", "pay_type")
        if texts.get("label", "own") not in ("own", "carrier"):
            raise Misconfigured("kdniao.contract", "label")
        return cls(**{**texts, "pay_type": int(pay_type)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class KdniaoSettings:
    """`contracts` by ShipperCode. `list_request_type`: the call that lists what was sold; Kdniao documents none, the
    simulator has one. `is_notice` 0 tells the carrier's courier to come, 1 does not.

    `settle_s`: how long Kdniao may still be buying after we gave up. Its own clients give up after 30 s and it does not
    say what two simultaneous orders of one OrderCode do, so we wait as long as for carriers without a key.
    """

    url: str
    business_id: str
    api_key: str = field(repr=False)
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    timeout_s: float = 30.0
    is_notice: int = 1
    settle_s: float = 90.0
    list_request_type: str = ""
