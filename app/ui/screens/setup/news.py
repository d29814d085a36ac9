"""The news of what takes seconds while a station is set up: what was found, printed, weighed, answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.glance import FoundPrinter
from app.domain.printing import PrintOutcome
from app.domain.weighing import Reading, ScaleTrouble

if TYPE_CHECKING:
    from app.setup_desk import FoundScale


@dataclass(frozen=True, slots=True)
class PrintersSeen:
    found: tuple[FoundPrinter, ...]


@dataclass(frozen=True, slots=True)
class CardSent:
    outcome: PrintOutcome


@dataclass(frozen=True, slots=True)
class ScalesSeen:
    found: tuple[FoundScale, ...]


@dataclass(frozen=True, slots=True)
class ScaleShows:
    """What a scale shows; a text is the code of why it cannot be read. `address` is the scale's."""

    address: str
    heard: Reading | ScaleTrouble | str


@dataclass(frozen=True, slots=True)
class ScaleLeft:
    """Nobody listens to it any more."""


@dataclass(frozen=True, slots=True)
class AccountKnown:
    """The carrier answered and knows the account."""


@dataclass(frozen=True, slots=True)
class OrdersCameIn:
    """So many orders to practice with."""

    added: int


@dataclass(frozen=True, slots=True)
class TrialFailed:
    """It came to nothing; `errand` says which, `code` names the sentence."""

    errand: str
    code: str


SetupNews = PrintersSeen | CardSent | ScalesSeen | ScaleShows | ScaleLeft | AccountKnown | OrdersCameIn | TrialFailed
