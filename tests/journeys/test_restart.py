"""A start after a crash goes on where the desk was left: killed after every scan, the bench answers as ever."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bench import memory
from app.domain.desk import Arm, HandingOver, Idle, Packing, Showing, State
from app.domain.order import ItemCode, Mark, Order
from app.store import parcels
from tests.builders import Rig, a_draft, a_line, lines_of
from tests.journeys.table import CHEN, WU, Table, kit, noted, tracked

QUESTIONS = ("Asking", "Choosing", "ChoosingLine", "ChoosingMeaning")


def a_table(folder: Path, confirm: str = "ask") -> Table:
    table = Table(folder, confirm=confirm, carton_required=True, weight_required=True, lock_after_s=1e9)
    table.enroll()
    table.do("INSERT INTO materials (code, kind, title) VALUES ('CARTON', 'carton', 'C'), ('FOAM', 'consumable', 'F')")
    a = replace(tracked("A", 3, asks="lot+expiry"), codes=(ItemCode("PACK-A", 2),))
    b = replace(a_line("B", 2, position=2), marks=(Mark.FRAGILE,))
    first = noted(a_draft("1001", (a, b, *kit("SET", 1, first=3, C=1, D=2))), order="O", shipment="S", package="P")
    table.orders(
        first,
        replace(noted(a_draft("1002", (tracked("E", 2), a_line("B", 1, position=2))), package="Q"), remark="R"),
        a_draft("1003", lines_of(X=1)),
        a_draft("1004", lines_of(X=1)),
    )
    return table


def told(state: State) -> tuple[object, ...]:
    """What lies on the desk, without the ids that two stations do not share."""
    match state:
        case Packing(order, arm, position, capture, is_closing):
            return (
                "packing",
                arm,
                position if arm in (Arm.SWAP, Arm.LEARN) else 0,
                capture,
                is_closing,
                *told_order(order),
            )
        case Showing(order, _, parcel_id):
            return "showing", parcel_id != "", *told_order(order)
        case HandingOver():
            return ("pile", state.carrier, state.parcels, state.is_taking_off)
        case Idle():
            return ("idle", state.is_item_first)
    return (type(state).__name__,)


def told_order(order: Order) -> tuple[object, ...]:
    codes = frozenset((code.code, code.sku, code.units) for code in order.codes)
    texts = sorted(f"{each.scope} {each.text}" for each in order.instructions)
    return order.number, order.state, order.lines, order.box, order.merged_into, codes, texts


def step(table: Table, code: str) -> list[str]:
    match code.split(":"):
        case ["WEIGH"]:
            return table.weigh(500)
        case ["STOP", number]:
            table.stop(number, "hold")
        case ["RELEASE", number]:
            table.release(number)
        case ["WORK"]:
            table.work()
        case ["LABEL"]:
            found = table.ask("SELECT max(tracking_number) FROM waybills WHERE tracking_number <> ''")
            return table.scan(*(str(number) for (number,) in found))
        case _:
            return table.scan(code)
    return []


SCRIPT = """
BADGE 1003 PB.MODE.ITEM PB.ASIDE PB.MODE.ITEM 1001 A PB.OK A L1 2027-05-31 A PB.UNPACK A PB.DAMAGE A PB.CANCEL PACK-A L2
2027-06-30 PB.UNPACK A L2 PB.UNPACK A L1 PB.SHORT PB.2 PB.LEARN PB.2 NEW-CODE LEAD NEW-CODE PB.CLOSE PB.OK PB.OK PB.OK
FOAM CARTON PB.UNPACK PB.UNPACK WEIGH WORK LABEL PB.MERGE 1002 PB.OK STOP:1002 SET RELEASE:1002 SET PB.SWAP PB.1 X LEAD
PB.BYHAND PB.1 LEAD E S1 PB.ASIDE 1001 PB.FINISH PB.OK PB.OK PB.OK PB.OK CARTON FOAM WEIGH WORK LABEL PB.REPRINT.DAMAGED
WORK 1001 PB.HANDOVER LABEL PB.UNPACK LABEL LABEL PB.ASIDE PB.MODE.ORDER 1003 X PB.ASIDE PB.MODE.ITEM X CARTON WEIGH X
""".split()  # noqa: SIM905  # a story reads better than a list


def lived(folder: Path, script: list[str], *, is_killed: bool) -> Iterator[tuple[object, ...]]:
    """What the bench answers to each step, and how it is left."""
    table = a_table(folder)
    for code in script:
        answers = step(table, {"BADGE": WU, "LEAD": CHEN}.get(code, code))
        if is_killed and table.state not in QUESTIONS:
            table.restart()
        yield code, *answers, told(table.station.bench.state)
    assert table.unbalanced() == []
    table.station.stop()


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The long story, never interrupted."""
    return list(lived(tmp_path_factory.mktemp("straight"), SCRIPT, is_killed=False))


