"""Percentiles and lines of a table, for the benchmark programs of this folder."""

from __future__ import annotations

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def row(name: str, values_s: Sequence[float], *, baseline_s: Sequence[float] | None = None) -> str:
    """One line: p50 and p99 in milliseconds, and the ratio of the medians to the baseline's."""
    line = f"{name:44} {percentile(values_s, 0.5) * 1000:9.2f} {percentile(values_s, 0.99) * 1000:9.2f}"
    if baseline_s is None:
        return line
    return f"{line} {percentile(values_s, 0.5) / percentile(baseline_s, 0.5):7.2f}"


HEAD = f"{'':44} {'p50 ms':>9} {'p99 ms':>9} {'ratio':>7}"
