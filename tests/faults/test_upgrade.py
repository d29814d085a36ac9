"""The upgrade's short form, and that a loss would be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import upgrade
from tests.faults.lives import MISSING, STRACE, Lives


@pytest.mark.skipif(STRACE is None, reason=MISSING)
@pytest.mark.timeout(400)
def test_an_upgrade_that_is_killed_or_fails_keeps_everything() -> None:
    row = upgrade.run(is_long=False, seed=1)
    assert not row.is_red, row


@pytest.mark.skipif(STRACE is None, reason=MISSING)
def test_a_disk_that_is_full_before_the_copy_is_made_is_said(tmp_path: Path) -> None:
    halted = upgrade.Upgrade(tmp_path / "0001", "0001", seed=1)
    with Lives("tests.faults.upgrade:open_store") as lives:
        found = halted.meet(lives, "pwrite64:error=ENOSPC:when=5")
    assert found.is_clean, found
    assert halted.said == [["refused", "store.full"]]


def test_a_row_or_a_value_that_an_upgrade_drops_is_seen() -> None:
    before: upgrade.Content = {"jobs": [{"sequence": 1, "state": "held"}, {"sequence": 2, "state": "done"}]}
    wider = [row | {"put_back_at": None} for row in before["jobs"]]
    assert upgrade.keeps(before, {"jobs": wider, "orphans": []})
    assert not upgrade.keeps(before, {"jobs": wider[:1]})
    assert not upgrade.keeps(before, {"jobs": [wider[0], wider[1] | {"state": "held"}]})
    assert not upgrade.keeps(before, {})
