"""What Kdniao is sent, built without any input or output: the texts of 1007 (buy), 1147 (cancel) and 1127 (numbers
left) and their envelope.

Nothing is cut or altered in silence: what must not be sent is refused or replaced visibly, and named.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field

from app.carriers.kdniao.services import NEEDS_POSTCODE, NEEDS_WEIGHT
from app.carriers.kdniao.settings import Contract, KdniaoSettings
from app.carriers.kdniao.signature import sign
from app.carriers.kdniao.template_sizes import size_of
from app.domain.order import Consignee, Shipper
from app.domain.shipment import Cancellation, Goods, WaybillRequest
from app.errors import Misconfigured, PackbenchError, Rejected

BUY = "1007"
CANCEL = "1147"
BALANCE = "1127"

FORBIDDEN = "'\"#&+<>%\\@"
MAX_PACKAGES = 300
_UNDIVIDED_CITIES = ("东莞市", "中山市", "儋州市", "嘉峪关市")
_LENGTHS = {"name": 30, "phone": 20, "company": 30, "province": 20, "city": 20, "district": 20, "street": 100}
_POSTCODE_LENGTH = 10
_TITLE_LENGTH = 100
_SKU_LENGTH = 20
_REMARK_LENGTH = 60
_REFERENCE = re.compile(r"[A-Z0-9-]{1,30}")
_SERVICE = re.compile(r"[A-Z0-9]{1,10}")
_MOBILE = re.compile(r"1\d{10}")
# The full-width form of each forbidden character, U+FF01 to U+FF5E, lies 0xFEE0 above it.
_FULL_WIDTH = {ord(character): chr(ord(character) + 0xFEE0) for character in FORBIDDEN}
_UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")
_MASKS = re.compile("[*\uff0a]")


@dataclass(frozen=True, slots=True)
class Purchase:
    """The text of a 1007 and the fields in which characters had to be replaced. `template_mm`: width and height of the
    label that the carrier was asked to draw, (0, 0) where they are not known; None where it was not asked to.
    """

    text: str
    changed_fields: tuple[str, ...] = ()
    template_mm: tuple[float, float] | None = None


@dataclass(slots=True)
class _Fields:
    """Makes values fit to send and remembers which had to change."""

    changed: list[str] = field(default_factory=list)

    def plain(self, name: str, value: str) -> str:
        """The value with forbidden characters as their full-width forms and control characters as blanks."""
        fit = "".join(" " if unicodedata.category(each) in _UNPRINTABLE else each for each in value)
        fit = fit.translate(_FULL_WIDTH)
        self._note(name, is_changed=fit != value)
        return fit.strip()

    def shortened(self, name: str, value: str, length: int) -> str:
        """As `plain`, and cut visibly: the last character is `…`."""
        fit = self.plain(name, value)
        self._note(name, is_changed=len(fit) > length)
        return fit if len(fit) <= length else fit[: length - 1] + "…"

    def phone(self, name: str, value: str) -> str:
        """A telephone number without the `+` that may not be sent: China's own prefix falls away, others begin 00."""
        dialed = re.sub(r"^\+\s*86[\s-]*", "", value.strip())
        dialed = re.sub(r"^\+", "00", dialed)
        self._note(name, is_changed=dialed != value.strip())
        if re.fullmatch(r"[\d\s-]+", dialed) and _MOBILE.fullmatch(re.sub(r"[\s-]", "", dialed)):
            return re.sub(r"[\s-]", "", dialed)
        return self.plain(name, dialed)

    def _note(self, name: str, *, is_changed: bool) -> None:
        if is_changed and name not in self.changed:
            self.changed.append(name)


def buy(request: WaybillRequest, settings: KdniaoSettings) -> Purchase:
    """The 1007 of a parcel. Rejected (`kdniao.*`, detail: the field) for what the carrier would refuse or a cut would
    falsify; Misconfigured where the shipper's own details are at fault.
    """
    _check(request)
    fit = _Fields()
    wants_postcode = request.service in NEEDS_POSTCODE
    contract = settings.contracts.get(request.service, Contract())
    # With several packages comes a template for each, all in one answer, which may be more than one may hold.
    wants_template = contract.label == "carrier" and request.packages == 1
    content: dict[str, object] = {
        "OrderCode": request.reference,
        "ShipperCode": request.service,
        **_contract_fields(contract),
        "PayType": contract.pay_type,
        "ExpType": contract.exp_type,
        "Sender": _party(fit, "shipper", request.shipper, wants_postcode=wants_postcode),
        "Receiver": _party(fit, "consignee", request.consignee, wants_postcode=wants_postcode),
        "Commodity": [_commodity(fit, goods) for goods in request.goods],
        "Quantity": request.packages,
        "Remark": fit.shortened("remark", request.remark, _REMARK_LENGTH),
        "IsNotice": settings.is_notice,
        "IsReturnPrintTemplate": "1" if wants_template else "0",
    }
    if request.weight_g is not None:
        content["Weight"] = round(request.weight_g / 1000, 3)
    if contract.template_size:
        content["TemplateSize"] = contract.template_size
    if contract.warehouse_id:
        content["WareHouseID"] = contract.warehouse_id
    text = _text({key: value for key, value in content.items() if value != ""})
    template_mm = size_of(request.service, contract.template_size) if wants_template else None
    return Purchase(text, tuple(fit.changed), template_mm)


def cancel(cancellation: Cancellation, settings: KdniaoSettings) -> str:
    """The 1147 of a bought waybill."""
    contract = settings.contracts.get(cancellation.service, Contract())
    content = {
        "ShipperCode": cancellation.service,
        "OrderCode": cancellation.reference,
        "ExpNo": cancellation.tracking_number,
        "CustomerName": contract.customer_name,
        "CustomerPwd": contract.customer_password,
    }
    return _text({key: value for key, value in content.items() if value})


