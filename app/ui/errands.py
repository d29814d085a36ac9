"""What takes seconds and must not hold up the window – asking a device, looking for some, drawing – on threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from app.errors import PackbenchError

News = TypeVar("News")


class Errands(Generic[News]):
    """One thread an errand that is under way, so that a device that does not answer holds up nothing else. `tell`
    brings the news into the window's thread; `failed` makes the news of an errand and the code of why it came to
    nothing. Asked for again meanwhile, it is done once more: the last wish counts.
    """

    def __init__(self, room: str, tell: Callable[[News], None], failed: Callable[[str, str], News]) -> None:
        self._room = room
        self._tell = tell
        self._failed = failed
        self._lock = threading.Lock()
        self._wished: dict[str, Callable[[], News]] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._is_over = False

    def ask(self, errand: str, work: Callable[[], News]) -> None:
        """Do `work` soon; what it raises of the house's errors is told as failed."""
        with self._lock:
            self._wished[errand] = work
            if errand in self._threads or self._is_over:
                return
            thread = threading.Thread(target=self._run, args=(errand,), name=f"{self._room}: {errand}")
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
            news = self._failed(errand, "bug")  # told when it ends by an error that nobody foresaw
            try:
                news = work()
            except PackbenchError as error:
                news = self._failed(errand, error.code)
            finally:
                self._tell(news)
