"""The station's log: codes, ids and figures in a rotating file; nothing personal is ever given to it."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def open_log(folder: Path) -> None:
    """Send everything logged from `app` to `logs/packbench.log`, five files of 10 MB at most."""
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "logs" / "packbench.log", maxBytes=10_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    log = logging.getLogger("app")
    log.setLevel(logging.INFO)
    log.handlers = [handler]
    log.propagate = False
