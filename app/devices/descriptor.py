"""A cable that is an open file descriptor (POSIX): write what fits, read what is there, never wait longer than said."""

from __future__ import annotations

import os
import select
import time

from app.devices.printer import LinkBroken

_PIECE = 4096


def exchange(descriptor: int, out: memoryview, timeout_s: float) -> tuple[int, bytes]:
    """As `Link.exchange`, over a descriptor that does not block. Raises LinkBroken (`printer.unplugged`)."""
    deadline = time.monotonic() + timeout_s
    while True:
        left_s = max(0.0, deadline - time.monotonic())
        taken, said = 0, b""
        can_read, can_write = wait(descriptor, left_s, is_writing=bool(out))
        try:
            if can_read:
                said = os.read(descriptor, _PIECE)  # may be nothing: some printers answer every question of the bus so
            if can_write:
                taken = os.write(descriptor, out[:_PIECE])
        except BlockingIOError:
            pass  # somebody's estimate was too good: wait on
        except OSError as error:
            raise LinkBroken("printer.unplugged") from error
        if taken or said or left_s <= 0:
            return taken, said


def wait(descriptor: int, timeout_s: float, *, is_writing: bool) -> tuple[bool, bool]:
    """Whether it can be read and, where that is asked for, written. Raises LinkBroken when its other end is gone."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | (select.POLLOUT if is_writing else 0))
    events = 0
    for _, mask in poll.poll(max(0.0, timeout_s) * 1000):
        events |= mask
    if events & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
        raise LinkBroken("printer.unplugged")
    return bool(events & select.POLLIN), bool(events & select.POLLOUT)
