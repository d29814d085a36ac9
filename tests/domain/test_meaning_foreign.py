"""Numbers of the world's carriers that nobody here knows: told as such, and only where nothing else is meant."""

from __future__ import annotations

import pytest

from app.domain.barcode import Code, read_code
from app.domain.meaning import Ambiguous, Meaning, MeaningKind, Situation, classify, read_scan
from tests.bench.tracking_numbers import shipped
from tests.domain.test_meaning import GS, TODAY, look_up

FORMS = shipped()


def foreign(raw: str, situation: Situation) -> Meaning | Ambiguous:
    code = read_code(raw)
    assert isinstance(code, Code), code
    reading = read_scan(code, today=TODAY, forms=FORMS)
    return classify(reading, look_up(reading, situation), situation)


@pytest.mark.parametrize("situation", [Situation.NOTHING, Situation.ORDER, Situation.PILE])
@pytest.mark.parametrize(
    ("raw", "carriers"),
    [
        ("SF6043310798724", {"SF"}),
        ("1Z5R89390357567127", {"UPS"}),
        ("]C0462598779470531", {"YD"}),
        ("]C14201002334249200190132607600833457", {"USPS"}),  # as an element string, a field too long
        ("]C14201002334249400111206206406260787", {"USPS"}),
        ("]C100340434161094022115", {"DHL"}),  # a logistic unit, and by its company prefix a parcel of DHL
        ("003404341610940221" + "15", {"DHL"}),
    ],
)
def test_a_carriers_number_that_nobody_here_knows_is_foreign(
    raw: str, carriers: set[str], situation: Situation
) -> None:
    found = foreign(raw, situation)
    assert isinstance(found, Meaning)
    assert (found.kind, {each.carrier.key for each in found.carriers}) == (MeaningKind.FOREIGN, carriers)


@pytest.mark.parametrize(
    ("raw", "situation", "kind"),
    [
        ("SF1234567890123", Situation.NOTHING, MeaningKind.WAYBILL),  # ours
        ("SF1234567890123", Situation.PILE, MeaningKind.WAYBILL),
        ("SF6043310798724", Situation.LOCKED, MeaningKind.UNKNOWN),
        ("SF6043310798724", Situation.UNIT, MeaningKind.UNIT),  # a serial number may look like anything
        ("4012345123456", Situation.NOTHING, None),  # an item and a waybill of ours: asked
        ("]E04012345123456", Situation.NOTHING, MeaningKind.ELSEWHERE),
        ("]E04012345123457", Situation.NOTHING, MeaningKind.NEW_ITEM),
        ("]C04012345123457", Situation.NOTHING, MeaningKind.FOREIGN),
        ("]C0" + "4012345123463", Situation.NOTHING, MeaningKind.FOREIGN),  # a true EAN-13 in no item's symbol
        ("4012345123463", Situation.NOTHING, MeaningKind.UNKNOWN),  # ... and in who knows what symbol
        (f"]C1010690123456789221SF6043310798724{GS}", Situation.ORDER, MeaningKind.ITEM),
        (f"]C121SF6043310798724{GS}", Situation.ORDER, MeaningKind.UNIT),
        ("]C1009501101530003", Situation.NOTHING, MeaningKind.FLAW),
        ("]C100123456789012345682", Situation.NOTHING, MeaningKind.SSCC),  # of no carrier that is known by its prefix
    ],
)
def test_whatever_is_known_comes_before_a_form(raw: str, situation: Situation, kind: MeaningKind | None) -> None:
    found = foreign(raw, situation)
    assert (found.kind if isinstance(found, Meaning) else None) is kind
