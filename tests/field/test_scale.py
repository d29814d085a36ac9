"""The scale: weights that lag, freeze, change their unit, or belong to the box before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.devices.scale_hid import HidParser, ScaleUsb, hid_scale
from app.devices.virtual_scale.plate import Plate
from app.devices.virtual_scale.reports import VirtualReports
from app.domain.outcome import Outcome
from app.domain.weighing import Reading, ScaleTrouble, Unit, Weighed, Weighing
from app.settings import PackingSettings
from app.station import Station
from tests.builders import Rig, a_draft, a_line

Patch = pytest.MonkeyPatch
TEA_G = 500


class WeighingRig(Rig):
    """A bench that weighs every box; its orders hold one packet of tea."""

    def _open(self) -> Station:
        self._settings = replace(self._settings, packing=PackingSettings(weight_required=True))
        return super()._open()

    def full(self, number: str) -> None:
        """The order's box is full and wants its weight."""
        self.orders(a_draft(number, (replace(a_line("TEA"), weight_g=TEA_G),)))
        assert self.scan(number, "TEA")[1] == "due.weight"
        self.clock.pass_s(0.1)

    def hear(self, *grams: int, is_stable: bool = True, age_s: float = 0.01) -> list[str]:
        """What the scale shows, a fifth of a second apart; what the bench said to that."""
        said: list[Outcome | None] = []
        for each in grams:
            self.clock.pass_s(0.2)
            at_ms = self.clock.steady() - int(age_s * 1000)
            said.append(self.station.bench.hear_scale(Reading(each, is_stable, at_ms)))
        return [str(each.code) for each in said if each is not None]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[WeighingRig]:
    rig = WeighingRig(tmp_path)
    yield rig
    rig.station.stop()


def check_old_weight(rig: WeighingRig) -> None:
    rig.full("1")
    assert rig.hear(0, 0, TEA_G, TEA_G, age_s=1.5) == [], "an old weight counted"
    assert rig.hear(0, 0, TEA_G - 90, TEA_G, TEA_G) == ["order.complete"]


def check_frozen(rig: WeighingRig) -> None:
    rig.full("1")
    assert rig.hear(0, 0, TEA_G, TEA_G) == ["order.complete"]
    rig.full("2")
    assert rig.hear(*[TEA_G] * 20) == [], "a frozen weight counted"
    assert rig.hear(0, TEA_G, TEA_G) == ["order.complete"]


def test_a_value_that_lags_is_no_weight(rig: WeighingRig) -> None:
    """qzind/tray #81: the value of a HID scale lags"""
    check_old_weight(rig)


def test_a_value_that_is_frozen_is_no_weight(rig: WeighingRig) -> None:
    """qzind/tray #81: the value of a HID scale freezes"""
    check_frozen(rig)


def naive(state: Weighing, heard: Reading | ScaleTrouble, _now_ms: int) -> tuple[Weighing, Weighed | ScaleTrouble]:
    """Broken: what the display shows is the weight."""
    if not isinstance(heard, Reading) or not state.parcel_id or heard.grams == 0:
        return state, ScaleTrouble.SILENT
    return Weighing(), Weighed(state.parcel_id, heard.grams)


def test_taking_what_the_display_shows_is_caught(rig: WeighingRig, monkeypatch: Patch) -> None:
    monkeypatch.setattr("app.bench.weighing.judge_reading", naive)
    with pytest.raises(AssertionError, match="an old weight counted"):
        check_old_weight(rig)


def check_unit_flips(unit: Unit | None) -> None:
    plate = Plate(Unit.OUNCE, settle_looks=0, flips=True)
    scale = hid_scale(ScaleUsb("scale", unit=unit), open_line=VirtualReports(plate, interval_s=0.001).open)
    for grams in (400, 440, 470, 600, 440):
        plate.put(grams)
        heard = scale.read()
        assert isinstance(heard, Reading)
        assert abs(heard.grams - grams) <= 3, "another unit"
    scale.close()


