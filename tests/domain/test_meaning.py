"""One field, any code: what every kind of code means in every situation, and when the packer is asked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.barcode import Code, Command, Flaw, read_code, with_check_digit
from app.domain.gs1 import Gs1, Gs1Flaw
from app.domain.meaning import (
    Ambiguous,
    Known,
    KnownItem,
    Meaning,
    MeaningKind,
    Reading,
    Situation,
    classify,
    read_scan,
)

TODAY = date(2026, 6, 1)
GS = "\x1d"

# What the store of this test knows. The open order holds MUG and LAMP; PEN and BOX-S belong to others.
_MUG, _LAMP, _PEN, _SODA = "06901234567892", "00036000291452", "04006381333931", "05449000000996"
_MUG_CASE = "16901234567899"  # never registered: how many mugs are inside, nobody told
_LAMP_CASE = "10036000291459"  # registered as a pack of six
_ITEMS = {
    _MUG: KnownItem("MUG"),
    _LAMP: KnownItem("LAMP"),
    _LAMP_CASE: KnownItem("LAMP", 6),
    "MUG": KnownItem("MUG"),
    "LAMP": KnownItem("LAMP"),
    "X7": KnownItem("LAMP"),
    "M-9": KnownItem("MUG"),
    "00000096385074": KnownItem("MUG"),
}
_ELSEWHERE = {
    _PEN: KnownItem("PEN"),
    _SODA: KnownItem("SODA"),
    "PEN": KnownItem("PEN"),
    "1005": KnownItem("CABLE-1005"),
    "BOX-S": KnownItem("BOX-S"),
    "04012345123456": KnownItem("TEA"),
    "06936983800013": KnownItem("SOAP"),
}
_BADGES = {"B-0042": "wang", "7002": "li", "PB.OK": "thief", "4711": "zhao"}
_STATIONS = {"DESK-3": "desk 3"}
_ORDERS = {
    "1001": ("o1",),
    "1002": ("o2",),
    "1005": ("o5",),
    "2001": ("o6", "o7"),  # of two shops
    "4711": ("o8",),
    "X7": ("o9",),
    "6936983800013": ("o10",),
    "8000000000002": ("o11",),
    "0106901234567892": ("o12",),
    "SF1": ("o13",),
    "S-77": ("o14",),
    "(12)ABC": ("o15",),
}
_TOTES = {"T-5": ("o2",), "1002": ("o2",), "T-9": ("o3", "o4"), "SF2": ("o4",)}
_WAYBILLS = {
    "SF1234567890123": ("o1",),
    "4012345123456": ("o20",),  # thirteen digits, as Yunda's are; also a true EAN-13
    "SF1": ("o13",),
    "SF2": ("o21",),
    "M-9": ("o22",),
    "4209021092748999985492143450": ("o23",),
    "123456789012345675": ("o24",),
    "S-78": ("o25",),
}
_SERIALS = {"S-77": ("LAMP",), "S-78": ("LAMP",), "S-79": ("LAMP",)}
_MATERIALS = {"BOX-S": ("carton s",), "TAPE": ("tape",), "06901234000016": ("carton m",)}


def _each(kept: dict[str, tuple[str, ...]], reading: Reading) -> tuple[str, ...]:
    return tuple(id_ for text in reading.numbers for id_ in kept.get(text, ()))


def look_up(reading: Reading, situation: Situation) -> Known:
    """What a store would answer: numbers as they are, items by their item codes."""
    has_order = situation in (Situation.ORDER, Situation.UNIT)
    items = tuple(_ITEMS[code] for code in reading.item_codes if code in _ITEMS)
    others = tuple(_ELSEWHERE[code] for code in reading.item_codes if code in _ELSEWHERE)
    inside = (_ITEMS | _ELSEWHERE).get(reading.case_of)
    materials = tuple(id_ for code in reading.item_codes for id_ in _MATERIALS.get(code, ()))
    return Known(
        badge=_BADGES.get(reading.code.text, ""),
        station=_STATIONS.get(reading.code.text, ""),
        orders=_each(_ORDERS, reading),
        totes=_each(_TOTES, reading),
        waybills=_each(_WAYBILLS, reading),
        items=items if has_order else (),
        elsewhere=others if has_order else (*items, *others),
        cases=(inside.sku,) if inside else (),
        serials=_each(_SERIALS, reading),
        materials=materials,
    )


def meant(raw: str, situation: Situation, *, kept: bool = False) -> Meaning | Ambiguous:
    code = read_code(raw)
    assert isinstance(code, Code), code
    reading = read_scan(code, today=TODAY, separators_kept=kept)
    return classify(reading, look_up(reading, situation), situation)


def told(meaning: Meaning | Ambiguous) -> str:
    """A meaning in one line; several as the kinds that are put to the packer."""
    if isinstance(meaning, Ambiguous):
        return " | ".join(told(each) for each in meaning.meanings)
    what = (
        meaning.id or meaning.command or meaning.flaw or (meaning.item and f"{meaning.item.sku}×{meaning.item.units}")
    )
    return f"{meaning.kind} {what}" if what else meaning.kind


# code; with nothing on the table; with the order open. A "-" is the same as with nothing on the table.
_CODES = [
    # by itself
    ("PB.UNPACK", "command PB.UNPACK", "-"),
    ("pb.mode.item", "command PB.MODE.ITEM", "-"),
    ("]C0PB.9", "command PB.9", "-"),
    ("PB.OK", "command PB.OK", "-"),  # somebody registered it as a badge
    ("PB.STATION.Bench 4", "station Bench 4", "-"),
    ("DESK-3", "station desk 3", "-"),
    ("B-0042", "badge wang", "-"),
    ("]A0B-0042", "badge wang", "-"),
    ("PB.NONSENSE", "unknown", "-"),
    ("PB.STATION.", "unknown", "-"),
    ("https://example.com/1", "unknown", "-"),
    ("快递单", "unknown", "-"),
    # numbers
    ("1001", "order o1", "-"),
    ("]C01001", "order o1", "-"),
    ("]Q11001", "order o1", "-"),
    ("T-5", "tote o2", "-"),
    ("1002", "order o2", "-"),  # the tote has the number of the order in it
    ("SF1234567890123", "waybill o1", "-"),
    ("SF1", "order o13", "waybill o13"),  # the waybill of that very order
    ("S-79", "serial LAMP", "-"),
    ("TAPE", "material tape", "-"),
    ("]E06901234000016", "material carton m", "-"),
    # items in all their spellings
    ("6901234567892", "elsewhere MUG×1", "item MUG×1"),
    ("06901234567892", "elsewhere MUG×1", "item MUG×1"),
    ("]E06901234567892", "elsewhere MUG×1", "item MUG×1"),
    ("]e06901234567892", "elsewhere MUG×1", "item MUG×1"),  # under Caps Lock
    ("036000291452", "elsewhere LAMP×1", "item LAMP×1"),  # UPC-A
    ("]E00036000291452", "elsewhere LAMP×1", "item LAMP×1"),  # the same as EAN-13
    ("]E496385074", "elsewhere MUG×1", "item MUG×1"),
    ("MUG", "elsewhere MUG×1", "item MUG×1"),
    ("]A0LAMP", "elsewhere LAMP×1", "item LAMP×1"),
    ("4006381333931", "elsewhere PEN×1", "-"),  # not an element string, though (400)… would fit
    ("]E04006381333931", "elsewhere PEN×1", "-"),
    ("]I110036000291459", "elsewhere LAMP×6", "item LAMP×6"),
    ("]I116901234567899", "case MUG×0", "-"),
    ("16901234567899", "case MUG×0", "-"),
    ("]E04902505087370", "new_item", "-"),
    ("4902505087370", "unknown", "-"),  # without the identifier it may be anything
    ("]I11690123456", "unknown", "-"),  # an ITF cut short
    ("2112345678900", "unknown", "-"),
    # one code, several meanings
    ("7002", "badge li", "-"),
    ("4711", "badge zhao", "-"),  # also an order
    ("2001", "order o6 | order o7", "-"),
    ("T-9", "tote o3 | tote o4", "-"),
    ("1005", "order o5 | elsewhere CABLE-1005×1", "order o5"),
    ("X7", "order o9 | elsewhere LAMP×1", "item LAMP×1"),
    ("6936983800013", "order o10 | elsewhere SOAP×1", "order o10"),
    ("]E06936983800013", "elsewhere SOAP×1", "-"),  # the symbol is a trade item's
    ("]C06936983800013", "order o10 | elsewhere SOAP×1", "order o10"),
    ("]E08000000000002", "order o11", "-"),  # nobody knows an item of these digits
    ("4012345123456", "waybill o20 | elsewhere TEA×1", "waybill o20"),
    ("]E04012345123456", "elsewhere TEA×1", "-"),
    ("SF2", "tote o4 | waybill o21", "waybill o21"),
    ("S-77", "order o14 | serial LAMP", "serial LAMP"),
    ("S-78", "waybill o25 | serial LAMP", "-"),
    ("M-9", "waybill o22 | elsewhere MUG×1", "item MUG×1"),
    ("BOX-S", "elsewhere BOX-S×1", "material carton s"),
    # element strings
    ("]C10106901234567892", "elsewhere MUG×1", "item MUG×1"),
    (f"]d2010690123456789210L1{GS}21S1", "elsewhere MUG×1", "item MUG×1"),
    ("(01)06901234567892(10)L1", "elsewhere MUG×1", "item MUG×1"),
    ("0106901234567892", "order o12 | elsewhere MUG×1", "item MUG×1"),
    ("]Q30106901234567892", "elsewhere MUG×1", "item MUG×1"),  # GS1 by its symbol, not the order of these digits
    ("]e00100036000291452", "elsewhere LAMP×1", "item LAMP×1"),
    ("]C10110036000291459", "elsewhere LAMP×6", "item LAMP×6"),
    ("]C10116901234567899", "case MUG×0", "-"),
    ("]C1020690123456789237120", "case MUG×120", "-"),
    ("]C100395011015300000011", "sscc", "-"),
    ("]C10039501101530000001102069012345678923724", "case MUG×24", "-"),
    ("00123456789012345675", "waybill o24", "-"),  # a carrier's parcel number
    ("]C14209021092748999985492143450", "waybill o23", "-"),  # no element string we could trust, but a label of ours
    ("]d221SN0001", "unit", "-"),
    ("]d20104902505087370", "new_item", "-"),
    ("(12)ABC", "order o15", "-"),
    ("(13)ABCDEF", "flaw bad_format", "-"),
    ("]C1010690123456789210L121S1", "flaw lost_separator", "-"),
    ("010690123456789210L121S1", "flaw lost_separator", "-"),
    ("]C10106901234567893", "flaw check_digit", "-"),
    ("]d2010690123456789217261301", "flaw bad_date", "-"),
    ("]Q3HELLO", "flaw unknown_ai", "-"),
]


@pytest.mark.parametrize(("raw", "with_nothing", "with_order"), _CODES)
def test_what_a_code_means(raw: str, with_nothing: str, with_order: str) -> None:
    assert told(meant(raw, Situation.NOTHING)) == with_nothing
    assert told(meant(raw, Situation.ORDER)) == (with_nothing if with_order == "-" else with_order)


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    assert len({raw for raw, _, _ in _CODES}) == len(_CODES) >= 60


@pytest.mark.parametrize(
    ("raw", "meaning"),
    [
        ("PB.CANCEL", "command PB.CANCEL"),
        ("B-0042", "badge wang"),
        ("SN0001", "unit"),
        ("]C0SN0001", "unit"),
        ("260930", "unit"),
        ("S-79", "unit"),  # packed before: the answer, and a bad one
        ("]d221SN0001", "unit"),
        ("]d2010690123456789221SN0001", "item MUG×1"),
        ("6901234567892", "item MUG×1"),  # the item once more is no serial number
        ("MUG", "item MUG×1"),
        ("16901234567899", "case MUG×0"),
        ("PEN", "unit | elsewhere PEN×1"),
        ("]E04006381333931", "elsewhere PEN×1"),
        ("]E04902505087370", "new_item"),
        ("]C00123", "unit"),
        ("1002", "unit | order o2"),
        ("SF1234567890123", "unit | waybill o1"),
        ("TAPE", "unit | material tape"),
        ("]C100395011015300000011", "sscc"),
        ("]d221S110L1", "flaw lost_separator"),
        ("]C10106901234567893", "flaw check_digit"),
    ],
)
def test_what_a_code_means_when_a_serial_a_lot_or_a_date_is_asked(raw: str, meaning: str) -> None:
    assert told(meant(raw, Situation.UNIT)) == meaning


@pytest.mark.parametrize(
    ("raw", "meaning"),
    [
        ("PB.MANIFEST", "command PB.MANIFEST"),
        ("B-0042", "badge wang"),
        ("SF1234567890123", "waybill o1"),
        ("4012345123456", "waybill o20"),  # an item has no business on the pile
        ("SF2", "waybill o21"),
        ("M-9", "waybill o22"),
        ("S-78", "waybill o25"),
        ("1001", "order o1"),
        ("1005", "order o5"),
        ("2001", "order o6 | order o7"),
        ("6901234567892", "elsewhere MUG×1"),
        ("]E04012345123456", "elsewhere TEA×1"),
        ("nobody's", "unknown"),
    ],
)
def test_what_a_code_means_on_the_pile(raw: str, meaning: str) -> None:
    assert told(meant(raw, Situation.PILE)) == meaning


@pytest.mark.parametrize(
    ("raw", "meaning"),
    [
        ("B-0042", "badge wang"),
        ("7002", "badge li"),
        ("PB.LOCK", "command PB.LOCK"),
        ("1001", "unknown"),
        ("6901234567892", "unknown"),
        ("DESK-3", "unknown"),
        ("]C10106901234567893", "unknown"),
    ],
)
def test_a_locked_bench_knows_badges_and_commands_only(raw: str, meaning: str) -> None:
    assert told(meant(raw, Situation.LOCKED)) == meaning


def test_an_element_string_brings_its_unit_with_the_item() -> None:
    found = meant(f"]d2010690123456789217270630{'10L1'}{GS}21S1", Situation.ORDER)
    assert isinstance(found, Meaning)
    assert isinstance(found.gs1, Gs1)
    assert (found.item, found.gs1.lot, found.gs1.serial) == (KnownItem("MUG"), "L1", "S1")
    assert found.gs1.expiry == date(2027, 6, 30)


def test_a_scanner_known_to_send_separators_is_believed() -> None:
    raw = "]C1010690123456789210L121S1"
    assert meant(raw, Situation.ORDER) == Meaning(MeaningKind.FLAW, raw[3:], flaw=Gs1Flaw.LOST_SEPARATOR)
    found = meant(raw, Situation.ORDER, kept=True)
    assert isinstance(found, Meaning)
    assert found.gs1 is not None
    assert found.gs1.lot == "L121S1"


def test_one_barcode_on_two_items_is_asked() -> None:
    reading = read_scan(Code("6901234567892", "]E0"), today=TODAY)
    known = Known(items=(KnownItem("RED"), KnownItem("BLUE"), KnownItem("RED")))
    found = classify(reading, known, Situation.ORDER)
    assert isinstance(found, Ambiguous)
    assert found.kinds == (MeaningKind.ITEM,)
    assert [meaning.item for meaning in found.meanings] == [KnownItem("RED"), KnownItem("BLUE")]


def test_a_command_is_a_command_whatever_else_the_code_is() -> None:
    everything = Known("p", "s", ("o",), ("o",), ("w",), (KnownItem("A"),), (KnownItem("B"),), ("A",), ("A",), ("m",))
    for command in Command:
        for situation in Situation:
            found = classify(read_scan(Code(command), today=TODAY), everything, situation)
            assert found == Meaning(MeaningKind.COMMAND, command, command=command)


_IDS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=2, unique=True).map(tuple)
_ITEMS_OF = _IDS.map(lambda ids: tuple(KnownItem(sku) for sku in ids))
_KNOWN = st.builds(
    Known,
    badge=st.sampled_from(["", "p"]),
    station=st.sampled_from(["", "s"]),
    orders=_IDS,
    totes=_IDS,
    waybills=_IDS,
    items=_ITEMS_OF,
    elsewhere=_ITEMS_OF,
    cases=_IDS,
    serials=_IDS,
    materials=_IDS,
)
_TEXTS = st.one_of(
    st.text(min_size=1, max_size=30),
    st.text("0123456789", min_size=12, max_size=12).map(with_check_digit),
    st.sampled_from([raw for raw, _, _ in _CODES]),
)
_SYMBOLS = st.sampled_from(["", "]E0", "]E4", "]I1", "]C0", "]C1", "]d2", "]Q1"])


@given(_TEXTS, _SYMBOLS, _KNOWN, st.sampled_from(Situation))
def test_whatever_is_scanned_has_one_answer_or_a_real_question(
    text: str, symbology: str, known: Known, situation: Situation
) -> None:
    code = read_code(symbology + text)
    if isinstance(code, Flaw):
        return
    found = classify(read_scan(code, today=TODAY), known, situation)
    if isinstance(found, Ambiguous):
        assert len({(meaning.kind, meaning.id, meaning.item) for meaning in found.meanings}) == len(found.meanings) > 1
    else:
        assert isinstance(found, Meaning)
        is_nothing = known == Known() and found.kind is not MeaningKind.UNKNOWN
        assert not is_nothing or found.command or found.gs1 or found.flaw or found.kind in _SAID


_SAID = (MeaningKind.STATION, MeaningKind.NEW_ITEM, MeaningKind.UNIT)
