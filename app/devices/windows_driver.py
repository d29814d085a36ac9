"""Pages (PDF) through a queue's own Windows driver: for office lasers, which speak no label language.

A page is drawn dot for dot in its true size, from the paper's edge and not from the printable area's, and only on the
paper that the queue is set to. Tested over a fake spooler; not run on Windows yet.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PIL import Image

from app.devices.pdfium import PDFIUM, draw_page, pdfium
from app.devices.printer import LinkBroken
from app.devices.printer_windows import job_name, look_at
from app.devices.windows_queue import OpenQueue, QueueIdentity, open_queue
from app.devices.windows_spooler import (
    DM_COPIES,
    DM_SCALE,
    LOGPIXELSX,
    LOGPIXELSY,
    PHYSICALHEIGHT,
    PHYSICALOFFSETX,
    PHYSICALOFFSETY,
    PHYSICALWIDTH,
    Windows,
)
from app.domain.printer_status import PrinterStatus
from app.domain.printing import Delivery, PrintOutcome

_TOLERANCE_MM = 3.0
_PAGES_MAX = 200
_PIXELS_MAX = 80_000_000
"""One page in gray: A4 at 600 dpi has 35 million. Finer heads get each dot as a square of several."""
_POINTS_AN_INCH = 72
_MM_AN_INCH = 25.4


@dataclass(frozen=True, slots=True)
class _Paper:
    """The sheet as the driver sees it, in device dots: its whole size and where its printable area begins."""

    width: int
    height: int
    left: int
    top: int
    dpi_x: int
    dpi_y: int

    @property
    def size_mm(self) -> tuple[float, float]:
        return self.width / self.dpi_x * _MM_AN_INCH, self.height / self.dpi_y * _MM_AN_INCH

    @property
    def drawn_dpi(self) -> int:
        """A whole part of both resolutions, so that a bar of whole dots stays one; small enough for memory."""
        finest = math.gcd(self.dpi_x, self.dpi_y)
        pixels = self.width * self.height * (finest / self.dpi_x) * (finest / self.dpi_y)
        return next(finest // n for n in range(1, finest + 1) if finest % n == 0 and pixels / n**2 <= _PIXELS_MAX)


class WindowsDriverPrinter:
    """The queue of that identity, driven by its driver. Documents are PDF bytes (`Language.PAGE`)."""

    def __init__(
        self,
        name: str,
        identity: QueueIdentity,
        windows: Windows,
        *,
        job_timeout_s: float = 60.0,
        poll_s: float = 0.1,
    ) -> None:
        self._name = name
        self._identity = identity
        self._windows = windows
        self._job_timeout_s = job_timeout_s
        self._poll_s = poll_s
        self._kept: set[int] = set()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._name

    def send(self, document: bytes) -> PrintOutcome:
        """Not sent: as open_queue, `printer.wrong_paper` (a page is not what lies in the queue's tray, by more than
        3 mm), `printer.not_a_page` (no PDF of 1 to 200 pages), `printer.cancelled`. Unknown: broken off half-way, or
        as OpenQueue.watch.
        """
        with self._lock:
            try:
                with _pages(document) as pages, open_queue(self._windows, self._identity, self._kept) as queue:
                    return self._print(queue, pages, job_name(self._name, document), len(document))
            except LinkBroken as broken:
                return PrintOutcome(Delivery.NOT_SENT, broken.code)

    def look(self) -> PrinterStatus:
        with self._lock:
            return look_at(self._windows, self._identity)

    def _print(self, queue: OpenQueue, pages: Any, title: str, size: int) -> PrintOutcome:
        """Raises LinkBroken only while there is no job."""
        with _context(self._windows, self._identity.queue, queue) as hdc:
            paper = _paper(self._windows, hdc)
            turns = [_turn(page_size, paper) for page_size in _sizes(pages)]
            picture = _draw(pages, 0, turns[0], paper)  # a page that cannot be drawn is found before there is a job
            with self._windows.wall():
                job_id = self._windows.spool.StartDoc(hdc, (title, None, None, 0))
            done = 0
            try:
                for number, turn in enumerate(turns):
                    picture = _draw(pages, number, turn, paper) if number else picture
                    self._put(hdc, picture, paper)
                    done += 1
                queue.keep_after_printing(job_id)
                with self._windows.wall():
                    self._windows.spool.EndDoc(hdc)
            except LinkBroken as broken:
                self._abort(hdc)
                return PrintOutcome(Delivery.UNKNOWN, broken.code, size * done // len(turns), str(job_id))
        delivery, code = queue.watch(job_id, timeout_s=self._job_timeout_s, poll_s=self._poll_s)
        return PrintOutcome(delivery, code, size, str(job_id))

    def _put(self, hdc: int, picture: Image.Image, paper: _Paper) -> None:
        """From the sheet's corner: GDI counts from the printable area's."""
        width = picture.width * paper.dpi_x // paper.drawn_dpi
        height = picture.height * paper.dpi_y // paper.drawn_dpi
        with self._windows.wall():
            self._windows.spool.StartPage(hdc)
            self._windows.draw(hdc, picture, (-paper.left, -paper.top, width - paper.left, height - paper.top))
            self._windows.spool.EndPage(hdc)

    def _abort(self, hdc: int) -> None:
        try:
            self._windows.spool.AbortDoc(hdc)
        except self._windows.error:
            pass  # then it may still come out, which the outcome says anyway


@contextmanager
def _pages(document: bytes) -> Iterator[Any]:
    with PDFIUM:
        try:
            pages = pdfium().PdfDocument(document)
        except pdfium().PdfiumError as error:
            raise LinkBroken("printer.not_a_page") from error
    try:
        yield pages
    finally:
        with PDFIUM:
            pages.close()


def _sizes(pages: Any) -> list[tuple[float, float]]:
    """In points."""
    with PDFIUM:
        if not 1 <= len(pages) <= _PAGES_MAX:
            raise LinkBroken("printer.not_a_page")
        return [pages.get_page_size(number) for number in range(len(pages))]


@contextmanager
def _context(windows: Windows, name: str, queue: OpenQueue) -> Iterator[int]:
    """The queue's own settings, but one copy and unscaled whatever somebody left there."""
    settings = queue.state()["pDevMode"]
    if settings is not None:
        settings.Copies = 1
        settings.Scale = 100
        settings.Fields |= DM_COPIES | DM_SCALE
    with windows.wall():
        hdc = windows.gdi.CreateDC("WINSPOOL", name, settings)
    try:
        yield hdc
    finally:
        try:
            windows.gdi.DeleteDC(hdc)
        except windows.error:
            pass  # what became of the document is known without it


