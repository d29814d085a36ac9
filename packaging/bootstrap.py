"""Sets this checkout up (Debian's libraries, `.venv`, pinned packages) and runs a packbench command or the tests in it.

Needs nothing but Python. What is there already is not asked for again: the second start costs a few milliseconds.
Everything it says goes to standard error, so that a command's own output stays clean. With PACKBENCH_SYSTEM=leave it
installs no system libraries.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
STAMP = VENV / "packbench-set-up"

NO_SCREEN = 3
OPENS_A_WINDOW = {"demo", "run"}

LIBRARIES = {  # Debian's package → the library in it that Qt (or pyzbar, the last) asks for
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
    "libbrotli1": "libbrotlidec.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libx11-xcb1": "libX11-xcb.so.1",
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libzbar0": "libzbar.so.0",
}
# Debian's package → programs of which one will do. Without them the bench is mute, the tests of a real window skipped.
PROGRAMS = {"alsa-utils": ("pw-play", "paplay", "aplay")}
TEST_PROGRAMS = {"xvfb": ("Xvfb",), "xdotool": ("xdotool",), "strace": ("strace",)}

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "contracts": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo"],
}
# uv reads no pip.conf: a company's own index and certificate are handed on.
PIP_SETTINGS_FOR_UV = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}


def main(arguments: list[str]) -> int:
    """Set up, then become the command; returns an exit code only where the process cannot be replaced."""
    command = arguments[0] if arguments else "run"
    for_tests = command == "test"
    try:
        if sys.platform == "linux" and os.environ.get("PACKBENCH_SYSTEM") != "leave":
            set_up_system(for_tests=for_tests)
        set_up_packages("requirements-dev.txt" if for_tests else "requirements.txt")
    except subprocess.CalledProcessError as failed:
        say(f"set-up stopped, for the reason above: {' '.join(failed.cmd)} (exit {failed.returncode})")
        return 1
    if for_tests:
        return run_tests(arguments[1:])
    if command in OPENS_A_WINDOW and not has_screen():
        say(
            "everything is set up, but there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): "
            "run this in a desktop session, or give it a virtual screen: "
            "apt-get install xvfb; Xvfb :99 & DISPLAY=:99 sh packaging/packbench demo"
        )
        return NO_SCREEN
    return become([PYTHON, "-P", "-m", "app", *arguments])


def say(sentence: str) -> None:
    """One line to the person, on standard error."""
    print(f"packbench: {sentence}", file=sys.stderr, flush=True)


def has_screen() -> bool:
    """Whether Qt finds a screen to open a window on, or has been told to do without."""
    named = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    return sys.platform != "linux" or any(os.environ.get(name) for name in named)


def become(command: list[str]) -> int:
    """Replace this process by the command: signals and exit code are its own, the user's folder stays current."""
    search_path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": search_path}
    if os.name != "nt":  # Windows would give the prompt back before the program ends
        os.execve(command[0], command, environment)
    return subprocess.run(command, env=environment, check=False).returncode


# --- Debian's packages ------------------------------------------------------------------------------------------------


def set_up_system(*, for_tests: bool) -> None:
    """Install the missing system libraries; end with the command to run where this user may not."""
    libraries = missing_libraries()
    wanted = PROGRAMS | TEST_PROGRAMS if for_tests else PROGRAMS
    programs = [package for package, names in wanted.items() if not any(map(shutil.which, names))]
    if STAMP.exists() and not for_tests:
        programs = []  # asked for once; who could not have them is not asked at every start
    if not libraries and not programs:
        return
    if install_debian([*libraries, *programs]):
        return
    if libraries and shutil.which("apt-get"):
        sys.exit(1)
    if libraries:
        say(
            f"going on without {', '.join(LIBRARIES[name] for name in libraries)}: Qt will say which one it cannot miss"
        )
    if programs:
        say(f"going on without {' and '.join(programs)}: no sound, or tests of the real window or of faults skipped")


