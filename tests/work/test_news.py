"""News from files: the drop that other programs fill, and what a second import says of orders that are here."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.actor import Actor, Role
from app.domain.interception import StopKind
from app.errors import Unavailable
from app.store import consignees, journal, orders, stops
from app.work.intake import import_orders
from app.work.news import NewsDrop
from tests.builders import Clock, a_consignee, a_database, a_draft, an_interception

HEAD = "number,shop,action,reason\n"
ORDERS = "number,shop,name,phone,province,city,district,street,sku,title,quantity,status\n"
SHOP = Actor("Bench 7")


class Folder:
    """A store with three orders, and the folder beside it."""

    def __init__(self, path: Path) -> None:
        self.clock = Clock()
        self.database = a_database(path, self.clock)
        self.path = path / "news"
        self.path.mkdir()
        self.woken = 0
        self.drop = self.opened()
        with self.database.transaction() as tx:
            orders.add(tx, self.database, [a_draft(number) for number in ("1001", "1002")])
            orders.add(tx, self.database, [a_draft("1002", shop="other")])

    def opened(self) -> NewsDrop:
        def wake() -> None:
            self.woken += 1

        return NewsDrop(an_interception(self.database), SHOP, self.path, wake=wake, monotonic_ms=self.clock.steady)

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def take(self) -> int:
        """See the files, and see them again when nobody can be writing them any more."""
        taken = self.drop.step()
        self.clock.pass_s(3)
        return taken + self.drop.step()

    def kind(self, number: str = "1001", shop: str = "shop") -> StopKind | None:
        with self.database.reading() as connection:
            (order_id,) = stops.orders_numbered(connection, number, shop)
            return stops.kind_of(connection, order_id)

    def names(self, folder: str) -> list[str]:
        return sorted(path.name for path in (self.path / folder).glob("*"))

    def journalled(self, event: str) -> int:
        with self.database.reading() as connection:
            query = text("SELECT count(*) FROM journal WHERE event = :event")
            return int(connection.execute(query, {"event": event}).scalar_one())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path)
    yield folder
    folder.database.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", HEAD + "1001,shop,cancel,buyer asked\n"),
        ("a.CSV", "订单号;店铺;操作;原因\r\n'1001;shop;取消;买家取消".encode("gb18030")),
        ("a.csv", "\ufeffaction\tnumber\ncancel\t１００１\n"),
        ("a.json", json.dumps([{"number": 1001, "action": "cancel"}])),
        ("a.json", json.dumps({"news": [{"number": "1001", "shop": "shop", "action": "Cancelled", "extra": [1]}]})),
    ],
)
def test_a_file_of_any_usual_kind_is_taken_and_put_away(folder: Folder, name: str, content: str | bytes) -> None:
    folder.put(name, content)
    assert folder.take() == 1
    assert folder.kind() is StopKind.CANCEL
    assert len(folder.names("done")) == 1
    assert folder.names("bad") == []
    assert folder.woken == 1


def test_a_file_that_is_still_written_is_left_alone(folder: Folder) -> None:
    path = folder.put("a.csv", HEAD)
    for length in range(5):
        assert folder.drop.step() == 0
        folder.clock.pass_s(1)
        path.write_text(HEAD + "1001,shop,cancel,xxxxx\n"[: 10 + length])
    path.write_text(HEAD + "1001,shop,cancel,\n")
    assert folder.drop.step() == 0
    folder.put("b.csv.part", HEAD + "1002,other,cancel,\n")
    folder.put(".c.csv", HEAD + "1002,other,cancel,\n")
    folder.clock.pass_s(3)
    assert folder.drop.step() == 1
    assert (folder.kind(), folder.kind("1002", "other")) == (StopKind.CANCEL, None)


def test_bad_rows_are_told_by_line_and_code_and_the_good_ones_count(folder: Folder) -> None:
    rows = ["9999,shop,cancel,", "1002,,hold,", "1001,shop,explode,", "1001,shop,hold,", "1001,shop,address,"]
    folder.put("a.csv", HEAD.replace("\n", ",name,phone\n") + "".join(f"{row},李四,\n" for row in rows))
    assert folder.take() == 1
    assert folder.kind() is StopKind.HOLD
    reasons = next((folder.path / "bad").glob("*.reason.txt")).read_text("utf-8")
    assert reasons.splitlines() == [
        "1 news.unknown_order",
        "2 news.ambiguous",
        "3 news.unknown_action",
        "5 news.cells",
    ]
    assert folder.names("done") == []


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xff\xfe\x00\x81", "news.broken"), (b"a,b\n1,2\n", "news.no_columns"), (b"", "news.no_columns")],
)
def test_a_file_that_is_none_goes_to_the_bad_ones(folder: Folder, content: bytes, code: str) -> None:
    folder.put("a.csv", content)
    folder.put("b.json", "{nonsense")
    assert folder.take() == 0
    reasons = [path.read_text() for path in sorted((folder.path / "bad").glob("*.reason.txt"))]
    assert reasons == [f"0 {code}\n", "0 news.broken\n"]


def test_a_release_lets_go_and_the_same_file_dropped_again_is_news(folder: Folder) -> None:
    for round_at in range(2):
        path = folder.put("a.csv", HEAD + "1001,shop,hold,\n")
        os.utime(path, (1_000 + round_at, 1_000 + round_at))
        folder.take()
        assert folder.kind() is StopKind.HOLD
        folder.put("b.csv", HEAD + f"1001,shop,release,round {round_at}\n")
        folder.take()
        assert folder.kind() is None
    assert len(folder.names("done")) == 4


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("at", ["between two batches", "before it is put away"])
def test_after_a_crash_in_the_middle_each_row_counts_once(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    rows = "".join(f"9{line},shop,hold,\n" for line in range(150)) + "1001,shop,hold,\n"
    folder.put("a.csv", HEAD + "1002,other,cancel,\n" + rows)
    appended = journal.append
    marks = 0

    def dies(*arguments: object, **detail: object) -> None:
        nonlocal marks
        marks += arguments[3] == "news.taken"
        if marks == 2:
            raise Killed
        appended(*arguments, **detail)  # type: ignore[arg-type]  # as they came

    with monkeypatch.context() as dying:
        if at == "between two batches":
            dying.setattr(journal, "append", dies)
        else:
            dying.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            folder.take()
    release(folder, "1002", "other")  # by a person, meanwhile
    folder.drop = folder.opened()
    folder.take()
    assert folder.kind("1002", "other") is None
    assert folder.kind() is StopKind.HOLD
    assert folder.journalled("news.stopped") == 2
    assert len(next((folder.path / "bad").glob("*.txt")).read_text().splitlines()) == 150


def release(folder: Folder, number: str, shop: str) -> None:
    with folder.database.transaction() as tx:
        (order_id,) = stops.orders_numbered(tx, number, shop)
        lead = Actor("Bench 7", "chen", Role.LEAD)
        assert an_interception(folder.database).release(tx, lead, order_id).code == "decided"


def test_an_address_is_taken_over_before_the_parcel_is_labeled(folder: Folder) -> None:
    folder.put(
        "a.csv",
        "number,shop,action,name,phone,province,city,district,street\n"
        "1001,shop,address,王秀英,13700001111,北京,北京市,海淀区,人民路99号\n",
    )
    assert folder.take() == 1
    with folder.database.reading() as connection:
        (order,) = orders.find_by_number(connection, folder.database, "1001")
    assert order.consignee == a_consignee("王秀英", "13700001111", "人民路99号")
    assert folder.kind() is None
    assert folder.journalled("order.corrected") == 1


def test_a_folder_that_is_away_is_told_and_tried_again(folder: Folder) -> None:
    folder.path.rmdir()
    with pytest.raises(Unavailable, match=r"news\.unreadable"):
        folder.drop.step()
    folder.path.mkdir()
    folder.put("a.csv", HEAD + "1001,shop,hold,\n")
    assert folder.take() == 1


def imported(folder: Folder, *rows: str) -> None:
    path = folder.path.parent / "orders.csv"
    path.write_text(ORDERS + "".join(f"{row}\n" for row in rows), "utf-8")
    import_orders(an_interception(folder.database), SHOP, path)


def a_row(number: str = "1001", *, street: str = "中关村大街27号1101室", status: str = "") -> str:
    return f"{number},shop,李小龙,13912345678,北京,北京市,海淀区,{street},A,Tea,1,{status}"


def test_a_second_import_cancels_and_holds_what_is_here(folder: Folder) -> None:
    imported(folder, a_row(status="cancelled"), a_row("1002", status="on-hold"), a_row("3000", status="cancelled"))
    assert (folder.kind(), folder.kind("1002")) == (StopKind.CANCEL, StopKind.HOLD)
    with folder.database.reading() as connection:
        assert stops.orders_numbered(connection, "3000") == ()


def test_a_list_that_repeats_itself_is_no_news_until_it_has_said_something_else(folder: Folder) -> None:
    imported(folder, a_row(status="cancelled"))
    release(folder, "1001", "shop")
    imported(folder, a_row(status="cancelled"))
    assert folder.kind() is None  # the lead has decided on just this
    imported(folder, a_row())
    imported(folder, a_row(status="cancelled"))
    assert folder.kind() is StopKind.CANCEL


def test_a_second_import_takes_a_changed_address_over(folder: Folder) -> None:
    imported(folder, a_row(street="人民路99号"), a_row("1002"))
    imported(folder, a_row(street="人民路99号"), a_row("1002"))
    assert folder.journalled("order.corrected") == 1
    with folder.database.reading() as connection:
        (order,) = orders.find_by_number(connection, folder.database, "1001")
        assert consignees.changed(connection, folder.database, [a_draft("1001")]) != {}
    assert order.consignee.address.street == "人民路99号"


def test_every_import_and_every_drop_makes_the_news_of_its_shop_new(folder: Folder) -> None:
    def ages() -> dict[str, int]:
        with folder.database.reading() as connection:
            return {each.shop: each.age_ms for each in stops.news_ages(connection, folder.clock.now_ms)}

    imported(folder, a_row())
    folder.clock.pass_s(100)
    folder.put("a.csv", HEAD + "1002,other,hold,\n")
    folder.take()
    assert ages() == {"shop": 103_000, "other": 0}
    imported(folder, a_row(status="cancelled"))
    assert ages() == {"shop": 0, "other": 0}


def test_nothing_of_a_reason_or_an_address_stands_in_the_clear(folder: Folder) -> None:
    folder.put("a.csv", HEAD + "1001,shop,cancel,李四 will es nicht\n")
    folder.take()
    folder.database.close()
    files = folder.database.path.parent.glob(f"{folder.database.path.name}*")
    assert not any("李四".encode() in path.read_bytes() for path in files)
