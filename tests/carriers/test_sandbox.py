"""The sandbox carrier's own ways; what it shares with all carriers is in the contract test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform != "win32":
    import resource

from app.carriers.sandbox import Sandbox, SandboxFault
from app.errors import Rejected, Unavailable, Uncertain
from tests.carriers.builders import REFERENCE, a_cancellation, a_request


def test_its_numbers_are_recognisable_as_not_real_and_follow_from_the_reference() -> None:
    first, second = Sandbox().issue_waybill(a_request()), Sandbox().issue_waybill(a_request())
    assert first == second
    assert first.tracking_number.startswith("PB")
    assert first.sorting_code
    assert Sandbox().title("ZTO") == "SANDBOX ZTO"


def test_it_remembers_across_a_restart(tmp_path: Path) -> None:
    ledger = tmp_path / "sandbox.jsonl"
    waybill = Sandbox(ledger).issue_waybill(a_request())
    with ledger.open("a") as file:
        file.write('["killed wh')
    assert Sandbox(ledger).issue_waybill(a_request()).was_adopted
    Sandbox(ledger).cancel_waybill(a_cancellation(waybill))
    with pytest.raises(Rejected) as caught:
        Sandbox(ledger).issue_waybill(a_request())
    assert caught.value.code == "sandbox.burnt"


def test_a_fault_meets_one_call() -> None:
    sandbox = Sandbox()
    sandbox.fault = SandboxFault.REFUSED
    with pytest.raises(Rejected):
        sandbox.issue_waybill(a_request())
    assert sandbox.orders == {}
    sandbox.fault = SandboxFault.LOST_ANSWER
    with pytest.raises(Uncertain):
        sandbox.issue_waybill(a_request())
    assert list(sandbox.orders) == [REFERENCE]
    assert sandbox.recover_waybill(a_request()).was_adopted


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="a file's size is limited by POSIX")
def test_what_does_not_fit_on_the_disk_is_not_sold_and_spoils_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "sandbox.jsonl"
    sandbox = Sandbox(ledger)
    sandbox.issue_waybill(a_request())
    for room in (0, 10):
        with room_for(ledger.stat().st_size + room), pytest.raises(Unavailable) as caught:
            sandbox.issue_waybill(a_request(reference="ANOTHER-1"))
        assert caught.value.code == "store.full"
    assert list(Sandbox(ledger).orders) == [REFERENCE]
    assert not sandbox.issue_waybill(a_request(reference="ANOTHER-1")).was_adopted
    assert list(Sandbox(ledger).orders) == [REFERENCE, "ANOTHER-1"]
