"""A Chinese address in one string, cut into province, city, district and street."""

from __future__ import annotations

import re

from app.domain.order import Address
from app.shops.files.fault import Fault

_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
_REGIONS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}
_PROVINCES = (
    "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南",
    "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾",
)  # fmt: skip
_FULL = {name: f"{name}市" for name in _MUNICIPALITIES} | _REGIONS | {name: f"{name}省" for name in _PROVINCES}
_PROVINCE = re.compile(
    rf"(?:中国[\s,，]*)?({'|'.join(_FULL)})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?[\s,，]*"
)
_NO_CITY = re.compile(
    r"(?:(?:省|自治区)直辖(?:县级行政区划|县级行政单位|行政单位)?|市辖区|县)[\s,，]+|(?:省|自治区)直辖县级行政区划"
)
_CITY = re.compile(r"([^\s,，\d]{1,12}?(?:市|自治州|地区|盟))[\s,，]*")
# 沙市区 and 津市市 carry the ending of a city inside their names.
_DISTRICT = re.compile(r"(沙市区|津市市|[^\s,，\d]{1,12}?(?:区|县|旗|市))[\s,，]*")
_POSTCODE = re.compile(r"[\s,，]*[(（]?(\d{6})[)）]?\Z")
_ESTATES = ("小区", "社区", "园区", "校区", "厂区", "库区")


def split_address(text: str) -> Address:
    """`浙江省 杭州市 余杭区 五常街道 荆长路1号`, with or without blanks, with or without 省 and 市 → its parts.

    The city of 北京, 上海, 天津 and 重庆 is the municipality itself; a county right under its province stands for the
    city too. A postcode in brackets at the end is taken off. The district may be missing (东莞市长安镇…). Whatever
    does not begin with a province, or names no city or no street, is a `Fault` with code `import.address_unsplit`.
    """
    text = text.strip()
    postcode = ""
    if ending := _POSTCODE.search(text):
        bracketed = text[ending.start() :].strip(" ,，")[0] in "(（"
        if bracketed or ending[0] != ending[1]:
            postcode, text = ending[1].replace("000000", ""), text[: ending.start()]
    found = _PROVINCE.match(text)
    if not found:
        raise Fault("import.address_unsplit", "address")
    name, rest = found[1], text[found.end() :]
    city, district, street = _split_municipality(name, rest) if name in _MUNICIPALITIES else _split_province(name, rest)
    if not city or not street:
        raise Fault("import.address_unsplit", "address")
    return Address(_FULL[name], city, district, street, postcode)


def _split_municipality(name: str, rest: str) -> tuple[str, str, str]:
    rest = re.sub(rf"\A(?:{name}市|市辖区|{name}(?=[\s,，])|县(?=[\s,，]))[\s,，]*", "", rest)
    return (f"{name}市", *_split_district(rest))


def _split_province(name: str, rest: str) -> tuple[str, str, str]:
    rest = _NO_CITY.sub("", rest, count=1) if _NO_CITY.match(rest) else rest
    if name in {"香港", "澳门"}:
        return (_FULL[name], *_split_district(rest))
    found = _CITY.match(rest)
    county = _DISTRICT.match(rest)
    if found and not (county and county.end(1) < found.end(1) and county[1][-1] in "县旗"):
        return (found[1], *_split_district(rest[found.end() :]))
    if county and county[1][-1] in "县旗":
        return county[1], county[1], rest[county.end() :]
    return "", "", rest


def _split_district(rest: str) -> tuple[str, str]:
    found = _DISTRICT.match(rest)
    if not found or found[1].endswith(_ESTATES) or "路" in found[1]:
        return "", rest
    return found[1], rest[found.end() :]
