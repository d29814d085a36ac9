"""Any bytes in any pieces: nobody falls over, and nothing is ready that did not say so in a whole answer."""

from __future__ import annotations

import itertools
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.devices.printer_words import Ask, words_of
from app.devices.printer_words.words import HEARD_LIMIT, Words
from app.domain.printer_status import Condition
from app.domain.printing import Language
from tests.devices.test_printer_words import asked, hqes, hs

ANSWERS = [
    hs(), hs("030,1,0,1218,000,0,0,0,000,0,0,0"), hqes(), hqes(5), b'"1234"', b'"?"',
    b"\x00", b"\x20", b"\x02@@@@\x03\r\n", b"\x02E@@A\x03\r\n", b"00\r\n", b"07\r\n",
    b"\x12", b"\x12\x12\x12\x12", b"\x14\x00\x00\x0f", b"\x37\x22abcd\x00", b"\x5fTM\x00", b"\x11", b"\x13",
]  # fmt: skip
pieces = st.lists(st.one_of(st.binary(max_size=12), st.sampled_from(ANSWERS)), max_size=12)
spoiled = st.tuples(st.sampled_from(ANSWERS), st.integers(0, 200), st.integers(1, 255)).map(
    lambda it: bytes(byte ^ it[2] if at == it[1] % len(it[0]) else byte for at, byte in enumerate(it[0]))
)
streams = st.one_of(pieces, st.lists(st.one_of(spoiled, st.sampled_from(ANSWERS)), max_size=3))

# What "ready" looks like on the wire, written down once more and more plainly than in the product.
READY = {
    (Language.ZPL, Ask.STATE): rb".*\x02...,0,0,\d{4,5},000,0,.,.,...,0,.,0\x03\r\n"
    rb"\x02...,.,0,0,.,.,.,0,00000000,.,...\x03\r\n\x02.+,.\x03\r\n.*",
    (Language.ZPL, Ask.ALERTS): rb".*ERRORS: +0 0.{7} 0{8}\s+WARNINGS: +[01] .{8} [0-9A-Fa-f]{8}\s*\x03.*",
    (Language.TSPL, Ask.STATE): rb"(\x02[@-\x7f]{4}\x03\r\n)*\x00(\x02[@-\x7f]{4}\x03\r\n)*",
    (Language.TSPL, Ask.ALERTS): rb".*\x02@@@@\x03\r\n.*",
    (Language.EPL, Ask.STATE): rb"(.*\n)?00(,\d\d)?\r\n.*",
    (Language.CPCL, Ask.STATE): rb"[\x00\x08\x10\x18]",
    (Language.CPCL, Ask.ALERTS): rb"\x00",
    (Language.ESCPOS, Ask.STATE): rb"[^\x12\x16]*[\x12\x16][^\x12]*\x12[^\x12]*\x12[^\x12]*\x12[^\x12]*",
}  # fmt: skip


def told(words: Words, ask: Ask, stream: list[bytes]) -> bool:
    """Whether it says ready at any moment; then it has read nothing but what matches."""
    asked(words, ask, b"abcd")
    for piece in stream:
        words.feed(piece)
        status = words.answer(ask)
        if status and Condition.READY in status.conditions:
            return True
    return False


@settings(max_examples=400, deadline=None)
@given(streams)
def test_nothing_is_ready_that_did_not_say_so(stream: list[bytes]) -> None:
    for (language, ask), pattern in READY.items():
        heard = b""
        words = words_of(language)
        asked(words, ask)
        for piece in stream:
            words.feed(piece)
            heard += piece
            status = words.answer(ask)
            if status and Condition.READY in status.conditions:
                assert re.fullmatch(pattern, heard, re.DOTALL | re.IGNORECASE), (language, ask, heard)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=3000), max_size=5), st.sampled_from(list(Language)), st.sampled_from(list(Ask)))
def test_any_bytes_are_borne_and_little_is_kept(stream: list[bytes], language: Language, ask: Ask) -> None:
    words = words_of(language)
    asked(words, ask, b"abcd")
    for piece in stream:
        words.feed(piece)
        words.answer(ask)
    assert len(getattr(words, "_heard", b"")) <= HEARD_LIMIT


@settings(max_examples=200, deadline=None)
@given(pieces, st.data())
def test_however_a_stream_is_cut_it_says_the_same(stream: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(stream)[:HEARD_LIMIT]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    for language in Language:
        for ask in Ask:
            said = []
            for edges in ([0, len(whole)], [0, *cuts, len(whole)]):
                words = words_of(language)
                asked(words, ask, b"abcd")
                for begin, end in itertools.pairwise(edges):
                    words.feed(whole[begin:end])
                said.append(words.answer(ask))
            assert said[0] == said[1]


def test_a_first_byte_taken_for_the_answer_is_caught() -> None:
    """What a well-known library does: the first byte that came is the answer."""

    class Hasty(words_of(Language.ESCPOS).__class__):  # type: ignore[misc]
        def answer(self, ask: Ask) -> object:
            self._heard[1:] = b""
            self._heard *= 4
            return super().answer(ask)

    stream = [b"\x12", b"\x14\x00\x00\x0f"]
    assert told(Hasty(), Ask.STATE, stream)
    assert not told(words_of(Language.ESCPOS), Ask.STATE, stream)
