"""The journal tells the station's whole state: whatever happened, a reader of its own comes to the same tables."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.carriers.sandbox import SandboxFault
from app.domain.order import ItemCode, OrderDraft, OrderLine
from app.domain.printing import Delivery, PrintOutcome
from app.replay import COMPARED, EVENTS, OUTSIDE, replay
from app.store import auditing, journal
from tests.builders import Rig, a_consignee, a_draft, a_line
from tests.faults import simulation
from tests.journeys.whole_day import (
    KIT,
    LOST,
    LOT,
    OFF,
    SERIAL,
    STORIES,
    add_materials,
    ask,
    difference,
    leave,
    release,
    stop,
    tell_all,
)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Everything that can happen, in one file, for tests that leave it as it is."""
    rig = Rig(tmp_path_factory.mktemp("day"))
    tell_all(rig)
    yield rig
    rig.station.stop()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_story_told_again_ends_where_the_file_is(rig: Rig, story: Callable[[Rig], None]) -> None:
    add_materials(rig)
    story(rig)
    assert difference(rig) is None
    rig.restart()
    rig.work()
    assert difference(rig) is None


def test_a_whole_day_is_equal_and_fills_every_table_that_is_compared(day: Rig) -> None:
    assert difference(day) is None
    with day.station.database.reading() as connection:
        assert [table for table in COMPARED if not auditing.count(connection, table)] == []
        told = {row.event for row in journal.rows(connection)}
    assert set(EVENTS) - told == set()


# A packer's hands, and more.


CODES = (
    "A", "A", "B", "SET", "S", "L", "SN-1", "SN-2", "LOT-1", "BOX", "FOAM", "X", "PB.UNPACK", "PB.DAMAGE", "PB.SHORT",
    "PB.SWAP", "PB.BYHAND", "PB.LEARN", "PB.CLOSE", "PB.FINISH", "PB.OK", "PB.OK", "PB.CANCEL", "PB.ASIDE", "PB.MERGE",
    "PB.CLONE", "PB.1", "PB.2", "PB.HOLD", "PB.RETURNED", "PB.VOID", "PB.LABEL", "PB.REPRINT.DAMAGED", "PB.MODE.ITEM",
    "PB.MODE.ORDER", "PB.HANDOVER", "PB.MANIFEST", "ORDER", "ORDER", "TWIN", "LABEL", "6901234567892",
)  # fmt: skip
ACTS = ("cancel", "hold", "address", "release", "work", "restart", "wait", "lost answer", "printer off", "print lost")


def some_lines(dice: random.Random) -> tuple[OrderLine, ...]:
    first = replace(a_line("A", dice.randint(1, 3)), codes=(ItemCode("PACK", 2),))
    more = dice.choice([(), (a_line("B", 2, position=2),), (LOT,), (replace(SERIAL, position=2),), _kit_after(first)])
    return (first, *more)


def _kit_after(first: OrderLine) -> tuple[OrderLine, ...]:
    return tuple(replace(part, position=first.position + part.position) for part in KIT)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    rig = Rig(tmp_path_factory.mktemp("desk"))
    add_materials(rig)
    yield rig
    rig.station.stop()


def act(rig: Rig, name: str, number: str) -> None:
    match name:
        case "cancel" | "hold":
            stop(rig, number, name)
        case "address":
            stop(rig, number, "address", consignee=a_consignee(street=f"人民路{rig.clock.now_ms % 97}号"))
        case "release":
            release(rig, number)
        case "work":
            rig.work()
        case "restart":
            rig.restart()
        case "wait":
            rig.clock.pass_s(400)
        case "lost answer":
            rig.carrier.fault = SandboxFault.LOST_ANSWER
            rig.step()
            rig.carrier.fault = None
        case "printer off" | "print lost":
            rig.printer.answers = OFF if name == "printer off" else LOST
            rig.step()
            rig.printer.answers = PrintOutcome(Delivery.DELIVERED)


@given(
    seed=st.integers(0, 10**6),
    script=st.lists(st.sampled_from([*CODES, *CODES, *ACTS]), min_size=5, max_size=30),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_hands_do_the_journal_tells_it(desk: Rig, seed: int, script: list[str]) -> None:
    dice = random.Random(seed)
    number = f"{ask(desk, 'SELECT count(*) FROM orders')}-{seed}"
    draft: OrderDraft = a_draft(number, some_lines(dice))
    desk.orders(draft, replace(draft, number=f"{number}-twin"))
    leave(desk)
    desk.scan(number)
    for said in script:
        names = {"ORDER": number, "TWIN": f"{number}-twin"}
        if said in ACTS:
            act(desk, said, dice.choice((number, f"{number}-twin")))
        elif said == "LABEL":
            desk.scan(*(each.tracking_number for each in desk.station.recent_parcels(1) if each.tracking_number))
        else:
            desk.scan(f"{number}-{said}" if said.startswith("SN-") else names.get(said, said))
    assert difference(desk) is None


def test_histories_of_trouble_replay_at_every_death_and_at_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[object] = []
    close = simulation.History._close

    def told(self: simulation.History) -> None:
        with self.station.database.reading() as connection:
            found.append(replay(connection))
        close(self)

    monkeypatch.setattr(simulation.History, "_close", told)
    with simulation.workshop(simulation.PRODUCT) as folder:
        for seed in range(1, 11):
            assert simulation.history(seed, folder, simulation.PRODUCT)[0].other == []
    assert len(found) > 20
    assert set(found) == {None}


# What is compared, and what is not.


def test_every_column_of_the_file_is_compared_or_left_out_for_a_reason() -> None:
    for table, columns in auditing.columns().items():
        spec = COMPARED.get(table)
        rest = set(columns) - set(spec.wanted if spec else ())
        left = {column for column in rest if f"{table}.{column}" not in OUTSIDE}
        assert not left or OUTSIDE.get(table), f"{table}: {sorted(left)}"


def test_nothing_is_left_out_that_is_not_there() -> None:
    there = set(auditing.columns())
    there |= {f"{table}.{column}" for table, columns in auditing.columns().items() for column in columns}
    assert set(OUTSIDE) <= there


# Who did it (M15).


def test_every_event_of_a_day_names_its_person_or_the_work_that_has_none_and_every_scan_its_device(day: Rig) -> None:
    day.scan("A", "7*11111111", "nonsense")  # the desk has people now, and nobody knows who this is
    with day.station.database.reading() as connection:
        rows = [(row.event, row.station, row.packer, row.detail) for row in journal.rows(connection)]
    alone = {detail.split('"device": "')[1].split('"')[0] for _, _, packer, detail in rows if not packer}
    assert alone == {"lane", "guard"}
    assert all('"device": "' in detail for event, _, _, detail in rows if event.startswith("scan."))
    assert {station for _, station, _, _ in rows} == {"Bench 7"}
    strangers = [event for event, _, packer, _ in rows if packer == "-"]
    assert strangers
    assert all(event.startswith(("scan.person.", "person.refused")) for event in strangers)
