"""One life of the shift's demo, as the program itself or a broken one: `python -m tests.ui.shift_life FOLDER VARIANT`.

After its crash the program begins anew with the same words, so a broken one stays broken.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import app.demo
from app.__main__ import main
from app.demo.script import Crash, Kind, Moment, PrinterFails, Shift, Stop, Task, build_shift
from app.devices.virtual_printer import Fault
from app.domain import handover
from app.domain.outcome import OutcomeCode
from tests.faults import broken

SEED = 1


def shift_of(variant: str) -> Shift:
    """The whole shift; for a broken product only what finds it out, so that nobody waits for the rest."""
    whole = build_shift(SEED)
    return whole if variant == "the product" else replace(whole, tasks=tuple(_telling(whole)[variant]))


def _telling(shift: Shift) -> dict[str, list[Task]]:
    tasks, last = shift.tasks, Task(Kind.DAY_END)
    settle, courier = Task(Kind.SETTLE), Task(Kind.COURIER)
    cancelled = [
        task
        for task in tasks
        for cue in task.cues
        if isinstance(cue.event, Stop) and cue.moment is Moment.LABELED and not cue.event.by_file
    ]
    jam = [task for task in tasks for cue in task.cues if cue.event == PrinterFails(Fault.PAPER_OUT)]
    quiet = [task for task in tasks if task.kind is Kind.PACK and not task.cues][:2]
    crash = [task for task in tasks for cue in task.cues if isinstance(cue.event, Crash)]
    return {
        "gate without stops": [*quiet, *cancelled, *crash, settle, courier, last],
        "prints sent again": [*quiet, *jam, settle, courier, last],
    }


def _gate_without_stops(patch: pytest.MonkeyPatch) -> None:
    """The courier is given whatever has a paid label."""
    others = tuple(each for each in handover.STANDING if each[0] is not OutcomeCode.HANDOVER_STOPPED)
    patch.setattr(handover, "STANDING", others)


VARIANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the product": broken.unbroken,
    "gate without stops": _gate_without_stops,
    "prints sent again": broken.retried_prints,
}


def live(folder: Path, variant: str) -> int:
    patch = pytest.MonkeyPatch()
    VARIANTS[variant](patch)  # for as long as this process lives
    patch.setattr(app.demo, "build_shift", lambda _seed: shift_of(variant))
    return main(["--folder", str(folder), "demo", "--shift", "--speed", "1000"])


if __name__ == "__main__":
    sys.exit(live(Path(sys.argv[1]), sys.argv[2]))
