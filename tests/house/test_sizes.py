"""No file, function or class grows past the walls: what no longer fits on a screen is no longer understood."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for folder in ("app", "tests", "packaging") for path in (ROOT / folder).rglob("*.py"))

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60  # 30 as a habit
MAX_PUBLIC_METHODS = 12


def too_big(name: str, source: str) -> list[str]:
    """What in the source is over a wall, in words."""
    found = []
    if (lines := source.count("\n")) > MAX_FILE_LINES:
        found.append(f"{name}: {lines} lines")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            if (lines := node.end_lineno - node.lineno + 1) > MAX_FUNCTION_LINES:
                found.append(f"{name}: {node.name} has {lines} lines")
        if isinstance(node, ast.ClassDef):
            methods = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
            public = [method for method in methods if not method.startswith("_")]
            if len(public) > MAX_PUBLIC_METHODS:
                found.append(f"{name}: {node.name} has {len(public)} public methods")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stays_within_the_walls(path: Path) -> None:
    assert too_big(path.name, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\n" * 401,
        "def long():\n" + "    x = 1\n" * 60,
        "class Wide:\n" + "".join(f"    def m{number}(self): ...\n" for number in range(13)),
    ],
    ids=["file", "function", "class"],
)
def test_each_wall_is_seen_to_hold(source: str) -> None:
    assert len(too_big("made.py", source)) == 1
