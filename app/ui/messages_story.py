"""The story of an order or a parcel in sentences: what the journal tells, for people, in both languages.

What an event means stands in `messages_event`; here is what its ids, counts and codes add to that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.document import DocumentKind
from app.domain.incident import IncidentKind
from app.domain.money import Money
from app.domain.outcome import OutcomeCode
from app.domain.printing import BY_PRINTER, PrintReason
from app.domain.record import Moment
from app.ui.messages_answer import Tone
from app.ui.messages_event import event_words
from app.ui.messages_fault import what
from app.ui.messages_incident import CASES
from app.ui.messages_outcome import ANSWERS
from app.ui.messages_printer import PAPERS
from app.ui.messages_reason import reason_word
from app.ui.messages_text import Text

STORY_WORDS: dict[str, Text] = {
    "units.put": Text("{count:unit was|units were} put into the box", "装入 {count} 件商品"),
    "units": Text("{count:unit|units}", "{count} 件"),
    "copy": Text("copy {count}", "第 {count} 张"),
    "approver": Text("agreed by {who}", "{who} 已同意"),
    "manifest": Text("manifest {number}", "交接单 {number}"),
    "again.missing": Text("once more, none came out", "补打：未出纸"),
    "again.damaged": Text("once more, the last is damaged", "补打：已损坏"),
    "again.other": Text("once more", "补打"),
    "by_printer": Text("the printer says that it came out", "打印机确认已出纸"),
    "interrupted": Text("the program ended meanwhile", "程序中途退出"),
    "decided": Text("a person decided so", "人工判定"),
    "machine": Text("by itself", "自动"),
}

# What went wrong, or waits for a person; everything else that happened is as it should be.
TROUBLE: dict[str, Tone] = {
    "waybill.uncertain": Tone.WRONG,
    "waybill.refused": Tone.STOP,
    "void.refused": Tone.WRONG,
    "print.waiting": Tone.WRONG,
    "print.stopped": Tone.STOP,
    "print.unknown": Tone.WRONG,
    "print.failed": Tone.STOP,
    "news.stopped": Tone.STOP,
    "news.too_late": Tone.STOP,
    "handover.refused": Tone.STOP,
    "evidence.missed": Tone.WRONG,
    "person.refused": Tone.WRONG,
}

PUT_IN = frozenset({f"scan.{OutcomeCode.ITEM_PACKED}", f"scan.{OutcomeCode.LINE_COMPLETE}"})
_OWN_CODES = {"interrupted", "decided"}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing of a story: `words` say it, `more` adds what is known of it (may be empty), `tone` is None where all is
    well. `who` did it, empty for the station itself. `event` is the journal's word of the first of `count` rows.
    """

    at_ms: int
    event: str
    words: str
    more: str
    tone: Tone | None
    who: str
    station: str
    count: int = 1


def tell(story: Sequence[Moment], language: str, order: str = "") -> tuple[Told, ...]:
    """The story oldest first; units put in one after the other are told as one. `order` is its number."""
    told: list[Told] = []
    run: list[Moment] = []
    for moment in story:
        if run and not (moment.event in PUT_IN and _is_one_go(run[-1], moment)):
            told.append(_told(run, language, order))
            run = []
        run.append(moment)
        if moment.event not in PUT_IN:
            told.append(_told(run, language, order))
            run = []
    if run:
        told.append(_told(run, language, order))
    return tuple(told)


def tone_of_event(event: str) -> Tone | None:
    """The mark of what went wrong; None where nothing did."""
    kind, _, rest = event.partition(".")
    if kind == "scan" and rest in set(OutcomeCode):
        tone = ANSWERS[OutcomeCode(rest)].tone
        return tone if tone in (Tone.WRONG, Tone.STOP) else None
    return TROUBLE.get(event)


def _is_one_go(before: Moment, now: Moment) -> bool:
    hour_ms = 3_600_000
    return (before.packer, before.station, before.subject_id, before.at_ms // hour_ms) == (
        now.packer,
        now.station,
        now.subject_id,
        now.at_ms // hour_ms,
    )


