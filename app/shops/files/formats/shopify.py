"""Shopify's order export (Orders > Export): one row per line item, the order's fields only on its first row.

`Name` (#1001) is the order number and stands on every row. Zip codes carry a spreadsheet's apostrophe. Cancelled,
refunded, unpaid and fulfilled orders are skipped; of a partly fulfilled order only the open lines come in, and lines
that need no shipping (gift cards) never do.
"""

from __future__ import annotations

from app.shops.files.columns import Format

FORMAT = Format(
    name="shopify",
    titles={
        "number": ("Name",),
        "status": ("Fulfillment Status",),
        "payment_status": ("Financial Status",),
        "cancelled_at": ("Cancelled at",),
        "ordered_at": ("Created at",),
        "name": ("Shipping Name",),
        "company": ("Shipping Company",),
        "phone": ("Shipping Phone",),
        "phone_2": ("Billing Phone",),
        "phone_3": ("Phone",),
        # `Shipping Street` is address 1 and 2 in one; the separate columns are cleaner where the export has them
        "street": ("Shipping Address1", "Shipping Street"),
        "street_2": ("Shipping Address2",),
        "city": ("Shipping City",),
        "province": ("Shipping Province Name", "Shipping Province"),
        "postcode": ("Shipping Zip",),
        "country": ("Shipping Country",),
        "remark": ("Notes",),
        "sku": ("Lineitem sku",),
        "barcode": ("Lineitem barcode",),
        "title": ("Lineitem name",),
        "quantity": ("Lineitem quantity",),
        "needs_shipping": ("Lineitem requires shipping",),
        "line_status": ("Lineitem fulfillment status",),
    },
    signs=(("Lineitem quantity", "Lineitem name"), ("Lineitem quantity", "Name")),
)
