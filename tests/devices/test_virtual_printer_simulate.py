"""`packbench simulate printer`: a printer in a process of its own, obeying typed words."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.__main__ import main
from app.domain.printing import Language
from tests.devices.paper import DOCUMENTS

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-W", "error", "-m", "app"]
LABEL = DOCUMENTS[Language.TSPL]


@pytest.fixture
def typed(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    words = ["simulate", "printer", "--model", "gprinter", "--fault", "head_open", "--paper-left", "2", "--port", "0"]
    with subprocess.Popen(
        [*COMMAND, "--folder", str(tmp_path), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
    ) as process:
        yield process
        process.send_signal(signal.SIGTERM)


def test_a_simulated_printer_obeys_what_is_typed(typed: subprocess.Popen[str], tmp_path: Path) -> None:
    stdin, stdout = typed.stdin, typed.stdout
    assert stdin is not None
    assert stdout is not None
    stands = re.search(r"127\.0\.0\.1:(\d+)", stdout.readline())
    assert stands
    assert "stuck_mechanism" in stdout.readline()
    assert "counter" in stdout.readline()

    def type_in(line: str) -> str:
        stdin.write(f"{line}\ncounter\n")
        stdin.flush()
        return stdout.readline().strip()

    assert type_in("head_open") == "0"
    with socket.create_connection(("127.0.0.1", int(stands[1])), timeout=5) as line:
        line.sendall(LABEL * 3 + b"\x1b!?")
        assert line.recv(1) == b"\x01"
        assert type_in("ok") == "2"  # then the roll had ended
        line.sendall(b"\x1b!?")
        assert line.recv(1) == b"\x04"
        assert type_in("ok") == "3"
        assert type_in("reset 1") == "3"
        line.sendall(LABEL)
        with pytest.raises(ConnectionResetError):
            line.recv(1)
    assert "nonsense" in type_in("nonsense")
    assert len(list((tmp_path / "paper").glob("*.tspl"))) == 3


@pytest.fixture
def own_log() -> Iterator[None]:
    """The program takes the log for itself; a test gives it back."""
    log = logging.getLogger("app")
    before = log.handlers, log.propagate, log.level, logging.raiseExceptions
    yield
    for handler in log.handlers:
        handler.close()
    log.handlers, log.propagate, log.level, logging.raiseExceptions = before


@pytest.mark.usefixtures("own_log")
def test_a_model_of_another_language_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--folder", str(tmp_path), "simulate", "printer", "--language", "zpl", "--model", "epson"]
    assert main(words) == 2
    refused = capsys.readouterr().err
    assert "simulator.model" in refused
    assert "Traceback" not in refused
