"""How long a label takes: render, encode, prove. Run: python tests/bench/label.py

Every label has its own number, consignee and goods, so caches hold only what a working day would put there too.
The baseline, measured in the same run, is an empty picture of the same size packed into bits and compressed.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.label import LabelContent, Stock
from app.domain.order import Address, Consignee
from app.domain.shipment import Goods
from app.labels.languages.zpl import encode_zpl
from app.labels.layout import render_label
from app.labels.proof import prove
from tests.labels.samples import STOCKS, a_label, a_waybill

LABELS = 300
WARM_UP = 50
_ROADS = "科技园南区高新一道解放路人民中山北京东西花园滨海新城和平建设文化"
_WARES = "儿童保温杯不锈钢餐具套装棉麻抱枕收纳箱蓝色大号厨房置物架"


def contents(seed: int = 1) -> list[LabelContent]:
    """The same labels in every run."""
    dice = random.Random(seed)

    def some(letters: str, count: int) -> str:
        return "".join(dice.choice(letters) for _ in range(count))

    return [
        a_label(
            waybill=a_waybill(
                tracking_number=f"SF{dice.randrange(10**12, 10**13)}",
                sorting_code=f"{dice.randrange(1000)}-{dice.randrange(100):02}-{dice.randrange(100):02} 03",
            ),
            consignee=Consignee(
                some("张王李赵陈杨黄周吴徐", 1) + "**",
                f"1{dice.randrange(30, 99)}****{dice.randrange(10000):04}",
                Address(
                    "广东省", "深圳市", "南山区", some(_ROADS, dice.randrange(8, 30)) + f"{dice.randrange(999)}号****"
                ),
            ),
            goods=tuple(
                Goods(some(_WARES, dice.randrange(4, 14)), dice.randrange(1, 9)) for _ in range(dice.randrange(1, 5))
            ),
            order_number=f"TB{dice.randrange(10**12)}",
            copy=dice.choice((1, 1, 1, 2)),
        )
        for _ in range(LABELS + WARM_UP)
    ]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def measure(stock: Stock) -> dict[str, list[float]]:
    """Milliseconds of each step, label by label."""
    rows: dict[str, list[float]] = {"baseline": [], "render": [], "encode": [], "render+encode": [], "prove": []}
    for number, content in enumerate(contents()):
        start = time.perf_counter()
        bitmap = render_label(content, stock)
        middle = time.perf_counter()
        encode_zpl(bitmap)
        end = time.perf_counter()
        proof = timed(lambda b=bitmap, n=content.waybill.tracking_number: prove(b, n))
        baseline = timed(lambda size=(bitmap.width, bitmap.height): zlib.compress(Image.new("1", size).tobytes(), 1))
        if number >= WARM_UP:
            steps = (baseline, (middle - start) * 1000, (end - middle) * 1000, (end - start) * 1000, proof)
            for row, step in zip(rows.values(), steps, strict=True):
                row.append(step)
    return rows


def main() -> None:
    """Print the table; goal: render + encode p50 of 5 ms or less at 203 dpi."""
    say = sys.stdout.write
    say(f"{'stock':<16}{'step':<16}{'p50 ms':>9}{'p99 ms':>9}{'x baseline':>12}\n")
    for stock in STOCKS:
        rows = measure(stock)
        base = statistics.median(rows["baseline"])
        for step, values in rows.items():
            p50, p99 = statistics.median(values), statistics.quantiles(values, n=100)[98]
            name = f"{stock.width_mm:g}x{stock.height_mm:g}@{stock.dpi}"
            say(f"{name:<16}{step:<16}{p50:>9.2f}{p99:>9.2f}{p50 / base:>12.1f}\n")


if __name__ == "__main__":
    main()
