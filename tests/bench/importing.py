"""How fast a file of orders comes in, against a bare executemany of the very same rows into the same tables.

python -m tests.bench.importing [ORDERS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import pysqlite3

from app.domain.actor import Actor
from app.work.intake import import_orders
from tests.builders import a_database, an_interception

_TABLES = ("orders", "order_lines", "item_codes")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "orders.csv", count)
        (folder / "ours").mkdir()
        database = a_database(folder / "ours")
        began = time.perf_counter()
        report = import_orders(an_interception(database), Actor("Bench"), folder / "orders.csv")
        ours = time.perf_counter() - began
        database.close()
        bare = _bare(folder)
    print(f"{report.added} orders, {2 * count} lines, {report.bad} bad rows")
    print(f"{'':28} {'seconds':>8} {'orders/s':>9} {'ratio':>6}")
    print(f"{'bare executemany, same rows':28} {bare:8.2f} {count / bare:9.0f} {1:6.2f}")
    print(f"{'import of the file':28} {ours:8.2f} {count / ours:9.0f} {bare / ours:6.2f}")


def _write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("number,name,phone,province,city,district,street,sku,title,quantity\n")
        for number in range(count):
            person = f"客户{number},138{number:08d},浙江省,杭州市,西湖区,文三路{number}号3幢1单元"
            file.write(f"N{number:07d},{person},SKU-{number % 500},绿茶 {number % 500},1\n")
            file.write(f"N{number:07d},,,,,,,SKU-{(number + 7) % 500},红茶 {(number + 7) % 500},2\n")


def _bare(folder: Path) -> float:
    """Copy the rows out, make the same empty tables, and put the rows back in one transaction."""
    (folder / "bare").mkdir()
    a_database(folder / "bare").close()
    source = pysqlite3.connect(folder / "ours" / "packbench.db")
    rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}
    source.close()
    target = pysqlite3.connect(folder / "bare" / "packbench.db", isolation_level=None)
    target.execute("PRAGMA synchronous=FULL")
    began = time.perf_counter()
    target.execute("BEGIN")
    for table, content in rows.items():
        target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(content[0]))})", content)
    target.execute("COMMIT")
    took = time.perf_counter() - began
    target.close()
    return took


if __name__ == "__main__":
    main()
