"""The table of the fault programme: what each layer did, what it found, and whether its broken variant was caught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Found:
    """Violations of the promise, by kind; each with a sentence that lets the run be replayed (seed, cut, kill)."""

    lost: list[str] = field(default_factory=list)  # an acknowledged scan that is not in the database
    doubled: list[str] = field(default_factory=list)  # two live labels of one parcel, or a copy nobody asked for
    lies: list[str] = field(default_factory=list)  # called done, sent or confirmed and was not
    other: list[str] = field(
        default_factory=list
    )  # stuck parcel, illegal state, broken chain, damaged file, personal data

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.lies or self.other)

    def add(self, more: Found) -> None:
        self.lost += more.lost
        self.doubled += more.doubled
        self.lies += more.lies
        self.other += more.other


@dataclass
class Row:
    """One layer's line. `variant` names the deliberately broken product, `caught` whether the layer found it out."""

    layer: str
    runs: int
    unit: str  # seeds, kills, cuts, faults
    found: Found
    variant: str
    caught: bool
    seconds: float

    @property
    def is_red(self) -> bool:
        return not self.caught or not self.found.is_clean


def table(rows: Sequence[Row]) -> str:
    """The whole programme as a Markdown table."""
    lines = [
        "| layer | runs | lost | doubled | lies | other | broken variant | caught | seconds |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        found = row.found
        counts = f"{len(found.lost)} | {len(found.doubled)} | {len(found.lies)} | {len(found.other)}"
        caught = "yes" if row.caught else "**NO**"
        lines.append(
            f"| {row.layer} | {row.runs} {row.unit} | {counts} | {row.variant} | {caught} | {row.seconds:.0f} |"
        )
    return "\n".join(lines)
