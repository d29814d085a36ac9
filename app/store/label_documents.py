"""Labels as carriers drew them: kept under lock beside their waybills, and given out to be printed.

One that is too large to keep loses nobody the waybill that was bought with it: its print is refused instead, and says
why.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, insert, select

from app.domain.document import CarrierLabel, LabelFormat
from app.errors import Rejected
from app.store.database import Database
from app.store.tables_desk import label_documents

LARGEST_BYTES = 4 * 1024 * 1024
_COLUMN = "label_documents.content"


def put(tx: Connection, database: Database, waybill_id: str, label: CarrierLabel) -> None:
    """Keep a waybill's label; of one over LARGEST_BYTES only that there was one."""
    is_small = len(label.content) <= LARGEST_BYTES
    tx.execute(
        insert(label_documents).values(
            waybill_id=waybill_id,
            format=label.format,
            width_mm=label.width_mm,
            height_mm=label.height_mm,
            dpi=label.dpi,
            content_sealed=database.sealer.seal_bytes(_COLUMN, waybill_id, label.content) if is_small else None,
            sha256=hashlib.sha256(label.content).hexdigest(),
        )
    )


def get(connection: Connection, database: Database, waybill_id: str) -> CarrierLabel | None:
    """The label that the carrier drew, None where it drew none. Raises Rejected `label.too_large` for one that was not
    kept.
    """
    row = connection.execute(select(label_documents).where(label_documents.c.waybill_id == waybill_id)).one_or_none()
    if row is None:
        return None
    if row.content_sealed is None:
        raise Rejected("label.too_large", waybill_id)
    content = database.sealer.open_bytes(_COLUMN, waybill_id, row.content_sealed)
    return CarrierLabel(LabelFormat(row.format), content, row.width_mm, row.height_mm, row.dpi)


def size_of(connection: Connection, waybill_id: str) -> tuple[float, float]:
    """Width and height in millimetres as the carrier named them; (0, 0) where it named none or drew no label."""
    size = select(label_documents.c.width_mm, label_documents.c.height_mm)
    row = connection.execute(size.where(label_documents.c.waybill_id == waybill_id)).one_or_none()
    return (row.width_mm, row.height_mm) if row else (0.0, 0.0)
