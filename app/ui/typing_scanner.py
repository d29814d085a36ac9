"""The scanner that types, as the window has it: taught on its screen, and told of when its keys arrive wrong."""

from __future__ import annotations

from app.domain.wedge_profile import WedgeProfile
from app.ui.screens.scanners.screen import ScannersScreen
from app.ui.screens.scanners.wedge_note import WedgeNote
from app.ui.wedge import Wedge


class TypingScanner:
    """Brings the wedge, the screen that teaches it and the note across the window together."""

    def __init__(self, wedge: Wedge, screen: ScannersScreen) -> None:
        self._wedge, self.note = wedge, WedgeNote()
        wedge.strokes.connect(screen.take_strokes)
        wedge.caps_lock_changed.connect(lambda _is_on: self._tell())
        wedge.layout_suspected.connect(self._tell)
        screen.teaching.connect(self._teach)
        screen.taught.connect(self.learn)

    def learn(self, profile: WedgeProfile | None) -> None:
        """Read its keys like this from now on."""
        self._wedge.learn(profile)
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
