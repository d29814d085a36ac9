"""The desk's further tables: what is in each parcel, people, stops, materials, what went differently, hand-over; and
carriers' own labels and what printers were found to do.

They belong to the same file and the same rules as `store/tables.py`.
"""

from __future__ import annotations

from sqlalchemy import REAL, CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from app.domain.document import LabelFormat
from app.store.tables import metadata, one_of

parcel_lines = Table(
    "parcel_lines",
    metadata,
    Column("parcel_id", Text, ForeignKey("parcels.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("units", Integer, nullable=False),
    CheckConstraint("units > 0", name="units_are_positive"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

tracked_units = Table(
    "tracked_units",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("sku", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("lot", Text, nullable=False),
    Column("expiry", Text, nullable=False),
    Column("units", Integer, nullable=False),
    Column("parcel_id", Text, ForeignKey("parcels.id")),
    Column("packed_at", Integer, nullable=False),
    CheckConstraint("units > 0 AND (serial = '' OR units = 1)", name="a_serial_is_one_unit"),
    Index("one_unit_per_serial", "sku", "serial", unique=True, sqlite_where=text("serial <> ''")),
    Index("tracked_units_by_order", "order_id"),
    Index("tracked_units_by_serial", "serial", sqlite_where=text("serial <> ''")),
    sqlite_strict=True,
)

deviations = Table(
    "deviations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("units", Integer, nullable=False),
    Column("substitute_sku", Text, nullable=False, server_default=""),
    Column("packer", Text, nullable=False),
    Column("approver", Text, nullable=False, server_default=""),
    Column("at", Integer, nullable=False),
    CheckConstraint("kind IN ('short', 'later', 'damage', 'swap', 'by_hand')", name="kind_is_known"),
    CheckConstraint("units > 0", name="units_are_positive"),
    Index("deviations_by_order", "order_id"),
    sqlite_strict=True,
)

materials = Table(
    "materials",
    metadata,
    Column("code", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("tare_g", Integer, nullable=False, server_default=text("0")),
    Column("cost_minor", Integer, nullable=False, server_default=text("0")),
    Column("currency", Text, nullable=False, server_default=""),
    Column("stock", Integer, nullable=False, server_default=text("0")),
    CheckConstraint("kind IN ('carton', 'consumable')", name="kind_is_known"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

material_uses = Table(
    "material_uses",
    metadata,
    Column("parcel_id", Text, ForeignKey("parcels.id"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("units", Integer, nullable=False),
    Column("cost_minor", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("posted_at", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("handle", Text, nullable=False, unique=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("badge_index", LargeBinary, unique=True),
    Column("pin_hash", Text, nullable=False, server_default=""),
    Column("volume", Integer, nullable=False, server_default=text("80")),
    Column("language", Text, nullable=False, server_default=""),
    Column("is_active", Integer, nullable=False, server_default=text("1")),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("locked_until", Integer, nullable=False, server_default=text("0")),
    CheckConstraint("role IN ('packer', 'lead', 'admin')", name="role_is_known"),
    CheckConstraint("volume BETWEEN 0 AND 100", name="volume_is_percent"),
    sqlite_strict=True,
)

stops = Table(
    "stops",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("released_at", Integer),
    Column("released_by", Text, nullable=False, server_default=""),
    Column("consignee_sealed", LargeBinary),
    Column("too_late", Integer, nullable=False, server_default=text("0")),
    Column("is_kept", Integer, nullable=False, server_default=text("0")),
    CheckConstraint("kind IN ('cancel', 'hold', 'address')", name="kind_is_known"),
    Index("one_open_stop_per_kind", "order_id", "kind", unique=True, sqlite_where=text("released_at IS NULL")),
    Index("stops_by_order", "order_id"),
    Index("stops_open", "order_id", sqlite_where=text("released_at IS NULL")),
    Index("stops_too_late", "order_id", sqlite_where=text("too_late > 0")),
    sqlite_strict=True,
)

stock_returns = Table(
    "stock_returns",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order_id", Text, ForeignKey("orders.id"), nullable=False),
    Column("parcel_id", Text, ForeignKey("parcels.id")),
    Column("units", Integer, nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("done_at", Integer),
    Column("done_by", Text, nullable=False, server_default=""),
    Index("stock_returns_open", "order_id", sqlite_where=text("done_at IS NULL")),
    sqlite_strict=True,
)

shop_news = Table(
    "shop_news",
    metadata,
    Column("shop", Text, primary_key=True),
    Column("at", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

manifests = Table(
    "manifests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("carrier", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("opened_at", Integer, nullable=False),
    Column("closed_at", Integer),
    Column("closed_by", Text, nullable=False, server_default=""),
    Column("parcels", Integer, nullable=False, server_default=text("0")),
    Column("units", Integer, nullable=False, server_default=text("0")),
    Column("sha256", Text, nullable=False, server_default=""),
    Index("one_open_pile_per_carrier", "carrier", unique=True, sqlite_where=text("closed_at IS NULL")),
    Index("manifests_by_number", "number", unique=True),
    sqlite_strict=True,
)

manifest_parcels = Table(
    "manifest_parcels",
    metadata,
    Column("parcel_id", Text, ForeignKey("parcels.id"), primary_key=True),
    Column("manifest_id", Text, ForeignKey("manifests.id"), nullable=False),
    Column("tracking_number", Text, nullable=False),
    Column("order_number", Text, nullable=False),
    Column("units", Integer, nullable=False),
    Column("weight_g", Integer),
    Column("scanned_at", Integer, nullable=False),
    Column("scanned_by", Text, nullable=False),
    Index("manifest_parcels_by_manifest", "manifest_id", "scanned_at"),
    sqlite_strict=True,
)

label_documents = Table(
    "label_documents",
    metadata,
    Column("waybill_id", Text, ForeignKey("waybills.id"), primary_key=True),
    Column("format", Text, nullable=False),
    Column("width_mm", REAL, nullable=False),
    Column("height_mm", REAL, nullable=False),
    Column("dpi", Integer, nullable=False),
    Column("content_sealed", LargeBinary),  # NULL: it was too large to keep
    Column("sha256", Text, nullable=False),
    one_of("format", LabelFormat),
    sqlite_strict=True,
)

calibrations = Table(
    "calibrations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("printer", Text, nullable=False),
    Column("shift_x_um", Integer, nullable=False),
    Column("shift_y_um", Integer, nullable=False),
    Column("dpi", Integer, nullable=False),
    Column("darkness", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Index("calibrations_by_printer", "printer", "id"),
    sqlite_strict=True,
)
