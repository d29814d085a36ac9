"""Whose turn it is to write: one at a time, and a person who waits for an answer goes before every lane that waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turn:
    """The one lock around the writer. A lane comes again and again and would keep a bench waiting for several commits;
    an urgent one waits for the commit under way and for no other.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_taken = False
        self._urgent = 0

    @contextmanager
    def taken(self, *, urgent: bool) -> Iterator[None]:
        with self._changed:
            self._urgent += urgent
            try:
                self._changed.wait_for(lambda: not self._is_taken and (urgent or not self._urgent))
            finally:  # also when a person presses Ctrl+C meanwhile
                self._urgent -= urgent
            self._is_taken = True
        try:
            yield
        finally:
            with self._changed:
                self._is_taken = False
                self._changed.notify_all()
