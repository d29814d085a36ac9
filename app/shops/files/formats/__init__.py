"""The files that are understood, most telling first; our own comes last, for it takes whatever has enough columns."""

from __future__ import annotations

from app.shops.files.formats import packbench, shopify, taobao, woocommerce

FORMATS = (shopify.FORMAT, woocommerce.FORMAT, taobao.FORMAT, packbench.FORMAT)