def test_ounces_that_flip_to_pounds_stay_the_same_grams() -> None:
    """woocommerce #59862: above 16 oz the display flips to lb, "50+ times every day" """
    check_unit_flips(None)


def test_a_unit_that_is_believed_once_for_all_is_caught() -> None:
    with pytest.raises(AssertionError, match="another unit"):
        check_unit_flips(Unit.OUNCE)


@pytest.mark.parametrize(
    ("report", "grams"),
    [
        (b"\x03\x04\x0b\xff\x7d\x00", 354),  # 12.5 oz: the exponent is -1
        (b"\x03\x04\x02\x00\xf4\x01", 500),
        (b"\x03\x04\x03\xfd\xf4\x01", 500),  # 0.500 kg: -3
        (b"\x03\x04\x02\x01\x32\x00", 500),  # 50 × 10 g
        (b"\x01\x04\x02\x00\xf4\x01", 500),  # numbered 1 instead of 3
        (b"\x05\x04\x02\x00\xf4\x01", 500),
    ],
)
def test_the_exponent_has_a_sign_and_the_reports_number_is_the_vendors(report: bytes, grams: int) -> None:
    """usbscale #11, #14"""
    (heard,) = HidParser().feed(report, 0)
    assert isinstance(heard, Reading)
    assert heard.grams == grams


def test_a_report_without_its_number_is_read_too() -> None:
    """usbscale #14"""
    (heard,) = HidParser(has_number=False).feed(b"\x04\x0b\xff\x7d\x00", 0)
    assert isinstance(heard, Reading)
    assert heard.grams == 354


def check_weight_of_a(rig: WeighingRig) -> None:
    rig.full("A")
    assert rig.hear(0, TEA_G, TEA_G) == ["order.complete"]
    rig.full("B")  # A still lies on the scale
    assert rig.hear(*[TEA_G] * 5) == [], "the weight of A"
    assert rig.hear(TEA_G, 4, TEA_G - 7, TEA_G - 7) == ["order.complete"]
    with rig.station.database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT weight_g FROM parcels ORDER BY sealed_at").scalars().all()
    assert kept == [TEA_G, TEA_G - 7]


def test_the_weight_of_one_parcel_is_never_used_for_the_next(rig: WeighingRig) -> None:
    """ShipHero 4419353718157"""
    check_weight_of_a(rig)


def test_a_scale_that_was_never_emptied_and_counts_is_caught(rig: WeighingRig, monkeypatch: Patch) -> None:
    monkeypatch.setattr("app.bench.weighing.judge_reading", naive)
    with pytest.raises(AssertionError, match="the weight of A"):
        check_weight_of_a(rig)


def test_after_a_restart_the_box_that_lies_there_is_nobodys(rig: WeighingRig) -> None:
    """ShipHero 4419353718157: whose box it is, the new start cannot know"""
    rig.full("A")
    rig.restart()
    assert rig.hear(*[TEA_G] * 5) == []
    assert rig.hear(0, TEA_G, TEA_G) == ["order.complete"]


def test_a_weight_that_is_off_is_told_and_a_lead_may_accept_it(rig: WeighingRig) -> None:
    """infopluscommerce 11000018178: a weight that cannot be overridden"""
    rig.full("1")
    assert rig.hear(0, 740, 740) == ["weight.heavy"]
    assert rig.scan("PB.WEIGHT") == ["order.complete"]
    with rig.station.database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT weight_g, expected_g FROM parcels").one()
    assert tuple(kept) == (740, TEA_G)


def test_a_computed_weight_is_never_taken_for_a_weighed_one(rig: WeighingRig) -> None:
    """infopluscommerce 11000018178: the weight was computed, and nobody had weighed"""
    rig.full("1")
    rig.clock.pass_s(3600)
    assert rig.scan("PB.OK", "PB.WEIGHT") == ["due.weight", "due.nothing"]
    rig.work()
    assert rig.station.recent_parcels() == ()
