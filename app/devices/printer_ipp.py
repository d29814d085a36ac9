"""A printer behind IPP: a CUPS queue, or a network printer that speaks it by itself. Claims no more than it knows.

`completed` proves no paper: CUPS says it once its backend has written the bytes away (measured: after a reset at 3 % of
them), and RFC 8011's "stacked in the output bin" is said by printers that have no bin. So do its sheet counters.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.devices.ipp import media, pwg_raster
from app.devices.ipp.address import IppAddress, queue_name
from app.devices.ipp.job_course import JobCourse, JobEnd
from app.devices.ipp.message import Attribute, Group, GroupTag, Message, Tag
from app.devices.ipp.operations import IppPort, Status, refusal_code
from app.devices.ipp.printer_facts import ASKED, PrinterFacts, read_facts
from app.devices.ipp.transport import IppTrouble
from app.domain.label import Stock
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Delivery, Language, PrintOutcome

_RAW = ("application/vnd.cups-raw", "application/octet-stream")
_PDF, _PWG = "application/pdf", "image/pwg-raster"
_AWAY = {"printer.refused", "printer.unreachable"}
_COPIES = Attribute("copies", Tag.INTEGER, (1,))
_NO_BANNER = Attribute("job-sheets", Tag.KEYWORD, ("none",))  # a queue may have one by default
_PAGE = (Attribute("print-scaling", Tag.KEYWORD, ("none",)), Attribute("sides", Tag.KEYWORD, ("one-sided",)))


class IppPrinter:
    """One IPP printer. `language` PAGE: its documents are PDF pages of `stock`'s size, which must lie in it; any other:
    they are that language's bytes, handed through unchanged.

    `identity` binds it: serial number, UUID or device address, as `look` tells them; anything else there gets nothing.
    `station` is who asks. Timers in seconds; `job_timeout_s` is how long a job is followed once it was taken.
    """

    def __init__(
        self,
        name: str,
        address: IppAddress,
        *,
        language: Language,
        station: str,
        stock: Stock | None = None,
        identity: str = "",
        connect_timeout_s: float = 3.0,
        stall_timeout_s: float = 8.0,
        answer_timeout_s: float = 15.0,
        job_timeout_s: float = 20.0,
        new_job_name: Callable[[], str] = lambda: f"packbench-{uuid.uuid4().hex}",
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._name = name
        self._language = language
        self._stock = stock
        self._identity = identity
        self._new_job_name = new_job_name
        self._port = IppPort(
            address,
            user=station,
            connect_timeout_s=connect_timeout_s,
            stall_timeout_s=stall_timeout_s,
            answer_timeout_s=answer_timeout_s,
            clock=clock,
        )
        self._course = JobCourse(self._port, timeout_s=job_timeout_s, clock=clock, wait=wait)
        self._one_at_a_time = threading.Lock()

    @property
    def name(self) -> str:
        return self._name

    def send(self, document: bytes) -> PrintOutcome:
        """One job for one document, followed until it has ended or the timer has.

        `not_sent`: `printer.refused`, `.unreachable`, `.untrusted`, `.other_certificate`, `.not_allowed`,
        `.unknown_queue`, `.queue_is_group`, `.other_device`, `.rejecting`, `.no_driver`, `.wrong_paper`, `.format`,
        `.not_a_page`, `.refused_job`, `.busy`, and what stops it (`.paper_out`, `.paused` …). Most a spooler says:
        `handed_over`; a printer itself: `delivered`. `unknown`: `printer.job_aborted`, `.job_canceled`, `.job_errors`,
        `.job_vanished`, `.taken_back` (its queue would have printed it again), and a line that broke (`.reset`,
        `.stalled`, `.no_answer`, `.nonsense`, `.http`).
        """
        with self._one_at_a_time:
            job_name = self._new_job_name()
            try:
                sheet = self._prepare(document, job_name)
            except _NotSent as refusal:
                return PrintOutcome(Delivery.NOT_SENT, refusal.code)
            return self._hand_over(sheet, job_name)

    def look(self) -> PrinterStatus:
        """Its state and reasons, and which device it is. A queue that is not there is away, one that takes nothing
        off line.
        """
        with self._one_at_a_time:
            try:
                answer = self._port.get_printer_attributes(ASKED)
            except IppTrouble as trouble:
                is_away = trouble.code in {*_AWAY, "printer.unknown_queue"}
                return PrinterStatus(frozenset({Condition.AWAY if is_away else Condition.SILENT}))
        if answer.code >= Status.FIRST_FAILURE:
            is_gone = answer.code in {Status.NOT_FOUND, Status.GONE}
            return PrinterStatus(frozenset({Condition.AWAY if is_gone else Condition.SILENT}))
        facts = read_facts(answer.group(GroupTag.PRINTER))
        conditions = facts.conditions
        if not facts.is_accepting:
            conditions = conditions - {Condition.READY} | {Condition.OFFLINE}
        return PrinterStatus(conditions, identity=facts.identity, model=facts.model)

    # --- Before anything leaves ---------------------------------------------------------------------------------------

    def _prepare(self, document: bytes, job_name: str) -> _Sheet:
        """Everything that can be known before the first byte of the document. Raises _NotSent."""
        try:
            answer = self._port.get_printer_attributes(ASKED)
            _refuse_failure(answer)
            printer = answer.group(GroupTag.PRINTER)
            facts = read_facts(printer)
            self._check_device(facts)
            sheet = self._page(document, printer, facts) if self._language is Language.PAGE else _raw(document, facts)
            self._validate(sheet, job_name)
        except IppTrouble as trouble:
            raise _NotSent(trouble.code) from trouble
        except pwg_raster.UndrawablePage as refusal:
            raise _NotSent(refusal.code) from refusal
        return sheet

    def _check_device(self, facts: PrinterFacts) -> None:
        """Only the queue and the device that was chosen, and only while it takes something."""
        if facts.is_class:
            raise _NotSent("printer.queue_is_group")
        if facts.is_cups and not queue_name(self._port.address):  # such a path is the server's default printer
            raise _NotSent("printer.unknown_queue")
        if self._identity and not facts.is_called(self._identity):
            raise _NotSent("printer.other_device")
        if facts.is_stopped:
            raise _NotSent(facts.stop_code or "printer.offline")
        if not facts.is_accepting:
            raise _NotSent("printer.rejecting")

    def _page(self, document: bytes, printer: Group, facts: PrinterFacts) -> _Sheet:
        if self._stock is None:
            raise _NotSent("printer.wrong_paper")
        size = (round(self._stock.width_mm * 100), round(self._stock.height_mm * 100))
        pages = pwg_raster.page_sizes(document)
        paper = _paper(printer, size, is_cups=facts.is_cups)
        if not all(media.is_same(page, size) for page in pages):
            raise _NotSent("printer.wrong_paper")
        template = (_COPIES, _NO_BANNER, *_PAGE, media.media_col(paper))
        if _PDF in facts.formats:
            return _Sheet(document, _PDF, template, facts.is_spooler, facts.is_cups)
        kind = pwg_raster.choose_kind(printer, self._stock.dpi) if _PWG in facts.formats else None
        if kind is None:
            raise _NotSent("printer.format")
        return _Sheet(pwg_raster.encode_pwg(document, kind, paper), _PWG, template, facts.is_spooler, facts.is_cups)

    def _validate(self, sheet: _Sheet, job_name: str) -> None:
        """The printer's own word on this job; a paper that it would replace by another is the wrong one."""
        answer = self._port.validate_job(job_name, sheet.format, sheet.template)
        if answer.code == Status.OPERATION_NOT_SUPPORTED:
            return
        _refuse_failure(answer)
        ignored = answer.group(GroupTag.UNSUPPORTED)
        if any(one.name in {"media-col", "media", "media-size"} for one in ignored.attributes):
            raise _NotSent("printer.wrong_paper")

    # --- The document -------------------------------------------------------------------------------------------------

    def _hand_over(self, sheet: _Sheet, job_name: str) -> PrintOutcome:
        try:
            answer = self._port.print_job(job_name, sheet.format, sheet.template, sheet.document)
        except IppTrouble as trouble:
            return self._settle(trouble, sheet, job_name)
        job_id = answer.group(GroupTag.JOB).number("job-id")
        if answer.code >= Status.FIRST_FAILURE:
            is_harmless = job_id is None and Status.is_harmless(answer.code)
            delivery = Delivery.NOT_SENT if is_harmless else Delivery.UNKNOWN
            sent = 0 if is_harmless else len(sheet.document)
            return PrintOutcome(delivery, refusal_code(answer.code), sent, _number(job_id))
        if job_id is None:
            return PrintOutcome(Delivery.UNKNOWN, "printer.nonsense", len(sheet.document))
        return self._follow(job_id, sheet)

    def _settle(self, trouble: IppTrouble, sheet: _Sheet, job_name: str) -> PrintOutcome:
        """The line broke. Where all of it had left, the job's name, which is this print's alone, may tell the rest.

        A job that is there proves that it came whole only with CUPS, which makes none before it has read to the end.
        """
        if trouble.is_refused or not trouble.sent:
            return PrintOutcome(Delivery.NOT_SENT, trouble.code)
        try:
            job_id = self._port.find_job(job_name) if trouble.is_whole else None
        except IppTrouble:
            job_id = None
        if job_id is None:
            return PrintOutcome(Delivery.UNKNOWN, trouble.code, trouble.sent)
        outcome = self._follow(job_id, sheet)
        if sheet.is_cups or outcome.delivery is Delivery.NOT_SENT:
            return outcome
        return replace(outcome, delivery=Delivery.UNKNOWN, code=outcome.code or trouble.code)

    def _follow(self, job_id: int, sheet: _Sheet) -> PrintOutcome:
        end = self._course.follow(job_id)
        delivery = {
            JobEnd.COMPLETED: Delivery.HANDED_OVER if sheet.is_spooler else Delivery.DELIVERED,
            JobEnd.UNFINISHED: Delivery.HANDED_OVER,
            JobEnd.BROKEN: Delivery.UNKNOWN,
            JobEnd.NEVER_BEGUN: Delivery.NOT_SENT,
        }[end.kind]
        sent = 0 if end.kind is JobEnd.NEVER_BEGUN else len(sheet.document)
        return PrintOutcome(delivery, end.code, sent, str(job_id))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is sent, in the form that this printer takes."""

    document: bytes
    format: str
    template: tuple[Attribute, ...]
    is_spooler: bool
    is_cups: bool


class _NotSent(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _raw(document: bytes, facts: PrinterFacts) -> _Sheet:
    """Bytes that no filter may touch: where CUPS has a name for that, it is used, so that it does not guess."""
    name = next((one for one in _RAW if one in facts.formats), None)
    if name is None:
        raise _NotSent("printer.format")
    return _Sheet(document, name, (_COPIES, _NO_BANNER), facts.is_spooler, facts.is_cups)


def _paper(printer: Group, size: media.Size, *, is_cups: bool) -> media.Size:
    """The paper in the printer that is of this size, as the printer measures it."""
    ready = media.ready_sizes(printer, is_cups=is_cups)
    if ready is not None:
        paper = next((one for one in ready if media.is_same(one, size)), None)
        if paper is None:
            raise _NotSent("printer.wrong_paper")
        return paper
    fits = media.takes(printer, size)
    if fits is None:  # a queue without a driver draws no pages: it would hand the PDF's bytes to a label printer
        raise _NotSent("printer.no_driver")
    if not fits:
        raise _NotSent("printer.wrong_paper")
    return size


def _refuse_failure(answer: Message) -> None:
    if answer.code >= Status.FIRST_FAILURE:
        raise _NotSent(refusal_code(answer.code))


def _number(job_id: int | None) -> str:
    return "" if job_id is None else str(job_id)
