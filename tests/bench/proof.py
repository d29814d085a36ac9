"""What the proof passes and refuses, and how long a carrier's label takes. Run: python tests/bench/proof.py [TIMES]

TIMES 1: 200 clean and some 220 corrupted labels, the same in every run; a broken proof beside the real one.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import zxingcpp

from app.domain.document import CarrierLabel, LabelFormat
from app.errors import Rejected
from app.labels.carrier_labels import page_of
from app.labels.proof import _proof, prove_codes
from app.labels.proof.carrying import carries
from tests.labels.carrier_labels import art
from tests.labels.carrier_labels.corpus import FOUR_BY_SIX, LONG, Case, clean_cases, corrupted_cases

ROUNDS = 20


def refuses(case: Case) -> bool:
    """The proof."""
    try:
        prove_codes(case.bitmap, case.numbers, stock=case.stock)
    except Rejected:
        return True
    return False


def misses_the_number(case: Case) -> bool:
    """The broken proof: it only looks whether the number can be read somewhere."""
    return not any(carries(symbol.text, case.numbers[0]) for symbol in zxingcpp.read_barcodes(case.bitmap.to_grey()))


def rates(times: float) -> None:
    """Both rates, by kind of corruption."""
    took: list[float] = []

    def timed(case: Case) -> bool:
        _proof.cache_clear()  # page_of has just proven it
        start = time.perf_counter()
        refused = refuses(case)
        took.append((time.perf_counter() - start) * 1000)
        return refused

    clean = [timed(case) for case in clean_cases(times=times)]
    print(f"clean: passed {len(clean) - sum(clean)} of {len(clean)}")
    print(f"proof: p50 {statistics.median(took):.1f} ms, p99 {statistics.quantiles(took, n=100)[98]:.1f} ms\n")
    made, refused, broken, unreadable, slipped = Counter[str](), Counter[str](), Counter[str](), 0, 0
    for case in corrupted_cases(times=times):
        kind = case.name.partition(":")[0]
        made[kind] += 1
        is_refused = refuses(case)
        refused[kind] += is_refused
        broken[kind] += misses_the_number(case)
        if not case.is_readable:
            unreadable += 1
            slipped += not is_refused
    print(f"{'corruption':<14}{'made':>6}{'refused':>9}{'a broken proof refuses':>25}")
    for kind, count in made.items():
        print(f"{kind:<14}{count:>6}{refused[kind]:>9}{broken[kind]:>25}")
    print(f"{'all':<14}{made.total():>6}{refused.total():>9}{broken.total():>25}")
    print(f"of these no longer readable: {unreadable}, passed all the same: {slipped}\n")


def speed() -> None:
    """Milliseconds a label, from the carrier's bytes to proven dots, beside drawing alone."""
    number, sto = "1Z999AA10123456784", "777123456789"
    label = art.western(number, random.Random(1), module=0.33, module_2d=0.5, routing="(420)12345")
    letter = art.pdf(label, (215.9, 279.4), (57, 63))
    print(f"{'label':<26}{'page_of p50 ms':>16}{'proof p50 ms':>14}")
    for at, dpi in enumerate((203, 300)):
        png = art.encoded(art.picture(label, dpi), "PNG", dpi=(dpi, dpi))
        for name, carrier, stock, wanted in (
            ("png 4x6", CarrierLabel(LabelFormat.PNG, png), FOUR_BY_SIX[at], number),
            ("pdf 4x6", CarrierLabel(LabelFormat.PDF, art.pdf(label)), FOUR_BY_SIX[at], number),
            ("pdf letter", CarrierLabel(LabelFormat.PDF, letter), FOUR_BY_SIX[at], number),
            ("html 100x180", CarrierLabel(LabelFormat.HTML, art.kdniao(sto).encode()), LONG[at], sto),
        ):
            bitmap = page_of(carrier, stock, numbers=(wanted,))
            drawn = _median(lambda c=carrier, s=stock, n=wanted: page_of(c, s, numbers=(n,)))
            proven = _median(lambda b=bitmap, s=stock, n=wanted: prove_codes(b, (n,), stock=s))
            print(f"{f'{name} @{dpi}':<26}{drawn:>16.1f}{proven:>14.1f}")


def _median(work: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        _proof.cache_clear()  # the same label again and again is none of a working day
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    rates(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
    speed()
