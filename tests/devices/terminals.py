"""Whether this machine has pseudo terminals: without them no serial cable can be simulated."""

from __future__ import annotations

import os
import sys

import pytest


def has_terminals() -> bool:
    if sys.platform == "win32":
        return False
    try:
        ends = os.openpty()
    except OSError:
        return False
    for end in ends:
        os.close(end)
    return True


NO_TERMINALS = "no pseudo terminals here (is /dev/pts mounted?): a serial cable cannot be simulated"
needs_terminals = pytest.mark.skipif(not has_terminals(), reason=NO_TERMINALS)
