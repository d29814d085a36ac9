"""Labels that carriers drew: sealed, given back as they came, bounded."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.document import CarrierLabel, LabelFormat
from app.domain.shipment import Waybill
from app.errors import Misconfigured, Rejected
from app.store import label_documents, waybills
from app.store.database import Database, Transaction
from app.store.sealing import Sealer
from tests.builders import a_database
from tests.sealed import a_sealed_parcel, void

SPOKEN = b"^XA^FDTo: Li Xiaolong, 27 Zhongguancun Street^FS^XZ"
DRAWN = CarrierLabel(LabelFormat.ZPL, SPOKEN * 300, 100.0, 150.5, 203)


def bought(tx: Transaction, database: Database, label: CarrierLabel | None) -> str:
    """A waybill that was bought with this label; its id."""
    parcel_id = a_sealed_parcel(tx, database, "1001", print_state=None)
    void(tx, database, parcel_id)
    waybill_id = waybills.ask(tx, database, parcel_id, carrier="fedex", service="ground")
    issued = Waybill(tracking_number="T2", reference="r", service="ground", sorting_code="7-1", label=label)
    waybills.mark_issued(tx, database, waybill_id, issued, void_window_s=None)
    return waybill_id


@pytest.mark.parametrize("content", [SPOKEN, b"", bytes(range(256)), os.urandom(label_documents.LARGEST_BYTES)])
def test_a_carriers_label_is_given_back_as_it_came_also_after_a_restart(tmp_path: Path, content: bytes) -> None:
    database = a_database(tmp_path)
    drawn = CarrierLabel(LabelFormat.PDF, content, 101.6, 152.4)
    with database.transaction() as tx:
        waybill_id = bought(tx, database, drawn)
    database.close()
    database = a_database(tmp_path)
    with database.reading() as connection:
        assert label_documents.get(connection, database, waybill_id) == drawn
        assert label_documents.size_of(connection, waybill_id) == (101.6, 152.4)
        kept = connection.execute(text("SELECT sha256 FROM label_documents")).scalar_one()
        assert kept == hashlib.sha256(content).hexdigest()
        waybill = waybills.get(connection, waybill_id).waybill
        assert waybill is not None
        assert (waybill.sorting_code, waybill.label) == ("7-1", None)  # the label is asked for where it is printed
    database.close()


def test_a_waybill_without_a_label_of_its_own_has_none(database: Database) -> None:
    with database.transaction() as tx:
        waybill_id = bought(tx, database, None)
        assert label_documents.get(tx, database, waybill_id) is None
        assert label_documents.size_of(tx, waybill_id) == (0.0, 0.0)


def test_no_file_of_the_station_holds_a_label_in_plain(tmp_path: Path) -> None:
    database = a_database(tmp_path)
    with database.transaction() as tx:
        bought(tx, database, DRAWN)
    files = [path.read_bytes() for path in tmp_path.iterdir()]
    assert any(len(content) > len(DRAWN.content) for content in files)
    assert not any(SPOKEN[8:40] in content or b"^XA" in content for content in files)
    assert "Zhongguancun" not in repr(Waybill("T2", "r", "ground", label=DRAWN))
    database.close()


def test_a_label_opens_for_its_own_waybill_and_key_only(database: Database) -> None:
    with database.transaction() as tx:
        waybill_id = bought(tx, database, DRAWN)
        tx.execute(text("PRAGMA defer_foreign_keys = ON"))
        moved = "SELECT 'moved', format, width_mm, height_mm, dpi, content_sealed, sha256 FROM label_documents"
        tx.execute(text(f"INSERT INTO label_documents {moved}"))
        with pytest.raises(Misconfigured, match=r"keys\.wrong_key"):
            label_documents.get(tx, database, "moved")
        tx.execute(text("DELETE FROM label_documents WHERE waybill_id = 'moved'"))
        database.sealer = Sealer(bytes(32))
        with pytest.raises(Misconfigured, match=r"keys\.wrong_key"):
            label_documents.get(tx, database, waybill_id)


def test_a_label_too_large_to_keep_costs_its_print_and_not_the_waybill(database: Database) -> None:
    large = CarrierLabel(LabelFormat.PNG, bytes(label_documents.LARGEST_BYTES + 1), 100, 150)
    with database.transaction() as tx:
        waybill_id = bought(tx, database, large)
    with database.reading() as connection:
        assert waybills.get(connection, waybill_id).waybill is not None
        with pytest.raises(Rejected, match=r"label\.too_large"):
            label_documents.get(connection, database, waybill_id)
    assert database.path.stat().st_size < label_documents.LARGEST_BYTES


def test_a_label_whose_waybill_could_not_be_written_is_not_kept(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as tx:
            bought(tx, database, DRAWN)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM label_documents")).scalar_one() == 0
