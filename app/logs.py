"""The station's log: codes, ids and figures in a rotating file; nothing personal is ever given to it."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.errors import Misconfigured, PackbenchError

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def place_of(error: BaseException) -> str:
    """An error as a log may show it: one of ours by code and detail, a foreign one by kind and place, for its text may
    hold a person's data.
    """
    if isinstance(error, PackbenchError):
        return str(error)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + where


def open_log(folder: Path) -> None:
    """Send everything logged from `app` to `logs/packbench.log`, five files of 10 MB at most.

    Raises Misconfigured `store.unwritable`.
    """
    try:
        (folder / "logs").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured("store.unwritable", type(error).__name__) from error
    handler = RotatingFileHandler(
        folder / "logs" / "packbench.log", maxBytes=10_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    logging.raiseExceptions = False  # a full disk is told where it matters, not as a trace of the log's own
    log = logging.getLogger("app")
    log.setLevel(logging.INFO)
    for former in log.handlers:
        former.close()
    log.handlers = [handler]
    log.propagate = False
