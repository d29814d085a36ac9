"""Prices, deadlines and label positions; confirmed prints; orphans; and only legal steps from state to state."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    "ALTER TABLE parcels ADD COLUMN handed_over_at INTEGER",
    "ALTER TABLE waybills ADD COLUMN price_minor INTEGER",
    "ALTER TABLE waybills ADD COLUMN currency TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE waybills ADD COLUMN void_before INTEGER",
    "ALTER TABLE waybills ADD COLUMN is_kept INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE prints ADD COLUMN position INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE prints ADD COLUMN confirmed_at INTEGER",
    "ALTER TABLE jobs ADD COLUMN put_back_at INTEGER",
    "ALTER TABLE lanes ADD COLUMN delayed_at INTEGER NOT NULL DEFAULT 0",
    """
CREATE INDEX waybills_to_decide ON waybills (state) WHERE state IN ('uncertain', 'rejected', 'cancelling')
    """,
    """
CREATE UNIQUE INDEX prints_by_position ON prints (printer, position) WHERE position > 0
    """,
    """
CREATE INDEX prints_to_see ON prints (state) WHERE state IN ('sent', 'unknown', 'failed')
    """,
    """
CREATE TABLE orphans (
    carrier TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    reference TEXT NOT NULL,
    price_minor INTEGER,
    currency TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (carrier, tracking_number),
    CONSTRAINT state_is_known CHECK (state IN ('open', 'voiding', 'voided', 'kept'))
)
 STRICT
    """,
)

STEPS = {
    "waybills": (
        "cancelling>cancelled",
        "cancelling>issued",
        "issued>cancelling",
        "rejected>requested",
        "requested>cancelled",
        "requested>issued",
        "requested>rejected",
        "requested>uncertain",
        "uncertain>issued",
        "uncertain>rejected",
    ),
    "prints": (
        "failed>confirmed",
        "queued>cancelled",
        "queued>failed",
        "queued>sending",
        "sending>confirmed",
        "sending>queued",
        "sending>sent",
        "sending>unknown",
        "sent>confirmed",
        "sent>failed",
        "unknown>confirmed",
        "unknown>failed",
    ),
    "jobs": (
        "held>done",
        "held>rejected",
        "held>uncertain",
        "queued>rejected",
        "queued>running",
        "running>done",
        "running>held",
        "running>queued",
        "running>rejected",
        "running>uncertain",
        "uncertain>done",
        "uncertain>rejected",
        "uncertain>running",
    ),
}


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for table, steps in STEPS.items():
        legal = ", ".join(f"'{step}'" for step in steps)
        changes = f"OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({legal})"
        refusal = "SELECT RAISE(ABORT, 'no legal step from state to state')"
        trigger = f"CREATE TRIGGER {table}_take_legal_steps BEFORE UPDATE OF state ON {table}"
        op.execute(f"{trigger} WHEN {changes} BEGIN {refusal}; END")
