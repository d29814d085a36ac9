"""What a station pays for at its start."""

from __future__ import annotations

import subprocess
import sys

ONLY_WHEN_NEEDED = {"escpos", "plutoprint", "pypdfium2", "pysnmp", "zeroconf"}


def test_libraries_of_single_printers_are_not_loaded_at_the_start() -> None:
    """Each takes a tenth of a second and more, and most stations have no such printer."""
    program = "import sys, app.station; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "PIL" in loaded
    assert not ONLY_WHEN_NEEDED & set(loaded)
