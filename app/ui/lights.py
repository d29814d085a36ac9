"""The tone of a light: circle, triangle, octagon, each in its color."""

from __future__ import annotations

from app.domain.glance import Light
from app.ui.messages import Tone

TONES = {Light.GREEN: Tone.OK, Light.AMBER: Tone.WRONG, Light.RED: Tone.STOP}
