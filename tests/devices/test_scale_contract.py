"""What every scale keeps, whatever it speaks and is plugged into, and scales that break it, which must be caught."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.devices.scale import Scale
from app.devices.scale_dialects import DIALECTS
from app.devices.scale_hid import ScaleUsb, hid_scale
from app.devices.scale_serial import ScalePort, serial_scale
from app.devices.virtual_scale import Plate, ScaleFault, TcpPlug, VirtualReports, VirtualScale
from app.domain.weighing import NotYet, Reading, ScaleTrouble, Unit, Weighed, Weighing, ask_weight, judge_reading
from app.errors import Unavailable

if sys.platform != "win32":
    from app.devices.virtual_scale.terminal import TerminalPlug

INTERVAL_S = 0.005
STILL_MS = 40  # stands in for half a second, where the dialect has no word for "stable"
PATIENCE_S = 10.0
HASTE_S = 0.1  # where nothing is to be heard

NO_WORD_FOR_TROUBLE = ("yaohua",)
PLUGS = ["tcp"] if sys.platform == "win32" else ["tcp", "terminal"]
KINDS = [*(f"{dialect} over {plug}" for dialect in DIALECTS for plug in PLUGS), "hid"]


@dataclass(frozen=True)
class Rig:
    """A scale and its other side."""

    kind: str
    scale: Scale
    plate: Plate
    misbehave: Callable[[ScaleFault | None], None]

    def read_until(self, is_wanted: Callable[[Reading], bool]) -> list[Reading]:
        """Every reading up to the first wanted one."""
        readings: list[Reading] = []
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            heard = self.scale.read(1.0)
            if isinstance(heard, Reading):
                readings.append(heard)
                if is_wanted(heard):
                    return readings
        raise AssertionError(f"never heard; the last were {readings[-5:]}")

    def read_stable(self, grams: int) -> list[Reading]:
        return self.read_until(lambda reading: reading.is_stable and reading.grams == grams)

    def read_trouble(self, trouble: ScaleTrouble) -> None:
        """Wait for it; nothing but the weight from before may come first."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.scale.read(HASTE_S) is trouble:
                return
        raise AssertionError(f"never said {trouble}")


def _has_terminals() -> bool:
    try:
        ends = os.openpty()
    except OSError:
        return False
    for end in ends:
        os.close(end)
    return True


@pytest.fixture
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    kind: str = request.param
    plate = Plate()
    if kind == "hid":
        reports = VirtualReports(plate, interval_s=INTERVAL_S)
        yield Rig(kind, hid_scale(ScaleUsb("scale"), open_line=reports.open), plate, plate.misbehave)
        return
    dialect, _, plug_name = kind.partition(" over ")
    if plug_name == "terminal" and not _has_terminals():
        pytest.skip("no pseudo terminals here (is /dev/pts mounted?): a serial cable cannot be simulated")
    plug = TcpPlug("127.0.0.1", 0) if plug_name == "tcp" else TerminalPlug(tmp_path / "scale")
    virtual = VirtualScale(dialect, plug, plate, interval_s=INTERVAL_S)
    virtual.start()
    address = f"127.0.0.1:{plug.port}" if isinstance(plug, TcpPlug) else str(tmp_path / "scale")
    scale = serial_scale(ScalePort("scale", address, dialect, still_ms=STILL_MS), pace_s=INTERVAL_S)
    yield Rig(kind, scale, plate, virtual.misbehave)
    scale.close()
    virtual.stop()


def check_what_lies_on_it_is_read_in_grams(rig: Rig) -> None:
    for grams in (1234, 0, 60_000):
        rig.plate.put(grams)
        readings = rig.read_stable(grams)
        assert [reading.at_ms for reading in readings] == sorted(reading.at_ms for reading in readings)


def check_drifting_is_never_stable_until_it_ends(rig: Rig) -> None:
    rig.read_stable(0)
    rig.plate.put(500, drift_g=1)
    readings = rig.read_until(lambda reading: reading.grams > 515)
    assert not [reading for reading in readings if reading.grams > 400 and reading.is_stable]
    rig.plate.put(600)
    rig.read_stable(600)


def check_a_frozen_display_never_becomes_the_next_parcels_weight(rig: Rig) -> None:
    state = Weighing()
    weighed: list[Weighed] = []

    def weigh(parcel_id: str, readings: list[Reading]) -> NotYet | ScaleTrouble | Weighed | None:
        nonlocal state
        state = ask_weight(state, parcel_id, readings[0].at_ms - 1)
        said: NotYet | ScaleTrouble | Weighed | None = None
        for reading in readings:
            state, said = judge_reading(state, reading, reading.at_ms)
            weighed.extend([said] if isinstance(said, Weighed) else [])
        return said

    for reading in rig.read_stable(0):
        state, _ = judge_reading(state, reading, reading.at_ms)
    rig.plate.put(700)
    rig.read_stable(700)
    weigh("A", rig.read_stable(700) + rig.read_stable(700))
    rig.misbehave(ScaleFault.FREEZE)
    rig.plate.put(900)
    frozen = [reading for _ in range(5) for reading in rig.read_stable(700)]
    assert frozen[0].at_ms < frozen[-1].at_ms
    assert weigh("B", frozen) is NotYet.NOT_EMPTIED
    assert weighed == [Weighed("A", 700)]


