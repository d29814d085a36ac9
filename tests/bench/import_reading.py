"""How fast orders are read from a file, beside a bare `csv.reader` over the same file.

`python tests/bench/import_reading.py [ORDERS]`, 100,000 orders of two lines each by default.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from pathlib import Path

from app.domain.order import OrderDraft
from app.shops.files import read_orders

TITLES = "number,shop,name,phone,province,city,district,street,postcode,remark,service,sku,barcode,title,quantity"


def write_orders(path: Path, orders: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(TITLES + "\r\n")
        for order in range(orders):
            who = f"测试收件人{order},1380000{order % 10000:04d},浙江省,杭州市,余杭区,示例街{order}号,310000"
            head = f"PB{order:08d},demo,{who},,ZTO"
            for line in range(2):
                file.write(
                    f"{head},SKU-{order % 997:04d}-{line},20000000{order % 10000:04d}5,示例商品 {line},{line + 1}\r\n"
                )


def main(orders: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "orders.csv")
        write_orders(path, orders)
        started = time.perf_counter()
        with path.open(encoding="utf-8", newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        bare_s = time.perf_counter() - started
        started = time.perf_counter()
        opened = read_orders(path)
        opened_s = time.perf_counter() - started
        drafts = sum(isinstance(entry, OrderDraft) for entry in opened)
        total_s = time.perf_counter() - started
        if drafts != orders:
            raise SystemExit(f"{drafts} of {orders} orders came in")
        print(f"{path.stat().st_size / 1e6:.1f} MB, {rows} rows")
        print(f"bare csv.reader  {rows / bare_s:>10,.0f} rows/s  {bare_s / rows * 1e6:6.2f} µs/row")
        print(f"read_orders      {rows / total_s:>10,.0f} rows/s  {total_s / rows * 1e6:6.2f} µs/row")
        print(f"  of that survey {opened_s / rows * 1e6:>28.2f} µs/row; ratio to bare {bare_s / total_s:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
