"""What else lies on the desk beside the order: kept with the scans, so that a start after a crash goes on there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.desk import (
    Arm,
    Asking,
    Capture,
    ChoosingLine,
    ChoosingMeaning,
    HandingOver,
    Idle,
    Locked,
    Packing,
    Showing,
    State,
)
from app.domain.people import LOUDEST
from app.store import desk, order_reading
from app.store.database import Database, Transaction


@dataclass(frozen=True, slots=True)
class Remembered:
    """The desk as it was left: its state, who was at it, when they scanned last (UTC epoch milliseconds), how loud it
    is while nobody is logged in, and whether an item opens an order.
    """

    state: State
    person_id: str = ""
    seen_at_ms: int = 0
    volume: int = LOUDEST
    is_item_first: bool = False


def describe(state: State, person_id: str, volume: int = LOUDEST, *, is_item_first: bool = False) -> dict[str, Any]:
    """The desk without its order, which the file knows. A question that was open is asked again by scanning again."""
    tree: dict[str, Any] = {"person": person_id} if person_id else {}
    tree |= {"volume": volume} if volume != LOUDEST else {}
    tree |= {"is_item_first": True} if is_item_first else {}
    match state:
        case Locked(back) | Asking(back) | ChoosingLine(back) | ChoosingMeaning(back):
            tree |= describe(back, "")
        case Packing(order, arm, position, capture, is_closing):
            tree["order"] = order.id
            tree |= {"arm": arm, "position": position} if arm else {}
            tree |= {"capture": asdict(capture)} if capture else {}
            tree |= {"is_closing": True} if is_closing else {}
        case Showing(order, _, parcel_id):
            tree |= {"showing": order.id, "parcel": parcel_id}
        case HandingOver(carrier, parcels, is_taking_off):
            tree["pile"] = [carrier, parcels, is_taking_off]
    return tree


def keep(tx: Transaction, described: dict[str, Any], seen_at_ms: int) -> None:
    desk.keep_desk(tx, json.dumps(described | {"seen_at": seen_at_ms}))


def recall(database: Database) -> Remembered:
    """The desk as the file says it was left."""
    with database.reading() as connection:
        tree = json.loads(desk.kept_desk(connection))
        order = order_reading.on_table(connection, database)
        is_item_first = bool(tree.get("is_item_first"))
        state: State = Idle(is_item_first)
        if order is not None:
            state = _packing(tree, Packing(order)) if tree.get("order") == order.id else Packing(order)
        elif "showing" in tree:
            state = Showing(order_reading.get(connection, database, tree["showing"]), parcel_id=tree["parcel"])
        elif "pile" in tree:
            state = HandingOver(*tree["pile"])
    person_id, seen_at_ms, volume = tree.get("person", ""), tree.get("seen_at", 0), tree.get("volume", LOUDEST)
    return Remembered(state, person_id, seen_at_ms, volume, is_item_first)


def _packing(tree: dict[str, Any], plain: Packing) -> Packing:
    capture = Capture(**tree["capture"]) if "capture" in tree else None
    arm = Arm(tree["arm"]) if "arm" in tree else None
    return Packing(plain.order, arm, tree.get("position", 0), capture, is_closing=bool(tree.get("is_closing")))
