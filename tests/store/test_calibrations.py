"""What test cards found of printers."""

from __future__ import annotations

import json
import math

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.domain.actor import Actor
from app.domain.label import Calibration
from app.errors import Rejected
from app.store import calibrations, journal
from app.store.database import Database

ACTOR = Actor("Bench 7", "Wu")


def test_the_latest_finding_of_each_printer_holds_to_the_micrometre(database: Database) -> None:
    with database.transaction() as tx:
        calibrations.add(tx, database, ACTOR, "label", Calibration(1.0, 2.0, 300))
        calibrations.add(tx, database, ACTOR, "office", Calibration(dpi=600))
        calibrations.add(tx, database, ACTOR, "label", Calibration(-0.1254, 0.3, 203, -3))
        assert calibrations.latest(tx, "label") == Calibration(-0.125, 0.3, 203, -3)
        assert calibrations.latest(tx, "office") == Calibration(dpi=600)
        assert calibrations.latest(tx, "spare") is None
        last = [row for row in journal.rows(tx) if row.event == "calibration.saved"][-1]
    assert (last.subject_id, last.packer) == ("label", "Wu")
    assert json.loads(last.detail) == {"shift_x_um": -125, "shift_y_um": 300, "dpi": 203, "darkness": -3}


@pytest.mark.parametrize(
    "wrong",
    [
        Calibration(math.nan),
        Calibration(shift_y_mm=math.inf),
        Calibration(-50.1),
        Calibration(dpi=0),
        Calibration(dpi=1301),
        Calibration(darkness=101),
    ],
)
def test_what_no_printer_can_be_is_refused(database: Database, wrong: Calibration) -> None:
    with database.transaction() as tx:
        with pytest.raises(Rejected, match=r"calibration\.out_of_range"):
            calibrations.add(tx, database, ACTOR, "label", wrong)
        assert calibrations.latest(tx, "label") is None


@pytest.mark.parametrize("change", ["UPDATE calibrations SET dpi = 300", "DELETE FROM calibrations"])
def test_no_finding_is_changed_or_taken_away(database: Database, change: str) -> None:
    with database.transaction() as tx:
        calibrations.add(tx, database, ACTOR, "label", Calibration())
        with pytest.raises(IntegrityError, match="append-only"):
            tx.execute(text(change))
