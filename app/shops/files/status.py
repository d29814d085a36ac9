"""Which orders and lines a shop says are not to be shipped (any more)."""

from __future__ import annotations

_WORDS = {
    # WooCommerce's order status; anything else (a shop's own status) comes in
    "completed": "shipped",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "failed": "cancelled",
    "trash": "cancelled",
    "refunded": "cancelled",
    "onhold": "unpaid",
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
    ("部分发货", "partly_shipped"),
    ("关闭", "cancelled"),
    ("取消", "cancelled"),
    ("退款成功", "cancelled"),
    ("已退款", "cancelled"),
    ("已发货", "shipped"),
    ("交易成功", "shipped"),
    ("已签收", "shipped"),
    ("已完成", "shipped"),
    ("等待买家付款", "unpaid"),
    ("待付款", "unpaid"),
    ("未付款", "unpaid"),
)


def skip_reason(status: str) -> str:
    """`import.skipped_shipped`, `…_cancelled`, `…_unpaid`, `…_partly_shipped`; empty: the order is to be packed."""
    word = status.lower().removeprefix("wc-").replace("-", "").replace("_", "").replace(" ", "")
    kind = _WORDS.get(word) or next((kind for phrase, kind in _PHRASES if phrase in word), "")
    return f"import.skipped_{kind}" if kind else ""
