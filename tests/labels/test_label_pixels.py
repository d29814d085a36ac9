"""The e-waybill is dot for dot what it was before it came from a template: the hashes are of the code's own drawing."""

from __future__ import annotations

from typing import Any

import pytest

from app.labels.layout import render_label
from tests.labels.samples import STOCKS, a_label, a_latin_label, a_waybill

LABELS: dict[str, Any] = {
    "chinese": a_label(),
    "latin": a_latin_label(),
    "reprint": a_label(copy=99, position=1234),
    "bare": a_label(
        waybill=a_waybill(sorting_code="", destination="深圳", bagging_place="", bagging_code=""),
        goods=(), remark="", weight_g=None, order_number="",
    ),
    "no remark": a_label(remark=""),
    "widest number": a_latin_label(waybill=a_waybill(tracking_number="JDVB01234567890-1-1-")),
}  # fmt: skip
BEFORE = {
    "chinese": (
        "ca3f3740916a96251df100aea69cad30cbe2b9f768e16c16105d999dc905396e",
        "0fbcc1c4d688b6e32b57ad3d84e79a91629ef8d780d685f56d362ebc0e77f007",
        "9ebeac6ff08d7efdf7d977af41b2ade4f2ef6601ab58fe6f293981fcf0319c68",
        "24f3c422ca8fc45864320f548f28fe3c9aeb5606c5e368bfa7d3fbd2721e9eee",
    ),
    "latin": (
        "a2400c3b6f515236d76977cf19ca94a03366df8b62beac1d797173f56ca1e3c6",
        "849c4c240c6986e705927f9a8d85304cba092a5b0ae384a00b9f87afb6f106c0",
        "953e3841b96898b2ad6c2d689ca7c15b7373967e0d76fc79f6340ea83a3a6dc2",
        "d9f01865396e56f323f89a35d34de713a3f87149432f96f01ca8799f95fa836e",
    ),
    "reprint": (
        "fab851e4d05429c8c3225199de84041bd0197231c50d8e2fa12b2491674f9dc6",
        "3a047522b1bee673484750a1c410302b82c0e502a89f0987f63cd7c56e12bb2b",
        "c32e7498b82ff5616028ce9f7553c00d4ef0cbc74cece84d0b3e9c8d551e1c5c",
        "e155a02fe8acd21d304e7145cc519811b083891a425bd8badca175ab91b747ed",
    ),
    "bare": (
        "b4efe3a51971eada34b38ee6e6b0c7e922f8860225ccf465a3c327c98f946c17",
        "18a9ddcf1a0f5e07fb7629d35f3a5cfece7357b010bb4ffd036f64d8fe063a69",
        "e7538a4cb5f6564bf15f21ae5d35f7164270d0cc1d1f1e9a366e2cf9ba8f21bd",
        "64e473d44d66d5e7cd09f66a4d2e0abd36bdf1f32d9dbb5ab3d48eedc5eca1c1",
    ),
    "no remark": (
        "5169c6aa15b865ced8ed49744a242e32045a09f37d493770753bf427643afe6c",
        "2cc0ca9dfedbdf7fe17b1bed4c0241cd9380e4d718c587e876fdded04b195b35",
        "0d0d1d2d3846f62754676017a65fbad99a0d496835916afd786dd2ca56a58569",
        "a99cfe920e43694c5bfdd077bac49f016ca2f40fa49db127de9ef66b2fb0d2a0",
    ),
    "widest number": (
        "12089fb263a022e27111395b6585a99c193dd76119e825f721ad24f45a82f5a1",
        "c49c1dea8eb027c6b782e8a8c863eecef56e466f9f888face73d910b36f651e3",
        "801384f566cd0b405ec73f6caa5cc3e80a8c7a607f9bb4e9da2ccd67d7304fe3",
        "9e53f0b133e5e0082d98ee2bd5f0f6ab40f47702950460bc8fd6333b74f22985",
    ),
}
"""In the order of STOCKS: 100x150 mm at 203 and 300 dpi, 76x130 mm at 203 and 300 dpi."""


@pytest.mark.parametrize("name", LABELS)
def test_no_dot_of_the_label_has_moved(name: str) -> None:
    assert tuple(render_label(LABELS[name], stock).sha256 for stock in STOCKS) == BEFORE[name]
