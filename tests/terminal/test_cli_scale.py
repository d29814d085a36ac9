"""`packbench simulate scale`: a scale in a process of its own, obeying typed words, read as the station reads one."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.devices.scale_serial import ScalePort, serial_scale
from app.domain.weighing import Reading, ScaleTrouble
from app.errors import Unavailable

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-W", "error", "-m", "app"]


@pytest.fixture
def typed(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    words = [*COMMAND, "--folder", str(tmp_path), "simulate", "scale", "--protocol", "st-gs", "--port", "0"]
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
    ) as process:
        yield process
        process.send_signal(signal.SIGTERM)


def test_a_simulated_scale_obeys_what_is_typed(typed: subprocess.Popen[str]) -> None:
    assert typed.stdin is not None
    assert typed.stdout is not None
    stands = re.search(r"127\.0\.0\.1:\d+", typed.stdout.readline())
    assert stands
    scale = serial_scale(ScalePort("scale", stands[0], "st-gs"))

    def type_in(word: str) -> None:
        assert typed.stdin is not None
        typed.stdin.write(f"{word}\n")
        typed.stdin.flush()

    def read_until(grams: int, *, is_stable: bool) -> None:
        for _ in range(100):
            heard = scale.read(1.0)
            if isinstance(heard, Reading) and (heard.grams, heard.is_stable) == (grams, is_stable):
                return
        pytest.fail(f"never showed {grams} g")

    type_in("250")
    read_until(250, is_stable=True)
    type_in("300 drifting")
    read_until(310, is_stable=False)
    type_in("250")
    read_until(250, is_stable=True)
    type_in("overload")
    assert ScaleTrouble.OVERLOAD in [scale.read(1.0) for _ in range(20)]
    type_in("unplug")
    with pytest.raises(Unavailable, match=r"scale\.gone"):
        read_until(-1, is_stable=True)
    typed.stdout.readline(), typed.stdout.readline()
    type_in("nonsense")
    assert "nonsense" in typed.stdout.readline()
    scale.close()


def test_a_scale_whose_port_is_taken_says_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        words = [*COMMAND, "--folder", str(tmp_path), "simulate", "scale", "--port", str(taken.getsockname()[1])]
        refused = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert refused.returncode == 2
    assert "simulator.port" in refused.stderr
    assert "Traceback" not in refused.stderr
