"""What others see of a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.masking import mask_consignee, mask_name, mask_phone, mask_street
from tests.builders import a_consignee


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "张*"), ("张三丰", "张**"), ("Ada Byron", "A** B****"), ("王", "王*"), ("", "")]
)
def test_a_name_keeps_its_first_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"), [("13800000000", "138****0000"), ("0211234567", "********67"), ("12345", "*****")]
)
def test_a_phone_number_hides_its_middle(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.text(st.characters(categories=["Lo", "Lu", "Ll", "Nd"]), min_size=3, max_size=40))
def test_a_masked_street_never_shows_its_end(street: str) -> None:
    assert mask_street(street).endswith("****")
    assert street[len(street) // 3 :] not in mask_street(street)


def test_the_region_stays_and_the_person_goes() -> None:
    masked = mask_consignee(a_consignee())
    assert (masked.address.province, masked.address.city) == ("北京", "北京市")
    assert masked.name == "李**"


def test_a_person_has_no_repr() -> None:
    person = a_consignee()
    said = f"{person} {person!r} {person.address} {[person.address]}"
    assert not [secret for secret in ("李", "139", "中关村") if secret in said]
