"""The guard in conftest: a test that leaves this machine fails, one that stays on it does not notice."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

GUARDED = """
import socket

def test_goes_abroad():
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=0.01)
    except Exception:
        pass

def test_asks_for_a_name():
    try:
        socket.getaddrinfo("example.com", 80)
    except Exception:
        pass
"""


def test_a_connection_on_this_machine_goes_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
        visitor, _ = server.accept()
        visitor.close()


def test_a_name_that_cannot_exist_is_unknown_as_in_the_field() -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection(("nowhere.invalid", 80), timeout=1)


def test_a_test_that_leaves_this_machine_fails_even_when_it_swallows_the_error(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parents[1] / "conftest.py", tmp_path)
    (tmp_path / "test_abroad.py").write_text(GUARDED, encoding="utf-8")
    pytest_here = [sys.executable, "-m", "pytest", "-q", "-p", "no:pytest-qt", "--rootdir", *2 * [str(tmp_path)]]
    run = subprocess.run(pytest_here, capture_output=True, text=True, check=False)
    assert run.returncode == pytest.ExitCode.TESTS_FAILED
    assert "left this machine: ('192.0.2.1', 9)" in run.stdout
    assert "left this machine: example.com" in run.stdout
