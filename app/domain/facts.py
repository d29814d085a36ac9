"""News from the background, in the past tense. They say that something changed; screens re-read the store."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.document import DocumentKind
from app.domain.weighing import Reading, ScaleTrouble


@dataclass(frozen=True, slots=True)
class WaybillIssued:
    parcel_id: str


@dataclass(frozen=True, slots=True)
class WaybillRefused:
    """The carrier said no, or the set-up did: a person must act. `code` names the sentence."""

    parcel_id: str
    code: str


@dataclass(frozen=True, slots=True)
class WaybillVoided:
    parcel_id: str


@dataclass(frozen=True, slots=True)
class LabelSent:
    """The printer took the label to its end. Whether paper came out is for the packer to see."""

    parcel_id: str


@dataclass(frozen=True, slots=True)
class PrintUnclear:
    """Some of the label reached the printer and no proof came back: look before reprinting."""

    parcel_id: str
    code: str


@dataclass(frozen=True, slots=True)
class PrintRefused:
    """The label was not printed and will not be until a person acts (proof failed, set-up wrong)."""

    parcel_id: str
    code: str


@dataclass(frozen=True, slots=True)
class PaperSent:
    """A printer took a paper that is no label."""

    document: DocumentKind


@dataclass(frozen=True, slots=True)
class PrinterSeen:
    """A printer says something else of itself than before."""

    printer: str


@dataclass(frozen=True, slots=True)
class PrintsRedirected:
    """What waited for one printer comes out of another."""

    printer: str
    other: str
    count: int


@dataclass(frozen=True, slots=True)
class LaneChanged:
    """A lane stopped, waits for its way to be free again, or moves again."""

    lane: str


@dataclass(frozen=True, slots=True)
class OrdersImported:
    added: int


@dataclass(frozen=True, slots=True)
class NewsLookedFor:
    """The folder for the shops' news was looked into; `code` says why it could not be, empty when it could."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class ScaleRead:
    """What the scale shows. It carries what it tells, for a weight is of now or of no use."""

    heard: Reading | ScaleTrouble


@dataclass(frozen=True, slots=True)
class ScaleLost:
    """The scale cannot be read; it is looked for again."""

    code: str


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """A scanner that does not type read a code, which comes along: nothing has it on disk before it is answered."""

    scanner: str
    text: str


@dataclass(frozen=True, slots=True)
class ScannerSeen:
    """A scanner is otherwise than before: there, gone, busy."""

    scanner: str


@dataclass(frozen=True, slots=True)
class ManifestWritten:
    """The closed list lies in the station's folder, to be printed."""

    number: str


@dataclass(frozen=True, slots=True)
class ManifestUnwritten:
    """The latest closed list could not be written; it is tried again."""

    code: str


Fact = (
    WaybillIssued
    | WaybillRefused
    | WaybillVoided
    | LabelSent
    | PrintUnclear
    | PrintRefused
    | PaperSent
    | PrinterSeen
    | PrintsRedirected
    | LaneChanged
    | OrdersImported
    | NewsLookedFor
    | ScaleRead
    | ScaleLost
    | CodeScanned
    | ScannerSeen
    | ManifestWritten
    | ManifestUnwritten
)
