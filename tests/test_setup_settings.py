"""What the set-up keeps: a file of its own below the person's, whole or not at all, and never a secret in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.doctor import examine
from app.errors import Misconfigured
from app.settings import (
    CarrierSettings,
    PrinterSettings,
    ScaleSettings,
    ShipperSettings,
    StationSettings,
    file_of,
    fixed_keys,
    load_settings,
    set_up,
    settings_with,
)
from app.settings.set_up import SetUp, Step, StepState, read_set_up, write_set_up, written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NUMBERS = st.floats(allow_nan=False)
ACCOUNTS = st.dictionaries(TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=2), max_size=2).map(
    lambda tree: tuple((name, tuple(account.items())) for name, account in tree.items())
)
SECTIONS = {
    "station": st.builds(StationSettings, name=TEXTS, packer=TEXTS),
    "shipper": st.builds(ShipperSettings, *[TEXTS] * 8),
    "carrier": st.builds(
        CarrierSettings,
        kind=TEXTS,
        business_id=TEXTS,
        timeout_s=NUMBERS,
        allow_plain_http=st.booleans(),
        services=st.lists(TEXTS, max_size=3).map(tuple),
        accounts=ACCOUNTS,
    ),
    "printer": st.builds(
        PrinterSettings, address=TEXTS, width_mm=NUMBERS, dpi=st.integers(), identity=TEXTS, refits=st.booleans()
    ),
    "scale": st.builds(ScaleSettings, address=TEXTS, protocol=TEXTS, baud=st.integers()),
}
STEPS = st.frozensets(st.sampled_from(Step))
SET_UPS = st.builds(
    SetUp,
    **{name: st.none() | section for name, section in SECTIONS.items()},
    is_practice=st.none() | st.booleans(),
    done=STEPS,
    skipped=STEPS,
)


@given(SET_UPS)
def test_what_was_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, kept: SetUp) -> None:
    folder = tmp_path_factory.mktemp("station")
    write_set_up(folder, kept)
    assert read_set_up(folder) == kept


def test_a_writer_that_forgets_to_escape_is_caught(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = SetUp(station=StationSettings(name='Bench "7"'))
    monkeypatch.setattr(set_up, "_value", lambda value: f'"{value}"')
    write_set_up(tmp_path, kept)
    with pytest.raises(Misconfigured, match="not_toml"):
        read_set_up(tmp_path)


def test_a_station_runs_on_what_the_set_up_kept(tmp_path: Path) -> None:
    write_set_up(tmp_path, SetUp(station=StationSettings(name="Bench 3"), printer=PrinterSettings(address="cups:Q")))
    settings = load_settings(tmp_path)
    assert (settings.station.name, settings.printer.address) == ("Bench 3", "cups:Q")


def test_a_persons_word_goes_before_the_set_ups(tmp_path: Path) -> None:
    write_set_up(tmp_path, SetUp(shipper=ShipperSettings(name="Kept", phone="1")))
    (tmp_path / "station.toml").write_text('[shipper]\nname = "Written"\n', "utf-8")
    shipper = load_settings(tmp_path).shipper
    assert (shipper.name, shipper.phone) == ("Written", "1")
    assert fixed_keys(tmp_path) == {("shipper", "name")}


@pytest.mark.parametrize("section", ["printer", "scale"])
def test_whoever_says_where_a_device_is_says_all_of_it(tmp_path: Path, section: str) -> None:
    write_set_up(
        tmp_path,
        SetUp(
            printer=PrinterSettings(address="10.0.0.9:9100", identity="OTHER", language="tspl"),
            scale=ScaleSettings(address="COM9", protocol="toledo"),
        ),
    )
    (tmp_path / "station.toml").write_text(f'[{section}]\naddress = "10.0.0.1:9100"\n', "utf-8")
    settings = load_settings(tmp_path)
    if section == "printer":
        assert settings.printer == PrinterSettings(address="10.0.0.1:9100")
        assert settings.scale.protocol == "toledo"
    else:
        assert settings.scale == ScaleSettings(address="10.0.0.1:9100")
        assert settings.printer.identity == "OTHER"


def test_practice_stands_in_for_carrier_and_printer_and_forgets_neither(tmp_path: Path) -> None:
    real = SetUp(
        printer=PrinterSettings(address="10.0.0.9:9100"),
        carrier=CarrierSettings(kind="kdniao", business_id="1"),
        is_practice=True,
    )
    write_set_up(tmp_path, real)
    practising = load_settings(tmp_path)
    assert practising.carrier.kind == "sandbox"
    assert practising.printer.address == f"file:{(tmp_path / 'practice').as_posix()}"
    write_set_up(tmp_path, SetUp(printer=real.printer, carrier=real.carrier, is_practice=False))
    assert load_settings(tmp_path).carrier.business_id == "1"


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("[printer]\naddress = \n", "settings.not_toml", "line 2"),
        ("[printer]\ncolor = 1\n", "settings.unknown_key", "[printer] color"),
        ("[routes]\n", "settings.unknown_key", "[routes]"),
        ("printer = 1\n", "settings.wrong_type", "[printer]"),
        ('[printer]\ndpi = "203"\n', "settings.wrong_type", "[printer] dpi"),
        ('[printer]\nlanguage = "pcl"\n', "settings.wrong_value", "language"),
        ('[set_up]\ndone = ["all"]\n', "settings.wrong_value", "[set_up] done"),
        ('[set_up]\npractice = "yes"\n', "settings.wrong_type", "[set_up] practice"),
        ("[set_up]\nwhen = 1\n", "settings.unknown_key", "[set_up] when"),
    ],
)
def test_a_damaged_file_is_told_by_its_name_and_place(tmp_path: Path, text: str, code: str, told: str) -> None:
    (tmp_path / "set-up.toml").write_text(text, "utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_settings(tmp_path)
    assert caught.value.code == code
    assert caught.value.detail.startswith("set-up.toml: ")
    assert told in caught.value.detail


@pytest.mark.parametrize("text", ["[printer]\ndpi = 100\n", "[printer]\ncolor = 1\n", "[printer\n"])
def test_a_wrong_setting_of_a_persons_file_is_told_by_that_files_name(tmp_path: Path, text: str) -> None:
    write_set_up(tmp_path, SetUp(printer=PrinterSettings(address="cups:Q")))
    (tmp_path / "station.toml").write_text(text, "utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_settings(tmp_path)
    assert caught.value.detail.startswith("station.toml: ")


def test_what_would_not_run_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text('[[other_carriers]]\nkind = "kdniao"\n', "utf-8")
    with pytest.raises(Misconfigured, match=r"set-up\.toml: two carriers named kdniao"):
        settings_with(tmp_path, SetUp(carrier=CarrierSettings(kind="kdniao")))
    assert not (tmp_path / "set-up.toml").exists()


def test_a_writing_that_breaks_off_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = SetUp(station=StationSettings(name="Old"))
    write_set_up(tmp_path, old)

    def full(_handle: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Misconfigured, match=r"store\.unwritable"):
        write_set_up(tmp_path, SetUp(station=StationSettings(name="New")))
    assert read_set_up(tmp_path) == old


def test_a_step_is_open_done_or_skipped_and_never_two_of_them() -> None:
    kept = SetUp().settled(Step.SCALE, StepState.SKIPPED).settled(Step.SCALE, StepState.DONE)
    assert (kept.done, kept.skipped) == ({Step.SCALE}, frozenset())
    assert kept.settled(Step.SCALE, StepState.OPEN) == SetUp()


def test_what_is_as_by_default_needs_no_word() -> None:
    assert "dpi" not in written(SetUp(printer=PrinterSettings(address="cups:Q")))


@pytest.mark.parametrize(
    ("station_toml", "kept", "file"),
    [
        ("", SetUp(), ""),
        ("", SetUp(printer=PrinterSettings(address="cups:Q")), "set-up.toml"),
        ("", SetUp(is_practice=True), "set-up.toml"),
        ('[printer]\naddress = "cups:Q"\n', SetUp(is_practice=True), "station.toml"),
    ],
)
def test_it_is_known_which_file_says_something_of_a_section(
    tmp_path: Path, station_toml: str, kept: SetUp, file: str
) -> None:
    (tmp_path / "station.toml").write_text(station_toml, "utf-8")
    write_set_up(tmp_path, kept)
    assert file_of(tmp_path, "printer") == file


def test_the_doctor_names_the_file_of_a_setting_that_does_not_work(tmp_path: Path) -> None:
    keys = '[station]\nkey_storage = "file"\n'
    (tmp_path / "station.toml").write_text(keys + "[shipper]\nname = 'A'\n", "utf-8")
    write_set_up(tmp_path, SetUp(printer=PrinterSettings(address="nowhere")))
    found = {finding.code: finding.detail for finding in examine(load_settings(tmp_path))}
    assert found["doctor.shipper_missing"].endswith("(station.toml)")
    assert found["printer.address"] == "nowhere (set-up.toml)"
