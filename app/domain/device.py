"""What stands around the bench, each with its light: the one place that judges whether a thing works.

Green: it works. Amber: it works less well, or will again by itself. Red: a person must help.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.glance import LaneGlance, LaneState, Light
from app.domain.handover import NewsAge
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.scanner import ScannerKind, ScannerState
from app.domain.weighing import Reading, ScaleTrouble

UNASKED = "device.unasked"
NO_ANSWER = "device.no_answer"
LEAST_FREE_BYTES = 500_000_000


class DeviceKind(StrEnum):
    """What kind of thing, in the order of the page."""

    PRINTER = "printer"
    COMPONENT = "component"  # another program's way to the printers
    WEDGE = "wedge"  # the scanner that types
    SCANNER = "scanner"
    CAMERA = "camera"
    SCALE = "scale"
    CARRIER = "carrier"
    NETWORK = "network"
    NEWS = "news"  # the folder where the shops' news is dropped
    DISK = "disk"


class Trial(StrEnum):
    """What one key tries of a thing."""

    CARD = "card"  # a printer prints its test card
    SCAN = "scan"  # what arrives of a scanner is shown
    PICTURE = "picture"  # what a camera sees is shown
    WEIGHT = "weight"  # what the scale shows, live
    CALL = "call"  # a carrier is asked something harmless


TRIALS = {
    DeviceKind.PRINTER: Trial.CARD,
    DeviceKind.WEDGE: Trial.SCAN,
    DeviceKind.SCANNER: Trial.SCAN,
    DeviceKind.CAMERA: Trial.PICTURE,
    DeviceKind.SCALE: Trial.WEIGHT,
    DeviceKind.CARRIER: Trial.CALL,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a thing is; `code` names the sentence with its remedy."""

    light: Light
    code: str


@dataclass(frozen=True, slots=True)
class DeviceGlance:
    """One thing as it is known now. `name` is that of the settings, empty for what there is one of; `place` its
    address, or what was measured. `event` is the code of what happened to it last, at `event_at_ms` (UTC epoch
    milliseconds); empty and 0 where nothing is known to have happened.
    """

    kind: DeviceKind
    name: str
    light: Light
    code: str
    place: str = ""
    event: str = ""
    event_at_ms: int = 0

    @property
    def key(self) -> str:
        return device_key(self.kind, self.name)

    @property
    def trial(self) -> Trial | None:
        """What one key tries, None where there is nothing to try."""
        return TRIALS.get(self.kind)


def device_key(kind: DeviceKind, name: str = "") -> str:
    """By what a thing is known: `printer:label`."""
    return f"{kind}:{name}"


def kind_of_scanner(kind: ScannerKind) -> DeviceKind:
    """A camera is one of its own, and so is the scanner that types."""
    own = {ScannerKind.CAMERA: DeviceKind.CAMERA, ScannerKind.WEDGE: DeviceKind.WEDGE}
    return own.get(kind, DeviceKind.SCANNER)


def of_printer(status: PrinterStatus | None, lane: LaneGlance) -> Verdict:
    """By what it said last of itself (None: nothing yet), and by its lane. Its good word counts for no more than that
    it was reached; its silence for as much.
    """
    if status is not None and status.stop is not None:
        return Verdict(Light.RED, f"printer.{status.stop}")
    if lane.state is LaneState.STOPPED:
        return Verdict(Light.RED, lane.code or "printer.fault")
    if lane.state is LaneState.WAITING:
        return Verdict(Light.AMBER, lane.code or NO_ANSWER)
    if status is None:
        return Verdict(Light.AMBER, UNASKED)
    if Condition.PAPER_LOW in status.conditions:
        return Verdict(Light.AMBER, "printer.paper_low")
    return Verdict(Light.GREEN, "device.printer_mute" if Condition.SILENT in status.conditions else "doctor.printer")


def of_scanner(state: ScannerState, code: str) -> Verdict:
    """Also of a camera."""
    if state is ScannerState.READY:
        return Verdict(Light.GREEN, "doctor.scanner")
    return Verdict(Light.AMBER if state is ScannerState.OPENING else Light.RED, code or f"scanner.{state}")


def of_scale(heard: Reading | ScaleTrouble | str) -> Verdict:
    """`heard` is what it shows, or the code of why it cannot be read. A person at the plate mends what it shows wrong;
    silence is a cable.
    """
    if isinstance(heard, Reading):
        return Verdict(Light.GREEN, "doctor.scale")
    is_there = isinstance(heard, ScaleTrouble) and heard is not ScaleTrouble.SILENT
    return Verdict(Light.AMBER if is_there else Light.RED, heard)


def of_carrier(lane: LaneGlance, *, is_practice: bool) -> Verdict:
    """By its lane: what waits is sent by itself, what stands still is not."""
    if lane.state is LaneState.STOPPED:
        return Verdict(Light.RED, lane.code or "kdniao.account")
    if lane.state is LaneState.WAITING:
        return Verdict(Light.AMBER, lane.code or NO_ANSWER)
    return Verdict(Light.AMBER, "doctor.carrier_sandbox") if is_practice else Verdict(Light.GREEN, "doctor.carrier")


def of_news(age: NewsAge) -> Verdict:
    """How old the shops' last word is: a cancellation may be on its way that nobody here knows of."""
    if age.age_s is None:
        return Verdict(Light.AMBER, "news.never")
    return Verdict(Light.AMBER, "news.old") if age.is_old else Verdict(Light.GREEN, "doctor.news")


def of_disk(free_bytes: int) -> Verdict:
    """A full one would stop the bench: every scan is written first."""
    is_low = free_bytes < LEAST_FREE_BYTES
    return Verdict(Light.AMBER, "doctor.disk_low") if is_low else Verdict(Light.GREEN, "doctor.disk")


def of_network(*, is_there: bool, is_needed: bool) -> Verdict:
    """`is_needed`: a carrier outside sells our waybills."""
    if is_there:
        return Verdict(Light.GREEN, "network.there")
    return Verdict(Light.RED, "network.none") if is_needed else Verdict(Light.GREEN, "network.unneeded")
