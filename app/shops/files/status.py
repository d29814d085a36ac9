"""Which orders and lines a shop says are not to be shipped (any more)."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.order import NewsKind

HELD = "import.skipped_held"

_NEWS = {
    "import.skipped_cancelled": NewsKind.CANCEL,
    "import.skipped_refunded": NewsKind.CANCEL,
    HELD: NewsKind.HOLD,
    "import.skipped_unpaid": NewsKind.HOLD,  # it came in once as paid, so its money has gone back
}
_NO_NEWS = frozenset({"import.skipped_repeated", "import.skipped_no_shipping"})
_WORDS = {
    # WooCommerce's order status; anything else (a shop's own status) comes in
    "completed": "shipped",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "failed": "cancelled",
    "trash": "cancelled",
    "refunded": "cancelled",
    "onhold": "held",  # also Shopify's; WooCommerce waits for money or for a person
    "hold": "held",
    "locked": "held",
    "checkoutdraft": "unpaid",
    "draft": "unpaid",
    "pendingpayment": "unpaid",
    # Shopify's financial and fulfillment status; `authorized` is money that waits for the parcel
    "voided": "cancelled",
    "expired": "cancelled",
    "unpaid": "unpaid",
    "pending": "unpaid",
    "fulfilled": "shipped",
    "restocked": "cancelled",
}
_PHRASES = (
    ("退款关闭", ""),  # the refund was called off
    ("没有申请退款", ""),
    ("未申请退款", ""),
    ("拒绝退款", ""),
    ("部分发货", "partly_shipped"),
    ("关闭", "cancelled"),
    ("取消", "cancelled"),
    ("退款成功", "cancelled"),
    ("已退款", "cancelled"),
    ("锁定", "held"),
    ("冻结", "held"),
    ("挂起", "held"),
    ("暂停", "held"),
    ("退款中", "held"),
    ("退款处理中", "held"),
    ("申请退款", "held"),
    ("同意退款", "held"),
    ("已发货", "shipped"),
    ("交易成功", "shipped"),
    ("已签收", "shipped"),
    ("已完成", "shipped"),
    ("等待买家付款", "unpaid"),
    ("待付款", "unpaid"),
    ("未付款", "unpaid"),
)


def skip_reason(status: str) -> str:
    """`import.skipped_shipped`, `…_cancelled`, `…_unpaid`, `…_held`, `…_partly_shipped`; empty: to be packed."""
    word = status.lower().removeprefix("wc-").replace("-", "").replace("_", "").replace(" ", "")
    kind = _WORDS.get(word) or next((kind for phrase, kind in _PHRASES if phrase in word), "")
    return f"import.skipped_{kind}" if kind else ""


def news_of(reasons: Iterable[str]) -> tuple[NewsKind, str] | None:
    """What the reasons of all rows of an order that stays out say of it, and the reason that says so.

    None when they are no news (a mistake in the file, a parcel on its way) or do not say the same.
    """
    telling = [reason for reason in reasons if reason not in _NO_NEWS]
    kinds = {_NEWS.get(reason) for reason in telling}
    kind = kinds.pop() if len(kinds) == 1 else None
    return (kind, telling[0]) if kind else None
