"""What printers say in each language, read whole, in pieces, in noise, and not at all."""

from __future__ import annotations

import pytest

from app.devices.printer_words import MODELS, SILENT, Ask, Words, labels_asked, profile_of, together, words_of
from app.domain.printer_status import Condition, PrinterStatus
from app.domain.printing import Language
from app.errors import Misconfigured

C = Condition
ZPL, TSPL, EPL, CPCL, ESCPOS = Language.ZPL, Language.TSPL, Language.EPL, Language.CPCL, Language.ESCPOS


def hs(first: str = "030,0,0,1218,000,0,0,0,000,0,0,0", second: str = "000,0,0,0,0,2,4,0,00000000,1,000") -> bytes:
    return f"\x02{first}\x03\r\n\x02{second}\x03\r\n\x021234,0\x03\r\n".encode()


def hqes(errors: int = 0, warnings: int = 0) -> bytes:
    return (
        f"\x02\r\n\r\n  PRINTER STATUS\r\n   ERRORS:         {bool(errors):d} 00000000 {errors:08X}\r\n"
        f"   WARNINGS:       {bool(warnings):d} 00000000 {warnings:08X}\r\n\x03"
    ).encode()


def asked(words: Words, ask: Ask, token: bytes = b"") -> None:
    words.question(ask, token)
    words.expect((ask,))


def heard(language: Language, ask: Ask, said: bytes, *, size: int = 0, token: bytes = b"") -> PrinterStatus | None:
    """The answer, fed in pieces of that size."""
    words = words_of(language)
    asked(words, ask, token)
    for at in range(0, len(said), size or len(said) or 1):
        words.feed(said[at : at + (size or len(said))])
    return words.answer(ask)


