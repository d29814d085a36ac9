"""What a shift lead must decide: what happened, what is known, and which decisions there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.document import DocumentKind
from app.domain.money import Money


class IncidentKind(StrEnum):
    """Why something waits for a person."""

    PURCHASE_UNCLEAR = "purchase_unclear"  # bought or not: the carrier cannot be asked again without risk
    PURCHASE_CHECKED = "purchase_checked"  # bought or not: being asked under the same reference, by itself
    PURCHASE_REFUSED = "purchase_refused"
    VOID_UNCLEAR = "void_unclear"
    PRINT_UNKNOWN = "print_unknown"
    PRINT_FAILED = "print_failed"
    PAPER_UNKNOWN = "paper_unknown"  # as with a label, of what goes along with it
    PAPER_FAILED = "paper_failed"
    LABEL_UNSEEN = "label_unseen"  # sent, and nobody has scanned it for longer than the station allows
    JOB_HELD = "job_held"  # a bug stopped it in the middle
    LABEL_UNUSED = "label_unused"  # bought, never printed, and soon too late to give back
    ORPHAN = "orphan"  # the carrier lists a label that we do not count on
    LABEL_STOPPED = "label_stopped"  # bought, and its order must not go out (any more)
    ORDER_ON_HOLD = "order_on_hold"  # held back, and no label of it is bought
    NEWS_TOO_LATE = "news_too_late"  # the courier had the parcel when the shop said that it must not go out


class Decision(StrEnum):
    """What a person may decide; each is one key on the screen and one journal row."""

    CHECK_AGAIN = "check_again"
    BOUGHT = "bought"  # with the tracking number as the carrier's portal shows it
    NOT_BOUGHT = "not_bought"
    ASK_AGAIN = "ask_again"
    CAME_OUT = "came_out"
    REPRINT = "reprint"
    VOID = "void"
    VOIDED = "voided"  # the carrier's portal shows it as given back
    STILL_VALID = "still_valid"
    KEEP = "keep"
    RELEASE = "release"  # nothing stops the order any more


DECISIONS: dict[IncidentKind, tuple[Decision, ...]] = {
    IncidentKind.PURCHASE_UNCLEAR: (Decision.BOUGHT, Decision.NOT_BOUGHT),
    IncidentKind.PURCHASE_CHECKED: (Decision.CHECK_AGAIN,),
    IncidentKind.PURCHASE_REFUSED: (Decision.ASK_AGAIN,),
    IncidentKind.VOID_UNCLEAR: (Decision.CHECK_AGAIN, Decision.VOIDED, Decision.STILL_VALID),
    IncidentKind.PRINT_UNKNOWN: (Decision.CAME_OUT, Decision.REPRINT),
    IncidentKind.PRINT_FAILED: (Decision.REPRINT,),
    IncidentKind.PAPER_UNKNOWN: (Decision.CAME_OUT, Decision.REPRINT),
    IncidentKind.PAPER_FAILED: (Decision.REPRINT,),
    IncidentKind.LABEL_UNSEEN: (Decision.CAME_OUT, Decision.REPRINT),
    IncidentKind.JOB_HELD: (Decision.CHECK_AGAIN,),
    IncidentKind.LABEL_UNUSED: (Decision.VOID, Decision.REPRINT, Decision.KEEP),
    IncidentKind.ORPHAN: (Decision.VOID, Decision.KEEP),
    IncidentKind.LABEL_STOPPED: (Decision.VOID, Decision.RELEASE, Decision.KEEP),
    IncidentKind.ORDER_ON_HOLD: (Decision.RELEASE, Decision.KEEP),
    IncidentKind.NEWS_TOO_LATE: (Decision.KEEP,),
}


class Urgency(StrEnum):
    """What waiting does, worst first."""

    MONEY = "money"  # a label may be paid for nothing or twice, or a parcel goes where it must not
    PARCEL = "parcel"  # a parcel cannot leave
    PAPER = "paper"  # something that goes along with a parcel
    HELD = "held"  # stopped on purpose, and nothing is bought
    BY_ITSELF = "by_itself"  # the station is at it


_URGENCY: dict[IncidentKind, Urgency] = {
    IncidentKind.NEWS_TOO_LATE: Urgency.MONEY,
    IncidentKind.LABEL_STOPPED: Urgency.MONEY,
    IncidentKind.PURCHASE_UNCLEAR: Urgency.MONEY,
    IncidentKind.VOID_UNCLEAR: Urgency.MONEY,
    IncidentKind.LABEL_UNUSED: Urgency.MONEY,
    IncidentKind.ORPHAN: Urgency.MONEY,
    IncidentKind.JOB_HELD: Urgency.PARCEL,
    IncidentKind.PURCHASE_REFUSED: Urgency.PARCEL,
    IncidentKind.PRINT_FAILED: Urgency.PARCEL,
    IncidentKind.PRINT_UNKNOWN: Urgency.PARCEL,
    IncidentKind.LABEL_UNSEEN: Urgency.PARCEL,
    IncidentKind.PAPER_FAILED: Urgency.PAPER,
    IncidentKind.PAPER_UNKNOWN: Urgency.PAPER,
    IncidentKind.ORDER_ON_HOLD: Urgency.HELD,
    IncidentKind.PURCHASE_CHECKED: Urgency.BY_ITSELF,
}
_RANK = {urgency: rank for rank, urgency in enumerate(Urgency)}


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing to decide. `subject_id` is the waybill, print, job, orphan or stop; `code` names the reason.

    `since_ms` is when it happened, `until_ms` by when it must be decided (0: no hurry). `position` is the paper's
    number on its printer, 0 when it has none, `document` what paper it is. `carrier` and `reference` are what the
    carrier's portal is searched by.
    """

    kind: IncidentKind
    subject_id: str
    order_number: str
    tracking_number: str
    code: str
    since_ms: int
    parcel_id: str = ""
    until_ms: int = 0
    position: int = 0
    price: Money | None = None
    carrier: str = ""
    reference: str = ""
    attempt: int = 0
    document: DocumentKind = DocumentKind.LABEL

    @property
    def urgency(self) -> Urgency:
        return _URGENCY[self.kind]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return DECISIONS[self.kind]


def by_urgency(incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """What costs most first; of those alike, by when they must be decided, then by when they happened."""
    return tuple(
        sorted(incidents, key=lambda each: (_RANK[each.urgency], not each.until_ms, each.until_ms, each.since_ms))
    )