def _told(run: list[Moment], language: str, order: str) -> Told:
    first = run[0]
    if len(run) > 1:
        words, more = STORY_WORDS["units.put"].fill(language, count=len(run)), ""
    else:
        words, more = event_words(first.event, language, order), _more(first, language)
    tone = tone_of_event(first.event)
    return Told(first.at_ms, first.event, words, more, tone, first.packer, first.station, len(run))


def _more(moment: Moment, language: str) -> str:
    detail = dict(moment.detail)
    said = [says(detail, language) for says, events in _SAYS if not events or moment.event in events]
    return " · ".join(text for text in said if text)


def _word(key: str, language: str, **values: str) -> str:
    return STORY_WORDS[key].fill(language, **values)


def _paper(detail: dict[str, str], language: str) -> str:
    document, printer = detail.get("document", ""), detail.get("printer", "")
    name = PAPERS[DocumentKind(document)].say(language) if document in set(DocumentKind) else document
    return " → ".join(text for text in (name, printer if printer != document else "") if text)


def _again(detail: dict[str, str], language: str) -> str:
    reason = detail.get("reason", "")
    return _word(f"again.{reason}", language) if reason in set(PrintReason) - {PrintReason.FIRST} else ""


def _copy(detail: dict[str, str], language: str) -> str:
    copy = detail.get("copy", "1")
    return _word("copy", language, count=copy) if copy.isdecimal() and int(copy) > 1 else ""


def _price(detail: dict[str, str], _language: str) -> str:
    price, currency = detail.get("price_minor", ""), detail.get("currency", "")
    return str(Money(currency, int(price))) if price.isdecimal() and currency else ""


def _code(detail: dict[str, str], language: str) -> str:
    """Why, where an event names an error; a hand-over's refusal names the bench's answer."""
    code = detail.get("code", "")
    if not code:
        return ""
    if code in _OWN_CODES:
        return _word(code, language)
    return event_words(f"scan.{code}", language) if code in set(OutcomeCode) else what(code, language)


def _kind(detail: dict[str, str], language: str) -> str:
    """What stopped an order, or what a decision was about."""
    kind = detail.get("kind", "")
    return CASES[IncidentKind(kind)].name.say(language) if kind in set(IncidentKind) else reason_word(kind, language)


def _units(detail: dict[str, str], language: str) -> str:
    return _word("units", language, count=detail["units"]) if detail.get("units", "").isdecimal() else ""


def _answer(detail: dict[str, str], language: str) -> str:
    """What came of a decision, where it came to nothing."""
    answer = detail.get("answer", "")
    is_odd = answer in set(OutcomeCode) and answer != OutcomeCode.DECIDED
    return event_words(f"scan.{answer}", language) if is_odd else ""


def _by_printer(detail: dict[str, str], language: str) -> str:
    return _word("by_printer", language) if detail.get("proof", "") in BY_PRINTER else ""


def _approver(detail: dict[str, str], language: str) -> str:
    return _word("approver", language, who=detail["approver"]) if detail.get("approver") else ""


def _manifest(detail: dict[str, str], language: str) -> str:
    return _word("manifest", language, number=detail["number"]) if detail.get("number") else ""


def _named(*names: str) -> Callable[[dict[str, str], str], str]:
    """What needs no words."""
    return lambda detail, _language: " · ".join(detail[name] for name in names if detail.get(name))


# Each piece of a detail in words, and of which events; of all where none is named.
_SAYS: tuple[tuple[Callable[[dict[str, str], str], str], frozenset[str]], ...] = (
    (_paper, frozenset({"print.asked", "print.redirected"})),
    (_again, frozenset({"print.asked"})),
    (_copy, frozenset()),
    (_by_printer, frozenset({"print.sent"})),
    (_named("service"), frozenset({"waybill.requested"})),
    (_named("number"), frozenset({"waybill.issued", "handover.taken"})),
    (_price, frozenset({"waybill.issued"})),
    (_units, frozenset({"parcel.sealed", "goods.returned", "manifest.closed"})),
    (_manifest, frozenset({"manifest.closed"})),
    (_kind, frozenset()),
    (_code, frozenset()),
    (_answer, frozenset()),
    (_approver, frozenset()),
)
