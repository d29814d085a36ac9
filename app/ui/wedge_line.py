"""The line that the wedge collects: which of its keys are a scanner's and which a hand's, by pauses and by how long
each key was down.

A scanner lets a key go before it presses the next, or lets several go in the order in which it pressed them. A key that
stays down while another one comes and goes is a hand's. What nothing tells apart ends as a text that is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from app.domain.typed import LOST, begins, unwrap
from app.domain.wedge_profile import WedgeProfile

SHORTEST_BURST = 4  # keys; fewer in a row may be a person's hand, however fast
STRAY_GAPS = 20  # so many key gaps of silence part a stray key from the scan after it
SHORTEST_TOUCH_MS = 30  # a finger is on a key at least so long
SAME_REPORT_MS = 2
FINGER_MS = 60  # and mostly so long
LOST_RELEASE_MS = 2000  # a key that is down longer has gone up elsewhere


@dataclass(slots=True, eq=False)
class Piece:
    """What a key added. `text` is what a scanner meant, `own` what the system made of it; `pause_ms` the longest
    silence among its keys and before them.
    """

    text: str
    own: str
    at_ms: int
    pause_ms: int
    place: int = 0
    up_ms: int | None = None
    is_hands: bool = False
    is_doubtful: bool = False  # one other key came and went, in no less time than a finger needs
    held_ms: int | None = None  # when Shift or the like went down over it
    covered: int = 0  # keys that came and went while it was down
    overlaps: list[Piece] = field(default_factory=list)  # what came while it was down

    @property
    def down_ms(self) -> int | None:
        return None if self.up_ms is None else self.up_ms - self.at_ms


Run = list[Piece]


class Line:
    """Pieces in their order. A run is what came without a pause of more than `gap_ms`."""

    def __init__(self, gap_ms: int) -> None:
        self.gap_ms = gap_ms
        self.pieces: Run = []
        self._down: list[Piece] = []
        self._end: Piece | None = None
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        """The line as it is shown: as the system has it while it may be a hand's."""
        if self._longest_run < SHORTEST_BURST:
            return "".join(piece.own for piece in self.pieces)
        return "".join(piece.text for piece in self.pieces)

    def put(self, piece: Piece) -> None:
        self._down = [other for other in self._down if piece.at_ms - other.at_ms < LOST_RELEASE_MS]
        for other in self._down:
            other.overlaps.append(piece)
        self.pieces.append(piece)
        self._length += len(piece.text)
        if piece.place:
            self._down = [*self._down, piece][-16:]

    def let_go(self, place: int, at_ms: int) -> bool:
        """A key went up; whether it is one of the line's. What was down before it came and still is, is a hand's."""
        piece = next((each for each in self._down if each.place == place), None)
        if piece is None:
            return False
        piece.up_ms = at_ms
        for other in self._down[: self._down.index(piece)]:
            other.covered += 1
            is_long = at_ms - other.at_ms >= 2 * (at_ms - piece.at_ms)
            other.is_hands = other.is_hands or is_long or other.covered > 1
            other.is_doubtful = not other.is_hands
        self._down.remove(piece)
        return True

    def hold(self, at_ms: int) -> None:
        """Shift or the like went down."""
        for piece in self._down:
            if piece.held_ms is None:
                piece.held_ms = at_ms

    def end(self, place: int, at_ms: int) -> None:
        """The key that ended the code is down."""
        self._end = Piece("", "", at_ms, 0, place)
        self._down.append(self._end)

    def forget_down(self) -> None:
        """The keyboard went to another program: keys go up there."""
        self._down.clear()

    def take_back(self) -> None:
        """Remove the last character."""
        last = self.pieces[-1]
        last.text, last.own = last.text[:-1], last.own[:-1]
        self._length -= 1
        if not last.text:
            self.pieces.pop()

    def keep(self, pieces: Run) -> None:
        """Only these are left."""
        self.pieces = pieces
        self._length = sum(len(piece.text) for piece in pieces)

    @property
    def _runs(self) -> list[Run]:
        return _parted([piece for piece in self.pieces if not piece.is_hands], self.gap_ms)

    @property
    def last_run(self) -> Run:
        runs = self._runs
        return runs[-1] if runs else []

    @property
    def _longest_run(self) -> int:
        return max((length_of(run) for run in self._runs), default=0)

    def is_scan(self, end_pause_ms: int) -> bool:
        """Whether a scanner typed it, with such a pause before its end."""
        runs = self._runs
        is_one_breath = len(runs) == 1 and end_pause_ms <= self.gap_ms
        return is_one_breath or any(length_of(run) >= SHORTEST_BURST for run in runs)

    def take_scan(self, end_pause_ms: int, profile: WedgeProfile | None) -> str:
        """The code a scanner typed. What a hand typed in between or shortly before stays in the line."""
        runs = self._runs
        start, is_doubtful = self._start_of(runs, end_pause_ms, profile)
        scanned = [piece for run in runs[start:] for piece in run]
        hands = [piece for piece in self.pieces if piece.is_hands]
        if scanned and scanned[0].pause_ms < self.gap_ms * STRAY_GAPS:
            hands = [piece for piece in self.pieces if piece not in scanned]
        text = "".join(piece.text for piece in scanned)
        if profile is not None:
            text = unwrap(text, profile)
        if is_doubtful or _is_mixed(scanned) or self._is_cut(scanned):
            text = LOST + text
        self.keep(hands)
        return text

    def _is_cut(self, scanned: Run) -> bool:
        """Whether a hand's Enter fell into the code and this is the rest of it."""
        end = self._end
        is_near = end is not None and bool(scanned) and scanned[0].at_ms - end.at_ms <= self.gap_ms
        return is_near and end is not None and end.is_hands

    def take_typed(self) -> str:
        """All of it, as a hand typed it."""
        text = "".join(piece.own for piece in self.pieces)
        self.keep([])
        return text

    def _start_of(self, runs: list[Run], end_pause_ms: int, profile: WedgeProfile | None) -> tuple[int, bool]:
        """With which run the code begins, and whether that is open."""
        if profile is not None:
            for place in range(len(runs)):
                if begins("".join(piece.text for run in runs[place:] for piece in run), profile):
                    return place, False
        last = len(runs) - 1
        is_burst = end_pause_ms <= self.gap_ms and length_of(runs[last]) >= SHORTEST_BURST
        if not is_burst:
            return 0, False
        if runs[last][0].pause_ms >= self.gap_ms * STRAY_GAPS:
            return last, False
        usual_ms = median(piece.down_ms or 0 for piece in runs[last])
        for place, run in enumerate(runs[:last]):
            is_touch = all(_is_touch(piece, usual_ms) for piece in run)
            if is_touch and runs[place + 1][0].at_ms - (run[-1].up_ms or 0) <= self.gap_ms:
                return place, True  # a finger, or a key of a scanner that was held up on the air
            if not is_touch:
                longest_ms = max(piece.down_ms or 0 for piece in run)
                return place, longest_ms >= SHORTEST_TOUCH_MS and longest_ms > usual_ms * 5 / 4
        return last, False


