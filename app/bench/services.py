"""What the desk works with: the rooms below that act for it, and the rules of this bench."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.closing import ConfirmPolicy
from app.domain.desk import PackingRules
from app.domain.tracking_number import TrackingForms
from app.domain.weighing import WeightRule
from app.handing_over import Handover
from app.interception import Interception
from app.labeling import Labeling
from app.login import Login
from app.store.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """`rules` are asked anew for every scan, since they hold today's date. `lock_after_ms`: 0 for never. `forms` are
    how the world's carriers write their numbers.
    """

    database: Database
    labeling: Labeling
    handover: Handover
    interception: Interception
    login: Login
    policy: ConfirmPolicy
    rules: Callable[[], PackingRules]
    weight_rule: WeightRule
    lock_after_ms: int
    steady_ms: Callable[[], int]
    forms: TrackingForms

    def today(self) -> datetime.date:
        return datetime.date.fromisoformat(self.rules().today)
