"""The first shape: orders, parcels, waybills, prints, jobs, lanes, journal."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """
CREATE TABLE item_codes (
    code TEXT NOT NULL,
    sku TEXT NOT NULL,
    PRIMARY KEY (code, sku)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE jobs (
    sequence INTEGER NOT NULL,
    lane TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER DEFAULT 0 NOT NULL,
    not_before INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    code TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (sequence),
    CONSTRAINT state_is_known CHECK (state IN ('queued', 'running', 'uncertain', 'done', 'rejected', 'held')),
    CONSTRAINT kind_is_known CHECK (kind IN ('issue_waybill', 'void_waybill', 'print_label'))
)
 STRICT
    """,
    """
CREATE INDEX jobs_to_do ON jobs (lane, sequence) WHERE state IN ('queued', 'running', 'uncertain', 'held')
    """,
    """
CREATE UNIQUE INDEX one_unfinished_job_per_subject ON jobs (kind, subject_id) WHERE state IN ('queued', 'running', 'uncertain', 'held')
    """,
    """
CREATE TABLE journal (
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    station TEXT NOT NULL,
    packer TEXT NOT NULL,
    event TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    scan_sealed BLOB,
    hash BLOB NOT NULL,
    PRIMARY KEY (sequence)
)
 STRICT
    """,
    """
CREATE INDEX journal_by_subject ON journal (subject_id)
    """,
    """
CREATE TABLE lanes (
    name TEXT NOT NULL,
    is_stopped INTEGER DEFAULT 0 NOT NULL,
    failures INTEGER DEFAULT 0 NOT NULL,
    not_before INTEGER DEFAULT 0 NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    since INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (name)
)
 STRICT
    """,
    """
CREATE TABLE orders (
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    shop TEXT NOT NULL,
    state TEXT NOT NULL,
    service TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    ordered_at INTEGER,
    name_sealed BLOB NOT NULL,
    phone_sealed BLOB NOT NULL,
    address_sealed BLOB NOT NULL,
    remark_sealed BLOB NOT NULL,
    name_index BLOB NOT NULL,
    phone_index BLOB NOT NULL,
    phone_tail_index BLOB NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT state_is_known CHECK (state IN ('open', 'packing', 'aside', 'packed', 'cancelled')),
    CONSTRAINT one_order_per_number_and_shop UNIQUE (number, shop)
)
 STRICT
    """,
    """
CREATE INDEX orders_by_name ON orders (name_index)
    """,
    """
CREATE INDEX orders_by_phone ON orders (phone_index)
    """,
    """
CREATE INDEX orders_by_phone_tail ON orders (phone_tail_index)
    """,
    """
CREATE INDEX orders_to_pack ON orders (state, id) WHERE state IN ('open', 'aside', 'packing')
    """,
    """
CREATE TABLE bench (
    id INTEGER NOT NULL,
    order_id TEXT,
    PRIMARY KEY (id),
    CONSTRAINT one_bench_per_file CHECK (id = 1),
    FOREIGN KEY(order_id) REFERENCES orders (id)
)
 STRICT
    """,
    """
CREATE TABLE order_lines (
    order_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    sku TEXT NOT NULL,
    barcode TEXT NOT NULL,
    title TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    packed INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (order_id, position),
    CONSTRAINT quantity_is_positive CHECK (quantity > 0),
    CONSTRAINT packed_fits_quantity CHECK (packed >= 0 AND packed <= quantity),
    FOREIGN KEY(order_id) REFERENCES orders (id)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE parcels (
    id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    sealed_at INTEGER NOT NULL,
    units INTEGER NOT NULL,
    packer TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT one_parcel_per_sequence UNIQUE (order_id, sequence),
    FOREIGN KEY(order_id) REFERENCES orders (id)
)
 STRICT
    """,
    """
CREATE INDEX parcels_by_time ON parcels (sealed_at)
    """,
    """
CREATE TABLE waybills (
    id TEXT NOT NULL,
    parcel_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    carrier TEXT NOT NULL,
    service TEXT NOT NULL,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    tracking_number TEXT,
    routing TEXT DEFAULT '{}' NOT NULL,
    requested_at INTEGER NOT NULL,
    issued_at INTEGER,
    voided_at INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT state_is_known CHECK (state IN ('requested', 'uncertain', 'rejected', 'issued', 'cancelling', 'cancelled')),
    CONSTRAINT issued_has_number CHECK (state NOT IN ('issued', 'cancelling') OR tracking_number IS NOT NULL),
    CONSTRAINT one_waybill_per_attempt UNIQUE (parcel_id, attempt),
    FOREIGN KEY(parcel_id) REFERENCES parcels (id),
    UNIQUE (reference)
)
 STRICT
    """,
    """
CREATE UNIQUE INDEX one_live_waybill_per_parcel ON waybills (parcel_id) WHERE state IN ('requested', 'uncertain', 'issued', 'cancelling')
    """,
    """
CREATE INDEX waybills_by_number ON waybills (tracking_number)
    """,
    """
CREATE TABLE prints (
    id TEXT NOT NULL,
    waybill_id TEXT NOT NULL,
    printer TEXT NOT NULL,
    copy INTEGER NOT NULL,
    reason TEXT NOT NULL,
    packer TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    sha256 TEXT,
    asked_at INTEGER NOT NULL,
    sent_at INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT state_is_known CHECK (state IN ('queued', 'sending', 'sent', 'confirmed', 'unknown', 'failed', 'cancelled')),
    CONSTRAINT reason_is_known CHECK (reason IN ('first', 'missing', 'damaged', 'other')),
    CONSTRAINT one_print_per_copy UNIQUE (waybill_id, copy),
    FOREIGN KEY(waybill_id) REFERENCES waybills (id)
)
 STRICT
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER journal_refuses_{change.lower()} BEFORE {change} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
    op.execute("INSERT INTO bench (id) VALUES (1)")
