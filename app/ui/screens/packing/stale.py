"""What an answer of the bench changes besides the table itself, and so has to be read again from the store."""

from __future__ import annotations

from app.domain.facts import Fact, LabelSent, LaneChanged, OrdersImported, PaperSent
from app.domain.outcome import OutcomeCode

_C = OutcomeCode
ORDERS, DAY, PARCELS, LANES, PAPERS = "orders", "day", "parcels", "lanes", "papers"
ALL = frozenset((ORDERS, DAY, PARCELS, LANES, PAPERS))
STALE_TABLE = frozenset((ORDERS, DAY))
"""An order came to a table or left it: an item, a note or a merge may do that as well as its own number."""
_SEALED = frozenset((ORDERS, DAY, PARCELS, LANES))  # a parcel came to be, and asks for its label
_LABEL = frozenset((PARCELS, LANES))

# What is not named here changes nothing. An order may be taken, and a box sealed, by any step that counts.
STALE: dict[OutcomeCode, frozenset[str]] = {
    **dict.fromkeys(
        (
            *(_C.ORDER_OPENED, _C.ORDER_RESUMED, _C.ORDER_PUT_ASIDE, _C.DUE_NOTE, _C.MERGED, _C.MODE_ITEM),
            *(_C.MODE_ORDER, _C.ORDER_HELD, _C.GOODS_RETURNED, _C.SHORT_NOTHING_LEFT, _C.STOPPED_CANCEL),
            *(_C.STOPPED_HOLD, _C.STOPPED_ADDRESS, _C.ORDER_CANCELLED),
        ),
        STALE_TABLE,
    ),
    **dict.fromkeys((_C.ORDER_COMPLETE, _C.ORDER_PART_PACKED, _C.BOX_CLOSED, _C.CLONED), _SEALED),
    **dict.fromkeys((_C.REPRINT_QUEUED, _C.VOID_QUEUED, _C.LABEL_QUEUED), _LABEL),
    _C.LABEL_CONFIRMED: frozenset((PARCELS,)),
    # Whose desk it is decides what is seen; and a scan after a lock may be hours later.
    _C.LOGGED_IN: ALL,
}


def stale_after(fact: Fact) -> frozenset[str]:
    """What news from the background changes."""
    if isinstance(fact, OrdersImported):
        return STALE_TABLE
    if isinstance(fact, LaneChanged):
        return _LABEL
    return _LABEL | ({PAPERS} if isinstance(fact, LabelSent | PaperSent) else frozenset())
