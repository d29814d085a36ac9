"""What takes seconds – asking a printer, looking for printers, drawing a paper – on threads of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.document import DocumentKind
from app.domain.glance import FoundPrinter
from app.domain.printer_status import PrinterStatus
from app.errors import PackbenchError


@dataclass(frozen=True, slots=True)
class Looked:
    """A printer was asked; `status` is None where it is not set up."""

    printer: str
    status: PrinterStatus | None


@dataclass(frozen=True, slots=True)
class PrintersFound:
    """The search is over."""

    found: tuple[FoundPrinter, ...]


@dataclass(frozen=True, slots=True)
class PaperDrawn:
    """A paper as PNG, as this printer would print it."""

    printer: str
    document: DocumentKind
    png: bytes


@dataclass(frozen=True, slots=True)
class ErrandFailed:
    """It came to nothing; `code` names the sentence, `errand` which it was."""

    errand: str
    code: str


PrinterNews = Looked | PrintersFound | PaperDrawn | ErrandFailed


class Errands:
    """One thread an errand that is under way, so that a printer that does not answer holds up nothing else. `tell`
    brings the news into the window's thread. Asked for again meanwhile, it is done once more: the last wish counts.
    """

    def __init__(self, tell: Callable[[PrinterNews], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._wished: dict[str, Callable[[], PrinterNews]] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._is_over = False

    def ask(self, errand: str, work: Callable[[], PrinterNews]) -> None:
        """Do `work` soon; what it raises of the house's errors is told as ErrandFailed."""
        with self._lock:
            self._wished[errand] = work
            if errand in self._threads or self._is_over:
                return
            thread = threading.Thread(target=self._run, args=(errand,), name=f"printers: {errand}")
            self._threads[errand] = thread
        thread.start()

    def finish(self) -> None:
        """Begin nothing more and wait: the window closes."""
        with self._lock:
            self._is_over = True
            threads = tuple(self._threads.values())
        for thread in threads:
            thread.join()

    def _run(self, errand: str) -> None:
        while True:
            with self._lock:
                work = self._wished.pop(errand, None)
                if work is None or self._is_over:
                    del self._threads[errand]
                    return
            news: PrinterNews = ErrandFailed(errand, "bug")  # told when it ends by an error that nobody foresaw
            try:
                news = work()
            except PackbenchError as error:
                news = ErrandFailed(errand, error.code)
            finally:
                self._tell(news)
