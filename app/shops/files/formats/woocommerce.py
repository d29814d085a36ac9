"""WooCommerce order exports: "Advanced Order Export" (titles like `First Name (Shipping)`) and
"Customer / Order / Coupon Export" in one row per item (`shipping_first_name`).

Articles stand one per row, or side by side in numbered columns (`SKU #1`, `Quantity #1`, `SKU #2` …). Phones are
mostly the billing ones. Orders that are completed, cancelled, refunded, failed or not yet paid are skipped.
"""

from __future__ import annotations

from app.shops.files.columns import Format


def _both(part: str, kind: str) -> tuple[str, ...]:
    """The two plugins' names of one address part: `City (Shipping)` and `shipping_city`."""
    return (f"{part} ({kind})", f"{kind} {part}")


FORMAT = Format(
    name="woocommerce",
    titles={
        "number": ("Order Number", "order_number_formatted", "Order ID"),
        "status": ("Order Status", "status"),
        "ordered_at": ("Order Date", "date"),
        "name": (*_both("Full Name", "Shipping"), *_both("Name", "Shipping")),
        "first_name": _both("First Name", "Shipping"),
        "last_name": _both("Last Name", "Shipping"),
        "company": _both("Company", "Shipping"),
        "phone": _both("Phone", "Shipping"),
        "phone_2": (*_both("Phone", "Billing"), "Phone"),
        "street": (*_both("Address 1&2", "Shipping"), *_both("Address 1", "Shipping"), "shipping_address"),
        "street_2": _both("Address 2", "Shipping"),
        "city": _both("City", "Shipping"),
        "province": (*_both("State Name", "Shipping"), *_both("State", "Shipping"), *_both("State Code", "Shipping")),
        "postcode": _both("Postcode", "Shipping"),
        "country": (*_both("Country Code", "Shipping"), *_both("Country", "Shipping")),
        "remark": ("Customer Note", "customer_note", "order_comments"),
        "sku": ("SKU", "item_sku", "Product SKU"),
        "barcode": ("item_gtin", "GTIN", "Global Unique ID", "barcode"),
        "title": ("Item Name", "item_name", "Product Name", "Name"),
        "variant": ("Product Variation", "item_meta"),
        "quantity": ("Quantity", "item_quantity", "Qty"),
        "open_quantity": ("Quantity (- Refund)",),  # what was refunded is not to be packed
        "kit": ("Bundle SKU",),
        "per_kit": ("Quantity per Bundle",),
    },
    signs=tuple(
        (number, sign)
        for number in ("Order Number", "Order ID")
        for sign in (
            "First Name (Shipping)", "Last Name (Shipping)", "Full Name (Shipping)", "Name (Shipping)",
            "Address 1&2 (Shipping)", "Address 1 (Shipping)", "shipping_first_name", "shipping_address_1",
        )
    ),
)  # fmt: skip
