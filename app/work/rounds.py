"""Work that nobody scans for: one thing done again and again, each on a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.errors import PackbenchError

_log = logging.getLogger(__name__)


class Rounds:
    """Does `step` every `every_s` seconds, the first time at once unless `waits_first`, and whenever it is woken.

    `told` hears how each step went: the code of its failure, empty for none. A failure is written down once, and the
    step is tried again.
    """

    def __init__(
        self,
        step: Callable[[], object],
        every_s: float,
        *,
        told: Callable[[str], None] = lambda _code: None,
        waits_first: bool = False,
    ) -> None:
        self._step = step
        self._every_s = every_s
        self._told = told
        self._waits_first = waits_first
        self._bell = threading.Event()
        self._is_over = False
        self._failed = ""

    def run(self) -> None:
        """Until `stop` is called; a step that is under way then is finished."""
        if self._waits_first:
            self._pause()
        while not self._is_over:
            self.go_round()
            self._pause()

    def go_round(self) -> None:
        """One step."""
        code = ""
        try:
            self._step()
        except PackbenchError as error:
            code = error.code
            if code != self._failed:
                _log.error("%s", error)
        self._failed = code
        self._told(code)

    def wake(self) -> None:
        """Do it now."""
        self._bell.set()

    def stop(self) -> None:
        self._is_over = True
        self._bell.set()

    def _pause(self) -> None:
        self._bell.wait(self._every_s)
        self._bell.clear()  # before the look at `_is_over`, which `stop` sets first
