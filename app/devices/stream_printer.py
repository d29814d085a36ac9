"""One printer over any cable that carries bytes: asks before, sends, asks after, and says only what is known.

A bad word said before the first byte keeps the document here; silence or a failed question never does. Paper is proven
by the printer's own counter or by the number it gives back, by nothing else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from app.devices.printer import Link, LinkBroken, Wire
from app.devices.printer_talk import Known, Talk
from app.devices.printer_words import SILENT, Ask, Conversation, Profile, fresh_process_id, labels_asked, words_of
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, Language, PrintOutcome

_PIECE = 64 * 1024


class StreamPrinter:
    """Timers in seconds: for one answer, for no progress at all, for the proof that it read to the end, and for paper
    to come out. `identity` is the serial number that the printer must not contradict, empty for any printer.

    What its proofs are worth: the counter says that paper passed, not what stands on it, and that it was our label as
    long as no other computer prints there in the same moment (meanwhile this class holds a connection, most printers'
    only one; a rise by any other number than asked proves nothing). The process id is of one document alone. What is
    legible only a scan says.
    """

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        language: Language = Language.ZPL,
        profile: Profile = SILENT,
        identity: str = "",
        answer_timeout_s: float = 0.3,
        stall_timeout_s: float = 8.0,
        drain_timeout_s: float = 5.0,
        proof_timeout_s: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
        process_id: Callable[[], bytes] = fresh_process_id,
    ) -> None:
        self._name = name
        self._wire = wire
        self._language = language
        self._asks = profile.asks
        self._identity = identity
        self._answer_timeout_s = answer_timeout_s
        self._stall_timeout_s = stall_timeout_s
        self._drain_timeout_s = drain_timeout_s
        self._proof_timeout_s = proof_timeout_s
        self._clock = clock
        self._process_id = process_id
        self._known = Known()
        self._lock = threading.Lock()  # one conversation at a time: many printers accept one connection

    @property
    def name(self) -> str:
        return self._name

    def send(self, document: bytes) -> PrintOutcome:
        """One connection for one document.

        Codes of `not_sent`: what the wire says (`printer.refused`, …), `printer.other_device`, or the reason to stop
        that it named (`printer.paper_out`, `printer.head_open`, …). Of `unknown`: `printer.stalled` (took no more bytes
        in time), `printer.reset`, `printer.closed_early`, `printer.no_end`, `printer.unplugged`. Of `delivered` and
        `handed_over`: the reason to stop named after it had taken everything; the paper may come when that is mended.
        """
        with self._lock:
            try:
                return self._carry(document, self._asks)
            except LinkBroken:  # over a question: it may be one that cannot bear any, and nothing has left yet
                return self._carry(document, frozenset())

    def look(self) -> PrinterStatus:
        """Asks all that the profile has: conditions, counter, identity, model."""
        with self._lock:
            try:
                link = self._wire.open()
            except LinkBroken:
                return PrinterStatus(frozenset({Condition.AWAY}))
            try:
                return self._talk(link, self._asks).describe()
            finally:
                link.close(is_aborted=False)

    def _carry(self, document: bytes, asks: frozenset[Ask]) -> PrintOutcome:
        """Raises LinkBroken when the link breaks over a question, before a byte of the document left."""
        try:
            link = self._wire.open()
        except LinkBroken as broken:
            return PrintOutcome(Delivery.NOT_SENT, broken.code)
        passage = _Passage(link, document, self._clock)
        try:
            talk = self._talk(link, asks)
            reason = talk.reason_to_wait(self._identity, asked=self._labels_asked(document))
            if reason:
                return PrintOutcome(Delivery.NOT_SENT, reason)
            return self._deliver(link, passage, talk)
        finally:
            link.close(is_aborted=0 < passage.sent < len(document))

    def _deliver(self, link: Link, passage: _Passage, talk: Talk) -> PrintOutcome:
        try:
            talk.begin()
            passage.push(self._stall_timeout_s)
            talk.ask_after(self._proof_timeout_s, self._process_id())
            end = link.finish(self._drain_timeout_s)
        except LinkBroken as broken:
            end = broken.code
        if end and not passage.sent:
            return PrintOutcome(Delivery.NOT_SENT, end)
        if not end or talk.was_read:
            trouble = "" if talk.proof else talk.trouble  # what keeps the next one back is no word on this one
            return PrintOutcome(Delivery.DELIVERED, trouble, passage.sent, proof=talk.proof)
        if end == "printer.handed_over":
            return PrintOutcome(Delivery.HANDED_OVER, talk.trouble, passage.sent)
        return PrintOutcome(Delivery.UNKNOWN, end, passage.sent)

    def _talk(self, link: Link, asks: frozenset[Ask]) -> Talk:
        words = words_of(self._language)
        conversation = Conversation(link, words, answer_timeout_s=self._answer_timeout_s, clock=self._clock)
        return Talk(conversation, asks, self._known, self._clock)

    def _labels_asked(self, document: bytes) -> int | None:
        """Only Zebra's printers count labels in a way that can be read."""
        return labels_asked(document) if self._language is Language.ZPL and Ask.COUNTER in self._asks else None


class _Passage:
    """One document on its way through one link. `sent`: bytes that the link took."""

    def __init__(self, link: Link, document: bytes, clock: Callable[[], float]) -> None:
        self.sent = 0
        self._link = link
        self._document = memoryview(document)
        self._clock = clock

    def push(self, stall_timeout_s: float) -> None:
        """Write everything, reading meanwhile: a printer that talks must not block on us. Its words are no progress.

        Raises LinkBroken, also with `printer.stalled`.
        """
        deadline = self._clock() + stall_timeout_s
        while self.sent < len(self._document):
            piece = self._document[self.sent : self.sent + _PIECE]
            taken, _ = self._link.exchange(piece, max(0.0, deadline - self._clock()))
            self.sent += taken
            if taken:
                deadline = self._clock() + stall_timeout_s
            elif self._clock() >= deadline:
                raise LinkBroken("printer.stalled")
