"""Opens the window at once and the house behind it meanwhile: what is scanned before that is counted when it stands."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from app.errors import PackbenchError
from app.logs import place_of
from app.ui.main_window import MainWindow
from app.ui.raw_keys import Keyboards

if TYPE_CHECKING:
    from app.station import Station

_log = logging.getLogger(__name__)


class Opened(Protocol):
    """A station and all that was started for it."""

    @property
    def station(self) -> Station: ...

    def stop(self) -> None: ...


class _Opening(QObject):
    """Brings the opened station, or why there is none, from its thread into the window's."""

    done = Signal(object)
    failed = Signal(str, str)

    def __init__(self, open_station: Callable[[], Opened]) -> None:
        super().__init__()
        self._open_station = open_station
        self.opened: Opened | None = None
        self.thread_of_it = threading.Thread(target=self._open, name="opening")

    def _open(self) -> None:
        code, detail = "bug", ""  # told when the opening ends by an error that nobody foresaw
        try:
            self.opened = self._open_station()
        except PackbenchError as error:
            _log.error("cannot open the station: %s", error)
            code, detail = error.code, error.detail
        finally:
            if self.opened is None:
                self.failed.emit(code, detail)
            else:
                self.done.emit(self.opened)


def show(
    open_station: Callable[[], Opened],
    *,
    language: str,
    theme: str,
    gap_ms: int = 50,
    keyboards: Keyboards | None = None,
    then: Callable[[MainWindow, Any], object] | None = None,
) -> int:
    """Run the window until it is closed. `open_station` is called on a thread of its own, once the window is up;
    `then` with the window and what was opened, when the station has its window.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    window = MainWindow(language=language, theme=theme, gap_ms=gap_ms, keyboards=keyboards)
    sys.excepthook = _last_resort
    opening = _Opening(open_station)
    queued = Qt.ConnectionType.QueuedConnection
    opening.done.connect(lambda opened: window.attach(opened.station), queued)
    if then is not None:
        opening.done.connect(partial(then, window), queued)
    opening.failed.connect(window.show_failure, queued)
    window.show()
    window.activateWindow()  # a kiosk without a window manager gives nobody the keyboard by itself
    opening.thread_of_it.start()
    try:
        return application.exec()
    finally:
        window.close()
        opening.thread_of_it.join()
        if opening.opened is not None:
            opening.opened.stop()


def _last_resort(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """A bug in one place must not end the shift: it is written down, with its kind and place and no values."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    _log.critical("bug: %s", place_of(error))
    sys.stderr.write(f"bug: {place_of(error)}\n")