def check_a_unit_that_flips_changes_nothing(rig: Rig) -> None:
    rig.plate.show_in(Unit.OUNCE)
    rig.plate.put(440)
    rig.read_until(lambda reading: reading.is_stable and abs(reading.grams - 440) <= 3)
    rig.plate.show_in(Unit.POUND)
    readings = rig.read_until(lambda reading: reading.is_stable and abs(reading.grams - 440) <= 5)
    rig.plate.put(2200)
    readings += rig.read_until(lambda reading: reading.is_stable and abs(reading.grams - 2200) <= 5)
    assert all(-10 < reading.grams < 2210 for reading in readings)


def check_below_zero_is_below_zero(rig: Rig) -> None:
    rig.plate.put(-50)
    if rig.kind == "hid":
        rig.read_trouble(ScaleTrouble.UNDERLOAD)
    else:
        rig.read_stable(-50)


def check_pulling_it_out_is_said_and_plugging_it_in_is_enough(rig: Rig) -> None:
    rig.read_stable(0)
    for _ in range(2):
        rig.misbehave(ScaleFault.UNPLUG)
        for _ in range(2):
            with pytest.raises(Unavailable) as raised:
                rig.read_until(lambda _: False)
            assert (raised.value.code, raised.value.retry_after_s) == ("scale.gone", 1.0)
        rig.plate.put(300)
        rig.misbehave(None)
        rig.read_stable(300)


def check_every_trouble_is_said_and_ends(rig: Rig) -> None:
    troubles = {
        ScaleFault.OVERLOAD: ScaleTrouble.OVERLOAD,
        ScaleFault.UNDERLOAD: ScaleTrouble.UNDERLOAD,
        ScaleFault.NOT_READY: ScaleTrouble.NOT_READY,
        ScaleFault.GARBAGE: ScaleTrouble.GARBLED,
        ScaleFault.SILENT: ScaleTrouble.SILENT,
    }
    rig.read_stable(0)
    for fault, trouble in troubles.items():
        rig.misbehave(fault)
        has_word = fault in {ScaleFault.GARBAGE, ScaleFault.SILENT} or not rig.kind.startswith(NO_WORD_FOR_TROUBLE)
        if rig.kind.startswith("st-gs") and fault is ScaleFault.NOT_READY:
            has_word = False
        rig.read_trouble(trouble if has_word else ScaleTrouble.SILENT)
        rig.misbehave(None)
        rig.read_stable(0)


CHECKS = [check for name, check in globals().items() if name.startswith("check_")]


@pytest.mark.parametrize("rig", KINDS, indirect=True)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
def test_every_scale_keeps_the_contract(check: Callable[[Rig], None], rig: Rig) -> None:
    check(rig)


class Broken:
    """A good scale behind somebody who passes its words on with one mistake."""

    name = "broken"

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self._last: Reading | None = None

    def close(self) -> None:
        self._scale.close()


class CallsEverythingStable(Broken):
    def read(self, timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        heard = self._scale.read(timeout_s)
        return replace(heard, is_stable=True) if isinstance(heard, Reading) else heard


class RepeatsTheLastWeight(Broken):
    """Says the last number again when there is none."""

    def read(self, timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        heard = self._scale.read(timeout_s)
        self._last = heard if isinstance(heard, Reading) else self._last
        return self._last or heard


class HidesThatItIsGone(Broken):
    def read(self, timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        try:
            return self._scale.read(timeout_s)
        except Unavailable:
            time.sleep(0.05)
            return ScaleTrouble.SILENT


class TakesAnyNumberForGrams(Broken):
    """Reads the ounces and pounds of the display as if they were a tenth and a hundredth of a gram."""

    def read(self, timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        heard = self._scale.read(timeout_s)
        return replace(heard, grams=round(heard.grams / 28)) if isinstance(heard, Reading) else heard


class DropsTheSign(Broken):
    def read(self, timeout_s: float = 1.0) -> Reading | ScaleTrouble:
        heard = self._scale.read(timeout_s)
        return replace(heard, grams=abs(heard.grams)) if isinstance(heard, Reading) else heard


@pytest.mark.parametrize("rig", ["st-gs over tcp"], indirect=True)
@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (CallsEverythingStable, check_drifting_is_never_stable_until_it_ends),
        (RepeatsTheLastWeight, check_every_trouble_is_said_and_ends),
        (HidesThatItIsGone, check_pulling_it_out_is_said_and_plugging_it_in_is_enough),
        (TakesAnyNumberForGrams, check_a_unit_that_flips_changes_nothing),
        (TakesAnyNumberForGrams, check_what_lies_on_it_is_read_in_grams),
        (DropsTheSign, check_below_zero_is_below_zero),
    ],
)
def test_a_scale_that_breaks_the_contract_is_caught(
    broken: Callable[[Scale], Scale], check: Callable[[Rig], None], rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PATIENCE_S", 0.4)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check(replace(rig, scale=broken(rig.scale)))
