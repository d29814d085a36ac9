"""What each result code of Kdniao means for us: which of the four errors, under which code of ours.

105 is "something else" and wraps whatever the carrier said, so its Reason is read for known families.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.errors import Misconfigured, PackbenchError, Rejected, Unavailable, Uncertain

DONE: Final = "100"
OTHER: Final = "105"
ALREADY_PLACED: Final = "106"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The error to raise and our code for it."""

    error: type[PackbenchError]
    code: str
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Reasons that mean the same, known by any of these words."""

    words: re.Pattern[str]
    meaning: Meaning


RESULT_CODES: dict[str, Meaning] = {
    "101": Meaning(Rejected, "kdniao.101"),  # a required field is missing
    "102": Meaning(Misconfigured, "kdniao.102"),  # signature; special characters never leave us
    "103": Meaning(Rejected, "kdniao.103"),  # format
    "104": Meaning(Misconfigured, "kdniao.104"),  # account, package, real-name check
    "105": Meaning(Rejected, "kdniao.105"),  # anything else, of no known family
    "401": Meaning(Rejected, "kdniao.401"),  # request malformed (queries)
    "402": Meaning(Rejected, "kdniao.402"),  # number missing
    "403": Meaning(Rejected, "kdniao.403"),  # number with special characters
    "404": Meaning(Rejected, "kdniao.404"),  # number of the wrong length
    "405": Meaning(Unavailable, "kdniao.405", 3600.0),  # over the day's limit
}

EXISTS = Family(
    re.compile(r"订单号已(存在|下单)|重复(下单|操作|提交)|已下单成功"), Meaning(Uncertain, "kdniao.105.exists")
)
CANCELLED = Family(re.compile(r"已(被)?(取消|撤销|回收)|重复取消"), Meaning(Rejected, "kdniao.105.cancelled"))

# The first that fits counts, so the narrower stand before the wider.
FAMILIES: tuple[Family, ...] = (
    EXISTS,
    # What the carrier did before its server broke off is unknown; the same OrderCode asks again without risk.
    Family(re.compile(r"远程服务器|超时|timed? ?out", re.IGNORECASE), Meaning(Uncertain, "kdniao.105.remote")),
    Family(re.compile(r"频率|频繁|繁忙|稍后|限流|并发"), Meaning(Unavailable, "kdniao.105.busy", 1.0)),
    Family(re.compile(r"脱敏"), Meaning(Rejected, "kdniao.masked")),
    # All parcels of the account meet this, and all go through once the lead has topped up: stop, refuse none.
    Family(
        re.compile(
            r"(余额|余量|库存|单号池?|面单)[^,，。]{0,6}(不足|用完|已用完|为空|耗尽)|欠费|充值|无可用(面单|单号)"
        ),
        Meaning(Misconfigured, "kdniao.105.balance"),
    ),
    Family(
        re.compile(r"(月结|商家|客户|账号|帐号)[^,，。]{0,6}(冻结|停用)"), Meaning(Misconfigured, "kdniao.105.frozen")
    ),
    Family(
        re.compile(r"(授权|token)[^,，。]{0,4}(过期|失效)", re.IGNORECASE), Meaning(Misconfigured, "kdniao.105.token")
    ),
    Family(
        re.compile(r"(平台|交易)[^,，。]{0,8}(关闭|退款|未付款|不可发货)"), Meaning(Rejected, "kdniao.105.platform")
    ),
    Family(
        re.compile(r"(寄件人|发件人|寄方)[^,，。]{0,4}(未实名|未备案|未登记|实名)"),
        Meaning(Rejected, "kdniao.105.sender"),
    ),
    Family(
        re.compile(r"(商品|SKU|货品)[^,，。]{0,4}毛重", re.IGNORECASE), Meaning(Rejected, "kdniao.105.goods_weight")
    ),
    Family(re.compile(r"增值服务|保价服务|未签约"), Meaning(Rejected, "kdniao.105.vas")),
    Family(re.compile(r"模板"), Meaning(Rejected, "kdniao.105.template")),
    Family(
        re.compile(
            r"(客户|商家|商户|月结|网点|电子面单)[^,，。]{0,6}(账号|帐号|编码|编号|密码|密钥|卡号|不存在|未开通|冻结|停用)"
        ),
        Meaning(Misconfigured, "kdniao.105.account"),
    ),
    Family(re.compile(r"密码|密钥|授权|token", re.IGNORECASE), Meaning(Misconfigured, "kdniao.105.account")),
    Family(re.compile(r"已揽收|已签收|运输中|派送中"), Meaning(Rejected, "kdniao.105.picked_up")),
    CANCELLED,
    Family(re.compile(r"订单(号)?不存在|未找到订单|查无|单号不存在"), Meaning(Rejected, "kdniao.105.unknown_order")),
    Family(re.compile(r"三段码|大头笔|分拣|路由|集包"), Meaning(Rejected, "kdniao.105.sorting_code")),
    Family(
        re.compile(r"服务范围|超区|不可达|不派送|无法派送|不送达|停发|不支持(该)?(地区|区域)|未开通(地区|区域)"),
        Meaning(Rejected, "kdniao.105.area"),
    ),
    Family(re.compile(r"电话|手机|号码"), Meaning(Rejected, "kdniao.105.phone")),
    Family(re.compile(r"地址|省市|省份|城市|区县"), Meaning(Rejected, "kdniao.105.address")),
    Family(re.compile(r"重量|体积"), Meaning(Rejected, "kdniao.105.weight")),
    Family(re.compile(r"产品类型|业务类型"), Meaning(Rejected, "kdniao.105.product")),
)

# Errors of our own: before a call, or about an answer.
OWN_CODES: tuple[str, ...] = (
    "kdniao.account",
    "kdniao.contract",
    "kdniao.reference",
    "kdniao.service",
    "kdniao.shipper",
    "kdniao.abroad",
    "kdniao.masked",
    "kdniao.missing",
    "kdniao.too_long",
    "kdniao.packages",
    "kdniao.weight",
    "kdniao.unreadable",
    "kdniao.no_number",
    "kdniao.wrong_order",
    "kdniao.contradiction",
    "kdniao.unknown",
)


def codes() -> frozenset[str]:
    """Every code this carrier can raise besides `http.*`: each needs a sentence for people."""
    told = {meaning.code for meaning in RESULT_CODES.values()} | {family.meaning.code for family in FAMILIES}
    return frozenset(told) | frozenset(OWN_CODES)


def refusal(result_code: str, reason: str, private: Iterable[str] | None = None) -> PackbenchError:
    """The error for a refusal. `private` are the texts of ours that the Reason may echo; without them it stays away."""
    meaning = RESULT_CODES.get(result_code)
    if meaning is None:  # what nobody has told us of may have cost money
        return Uncertain("kdniao.unknown", result_code if re.fullmatch(r"\d{1,4}", result_code) else "")
    if result_code == OTHER:
        family = next((family for family in FAMILIES if family.words.search(reason)), None)
        if family is not None:
            return family.meaning.error(family.meaning.code, retry_after_s=family.meaning.retry_after_s)
    detail = "" if private is None else cleaned(reason, private)
    return meaning.error(meaning.code, detail, retry_after_s=meaning.retry_after_s)


def cleaned(reason: str, private: Iterable[str]) -> str:
    """At most 40 characters of a Reason without anything of ours: carriers echo names, numbers and addresses.

    Every two characters that stand side by side in a private text are taken out, and every run of five or more
    digits or Latin letters with digits (numbers of phones, waybills, accounts) whoever it belongs to.
    """
    known = {text[at : at + 2] for text in (part.casefold() for part in private) for at in range(len(text) - 1)}
    plain = reason.casefold()
    keep = [True] * len(reason) if len(plain) == len(reason) else [False] * len(reason)
    for at in range(len(reason) - 1):
        if plain[at : at + 2] in known:
            keep[at] = keep[at + 1] = False
    text = "".join(character if kept else "…" for character, kept in zip(reason, keep, strict=True))
    text = re.sub(r"[A-Za-z]*\d[\dA-Za-z -]{3,}\d", "…", text)
    text = re.sub(r"[…\s]+", "…", "".join(character if character.isprintable() else " " for character in text))
    return text[:40]
