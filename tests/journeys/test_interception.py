"""News at every step of a parcel's life: nothing is bought, printed or handed over after it, and what was is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.incident import IncidentKind
from app.domain.interception import Reach, StopKind
from app.store import stops
from tests.journeys.shop import BOUGHT_BEFORE, KINDS, ON_PAPER_BEFORE, STEPS, Shop, live


def afterwards(shop: Shop) -> list[str]:
    """Everything that people and time can try after the news; what the bench answered."""
    answers = shop.scan("PB.MANIFEST", "PB.CANCEL", "1001", "A", "A", "1001", "PB.LABEL", "PB.REPRINT.DAMAGED")
    for _ in range(3):
        shop.work()
        shop.clock.pass_s(400)
    for parcel in shop.station.recent_parcels():
        answers.append(str(shop.station.bench.request_label(parcel.parcel_id).code))
    shop.restart()
    shop.work()
    answers += shop.scan("1001", "PB.REPRINT.DAMAGED", "PB.ASIDE")
    shop.work()
    number = shop.tracking_number()
    return answers + (shop.scan(number, "PB.HANDOVER", number, "PB.MANIFEST", "PB.CANCEL") if number else [])


def check(folder: Path, kind: StopKind, step: str, *, is_offline: bool = False) -> Shop:
    """One life with the news at one step, held against the carrier's, the printer's and the courier's own books."""
    shop = Shop(folder, kind)
    live(shop, step, is_offline=is_offline)
    answers = afterwards(shop)
    assert shop.reach is not None
    assert len(shop.carrier.orders) <= 1, "bought twice"
    if kind is StopKind.ADDRESS and step not in BOUGHT_BEFORE:
        assert set(shop.carrier.streets) == {"人民路99号"}, "bought for the old address"
        assert shop.is_handed_over()
        return shop
    assert shop.reach is Reach.STOPPED
    assert shop.carrier.after == [], "bought after the news"
    assert shop.printer.after == [], "printed after the news"
    assert not shop.is_handed_over(), "handed over after the news"
    assert not {"label.queued", "reprint.queued", "handover.taken"} & set(answers), "promised after the news"
    assert f"stopped.{kind}" in answers, "no alarm at the next scan"
    assert len(shop.carrier.orders) == (step in BOUGHT_BEFORE)
    assert len(shop.printer.documents) == (step in ON_PAPER_BEFORE)
    assert (IncidentKind.LABEL_STOPPED in shop.incidents()) == (step in BOUGHT_BEFORE), "not named"
    return shop


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", STEPS)
def test_news_at_any_step_stops_what_has_not_begun_and_names_what_has(
    tmp_path: Path, kind: StopKind, step: str
) -> None:
    check(tmp_path, kind, step).station.stop()


@pytest.mark.parametrize("step", ["before opening", "on the table", "queued", "print queued"])
def test_what_waits_for_a_way_that_is_not_free_is_not_done_once_it_is(tmp_path: Path, step: str) -> None:
    check(tmp_path, StopKind.CANCEL, step, is_offline=True).station.stop()


def check_all(folder: Path) -> None:
    for step in STEPS:
        (folder / step).mkdir()
        check(folder / step, StopKind.CANCEL, step).station.stop()


def unstopped(_connection: object, _id: str) -> None:
    """What a gate sees that was taken out."""


@pytest.mark.parametrize(
    ("gate", "sees"),
    [
        ("app.work.courier.stops", {"kind_of": unstopped}),
        ("app.work.spooler.stops", {"kind_of_parcel": unstopped}),
        ("app.labeling.stops", {"kind_of": unstopped}),
    ],
)
def test_a_gate_that_is_taken_out_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: str, sees: dict[str, Callable[..., None]]
) -> None:
    monkeypatch.setattr(gate, SimpleNamespace(**{**vars(stops), **sees}))
    with pytest.raises(AssertionError):
        check_all(tmp_path)