STATES: list[tuple[Language, Ask, bytes, set[Condition]]] = [
    (ZPL, Ask.STATE, hs(), {C.READY}),
    (ZPL, Ask.STATE, hs("030,1,0,1218,000,0,0,0,000,0,0,0"), {C.PAPER_OUT}),
    (ZPL, Ask.STATE, hs("030,0,1,1218,000,0,0,0,000,0,0,0"), {C.PAUSED}),
    (ZPL, Ask.STATE, hs("030,0,0,1218,000,1,0,0,000,0,0,0"), {C.BUFFER_FULL}),
    (ZPL, Ask.STATE, hs("030,0,0,1218,003,0,0,0,000,0,0,0"), {C.BUSY}),
    (ZPL, Ask.STATE, hs("030,0,0,1218,000,0,0,0,000,1,0,0"), {C.FAULT}),
    (ZPL, Ask.STATE, hs("030,0,0,1218,000,0,0,0,000,0,1,0"), {C.READY}),  # cold
    (ZPL, Ask.STATE, hs("030,0,0,1218,000,0,0,0,000,0,0,1"), {C.TOO_HOT}),
    (ZPL, Ask.STATE, hs(second="000,0,1,0,0,2,4,0,00000000,1,000"), {C.HEAD_OPEN}),
    (ZPL, Ask.STATE, hs(second="000,0,0,1,1,2,4,0,00000000,1,000"), {C.RIBBON_OUT}),
    (ZPL, Ask.STATE, hs(second="000,0,0,0,0,1,4,1,00000000,1,000"), {C.LABEL_WAITING}),
    (ZPL, Ask.STATE, hs(second="000,0,0,0,0,2,4,0,00000002,1,000"), {C.BUSY}),
    (ZPL, Ask.ALERTS, hqes(), {C.READY}),
    (ZPL, Ask.ALERTS, hqes(0x5), {C.PAPER_OUT, C.HEAD_OPEN}),
    (ZPL, Ask.ALERTS, hqes(0x10002), {C.RIBBON_OUT, C.PAUSED}),
    (ZPL, Ask.ALERTS, hqes(0x1000), {C.PAPER_JAM}),
    (ZPL, Ask.ALERTS, hqes(0x8), {C.CUTTER}),
    (ZPL, Ask.ALERTS, hqes(0, 0x8), {C.READY, C.PAPER_LOW}),
    (ZPL, Ask.ALERTS, hqes(0x40), set()),  # a dead dot: no reason to stop, and no good word
    (TSPL, Ask.STATE, b"\x00", {C.READY}),
    (TSPL, Ask.STATE, b"\x01", {C.HEAD_OPEN}),
    (TSPL, Ask.STATE, b"\x02", {C.PAPER_JAM}),
    (TSPL, Ask.STATE, b"\x05", {C.HEAD_OPEN, C.PAPER_OUT}),
    (TSPL, Ask.STATE, b"\x08", {C.RIBBON_OUT}),
    (TSPL, Ask.STATE, b"\x10", {C.PAUSED}),
    (TSPL, Ask.STATE, b"\x20", {C.BUSY}),
    (TSPL, Ask.STATE, b"\x80", {C.TOO_HOT}),
    (TSPL, Ask.STATE, b"\x02\x02EHAA\x03\r\n", {C.PAPER_JAM}),  # both answers at once
    (TSPL, Ask.ALERTS, b"\x02\x02EHAA\x03\r\n", {C.BUFFER_FULL, C.TOO_HOT, C.PAPER_OUT}),
    (TSPL, Ask.ALERTS, b"\x02@@@@\x03\r\n", {C.READY}),
    (TSPL, Ask.ALERTS, b"\x02P@@@\x03\r\n", {C.BUSY}),
    (TSPL, Ask.ALERTS, b"\x02`@@@\x03\r\n", {C.PAUSED}),
    (TSPL, Ask.ALERTS, b"\x02L@@@\x03\r\n", {C.LABEL_WAITING}),
    (TSPL, Ask.ALERTS, b"\x02E@@D\x03\r\n", {C.RIBBON_OUT}),
    (TSPL, Ask.ALERTS, b"\x02E@H@\x03\r\n", {C.CUTTER}),
    (TSPL, Ask.ALERTS, b"\x02E@@@\x03\r\n", {C.FAULT}),
    (TSPL, Ask.ALERTS, b"\x02@A@@\x03\r\n", {C.PAPER_LOW}),
    (EPL, Ask.STATE, b"00\r\n", {C.READY}),
    (EPL, Ask.STATE, b"07\r\n", {C.PAPER_OUT}),
    (EPL, Ask.STATE, b"07,11\r\n", {C.PAPER_OUT, C.HEAD_OPEN}),
    (EPL, Ask.STATE, b"92\r\n", {C.PAUSED}),
    (EPL, Ask.STATE, b"11\r\n", {C.HEAD_OPEN}),
    (EPL, Ask.STATE, b"12\r\n", {C.PAUSED}),
    (EPL, Ask.STATE, b"01\r\n", set()),  # an earlier command was wrong
    (CPCL, Ask.STATE, b"\x00", {C.READY}),
    (CPCL, Ask.STATE, b"\x10", {C.READY}),  # was reset
    (CPCL, Ask.STATE, b"\x08", {C.READY}),  # battery
    (CPCL, Ask.STATE, b"\x07", {C.BUSY, C.PAPER_OUT, C.HEAD_OPEN}),
    (CPCL, Ask.ALERTS, b"\x10", {C.PAPER_JAM}),
    (CPCL, Ask.ALERTS, b"\xe0", {C.LABEL_WAITING, C.PAPER_LOW, C.RIBBON_OUT}),
    (ESCPOS, Ask.STATE, b"\x12\x12\x12\x12", {C.READY}),
    (ESCPOS, Ask.STATE, b"\x16\x12\x12\x12", {C.READY}),  # the drawer
    (ESCPOS, Ask.STATE, b"\x1a\x32\x12\x72", {C.OFFLINE, C.PAPER_OUT}),
    (ESCPOS, Ask.STATE, b"\x1a\x16\x12\x12", {C.OFFLINE, C.HEAD_OPEN}),
    (ESCPOS, Ask.STATE, b"\x1a\x52\x1a\x12", {C.OFFLINE, C.FAULT, C.CUTTER}),
    (ESCPOS, Ask.STATE, b"\x12\x12\x52\x12", {C.TOO_HOT}),
    (ESCPOS, Ask.STATE, b"\x12\x12\x12\x1e", {C.PAPER_LOW}),
]


