"""What stands outside the station, in processes of its own as in life: a carrier over HTTP, a printer on a TCP port.

The printer only keeps what it reads, `000001.zpl` and so on. It draws no picture and syncs no file: a real one shares
neither our processor nor our disk.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.carriers.kdniao.simulator import Fault, KdniaoSimulator

ACCOUNT = {"business_id": "test1598586", "api_key": "key-of-the-bench"}


@contextmanager
def a_carrier(latency_s: float, *, port: int = 0) -> Iterator[str]:
    """The simulator's address. Every call takes `latency_s` longer."""
    with _running("carrier", str(latency_s), str(port)) as url:
        yield url


@contextmanager
def a_printer(paper: Path) -> Iterator[int]:
    """The printer's port."""
    paper.mkdir(parents=True)
    with _running("printer", str(paper)) as port:
        yield int(port)


@contextmanager
def _running(*arguments: str) -> Iterator[str]:
    """The first line that the process says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.street", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()  # which ends it, also when this process is killed
        process.wait()
        process.stdout.close()


def _carry(latency_s: float, port: int) -> None:
    simulator = KdniaoSimulator("127.0.0.1", port, **ACCOUNT)
    simulator.start()
    simulator.misbehave(Fault.DELAY, 10**9, seconds=latency_s)
    _say(simulator.url)
    sys.stdin.read()
    simulator.stop()


def _print(paper: Path) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    _say(str(listener.getsockname()[1]))
    threading.Thread(target=_keep, args=(listener, paper), daemon=True).start()
    sys.stdin.read()


def _keep(listener: socket.socket, paper: Path) -> None:
    number = 0
    while True:
        connection, _ = listener.accept()
        with connection, (paper / f"{(number := number + 1):06d}.zpl").open("wb") as file:
            while piece := connection.recv(65536):
                file.write(piece)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> None:
    if arguments[0] == "carrier":
        _carry(float(arguments[1]), int(arguments[2]))
    else:
        _print(Path(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
