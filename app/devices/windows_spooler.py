"""The thin wall over pywin32: the spooler's and GDI's own functions under their own names, and what their errors mean.

Signatures and shapes are those of pywin32's source (win32print.cpp, win32gui); not run on Windows yet.
"""
# ruff: noqa: N802 - Windows' own names

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from PIL import Image

from app.devices.printer import LinkBroken
from app.errors import Misconfigured

if sys.platform == "win32":
    import pywintypes
    import win32gui
    import win32print
    from PIL import ImageWin

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in device dots."""

# winspool.h, wingdi.h, winerror.h
PRINTER_ENUM_LOCAL = 0x02
PRINTER_ENUM_CONNECTIONS = 0x04
PRINTER_ATTRIBUTE_DIRECT = 0x02
PRINTER_ATTRIBUTE_WORK_OFFLINE = 0x400
JOB_CONTROL_RETAIN = 8
JOB_CONTROL_RELEASE = 9
DM_SCALE = 0x10
DM_COPIES = 0x100
LOGPIXELSX = 88
LOGPIXELSY = 90
PHYSICALWIDTH = 110
PHYSICALHEIGHT = 111
PHYSICALOFFSETX = 112
PHYSICALOFFSETY = 113
ERROR_INVALID_PARAMETER = 87

_CODES = {
    5: "printer.access_denied",
    63: "printer.job_deleted",  # ERROR_PRINT_CANCELLED: "your file waiting to be printed was deleted"
    1223: "printer.cancelled",  # ERROR_CANCELLED: somebody pressed Cancel in the driver's own dialog
    1722: "printer.spooler_stopped",  # RPC_S_SERVER_UNAVAILABLE, 1726 _CALL_FAILED, 1753 EPT_S_NOT_REGISTERED
    1726: "printer.spooler_stopped",
    1753: "printer.spooler_stopped",
    1801: "printer.unknown_queue",  # ERROR_INVALID_PRINTER_NAME
    1804: "printer.raw_refused",  # ERROR_INVALID_DATATYPE: the driver takes no raw bytes
    1905: "printer.unknown_queue",  # ERROR_PRINTER_DELETED
}


class Queues(Protocol):
    """`win32print`: queues and their jobs. A handle is a PyPrinterHANDLE; arguments go by position only."""

    def OpenPrinter(self, printer: str, /) -> object: ...
    def ClosePrinter(self, handle: object, /) -> None: ...
    def GetPrinter(self, handle: object, level: int, /) -> Mapping[str, Any]: ...
    def EnumPrinters(self, flags: int, name: None, level: int, /) -> tuple[Mapping[str, Any], ...]: ...
    def GetDefaultPrinterW(self) -> str: ...
    def GetJob(self, handle: object, job_id: int, level: int, /) -> Mapping[str, Any]: ...
    def SetJob(self, handle: object, job_id: int, level: int, job: None, command: int, /) -> None: ...


class RawJobs(Protocol):
    """`win32print`: bytes into a queue."""

    def StartDocPrinter(self, handle: object, level: int, document: tuple[str, None, str], /) -> int: ...
    def StartPagePrinter(self, handle: object, /) -> None: ...
    def WritePrinter(self, handle: object, piece: bytes, /) -> int: ...
    def EndPagePrinter(self, handle: object, /) -> None: ...
    def EndDocPrinter(self, handle: object, /) -> None: ...
    def AbortPrinter(self, handle: object, /) -> None: ...


class DrawnJobs(Protocol):
    """`win32print`: pages into a device context (an int)."""

    def StartDoc(self, hdc: int, document: tuple[str, None, None, int], /) -> int: ...
    def StartPage(self, hdc: int, /) -> None: ...
    def EndPage(self, hdc: int, /) -> None: ...
    def EndDoc(self, hdc: int, /) -> None: ...
    def AbortDoc(self, hdc: int, /) -> None: ...
    def GetDeviceCaps(self, hdc: int, index: int, /) -> int: ...


class Winspool(Queues, RawJobs, DrawnJobs, Protocol):
    """All of `win32print` that is used."""


class Gdi(Protocol):
    """`win32gui`. `devmode` is the PyDEVMODE of GetPrinter, or None for the user's own settings."""

    def CreateDC(self, driver: str, device: str, devmode: Any, /) -> int: ...
    def DeleteDC(self, hdc: int, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Windows:
    """What printing needs of Windows. `draw` puts a gray or 1-bit picture into a box (StretchDIBits); `error` is
    pywin32's exception, whose first argument is Windows' number.
    """

    spool: Winspool
    gdi: Gdi
    draw: Callable[[int, Image.Image, Box], None]
    error: type[Exception]

    @contextmanager
    def wall(self) -> Iterator[None]:
        """Turns Windows' errors into LinkBroken."""
        try:
            yield
        except self.error as error:
            raise LinkBroken(code_of(error)) from error


def number_of(error: Exception) -> int:
    """`winerror` of a pywintypes.error."""
    return int(error.args[0])


def code_of(error: Exception) -> str:
    """`printer.spooler_refused` for whatever has no name of its own."""
    return _CODES.get(number_of(error), "printer.spooler_refused")


if sys.platform == "win32":

    def _draw(hdc: int, picture: Image.Image, box: Box) -> None:
        ImageWin.Dib(picture).draw(hdc, box)

    def this_windows() -> Windows:
        return Windows(win32print, win32gui, _draw, pywintypes.error)

else:

    def this_windows() -> Windows:
        """Raises Misconfigured (`printer.windows_only`)."""
        raise Misconfigured("printer.windows_only")
