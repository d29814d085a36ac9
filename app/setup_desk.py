"""What a person does to set the station up: see what is set and what is found, try it, keep it for the next opening."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.desk_parts import build_drawings
from app.devices.hidapi import known_as, load_hidapi
from app.devices.serial_port import plugged_ports
from app.domain.actor import Actor, Right
from app.domain.document import DocumentKind
from app.domain.facts import Fact, ScaleLost, ScaleRead
from app.domain.outcome import OutcomeCode
from app.domain.printing import Delivery, PaperProof, PrintOutcome, PrintReason, PrintState
from app.domain.weighing import Reading, ScaleTrouble
from app.equipment import build_carriers, build_scale
from app.errors import Misconfigured, Rejected, Unavailable
from app.keys import Secrets
from app.printer_desk import PrinterDesk
from app.printer_rack import build_printer
from app.settings import MAIN_PRINTER, ScaleSettings, Settings, fixed_keys, settings_with
from app.settings.set_up import SET_UP_FILE, SetUp, Step, StepState, read_set_up, write_set_up
from app.store import people
from app.store.database import Database, system_monotonic_ms
from app.store.prints import PrintRow

Heard = Reading | ScaleTrouble | str
"""What a scale shows; a text is the code of why it cannot be read."""
_FIXED_BY: Mapping[Step, tuple[tuple[str, str], ...]] = {
    Step.NAME: (("station", "name"),),
    Step.USE: (("carrier", "kind"), ("printer", "address")),
    Step.PRINTER: (("printer", "address"),),
    Step.SCALE: (("scale", "address"),),
    Step.CARRIER: (("carrier", "kind"),),
}
_IN_PRACTICE = (Step.PRINTER, Step.CARRIER)
_READ_S = 0.5
_AGAIN_S = 1.0
_HEARD_EVERY_S = 0.2
_CALL_S = 10.0
_UNTOLD = "n/a"  # as pyserial says it
_SCALE_PAGE = 0x8D  # of the USB POS usage tables


@dataclass(frozen=True, slots=True)
class FoundScale:
    """A port at which a scale may be, by the `address` of the settings; `title` is what its maker calls it."""

    address: str
    title: str


class SetupDesk:
    """What is kept holds once the station is opened anew. Only who may decide keeps anything."""

    def __init__(
        self, running: Settings, database: Database, printers: PrinterDesk, *, actor: Callable[[], Actor]
    ) -> None:
        self.running = running
        self.kept = read_set_up(running.folder)
        self._database = database
        self._who = actor
        self._has_new_key = False
        self._fixed = fixed_keys(running.folder)
        self.trials = Trials(self, database, printers)

    @property
    def is_new(self) -> bool:
        """Nobody has set anything yet; where the keys lie has to be said before a station without a keyring opens."""
        return not (self.running.folder / SET_UP_FILE).exists() and self._fixed <= {("station", "key_storage")}

    @property
    def settings(self) -> Settings:
        """What the station will run on. Raises Misconfigured where a file was changed meanwhile."""
        return settings_with(self.running.folder, self.kept)

    @property
    def may_decide(self) -> bool:
        return self._who().may(Right.DECIDE)

    @property
    def has_api_key(self) -> bool:
        """Whether a key of the chosen carrier's account is kept. Raises Misconfigured `keys.no_keyring`."""
        return bool(self._secrets().read(self._key_name()))

    @property
    def is_changed(self) -> bool:
        """Whether the station runs on something else than what is kept. Raises Misconfigured."""
        wanted, runs = self.settings, self.running
        likes = replace(wanted.station, language=runs.station.language, theme=runs.station.theme)  # hold at once
        return self._has_new_key or replace(wanted, station=likes) != runs

    def state(self, step: Step) -> StepState:
        by = _FIXED_BY.get(step, ())
        if by and all(key in self._fixed for key in by):
            return StepState.FIXED
        if step in self.kept.done or (self.kept.is_practice and step in _IN_PRACTICE):
            return StepState.DONE
        return StepState.SKIPPED if step in self.kept.skipped else StepState.OPEN

    def fixes(self, section: str, key: str) -> bool:
        """Whether a person's file says this, so that nothing else does."""
        return (section, key) in self._fixed

    def keep(self, set_up: SetUp, *, api_key: str = "") -> None:
        """Write it down, and the account's key into the keyring, unless the station could not be opened with it.

        Raises Rejected `lead.needed`; Misconfigured: as `load_settings`, `store.unwritable`, `keys.no_keyring`.
        """
        if not self.may_decide:
            raise Rejected(OutcomeCode.LEAD_NEEDED)
        if set_up == self.kept and not api_key:
            return
        settings_with(self.running.folder, set_up)
        write_set_up(self.running.folder, set_up)
        self.kept = set_up
        if api_key:
            self._secrets().write(self._key_name(), api_key)
            self._has_new_key = True

    def count_people(self) -> int:
        """How many are enrolled; nobody is asked for a badge where there are none."""
        with self._database.reading() as connection:
            return len(people.active(connection))

    def _key_name(self) -> str:
        return f"{self.settings.carriers[0][0]}.api_key"

    def _secrets(self) -> Secrets:
        return Secrets(self.running.folder, self.running.station.key_storage)


