"""A faithful stand-in for Kdniao on this machine: for demonstrations, training and tests, over real HTTP.

It follows the vendor's documents, remembers every OrderCode for ever, is never kinder than the real service, and
misbehaves on command.
"""

from __future__ import annotations

from app.carriers.kdniao.simulator.faults import Fault
from app.carriers.kdniao.simulator.ledger import SoldOrder
from app.carriers.kdniao.simulator.service import LIST_REQUEST_TYPE
from app.carriers.kdniao.simulator.simulator import KdniaoSimulator

__all__ = ["LIST_REQUEST_TYPE", "Fault", "KdniaoSimulator", "SoldOrder"]
