"""What is written nowhere in the project: other people's addresses, stray prints, broad excepts, promises for later."""

from __future__ import annotations

import ast
import os
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THIS = Path(__file__).relative_to(ROOT)


def project_files() -> list[Path]:
    """Everything here but what .gitignore names (folders and endings by name, no paths); git itself may be missing."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()]
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name != ".git" and not any(fnmatch(name, item) for item in ignored)]
        kept = [name for name in names if name != ".git" and not any(fnmatch(name, item) for item in ignored)]
        found += [Path(folder, name).relative_to(ROOT) for name in kept]
    return sorted(path for path in found if path != THIS)


FILES = project_files()
CODE = [path for path in FILES if path.suffix == ".py" and path.parts[0] == "app"]

# Split, so that this file itself is clean.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "deb." + "debian.org",
    "security." + "debian.org",
]
MACHINES = ["/" + "work/", "/" + "root/", "/home/" + "runner", "/" + "Users/", "C:\\" + "Users\\", "/opt/" + "wheels"]
FOREIGN = re.compile(
    "|".join(
        [*map(re.escape, REGISTRIES), *(r"(?<![\w.])" + re.escape(path) for path in MACHINES)]
    )  # not app/work/lane.py
)
PROMISE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")

PRINTING = ("app/cli", "app/__main__.py", "simulator")


def text_of(path: Path) -> str:
    """The file's text; nothing for a picture, a font or a sound."""
    raw = (ROOT / path).read_bytes()
    return "" if b"\0" in raw else raw.decode("utf-8", errors="replace")  # samples of shops come in GB18030


def lines_that_match(pattern: re.Pattern[str], text: str) -> list[str]:
    return [line.strip()[:120] for line in text.splitlines() if pattern.search(line)]


def called_names(tree: ast.AST) -> list[str]:
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def broad_excepts(tree: ast.AST) -> list[str]:
    """Handlers that keep what they caught of everything; one that puts things in order and raises again is none."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            kind = "everything" if node.type is None else ast.unparse(node.type)
            last = node.body[-1]
            raises_again = isinstance(last, ast.Raise) and last.exc is None
            if re.search(r"\b(everything|BaseException|Exception)\b", kind) and not raises_again:
                found.append(kind)
    return found


def naive_times(tree: ast.AST) -> list[str]:
    """Calls that give a datetime without a zone."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        has_zone = bool(node.args) or any(keyword.arg in {"tz", None} for keyword in node.keywords)
        if name.endswith(("datetime.utcnow", "datetime.utcfromtimestamp", "datetime.today", "date.today")):
            found.append(name)
        if name.endswith("datetime.now") and not has_zone:
            found.append(name)
        if name.endswith("datetime.fromtimestamp") and len(node.args) < 2 and not node.keywords:
            found.append(name)
    return found


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_names_no_registry_and_no_machine_and_promises_nothing(path: Path) -> None:
    text = text_of(path)
    assert lines_that_match(FOREIGN, text) == []
    assert lines_that_match(PROMISE, text) == []


def test_no_lock_file_that_records_addresses() -> None:
    assert [path for path in FILES if path.name in {"uv.lock", "package-lock.json", "poetry.lock", "yarn.lock"}] == []


@pytest.mark.parametrize("path", CODE, ids=str)
def test_code_catches_narrowly_keeps_time_zones_and_is_quiet(path: Path) -> None:
    tree = ast.parse(text_of(path))
    if path != Path("app/work/lane.py"):  # the one place that turns whatever happened into a job's state
        assert broad_excepts(tree) == []
    assert naive_times(tree) == []
    if not any(room in str(path) for room in PRINTING):
        assert "print" not in called_names(tree)


def test_only_one_place_catches_everything() -> None:
    lane = Path("app/work/lane.py")
    assert len(broad_excepts(ast.parse(text_of(lane)))) <= 1


def test_each_rule_is_seen_to_hold() -> None:
    assert lines_that_match(FOREIGN, f"see https://{REGISTRIES[0]}/simple")
    assert lines_that_match(FOREIGN, f"cd {MACHINES[0]}main")
    assert not lines_that_match(FOREIGN, f"app{MACHINES[0]}lane.py")
    assert lines_that_match(PROMISE, "# TO" + "DO: later")
    assert broad_excepts(ast.parse("try: x\nexcept (ValueError, Exception): pass"))
    assert broad_excepts(ast.parse("try: x\nexcept: pass"))
    assert not broad_excepts(ast.parse("try: x\nexcept ValueError: pass"))
    assert not broad_excepts(ast.parse("try: x\nexcept BaseException:\n    close()\n    raise"))
    assert naive_times(ast.parse("datetime.now(); datetime.datetime.utcnow(); datetime.fromtimestamp(1)"))
    assert not naive_times(ast.parse("datetime.now(UTC); datetime.now(tz=UTC); datetime.fromtimestamp(1, UTC)"))
