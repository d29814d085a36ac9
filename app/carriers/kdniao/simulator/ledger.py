"""What the simulator has sold, kept in a file so that a restart neither forgets an order nor issues a number twice.

No names, phones or addresses are kept: routing and numbers only.
"""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """One purchase: the fields of `Order` in the answer, the children's numbers, and what became of it."""

    order_code: str
    fields: Mapping[str, str]
    children: tuple[str, ...] = ()
    wants_template: bool = False
    is_cancelled: bool = False
    is_picked_up: bool = False

    @property
    def tracking_number(self) -> str:
        return self.fields["LogisticCode"]


class Ledger:
    """Orders by OrderCode, each line of the file one event. Safe to use from several threads."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._path = path
        self._orders: dict[str, SoldOrder] = {}
        self.numbers_issued = 0
        if path is not None and path.exists():
            self._reread(path)

    @property
    def orders(self) -> dict[str, SoldOrder]:
        """A copy of all orders."""
        with self._lock:
            return dict(self._orders)

    def find(self, order_code: str) -> SoldOrder | None:
        with self._lock:
            return self._orders.get(order_code)

    @property
    def billed(self) -> int:
        """How many purchases were charged: repetitions cost nothing, cancelled ones stay charged."""
        with self._lock:
            return len(self._orders)

    def buy(self, order_code: str, count: int, make: Callable[[int], SoldOrder]) -> tuple[SoldOrder, bool]:
        """The order of this code and whether it is new; `make` gets the index of the first of `count` new numbers."""
        with self._lock:
            known = self._orders.get(order_code)
            if known is not None:
                return known, False
            order = make(self.numbers_issued)
            self._write({"event": "bought", "numbers": count, "order": _plain(order)})
            self.numbers_issued += count
            self._orders[order_code] = order
            return order, True

    def cancel(self, order_code: str) -> None:
        self._mark("cancelled", order_code)

    def pick_up(self, order_code: str) -> None:
        self._mark("picked_up", order_code)

    def _mark(self, event: str, order_code: str) -> None:
        with self._lock:
            marked = _marked(self._orders[order_code], event)
            self._write({"event": event, "order_code": order_code})
            self._orders[order_code] = marked

    def _write(self, entry: Mapping[str, object]) -> None:
        if self._path is not None:
            line = f"{json.dumps(entry, ensure_ascii=False)}\n".encode()
            with self._path.open("ab", buffering=0) as file:
                whole = file.tell()
                if file.write(line) < len(line):  # a full disk: half a line would spoil the next one
                    file.truncate(whole)
                    raise OSError(errno.ENOSPC, "no room for the ledger")

    def _reread(self, path: Path) -> None:
        content = path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:  # killed while writing: that purchase was never answered
            path.write_bytes(whole)
        for line in whole.decode("utf-8").splitlines():
            entry = json.loads(line)
            if entry["event"] == "bought":
                order = _order(entry["order"])
                self.numbers_issued += entry["numbers"]
                self._orders[order.order_code] = order
            else:
                code = entry["order_code"]
                self._orders[code] = _marked(self._orders[code], entry["event"])


def _marked(order: SoldOrder, event: str) -> SoldOrder:
    return replace(order, is_cancelled=True) if event == "cancelled" else replace(order, is_picked_up=True)


def _plain(order: SoldOrder) -> dict[str, object]:
    return {
        "order_code": order.order_code,
        "fields": dict(order.fields),
        "children": list(order.children),
        "wants_template": order.wants_template,
    }


def _order(plain: Mapping[str, Any]) -> SoldOrder:
    return SoldOrder(plain["order_code"], plain["fields"], tuple(plain["children"]), plain["wants_template"])
