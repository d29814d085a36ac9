"""The journal told to people: each event has a sentence, what went wrong has a mark, and nothing in it is personal."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from app.domain.incident import Decision, IncidentKind
from app.domain.outcome import OutcomeCode
from app.domain.record import Moment
from app.replay import EVENTS as REPLAYED
from app.replay import SILENT
from app.resources import resource
from app.ui.messages import LANGUAGES, Tone
from app.ui.messages_story import TROUBLE, tell, tone_of_event
from app.ui.tables.timeline import ICONS, icon_of
from tests.terminal.test_audit_cli import NAMES

NOON_MS = 1_790_000_000_000
EVERY = sorted({*NAMES, *REPLAYED, *SILENT})


def moments(*events: str, packer: str = "Wu", every_ms: int = 1_000, **detail: str) -> tuple[Moment, ...]:
    return tuple(
        Moment(at, NOON_MS + at * every_ms, event, packer, "Bench 7", "id", tuple(detail.items()))
        for at, event in enumerate(events)
    )


def words_of(story: Iterable[Moment], language: str = "en") -> list[str]:
    return [
        " · ".join(text for text in (each.words, each.more) if text) for each in tell(tuple(story), language, "1001")
    ]


@pytest.mark.parametrize("event", EVERY)
def test_every_event_that_the_program_can_write_is_told_in_both_languages(event: str) -> None:
    said = [words_of(moments(event), language)[0] for language in LANGUAGES]
    assert said[0] != said[1]
    for words in said:
        assert words != event
        assert not {"{", "}", "…"} & set(words), "nothing is left open"
    assert resource(f"icons/{icon_of(event)}.svg").is_file()


def test_the_walk_finds_what_the_program_writes() -> None:
    assert {"parcel.sealed", "scan.item.packed", "decided.void", "manifest.closed", "order.corrected"} <= set(EVERY)
    assert set(TROUBLE) <= set(EVERY)


@pytest.mark.parametrize("icon", sorted({*ICONS.values(), "scan-barcode", "clock"}))
def test_every_icon_of_a_story_is_shipped(icon: str) -> None:
    assert resource(f"icons/{icon}.svg").is_file()


def test_an_event_of_a_newer_program_is_told_by_its_own_name() -> None:
    assert words_of(moments("parcel.weighed_twice")) == ["parcel.weighed_twice"]


@pytest.mark.parametrize(
    ("event", "tone"),
    [
        ("waybill.refused", Tone.STOP),
        ("print.unknown", Tone.WRONG),
        ("scan.item.wrong", Tone.WRONG),
        ("scan.order.cancelled", Tone.STOP),
        ("waybill.issued", None),
        ("scan.item.packed", None),
    ],
)
def test_trouble_bears_a_mark_and_nothing_else_does(event: str, tone: Tone | None) -> None:
    assert tone_of_event(event) is tone


def test_units_that_one_packer_put_in_one_after_the_other_are_told_as_one() -> None:
    put = ("scan.item.packed", "scan.item.packed", "scan.item.line_complete")
    assert words_of(moments(*put)) == ["3 units were put into the box"]
    assert words_of(moments(*put[:2], "scan.item.wrong", *put[:2])) == [
        "2 units were put into the box",
        "A wrong item was scanned",
        "2 units were put into the box",
    ]


def test_two_packers_are_told_apart() -> None:
    story = (*moments("scan.item.packed"), *moments("scan.item.packed", packer="Li"))
    assert [each.who for each in tell(story, "en")] == ["Wu", "Li"]


@pytest.mark.parametrize(
    ("event", "detail", "said"),
    [
        ("waybill.issued", {"number": "SF123", "price_minor": "250", "currency": "CNY"}, "SF123 · 2.50 CNY"),
        ("parcel.sealed", {"units": "1"}, "1 unit"),
        ("print.asked", {"document": "packing_slip", "printer": "office"}, "packing slip → office"),
        ("print.asked", {"document": "label", "printer": "label", "reason": "damaged"}, "label · once more"),
        ("print.sent", {"copy": "2", "proof": "counter"}, "copy 2 · the printer says that it came out"),
        ("manifest.closed", {"number": "M-7", "units": "4"}, "4 units · manifest M-7"),
        ("print.unknown", {"code": "interrupted"}, "the program ended meanwhile"),
        ("news.stopped", {"kind": "cancel"}, "it is cancelled"),
        ("handover.refused", {"code": OutcomeCode.HANDOVER_VOIDED}, "is void"),
        ("decided.reprint", {"kind": IncidentKind.PRINT_UNKNOWN, "answer": "decided"}, "Did it come out?"),
        ("scan.weight.accepted", {"approver": "boss"}, "agreed by boss"),
    ],
)
def test_what_is_known_beside_it_is_told_too(event: str, detail: dict[str, str], said: str) -> None:
    assert said.casefold() in words_of(moments(event, **detail))[0].casefold()


@pytest.mark.parametrize("event", ["waybill.issued", "print.asked", "print.sent", "parcel.sealed", "decided.void"])
def test_a_detail_that_makes_no_sense_breaks_no_story(event: str) -> None:
    odd = dict.fromkeys(
        ("number", "price_minor", "copy", "units", "document", "reason", "kind", "code", "answer"), "?{x}"
    )
    assert words_of(moments(event, **odd))


def test_every_decision_is_told_by_the_word_on_its_key() -> None:
    assert len({words_of(moments(f"decided.{each}"))[0] for each in Decision}) == len(Decision)
