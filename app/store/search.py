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


def orders_meant(spelled: Sequence[str], chosen: str) -> str:
    """A statement that gives the ids of orders. `chosen` is what else they must be, said of the columns by which
    `orders_by_number` knows them: a beginning that fits every number still finds those.
    """
    numbers = _beginning("id", "orders INDEXED BY orders_by_number", "number", spelled, chosen)
    labels = (
        f"SELECT order_id FROM ({each}) AS label CROSS JOIN parcels ON parcels.id = parcel_id"
        for each in _labels(spelled)
    )
    return _together([*numbers, *labels, *_orders_by_the_rest(spelled)])


def parcels_meant(spelled: Sequence[str], chosen: str) -> str:
    """As `orders_meant`, the ids of parcels: by their labels, by their order, and by one whose goods travel in it (its
    number whole). `chosen` is said of the columns by which `parcels_by_number` knows them.
    """
    numbers = _beginning("id", "parcels INDEXED BY parcels_by_number", "order_number", spelled, chosen)
    riders = f"SELECT id FROM orders WHERE number IN ({_words(spelled)}) AND merged_into <> ''"
    theirs = (
        f"WITH RECURSIVE meant (id) AS ({_together([riders, *_orders_by_the_rest(spelled)])} UNION"
        " SELECT merged_into FROM meant JOIN orders ON orders.id = meant.id WHERE merged_into <> '')"
        " SELECT parcels.id FROM meant CROSS JOIN parcels ON order_id = meant.id"
    )
    return _together([*numbers, *_labels(spelled), theirs])


def _orders_by_the_rest(spelled: Sequence[str]) -> list[str]:
    """Orders by what stands on no label."""
    return [
        f"SELECT id FROM orders WHERE tote <> '' AND tote IN ({_words(spelled)})",
        "SELECT id FROM orders WHERE name_index = :name",
        "SELECT id FROM orders WHERE phone_index = :phone",
        "SELECT id FROM orders WHERE phone_tail_index = :tail",
        *(
            f"SELECT order_id FROM order_lines WHERE sku = :word{at} ORDER BY order_id DESC LIMIT :most"
            for at in range(len(spelled))
        ),
    ]


def _labels(spelled: Sequence[str]) -> list[str]:
    return _beginning("parcel_id", "waybills", "tracking_number", spelled, "1")


def _beginning(wanted: str, table: str, column: str, spelled: Sequence[str], chosen: str) -> list[str]:
    """Those whose number begins with the words; the highest, which mostly are the latest."""
    return [
        f"SELECT {wanted} FROM {table} WHERE {column} >= :word{at} AND {column} < :after{at} AND {chosen}"
        f" ORDER BY {column} DESC LIMIT :most"
        for at in range(len(spelled))
    ]


def _words(spelled: Sequence[str]) -> str:
    return ", ".join(f":word{at}" for at in range(len(spelled)))


def _together(branches: Sequence[str]) -> str:
    return " UNION ".join(f"SELECT * FROM ({branch})" for branch in branches)


def _digits(words: str) -> str:
    """The digits of what looks like a phone number, empty for anything else."""
    plain = unicodedata.normalize("NFKC", words)
    is_phone = all(sign.isdigit() or sign in _PHONE_SIGNS for sign in plain)
    return "".join(sign for sign in plain if sign.isdigit()) if is_phone else ""
