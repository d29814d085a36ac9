"""Opens the window at once and the house behind it meanwhile, and opens it anew when the set-up says so: what is
scanned while there is no station is counted when it stands.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from app.domain.barcode import Command
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
    """Brings the opened station, or why there is none, from its thread into the window's. One that is open before is
    stopped first: a folder has one station.
    """

    done = Signal(object)
    failed = Signal(str, str)

    def __init__(self, open_station: Callable[[], Opened], before: Opened | None = None) -> None:
        super().__init__()
        self._open_station, self._before = open_station, before
        self.opened: Opened | None = None
        self.thread_of_it = threading.Thread(target=self._open, name="opening")

    def _open(self) -> None:
        code, detail = "bug", ""  # told when the opening ends by an error that nobody foresaw
        try:
            if self._before is not None:
                self._before.stop()
            self.opened = self._open_station()
        except PackbenchError as error:
            _log.error("cannot open the station: %s", error)
            code, detail = error.code, error.detail
        finally:
            if self.opened is None:
                self.failed.emit(code, detail)
            else:
                self.done.emit(self.opened)


class House(QObject):
    """The station behind the window. `open_station` is called on a thread of its own, each time it is to be opened;
    `then` with the window and what was opened, the first time.
    """

    def __init__(
        self,
        window: MainWindow,
        open_station: Callable[[], Opened],
        then: Callable[[MainWindow, Any], object] | None = None,
    ) -> None:
        super().__init__()
        self._window, self._open_station, self._then = window, open_station, then
        self._opening = _Opening(open_station)
        window.setup.reopen_asked.connect(self._reopen)

    def open(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._opening.done.connect(self._on_done, queued)
        self._opening.failed.connect(self._window.show_failure, queued)
        self._opening.thread_of_it.start()

    def close(self) -> None:
        """Wait until what is being opened is, and stop it."""
        self._opening.thread_of_it.join()
        if self._opening.opened is not None:
            self._opening.opened.stop()

    def _on_done(self, opened: Opened) -> None:
        window, then = self._window, self._then
        window.attach(opened.station)
        if opened.station.setup.is_new:
            window.setup.led_asked.emit(Command.SETUP)
        if then is not None:
            self._then = None  # what plays by itself goes on with the station that it began with
            then(window, opened)

    def _reopen(self) -> None:
        """From this moment on scans are kept for the station to come."""
        before = self._opening
        if before.opened is None:
            return
        if self._window.packing.order_import.is_running:
            self._window.setup.end.refuse("setup.importing")
            return
        self._window.detach()
        self._window.setup.show_reopening()
        before.thread_of_it.join()
        self._opening = _Opening(self._open_station, before.opened)
        self.open()


def show(
    open_station: Callable[[], Opened],
    *,
    language: str,
    theme: str,
    gap_ms: int = 50,
    keyboards: Keyboards | None = None,
    then: Callable[[MainWindow, Any], object] | None = None,
) -> int:
    """Run the window until it is closed. `open_station` and `then` as the House has them."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    window = MainWindow(language=language, theme=theme, gap_ms=gap_ms, keyboards=keyboards)
    sys.excepthook = _last_resort
    house = House(window, open_station, then)
    window.show()
    window.activateWindow()  # a kiosk without a window manager gives nobody the keyboard by itself
    house.open()
    try:
        return application.exec()
    finally:
        window.close()
        house.close()


def _last_resort(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """A bug in one place must not end the shift: it is written down, with its kind and place and no values."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    _log.critical("bug: %s", place_of(error))
    sys.stderr.write(f"bug: {place_of(error)}\n")
