"""How a run of label numbers is written by people."""

from __future__ import annotations

import pytest

from app.ui.screens.incidents.jam import read_range


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("37-41", (37, 41)), (" #37 – #41 ", (37, 41)), ("37到41", (37, 41)), ("37", (37, 37))]
    + [(bad, None) for bad in ("", "x", "41-37", "0-3", "1-101", "1-", "1-2-3", "-5", "１２x")],
)
def test_a_run_of_labels_is_read_as_people_write_it(text: str, wanted: tuple[int, int] | None) -> None:
    assert read_range(text) == wanted
