"""A real print server and real IPP printers for tests: started in a folder of their own, on loopback, and stopped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
_SERVER_BIN = Path("/usr/lib/cups")


def program(name: str) -> str:
    return shutil.which(name, path=_PATH) or ""


def missing(*names: str) -> str:
    """Why the tests are skipped; empty when all programs are here."""
    absent = [name for name in names if not program(name)]
    return f"{', '.join(absent)} missing: apt-get install cups cups-ipp-utils dbus" if absent else ""


NO_CUPSD = missing("cupsd", "lpadmin", "cupsdisable", "cupsreject")
NO_IPP_PRINTER = missing("ippeveprinter", "dbus-daemon")


@dataclass(frozen=True)
class Cups:
    """A running cupsd. `socket` is its own, `port` its TCP port on 127.0.0.1."""

    folder: Path
    port: int

    @property
    def socket(self) -> Path:
        return self.folder / "cups.sock"

    def uri(self, queue: str) -> str:
        return f"ipp://127.0.0.1:{self.port}/printers/{queue}"

    def admin(self, command: str, *arguments: str) -> None:
        """An administrator's command, e.g. `admin("cupsdisable", "label")`."""
        done = subprocess.run(
            [program(command), "-h", f"127.0.0.1:{self.port}", *arguments], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def add_raw_queue(self, queue: str, port: int, options: str = "snmp=false") -> None:
        """A queue without a driver, to a printer on that port of this machine."""
        self.admin("lpadmin", "-p", queue, "-E", "-v", f"socket://127.0.0.1:{port}/?{options}", "-m", "raw")

    def add_driverless_queue(self, queue: str, uri: str) -> None:
        """A queue with filters to an IPP printer. CUPS makes its driver after it has said that it was done."""
        self.admin("lpadmin", "-p", queue, "-E", "-v", uri, "-m", "everywhere")
        driver, ask, deadline = self.folder / "root" / "ppd" / f"{queue}.ppd", threading.Event(), time.monotonic() + 20
        while not driver.exists() and time.monotonic() < deadline:
            ask.wait(0.02)
        assert driver.exists()


@contextmanager
def running_cups() -> Iterator[Cups]:
    """One cupsd of our own; as root its backends run as `lp`, so the folder is open to it."""
    with _folder() as folder:
        cups = Cups(folder, _free_port())
        for name in ("root", "cache", "state", "spool", "temp", "log"):
            (folder / name).mkdir(mode=0o755)
        (folder / "temp").chmod(0o1777)  # filters write there, as their own user
        is_root = os.geteuid() == 0
        (folder / "files.conf").write_text(_files_conf(folder, is_root=is_root))
        (folder / "cupsd.conf").write_text(_cupsd_conf(cups))
        command = [program("cupsd"), "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "files.conf")]
        with _running(command, cups.port, folder / "log" / "cupsd"):
            yield cups


@contextmanager
def running_ipp_printer(
    *formats: str, options: Sequence[str] = (), attributes: str = "", spool: Path | None = None
) -> Iterator[IppEverywhere]:
    """ippeveprinter, which keeps what it is sent, with its own attributes or with these (then without `formats`)."""
    with _folder() as folder, _bus(folder) as bus:
        port = _free_port()
        kept = spool or folder / "kept"
        kept.mkdir(exist_ok=True)
        (folder / "keys").mkdir()
        given = ["-f", ",".join(formats)]
        if attributes:
            (folder / "attributes.conf").write_text(attributes)
            given = ["-a", str(folder / "attributes.conf")]
        command = [program("ippeveprinter"), "-r", "off", "-n", "localhost", "-p", str(port), "-k", "-d", str(kept)]
        command += ["-K", str(folder / "keys"), *given, *options, "Bench"]
        environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus}
        with _running(command, port, folder / "log", environment):
            yield IppEverywhere(port, kept)


@dataclass(frozen=True)
class IppEverywhere:
    port: int
    kept: Path

    @property
    def uri(self) -> str:
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    def documents(self, ending: str) -> list[Path]:
        return sorted(self.kept.rglob(f"*.{ending}"))


@contextmanager
def _folder() -> Iterator[Path]:
    """Short (a socket's path has at most 107 letters) and open to the print server's user, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="pb-cups-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _bus(folder: Path) -> Iterator[str]:
    """A message bus without anybody on it: ippeveprinter asks for one even where it announces nothing."""
    (folder / "bus.conf").write_text(
        f"<busconfig><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>"
        '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>'
        '<allow own="*"/></policy></busconfig>'
    )
    command = [program("dbus-daemon"), f"--config-file={folder}/bus.conf", "--nofork", "--print-address"]
    bus = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert bus.stdout is not None
        yield bus.stdout.readline().strip()
    finally:
        bus.kill()
        bus.communicate()


@contextmanager
def _running(command: list[str], port: int, log: Path, environment: dict[str, str] | None = None) -> Iterator[None]:
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=environment)
    try:
        _wait_for(process, port, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Neither program tells when it listens: ask until it does."""
    deadline, ask = time.monotonic() + 20, threading.Event()
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        ask.wait(0.01)
    raise AssertionError(f"{process.args} did not start: {log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _files_conf(folder: Path, *, is_root: bool) -> str:
    lines = [
        f"ServerRoot {folder}/root",
        f"ServerBin {_SERVER_BIN}",
        "DataDir /usr/share/cups",
        f"CacheDir {folder}/cache",
        f"StateDir {folder}/state",
        f"RequestRoot {folder}/spool",
        f"TempDir {folder}/temp",
        f"AccessLog {folder}/log/access",
        f"ErrorLog {folder}/log/error",
        f"PageLog {folder}/log/page",
        "Printcap",
        *(["User lp", "Group lp", "SystemGroup root"] if is_root else []),
    ]
    return "\n".join([*lines, ""])


def _cupsd_conf(cups: Cups) -> str:
    return f"""
LogLevel debug
Listen 127.0.0.1:{cups.port}
Listen {cups.socket}
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Location /admin>
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


def a_page(width_mm: float, height_mm: float, *, box_mm: tuple[float, float, float, float] = (10, 20, 30, 40)) -> bytes:
    """A PDF page of that size with one black box (left, top, width, height): what comes out has a size to measure."""
    left, top, wide, high = (length * 72 / 25.4 for length in box_mm)
    page_wide, page_high = width_mm * 72 / 25.4, height_mm * 72 / 25.4
    drawing = f"{left:.4f} {page_high - top - high:.4f} {wide:.4f} {high:.4f} re f".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.4f %.4f]/Contents 4 0 R/Resources<<>>>>" % (page_wide, page_high),
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawing), drawing),
    ]
    document, starts = b"%PDF-1.6\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(document))
        document += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    tail = b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(document)
    return document + b"xref\n0 5\n0000000000 65535 f \n" + table + tail


def missing_filter(name: str) -> str:
    """Why tests of CUPS' own filters are skipped; empty when it is here."""
    return "" if (_SERVER_BIN / "filter" / name).exists() else f"{name} missing: apt-get install cups-filters"