def _is_touch(piece: Piece, usual_ms: float) -> bool:
    return piece.down_ms is not None and piece.down_ms >= max(SHORTEST_TOUCH_MS, 2 * usual_ms)


def _is_mixed(scanned: Run) -> bool:
    """Whether a key that lay over its neighbor is among keys that do not: one of the two is a hand's."""
    pairs = list(pairwise(scanned))
    over = [(first, second) for first, second in pairs if second in first.overlaps]
    has_touch = any(_is_long(piece) for pair in over for piece in pair if not _is_report(*pair))
    last_is_down = bool(scanned) and bool(scanned[-1].place) and scanned[-1].up_ms is None
    return (
        any(piece.is_doubtful or _is_held_over(piece) for piece in scanned)
        or (has_touch and len(over) < len(pairs) / 2)
        or _has_finger(scanned)
        or (last_is_down and not over and len(pairs) >= SHORTEST_BURST)
    )


def _is_report(first: Piece, second: Piece) -> bool:
    """Whether two keys went up together, as a scanner lets go that sends several at once."""
    return first.up_ms is not None and second.up_ms is not None and second.up_ms - first.up_ms <= SAME_REPORT_MS


def _has_finger(scanned: Run) -> bool:
    """Whether a key was down as long as a finger stays and falls out of the rhythm: a scanner that was held up on the
    air with a key down presses the next one as much later.
    """
    if len(scanned) < SHORTEST_BURST or all((piece.down_ms or 0) < FINGER_MS for piece in scanned):
        return False
    usual_ms = median(piece.down_ms or 0 for piece in scanned)
    steps = [second.at_ms - first.at_ms for first, second in pairwise(scanned)]
    step_ms = median(steps)
    for piece, before, after in zip(scanned, [step_ms, *steps], [*steps, None], strict=True):
        late_ms = (piece.down_ms or 0) - usual_ms
        is_finger = (piece.down_ms or 0) >= max(FINGER_MS, usual_ms * 3 / 2)
        if is_finger and (_is_sooner(before, step_ms) or _is_sooner(after, step_ms + late_ms)):
            return True
    return False


def _is_sooner(step_ms: float | None, usual_ms: float) -> bool:
    """By more than a fifth, and by more than clocks are off."""
    return step_ms is not None and usual_ms - step_ms > max(usual_ms / 5, SAME_REPORT_MS)


def _is_long(piece: Piece) -> bool:
    return piece.down_ms is None or piece.down_ms >= SHORTEST_TOUCH_MS


def _is_held_over(piece: Piece) -> bool:
    """Shift went down while it stayed: in one report of a scanner it goes up at once."""
    if piece.held_ms is None or piece.up_ms is None:
        return False
    return _is_long(piece) and piece.up_ms - piece.held_ms >= SHORTEST_TOUCH_MS // 3


def length_of(run: Run) -> int:
    return sum(len(piece.text) for piece in run)


def _parted(pieces: Run, gap_ms: int) -> list[Run]:
    runs: list[Run] = []
    for piece in pieces:
        if not runs or piece.pause_ms > gap_ms:
            runs.append([])
        runs[-1].append(piece)
    return runs
