"""The packing desk's use cases: one scan in, one outcome out, and everything it means is on disk before the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.bench import memory
from app.bench.commands import Commands, stopped_now
from app.bench.scanning import Scanning, stopped_question
from app.bench.services import Services
from app.bench.weighing import BoxScale
from app.bench.writing import Writer, about_order, described
from app.domain.actor import NOBODY, Actor, Role, may
from app.domain.barcode import GROUP_SEPARATOR, LONGEST_CODE, Command, Flaw, read_code, read_command, shown
from app.domain.desk import Asking, Idle, Locked, Packing, Showing, State, Step
from app.domain.outcome import Outcome, OutcomeCode
from app.domain.people import LOUDEST, Person, read_login
from app.domain.printing import PrintReason
from app.domain.weighing import NotYet, Reading, ScaleTrouble
from app.errors import Misconfigured, Unavailable
from app.labeling import store_answer
from app.store import journal, people
from app.store.database import Transaction

_MODES = {OutcomeCode.MODE_ITEM: True, OutcomeCode.MODE_ORDER: False}
# What a scan that could not be written must not leave changed.
_UNDONE = (
    "state",
    "person",
    "_has_people",
    "_void_asked",
    "_owners_volume",
    "_is_item_first",
    "_described",
    "_seen_at_ms",
)
_LOUDER = {Command.LOUDER: 10, Command.QUIETER: -10}


class Bench:
    """One table and what lies on it. Called by one thread at a time; `wake` tells the lanes that there may be a job.

    `owner` works here while nobody is enrolled; afterwards whoever shows a badge does. `rules` says what is asked of
    every box.
    """

    def __init__(self, services: Services, owner: Actor, *, wake: Callable[[], None]) -> None:
        self._services = services
        self.rules = services.rules
        self._database = services.database
        self._owner = owner
        self._wake = wake
        self._void_asked = ""
        self._keeps_separators = False  # until a scan shows that the scanner sends them
        self._scale = BoxScale(services)
        kept = memory.recall(self._database)
        self._owners_volume = kept.volume
        self._is_item_first = kept.is_item_first
        self._described = self._describe(kept.state, kept.person_id)
        with self._database.reading() as connection:
            self._has_people = people.is_anybody_enrolled(connection)
            self.person = people.get(connection, kept.person_id) if kept.person_id else None
        self._seen_at_ms = kept.seen_at_ms
        self.state: State = kept.state
        if self._has_people and (self.person is None or self._is_idle()):
            self.person, self.state = None, Locked(kept.state)

    @property
    def actor(self) -> Actor:
        """Who stands at the desk."""
        if not self._has_people:
            return self._owner
        if self.person is None:
            return replace(self._owner, packer=NOBODY, role=Role.PACKER)
        return self.person.acting(self._owner)

    def scan(self, raw: str, *, device: str = "wedge") -> Outcome:
        """Answer one scan. The journal keeps every scan, also one that is refused.

        Halves of characters, as a paste or an input method may bring them, are replaced: no code has any.
        """
        raw = raw.encode("utf-8", "replace").decode()
        return self._use_case(lambda tx: self._scanned(tx, raw), raw, device)

    def reprint(self, parcel_id: str, reason: PrintReason) -> Outcome:
        """Ask for one more print of the parcel's label: counted, reasoned, of the same waybill."""
        labeling = self._services.labeling
        return self._unlocked(lambda tx: self._answer(labeling.reprint(tx, self.actor, parcel_id, reason)))

    def void(self, parcel_id: str) -> Outcome:
        """Give the parcel's waybill back to the carrier; asks once, acts when asked again at once."""
        return self._unlocked(lambda tx: self._agreed_void(tx, parcel_id))

    def request_label(self, parcel_id: str) -> Outcome:
        """Ask for a waybill for a parcel that has none that counts: after a refusal or a void."""
        labeling = self._services.labeling
        return self._unlocked(lambda tx: self._answer(labeling.request(tx, self.actor, parcel_id)))

    def hear_scale(self, heard: Reading | ScaleTrouble) -> Outcome | None:
        """One reading of the scale. None while it says nothing new to the box on the table."""
        step = self._scale.hear(self.state, heard)
        return None if step is None else self._use_case(lambda tx: self._write(tx, step), device="scale")

    @property
    def weight_waits_for(self) -> NotYet | ScaleTrouble | None:
        """Why the box on the table has no weight yet; None when no box wants one."""
        return self._scale.waits_for

    def weight_bounds(self) -> tuple[int, int]:
        """What the open box should weigh, and how far it may be off, in grams; zeros where that is not known."""
        return self._scale.bounds(self.state.order) if isinstance(self.state, Packing) else (0, 0)

    @property
    def volume(self) -> int:
        """Percent: as whoever is at the desk likes it, or as the desk keeps it where nobody is logged in."""
        return self._owners_volume if self.person is None else self.person.volume

    def keep_language(self, language: str) -> bool:
        """Remember what the person at the desk reads; False when nobody is logged in. Raises Unavailable and
        Misconfigured of the store.
        """
        person = self.person
        if person is None:
            return False
        with self._database.transaction(urgent=True) as tx:
            people.set_language(tx, person.id, language)
        self.person = replace(person, language=language)
        return True

    def lock_if_idle(self) -> Outcome | None:
        """Lock the desk when nobody has scanned for too long; what lies on it stays. None when there was no need."""
        if self.person is None or not self._is_idle():
            return None
        return self._use_case(lambda tx: self._write(tx, self._locked()), device="lock")

    def _is_idle(self) -> bool:
        limit = self._services.lock_after_ms
        return limit > 0 and not 0 <= self._database.now_ms() - self._seen_at_ms < limit

    def _unlocked(self, act: Callable[[Transaction], Step]) -> Outcome:
        """Keys and clicks act for whoever is logged in; at a locked desk for nobody."""
        if isinstance(self.state, Locked):
            return Outcome(OutcomeCode.BADGE_NEEDED)
        return self._use_case(act)

    def _use_case(self, act: Callable[[Transaction], Step], raw: str = "", device: str = "window") -> Outcome:
        """Write first, answer after: the state moves on only when the disk has it."""
        self._owner = replace(self._owner, device=device)
        before = {name: getattr(self, name) for name in _UNDONE}
        try:
            with self._database.transaction(urgent=True) as tx:
                step = self._in_mode(act(tx))
                self._remember(tx, step.state)
        except (Unavailable, Misconfigured) as error:
            for name, value in before.items():
                setattr(self, name, value)
            return Outcome(store_answer(error), scanned=shown(raw))
        if self._void_asked == before["_void_asked"]:
            self._void_asked = ""
        self.state = step.state
        if isinstance(step.state, Showing):
            self.state = replace(step.state, is_voiding=self._void_asked != "")
        self._wake()
        return step.outcome

    def _in_mode(self, step: Step) -> Step:
        """Item first or order first holds for the desk, whatever lay on it in between."""
        self._is_item_first = _MODES.get(step.outcome.code, self._is_item_first)
        return replace(step, state=Idle(self._is_item_first)) if isinstance(step.state, Idle) else step

    def _describe(self, state: State, person_id: str) -> dict[str, Any]:
        return memory.describe(state, person_id, self._owners_volume, is_item_first=self._is_item_first)

    def _remember(self, tx: Transaction, state: State) -> None:
        """Keep what else lies on the desk; most scans change nothing of it but the time, which the idle lock needs."""
        described = self._describe(state, self.person.id if self.person else "")
        now_ms = self._database.now_ms()
        if described != self._described or (self.person and not 0 <= now_ms - self._seen_at_ms < 10_000):
            memory.keep(tx, described, now_ms)
            self._described, self._seen_at_ms = described, now_ms

    def _scanned(self, tx: Transaction, raw: str) -> Step:
        self._has_people = self._has_people or people.is_anybody_enrolled(tx)
        self._keeps_separators = self._keeps_separators or GROUP_SEPARATOR in raw
        if self._has_people:
            if self.person is not None:  # a role may have been taken away, or the person have left, since the last scan
                self.person = people.get(tx, self.person.id)
            if not isinstance(self.state, Locked) and (self.person is None or self._is_idle()):
                self.person, self.state = None, Locked(self.state)  # also when the first person was just enrolled
            known = self._person_scanned(tx, raw)
            if known is not None:
                return self._write(tx, known)
        step = self._own(tx, raw) or self._scanning(tx).understood(raw)
        if step.outcome.code is OutcomeCode.VOID_CONFIRM and isinstance(step.state, Showing):
            self._void_asked = step.state.parcel_id or step.state.order.id
        return self._write(tx, step, scan=raw[:LONGEST_CODE])

    def _scanning(self, tx: Transaction) -> Scanning:
        return Scanning(
            self._services,
            tx,
            self.actor,
            self.state,
            self._has_people,
            separators_kept=self._keeps_separators,
            is_item_first=self._is_item_first,
        )

    def _own(self, tx: Transaction, raw: str) -> Step | None:
        """The commands about the person at the desk, and about the scale."""
        code = read_code(raw)
        command = None if isinstance(code, Flaw) else read_command(code)
        if command in _LOUDER:
            self._set_volume(tx, min(LOUDEST, max(0, self.volume + _LOUDER[command])))
            return self._answer(Outcome(OutcomeCode.VOLUME_SET, packed=self.volume, quantity=LOUDEST))
        if command is Command.LOCK and self.person is not None:
            return self._locked()
        if command is Command.ACCEPT_WEIGHT and isinstance(self.state, Packing):
            state = stopped_now(tx, self.state)
            return None if state.order.stop else self._scale.accept(state, self.actor)
        return None

    def _set_volume(self, tx: Transaction, volume: int) -> None:
        if self.person is None:
            self._owners_volume = volume
            return
        people.set_volume(tx, self.person.id, volume)
        self.person = replace(self.person, volume=volume)

    def _locked(self) -> Step:
        outcome = Outcome(OutcomeCode.LOGGED_OUT, person=self.person.handle if self.person else "")
        self.person = None
        back = self.state.back if isinstance(self.state, Locked) else self.state
        return Step(Locked(back), outcome)

    def _person_scanned(self, tx: Transaction, raw: str) -> Step | None:
        """A badge or a PIN: somebody comes to the desk, or a lead agrees to what is asked. None for any other code."""
        is_locked, asking = isinstance(self.state, Locked), isinstance(self.state, Asking)
        if not (people.by_badge(tx, self._database, raw) or ((is_locked or asking) and read_login(raw)) or is_locked):
            return None
        found = self._services.login.identify(tx, raw)
        if not isinstance(found, Person):
            return self._answer(Outcome(OutcomeCode.BADGE_NEEDED if is_locked and not read_login(raw) else found))
        if isinstance(self.state, Asking) and self.state.right is not None:
            return stopped_question(tx, self.state, "") or self._agreed(self.state, found)
        self.person = found
        back = self.state.back if isinstance(self.state, Locked) else self.state
        return Step(back, Outcome(OutcomeCode.LOGGED_IN, person=found.handle))

    def _agreed(self, asking: Asking, found: Person) -> Step:
        """A badge answers the question, when its owner has the right."""
        assert asking.right is not None
        if not may(found.role, asking.right):
            return Step(asking, replace(asking.asked, code=OutcomeCode.LEAD_REFUSED, person=found.handle))
        return replace(asking.step, outcome=replace(asking.step.outcome, person=found.handle))

    def _agreed_void(self, tx: Transaction, parcel_id: str) -> Step:
        step = Commands(self._services, tx, self.actor, self.state).void(
            parcel_id, is_agreed=self._void_asked == parcel_id
        )
        if step.outcome.code is OutcomeCode.VOID_CONFIRM:
            self._void_asked = parcel_id
        return step

    def _write(self, tx: Transaction, step: Step, *, scan: str | None = None) -> Step:
        """Everything a step means, and the row that says so."""
        asked = self.state
        is_agreed = isinstance(asked, Asking) and asked.right is not None and step.effects != ()
        approver = step.outcome.person if is_agreed else ""
        writer = Writer(self._services, tx, self.actor, approver)
        for effect in step.effects:
            answer = writer.write(effect)
            if answer is not None:
                step = replace(step, outcome=answer)
        detail: dict[str, Any] = {"did": described(step.effects)} if step.effects else {}
        if approver:
            detail["approver"] = approver
        if scan is not None and self._has_people and self._services.login.holds_secret(tx, scan):
            scan = None
        subject = about_order(step.state) or about_order(self.state)
        journal.append(tx, self._database, self.actor, f"scan.{step.outcome.code}", subject, scan=scan, **detail)
        return step

    def _answer(self, outcome: Outcome) -> Step:
        return Step(self.state, outcome)
