"""What takes seconds and must not hold up the window – asking a device, looking for some, drawing – on threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from app.errors import PackbenchError

News = TypeVar("News")
CLOSING_WAIT_S = 2.0  # for what still hangs on the other end when the window closes; its thread dies with the program


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
            name = f"{self._room}: {errand}"
            thread = threading.Thread(target=self._run, args=(errand,), name=name, daemon=True)
            self._threads[errand] = thread
        thread.start()

    def is_under_way(self, errand: str) -> bool:
        with self._lock:
            return errand in self._threads

    def cancel(self, *errands: str) -> bool:
        """Forget these, all of them where none is named: nobody waits any longer. What hangs on its other end may do so
        until it gives up by itself; its answer is dropped, and the same errand may be asked for anew at once. Whether
        there was anything to forget.
        """
        with self._lock:
            under_way = [errand for errand in errands or tuple(self._threads) if errand in self._threads]
            for errand in under_way:
                self._wished.pop(errand, None)
                del self._threads[errand]
        return bool(under_way)

    def finish(self) -> None:
        """Begin nothing more, tell nothing more, and wait a moment: the window closes."""
        with self._lock:
            self._is_over = True
            threads = tuple(self._threads.values())
        for thread in threads:
            thread.join(CLOSING_WAIT_S)

    def _run(self, errand: str) -> None:
        while (work := self._next(errand)) is not None:
            news = self._failed(errand, "bug")  # told when it ends by an error that nobody foresaw
            try:
                news = work()
            except PackbenchError as error:
                news = self._failed(errand, error.code)
            finally:
                if self._is_waited_for(errand):
                    self._tell(news)

    def _next(self, errand: str) -> Callable[[], News] | None:
        """What to do now; None where there is no more, or this thread was given up."""
        with self._lock:
            if self._threads.get(errand) is not threading.current_thread():
                return None
            work = self._wished.pop(errand, None)
            if work is None or self._is_over:
                del self._threads[errand]
                return None
            return work

    def _is_waited_for(self, errand: str) -> bool:
        with self._lock:
            return not self._is_over and self._threads.get(errand) is threading.current_thread()
