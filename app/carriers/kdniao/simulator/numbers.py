"""Waybill numbers after each carrier's pattern and routing that looks like the real thing, stable for an address."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

# Prefix and count of digits, as seen in the field.
_PATTERNS: dict[str, tuple[str, int]] = {
    "SF": ("SF", 13),
    "ZTO": ("78", 12),
    "YTO": ("YT", 13),
    "STO": ("77", 13),
    "YD": ("43", 13),
    "JTSD": ("JT", 13),
    "JD": ("JDVB", 11),
    "HTKY": ("55", 12),
    "EMS": ("11", 11),
    "YZPY": ("98", 11),
    "DBL": ("DPK", 12),
}
_SERVED = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆"
)
_STEP = 7_368_787  # coprime to every power of ten, so the numbers jump about and never repeat


def number(service: str, index: int) -> str:
    """The waybill number of the index-th purchase, counted from 0 over all carriers."""
    prefix, digits = _PATTERNS.get(service, ("66", 10))
    return f"{prefix}{(index + 1) * _STEP % 10**digits:0{digits}d}"


def is_served(province: str) -> bool:
    """Whether parcels go there: the mainland's provinces, with or without their suffix."""
    return _SERVED.match(province) is not None


def routing(
    service: str, receiver: Mapping[str, str], sender: Mapping[str, str], tracking_number: str
) -> dict[str, str]:
    """The routing fields of an Order. Trailing blanks as the real answers have them; SF has a format of its own."""
    place = (receiver["ProvinceName"], receiver["CityName"])
    city = receiver["CityName"].removesuffix("市")
    hub = _pick(place, 900) + 100
    branch = _pick((*place, receiver["ExpAreaName"]), 90) + 10
    courier = _pick((*place, receiver["Address"]), 99) + 1
    origin = _pick((sender["ProvinceName"], sender["CityName"]), 900) + 100
    common = {
        "OriginCode": f"{origin}",
        "OriginName": sender["CityName"],
        "DestinatioCode": f"{hub}",
        "DestinatioName": receiver["CityName"],
    }
    if service == "SF":
        return {**common, "ShipperInfo": _sf_routing(hub, branch, tracking_number)}
    return {
        **common,
        "MarkDestination": f"{hub}- {branch}-{courier:02d} {branch % 7:02d} ",
        "PackageCode": f"{hub}{branch % 9}",
        "PackageName": f"{city}集散包 ",
    }


def _sf_routing(hub: int, branch: int, tracking_number: str) -> str:
    letters = "ABCDEFGHKLMN"
    label = f"{hub}W-{hub}{letters[branch % 12]}{letters[branch // 12]}"
    detail = {
        "DestRouteLabel": label,
        "DestTransferCode": f"{hub}W",
        "ProCode": "T6",
        "CodingMapping": f"{letters[branch % 12]}{branch}",
        "TwoDimensionCode": f"MMM={{'k1':'{hub}W','k2':'{label[5:]}','k4':'T6','k5':'{tracking_number}'}}",
    }
    return json.dumps({"Details": [{"Detail": detail}]}, ensure_ascii=False)


def _pick(words: tuple[str, ...], count: int) -> int:
    return int.from_bytes(hashlib.sha256("|".join(words).encode()).digest()[:4], "big") % count
