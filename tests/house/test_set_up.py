"""The one command, run for real in a checkout that is set up: what it passes on, what it says without a screen."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import json, os, sys
print(json.dumps([sys.argv[1:], os.getcwd()]))
sys.exit(7)
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the wrapper for Windows is another one")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy in a folder with a space, its `.venv` ready, its program one that tells what it was given."""
    folder = tmp_path / "Pack bench"
    shutil.copytree(ROOT / "packaging", folder / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "app").mkdir()
    (folder / "app" / "__main__.py").write_text(PROGRAM, "utf-8")
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    system = Path(sys.executable).resolve()
    python.symlink_to(system)
    (folder / ".venv" / "pyvenv.cfg").write_text(
        f"home = {system.parent}\ninclude-system-site-packages = true\n", "utf-8"
    )
    mark_as_set_up(folder, "requirements-dev.txt")
    return folder


def mark_as_set_up(folder: Path, requirements: str) -> None:
    pinned = (folder / "packaging" / requirements).read_bytes()
    (folder / ".venv" / "packbench-set-up").write_text(hashlib.sha256(pinned).hexdigest(), "ascii")


def packbench(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command from another folder, without a screen and without a way to any index."""
    seen = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    closed = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_RETRIES": "0",
        "PACKBENCH_SYSTEM": "leave",
    }
    return subprocess.run(
        ["sh", checkout / "packaging" / "packbench", *arguments],
        cwd=checkout.parent,
        env={**seen, **closed, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_gets_its_arguments_and_folder_and_gives_its_own_output_and_exit_code(checkout: Path) -> None:
    run = packbench(checkout, "orders", "import", "my orders.csv")
    assert run.stdout == f'[["orders", "import", "my orders.csv"], "{checkout.parent}"]\n'
    assert run.stderr == ""
    assert run.returncode == 7


def test_without_a_screen_the_demo_says_so_and_how_to_get_one(checkout: Path) -> None:
    run = packbench(checkout, "demo")
    assert run.returncode == 3
    assert run.stdout == ""
    assert "no screen" in run.stderr
    assert "DISPLAY=:99" in run.stderr


def test_with_a_screen_the_demo_starts(checkout: Path) -> None:
    assert packbench(checkout, "demo", DISPLAY=":0").returncode == 7


def test_packages_for_running_are_not_enough_for_the_tests(checkout: Path) -> None:
    """With the stamp of the smaller set the test command goes for packages, and fails here: there is no index."""
    mark_as_set_up(checkout, "requirements.txt")
    assert packbench(checkout, "status").returncode == 7
    run = packbench(checkout, "test")
    assert run.returncode == 1
    assert "set-up stopped" in run.stderr
    assert not (checkout / ".venv" / "packbench-set-up").exists(), "a half-done set-up must not pass for a whole one"
