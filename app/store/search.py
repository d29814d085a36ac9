"""What a person typed or scanned into a long list: the orders and parcels that it may mean, each kind by an index.

Words are the beginning of an order number or tracking number, or all of a tote, SKU, name, phone number or its last
four digits, in whichever case. Of each kind the last thousand count: more than anyone reads, and found in one moment.
"""

# ruff: noqa: S608  # the statements are put together of our own words only; values are bound

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from app.store.sealing import Sealer

MOST_FOUND = 1_000
LONGEST_WORDS = 200
_AFTER_ALL = "\U0010ffff"  # no sign sorts behind it, so a beginning ends before it
_PHONE_SIGNS = " +-()."


def spellings(words: str) -> tuple[str, ...]:
    """The words as they may stand in the file: as typed, and as Caps Lock or a hurried hand would have changed them.
    Empty for what nobody's number can be.
    """
    plain = words.strip().encode("utf-8", "ignore").decode()  # half a sign cannot be asked for
    if not 0 < len(plain) <= LONGEST_WORDS:
        return ()
    return tuple(dict.fromkeys((plain, plain.upper(), plain.lower(), plain.swapcase())))


def values(sealer: Sealer, spelled: Sequence[str]) -> dict[str, object]:
    """What the statements below are asked with."""
    found: dict[str, object] = {"most": MOST_FOUND, "name": sealer.name_index(spelled[0])}
    digits = _digits(spelled[0])
    found["phone"] = sealer.phone_index(digits) if digits else b""
    found["tail"] = sealer.phone_tail_index(digits) if len(digits) == 4 else b""
    for at, word in enumerate(spelled):
        found |= {f"word{at}": word, f"after{at}": word + _AFTER_ALL}
    return found


def orders_meant(spelled: Sequence[str], narrowed: str = "1") -> str:
    """A statement that gives the ids of orders. `narrowed` is what else they must be, said of the columns by which
    `orders_by_number` knows them: a beginning that fits every number still finds those.
    """
    each = range(len(spelled))
    words = ", ".join(f":word{at}" for at in each)
    branches = [
        *(_numbers("id", "orders", "number", at, narrowed) for at in each),
        *(
            f"SELECT order_id FROM ({_numbers('parcel_id', 'waybills', 'tracking_number', at)}) AS labels"
            " CROSS JOIN parcels ON parcels.id = parcel_id"
            for at in each
        ),
        f"SELECT id FROM orders WHERE tote <> '' AND tote IN ({words})",
        "SELECT id FROM orders WHERE name_index = :name",
        "SELECT id FROM orders WHERE phone_index = :phone",
        "SELECT id FROM orders WHERE phone_tail_index = :tail",
        *(f"SELECT order_id FROM order_lines WHERE sku = :word{at} ORDER BY order_id DESC LIMIT :most" for at in each),
    ]
    return _together(branches)


def parcels_meant(spelled: Sequence[str]) -> str:
    """A statement that gives the ids of parcels: by their own label, by their order, or by one that travels in it."""
    orders = (
        f"WITH RECURSIVE meant (id) AS ({orders_meant(spelled)} UNION"
        " SELECT merged_into FROM meant JOIN orders ON orders.id = meant.id WHERE merged_into <> '')"
        " SELECT parcels.id FROM meant CROSS JOIN parcels ON order_id = meant.id"
    )
    labels = [_numbers("parcel_id", "waybills", "tracking_number", at) for at in range(len(spelled))]
    return _together([orders, *labels])


def _numbers(wanted: str, table: str, column: str, at: int, narrowed: str = "1") -> str:
    """Those whose number begins with the words; the highest, which mostly are the latest."""
    begins = f"{column} >= :word{at} AND {column} < :after{at}"
    return f"SELECT {wanted} FROM {table} WHERE {begins} AND {narrowed} ORDER BY {column} DESC LIMIT :most"


def _together(branches: Sequence[str]) -> str:
    return " UNION ".join(f"SELECT * FROM ({branch})" for branch in branches)


def _digits(words: str) -> str:
    """The digits of what looks like a phone number, empty for anything else."""
    plain = unicodedata.normalize("NFKC", words)
    is_phone = all(sign.isdigit() or sign in _PHONE_SIGNS for sign in plain)
    return "".join(sign for sign in plain if sign.isdigit()) if is_phone else ""
