"""The indexes by which any page of the orders' and the parcels' lists is found, whatever the filter and the sort."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    # A parcel is listed by its order's number, which never changes.
    "ALTER TABLE parcels ADD COLUMN order_number TEXT NOT NULL DEFAULT ''",
    "UPDATE parcels SET order_number = (SELECT number FROM orders WHERE orders.id = parcels.order_id)",
    "CREATE INDEX orders_ended ON orders (state, id) WHERE state IN ('packed', 'cancelled')",
    "CREATE INDEX orders_by_due ON orders (due_at, id, state)",
    "CREATE INDEX orders_by_number ON orders (number, id, state)",
    "DROP INDEX parcels_by_time",
    "CREATE INDEX parcels_by_time ON parcels (sealed_at, id, handed_over_at)",
    "DROP INDEX waybills_by_number",
    "CREATE INDEX waybills_by_number ON waybills (tracking_number, parcel_id)",
    "CREATE INDEX parcels_by_number ON parcels (order_number, sequence, id, sealed_at, handed_over_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