def balance(settings: KdniaoSettings) -> str:
    """The 1127 of the first contract that names a branch, else of the first; ZTO where there is none."""
    named = [(service, each) for service, each in settings.contracts.items() if each.send_site]
    service, contract = next(iter(named or settings.contracts.items()), ("ZTO", Contract()))
    content = {
        "ShipperCode": service,
        "StationCode": contract.send_site,
        "StationName": contract.send_site,
        "CustomerName": contract.customer_name,
        "CustomerPwd": contract.customer_password,
    }
    return _text({key: value for key, value in content.items() if value})


def envelope(request_type: str, text: str, settings: KdniaoSettings) -> dict[str, str]:
    """The form around a request: exactly these five fields, signed. Misconfigured while the account is incomplete."""
    if not (settings.url and settings.business_id and settings.api_key):
        raise Misconfigured("kdniao.account")
    return {
        "RequestData": text,
        "EBusinessID": settings.business_id,
        "RequestType": request_type,
        "DataSign": sign(text, settings.api_key),
        "DataType": "2",
    }


def private_texts(request: WaybillRequest) -> tuple[str, ...]:
    """Everything personal in the request, in the spelling we hold and in the one we send."""
    party, place = request.consignee, request.consignee.address
    held = [party.name, party.phone, party.company, place.province, place.city, place.district, place.street]
    held += [place.postcode, request.remark]
    fit = _Fields()
    return (*held, *(fit.plain("", text) for text in held))


def _check(request: WaybillRequest) -> None:
    if not _REFERENCE.fullmatch(request.reference):
        raise Rejected("kdniao.reference")
    if not _SERVICE.fullmatch(request.service):
        raise Rejected("kdniao.service")
    if request.consignee.address.country not in ("CN", ""):
        raise Rejected("kdniao.abroad")  # Hong Kong and beyond want customs fields, which a request does not carry
    if not 1 <= request.packages <= MAX_PACKAGES:
        raise Rejected("kdniao.packages", str(request.packages))
    if not request.goods:
        raise Rejected("kdniao.missing", "goods")
    if request.service in NEEDS_WEIGHT and not request.weight_g:
        raise Rejected("kdniao.weight")


def _party(fit: _Fields, role: str, party: Consignee | Shipper, *, wants_postcode: bool) -> dict[str, str]:
    place = party.address
    texts = {
        "name": fit.plain(f"{role}.name", party.name),
        "phone": fit.phone(f"{role}.phone", party.phone),
        "company": fit.plain(f"{role}.company", party.company),
        "province": fit.plain(f"{role}.province", place.province),
        "city": fit.plain(f"{role}.city", place.city),
        "district": fit.plain(f"{role}.district", place.district or _in_place_of_district(place.city)),
        "street": fit.plain(f"{role}.street", place.street),
    }
    for name, text in texts.items():
        if _MASKS.search(text):
            raise _fault(role, "kdniao.masked", name)
        if not text and name != "company":
            raise _fault(role, "kdniao.missing", name)
        if len(text) > _LENGTHS[name]:
            raise _fault(role, "kdniao.too_long", name)
    wire = {
        "Name": texts["name"],
        "Mobile" if _MOBILE.match(texts["phone"]) else "Tel": texts["phone"],
        "Company": texts["company"],
        "ProvinceName": texts["province"],
        "CityName": texts["city"],
        "ExpAreaName": texts["district"],
        "Address": texts["street"],
        "PostCode": _postcode(fit, role, place.postcode, is_wanted=wants_postcode),
    }
    return {key: value for key, value in wire.items() if value}


def _in_place_of_district(city: str) -> str:
    """Four prefecture cities have no districts at all; the field is required, so the city stands in it once more."""
    return city if city in _UNDIVIDED_CITIES else ""


def _postcode(fit: _Fields, role: str, postcode: str, *, is_wanted: bool) -> str:
    """Only for the postal carriers, which insist on it: the others do without, and one typing error less can refuse."""
    if not is_wanted:
        return ""
    text = fit.plain(f"{role}.postcode", postcode)
    if not text:
        raise _fault(role, "kdniao.missing", "postcode")
    if len(text) > _POSTCODE_LENGTH:
        raise _fault(role, "kdniao.too_long", "postcode")
    return text


def _fault(role: str, code: str, name: str) -> PackbenchError:
    """A bad consignee concerns one parcel, a bad shipper all of them."""
    if role == "shipper":
        return Misconfigured("kdniao.shipper", f"{role}.{name}")
    return Rejected(code, f"{role}.{name}")


def _commodity(fit: _Fields, goods: Goods) -> dict[str, object]:
    title = fit.shortened("goods.title", goods.title, _TITLE_LENGTH)
    if not title:
        raise Rejected("kdniao.missing", "goods.title")
    sku = fit.plain("goods.sku", goods.sku) if len(goods.sku) <= _SKU_LENGTH else ""
    code = {"GoodsCode": sku} if sku else {}
    return {"GoodsName": title, **code, "Goodsquantity": goods.quantity}


def _contract_fields(contract: Contract) -> dict[str, object]:
    return {
        "CustomerName": contract.customer_name,
        "CustomerPwd": contract.customer_password,
        "SendSite": contract.send_site,
        "SendStaff": contract.send_staff,
        "MonthCode": contract.month_code,
    }


def _text(content: dict[str, object] | dict[str, str]) -> str:
    # Characters as themselves: an escape would bring a backslash, which Kdniao refuses.
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
