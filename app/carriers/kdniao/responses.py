"""What Kdniao answers, read without any input or output. Types drift and fields go missing, so nothing is taken for
granted: an answer is a waybill, a known refusal, or uncertain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.carriers.kdniao import requests
from app.carriers.kdniao.error_codes import ALREADY_PLACED, CANCELLED, DONE, EXISTS, OTHER, refusal
from app.domain.document import CarrierLabel, LabelFormat
from app.domain.money import read_money
from app.domain.shipment import Purchase, Waybill, WaybillRequest
from app.errors import Rejected, Unavailable, Uncertain

# Whatever a carrier calls a number, the label must be able to carry it as Code 128.
_NUMBER = re.compile(r"[!-~]{1,40}")
LARGEST_TEMPLATE = 1024 * 1024
"""Bytes: honest ones have some 100 kB."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """The head of every answer. `is_success` is None when it says neither yes nor no."""

    is_success: bool | None
    result_code: str
    reason: str
    content: Mapping[str, object]


def read_waybill(text: str, request: WaybillRequest, purchase: requests.Purchase) -> Waybill:
    """The waybill in an answer to the `purchase`; raises one of the four errors otherwise. It counts without the label
    that was asked for too: it is paid, and ours can be printed.
    """
    verdict = _verdict(text)
    order = _object(verdict.content.get("Order"))
    number = _number(order.get("LogisticCode"))
    is_repetition = verdict.result_code == ALREADY_PLACED or (
        verdict.result_code == OTHER and EXISTS.words.search(verdict.reason) is not None
    )
    if is_repetition and number:
        return _waybill(order, number, verdict, request, purchase, was_adopted=True)
    if verdict.result_code == ALREADY_PLACED:
        raise Uncertain("kdniao.no_number", ALREADY_PLACED, needs_person=True)
    if is_repetition:  # it exists, and asking again will bring this same answer
        raise Uncertain(EXISTS.meaning.code, needs_person=True)
    if verdict.result_code in (DONE, ""):
        if verdict.is_success is None and not verdict.result_code:
            raise Uncertain("kdniao.unreadable")
        if verdict.is_success is False:
            raise Uncertain("kdniao.contradiction" if number or verdict.result_code else "kdniao.unknown")
        if not number:
            raise Uncertain("kdniao.no_number")
        return _waybill(order, number, verdict, request, purchase, was_adopted=False)
    if verdict.is_success or number:  # a refusal that brings a number all the same
        raise Uncertain("kdniao.contradiction")
    raise refusal(verdict.result_code, verdict.reason, requests.private_texts(request))


def read_cancellation(text: str) -> None:
    """Returns if the waybill is given back, now or before; raises one of the four errors otherwise."""
    verdict = _verdict(text)
    code, is_success = verdict.result_code, verdict.is_success
    if code in (DONE, ""):
        if is_success or (code and is_success is None):
            return
        raise Uncertain("kdniao.unreadable" if is_success is None else "kdniao.contradiction")
    if code == OTHER and CANCELLED.words.search(verdict.reason):
        return
    if is_success:
        raise Uncertain("kdniao.contradiction")
    raise refusal(code, verdict.reason)


def read_list(text: str) -> tuple[Purchase, ...]:
    """The purchases in an answer to the list call; `Unavailable` for anything else, for a list changes nothing."""
    entries = _verdict(text).content.get("Orders")
    if not isinstance(entries, list):
        raise Unavailable("kdniao.unreadable")
    return tuple(_purchase(_object(entry)) for entry in entries)


def read_check(text: str) -> None:
    """Returns if the account was let in. The service looks at account and signature before it looks at the question:
    a question that it refuses was let in too, for not every carrier tells how many numbers are left.
    """
    try:
        verdict = _verdict(text)
    except Uncertain as error:
        raise Unavailable(error.code) from None
    if verdict.is_success or verdict.result_code == DONE:
        return
    refused = refusal(verdict.result_code, verdict.reason)
    if isinstance(refused, Uncertain):
        raise Unavailable(refused.code)
    if not isinstance(refused, Rejected):
        raise refused


def _purchase(entry: Mapping[str, object]) -> Purchase:
    return Purchase(
        reference=_word(entry.get("OrderCode")),
        tracking_number=_word(entry.get("LogisticCode")),
        is_cancelled=entry.get("IsCancelled") is True,
        price=read_money(_word(entry.get("Price")), _word(entry.get("Currency"))),
    )


def _verdict(text: str) -> _Verdict:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None  # an HTML page, a torn answer, a riddle
    if not isinstance(content, dict):
        raise Uncertain("kdniao.unreadable")
    success = content.get("Success")
    if isinstance(success, str):
        success = {"true": True, "false": False}.get(success.strip().lower())
    return _Verdict(
        success if isinstance(success, bool) else None,
        _word(content.get("ResultCode")),
        _word(content.get("Reason")),
        content,
    )


def _waybill(
    order: Mapping[str, object],
    number: str,
    verdict: _Verdict,
    request: WaybillRequest,
    purchase: requests.Purchase,
    *,
    was_adopted: bool,
) -> Waybill:
    for key, ours in (("OrderCode", request.reference), ("ShipperCode", request.service)):
        theirs = _word(order.get(key))
        if theirs and theirs.casefold() != ours.casefold():  # another parcel's waybill: never adopt it
            raise Uncertain("kdniao.wrong_order", key)
    return Waybill(
        tracking_number=number,
        reference=request.reference,
        service=request.service,
        sorting_code=_first(order, "MarkDestination", "SortingCode") or _route_of_sf(order),
        origin=_first(order, "OriginName", "OriginCode"),
        destination=_first(order, "DestinatioName", "DestinationName", "DestinatioCode", "DestinationCode"),
        bagging_code=_first(order, "PackageCode"),
        bagging_place=_first(order, "PackageName"),
        carrier_order_id=_first(order, "KDNOrderCode"),
        child_tracking_numbers=_children(verdict.content.get("SubOrders"), number),
        changed_fields=purchase.changed_fields,
        was_adopted=was_adopted,
        label=_label(verdict.content.get("PrintTemplate"), purchase.template_mm),
    )


def _label(template: object, size_mm: tuple[float, float] | None) -> CarrierLabel | None:
    """The carrier's template of the mother's number, None where none was asked for or none came. Whether it is any good
    is for the label room to say. Kdniao names no resolution: a template is drawn at 96 dpi, as browsers do.
    """
    if size_mm is None or not isinstance(template, str) or not template.strip():
        return None
    content = template.encode("utf-8", "replace")  # half a surrogate is possible in JSON
    return None if len(content) > LARGEST_TEMPLATE else CarrierLabel(LabelFormat.HTML, content, *size_mm)


def _children(value: object, mother: str) -> tuple[str, ...]:
    numbers = [_number(each) for each in value] if isinstance(value, list) else []
    return tuple(dict.fromkeys(number for number in numbers if number and number != mother))


def _route_of_sf(order: Mapping[str, object]) -> str:
    """SF puts its routing into a JSON text of its own: ShipperInfo, Details, Detail, DestRouteLabel."""
    packed = order.get("ShipperInfo")
    if isinstance(packed, str):
        try:
            packed = json.loads(packed)
        except (ValueError, RecursionError):
            return ""  # without a route the label room refuses; the waybill itself is good
    details = _object(packed).get("Details")
    first = details[0] if isinstance(details, list) and details else None
    return _first(_object(_object(first).get("Detail")), "DestRouteLabel")


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _first(order: Mapping[str, object], *keys: str) -> str:
    return next((text for key in keys if (text := _word(order.get(key)))), "")


def _word(value: object) -> str:
    """A text or whole number as text without blanks at the end and without control characters; else empty."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return "".join(each if each.isprintable() else " " for each in str(value)).rstrip()


def _number(value: object) -> str:
    text = _word(value).strip()
    return text if _NUMBER.fullmatch(text) else ""