def _paper(windows: Windows, hdc: int) -> _Paper:
    with windows.wall():
        caps = [
            windows.spool.GetDeviceCaps(hdc, index)
            for index in (PHYSICALWIDTH, PHYSICALHEIGHT, PHYSICALOFFSETX, PHYSICALOFFSETY, LOGPIXELSX, LOGPIXELSY)
        ]
    paper = _Paper(*caps)
    if min(paper.width, paper.height, paper.dpi_x, paper.dpi_y) <= 0:
        raise LinkBroken("printer.wrong_paper")  # a device without sheets
    return paper


def _turn(size: tuple[float, float], paper: _Paper) -> int:
    """Degrees by which a page of that size, in points, is turned to lie on the paper. Raises LinkBroken
    (`printer.wrong_paper`): nothing is ever scaled to fit.
    """
    page_mm = tuple(length / _POINTS_AN_INCH * _MM_AN_INCH for length in size)
    for turn, wanted in ((0, page_mm), (90, page_mm[::-1])):
        if all(abs(a - b) <= _TOLERANCE_MM for a, b in zip(wanted, paper.size_mm, strict=True)):
            return turn
    raise LinkBroken("printer.wrong_paper")


def _draw(pages: Any, number: int, turn: int, paper: _Paper) -> Image.Image:
    try:
        return draw_page(pages, number, dpi=paper.drawn_dpi, turn=turn)
    except pdfium().PdfiumError as error:
        raise LinkBroken("printer.not_a_page") from error
