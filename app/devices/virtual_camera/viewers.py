"""A virtual camera's port: whoever asks gets pictures one after another, as network cameras send them (MJPEG over
HTTP, multipart/x-mixed-replace). Who is slow misses some.
"""

from __future__ import annotations

import socket
import struct
import threading
import time

MOST_VIEWERS = 8
_BOUNDARY = b"picture"
_HEAD = (
    b"HTTP/1.0 200 OK\r\nCache-Control: no-store\r\nConnection: close\r\n"
    b"Content-Type: multipart/x-mixed-replace; boundary=" + _BOUNDARY + b"\r\n\r\n"
)
_BUSY = b"HTTP/1.0 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
_PATIENCE_S = 5.0
_TICK_S = 0.1
_LONGEST_QUESTION = 8192
_PICTURES_BEFORE_DROP = 5


class Viewers:
    """Listens on `host`:`port` (0: any free one, known after `open`), a thread for each who watches."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self.port = port
        self.drops = False
        """Cut every connection after a few pictures."""
        self._listener: socket.socket | None = None
        self._porter: threading.Thread | None = None
        self._changed = threading.Condition()
        self._picture = b""
        self._number = 0
        self._callers: dict[socket.socket, threading.Thread] = {}

    @property
    def count(self) -> int:
        """How many watch."""
        return len(self._callers)

    def open(self) -> None:
        """Be reachable. Raises OSError when the place is taken."""
        self._listener = listener = socket.create_server((self._host, self.port))
        listener.settimeout(_TICK_S)
        self.port = listener.getsockname()[1]
        self._porter = threading.Thread(target=self._admit, args=(listener,), name="virtual camera port", daemon=True)
        self._porter.start()

    def close(self) -> None:
        """Not reachable any more, and everybody cut off."""
        listener, self._listener = self._listener, None
        if listener is not None and self._porter is not None:
            self._porter.join()
            listener.close()
        with self._changed:
            callers = list(self._callers.items())
            self._changed.notify_all()
        for caller, thread in callers:
            _cut(caller)
            thread.join()

    def publish(self, picture: bytes) -> None:
        """Send this next, to everybody."""
        with self._changed:
            self._picture = picture
            self._number += 1
            self._changed.notify_all()

    def _admit(self, listener: socket.socket) -> None:
        while self._listener is listener:
            try:
                caller, _ = listener.accept()
            except OSError:  # nobody in this tenth of a second, or gone again before we answered
                continue
            caller.settimeout(_PATIENCE_S)
            if self.count >= MOST_VIEWERS:
                _say(caller, _BUSY)
                caller.close()
                continue
            thread = threading.Thread(target=self._serve, args=(caller,), name="virtual camera viewer", daemon=True)
            with self._changed:
                self._callers[caller] = thread
            thread.start()

    def _serve(self, caller: socket.socket) -> None:
        try:
            if _was_asked(caller) and _say(caller, _HEAD):
                self._show(caller)
        finally:
            with self._changed:
                del self._callers[caller]
            caller.close()

    def _show(self, caller: socket.socket) -> None:
        """Until it hangs up, or does not read."""
        sent, shown = 0, self._number
        while self._listener is not None:
            with self._changed:
                if not self._changed.wait_for(lambda: self._number > shown or self._listener is None, _TICK_S):  # noqa: B023
                    if _has_gone(caller):
                        return
                    continue
                shown, picture = self._number, self._picture
            head = b"--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % (_BOUNDARY, len(picture))
            if not _say(caller, head + picture + b"\r\n"):
                return
            sent += 1
            if self.drops and sent >= _PICTURES_BEFORE_DROP:
                _cut(caller)
                return


def _was_asked(caller: socket.socket) -> bool:
    """Whether a whole question came; which one is all the same."""
    question = b""
    deadline_s = time.monotonic() + _PATIENCE_S
    try:
        while b"\r\n\r\n" not in question:
            piece = caller.recv(_LONGEST_QUESTION)
            question += piece
            if not piece or len(question) > _LONGEST_QUESTION or time.monotonic() > deadline_s:
                return False
    except OSError:
        return False
    return question.startswith(b"GET ")


def _say(caller: socket.socket, piece: bytes) -> bool:
    try:
        caller.sendall(piece)
    except OSError:
        return False
    return True


def _has_gone(caller: socket.socket) -> bool:
    try:
        caller.setblocking(False)
        return caller.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        caller.settimeout(_PATIENCE_S)


def _cut(caller: socket.socket) -> None:
    """So that the other side feels it; whoever waits on it here wakes up."""
    try:
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        caller.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it has gone already
