"""A Chinese packing bench in one page: its flow from badge to courier, its matrix of interceptions, its refusals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.carriers.kdniao.error_codes import refusal
from app.carriers.sandbox import SandboxFault
from app.domain.actor import Actor, Role
from app.domain.incident import IncidentKind
from app.domain.order import Instruction, Scope
from app.domain.weighing import Reading
from app.errors import Misconfigured, Rejected
from app.settings import PackingSettings
from app.station import Station
from app.store import journal, stops
from app.ui.messages import LANGUAGES, remedy, what
from tests.builders import Rig, a_draft, a_line, lines_of
from tests.field.cases import caught, labeled, packed, says, tell, the_parcel

Patch = pytest.MonkeyPatch


class FullRig(Rig):
    """A bench where every box has a carton and a weight, and where people show their badges."""

    def _open(self) -> Station:
        self._settings = replace(
            self._settings, packing=PackingSettings(carton_required=True, weight_required=True, remark_stops=True)
        )
        station = super()._open()
        with station.database.transaction() as tx:
            tx.exec_driver_sql(
                "INSERT OR IGNORE INTO materials (code, kind, title, tare_g) VALUES ('BOX-M', 'carton', '3号箱', 80)"
            )
        return station

    def enroll(self) -> None:
        login, boss = self.station.bench._services.login, Actor("Bench 7", "owner", Role.ADMIN)
        with self.station.database.transaction() as tx:
            admin = login.enroll(tx, boss, handle="chen", number=1, role=Role.ADMIN, pin="90210733")
            packer = login.enroll(tx, admin.acting(boss), handle="wu", number=7, role=Role.PACKER)
            login.give_badge(tx, admin.acting(boss), packer, "BADGE-WU")

    def weigh(self, *grams: int) -> list[str]:
        said = []
        for each in grams:
            self.clock.pass_s(0.2)
            said.append(self.station.bench.hear_scale(Reading(each, True, self.clock.steady())))
        return [str(each.code) for each in said if each is not None]


@pytest.fixture
def full(tmp_path: Path) -> Iterator[FullRig]:
    rig = FullRig(tmp_path)
    yield rig
    rig.station.stop()


def test_a_whole_parcel_by_scanner_alone_from_badge_to_courier(full: FullRig) -> None:
    """A Chinese packing bench in one page: 打包员 → document → items → 缺货打印 → carton → weigh → print → hand-over"""
    full.enroll()
    tea, cup = replace(a_line("TEA", 2), weight_g=100), replace(a_line("CUP", 2, position=2), weight_g=300)
    note = Instruction(Scope.PACKAGE, "轻放")
    full.orders(replace(a_draft("1001", (tea, cup)), remark="送礼", instructions=(note,)))
    assert full.scan("1001", "BADGE-WU", "1001", "PB.OK") == [
        "person.badge_needed",
        "person.in",
        "due.note",
        "note.acknowledged",
    ]
    assert full.scan("TEA", "CUP", "TEA", "PB.SHORT") == [
        "item.packed",
        "item.packed",
        "item.line_complete",
        "due.note",
    ]
    assert full.scan("PB.OK", "BOX-M") == ["due.carton", "due.weight"]
    full.clock.pass_s(1)
    assert full.weigh(0, 580, 580) == ["order.part_packed"]
    full.work()
    number = says(full.printer.documents[0])
    assert full.scan(number, "PB.HANDOVER", number, "PB.MANIFEST", "PB.DAYEND") == [
        "label.confirmed",
        "handover.begun",
        "handover.taken",
        "manifest.closed",
        "day.ended",
    ]
    with full.station.database.reading() as connection:
        assert journal.verify(connection) is None
        packers = connection.exec_driver_sql("SELECT DISTINCT packer FROM parcels").scalars().all()
    assert packers == ["wu"]


def test_the_desk_asks_for_badges_as_soon_as_the_first_person_is_enrolled(full: FullRig) -> None:
    """A Chinese packing bench in one page: the 打包员 is bound before anything is scanned"""
    full.orders(a_draft("1001", lines_of(A=2)))
    full.scan("1001", "A")
    full.enroll()  # at the terminal, while the desk is open
    assert full.scan("A", "1002", "BADGE-WU", "A") == [
        "person.badge_needed",
        "person.badge_needed",
        "person.in",
        "due.carton",
    ]


def returns(rig: Rig, number: str) -> int:
    """Units that have to go back to the shelf."""
    with rig.station.database.reading() as connection:
        (order_id,) = stops.orders_numbered(connection, number)
        return sum(units for _, units in stops.returns_of(connection, order_id))


def check_matrix(rig: Rig) -> None:
    rig.orders(a_draft("1", lines_of(A=2)), a_draft("2", lines_of(A=2)))
    tell(rig, "1")
    assert returns(rig, "1") == 0, "nothing of it is in a box"
    rig.scan("2", "A")
    tell(rig, "2")
    assert rig.station.bench.scan("A").code == "stopped.cancel", "no alarm"
    assert returns(rig, "2") == 1
    assert rig.scan("PB.RETURNED") == ["goods.returned"]
    assert returns(rig, "2") == 0
    (weighed,) = labeled(rig, "3")
    tell(rig, "3")
    assert rig.scan(weighed, "3") == ["stopped.cancel"] * 2
    assert returns(rig, "3") == 1
    assert rig.scan("PB.RETURNED") == ["goods.returned"]
    (gone,) = labeled(rig, "4")
    rig.scan(gone, "PB.HANDOVER", gone, "PB.MANIFEST")
    assert tell(rig, "4") == "too_late"
    assert returns(rig, "4") == 0
    (late,) = (each for each in rig.station.lead.incidents() if each.kind is IncidentKind.NEWS_TOO_LATE)
    assert late.order_number == "4"


def test_a_stop_is_silent_before_packing_an_alarm_at_the_scan_and_a_task_when_the_courier_has_it(rig: Rig) -> None:
    """A Chinese packing bench in one page: interception matrix"""
    check_matrix(rig)


def test_a_stop_that_waits_for_the_next_order_is_caught(rig: Rig, monkeypatch: Patch) -> None:
    for where in ("scanning", "commands", "weighing"):
        monkeypatch.setattr(f"app.bench.{where}.order_reading.stop_of", lambda *_: "")
    caught(check_matrix, rig, "no alarm")


FAMILIES = {
    "客户账户余额不足": Misconfigured,
    "收件地址超区，无法派送": Rejected,
    "获取三段码失败": Rejected,
    "模板不存在": Rejected,
    "token已过期": Misconfigured,
    "收件人地址不完整": Rejected,
    "收件人电话格式不正确": Rejected,
    "未开通增值服务": Rejected,
    "月结账号已冻结": Misconfigured,
    "包裹重量不能为空": Rejected,
    "该单号已揽收": Rejected,
    "单号已回收": Rejected,
}


def check_families() -> None:
    errors = {reason: refusal("105", reason) for reason in FAMILIES}
    assert {reason: type(error) for reason, error in errors.items()} == FAMILIES
    codes = {error.code for error in errors.values()}
    assert "kdniao.105" not in codes, "only the carrier's own word"
    for language in LANGUAGES:
        assert all(what(code, language) and remedy(code, language) for code in codes)
        assert len({what(code, language) for code in codes}) == len(codes)


def test_each_family_of_refusals_has_a_code_and_a_remedy_of_its_own() -> None:
    """A Chinese packing bench in one page: 取号 failure families; 云冷 rows 1-37"""
    check_families()


def test_one_word_for_every_refusal_is_caught(monkeypatch: Patch) -> None:
    monkeypatch.setattr("app.carriers.kdniao.error_codes.FAMILIES", ())
    with pytest.raises(AssertionError):
        check_families()


def test_a_refused_number_holds_up_no_other_parcel_and_is_asked_for_again_once_it_is_mended(rig: Rig) -> None:
    """云冷 rows 1-37: 取号 fails for one parcel of many"""
    rig.carrier.fault = SandboxFault.REFUSED
    packed(rig, "1", "2")
    rig.work()
    assert len(rig.printer.documents) == 1
    assert rig.scan("1", "PB.LABEL")[1:] == ["label.queued"]
    rig.work()
    assert len(rig.printer.documents) == len(rig.carrier.orders) == 2


def test_every_label_is_a_print_of_its_own_and_only_the_missing_ones_come_again(rig: Rig) -> None:
    """A Chinese packing bench in one page: one label per print; after a jam only the missing positions"""
    numbers = labeled(rig, "1", "2", "3", "4", "5")
    for document in rig.printer.documents:
        assert (document.count(b"^XA"), document.count(b"^PQ1^XZ")) == (1, 1)
    assert rig.station.lead.reprint_positions(2, 3) == 2
    rig.work()
    assert [says(document) for document in rig.printer.documents] == [*numbers, *numbers[1:3]]
    assert len(rig.carrier.orders) == 5
    assert the_parcel(rig).copies == 1
