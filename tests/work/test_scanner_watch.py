from __future__ import annotations

from app.domain.facts import CodeScanned, Fact, ScannerSeen
from app.domain.scanner import ScannerKind, ScannerState
from app.errors import Misconfigured, Unavailable
from app.work.scanner_watch import ScannerWatch


class Laid:
    """A scanner that delivers what was laid out for it, in order."""

    name, kind = "counter", ScannerKind.SERIAL

    def __init__(self, *heard: str | Exception | None) -> None:
        self._heard = list(heard)
        self.is_closed = False

    def read(self, timeout_s: float = 1.0) -> str | None:
        heard = self._heard.pop(0)
        if isinstance(heard, Exception):
            raise heard
        return heard

    def close(self) -> None:
        self.is_closed = True


def _gone() -> Unavailable:
    return Unavailable("scanner.gone", "unplugged", retry_after_s=2.0)


def test_every_code_is_told_once_and_in_order() -> None:
    told: list[Fact] = []
    watch = ScannerWatch(Laid("A1", None, "B2", "B2"), told.append)
    assert [watch.step() for _ in range(4)] == [0.0] * 4
    assert [fact.text for fact in told if isinstance(fact, CodeScanned)] == ["A1", "B2", "B2"]
    assert watch.codes_read == 3


def test_a_change_is_told_once_and_what_stays_is_not() -> None:
    told: list[Fact] = []
    watch = ScannerWatch(Laid(_gone(), _gone(), None, None, _gone()), told.append)
    states = []
    for _ in range(5):
        watch.step()
        states.append(watch.state)
    gone, ready = ScannerState.GONE, ScannerState.READY
    assert states == [gone, gone, ready, ready, gone]
    assert told == [ScannerSeen("counter")] * 3


def test_it_waits_as_long_as_the_scanner_asks_for() -> None:
    watch = ScannerWatch(Laid(_gone(), Unavailable("scanner.busy", "")), lambda _fact: None)
    assert watch.step() == 2.0
    assert watch.step() > 0
    assert (watch.state, watch.code) == (ScannerState.BUSY, "scanner.busy")


def test_one_that_is_set_up_wrong_says_why_and_is_asked_again() -> None:
    watch = ScannerWatch(Laid(Misconfigured("scanner.address", "x"), Misconfigured("scanner.forbidden")), _nobody)
    watch.step()
    assert (watch.state, watch.code) == (ScannerState.UNREADY, "scanner.address")
    watch.step()
    assert (watch.state, watch.code) == (ScannerState.FORBIDDEN, "scanner.forbidden")


def test_a_watch_that_ends_lets_go_of_the_scanner() -> None:
    scanner = Laid()
    watch = ScannerWatch(scanner, _nobody)
    watch.stop()
    watch.run()
    assert scanner.is_closed


def _nobody(_fact: Fact) -> None:
    """Nobody listens."""
