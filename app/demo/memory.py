"""What a packer of the shift knows without looking: how far the work is, which box bears which label, what was heard.

It is kept beside the station and not in it: a person does not forget when the program does.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

OVER, PACKED, STOPPED = "over", "packed", "stopped"
"""Marks of the task in hand: nothing is left to scan of it; its boxes are closed; somebody stopped its order."""
_LATER = "later:"


@dataclass(slots=True)
class Memory:
    """`at` is the task in hand and `done` what was done of it, `pieces` how many of its pieces. `on_duty` is who packs.

    `papers` counts the labels taken from the printer. By order number: `waiting` boxes without a label, `heard` alarms.
    By tracking number: `stuck` labels on their boxes and `apart` stopped boxes (why, of which order), `piled` and
    `gone` parcels. `to_take_off`: a label on the pile that was refused.
    """

    at: int = 0
    done: list[str] = field(default_factory=list)
    pieces: int = 0
    on_duty: int = 0
    papers: int = 0
    serials: int = 0
    waiting: dict[str, int] = field(default_factory=dict)
    stuck: dict[str, str] = field(default_factory=dict)
    apart: dict[str, tuple[str, str]] = field(default_factory=dict)
    piled: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    to_take_off: str = ""
    heard: dict[str, list[str]] = field(default_factory=dict)

    def has(self, mark: str) -> bool:
        return mark in self.done

    def mark(self, mark: str) -> None:
        if mark not in self.done:
            self.done.append(mark)

    def put_off(self, label: str) -> None:
        """Scan the label later: another one is waited for just now."""
        self.mark(f"{_LATER}{label}")

    def is_put_off(self, label: str) -> bool:
        return self.has(f"{_LATER}{label}")

    def take_up_again(self) -> None:
        """Something else was scanned meanwhile."""
        self.done = [mark for mark in self.done if not mark.startswith(_LATER)]

    def turn_to_next(self) -> None:
        """The task in hand is over."""
        self.at, self.done, self.pieces = self.at + 1, [], 0

    def seal(self, number: str) -> None:
        """One more box of this order waits for its label."""
        self.waiting[number] = self.waiting.get(number, 0) + 1

    def label(self, number: str) -> None:
        """A box of this order waits no longer."""
        self.waiting[number] = self.waiting.get(number, 0) - 1
        if self.waiting[number] <= 0:
            del self.waiting[number]

    def write(self, path: Path) -> None:
        scratch = path.with_suffix(".new")
        scratch.write_text(json.dumps(asdict(self)), "utf-8")
        scratch.replace(path)

    @staticmethod
    def read(path: Path) -> Memory:
        """As it was written, or of a shift that has not begun."""
        if not path.exists():
            return Memory()
        tree = json.loads(path.read_text("utf-8"))
        tree["apart"] = {number: (why, of) for number, (why, of) in tree["apart"].items()}
        return Memory(**tree)
