"""Plays the shift one step after the other, and writes a diary of its own of every scan: what was heard is held there
against what the station says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.demo.memory import Memory
from app.demo.packer import Packer
from app.demo.street import Street
from app.domain.outcome import Outcome
from app.domain.people import is_badge_like


@dataclass(frozen=True, slots=True)
class ShiftBook:
    """What lies beside the station: the diary, a line for each scan, and what the packer knows."""

    folder: Path

    @property
    def diary(self) -> Path:
        return self.folder / "diary.jsonl"

    def recall(self) -> Memory:
        return Memory.read(self.folder / "packer.json")

    def remember(self, memory: Memory) -> None:
        memory.write(self.folder / "packer.json")

    def write(self, words: list[str], memory: Memory) -> None:
        """The words are whole or not there; badges stand in no record, so not in this one."""
        with self.diary.open("ab", buffering=0) as file:
            file.write(f"{json.dumps(words, ensure_ascii=False)}\n".encode())
        self.remember(memory)


class Play:
    """`next()` lets happen what is due and says what to scan. Every answer of the bench is heard from now on, also to
    what somebody else scans.
    """

    def __init__(self, packer: Packer, street: Street, book: ShiftBook) -> None:
        self.packer = packer
        self.street = street
        self._book = book
        bench = street.station.bench
        scan = bench.scan

        def overheard(raw: str, *, device: str = "wedge") -> Outcome:
            outcome = scan(raw, device=device)
            self._heard(raw, outcome)
            return outcome

        bench.scan = overheard  # type: ignore[method-assign]  # an ear at the table; the product has none

    @property
    def is_done(self) -> bool:
        return self.packer.is_done

    def next(self) -> str | None:
        """The next code, None when there is only to wait, or all is done."""
        step = self.packer.next(self.street)
        if self.is_done:
            self._book.remember(self.packer.memory)
        if step is None or isinstance(step, str):
            return step
        self.packer.happened(step)
        self._book.write(["event", type(step).__name__], self.packer.memory)
        self.street.happen(step)
        return None

    def _heard(self, text: str, outcome: Outcome) -> None:
        if not self.is_done:
            self.packer.heard(text, outcome)
        self._book.write(["scan", outcome.code, "" if is_badge_like(text) else text], self.packer.memory)
