"""The fault programme: `python -m tests.faults [--long] [--seed N] [--only LAYER] [--runs N]` prints its table.

Ends with 1 when a row is red: something was lost, doubled, untrue or stuck, or a broken variant was not caught.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Sequence

from tests.faults.report import Row, table

LAYERS = ("simulation", "kills", "powercut", "syscalls", "printer", "upgrade", "proxy")
_COUNTED = ("simulation", "kills")
_SHOWN = 20


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the form that the README's table shows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=LAYERS)
    parser.add_argument("--runs", type=int, help="how many seeds or kills; one seed is told step by step")
    asked = parser.parse_args(arguments)
    if asked.runs is not None and asked.only not in _COUNTED:
        parser.error(f"--runs goes with --only and one of {', '.join(_COUNTED)}")
    rows, missing = [], []
    for layer in (asked.only,) if asked.only else LAYERS:
        if importlib.util.find_spec(f"tests.faults.{layer}") is None:
            missing.append(layer)
            continue
        sys.stderr.write(f"{layer} …\n")
        how_many = {"runs": asked.runs} if asked.runs else {}
        row: Row = importlib.import_module(f"tests.faults.{layer}").run(is_long=asked.long, seed=asked.seed, **how_many)
        rows.append(row)
        _tell(row)
    sys.stdout.write(table(rows) + "\n")
    for layer in missing:
        sys.stderr.write(f"layer {layer} is missing\n")
    return 1 if missing or any(row.is_red for row in rows) else 0


def _tell(row: Row) -> None:
    """What was found, in sentences that say how to see it again."""
    found = row.found
    for kind, flaws in (("lost", found.lost), ("doubled", found.doubled), ("lie", found.lies), ("other", found.other)):
        for flaw in flaws[:_SHOWN]:
            sys.stderr.write(f"{row.layer}: {kind}: {flaw}\n")
    if not row.caught:
        sys.stderr.write(f"{row.layer}: the broken variant was NOT caught ({row.variant})\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