class Trials:
    """Tries out what is kept and does not run yet. Everything here takes as long as it takes: not in the window."""

    def __init__(self, desk: SetupDesk, database: Database, printers: PrinterDesk) -> None:
        self._desk = desk
        self._database = database
        self._printers = printers
        self._heard: Heard = ScaleTrouble.SILENT

    def find_scales(self) -> tuple[FoundScale, ...]:
        """The ports of this machine, those on USB first; a scale that speaks HID before them."""
        ports = sorted(plugged_ports(), key=lambda port: not port.vendor_id)
        found = tuple(FoundScale(port.address, "" if port.title == _UNTOLD else port.title) for port in ports)
        return (FoundScale("hid", _hid_title()), *found) if _has_hid_scale() else found

    def print_card(self) -> PrintOutcome:
        """A test card out of the chosen printer: past the ledger, unless it is the one that runs and has a lane.

        Raises Misconfigured where it is set up wrong.
        """
        settings, running = self._desk.settings, self._desk.running
        if settings.printer == running.printer:
            self._printers.print_card(MAIN_PRINTER)
            return PrintOutcome(Delivery.HANDED_OVER)
        card = build_drawings(settings, self._database, {})[MAIN_PRINTER].draw(_CARD)
        return build_printer(MAIN_PRINTER, settings.printer).send(card.content)

    def weigh(self, scale: ScaleSettings, told: Callable[[Heard], None], is_over: threading.Event) -> None:
        """Tell what this scale shows, again and again until it is over. The one that runs is overheard: a port has one
        reader.
        """
        trial = None if scale == self._desk.running.scale else build_scale(scale, system_monotonic_ms)
        if trial is None:
            while not is_over.wait(_HEARD_EVERY_S):
                told(self._heard)
            return
        try:
            while not is_over.is_set():
                try:
                    told(trial.read(_READ_S))
                except (Unavailable, Misconfigured) as error:
                    told(error.code)
                    is_over.wait(_AGAIN_S)
        finally:
            trial.close()

    def overhear(self, announce: Callable[[Fact], None]) -> Callable[[Fact], None]:
        """The same, heard here too: what the running scale shows."""

        def heard(fact: Fact) -> None:
            if isinstance(fact, ScaleRead):
                self._heard = fact.heard
            elif isinstance(fact, ScaleLost):
                self._heard = fact.code
            announce(fact)

        return heard

    def call_carrier(self) -> None:
        """Ask the carrier whether it knows the account. Raises the four errors of a carrier."""
        settings = self._desk.settings
        account = replace(settings.carrier, timeout_s=min(settings.carrier.timeout_s, _CALL_S))
        carriers = build_carriers(replace(settings, carrier=account))
        try:
            carriers[settings.carriers[0][0]].check_account()
        finally:
            for carrier in carriers.values():
                carrier.close()


_CARD = PrintRow(
    id="",
    document=DocumentKind.TEST_CARD,
    subject_id=MAIN_PRINTER,
    waybill_id="",
    parcel_id="",
    printer=MAIN_PRINTER,
    copy=1,
    position=0,
    reason=PrintReason.FIRST,
    state=PrintState.QUEUED,
    proof=PaperProof.NONE,
    spool_job="",
)
"""No row of the ledger: the printer is not the station's yet."""


def _hid_title() -> str:
    return next((each.title for each in known_as(_SCALE_PAGE) if each.title), "USB HID")


def _has_hid_scale() -> bool:
    """By what Linux says of its devices, elsewhere by hidapi."""
    try:
        told = load_hidapi("scale.no_hidapi").enumerate(0, 0)
    except (Misconfigured, OSError):
        told = []
    return bool(known_as(_SCALE_PAGE)) or any(device["usage_page"] == _SCALE_PAGE for device in told)
