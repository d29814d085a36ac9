"""Who receives an order, out of its cells: name, phone with its fallback, address in parts or in one string."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.order import Address, Consignee
from app.shops.files.address import split_address
from app.shops.files.cells import check_digits, check_length, check_phone, check_present, narrow
from app.shops.files.fault import Fault

_CHINA = frozenset({"", "cn", "chn", "china", "中国", "中國", "中国大陆", "prchina", "people's republic of china"})


def read_consignee(cells: Mapping[str, str]) -> Consignee:
    """From cleaned cells by field name. Raises `Fault` naming the field and never the value."""
    name = cells["name"] or f"{cells['first_name']} {cells['last_name']}".strip()
    check_length(check_present(name, "import.missing_name", "name"), 100, "name")
    phone = check_phone(narrow(cells["phone"] or cells["phone_2"] or cells["phone_3"]))
    return Consignee(name, phone, _read_address(cells), check_length(cells["company"], 100, "company"))


def _read_address(cells: Mapping[str, str]) -> Address:
    country = "CN" if cells["country"].lower() in _CHINA else cells["country"]
    postcode = check_length(check_digits(cells["postcode"].lstrip("'"), "postcode"), 20, "postcode")
    whole = cells["new_address"] or cells["address"]
    street = f"{cells['street']} {cells['street_2']}".strip()
    if street:
        address = Address(cells["province"], cells["city"], cells["district"], street, postcode, country)
    elif whole and cells["province"] and cells["city"] and not cells["new_address"]:
        address = Address(cells["province"], cells["city"], cells["district"], whole, postcode, country)
    else:
        check_length(check_present(whole, "import.missing_address", "address"), 500, "address")
        found = split_address(whole)
        address = Address(found.province, found.city, found.district, found.street, postcode or found.postcode, country)
    _check_address(address)
    return address


def _check_address(address: Address) -> None:
    check_length(check_present(address.street, "import.missing_address", "street"), 300, "street")
    check_present(address.city, "import.missing_address", "city")
    if address.country == "CN":
        check_present(address.province, "import.missing_address", "province")
    for name in ("province", "city", "district", "country"):
        check_length(getattr(address, name), 100, name)
    if address.country != "CN" and not address.country.strip():
        raise Fault("import.missing_address", "country")
