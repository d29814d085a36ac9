"""Lives of one act: forked from a process that has imported everything once, held until strace watches, then let go.

A life costs a fraction of a second this way. Linux only. `python -m tests.faults.lives MODULE:FUNCTION` serves; a
MODULE has a `warm_up()` as well.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STRACE = shutil.which("strace")
MISSING = "strace is not here, so nothing was recorded or injected: apt-get install strace (Linux only)"
_ROOT = Path(__file__).resolve().parents[2]
_ALLOW_ANY_TRACER = (0x59616D61, ctypes.c_ulong(-1))  # prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY)


@dataclass(frozen=True, slots=True)
class Tracing:
    """What strace watches: calls of these names on these files; `inject` as in strace's `-e inject=`, counted among
    the watched calls only.
    """

    paths: tuple[Path, ...]
    calls: str
    output: Path
    inject: str = ""

    def attach(self, pid: int) -> subprocess.Popen[str]:
        assert STRACE is not None, MISSING
        longest = "0" if self.inject else "200000"  # of a fault only the names are wanted
        command = [STRACE, "-y", "-xx", "-s", longest, "-e", f"trace={self.calls}", "-o", str(self.output)]
        for path in self.paths:
            command += ["-P", str(path)]
        if self.inject:
            command += ["-e", f"inject={self.inject}"]
        process = subprocess.Popen([*command, "-p", str(pid)], stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        said = []
        for line in process.stderr:  # "Requested path ... resolved into ..." may come first
            said.append(line)
            if " attached" in line:
                return process
        raise RuntimeError(f"strace could not attach: {''.join(said)}")


class Lives:
    """The warm process. `live()` runs the act once and says how it ended: 0, or minus the signal that killed it."""

    def __init__(self, act: str) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.lives", act],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def __enter__(self) -> Lives:
        return self

    def __exit__(self, *_raised: object) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()

    def live(self, tracing: Tracing | None = None, **arguments: str | int) -> int:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(arguments) + "\n")
        pid = int(self._server.stdout.readline())
        watcher = tracing.attach(pid) if tracing else None
        os.kill(pid, signal.SIGCONT)
        status = int(self._server.stdout.readline())
        if watcher is not None:
            watcher.communicate()
        return status


@dataclass(frozen=True, slots=True)
class Call:
    """A traced system call. `path` is the file of its first descriptor, or the one it names."""

    name: str
    path: str
    flags: str = ""
    content: bytes = b""
    offset: int = 0
    result: int = 0


_LINE = re.compile(r"^(\w+)\((.*)\) += (-?\d+)")
_FD = re.compile(r"^\w+<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def calls_of(trace: Path) -> Iterator[Call]:
    """The calls of a trace that succeeded, in their order."""
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            found = _LINE.match(line)
            if found and int(found[3]) >= 0:
                yield _call(found[1], found[2], int(found[3]))


def _call(name: str, arguments: str, result: int) -> Call:
    descriptor, text = _FD.match(arguments), _TEXT.search(arguments)
    content = _bytes(text[1]) if text else b""
    if name in ("openat", "unlink"):
        return Call(name, content.decode(), flags=arguments, result=result)
    path = _bytes(descriptor[1]).decode() if descriptor else ""
    last = arguments.rpartition(", ")[2]
    offset = int(last) if name in ("pwrite64", "ftruncate") else 0
    return Call(name, path, content=content[:result] if content else b"", offset=offset, result=result)


def _bytes(spelled: str) -> bytes:
    return bytes.fromhex(spelled.replace("\\x", ""))


def _serve(act_name: str) -> None:
    module, _, function = act_name.partition(":")
    acts = importlib.import_module(module)
    acts.warm_up()
    act = getattr(acts, function)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _be(act, json.loads(line))
        os.waitpid(pid, os.WUNTRACED)
        _say(pid)
        _, status = os.waitpid(pid, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _be(act: Any, arguments: dict[str, Any]) -> None:
    """The child: wait to be let go, act, end without any farewell of the parent's."""
    code = 70
    try:
        ctypes.CDLL(None).prctl(*_ALLOW_ANY_TRACER)
        os.kill(os.getpid(), signal.SIGSTOP)
        act(**arguments)
        code = 0
    except BaseException:  # noqa: BLE001  # a forked child must never run on into its parent's code
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1])
