"""What test cards said of each printer: every finding is kept, the latest holds. Nothing is saved in a printer."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from app.domain.actor import Actor
from app.domain.label import Calibration
from app.errors import Rejected
from app.store import journal
from app.store.database import Database
from app.store.tables_desk import calibrations

_FARTHEST_MM = 50.0
_DPI = range(100, 1301)
_DARKNESS = range(-100, 101)


def latest(connection: Connection, printer: str) -> Calibration | None:
    """What was found last of a printer, None when nothing was."""
    query = select(calibrations).where(calibrations.c.printer == printer).order_by(calibrations.c.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Calibration(row.shift_x_um / 1000, row.shift_y_um / 1000, row.dpi, row.darkness)


def add(tx: Connection, database: Database, actor: Actor, printer: str, calibration: Calibration) -> None:
    """Keep a finding, to the micrometre, and journal it. Raises Rejected `calibration.out_of_range` for what no printer
    can be: a shift over 50 mm, or other than 100 to 1300 dots per inch.
    """
    shifts_mm = (calibration.shift_x_mm, calibration.shift_y_mm)
    is_near = all(abs(shift) <= _FARTHEST_MM for shift in shifts_mm)  # false for what is no number, too
    if not is_near or calibration.dpi not in _DPI or calibration.darkness not in _DARKNESS:
        raise Rejected("calibration.out_of_range", printer)
    x_um, y_um = (round(shift * 1000) for shift in shifts_mm)
    found = {"shift_x_um": x_um, "shift_y_um": y_um, "dpi": calibration.dpi, "darkness": calibration.darkness}
    tx.execute(insert(calibrations).values(printer=printer, person=actor.packer, at=database.now_ms(), **found))
    journal.append(tx, database, actor, "calibration.saved", printer, scan=None, **found)