@pytest.mark.parametrize("size", [0, 1, 3])
@pytest.mark.parametrize(("language", "ask", "said", "conditions"), STATES)
def test_a_whole_answer_is_understood_in_any_pieces(
    language: Language, ask: Ask, said: bytes, conditions: set[Condition], size: int
) -> None:
    status = heard(language, ask, said, size=size)
    assert status is not None
    assert status.conditions == conditions


@pytest.mark.parametrize(("language", "ask", "said", "_conditions"), STATES)
def test_half_an_answer_is_none(language: Language, ask: Ask, said: bytes, _conditions: set[Condition]) -> None:
    for end in range(len(said)):
        if language is TSPL and said[:end] == b"\x02":
            continue  # a jam, in a language whose answer is one byte
        assert heard(language, ask, said[:end]) is None, said[:end]


@pytest.mark.parametrize(
    ("language", "ask", "said"),
    [
        (ZPL, Ask.STATE, b"ready\r\n\x02ready\x03\r\n"),
        (ZPL, Ask.STATE, hs("030,2,0,1218,000,0,0,0,000,0,0,0")),
        (ZPL, Ask.STATE, hs().replace(b"\x03\r\n", b"\r\n")),
        (ZPL, Ask.ALERTS, hqes().replace(b"0 00000000 00000000", b"0 00000000 00000001")),  # contradicts itself
        (ZPL, Ask.ALERTS, hqes(1).replace(b"1 00000000", b"0 00000000")),
        (ZPL, Ask.COUNTER, b'"12 INCHES"'),
        (ZPL, Ask.COUNTER, b"1234"),
        (ZPL, Ask.COUNTER, b'"12\r\n34"'),
        (TSPL, Ask.STATE, b"\x00\x00"),
        (TSPL, Ask.STATE, b"ready\r\n"),
        (TSPL, Ask.ALERTS, b"\x02@@@\x03\r\n"),
        (TSPL, Ask.ALERTS, b"\x00"),
        (EPL, Ask.STATE, b"code 07\r\n"),
        (EPL, Ask.STATE, b"007\r\n"),
        (EPL, Ask.STATE, b"07\n"),
        (CPCL, Ask.STATE, b"\x80"),
        (CPCL, Ask.STATE, b"\x00\x00"),
        (CPCL, Ask.ALERTS, b"\x01"),
        (ESCPOS, Ask.STATE, b"\x12\x12\x12"),
        (ESCPOS, Ask.STATE, b"\x12\x12\x12\x12\x12"),
        (ESCPOS, Ask.STATE, b"r\x12\x12\x12\x12"),
        (ESCPOS, Ask.STATE, b"\x12\x12\x12\x13"),  # the fourth is XOFF
        (ESCPOS, Ask.STATE, b"\x14\x00\x00\x0f"),  # automatic status alone
        (ESCPOS, Ask.STATE, b"\x00\x00\x00\x00"),  # answers to GS r
    ],
)
def test_what_is_no_answer_is_not_taken_for_one(language: Language, ask: Ask, said: bytes) -> None:
    assert heard(language, ask, said) is None


@pytest.mark.parametrize(
    ("language", "ask", "said"),
    [
        (ZPL, Ask.STATE, b"\x02030,1\x03\x02" + hs() + b'"7"\x02'),
        (ZPL, Ask.ALERTS, hs() + hqes() + b"ERRORS: 1 0000"),
        (TSPL, Ask.ALERTS, b"busy\x02@" + b"\x02@@@@\x03\r\n" + b"\x00"),
        (EPL, Ask.STATE, b"7\r\nx00\r\n00\r\nP0"),
        (ESCPOS, Ask.STATE, b"\x13\x12\x14\x00\x00\x0f\x12\x11\x12\x37\x22abcd\x00\x12\x5fTM-T88\x00"),
    ],
)
def test_a_whole_answer_is_found_among_other_words(language: Language, ask: Ask, said: bytes) -> None:
    for size in (0, 1, 2):
        status = heard(language, ask, said, size=size)
        assert status is not None
        assert status.conditions == {Condition.READY}


