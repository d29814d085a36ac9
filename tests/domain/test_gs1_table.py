"""Every application identifier: its form, what it must hold, what may not and what must stand beside it."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.barcode import Code
from app.domain.gs1 import Gs1, Gs1Flaw, read_gs1
from app.domain.gs1_table import ALL_AIS, excluded_by, field_of, unpaired

TODAY = date(2026, 6, 1)
GS = "\x1d"
ITEM = "0109501101530003"


def read(text: str, *, kept: bool = True) -> Gs1 | Gs1Flaw:
    return read_gs1(Code(text, "]d2"), today=TODAY, separators_kept=kept)


def test_the_table_has_every_identifier_once_and_none_begins_with_another() -> None:
    assert len(ALL_AIS) == 541
    assert all(len(ai) in (2, 3, 4) and ai.isdigit() for ai in ALL_AIS)
    assert [(a, b) for a in ALL_AIS for b in ALL_AIS if a != b and b.startswith(a)] == []


@pytest.mark.parametrize("ai", sorted(ALL_AIS))
def test_lengths_agree_with_the_predefined_ones(ai: str) -> None:
    """General Specifications, figure 7.8.5-2: by their first two digits, with the identifier itself."""
    predefined = dict.fromkeys(("00",), 20) | dict.fromkeys(("01", "02", "03"), 16)
    predefined |= dict.fromkeys(("11", "12", "13", "15", "16", "17"), 8) | {"20": 4}
    predefined |= dict.fromkeys(("31", "32", "33", "34", "35", "36"), 10) | {"41": 16}
    field = field_of(ai)
    assert field.is_predefined is (ai[:2] in predefined)
    if field.is_predefined:
        assert {len(ai) + field.shortest, len(ai) + field.longest} == {predefined[ai[:2]]}
    assert 1 <= field.shortest <= field.longest <= 90


@pytest.mark.parametrize(
    ("good", "bad", "flaw"),
    [
        ("4324260600" + "2359", "4324260600" + "2400", Gs1Flaw.BAD_DATE),
        ("4325260601" + "9999", "4325260601" + "0060", Gs1Flaw.BAD_DATE),
        ("7003260915" + "1530", "7003260900" + "1530", Gs1Flaw.BAD_DATE),
        ("4326260601", "4326260600", Gs1Flaw.BAD_DATE),
        ("7007260601260630", "7007260601260631", Gs1Flaw.BAD_DATE),
        ("70112606011530", "70112606011560", Gs1Flaw.BAD_DATE),
        ("800826060115", "800826060124", Gs1Flaw.BAD_DATE),
        ("8008260601153045", "8008260601153060", Gs1Flaw.BAD_DATE),
        ("725020260228", "725020260229", Gs1Flaw.BAD_DATE),
        ("7251202602281530", "7251202602282530", Gs1Flaw.BAD_DATE),
        ("43211", "43212", Gs1Flaw.BAD_FORMAT),
        ("72529", "72523", Gs1Flaw.BAD_FORMAT),
        ("724180", "724111", Gs1Flaw.BAD_FORMAT),
        ("4330001000-", "4330001000+", Gs1Flaw.BAD_FORMAT),
        ("80011234123451239" + "8", "80010000123451239" + "8", Gs1Flaw.BAD_FORMAT),
        ("80010001000010011" + "0", "80010001000010012" + "0", Gs1Flaw.BAD_FORMAT),
        ("800609501101530003" + "0102", "800609501101530003" + "0302", Gs1Flaw.BAD_FORMAT),
        ("800609501101530003" + "0202", "800609501101530003" + "0002", Gs1Flaw.BAD_FORMAT),
        ("800302112345678900A", "800312112345678900A", Gs1Flaw.BAD_FORMAT),
        ("80110", "801101", Gs1Flaw.BAD_FORMAT),
        ("4307CN", "4307cn", Gs1Flaw.BAD_FORMAT),
        ("43091800000000" + "3600000000", "43091800000001" + "3600000000", Gs1Flaw.BAD_FORMAT),
        ("43090000000000" + "0000000000", "43090000000000" + "3600000001", Gs1Flaw.BAD_FORMAT),
        ("423156276", "4231562", Gs1Flaw.BAD_FORMAT),
        ("4301A%20B", "4301A%2", Gs1Flaw.BAD_FORMAT),
        ("8007GB82WEST12345698765432", "8007GB82WEST12345698765431", Gs1Flaw.BAD_FORMAT),
        ("80131987654Ad4X4bL5ttr2310c2K", "80131987654Ad4X4bL5ttr2310c2X", Gs1Flaw.BAD_FORMAT),
        ("801412345_abcdefghijklmN3", "801412345_abcdefghijklmN4", Gs1Flaw.BAD_FORMAT),
        ("72581/3", "72584/3", Gs1Flaw.BAD_FORMAT),
        ("72582/3", "7258123", Gs1Flaw.BAD_FORMAT),
        ("40221234567890123452"[:20], "40221234567890123453"[:20], Gs1Flaw.CHECK_DIGIT),
    ],
)  # fmt: skip
def test_what_a_value_must_hold(good: str, bad: str, flaw: Gs1Flaw) -> None:
    if not good.startswith("402"):
        assert isinstance(read(good), Gs1)
    assert read(bad) is flaw


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ITEM, "0209501101530003"),
        (ITEM, "3712"),
        (f"{ITEM}21A{GS}", "235B"),
        ("3102000150", "3103000150"),
        ("3920150", "3932156150"[:10]),
        ("42012345", "421156123"),
        ("421156123", "4307CN"),
        ("422156", "426156"),
        ("4330001000", "4331001000"),
        ("8017123456789012345675"[:22], "8018123456789012345675"[:22]),
        ("725020260228", "7251202602281530"),
        ("39001500", "39011500"),
    ],
)
def test_what_may_not_stand_in_one_code(one: str, other: str) -> None:
    assert isinstance(read(one), Gs1)
    assert isinstance(read(other), Gs1)
    assert read(f"{one}{GS}{other}") is Gs1Flaw.CONTRADICTION
    assert read(f"{other}{GS}{one}") is Gs1Flaw.CONTRADICTION


@pytest.mark.parametrize("ai", sorted(ALL_AIS))
def test_exclusion_works_both_ways_and_never_against_oneself(ai: str) -> None:
    assert ai not in excluded_by(ai)
    assert all(ai in excluded_by(other) for other in excluded_by(ai))


@pytest.mark.parametrize(
    ("ais", "lonely"),
    [
        ("01 10 17", ""),
        ("10", "10"),
        ("02 37", "37"),
        ("00 02 37", ""),
        ("01 3920", "3920"),
        ("01 3103 3920", ""),
        ("8020", "8020"),
        ("415 8020", ""),
        ("01 250", "250"),
        ("01 21 250", ""),
        ("00 4300 4303", "4303"),
        ("01 7020 416", ""),
        ("91 240 400", "240"),
    ],
)
def test_what_lacks_its_mandatory_partner_is_named_and_no_flaw(ais: str, lonely: str) -> None:
    assert unpaired(frozenset(ais.split())) == tuple(lonely.split())


def test_a_serial_in_a_symbol_of_its_own_is_read() -> None:
    found = read("21S1")
    assert isinstance(found, Gs1)
    assert (found.serial, found.unpaired) == ("S1", ("21",))


@given(st.lists(st.sampled_from(sorted(ALL_AIS)), max_size=6), st.data())
def test_no_identifier_and_no_value_makes_it_stumble(ais: list[str], data: st.DataObject) -> None:
    alphabet = "0123456789A/%-=" + GS
    text = "".join(ai + data.draw(st.text(alphabet, max_size=24)) for ai in ais)
    for kept in (False, True):
        assert isinstance(read(text, kept=kept), Gs1 | Gs1Flaw)


@pytest.mark.parametrize("part", ["10", "2110", "91", "0195011015300032110", "30", "7230A1", "8013", "423156", "1"])
def test_the_longest_hostile_code_is_answered_at_once(part: str) -> None:
    text = (part * 300)[:512]
    started = time.thread_time()
    assert isinstance(read(text, kept=False), Gs1 | Gs1Flaw)
    assert isinstance(read(f"{ITEM}10{text}"[:512], kept=False), Gs1 | Gs1Flaw)
    assert time.thread_time() - started < 0.5