def test_killed_after_every_scan_the_bench_goes_on_as_if_it_never_was(
    tmp_path: Path, straight: list[tuple[object, ...]]
) -> None:
    killed = lived(tmp_path, SCRIPT, is_killed=True)
    for one, other in zip(straight, killed, strict=True):
        assert one == other
    states = {line[-1][0] for line in straight if isinstance(line[-1], tuple)}
    assert states >= {"packing", "showing", "pile", "idle"}, "the script must come through every state that is kept"


WORDS = [
    *dict.fromkeys(SCRIPT),
    "PB.OK",
    "PB.OK",
    "A",
    "L1",
    "2027-05-31",
    "B",
    "1001",
    "1002",
    "PB.RETURNED",
    "PB.CANCEL",
]


@pytest.mark.parametrize("seed", range(3))
def test_killed_after_every_scan_of_a_random_story_too(tmp_path: Path, seed: int) -> None:
    script = ["BADGE", "1001", *random.Random(seed).choices(WORDS, k=60)]
    straight = lived(tmp_path / "straight", script, is_killed=False)
    killed = lived(tmp_path / "killed", script, is_killed=True)
    for one, other in zip(straight, killed, strict=True):
        assert one == other


@pytest.mark.parametrize("forgets", ["arm", "capture", "is_closing", "showing", "pile", "is_item_first"])
def test_a_memory_that_forgets_one_thing_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, straight: list[tuple[object, ...]], forgets: str
) -> None:
    """The broken variant."""
    keep: Callable[..., None] = memory.keep

    def forgetful(tx: object, described: dict[str, object], seen_at_ms: int) -> None:
        keep(tx, {key: value for key, value in described.items() if key != forgets}, seen_at_ms)

    monkeypatch.setattr(memory, "keep", forgetful)
    killed = lived(tmp_path, SCRIPT, is_killed=True)
    assert any(one != other for one, other in zip(straight, killed, strict=True))


def test_a_label_that_must_be_seen_is_still_asked_for_after_a_restart(tmp_path: Path) -> None:
    rig = Rig(tmp_path, confirm="required")
    rig.orders(a_draft("1001"), a_draft("1002"))
    rig.scan("1001", "A")
    rig.work()
    rig.restart()
    assert rig.scan("1002") == ["label.awaited"]
    label = rig.station.recent_parcels()[0].tracking_number
    assert rig.scan(label, "1002") == ["label.confirmed", "order.opened"]
    rig.station.stop()


@pytest.mark.parametrize(
    ("way", "answer"),
    [
        (["PB.MODE.ITEM"], "mode.item"),
        (["PB.MODE.ORDER"], "mode.order"),
        (["PB.HANDOVER"], "label.awaited"),
        (["1000"], "label.awaited"),
        (["1010"], "label.awaited"),
        (["TWICE"], "label.awaited"),
        (["nonsense"], "code.unknown"),
    ],
)
def test_no_way_leads_past_a_label_that_must_be_seen(tmp_path: Path, way: list[str], answer: str) -> None:
    table = Table(tmp_path, confirm="required")
    twice = (a_draft("TWICE", shop="a"), a_draft("TWICE", shop="b"))
    table.orders(
        a_draft("1000"), a_draft("1001"), a_draft("1002"), a_draft("1009", lines_of(Z=1)), a_draft("1010"), *twice
    )
    table.scan("1000", "A")
    table.work()
    table.scan(*(parcel.tracking_number for parcel in table.station.recent_parcels()))
    table.scan("1009", "PB.MERGE", "1010", "PB.ASIDE", "1001", "A")
    table.work()
    assert table.scan(*way) == [answer]
    assert table.scan("1002") == ["label.awaited"]
    with table.station.database.reading() as connection:
        assert len(parcels.recent(connection, table.station.database, 9)) == 2
    table.station.stop()


def test_of_an_order_in_two_boxes_both_labels_must_be_seen(tmp_path: Path) -> None:
    rig = Rig(tmp_path, confirm="required")
    rig.orders(a_draft("1001", lines_of(A=2)), a_draft("1002"))
    rig.scan("1001", "A", "PB.CLOSE", "A")
    rig.work()
    one, two = (parcel.tracking_number for parcel in rig.station.recent_parcels())
    assert rig.scan(one, "1002", two, "1002") == ["label.confirmed", "label.awaited", "label.confirmed", "order.opened"]
    rig.station.stop()


def test_a_scan_that_could_not_be_written_leaves_nothing_changed(tmp_path: Path) -> None:
    table = Table(tmp_path, lock_after_s=60)
    table.enroll()
    table.orders(a_draft("1001", lines_of(A=2)))
    table.scan(WU, "1001")
    table.do("PRAGMA max_page_count = 1")
    for text in ("A" * 500, "nonsense"):  # until the last free byte is used up
        while table.scan(text) != ["store.full"]:
            pass
    table.clock.pass_s(61)
    assert table.scan("A" * 500, "A") == ["store.full", "store.full"]
    assert "Locked(back=Locked" not in repr(table.station.bench.state)
    table.do("PRAGMA max_page_count = 1000000")
    assert table.scan(WU, "A") == ["person.in", "item.packed"]
    table.station.stop()
