"""Every paper in the print ledger, with its printer's proof; carriers' own labels; calibrations."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    """
CREATE TABLE prints_of_all (
    id TEXT NOT NULL,
    document TEXT DEFAULT 'label' NOT NULL,
    subject_id TEXT NOT NULL,
    waybill_id TEXT,
    printer TEXT NOT NULL,
    copy INTEGER NOT NULL,
    reason TEXT NOT NULL,
    packer TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    sha256 TEXT,
    asked_at INTEGER NOT NULL,
    sent_at INTEGER,
    position INTEGER DEFAULT 0 NOT NULL,
    confirmed_at INTEGER,
    proof TEXT DEFAULT '' NOT NULL,
    spool_job TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT state_is_known CHECK (state IN ('queued', 'sending', 'sent', 'confirmed', 'unknown', 'failed', 'cancelled')),
    CONSTRAINT reason_is_known CHECK (reason IN ('first', 'missing', 'damaged', 'other')),
    CONSTRAINT document_is_known CHECK (document IN ('label', 'packing_slip', 'customs_form', 'carton_label', 'license_plate', 'manifest', 'command_sheet', 'test_card')),
    CONSTRAINT proof_is_known CHECK (proof IN ('', 'counter', 'process_id', 'scan')),
    CONSTRAINT only_labels_have_waybills CHECK (waybill_id IS CASE document WHEN 'label' THEN subject_id END),
    CONSTRAINT confirmed_is_proven CHECK (state <> 'confirmed' OR proof <> ''),
    CONSTRAINT one_print_per_copy UNIQUE (subject_id, document, copy),
    FOREIGN KEY(waybill_id) REFERENCES waybills (id)
)
 STRICT
    """,
    # Until now a label was confirmed by nothing but its scan, or by a person who had seen it.
    """
INSERT INTO prints_of_all (id, subject_id, waybill_id, printer, copy, reason, packer, state, code, sha256, asked_at,
    sent_at, position, confirmed_at, proof)
SELECT id, waybill_id, waybill_id, printer, copy, reason, packer, state, code, sha256, asked_at,
    sent_at, position, confirmed_at, CASE state WHEN 'confirmed' THEN 'scan' ELSE '' END FROM prints ORDER BY rowid
    """,
    "DROP TABLE prints",
    "ALTER TABLE prints_of_all RENAME TO prints",
    """
CREATE UNIQUE INDEX prints_by_position ON prints (printer, position) WHERE position > 0
    """,
    """
CREATE INDEX prints_to_see ON prints (state) WHERE state IN ('sent', 'unknown', 'failed')
    """,
    """
CREATE UNIQUE INDEX prints_by_waybill ON prints (waybill_id, copy) WHERE waybill_id IS NOT NULL
    """,
    """
CREATE TABLE label_documents (
    waybill_id TEXT NOT NULL,
    format TEXT NOT NULL,
    width_mm REAL NOT NULL,
    height_mm REAL NOT NULL,
    dpi INTEGER NOT NULL,
    content_sealed BLOB,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (waybill_id),
    CONSTRAINT format_is_known CHECK (format IN ('zpl', 'epl', 'pdf', 'png', 'gif', 'html')),
    FOREIGN KEY(waybill_id) REFERENCES waybills (id)
)
 STRICT
    """,
    """
CREATE TABLE calibrations (
    id INTEGER NOT NULL,
    printer TEXT NOT NULL,
    shift_x_um INTEGER NOT NULL,
    shift_y_um INTEGER NOT NULL,
    dpi INTEGER NOT NULL,
    darkness INTEGER NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (id)
)
 STRICT
    """,
    "CREATE INDEX calibrations_by_printer ON calibrations (printer, id)",
)

# As 0002 had it: the triggers of a table go with it when it is dropped.
PRINT_STEPS = (
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
)
LEGAL = ", ".join(f"'{step}'" for step in PRINT_STEPS)
GUARDS = (
    (
        "prints_take_legal_steps",
        "UPDATE OF state ON prints",
        f"OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({LEGAL})",
        "no legal step from state to state",
    ),
    (
        "prints_keep_their_proof",
        "UPDATE OF proof ON prints",
        "OLD.proof NOT IN ('', NEW.proof) AND NEW.proof <> 'scan'",
        "a proof gives way to a scan only",
    ),
    (
        "prints_keep_their_place",
        "UPDATE OF printer, position ON prints",
        "OLD.state <> 'queued' AND (OLD.printer <> NEW.printer OR OLD.position <> NEW.position)",
        "a print that was begun stays on its printer",
    ),
    ("calibrations_refuse_update", "UPDATE ON calibrations", "1", "calibrations are append-only"),
    ("calibrations_refuse_delete", "DELETE ON calibrations", "1", "calibrations are append-only"),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for name, change, wrong, refusal in GUARDS:
        op.execute(f"CREATE TRIGGER {name} BEFORE {change} WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{refusal}'); END")
