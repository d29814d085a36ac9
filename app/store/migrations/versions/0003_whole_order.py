"""The whole order at the bench: several parcels, tracked units, kits, people, stops, materials, hand-over."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE orders ADD COLUMN sequence TEXT NOT NULL DEFAULT 'any'",
    "ALTER TABLE orders ADD COLUMN instructions_sealed BLOB",
    "ALTER TABLE orders ADD COLUMN tote TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN flag TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN likeness TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN merged_into TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE orders ADD COLUMN box TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE order_lines ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0 CONSTRAINT sealed_fits_packed CHECK (sealed >= 0 AND sealed <= packed)",
    "ALTER TABLE order_lines ADD COLUMN short INTEGER NOT NULL DEFAULT 0 CONSTRAINT short_fits_quantity CHECK (short >= 0 AND packed + short <= quantity)",
    "ALTER TABLE order_lines ADD COLUMN kind TEXT NOT NULL DEFAULT 'goods'",
    "ALTER TABLE order_lines ADD COLUMN kit TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE order_lines ADD COLUMN per_kit INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE order_lines ADD COLUMN tracking TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE order_lines ADD COLUMN shelf_days INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE order_lines ADD COLUMN marks TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE order_lines ADD COLUMN weight_g INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE order_lines ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item_codes ADD COLUMN units INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE item_codes ADD COLUMN learned_in TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item_codes ADD COLUMN learned_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE item_codes ADD COLUMN approved_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE bench ADD COLUMN desk TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE parcels ADD COLUMN weight_g INTEGER",
    "ALTER TABLE parcels ADD COLUMN expected_g INTEGER",
    "ALTER TABLE parcels ADD COLUMN manifest_id TEXT",
    """
CREATE TABLE parcel_lines (
    parcel_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    units INTEGER NOT NULL,
    PRIMARY KEY (parcel_id, position),
    CONSTRAINT units_are_positive CHECK (units > 0),
    FOREIGN KEY(parcel_id) REFERENCES parcels (id)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE tracked_units (
    id INTEGER NOT NULL,
    order_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    sku TEXT NOT NULL,
    serial TEXT NOT NULL,
    lot TEXT NOT NULL,
    expiry TEXT NOT NULL,
    units INTEGER NOT NULL,
    parcel_id TEXT,
    packed_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT a_serial_is_one_unit CHECK (units > 0 AND (serial = '' OR units = 1)),
    FOREIGN KEY(order_id) REFERENCES orders (id),
    FOREIGN KEY(parcel_id) REFERENCES parcels (id)
)
 STRICT
    """,
    """
CREATE UNIQUE INDEX one_unit_per_serial ON tracked_units (sku, serial) WHERE serial <> ''
    """,
    """
CREATE INDEX tracked_units_by_order ON tracked_units (order_id)
    """,
    """
CREATE INDEX tracked_units_by_serial ON tracked_units (serial) WHERE serial <> ''
    """,
    """
CREATE TABLE deviations (
    id INTEGER NOT NULL,
    order_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    units INTEGER NOT NULL,
    substitute_sku TEXT DEFAULT '' NOT NULL,
    packer TEXT NOT NULL,
    approver TEXT DEFAULT '' NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('short', 'later', 'damage', 'swap', 'by_hand')),
    CONSTRAINT units_are_positive CHECK (units > 0),
    FOREIGN KEY(order_id) REFERENCES orders (id)
)
 STRICT
    """,
    """
CREATE INDEX deviations_by_order ON deviations (order_id)
    """,
    """
