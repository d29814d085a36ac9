"""How the window looks and speaks: language, colors and type size, and who likes what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.people import Person
from app.errors import PackbenchError
from app.ui.messages import CHINESE, ENGLISH
from app.ui.theme import Look, look_for

if TYPE_CHECKING:
    from app.station import Station

ZOOMS = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)  # WCAG 1.4.4: up to twice the size


class Appearance:
    """What a look is made of. A person's own language holds while they are at the desk."""

    def __init__(self, language: str, theme: str) -> None:
        self.language, self.theme = language, theme
        self._own_language = language
        self.zoom = 0
        self._station: Station | None = None

    def attach(self, station: Station) -> None:
        """Take over what was remembered on this station."""
        self._station = station
        wished = station.settings.station.type_percent / 100
        self.zoom = max(place for place, zoom in enumerate(ZOOMS) if zoom <= max(wished, ZOOMS[0]))

    def look(self, width: int, height: int) -> Look:
        """For a window of this size."""
        return look_for(self.theme, self.language, width, height, ZOOMS[self.zoom])

    def follow(self, person: Person | None) -> None:
        """Whoever comes to the desk reads it as they like."""
        self.language = (person.language if person else "") or self._own_language

    def turn_language(self) -> None:
        self.take_language(ENGLISH if self.language == CHINESE else CHINESE)

    def take_language(self, language: str) -> None:
        """Speak this one from now on: for the person who is at the desk, or else on this station."""
        self.language = language
        self._remember()

    def turn_theme(self) -> None:
        self.theme = "light" if self.theme == "dark" else "dark"
        self._remember()

    def step_zoom(self, step: int) -> None:
        """Larger or smaller by so many steps."""
        self.zoom = min(max(self.zoom + step, 0), len(ZOOMS) - 1)
        self._remember()

    def _remember(self) -> None:
        station = self._station
        if station is None:
            return
        try:
            if not station.bench.keep_language(self.language):
                self._own_language = self.language
            percent = round(ZOOMS[self.zoom] * 100)
            station.remember(language=self._own_language, theme=self.theme, type_percent=percent)
        except (OSError, PackbenchError):  # a full disk: the choice holds until the window closes
            pass