@pytest.mark.parametrize("language", [ZPL, EPL])
def test_an_answer_is_found_behind_talk_without_end_and_little_is_kept(language: Language) -> None:
    words = words_of(language)
    asked(words, Ask.STATE)
    for _ in range(50):
        words.feed(b"\x02busy\x03\r\n" * 10_000)
    words.feed(hs() if language is ZPL else b"00\r\n")
    status = words.answer(Ask.STATE)
    assert status is not None
    assert status.conditions == {Condition.READY}
    assert len(words._heard) <= 4096  # type: ignore[attr-defined]


def test_a_line_cut_by_endless_talk_is_no_line() -> None:
    words = words_of(EPL)
    asked(words, Ask.STATE)
    words.feed(b"x" * 2044 + b"00\r\n")
    assert words.answer(Ask.STATE) is None
    words.feed(b"x" * 2000 + b"\r\n00\r\n" + b"x" * 2043)
    assert words.answer(Ask.STATE) is None


@pytest.mark.parametrize("language", list(Language))
def test_what_was_said_before_the_question_answers_nothing(language: Language) -> None:
    for model in MODELS.values():
        for ask in model.asks if model.language is language else ():
            words = words_of(language)
            asked(words, ask, b"abcd")
            words.feed(hs() + hqes() + b'"12"')
            asked(words, ask, b"abcd")
            assert words.answer(ask) is None


def test_the_counter_and_the_names_are_read() -> None:
    assert heard(ZPL, Ask.COUNTER, b'\r\n"1234"') == PrinterStatus(frozenset(), labels_printed=1234)
    assert heard(ZPL, Ask.COUNTER, b'"?"') == PrinterStatus(frozenset())
    assert heard(ZPL, Ask.IDENTITY, b'"XXZKJ123456"') == PrinterStatus(frozenset(), identity="XXZKJ123456")
    assert heard(ZPL, Ask.IDENTITY, b'"?"') == PrinterStatus(frozenset())
    assert heard(ZPL, Ask.MODEL, b"\x02ZT410-203dpi,V75.19.6Z,8,8176KB\x03\r\n") == PrinterStatus(
        frozenset(), model="ZT410-203dpi"
    )
    assert heard(ESCPOS, Ask.MODEL, b"\x5fTM-T88V\x00") == PrinterStatus(frozenset(), model="TM-T88V")
    assert heard(ESCPOS, Ask.IDENTITY, b"\x12\x5fJ4DF001234\x00") == PrinterStatus(frozenset(), identity="J4DF001234")
    assert heard(CPCL, Ask.MODEL, b"MZ320 V84.06\x00") == PrinterStatus(frozenset(), model="MZ320 V84.06")


def test_the_buffer_of_a_zebra_is_told() -> None:
    status = heard(ZPL, Ask.STATE, hs("030,0,0,1218,007,0,0,0,000,0,0,0"))
    assert status is not None
    assert status.formats_waiting == 7


@pytest.mark.parametrize(
    ("said", "is_echo"),
    [
        (b"\x37\x22abcd\x00", True),
        (b"\x12\x37\x22a\x13b\x11cd\x00\x12", True),  # XOFF may stand anywhere
        (b"\x37\x22xxxx\x00\x37\x22abcd\x00", True),
        (b"\x37\x22abce\x00", False),
        (b"\x37\x22abcd", False),
        (b"abcd\x00", False),
        (b"\x37\x23abcd\x00", False),
        (b"", False),
    ],
)
def test_only_the_documents_own_number_is_its_echo(said: bytes, *, is_echo: bool) -> None:
    for size in (0, 1, 2):
        assert (heard(ESCPOS, Ask.PROCESS_ID, said, size=size, token=b"abcd") is not None) is is_echo