CREATE TABLE materials (
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    tare_g INTEGER DEFAULT 0 NOT NULL,
    cost_minor INTEGER DEFAULT 0 NOT NULL,
    currency TEXT DEFAULT '' NOT NULL,
    stock INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (code),
    CONSTRAINT kind_is_known CHECK (kind IN ('carton', 'consumable'))
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE material_uses (
    parcel_id TEXT NOT NULL,
    code TEXT NOT NULL,
    units INTEGER NOT NULL,
    cost_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    posted_at INTEGER NOT NULL,
    PRIMARY KEY (parcel_id, code),
    FOREIGN KEY(parcel_id) REFERENCES parcels (id)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE people (
    id TEXT NOT NULL,
    handle TEXT NOT NULL,
    number INTEGER NOT NULL,
    role TEXT NOT NULL,
    badge_index BLOB,
    pin_hash TEXT DEFAULT '' NOT NULL,
    volume INTEGER DEFAULT 80 NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    is_active INTEGER DEFAULT 1 NOT NULL,
    failures INTEGER DEFAULT 0 NOT NULL,
    locked_until INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT role_is_known CHECK (role IN ('packer', 'lead', 'admin')),
    CONSTRAINT volume_is_percent CHECK (volume BETWEEN 0 AND 100),
    UNIQUE (handle),
    UNIQUE (number),
    UNIQUE (badge_index)
)
 STRICT
    """,
    """
CREATE TABLE stops (
    id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    reason_sealed BLOB NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    released_at INTEGER,
    released_by TEXT DEFAULT '' NOT NULL,
    consignee_sealed BLOB,
    too_late INTEGER DEFAULT 0 NOT NULL,
    is_kept INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_is_known CHECK (kind IN ('cancel', 'hold', 'address')),
    FOREIGN KEY(order_id) REFERENCES orders (id)
)
 STRICT
    """,
    """
CREATE UNIQUE INDEX one_open_stop_per_kind ON stops (order_id, kind) WHERE released_at IS NULL
    """,
    """
CREATE INDEX stops_by_order ON stops (order_id)
    """,
    """
CREATE INDEX stops_open ON stops (order_id) WHERE released_at IS NULL
    """,
    """
CREATE INDEX stops_too_late ON stops (order_id) WHERE too_late > 0
    """,
    """
CREATE TABLE stock_returns (
    id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    parcel_id TEXT,
    units INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    done_at INTEGER,
    done_by TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(order_id) REFERENCES orders (id),
    FOREIGN KEY(parcel_id) REFERENCES parcels (id)
)
 STRICT
    """,
    """
CREATE INDEX stock_returns_open ON stock_returns (order_id) WHERE done_at IS NULL
    """,
    """
CREATE TABLE shop_news (
    shop TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (shop)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE manifests (
    id TEXT NOT NULL,
    carrier TEXT NOT NULL,
    number TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT DEFAULT '' NOT NULL,
    parcels INTEGER DEFAULT 0 NOT NULL,
    units INTEGER DEFAULT 0 NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
)
 STRICT
    """,
    """
CREATE UNIQUE INDEX manifests_by_number ON manifests (number)
    """,
    """
CREATE UNIQUE INDEX one_open_pile_per_carrier ON manifests (carrier) WHERE closed_at IS NULL
    """,
    """
CREATE TABLE manifest_parcels (
    parcel_id TEXT NOT NULL,
    manifest_id TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    order_number TEXT NOT NULL,
    units INTEGER NOT NULL,
    weight_g INTEGER,
    scanned_at INTEGER NOT NULL,
    scanned_by TEXT NOT NULL,
    PRIMARY KEY (parcel_id),
    FOREIGN KEY(parcel_id) REFERENCES parcels (id),
    FOREIGN KEY(manifest_id) REFERENCES manifests (id)
)
 STRICT
    """,
    """
CREATE INDEX manifest_parcels_by_manifest ON manifest_parcels (manifest_id, scanned_at)
    """,
    "CREATE INDEX orders_merged ON orders (merged_into) WHERE merged_into <> ''",
    "CREATE INDEX orders_by_tote ON orders (tote) WHERE tote <> ''",
    "CREATE INDEX orders_alike ON orders (likeness, due_at, id) WHERE state = 'open'",
    "CREATE INDEX order_lines_by_sku ON order_lines (sku, order_id)",
    "CREATE INDEX item_codes_by_sku ON item_codes (sku)",
    # What was packed before lies in sealed parcels, and each of those held its whole order.
    "UPDATE order_lines SET sealed = packed WHERE order_id IN (SELECT order_id FROM parcels)",
    """
INSERT INTO parcel_lines (parcel_id, position, units)
SELECT parcels.id, position, packed FROM parcels JOIN order_lines ON order_lines.order_id = parcels.order_id
WHERE packed > 0
    """,
    "CREATE INDEX parcels_here ON parcels (id) WHERE handed_over_at IS NULL",
    "UPDATE orders SET due_at = coalesce(ordered_at, imported_at)",
)

# A closed manifest is what the courier signed.
OF_CLOSED = "(SELECT closed_at FROM manifests WHERE id = {row}.manifest_id) IS NOT NULL"
GUARDED = (
    ("UPDATE", "manifests", "OLD.closed_at IS NOT NULL"),
    ("DELETE", "manifests", "OLD.closed_at IS NOT NULL"),
    ("INSERT", "manifest_parcels", OF_CLOSED.format(row="NEW")),
    ("UPDATE", "manifest_parcels", f"{OF_CLOSED.format(row='OLD')} OR {OF_CLOSED.format(row='NEW')}"),
    ("DELETE", "manifest_parcels", OF_CLOSED.format(row="OLD")),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for change, table, closed in GUARDED:
        trigger = f"CREATE TRIGGER {table}_refuse_{change.lower()} BEFORE {change} ON {table} WHEN {closed}"
        op.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, 'a closed manifest is never changed'); END")
