"""What is installed is what pyproject.toml asks for: each direct dependency pinned, within its range, with hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RUNNING = [Requirement(text) for text in PROJECT["dependencies"]]
TESTING = RUNNING + [Requirement(text) for text in PROJECT["optional-dependencies"]["dev"]]

ENTRY = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<marker> ; [^\\]+)?(?P<hashes>( \\\n    --hash=sha256:[0-9a-f]{64})*)$",
    re.MULTILINE,
)


def pins_of(name: str) -> dict[str, set[str]]:
    """Package → its pinned versions (several where they depend on Python's version)."""
    pins: dict[str, set[str]] = {}
    for entry in ENTRY.finditer((ROOT / "packaging" / name).read_text("utf-8")):
        pins.setdefault(canonicalize_name(entry["name"]), set()).add(entry["version"])
    return pins


@pytest.mark.parametrize(
    ("name", "wanted"), [("requirements.txt", RUNNING), ("requirements-dev.txt", TESTING)], ids=["running", "testing"]
)
def test_every_direct_dependency_is_pinned_within_its_range(name: str, wanted: list[Requirement]) -> None:
    pins = pins_of(name)
    for requirement in wanted:
        versions = pins.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not pinned"
        assert all(requirement.specifier.contains(version) for version in versions), f"{requirement} but {versions}"


def test_tests_run_with_the_versions_that_people_run() -> None:
    testing = pins_of("requirements-dev.txt")
    for package, versions in pins_of("requirements.txt").items():
        assert testing.get(package) == versions, f"{package} differs"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"])
def test_every_line_is_a_pin_with_hashes(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text("utf-8")
    assert ENTRY.sub("", text).strip() == ""
    entries = list(ENTRY.finditer(text))
    assert entries
    assert [entry["name"] for entry in entries if not entry["hashes"]] == []
