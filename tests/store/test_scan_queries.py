"""What a scan, and the print ledger, ask the store goes by an index, however many orders wait and prints there were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, TextClause, event, text

from app.domain.document import DocumentKind
from app.domain.printing import PrintReason
from app.store import known, manifests, order_reading, parcels, prints, stops, waybills
from app.store.database import Database, Transaction
from tests.builders import a_database
from tests.sealed import a_sealed_parcel

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


def ask_slip(tx: Transaction, database: Database) -> None:
    slip: Any = {"document": DocumentKind.PACKING_SLIP, "printer": "label", "reason": PrintReason.FIRST}
    prints.ask(tx, database, "a parcel", packer="Wu", **slip)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda tx, _: waybills.find_label(tx, "T1001"), "prints_by_waybill"),
        (lambda tx, _: manifests.find(tx, "T1001"), "prints_by_waybill"),
        (lambda tx, _: prints.may_be_on_paper(tx, "x"), "prints_by_waybill"),
        (lambda tx, database: parcels.recent(tx, database, 9), "prints_by_waybill"),
        (lambda tx, _: prints.at_positions(tx, "label", 1, 9), "prints_by_position"),
        (ask_slip, "prints_by_position"),
        (lambda tx, _: prints.by_printer(tx, ("label",)), "prints_by_position"),
        (lambda tx, _: prints.waiting(tx, "label"), "jobs_to_do"),
        (lambda tx, _: stops.prints_to_send(tx, "x"), "one_unfinished_job_per_subject"),
    ],
)
def test_no_question_to_the_print_ledger_reads_all_of_it(
    database: Database, ask: Callable[[Transaction, Database], object], index: str
) -> None:
    with database.transaction() as tx:
        a_sealed_parcel(tx, database, "1001")
        plan = plan_of(tx, lambda: ask(tx, database))
    assert any(index in step for step in plan), plan
    assert not any(step.startswith(("SCAN prints", "SCAN jobs")) or step == "SEARCH prints" for step in plan), plan


def plan_of(connection: Connection, ask: Callable[[], object]) -> list[str]:
    """How SQLite goes about each statement of it."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        statements.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    ask()
    event.remove(connection, "before_cursor_execute", note)
    steps = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}", values).all() for each, values in statements]
    return [str(row[3]) for each in steps for row in each]