def test_two_answers_in_one_breath_are_told_apart_by_their_order() -> None:
    words = words_of(CPCL)
    for _ in range(2):
        words.expect((Ask.ALERTS, Ask.STATE))
        words.feed(b"\x80")
        assert words.answer(Ask.ALERTS) is None
        words.feed(b"\x02")
        assert words.answer(Ask.ALERTS) == PrinterStatus(frozenset({C.RIBBON_OUT}))
        assert words.answer(Ask.STATE) == PrinterStatus(frozenset({C.PAPER_OUT}))


def test_a_bad_word_outweighs_a_good_one_and_the_cause_its_consequences() -> None:
    def said(*conditions: Condition) -> PrinterStatus:
        return PrinterStatus(frozenset(conditions))

    assert together([said(C.READY), said(C.PAPER_OUT, C.PAUSED)]).conditions == {C.PAPER_OUT}
    assert together([said(C.OFFLINE, C.FAULT, C.HEAD_OPEN)]).stop is C.HEAD_OPEN
    assert together([said(C.READY), said(C.PAUSED)]).conditions == {C.PAUSED}
    assert together([said(C.READY), said(C.BUSY)]).conditions == {C.BUSY}
    assert together([said(C.READY, C.PAPER_LOW), said(C.READY)]).conditions == {C.READY, C.PAPER_LOW}
    whole = together([PrinterStatus(frozenset(), labels_printed=0), PrinterStatus(frozenset(), 5, 0, "sn", "zt")])
    assert whole == PrinterStatus(frozenset(), 0, 0, "sn", "zt")


@pytest.mark.parametrize(
    ("document", "asked"),
    [
        (b"^XA^FO0,0^GFA,1,1,1,80^FS^XZ", 1),
        (b"^XA^FS^PQ3^XZ\n", 3),
        (b"^XA^FS^pq3,0,1,Y^xz", 3),
        (b"^XA^FS^PQ^XZ", 1),
        (b"^XA^FS^PQ0^XZ", None),
        (b"^XA^FS^PQ" + b"9" * 5000 + b"^XZ", None),  # more digits than a printer, or Python, takes
        (b"^XA^XZ^XA^XZ", None),  # two formats: one of them may print nothing
        (b"^XA^PQ2^PQ3^XZ", None),
        (b"^XA^FS", None),
        (b"^XA^FS^XZ^PQ2", None),
        (b"^XA^CC#^FS^XZ#PQ9", None),  # what a command begins with has changed
        (b"^XA^GFB,4,4,4,^PQ9^FS^XZ", None),  # anything may stand in bytes
        (b"", None),
    ],
)
def test_labels_are_counted_only_where_that_is_certain(document: bytes, asked: int | None) -> None:
    assert labels_asked(document) == asked


def test_a_model_is_asked_only_what_it_answers() -> None:
    assert profile_of(ZPL).asks == {Ask.STATE}
    assert profile_of(ZPL, "zebra-link-os").asks == {Ask.ALERTS, Ask.STATE, Ask.COUNTER, Ask.IDENTITY, Ask.MODEL}
    assert profile_of(EPL) is profile_of(CPCL) is profile_of(Language.PAGE) is profile_of(TSPL, "silent") is SILENT
    for name, language in (("zebra-link-os", TSPL), ("nobody", ZPL)):
        with pytest.raises(Misconfigured, match=r"printer\.model"):
            profile_of(language, name)
    for profile in MODELS.values():
        for ask in profile.asks:
            assert profile.language is not None
            assert words_of(profile.language).question(ask, b"0001"), f"{profile.language} has no question for {ask}"


def test_no_question_has_letters_where_a_clone_may_answer() -> None:
    """What a printer that does not know it may print is asked of named models only."""
    for language in (TSPL, ESCPOS):
        question = b"".join(words_of(language).question(ask) for ask in profile_of(language).asks)
        assert not any(chr(byte).isalnum() for byte in question)
