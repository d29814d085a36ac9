"""The quality files say of each rule where it stands, and why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import app.carriers

FILES = sorted(Path(app.carriers.__file__).parent.glob("*/quality.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_each_rule_has_a_status_and_a_reason(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not line.startswith(" ")] == ["bronze:", "silver:", "gold:"]
    for line in lines:
        assert re.fullmatch(r"\w+:|  \w+: (done|todo|exempt) - \S.{10,}", line), line


def test_there_is_a_quality_file() -> None:
    assert [path.parent.name for path in FILES] == ["kdniao"]