def missing_libraries() -> list[str]:
    """Debian's names of the packages whose library the loader does not know."""
    ldconfig = shutil.which("ldconfig", path=f"{os.environ.get('PATH', '')}:/sbin:/usr/sbin")
    if ldconfig is None:
        return list(LIBRARIES)
    known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=True).stdout
    loadable = {line.split(" ", 1)[0] for line in known.replace("\t", "").splitlines()}
    return [package for package, library in LIBRARIES.items() if library not in loadable]


def install_debian(packages: list[str]) -> bool:
    """Install by apt-get without a question. False, with the command to run said, where that is not possible."""
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        return False
    if not as_root or shutil.which("sudo"):
        say(f"installing {' '.join(packages)}")
        # A broken source need not stop the others, so the answer of the update is not asked.
        subprocess.run([*as_root, "apt-get", "update", "-q"], stdout=sys.stderr, check=False)
        unattended = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive"]
        if subprocess.run([*unattended, *install], stdout=sys.stderr, check=False).returncode == 0:
            return True
    say(f"these packages are missing and could not be installed; as root, run: apt-get update; {' '.join(install)}")
    return False


# --- Python's packages ------------------------------------------------------------------------------------------------


def set_up_packages(requirements: str) -> None:
    """Bring `.venv` to exactly the pinned packages. One that holds the tests' packages serves the program as well."""
    enough = {fingerprint(requirements), fingerprint("requirements-dev.txt")}
    if STAMP.exists() and STAMP.read_text("ascii") in enough and is_alive(PYTHON):
        return
    started = time.monotonic()
    if not is_alive(PYTHON):
        say(f"making the virtual environment {VENV}")
        venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")
    STAMP.unlink(missing_ok=True)
    install_uv()
    say(f"installing the packages of packaging/{requirements}")
    sync = [PYTHON, "-m", "uv", "pip", "sync", "--python", PYTHON, "--require-hashes", str(PACKAGING / requirements)]
    subprocess.run(sync, env=environment_for_uv(), stdout=sys.stderr, check=True)
    STAMP.write_text(fingerprint(requirements), "ascii")
    say(f"packages are ready after {time.monotonic() - started:.0f} s")


def is_alive(python: str) -> bool:
    """Whether the environment's Python starts and is of a fitting version (the system's may have been replaced)."""
    fits = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))"
    return Path(python).exists() and subprocess.run([python, "-c", fits], check=False).returncode == 0


def fingerprint(requirements: str) -> str:
    """What the stamp holds when exactly this file's packages are installed."""
    return hashlib.sha256((PACKAGING / requirements).read_bytes()).hexdigest()


def install_uv() -> None:
    """The pinned uv, its hash checked by pip."""
    if subprocess.run([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        subprocess.run([PYTHON, "-m", "ensurepip"], stdout=sys.stderr, check=True)
    install = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
    ]
    subprocess.run([*install, "-r", str(PACKAGING / "requirements-uv.txt")], stdout=sys.stderr, check=True)


def environment_for_uv() -> dict[str, str]:
    """The environment, with what pip has been told about index, certificate and proxy said in uv's words."""
    environment = dict(os.environ)
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        key = PIP_SETTINGS_FOR_UV.get(name.rpartition(".")[2])
        if key:
            environment.setdefault(key, value.strip("'\""))
    return environment


# --- The tests --------------------------------------------------------------------------------------------------------


def run_tests(arguments: list[str]) -> int:
    """Every check, then pytest with the arguments, or without any on several cores; the tests run even where a check
    has failed. 0 when all passed.
    """
    failed = []
    for name, check in CHECKS.items():
        say(f"{name} ...")
        verdict = subprocess.run([PYTHON, *check], cwd=ROOT, check=False).returncode
        say(f"{name}: {'failed' if verdict else 'passed'}")
        if verdict:
            failed.append(name)
    say("tests ...")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    spread = [] if arguments else ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]
    tests = subprocess.run([PYTHON, "-m", "pytest", *spread, *arguments], cwd=ROOT, env=environment, check=False)
    if failed:
        say(f"failed before the tests: {', '.join(failed)}")
    return tests.returncode or int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
