"""What a scan asks the store goes by an index, however many orders wait."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import TextClause, text

from app.store import known, order_reading
from tests.builders import a_database

NOTHING = {"numbers": "[]", "codes": "[]", "case_of": ""}


@pytest.mark.parametrize(
    ("query", "values", "index"),
    [
        (known._KNOWN, NOTHING, "orders_by_tote"),
        (order_reading._STOP, {"order_id": "x"}, "orders_merged"),
        (order_reading._MERGED, {"order_id": "x"}, "orders_merged"),
        (order_reading._DUE_SINGLE, {"sku": "x", "units": 1}, "orders_alike"),
        (order_reading._DUE_AMONG, {"sku": "x", "units": 1}, "order_lines_by_sku"),
    ],
)
def test_no_query_of_a_scan_reads_all_orders(
    tmp_path: Path, query: TextClause, values: dict[str, str | int], index: str
) -> None:
    database = a_database(tmp_path)
    with database.reading() as connection:
        rows = connection.execute(text(f"EXPLAIN QUERY PLAN {query.text}"), values).all()
    plan = [str(row[3]) for row in rows]
    assert any(index in step for step in plan), plan
    assert not any(step.startswith("SCAN orders") or "orders_to_pack" in step for step in plan), plan
    database.close()
