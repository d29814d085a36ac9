"""The scanners that type, as the window has them: told from a person's keyboard where Windows can, taught on their
screen, and told of when their keys arrive wrong.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from app.domain.wedge_profile import WedgeProfile
from app.errors import Unavailable
from app.ui.raw_keys import Keyboards, RawKeys
from app.ui.screens.scanners.screen import ScannersScreen
from app.ui.screens.scanners.wedge_note import WedgeNote
from app.ui.wedge import Wedge

if TYPE_CHECKING:
    from app.station import Station

KEYBOARD = "keyboard:"
"""How the address of a scanner begins whose keys are told apart."""


class TypingScanner:
    """Brings the wedge, the screen that teaches it and the note across the window together. `heard` is told a scanner's
    name and the code it typed, of those that are told apart; `keyboards` tells them, None where nothing can.
    """

    def __init__(
        self,
        application: QApplication,
        wedge: Wedge,
        screen: ScannersScreen,
        heard: Callable[[str, str], None],
        keyboards: Keyboards | None,
    ) -> None:
        self._application = application
        self._wedge, self._heard, self._keyboards = wedge, heard, keyboards
        self._raw: RawKeys | None = None
        self.note = WedgeNote()
        wedge.strokes.connect(screen.take_strokes)
        wedge.caps_lock_changed.connect(lambda _is_on: self._tell())
        wedge.layout_suspected.connect(self._tell)
        screen.teaching.connect(self._teach)
        screen.taught.connect(self.learn)

    def attach(self, station: Station, window: QWidget) -> None:
        """Type as was taught at this station, and tell apart what its settings name; of one before it no more."""
        self._let_go_of_keys()
        names = {each.address: each.name for each in station.settings.scanners if each.address.startswith(KEYBOARD)}
        if names and self._keyboards is not None:
            raw = RawKeys(self._wedge, self._keyboards, names, clock=lambda: time.monotonic_ns() // 1_000_000)
            raw.scanned.connect(lambda code, name: self._heard(name, code))
            try:
                raw.start(self._application, window)
                self._raw = raw
            except Unavailable:  # as the wedge they are heard all the same, by timing
                pass
        self.learn(station.scanners.profile())

    def release(self) -> None:
        """Take no more keys: the window is closed."""
        self._wedge.release()
        self._let_go_of_keys()

    def _let_go_of_keys(self) -> None:
        raw, self._raw = self._raw, None
        if raw is None:
            return
        try:
            raw.stop(self._application)
        except Unavailable:  # nobody hears them any more anyway
            pass

    def learn(self, profile: WedgeProfile | None) -> None:
        """Read their keys like this from now on."""
        self._wedge.learn(profile)
        if self._raw is not None:
            self._raw.learn(profile)
        self._tell()

    def _teach(self, is_on: bool) -> None:  # noqa: FBT001 - a signal's
        self._wedge.is_teaching = is_on

    def _tell(self) -> None:
        """Where keys are read by their places, Caps Lock does not matter."""
        wedge = self._wedge
        has_places = wedge.profile is not None and wedge.profile.country is not None
        self.note.show_notes(
            has_caps_lock=wedge.has_caps_lock and not has_places, has_wrong_layout=wedge.has_wrong_layout
        )
