"""News, imports and the hand-over: orders missed, overwritten, or shipped though they were cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.facts import NewsLookedFor
from app.domain.interception import StopKind
from app.settings import PackingSettings
from app.station import Station
from app.store import order_reading, orders, stops
from tests.builders import Rig, a_draft, lines_of
from tests.field.cases import labeled, packed, tell, the_parcel

Patch = pytest.MonkeyPatch
HEAD = "number,shop,name,phone,province,city,district,street,sku,title,quantity,status\n"
ROW = "{number},shop,李小龙,13912345678,北京,北京市,海淀区,{street},A,茶叶,2,{status}\n"


class ListeningRig(Rig):
    """A bench that looks into a folder for cancellations."""

    def _open(self) -> Station:
        folder = str(self.folder / "news")
        self._settings = replace(self._settings, packing=PackingSettings(news_folder=folder))
        station = super()._open()
        self.told: list[str] = []
        station.listen(lambda fact: self.told.append(fact.code) if isinstance(fact, NewsLookedFor) else None)
        return station

    def look(self) -> None:
        """Two rounds, so that a file has rested."""
        for _ in range(2):
            self.station._rounds["news"].go_round()
            self.clock.pass_s(3)


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[ListeningRig]:
    rig = ListeningRig(tmp_path)
    yield rig
    rig.station.stop()


def export(rig: Rig, *rows: tuple[str, str, str]) -> None:
    """Import an order file as a shop exports it: numbers, streets, states."""
    path = rig.folder / "orders.csv"
    text = HEAD + "".join(ROW.format(number=number, street=street, status=status) for number, street, status in rows)
    path.write_text(text, "utf-8")
    rig.station.import_orders(path)


def test_news_that_could_not_be_read_is_told_and_read_again_by_itself(listening: ListeningRig) -> None:
    """community.shipstation.com 20375: one hiccup, and the sync is off for days without a word"""
    packed(listening, "1001")
    listening.look()
    assert listening.told == ["news.unreadable"] * 2
    listening.clock.pass_s(3 * 86_400)
    folder = listening.folder / "news"
    folder.mkdir()
    (folder / "stop.csv").write_text("number,shop,action,reason\n1001,shop,cancel,wanted so\n", "utf-8")
    listening.look()
    assert listening.told[2:] == ["", ""]
    assert listening.scan("1001") == ["stopped.cancel"]


def test_a_shop_that_is_silent_for_long_is_an_alarm_of_its_own(rig: Rig) -> None:
    """community.shipstation.com 20375: orders were missed for days"""
    assert rig.station.floor.news().is_old  # no shop ever spoke
    export(rig, ("1001", "中关村大街27号", "paid"))
    assert not rig.station.floor.news().is_old
    rig.clock.pass_s(5 * 3600)
    news = rig.station.floor.news()
    assert (news.is_old, news.age_s) == (True, 5 * 3600)
    (number,) = labeled(rig, "1002")
    rig.scan("PB.HANDOVER")
    assert rig.station.bench.scan(number).reason == "news.old"


def check_older_list(rig: Rig) -> None:
    export(rig, ("1001", "中关村大街27号", "paid"))
    rig.scan("1001", "A")
    tell(rig, "1001", StopKind.HOLD)
    export(rig, ("1001", "中关村大街27号", "paid"))  # saved before the hold, imported after it
    with rig.station.database.reading() as connection:
        (order,) = order_reading.find_by_number(connection, rig.station.database, "1001")
    assert (order.units_packed, order.stop) == (1, "hold"), "overwritten"
    assert rig.scan("A") == ["stopped.hold"]


def test_an_older_list_that_comes_later_overwrites_nothing(rig: Rig) -> None:
    """sahidawa #4147: edits made offline overwrite newer ones at the next connection"""
    check_older_list(rig)


def test_the_last_list_winning_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    correct = orders.correct

    def forget(tx: object, database: object, drafts: object) -> object:
        tx.exec_driver_sql("UPDATE order_lines SET packed = 0")  # type: ignore[attr-defined]  # a transaction
        tx.exec_driver_sql("UPDATE stops SET released_at = 1, released_by = 'import'")  # type: ignore[attr-defined]
        return correct(tx, database, drafts)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(orders, "correct", forget)
    with pytest.raises(AssertionError, match="overwritten"):
        check_older_list(rig)


STEPS = ("open", "half packed", "packed", "labeled", "confirmed", "on the pile")


def check_cancelled(rig: Rig, step: str) -> None:
    rig.orders(a_draft("1001", lines_of(A=2)))
    number = ""
    if step != "open":
        rig.scan("1001", "A")
    if step not in ("open", "half packed"):
        rig.scan("A")
    if step in ("labeled", "confirmed", "on the pile"):
        rig.work()
        number = the_parcel(rig).tracking_number
    if step in ("confirmed", "on the pile"):
        rig.scan(number)
    if step == "on the pile":
        rig.scan("PB.HANDOVER", number)
    tell(rig, "1001")
    printed, bought = len(rig.printer.documents), len(rig.carrier.orders)
    answers = rig.scan("PB.MANIFEST", "PB.CANCEL", "1001", "A", "A", "PB.LABEL", "PB.REPRINT.MISSING", "PB.ASIDE")
    for _ in range(3):
        rig.work()
        rig.clock.pass_s(600)
    if number:
        answers += rig.scan(number, "PB.HANDOVER", number, "PB.MANIFEST")
    with rig.station.database.reading() as connection:
        shipped = connection.exec_driver_sql("SELECT count(handed_over_at) FROM parcels").scalar_one()
    assert shipped == 0, "shipped"
    assert (len(rig.printer.documents), len(rig.carrier.orders)) == (printed, bought), "bought or printed"
    assert "stopped.cancel" in answers, "no alarm"


@pytest.mark.parametrize("step", STEPS)
def test_a_cancelled_parcel_never_ships(rig: Rig, step: str) -> None:
    """云冷 row 65; Woo #560"""
    check_cancelled(rig, step)


@pytest.mark.parametrize(("step", "why"), [("packed", "bought or printed"), ("confirmed", "shipped")])
def test_a_bench_that_does_not_ask_for_stops_is_caught(rig: Rig, monkeypatch: Patch, step: str, why: str) -> None:
    real = stops.kind_of
    monkeypatch.setattr(stops, "kind_of", lambda *_: None)
    monkeypatch.setattr(stops, "kind_of_parcel", lambda *_: None)
    monkeypatch.setattr("app.handing_over.judge", lambda *_: None)
    monkeypatch.setattr("app.handing_over.judge_standing", lambda *_: None)
    assert real is not stops.kind_of
    with pytest.raises(AssertionError, match=why):
        check_cancelled(rig, step)
