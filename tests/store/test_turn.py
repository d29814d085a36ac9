"""The writer's turn."""

from __future__ import annotations

import threading

from app.store.turn import Turn


def test_one_at_a_time_and_a_person_before_every_lane_that_waits() -> None:
    turn, order, inside = Turn(), [], []
    arrived = {name: threading.Event() for name in ("lane", "other lane", "bench")}

    def write(name: str, *, urgent: bool) -> None:
        arrived[name].set()
        with turn.taken(urgent=urgent):
            order.append(name)
            inside.append(name)
            assert len(inside) == 1
            inside.remove(name)

    threads = [threading.Thread(target=write, args=(name,), kwargs={"urgent": name == "bench"}) for name in arrived]
    with turn.taken(urgent=False):
        for name, thread in zip(arrived, threads, strict=True):
            thread.start()
            arrived[name].wait(5)
        while len(turn._changed._waiters) < 3:  # type: ignore[attr-defined]
            threading.Event().wait(0.001)
        assert order == []
    for thread in threads:
        thread.join(5)
    assert (order[0], sorted(order)) == ("bench", ["bench", "lane", "other lane"])


def test_who_fails_gives_the_turn_back() -> None:
    turn = Turn()
    try:
        with turn.taken(urgent=True):
            raise ValueError
    except ValueError:
        pass
    with turn.taken(urgent=False):
        pass
