"""The tables of the station's file. States are checked by the database, not by hope; times are UTC epoch milliseconds.

Columns that end in `_sealed` are encrypted, those that end in `_index` are blind indexes of them (`store/sealing.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from app.domain.document import DocumentKind
from app.domain.job import JobKind, JobState
from app.domain.order import OrderState
from app.domain.printing import PaperProof, PrintReason, PrintState
from app.domain.shipment import LIVE_WAYBILL_STATES, WaybillState

metadata = MetaData()


def _listed(values: Iterable[StrEnum]) -> str:
    return ", ".join(f"'{value.value}'" for value in values)


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({_listed(kind)})", name=f"{column}_is_known")


_UNFINISHED = text("state IN ('queued', 'running', 'uncertain', 'held')")

_TO_DECIDE = text("state IN ('uncertain', 'rejected', 'cancelling')")
_TO_SEE = text("state IN ('sent', 'unknown', 'failed')")

orders = Table(
    "orders",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("shop", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("imported_at", Integer, nullable=False),
    Column("ordered_at", Integer),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("phone_sealed", LargeBinary, nullable=False),
    Column("address_sealed", LargeBinary, nullable=False),
    Column("remark_sealed", LargeBinary, nullable=False),
    Column("name_index", LargeBinary, nullable=False),
    Column("phone_index", LargeBinary, nullable=False),
    Column("phone_tail_index", LargeBinary, nullable=False),
    Column("due_at", Integer, nullable=False, server_default=text("0")),
    Column("sequence", Text, nullable=False, server_default="any"),
    Column("instructions_sealed", LargeBinary),
    Column("tote", Text, nullable=False, server_default=""),
    Column("flag", Text, nullable=False, server_default=""),
    Column("likeness", Text, nullable=False, server_default=""),
    Column("merged_into", Text, nullable=False, server_default=""),
    Column("box", Text, nullable=False, server_default="{}"),
    one_of("state", OrderState),
    UniqueConstraint("number", "shop", name="one_order_per_number_and_shop"),
    Index("orders_by_name", "name_index"),
    Index("orders_by_phone", "phone_index"),
    Index("orders_by_phone_tail", "phone_tail_index"),
    Index("orders_to_pack", "state", "id", sqlite_where=text("state IN ('open', 'aside', 'packing')")),
    Index("orders_ended", "state", "id", sqlite_where=text("state IN ('packed', 'cancelled')")),
    # These hold all that a list of orders asks of its thousands; only a page's own rows are read.
    Index("orders_by_due", "due_at", "id", "state"),
    Index("orders_by_number", "number", "id", "state"),
    Index("orders_alike", "likeness", "due_at", "id", sqlite_where=text("state = 'open'")),
    Index("orders_by_tote", "tote", sqlite_where=text("tote <> ''")),
    Index("orders_merged", "merged_into", sqlite_where=text("merged_into <> ''")),
    sqlite_strict=True,
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", Text, ForeignKey("orders.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sku", Text, nullable=False),
    Column("barcode", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("packed", Integer, nullable=False, server_default=text("0")),
    Column("sealed", Integer, nullable=False, server_default=text("0")),
    Column("short", Integer, nullable=False, server_default=text("0")),
    Column("kind", Text, nullable=False, server_default="goods"),
    Column("kit", Text, nullable=False, server_default=""),
    Column("per_kit", Integer, nullable=False, server_default=text("1")),
    Column("tracking", Text, nullable=False, server_default=""),
    Column("shelf_days", Integer, nullable=False, server_default=text("0")),
    Column("marks", Text, nullable=False, server_default=""),
    Column("weight_g", Integer, nullable=False, server_default=text("0")),
    Column("origin", Text, nullable=False, server_default=""),
    CheckConstraint("quantity > 0", name="quantity_is_positive"),
    CheckConstraint("packed >= 0 AND packed <= quantity", name="packed_fits_quantity"),
    CheckConstraint("sealed >= 0 AND sealed <= packed", name="sealed_fits_packed"),
    CheckConstraint("short >= 0 AND packed + short <= quantity", name="short_fits_quantity"),
    Index("order_lines_by_sku", "sku", "order_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

item_codes = Table(
    "item_codes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("sku", Text, primary_key=True),
    Column("units", Integer, nullable=False, server_default=text("1")),
    Column("learned_in", Text, nullable=False, server_default=""),
    Column("learned_by", Text, nullable=False, server_default=""),
    Column("approved_by", Text, nullable=False, server_default=""),
    Index("item_codes_by_sku", "sku"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

bench = Table(
    "bench",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id")),
    Column("desk", Text, nullable=False, server_default="{}"),
    CheckConstraint("id = 1", name="one_bench_per_file"),
    sqlite_strict=True,
)

parcels = Table(
    "parcels",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("sealed_at", Integer, nullable=False),
    Column("units", Integer, nullable=False),
    Column("packer", Text, nullable=False),
    Column("handed_over_at", Integer),
    Column("weight_g", Integer),
    Column("expected_g", Integer),
    Column("manifest_id", Text),
    Column("order_number", Text, nullable=False, server_default=""),
    UniqueConstraint("order_id", "sequence", name="one_parcel_per_sequence"),
    Index("parcels_by_time", "sealed_at", "id", "handed_over_at"),
    Index("parcels_by_number", "order_number", "sequence", "id", "sealed_at", "handed_over_at"),
    Index("parcels_here", "id", sqlite_where=text("handed_over_at IS NULL")),
    sqlite_strict=True,
)

waybills = Table(
    "waybills",
    metadata,
    Column("id", Text, primary_key=True),
    Column("parcel_id", Text, ForeignKey("parcels.id"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("carrier", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("reference", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("tracking_number", Text),
    Column("routing", Text, nullable=False, server_default="{}"),
    Column("requested_at", Integer, nullable=False),
    Column("issued_at", Integer),
    Column("voided_at", Integer),
    Column("price_minor", Integer),
    Column("currency", Text, nullable=False, server_default=""),
    Column("void_before", Integer),
    Column("is_kept", Integer, nullable=False, server_default=text("0")),
    one_of("state", WaybillState),
    CheckConstraint("state NOT IN ('issued', 'cancelling') OR tracking_number IS NOT NULL", name="issued_has_number"),
    UniqueConstraint("parcel_id", "attempt", name="one_waybill_per_attempt"),
    Index(
        "one_live_waybill_per_parcel",
        "parcel_id",
        unique=True,
        sqlite_where=text(f"state IN ({_listed(LIVE_WAYBILL_STATES)})"),
    ),
    Index("waybills_by_number", "tracking_number", "parcel_id"),
    Index("waybills_to_decide", "state", sqlite_where=_TO_DECIDE),
    sqlite_strict=True,
)

prints = Table(
    "prints",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False, server_default=DocumentKind.LABEL),
    Column("subject_id", Text, nullable=False),
    Column("waybill_id", Text, ForeignKey("waybills.id")),
    Column("printer", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("packer", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("sha256", Text),
    Column("asked_at", Integer, nullable=False),
    Column("sent_at", Integer),
    Column("position", Integer, nullable=False, server_default=text("0")),
    Column("confirmed_at", Integer),
    Column("proof", Text, nullable=False, server_default=""),
    Column("spool_job", Text, nullable=False, server_default=""),
    one_of("state", PrintState),
    one_of("reason", PrintReason),
    one_of("document", DocumentKind),
    one_of("proof", PaperProof),
    # So whatever asks for the prints of a waybill is told of its labels and of no other paper.
    CheckConstraint("waybill_id IS CASE document WHEN 'label' THEN subject_id END", name="only_labels_have_waybills"),
    CheckConstraint("state <> 'confirmed' OR proof <> ''", name="confirmed_is_proven"),
    UniqueConstraint("subject_id", "document", "copy", name="one_print_per_copy"),
    Index("prints_by_position", "printer", "position", unique=True, sqlite_where=text("position > 0")),
    Index("prints_to_see", "state", sqlite_where=_TO_SEE),
    Index("prints_by_waybill", "waybill_id", "copy", unique=True, sqlite_where=text("waybill_id IS NOT NULL")),
    sqlite_strict=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("lane", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False, server_default=text("0")),
    Column("not_before", Integer, nullable=False),
    Column("queued_at", Integer, nullable=False),
    Column("started_at", Integer),
    Column("finished_at", Integer),
    Column("code", Text, nullable=False, server_default=""),
    Column("put_back_at", Integer),
    one_of("state", JobState),
    one_of("kind", JobKind),
    Index("one_unfinished_job_per_subject", "kind", "subject_id", unique=True, sqlite_where=_UNFINISHED),
    Index("jobs_to_do", "lane", "sequence", sqlite_where=_UNFINISHED),
    sqlite_strict=True,
)

lanes = Table(
    "lanes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("is_stopped", Integer, nullable=False, server_default=text("0")),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("not_before", Integer, nullable=False, server_default=text("0")),
    Column("code", Text, nullable=False, server_default=""),
    Column("since", Integer, nullable=False, server_default=text("0")),
    Column("delayed_at", Integer, nullable=False, server_default=text("0")),
    sqlite_strict=True,
)

orphans = Table(
    "orphans",
    metadata,
    Column("carrier", Text, primary_key=True),
    Column("tracking_number", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("price_minor", Integer),
    Column("currency", Text, nullable=False),
    Column("found_at", Integer, nullable=False),
    Column("state", Text, nullable=False),
    CheckConstraint("state IN ('open', 'voiding', 'voided', 'kept')", name="state_is_known"),
    sqlite_strict=True,
)

journal = Table(
    "journal",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("station", Text, nullable=False),
    Column("packer", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("scan_sealed", LargeBinary),
    Column("hash", LargeBinary, nullable=False),
    Index("journal_by_subject", "subject_id"),
    sqlite_strict=True,
)
