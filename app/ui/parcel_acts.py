"""What can be done with one parcel: each with its command, by which it is meant where no parcel is chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.domain.barcode import Command
from app.domain.outcome import Outcome
from app.domain.printing import PrintReason

if TYPE_CHECKING:
    from app.bench import Bench

AT_PARCEL = {
    Command.REPRINT_MISSING: "missing",
    Command.REPRINT_DAMAGED: "damaged",
    Command.VOID: "void",
    Command.LABEL: "label",
}
COMMANDS = {action: command for command, action in AT_PARCEL.items()}


def act_on(bench: Bench, parcel_id: str, action: str) -> Outcome:
    """Do it, for whoever is at the desk."""
    acts: dict[str, Callable[[str], Outcome]] = {
        "missing": partial(bench.reprint, reason=PrintReason.MISSING),
        "damaged": partial(bench.reprint, reason=PrintReason.DAMAGED),
        "void": bench.void,
        "label": bench.request_label,
    }
    return acts[action](parcel_id)
