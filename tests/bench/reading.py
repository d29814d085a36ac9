"""How well the bench's eyes read, beside pyzbar alone and zxing-cpp alone, over pictures of which the texts are known.

    python tests/bench/reading.py FOLDER [--half 0|1] [--wrong] [--missed] [--native] [--plain]

FOLDER holds `manifest.csv`: `path`, `expected` (a JSON list, or one text; empty for a picture without a code) and, if
it has them, `set` and `symbology`. Milliseconds are CPU time of one thread, decoding the file not counted; pictures are
first fitted into 1280x720 (not with `--native`). Halves are by the hash of the name: steps were tuned on half 0 alone.
Codes that no rule lets pass unexpected (ITF of other than 14 digits) and symbols that are not looked for count in
`recall`; a line below says it without them, and how the others were lost.
`--plain` asks for what a bench asks for, without UPC-E, Codabar and Code 93.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyzbar import pyzbar

from app.devices.reading.cascade import read_frame
from app.devices.reading.image_work import View, fitted
from app.devices.reading.picture import open_picture
from app.devices.reading.zxing import read_with_zxing
from app.domain.barcode import expand_upc_e
from app.domain.sighting import ALL_CODES, BENCH_CODES, Judgment, judge
from app.errors import Rejected
from tests.bench.reading_texts import printed

_NOT_LOOKED_FOR = {"Telepen", "DXFilmEdge"}
READERS = ("eyes", "zxing-cpp", "pyzbar")


@dataclass(frozen=True, slots=True)
class Row:
    """A picture, the texts in it, and the set it belongs to."""

    path: Path
    expected: tuple[str, ...]
    set: str
    symbology: str = ""

    def is_allowed(self, text: str) -> bool:
        """Whether the bench may believe it at all."""
        return self.symbology not in _NOT_LOOKED_FOR and (self.symbology != "ITF" or len(text) == 14)

    @property
    def half(self) -> int:
        return hashlib.sha256(self.path.name.encode()).digest()[0] % 2


@dataclass(slots=True)
class Tally:
    """One reader over one set."""

    codes: int = 0
    read: int = 0
    returned: int = 0
    wrong: int = 0
    ms: list[float] = field(default_factory=list)

    def __iadd__(self, other: Tally) -> Tally:
        self.codes, self.read = self.codes + other.codes, self.read + other.read
        self.returned, self.wrong = self.returned + other.returned, self.wrong + other.wrong
        self.ms += other.ms
        return self

    @property
    def recall(self) -> float:
        return 100 * self.read / self.codes if self.codes else math.nan

    @property
    def wrong_rate(self) -> float:
        return 100 * self.wrong / self.returned if self.returned else 0.0

    @property
    def mean_ms(self) -> float:
        return sum(self.ms) / max(len(self.ms), 1)

    @property
    def p95_ms(self) -> float:
        return sorted(self.ms)[min(len(self.ms) - 1, int(0.95 * len(self.ms)))] if self.ms else 0.0


def load_rows(folder: Path) -> list[Row]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(folder / row["path"], _texts(row["expected"]), _set(row), row.get("symbology", ""))
            for row in csv.DictReader(file)
        ]


def _texts(cell: str) -> tuple[str, ...]:
    try:
        given = json.loads(cell) if cell.strip() else []
    except ValueError:
        given = cell
    return tuple(map(str, given)) if isinstance(given, list) else (str(cell),)


def _set(row: dict[str, str]) -> str:
    return row.get("set") or str(Path(row["path"]).parent)


def forms(text: str) -> set[str]:
    """The ways the same code is written down: GTINs in any length, UPC-E short or long, GS1 with brackets or GS,
    Codabar with or without its start and stop, DataBar with or without its (01).
    """
    plain = text.translate({ord("("): None, ord(")"): None, 0x1D: None}).strip()
    written = {plain}
    if len(plain) > 4 and plain[0] in "ABCD" and plain[-1] in "ABCD":
        written.add(plain[1:-1])
    if len(plain) == 16 and plain.startswith("01"):
        written.add(plain[2:])
    if long := expand_upc_e(plain):
        written.add(long)
    return {form.lstrip("0") if form.isdigit() else form for form in written}


def without_add_on(text: str) -> str:
    """The EAN-13 before the two or five digits printed beside it: a bench packs the book, whatever its price."""
    return text[:13] if text.isdigit() and len(text) in {15, 18} else text


def score(row: Row, texts: Iterable[str], ms: float, known: set[str]) -> tuple[Tally, list[str]]:
    """What one reader did on one picture, and what it said wrong. A text that another picture of the manifest holds is
    in this one too, unlisted: such sets repeat their labels.
    """
    wanted = [forms(text) | forms(without_add_on(text)) for text in row.expected]
    returned = [forms(text) for text in dict.fromkeys(texts)]
    read = sum(any(want & got for got in returned) for want in wanted)
    wrong = [min(got) for got in returned if not any(want & got for want in wanted) and (not wanted or not got & known)]
    return Tally(len(wanted), read, len(returned), len(wrong), [ms]), wrong


def lost(row: Row, seen: Judgment) -> Counter[str]:
    """Of the codes that may be believed: how many there are (`allowed`), and why the others were not read."""
    reasons = Counter[str]()
    for text in filter(row.is_allowed, row.expected):
        wanted = forms(text) | forms(without_add_on(text))
        reasons["allowed"] += 1
        if not any(wanted & forms(read.code.text) for read in seen.read):
            doubts = [doubted.doubt for doubted in seen.doubted if wanted & forms(doubted.text)]
            reasons[str(doubts[0]) if doubts else "unseen"] += 1
    return reasons


def readers(wanted: frozenset) -> dict[str, Callable[[View], Judgment | Sequence[str]]]:
    def with_eyes(view: View) -> Judgment:
        return judge(read_frame(view.pixels, wanted, clock=time.thread_time))

    def with_zxing(view: View) -> list[str]:
        fit = fitted(view.pixels, 1280, 720)
        return [seen.text for seen in read_with_zxing(fit, wanted, thorough=True, inverted=True)]

    def with_pyzbar(view: View) -> list[str]:
        fit = fitted(view.pixels, 1280, 720)
        return [code.data.decode("utf-8", "replace") for code in pyzbar.decode(fit.pixels)]

    return dict(zip(READERS, (with_eyes, with_zxing, with_pyzbar), strict=True))


@dataclass(slots=True)
class Report:
    """Tallies by half, set and reader; what was wrong and what was missed by our own."""

    tallies: dict[tuple[int, str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    lost: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def measure(rows: Sequence[Row], halves: Sequence[int], *, native: bool, wanted: frozenset) -> Report:
    report = Report()
    known = {form for row in rows for text in row.expected for form in forms(text)}
    for row in (row for row in rows if row.half in halves):
        try:
            frame = open_picture(row.path.read_bytes())
        except (Rejected, OSError):
            report.unreadable.append(str(row.path))
            continue
        view = View("frame", frame) if native else View("frame", fitted(frame, 1280, 720).pixels)
        for name, read in readers(wanted).items():
            begun = time.thread_time()
            found = read(view)
            ms = 1000 * (time.thread_time() - begun)
            if isinstance(found, Judgment):
                report.lost[row.half] += lost(row, found)
                found = [read.code.text for read in found.read]
            tally, wrong = score(row, found, ms, known)
            report.tallies[row.half, row.set, name] += tally
            if name == "eyes":
                report.wrong += [f"{row.path} {text!r} for {row.expected}" for text in wrong]
                report.missed += [f"{row.path} {row.expected}"[:150]] if tally.read < tally.codes else []
    return report


def say(report: Report, half: int) -> bool:
    """The table of one half; whether the goals are met."""
    print(f"\nhalf {half}{' (tuned on)' if half == 0 else ' (held out)'}")
    print(f"{'set':34} {'codes':>6}" + "".join(f" | {name:>9} wrong  mean   p95" for name in READERS))
    sums = {name: Tally() for name in READERS}
    for name in sorted({of for h, of, _ in report.tallies if h == half}):
        row = {reader: report.tallies[half, name, reader] for reader in READERS}
        for reader, tally in row.items():
            sums[reader] += tally
        print(_line(name, row))
    print(_line("ALL", sums))
    negatives = sum(
        tally.wrong
        for (h, _, reader), tally in report.tallies.items()
        if h == half and reader == "eyes" and not tally.codes
    )
    ours, best = sums["eyes"], max(sums["zxing-cpp"].recall, sums["pyzbar"].recall)
    goals = {
        f"recall {ours.recall:.1f} >= best single {best:.1f} + 8": ours.recall >= best + 8,
        f"wrong accepted {ours.wrong_rate:.2f} % <= 0.5 %": ours.wrong_rate <= 0.5,
        f"{negatives} codes in pictures without one": negatives == 0,
        f"mean {ours.mean_ms:.1f} ms <= 25": ours.mean_ms <= 25,
        f"p95 {ours.p95_ms:.1f} ms <= 150": ours.p95_ms <= 150,
    }
    for goal, is_met in goals.items():
        print(f"  {'met ' if is_met else 'MISS'}  {goal}")
    reasons = report.lost[half]
    allowed = reasons.pop("allowed", 0)
    if allowed:
        ways = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common()) or "none"
        share = 100 - 100 * reasons.total() / allowed
        print(f"  of {allowed} codes that may be believed {share:.1f} % read; lost: {ways}")
    return all(goals.values())


def say_texts(wanted: frozenset) -> None:
    """How many texts come out exactly as they were put in, by the way they are encoded."""
    exact, of = Counter[str](), Counter[str]()
    for each in printed():
        found = judge(read_frame(each.pixels, wanted)).read
        exact[each.way] += [read.code.text for read in found] == [each.text] and found[0].code.symbology.startswith(
            each.identifier
        )
        of[each.way] += 1
    ways = ", ".join(f"{way} {exact[way]}/{of[way]}" for way in of)
    print(f"\ntexts exact {exact.total()}/{of.total()}: {ways}")


def _line(name: str, row: dict[str, Tally]) -> str:
    cells = (f" | {t.recall:9.1f} {t.wrong:5d} {t.mean_ms:5.1f} {t.p95_ms:5.0f}" for t in row.values())
    return f"{name[-34:]:34} {row['eyes'].codes:6d}" + "".join(cells)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="only one half")
    parser.add_argument("--native", action="store_true", help="our eyes get the sensor's own pixels")
    parser.add_argument("--plain", action="store_true", help="what a bench looks for, without what is misread most")
    parser.add_argument("--wrong", action="store_true", help="list what was accepted and wrong")
    parser.add_argument("--missed", action="store_true", help="list pictures of which not all was read")
    arguments = parser.parse_args()
    halves = (0, 1) if arguments.half is None else (arguments.half,)
    rows, wanted = load_rows(arguments.folder), BENCH_CODES if arguments.plain else ALL_CODES
    errors = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # zbar warns of its own assertions
    try:
        report = measure(rows, halves, native=arguments.native, wanted=wanted)
    finally:
        os.dup2(errors, 2)
    met = [say(report, half) for half in halves]
    say_texts(wanted)
    for title, lines in (("wrong", report.wrong), ("missed", report.missed), ("unreadable", report.unreadable)):
        if lines and (title == "unreadable" or getattr(arguments, title)):
            print(f"\n{title}:", *lines, sep="\n  ")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
