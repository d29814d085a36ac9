"""Each contract of the house is broken on purpose in a copy of it, and exactly that contract must be reported.

A contract that nobody has seen fail guards nothing: its names may have moved away long ago.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
    "contracts"
]


@dataclass(frozen=True, slots=True)
class Offence:
    """What somebody might write one day: texts added to files, and the one contract that must object.

    `also` names those that object as well: an upward import closes a circle, an import of Qt is Qt's matter too.
    """

    contract: str
    what: str
    files: dict[str, str]
    also: tuple[str, ...] = ()


def file_in(module: str) -> str:
    """A new file in that room; for a room that is one file, that file."""
    path = Path(*module.split("."))
    return f"{path}/offence.py" if (ROOT / path).is_dir() else f"{path}.py"


def forbidden_imports(contract: dict[str, Any]) -> list[Offence]:
    return [
        Offence(
            contract["id"],
            f"{source} imports {forbidden}",
            {file_in(source): f"import {forbidden}"},
            also=tuple(other["id"] for other in CONTRACTS if protects(other, forbidden, source)),
        )
        for source in contract["source_modules"]
        for forbidden in contract["forbidden_modules"]
        if source != "app"
    ]


def protects(contract: dict[str, Any], module: str, importer: str) -> bool:
    """Whether the contract keeps the module from that importer."""
    rooms = contract.get("allowed_importers", [])
    return module in contract.get("protected_modules", []) and not importer.startswith(tuple(rooms))


def protected_imports(contract: dict[str, Any]) -> list[Offence]:
    """Each protected module imported by a room that is not on the list."""
    outsider = next(room for room in ("app.shops", "app.labels") if room not in contract["allowed_importers"])
    return [
        Offence(contract["id"], f"{outsider} imports {protected}", {file_in(outsider): f"import {protected}"})
        for protected in contract["protected_modules"]
    ]


BY_HAND = [
    Offence("floors", "a room imports its neighbor", {"app/shops/offence.py": "import app.labels"}),
    Offence("floors", "the domain imports the store", {"app/domain/offence.py": "import app.store"}, also=("cycles",)),
    Offence("floors", "who logs in looks at labels", {"app/login.py": "import app.labeling"}),
    Offence("floors", "a room on no floor", {"app/garage.py": ""}),
    Offence("carriers", "a carrier imports another", {"app/carriers/sandbox/offence.py": "import app.carriers.kdniao"}),
    Offence("carriers", "a carrier on no list", {"app/carriers/pigeon.py": ""}),
    Offence(
        "cycles",
        "two files of one room need each other",
        {
            "app/domain/offence.py": "import app.domain.second_offence",
            "app/domain/second_offence.py": "import app.domain.offence",
        },
    ),
    Offence(
        "terminal",
        "the command line opens a window by a detour",
        {"app/cli.py": "import app.ui.offence", "app/ui/offence.py": "import PySide6"},
    ),
    *(
        Offence("strangers", f"a room imports {stranger}", {"app/devices/offence.py": f"import {stranger}"})
        for contract in CONTRACTS
        if contract["id"] == "strangers"
        for stranger in contract["forbidden_modules"]
    ),
]

MAKERS = {"forbidden": forbidden_imports, "protected": protected_imports}
OFFENCES = [
    *BY_HAND,
    *(
        offence
        for contract in CONTRACTS
        if contract["type"] in MAKERS
        for offence in MAKERS[contract["type"]](contract)
    ),
]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What → the contracts reported broken, for every offence and for none."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "app", house / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", house)
    asked = [Offence("", "nothing", {}), *OFFENCES]
    run = subprocess.run(
        [sys.executable, Path(__file__).with_name("break_contracts.py")],
        cwd=house,
        input=json.dumps([offence.files for offence in asked]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answers: list[list[str]] = json.loads(run.stdout)
    return {offence.what: answer for offence, answer in zip(asked, answers, strict=True)}


def test_the_house_as_it_stands_keeps_every_contract(reported: dict[str, list[str]]) -> None:
    assert reported["nothing"] == []


@pytest.mark.parametrize("offence", OFFENCES, ids=lambda offence: f"{offence.contract}: {offence.what}")
def test_an_offence_is_reported_by_its_contract_and_by_no_other(
    offence: Offence, reported: dict[str, list[str]]
) -> None:
    expected = {offence.contract, *offence.also}
    broken_before = set(reported["nothing"]) - expected
    assert set(reported[offence.what]) - broken_before == expected


def test_every_contract_has_an_offence() -> None:
    assert {offence.contract for offence in OFFENCES} == {contract["id"] for contract in CONTRACTS}
