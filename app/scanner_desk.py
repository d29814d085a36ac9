"""What a person does with scanners: see how they are, look through a camera, teach the one that types, find others."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from app.devices.scanner import Camera, Scanner
from app.domain.actor import Actor
from app.domain.camera_view import CameraView
from app.domain.closing import ConfirmPolicy
from app.domain.desk import State
from app.domain.expecting import Expectation, expected
from app.domain.facts import Fact
from app.domain.label import Stock
from app.domain.scanner import WEDGE, FoundScanner, ScannerKind, ScannerReport, ScannerState
from app.domain.wedge_profile import WedgeProfile, as_tree, profile_of
from app.errors import Rejected
from app.labeling import Labeling
from app.labels.raster import Bitmap
from app.labels.scanner_sheet import scanner_sheet
from app.scanner_rack import build_scanners, find_scanners, keyboard_report
from app.settings import ScannerSettings, Settings
from app.store import waybills
from app.store.database import Database
from app.work.scanner_watch import ScannerWatch

_LABELS_EVERY_MS = 1000


class ScannerDesk:
    """`watches` holds by name what listens to each scanner with a thread of its own."""

    def __init__(
        self,
        settings: Settings,
        scanners: Mapping[str, Scanner],
        announce: Callable[[Fact], None],
        print_sheet: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._print_sheet = print_sheet
        self.watches = {name: ScannerWatch(scanner, announce) for name, scanner in scanners.items()}

    def reports(self) -> tuple[ScannerReport, ...]:
        """Every scanner as it is known now, the one that types first, then in the order of the settings."""
        wedge = ScannerReport(WEDGE, ScannerKind.WEDGE, "", ScannerState.READY)
        return (wedge, *(self._report(each) for each in self._settings.scanners))

    def _report(self, own: ScannerSettings) -> ScannerReport:
        watch = self.watches.get(own.name)
        if watch is None:
            return keyboard_report(own)
        camera = self._camera(own.name)
        return ScannerReport(
            own.name,
            watch.kind,
            own.address_shown,
            watch.state,
            watch.code,
            watch.codes_read,
            camera.pictures_per_s if camera else 0.0,
            is_idle=camera is not None and camera.is_idle,
        )

    def show(self, name: str, *, is_shown: bool) -> None:
        """Whether somebody looks through this camera: only then are views made. Nothing for any other scanner."""
        camera = self._camera(name)
        if camera is not None:
            camera.show(is_shown=is_shown)

    def view(self, name: str) -> CameraView | None:
        """The newest view of a camera that is shown."""
        camera = self._camera(name)
        return camera.view() if camera else None

    def picture(self, name: str) -> bytes:
        """The next picture of a camera whole, as JPEG. Raises Unavailable (`camera.no_picture`)."""
        camera = self._camera(name)
        if camera is None:
            raise Rejected("camera.no_picture")
        return camera.picture()

    @property
    def evidence(self) -> tuple[str, Callable[[], bytes]] | None:
        """The name of the camera that takes a picture of every sealed parcel, and what takes it, which raises
        `camera.no_picture` where that camera is set up wrong. None where no scanner is to.
        """
        chosen = next((each.name for each in self._settings.scanners if each.evidence), None)
        return (chosen, partial(self.picture, chosen)) if chosen else None

    def find(self) -> tuple[FoundScanner, ...]:
        """Look for scanners and cameras on cables; takes a second."""
        return find_scanners()

    def print_sheet(self, printer: str) -> None:
        """The sheet that teaches the scanner that types, out of this printer. Raises Unavailable of the store."""
        self._print_sheet(printer)

    def sheet(self) -> bytes:
        """The same as PNG, on a label of 100x150 mm."""
        return Bitmap.from_ink(scanner_sheet(Stock(100, 150, 203)).paint()).to_png()

    def profile(self) -> WedgeProfile | None:
        """What was taught of the scanner that types; None where nobody taught it, and for a file that was cut off."""
        try:
            return profile_of(json.loads(self._profile_file.read_text("utf-8")))
        except (OSError, ValueError):
            return None

    def keep_profile(self, profile: WedgeProfile) -> None:
        """Remember it on this station. Raises OSError."""
        scratch = self._profile_file.with_suffix(".new")
        scratch.write_text(json.dumps(as_tree(profile)), "utf-8")
        scratch.replace(self._profile_file)

    def forget_profile(self) -> None:
        """Take the scanner's text as the system has it again. Raises OSError."""
        self._profile_file.unlink(missing_ok=True)

    @property
    def _profile_file(self) -> Path:
        return self._settings.folder / "scanner.json"

    def _camera(self, name: str) -> Camera | None:
        scanner = self.watches[name].scanner if name in self.watches else None
        return scanner if isinstance(scanner, Camera) else None


class Expecting:
    """What the bench expects now, for a camera that asks with every picture: thought out when the desk has changed, and
    once a second for labels that came out since.
    """

    def __init__(
        self, database: Database, state: Callable[[], State], clock: Callable[[], int], *, wants_labels: bool
    ) -> None:
        """`wants_labels`: labels are scanned when they came out."""
        self._wants_labels = wants_labels
        self._database = database
        self._state = state
        self._clock = clock
        self._known: tuple[State, int, Expectation] | None = None

    def __call__(self) -> Expectation:
        state, now_ms = self._state(), self._clock()
        if self._known is None or self._known[0] is not state or now_ms - self._known[1] >= _LABELS_EVERY_MS:
            self._known = state, now_ms, expected(state, self._labels())
        return self._known[2]

    def _labels(self) -> frozenset[str]:
        if not self._wants_labels:
            return frozenset()
        with self._database.reading() as connection:
            return waybills.waiting_labels(connection)


def build_scanner_desk(
    settings: Settings,
    labeling: Labeling,
    *,
    state: Callable[[], State],
    actor: Callable[[], Actor],
    announce: Callable[[Fact], None],
    wake: Callable[[str], None],
    clock: Callable[[], int],
    standing_in: Mapping[str, Scanner] | None = None,
) -> ScannerDesk:
    """`standing_in` holds, by name, what takes the place of a real scanner."""
    database = labeling.database

    def print_sheet(printer: str) -> None:
        with database.transaction() as tx:
            lane = labeling.ask_scanner_sheet(tx, actor(), printer)
        wake(lane)

    wants_labels = ConfirmPolicy(settings.printer.confirm) is not ConfirmPolicy.OFF
    expecting = Expecting(database, state, clock, wants_labels=wants_labels)
    scanners = build_scanners(settings.scanners, expecting, clock)
    return ScannerDesk(settings, {**scanners, **(standing_in or {})}, announce, print_sheet)
