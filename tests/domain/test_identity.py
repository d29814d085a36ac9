"""Ids and references."""

from __future__ import annotations

import os
import re
import uuid

from app.domain.identity import IdSource, carrier_reference
from tests.builders import Clock


def test_ids_grow_also_within_one_millisecond_and_when_the_clock_goes_back() -> None:
    clock = Clock()
    new_id = IdSource(clock, os.urandom)
    ids = [new_id() for _ in range(5_000)]
    clock.pass_s(-3600)
    ids += [new_id() for _ in range(10)]
    assert ids == sorted(set(ids))
    assert {uuid.UUID(each).version for each in ids} == {7}
    assert {uuid.UUID(each).variant for each in ids} == {uuid.RFC_4122}


def test_a_reference_fits_every_carrier_and_names_one_attempt() -> None:
    first, second = carrier_reference("parcel", 1), carrier_reference("parcel", 2)
    assert re.fullmatch(r"[0-9A-Z]{20}-1", first)
    assert first != second
    assert carrier_reference("parcel", 1) == first
    assert carrier_reference("other parcel", 1) != first
    assert len(carrier_reference("parcel", 999_999_999)) <= 30
